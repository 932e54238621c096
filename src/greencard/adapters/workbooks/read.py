"""An .xlsx file as plain cells: values alone, never formulas, macros or links to other files."""

from __future__ import annotations

import hashlib
import io
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from greencard.adapters.workbooks.container import DAMAGED, NOT_XLSX, TOO_BIG, parts_of
from greencard.border.refresh.cells import Cell, Sheet, Workbook
from greencard.errors import GreencardError, Place, Unavailable, declare

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NO_OPENPYXL", "read_workbook"]

_MOST_SHEETS: Final = 400
_MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 256
_MOST_CELLS: Final = 2_000_000
_LONGEST: Final = 4_000

NO_OPENPYXL = declare(
    "GC-BRD-100",
    Unavailable,
    en="Workbooks cannot be read here: openpyxl is not installed.",
    zh="此处无法读取工作簿：未安装 openpyxl。",
    remedy_en="Install it with: pip install 'digital-green-card[tables]'",
    remedy_zh="请安装：pip install 'digital-green-card[tables]'",
)


def read_workbook(data: bytes, file: str, only: Iterable[str] | None = None) -> Workbook:
    """The sheets of an .xlsx file as plain cells; formulas by the values saved with them.

    Args:
        data: the file.
        file: its name, for places and messages.
        only: sheets to read; None: all. The names of the others are there, without rows.

    Raises:
        Unavailable: openpyxl is not installed (GC-BRD-100).
        InvalidInput: no workbook (101), or beyond the bounds: 400 sheets, 5 000 rows and 256 columns a sheet, two
            million cells in all (102).
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an optional part
    except ImportError:
        raise NO_OPENPYXL.at() from None
    parts_of(data, file).close()
    wanted = None if only is None else frozenset(only)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it drops; none of them holds a value
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _sheets(book, data, file, wanted)
            finally:
                book.close()
    except GreencardError:
        raise
    except Exception:  # noqa: BLE001 - a hostile file; the library lists no exceptions of its own
        raise NOT_XLSX.at(Place(file=file), file=file, why=DAMAGED[0], why_zh=DAMAGED[1]) from None


def _sheets(book: Any, data: bytes, file: str, wanted: frozenset[str] | None) -> Workbook:
    if len(book.sheetnames) > _MOST_SHEETS:
        _too_big(file, f"{len(book.sheetnames)} sheets", f"{len(book.sheetnames)} 张工作表")
    found: dict[str, Sheet] = {}
    cells = 0
    for name in book.sheetnames:
        if wanted is not None and name not in wanted:
            found[name] = Sheet(name, (), file)
            continue
        sheet = book[name]
        if not hasattr(sheet, "reset_dimensions"):  # a chart
            found[name] = Sheet(name, (), file)
            continue
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        rows: list[tuple[Cell, ...]] = []
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
            if len(rows) >= _MOST_ROWS or len(row) > _MOST_COLUMNS or cells > _MOST_CELLS:
                _too_big(file, f"sheet {name[:31]!r}", f"工作表 {name[:31]!r}")
            rows.append(tuple(_cell(value) for value in row))
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        found[name] = Sheet(name, tuple(rows), file)
    return Workbook(file, hashlib.sha256(data).hexdigest(), found)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, datetime | date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    return str(value)[:_LONGEST]


def _too_big(file: str, what: str, what_zh: str) -> None:
    raise TOO_BIG.at(Place(file=file), file=file, what=what, what_zh=what_zh)
