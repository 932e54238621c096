"""Lines of a declaration as columns, from whatever table they came: which column is which, and what each cell says.

A cell that cannot be read spoils its own row and no other: the row carries the fault and is refused by its code. Masses
are whole grams; a finer mass is kept exactly beside the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from greencard.border.question import MOST_TONNES
from greencard.border.table import NOT_KNOWN, Words
from greencard.errors import Fault, GreencardError, InvalidInput, Place, declare
from greencard.quantity import parse_decimal

__all__ = [
    "BELOW_ZERO",
    "MAX_ROWS",
    "Columns",
    "Defaults",
    "FinerMass",
    "Lines",
    "columns_of",
    "lines_of_rows",
    "too_many_rows",
]

MAX_ROWS: Final = 1_000_000
"""Rows of a file of text or a workbook."""
T = TypeVar("T")

BELOW_ZERO: Final = NOT_KNOWN - 1
"""Grams of a stated total below zero where its own number would read as not known."""
_MOST_COLUMNS: Final = 200
_MOST_G: Final = int(MOST_TONNES) * 10**6 + 1
"""Any larger mass is refused as this one is."""
_WIDE: Final = Context(prec=120)
_SHOWN: Final = 40
_COMMA: Final = re.compile(r"[+-]?[0-9][0-9.\s]*[,，][0-9.,\s]*")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")

NO_COLUMN: Final = declare(
    "GC-BRD-060",
    InvalidInput,
    en="The file of lines has no usable columns: {what}.",
    zh="清单文件的列不可用：{what_zh}。",
    remedy_en="Name the columns in the first row: cn, origin, kg (or t), on; importer_t, importer, to and reference may"
    " be left out.",
    remedy_zh="请在首行写明列名：编码、原产地、公斤（或 吨）、日期；进口商全年吨数、进口商、目的地、参考号可省略。",
)
BAD_NUMBER: Final = declare(
    "GC-BRD-061",
    InvalidInput,
    en="{column} is {value}, which is no number.",
    zh="{column} 为{value_zh}，不是数字。",
    remedy_en="Write digits with a decimal point, no unit and no thousands mark, such as 1250.5.",
    remedy_zh="请写普通数字，小数点用半角句点，不带单位和千位分隔符，例如 1250.5。",
)
COMMA: Final = declare(
    "GC-BRD-062",
    InvalidInput,
    en="{column} is {value}: a comma may mark decimals or thousands, and it is not guessed which.",
    zh="{column} 为 {value}：逗号可能是小数点，也可能是千位分隔符，不作猜测。",
    remedy_en="Write 1250.5 for one thousand two hundred and fifty and a half.",
    remedy_zh="一千二百五十点五请写作 1250.5。",
)
BAD_DAY: Final = declare(
    "GC-BRD-063",
    InvalidInput,
    en="{column} is {value}, which is no day that can be read in one way only.",
    zh="{column} 为{value_zh}，不是含义唯一的日期。",
    remedy_en="Write year, month, day, such as 2026-08-15.",
    remedy_zh="请按年、月、日书写，例如 2026-08-15。",
)
TOO_MANY_ROWS: Final = declare(
    "GC-BRD-064",
    InvalidInput,
    en="The file has more than {most} lines.",
    zh="文件超过 {most} 行。",
    remedy_en="Split it, or give it as Parquet.",
    remedy_zh="请拆分文件，或改用 Parquet 格式。",
)
MORE_CELLS: Final = declare(
    "GC-BRD-122",
    InvalidInput,
    en="The row has {found} cells under {width} headings: a number such as 1,000 may have been cut in two.",
    zh="该行有 {found} 格，而标题只有 {width} 列：形如 1,000 的数字可能被拆成两格。",
    remedy_en="Write 1000, or put the cell into quotation marks.",
    remedy_zh="请写作 1000，或为该格加上引号。",
)

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "cn": ("cn", "cn_code", "cn8", "commodity_code", "hs_code", "编码", "商品编码", "cn编码", "税号"),
    "origin": ("origin", "country_of_origin", "原产地", "原产国"),
    "kg": ("kg", "mass_kg", "net_kg", "net_mass_kg", "净重kg", "净重(kg)", "净重(公斤)", "公斤"),
    "t": ("t", "tonnes", "mass_t", "net_t", "net_mass_t", "净重t", "净重(t)", "净重(吨)", "吨"),
    "on": ("on", "date", "import_date", "release_date", "日期", "进口日期", "放行日期"),
    "to": ("to", "destination", "目的地", "目的国"),
    "importer": ("importer", "进口商"),
    "importer_t": ("importer_t", "importer_tonnes", "进口商全年吨数", "进口商吨数"),
    "importer_kg": ("importer_kg", "进口商全年公斤数"),
    "reference": ("reference", "ref", "参考号", "编号", "备注号"),
}
_KNOWN: Final = {written: name for name, many in _NAMES.items() for written in many}


class Defaults(NamedTuple):
    """What holds of every line whose file has no such column."""

    on: date | None = None
    origin: str = ""
    to: str = "EU"


class Columns(NamedTuple):
    """Which column of a table holds what, by position; columns that mean nothing here are named and left alone."""

    at: Mapping[str, int]
    written: Mapping[str, str]
    """The heading as written, by meaning."""
    ignored: tuple[str, ...]


class FinerMass(NamedTuple):
    """Exact tonnes of a row whose figures are no whole grams."""

    mass_t: Decimal
    importer_t: Decimal | None


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Columns of lines, one entry per row."""

    cn: Words
    origin: Words
    to: Words
    mass_g: NDArray[np.int64]
    on: NDArray[np.datetime64]
    """Days; not-a-time where there is none."""
    importer_g: NDArray[np.int64]
    """The importer's total of the year as stated; `NOT_KNOWN` where it is not."""
    row: NDArray[np.int64]
    """The row's line in its file, from 1."""
    importer: Words | None = None
    reference: Any = None
    """Sequence of texts or a column of the library that read the file; None: the file has none."""
    finer: Mapping[int, FinerMass] = field(default_factory=dict)
    faults: Mapping[int, Fault] = field(default_factory=dict)
    """Rows with a cell that cannot be read."""
    ignored: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.mass_g)


