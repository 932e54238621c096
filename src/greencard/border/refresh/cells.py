"""Plain cells of a workbook, as an adapter hands them over, and how one cell of a Commission table is read.

Nothing here knows of a file format: a sheet is a name and rows of text, numbers, days or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import Final

from greencard.border.figures import plain
from greencard.errors import InvalidInput, Place, declare

__all__ = [
    "BAD_CELL",
    "NO_SHEET",
    "OTHER_HEADING",
    "Cell",
    "Sheet",
    "Workbook",
    "cell_name",
    "code_of",
    "figure_of",
    "route_of",
    "text_of",
]

Cell = str | Decimal | date | None
"""Numbers exact as the file writes them; a formula stands for the value that was saved with it."""

_NOISE: Final = Context(prec=10)
"""A saved formula result such as 0.35200000000000004 is the binary neighbour of 0.352; no table prints ten digits."""
_MOST: Final = Decimal(100)
"""t CO2e per t: no printed value comes near; a table in kilograms would."""
_LETTERS: Final = 26
_SHOWN: Final = 40
_SPACE: Final = re.compile(r"[\s\u00a0]+")
_DASHES: Final = frozenset({"-", "–", "—", "_", ""})
_SEE_BELOW: Final = "see below"
_NOT_APPLICABLE: Final = frozenset({"n/a", "n.a.", "na"})
_ROUTE: Final = re.compile(r"\(([A-Z])\)(?:/\(([A-Z])\))?")
_CODE_DIGITS: Final = (4, 6, 8, 10)

NO_SHEET = declare(
    "GC-BRD-080",
    InvalidInput,
    en="The workbook has no sheet {sheet}.",
    zh="工作簿中没有工作表 {sheet}。",
    remedy_en="Give the Commission's workbook as it was downloaded. If the Commission has dropped a country, accept it"
    " with --accept-removed: its goods then take the values of “Other countries and territories”.",
    remedy_zh="请使用从欧盟委员会下载的原始工作簿。若委员会确已删除某国，请加 --accept-removed："
    "该国货物改用“其他国家和地区”的值。",
)
OTHER_HEADING = declare(
    "GC-BRD-083",
    InvalidInput,
    en="The headings of sheet {sheet} are not those known here: {what}.",
    zh="工作表 {sheet} 的表头与已知格式不符：{what_zh}。",
    remedy_en="Nothing was read. A new layout needs a new version of this program; use the pack that ships until then.",
    remedy_zh="未读取任何内容。新版式需要新版程序；在此之前请使用随附的数据包。",
)
BAD_CELL = declare(
    "GC-BRD-084",
    InvalidInput,
    en="The cell holds {value}, which is no {expected}.",
    zh="单元格内容为 {value}，不是{expected_zh}。",
    remedy_en="Nothing was read: an unknown way of writing “no value” must never become a price. Compare the cell with"
    " the Official Journal.",
    remedy_zh="未读取任何内容：未知的“无数值”写法绝不能变成价格。请与欧盟官方公报核对该单元格。",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row 1 is the first of `rows`; missing cells at the end of a row are nothing."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    file: str = ""

    def cell(self, row: int, column: int) -> Cell:
        """The cell in row and column, both counted from 1; nothing where none is."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else None

    def place(self, row: int = 0, column: int = 1) -> Place:
        """File, sheet and cell, such as `Albania!C12`; the whole sheet for row 0."""
        return Place(f"{self.name}!{cell_name(row, column)}" if row else self.name, self.file)

    def width(self, row: int) -> int:
        """Columns up to the last one of the row that holds something."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return max((at for at, cell in enumerate(cells, 1) if text_of(cell)), default=0)

    def filled(self) -> Iterator[int]:
        """Numbers of the rows that hold anything, from the top."""
        return (row for row in range(1, len(self.rows) + 1) if self.width(row))


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook by the names of its sheets, with the name and the SHA-256 of its file."""

    file: str
    sha256: str
    sheets: dict[str, Sheet]

    def sheet(self, name: str) -> Sheet:
        """A sheet that must be there.

        Raises:
            InvalidInput: it is not (GC-BRD-080).
        """
        found = self.sheets.get(name)
        if found is None:
            raise NO_SHEET.at(Place(file=self.file), sheet=name)
        return found


def cell_name(row: int, column: int) -> str:
    """The name of a cell: row 12, column 3 is `C12`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def text_of(cell: Cell) -> str:
    """The cell as trimmed text with single spaces; empty for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell) if cell.is_finite() else str(cell)
    return _SPACE.sub(" ", str(cell)).strip()


def code_of(sheet: Sheet, row: int, column: int = 1) -> str | None:
    """Digits of a commodity code of 4, 6, 8 or 10 digits, written with spaces or as a number; None: no digits at all.

    Raises:
        InvalidInput: digits, but no such code (GC-BRD-084).
    """
    text = text_of(sheet.cell(row, column))
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) in _CODE_DIGITS:
        return digits
    if text[:1].isdigit():
        raise _bad(sheet, row, column, "commodity code", "商品编码")
    return None


def figure_of(sheet: Sheet, row: int, column: int, *, blank: str = "-") -> str:
    """A default value or benchmark as our tables write it: a plain decimal, `-`, `see below` or `N/A`.

    Args:
        sheet: where.
        row: its row.
        column: its column.
        blank: what an empty cell means here.

    Raises:
        InvalidInput: another text, a negative number, one above 100 t CO2e per t (GC-BRD-084).
    """
    cell = sheet.cell(row, column)
    text = text_of(cell)
    known = text.casefold()
    if not text:
        return blank
    if known in _DASHES:
        return "-"
    if known == _SEE_BELOW:
        return _SEE_BELOW
    if known in _NOT_APPLICABLE:
        return "N/A"
    value = cell if isinstance(cell, Decimal) else _decimal(text)
    if value is None or not value.is_finite() or not 0 <= value <= _MOST:
        raise _bad(sheet, row, column, "number of 0 to 100 t CO2e per t", " 0 至 100 吨 CO2e/吨的数")
    return plain(_NOISE.plus(value))


def route_of(sheet: Sheet, row: int, column: int, known: tuple[str, ...]) -> str:
    """The letter of a production route, `(C)` as `C` and `(C)/(F)` as `C/F`; empty where none is printed.

    Raises:
        InvalidInput: another text, or a route that is not in `known` (GC-BRD-084).
    """
    text = text_of(sheet.cell(row, column)).replace(" ", "")
    if text in _DASHES:
        return ""
    found = _ROUTE.fullmatch(text)
    route = "/".join(letter for letter in found.groups() if letter) if found else ""
    if route not in known or not route:
        raise _bad(sheet, row, column, "route known here", "已知的生产路线")
    return route


def _decimal(text: str) -> Decimal | None:
    """A number written as text, with the decimal comma of the Official Journal or a point; None: no number."""
    if re.fullmatch(r"[0-9]{1,6}(?:[.,][0-9]{1,15})?", text) is None:
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers alone
        return None


def _bad(sheet: Sheet, row: int, column: int, expected: str, expected_zh: str) -> Exception:
    value = repr(text_of(sheet.cell(row, column)))[:_SHOWN]
    return BAD_CELL.at(sheet.place(row, column), value=value, expected=expected, expected_zh=expected_zh)
