"""What the pillars are worked out from: parts, facts, audits and bans, as of a day."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

import msgspec

from greencard.model import Disposal, Evidence, Fact, FormatBan, MaterialPart, SocialAudit, Text, Value
from greencard.quantity import significant

__all__ = ["EXACT", "FactWords", "Given", "StatedReference", "down", "standing", "up"]

EXACT: Final = Context(prec=60)
"""Sums and products of file numbers (at most 40 characters) stay exact."""
_DIGITS: Final = 12
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING)


def down(value: Decimal) -> Decimal:
    """Twelve significant digits, never more than the value: 28.4 % does not become 30 % by arithmetic."""
    return significant(_DOWN.plus(value), _DIGITS)


def up(value: Decimal) -> Decimal:
    """Twelve significant digits, never less than the value."""
    return significant(_UP.plus(value), _DIGITS)


class StatedReference(Value, frozen=True, kw_only=True):
    """A reference for plastic that somebody gives for one declared unit, with its source."""

    grams: Decimal
    name: Text
    source: str


class FactWords(Value, frozen=True, kw_only=True):
    """How a fact is called and asked for."""

    label: Text
    question: Text


class Given(Value, frozen=True, kw_only=True):
    """Everything the three pillars read of one declared unit."""

    on: date
    parts: tuple[MaterialPart, ...]
    facts: tuple[Fact, ...] = ()
    """Those that hold on the day."""
    audits: tuple[SocialAudit, ...] = ()
    bans: tuple[FormatBan, ...] = ()
    destinations: tuple[str, ...] = ()
    """Asked for; empty: every one."""
    words: dict[str, FactWords] = msgspec.field(default_factory=dict)
    """Of the facts that bans wait for."""
    claims: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names of the product, read for substitution traps."""
    disposal: tuple[Disposal, ...] = ()
    disposal_evidence: Evidence = Evidence()
    utility: Decimal | None = None
    pieces: Decimal | None = None
    """Pieces in one declared unit; None: not said."""
    reference: StatedReference | None = None

    def label(self, name: str) -> Text:
        """What a fact is called; its name where nobody said."""
        found = self.words.get(name)
        return Text(en=name, zh=name) if found is None else found.label

    def question(self, name: str) -> Text:
        """How a fact is asked for."""
        found = self.words.get(name)
        return Text(en=f"{name}?", zh=f"{name}？") if found is None else found.question

    def fact(self, name: str) -> Fact | None:
        """The fact of that name; of two the later one counts."""
        return next((fact for fact in reversed(self.facts) if fact.name == name), None)


def standing(facts: tuple[Fact, ...], on: date) -> tuple[Fact, ...]:
    """The facts that hold on a day: an expired one is unknown, as if nobody had given it."""
    return tuple(
        fact
        for fact in facts
        if not (fact.valid_until is not None and fact.valid_until < on)
        and not (fact.valid_from is not None and fact.valid_from > on)
    )
