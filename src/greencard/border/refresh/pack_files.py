"""The files of a new pack: those of the pack in use, with the tables a workbook prints.

A row that prints what the pack already holds keeps its mark, because how it was checked has not changed; any other row
gets a mark that names the workbook. A workbook that changes nothing gives the same bytes and so the same dataset.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from greencard.border.edition import workbook_source
from greencard.border.pack import ANNEX_IV, BENCHMARKS, BY_OPERATOR, BorderPack
from greencard.border.records import DefaultRow
from greencard.border.refresh.benchmark_table import BenchmarkTable
from greencard.border.refresh.cells import Workbook
from greencard.border.refresh.default_tables import Printed, Tables
from greencard.border.refresh.version import WorkbookVersion

__all__ = ["refreshed_files"]

_MARK: Final = re.compile(r"k(\d+)")
_DESCRIPTION: Final = 200
_DEFAULTS: Final = ("cn_code", "direct", "indirect", "total", "route", "checked")
_OF_BENCHMARKS: Final = (BENCHMARKS, "eu/codes.csv")
_BENCHMARKS: Final = ("cn_code", "column", "route", "years", "benchmark")


def refreshed_files(
    pack: BorderPack,
    workbook: Workbook,
    version: WorkbookVersion,
    tables: Tables,
    benchmarks: tuple[Workbook, BenchmarkTable] | None = None,
) -> dict[str, bytes]:
    """Every file of the new pack by path, its manifest included; the pack in use is left as it is.

    Raises:
        NotVerified: a file of the pack in use is not the one its manifest names (GC-BRD-011).
    """
    files = {path: pack.raw[path] for path in pack.files}
    note = f"{BY_OPERATOR} from the Commission workbook of {version.day} (sha256 {workbook.sha256}); not cross-checked"
    marks = dict(pack.marks)
    mark = next((known for known, text in marks.items() if text == note), f"k{_next(marks):02d}")
    for origin, rows in tables.countries.items():
        table = pack.default_table(origin)
        before = table.rows if table else {}
        lines = [_line(row, before.get(row.cn), mark) for row in rows]
        if any(line[-1] == mark for line in lines):
            marks[mark] = note
        files[f"eu/defaults/{origin}.csv"] = _csv(_DEFAULTS, lines)
    for path in [path for path in files if path.startswith("eu/defaults/")]:
        if path.removeprefix("eu/defaults/").removesuffix(".csv") not in tables.countries:
            del files[path]
    files["places.csv"] = _places(pack, tables)
    files[ANNEX_IV] = _csv(("cn_code", "value", "route"), tables.annex_iv)
    files["eu/goods.csv"] = _goods(pack, tables)
    files["eu/checked.csv"] = _csv(("mark", "text"), marks.items())
    if benchmarks is not None:
        _, table_of = benchmarks
        files[BENCHMARKS] = _csv(_BENCHMARKS, table_of.rows)
        described = [(cn, pack.codes.get(cn) or text[:_DESCRIPTION]) for cn, text in sorted(table_of.codes.items())]
        files["eu/codes.csv"] = _csv(("cn_code", "description"), described)
    source = workbook_source(version.day.isoformat(), workbook.sha256)
    second = source if benchmarks is None else workbook_source("", benchmarks[0].sha256)
    files["manifest.csv"] = _manifest(pack, files, source, second)
    return dict(sorted(files.items()))


def _next(marks: Iterable[str]) -> int:
    return max((int(found[1]) for mark in marks if (found := _MARK.fullmatch(mark))), default=0) + 1


def _line(row: Printed, before: DefaultRow | None, mark: str) -> tuple[str, ...]:
    printed = (row.cn, row.direct, row.indirect, row.total, row.route)
    if before is not None and printed == (before.cn, before.direct, before.indirect, before.total, before.route):
        return (*printed, before.mark)
    return (*printed, mark)


def _places(pack: BorderPack, tables: Tables) -> bytes:
    """Countries as they stand, without the table of one that the workbook has dropped."""
    lines = [
        (iso, place.name, place.eu_cbam, place.default_table if iso in tables.countries else "")
        for iso, place in pack.territories.items()
    ]
    return _csv(("iso", "name", "eu_cbam", "default_table"), lines)


def _goods(pack: BorderPack, tables: Tables) -> bytes:
    """Goods by code. Where one is known already, its sector and description stay: the sheets word them differently."""
    known = {line[0]: line for line in csv.reader(pack.raw["eu/goods.csv"].decode("utf-8").splitlines())}
    lines = [
        known.get(cn) or (good.cn, good.sector, good.description[:_DESCRIPTION])
        for cn, good in sorted(tables.goods.items())
    ]
    return _csv(("cn_code", "sector", "description"), lines)


def _manifest(pack: BorderPack, files: Mapping[str, bytes], source: str, benchmarks: str) -> bytes:
    """The files of the new pack; those that a workbook has changed name it as their source."""
    lines = []
    for path in sorted(files):
        if path == "manifest.csv":
            continue
        digest, listed = hashlib.sha256(files[path]).hexdigest(), pack.files.get(path)
        if listed is not None and listed.sha256 == digest:
            lines.append((path, listed.trust, listed.source, digest))
        else:
            lines.append((path, "imported", benchmarks if path in _OF_BENCHMARKS else source, digest))
    return _csv(("path", "trust", "source", "sha256"), lines)


def _csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8")
