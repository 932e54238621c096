"""From the bytes of a readings file to its rows: bounds, encoding, header, one instant and three numbers a line.

Bounds are checked before anything is decoded, so that a file of any size or content costs a bounded amount of work.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import count
from typing import Final, Literal, NamedTuple, get_args

import msgspec

from greencard.energy import codes
from greencard.energy.plain_rows import plain_columns
from greencard.errors import ErrorCode, Fault, InvalidInput, Place, raise_faults
from greencard.quantity import parse_decimal

__all__ = ["MAX_BYTES", "MAX_FAULTS", "MAX_ROWS", "FaultList", "Row", "Table", "read_table"]

MAX_BYTES: Final = 40_000_000
MAX_ROWS: Final = 600_000
"""A year of minutes is 525 600 rows."""
MAX_FAULTS: Final = 100
_MAX_LINES: Final = 2 * MAX_ROWS
"""Lines of any kind: blank ones and comments cost time too."""
_MAX_KWH: Final = 1_000_000
_MAX_REGISTER_KWH: Final = 10_000_000_000
_CONTROL: Final = frozenset(range(9))
_SHOWN: Final = 40
_WH_PER_KWH: Final = Decimal(1000)
_FRACTION_DIGITS: Final = 3
_FAST_CHARS: Final = 16

Series = Literal["load", "pv", "export", "charge", "discharge"]
_SERIES: Final[tuple[Series, ...]] = get_args(Series)
_REQUIRED: Final = _SERIES[:3]
_BATTERY: Final = _SERIES[3:]


class _Column(NamedTuple):
    """One column of the file: which series it carries, and whether it is a register that only counts up."""

    name: str
    series: Series
    register: bool


_SEPARATORS: Final = {";": (";", ";"), "\t": ("tab", "制表符"), "，": ("，", "全角逗号")}
_TIME_NAMES: Final = ("timestamp", "时间")
_COLUMNS: Final[dict[str, tuple[Series, bool]]] = {
    "load_kwh": ("load", False),
    "用电": ("load", False),
    "pv_kwh": ("pv", False),
    "光伏": ("pv", False),
    "export_kwh": ("export", False),
    "上网": ("export", False),
    "load_register_kwh": ("load", True),
    "用电表码": ("load", True),
    "pv_register_kwh": ("pv", True),
    "光伏表码": ("pv", True),
    "export_register_kwh": ("export", True),
    "上网表码": ("export", True),
    "charge_kwh": ("charge", False),
    "充电": ("charge", False),
    "discharge_kwh": ("discharge", False),
    "放电": ("discharge", False),
    "charge_register_kwh": ("charge", True),
    "充电表码": ("charge", True),
    "discharge_register_kwh": ("discharge", True),
    "放电表码": ("discharge", True),
}


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line: its instant in UTC seconds, the timestamp as written, and Wh (or register Wh) of each series."""

    line: int
    instant: int
    start: datetime
    load: int
    pv: int = 0
    export: int = 0
    charge: int = 0
    discharge: int = 0

    @property
    def energies(self) -> tuple[int, int, int, int, int]:
        """Values in the order of the series: load, pv, export, charge, discharge."""
        return self.load, self.pv, self.export, self.charge, self.discharge


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in file order, and which series are registers (energy is then the difference to the next row)."""

    rows: tuple[Row, ...]
    registers: frozenset[Series]
    names: dict[Series, str]
    repeated: tuple[int, ...] = ()
    """Lines that say again what an earlier line said; they are not among the rows."""


@dataclass(slots=True)
class FaultList:
    """Faults of one file, collected up to a limit, each with its line."""

    file: str
    limit: int = MAX_FAULTS
    items: list[Fault] = field(default_factory=list)

    def add(self, code: ErrorCode, line: int, **params: object) -> None:
        """Note one fault; when the limit is reached, raise them all."""
        self.items.append(code.fault(Place("", self.file, line), severity="error", **params))
        if len(self.items) >= self.limit:
            self.items.append(codes.STOPPED.fault(Place("", self.file, line), count=self.limit))
            self.settle()

    def settle(self) -> None:
        """Raise all faults found so far, in line order; none: return."""
        raise_faults(sorted(self.items, key=lambda fault: (fault.place.line or 0, fault.code == codes.STOPPED.code)))


def read_table(data: bytes, faults: FaultList, *, load_alone: bool = False) -> Table:
    """Rows of a readings file in file order; with `load_alone` it may have no other quantity.

    Raises:
        InvalidInput: too large, not UTF-8, no CSV, unknown or missing columns, or faulty cells (GC-MTR-001 to -016).
    """
    text = _text(data, faults.file)
    skipped, position = _preface(text, faults.file)
    lines = _lines(text, position, skipped, faults.file)
    time_at, columns = _header(lines, faults, load_alone=load_alone)
    repeated: list[int] = []
    plain = _plain_rows(text, position, skipped, time_at, columns)
    return Table(
        tuple(_rows(lines, faults, time_at, columns, repeated)) if plain is None else plain,
        frozenset(column.series for column in columns.values() if column.register),
        {column.series: column.name for column in columns.values()},
        tuple(repeated),
    )


def _text(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise codes.TOO_LARGE.at(Place("", file), size=len(data), limit=MAX_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise codes.WRONG_ENCODING.at(Place("", file, 1), encoding=_likely_encoding(data)) from None


def _likely_encoding(data: bytes) -> str:
    """The encoding a person most likely saved in, for the message only: nothing is ever read through a guess."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    if not _CONTROL.isdisjoint(data):
        return "binary data / 二进制数据"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    return "GB18030 (GBK)" if any("\u4e00" <= char <= "\u9fff" for char in text) else "a legacy encoding / 旧式编码"


