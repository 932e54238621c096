"""`greencard assess`: footprint of a product file, with the reason for every number on request."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.interfaces import wiring
from greencard.interfaces.cli.show_assessment import show_assessment, show_explain
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["assess"]


def assess(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    on: Annotated[
        date | None, Parameter(help=say("Date of the assessment (default: today).", "核算日期（默认今天）。"))
    ] = None,
    readings: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Meter readings (CSV); default: the file the product names.", "电表读数（CSV）；默认用商品文件所写。"
            )
        ),
    ] = None,
    explain: Annotated[
        bool, Parameter(negative=(), help=say("Show where each number comes from.", "显示每个数字的来由。"))
    ] = False,
    common: Common | None = None,
) -> None:
    """Assess one product: breakdown by stage, share of measured data, what is default and what would improve it."""
    terminal = (common or Common()).terminal
    assessment, warnings = wiring.assess_file(file, readings=readings, on=on)
    for fault in warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    if terminal.as_json:
        terminal.emit(assessment)
        return
    console = terminal.console()
    show_assessment(terminal, console, assessment)
    if explain:
        console.print()
        show_explain(terminal, console, assessment.footprint.explain)
