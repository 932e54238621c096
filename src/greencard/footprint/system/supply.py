"""What enters a system from outside: a supplier's card, and electricity that is not the grid's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Literal

from greencard.errors import Place
from greencard.footprint.carbon import CO2_PER_C
from greencard.footprint.system.codes import CARD, UNIT
from greencard.footprint.system.units import ratio

if TYPE_CHECKING:
    from greencard.model import Components, Interval, SystemInput, Text

__all__ = ["ElectricityClaim", "SupplierLeaf", "usable_card"]

_MOST: Final = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierLeaf:
    """A supplier's verified figure for one unit of what it sells: a leaf of our system, whatever lies behind it."""

    id: str
    name: Text
    unit: str
    """Declared unit, such as kg or piece; `kg_co2e` stands for one of it."""
    kg_co2e: Decimal
    components: Components | None = None
    """None: all of it fossil."""
    interval: Interval | None = None
    sigma: float | None = None
    """Standard deviation of ln(figure); empty: from the interval."""
    measured_share: Decimal = Decimal(0)
    """Part of the figure that rests on measurement, 0 to 1."""
    valid_until: date | None = None
    gwp_set: str = "not stated"
    source: str = ""
    illustrative: bool = False
    """Made-up data: serves a made-up system alone."""

    @property
    def log_sigma(self) -> float | None:
        """Standard deviation of ln(figure), by the wider half of the interval; None where neither is given."""
        if self.sigma is not None:
            return self.sigma
        found = self.interval
        if found is None or not 0 < found.low <= self.kg_co2e <= found.high or not 0 < found.level < 1:
            return None
        z = NormalDist().inv_cdf((1 + float(found.level)) / 2)
        figure = float(self.kg_co2e)
        return max(math.log(float(found.high) / figure), math.log(figure / float(found.low))) / z


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricityClaim:
    """A share of a process's electricity that another supply than the grid average meets (ISO 14067:2018 6.4.9.4).

    Whoever hands it over has matched it: own solar by the metering interval with its certificates not sold, bought
    certificates cancelled for this use, or kWh whose certificates were sold, which take the residual mix.
    """

    kind: Literal["self_solar", "certified", "residual"]
    share: Decimal
    """Of the electricity of the process, 0 to 1; what no claim covers is the grid's."""
    factor: str
    """Id of the life-cycle factor, kg CO2e/kWh."""


def usable_card(
    taken: SupplierLeaf | None, entry: SystemInput, pointer: str, *, on: date | None, illustrative: bool
) -> SupplierLeaf:
    """The card an input names; `illustrative`: whether the system itself is made up.

    Raises:
        Refused: not handed over, expired on `on`, made up, or no figure a product can have (GC-FPT-125).
        InvalidInput: the input's unit is not the card's (GC-FPT-113).
    """
    place = Place(f"{pointer}/card")
    name = entry.card[:80]
    if taken is None:
        raise CARD.at(place, card=name, why="no verified card of that name was given", why_zh="未提供经核验的该碳卡")
    if taken.illustrative and not illustrative:
        raise CARD.at(place, card=name, why="its data are made up", why_zh="其数据为虚构示例")
    if on is not None and taken.valid_until is not None and taken.valid_until < on:
        why, why_zh = f"it was valid until {taken.valid_until}", f"有效期至 {taken.valid_until}"
        raise CARD.at(place, card=name, why=why, why_zh=why_zh)
    if not (taken.kg_co2e.is_finite() and 0 < taken.kg_co2e <= _MOST and 0 <= taken.measured_share <= 1):
        why, why_zh = f"its figure is {taken.kg_co2e} kg CO2e per {taken.unit}", f"其数值为 {taken.kg_co2e} kg CO2e"
        raise CARD.at(place, card=name, why=why, why_zh=why_zh)
    parts = taken.components
    if parts is not None:
        emitted = [parts.fossil, parts.biogenic_non_co2, parts.biogenic_emissions, parts.aircraft, parts.packaging]
        emitted += [part for part in (parts.land_use_change, parts.land_management) if part is not None]
        if any(not part.is_finite() or part < 0 for part in emitted) or parts.biogenic_uptake > 0:
            raise CARD.at(place, card=name, why="a component has the wrong sign", why_zh="某一分量符号有误")
        if taken.unit == "kg" and -parts.biogenic_uptake - parts.biogenic_emissions > CO2_PER_C:
            why, why_zh = "it took up more CO2 than its mass can hold carbon", "其吸收的 CO2 超过自身质量所能含的碳"
            raise CARD.at(place, card=name, why=why, why_zh=why_zh)
    if ratio(entry.unit, taken.unit) is None:
        where = Place(f"{pointer}/unit")
        raise UNIT.at(
            where, unit=entry.unit[:20], source=f"the card “{name}”", source_zh=f"卡片“{name}”", wanted=taken.unit
        )
    return taken
