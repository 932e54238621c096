"""Answers as a file: CSV, NDJSON, XLSX or Parquet. What a spreadsheet would take for a formula stays a text."""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from greencard.adapters.tables.codes import NO_TABLES, TOO_MANY_TO_WRITE
from greencard.border.answered import ROW_STATUSES, AnsweredLines, LineAnswer, LinesTotal
from greencard.border.figures import EXACT, plain
from greencard.border.table import NOT_KNOWN, REFUSALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from greencard.border.table import ExactColumn, Words
    from greencard.errors import Lang

__all__ = ["answers_as_bytes", "unformulated"]

_FIELDS: Final = tuple(name for name in LineAnswer.__struct_fields__)
_MOST_ROWS: Final = 1_000_000
_MOST_TEXT: Final = 32_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""First characters that a spreadsheet may take for a formula, in their wide forms too."""
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.000001")
_MONEY: Final = frozenset({"due_eur", "exposure_eur"})
_SCALE: Final = 15
_LOW: Final = 10**9


def unformulated(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe before it where it begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def answers_as_bytes(answered: AnsweredLines, total: LinesTotal, ending: str, lang: Lang) -> bytes:
    """The file of answers in the format of a name's ending; reasons in one language.

    CSV, NDJSON and Parquet hold exact amounts; a workbook holds money in cents and tonnes to the gram.

    Raises:
        InvalidInput: more lines than a workbook holds (GC-BRD-071).
        Unavailable: the extra `[tables]` is missing (GC-BRD-070).
    """
    if ending == ".csv":
        return _csv(answered, lang)
    if ending == ".xlsx":
        return _workbook(answered, total, lang)
    if ending == ".parquet":
        return _parquet(answered, lang)
    return b"".join(msgspec.json.encode(_record(row, lang)) + b"\n" for row in answered.rows())


def _record(row: LineAnswer, lang: Lang) -> dict[str, Any]:
    """One row by column; decimals as plain text."""
    values: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(row, name)
        values[name] = plain(value) if isinstance(value, Decimal) else value
    values["reason"] = row.reason.in_lang(lang)
    return values


def _csv(answered: AnsweredLines, lang: Lang) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_FIELDS)
    for row in answered.rows():
        writer.writerow(_cell(value) for value in _record(row, lang).values())
    return out.getvalue().encode("utf-8-sig", "replace")  # Excel takes a file without the mark for another encoding


def _cell(value: Any) -> Any:
    return unformulated(value) if isinstance(value, str) else value


def _workbook(answered: AnsweredLines, total: LinesTotal, lang: Lang) -> bytes:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - same
    except ModuleNotFoundError as error:
        raise NO_TABLES.at(kind="XLSX", missing=error.name) from None
    if len(answered.lines) > _MOST_ROWS:
        raise TOO_MANY_TO_WRITE.at(most=_MOST_ROWS)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("lines")

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("\ufffd", unformulated(value))[:_MOST_TEXT])
        cell.data_type = "s"
        return cell

    sheet.append(_FIELDS)
    for row in answered.rows():
        cells = []
        for name in _FIELDS:
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


def _parquet(answered: AnsweredLines, lang: Lang) -> bytes:
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise NO_TABLES.at(kind="Parquet", missing=error.name) from None
    lines, table, size = answered.lines, answered.table, len(answered.lines)
    status = answered.status
    if table is None:
        cost = _decimals(pl, [answered.cost_at(row) for row in range(size)])
        certificates = _decimals(pl, [answered.certificates_at(row) for row in range(size)])
    else:
        cost = _patched(pl, _exact(pl, table.line_cost_eur), {row: one.cost for row, one in answered.singly.items()})
        owed = {row: one.certificates for row, one in answered.singly.items()}
        certificates = _patched(pl, _exact(pl, table.certificates_t), owed)
    refusals = ["" if table is None else REFUSALS[code] for code in ([] if table is None else range(len(REFUSALS)))]
    refusal = (
        pl.Series([""] * size, dtype=pl.String)
        if table is None
        else pl.Series(refusals, dtype=pl.String).gather(table.refusal.astype(np.uint32))
    )
    regime = pl.Series(np.where((status == 0) | (status == len(ROW_STATUSES) - 1), 0, 1)).cast(pl.UInt32)
    named = pl.Series(["", "eu-cbam"], dtype=pl.String).gather(regime)
    reason = pl.Series([""], dtype=pl.String).gather(np.zeros(size, np.uint32))
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
            "reference": _references(pl, lines.reference, size),
            "cn": _texts(pl, lines.cn),
            "origin": _texts(pl, lines.origin),
            "to": _texts(pl, lines.to),
            "net_mass_t": _patched(pl, _tonnes(pl, lines.mass_g, None), _finer_mass(answered)),
            "on": pl.Series(lines.on.astype("datetime64[D]")).cast(pl.Date),
            "importer_t": _patched(
                pl, _tonnes(pl, answered.importer_g, answered.importer_g != NOT_KNOWN), _finer_total(answered)
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
    ).select(_FIELDS)
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=1)
    return out.getvalue()


def _exact(pl: Any, column: ExactColumn) -> pl.Series:
    """Both limbs of an exact column as one decimal of 15 places; null where it is not known."""
    whole = pl.Series(column.millionths).cast(pl.Int128).to_frame("m").with_columns(r=pl.Series(column.rest))
    step = pl.lit("0.000000000000001").cast(pl.Decimal(38, _SCALE))
    units = pl.col("m") * pl.lit(_LOW, dtype=pl.Int128) + pl.col("r").cast(pl.Int128)
    known = pl.Series(column.known)
    found: pl.Series = whole.with_columns(k=known).select(
        x=pl.when("k").then(units.cast(pl.Decimal(38, 0)) * step).otherwise(None)
    )["x"]
    return found


def _tonnes(pl: Any, grams: NDArray[np.int64], known: NDArray[np.bool_] | None) -> pl.Series:
    step = pl.lit("0.000001").cast(pl.Decimal(38, _SCALE))
    value = pl.Series(grams).to_frame("g").select(x=pl.col("g").cast(pl.Decimal(38, 0)) * step)["x"]
    if known is None:
        return value  # type: ignore[no-any-return]  # polars arrives as Any
    return value.set(pl.Series(~known), None)  # type: ignore[no-any-return]  # same


def _decimals(pl: Any, values: Sequence[Decimal | None]) -> pl.Series:
    """Exact decimals; a value finer than 15 places is cut to them, half up."""
    step = Decimal(1).scaleb(-_SCALE)
    cut = [None if value is None else value.quantize(step, ROUND_HALF_UP, EXACT) for value in values]
    return pl.Series(cut, dtype=pl.Decimal(38, _SCALE))  # type: ignore[no-any-return]  # polars arrives as Any


def _patched(pl: Any, column: pl.Series, by_row: dict[int, Decimal | None]) -> pl.Series:
    """The column with single rows replaced."""
    if not by_row:
        return column
    rows = pl.DataFrame({"i": list(by_row), "v": _decimals(pl, list(by_row.values()))}).cast({"i": pl.UInt32})
    base = column.to_frame("x").with_row_index("i")
    joined = base.join(rows.with_columns(hit=True), on="i", how="left", maintain_order="left")
    return joined.select(x=pl.when("hit").then("v").otherwise("x"))["x"]  # type: ignore[no-any-return]  # same


def _finer_mass(answered: AnsweredLines) -> dict[int, Decimal | None]:
    return {row: finer.mass_t for row, finer in answered.lines.finer.items()}


def _finer_total(answered: AnsweredLines) -> dict[int, Decimal | None]:
    finer = answered.lines.finer.items()
    return {row: one.importer_t for row, one in finer if one.importer_t is not None and not answered.by_file[row]}


def _texts(pl: Any, words: Words) -> pl.Series:
    values = pl.Series(words.words or ("",), dtype=pl.String)
    return values.gather(words.codes.astype(np.uint32))  # type: ignore[no-any-return]  # same


def _references(pl: Any, given: Any, size: int) -> pl.Series:
    if given is None:
        return pl.Series([""], dtype=pl.String).gather(np.zeros(size, np.uint32))  # type: ignore[no-any-return]  # same
    return pl.Series(given, dtype=pl.String).fill_null("")  # type: ignore[no-any-return]  # same
