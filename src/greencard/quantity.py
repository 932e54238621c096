"""Quantities with a fixed unit vocabulary: Decimal text at the edges, exact factors between units of one dimension.

The vocabulary is closed on purpose: a merchant's file can hold only these units, and no conversion depends on context
(a kWh never becomes a kg CO2e here; that needs a factor, and factors have sources).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import ClassVar, Final, Self

from greencard.errors import InvalidInput, Place, declare

__all__ = [
    "MAX_DECIMAL_CHARS",
    "CO2e",
    "Dimension",
    "Distance",
    "Energy",
    "Mass",
    "Money",
    "Quantity",
    "TimeInterval",
    "TransportWork",
    "Unit",
    "decimal_of",
    "decimal_text",
    "parse_decimal",
    "significant",
]

MAX_DECIMAL_CHARS: Final = 40
"""Longest number text that is read: a quantity in trade never needs more, and `1e999999999` must not cost anything."""
_MAX_EXPONENT: Final = 30
_DIGITS: Final = 12

NOT_A_NUMBER = declare(
    "GC-QTY-001",
    InvalidInput,
    en="{text} is not a number.",
    zh="{text} 不是数字。",
    remedy_en="Write a plain decimal such as 0.98, without a unit or thousands separator.",
    remedy_zh="请写成普通小数，例如 0.98，不带单位和千位分隔符。",
)
UNKNOWN_UNIT = declare(
    "GC-QTY-002",
    InvalidInput,
    en="{unit} is not a unit of {dimension} known here.",
    zh="{unit} 不是可识别的{dimension}单位。",
    remedy_en="Use one of: {known}.",
    remedy_zh="请使用：{known}。",
)
MIXED_DIMENSIONS = declare(
    "GC-QTY-003",
    InvalidInput,
    en="{left} and {right} cannot be added or compared.",
    zh="{left} 与 {right} 不能相加或比较。",
    remedy_en="Give both in units of the same kind (and money in the same currency).",
    remedy_zh="请使用同类单位（金额请使用同一币种）。",
)
BAD_INTERVAL = declare(
    "GC-QTY-004",
    InvalidInput,
    en="The interval {start} to {end} is empty, runs backwards or has no time zone.",
    zh="时间段 {start} 至 {end} 为空、倒序或缺少时区。",
    remedy_en="Give start before end, both with an offset such as +08:00.",
    remedy_zh="起点须早于终点，且都带时区，例如 +08:00。",
)


class Dimension(Enum):
    """What kind of thing is measured."""

    MASS = "mass"
    ENERGY = "energy"
    DISTANCE = "distance"
    TRANSPORT_WORK = "transport work"
    CO2E = "greenhouse gas emission"


class Unit(Enum):
    """Closed unit vocabulary; each carries its dimension and its exact factor to the dimension's base unit."""

    KG = ("kg", Dimension.MASS, Decimal(1))
    G = ("g", Dimension.MASS, Decimal("0.001"))
    T = ("t", Dimension.MASS, Decimal(1000))
    KWH = ("kWh", Dimension.ENERGY, Decimal(1))
    WH = ("Wh", Dimension.ENERGY, Decimal("0.001"))
    MWH = ("MWh", Dimension.ENERGY, Decimal(1000))
    MJ = ("MJ", Dimension.ENERGY, Decimal(1) / Decimal("3.6"))
    GJ = ("GJ", Dimension.ENERGY, Decimal(1000) / Decimal("3.6"))
    KM = ("km", Dimension.DISTANCE, Decimal(1))
    M = ("m", Dimension.DISTANCE, Decimal("0.001"))
    NM = ("nmi", Dimension.DISTANCE, Decimal("1.852"))
    TKM = ("tkm", Dimension.TRANSPORT_WORK, Decimal(1))
    KG_CO2E = ("kg CO2e", Dimension.CO2E, Decimal(1))
    G_CO2E = ("g CO2e", Dimension.CO2E, Decimal("0.001"))
    T_CO2E = ("t CO2e", Dimension.CO2E, Decimal(1000))

    def __init__(self, symbol: str, dimension: Dimension, to_base: Decimal) -> None:
        self.symbol = symbol
        self.dimension = dimension
        self.to_base = to_base

    @classmethod
    def of(cls, symbol: str, dimension: Dimension, place: Place | None = None) -> Unit:
        """The unit of `dimension` written `symbol`.

        Raises:
            InvalidInput: no such unit of that dimension (GC-QTY-002).
        """
        for unit in cls:
            if unit.symbol == symbol and unit.dimension is dimension:
                return unit
        known = ", ".join(unit.symbol for unit in cls if unit.dimension is dimension)
        raise UNKNOWN_UNIT.at(place or Place(), unit=repr(symbol), dimension=dimension.value, known=known)


def parse_decimal(text: object, place: Place | None = None) -> Decimal:
    """A finite Decimal from text, int, Decimal or (through its shortest text) float; bounded in length and exponent.

    Raises:
        InvalidInput: not a finite number, or longer than any quantity in trade (GC-QTY-001).
    """
    raw = repr(text) if isinstance(text, float) else str(text)
    if not isinstance(text, bool) and len(raw) <= MAX_DECIMAL_CHARS and raw.isascii() and "_" not in raw:
        try:
            value = Decimal(raw.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and (value == 0 or abs(value.adjusted()) <= _MAX_EXPONENT):
            return value
    raise NOT_A_NUMBER.at(place or Place(), text=repr(raw[:MAX_DECIMAL_CHARS]))


def decimal_of(value: float, digits: int = _DIGITS) -> Decimal:
    """`value` as Decimal, rounded half-even to `digits` significant digits: the one way float64 leaves a calculation.

    Twelve digits keep far more than any factor knows and hide the last bits in which two machines might differ.
    """
    if not math.isfinite(value):
        msg = f"not a finite quantity: {value!r}"
        raise ValueError(msg)
    return significant(Decimal(repr(float(value))), digits)


def significant(value: Decimal, digits: int) -> Decimal:
    """`value` rounded half-even to `digits` significant digits, without trailing zeros or exponent surprises."""
    if value == 0:
        return Decimal(0)
    return _plain(_rounding(digits).plus(value))


@lru_cache
def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN)


