"""Workbooks (XLSX): the first sheet as lines, bounded before a byte of it is parsed; answers as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell

from greencard.adapters.tables.codes import NOT_READABLE, TOO_LARGE_INSIDE, TOO_MANY_TO_WRITE
from greencard.adapters.tables.writing import FIELDS, unformulated
from greencard.border.figures import EXACT, plain
from greencard.border.lines import MAX_ROWS, Defaults, Lines, columns_of, lines_of_rows, too_many_rows
from greencard.errors import GreencardError, Place

if TYPE_CHECKING:
    from greencard.border.answered import AnsweredLines, LinesTotal
    from greencard.errors import Lang

__all__ = ["lines_of_workbook", "workbook_of"]

MOST_UNPACKED: Final = 256_000_000
_MOST_PARTS: Final = 2_000
_MOST_COLUMNS: Final = 201
_MOST_EMPTY: Final = 10_000
"""Empty rows in a row after which a sheet has ended; a sheet that says it goes on for ever costs nothing."""
_PIECE: Final = 1 << 20
_MOST_ROWS: Final = 1_000_000
_MOST_TEXT: Final = 32_000
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.000001")
_MONEY: Final = frozenset({"due_eur", "exposure_eur"})
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def lines_of_workbook(data: bytes, file: str, defaults: Defaults) -> Lines:
    """Lines of the first sheet; values as last calculated, never formulas.

    Raises:
        InvalidInput: no workbook (GC-BRD-068), one that unpacks to too much (069), columns (060), too many rows (064).
    """
    _bounded(data, file)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return _lines(sheet, file, defaults)
        finally:
            book.close()
    except GreencardError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook fails in as many ways as its parser has lines
        what = f"{type(error).__name__}: {error}"[:200]
        raise NOT_READABLE.at(Place(file=file), kind="XLSX", what=what) from None


def _bounded(data: bytes, file: str) -> None:
    """Refuse an archive by what it says it unpacks to (more than it says is not unpacked), and parts with a DTD."""
    place = Place(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or size > MOST_UNPACKED:
                raise _too_large(place, len(parts), size)  # noqa: TRY301 - said where it is found
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _has_doctype(archive, part):
                    raise _with_dtd(place, part.filename)  # noqa: TRY301 - same
    except GreencardError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile and zlib fail in several ways of their own
        raise NOT_READABLE.at(place, kind="XLSX", what=f"{type(error).__name__}: {error}"[:200]) from None


def _too_large(place: Place, parts: int, size: int) -> GreencardError:
    return TOO_LARGE_INSIDE.at(place, what=f"{parts} parts, {size} bytes, at most {MOST_UNPACKED}")


def _with_dtd(place: Place, part: str) -> GreencardError:
    return NOT_READABLE.at(place, kind="XLSX", what=f"{part[:60]} declares a document type")


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type, which alone can define entities; the mark may lie across two pieces."""
    tail = b""
    with archive.open(part) as source:
        while piece := source.read(_PIECE):
            window = tail + piece
            if any(mark in window for mark in _DOCTYPES):
                return True
            tail = window[-40:]
    return False


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
