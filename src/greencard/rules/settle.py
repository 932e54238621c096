"""What would settle an unknown rule: the smallest sets of missing facts, by trying every answer that can matter.

A set of facts can make a rule pass if some answers to them do, whatever the other facts are. Kleene's logic is monotone
(what more is learnt never turns a definite answer), so every set that contains such a set can too, and the smallest
ones say everything: they are the prime implicants of what is left of the rule. The rules of the packs leave seven facts
open at most, so all sets are tried; a rule with more gets the sets that were found within the bound, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Final, Literal, TypeAlias

from greencard.model.base import Text
from greencard.model.verdict import Settling, Way
from greencard.rules import terms as t
from greencard.rules.cases import answers, is_complete
from greencard.rules.interpret import atoms_in, false_parts, missing, status
from greencard.rules.pack import CompiledRule
from greencard.rules.sheet import Known
from greencard.rules.vocabulary import Vocabulary
from greencard.rules.wording import joined, said

__all__ = ["MAX_TRIALS", "settling"]

MAX_TRIALS: Final = 20_000
"""Answers tried for one rule; twice what seven facts of four answers and fewer need."""
_MOST_WAYS: Final = 6
_MOST_ANSWERS: Final = 3

_Definite: TypeAlias = Literal["pass", "not_applicable", "fail"]
_Answers: TypeAlias = dict[str, Known]


class _Out(Exception):
    """The bound on trials is used up."""


class _Trials:
    """A rule with what is known of it, ready to be asked what it would say if."""

    def __init__(self, one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> None:
        self.one = one
        self.vocabulary = vocabulary
        self.known = {name: known[name] for name in one.names if name in known}
        atoms = [*atoms_in(one.reach), *atoms_in(one.require)]
        names = dict.fromkeys((*missing(one.reach, self.known), *missing(one.require, self.known)))
        self.open = [name for name in names if not is_complete(name, self.known.get(name))]
        self.values, self.exact = answers(self.open, atoms, self.known, vocabulary)
        self.left = MAX_TRIALS
        self.levy = one.rule.consequence == "levy"

    def outcomes(self, names: Sequence[str]) -> Iterator[tuple[_Answers, str]]:
        """Every answer to the named facts, with what the rule then says."""
        for chosen in product(*(self.values[name] for name in names)):
            self.left -= 1
            if self.left < 0:
                raise _Out
            given = dict(zip(names, chosen, strict=True))
            yield given, status(self.one.reach, self.one.require, self.known | given, levy=self.levy)


def settling(one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary) -> Settling:
    """The smallest sets of missing facts that can make an unknown rule good or bad, and one that is sure to settle it.

    `good` holds sets of which some answer makes the rule pass or leave the goods out, `bad` those of which some answer
    makes it fail, each minimal; at most six a side are given, the smallest.
    """
    trials = _Trials(one, known, vocabulary)
    if status(one.reach, one.require, trials.known, levy=trials.levy) != "unknown":
        return Settling()
    good: list[tuple[frozenset[str], Way]] = []
    bad: list[tuple[frozenset[str], Way]] = []
    sure: tuple[str, ...] = ()
    exact = trials.exact
    try:
        for size in range(1, len(trials.open) + 1):
            for names in combinations(trials.open, size):
                chosen = frozenset(names)
                is_good = any(found <= chosen for found, _ in good)
                is_bad = any(found <= chosen for found, _ in bad)
                if is_good and is_bad and sure:
                    continue
                found = list(trials.outcomes(names))
                if not is_good:
                    good.extend((chosen, way) for way in _ways(names, found, ("pass", "not_applicable"), trials))
                if not is_bad:
                    bad.extend((chosen, way) for way in _ways(names, found, ("fail",), trials))
                if not sure and all(says != "unknown" for _, says in found):
                    sure = names
    except _Out:
        exact = False
    return Settling(
        good=tuple(way for _, way in good[:_MOST_WAYS]),
        bad=tuple(way for _, way in bad[:_MOST_WAYS]),
        sure=sure or tuple(trials.open),
        exact=exact and max(len(good), len(bad)) <= _MOST_WAYS,
    )


def _ways(
    names: tuple[str, ...], found: Sequence[tuple[_Answers, str]], wanted: tuple[_Definite, ...], trials: _Trials
) -> Iterator[Way]:
    for outcome in wanted:
        told = dict.fromkeys(_told(trials, given, outcome) for given, says in found if says == outcome)
        if told:
            yield Way(outcome=outcome, facts=names, answer=joined(list(told)[:_MOST_ANSWERS], " or ", "，或 "))


def _told(trials: _Trials, given: _Answers, outcome: _Definite) -> Text:
    """The answers in words: the atoms over the facts given that then decide."""
    one, known = trials.one, trials.known | given
    parts: list[tuple[t.Term, bool]] = []
    if outcome != "pass" or trials.levy:
        parts.extend(false_parts(one.reach, known, wanted=outcome != "not_applicable"))
    if outcome != "not_applicable":
        parts.extend(false_parts(one.require, known, wanted=outcome == "pass"))
    own = dict.fromkeys(
        said(atom, trials.vocabulary, wanted=value)
        for atom, value in parts
        if not given.keys().isdisjoint(t.names_in(atom))
    )
    return joined(own, "; ", "；")
