"""`greencard border report …` and `greencard border template`: what a supplier hands to its importer."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from cyclopts import Parameter

from greencard.interfaces import wiring_handover
from greencard.interfaces.cli.init import EXISTS
from greencard.interfaces.cli.new_file import target_of, write_new
from greencard.interfaces.cli.terminal import Common, say
from greencard.interfaces.printable import json_bytes, printable

if TYPE_CHECKING:
    from greencard.border.report import Checklist, ItemAnswer
    from greencard.interfaces.cli.terminal import Terminal

__all__ = ["actual", "check", "fill", "new", "outline", "schema", "template"]

_File = Annotated[Path, Parameter(help=say("Operator's report (YAML or JSON).", "运营者报告（YAML 或 JSON）。"))]
_Pack = Annotated[
    Path | None,
    Parameter(help=say("Folder of imported border data.", "已导入的边境数据文件夹。")),
]
_Out = Annotated[
    Path | None, Parameter(help=say("File to write; else the terminal.", "写出的文件；不填则输出到屏幕。"))
]
_HANDED_ON: Final = ("schema", "illustrative", "cn", "operator", "installation", "statement", "carbon_price")
_MARKS: Final = {"met": "✓", "missing": "✗", "inconsistent": "≠", "not_applicable": "–"}
_COLOURS: Final = {"met": "green", "missing": "red", "inconsistent": "yellow", "not_applicable": "dim"}


def new(
    file: Annotated[Path, Parameter(help=say("File to write.", "要写出的文件。"))] = Path("operator-report.yaml"),
    *,
    common: Common | None = None,
) -> None:
    """Write a starter report with a comment at its fields; never overwrites."""
    terminal = (common or Common()).terminal
    write_new(file, wiring_handover.new_report(terminal.lang).encode("utf-8"), EXISTS)
    if terminal.as_json:
        terminal.emit({"written": str(file)})
        return
    name = shlex.quote(str(file))
    terminal.lines(
        f"{file} written. Fill it in, then: greencard border report check {name}",
        f"已写出 {file}。填好后运行：greencard border report check {name}",
    )


def check(file: _File, *, border_pack: _Pack = None, common: Common | None = None) -> None:
    """Answer every item of Annex IV; exit status 2 while one is missing or does not agree."""
    terminal = (common or Common()).terminal
    report, checklist = wiring_handover.checked(file, border_pack)
    if terminal.as_json:
        terminal.emit({"file": str(file), "installation": report.installation.name, **_fields(checklist)})
    else:
        _show(terminal, file, checklist)
    if not checklist.complete:
        sys.exit(2)


def fill(
    data: Annotated[Path, Parameter(help=say("Process data (YAML or JSON).", "过程数据（YAML 或 JSON）。"))],
    *,
    process: Annotated[str, Parameter(help=say("Process of the finished good.", "成品的过程名称。"))] = "",
    out: _Out = None,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """Make a report from the operator's process data, as far as they go; as JSON."""
    terminal = (common or Common()).terminal
    report = wiring_handover.filled(data, process, border_pack)
    if out is None:
        terminal.emit(report)
        return
    write_new(out, msgspec.json.format(json_bytes(report), indent=2) + b"\n", EXISTS)
    if terminal.as_json:
        terminal.emit({"written": str(out)})
        return
    name = shlex.quote(str(out))
    terminal.lines(
        f"{out} written. What is still missing: greencard border report check {name}",
        f"已写出 {out}。查看还缺什么：greencard border report check {name}",
    )


