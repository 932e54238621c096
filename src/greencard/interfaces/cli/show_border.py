"""Carbon cost at a border as a person reads it: status, amount, arithmetic, law, assumptions, what would change it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.words import BORDER_STATUS, OTHER_COST, REGIME
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from greencard.border import CalendarEvent, Outlook, OutlookYear, ScenarioCost, ScopeReport
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import BorderCost, BorderLine, Change, OtherCost
    from greencard.services.border import BorderAnswer

__all__ = ["money", "show_calendar", "show_cost", "show_other_costs", "show_outlook", "show_scope", "worth"]

_FIGURES = 6
_MOST_BRANCHES = 30
_ZERO = Decimal(0)
_STATUS_STYLE = {
    "not_applicable": "cyan",
    "exempt_origin": "cyan",
    "exempt_de_minimis": "cyan",
    "liable": "red",
    "threshold_unknown": "yellow",
    "cannot_price": "magenta",
}
_CURRENCY = {"uk-cbam": "GBP"}
"""Where the amount, which for now is always zero, is not in EUR."""
_PATH = {
    "default": ("default value", "默认值"),
    "actual": ("verified data of the producer", "经核查的生产者数据"),
    "indicative": ("producer's data, indicative only", "生产者数据，仅供参考"),
}
_STATE = {
    "law": ("law", "法律"),
    "reported": ("as reported", "据报道"),
    "plan": ("PLAN, not law", "计划，非法律"),
    "proposal": ("PROPOSAL, NOT LAW", "提案，非法律"),
}


def money(amount: Decimal, currency: str) -> str:
    """Two decimals with thousands separators; the only rounding of money."""
    return f"{amount:,.2f} {currency}"


def worth(terminal: Terminal, change: Change, currency: str = "EUR") -> str:
    """The cost after a change and the difference it makes; certificates where they have no price yet."""
    if change.cost_eur is None:
        if change.certificates_t is None:
            return ""
        tonnes = decimal_text(significant(change.certificates_t, _FIGURES))
        return terminal.t(f" → {tonnes} certificates, no price yet", f" → {tonnes} 张证书，尚无价格")
    by = (
        ""
        if change.change_eur is None
        else f" ({'+' if change.change_eur > 0 else ''}{money(change.change_eur, currency)})"
    )
    return f" → {money(change.cost_eur, currency)}{by}"


def show_cost(terminal: Terminal, console: Console, answer: BorderAnswer) -> None:
    """Print the answer for one line: every scheme at that border, then what is no part of any."""
    t, asked = terminal.t, answer.question
    tonnes = decimal_text(asked.net_mass_t)
    said = f"{asked.cn}  {asked.origin} → {asked.to}  {tonnes} t  {asked.on.isoformat()}"
    made_up = t("ILLUSTRATIVE: the producer's data are made up", "示例：生产者数据为虚构")
    console.print(Rich.assemble((said, "dim"), (f"   {made_up}" if answer.illustrative else "", "yellow")))
    if answer.note.en:
        console.print(terminal.text(answer.note))
    for cost in answer.border:
        _cost(terminal, console, cost)
    show_other_costs(terminal, console, answer.other_costs)
    console.print(_footer(terminal, answer.dataset, answer.as_of.isoformat()), style="dim")


def _footer(terminal: Terminal, dataset: str, as_of: str) -> str:
    return terminal.t(
        f"Data {dataset[7:19]}, as of {as_of}. Not legal advice.", f"数据 {dataset[7:19]}，截至 {as_of}。非法律意见。"
    )


def _cost(terminal: Terminal, console: Console, cost: BorderCost) -> None:
    t = terminal.t
    regime = REGIME.get(cost.regime)
    console.print(
        Rich.assemble(
            (f"{terminal.text(regime) if regime else cost.regime}{t(': ', '：')}", "bold"),
            (terminal.text(BORDER_STATUS[cost.status]), f"bold {_STATUS_STYLE[cost.status]}"),
            (f"  {_amount(terminal, cost)}", "bold"),
        )
    )
    console.print(terminal.text(cost.reason))
    if cost.lines:
        _heading(terminal, console, "How it comes about", "计算过程")
    for line in cost.lines[:_MOST_BRANCHES]:
        _line(terminal, console, line)
    if len(cost.lines) > _MOST_BRANCHES:
        more = len(cost.lines) - _MOST_BRANCHES
        console.print(t(f"  … and {more} more codes (--json)", f"  ……另有 {more} 个编码（见 --json）"), style="dim")
    _listed(terminal, console, ("Law", "法律依据"), cost.law)
    _listed(terminal, console, ("Assumptions", "前提"), [terminal.text(text) for text in cost.assumptions])
    if cost.what_would_change_it:
        _heading(terminal, console, "What would change it", "哪些因素会改变结果")
    for change in sorted(cost.what_would_change_it, key=_size):
        stamp = t("NOT LAW: ", "非现行法律：")
        text = terminal.text(change.what)
        marked = stamp if change.not_law and not text.startswith(("NOT LAW", "非法律", "非现行法律")) else ""
        _item(console, f"{marked}{text}{worth(terminal, change, _CURRENCY.get(cost.regime, 'EUR'))}")


def _amount(terminal: Terminal, cost: BorderCost) -> str:
    """The amount; both ways it can go where the importer's total decides; that there is none."""
    if cost.cost_eur is not None:
        return money(cost.cost_eur, _CURRENCY.get(cost.regime, "EUR"))
    exposure = cost.lines[0].cost_eur if cost.status == "threshold_unknown" and cost.lines else None
    if exposure is not None:
        return terminal.t(f"0 or {money(exposure, 'EUR')}", f"0 或 {money(exposure, 'EUR')}")
    return terminal.t("no figure", "无金额")


