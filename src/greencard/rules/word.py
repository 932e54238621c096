"""The one word of an order at a destination without the sentences behind it: for matrices and for what-ifs.

It is the word `verdict` gives (a test holds them together), from statuses and two questions to the few rules that are
failed or open; no reasons, remedies, levies or questions are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from greencard.model.verdict import Overall, RuleStatus
from greencard.rules.evaluate import binds, curable, severity_here, undecided
from greencard.rules.generate import FAIL, NOT_APPLICABLE, PASS
from greencard.rules.pack import CompiledRule, DestinationView
from greencard.rules.sheet import FactSheet, Known
from greencard.rules.vocabulary import Vocabulary

__all__ = ["DESTINATION", "OVERALL_RANK", "Kept", "Word", "one_word", "statuses"]

OVERALL_RANK: Final[dict[Overall, int]] = {
    "allowed": 0,
    "allowed_with_conditions": 1,
    "cannot_tell": 2,
    "not_allowed": 3,
}
"""From the best word to the worst."""
DESTINATION: Final = "destination"
"""The one fact that differs when the same order is asked for another destination."""
_STATUS: Final[tuple[RuleStatus, ...]] = ("not_applicable", "pass", "fail", "unknown")
_WEIGHTY: Final = frozenset({"block", "fix", "cost"})
_SILENT: Final = frozenset({"info", "watch"})


Kept: TypeAlias = dict[int, tuple[CompiledRule, bool]]
"""What was found of single rules, by the identity of the rule, which stands beside it so that it stays the same."""


class Word(NamedTuple):
    """The one word and the rules behind it, in the order of the pack."""

    overall: Overall
    barring: tuple[str, ...]
    undecided: tuple[str, ...]
    conditions: tuple[str, ...]
    failing: tuple[str, ...]
    """All rules that fail and do more than inform, those that only warn included."""


def one_word(  # noqa: C901 - one branch per kind of rule, as in `overall`
    view: DestinationView,
    sheet: FactSheet,
    vocabulary: Vocabulary,
    on: date,
    *,
    late: bool,
    kept: Kept | None = None,
) -> Word:
    """The word for prepared facts on a day; `late` says that the day has come.

    `kept` holds what was found of single rules for the same facts at other destinations, but for the destination: 27
    states share the rules of the Union. It belongs to one sheet and its copies for other destinations.
    """
    answers: Kept = {} if kept is None else kept

    def holds(one: CompiledRule, ask: Callable[[CompiledRule, Mapping[str, Known], Vocabulary], bool]) -> bool:
        found = answers.get(id(one))
        if found is None:
            found = one, ask(one, sheet.known, vocabulary)
            if DESTINATION not in one.names:
                answers[id(one)] = found
        return found[1]

    barring: list[str] = []
    open_bans: list[str] = []
    conditions: list[str] = []
    failing: list[str] = []
    decides = False
    in_time = view.in_time(on)
    for n, status in enumerate(view.decide(sheet.row)):
        if not in_time[n]:
            continue
        one = view.rules[n]
        binding = binds(one)
        decides = decides or binding
        if status in {NOT_APPLICABLE, PASS}:
            continue
        if status == FAIL and severity_here(one, binding=binding) not in _SILENT:
            failing.append(one.rule.id)
        if not binding or one.rule.severity not in _WEIGHTY:
            continue
        if one.rule.severity != "block":
            conditions.append(one.rule.id)
        elif status == FAIL:
            (barring if late or not holds(one, curable) else conditions).append(one.rule.id)
        else:
            (open_bans if holds(one, undecided) else conditions).append(one.rule.id)
    word: Overall = "cannot_tell" if open_bans else "allowed_with_conditions" if conditions else "allowed"
    if not decides:
        word = "cannot_tell"
    elif barring:
        word = "not_allowed"
    return Word(word, tuple(barring), tuple(open_bans), tuple(conditions), tuple(failing))


def statuses(view: DestinationView, sheet: FactSheet, on: date) -> dict[str, RuleStatus]:
    """What each rule that is in time on a day says, by id; rules that do not apply are left out."""
    in_time = view.in_time(on)
    return {
        view.rules[n].rule.id: _STATUS[says]
        for n, says in enumerate(view.decide(sheet.row))
        if in_time[n] and says != NOT_APPLICABLE
    }
