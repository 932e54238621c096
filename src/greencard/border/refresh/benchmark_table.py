"""The benchmarks of Implementing Regulation (EU) 2025/2620 from the rows of the Commission's second workbook.

Confirmed by two public parsers of the version of 6 February 2026: sheet `Benchmarks`; code, description, benchmark and
route of column A, benchmark and route of column B; the code stands in the first row of its routes, merged over them.
A route reads `(C)`, with a production period `(C)(1)` or `(1)`: 1 is 2026 to 2027, 2 is 2028 to 2030.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from greencard.border.records import ROUTES
from greencard.border.refresh.cells import BAD_CELL, Sheet, Workbook, code_of, figure_of, text_of
from greencard.border.refresh.default_tables import NO_ROWS, NO_SECTOR, TWICE, columns_are, heading_is

__all__ = ["BenchmarkTable", "benchmark_table"]

_SHEET: Final = "Benchmarks"
_WIDTH: Final = 6
_HEADING_ROWS: Final = 4
_INDICATOR: Final = re.compile(r"(?:\(([A-Z])\))?(?:\(([12])\))?")
_YEARS: Final = {None: "all", "1": "2026-2027", "2": "2028-2030"}
_SECTORS: Final = frozenset(
    {"cement", "fertilisers", "iron and steel", "iron & steel", "aluminium", "hydrogen", "electricity"}
)
_CN: Final = 8


@dataclass(frozen=True, slots=True)
class BenchmarkTable:
    """Rows as our tables write them: code, column, route, years, value; and the description of each code."""

    rows: tuple[tuple[str, str, str, str, str], ...]
    codes: dict[str, str]


def benchmark_table(workbook: Workbook) -> BenchmarkTable:
    """Every benchmark of the workbook, in its order, column A before column B in each row.

    Raises:
        InvalidInput: no such sheet (GC-BRD-080), other headings (083), an unknown cell (084), a benchmark twice (085),
            an unknown row (086), no rows (087).
    """
    sheet = workbook.sheet(_SHEET)
    heading = _heading(sheet)
    rows: list[tuple[str, str, str, str, str]] = []
    codes: dict[str, str] = {}
    current = ""
    for row in sheet.filled():
        if row <= heading:
            continue
        if text_of(sheet.cell(row, 1)):
            current = _code(sheet, row, current, codes)
        if current:
            rows.extend(_benchmarks(sheet, row, current))
        elif sheet.width(row) > 1:
            raise NO_SECTOR.at(sheet.place(row), sheet=sheet.name, text="''")
    seen: set[tuple[str, ...]] = set()
    for line in rows:
        if line[:4] in seen:
            raise TWICE.at(sheet.place(), code=" ".join(part for part in line[:4] if part), sheet=sheet.name)
        seen.add(line[:4])
    if not rows:
        raise NO_ROWS.at(sheet.place(), sheet=sheet.name)
    return BenchmarkTable(tuple(rows), codes)


def _heading(sheet: Sheet) -> int:
    for row in range(1, _HEADING_ROWS + 1):
        if "cn code" in text_of(sheet.cell(row, 1)).casefold():
            if sheet.width(row) > _WIDTH:
                raise columns_are(sheet, row, _WIDTH)
            for column, word in ((2, "description"), (3, "column a"), (5, "column b")):
                if word not in text_of(sheet.cell(row, column)).casefold():
                    raise heading_is(sheet, row, column, f"{text_of(sheet.cell(row, column))!r:.60}", word)
            return row
    raise heading_is(sheet, 1, 1, f"{text_of(sheet.cell(1, 1))!r:.60}", "CN code")


def _code(sheet: Sheet, row: int, current: str, codes: dict[str, str]) -> str:
    """The code that a row begins or goes on with; empty where it names a sector."""
    cn = code_of(sheet, row)
    if cn is None:
        if text_of(sheet.cell(row, 1)).casefold() not in _SECTORS or sheet.width(row) > 1:
            raise NO_SECTOR.at(sheet.place(row), sheet=sheet.name, text=repr(text_of(sheet.cell(row, 1)))[:60])
        return ""
    if cn != current:
        if len(cn) != _CN or cn in codes:
            raise TWICE.at(sheet.place(row), code=cn, sheet=sheet.name)
        codes[cn] = text_of(sheet.cell(row, 2))
    return cn


def _benchmarks(sheet: Sheet, row: int, cn: str) -> Iterator[tuple[str, str, str, str, str]]:
    for column, at in (("A", 3), ("B", 5)):
        if text_of(sheet.cell(row, at)):
            route, years = _indicator(sheet, row, at + 1)
            yield (cn, column, route, years, _value(sheet, row, at))


def _indicator(sheet: Sheet, row: int, column: int) -> tuple[str, str]:
    text = text_of(sheet.cell(row, column)).replace(" ", "")
    found = _INDICATOR.fullmatch(text)
    if found is None or (found[1] and found[1] not in ROUTES):
        value, expected = repr(text)[:40], "route and period, such as (C)(1)"
        raise BAD_CELL.at(
            sheet.place(row, column), value=value, expected=expected, expected_zh="路线与期间，例如 (C)(1)"
        )
    return found[1] or "", _YEARS[found[2]]


def _value(sheet: Sheet, row: int, column: int) -> str:
    value = figure_of(sheet, row, column)
    if not value[:1].isdigit():
        raise BAD_CELL.at(sheet.place(row, column), value=repr(value), expected="benchmark", expected_zh="基准值")
    return value
