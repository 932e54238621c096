"""A verdict as a person reads it: the sentence, what to do, what it costs and why, the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text as Rich

from greencard.interfaces.cli.show_border import money, show_other_costs, worth
from greencard.interfaces.cli.show_explained import show_changes, show_information, show_outcome_reasons, show_plan
from greencard.interfaces.cli.show_where import show_where
from greencard.interfaces.words import BORDER_STATUS, OVERALL, REGIME, RULE_STATUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.interfaces.wiring_check import Replay
    from greencard.model import BorderCost, Verdict
    from greencard.services.where import FactLine

__all__ = ["show_replay", "show_verdict"]

_STYLE = {"allowed": "cyan", "allowed_with_conditions": "yellow", "not_allowed": "red", "cannot_tell": "magenta"}
_COLOUR = {"pass": "cyan", "fail": "red", "unknown": "yellow", "not_applicable": "dim"}
_MARK = {"pass": "✓", "fail": "✗", "unknown": "?", "not_applicable": "–"}


def show_verdict(
    terminal: Terminal,
    console: Console,
    verdict: Verdict,
    *,
    where: Sequence[FactLine] = (),
    most: int | None = 10,
    explain: bool = False,
) -> None:
    """Print one verdict with its `most` weightiest rules; None lists every rule, those that do not apply too.

    `where` are the lines of the product file that it waits for. With `explain`
    each rule shows its atoms, what would settle it and what would pass it.
    """
    t, order = terminal.t, verdict.order
    console.print(
        Rich.assemble(
            (terminal.text(OVERALL[verdict.overall]), f"bold {_STYLE[verdict.overall]}"),
            f"   {order.quantity} × {order.product_id} → {order.destination}, {order.on.isoformat()}",
            (f"   {t('ILLUSTRATIVE', '示例')}" if verdict.illustrative else "", "yellow"),
        )
    )
    console.print(terminal.text(verdict.summary), markup=False)
    _rules(terminal, console, verdict, most=most, explain=explain)
    show_changes(terminal, console, verdict)
    if explain and verdict.overall != "not_allowed":
        show_plan(terminal, console, verdict.plan)
    else:
        _next_question(terminal, console, verdict)
    show_where(terminal, console, where, change=verdict.overall == "not_allowed", most=None if explain else 6)
    for cost in verdict.border:
        _border(terminal, console, cost)
    show_other_costs(terminal, console, verdict.other_costs)
    show_information(terminal, console, verdict.information)
    for text in verdict.not_covered:
        console.print(terminal.text(text))
    console.print(
        t(
            f"Rules {verdict.pack[:12]}, as of {verdict.as_of.isoformat()}. Not legal advice; --json has the sources.",
            f"规则包 {verdict.pack[:12]}，截至 {verdict.as_of.isoformat()}。非法律意见；出处见 --json。",
        ),
        style="dim",
    )


def show_replay(terminal: Terminal, console: Console, found: Replay) -> None:
    """Whether an old verdict comes out the same, and if not, why it may not."""
    t, old, new = terminal.t, found.old, found.new
    if found.same_answer:
        line = t("The same answer, byte for byte.", "答复完全一致，逐字节相同。")
    elif found.same_rules:
        line = t(
            "Another answer by the same rules: since then the product file, the data beside the rules "
            "or the old answer itself was changed.",
            "规则相同而答复不同：商品文件、其他数据或旧答复本身此后有改动。",
        )
    else:
        line = t("The rules installed are not those that gave it.", "现装规则不是当时所用的规则。")
    console.print(Rich(line, style="bold cyan" if found.same_answer else "bold yellow"))
    console.print(t(f"rules then {old.pack[:12]} ({old.engine})", f"当时规则 {old.pack[:12]}（{old.engine}）"))
    console.print(t(f"rules now  {new.pack[:12]} ({new.engine})", f"现装规则 {new.pack[:12]}（{new.engine}）"))
    console.print(
        t(
            f"then: {OVERALL[old.overall].en}; now: {OVERALL[new.overall].en}; as of {new.as_of}.",
            f"当时：{OVERALL[old.overall].zh}；现在：{OVERALL[new.overall].zh}；截至 {new.as_of}。",
        )
    )
    before, after = ({one.rule_id: one.status for one in verdict.outcomes} for verdict in (old, new))
    none = t("not listed", "未列出")
    for rule_id in sorted({*before, *after}):
        statuses = before.get(rule_id), after.get(rule_id)
        if statuses[0] != statuses[1]:
            words = (terminal.text(RULE_STATUS[status]) if status else none for status in statuses)
            console.print(f"  {rule_id}: {' → '.join(words)}", style="dim")


def _rules(terminal: Terminal, console: Console, verdict: Verdict, *, most: int | None, explain: bool) -> None:
    t = terminal.t
    order = {"fail": 0, "unknown": 1, "pass": 2, "not_applicable": 3}
    live = sorted(
        (o for o in verdict.outcomes if most is None or o.status != "not_applicable"),
        key=lambda o: (order[o.status], o.severity not in {"block", "fix"}, o.rule_id),
    )
    for outcome in live[:most]:
        console.print(
            Rich.assemble(
                (f"{_MARK[outcome.status]} {terminal.text(RULE_STATUS[outcome.status])}  ", _COLOUR[outcome.status]),
                terminal.text(outcome.title),
                (f"  {outcome.citation}", "dim"),
            )
        )
        detail = " ".join(terminal.text(reason) for reason in outcome.reasons)
        if outcome.status in {"fail", "unknown"} and (outcome.remedy.en or outcome.remedy.zh):
            detail = f"{detail} → {terminal.text(outcome.remedy)}".strip()
        if detail:
            console.print(Padding(Rich(detail, style="dim"), (0, 0, 0, 4)))
        if explain:
            show_outcome_reasons(terminal, console, outcome)
        if outcome.levy is not None and outcome.levy.amount is not None:
            due, rate = money(outcome.levy.amount, outcome.levy.currency), f"{outcome.levy.rate:f}"
            unit = f"{outcome.levy.currency} / {outcome.levy.unit}"
            said = t(f"Charge on this order: {due} ({rate} {unit})", f"本单费用：{due}（{rate} {unit}）")
            console.print(Padding(Rich(said, style="bold"), (0, 0, 0, 4)))
    silent = len(verdict.outcomes) - len(live[:most])
    if silent and most:
        console.print(
            t(f"… and {silent} more rules (--all-rules)", f"……另有 {silent} 条规则（--all-rules 查看）"), style="dim"
        )


def _next_question(terminal: Terminal, console: Console, verdict: Verdict) -> None:
    if not verdict.missing or verdict.overall == "not_allowed":
        return  # no answer to an open question lifts a ban
    first = verdict.missing[0]
    rules = "1 rule" if len(first.rules) == 1 else f"{len(first.rules)} rules"
    console.print(
        Rich.assemble(
            (terminal.t("Next question: ", "下一个问题："), "bold"),
            terminal.text(first.question),
            (
                terminal.t(
                    f"  (settles {rules}; `{first.name}`)",
                    f"（可定 {len(first.rules)} 条规则；`{first.name}`）",
                ),
                "dim",
            ),
        )
    )
    if first.contradiction.en:
        console.print(Padding(terminal.text(first.contradiction), (0, 0, 0, 2)), style="yellow")


def _border(terminal: Terminal, console: Console, cost: BorderCost) -> None:
    t = terminal.t
    regime = REGIME.get(cost.regime)
    amount = money(cost.cost_eur, "EUR") if cost.cost_eur is not None else t("no figure", "无金额")
    console.print(
        Rich.assemble(
            (f"{terminal.text(regime) if regime else cost.regime}{t(': ', '：')}", "bold"),
            (amount, "bold"),
            f"  {terminal.text(BORDER_STATUS[cost.status])}{t('. ', '。')}{terminal.text(cost.reason)}",
        )
    )
    for line in cost.lines:
        if line.formula:
            console.print(f"  {line.cn}: {line.formula}", style="dim", markup=False)
    for change in cost.what_would_change_it:
        said = t("NOT LAW: ", "非现行法律：") if change.not_law else t("would change it: ", "会改变结果：")
        console.print(f"  {said}{terminal.text(change.what)}{worth(terminal, change)}", style="dim", markup=False)
    if cost.law:
        console.print(f"  {t('law: ', '法律依据：')}{'; '.join(cost.law)}", style="dim", markup=False)
