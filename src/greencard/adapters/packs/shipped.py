"""The data that come with the package, as the services ask for them; each is read once, when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from greencard.border import BorderPack
    from greencard.catalogue import FactVocabulary, HsCodes
    from greencard.factors import Catalogue
    from greencard.model.claim_words import ClaimLexicon
    from greencard.pillars import BuyerProfile, Parameters
    from greencard.rules import Measures, RulePack, RuleTests
    from greencard.rules.claims import ClaimActs, Sentences
    from greencard.transport import IntensityCatalogue

__all__ = ["ShippedPacks"]


class ShippedPacks:
    """`greencard.services.Packs` over the packaged files; the loaders keep what they have read.

    `own_rules` is a directory of a person's own rules, which then stand beside the packaged ones (docs/rules.md); where
    none is given, the one that `GREENCARD_RULES` names.
    """

    __slots__ = ("_own_rules",)

    def __init__(self, own_rules: Path | None = None) -> None:
        self._own_rules: Final = own_rules

    def _own(self) -> RulePack | None:
        """Packaged and own rules together; None where there are no own ones."""
        from greencard.adapters.packs.rules import own_folder, own_pack  # noqa: PLC0415 - a verb loads what it asks for

        folder = self._own_rules or own_folder()
        return None if folder is None else own_pack(folder)

    def factors(self) -> Catalogue:
        """Emission factors."""
        from greencard.adapters.packs.factors import factor_catalogue  # noqa: PLC0415 - a verb loads only what it asks for

        return factor_catalogue()

    def intensities(self) -> IntensityCatalogue:
        """Transport intensities."""
        from greencard.adapters.packs.transport import intensity_catalogue  # noqa: PLC0415 - same

        return intensity_catalogue()

    def rules(self, destination: str) -> RulePack:
        """Rules that may apply in a destination."""
        from greencard.adapters.packs.rules import load_pack  # noqa: PLC0415 - same

        return self._own() or load_pack(destination)

    def destinations(self) -> tuple[str, ...]:
        """Every destination for which rules are held."""
        from greencard.adapters.packs.rules import destinations  # noqa: PLC0415 - same

        return destinations(self._own())

    def rule_tests(self, rule_id: str) -> RuleTests | None:
        """Tests that stand with a rule."""
        from greencard.adapters.packs.rules import cases_of, own_folder  # noqa: PLC0415 - same

        return cases_of(rule_id, self._own_rules or own_folder())

    def measures(self) -> Measures:
        """Trade measures that are told beside a verdict."""
        from greencard.adapters.packs.measures import trade_measures  # noqa: PLC0415 - same

        return trade_measures()

    def all_rules(self) -> RulePack:
        """Every rule held."""
        from greencard.adapters.packs.rules import load_all  # noqa: PLC0415 - same

        return self._own() or load_all()

    def facts(self) -> FactVocabulary:
        """The vocabulary of facts."""
        from greencard.adapters.packs.rules import fact_kinds, fact_vocabulary  # noqa: PLC0415 - same

        own = self._own()
        return fact_vocabulary() if own is None else fact_kinds(own.vocabulary)

    def claims(self) -> ClaimLexicon:
        """Words of environmental claims."""
        from greencard.adapters.packs.claims import claim_lexicon  # noqa: PLC0415 - same

        return claim_lexicon()

    def claim_acts(self) -> ClaimActs:
        """Acts about claims."""
        from greencard.adapters.packs.claims import claim_acts  # noqa: PLC0415 - same

        return claim_acts()

    def claim_sentences(self) -> Sentences:
        """What may be said of figures."""
        from greencard.adapters.packs.claims import claim_sentences  # noqa: PLC0415 - same

        return claim_sentences()

    def border(self) -> BorderPack:
        """Border carbon-cost tables."""
        from greencard.adapters.packs.border import border_pack  # noqa: PLC0415 - same

        return border_pack()

    def hs(self) -> HsCodes:
        """Customs codes."""
        from greencard.adapters.packs.hs import hs_codes  # noqa: PLC0415 - same

        return hs_codes()

    def pillar_parameters(self) -> Parameters:
        """Parameters of the pillars."""
        from greencard.adapters.packs.pillars import pillar_parameters  # noqa: PLC0415 - same

        return pillar_parameters()

    def buyer_profile(self, name: str) -> BuyerProfile | None:
        """A buyer profile that ships."""
        from greencard.adapters.packs.pillars import buyer_profile  # noqa: PLC0415 - same

        return buyer_profile(name)

    def buyer_profiles(self) -> tuple[str, ...]:
        """Names of the buyer profiles."""
        from greencard.adapters.packs.pillars import buyer_profiles  # noqa: PLC0415 - same

        return buyer_profiles()
