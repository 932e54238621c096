"""A verdict with its reasons laid open: the atoms that decided, what would settle, the least change that would pass.

Made on request from the verdict and the facts it was made of; the verdict itself stays as fast as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

from msgspec import structs

from greencard.model.base import Text
from greencard.model.product import Product
from greencard.model.verdict import Atom, Effect, LeastChange, Order, RuleOutcome, Verdict
from greencard.rules import terms as t
from greencard.rules.abroad import Abroad, compared
from greencard.rules.change import Flip, Step, carried_out, kind_of, least_steps, worded
from greencard.rules.derive import order_facts
from greencard.rules.evaluate import binds, undecided
from greencard.rules.generate import FAIL
from greencard.rules.interpret import live_parts
from greencard.rules.pack import CompiledRule, DestinationView, RulePack
from greencard.rules.plan import WEIGHT_BAR, WEIGHT_CONDITION, WEIGHT_WARNING, Open, plan
from greencard.rules.settle import settling
from greencard.rules.sheet import FactSheet, prepare
from greencard.rules.vocabulary import Vocabulary
from greencard.rules.word import DESTINATION, OVERALL_RANK, Word, one_word
from greencard.rules.wording import given, joined, said

__all__ = ["Case", "explained", "laid_open"]

_MOST_ROUNDS: Final = 8
"""Rules that one combined change mends, one after the other."""
_MOST_NAMED: Final = 8
_NEXT_TIME: Final = Text(
    en="The day of the order has come: this is for the next consignment.", zh="订单日期已到：此建议用于下一批货。"
)
_ONE_DAY: Final = timedelta(days=1)
_MAIN: Final = frozenset({"block", "fix", "cost"})


class Case:
    """One order with its facts, its rules and the places it is compared with."""

    def __init__(
        self,
        pack: RulePack,
        order: Order,
        facts_on: Callable[[date], FactSheet],
        *,
        as_of: date,
        abroad: Abroad | None = None,
    ) -> None:
        """`facts_on` gives the facts of the order as if its goods came on another day."""
        self.pack, self.order, self.facts_on, self.as_of, self.abroad = pack, order, facts_on, as_of, abroad
        self.vocabulary = pack.vocabulary
        self.view: DestinationView = pack.view(order.destination)
        in_time = self.view.in_time(order.on)
        self.live: Final = {one.rule.id: one for n, one in enumerate(self.view.rules) if in_time[n]}
        """Rules that bind on the day, by id: of several versions at most one does."""
        self.sheet = facts_on(order.on)
        self.late = as_of >= order.on
        self.word = self.ask(self.sheet)
        self.words_abroad = None if abroad is None else abroad.words(self.sheet, order.on, late=self.late)
        views = [] if abroad is None else [pack.view(place) for place, pack in abroad.packs.items()]
        self.against: Final = frozenset(_against((self.view, *views), self.sheet, self.vocabulary, order.on))

    def ask(self, sheet: FactSheet, on: date | None = None) -> Word:
        """The one word for other facts, or on another day."""
        day = on or self.order.on
        return one_word(self.view, sheet, self.vocabulary, day, late=self.as_of >= day)

    def carry_out(self, sheet: FactSheet, step: Step) -> FactSheet:
        """The facts once a step is carried out."""
        return sheet.changed(carried_out(sheet.known, step, self.vocabulary, against=self.against))


def _against(views: Iterable[DestinationView], sheet: FactSheet, vocabulary: Vocabulary, on: date) -> Iterator[str]:
    """Laboratory values by which a rule fails, here or at one of the places compared."""
    seen: set[int] = set()
    for view in views:
        in_time = view.in_time(on)
        for n, says in enumerate(view.decide(sheet.row)):
            one = view.rules[n]
            if says != FAIL or not in_time[n] or id(one) in seen:
                continue
            seen.add(id(one))
            parts = chain(live_parts(one.reach, sheet.known), live_parts(one.require, sheet.known))
            yield from (
                name for atom, _ in parts for name in t.names_in(atom) if vocabulary.kinds[name].settled_by == "test"
            )


def explained(
    answer: Verdict, pack: RulePack, product: Product, *, as_of: date, abroad: Abroad | None = None
) -> Verdict:
    """The verdict with atoms, ways to settle, least changes and the plan of questions.

    Args:
        answer: the verdict of `product` and its order under `pack`.
        pack: the rules that gave it.
        product: the record that it is about.
        as_of: the day of the answer.
        abroad: other destinations; each change then says what it does there, and where the goods may go as they are.
    """
    order, vocabulary = answer.order, pack.vocabulary

    def facts_on(day: date) -> FactSheet:
        return prepare(vocabulary, order_facts(product, structs.replace(order, on=day), pack.lexicon), day)

    return laid_open(answer, Case(pack, order, facts_on, as_of=as_of, abroad=abroad))


def laid_open(answer: Verdict, case: Case) -> Verdict:
    """As `explained`, from a case made of facts."""
    outcomes = tuple(_outcome(case, outcome) for outcome in answer.outcomes)
    waiting = [
        Open(outcome.rule_id, _weight(case, outcome), outcome.settling.sure)
        for outcome in outcomes
        if outcome.settling is not None and outcome.settling.sure
    ]
    changes = tuple(_of_order(case)) if answer.overall == "not_allowed" else ()
    first = answer.missing[0].name if answer.missing else ""
    asked = plan(waiting, case.vocabulary, first=first)
    return structs.replace(answer, outcomes=outcomes, plan=asked, changes=changes)


def _weight(case: Case, outcome: RuleOutcome) -> int:
    one = case.live[outcome.rule_id]
    if not binds(one) or outcome.severity not in _MAIN:
        return WEIGHT_WARNING
    bars = outcome.severity == "block" and undecided(one, case.sheet.known, case.vocabulary)
    return WEIGHT_BAR if bars else WEIGHT_CONDITION


def _outcome(case: Case, outcome: RuleOutcome) -> RuleOutcome:
    one = case.live.get(outcome.rule_id)
    if one is None or one.rule.applies_from != outcome.applies_from:
        return outcome  # law to come, or another version of a rule than the one that binds
    known, vocabulary = case.sheet.known, case.vocabulary
    ways = settling(one, known, vocabulary) if outcome.status == "unknown" else None
    due = outcome.levy is not None and outcome.levy.amount is not None
    changes = tuple(_of_rule(case, one, leave=due)) if due or outcome.status == "fail" else ()
    return structs.replace(outcome, atoms=tuple(_atoms(case, one, outcome)), settling=ways, changes=changes)


# -- what decided ------------------------------------------------------------------------------------------------------


def _atoms(case: Case, one: CompiledRule, outcome: RuleOutcome) -> Iterator[Atom]:
    known = case.sheet.known
    for atom, holds in dict.fromkeys(live_parts(one.reach, known)):
        yield _atom(case, "reach", atom, holds)
    if outcome.status == "not_applicable":
        return
    for atom, holds in dict.fromkeys(live_parts(one.require, known)):
        yield _atom(case, "require", atom, holds)


def _atom(case: Case, part: str, atom: t.Term, holds: bool | None) -> Atom:
    names = tuple(dict.fromkeys(t.names_in(atom)))
    return Atom(
        part="reach" if part == "reach" else "require",
        facts=names,
        asked=said(atom, case.vocabulary),
        recorded=given(names, case.sheet.known, case.vocabulary),
        holds=holds,
        grade=case.sheet.weakest(names),
    )


# -- what would pass ---------------------------------------------------------------------------------------------------


def _of_rule(case: Case, one: CompiledRule, *, leave: bool) -> Iterator[LeastChange]:
    for step in least_steps(one, case.sheet.known, case.vocabulary, leave=leave):
        yield _proposal(case, step.flips, case.carry_out(case.sheet, step), effects=binds(one))


def _proposal(case: Case, flips: tuple[Flip, ...], sheet: FactSheet, *, effects: bool) -> LeastChange:
    what, note = worded(flips, case.sheet.known, case.vocabulary)
    if case.late:
        note = joined([text for text in (note, _NEXT_TIME) if text.en], " ", "")
    return LeastChange(
        kind=kind_of(flips, case.vocabulary),
        what=what,
        facts=tuple(dict.fromkeys(name for atom, _ in flips for name in t.names_in(atom))),
        atoms=len(flips),
        before=case.word.overall,
        after=case.ask(sheet).overall,
        effects=_effects(case, sheet) if effects else (),
        note=note,
    )


def _effects(case: Case, sheet: FactSheet) -> tuple[Effect, ...]:
    if case.abroad is None or case.words_abroad is None:
        return ()
    return compared(case.words_abroad, case.abroad.words(sheet, case.order.on, late=case.late))


def _of_order(case: Case) -> Iterator[LeastChange]:
    """Changes of goods and papers that lift every bar, then other days, then other places."""
    combined = _combined(case)
    if combined is not None:
        yield combined
    yield from _other_days(case)
    elsewhere = _other_places(case)
    if elsewhere is not None:
        yield elsewhere


def _combined(case: Case) -> LeastChange | None:
    """The cheapest step for each rule that bars, one after the other; None where one cannot be lifted."""
    sheet = case.sheet
    flips: dict[Flip, None] = {}
    for _ in range(_MOST_ROUNDS):
        barring = case.ask(sheet).barring
        if not barring:
            return _proposal(case, tuple(flips), sheet, effects=True)
        step = _cheapest(case, barring, sheet)
        if step is None:
            return None
        flips |= dict.fromkeys(step.flips)
        sheet = case.carry_out(sheet, step)
    return None


def _cheapest(case: Case, barring: Sequence[str], sheet: FactSheet) -> Step | None:
    steps = least_steps(case.live[barring[0]], sheet.known, case.vocabulary)
    left = {id(step): len(case.ask(case.carry_out(sheet, step)).barring) for step in steps}
    return min(steps, key=lambda step: (step.cost, left[id(step)]), default=None)


def _other_days(case: Case) -> Iterator[LeastChange]:
    """The last day before a rule that bars begins, if it is still to come, and the first day after one ends."""
    barring = [case.live[rule_id].rule for rule_id in case.word.barring]
    starts, ends = [rule.applies_from for rule in barring], [rule.applies_until for rule in barring]
    earlier = [start - _ONE_DAY for start in starts if start is not None and start > date.min]
    later = [end + _ONE_DAY for end in ends if end is not None and end < date.max]
    days = [
        (min(earlier, default=None), "the last day before the bar", "禁令生效前最后一日"),
        (max(later, default=None), "the first day after the bar", "禁令结束后第一日"),
    ]
    for day, en, zh in days:
        if day is None or day <= case.as_of:
            continue
        after = case.ask(case.facts_on(day), day).overall
        if OVERALL_RANK[after] < OVERALL_RANK[case.word.overall]:
            yield LeastChange(
                kind="date",
                what=Text(en=f"Place the goods on the market on {day}, {en}.", zh=f"在 {day}（{zh}）投放市场。"),
                facts=("placed_on_market_date",),
                before=case.word.overall,
                after=after,
            )


def _other_places(case: Case) -> LeastChange | None:
    """Where the goods may go as they are."""
    if case.words_abroad is None:
        return None
    open_to = [
        place
        for place, word in sorted(case.words_abroad.items(), key=lambda item: (OVERALL_RANK[item[1].overall], item[0]))
        if word.overall in {"allowed", "allowed_with_conditions"}
    ]
    if not open_to:
        return None
    names, more = open_to[:_MOST_NAMED], len(open_to) > _MOST_NAMED
    count = len(open_to)
    return LeastChange(
        kind="destination",
        what=Text(
            en=f"Other destinations take the goods as they are ({count}): {', '.join(names)}{' …' if more else ''}.",
            zh=f"以下目的地可按原样接受（{count} 个）：{'、'.join(names)}{'……' if more else ''}。",
        ),
        facts=(DESTINATION,),
        before=case.word.overall,
        after=case.words_abroad[open_to[0]].overall,
        destinations=tuple(open_to),
        note=Text(
            en="With or without conditions; check each before you promise it.", zh="可能附条件；承诺前请逐一查验。"
        ),
    )
