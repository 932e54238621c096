"""Emission factors as a person reads them in a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Rich

from greencard.factors.factor import LifeCycleFactor
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.console import Console

    from greencard.factors.factor import Factor
    from greencard.factors.process import ProcessEnergy
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.services.factors import FactorChecked, FactorFound, FactorShown

__all__ = ["show_checked", "show_factor", "show_found"]

_STRONG = 0.6
_FIGURES = 4
KIND = {"life-cycle": ("life cycle", "全生命周期"), "direct": ("direct CO2", "直接排放"), "fuel": ("fuel", "燃料")}
QUALITY = {
    "official": ("official: an authority published it", "官方：主管机构公布"),
    "database": ("database: a record of a public database", "数据库：公开数据库的单条记录"),
    "derived": ("derived: by us from published figures", "推导：由本软件根据公布数值推算"),
    "literature": ("literature: unreviewed or quoted", "文献：未经评审或转引"),
    "abstract": ("abstract: only the abstract was read", "摘要：仅核对了摘要"),
    "suspect": ("suspect: doubtful beside its peers", "存疑：与同类数值相比可疑"),
}
TRUST = {"seen": ("seen: read in its source", "已核对来源"), "recall": ("recall: not read in a source", "未核对来源")}
FINDING = {
    "echo": ("Echoes", "重复数值"),
    "mixed_gwp": ("Mixed GWP sets", "GWP 不一致"),
    "stale": ("Stale years", "年份过旧"),
    "undated": ("No year", "未注年份"),
    "spread": ("Wide spreads", "差异过大"),
    "no_gwp": ("No GWP set stated", "未注 GWP"),
    "kinds": ("Direct beside life cycle", "直接与全生命周期并存"),
    "unsourced": ("No source or licence", "缺少来源或许可"),
}


def _value(factor: Factor) -> Decimal:
    """The value as the engine uses it: a netted uptake is added back."""
    return factor.emission if isinstance(factor, LifeCycleFactor) else factor.value


def show_found(
    terminal: Terminal, console: Console, found: tuple[FactorFound, ...], processes: tuple[ProcessEnergy, ...]
) -> None:
    """Print what a search found: value and unit, id, why; weak answers are marked."""
    t = terminal.t
    for hit in found:
        factor = hit.factor
        line = Rich.assemble(
            (decimal_text(significant(_value(factor), _FIGURES)), "bold"),
            f" {factor.unit}  {terminal.text(factor.name)}",
            (f"  {factor.region} {factor.year or t('no year', '无年份')} {t(*KIND[hit.kind])}", "dim"),
        )
        console.print(line)
        named = Rich(f"  {factor.id}", style="cyan")
        if hit.score < _STRONG:
            named.append(f"  {t('weak: ask', '弱匹配：需确认')}", style="yellow")
        console.print(named, soft_wrap=True)
        why = Table.grid(padding=(0, 2))
        why.add_column(style="dim", no_wrap=True)
        why.add_column(style="dim", overflow="fold")
        why.add_row(f"  {hit.score:.2f}", Rich("\n".join(terminal.text(reason) for reason in hit.reasons)))
        console.print(why)
    if processes:
        console.print(t("Energy of processes (a reference, no emission factor):", "工艺能耗（供对照，非排放因子）："))
    for process in processes:
        per = f"{decimal_text(process.quantity)} {process.unit} / {process.per}"
        console.print(f"  {per}  {terminal.text(process.name)}  {process.id}", markup=False)


def show_factor(terminal: Terminal, console: Console, shown: FactorShown) -> None:
    """Print one factor in full."""
    t, factor = terminal.t, shown.factor
    console.print(Rich(terminal.text(factor.name), style="bold"))
    console.print(factor.id, style="cyan", markup=False, soft_wrap=True)
    rows = [
        (t("Value", "数值"), f"{decimal_text(_value(factor))} {factor.unit}"),
        (t("Kind", "类别"), t(*KIND[shown.kind])),
        (t("Region, year", "地区、年份"), f"{factor.region}, {factor.year or t('not stated', '未注明')}"),
        (t("Boundary", "边界"), factor.boundary),
        (t("GWP set", "GWP"), factor.gwp if factor.gwp != "not stated" else t("not stated", "未注明")),
        (t("Under", "换算"), _under(terminal, shown)),
        (t("Made by", "数据性质"), t(*QUALITY[factor.quality])),
        (t("Source", "来源"), shown.citation),
        (t("Licence", "许可"), factor.licence),
        (t("Trust", "可信度"), t(*TRUST[factor.trust])),
    ]
    if factor.technology:
        rows.append((t("Route", "工艺路线"), factor.technology))
    if isinstance(factor, LifeCycleFactor) and factor.biogenic_netted:
        said = t("{} kg in the source, added back here", "来源中为 {} 千克，此处已加回").format(factor.biogenic_netted)
        rows.append((t("Uptake netted", "已扣生物吸收"), said))
    if note := (factor.note_zh or factor.note if terminal.lang == "zh" else factor.note):
        rows.append((t("Note", "说明"), note))
    ratings = shown.ratings
    labels = (t("technology", "技术"), t("place", "地域"), t("time", "时间"))
    marks = (ratings.technological, ratings.geographical, ratings.temporal)
    rows += [
        (f"DQR {label}", f"{mark}  {terminal.text(reason)}")
        for label, mark, reason in zip(labels, marks, ratings.reasons, strict=True)
    ]
    rows += [(t("Words", "对应名称"), terminal.text(words)) for words in shown.leads]
    rows += [(t(*FINDING[f.kind]), terminal.text(f.text)) for f in shown.findings]
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, text in rows:
        table.add_row(label, Rich(text))
    console.print(table)


def _under(terminal: Terminal, shown: FactorShown) -> str:
    """Values by GWP set, or why there are none."""
    if shown.under:
        return ", ".join(f"{name} {decimal_text(significant(value, 6))}" for name, value in shown.under.items())
    return terminal.t("published in CO2e alone: cannot be converted", "仅以当量发布，无法换算")


def show_checked(terminal: Terminal, console: Console, checked: FactorChecked, *, every: bool) -> None:
    """Print findings: warnings one by one, notes counted by kind unless every one is asked for."""
    t = terminal.t
    console.print(
        t(f"{checked.count} factor{'' if checked.count == 1 else 's'}", f"{checked.count} 个因子"), style="bold"
    )
    notes: Counter[str] = Counter()
    for finding in checked.findings:
        if finding.severity == "note" and not every:
            notes[finding.kind] += 1
            continue
        colour = "yellow" if finding.severity == "warning" else "dim"
        console.print(t(*FINDING[finding.kind]), style=colour, end=" ")
        console.print(terminal.text(finding.text), markup=False)
        ids = ", ".join(finding.factors[:4]) + (" …" if len(finding.factors) > 4 else "")  # noqa: PLR2004 - a line's worth
        console.print(f"  {ids}", style="cyan", markup=False, soft_wrap=True)
    for kind, count in sorted(notes.items()):
        console.print(t(f"{FINDING[kind][0]}: {count}", f"{FINDING[kind][1]}：{count}"), style="dim")
    if not checked.warned:
        console.print(t("Nothing asks for a decision.", "没有需要决定的事项。"))
