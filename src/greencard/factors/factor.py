"""The two kinds of emission factor, as two types."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from greencard.errors import Place
from greencard.factors.codes import MIXED_KINDS, NOT_CONVERTIBLE, PART_ALONE, UNTRUSTED, WRONG_UNIT
from greencard.factors.gwp import BIOGENIC_CO2, GwpSet
from greencard.model import FactorRef, Text, Value

__all__ = ["CO2_ONLY", "DirectFactor", "Factor", "FuelFactor", "FuelStage", "LifeCycleFactor", "Quality", "life_cycle"]

FuelStage = Literal["combustion", "upstream", "combustion_and_upstream"]

Quality = Literal["official", "database", "derived", "literature", "abstract", "suspect"]
"""How a figure was made: by an authority, a database record, by us from published figures, unreviewed literature, an
abstract; or doubtful."""

CO2_ONLY = "CO2 only"
_PARTS = frozenset({"transmission", "upstream"})
"""Electricity rows that cover a part: losses, or what lies before the power plant."""
INSTEAD = "electricity/life-cycle/cn/2024"


class _Published(Value, frozen=True, kw_only=True):
    id: str
    name: Text
    value: Decimal
    unit: str
    region: str
    year: int | None = None
    boundary: str
    gwp: str
    """GWP set of a figure in CO2e: AR6, AR5, AR4, `not stated` or `CO2 only`."""
    quality: Quality
    source: str
    record: str
    licence: str
    trust: Literal["seen", "recall"]
    note: str = ""
    note_zh: str = ""
    supply: str = ""
    """Electricity: average, residual, fossil, or a generation type (coal, pv, wind …)."""
    technology: str = ""
    """Production route where the source states one: coal, carbide, eaf …"""
    gases: dict[str, Decimal] = msgspec.field(default_factory=dict)
    """Kg of each gas per unit where the source lists them; `value` is then their sum under AR6."""

    def under(self, gwp: GwpSet, place: Place | None = None) -> Decimal:
        """Emission per unit under a GWP set, kg CO2e; biogenic CO2 is not in it.

        Raises:
            Refused: published in CO2e only, under another or no stated set (GC-FAC-012).
        """
        if self.gases:
            return gwp.co2e(self.gases)
        if self.convertible(gwp):
            return self.value
        raise NOT_CONVERTIBLE.at(place or Place(), id=self.id, gwp=self.gwp, wanted=gwp.name)

    def convertible(self, gwp: GwpSet) -> bool:
        """Whether the value can be given under a GWP set: it lists its gases, is CO2 alone, or is of that very set."""
        return bool(self.gases) or self.gwp in {gwp.name, CO2_ONLY}

    @property
    def biogenic_co2(self) -> Decimal:
        """Biogenic CO2 per unit, kg, reported apart; zero where the source lists none."""
        return self.gases.get(BIOGENIC_CO2, Decimal(0))


class LifeCycleFactor(_Published, frozen=True, kw_only=True):
    """Cradle-to-gate or life-cycle greenhouse gas emission per unit, kg CO2e."""

    recycled: Literal["primary", "recycled", "reused", "unstated"] = "unstated"
    biogenic_netted: Decimal = Decimal(0)
    """Biogenic uptake the source has already subtracted in `value`, zero or negative; `emission` adds it back."""
    material: str = ""
    form: str = ""
    standing: Literal["representative", "ordinary", "route", "part", "suspect"] = "ordinary"
    echo_of: str = ""
    """Factor of which this one repeats the figure under another region's name."""
    stream: str = ""
    """Waste stream, for factors of waste treatment."""
    route: str = ""

    @property
    def emission(self) -> Decimal:
        """Emission per unit without any netted uptake, kg CO2e."""
        return self.value - self.biogenic_netted

    def reference(self) -> FactorRef:
        """The citation that travels in a result, with the value as the engine uses it."""
        return FactorRef(
            id=self.id,
            name=self.name.en,
            name_zh=self.name.zh,
            value=self.emission,
            unit=self.unit,
            region=self.region,
            year=self.year,
            gwp=self.gwp,
            source=f"{self.source}: {self.record}" if self.record else self.source,
            licence=self.licence,
            trust=self.trust,
        )


class DirectFactor(_Published, frozen=True, kw_only=True):
    """Direct CO2 (or CO2e) at the power plant, per kWh: for an organisation's inventory, never for a product."""


class FuelFactor(_Published, frozen=True, kw_only=True):
    """One stage of a fuel, per unit of the fuel: burning it, supplying it, or both. `Fuel` joins them for a process."""

    stage: FuelStage


Factor: TypeAlias = LifeCycleFactor | DirectFactor | FuelFactor


def life_cycle(factor: Factor, unit: str, place: Place | None = None) -> LifeCycleFactor:
    """`factor` as one that may enter a product footprint in `unit`.

    Raises:
        Refused: it is a direct factor (GC-FAC-003), covers a part alone (GC-FAC-011), was not read in its source
            (GC-FAC-009), or is in another unit (GC-FAC-005).
    """
    where = place or Place()
    if isinstance(factor, DirectFactor):
        raise MIXED_KINDS.at(where, id=factor.id, unit=factor.unit, instead=INSTEAD)
    if isinstance(factor, FuelFactor) or factor.supply in _PARTS:
        raise PART_ALONE.at(where, id=factor.id, boundary=factor.boundary)
    if factor.trust != "seen":
        raise UNTRUSTED.at(where, id=factor.id, trust=factor.trust)
    if factor.unit != unit:
        raise WRONG_UNIT.at(where, id=factor.id, unit=factor.unit, wanted=unit)
    return factor
