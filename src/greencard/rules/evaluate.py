"""What each rule of a destination says of an order, with reasons, missing facts, remedy and levy.

Not applicable: the date, the customs code or the scope definitely leaves the order out. Pass: the requirement is
definitely met. Fail: the rule definitely reaches the goods and its requirement is definitely not met. Otherwise
unknown, with the facts that are missing. Charges are kept apart from the verdict: a levy rule whose reach is unknown is
unknown.

Trust gate: only a rule whose source was read and that is adopted law on the day of the order counts with its own
severity. Recalled, contested, pending and proposed rules are shown as a warning or as information and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from msgspec import structs

from greencard.model.base import Text
from greencard.model.fact import Fact
from greencard.model.verdict import Levy, Order, RuleOutcome, RuleStatus
from greencard.rules import terms as t
from greencard.rules.generate import FAIL, NOT_APPLICABLE, PASS
from greencard.rules.interpret import EXACT, false_parts, missing, number, truth
from greencard.rules.pack import CompiledRule, DestinationView, RulePack
from greencard.rules.sheet import FactSheet, Known, prepare
from greencard.rules.vocabulary import Vocabulary
from greencard.rules.wording import both, given, joined, remedy, requirement, said

__all__ = [
    "WATCH_MONTHS",
    "Judged",
    "Judgement",
    "binds",
    "caution",
    "curable",
    "evaluate",
    "judge",
    "severity_here",
    "undecided",
]

WATCH_MONTHS: Final = 24
"""How far ahead adopted law is announced."""
_MEMO: Final = 20_000
_JUDGEMENTS_KEPT: Final = 1_000
_STATUS: Final[tuple[RuleStatus, ...]] = ("not_applicable", "pass", "fail", "unknown")

Severity = Literal["block", "fix", "cost", "warn", "info", "watch"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome with what the overall answer needs to know of it."""

    outcome: RuleOutcome
    binding: bool = False
    """The trust gate lets the rule decide."""
    curable: bool = False
    """Failed, but evidence, an appointment or a dropped claim would make it pass."""
    undecided: bool = False
    """Unknown in a way that could prohibit and that no evidence cures."""
    asks: tuple[str, ...] = ()
    """Facts to ask for first."""
    reach_open: bool = False
    """Unknown whether the rule reaches the goods at all."""
    near: bool = False
    """Not applicable although the customs code is one the rule is about: worth showing."""


def evaluate(pack: RulePack, facts: Iterable[Fact], order: Order) -> tuple[RuleOutcome, ...]:
    """One outcome per rule of the order's destination, in the order of the pack; none when no rules are held for it.

    `facts` are all facts of the order, such as `order_facts` gives. Rules outside their dates are not applicable;
    adopted ones that start within `WATCH_MONTHS` and could reach the goods have severity `watch` and their date.

    Raises:
        InvalidInput: a destination or a fact that cannot be read (GC-RUL-007 to -010).
    """
    sheet = prepare(pack.vocabulary, facts, order.on)
    return tuple(one.outcome for one in judge(pack, sheet, order).rules)


def binds(one: CompiledRule) -> bool:
    """Whether a rule that is in time may block or price: its source was read and it is adopted law with a date."""
    return one.rule.trust == "seen" and one.rule.status in {"in_force", "adopted_future"}


class Judgement:
    """All rules of one destination judged for one set of facts on one day."""

    __slots__ = ("answers", "rules")

    def __init__(self, rules: tuple[Judged, ...]) -> None:
        self.rules: Final = rules
        self.answers: Final[dict[bool, Any]] = {}
        """What `verdict` made of it, before and from the day of the order on."""


def judge(pack: RulePack, sheet: FactSheet, order: Order) -> Judgement:
    """As `evaluate`, from prepared facts, with what the overall answer needs; kept for the next order like it."""
    view = pack.view(order.destination)
    key = (order.on, *map(sheet.stamps.get, view.names))
    found: Judgement | None = view.judgements.get(key)
    if found is None:
        if len(view.judgements) >= _JUDGEMENTS_KEPT:
            view.judgements.clear()
        found = view.judgements[key] = Judgement(_judge(pack, view, sheet, order.on))
    return found


def _judge(pack: RulePack, view: DestinationView, sheet: FactSheet, on: date) -> tuple[Judged, ...]:
    statuses = view.decide(sheet.row)
    in_time = view.in_time(on)
    memo, stamps = view.memo, sheet.stamps
    if len(memo) > _MEMO:
        memo.clear()
    judged = []
    for n in view.seen(on):
        one = view.rules[n]
        announced = not in_time[n] and statuses[n] != NOT_APPLICABLE and _announced(one, on)
        key = (n, in_time[n], announced, *map(stamps.get, one.names))
        found = memo.get(key)
        if found is None:
            found = memo[key] = _judged(pack, view, n, sheet, statuses[n], in_time=in_time[n], announced=announced)
        judged.append(found)
    return tuple(judged)


