"""One version of one obligation: fixed numbers, fixed days. What evaluators, reports and answers work with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from greencard.model.base import Text, Value
from greencard.rules.entry import Consequence, LawStatus, RuleSeverity, Trust

__all__ = ["LevyTerms", "Number", "Rule"]


class Number(Value, frozen=True, kw_only=True):
    """A number of the law as it stands in one version, with its unit and where it was read."""

    name: str
    value: Decimal
    unit: str
    source: str


class LevyTerms(Value, frozen=True, kw_only=True):
    """Rate of a charge and what it is charged on."""

    rate: Decimal | None = None
    """None: the law has a rate that was not seen."""
    currency: str
    unit: str
    base: str = ""
    """Expression over facts that gives the number of units for the whole order."""
    cap_per_unit: Decimal | None = None
    """Most that is due for one sales unit."""
    illustrative: bool = False
    """A forecast or illustrative rate: shown, never turned into an amount."""
    note: Text = Text()
    """What may make less due than the amount says, such as a monthly allowance; stands beside the amount."""


class Rule(Value, frozen=True, kw_only=True):
    """One obligation of one jurisdiction in one version."""

    id: str
    formerly: tuple[str, ...] = ()
    """Ids under which this rule, or a part of it, was known before."""
    jurisdiction: str
    law: str = ""
    """Short name of the law, as people call it."""
    title: Text
    citation: str
    applies_from: date | None
    """First day on which goods placed on the market are bound by this version; None: no date in law yet."""
    applies_until: date | None = None
    waits: Text = Text()
    """The act on which the first day depends, as a part of a sentence; empty when it depends on none."""
    status: LawStatus
    overrides: tuple[str, ...] = ()
    """Rules of a wider jurisdiction that this one replaces while it applies."""
    hs: tuple[str, ...] = ()
    """Prefixes of the customs codes the rule is limited to; empty: any code."""
    numbers: tuple[Number, ...] = ()
    """Parameters that `scope`, `require` and the charge name, as they stand in this version."""
    scope: str
    require: str
    consequence: Consequence
    severity: RuleSeverity
    addressee: str
    levy: LevyTerms | None = None
    trust: Trust
    source: str
    note: str = ""
    remedy: Text = Text()
    """What to do, where the general sentence for the consequence is not enough."""
    checked_on: date
