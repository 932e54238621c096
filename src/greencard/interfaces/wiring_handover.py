"""Joins files, workbooks and folders to what a supplier hands over, and to the import of newer border data."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from greencard.errors import Refused, declare
from greencard.interfaces.printable import json_bytes
from greencard.interfaces.wiring import read_file, today

if TYPE_CHECKING:
    from greencard.border import BorderPack
    from greencard.border.refresh import Workbook
    from greencard.border.report import Checklist, OperatorReport
    from greencard.border.report.template import CellEntry, Unexpressed
    from greencard.errors import Lang
    from greencard.services.border_import import BorderImport
    from greencard.services.border_statement import BorderStatementFile

__all__ = [
    "border_data",
    "checked",
    "filled",
    "filled_template",
    "import_plan",
    "new_report",
    "outlined",
    "schema",
    "statement",
    "write_pack",
]

NOT_EMPTY = declare(
    "GC-CLI-040",
    Refused,
    en="{folder} exists and is not an empty folder; it was left as it is.",
    zh="{folder} 已存在且非空文件夹，未作改动。",
    remedy_en="Give a folder that is not there yet.",
    remedy_zh="请指定一个尚不存在的文件夹。",
)
PROVENANCE = "imported.json"
"""Beside the pack, for a person; no part of it."""


def border_data(folder: Path | None) -> BorderPack:
    """The border data of a folder, else those of this installation (`GREENCARD_BORDER`, else the shipped ones)."""
    from greencard.adapters.packs.border import border_pack, border_pack_in  # noqa: PLC0415 - loaded when asked for

    return border_pack() if folder is None else border_pack_in(folder)


def new_report(lang: Lang) -> str:
    """The commented starter report."""
    from greencard.adapters.packs.starter import report_starter  # noqa: PLC0415 - same

    return report_starter(lang)


def schema() -> dict[str, Any]:
    """JSON Schema of a report."""
    from greencard.border.report import report_schema  # noqa: PLC0415 - same

    return report_schema()


def checked(path: Path, folder: Path | None) -> tuple[OperatorReport, Checklist]:
    """A report file and the answer to every item."""
    from greencard.services.operator_report import checked_file  # noqa: PLC0415 - same

    return checked_file(_text(path), str(path), border_data(folder))


def filled(path: Path, process: str, folder: Path | None) -> OperatorReport:
    """The report of a file of process data."""
    from greencard.services.operator_report import filled_file  # noqa: PLC0415 - same

    return filled_file(_text(path), str(path), border_data(folder), process)


def outlined(path: Path, *, summary: bool) -> dict[str, Any]:
    """A report file by the numbers of Annex IV."""
    from greencard.services.operator_report import outlined as laid_out  # noqa: PLC0415 - same
    from greencard.services.operator_report import report_of  # noqa: PLC0415 - same

    return laid_out(report_of(_text(path), str(path)), summary=summary)


def statement(path: Path, cn: str, folder: Path | None, *, draft: bool) -> BorderStatementFile:
    """What a report file states of one good, as the file that `border cost --actual` takes."""
    from greencard.services.operator_report import report_of, statement_file  # noqa: PLC0415 - same

    return statement_file(report_of(_text(path), str(path)), cn, border_data(folder), draft=draft)


def filled_template(
    path: Path, workbook: Path, folder: Path | None
) -> tuple[bytes, str, list[CellEntry], list[Unexpressed], list[str]]:
    """The workbook with the report in it; its version, the cells, what has no cell, what was left alone."""
    from greencard.adapters.workbooks import read_workbook  # noqa: PLC0415 - same
    from greencard.adapters.workbooks.container import MAX_WORKBOOK_BYTES  # noqa: PLC0415 - same
    from greencard.adapters.workbooks.patch import patched  # noqa: PLC0415 - same
    from greencard.border.report.template import template_entries  # noqa: PLC0415 - same
    from greencard.border.report.template_shape import READ_SHEETS, check_template  # noqa: PLC0415 - same
    from greencard.services.operator_report import report_of  # noqa: PLC0415 - same

    report = report_of(_text(path), str(path))
    data = read_file(workbook, MAX_WORKBOOK_BYTES)
    version = check_template(read_workbook(data, str(workbook), READ_SHEETS))
    entries, unexpressed = template_entries(border_data(folder), report)
    cells: dict[str, dict[str, Any]] = {}
    for entry in entries:
        cells.setdefault(entry.sheet, {})[entry.cell] = entry.value
    written, left = patched(data, str(workbook), cells)
    alone = set(left)
    kept = [entry for entry in entries if f"{entry.sheet}!{entry.cell}" not in alone]
    return written, version, kept, unexpressed, left


def import_plan(
    workbook: Path, benchmarks: Path | None, folder: Path | None, *, accept_removed: bool
) -> tuple[BorderImport, dict[str, bytes]]:
    """What the workbooks would make of the border data in use, and the files of the new pack."""
    from greencard.services.border_import import plan_import  # noqa: PLC0415 - same

    second = _workbook(benchmarks) if benchmarks is not None else None
    return plan_import(border_data(folder), _workbook(workbook), benchmarks=second, accept_removed=accept_removed)


def write_pack(folder: Path, plan: BorderImport, files: dict[str, bytes]) -> None:
    """A new folder with the pack, whole or not at all.

    Raises:
        Refused: something stands there already (GC-CLI-040).
        OSError: it cannot be written there.
    """
    from greencard.services.border_import import provenance  # noqa: PLC0415 - same

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NOT_EMPTY.at(folder=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, data in files.items():
            file = made.joinpath(*name.split("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        note = msgspec.json.format(json_bytes(provenance(plan, today())), indent=2)
        (made / PROVENANCE).write_bytes(note + b"\n")
        made.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _workbook(path: Path) -> Workbook:
    from greencard.adapters.workbooks import read_workbook  # noqa: PLC0415 - same
    from greencard.adapters.workbooks.container import MAX_WORKBOOK_BYTES  # noqa: PLC0415 - same

    return read_workbook(read_file(path, MAX_WORKBOOK_BYTES), str(path))


def _text(path: Path) -> bytes:
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same

    return read_file(path, MAX_PRODUCT_BYTES)
