"""What a text claims about the environment, where it may not be said, and what may be said instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Grade

__all__ = [
    "Audience",
    "ClaimEffect",
    "ClaimFigures",
    "ClaimFinding",
    "ClaimReport",
    "ClaimRuling",
    "ClaimStanding",
    "Instead",
]

Audience = Literal["consumer", "business"]
ClaimEffect = Literal["forbidden", "evidence", "later", "warn", "allowed"]
"""One act on one claim: may not be said; may be said with the evidence named; will be bound from a later day; shown
without deciding (another audience, a source that was not read, words with a plain sense); carried by the evidence."""
ClaimStanding = Literal["forbidden", "evidence", "warn", "later", "may_be_said", "nothing_held", "no_claim"]
"""A claim over all destinations asked for, the worst of its acts. `nothing_held`: no act is held here about it, which
is no permission. `no_claim`: the words are denied or only mentioned."""


class ClaimFigures(Value, frozen=True, kw_only=True):
    """Figures of a card, as published: plain decimal numbers, rounded once."""

    source: str
    """Identifier of the card, or of the product that was assessed."""
    product_name: Text
    declared_unit: Text
    kg_co2e: Decimal
    low_kg_co2e: Decimal
    high_kg_co2e: Decimal
    level_percent: Decimal
    rules: str
    """Name of the standard, such as `ISO 14067:2018`."""
    year: int
    """Year of the assessment."""
    verification: Text
    verified_by: Text
    """Who verified the footprint; empty: nobody but its issuer."""
    recycled_percent: Decimal
    """By mass of the product."""
    recycled_grade: Grade
    product_plastic_g: Decimal
    packaging_plastic_g: Decimal
    plastic_grade: Grade
    solar_percent: Decimal | None = None
    """Share of the electricity met by own solar in the same interval; None: it was not counted."""
    illustrative: bool = False


class Instead(Value, frozen=True, kw_only=True):
    """A sentence that may stand in place of a claim, made of a card's figures alone."""

    lang: Literal["en", "zh", "de", "fr", "es"]
    sentence: str


class ClaimRuling(Value, frozen=True, kw_only=True):
    """What one act says of one claim at one destination."""

    destination: str
    jurisdiction: str
    rule: str
    """Identifier of the rule or act in the data of this program."""
    title: Text
    citation: str
    effect: ClaimEffect
    since: date | None = None
    reason: Text = Text()
    needs: tuple[Text, ...] = ()
    """Evidence or facts that would settle it."""
    audience: Literal["consumer", "any"] = "any"
    """Whom the act protects."""
    trust: Literal["seen", "recall"] = "seen"
    source: str = ""


class ClaimFinding(Value, frozen=True, kw_only=True):
    """Words that make a claim, or look like one."""

    family: str
    title: Text
    words: str
    start: int
    end: int
    """Character offsets in the text; `end` is after the last."""
    line: int
    column: int
    """Both from 1."""
    use: Literal["asserted", "ambiguous", "denied", "mentioned", "name"]
    share_percent: Decimal | None = None
    """Percentage that stands beside the words."""
    standing: ClaimStanding
    note: Text = Text()
    rulings: tuple[ClaimRuling, ...] = ()
    instead: tuple[Instead, ...] = ()
    advice: Text = Text()
    """What to say in general, where the card has no figure for it."""


class ClaimReport(Value, frozen=True, kw_only=True):
    """All claims of one text, for an audience, destinations and a day."""

    standing: ClaimStanding
    audience: Audience
    on: date
    destinations: tuple[str, ...]
    text_lang: Literal["en", "zh", "de", "fr", "es"] | None
    """Language most of the words belong to; None where they do not tell."""
    characters: int
    findings: tuple[ClaimFinding, ...]
    truncated: bool = False
    """More claims than are reported."""
    figures: str = ""
    """Card or product whose figures were used."""
    data: str
    """SHA-256 over lexicon, acts and the rules asked."""
    not_covered: tuple[Text, ...] = ()
