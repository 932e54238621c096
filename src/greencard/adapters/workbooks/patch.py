"""Values put into cells of an .xlsx file, and not a byte changed elsewhere.

A library that loads and saves a workbook drops what it does not know: conditional formats of newer Excel, drawings,
form controls. So the cell elements themselves are exchanged in the XML of their sheets; every other part of the file is
copied as it is. A cell with a formula, inside an array formula, or hidden in a merged range is left alone and named.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from greencard.adapters.workbooks.container import DAMAGED, NOT_XLSX, parts_of
from greencard.errors import GreencardError, Place

__all__ = ["CellValue", "patched"]

CellValue = str | Decimal | bool | date
_Start = Callable[[str, dict[str, str], int], None]
_End = Callable[[str, int, int], None]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORKBOOK: Final = "xl/workbook.xml"
_RELS: Final = "xl/_rels/workbook.xml.rels"
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_LETTERS: Final = 26


@dataclass(slots=True)
class _Row:
    """A row of the sheet: where it begins and ends, and where its cells begin."""

    start: int
    end: int = 0
    cells: list[tuple[int, int]] = field(default_factory=list)
    """Column and byte offset."""


@dataclass(slots=True)
class _Layout:
    """Where things stand in the XML of a sheet, in bytes."""

    rows: dict[int, _Row] = field(default_factory=dict)
    spans: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Cells by name: begin, end, style."""
    formulas: set[str] = field(default_factory=set)
    arrays: list[tuple[int, int, int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    data_end: int = 0
    data_empty: tuple[int, int] | None = None
    prefix: bytes = b""


def patched(data: bytes, file: str, entries: Mapping[str, Mapping[str, CellValue]]) -> tuple[bytes, list[str]]:
    """The workbook with values in the cells named, by sheet and cell, and the cells that were left alone.

    Excel works every formula out again when it opens the file.

    Raises:
        InvalidInput: no workbook, one with macros or in another encoding, a sheet that is not there (GC-BRD-101);
            beyond the bounds of a workbook (102).
    """
    try:
        with parts_of(data, file) as archive:
            return _written(archive, file, entries)
    except GreencardError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,
        EOFError,
    ):
        raise NOT_XLSX.at(Place(file=file), file=file, why=DAMAGED[0], why_zh=DAMAGED[1]) from None


def _written(
    archive: zipfile.ZipFile, file: str, entries: Mapping[str, Mapping[str, CellValue]]
) -> tuple[bytes, list[str]]:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
        raise NOT_XLSX.at(Place(file=file), file=file, why="it holds macros", why_zh="含有宏")
    book = archive.read(_WORKBOOK)
    paths, epoch = _sheets(book, archive.read(_RELS))
    changed: dict[str, bytes] = {_WORKBOOK: _recalculated(book)}
    left: list[str] = []
    for sheet, cells in entries.items():
        path = paths.get(sheet)
        if path is None:
            why = f"it has no sheet {sheet}"
            raise NOT_XLSX.at(Place(file=file), file=file, why=why, why_zh=f"没有工作表 {sheet}")
        changed[path], alone = _filled(archive.read(path), cells, epoch)
        left.extend(f"{sheet}!{cell}" for cell in alone)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in archive.infolist():
            copy = zipfile.ZipInfo(entry.filename, entry.date_time)
            copy.compress_type, copy.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
            target.writestr(copy, changed.get(entry.filename) or archive.read(entry))
    return out.getvalue(), left


def _elements(data: bytes, start: _Start, end: _End | None = None) -> None:
    """Runs over an XML part: `start(name, attributes, offset)`, `end(name, offset of the end tag, end of the element)`.

    Names are `namespace local`. Of an empty element `<c/>` the parser gives the byte behind it as the place of its end,
    which may be the end tag of its parent; so the end is found from its own start.
    """
    if re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8)", data[:200], re.IGNORECASE):
        msg = "not UTF-8"
        raise ValueError(msg)
    parser = expat.ParserCreate(namespace_separator=" ")
    starts: list[int] = []

    def began(name: str, attributes: dict[str, str]) -> None:
        starts.append(parser.CurrentByteIndex)
        start(name, attributes, parser.CurrentByteIndex)

    def ended(name: str) -> None:
        begin = starts.pop()
        tag = data.index(b">", begin) + 1
        empty = data[tag - 2 : tag] == b"/>"
        if end is not None:
            at = parser.CurrentByteIndex
            end(name, begin if empty else at, tag if empty else data.index(b">", at) + 1)

    parser.StartElementHandler = began
    parser.EndElementHandler = ended
    parser.Parse(data, True)


