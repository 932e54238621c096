"""May this order enter? One word from all outcomes, with conditions, open questions in the order that settles most.

* `not_allowed`: a binding rule of severity `block` fails and nothing that can still be brought cures it; from the day
  of the order on, a missing document, mark or registration of such a rule counts as well.
* `cannot_tell`: none fails so, but a ban may reach the goods and a fact that no paper changes is missing: what the
  goods are, what they are made of, what they are for, or their customs code. Also when no rule that may decide is held
  for the destination on that day: no rules is no permission.
* `allowed_with_conditions`: something remains to be shown, obtained, registered, labelled or dropped: reports,
  documents, marks, registrations, claims. A missing laboratory report is a condition, never a pass or a fail.
* `allowed`: every binding rule is met or does not reach the goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import structs

from greencard.model.base import Text
from greencard.model.product import Product
from greencard.model.verdict import BorderCost, MissingFact, Order, Overall, RuleOutcome, Verdict
from greencard.rules.derive import contradicted, order_facts
from greencard.rules.evaluate import Judged, judge
from greencard.rules.pack import ENGINE, RulePack
from greencard.rules.sheet import prepare
from greencard.rules.wording import both, joined

__all__ = ["missing_facts", "overall", "verdict"]

_NAMED: Final = 3
"""Rules named in the summary sentence."""
_WEIGHTY: Final = frozenset({"block", "fix", "cost"})


def verdict(
    pack: RulePack, product: Product, order: Order, *, as_of: date, border: tuple[BorderCost, ...] = ()
) -> Verdict:
    """The answer for one order, from the record and the rules alone; border costs are carried, not computed here.

    Outcomes that are not applicable are left out, except adopted law to come and rules about the very customs code.

    Raises:
        InvalidInput: a destination or a stated fact that cannot be read (GC-RUL-007 to -010).
    """
    sheet = prepare(pack.vocabulary, order_facts(product, order, pack.lexicon), order.on)
    late = as_of >= order.on
    judgement = judge(pack, sheet, order)
    answer: _Answer | None = judgement.answers.get(late)
    if answer is None:
        answer = judgement.answers[late] = _answer(pack, order, judgement.rules, late=late)
    return Verdict(
        order=order,
        overall=answer.overall,
        summary=answer.summary,
        outcomes=answer.outcomes,
        missing=_with_contradictions(answer.missing, product),
        border=border,
        pack=pack.digest,
        engine=ENGINE,
        as_of=as_of,
        illustrative=product.illustrative,
    )


def _with_contradictions(missing: tuple[MissingFact, ...], product: Product) -> tuple[MissingFact, ...]:
    """The open questions; those the record answers with yes and with no say so."""
    twice = contradicted(product)
    if not twice:
        return missing
    return tuple(
        structs.replace(one, contradiction=_said_twice(one.name, twice[one.name])) if one.name in twice else one
        for one in missing
    )


def _said_twice(name: str, source: str) -> Text:
    part = (
        Text(en="the bill of materials", zh="材料清单")
        if source.startswith("/bom")
        else Text(en="the product functions", zh="产品功能")
    )
    return both(
        "The record says both: {p} says yes, the fact {n} says no. Correct the one that is wrong, or give the fact the "
        "document that shows it (grade E1 or above).",
        "记录自相矛盾：{p}表明“是”，而事实 {n} 填的是“否”。请改正有误的一处，或为该事实附上证明文件（E1 级及以上）。",
        p=part,
        n=Text(en=name, zh=name),
    )


class _Answer(NamedTuple):
    overall: Overall
    summary: Text
    outcomes: tuple[RuleOutcome, ...]
    missing: tuple[MissingFact, ...]


def _answer(pack: RulePack, order: Order, judged: Sequence[Judged], *, late: bool) -> _Answer:
    word = overall(judged, late=late)
    questions = missing_facts(pack, judged)
    summary = _summary(pack, order, word, judged, questions, late=late)
    return _Answer(word, summary, tuple(one.outcome for one in judged if _shown(one)), questions)


def overall(judged: Sequence[Judged], *, late: bool) -> Overall:
    """The one word; `late` says that the day of the order has come, so that nothing can be obtained before it."""
    if not any(one.binding for one in judged):
        return "cannot_tell"
    if any(_bars(one, late=late) for one in judged):
        return "not_allowed"
    if any(one.undecided for one in judged):
        return "cannot_tell"
    return "allowed_with_conditions" if any(_condition(one) for one in judged) else "allowed"


def _bars(one: Judged, *, late: bool) -> bool:
    failed = one.binding and one.outcome.status == "fail" and one.outcome.severity == "block"
    return failed and (late or not one.curable)


def _condition(one: Judged) -> bool:
    return one.binding and one.outcome.status in {"fail", "unknown"} and one.outcome.severity in _WEIGHTY


def _shown(one: Judged) -> bool:
    return one.outcome.status != "not_applicable" or one.outcome.severity == "watch" or one.near


def missing_facts(pack: RulePack, judged: Sequence[Judged]) -> tuple[MissingFact, ...]:
    """Open questions: first those a possible ban waits for, then those that settle most rules.

    A rule whose reach is open waits for the facts of its reach alone: what it would require is asked when it applies.
    It counts half, because the answer settles it only when it leaves the goods out. Of equal questions those come
    first that need no laboratory, then those whose rules are sure to apply.
    """
    waiting: dict[str, list[Judged]] = {}
    for one in judged:
        for name in one.asks:
            waiting.setdefault(name, []).append(one)

    def rank(name: str) -> tuple[int, int, bool, int, int, str]:
        rules = waiting[name]
        sure = sum(_condition(one) and not one.reach_open for one in rules)
        perhaps = sum(_condition(one) and one.reach_open for one in rules)
        undecided = sum(one.undecided for one in rules)
        laboratory = pack.vocabulary.kinds[name].settled_by == "test"
        return -undecided, -2 * sure - perhaps, laboratory, -sure, -len(rules), name

    return tuple(
        MissingFact(
            name=name,
            question=pack.vocabulary.kinds[name].question,
            rules=tuple(one.outcome.rule_id for one in waiting[name]),
            blocking=any(one.undecided for one in waiting[name]),
        )
        for name in sorted(waiting, key=rank)
    )


def _summary(
    pack: RulePack,
    order: Order,
    answer: Overall,
    judged: Sequence[Judged],
    questions: tuple[MissingFact, ...],
    *,
    late: bool,
) -> Text:
    where = pack.jurisdictions.name(pack.jurisdictions.chain(order.destination)[-1])
    when = Text(en=str(order.on), zh=str(order.on))
    counting = sum(one.binding for one in judged)
    if not counting:
        return both(
            "Cannot tell for {w} on {d}: no rules that may decide are held for this destination on that day.",
            "{d} 能否进入{w}无法判断：没有该目的地在该日可作结论的规则。",
            w=where,
            d=when,
        )
    match answer:
        case "not_allowed":
            named = _titles(one for one in judged if _bars(one, late=late))
            text = both("Not allowed in {w} on {d}: {t}.", "{d} 不可进入{w}：{t}。", w=where, d=when, t=named)
        case "cannot_tell":
            first = questions[0].question
            text = both(
                "Cannot tell yet for {w} on {d}. First: {q}",
                "{d} 能否进入{w}还不能判断。请先回答：{q}",
                w=where,
                d=when,
                q=first,
            )
        case "allowed_with_conditions":
            open_ones = [one for one in judged if _condition(one)]
            sure = [one for one in open_ones if one.outcome.status == "fail" or not one.reach_open]
            counts = _counts(len(sure), len(open_ones) - len(sure))
            named = _titles(sorted(sure or open_ones, key=_first_named))
            text = both(
                "Allowed in {w} on {d} with conditions ({n}): {t}.",
                "{d} 有条件可进入{w}（{n}）：{t}。",
                w=where,
                d=when,
                n=counts,
                t=named,
            )
        case _:
            held = Text(en=str(counting), zh=str(counting))
            text = both(
                "Allowed in {w} on {d} by the rules held here ({n}).",
                "按现有 {n} 条规则，{d} 可进入{w}。",
                w=where,
                d=when,
                n=held,
            )
    elsewhere = pack.view(order.destination).elsewhere
    if elsewhere:
        names = joined([pack.jurisdictions.name(code) for code in elsewhere], ", ", "、")
        text = both("{t} Not looked at: rules of {e}.", "{t}未检查以下地区的规则：{e}。", t=text, e=names)
    return text


_NAMED_FIRST: Final = ("registration_required", "document_required", "prohibited")


def _first_named(one: Judged) -> tuple[bool, int, int]:
    """Failures before open points, blocking before mending, and what takes longest to obtain first."""
    kind = one.outcome.consequence
    rank = _NAMED_FIRST.index(kind) if kind in _NAMED_FIRST else len(_NAMED_FIRST)
    return one.outcome.status != "fail", ("block", "fix", "cost").index(one.outcome.severity), rank


def _counts(sure: int, perhaps: int) -> Text:
    """How many conditions are certain and how many may apply; a number that is zero is not named."""
    if not sure:
        return Text(en=f"none certain, {perhaps} that may apply", zh=f"可能适用 {perhaps} 项")
    if not perhaps:
        return Text(en=f"{sure} to fulfil", zh=f"须满足 {sure} 项")
    return Text(en=f"{sure} to fulfil, {perhaps} that may apply", zh=f"须满足 {sure} 项，另有 {perhaps} 项可能适用")


def _titles(ones: Iterable[Judged]) -> Text:
    titles = [one.outcome.title for one in ones]
    named, rest = joined(titles[:_NAMED]), len(titles) - _NAMED
    return Text(en=f"{named.en} and {rest} more", zh=f"{named.zh}等 {len(titles)} 项") if rest > 0 else named
