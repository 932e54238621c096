"""An assessment as a person reads it in a terminal: the figure, its range, where it comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.words import GRADE, MODE, STAGE
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Assessment, ExplainNode, FootprintResult

__all__ = ["kg", "show_assessment", "show_explain"]

_WIDE = 100
"""Terminals narrower than this get shorter bars, so that no row wraps."""


def kg(value: Decimal, digits: int = 3) -> str:
    """Kg to three significant digits, the one rounding before the eye; small values keep their size."""
    rounded = significant(value, digits)
    places = max(0, digits - 1 - rounded.adjusted()) if rounded else 0
    return f"{rounded:.{min(places, 6)}f}" if rounded else "0"


def percent(share: Decimal) -> str:
    """A share as per cent with one decimal, rounded down: 28.47 % is never shown as 28.5 %."""
    return decimal_text((share * 100).quantize(Decimal("0.1"), rounding="ROUND_DOWN"))


def show_assessment(terminal: Terminal, console: Console, assessment: Assessment) -> None:
    """Print one assessment."""
    t, product, footprint = terminal.t, assessment.product, assessment.footprint
    title = Rich(terminal.text(product.name), style="bold")
    if assessment.illustrative:
        title.append(f"   {t('ILLUSTRATIVE: made-up data', '示例：虚构数据')}", style="yellow")
    console.print(title)
    unit = terminal.text(footprint.declared_unit).removeprefix("1 ")
    level = decimal_text(footprint.interval.level * 100)
    console.print(
        Rich.assemble(
            (kg(footprint.total_kg_co2e), "bold"),
            f" kg CO2e {t('per ', '每')}{unit}   ",
            (f"{level} %: {kg(footprint.interval.low)} – {kg(footprint.interval.high)}", "dim"),
        )
    )
    console.print(
        t(
            "Counted: raw material to factory gate (ISO 14067:2018). Not counted: shipping, use, disposal.",
            "计入：从摇篮到大门（原材料至出厂）（ISO 14067:2018）。未计入：销售运输、使用、废弃处置。",
        ),
        style="dim",
    )
    console.print()
    _stages(terminal, console, footprint)
    console.print(
        t(
            f"{percent(footprint.measured_share)} % rests on measured or supplier data (█), the rest on published "
            "averages (░).",
            f"{percent(footprint.measured_share)}% 来自实测或供应商数据（█），其余为公开平均值（░）。",
        )
    )
    _electricity(terminal, console, footprint)
    _apart(terminal, console, assessment)
    _journey(terminal, console, assessment)
    _questions(terminal, console, footprint)


def _stages(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    t = terminal.t
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(t("Where it comes from", "排放来自哪里"), no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("kg CO2e", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    bar = 28 if console.width >= _WIDE else 10
    largest = max((stage.kg_co2e for stage in footprint.stages), default=Decimal(0))
    for stage in footprint.stages:
        solid, hatched = (
            int((part / largest * bar).to_integral_value()) if largest > 0 else 0
            for part in (stage.measured_kg_co2e, stage.default_kg_co2e)
        )
        basis = t(
            f"{kg(stage.measured_kg_co2e)} measured + {kg(stage.default_kg_co2e)} default",
            f"{kg(stage.measured_kg_co2e)} 实测 + {kg(stage.default_kg_co2e)} 缺省",
        )
        if stage.measured_kg_co2e == 0:
            basis = t("all default", "全部缺省") if stage.kg_co2e else t("nothing stated", "未填报")
        elif stage.default_kg_co2e == 0:
            basis = t("all measured", "全部实测")
        table.add_row(
            terminal.text(STAGE[stage.id]), "█" * solid + "░" * hatched, kg(stage.kg_co2e), Rich(basis, style="dim")
        )
    table.add_row(
        Rich(t("Total to the factory gate", "出厂合计"), style="bold"),
        "",
        Rich(kg(footprint.total_kg_co2e), style="bold"),
    )
    console.print(table)


def _electricity(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    t, electricity = terminal.t, footprint.electricity
    if electricity.kwh_per_unit == 0:
        line = t("Electricity: no process states any; none is counted.", "用电：各工序均未填写用电量，未计入。")
    elif electricity.treatment == "solar_interval_matched":
        line = t(
            f"Electricity: {percent(electricity.solar_share)} % from the own roof in the very interval it was used; "
            "power sold to the grid is not counted.",
            f"用电：{percent(electricity.solar_share)}% 来自屋顶光伏，且与用电同时发生；上网电量不计入。",
        )
    else:
        line = f"{t('Electricity: ', '用电：')}{terminal.text(electricity.reason)}"
    console.print(line)
    found = electricity.match
    if found is not None and found.missing_intervals:
        count, of = found.missing_intervals, found.missing_intervals + found.intervals
        console.print(
            t(
                f"{count} of {of} intervals of the period have no reading; they count as power from the grid.",
                f"计量期 {of} 个时段中有 {count} 个没有读数，按电网供电计。",
            ),
            style="dim",
        )


def _apart(terminal: Terminal, console: Console, assessment: Assessment) -> None:
    t, parts, materials = terminal.t, assessment.footprint.components, assessment.materials
    if parts.biogenic_uptake:
        console.print(
            t(
                f"Apart, not subtracted: the material holds about {kg(-parts.biogenic_uptake)} kg of CO2 that grew "
                "into it.",
                f"单独列示，不作扣减：材料中固定了约 {kg(-parts.biogenic_uptake)} kg CO2。",
            )
        )
    grade = terminal.text(GRADE[materials.recycled_grade])
    console.print(
        t(
            f"Recycled content {percent(materials.recycled_share)} % ({grade}); plastic: product "
            f"{kg(materials.product_plastic_kg)} kg, packaging {kg(materials.packaging_plastic_kg)} kg.",
            f"再生料 {percent(materials.recycled_share)}%（{grade}）；"
            f"塑料：产品 {kg(materials.product_plastic_kg)} kg，包装 {kg(materials.packaging_plastic_kg)} kg。",
        )
    )


def _journey(terminal: Terminal, console: Console, assessment: Assessment) -> None:
    t, chain, comparison = terminal.t, assessment.transport, assessment.comparison
    if chain is None or assessment.product.route is None:
        return
    legs = " + ".join(f"{terminal.text(MODE[e.mode])} {kg(e.wtw_kg_co2e * 1000)}" for e in chain.elements)
    console.print()
    console.print(
        t(
            f"Journey to {assessment.product.route.destination}, beside the figure above (ISO 14083, well to wheel): "
            f"{kg(chain.wtw_kg_co2e * 1000)} g = {legs}",
            f"运往 {assessment.product.route.destination}，不计入上方数字（ISO 14083，含燃料生产）："
            f"{kg(chain.wtw_kg_co2e * 1000)} g = {legs}",
        )
    )
    if comparison is not None:
        difference = comparison.avoided_kg_co2e * 1000
        word = t("less than", "少于") if difference >= 0 else t("MORE than", "多于")
        console.print(
            t(
                f"{kg(abs(difference))} g {word} the baseline “{comparison.baseline_name.in_lang('en')}” "
                f"({kg(comparison.baseline_kg_co2e * 1000)} g); a comparison, never netted.",
                f"比基准路线“{comparison.baseline_name.in_lang('zh')}”（{kg(comparison.baseline_kg_co2e * 1000)} g）"
                f"{'少' if difference >= 0 else '多'} {kg(abs(difference))} g；仅作比较，不作抵扣。",
            )
        )
        for note in comparison.notes:
            console.print(terminal.text(note), style="dim")


def _questions(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    if not footprint.questions:
        return
    console.print()
    console.print(terminal.t("What would make this figure better:", "哪些资料能让数字更准："), style="bold")
    for question in footprint.questions[:5]:
        stake = kg(question.kg_co2e_at_stake) if question.kg_co2e_at_stake else "?"
        console.print(f"  ± {stake} kg  {terminal.text(question.text)}", markup=False)
    rest = len(footprint.questions) - 5
    if rest > 0:
        console.print(
            terminal.t(f"  and {rest} smaller ones (--json)", f"  另有 {rest} 项较小（见 --json）"), style="dim"
        )


def show_explain(terminal: Terminal, console: Console, node: ExplainNode, depth: int = 0) -> None:
    """Print the tree of reasons: each number with its formula, factor, year and source."""
    mark = "█" if node.basis == "measured" else "░"
    console.print(
        Rich.assemble(
            "  " * depth,
            (f"{kg(node.kg_co2e, 4):>9} ", "bold" if node.children else ""),
            (mark + " ", "dim"),
            terminal.text(node.label),
            (f"  {node.formula}" if node.formula else "", "dim"),
        )
    )
    if node.factor is not None:
        f = node.factor
        console.print(
            f"{'  ' * depth}            {f.id} · {decimal_text(f.value)} {f.unit} · {f.region} {f.year or ''} · "
            f"{f.gwp} · {f.source}",
            style="dim",
            markup=False,
        )
    for child in node.children:
        show_explain(terminal, console, child, depth + 1)
