"""A Parquet file as columns of lines: dates and figures stay columns, texts become dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from greencard.adapters.tables.codes import NO_TABLES, NOT_READABLE
from greencard.border.lines import Columns, Defaults, Lines, columns_of, lines_of_rows, too_many_rows
from greencard.border.table import NOT_KNOWN, Words
from greencard.errors import GreencardError, Place

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

__all__ = ["MAX_PARQUET_ROWS", "lines_of_parquet"]

MAX_PARQUET_ROWS: Final = 20_000_000
_MOST_WORDS: Final = 2_000_000
_MOST_KG: Final = 1e13
_MOST_G: Final = 10**15 + 1
_FIRST_ROW: Final = 1


def lines_of_parquet(path: Path, defaults: Defaults) -> Lines:
    """Lines of a Parquet file; its row 1 is the first line.

    Codes and origins are texts (a code may be a whole number), masses numbers, days dates or texts. Where a column of
    figures or days is of another type, the file is read cell by cell, as CSV is.

    Raises:
        InvalidInput: no Parquet file (GC-BRD-068), columns (060), too many rows (064).
        Unavailable: polars is not installed (GC-BRD-070).
    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra
        from polars.exceptions import PanicException, PolarsError  # noqa: PLC0415 - same
    except ModuleNotFoundError as error:
        raise NO_TABLES.at(kind="Parquet", missing=error.name) from None
    file = str(path)
    try:
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
        columns = columns_of(schema.names(), file, defaults)
        rows = int(scan.select(pl.len()).collect().item())
        if rows > MAX_PARQUET_ROWS:
            raise too_many_rows(file, MAX_PARQUET_ROWS)
        names = schema.names()
        frame = scan.select([names[at] for at in columns.at.values()]).collect()
        frame.columns = list(columns.at)
        plain = _by_columns(frame, columns, defaults)
        if plain is not None:
            return plain
        cells = Columns({name: at for at, name in enumerate(columns.at)}, columns.written, columns.ignored)
        return lines_of_rows(cells, enumerate(frame.iter_rows(), _FIRST_ROW), file, defaults, MAX_PARQUET_ROWS)
    except GreencardError:
        raise
    except (PolarsError, PanicException, OSError, ValueError, OverflowError) as error:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise NOT_READABLE.at(Place(file=file), kind="Parquet", what=what) from None


def _by_columns(frame: pl.DataFrame, columns: Columns, defaults: Defaults) -> Lines | None:
    """Lines without a look at any single cell; None where a column is of a type that needs one."""
    import polars as pl  # noqa: PLC0415 - the caller has it

    mass = _grams(frame, "kg", "t")
    importer = _grams(frame, "importer_kg", "importer_t", unknown=True)
    if mass is None or importer is None:
        return None
    on: NDArray[Any]
    if "on" in frame.columns:
        if frame.schema["on"] != pl.Date or (defaults.on is not None and frame["on"].null_count()):
            return None
        on = frame["on"].to_numpy().astype("datetime64[D]")
    else:
        on = np.full(frame.height, np.datetime64(defaults.on, "D"))
    words: dict[str, Words] = {}
    for name, default in (("cn", ""), ("origin", defaults.origin), ("to", defaults.to), ("importer", "")):
        found = _words(frame, name, default)
        if found is None:
            return None
        words[name] = found
    reference = frame["reference"].cast(pl.String) if "reference" in frame.columns else None
    return Lines(
        cn=words["cn"],
        origin=words["origin"],
        to=words["to"],
        mass_g=mass,
        on=on,
        importer_g=importer,
        row=np.arange(_FIRST_ROW, frame.height + _FIRST_ROW, dtype=np.int64),
        importer=words["importer"] if "importer" in frame.columns else None,
        reference=reference,
        ignored=columns.ignored,
    )


def _grams(frame: pl.DataFrame, kg: str, tonnes: str, *, unknown: bool = False) -> NDArray[np.int64] | None:
    """Whole grams of a column in kg or t; None where a figure is finer, none at all, or of another type."""
    name = kg if kg in frame.columns else tonnes if tonnes in frame.columns else ""
    if not name:
        return np.full(frame.height, NOT_KNOWN, np.int64) if unknown else None
    column = frame[name]
    per_unit = 1_000 if name == kg else 1_000_000
    if column.null_count() and not unknown:
        return None
    if column.dtype.is_integer():
        units = column.fill_null(NOT_KNOWN).cast(int, strict=False).fill_null(_MOST_G).to_numpy()
        whole = np.clip(units, -_MOST_G, _MOST_G // per_unit + 1) * per_unit
        return np.where(column.is_null().to_numpy(), NOT_KNOWN, np.clip(whole, -_MOST_G, _MOST_G))
    if not column.dtype.is_float():
        return None
    figures = column.fill_null(0.0).cast(float).to_numpy()
    if column.dtype.is_float() and str(column.dtype) != "Float64":
        return None
    if not np.isfinite(figures).all() or np.abs(figures).max(initial=0.0) > _MOST_KG / per_unit * 1_000:
        return None
    grams = np.rint(figures * per_unit)
    if not np.array_equal(grams / per_unit, figures):  # the shortest text of a figure has more digits than grams
        return None
    return np.where(column.is_null().to_numpy(), NOT_KNOWN, grams.astype(np.int64))


def _words(frame: pl.DataFrame, name: str, default: str) -> Words | None:
    """A column of texts as a dictionary; None where it holds neither texts nor whole numbers."""
    import polars as pl  # noqa: PLC0415 - the caller has it

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
