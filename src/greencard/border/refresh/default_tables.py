"""Annexes I and IV of Implementing Regulation (EU) 2025/2621 from the rows of the Commission's workbook.

Confirmed by three public parsers of the version of 6 August 2026: one sheet per country with its name cut at 31
characters, the catch-all sheet `_Other Countries and Territorie`, a sheet `Annex IV`, headings in row 2, six columns
(code, description, direct, indirect, total, route), sector names in rows of their own. The version of 4 February 2026
had nine columns, three of them marked up; it is superseded and refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from greencard.border.pack import OTHER
from greencard.border.records import PRINTED_ROUTES
from greencard.border.refresh.cells import (
    BAD_CELL,
    NO_SHEET,
    OTHER_HEADING,
    Sheet,
    Workbook,
    code_of,
    figure_of,
    route_of,
    text_of,
)
from greencard.border.refresh.version import SUPERSEDED, VERSION_SHEET
from greencard.errors import InvalidInput, Place, declare

__all__ = ["Good", "Printed", "Tables", "columns_are", "default_tables", "heading_is"]

ANNEX_IV: Final = "Annex IV"
_OTHER_SHEET: Final = "_Other Countries and Territorie"
_NO_TABLES: Final = frozenset({VERSION_SHEET, "Overview", ANNEX_IV})
_SHEET_NAME: Final = 31
_ALIASES: Final = {
    "Korea, Republic of (South Korea": "KR",
    "North Korea (Democratic People’": "KP",
    "North Korea (Democratic People'": "KP",
}
_COLUMNS: Final = (
    ("cn code",),
    ("description",),
    ("direct emissions",),
    ("indirect emissions",),
    ("total emissions",),
    ("production route",),
)
_IV_COLUMNS: Final = (("cn code",), ("description",), ("default", "emission"), ("production route",))
_AS_ADOPTED: Final = 9
"""Columns of the version of 4 February 2026."""
_HEADING_ROWS: Final = 4
_SECTORS: Final = {
    "cement": "Cement",
    "fertilisers": "Fertilisers",
    "iron and steel": "Iron and steel",
    "iron & steel": "Iron and steel",
    "aluminium": "Aluminium",
    "hydrogen": "Hydrogen",
}
_UNIT: Final = re.compile(r"\[(.*?)\]|\b((?:k?g|t|tonnes?) ?co2(?:e|eq)?(?: ?/ ?| per )[a-z0-9]+)")
_UNITS: Final = frozenset(
    {"tco2e/t", "tco2/t", "tco2eq/t", "tonnesco2e/tonne", "tonnesco2epertonne", "tco2epert", "tco2e/tonne"}
)
_LONGEST: Final = 300
_MOST_ROWS: Final = 2_000

UNKNOWN_SHEET = declare(
    "GC-BRD-081",
    InvalidInput,
    en="The sheet {sheet} is no country or table known here.",
    zh="工作表 {sheet} 不是已知的国家或表格。",
    remedy_en="If it is a new country, name it as `default_table` in places.csv of a copy of the border data and import"
    " against that copy (--border-pack).",
    remedy_zh="若为新增国家，请在边境数据副本的 places.csv 中以 `default_table` 写明该名称，"
    "并以该副本导入（--border-pack）。",
)
TWICE = declare(
    "GC-BRD-085",
    InvalidInput,
    en="The code {code} stands twice in sheet {sheet}, with different values.",
    zh="编码 {code} 在工作表 {sheet} 中出现两次且数值不同。",
    remedy_en="Nothing was read: which of two values applies is for the Official Journal to say.",
    remedy_zh="未读取任何内容：两个值以何者为准须由官方公报决定。",
)
NO_SECTOR = declare(
    "GC-BRD-086",
    InvalidInput,
    en="Sheet {sheet} holds the row {text}, which is neither a good nor a sector known here.",
    zh="工作表 {sheet} 中的 {text} 行既不是货物，也不是已知的行业。",
    remedy_en="Nothing was read. Rows are goods (code and description) or the name of a sector alone.",
    remedy_zh="未读取任何内容。每行应为货物（编码与名称）或单独的行业名称。",
)
NO_ROWS = declare(
    "GC-BRD-087",
    InvalidInput,
    en="Sheet {sheet} holds no good.",
    zh="工作表 {sheet} 中没有货物。",
    remedy_en="Give the workbook as it was downloaded.",
    remedy_zh="请使用从欧盟委员会下载的原始工作簿。",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed row of a country: values as our tables write them."""

    cn: str
    direct: str
    indirect: str
    total: str
    route: str


