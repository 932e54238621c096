"""The two kinds of emission factor, as two types."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from greencard.errors import Place
from greencard.factors.codes import MIXED_KINDS, UNTRUSTED, WRONG_UNIT
from greencard.model import FactorRef, Text, Value

__all__ = ["DirectFactor", "Factor", "LifeCycleFactor", "Quality", "life_cycle"]

Quality = Literal["official", "database", "literature", "abstract", "suspect"]
"""How a figure was made: by an authority, a database record, unreviewed literature, an abstract; or doubtful."""

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
    supply: str = ""
    """Electricity: average, residual, fossil, or a generation type (coal, pv, wind …)."""


class LifeCycleFactor(_Published, frozen=True, kw_only=True):
    """Cradle-to-gate or life-cycle greenhouse gas emission per unit, kg CO2e."""

    recycled: Literal["primary", "recycled", "unstated"] = "unstated"
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


Factor: TypeAlias = LifeCycleFactor | DirectFactor


def life_cycle(factor: Factor, unit: str, place: Place | None = None) -> LifeCycleFactor:
    """`factor` as one that may enter a product footprint in `unit`.

    Raises:
        Refused: it is a direct factor (GC-FAC-003), not read in its source (GC-FAC-009), or in another unit
            (GC-FAC-005).
    """
    where = place or Place()
    if isinstance(factor, DirectFactor):
        raise MIXED_KINDS.at(where, id=factor.id, unit=factor.unit, instead=INSTEAD)
    if factor.trust != "seen":
        raise UNTRUSTED.at(where, id=factor.id, trust=factor.trust)
    if factor.unit != unit:
        raise WRONG_UNIT.at(where, id=factor.id, unit=factor.unit, wanted=unit)
    return factor
