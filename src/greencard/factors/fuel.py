"""Fuels burnt at the site: gases per TJ of net calorific value, and the supply chain per MJ."""

from __future__ import annotations

from decimal import Decimal

from greencard.factors.factor import LifeCycleFactor, Quality
from greencard.factors.gwp import GwpSet
from greencard.model import FactorRef, Text, Value

__all__ = ["Combustion", "Fuel", "Upstream"]

_MJ_PER_TJ = Decimal(10) ** 6
UNIT = "kg CO2e/MJ"


class Combustion(Value, frozen=True, kw_only=True):
    """Gases of burning one TJ (net calorific value), kg (IPCC 2006 GL, Vol. 2, Ch. 2, tier 1)."""

    co2: Decimal
    ch4: Decimal
    n2o: Decimal
    region: str
    source: str
    record: str


class Upstream(Value, frozen=True, kw_only=True):
    """Extraction, processing and supply of one MJ (net calorific value), kg CO2e."""

    value: Decimal
    region: str
    year: int
    gwp: str
    quality: Quality
    source: str
    record: str
    note: Text = Text()


class Words(Value, frozen=True, kw_only=True):
    """What a fuel is called."""

    en: tuple[str, ...]
    zh: tuple[str, ...]


class Fuel(Value, frozen=True, kw_only=True):
    """A fuel; `biogenic` fuels release biogenic CO2, reported apart from the total."""

    id: str
    names: Text
    words: Words
    biogenic: bool
    combustion: Combustion
    upstream: Upstream
    licences: dict[str, str]

    def emission(self, gwp: GwpSet) -> Decimal:
        """Burning one MJ: fossil CO2, CH4 and N2O, kg CO2e. Biogenic CO2 is not in it."""
        gases = self.non_co2(gwp)
        return gases if self.biogenic else gases + self.combustion.co2 / _MJ_PER_TJ

    def non_co2(self, gwp: GwpSet) -> Decimal:
        """CH4 and N2O of burning one MJ, kg CO2e."""
        methane = self.combustion.ch4 * gwp.methane(biogenic=self.biogenic)
        return (methane + self.combustion.n2o * gwp.n2o) / _MJ_PER_TJ

    @property
    def biogenic_co2(self) -> Decimal:
        """Biogenic CO2 of burning one MJ, kg; zero for fossil fuels."""
        return self.combustion.co2 / _MJ_PER_TJ if self.biogenic else Decimal(0)

    def combustion_reference(self, gwp: GwpSet) -> FactorRef:
        """Citation of the combustion factor under a GWP set."""
        what = "CH4 and N2O" if self.biogenic else "CO2, CH4 and N2O"
        return FactorRef(
            id=f"fuel/{self.id}/combustion",
            name=f"{self.names.en}, combustion ({what})",
            name_zh=f"{self.names.zh}，燃烧",
            value=self.emission(gwp),
            unit=UNIT,
            region=self.combustion.region,
            year=None,
            gwp=gwp.name,
            source=f"{self.combustion.source}: {self.combustion.record}",
            licence=self.licences[self.combustion.source],
        )

    def supply(self) -> LifeCycleFactor:
        """The supply chain as a life-cycle factor, kg CO2e per MJ."""
        return LifeCycleFactor(
            id=f"fuel/{self.id}/upstream",
            name=Text(en=f"{self.names.en}, supply chain", zh=f"{self.names.zh}，上游"),
            value=self.upstream.value,
            unit=UNIT,
            region=self.upstream.region,
            year=self.upstream.year,
            boundary="extraction to delivery",
            gwp=self.upstream.gwp,
            quality=self.upstream.quality,
            source=self.upstream.source,
            record=self.upstream.record,
            licence=self.licences[self.upstream.source],
            trust="seen",
            note=self.upstream.note.en,
        )
