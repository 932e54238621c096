"""From the Commission's workbooks to a newer pack of border data, and what it would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from greencard.border.pack import parse_pack
from greencard.border.refresh import (
    Change,
    Workbook,
    benchmark_table,
    default_tables,
    differences,
    refreshed_files,
    version_of,
)
from greencard.errors import Place, Refused, declare
from greencard.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencard.border import BorderPack

__all__ = ["BorderImport", "plan_import", "provenance"]

NO_BENCHMARK = declare(
    "GC-SVC-050",
    Refused,
    en="The workbook prints default values for {count} codes without a benchmark, such as {code}.",
    zh="工作簿中有 {count} 个编码有默认值而无基准值，例如 {code}。",
    remedy_en="Import the Commission's workbook of benchmarks with it (--benchmarks): these goods then have a price.",
    remedy_zh="请同时导入欧盟委员会的基准值工作簿（--benchmarks），否则这些货物无法计价。",
)


class BorderImport(Value, frozen=True, kw_only=True):
    """A pack that could be written: which workbook, which version, and every value it changes."""

    workbook: str
    sha256: str
    version: str
    """As the sheet “Version History” writes it; may be empty."""
    day: date
    """Of that version."""
    benchmarks_workbook: str = ""
    benchmarks_sha256: str = ""
    countries: int
    rows: int
    dataset_before: str
    dataset_after: str
    changes: tuple[Change, ...]


def plan_import(
    pack: BorderPack,
    workbook: Workbook,
    *,
    benchmarks: Workbook | None = None,
    accept_removed: bool = False,
) -> tuple[BorderImport, dict[str, bytes]]:
    """What the workbook would make of the pack in use, and the files of the new pack; nothing is written.

    The new pack has been read back whole: every table of it loads, so a pack that cannot be used is never offered.

    Raises:
        InvalidInput: whatever `version_of`, `default_tables` and `benchmark_table` refuse; codes that no reader of the
            pack takes (GC-BRD-010).
        Refused: a new code with default values has no benchmark (GC-SVC-050).
        NotVerified: a file of the pack in use was changed (GC-BRD-011).
    """
    version = version_of(workbook)
    names = {iso: place.default_table for iso, place in pack.territories.items()}
    tables = default_tables(workbook, names, may_lack=accept_removed)
    table = None if benchmarks is None else benchmark_table(benchmarks)
    second = None if benchmarks is None or table is None else (benchmarks, table)
    files = refreshed_files(pack, workbook, version, tables, second)
    after = parse_pack(files)
    for origin in tables.countries:
        after.default_table(origin)
    _priceable(pack, after, workbook.file)
    plan = BorderImport(
        workbook=workbook.file,
        sha256=workbook.sha256,
        version=version.number,
        day=version.day,
        benchmarks_workbook=benchmarks.file if benchmarks else "",
        benchmarks_sha256=benchmarks.sha256 if benchmarks else "",
        countries=len(tables.countries) - 1,
        rows=sum(len(rows) for rows in tables.countries.values()),
        dataset_before=pack.dataset,
        dataset_after=after.dataset,
        changes=differences(pack, after),
    )
    return plan, files


def _priceable(before: BorderPack, after: BorderPack, file: str) -> None:
    new = [cn for cn in after.goods if cn not in before.goods]
    lacking = [cn for cn in new if not any(code.startswith(cn[:8]) for code in after.benchmarks)]
    if lacking:
        raise NO_BENCHMARK.at(Place(file=file), count=len(lacking), code=lacking[0])


def provenance(plan: BorderImport, written: date) -> Mapping[str, Any]:
    """What is put beside the pack for a person who finds the folder: source, version, day of import; no part of it."""
    return {
        "what": "Border data of greencard, imported from a workbook of the European Commission",
        "workbook": plan.workbook,
        "sha256": plan.sha256,
        "version": plan.version,
        "version_day": plan.day,
        "benchmarks_workbook": plan.benchmarks_workbook,
        "benchmarks_sha256": plan.benchmarks_sha256,
        "imported_on": written,
        "dataset": plan.dataset_after,
        "dataset_before": plan.dataset_before,
        "changes": len(plan.changes),
    }
