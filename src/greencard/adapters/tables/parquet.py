"""Parquet: a file as lines, whose figures stay columns and whose texts become dictionaries; answers as a file."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PanicException, PolarsError

from greencard.adapters.tables.codes import NOT_READABLE
from greencard.adapters.tables.writing import FIELDS
from greencard.border.figures import EXACT
from greencard.border.lines import (
    BELOW_ZERO,
    Columns,
    Defaults,
    FinerMass,
    Lines,
    columns_of,
    lines_of_rows,
    too_many_rows,
)
from greencard.border.singly import ROW_STATUSES
from greencard.border.table import NOT_KNOWN, REFUSALS, ExactColumn, Words
from greencard.errors import Fault, GreencardError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from greencard.border.answered import AnsweredLines
    from greencard.errors import Lang

__all__ = ["MAX_PARQUET_ROWS", "lines_of_parquet", "parquet_of"]

MAX_PARQUET_ROWS: Final = 20_000_000
_MOST_WORDS: Final = 2_000_000
_MOST_UNITS: Final = 10**12
"""Whole kg or t beyond which a figure is looked at by itself."""
_EXACT: Final = 2.0**53
_MOST_ODD: Final = 200_000
"""Rows that are looked at by themselves; with more of them every row is."""
_SCALE: Final = 15
_LOW: Final = 10**9
_TOO_LARGE: Final = Decimal(10) ** 22
"""No amount that is answered comes near it; a row that states such a figure is refused."""
_FIRST_ROW: Final = 1


def lines_of_parquet(path: Path, defaults: Defaults) -> Lines:
    """Lines of a Parquet file; its row 1 is the first line.

    Codes and origins are texts (a code may be a whole number), masses numbers, days dates or texts. A row with a figure
    finer than a gram, or none, is looked at by itself; where a column is of another type, every cell is, as in CSV.

    Raises:
        InvalidInput: no Parquet file (GC-BRD-068), columns (060), too many rows (064).
    """
    file = str(path)
    _outlived(path)
    try:
        scan = pl.scan_parquet(path, glob=False)
        names = scan.collect_schema().names()
        columns = columns_of(names, file, defaults)
        rows = int(scan.select(pl.len()).collect().item())
        if rows > MAX_PARQUET_ROWS:
            raise too_many_rows(file, MAX_PARQUET_ROWS)
        frame = scan.select([names[at] for at in columns.at.values()]).collect()
    except GreencardError:
        raise
    except (PolarsError, PanicException, OSError, ValueError, OverflowError) as error:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise NOT_READABLE.at(Place(file=file), kind="Parquet", what=what) from None
    frame.columns = list(columns.at)
    cells = Columns({name: at for at, name in enumerate(columns.at)}, columns.written, columns.ignored)
    return _by_columns(frame, cells, file, defaults) or lines_of_rows(
        cells, enumerate(frame.iter_rows(), _FIRST_ROW), file, defaults, MAX_PARQUET_ROWS
    )


_TRIAL: Final = "import sys, polars; polars.scan_parquet(sys.argv[1], glob=False).collect()"
_LONGEST_TRIAL: Final = 300


def _outlived(path: Path) -> None:
    """Read the file in a process of its own first: damaged pages make the library end its process, not raise.

    Raises:
        InvalidInput: that process did not live to see the end of the file (GC-BRD-068).
    """
    if not sys.executable:
        return
    command = [sys.executable, "-I", "-c", _TRIAL, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, the path is an argument and no shell reads it
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_LONGEST_TRIAL
        )
    except subprocess.TimeoutExpired:
        raise NOT_READABLE.at(Place(file=str(path)), kind="Parquet", what="reading it does not end") from None
    if done.returncode not in {0, 1}:  # what is only refused is refused again below, with its reason
        raise NOT_READABLE.at(Place(file=str(path)), kind="Parquet", what="its pages are damaged")


def _by_columns(frame: pl.DataFrame, columns: Columns, file: str, defaults: Defaults) -> Lines | None:
    """Lines without a look at most single cells; None where a column is of a type that needs one."""
    mass, importer, days = _grams(frame, "kg", "t"), _grams(frame, "importer_kg", "importer_t"), _days(frame, defaults)
    texts = {name: _words(frame, name, default) for name, default in _defaults(defaults).items()}
    if mass is None or importer is None or days is None or any(found is None for found in texts.values()):
        return None
    words = {name: found for name, found in texts.items() if found is not None}
    (mass_g, mass_odd, _), (importer_g, importer_odd, none) = mass, importer
    importer_g = np.where(none, NOT_KNOWN, np.where(importer_g == NOT_KNOWN, BELOW_ZERO, importer_g))
    on, no_day = days
    odd = np.flatnonzero(mass_odd | (importer_odd & ~none) | no_day)
    if len(odd) > _MOST_ODD:
        return None
    finer: dict[int, FinerMass] = {}
    faults: dict[int, Fault] = {}
    if len(odd):
        numbered = zip((odd + _FIRST_ROW).tolist(), frame[odd.tolist()].iter_rows(), strict=True)
        single = lines_of_rows(columns, numbered, file, defaults)
        at = (single.row - _FIRST_ROW).tolist()
        mass_g[at], importer_g[at] = single.mass_g, single.importer_g
        finer = {at[row]: found for row, found in single.finer.items()}
        faults = {at[row]: found for row, found in single.faults.items()}
    return Lines(
        cn=words["cn"],
        origin=words["origin"],
        to=words["to"],
        mass_g=mass_g,
        on=on,
        importer_g=importer_g,
        row=np.arange(_FIRST_ROW, frame.height + _FIRST_ROW, dtype=np.int64),
        importer=words["importer"] if "importer" in frame.columns else None,
        reference=frame["reference"].cast(pl.String, strict=False) if "reference" in frame.columns else None,
        finer=finer,
        faults=faults,
        ignored=columns.ignored,
    )


def _defaults(defaults: Defaults) -> dict[str, str]:
    return {"cn": "", "origin": defaults.origin, "to": defaults.to, "importer": ""}


def _grams(
    frame: pl.DataFrame, kg: str, tonnes: str
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Whole grams of a column in kg or t; which rows are no whole grams or no figure; which hold nothing.

    None where the column is of a type that is read cell by cell.
    """
    name = kg if kg in frame.columns else tonnes
    if name not in frame.columns:
        nothing = np.ones(frame.height, np.bool_)
        return np.zeros(frame.height, np.int64), nothing, nothing
    column = frame[name]
    none = column.is_null().to_numpy()
    per_unit = 1_000 if name == kg else 1_000_000
    if column.dtype.is_integer():
        units = column.cast(pl.Int64, strict=False)
        whole = units.fill_null(0).to_numpy()
        large = units.is_null().to_numpy() | (np.abs(whole // _MOST_UNITS) > 0)
        return np.where(large, 0, whole) * per_unit, large | none, none
    if column.dtype != pl.Float64:
        return None
    figures = column.fill_null(np.nan).to_numpy()
    with np.errstate(invalid="ignore", over="ignore"):
        grams = np.rint(figures * per_unit)
        # the shortest text of a figure is that of whole grams, and only then is it the same double
        odd = ~((grams / per_unit == figures) & (np.abs(grams) < _EXACT))
    return np.where(odd, 0.0, grams).astype(np.int64), odd, none


def _days(frame: pl.DataFrame, defaults: Defaults) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]] | None:
    """The days, and which rows have none; None where they are no column of dates."""
    if "on" not in frame.columns:
        return np.full(frame.height, np.datetime64(defaults.on, "D")), np.zeros(frame.height, np.bool_)
    if frame.schema["on"] != pl.Date:
        return None
    column = frame["on"] if defaults.on is None else frame["on"].fill_null(defaults.on)
    return column.to_numpy().astype("datetime64[D]"), column.is_null().to_numpy()


