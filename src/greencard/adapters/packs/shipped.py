"""The data that come with the package, as the services ask for them; each is read once, when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greencard.border import BorderPack
    from greencard.catalogue import FactVocabulary, HsCodes
    from greencard.factors import Catalogue
    from greencard.pillars import BuyerProfile, Parameters
    from greencard.rules import RulePack
    from greencard.transport import IntensityCatalogue

__all__ = ["ShippedPacks"]


class ShippedPacks:
    """`greencard.services.Packs` over the packaged files; the loaders keep what they have read."""

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

        return load_pack(destination)

    def all_rules(self) -> RulePack:
        """Every rule held."""
        from greencard.adapters.packs.rules import load_all  # noqa: PLC0415 - same

        return load_all()

    def facts(self) -> FactVocabulary:
        """The vocabulary of facts."""
        from greencard.adapters.packs.rules import fact_vocabulary  # noqa: PLC0415 - same

        return fact_vocabulary()

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