def _size(change: Change) -> tuple[bool, bool, Decimal]:
    """The law before what is none, then the largest difference first; a change without an amount comes last."""
    return change.not_law, change.change_eur is None, -abs(change.change_eur or _ZERO)


def _line(terminal: Terminal, console: Console, line: BorderLine) -> None:
    t = terminal.t
    if not line.formula:
        what = line.cn if line.cost_eur is None else f"{line.cn}: {money(line.cost_eur, 'EUR')}"
        _item(console, f"{what} {terminal.text(line.price_note)}".strip())
        return
    result = "" if line.certificates_t is None else f" = {decimal_text(line.certificates_t)} t"
    if line.cost_eur is not None and line.price_eur_per_t is not None:
        result += f" × {decimal_text(line.price_eur_per_t)} EUR = {money(line.cost_eur, 'EUR')}"
    _item(console, f"{line.cn}: {line.formula}{result}", style="")
    parts = []
    if line.see_t_per_t is not None and line.path is not None:
        see = decimal_text(significant(line.see_t_per_t, _FIGURES))
        parts.append(t(f"embedded {see} t/t ({_PATH[line.path][0]})", f"隐含排放 {see} 吨/吨（{_PATH[line.path][1]}）"))
    if line.sefa_t_per_t is not None and line.benchmark_t_per_t is not None:
        free, mark = decimal_text(significant(line.sefa_t_per_t, _FIGURES)), decimal_text(line.benchmark_t_per_t)
        route = t(f", route {line.route}", f"，路线 {line.route}") if line.route else ""
        column = line.benchmark_column or ""
        parts.append(
            t(
                f"free allocation {free} t/t (benchmark {column} {mark}{route})",
                f"免费配额 {free} 吨/吨（基准 {column} {mark}{route}）",
            )
        )
    if line.matched_rule:
        parts.append(t(f"Annex I {line.matched_rule}", f"附件一 {line.matched_rule}"))
    if line.price_eur_per_t is None and line.price_note.en:
        parts.append(terminal.text(line.price_note))
    console.print(Padding(Rich(t("; ", "；").join(parts), style="dim"), (0, 0, 0, 4), expand=False))