@dataclass(frozen=True, slots=True)
class Good:
    """A good for which values are printed, with its sector and description."""

    cn: str
    sector: str
    description: str


@dataclass(frozen=True, slots=True)
class Tables:
    """What a workbook prints: rows by origin (ISO code, or `other`), Annex IV, goods in the order of their sheets."""

    countries: Mapping[str, tuple[Printed, ...]]
    annex_iv: tuple[tuple[str, str, str], ...]
    """Code, highest value, route."""
    goods: Mapping[str, Good] = field(repr=False)


def default_tables(workbook: Workbook, names: Mapping[str, str], *, may_lack: bool = False) -> Tables:
    """Every table of default values of the workbook.

    Args:
        workbook: its sheets.
        names: name of the table by ISO code, as the pack in use has them.
        may_lack: whether a country of the pack may have no sheet any more.

    Raises:
        InvalidInput: a missing sheet (GC-BRD-080), an unknown sheet (081), other headings (083), an unknown cell (084),
            a code twice (085), an unknown row (086), no rows (087), the nine columns as adopted (089).
    """
    by_sheet = {name[:_SHEET_NAME]: iso for iso, name in names.items() if name}
    goods: dict[str, Good] = {}
    countries: dict[str, tuple[Printed, ...]] = {}
    for name, sheet in workbook.sheets.items():
        if name in _NO_TABLES:
            continue
        origin = OTHER if name == _OTHER_SHEET else by_sheet.get(name) or _ALIASES.get(name)
        if origin is None or origin in countries:
            raise UNKNOWN_SHEET.at(sheet.place(), sheet=repr(name)[:40])
        countries[origin] = _country(sheet, goods)
    if OTHER not in countries:
        raise NO_SHEET.at(Place(file=workbook.file), sheet=_OTHER_SHEET)
    lacking = [name for iso, name in names.items() if name and iso not in countries]
    if lacking and not may_lack:
        raise NO_SHEET.at(Place(file=workbook.file), sheet=", ".join(lacking[:5]))
    return Tables(countries, _annex_iv(workbook.sheet(ANNEX_IV), goods), goods)


def _country(sheet: Sheet, goods: dict[str, Good]) -> tuple[Printed, ...]:
    found: dict[str, Printed] = {}
    for row, good in _goods(sheet, _COLUMNS):
        goods.setdefault(good.cn, good)
        direct, total = figure_of(sheet, row, 3), figure_of(sheet, row, 5)
        # the sheets leave the indirect value of goods that count direct emissions alone empty or write N/A
        indirect = figure_of(sheet, row, 4, blank="-" if direct == "-" else "N/A")
        if "N/A" in {direct, total} or direct[:1].isdigit() != total[:1].isdigit():
            # a total without its direct value, or the other way round: a formula that was saved without its result
            column = 5 if direct[:1].isdigit() or total == "N/A" else 3
            value, expected = repr(text_of(sheet.cell(row, column)))[:40], "number like its neighbour"
            raise BAD_CELL.at(sheet.place(row, column), value=value, expected=expected, expected_zh="与同行相应的数")
        printed = Printed(good.cn, direct, indirect, total, route_of(sheet, row, 6, PRINTED_ROUTES))
        _same(sheet, row, good.cn, found.setdefault(good.cn, printed), printed)
    if not found:
        raise NO_ROWS.at(sheet.place(), sheet=sheet.name)
    return tuple(found.values())


