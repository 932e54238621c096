"""Workbooks (XLSX): the first visible sheet as lines, bounded before a byte of it is parsed; answers as a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell

from greencard.adapters.tables.codes import TOO_MANY_TO_WRITE
from greencard.adapters.tables.writing import FIELDS
from greencard.adapters.workbooks.container import DAMAGED, NOT_XLSX, OF_LINES, parts_of
from greencard.border.figures import EXACT, plain
from greencard.border.lines import MAX_ROWS, Defaults, Lines, columns_of, lines_of_rows, too_many_rows
from greencard.errors import GreencardError, Place
from greencard.model import Text
from greencard.spreadsheet import unformulated

if TYPE_CHECKING:
    from greencard.border.answered import AnsweredLines, LinesTotal
    from greencard.errors import Lang

__all__ = ["lines_of_workbook", "workbook_of"]

_MOST_COLUMNS: Final = 201
_MOST_EMPTY: Final = 10_000
"""Empty rows in a row after which a sheet has ended; a sheet that says it goes on for ever costs nothing."""
_MOST_ROWS: Final = 1_000_000
_MOST_TEXT: Final = 32_000
_MOST_NAMED: Final = 120
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.000001")
_MONEY: Final = frozenset({"due_eur", "exposure_eur"})


def lines_of_workbook(data: bytes, file: str, defaults: Defaults) -> tuple[Lines, tuple[Text, ...]]:
    """Lines of the first sheet that is not hidden, and which other sheets were not read; values, never formulas.

    Raises:
        InvalidInput: no workbook (GC-BRD-101), one that unpacks to too much (102), columns (060), too many rows (064).
    """
    parts_of(data, file, OF_LINES).close()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
            sheet = shown[0]
            sheet.reset_dimensions()
            return _lines(sheet, file, defaults), _others(sheet.title, book.sheetnames)
        finally:
            book.close()
    except GreencardError:
        raise
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken workbook fails in as many ways as its parser has lines
        raise NOT_XLSX.at(Place(file=file), file=file, why=DAMAGED[0], why_zh=DAMAGED[1]) from None


def _others(read: str, names: list[str]) -> tuple[Text, ...]:
    rest = ", ".join(name for name in names if name != read)[:_MOST_NAMED]
    return (Text(en=f"Sheet {read} was read, not {rest}.", zh=f"已读取工作表 {read}，未读取 {rest}。"),) if rest else ()


def _lines(sheet: Any, file: str, defaults: Defaults) -> Lines:
    rows = _rows(sheet, file)
    header = next((row for _, row in rows if any(cell is not None and str(cell).strip() for cell in row)), ())
    return lines_of_rows(columns_of(_trimmed(header), file, defaults), rows, file, defaults)


def _rows(sheet: Any, file: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
        empty = 0 if any(cell is not None for cell in row) else empty + 1
        if empty > _MOST_EMPTY:
            return
        if number > MAX_ROWS + _MOST_EMPTY:
            raise too_many_rows(file, MAX_ROWS)
        yield number, tuple(None if isinstance(cell, bool) else cell for cell in row)


def _trimmed(header: tuple[object, ...]) -> tuple[object, ...]:
    cells = list(header)
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def workbook_of(answered: AnsweredLines, total: LinesTotal, lang: Lang) -> bytes:
    """The answers on one sheet and the total on another; money in cents, tonnes to the gram.

    Raises:
        InvalidInput: more lines than a workbook holds (GC-BRD-071).
    """
    if len(answered.lines) > _MOST_ROWS:
        raise TOO_MANY_TO_WRITE.at(most=_MOST_ROWS)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("lines")

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("\ufffd", unformulated(value))[:_MOST_TEXT])
        cell.data_type = "s"
        return cell

    sheet.append(FIELDS)
    for row in answered.rows():
        cells = []
        for name in FIELDS:
            value = row.reason.in_lang(lang) if name == "reason" else getattr(row, name)
            if isinstance(value, Decimal):
                step = _CENT if name in _MONEY else _FINE
                cells.append(float(value.quantize(step, ROUND_HALF_UP, EXACT)))
            else:
                cells.append(text(value) if isinstance(value, str) else value)
        sheet.append(cells)
    summary = book.create_sheet("total")
    for name, value in _summary(total, lang):
        summary.append([name, text(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(total: LinesTotal, lang: Lang) -> list[tuple[str, str]]:
    refused = ", ".join(f"{code}: {count}" for code, count in total.refused.items())
    statuses = ", ".join(f"{name}: {count}" for name, count in total.statuses.items() if count)
    return [
        ("lines", str(total.lines)),
        ("due_eur", plain(total.due_eur)),
        ("exposure_eur", plain(total.exposure_eur)),
        ("without_price_t", plain(total.without_price_t)),
        ("statuses", statuses),
        ("refused", refused),
        ("contains", total.contains.in_lang(lang)),
        ("dataset", total.dataset),
        ("as_of", total.as_of.isoformat()),
    ]
