"""The dated data that calculations read, as the services see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from greencard.border import BorderPack
    from greencard.catalogue import FactVocabulary, HsCodes
    from greencard.factors import Catalogue
    from greencard.model.claim_words import ClaimLexicon
    from greencard.pillars import BuyerProfile, Parameters
    from greencard.rules import Measures, RulePack, RuleTests
    from greencard.rules.claims import ClaimActs, Sentences
    from greencard.transport import IntensityCatalogue

__all__ = ["Packs"]


class Packs(Protocol):
    """Typed data packs, loaded when first asked for and the same from then on; each knows its content hash."""

    def factors(self) -> Catalogue:
        """Emission factors."""
        ...

    def intensities(self) -> IntensityCatalogue:
        """Transport intensities (ISO 14083)."""
        ...

    def rules(self, destination: str) -> RulePack:
        """Rules that may apply in a destination, inherited ones included."""
        ...

    def destinations(self) -> tuple[str, ...]:
        """Every destination for which rules are held, sorted."""
        ...

    def rule_tests(self, rule_id: str) -> RuleTests | None:
        """Tests that stand with a rule; None where it has none."""
        ...

    def measures(self) -> Measures:
        """Trade measures that are told beside a verdict and decide nothing."""
        ...

    def all_rules(self) -> RulePack:
        """Every rule held, for answers about many destinations."""
        ...

    def facts(self) -> FactVocabulary:
        """The vocabulary of facts that rules ask for."""
        ...

    def claims(self) -> ClaimLexicon:
        """Which words make an environmental claim."""
        ...

    def claim_acts(self) -> ClaimActs:
        """Acts about claims, beside the rules."""
        ...

    def claim_sentences(self) -> Sentences:
        """What may be said of a card's figures."""
        ...

    def border(self) -> BorderPack:
        """Border carbon-cost tables."""
        ...

    def hs(self) -> HsCodes:
        """Customs codes of the Harmonized System 2022."""
        ...

    def pillar_parameters(self) -> Parameters:
        """Weights, caps, anchors and effort classes of the pillars."""
        ...

    def buyer_profile(self, name: str) -> BuyerProfile | None:
        """A buyer profile that ships; None where none has that name."""
        ...

    def buyer_profiles(self) -> tuple[str, ...]:
        """Names of the buyer profiles that ship."""
        ...