def _words(frame: pl.DataFrame, name: str, default: str) -> Words | None:
    """A column of texts as a dictionary; None where it holds neither texts nor whole numbers."""
    if name not in frame.columns:
        return Words(np.zeros(frame.height, np.int64), (default,))
    column = frame[name]
    if not (column.dtype in {pl.String, pl.Categorical} or column.dtype.is_integer()):
        return None
    texts = column.cast(pl.String).fill_null("")
    distinct = texts.unique()
    if distinct.len() > _MOST_WORDS:
        return None
    codes = texts.cast(pl.Enum(distinct)).to_physical().cast(pl.Int64).to_numpy()
    upper = name in {"origin", "to"}
    words = (word.strip() for word in distinct.to_list())
    return Words(codes, tuple((word.upper() if upper else word) or default for word in words))


def parquet_of(answered: AnsweredLines, lang: Lang) -> bytes:
    """The answers as Parquet, exact: money and tonnes are decimals of 15 places."""
    lines, table, size = answered.lines, answered.table, len(answered.lines)
    status = answered.status
    if table is None:
        cost = _decimals([answered.cost_at(row) for row in range(size)])
        certificates = _decimals([answered.certificates_at(row) for row in range(size)])
    else:
        cost = _patched(_exact(table.line_cost_eur), {row: one.cost for row, one in answered.singly.items()})
        owed = {row: one.certificates for row, one in answered.singly.items()}
        certificates = _patched(_exact(table.certificates_t), owed)
    refusal = (
        _constant("", size)
        if table is None
        else pl.Series(REFUSALS, dtype=pl.String).gather(table.refusal.astype(np.uint32))
    )
    regime = pl.Series(np.where((status == 0) | (status == len(ROW_STATUSES) - 1), 0, 1)).cast(pl.UInt32)
    named = pl.Series(["", "eu-cbam"], dtype=pl.String).gather(regime)
    reason = _constant("", size)
    if answered.singly:
        at = list(answered.singly)
        ones = list(answered.singly.values())
        refusal = refusal.scatter(at, [one.refusal for one in ones])
        named = named.scatter(at, [one.regime for one in ones])
        reason = reason.scatter(at, [one.reason.in_lang(lang) for one in ones])
    basis = np.where(answered.importer_g == NOT_KNOWN, 0, np.where(answered.by_file, 2, 1)).astype(np.uint32)
    states = pl.Series(ROW_STATUSES, dtype=pl.String).gather(status.astype(np.uint32))
    liable, exposed = status == ROW_STATUSES.index("liable"), status == ROW_STATUSES.index("threshold_unknown")
    nothing = (status >= 1) & (status <= ROW_STATUSES.index("exempt_de_minimis"))
    frame = pl.DataFrame(
        {
            "row": lines.row,
            "reference": _references(lines.reference, size),
            "cn": _texts(lines.cn),
            "origin": _texts(lines.origin),
            "to": _texts(lines.to),
            "net_mass_t": _patched(_tonnes(lines.mass_g, None), _finer_mass(answered)),
            "on": pl.Series(lines.on.astype("datetime64[D]")).cast(pl.Date),
            "importer_t": _patched(
                _tonnes(answered.importer_g, answered.importer_g != NOT_KNOWN), _finer_total(answered)
            ),
            "importer_basis": pl.Series(["", "stated", "file"], dtype=pl.String).gather(basis),
            "regime": named,
            "status": states,
            "cost": cost,
            "certificates_t": certificates,
            "refusal": refusal,
            "reason": reason,
            "liable": liable,
            "exposed": exposed,
            "nothing": nothing,
        }
    )
    none = pl.lit(None, dtype=pl.Decimal(38, _SCALE))
    zero = pl.lit(Decimal(0)).cast(pl.Decimal(38, _SCALE))
    frame = frame.with_columns(
        due_eur=pl.when("nothing").then(zero).when("liable").then("cost").otherwise(none),
        exposure_eur=pl.when("exposed").then("cost").otherwise(none),
    ).select(FIELDS)
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=1)
    return out.getvalue()


