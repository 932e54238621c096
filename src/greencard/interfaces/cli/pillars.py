"""`greencard pillars`: recycled content, work and community, plastic; what a buyer asks, what closes the gaps."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.errors import Place
from greencard.interfaces import wiring_pillars
from greencard.interfaces.cli.options import OwnRules
from greencard.interfaces.cli.terminal import Common, say
from greencard.quantity import parse_decimal

__all__ = ["pillars"]


def pillars(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    profile: Annotated[
        str,
        Parameter(
            help=say(
                "What a buyer asks: supermarket-chain, public-buyer, small-importer (illustrative), or your own file.",
                "买家要求：supermarket-chain、public-buyer、small-importer（示例），或自己的文件。",
            )
        ),
    ] = "",
    to: Annotated[
        str,
        Parameter(
            help=say(
                "Destinations whose bans count, such as DE,FR (default: every one held).",
                "计入哪些目的地的禁令，如 DE,FR（默认全部已收录）。",
            )
        ),
    ] = "",
    on: Annotated[
        date | None, Parameter(help=say("Day of the answer (default: today).", "答复日期（默认今天）。"))
    ] = None,
    utility: Annotated[
        str | None,
        Parameter(
            help=say(
                "Utility against the average product, for the circularity figure (default: 1).",
                "相对同类平均产品的效用，用于循环性数字（默认 1）。",
            )
        ),
    ] = None,
    pieces: Annotated[
        str | None,
        Parameter(help=say("Pieces in one declared unit.", "一个申报单位含多少件。")),
    ] = None,
    rules: OwnRules = None,
    common: Common | None = None,
) -> None:
    """Three intervals that evidence narrows, a buyer's answer, and the steps that close its gaps in order of cost."""
    terminal = (common or Common()).terminal
    report = wiring_pillars.pillars_file(
        file,
        profile=profile,
        destinations=tuple(code for code in to.replace("，", ",").replace("、", ",").split(",") if code.strip()),
        on=on,
        utility=None if utility is None else parse_decimal(utility, Place("--utility")),
        pieces=None if pieces is None else parse_decimal(pieces, Place("--pieces")),
        rules=rules,
    )
    if terminal.as_json:
        terminal.emit(report)
        return
    from greencard.interfaces.cli.show_pillars import show_pillars  # noqa: PLC0415 - loads rich

    show_pillars(terminal, terminal.console(), report)