def columns_of(header: Sequence[object], file: str, defaults: Defaults) -> Columns:
    """The columns of a table by its first row.

    Raises:
        InvalidInput: a column that is needed is missing, one stands twice, both kg and t, too many (GC-BRD-060).
    """
    place = Place(file=file, line=1)
    if len(header) > _MOST_COLUMNS:
        raise NO_COLUMN.at(place, what=f"more than {_MOST_COLUMNS} columns", what_zh=f"超过 {_MOST_COLUMNS} 列")
    at: dict[str, int] = {}
    written: dict[str, str] = {}
    ignored = []
    for index, cell in enumerate(header):
        heading = str(cell if cell is not None else "").strip()
        name = _KNOWN.get(_plain(heading))
        if name is None:
            if heading:
                ignored.append(heading[:_SHOWN])
        elif name in at:
            both = f"{written[name]}, {heading[:_SHOWN]}"
            raise NO_COLUMN.at(place, what=f"two columns mean the same ({both})", what_zh=f"两列含义相同（{both}）")
        else:
            at[name], written[name] = index, heading[:_SHOWN]
    for one, other in (("kg", "t"), ("importer_kg", "importer_t")):
        if one in at and other in at:
            raise NO_COLUMN.at(place, what=f"both {one} and {other}", what_zh=f"同时有 {one} 和 {other}")
    lacking = [name for name, given in (("cn", ""), ("origin", defaults.origin)) if name not in at and not given]
    lacking += [] if "kg" in at or "t" in at else ["kg"]
    lacking += [] if "on" in at or defaults.on is not None else ["on"]
    if lacking:
        named = ", ".join(lacking)
        raise NO_COLUMN.at(place, what=f"{named} is missing", what_zh=f"缺少 {named}")
    return Columns(at, written, tuple(ignored))


def _plain(heading: str) -> str:
    text = heading.lower().replace("（", "(").replace("）", ")").removeprefix("\ufeff")
    return "_".join(text.replace("-", " ").split())


def too_many_rows(file: str, most: int) -> GreencardError:
    """The refusal of a file with more rows than are read."""
    return TOO_MANY_ROWS.at(Place(file=file), most=most)