def show_other_costs(terminal: Terminal, console: Console, costs: Sequence[OtherCost]) -> None:
    """Print carbon-related costs that are no border cost, each for itself; nothing where there are none."""
    if not costs:
        return
    _heading(
        terminal,
        console,
        "Other carbon-related costs (no part of CBAM, added to nothing)",
        "其他与碳有关的费用（不属 CBAM，不与任何金额相加）",
    )
    for cost in costs:
        amount = money(cost.amount, cost.currency) if cost.amount is not None else ""
        status = terminal.text(OTHER_COST[cost.status])
        _item(console, f"{terminal.text(cost.name)}{terminal.t(': ', '：')}{amount or status}", style="bold")
        rate = terminal.text(cost.rate)
        latest = terminal.t("last reported ", "最近报道：") if cost.status == "no_figure" else ""
        detail = [f"{latest}{rate}" if rate else "", terminal.text(cost.reason), "; ".join(cost.law), cost.source]
        joined = terminal.t(". ", "。").join(text.rstrip(".。") for text in detail if text)
        console.print(Padding(Rich(joined, style="dim"), (0, 0, 0, 4), expand=False))


def show_scope(terminal: Terminal, console: Console, report: ScopeReport) -> None:
    """Print where a code stands: the law of the Union today, the proposal, the United Kingdom."""
    t = terminal.t
    verdict = {
        "in": t("CBAM applies", "适用 CBAM"),
        "out": t("CBAM does not apply", "不适用 CBAM"),
        "depends": t("depends on further digits", "取决于后续编码位"),
    }
    console.print(Rich.assemble((f"{report.cn}{t(': ', '：')}", "bold"), (verdict[report.verdict], "bold")))
    console.print(terminal.text(report.reason))
    if report.ghg:
        console.print(t("Gases: ", "气体：") + ", ".join(report.ghg), style="dim")
    for code, way in report.branches[:_MOST_BRANCHES]:
        named = code or t("every other code below it", "其下其他编码")
        _item(console, f"{named}{t(': ', '：')}{verdict[way]}", style="")
    _listed(terminal, console, ("Law", "法律依据"), report.law)
    proposed = report.proposed
    said = {
        "already_in": t("already in scope today", "现已在范围内"),
        "added": t("would be added", "拟纳入"),
        "added_if_steel_or_aluminium": t("would be added where it contains steel or aluminium", "含钢或铝者拟纳入"),
        "some_codes": t("some codes below it would be added", "其下部分编码拟纳入"),
        "not_named": t("not named", "未列入"),
    }
    when = f" ({proposed.applies_from.isoformat()})" if proposed.applies_from is not None else ""
    _heading(terminal, console, terminal.text(proposed.stamp), terminal.text(proposed.stamp))
    _item(console, f"{said[proposed.verdict]}{when} {proposed.prefix} {proposed.description}".rstrip(), style="")
    if proposed.applies_from is not None:
        _item(console, terminal.text(proposed.procedure))
    _heading(terminal, console, "United Kingdom", "英国")
    _item(console, terminal.text(report.uk_reason), style="")
    console.print(t(f"Data {report.dataset[7:19]}.", f"数据 {report.dataset[7:19]}。"), style="dim")