def _plain(value: Decimal) -> Decimal:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NOT_A_NUMBER.at(text=repr(str(value)))
    if exponent == 0 or (exponent < 0 and digits[-1]):
        return value
    while exponent < 0 and digits[-1] == 0 and len(digits) > 1:
        digits, exponent = digits[:-1], exponent + 1
    if exponent > 0:
        digits, exponent = digits + (0,) * exponent, 0
    return Decimal((sign, digits, exponent))


def decimal_text(value: Decimal) -> str:
    """Plain decimal text without exponent or trailing zeros, as PACT and the card write numbers.

    Raises:
        InvalidInput: infinite or not a number (GC-QTY-001).
    """
    return f"{_plain(value):f}" if value.is_nan() or value else "0"


@dataclass(frozen=True, slots=True, order=False)
class Quantity:
    """An exact amount in a unit of one dimension. Use the subclasses: `Mass(Decimal("0.98"), Unit.KG)`."""

    value: Decimal
    unit: Unit

    dimension: ClassVar[Dimension]
    base: ClassVar[Unit]

    def __post_init__(self) -> None:
        if self.unit.dimension is not self.dimension:
            known = ", ".join(unit.symbol for unit in Unit if unit.dimension is self.dimension)
            raise UNKNOWN_UNIT.at(unit=repr(self.unit.symbol), dimension=self.dimension.value, known=known)

    @classmethod
    def parse(cls, text: str, place: Place | None = None) -> Self:
        """`"0.98 kg"` as a quantity of this dimension; the number and the unit are both required.

        Raises:
            InvalidInput: no number (GC-QTY-001) or no known unit (GC-QTY-002).
        """
        number, _, symbol = text.strip().partition(" ")
        return cls(parse_decimal(number, place), Unit.of(symbol.strip(), cls.dimension, place))

    def to(self, unit: Unit) -> Self:
        """The same amount in another unit of the same dimension."""
        if unit.dimension is not self.dimension:
            raise MIXED_DIMENSIONS.at(left=str(self), right=unit.symbol)
        return type(self)(self.value * self.unit.to_base / unit.to_base, unit)

    def in_base(self) -> Decimal:
        """The number in the base unit (kg, kWh, km, tkm, kg CO2e)."""
        return self.value * self.unit.to_base

    def _other(self, other: Quantity) -> Decimal:
        if type(other) is not type(self):
            raise MIXED_DIMENSIONS.at(left=str(self), right=str(other))
        return other.in_base()

    def __add__(self, other: Self) -> Self:
        return type(self)(self.in_base() + self._other(other), self.base)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.in_base() - self._other(other), self.base)

    def __lt__(self, other: Self) -> bool:
        return self.in_base() < self._other(other)

    def __le__(self, other: Self) -> bool:
        return self.in_base() <= self._other(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.in_base() == other.in_base()

    def __hash__(self) -> int:
        return hash((self.dimension, self.in_base()))

    def __str__(self) -> str:
        return f"{decimal_text(self.value)} {self.unit.symbol}"


class Mass(Quantity):
    """Mass; base kg."""

    __slots__ = ()
    dimension = Dimension.MASS
    base = Unit.KG


class Energy(Quantity):
    """Energy; base kWh."""

    __slots__ = ()
    dimension = Dimension.ENERGY
    base = Unit.KWH


class Distance(Quantity):
    """Distance; base km."""

    __slots__ = ()
    dimension = Dimension.DISTANCE
    base = Unit.KM


class TransportWork(Quantity):
    """Transport activity, mass times distance (ISO 14083:2023); base tonne-kilometre."""

    __slots__ = ()
    dimension = Dimension.TRANSPORT_WORK
    base = Unit.TKM

    @classmethod
    def of(cls, mass: Mass, distance: Distance) -> TransportWork:
        """Tonne-kilometres of a consignment moved over a distance."""
        return cls(mass.to(Unit.T).value * distance.to(Unit.KM).value, Unit.TKM)


class CO2e(Quantity):
    """Greenhouse-gas emission as CO2 equivalent; base kg CO2e. The GWP set travels with the result, not the unit."""

    __slots__ = ()
    dimension = Dimension.CO2E
    base = Unit.KG_CO2E


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency (ISO 4217). Currencies never mix without a stated rate."""

    amount: Decimal
    currency: str

    def _other(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise MIXED_DIMENSIONS.at(left=str(self), right=str(other))
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._other(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._other(other), self.currency)

    def __mul__(self, times: Decimal | int) -> Money:
        return Money(self.amount * times, self.currency)

    def __str__(self) -> str:
        return f"{decimal_text(self.amount)} {self.currency}"


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A half-open interval [start, end) of two instants with time zones."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.end <= self.start:
            raise BAD_INTERVAL.at(start=self.start.isoformat(), end=self.end.isoformat())

    @property
    def seconds(self) -> int:
        """Length in whole seconds."""
        return int((self.end - self.start).total_seconds())
