"""Files of lines for the tests of the border verbs: the same lines in every format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import polars as pl

from greencard.adapters.packs.border import border_pack
from greencard.border.answered import AnsweredLines, answer_lines
from greencard.border.lines import Defaults, Lines, columns_of, lines_of_rows

AS_OF = date(2026, 11, 23)
PACK = border_pack()
LIMIT = PACK.parameters.eu_threshold_t


def lines_of(rows: Sequence[Mapping[str, Any]], defaults: Defaults | None = None) -> Lines:
    """Lines of dictionaries, as a reader of a file would give them."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    given = defaults or Defaults()
    columns = columns_of(names, "lines.csv", given)
    cells = ((number, tuple(row.get(name) for name in names)) for number, row in enumerate(rows, 2))
    return lines_of_rows(columns, cells, "lines.csv", given)


def answered(rows: Sequence[Mapping[str, Any]], **options: Any) -> AnsweredLines:
    return answer_lines(PACK, lines_of(rows), as_of=options.pop("as_of", AS_OF), **options)


def as_csv(rows: Iterable[Mapping[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode(encoding)


def as_ndjson(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def as_xlsx(rows: Iterable[Mapping[str, Any]]) -> bytes:
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(names)
    for row in listed:
        sheet.append([row.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(list(rows), infer_schema_length=None).write_parquet(out)
    return out.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file