def _exact(column: ExactColumn) -> pl.Series:
    """Both limbs of an exact column as one decimal of 15 places; null where it is not known."""
    whole = pl.Series(column.millionths).cast(pl.Int128).to_frame("m").with_columns(r=pl.Series(column.rest))
    step = pl.lit("0.000000000000001").cast(pl.Decimal(38, _SCALE))
    units = pl.col("m") * pl.lit(_LOW, dtype=pl.Int128) + pl.col("r").cast(pl.Int128)
    known = pl.Series(column.known)
    found: pl.Series = whole.with_columns(k=known).select(
        x=pl.when("k").then(units.cast(pl.Decimal(38, 0)) * step).otherwise(None)
    )["x"]
    return found


def _tonnes(grams: NDArray[np.int64], known: NDArray[np.bool_] | None) -> pl.Series:
    step = pl.lit("0.000001").cast(pl.Decimal(38, _SCALE))
    value = pl.Series(grams).to_frame("g").select(x=pl.col("g").cast(pl.Decimal(38, 0)) * step)["x"]
    if known is None:
        return value
    return value.set(pl.Series(~known), None)


def _decimals(values: Sequence[Decimal | None]) -> pl.Series:
    """Exact decimals; a value finer than 15 places is cut to them, half up; one too large to be a mass is left out."""
    step = Decimal(1).scaleb(-_SCALE)
    cut = [
        None if value is None or abs(value) >= _TOO_LARGE else value.quantize(step, ROUND_HALF_UP, EXACT)
        for value in values
    ]
    return pl.Series(cut, dtype=pl.Decimal(38, _SCALE))


def _patched(column: pl.Series, by_row: dict[int, Decimal | None]) -> pl.Series:
    """The column with single rows replaced."""
    if not by_row:
        return column
    rows = pl.DataFrame({"i": list(by_row), "v": _decimals(list(by_row.values()))}).cast({"i": pl.UInt32})
    base = column.to_frame("x").with_row_index("i")
    joined = base.join(rows.with_columns(hit=True), on="i", how="left", maintain_order="left")
    return joined.select(x=pl.when("hit").then("v").otherwise("x"))["x"]


def _finer_mass(answered: AnsweredLines) -> dict[int, Decimal | None]:
    return {row: finer.mass_t for row, finer in answered.lines.finer.items()}


def _finer_total(answered: AnsweredLines) -> dict[int, Decimal | None]:
    finer = answered.lines.finer.items()
    return {row: one.importer_t for row, one in finer if one.importer_t is not None and not answered.by_file[row]}


def _texts(words: Words) -> pl.Series:
    values = pl.Series(words.words or ("",), dtype=pl.String)
    return values.gather(words.codes.astype(np.uint32))


def _references(given: Any, size: int) -> pl.Series:
    return _constant("", size) if given is None else pl.Series(given, dtype=pl.String).fill_null("")


def _constant(text: str, size: int) -> pl.Series:
    return pl.Series([text], dtype=pl.String).gather(np.zeros(size, np.uint32))