def _sheets(book: bytes, relations: bytes) -> tuple[dict[str, str], date]:
    """Path of each sheet by its name, and the day that dates count from."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}
    epoch = [_EPOCH]

    def relation(name: str, attributes: dict[str, str], _: int) -> None:
        if name == f"{_PACKAGE} Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def part(name: str, attributes: dict[str, str], _: int) -> None:
        if name == f"{_MAIN} sheet":
            names[attributes["name"]] = attributes[f"{_RELATIONS} id"]
        elif name == f"{_MAIN} workbookPr" and attributes.get("date1904") in {"1", "true"}:
            epoch[0] = _EPOCH_1904

    _elements(relations, relation)
    _elements(book, part)
    return {name: targets[key] for name, key in names.items() if key in targets}, epoch[0]


def _recalculated(book: bytes) -> bytes:
    """The workbook part with the wish that everything is worked out again on opening."""
    found: list[tuple[int, str]] = []
    ends: dict[str, int] = {}

    def start(name: str, _: dict[str, str], at: int) -> None:
        if name == f"{_MAIN} calcPr":
            found.append((at, name))

    def end(name: str, _: int, close: int) -> None:
        ends[name.rpartition(" ")[2]] = close

    _elements(book, start, end)
    if found:
        at = found[0][0]
        close = book.index(b">", at)
        tag = re.sub(rb"\s+fullCalcOnLoad\s*=\s*(\"[^\"]*\"|'[^']*')", b"", book[at:close])
        slash = tag.endswith(b"/")
        tag = tag.rstrip(b"/") + b' fullCalcOnLoad="1"' + (b"/" if slash else b"")
        return book[:at] + tag + book[close:]
    behind = next(
        ends[name] for name in ("definedNames", "externalReferences", "functionGroups", "sheets") if name in ends
    )
    return book[:behind] + b"<" + _prefix(book) + b'calcPr fullCalcOnLoad="1"/>' + book[behind:]


def _prefix(book: bytes) -> bytes:
    found = re.search(rb"<([A-Za-z0-9_]+:)?workbook[\s>]", book)
    return (found[1] or b"") if found else b""


def _filled(data: bytes, cells: Mapping[str, CellValue], epoch: date) -> tuple[bytes, list[str]]:
    layout = _layout(data, cells)
    left = [cell for cell in cells if cell in layout.formulas or _covered(layout, cell)]
    edits: list[tuple[int, int, bytes]] = []
    new_cells: dict[int, list[tuple[int, bytes]]] = {}
    for cell, value in cells.items():
        if cell in left:
            continue
        span = layout.spans.get(cell)
        xml = _cell(layout.prefix, cell, span[2] if span else "", value, epoch)
        if span is not None:
            edits.append((span[0], span[1], xml))
        else:
            column, row = _parted(cell)
            new_cells.setdefault(row, []).append((column, xml))
    fresh = [edit for row in sorted(new_cells) for edit in _inserted(data, layout, row, sorted(new_cells[row]))]
    edits.extend(_joined(fresh))
    for start, end, xml in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        data = data[:start] + xml + data[end:]
    return data, left


def _layout(data: bytes, wanted: Mapping[str, CellValue]) -> _Layout:  # noqa: C901 - one branch per element
    found = _Layout()
    open_cell: list[tuple[str, int, str]] = []
    open_row: list[int] = []

    def start(name: str, attributes: dict[str, str], at: int) -> None:
        if name == f"{_MAIN} row":
            number = int(attributes["r"]) if "r" in attributes else max(found.rows, default=0) + 1
            found.rows[number] = _Row(at)
            open_row[:] = [number]
        elif name == f"{_MAIN} c":
            cell = attributes.get("r", "")
            open_cell[:] = [(cell, at, attributes.get("s", ""))]
            if open_row and _CELL.fullmatch(cell):
                found.rows[open_row[0]].cells.append((_parted(cell)[0], at))
        elif name == f"{_MAIN} f" and open_cell:
            found.formulas.add(open_cell[0][0])
            if attributes.get("ref"):
                found.arrays.append(_range(attributes["ref"]))
        elif name == f"{_MAIN} mergeCell":
            found.merged.append(_range(attributes["ref"]))
        elif name == f"{_MAIN} sheetData":
            found.prefix = data[at + 1 : data.index(b"sheetData", at)]

    def end(name: str, at: int, close: int) -> None:
        if name == f"{_MAIN} c" and open_cell:
            cell, begin, style = open_cell.pop()
            if cell in wanted:
                found.spans[cell] = (begin, close, style)
        elif name == f"{_MAIN} row" and open_row:
            found.rows[open_row[0]].end = close
        elif name == f"{_MAIN} sheetData":
            found.data_end = at
            if data[at : at + 2] != b"</":
                found.data_empty = (at, close)

    _elements(data, start, end)
    return found


def _covered(layout: _Layout, cell: str) -> bool:
    """Whether a cell lies in an array formula, or in a merged range without being its first cell."""
    column, row = _parted(cell)
    for area in layout.arrays:
        if area[0] <= column <= area[2] and area[1] <= row <= area[3]:
            return True
    return any(
        area[0] <= column <= area[2] and area[1] <= row <= area[3] and (column, row) != area[:2]
        for area in layout.merged
    )


def _inserted(data: bytes, layout: _Layout, row: int, added: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Edits that put new cells where their columns belong: in their row, or in a row of their own."""
    there = layout.rows.get(row)
    if there is None:
        xml = b'<%srow r="%d">%s</%srow>' % (layout.prefix, row, b"".join(x for _, x in added), layout.prefix)
        if layout.data_empty is not None:
            at, close = layout.data_empty
            return [(at, close, b"<%ssheetData>%s</%ssheetData>" % (layout.prefix, xml, layout.prefix))]
        behind = [found.start for number, found in layout.rows.items() if number > row]
        at = min(behind, default=layout.data_end)
        return [(at, at, xml)]
    edits = []
    opened = data.index(b">", there.start)
    if data[opened - 1 : opened] == b"/":
        tag = data[there.start : opened - 1].rstrip()
        return [(there.start, opened + 1, tag + b">" + b"".join(x for _, x in added) + b"</" + layout.prefix + b"row>")]
    last = data.rindex(b"</", there.start, there.end)
    for column, xml in added:
        at = min((start for known, start in there.cells if known > column), default=last)
        edits.append((at, at, xml))
    return edits


