"""`greencard report`: what a verifier reads, with the checklist of the rule set."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from greencard.errors import Refused, declare
from greencard.interfaces import wiring_report
from greencard.interfaces.cli.new_file import target_of, write_new
from greencard.interfaces.cli.options import EnergyFile, FactorsFile, ReadingsFile, RuleSet, TrustFile
from greencard.interfaces.cli.terminal import Common, say
from greencard.interfaces.report_markdown import report_markdown

__all__ = ["report"]

EXISTS: Final = declare(
    "GC-CLI-018",
    Refused,
    en="{file} exists already; a report is never written over another.",
    zh="{file} 已存在；报告不会覆盖已有文件。",
    remedy_en="Give another name.",
    remedy_zh="请换一个文件名。",
)


def report(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    rules: RuleSet = "iso14067-2018",
    out: Annotated[
        Path | None,
        Parameter(
            name=("--out", "--output"),
            help=say("Markdown file to write; default: print.", "写出的 Markdown 文件；默认打印。"),
        ),
    ] = None,
    on: Annotated[
        date | None, Parameter(help=say("Date of the report (default: today).", "报告日期（默认今天）。"))
    ] = None,
    readings: ReadingsFile = None,
    energy: EnergyFile = None,
    factors: FactorsFile = None,
    trust: TrustFile = None,
    verified_by: Annotated[
        str, Parameter(help=say("Who verified the figure (ISO 14064-3).", "核查机构（ISO 14064-3）。"))
    ] = "",
    common: Common | None = None,
) -> None:
    """Report of ISO 14067 clause 7 (or GB/T 24067) with the 21-point checklist; met, not met or open."""
    options = common or Common()
    terminal = options.terminal
    if out is not None:
        target_of(out)
    name, found, warnings = wiring_report.report_file(
        file,
        rules=rules,
        readings=readings,
        on=on,
        verified_by=verified_by,
        energy=energy,
        factors=factors,
        data=options.data,
        trust=trust,
    )
    for fault in warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    text = report_markdown(found, name, terminal.lang)
    if out is not None:
        write_new(out, text.encode("utf-8"), EXISTS)
    if terminal.as_json:
        terminal.emit(found)
    elif out is None:
        sys.stdout.write(text)
    else:
        met, of = sum(point.status == "met" for point in found.checklist), len(found.checklist)
        whole = "完整" if found.standing == "complete" else "不完整"
        terminal.lines(
            f"{out} written: {met} of {of} requirements met, report {found.standing}.",
            f"已写出 {out}：{of} 项要求中 {met} 项符合，报告{whole}。",
        )
