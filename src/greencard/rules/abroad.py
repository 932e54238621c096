"""The same goods at other destinations: one word each, before and after a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from greencard.model.verdict import Effect
from greencard.rules.pack import RulePack
from greencard.rules.sheet import FactSheet
from greencard.rules.word import DESTINATION, OVERALL_RANK, Kept, Word, one_word

__all__ = ["Abroad", "compared"]


class Abroad:
    """Other destinations, each with the rules that it needs."""

    __slots__ = ("packs",)

    def __init__(self, packs: Mapping[str, RulePack]) -> None:
        self.packs: Final = dict(packs)

    def words(self, sheet: FactSheet, on: date, *, late: bool) -> dict[str, Word]:
        """The one word of each destination for the facts of an order, its destination replaced."""
        kept: Kept = {}
        return {
            place: one_word(
                pack.view(place),
                sheet.changed({DESTINATION: place}),
                pack.vocabulary,
                on,
                late=late,
                kept=kept,
            )
            for place, pack in self.packs.items()
        }


def compared(before: Mapping[str, Word], after: Mapping[str, Word]) -> tuple[Effect, ...]:
    """Destinations whose word or whose failed rules differ, those that get worse first."""
    found = []
    for place, old in before.items():
        new = after.get(place)
        if new is None:
            continue
        begins = tuple(rule for rule in new.failing if rule not in old.failing)
        ceases = tuple(rule for rule in old.failing if rule not in new.failing)
        verdict = _direction(old, new, begins=bool(begins), ceases=bool(ceases))
        if verdict is not None:
            found.append(
                Effect(
                    destination=place,
                    before=old.overall,
                    after=new.overall,
                    verdict=verdict,
                    begins_to_fail=begins,
                    ceases_to_fail=ceases,
                )
            )
    return tuple(sorted(found, key=lambda one: (("worse", "mixed", "better").index(one.verdict), one.destination)))


def _direction(old: Word, new: Word, *, begins: bool, ceases: bool) -> Literal["better", "worse", "mixed"] | None:
    """Which way a destination goes: by the word, or by the rules that fail where the word stays the same."""
    by = OVERALL_RANK[new.overall] - OVERALL_RANK[old.overall]
    worse, better = by > 0 or begins, by < 0 or ceases
    if worse and better:
        return "mixed"
    return "worse" if worse else "better" if better else None
