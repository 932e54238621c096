"""Three pillars as a person reads them in a terminal: intervals drawn, what they rest on, what a buyer says."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from rich.text import Text as Rich

from greencard.interfaces.cli.show_assessment import hanging
from greencard.interfaces.cli.show_gaps import show_buyer
from greencard.interfaces.words import CHAIN_OF_CUSTODY, GATE, GATE_FACT, GRADE, RECYCLED_BASIS
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Bounds, PillarReport, RecycledPillar, SocialIndex, SocialPillar, Text

__all__ = ["show_pillars"]

_WIDE: Final = 100
_NARROW: Final = 60
_TENTH: Final = Decimal("0.1")
_GLYPH: Final = {"yes": "✓", "no": "✗", "unknown": "?"}


def show_pillars(terminal: Terminal, console: Console, report: PillarReport) -> None:
    """Print one report."""
    t = terminal.t
    title = Rich(terminal.text(report.name), style="bold")
    if report.illustrative:
        title.append(f"   {t('ILLUSTRATIVE: made-up data', '示例：虚构数据')}", style="yellow")
    console.print(title)
    unit = terminal.text(report.declared_unit).removeprefix("1 ")
    console.print(t(f"per {unit}, as of {report.as_of}", f"每{unit}，截至 {report.as_of}"), style="dim")
    _recycled(terminal, console, report.recycled)
    _social(terminal, console, report.social)
    _plastic(terminal, console, report)
    show_buyer(terminal, console, report)
    console.print()
    for text in report.not_said:
        console.print(terminal.text(text), style="dim")


def _bar(console: Console, low: Decimal, middle: Decimal, high: Decimal) -> str:
    """Parts of one: solid what evidence supports, hatched what is stated, dotted what may be; none when narrow."""
    width = 28 if console.width >= _WIDE else 14 if console.width >= _NARROW else 0
    solid, hatched = int(low * width), int(middle * width)
    dotted = hatched if high == middle else int((high * width).to_integral_value(ROUND_CEILING))
    drawn = "█" * solid + "░" * (hatched - solid) + "·" * (dotted - max(solid, hatched))
    return f"{drawn:<{width}}" if width else ""


def _low(share: Decimal) -> str:
    return decimal_text((share * 100).quantize(_TENTH, ROUND_FLOOR))


def _high(share: Decimal) -> str:
    return decimal_text((share * 100).quantize(_TENTH, ROUND_CEILING))


def _percents(bounds: Bounds) -> str:
    """A range in per cent, one decimal, its ends rounded outwards."""
    if bounds.low == bounds.high:
        return f"{_low(bounds.low)} %"
    return f"{_low(bounds.low)} – {_high(bounds.high)} %"


def _signed(reduction: Bounds) -> str:
    """The change against the reference in per cent, a true minus for less plastic; a range where it is one."""
    ends = [f"{(-end * 100).quantize(_TENTH):+f}".replace("-", "−") for end in (reduction.high, reduction.low)]
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]} … {ends[1]} %"


def _grams(bounds: Bounds) -> str:
    low = decimal_text(bounds.low.quantize(_TENTH, ROUND_FLOOR))
    high = decimal_text(bounds.high.quantize(_TENTH, ROUND_CEILING))
    return f"{low} g" if bounds.low == bounds.high else f"{low} – {high} g"


def _heading(terminal: Terminal, console: Console, en: str, zh: str) -> None:
    console.print()
    console.print(terminal.t(en, zh), style="bold")


def _recycled(terminal: Terminal, console: Console, pillar: RecycledPillar) -> None:
    t = terminal.t
    _heading(terminal, console, "Recycled content (mass balance, ISO 14021)", "再生料（质量平衡，ISO 14021）")
    names = {
        "product": t("product", "产品"),
        "sales_packaging": t("sales packaging", "销售包装"),
        "product_and_sales_packaging": t("both together", "两者合计"),
    }
    rows = []
    for share in pillar.shares:
        if share.mass_kg <= 0:
            continue
        drawn = _bar(console, share.verified, share.declared, share.possible)
        figures = t(
            f"verified {_low(share.verified)} %, declared {_low(share.declared)} %, at most {_high(share.possible)} %",
            f"已核实 {_low(share.verified)}%，声明 {_low(share.declared)}%，至多 {_high(share.possible)}%",
        )
        rows.append((f"  {names[share.of]}", Rich(f"{drawn} {figures}".strip())))
    hanging(console, rows)
    if console.width >= _NARROW:
        marks = t("█ verified, ░ declared, · not stated", "█ 已核实，░ 声明，· 未说明")
        console.print(f"  {marks}", style="dim")
    whole = pillar.whole
    console.print(
        t(
            f"  of both: post-consumer {_percents(whole.post_consumer)}, pre-consumer {_percents(whole.pre_consumer)}",
            f"  两者合计中：消费后 {_percents(whole.post_consumer)}，消费前 {_percents(whole.pre_consumer)}",
        )
    )
    lines = []
    for line in pillar.lines:
        if line.basis == "silent" or line.mass_kg <= 0:
            continue
        chain = CHAIN_OF_CUSTODY.get(line.chain_of_custody)
        words = [] if line.basis == "statement" else [terminal.text(RECYCLED_BASIS[line.basis])]
        words.append(terminal.text(line.why))
        words += [] if chain is None else [terminal.text(chain)]
        if line.rework_kg:
            rework = _low(line.rework_kg / line.mass_kg)
            words.append(t(f"{rework} % own regrind not counted", f"厂内回用 {rework}% 不计入"))
        stated = f"{_low(line.declared_kg / line.mass_kg)} %"
        lines.append((f"  {stated:>7}", Rich.assemble(line.material, (f"  {' · '.join(words)}", "dim"))))
    hanging(console, lines)
    for floor in pillar.floors:
        met = t("reached", "达到") if floor.met else t("not reached", "未达到")
        purpose = t(floor.purpose, {"claim": "声明", "label": "标签"}[floor.purpose])
        recalled = "" if floor.trust == "seen" else t(" (recalled)", "（凭记忆）")
        console.print(
            t(
                f"  {floor.scheme} asks {_low(floor.floor)} % for a {purpose}{recalled}: product "
                f"{_low(floor.share)} %, {met}",
                f"  {floor.scheme} {purpose}门槛 {_low(floor.floor)}%{recalled}：产品 {_low(floor.share)}%，{met}",
            ),
            style="dim",
        )
    circularity = pillar.circularity
    utility = decimal_text(circularity.utility)
    console.print(
        t(
            f"  Circularity (MCI, secondary): {_two(circularity.mci)}, utility {utility}",
            f"  循环性（MCI，次要指标）：{_two(circularity.mci)}，效用 {utility}",
        ),
        style="dim",
    )
    _notes(terminal, console, pillar.notes)


def _notes(terminal: Terminal, console: Console, notes: Sequence[Text]) -> None:
    hanging(console, [("", Rich(terminal.text(note), style="dim")) for note in notes])


def _two(bounds: Bounds) -> str:
    cent = Decimal("0.01")
    return f"{bounds.low.quantize(cent, ROUND_FLOOR)} – {bounds.high.quantize(cent, ROUND_CEILING)}"


def _social(terminal: Terminal, console: Console, pillar: SocialPillar) -> None:
    t = terminal.t
    _heading(terminal, console, "Work and community (two indices, 0 to 100)", "劳工与社区（两个指数，0 至 100）")
    gate = terminal.text(GATE[pillar.gate.status])
    console.print(t(f"  ILO core conventions: {gate}", f"  国际劳工核心公约：{gate}"))
    for finding in pillar.gate.findings:
        console.print(f"    ✗ {terminal.text(finding)}")
    if pillar.grade:
        console.print(t("  Grade E; nothing else is scored.", "  等级 E；其余不再评分。"))
        return
    if pillar.gate.missing_facts:
        names = t(", ", "、").join(terminal.text(GATE_FACT[name]) for name in pillar.gate.missing_facts)
        console.print(t(f"    to be documented: {names}", f"    需以文件证明：{names}"), style="dim")
    if pillar.workers_total is not None:
        workers = decimal_text(pillar.workers_total)
        console.print(t(f"  Workers: {workers} (VSME B8)", f"  工人数：{workers}（VSME B8）"), style="dim")
    rows = []
    for name, index in ((t("labour", "劳工"), pillar.labour), (t("community", "社区"), pillar.community)):
        rows.append((f"  {name}", Rich(_index(terminal, console, index).strip())))
    hanging(console, rows)
    cap = decimal_text(pillar.cap.quantize(_TENTH, ROUND_FLOOR))
    capped = t(
        f"Low end at most {cap}: {terminal.text(pillar.cap_reason)} (caps are ours)",
        f"下限最高 {cap}：{terminal.text(pillar.cap_reason)}（上限为我方设定）",
    )
    hanging(console, [("", Rich(capped, style="dim"))])
    known = []
    for one in (*pillar.labour.indicators, *pillar.community.indicators):
        if one.score is not None and one.grade is not None:
            score = decimal_text(one.score.quantize(_TENTH, ROUND_FLOOR))
            detail = f"  {terminal.text(one.why)} · {one.reference} · {terminal.text(GRADE[one.grade])}"
            known.append((f"  {score:>6}", Rich.assemble(terminal.text(one.label), (detail, "dim"))))
    hanging(console, known)
    missing = [
        terminal.text(one.label) for one in (*pillar.labour.indicators, *pillar.community.indicators) if not one.grade
    ]
    if missing:
        names = t("; ", "、").join(missing)
        hanging(console, [("", Rich(t(f"Not given: {names}", f"未填报：{names}"), style="dim"))])


def _index(terminal: Terminal, console: Console, index: SocialIndex) -> str:
    low, high = index.score.low, index.score.high
    drawn = _bar(console, low / 100, low / 100, high / 100)
    first = decimal_text(low.quantize(_TENTH, ROUND_FLOOR))
    last = decimal_text(high.quantize(_TENTH, ROUND_CEILING))
    known = ""
    if index.of_the_known is not None:
        mean = decimal_text(index.of_the_known.quantize(_TENTH, ROUND_FLOOR))
        known = terminal.t(f"; mean of those given {mean}", f"；已填报指标均值 {mean}")
    return terminal.t(
        f"{drawn} {first} – {last}, {_low(index.coverage)} % of the indicators given, {_low(index.documented)} % "
        f"with a document{known}",
        f"{drawn} {first} – {last}，已填报 {_low(index.coverage)}% 的指标，其中有文件 {_low(index.documented)}%{known}",
    )


def _plastic(terminal: Terminal, console: Console, report: PillarReport) -> None:
    t, pillar = terminal.t, report.plastic
    _heading(terminal, console, "Plastic (grams, and level L0 to L4)", "塑料（克数与等级 L0 至 L4）")
    low, high = int(pillar.level.low), int(pillar.level.high)
    level = f"L{low}" if low == high else f"L{low} – L{high}"
    if pillar.levels[1].met == "no":
        level = t("below L1: banned where it is to go", "低于 L1：目的地禁止")
    grams = t(
        f"{_grams(pillar.total_g)} in all: product {_grams(pillar.product_g)}, packaging {_grams(pillar.packaging_g)}",
        f"合计 {_grams(pillar.total_g)}：产品 {_grams(pillar.product_g)}，包装 {_grams(pillar.packaging_g)}",
    )
    console.print(f"  {level}; {grams}" if terminal.lang == "en" else f"  {level}；{grams}")
    grown = decimal_text(pillar.bio_based_g.quantize(_TENTH, ROUND_FLOOR))
    console.print(
        t(
            f"  of it virgin {_grams(pillar.virgin_g)}, used once {_grams(pillar.single_use_g)}, from plants {grown} g",
            f"  其中原生 {_grams(pillar.virgin_g)}，一次性 {_grams(pillar.single_use_g)}，植物来源 {grown} g",
        )
    )
    reduction = pillar.reduction
    reference = terminal.text(reduction.reference)
    if reduction.reduction is None:
        without = t(f"No reduction figure: {reference}", f"无减塑比例：{reference}")
        hanging(console, [("", Rich(without, style="dim"))])
    else:
        recalled = t(", recalled, decides nothing", "，凭记忆，不用于判断") if reduction.trust == "recall" else ""
        mass = decimal_text(reduction.reference_g or Decimal(0))
        share = _signed(reduction.reduction)
        words = t(
            f"Against the reference: {share} ({reference}: {mass} g; {reduction.source}{recalled})",
            f"与参照相比：{share}（{reference}：{mass} g；{reduction.source}{recalled}）",
        )
        hanging(console, [("", Rich(words))])
    hanging(
        console,
        [
            (f"  {_GLYPH[test.met]} L{test.level}", Rich(terminal.text(test.why)))
            for test in pillar.levels
            if test.level or test.met != "yes"
        ],
    )
    hanging(
        console,
        [(f"  ! {trap.material}", Rich(terminal.text(trap.text), style="yellow")) for trap in pillar.traps],
    )
    _notes(terminal, console, pillar.notes)
