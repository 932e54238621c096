"""Answers as a file: CSV, NDJSON, XLSX or Parquet. What a spreadsheet would take for a formula stays a text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.adapters.tables.codes import needs_tables
from greencard.border.answered import AnsweredLines, LineAnswer, LinesTotal
from greencard.border.figures import plain
from greencard.spreadsheet import unformulated

if TYPE_CHECKING:
    from greencard.errors import Lang

__all__ = ["FIELDS", "answers_as_bytes"]

FIELDS: Final = tuple(LineAnswer.__struct_fields__)
"""Columns of a file of answers."""


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
        with needs_tables("XLSX"):
            from greencard.adapters.tables.workbook import workbook_of  # noqa: PLC0415 - an extra
        return workbook_of(answered, total, lang)
    if ending == ".parquet":
        with needs_tables("Parquet"):
            from greencard.adapters.tables.parquet import parquet_of  # noqa: PLC0415 - an extra
        return parquet_of(answered, lang)
    return b"".join(msgspec.json.encode(_record(row, lang)) + b"\n" for row in answered.rows())


def _record(row: LineAnswer, lang: Lang) -> dict[str, Any]:
    """One row by column; decimals as plain text."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(row, name)
        values[name] = plain(value) if isinstance(value, Decimal) else value
    values["reason"] = row.reason.in_lang(lang)
    return values


def _csv(answered: AnsweredLines, lang: Lang) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for row in answered.rows():
        writer.writerow(_cell(value) for value in _record(row, lang).values())
    return out.getvalue().encode("utf-8-sig", "replace")  # Excel takes a file without the mark for another encoding


def _cell(value: Any) -> Any:
    return unformulated(value) if isinstance(value, str) else value
