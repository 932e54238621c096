"""The first sheet of a workbook (XLSX) as columns of lines, within bounds that hold before a byte of it is parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from greencard.adapters.tables.codes import NO_TABLES, NOT_READABLE, TOO_LARGE_INSIDE
from greencard.border.lines import MAX_ROWS, Defaults, Lines, columns_of, lines_of_rows, too_many_rows
from greencard.errors import GreencardError, Place

__all__ = ["lines_of_workbook"]

MOST_UNPACKED: Final = 256_000_000
_MOST_PARTS: Final = 2_000
_MOST_COLUMNS: Final = 201
_MOST_EMPTY: Final = 10_000
"""Empty rows in a row after which a sheet has ended; a sheet that says it goes on for ever costs nothing."""
_PIECE: Final = 1 << 20
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def lines_of_workbook(data: bytes, file: str, defaults: Defaults) -> Lines:
    """Lines of the first sheet; values as last calculated, never formulas.

    Raises:
        InvalidInput: no workbook (GC-BRD-068), one that unpacks to too much (069), columns (060), too many rows (064).
        Unavailable: openpyxl is not installed (GC-BRD-070).
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise NO_TABLES.at(kind="XLSX", missing=error.name) from None
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
                raise TOO_LARGE_INSIDE.at(place, what=f"{len(parts)} parts, {size} bytes, at most {MOST_UNPACKED}")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _has_doctype(archive, part):
                    raise NOT_READABLE.at(place, kind="XLSX", what=f"{part.filename[:60]} declares a document type")
    except GreencardError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile and zlib fail in several ways of their own
        raise NOT_READABLE.at(place, kind="XLSX", what=f"{type(error).__name__}: {error}"[:200]) from None


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
