"""The rule file as it is written: one law of one jurisdiction, its rules with dated parameters and their own tests.

What evaluators see is made from this by `expand`: rules whose numbers are fixed and whose dates do not overlap.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from greencard.model.base import Text, Value
from greencard.model.verdict import RuleStatus
from greencard.rules.acts import When

__all__ = [
    "Case",
    "Consequence",
    "Dated",
    "LawStatus",
    "LevyEntry",
    "Parameter",
    "RuleEntry",
    "RuleFile",
    "RuleSeverity",
    "RuleTests",
    "Stated",
    "Trust",
]

LawStatus = Literal["in_force", "adopted_future", "adopted_pending_act", "contested", "proposal"]
RuleSeverity = Literal["block", "fix", "cost", "warn", "info", "watch"]
Trust = Literal["seen", "recall"]
Consequence = Literal[
    "prohibited",
    "levy",
    "document_required",
    "label_required",
    "registration_required",
    "claim_prohibited",
    "information",
]
Stated = bool | int | float | str | list[str]
"""Value of a fact as a test writes it."""


class Dated(Value, frozen=True, kw_only=True):
    """A value from a day on."""

    value: Decimal
    source: str = ""
    """Page or article the value was read in; empty: the source of the rule."""
    trust: Trust = "seen"
    """`recall`: while this value counts, the whole rule is recalled law."""


class Parameter(Value, frozen=True, kw_only=True):
    """A number of the law: its unit and its values, each from its day until the next."""

    unit: str
    values: dict[date, Dated]


class LevyEntry(Value, frozen=True, kw_only=True):
    """A charge: its rate, the name of a parameter or a number, and what it is charged on."""

    rate: str | None = None
    """None: the law has a rate that was not seen."""
    currency: str
    unit: str
    base: str = ""
    cap_per_unit: str | None = None
    illustrative: bool = False
    note: Text = Text()


class Case(Value, frozen=True, kw_only=True):
    """One test: what differs from the common facts, and the answer the law gives."""

    expect: RuleStatus
    day: date | None = None
    facts: dict[str, Stated] | None = None
    """Facts in place of the common ones: a case that stands for itself."""
    set: dict[str, Stated] = msgspec.field(name="with", default_factory=dict)
    """Facts stated otherwise, or besides."""
    drop: tuple[str, ...] = msgspec.field(name="without", default=())
    """Common facts that are not known here."""
    acts: dict[str, date] = msgspec.field(default_factory=dict)
    """Acts supposed to be in force on those days."""
    due: Decimal | None = None
    """Amount of the charge."""
    why: str = ""


class RuleTests(Value, frozen=True, kw_only=True):
    """The tests of one rule: a day and facts that all cases share, and the cases."""

    day: date
    facts: dict[str, Stated] = msgspec.field(default_factory=dict)
    cases: tuple[Case, ...]


class RuleEntry(Value, frozen=True, kw_only=True):
    """One obligation as the file states it."""

    id: str
    formerly: tuple[str, ...] = ()
    """Ids under which this rule, or a part of it, was known before."""
    jurisdiction: str = ""
    """Empty: that of the file."""
    title: Text
    citation: str
    applies_from: date | When | None
    applies_until: date | When | None = None
    """Last day; of a condition, the day before the law that follows starts, and none while that waits for its act."""
    status: LawStatus
    """Of a rule that waits for an act: what it will be once the act is in force."""
    overrides: tuple[str, ...] = ()
    """Rules of a wider jurisdiction that this one replaces while it applies."""
    hs: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = msgspec.field(default_factory=dict)
    scope: str
    require: str
    consequence: Consequence
    severity: RuleSeverity
    addressee: str
    levy: LevyEntry | None = None
    trust: Trust
    source: str
    note: str = ""
    remedy: Text = Text()
    checked_on: date
    tests: RuleTests | None = None


class RuleFile(Value, frozen=True, kw_only=True):
    """One law of one jurisdiction."""

    schema: Literal["greencard/rules/2"]
    jurisdiction: str
    """ISO 3166-1 or -2; `EU`. The folder bears its name in small letters."""
    law: str
    """Short name of the law, as people call it."""
    rules: tuple[RuleEntry, ...]
