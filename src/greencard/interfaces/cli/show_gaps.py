"""What a buyer asks, and the steps that would close the gaps, as a person reads them in a terminal."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from rich.text import Text as Rich

from greencard.interfaces.cli.show_assessment import hanging
from greencard.interfaces.words import BUYER_ANSWER, GATE_ANSWER, STEP_KIND
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import CriterionResult, Gap, GapStep, PillarReport

__all__ = ["show_buyer"]

_GLYPH: Final = {"yes": "✓", "no": "✗", "unknown": "?"}
_TENTH: Final = Decimal("0.1")
_SHARES: Final = (
    "recycled_",
    "post_consumer_",
    "packaging_plastic_share",
    "plastic_reduction",
    "labour_c",
    "community_c",
)


def show_buyer(terminal: Terminal, console: Console, report: PillarReport) -> None:
    """The answer of the profile and the gap list; nothing where no profile was given."""
    t, buyer = terminal.t, report.buyer
    if buyer is None:
        console.print()
        console.print(
            t(
                "For a buyer's answer and the steps that close the gaps: --profile supermarket-chain",
                "查看买家答复和补齐步骤：--profile supermarket-chain",
            ),
            style="dim",
        )
        return
    console.print()
    name = terminal.text(buyer.name)
    console.print(Rich.assemble((f"{name}: {terminal.text(BUYER_ANSWER[buyer.answer])}", "bold")))
    if buyer.points_needed > 0:
        low, high, needed = (_percent(share) for share in (buyer.points.low, buyer.points.high, buyer.points_needed))
        console.print(
            t(
                f"  weighted criteria reached: {low} to {high} %, needed {needed} %",
                f"  加权项已达到：{low} 至 {high}%，要求 {needed}%",
            )
        )
    rows = []
    for one in buyer.criteria:
        kind = t("required", "必须") if one.required else t(f"weight {one.weight:f}", f"权重 {one.weight:f}")
        rows.append(
            (
                f"  {_GLYPH[one.answer]}",
                Rich.assemble(terminal.text(one.label), (f"  {_tested(terminal, one)} · {kind}", "dim")),
            )
        )
    hanging(console, rows)
    if report.gaps:
        console.print()
        console.print(
            t(
                "What would close the gaps, the cheapest step first (costs: our estimates, to put them in order):",
                "如何补齐，从费用最低的开始（费用为我方估计，仅用于排序）：",
            ),
            style="bold",
        )
    if any(step.pointer for gap in report.gaps for step in gap.steps):
        console.print(
            t(
                "“at” is the place in the product file; a fact with a document is written "
                "{value: …, grade: E1, source: …}. greencard product check reads what you wrote.",
                "“位置”指写入商品文件的位置；有文件证明的写成 {值: ……, 等级: E1, 来源: ……}。"
                "写好后用 greencard product check 检查。",
            ),
            style="dim",
        )
    for gap in report.gaps:
        _gap(terminal, console, gap, next(one for one in buyer.criteria if one.id == gap.criterion))


def _tested(terminal: Terminal, one: CriterionResult) -> str:
    """The interval against the threshold, in the measure's own unit."""
    if one.bounds is None:
        return terminal.text(one.why)
    if one.measure == "ilo_gate":
        return terminal.text(GATE_ANSWER[one.answer])
    share = one.measure.startswith(_SHARES)
    unit = " %" if share else " g" if one.measure.endswith("_g") else ""
    scale = 100 if share else 1
    low = decimal_text((one.bounds.low * scale).quantize(_TENTH, ROUND_FLOOR))
    high = decimal_text((one.bounds.high * scale).quantize(_TENTH, ROUND_CEILING))
    found = low if one.bounds.low == one.bounds.high else f"{low} – {high}"
    return f"{found}{unit} ({one.op} {decimal_text(one.threshold * scale)}{unit})"


def _gap(terminal: Terminal, console: Console, gap: Gap, one: CriterionResult) -> None:
    t = terminal.t
    console.print(f"{_GLYPH[gap.answer]} {terminal.text(gap.label)}")
    if not gap.steps:
        console.print(t("  No step known here closes it.", "  没有已知步骤可以补齐。"), style="dim")
        return
    hanging(
        console,
        [
            (f"  {n}.", Rich.assemble(terminal.text(step.text), (f"  {_takes(terminal, step, one)}", "dim")))
            for n, step in enumerate(gap.steps, 1)
        ],
    )


def _takes(terminal: Terminal, step: GapStep, one: CriterionResult) -> str:
    """Cost class, time, what it closes and whether that is enough."""
    t = terminal.t
    share = one.measure.startswith(_SHARES)
    unit = t(" points", " 个百分点") if share else " g" if one.measure.endswith("_g") else ""
    scale = 100 if share else 1
    parts = [
        terminal.text(STEP_KIND[step.kind]),
        t(
            f"CNY {step.cost_low_cny:,f}–{step.cost_high_cny:,f}, about {step.days} day{'s' if step.days > 1 else ''}",
            f"{step.cost_low_cny:,f}–{step.cost_high_cny:,f} 元，约 {step.days} 天",
        ),
    ]
    if step.narrows_by and one.measure != "ilo_gate":
        width = decimal_text((step.narrows_by * scale).quantize(_TENTH, ROUND_FLOOR))
        parts.append(t(f"closes up to {width}{unit} of the interval", f"区间最多缩小 {width}{unit}"))
    if step.end_after is not None and one.measure != "ilo_gate":
        end = decimal_text((step.end_after * scale).quantize(_TENTH, ROUND_FLOOR))
        parts.append(t(f"then {end}{' %' if share else ''}", f"之后为 {end}{'%' if share else ''}"))
    parts.append(
        {
            "yes": t("enough", "即可满足"),
            "unknown": t("may be enough", "可能满足"),
            "no": t("not enough alone", "尚不足够"),
        }[step.enough]
    )
    if step.pointer:
        parts.append(t(f"at {step.pointer}", f"位置 {step.pointer}"))
    return " · ".join(parts)


def _percent(share: Decimal) -> str:
    return decimal_text((share * 100).quantize(_TENTH, ROUND_FLOOR))