def _preface(text: str, file: str) -> tuple[int, int]:
    """Lines and characters before the header: blank lines and comments (`#`)."""
    skipped = position = 0
    for raw in io.StringIO(text, newline=""):
        if raw.strip() and not raw.startswith("#"):
            break
        skipped += 1
        position += len(raw)
        _bounded(skipped, file)
    return skipped, position


def _lines(text: str, position: int, skipped: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """Non-empty CSV lines with their numbers, from the header on."""
    reader = csv.reader(io.StringIO(text[position:], newline=""), strict=True)
    try:
        for cells in reader:
            _bounded(skipped + reader.line_num, file)
            if any(cell.strip() for cell in cells):
                yield skipped + reader.line_num, cells
    except csv.Error as error:
        raise codes.NOT_CSV.at(Place("", file, skipped + reader.line_num), reason=error) from None


def _bounded(line: int, file: str) -> None:
    if line > _MAX_LINES:
        raise codes.TOO_MANY_ROWS.at(Place("", file, line), limit=MAX_ROWS)


def _header(
    lines: Iterator[tuple[int, list[str]]], faults: FaultList, *, load_alone: bool
) -> tuple[int, dict[int, _Column]]:
    line, cells = next(lines, (1, []))
    if len(cells) == 1 and (mark := next((char for char in _SEPARATORS if char in cells[0]), "")):
        raise codes.OTHER_SEPARATOR.at(
            Place("", faults.file, line), mark=_SEPARATORS[mark][0], mark_zh=_SEPARATORS[mark][1]
        )
    time_at: list[int] = []
    columns: dict[int, _Column] = {}
    for at, cell in enumerate(cells[: MAX_FAULTS // 2]):
        name = cell.strip().lower()
        if name in _TIME_NAMES:
            time_at.append(at)
        elif name in _COLUMNS:
            columns[at] = _Column(name, *_COLUMNS[name])
        else:
            faults.add(codes.UNKNOWN_COLUMN, line, name=repr(cell[:_SHOWN]), known=codes.KNOWN_COLUMNS)
    found = [column.series for column in columns.values()]
    # A battery has two columns or none: with one alone its losses, or what it gave, would be made up.
    required = _SERIES if any(name in found for name in _BATTERY) else _REQUIRED
    if load_alone and set(found) <= {"load"}:
        required = _SERIES[:1]
    for series in required:
        _once(found.count(series), f"{series}_kwh", line, faults)
    _once(len(time_at), "timestamp", line, faults)
    faults.settle()
    return time_at[0], columns


def _once(count: int, name: str, line: int, faults: FaultList) -> None:
    if count == 0:
        faults.add(codes.MISSING_COLUMN, line, name=name, known=codes.KNOWN_COLUMNS)
    elif count > 1:
        faults.add(codes.REPEATED_COLUMN, line, name=name)


def _plain_rows(
    text: str, position: int, skipped: int, time_at: int, columns: dict[int, _Column]
) -> tuple[Row, ...] | None:
    """All rows of a plain file at once; None: the file is to be read line by line."""
    header, _, body = text[position:].partition("\n")
    header = header.removesuffix("\r")
    if '"' in header or "\r" in header or header.count(",") != len(columns) or not header.strip(", "):
        return None
    places = sorted(columns, key=lambda at: _SERIES.index(columns[at].series))
    limits = [_limit(columns[at]) * 1000 for at in places]
    plain = plain_columns(body, time_at, list(zip(places, limits, strict=True)), MAX_ROWS)
    if plain is None:
        return None
    instants, starts, energies = plain
    return tuple(map(Row, count(skipped + 2), instants, starts, *energies))


def _limit(column: _Column) -> int:
    return _MAX_REGISTER_KWH if column.register else _MAX_KWH


def _rows(
    lines: Iterator[tuple[int, list[str]]],
    faults: FaultList,
    time_at: int,
    columns: dict[int, _Column],
    repeated: list[int],
) -> Iterator[Row]:
    order = {column.series: at for at, column in columns.items()}
    picked = tuple((order[series], columns[order[series]]) for series in _SERIES if series in order)
    width = len(columns) + 1
    earlier: dict[int, tuple[int, list[int] | None]] = {}
    before: datetime | None = None
    for number, (line, cells) in enumerate(lines):
        if number >= MAX_ROWS:
            raise codes.TOO_MANY_ROWS.at(Place("", faults.file, line), limit=MAX_ROWS)
        if len(cells) != width:
            faults.add(codes.WRONG_CELLS, line, count=len(cells), expected=width)
            continue
        start = _timestamp(cells[time_at].strip(), line, faults)
        values = _values(cells, picked, line, faults)
        if start is None:
            continue
        instant = int(start.timestamp())
        if (known := earlier.get(instant)) is not None:
            if values is not None and values == known[1]:
                repeated.append(line)
                continue
            faults.add(codes.DUPLICATE_INSTANT, line, text=start.isoformat(), first=known[0])
        elif before is not None and start < before:
            faults.add(codes.BACKWARDS, line, text=start.isoformat(), previous=before.isoformat())
        earlier.setdefault(instant, (line, values))
        before = start
        if values is not None:
            yield Row(line, instant, start, *values)


def _timestamp(text: str, line: int, faults: FaultList) -> datetime | None:
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = None
    if start is None or not 2000 <= start.year < 2100 or start.microsecond:  # noqa: PLR2004 - years of the message
        faults.add(codes.BAD_TIMESTAMP, line, text=repr(text[:_SHOWN]))
        return None
    if start.utcoffset() is None:
        faults.add(codes.NO_ZONE, line, text=repr(text[:_SHOWN]))
        return None
    return start


def _values(cells: list[str], picked: Sequence[tuple[int, _Column]], line: int, faults: FaultList) -> list[int] | None:
    values = [_wh(cells[at], column, line, faults) for at, column in picked]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _wh(text: str, column: _Column, line: int, faults: FaultList) -> int | None:
    """Integer Wh of a kWh text, half-even where a meter writes more than three decimals."""
    limit = _limit(column)
    whole, _, fraction = text.partition(".")
    if (
        len(text) <= _FAST_CHARS
        and len(fraction) <= _FRACTION_DIGITS
        and whole
        and text.isascii()
        and (whole + fraction).isdigit()
    ):
        wh = int(whole) * 1000 + int(fraction.ljust(_FRACTION_DIGITS, "0"))
    else:
        try:
            kwh = parse_decimal(text)
        except InvalidInput:
            faults.add(codes.NOT_ENERGY, line, text=repr(text[:_SHOWN]), column=column.name)
            return None
        if kwh < 0:
            faults.add(codes.NEGATIVE_ENERGY, line, text=text[:_SHOWN], column=column.name)
            return None
        wh = int((min(kwh, Decimal(limit) * 2) * _WH_PER_KWH).to_integral_value(ROUND_HALF_EVEN))
    if wh > limit * 1000:
        faults.add(codes.IMPOSSIBLE_ENERGY, line, text=text[:_SHOWN], column=column.name, limit=limit)
        return None
    return wh