def _announced(one: CompiledRule, on: date) -> bool:
    start = one.rule.applies_from
    if start is None or start <= on or one.rule.status not in {"in_force", "adopted_future", "adopted_pending_act"}:
        return False
    return (start.year * 12 + start.month, start.day) <= (on.year * 12 + on.month + WATCH_MONTHS, on.day)


def _judged(
    pack: RulePack, view: DestinationView, n: int, sheet: FactSheet, status: int, *, in_time: bool, announced: bool
) -> Judged:
    one = view.rules[n]
    vocabulary = pack.vocabulary
    if not in_time:
        return Judged(_outcome(one, sheet, NOT_APPLICABLE, "watch" if announced else "info", (_time(one, announced),)))
    binding = binds(one)
    severity = severity_here(one, binding=binding)
    warned = () if binding else (caution(one),)
    if status == NOT_APPLICABLE:
        near = bool(one.rule.hs) and truth(t.HsIn(one.rule.hs), sheet.known) is True
        reasons = (_out_of_reach(one, sheet.known, vocabulary),)
        return Judged(_outcome(one, sheet, status, severity, reasons), binding=binding, near=near)
    levy, levy_reason, levy_missing = _levy(one, sheet, binding=binding)
    if status == PASS:
        reasons = (*levy_reason, *warned)
        outcome = _outcome(one, sheet, status, severity, reasons, missing_facts=levy_missing, levy=levy)
        return Judged(outcome, binding=binding, asks=levy_missing)
    todo = remedy(one.rule, one.require, sheet.known, vocabulary)
    if status == FAIL:
        reasons = (_failure(one, sheet.known, vocabulary), *levy_reason, *warned)
        outcome = _outcome(one, sheet, status, severity, reasons, missing_facts=levy_missing, levy=levy, todo=todo)
        return Judged(outcome, binding=binding, curable=curable(one, sheet.known, vocabulary))
    reach_open = missing(one.reach, sheet.known)
    open_require = missing(one.require, sheet.known)
    reasons = (_openness(one, reach_open, sheet.known, vocabulary), *levy_reason, *warned)
    asks = reach_open or open_require or levy_missing
    names = tuple(dict.fromkeys((*reach_open, *open_require, *levy_missing)))
    outcome = _outcome(one, sheet, status, severity, reasons, missing_facts=names, levy=levy, todo=todo)
    decides = binding and severity == "block"
    open_ban = decides and _undecided(one, reach_open, open_require, sheet.known, vocabulary)
    return Judged(outcome, binding=binding, undecided=open_ban, asks=asks, reach_open=bool(reach_open))


def severity_here(one: CompiledRule, *, binding: bool) -> Severity:
    """How a rule counts: with its own severity if it may decide, else as a warning, or as information if a proposal."""
    own = one.rule.severity
    if binding or own not in {"block", "fix", "cost"}:
        return own
    return "info" if one.rule.status == "proposal" else "warn"


def _opened(known: Mapping[str, Known], vocabulary: Vocabulary) -> dict[str, Known]:
    """The facts without those that can still be brought or dropped: evidence and claims."""
    return {n: value for n, value in known.items() if vocabulary.kinds[n].settled_by not in {"evidence", "claim"}}