def show_outlook(terminal: Terminal, console: Console, found: Outlook) -> None:
    """Print the years ahead: the law as it stands, and beside it the slower phase-out with its stamp."""
    t = terminal.t
    console.print(
        Rich.assemble(
            (f"{found.cn}  {found.origin} → EU  {decimal_text(found.net_mass_t)} t", "bold"),
        )
    )
    console.print(terminal.text(found.stamp), style="yellow")
    names: dict[Decimal, list[str]] = {}
    for cost in found.years[0].costs:
        names.setdefault(cost.price_eur_per_t, []).append(terminal.text(cost.name))
    console.print(
        _years(
            terminal,
            list(names),
            [(year, decimal_text(year.cbam_factor), year.certificates_t, year.costs) for year in found.years],
        )
    )
    for price, called in names.items():
        _item(console, f"{decimal_text(price)} EUR / t{t(': ', '：')}{t('; ', '；').join(called)}")
    slower = [year for year in found.years if year.slower_certificates_t is not None]
    if slower:
        console.print(terminal.text(found.slower_stamp), style="yellow")
        console.print(
            _years(
                terminal,
                list(names),
                [
                    (year, decimal_text(year.slower_factor), year.slower_certificates_t, year.slower_costs)
                    for year in slower
                    if year.slower_factor is not None and year.slower_certificates_t is not None
                ],
            )
        )
    _listed(terminal, console, ("Assumptions", "前提"), _by_years(terminal, found.years))
    _listed(terminal, console, ("Law", "法律依据"), found.law)
    console.print(_footer(terminal, found.dataset, found.as_of.isoformat()), style="dim")


def _by_years(terminal: Terminal, years: Sequence[OutlookYear]) -> list[str]:
    """Each sentence once, with the years it holds for where it does not hold for all of them."""
    held: dict[str, list[int]] = {}
    for year in years:
        for text in dict.fromkeys(map(terminal.text, year.assumptions)):
            held.setdefault(text, []).append(year.year)
    every = len(years)
    return [text if len(at) == every else f"{_span(at)}{terminal.t(': ', '：')}{text}" for text, at in held.items()]


def _span(years: Sequence[int]) -> str:
    """Years in order as a person writes them: 2026, 2028–2030."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _years(
    terminal: Terminal,
    prices: list[Decimal],
    rows: list[tuple[OutlookYear, str, Decimal, tuple[ScenarioCost, ...]]],
) -> Table:
    t = terminal.t
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(t("Year", "年份"), no_wrap=True)
    table.add_column(t("Factor", "系数"), justify="right", no_wrap=True)
    table.add_column(t("Certificates, t", "证书（吨）"), justify="right", overflow="fold")
    for price in prices:
        table.add_column(t(f"EUR at {decimal_text(price)}", f"欧元，{decimal_text(price)}"), justify="right")
    for year, factor, certificates, costs in rows:
        cells = {cost.price_eur_per_t: f"{cost.cost_eur:,.2f}" for cost in costs}.values()
        table.add_row(str(year.year), factor, decimal_text(significant(certificates, _FIGURES)), *cells)
    return table


def show_calendar(terminal: Terminal, console: Console, events: Sequence[CalendarEvent]) -> None:
    """Print dated events with how far off they are and whether they are law."""
    t = terminal.t
    if not events:
        console.print(t("No dated event in these days.", "该时段内没有事件。"))
    for event in events:
        days = event.days_away
        away = (
            t("today", "今天")
            if days == 0
            else t(f"in {days} days", f"{days} 天后")
            if days > 0
            else t(f"{-days} days ago", f"{-days} 天前")
        )
        regime = REGIME.get(event.regime)
        console.print(
            Rich.assemble(
                (event.day.isoformat(), "bold"),
                (f"  {away}  ", "dim"),
                f"{terminal.text(regime) if regime else event.regime}  ",
                (f"[{t(*_STATE[event.state])}]", "cyan" if event.state == "law" else "yellow"),
            )
        )
        console.print(Padding(terminal.text(event.what), (0, 0, 0, 2), expand=False))
        console.print(Padding(Rich(event.law, style="dim"), (0, 0, 0, 2), expand=False))


def _heading(terminal: Terminal, console: Console, en: str, zh: str) -> None:
    console.print(terminal.t(en, zh), style="bold")


def _listed(terminal: Terminal, console: Console, title: tuple[str, str], texts: Iterable[str]) -> None:
    listed = list(texts)
    if listed:
        _heading(terminal, console, *title)
    for text in listed:
        _item(console, text)


def _item(console: Console, text: str, *, style: str = "dim") -> None:
    console.print(Padding(Rich(text, style=style), (0, 0, 0, 2), expand=False))