def _annex_iv(sheet: Sheet, goods: dict[str, Good]) -> tuple[tuple[str, str, str], ...]:
    found: dict[str, tuple[str, str, str]] = {}
    for row, good in _goods(sheet, _IV_COLUMNS):
        goods.setdefault(good.cn, good)
        value = figure_of(sheet, row, 3)
        if value == "N/A":
            raise BAD_CELL.at(sheet.place(row, 3), value="'N/A'", expected="number", expected_zh="数字")
        if value not in {"-", "see below"}:
            printed = (good.cn, value, route_of(sheet, row, 4, PRINTED_ROUTES))
            _same(sheet, row, good.cn, found.setdefault(good.cn, printed), printed)
    if not found:
        raise NO_ROWS.at(sheet.place(), sheet=sheet.name)
    return tuple(found.values())


def _same(sheet: Sheet, row: int, cn: str, first: object, again: object) -> None:
    """A code may stand twice with the very same values; with others nobody can say which applies."""
    if first != again:
        raise TWICE.at(sheet.place(row), code=cn, sheet=sheet.name)


def _goods(sheet: Sheet, columns: tuple[tuple[str, ...], ...]) -> list[tuple[int, Good]]:
    """Rows that print a good, with its sector; what stands above the headings is the title of the sheet."""
    heading = _heading(sheet, columns)
    found: list[tuple[int, Good]] = []
    sector = ""
    for row in sheet.filled():
        if row <= heading:
            continue
        if sheet.width(row) > len(columns):
            raise columns_are(sheet, row, len(columns))
        description = text_of(sheet.cell(row, 2))
        cn = code_of(sheet, row)
        if cn is not None and description and sector and len(found) < _MOST_ROWS:
            found.append((row, Good(cn, sector, description[:_LONGEST])))
            continue
        banner = _SECTORS.get(text_of(sheet.cell(row, 1)).casefold())
        if banner is None or sheet.width(row) > 1:
            text = repr(text_of(sheet.cell(row, 1)))[:60]
            raise NO_SECTOR.at(sheet.place(row), sheet=sheet.name, text=text)
        sector = banner
    return found


def _heading(sheet: Sheet, columns: tuple[tuple[str, ...], ...]) -> int:
    """The row of the headings, which must name each column where it is expected, in t CO2e per t if in any unit."""
    for row in range(1, _HEADING_ROWS + 1):
        if "cn code" not in text_of(sheet.cell(row, 1)).casefold():
            continue
        width = sheet.width(row)
        if width == _AS_ADOPTED:
            raise SUPERSEDED.at(
                sheet.place(row),
                what="its tables have nine columns, three of them marked up, as adopted in 2025",
                what_zh="其表格为九列，其中三列含加成，是 2025 年通过时的版本",
            )
        if width != len(columns):
            raise columns_are(sheet, row, len(columns))
        for column, words in enumerate(columns, 1):
            text = text_of(sheet.cell(row, column)).casefold()
            if not any(word in text for word in words) or (words == _COLUMNS[2] and "indirect" in text):
                raise heading_is(sheet, row, column, f"{text!r:.60}", " / ".join(words))
            for found in _UNIT.finditer(text):
                unit = next(part for part in found.groups() if part).replace(" ", "")
                if unit not in _UNITS:
                    raise heading_is(sheet, row, column, f"{unit!r:.30}", "t CO2e/t")
        return row
    raise heading_is(sheet, 1, 1, f"{text_of(sheet.cell(1, 1))!r:.60}", "CN code")


def columns_are(sheet: Sheet, row: int, expected: int) -> Exception:
    """The refusal of a row that is wider or narrower than its table."""
    width = sheet.width(row)
    what, what_zh = f"row {row} has {width} columns, not {expected}", f"第 {row} 行有 {width} 列，应为 {expected} 列"
    return OTHER_HEADING.at(sheet.place(row), sheet=sheet.name, what=what, what_zh=what_zh)


def heading_is(sheet: Sheet, row: int, column: int, found: str, expected: str) -> Exception:
    """The refusal of a heading that says something else than what is expected there."""
    what, what_zh = f"{found} where {expected!r} is expected", f"此处为 {found}，应为 {expected!r}"
    return OTHER_HEADING.at(sheet.place(row, column), sheet=sheet.name, what=what, what_zh=what_zh)
