"""`greencard compare`: two products side by side, and what may be said of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.errors import Place
from greencard.interfaces import wiring_compare
from greencard.interfaces.cli.options import FactorsFile, TrustFile
from greencard.interfaces.cli.show_comparison import show_comparison
from greencard.interfaces.cli.terminal import Common, say
from greencard.quantity import parse_decimal

__all__ = ["compare"]


def compare(
    left: Annotated[Path, Parameter(help=say("Product file.", "商品文件。"))],
    right: Annotated[Path, Parameter(help=say("Product file to set beside it.", "用于对比的商品文件。"))],
    *,
    function: Annotated[
        str | None,
        Parameter(
            help=say(
                "What both do, such as “desk organiser, one piece”; default: the declared unit they share.",
                "两者共同实现的功能，例如“桌面收纳盒，1 件”；默认：两者共同的声明单位。",
            )
        ),
    ] = None,
    left_units: Annotated[
        str,
        Parameter(help=say("Declared units of LEFT that do it once.", "实现一次功能需要左侧商品的声明单位数。")),
    ] = "1",
    right_units: Annotated[
        str,
        Parameter(help=say("Declared units of RIGHT that do it once.", "实现一次功能需要右侧商品的声明单位数。")),
    ] = "1",
    on: Annotated[
        date | None, Parameter(help=say("Date of the assessments (default: today).", "核算日期（默认今天）。"))
    ] = None,
    factors: FactorsFile = None,
    trust: TrustFile = None,
    common: Common | None = None,
) -> None:
    """Set two products side by side per function: stages, the difference with its range, the sentence or why not."""
    options = common or Common()
    terminal = options.terminal
    found = wiring_compare.compare_files(
        left,
        right,
        function=function,
        left_units=parse_decimal(left_units, Place("--left-units")),
        right_units=parse_decimal(right_units, Place("--right-units")),
        on=on,
        factors=factors,
        data=options.data,
        trust=trust,
    )
    for fault in found.warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    if terminal.as_json:
        terminal.emit(found.comparison)
        return
    show_comparison(terminal, terminal.console(), found)