def actual(
    file: _File,
    *,
    cn: Annotated[str, Parameter(help=say("CN code of the good.", "货物的 CN 编码。"))],
    draft: Annotated[
        bool,
        Parameter(
            negative="", help=say("Take an unfinished report, unverified.", "接受未完成的报告，按未经核查处理。")
        ),
    ] = False,
    out: _Out = None,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """What the report states of one good, as the JSON file that `border cost --actual` reads."""
    terminal = (common or Common()).terminal
    stated = wiring_handover.statement(file, cn, border_pack, draft=draft)
    found = {name: value for name in _HANDED_ON if (value := getattr(stated, name))}
    if out is None:
        terminal.emit(found)
        return
    write_new(out, msgspec.json.format(json_bytes(found), indent=2) + b"\n", EXISTS)
    if terminal.as_json:
        terminal.emit({"written": str(out)})
    else:
        terminal.lines(f"{out} written.", f"已写出 {out}。")


def outline(
    file: _File,
    *,
    summary: Annotated[
        bool, Parameter(negative="", help=say("The summary of point 1.2.", "第 1.2 点的摘要。"))
    ] = False,
    common: Common | None = None,
) -> None:
    """The report by the numbers of Annex IV, one field per item, as JSON."""
    (common or Common()).terminal.emit(wiring_handover.outlined(file, summary=summary))


def schema(*, common: Common | None = None) -> None:
    """Print the JSON Schema (draft 2020-12) of a report; each field names its item."""
    (common or Common()).terminal.emit(wiring_handover.schema())


def template(
    file: _File,
    *,
    workbook: Annotated[
        Path, Parameter(help=say("The Commission's template, version 2.1 (.xlsx).", "欧盟委员会模板 2.1 版（.xlsx）。"))
    ],
    out: Annotated[Path, Parameter(help=say("Workbook to write.", "要写出的工作簿。"))],
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """Put a report into the input cells of the communication template; formulas and all else stay as they are."""
    terminal = (common or Common()).terminal
    target_of(out)
    data, version, entries, unexpressed, left = wiring_handover.filled_template(file, workbook, border_pack)
    write_new(out, data, EXISTS)
    if terminal.as_json:
        terminal.emit(
            {
                "written": str(out),
                "template_version": version,
                "cells": entries,
                "left_alone": left,
                "not_expressed": unexpressed,
            }
        )
        return
    terminal.lines(
        f"{out} written: {len(entries)} cells of template {version}. Excel works the results out on opening.",
        f"已写出 {out}：填入模板 {version} 的 {len(entries)} 个单元格。打开时由 Excel 重新计算结果。",
    )
    if left:
        cells = ", ".join(left)
        terminal.lines(
            f"Left alone, a formula or merged cell stands there: {cells}", f"因有公式或合并单元格而未改动：{cells}"
        )
    console = terminal.console()
    if unexpressed:
        console.print(terminal.t("Not in the template:", "模板未能表达："))
    for one in unexpressed:
        console.print(f"  {printable(one.pointer)}  {terminal.text(one.why)}")


def _fields(checklist: Checklist) -> dict[str, object]:
    return {name: getattr(checklist, name) for name in checklist.__struct_fields__}


def _show(terminal: Terminal, file: Path, checklist: Checklist) -> None:
    console, t = terminal.console(), terminal.t
    for answer in checklist.items:
        _line(terminal, answer)
    if checklist.illustrative:
        console.print(
            t("Illustrative data: nothing may be declared on them.", "示例数据：不得用于申报。"), style="yellow"
        )
    counts = (checklist.met, checklist.missing, checklist.inconsistent, checklist.not_applicable)
    console.print(
        t(
            "{}: {} met, {} missing, {} do not agree, {} do not apply.",
            "{}：已满足 {} 项，缺失 {} 项，不一致 {} 项，不适用 {} 项。",
        ).format(file, *counts),
        markup=False,
    )
    console.print(
        t(
            "Whether the data are true is for an accredited verifier to say.",
            "数据是否属实由经认可的核查机构判断。",
        ),
        style="dim",
    )


def _line(terminal: Terminal, answer: ItemAnswer) -> None:
    console = terminal.console()
    console.print(_MARKS[answer.status], style=_COLOURS[answer.status], end=" ")
    console.print(f"{answer.item}  {terminal.text(answer.title)}", markup=False)
    for problem in answer.problems:
        remedy = terminal.text(problem.remedy)
        where = "" if problem.pointer in remedy else f" {problem.pointer}"
        console.print(f"    {terminal.text(problem.what)}{printable(where)}", markup=False)
        console.print(f"    → {remedy}", markup=False)
