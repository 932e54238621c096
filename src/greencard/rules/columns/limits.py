"""Numbers of a column against the limits of the rules, exactly.

A float cell means the shortest decimal that reads back to it, as everywhere here: 0.1 is one tenth, and 0.1 + 0.2 is
0.30000000000000004 and above 0.3. Comparing floats is then exact for a limit of at most 15 digits: rounding to float is
monotone, and of all decimals that round to the limit's float the limit is the shortest, so an equal float is an equal
number. Any other cell (decimals, texts, whole numbers) and any longer limit is compared as float only where the two
are further apart than rounding could move them; what lies nearer is compared as `Decimal`, each distinct value once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from greencard.errors import InvalidInput
from greencard.quantity import parse_decimal
from greencard.rules import terms as t
from greencard.rules.columns.layout import Ordered
from greencard.rules.interpret import number

__all__ = ["Numbers", "compared", "exact", "exact_numbers", "places"]

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_NEAR: Final = 2.0**-48
"""Relative distance beyond which no rounding of a cell or a limit can hide which is greater: each is within 2^-51."""
_FAR: Final = 2.0**-40
"""The same for sums and products of up to 80 operators (`syntax.MAX_OPERATORS`)."""
_TINY: Final = 1e-280
"""Below this a product may have lost digits, or all of itself; no number that can be given is as small."""
_SMALLEST: Final = 1e-29
_GREATEST: Final = 1e30
"""Between these every finite number may be given (`parse_decimal`); what lies outside is asked one by one."""


class Numbers(NamedTuple):
    """A column of numbers as it was given, and near enough as floats."""

    given: pl.Series
    floats: Floats
    """Not a number where nothing is known."""

    @property
    def known(self) -> Flags:
        """Where the number is known."""
        known: Flags = ~np.isnan(self.floats)
        return known

    def at(self, rows: NDArray[np.int64]) -> list[Any]:
        """The cells of those rows, as given."""
        return self.given.gather(rows).to_list()


def exact_numbers(series: pl.Series, refuse: Callable[[int, object], Exception]) -> Numbers:
    """The column read; `refuse(row, value)` makes the error for a cell that is no number `parse_decimal` takes.

    The column is of floats of 64 bits, whole numbers, decimals or texts.
    """
    array: Floats = series.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    size = np.abs(array)
    fair = (size >= _SMALLEST) & (size <= _GREATEST) | (array == 0)
    if series.dtype == pl.String:
        fair &= series.str.contains(r"^[+-]?\d{1,20}(\.\d{1,16})?$").fill_null(value=False).to_numpy()
    if np.count_nonzero(fair) == len(series) - series.null_count():
        return Numbers(series, array)
    array = array.copy()
    asked = np.flatnonzero(~fair & series.is_not_null().to_numpy())
    read: dict[object, float] = {}
    for row, value in zip(asked.tolist(), series.gather(asked).to_list(), strict=True):
        if value not in read:
            try:
                read[value] = float(parse_decimal(value))
            except InvalidInput:
                raise refuse(row, value) from None
        array[row] = read[value]
    return Numbers(series, array)


def places(numbers: Numbers, limits: Sequence[Decimal], column: Ordered) -> NDArray[Any]:
    """The place of each number among the rising limits: 2n between two, 2n + 1 at one; the column's `unknown` else."""
    floats, plain = numbers.floats, numbers.given.dtype == pl.Float64
    place: NDArray[Any] = np.zeros(len(floats), np.uint8 if column.width == 8 else np.uint16)  # noqa: PLR2004 - bits
    for limit in limits:
        near = float(limit)
        reached, passed = floats >= near, floats > near
        if not (plain and Decimal(repr(near)) == limit):
            _settle(numbers, limit, reached, passed)
        np.add(place, reached.view(np.uint8), out=place)
        np.add(place, passed.view(np.uint8), out=place)
    np.copyto(place, column.unknown, where=np.isnan(floats))
    return place


def _settle(numbers: Numbers, limit: Decimal, reached: Flags, passed: Flags) -> None:
    """Sets right the rows whose numbers are too near the limit for floats to tell."""
    near = float(limit)
    rows = np.flatnonzero(np.abs(numbers.floats - near) <= abs(near) * _NEAR)
    if near == 0:
        rows = np.flatnonzero(np.abs(numbers.floats) <= _TINY)
    told: dict[object, tuple[bool, bool]] = {}
    for row, value in zip(rows.tolist(), numbers.at(rows), strict=True):
        if value not in told:
            told[value] = exact(value) >= limit, exact(value) > limit
        reached[row], passed[row] = told[value]


def compared(columns: dict[str, Numbers], left: t.Number, right: t.Number, unknown: int) -> NDArray[np.uint8]:
    """0 where `left` is less than `right`, 1 where they are equal, 2 where it is greater; `unknown` where one is."""
    names = tuple(dict.fromkeys((*t.names_in(left), *t.names_in(right))))
    known = np.logical_and.reduce([columns[name].known for name in names])
    with np.errstate(all="ignore"):
        a, a_size = _near(columns, left)
        b, b_size = _near(columns, right)
        apart = a - b
        clear = np.abs(apart) > (a_size + b_size) * _FAR + _TINY
    sign = np.where(apart > 0, np.uint8(2), np.uint8(0))
    rows = np.flatnonzero(known & ~clear)
    told: dict[tuple[Any, ...], int] = {}
    for row, *cells in zip(rows.tolist(), *(columns[name].at(rows) for name in names), strict=True):
        key = tuple(cells)
        if key not in told:
            facts = {name: exact(cell) for name, cell in zip(names, cells, strict=True)}
            x, y = number(left, facts), number(right, facts)
            told[key] = 1 if x is None or y is None else 1 + (x > y) - (x < y)
        sign[row] = told[key]
    np.copyto(sign, np.uint8(unknown), where=~known)
    return sign


def exact(cell: Any) -> Decimal:
    """The decimal a cell means."""
    return cell if isinstance(cell, Decimal) else parse_decimal(cell)


def _near(columns: dict[str, Numbers], term: t.Number) -> tuple[Any, Any]:
    """The value of a term as floats, and the size of what was added up in it; infinite where floats cannot hold it."""
    match term:
        case t.Plain(value):
            return float(value), abs(float(value))
        case t.QuantityOf(name):
            floats = columns[name].floats
            return floats, np.abs(floats)
        case t.Arithmetic(op, left, right):
            a, a_size = _near(columns, left)
            b, b_size = _near(columns, right)
            if op == "*":
                lost = (np.abs(a * b) < _TINY) & (a_size > 0) & (b_size > 0)
                return a * b, np.where(lost, np.inf, a_size * b_size)
            return (a + b if op == "+" else a - b), a_size + b_size
