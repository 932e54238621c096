"""A table of facts made ready for the rules: checked against the vocabulary, laid out in the columns of `layout`.

The table has a row per good and a column per fact, named after it: truth values, numbers, texts, days, and lists of
texts for sets, in which `?` says "and perhaps more". An empty cell (null), and a fact without a column, is unknown.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from greencard.errors import Place
from greencard.rules import terms as t
from greencard.rules.columns.codes import ASKED_NOT_STATED, BAD_CELL, BAD_COLUMN, NO_DAY, UNKNOWN_COLUMN
from greencard.rules.columns.layout import DAY, DESTINATION, Layout, Ordered
from greencard.rules.columns.limits import Numbers, compared, exact_numbers, places
from greencard.rules.columns.sets import held
from greencard.rules.vocabulary import FactKind, FactType, Vocabulary

__all__ = ["FactColumns", "check_columns", "encoded", "every_day"]

_MOST_CODES: Final = 500
_MOST_TEXT: Final = 64
_SHOWN: Final = 64
_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum)
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()

_COLUMNS: Final[dict[FactType, tuple[str, str]]] = {
    "bool": ("true and false (Boolean)", "真或假（Boolean）"),
    "number": (
        "numbers (Float64, whole numbers, Decimal, or their texts)",
        "数字（Float64、整数、Decimal 或其文本）",
    ),
    "set": ("lists of codes (List of String)", "代码列表（List(String)）"),
    "date": ("days (Date, or texts such as 2027-02-10)", "日期（Date，或 2027-02-10 式文本）"),
    "text": ("short texts (String)", "短文本（String）"),
    "enum": ("short texts (String)", "短文本（String）"),
}

Refuse = Callable[[int, object], Exception]


class FactColumns(NamedTuple):
    """A table of facts laid out for the rules."""

    table: pl.DataFrame
    """Encoded columns, for the gates."""
    numbers: dict[str, Numbers]
    """Numbers as they were given, for what is charged on them."""
    rows: int


def check_columns(
    vocabulary: Vocabulary, schema: pl.Schema, keys: Iterable[str], *, day_given: bool
) -> tuple[str, ...]:
    """Names of the columns that are facts; `keys` are columns of the table's owner, carried and not looked at.

    Raises:
        InvalidInput: a column that is neither (GC-RUL-041), of the wrong type (GC-RUL-042), the destination as a column
            (GC-RUL-045), or no day anywhere (GC-RUL-044).
    """
    own = set(keys)
    names = tuple(name for name in schema if name not in own)
    for name in names:
        place = Place(f"/{name[:_SHOWN]}")
        kind = vocabulary.kinds.get(name)
        if kind is None:
            close = difflib.get_close_matches(name[:_SHOWN], list(vocabulary.kinds), 1)
            raise UNKNOWN_COLUMN.at(place, column=repr(name[:_SHOWN]), near=f" ({close[0]}?)" if close else "")
        if name == DESTINATION:
            raise ASKED_NOT_STATED.at(place)
        if schema[name] != pl.Null and not _fits(kind.type, schema[name]):
            en, zh = _COLUMNS[kind.type]
            raise BAD_COLUMN.at(place, column=name, found=schema[name], wanted=en, wanted_zh=zh)
    if not day_given and DAY not in names:
        raise NO_DAY.at(Place(f"/{DAY}"), where="")
    return names


def _fits(kind: FactType, dtype: pl.DataType) -> bool:
    match kind:
        case "bool":
            return dtype == pl.Boolean
        case "number":
            return dtype == pl.Float64 or dtype.is_integer() or dtype.is_decimal() or dtype == pl.String
        case "set":
            return isinstance(dtype, pl.List) and (dtype.inner == pl.Null or dtype.inner in _TEXTS)
        case "date":
            return dtype in {pl.Date, pl.String}
        case "text" | "enum":
            return dtype in _TEXTS


def encoded(layout: Layout, frame: pl.DataFrame, given: Iterable[str], *, first_row: int = 0) -> FactColumns:
    """The facts of the frame in the columns of the layout. Facts that no rule looks at are checked all the same.

    `given` are the names `check_columns` returns; rows in errors count from `first_row`, the first row of all being 1.

    Raises:
        InvalidInput: a cell that its fact cannot hold, with column and row (GC-RUL-043).
    """
    columns: dict[str, Any] = {}
    numbers: dict[str, Numbers] = {}
    for name in given:
        kind, series = layout.vocabulary.kinds[name], frame.get_column(name)
        if series.dtype == pl.Null:
            series = series.cast(_plain(kind))
        refuse = _refusal(kind, first_row)
        match kind.type:
            case "bool":
                columns[name] = series
            case "number":
                numbers[name] = read = exact_numbers(series, refuse)
                if name in layout.limits:
                    column = layout.number(name)
                    columns[name] = places(read, layout.limits[name], column)
            case "set":
                columns |= _sets(layout, kind, series, refuse)
            case "date":
                columns[name] = _days(series, layout.date(name), refuse)
            case _:
                columns |= _texts(layout, kind, series, refuse)
    for name, (left, right) in layout.differences.items():
        if all(one in numbers for one in (*t.names_in(left), *t.names_in(right))):
            columns[name] = compared(numbers, left, right, Ordered(name, 8).unknown)
    return FactColumns(pl.DataFrame(columns), numbers, len(frame))


def every_day(columns: FactColumns, *, first_row: int = 0) -> None:
    """That every row has its day.

    Raises:
        InvalidInput: one has none (GC-RUL-044).
    """
    days = columns.table.get_column(DAY).to_numpy()
    empty = np.flatnonzero(days == Ordered(DAY, 32).unknown)
    if len(empty):
        row = first_row + int(empty[0])
        raise NO_DAY.at(Place(f"/{DAY}/{row}"), where=f" ({DAY} #{row + 1})")


def _plain(kind: FactKind) -> pl.DataType:
    """Type of a column in which every cell is empty."""
    types = {"bool": pl.Boolean(), "number": pl.Float64(), "set": pl.List(pl.String()), "date": pl.Date()}
    return types.get(kind.type, pl.String())


def _refusal(kind: FactKind, first_row: int) -> Refuse:
    def refuse(row: int, value: object) -> Exception:
        at = first_row + row
        en, zh = _cell_wanted(kind)
        return BAD_CELL.at(
            Place(f"/{kind.name}/{at}"),
            column=kind.name,
            row=at + 1,
            value=repr(value)[:_SHOWN],
            wanted=en,
            wanted_zh=zh,
        )

    return refuse


def _cell_wanted(kind: FactKind) -> tuple[str, str]:
    """What a cell must be, in English and Chinese."""
    if kind.closed or kind.type == "enum":
        codes = ", ".join(kind.codes)
        return f"one of: {codes}", f"以下代码之一：{codes}"
    match kind.type:
        case "number":
            return (f"a number in {kind.unit}", f"数字（{kind.unit}）") if kind.unit else ("a number", "数字")
        case "date":
            return "a date such as 2027-02-10", "日期，例如 2027-02-10"
        case "set":
            return f"a text, at most {_MOST_CODES} to a cell", f"文本，每格最多 {_MOST_CODES} 个"
        case _:
            return f"a text of 1 to {_MOST_TEXT} characters", f" 1 至 {_MOST_TEXT} 个字符的文本"


def _first(wrong: pl.Series) -> int | None:
    """First row where it is true."""
    found = wrong.fill_null(value=False).arg_true()
    return int(found[0]) if len(found) else None


def _sets(layout: Layout, kind: FactKind, series: pl.Series, refuse: Refuse) -> dict[str, Any]:
    long = _first(series.list.len() > _MOST_CODES)
    if long is not None:
        raise refuse(long, f"{series.list.len()[long]} codes")
    if series.dtype == pl.List(pl.Null):
        series = series.cast(pl.List(pl.String))
    found = held(series, kind, layout.vocabulary.bits(kind.name), refuse, outside=kind.name in layout.sized)
    if kind.name not in layout.sets:
        return {}
    columns: dict[str, Any] = dict(zip(layout.lanes(kind.name), found.lanes, strict=True))
    columns[layout.complete(kind.name)] = found.complete
    if kind.name in layout.sized:
        columns[layout.size(kind.name)] = found.size
    return columns


def _days(series: pl.Series, column: Ordered, refuse: Refuse) -> NDArray[np.int32]:
    days = series
    if series.dtype == pl.String:
        days = series.str.to_date("%Y-%m-%d", strict=False)
        wrong = _first(series.is_not_null() & (days.is_null() | (days.dt.strftime("%Y-%m-%d") != series)))
        if wrong is not None:
            raise refuse(wrong, series[wrong])
    whole = days.to_physical()
    wrong = _first((whole < 1 - _FIRST_DAY) | (whole > date.max.toordinal() - _FIRST_DAY))
    if wrong is not None:
        raise refuse(wrong, int(whole[wrong]))
    return whole.fill_null(column.unknown).to_numpy().astype(np.int32)


def _texts(layout: Layout, kind: FactKind, series: pl.Series, refuse: Refuse) -> dict[str, Any]:
    name = kind.name
    words = tuple(kind.codes) if kind.type == "enum" else layout.values.get(name, ())
    number = series.cast(pl.Enum(words), strict=False).to_physical()
    if kind.type == "enum":
        wrong = _first(series.is_not_null() & number.is_null())
    else:
        series = series.cast(pl.String)
        length = series.str.len_chars()
        wrong = _first((length < 1) | (length > _MOST_TEXT))
    if wrong is not None:
        raise refuse(wrong, series[wrong])
    columns: dict[str, Any] = {}
    if name in layout.values:
        place = {word: n for n, word in enumerate(layout.values[name], 1)}
        meaning = np.array([*(place.get(word, 0) for word in words), 0], np.uint16)
        known = number.cast(pl.UInt32).fill_null(len(words)).to_numpy()
        columns[name] = _cells(meaning.take(known), series, layout.text(name))
    if name == t.HS_CODE and layout.headings is not None:
        codes = series.unique().drop_nulls()
        classes = pl.Series([layout.headings.of(code) for code in codes.to_list()], dtype=pl.UInt32)
        found = series.replace_strict(codes, classes, default=0, return_dtype=pl.UInt32).fill_null(0)
        column = layout.code()
        columns[column.column] = _cells(found.to_numpy(), series, column)
    return columns


def _cells(number: NDArray[Any], series: pl.Series, column: Ordered) -> NDArray[Any]:
    cells = number.astype(np.uint8 if column.width == 8 else np.uint16)  # noqa: PLR2004 - bits
    np.copyto(cells, column.unknown, where=series.is_null().to_numpy())
    return cells
