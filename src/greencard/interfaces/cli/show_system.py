"""Footprints of a product system as a person reads them in a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.cli.show_assessment import disagreement, hanging, kg, percent, show_explain, show_quality
from greencard.interfaces.words import STAGE
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import SystemFootprint

__all__ = ["show_system"]

_ASKED = 5
_UNIT_ZH = {"piece": "件", "kg": "千克", "kWh": "千瓦时", "MJ": "兆焦", "m2": "平方米", "m3": "立方米", "tkm": "吨公里"}
_METHOD = {
    "mass": ("mass", "质量"),
    "energy": ("energy content", "热值"),
    "economic": ("economic value", "经济价值"),
    "stated": ("stated shares", "指定份额"),
}


def show_system(
    terminal: Terminal, console: Console, results: Sequence[SystemFootprint], *, explain: bool = False
) -> None:
    """Print each wanted output: its figure, where it comes from, how burdens were split, what other rules give."""
    for i, result in enumerate(results):
        if i:
            console.print()
        _one(terminal, console, result)
        if explain:
            console.print()
            show_explain(terminal, console, result.explain)


def _one(terminal: Terminal, console: Console, result: SystemFootprint) -> None:
    t = terminal.t
    title = Rich(terminal.text(result.name) or result.output, style="bold")
    if result.illustrative:
        title.append(f"   {t('ILLUSTRATIVE: made-up data', '示例：虚构数据')}", style="yellow")
    console.print(title)
    level = decimal_text(result.interval.level * 100)
    console.print(
        Rich.assemble(
            (kg(result.total_kg_co2e), "bold"),
            f" kg CO2e {t('per ', '每')}{t(result.unit, _UNIT_ZH.get(result.unit, result.unit))}   ",
            (f"{level} %: {kg(result.interval.low)} – {kg(result.interval.high)}", "dim"),
        )
    )
    _drawn(terminal, console, result)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(t("Where it comes from", "排放来自哪里"), no_wrap=True)
    table.add_column("kg CO2e", justify="right", no_wrap=True)
    for stage in result.stages:
        if stage.kg_co2e:
            table.add_row(terminal.text(STAGE[stage.id]), kg(stage.kg_co2e))
    console.print(table)
    share = percent(result.measured_share)
    console.print(t(f"{share} % rests on measured or supplier data.", f"{share}% 来自实测或供应商数据。"))
    _apart(terminal, console, result)
    _rules(terminal, console, result)
    show_quality(terminal, console, result.quality)
    questions = result.questions[:_ASKED]
    if questions:
        console.print(t("What would make this figure better:", "哪些资料能让数字更准："), style="bold")
        hanging(console, [(f"  ± {kg(q.kg_co2e_at_stake)} kg", Rich(terminal.text(q.text))) for q in questions])


def _drawn(terminal: Terminal, console: Console, result: SystemFootprint) -> None:
    t, found = terminal.t, result.monte_carlo
    if found is None:
        return
    agrees = t("agrees", "一致") if found.agrees else t("does not agree", "不一致")
    console.print(
        t(
            f"{found.draws} random draws: median {kg(found.median)}, {kg(found.interval.low)} – "
            f"{kg(found.interval.high)} ({agrees})",
            f"随机抽样 {found.draws} 次：中位数 {kg(found.median)}，{kg(found.interval.low)} – "
            f"{kg(found.interval.high)}（{agrees}）",
        ),
        style="dim",
        markup=False,
    )
    if not found.agrees:
        console.print(t(*disagreement(found.draws)), style="yellow")


def _apart(terminal: Terminal, console: Console, result: SystemFootprint) -> None:
    t, parts = terminal.t, result.components
    if parts.biogenic_uptake or parts.biogenic_emissions:
        console.print(
            t(
                f"Apart, not in the figure: {kg(-parts.biogenic_uptake)} kg CO2 taken up by what grew, "
                f"{kg(parts.biogenic_emissions)} kg of it let out on the way.",
                f"单独列示，不计入上方数字：生物质吸收 {kg(-parts.biogenic_uptake)} kg CO2，"
                f"途中释放 {kg(parts.biogenic_emissions)} kg。",
            )
        )


def _rules(terminal: Terminal, console: Console, result: SystemFootprint) -> None:
    """The rules on the way to this output, and the figure under each other rule the data allow."""
    t = terminal.t
    for shared in result.allocations:
        en, zh = _METHOD[shared.method]
        process = terminal.text(shared.process_name) or shared.process
        output = terminal.text(shared.output_name) or shared.output
        console.print(
            t(
                f"{process}: {output} bears {_share(shared.share)} % of what is shared (by {en}).",
                f"{process}：{output}承担共同负担的 {_share(shared.share)}%（按{zh}）。",
            ),
            style="dim",
            markup=False,
        )
    for other in result.sensitivities:
        apart = other.total_kg_co2e - result.total_kg_co2e
        sign = "+" if apart >= 0 else "−"
        console.print(
            t(
                f"  {terminal.text(other.label)}: {kg(other.total_kg_co2e)} kg ({sign}{_size(apart)})",
                f"  {terminal.text(other.label)}：{kg(other.total_kg_co2e)} kg（{sign}{_size(apart)}）",
            ),
            markup=False,
        )


def _share(share: Decimal) -> str:
    """A share as per cent, to the nearest tenth: parts of a whole are not each rounded down."""
    return decimal_text((share * 100).quantize(Decimal("0.1")))


def _size(apart: Decimal) -> str:
    return kg(abs(apart))
