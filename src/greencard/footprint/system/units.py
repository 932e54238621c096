"""Units of exchanges: exact conversion within one dimension, and none at all between dimensions."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

from greencard.quantity import Dimension, Unit, significant

__all__ = ["KG", "UNIT_ZH", "is_massless", "per", "ratio", "to_kg"]

KG: Final = "kg"
UNIT_ZH: Final = {
    "piece": "件",
    "kg": "千克",
    "kWh": "千瓦时",
    "MJ": "兆焦",
    "m2": "平方米",
    "m3": "立方米",
    "tkm": "吨公里",
}
"""Units of outputs as a Chinese reader writes them."""
_KNOWN: Final = {unit.symbol: unit for unit in Unit if unit.dimension is not Dimension.CO2E}
_DIGITS: Final = 24
"""MJ to kWh is 1/3.6, which no finite decimal holds; there and back again is exact to these digits."""


@cache
def ratio(unit: str, wanted: str) -> Decimal | None:
    """How many of `wanted` one `unit` is; None where they are not of one dimension. A piece is a piece only."""
    if unit == wanted:
        return Decimal(1)
    here, there = _KNOWN.get(unit), _KNOWN.get(wanted)
    if here is None or there is None or here.dimension is not there.dimension:
        return None
    return significant(here.to_base / there.to_base, _DIGITS)


def to_kg(amount: Decimal, unit: str) -> Decimal | None:
    """Mass of an amount, kg; None where its unit is none of mass."""
    times = ratio(unit, KG)
    return None if times is None else amount * times


@cache
def is_massless(unit: str) -> bool:
    """Whether the unit is one of energy or of transport, which have no mass."""
    known = _KNOWN.get(unit)
    return known is not None and known.dimension is not Dimension.MASS


def per(factor_unit: str) -> str:
    """What a factor's unit divides by: `kg CO2e/kWh` is per kWh."""
    return factor_unit.partition("/")[2]