def curable(one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> bool:
    """Whether a failed rule would no longer definitely fail if evidence were brought or claims dropped."""
    opened = _opened(known, vocabulary)
    return not (truth(one.reach, opened) is True and truth(one.require, opened) is False)


def undecided(one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> bool:
    """Whether an unknown rule, were it to block, would keep the whole answer open; see `_undecided`."""
    return _undecided(one, missing(one.reach, known), missing(one.require, known), known, vocabulary)


def _undecided(
    one: CompiledRule,
    reach_open: tuple[str, ...],
    open_require: tuple[str, ...],
    known: Mapping[str, Known],
    vocabulary: Vocabulary,
) -> bool:
    """Whether an unknown blocking rule keeps the whole answer open.

    It does when the customs code is not known; when the requirement cannot be met whatever evidence is brought, and
    a property of the goods as made leaves open whether the ban reaches them; or when the rule reaches the goods and
    such a property decides its requirement. What reports, documents, marks, registrations, declarations or other
    packaging can settle is a condition instead.
    """
    kinds = vocabulary.kinds
    if t.HS_CODE in reach_open:
        return True
    if truth(one.require, _opened(known, vocabulary)) is False:
        return any(kinds[name].settled_by == "record" for name in reach_open)
    return not reach_open and any(kinds[name].settled_by == "record" for name in open_require)


def _levy(
    one: CompiledRule, sheet: FactSheet, *, binding: bool
) -> tuple[Levy | None, tuple[Text, ...], tuple[str, ...]]:
    """The charge, a sentence where there is no amount, and the facts its base lacks."""
    terms = one.rule.levy
    if terms is None:
        return None, (), ()
    if terms.rate is None:
        return None, (Text(en="The rate was not seen: ask the authority.", zh="未查到费率，请向主管机关确认。"),), ()
    unpriced = Levy(rate=terms.rate, currency=terms.currency, unit=terms.unit, base=terms.base)
    why = _uncounted(one, binding=binding)
    if why is not None:
        return unpriced, (why,), ()
    if truth(one.reach, sheet.known) is not True or one.base is None:
        return unpriced, (), ()
    base = number(one.base, sheet.known)
    if base is None:
        lacking = tuple(dict.fromkeys(name for name in t.names_in(one.base) if name not in sheet.known))
        return unpriced, (Text(en="The amount waits for its base.", zh="金额须待计费基数。"),), lacking
    due = EXACT.multiply(terms.rate, base)
    pieces = number(t.QuantityOf("order_quantity"), sheet.known)
    if terms.cap_per_unit is not None and pieces is not None:
        due = min(due, EXACT.multiply(terms.cap_per_unit, pieces))
    said_of_it = (terms.note,) if terms.note.en else ()
    return structs.replace(unpriced, amount=due), said_of_it, ()


def _uncounted(one: CompiledRule, *, binding: bool) -> Text | None:
    """Why a charge with a rate gives no amount; None when it may."""
    if one.rule.levy is not None and one.rule.levy.illustrative:
        return Text(
            en="No amount: the rate is a forecast, the final one was not seen.",
            zh="不计金额：费率为预估，未见最终费率。",
        )
    if not binding:
        return Text(en="No amount: the rule is not settled law.", zh="不计金额：该规定尚未确定。")
    if one.rule.severity != "cost":
        return Text(
            en="No amount: the charge is only watched here; confirm that it has started.",
            zh="不计金额：此项费用仅作关注，请先确认是否已开征。",
        )
    return None


def _time(one: CompiledRule, announced: bool) -> Text:
    start, end = one.rule.applies_from, one.rule.applies_until
    if start is None:
        return Text(en="No date in law yet.", zh="法律尚未规定生效日期。")
    if end is not None and not announced:
        return Text(en=f"Applies from {start} to {end}.", zh=f"适用期 {start} 至 {end}。")
    waits = one.rule.waits
    note = f" ({waits.en})" if waits.en else ""
    lead = ("Coming: applies from", "即将实施，起始日") if announced else ("Applies from", "起始日")
    condition = f"（{waits.zh}）" if waits.zh else ""
    return Text(en=f"{lead[0]} {start}{note}.", zh=f"{lead[1]} {start}{condition}。")


def caution(one: CompiledRule) -> Text:
    """Why a rule that does not bind only warns."""
    if one.rule.trust == "recall":
        return Text(
            en="Its source was not read in full, so it warns and does not decide: confirm with a professional.",
            zh="尚未核对原文，仅作提示，不作结论：请向专业人士确认。",
        )
    words = {
        "contested": Text(
            en="Sources contradict each other on this rule: it warns only.", zh="各来源说法不一，仅作提示。"
        ),
        "proposal": Text(en="A proposal, not law: for information only.", zh="仅为提案，尚非法律，仅供参考。"),
    }
    waits = Text(en="Its date waits for an implementing act: it warns only.", zh="生效日期取决于实施细则，仅作提示。")
    return words.get(one.rule.status, waits)


def _out_of_reach(one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> Text:
    parts = [said(part, vocabulary, wanted=value) for part, value in false_parts(one.reach, known)]
    return both("Does not reach these goods: {a}.", "不涉及本产品：{a}。", a=joined(parts))


def _failure(one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> Text:
    recorded = given([*t.names_in(one.require), *t.names_in(one.reach)], known, vocabulary)
    if isinstance(one.require, t.Const):
        return both("Banned as recorded: {g}.", "按记录属于禁止范围：{g}。", g=recorded)
    asked = joined(sentence for _, sentence in requirement(one.require, known, vocabulary))
    return both("Required: {a}. Recorded: {g}.", "要求：{a}。记录：{g}。", a=asked, g=recorded)


def _openness(
    one: CompiledRule, reach_open: tuple[str, ...], known: Mapping[str, Known], vocabulary: Vocabulary
) -> Text:
    if reach_open:
        names = joined([vocabulary.label(name) for name in reach_open], ", ", "、")
        return both("Whether this applies is open; not known: {n}.", "是否适用尚不确定，缺少：{n}。", n=names)
    asked = joined(sentence for _, sentence in requirement(one.require, known, vocabulary))
    return both("Applies; still to be shown: {a}.", "适用，尚待证明：{a}。", a=asked)


def _outcome(
    one: CompiledRule,
    sheet: FactSheet,
    status: int,
    severity: Severity,
    reasons: tuple[Text, ...],
    *,
    missing_facts: tuple[str, ...] = (),
    levy: Levy | None = None,
    todo: Text | None = None,
) -> RuleOutcome:
    rule = one.rule
    return RuleOutcome(
        rule_id=rule.id,
        jurisdiction=rule.jurisdiction,
        title=rule.title,
        citation=rule.citation,
        status=_STATUS[status],
        severity=severity,
        consequence=rule.consequence,
        reasons=reasons,
        missing_facts=missing_facts,
        remedy=todo or Text(),
        levy=levy,
        trust=rule.trust,
        law_status=rule.status,
        applies_from=rule.applies_from,
        source=rule.source,
        weakest_grade=sheet.weakest(one.names),
    )
