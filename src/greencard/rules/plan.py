"""The plan of questions: in which order to ask, so that most is settled soonest.

Each unknown rule has a smallest set of facts that settles it whatever the answers are. At every step the plan asks the
set that settles the most weight of rules for each further fact. Where every rule is settled by one fact this is the
greedy cover, which asks at most 1 + ln n times the questions of the best possible plan for n rules (Chvátal 1979);
for sets of several facts no such bound is claimed. The very first question is that of the verdict itself.
Rules that may bar the order weigh more than conditions, conditions more than warnings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from greencard.model.verdict import PlannedQuestion
from greencard.rules.vocabulary import Vocabulary

__all__ = ["WEIGHT_BAR", "WEIGHT_CONDITION", "WEIGHT_WARNING", "Open", "plan"]

WEIGHT_BAR: Final = 1000
WEIGHT_CONDITION: Final = 30
WEIGHT_WARNING: Final = 1


class Open(NamedTuple):
    """An unknown rule: what it weighs and a smallest set of facts that is sure to settle it."""

    rule_id: str
    weight: int
    sure: tuple[str, ...]


def plan(rules: Sequence[Open], vocabulary: Vocabulary, *, first: str = "") -> tuple[PlannedQuestion, ...]:
    """Questions in order; together they settle every rule given. `first` is asked first where any rule waits for it."""
    asked: dict[str, None] = {}
    left = {one.rule_id: one for one in rules}
    order: list[str] = []
    while left:
        chosen = _best(left, asked, vocabulary, "" if asked else first)
        order.extend(chosen)
        asked |= dict.fromkeys(chosen)
        left = {key: one for key, one in left.items() if not asked.keys() >= set(one.sure)}
    return _told(order, rules, vocabulary)


def _best(left: Mapping[str, Open], asked: Mapping[str, None], vocabulary: Vocabulary, first: str) -> list[str]:
    """The facts to ask next: of the sets that are wanted, the one that settles most for each fact it asks.

    Where some of them hold `first`, it is one of those, and begins with it.
    """
    candidates = dict.fromkeys(frozenset(name for name in one.sure if name not in asked) for one in left.values())
    waiting: dict[str, int] = {}
    for one in left.values():
        for name in one.sure:
            waiting[name] = waiting.get(name, 0) + one.weight

    def rank(names: frozenset[str]) -> tuple[bool, float, int, tuple[str, ...]]:
        known = names | asked.keys()
        settled = sum(one.weight for one in left.values() if known >= set(one.sure))
        reports = sum(vocabulary.kinds[name].settled_by == "test" for name in names)
        return first not in names, -settled / len(names), reports, tuple(sorted(names))

    best = min(candidates, key=rank)
    return sorted(
        best, key=lambda name: (name != first, vocabulary.kinds[name].settled_by == "test", -waiting[name], name)
    )


def _told(order: Sequence[str], rules: Sequence[Open], vocabulary: Vocabulary) -> tuple[PlannedQuestion, ...]:
    place = {name: n for n, name in enumerate(order)}
    last = {one.rule_id: max(place[name] for name in one.sure) for one in rules}
    return tuple(
        PlannedQuestion(
            name=name,
            question=vocabulary.kinds[name].question,
            settles=tuple(one.rule_id for one in rules if last[one.rule_id] == n),
            waiting=tuple(one.rule_id for one in rules if name in one.sure and last[one.rule_id] > n),
        )
        for n, name in enumerate(order)
    )
