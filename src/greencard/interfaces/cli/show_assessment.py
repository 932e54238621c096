"""An assessment as a person reads it in a terminal: the figure, its range, where it comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.words import GRADE, MODE, RULE_SET, STAGE
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Assessment, DataQuality, ExplainNode, FootprintResult, LifeStageId

__all__ = ["disagreement", "hanging", "kg", "percent", "show_assessment", "show_explain", "show_quality", "show_tree"]

LATER: Final[dict[LifeStageId, Text]] = {
    "distribution": Text(en="transport to the buyer", zh="运往买方"),
    "use": Text(en="use", zh="使用"),
    "end_of_life": Text(en="end of life", zh="报废处置"),
}
_GWP = {"not stated": ("GWP not stated", "GWP 未注明"), "CO2 only": ("CO2 only", "仅 CO2")}
_WIDE = 100
_NARROW = 76
"""Terminals narrower than the first get shorter bars, narrower than the second none, so that no figure is cut short."""
_ENOUGH = 1000
"""Draws from which the ends of a sampled interval say something."""
_LEAST_SHARE = Decimal("0.005")
"""A measurement that would take away less of the doubt than this is not worth a line."""


def kg(value: Decimal, digits: int = 3) -> str:
    """Kg to three significant digits, the one rounding before the eye; small values keep their size."""
    rounded = significant(value, digits)
    places = max(0, digits - 1 - rounded.adjusted()) if rounded else 0
    return f"{rounded:.{min(places, 6)}f}" if rounded else "0"


def percent(share: Decimal) -> str:
    """A share as per cent with one decimal, rounded down: 28.47 % is never shown as 28.5 %."""
    return decimal_text((share * 100).quantize(Decimal("0.1"), rounding="ROUND_DOWN"))


def hanging(console: Console, rows: Sequence[tuple[str, Rich]]) -> None:
    """Amounts and what they are about, one below the other; long words wrap beside the amount, not below it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for amount, words in rows:
        table.add_row(amount, words)
    console.print(table)


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
    standard = RULE_SET.get(footprint.rules, footprint.rules)
    console.print(
        t(
            f"Counted: raw material to factory gate ({standard}). Not counted: shipping, use, disposal.",
            f"计入：从摇篮到大门（原材料至出厂）（{standard}）。未计入：销售运输、使用、废弃处置。",
        ),
        style="dim",
    )
    console.print()
    _stages(terminal, console, footprint)
    _drawn(terminal, console, footprint)
    bars = console.width >= _NARROW  # the marks explain the bars, which a narrow terminal has not
    solid, hatched, solid_zh, hatched_zh = (" (█)", " (░)", "（█）", "（░）") if bars else ("", "", "", "")
    console.print(
        t(
            f"{percent(footprint.measured_share)} % rests on measured or supplier data{solid}, the rest on published "
            f"averages{hatched}.",
            f"{percent(footprint.measured_share)}% 来自实测或供应商数据{solid_zh}，其余为公开平均值{hatched_zh}。",
        )
    )
    _electricity(terminal, console, footprint)
    _apart(terminal, console, assessment)
    _journey(terminal, console, assessment)
    _life_cycle(terminal, console, footprint)
    _sensitivities(terminal, console, footprint)
    show_quality(terminal, console, footprint.quality)
    _questions(terminal, console, footprint)
    _measurements(terminal, console, footprint)