class _Cells:
    """The columns while they grow, row by row."""

    def __init__(self, columns: Columns, file: str, defaults: Defaults) -> None:
        self.columns, self.file, self.defaults = columns, file, defaults
        self.words: dict[str, dict[str, int]] = {name: {} for name in ("cn", "origin", "to", "importer")}
        self.codes: dict[str, list[int]] = {name: [] for name in self.words}
        self.mass_g: list[int] = []
        self.importer_g: list[int] = []
        self.on: list[date | None] = []
        self.rows: list[int] = []
        self.references: list[str] = []
        self.finer: dict[int, FinerMass] = {}
        self.faults: dict[int, Fault] = {}

    def spoilt(self, number: int, found: int, width: int) -> None:
        """Note that the next row has more cells than there are headings: what stands where is not known."""
        place = Place("", self.file, number)
        self.faults[len(self.rows)] = MORE_CELLS.fault(place, found=found, width=width)

    def add(self, cells: Sequence[object], number: int) -> None:
        index = len(self.rows)
        self.rows.append(number)
        mass = self._noted(index, lambda: self._tonnes(cells, number, "kg", "t"))
        importer = self._noted(index, lambda: self._tonnes(cells, number, "importer_kg", "importer_t"))
        day = self._noted(index, lambda: self._day(cells, number))
        self._word("cn", _code(self._cell(cells, "cn")))
        self._word("origin", _text(self._cell(cells, "origin")).upper() or self.defaults.origin)
        self._word("to", _text(self._cell(cells, "to")).upper() or self.defaults.to)
        self._word("importer", _text(self._cell(cells, "importer")))
        self.references.append(_text(self._cell(cells, "reference")))
        self.on.append(day)
        grams, fine = _grams(mass) if mass is not None else (0, False)
        importer_g, importer_fine = _grams(importer) if importer is not None else (NOT_KNOWN, False)
        if importer_g == NOT_KNOWN and importer is not None:
            importer_g = BELOW_ZERO
        self.mass_g.append(grams)
        self.importer_g.append(importer_g)
        if (fine or importer_fine) and mass is not None:
            self.finer[index] = FinerMass(mass, importer)

    def _noted(self, index: int, read: Callable[[], T | None]) -> T | None:
        """What a cell says; None where it cannot be read, with the first fault of the row noted."""
        try:
            return read()
        except GreencardError as error:
            self.faults.setdefault(index, error.faults[0])
            return None

    def _cell(self, cells: Sequence[object], name: str) -> object:
        at = self.columns.at.get(name)
        return cells[at] if at is not None and at < len(cells) else None

    def _word(self, name: str, word: str) -> None:
        known = self.words[name]
        self.codes[name].append(known.setdefault(word, len(known)))

    def _tonnes(self, cells: Sequence[object], number: int, kg: str, tonnes: str) -> Decimal | None:
        """Tonnes of a column in kg or t; None where the cell is empty, which only the importer's total may be."""
        name = kg if kg in self.columns.at else tonnes
        value = self._cell(cells, name)
        if _text(value) == "" and name not in {"kg", "t"}:
            return None
        found = read_number(value, Place(f"/{name}", self.file, number), self.columns.written.get(name, name))
        return found.scaleb(-3, _WIDE) if name == kg else found

    def _day(self, cells: Sequence[object], number: int) -> date | None:
        value = self._cell(cells, "on")
        if _text(value) == "" and self.defaults.on is not None:
            return self.defaults.on
        return read_day(value, Place("/on", self.file, number), self.columns.written.get("on", "on"))

    def lines(self) -> Lines:
        def column(name: str) -> Words:
            return Words(np.array(self.codes[name], np.int64), tuple(self.words[name]))

        return Lines(
            cn=column("cn"),
            origin=column("origin"),
            to=column("to"),
            mass_g=np.array(self.mass_g, np.int64),
            on=np.array(self.on, "datetime64[D]"),
            importer_g=np.array(self.importer_g, np.int64),
            row=np.array(self.rows, np.int64),
            importer=column("importer") if "importer" in self.columns.at else None,
            reference=self.references if "reference" in self.columns.at else None,
            finer=self.finer,
            faults=self.faults,
            ignored=self.columns.ignored,
        )


def lines_of_rows(
    columns: Columns,
    rows: Iterable[tuple[int, Sequence[object]]],
    file: str,
    defaults: Defaults,
    most: int = MAX_ROWS,
    *,
    width: int = 0,
) -> Lines:
    """Lines from rows of cells (texts, numbers, days) with their line numbers; empty rows are passed over.

    `width`: columns of a text whose separator may also stand inside a number; a row with more cells is refused (122).

    Raises:
        InvalidInput: more than `most` rows (GC-BRD-064).
    """
    cells = _Cells(columns, file, defaults)
    for number, row in rows:
        if any(_text(cell) for cell in row):
            if len(cells.rows) >= most:
                raise too_many_rows(file, most)
            if width and any(_text(cell) for cell in row[width:]):
                cells.spoilt(number, len(row), width)
            cells.add(row, number)
    return cells.lines()


def read_number(value: object, place: Place, column: str) -> Decimal:
    """A cell as a number.

    Raises:
        InvalidInput: it is none (GC-BRD-061), or it has a comma (062).
    """
    text = value.strip() if isinstance(value, str) else value
    try:
        if isinstance(text, str | int | float | Decimal):
            return parse_decimal(text, place)
    except GreencardError:
        if isinstance(text, str) and _COMMA.fullmatch(text[:_SHOWN]):
            raise COMMA.at(place, column=column, value=repr(text[:_SHOWN])) from None
    raise BAD_NUMBER.at(place, column=column, **_shown(value))


def read_day(value: object, place: Place, column: str) -> date:
    """A cell as a day; `15/8/2026` and `8/15/2026` cannot be told apart and are refused.

    Raises:
        InvalidInput: it is none (GC-BRD-063).
    """
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
            return value.date()
    elif isinstance(value, date):
        return value
    elif isinstance(value, str):
        found = _YEAR_FIRST.fullmatch(value.strip()[:_SHOWN])
        try:
            if found is not None and value.isascii():
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
    raise BAD_DAY.at(place, column=column, **_shown(value))


def _shown(value: object) -> dict[str, str]:
    """A cell as a message shows it, in both languages."""
    if _text(value) == "":
        return {"value": "empty", "value_zh": "空"}
    shown = repr(value)[:_SHOWN]
    return {"value": shown, "value_zh": f" {shown} "}


def _grams(tonnes: Decimal) -> tuple[int, bool]:
    """Whole grams, cut off, and whether there was a finer rest."""
    grams = tonnes.scaleb(6, _WIDE)
    whole = int(grams)
    if not -_MOST_G < whole < _MOST_G:
        return (_MOST_G if whole > 0 else -_MOST_G), False
    return whole, whole != grams


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _code(value: object) -> str:
    """A code as text; a spreadsheet holds 73181595 as a number, and a float of it ends in `.0`."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _text(value)