def _joined(edits: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Edits at one place as one, in the order they come: rows by number, cells by column."""
    found: dict[tuple[int, int], bytes] = {}
    for at, end, xml in edits:
        found[at, end] = found.get((at, end), b"") + xml
    return [(at, end, xml) for (at, end), xml in found.items()]


def _cell(prefix: bytes, cell: str, style: str, value: CellValue, epoch: date) -> bytes:
    kind, inner = "", ""
    name = prefix.decode("ascii")
    if isinstance(value, bool):
        kind, inner = ' t="b"', f"<{name}v>{int(value)}</{name}v>"
    elif isinstance(value, Decimal):
        inner = f"<{name}v>{float(value)!r}</{name}v>"
    elif isinstance(value, date):
        inner = f"<{name}v>{(value - epoch).days}</{name}v>"
    else:
        text = escape(_ILLEGAL.sub("", value))
        kind, inner = ' t="inlineStr"', f'<{name}is><{name}t xml:space="preserve">{text}</{name}t></{name}is>'
    styled = f' s="{style}"' if style else ""
    return f'<{name}c r="{cell}"{styled}{kind}>{inner}</{name}c>'.encode()


def _parted(cell: str) -> tuple[int, int]:
    """Column and row, from 1."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column, int(found[2])


def _range(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.replace("$", "").partition(":")
    return (*_parted(first), *_parted(last or first))
