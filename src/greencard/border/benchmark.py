"""Benchmarks of the free-allocation adjustment: column, production route, period.

Implementing Regulation (EU) 2025/2620, Annex point 5. Column B covers the whole chain and goes with default values;
column A covers the last process and goes with actual emissions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, cast

from greencard.border.commodity import CN_DIGITS
from greencard.border.pack import BorderPack, remember
from greencard.border.records import Benchmark, YearFactor

__all__ = ["ROUTES", "BenchmarkAnswer", "benchmark_for", "factor_for", "routes_of"]

ROUTES: Final[dict[str, tuple[str, str]]] = {
    "A": ("grey clinker", "灰熟料"),
    "B": ("white clinker", "白熟料"),
    "C": ("carbon steel, blast furnace", "碳钢，高炉-转炉"),
    "D": ("carbon steel, direct reduction", "碳钢，直接还原-电炉"),
    "E": ("carbon steel, scrap in electric arc furnace", "碳钢，废钢电炉"),
    "F": ("low-alloy steel, blast furnace", "低合金钢，高炉-转炉"),
    "G": ("low-alloy steel, direct reduction", "低合金钢，直接还原-电炉"),
    "H": ("low-alloy steel, scrap in electric arc furnace", "低合金钢，废钢电炉"),
    "J": ("high-alloy steel, electric arc furnace", "高合金钢，电炉"),
    "K": ("primary aluminium", "原铝"),
    "L": ("secondary aluminium", "再生铝"),
}


_NOT_ASKED: Final = object()


@dataclass(frozen=True, slots=True)
class BenchmarkAnswer:
    """A benchmark, t CO2e per t; `carried`: its period ended before the year; `letter_unused`: see `benchmark_for`."""

    value: Decimal
    column: Literal["A", "B"]
    route: str
    carried: bool = False
    letter_unused: bool = False


def routes_of(pack: BorderPack, cn: str, column: Literal["A", "B"]) -> tuple[str, ...]:
    """The route letters under which a code's benchmark is printed; `("",)` where it does not depend on the route."""
    rows = pack.benchmarks.get(cn[:CN_DIGITS], ())
    return tuple(dict.fromkeys(row.route for row in rows if row.column == column))


def benchmark_for(
    pack: BorderPack, cn: str, column: Literal["A", "B"], printed_route: str, year: int
) -> BenchmarkAnswer | None:
    """The benchmark of a code for a production year; None where none is printed for that route.

    `printed_route` may be a combined cell: C/F or E/H gives the process, and the alloy family follows from the code, so
    the one letter that exists for the code is taken. Where the benchmark of the code does not depend on the route, a
    letter printed beside the default value changes nothing (`letter_unused`). A year after the last printed period
    takes that period's value and says so (`carried`).
    """
    key = (BenchmarkAnswer, cn[:CN_DIGITS], column, printed_route, year)
    known = pack.memo.get(key, _NOT_ASKED)
    if known is not _NOT_ASKED:
        return cast("BenchmarkAnswer | None", known)
    found = _benchmark_for(pack, cn, column, printed_route, year)
    remember(pack, key, found)
    return found


def _benchmark_for(
    pack: BorderPack, cn: str, column: Literal["A", "B"], printed_route: str, year: int
) -> BenchmarkAnswer | None:
    routes = routes_of(pack, cn, column)
    letter_unused = routes == ("",) and printed_route != ""
    fitting = [route for route in ("",) if letter_unused] or [
        route for route in routes if route in (printed_route.split("/") if printed_route else ("",))
    ]
    if len(fitting) != 1:
        return None
    rows = [row for row in pack.benchmarks[cn[:CN_DIGITS]] if row.column == column and row.route == fitting[0]]
    row, carried = _in_period(rows, year)
    return BenchmarkAnswer(row.value, column, row.route, carried, letter_unused)


def _in_period(rows: list[Benchmark], year: int) -> tuple[Benchmark, bool]:
    for row in rows:
        if row.years is None or row.years[0] <= year <= row.years[1]:
            return row, False
    return max(rows, key=lambda row: row.years or (0, 0)), True


def factor_for(pack: BorderPack, year: int) -> YearFactor | None:
    """CBAM factor and correction factor of a year; after the last printed year (2034) the last, which is zero.

    Directive 2003/87/EC Art. 10a(1a): from 2034 no CBAM factor applies. None before the first printed year.
    """
    rows = [row for row in pack.factors if row.year <= year]
    return max(rows, key=lambda row: row.year) if rows else None
