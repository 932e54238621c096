"""`greencard border import`: newer border data from the Commission's workbooks, with every change shown first."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from greencard.interfaces import wiring_handover
from greencard.interfaces.cli.terminal import Common, say
from greencard.interfaces.printable import printable

if TYPE_CHECKING:
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.services.border_import import BorderImport

__all__ = ["import_workbook"]

_SHOWN: Final = 40
"""Changes shown to a person; all of them are in `--json`."""


def import_workbook(
    workbook: Annotated[Path, Parameter(help=say("Workbook of default values (.xlsx).", "默认值工作簿（.xlsx）。"))],
    *,
    out: Annotated[
        Path | None,
        Parameter(
            help=say(
                "New folder for the data; without it nothing is written.", "写出数据的新文件夹；不填则只显示变化。"
            )
        ),
    ] = None,
    benchmarks: Annotated[
        Path | None, Parameter(help=say("Workbook of benchmarks (.xlsx).", "基准值工作簿（.xlsx）。"))
    ] = None,
    border_pack: Annotated[
        Path | None, Parameter(help=say("Folder of data to start from.", "作为起点的数据文件夹。"))
    ] = None,
    accept_removed: Annotated[
        bool,
        Parameter(negative="", help=say("Accept that countries have no sheet any more.", "接受某些国家不再有工作表。")),
    ] = False,
    common: Common | None = None,
) -> None:
    """Show what a workbook of the Commission changes in the border data, and write the new data with --out."""
    terminal = (common or Common()).terminal
    plan, files = wiring_handover.import_plan(workbook, benchmarks, border_pack, accept_removed=accept_removed)
    if not terminal.as_json:
        _show(terminal, plan)
    if out is not None:
        wiring_handover.write_pack(out, plan, files)
    if terminal.as_json:
        fields = {name: getattr(plan, name) for name in plan.__struct_fields__}
        terminal.emit({**fields, "written": str(out) if out else None})
    elif out is not None:
        terminal.lines(
            f"{out} written, {len(files)} files. To use it: export GREENCARD_BORDER={shlex.quote(str(out.resolve()))}",
            f"已写出 {out}，共 {len(files)} 个文件。使用：export GREENCARD_BORDER={shlex.quote(str(out.resolve()))}",
        )
    else:
        terminal.lines(
            "Nothing was written; --out DIR writes the data.", "未写出任何文件；加 --out 文件夹 可写出数据。"
        )


def _show(terminal: Terminal, plan: BorderImport) -> None:
    t, console = terminal.t, terminal.console()
    version = f"{plan.version} ({plan.day})" if plan.version else str(plan.day)
    sha = plan.sha256[:16]
    console.print(
        t(
            f"{plan.workbook}: version {version}, {plan.countries} countries, {plan.rows} rows, sha256 {sha}…",
            f"{plan.workbook}：版本 {version}，{plan.countries} 个国家，{plan.rows} 行，sha256 {sha}…",
        ),
        markup=False,
    )
    if not plan.changes:
        console.print(t("It changes nothing against the data in use.", "与现用数据相比没有变化。"))
    else:
        _changes(terminal, plan)
    console.print(f"{plan.dataset_before} → {plan.dataset_after}", style="dim", soft_wrap=True)


def _changes(terminal: Terminal, plan: BorderImport) -> None:
    from rich.table import Table  # noqa: PLC0415 - `--json` never needs it

    t, console = terminal.t, terminal.console()
    kinds = {"added": t("added", "新增"), "removed": t("removed", "删除"), "changed": t("changed", "变更")}
    counts = Counter[str](change.kind for change in plan.changes)
    said = ", ".join(f"{counts[kind]} {word}" for kind, word in kinds.items() if counts[kind])
    tables = Counter(change.table for change in plan.changes)
    console.print(t(f"Changes: {said}; by table:", f"变化：{said}；按表："), markup=False)
    console.print("  " + ", ".join(f"{table} {count}" for table, count in tables.most_common()), markup=False)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in (t("table", "表"), t("code", "编码"), t("what", "内容"), t("before", "原"), t("after", "新")):
        table.add_column(name, overflow="fold")
    for change in plan.changes[:_SHOWN]:
        what = f"{kinds[change.kind]} {change.field}" if change.field != "row" else kinds[change.kind]
        table.add_row(change.table, change.cn, what, printable(change.before), printable(change.after))
    console.print(table)
    if len(plan.changes) > _SHOWN:
        rest = len(plan.changes) - _SHOWN
        console.print(t(f"… and {rest} more (--json lists all).", f"……另有 {rest} 项（--json 列出全部）。"))
