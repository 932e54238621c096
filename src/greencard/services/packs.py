"""The dated data that calculations read, as the services see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from greencard.border import BorderPack
    from greencard.catalogue import FactVocabulary, HsCodes
    from greencard.factors import Catalogue
    from greencard.pillars import BuyerProfile, Parameters
    from greencard.rules import RulePack
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

    def all_rules(self) -> RulePack:
        """Every rule held, for answers about many destinations."""
        ...

    def facts(self) -> FactVocabulary:
        """The vocabulary of facts that rules ask for."""
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
