"""`greencard factors`: look for an emission factor, see everything about one, check a set of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from greencard.errors import Refused, declare
from greencard.interfaces import wiring_factors
from greencard.interfaces.cli.show_factors import show_checked, show_factor, show_found
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["check", "search", "show"]

_WARNED = 1
"""Exit status of a check that found something to decide on; 0: nothing."""
NOTHING_FOUND = declare(
    "GC-CLI-011",
    Refused,
    en="No factor answers to “{words}” with these limits.",
    zh="在这些条件下没有与“{words}”对应的因子。",
    remedy_en="Name the material plainly (such as polypropylene), or leave out --region, --kind, --unit or --recycled.",
    remedy_zh="请使用通用名称（如聚丙烯），或去掉 --region、--kind、--unit、--recycled。",
)


def search(
    *words: Annotated[str, Parameter(help=say("A material, country, fuel or process.", "材料、国家、燃料或工艺。"))],
    region: Annotated[
        str, Parameter(help=say("Only this region: CN, CN-ZJ, GB, GLO…", "仅限该地区：CN、CN-ZJ、GB、GLO……"))
    ] = "",
    recycled: Annotated[
        bool | None,
        Parameter(help=say("The recycled part (default: as the words say).", "再生部分（默认按文字判断）。")),
    ] = None,
    kind: Annotated[
        Literal["life-cycle", "direct", "fuel"] | None,
        Parameter(help=say("Only this kind of factor.", "仅限该类因子。")),
    ] = None,
    unit: Annotated[
        str, Parameter(help=say("Only per this unit: kg, kWh, m3, piece…", "仅限该单位：kg、kWh、m3、piece……"))
    ] = "",
    common: Common | None = None,
) -> None:
    """Factors that answer to words, best first, each with the reason."""
    terminal = (common or Common()).terminal
    asked = " ".join(words)
    found = wiring_factors.search(asked, region=region, recycled=recycled, kind=kind, unit=unit)
    processes = () if region or recycled is not None or kind or unit else wiring_factors.processes(asked)
    if not found and not processes:
        raise NOTHING_FOUND.at(words=asked[:80])
    if terminal.as_json:
        terminal.emit({"factors": found, "processes": processes})
        return
    show_found(terminal, terminal.console(), found, processes)


def show(
    factor_id: Annotated[str, Parameter(name="id", help=say("Id of the factor.", "因子编号。"))],
    *,
    used_in: Annotated[str, Parameter(help=say("Where it is used (default CN).", "使用地（默认 CN）。"))] = "CN",
    on_year: Annotated[
        int | None, Parameter(help=say("Year of use (default 2026).", "使用年份（默认 2026）。"))
    ] = None,
    common: Common | None = None,
) -> None:
    """Everything known of one factor: value, source, licence, boundary, GWP set, ratings, echoes, words."""
    terminal = (common or Common()).terminal
    shown = wiring_factors.show(factor_id, used_in=used_in.upper(), on_year=on_year)
    if terminal.as_json:
        terminal.emit(shown)
        return
    show_factor(terminal, terminal.console(), shown)


def check(
    file: Annotated[
        Path | None,
        Parameter(
            help=say("Your own factors (CSV); default: those that ship.", "自有因子（CSV）；默认检查随软件发布的因子。")
        ),
    ] = None,
    *,
    on_year: Annotated[
        int | None, Parameter(help=say("Year of use (default 2026).", "使用年份（默认 2026）。"))
    ] = None,
    all_notes: Annotated[
        bool, Parameter(name="--all", negative=(), help=say("List every note too.", "同时列出全部说明。"))
    ] = False,
    common: Common | None = None,
) -> None:
    """Echoes, mixed GWP sets, stale years, wide spreads. Exit status 1 where something asks for a decision."""
    terminal = (common or Common()).terminal
    checked = wiring_factors.check(file, on_year=on_year)
    if terminal.as_json:
        terminal.emit(checked)
    else:
        show_checked(terminal, terminal.console(), checked, every=all_notes)
    if checked.warned:
        sys.stdout.flush()
        sys.exit(_WARNED)
