"""Files of lines as columns of lines: text formats here, workbooks and Parquet in modules of their own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from greencard.adapters.tables.codes import NOT_READABLE, WRONG_ENCODING, needs_tables
from greencard.border.lines import Defaults, Lines, columns_of, lines_of_rows
from greencard.errors import Place
from greencard.model import Text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LinesRead", "read_lines"]

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ZIP: Final = b"PK\x03\x04"
_DELIMITERS: Final = (",", ";", "\t")
_LONGEST_CELL: Final = 10_000
_KEY_ENDS: Final = re.compile(r"\"\s*:")
_SEPARATOR: Final = re.compile(r"\s*sep=([,;\t])(?=[\r\n])", re.IGNORECASE)
_DECODER: Final = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
AS_GB18030: Final = Text(
    en="The file is not UTF-8 and was read as GB18030; check names in it.",
    zh="文件不是 UTF-8，已按 GB18030 读取；请核对其中名称。",
)


class LinesRead(NamedTuple):
    """The lines of a file, and what to know about the reading."""

    lines: Lines
    notes: tuple[Text, ...] = ()


def read_lines(path: Path, data: bytes, defaults: Defaults) -> LinesRead:
    """The lines of a file by the ending of its name; Parquet is read from `path`, all else from `data`.

    Raises:
        InvalidInput: unusable columns (GC-BRD-060), too many rows (064), an encoding (067), another format than the
            name says (068); no workbook (101), or one that unpacks to too much (102).
        Unavailable: the extra `[tables]` is missing (GC-BRD-070).
    """
    file, ending = str(path), path.suffix.lower()
    if ending == ".parquet":
        with needs_tables("Parquet"):
            from greencard.adapters.tables.parquet import lines_of_parquet  # noqa: PLC0415 - an extra
        return _with_ignored(lines_of_parquet(path, defaults))
    if ending == ".xlsx":
        with needs_tables("XLSX"):
            from greencard.adapters.tables.workbook import lines_of_workbook  # noqa: PLC0415 - an extra
        return _with_ignored(*lines_of_workbook(data, file, defaults))
    kind = "CSV" if ending == ".csv" else "NDJSON"
    text, notes = _decoded(data, file, kind)
    lines = _csv(text, file, defaults) if ending == ".csv" else _ndjson(text, file, defaults)
    return _with_ignored(lines, notes)


def _with_ignored(lines: Lines, notes: tuple[Text, ...] = ()) -> LinesRead:
    if not lines.ignored:
        return LinesRead(lines, notes)
    names = ", ".join(lines.ignored)
    said = Text(en=f"Columns left alone: {names}.", zh=f"未使用的列：{names}。")
    return LinesRead(lines, (*notes, said))


def _decoded(data: bytes, file: str, kind: str) -> tuple[str, tuple[Text, ...]]:
    if data.startswith(_ZIP):
        raise NOT_READABLE.at(Place(file=file), kind=kind, what="it is a workbook or an archive")
    if data[:2] in _UTF_16 or b"\x00" in data[:1000]:
        raise WRONG_ENCODING.at(Place(file=file), what="it looks like UTF-16")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if kind == "CSV":
        try:
            return data.decode("gb18030"), (AS_GB18030,)
        except UnicodeDecodeError:
            pass
    raise WRONG_ENCODING.at(Place(file=file, line=line), what=f"bytes of line {line}") from None


def _csv(text: str, file: str, defaults: Defaults) -> Lines:
    first, delimiter = text[: text.find("\n")] if "\n" in text else text, ""
    named = _SEPARATOR.match(text)  # what Excel writes and reads before the headings
    if named is not None:
        delimiter = named[1]
        text = f"{text[: named.start(1) - len('sep=')]}{text[named.end(1) :]}"
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            header = next((row for row in reader if any(cell.strip() for cell in row)), [])
            columns = columns_of(header, file, defaults)
            width = len(header)
            return lines_of_rows(columns, ((reader.line_num, row) for row in reader), file, defaults, width=width)
        except csv.Error as error:
            raise NOT_READABLE.at(Place(file=file, line=reader.line_num), kind="CSV", what=error) from None
    finally:
        csv.field_size_limit(before)


def _ndjson(text: str, file: str, defaults: Defaults) -> Lines:
    rows = text.split("\n")
    keys: dict[str, None] = {}
    for _, record in _records(rows, file):
        keys.update(dict.fromkeys(record))
    columns = columns_of(tuple(keys), file, defaults)
    names = tuple(keys)
    cells = ((number, tuple(record.get(name) for name in names)) for number, record in _records(rows, file))
    return lines_of_rows(columns, cells, file, defaults)


def _records(rows: list[str], file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            record = _DECODER.decode(row)
        except (msgspec.DecodeError, RecursionError, ArithmeticError, UnicodeError) as error:
            raise NOT_READABLE.at(Place(file=file, line=number), kind="NDJSON", what=str(error)[:200]) from None
        for key, value in record.items():
            if isinstance(value, dict | list | bool):
                raise NOT_READABLE.at(
                    Place(f"/{key[:40]}", file, number), kind="NDJSON", what="a cell is a text or a number"
                )
        if _KEY_ENDS.subn("", row)[1] > len(record):
            _keys_once(row, file, number)
        yield number, record


def _keys_once(row: str, file: str, number: int) -> None:
    """Refuse an object in which a key stands twice: JSON would keep the last value without a word.

    Raises:
        InvalidInput: one does (GC-BRD-068).
    """

    def counted(pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
        if twice is not None:
            place = Place(f"/{twice[:40]}", file, number)
            raise NOT_READABLE.at(place, kind="NDJSON", what=f"{twice[:40]!r} stands twice")

    json.loads(row, object_pairs_hook=counted, parse_int=str, parse_float=str)  # no nested value is left here