def _stages(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    t = terminal.t
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    bar = 28 if console.width >= _WIDE else 10 if console.width >= _NARROW else 0
    table.add_column(t("Where it comes from", "排放来自哪里"), no_wrap=True)
    if bar:
        table.add_column("", no_wrap=True)
    table.add_column("kg CO2e", justify="right", no_wrap=True)
    table.add_column("", overflow="fold")  # alone gives way in a narrow terminal: a figure is never cut short
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
        drawn = ["█" * solid + "░" * hatched] if bar else []
        table.add_row(terminal.text(STAGE[stage.id]), *drawn, kg(stage.kg_co2e), Rich(basis, style="dim"))
    table.add_row(
        Rich(t("Total to the factory gate", "出厂合计"), style="bold"),
        *([""] if bar else []),
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


def disagreement(draws: int) -> tuple[str, str]:
    """What a sampled interval that lies more than a fifth from the calculated one says, in English and Chinese.

    The ends of a hundred draws lie that far off by chance (13 % is their standard error), those of a thousand hardly.
    """
    if draws < _ENOUGH:
        return (
            f"The two differ by more than 20 %; so few draws may by chance: take {_ENOUGH:,} or more.",
            f"两者相差超过 20%；抽样次数太少，可能出于偶然：请取 {_ENOUGH:,} 次以上。",
        )
    return (
        "The two differ by more than 20 %: trust the draws, and better the amounts that vary most.",
        "两者相差超过 20%：以抽样为准，并优先改善波动最大的数据。",
    )


def _drawn(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    """The sampled interval beside the analytic one, and whether they agree."""
    found = footprint.monte_carlo
    if found is None:
        return
    t, sampled, analytic = terminal.t, found.interval, footprint.interval
    console.print(
        t(
            f"Checked by {found.draws:,} draws (seed {found.seed}): {kg(sampled.low)} – {kg(sampled.high)}, median "
            f"{kg(found.median)}; calculated {kg(analytic.low)} – {kg(analytic.high)}.",
            f"抽样核对 {found.draws:,} 次（种子 {found.seed}）：{kg(sampled.low)} – {kg(sampled.high)}，中位数 "
            f"{kg(found.median)}；解析区间 {kg(analytic.low)} – {kg(analytic.high)}。",
        )
    )
    if not found.agrees:
        console.print(t(*disagreement(found.draws)), style="yellow")


def _life_cycle(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    """Stages after the gate under the record's scenarios; beside the figure, never in it."""
    found = footprint.life_cycle
    if found is None:
        return
    t = terminal.t
    console.print()
    console.print(
        t(
            f"With the stages after the gate, by the record's scenarios: {kg(found.total_kg_co2e)} kg "
            f"({kg(found.interval.low)} – {kg(found.interval.high)})",
            f"按记录的情景计入出厂后各阶段：{kg(found.total_kg_co2e)} kg"
            f"（{kg(found.interval.low)} – {kg(found.interval.high)}）",
        )
    )
    for stage in found.stages:
        scenario = terminal.text(stage.scenario)
        name = terminal.text(LATER[stage.id])
        console.print(
            Rich.assemble(f"  {kg(stage.kg_co2e):>8} kg  {name}", (f"  {scenario}" if scenario else "", "dim"))
        )
    if found.left_out:
        names = t(", ", "、").join(terminal.text(LATER[stage]) for stage in found.left_out)
        console.print(t(f"  Not a full footprint: without {names}.", f"  不是完整足迹：不含{names}。"), style="dim")


def _sensitivities(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    """The total under other choices the standard allows."""
    others = [other for other in footprint.sensitivities if other.total_kg_co2e != footprint.total_kg_co2e]
    if not others:
        return
    console.print()
    console.print(terminal.t("Under other choices that the standard allows:", "按标准允许的其他选择："))
    rows = []
    for other in others:
        apart = other.total_kg_co2e - footprint.total_kg_co2e
        sign = "+" if apart > 0 else "−"
        change = f"{sign}{kg(abs(apart))}"
        label = Rich.assemble(terminal.text(other.label), (f"  ({change})", "dim"))
        rows.append((f"  {kg(other.total_kg_co2e):>8} kg", label))
    hanging(console, rows)


def show_quality(terminal: Terminal, console: Console, found: DataQuality | None) -> None:
    """Data-quality ratings of a result, 1 best to 5."""
    if found is None:
        return
    t, tech, geo, temp = terminal.t, found.technological, found.geographical, found.temporal
    console.print()
    console.print(
        t(
            f"Data quality, 1 (best) to 5: technology {_rate(tech)}, place {_rate(geo)}, time {_rate(temp)} (PACT v3).",
            f"数据质量，1（最好）至 5：技术 {_rate(tech)}、地域 {_rate(geo)}、时间 {_rate(temp)}（PACT v3）。",
        )
    )


def _rate(value: Decimal) -> str:
    return f"{value:.1f}"


def _measurements(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    """The data whose better knowledge would narrow the interval most."""
    worth = [found for found in footprint.next_measurements[:3] if found.variance_share >= _LEAST_SHARE]
    if not worth:
        return
    t = terminal.t
    console.print()
    head = t("What to measure next (how far the upper end would come down):", "下一步测量什么（上限可下降多少）：")
    console.print(head, style="bold")
    rows = []
    for found in worth:
        about = t("factor", "因子") if found.about == "factor" else t("amount", "用量")
        share = percent(found.variance_share)
        of = t(f"({about}, {share} % of the doubt)", f"（{about}，占不确定性 {share}%）")
        rows.append((f"  − {kg(found.kg_co2e)} kg", Rich.assemble(f"{terminal.text(found.label)} ", (of, "dim"))))
    hanging(console, rows)


def _questions(terminal: Terminal, console: Console, footprint: FootprintResult) -> None:
    if not footprint.questions:
        return
    console.print()
    console.print(terminal.t("What would make this figure better:", "哪些资料能让数字更准："), style="bold")
    stakes = [kg(asked.kg_co2e_at_stake) if asked.kg_co2e_at_stake else "?" for asked in footprint.questions[:5]]
    hanging(
        console,
        [
            (f"  ± {stake} kg", Rich(terminal.text(q.text)))
            for stake, q in zip(stakes, footprint.questions, strict=False)
        ],
    )
    rest = len(footprint.questions) - 5
    if rest > 0:
        console.print(
            terminal.t(f"  and {rest} smaller ones (--json)", f"  另有 {rest} 项较小（见 --json）"), style="dim"
        )


def show_explain(terminal: Terminal, console: Console, node: ExplainNode, depth: int = 0) -> None:
    """Print the tree of reasons; `show_tree` under the name it had."""
    del depth
    show_tree(terminal, console, node)


def show_tree(terminal: Terminal, console: Console, node: ExplainNode) -> None:
    """Print the tree of reasons: each number with its share and formula, each leaf with factor, year and source.

    In a narrow terminal the formula goes below its label, and the source below that.
    """
    whole = abs(node.kg_co2e)
    _branch(terminal, console, node, whole, ("", ""))


def _branch(terminal: Terminal, console: Console, node: ExplainNode, whole: Decimal, ahead: tuple[str, str]) -> None:
    """`ahead`: what stands before the node, and before the lines below it."""
    first, rest = ahead
    wide = console.width >= _WIDE
    mark = "█" if node.basis == "measured" else "░"
    share = f"{percent(abs(node.kg_co2e) / whole)} %" if whole else ""
    figures = f"{kg(node.kg_co2e, 4):>9} {share:>7} "
    inner = rest + ("│ " if node.children else "  ")
    margin = " " * len(figures)
    leaf_formula = node.formula if node.factor is not None or not node.children else ""
    text = Rich.assemble(
        (figures, "bold" if node.children else ""),
        (first, "dim"),
        (mark + " ", "dim"),
        (terminal.text(node.label), "bold" if node.children else ""),
        (f"  {leaf_formula}" if wide and leaf_formula else "", "dim"),
    )
    console.print(text, overflow="ellipsis", no_wrap=True)
    below = [] if wide or not leaf_formula else [leaf_formula]
    if node.factor is not None:
        f = node.factor
        year = f" {f.year}" if f.year else ""
        gwp = terminal.t(*_GWP.get(f.gwp, (f.gwp, f.gwp)))
        rated = f" · {_rated(terminal, node.quality)}" if node.quality is not None else ""
        below.append(f"{f.id} · {decimal_text(f.value)} {f.unit} · {f.region}{year} · {gwp}{rated} · {f.source}")
    for line in below:
        for part in _wrapped(line, max(24, console.width - len(margin) - len(inner) - 2)):
            console.print(Rich(f"{margin}{inner}  {part}", style="dim"), no_wrap=True, overflow="ellipsis")
    for k, child in enumerate(node.children):
        last = k == len(node.children) - 1
        _branch(terminal, console, child, whole, (rest + ("└ " if last else "├ "), rest + ("  " if last else "│ ")))


def _rated(terminal: Terminal, quality: DataQuality) -> str:
    """Data quality of a leaf in one word: technology, place, time."""
    rates = "/".join(decimal_text(q) for q in (quality.technological, quality.geographical, quality.temporal))
    return terminal.t(f"quality {rates}", f"数据质量 {rates}")


def _wrapped(line: str, width: int) -> list[str]:
    """The line in parts of at most `width` columns; Chinese characters take two."""
    parts = [""]
    for word in line.split(" "):
        joined = f"{parts[-1]} {word}" if parts[-1] else word
        if parts[-1] and cell_len(joined) > width:
            parts.append(word)
        else:
            parts[-1] = joined
    return parts
