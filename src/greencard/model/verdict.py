"""May an order enter, and what does carbon cost at the border: verdict, rule outcomes, border cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Grade

__all__ = [
    "BorderCost",
    "BorderLine",
    "BorderStatus",
    "Change",
    "Levy",
    "MissingFact",
    "Order",
    "OtherCost",
    "OtherCostKind",
    "OtherCostStatus",
    "Overall",
    "RuleOutcome",
    "RuleStatus",
    "Verdict",
]

RuleStatus = Literal["pass", "fail", "unknown", "not_applicable"]
Overall = Literal["allowed", "allowed_with_conditions", "not_allowed", "cannot_tell"]
BorderStatus = Literal[
    "not_applicable", "exempt_origin", "exempt_de_minimis", "liable", "threshold_unknown", "cannot_price"
]


class Order(Value, frozen=True, kw_only=True):
    """One order of one product."""

    product_id: str
    destination: str
    """ISO 3166-1 alpha-2, or 3166-2 where law is sub-national."""
    on: date
    """Placing on the market; at an EU border, the date of release for free circulation."""
    quantity: int
    importer_size: Literal["micro", "small", "medium", "large"] | None = None
    importer_cbam_tonnes: Decimal | None = None
    """Net mass of CBAM goods of this importer in that calendar year, this order included; None: not known."""
    importer_cbam_value_gbp: Decimal | None = None
    """Value of this importer's UK CBAM goods over twelve months, GBP, this order included; None: not known."""
    documents: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sales_channel: str = ""


class Levy(Value, frozen=True, kw_only=True):
    """An amount due under a rule, or the reason there is none yet."""

    rate: Decimal
    currency: str
    unit: str
    base: str
    amount: Decimal | None = None
    """None when the base is not known."""


class RuleOutcome(Value, frozen=True, kw_only=True):
    """What one rule says of one order."""

    rule_id: str
    jurisdiction: str
    title: Text
    citation: str
    status: RuleStatus
    severity: Literal["block", "fix", "cost", "warn", "info", "watch"]
    """As it counts here: the trust gate may have lowered it from the rule's own."""
    consequence: str
    reasons: tuple[Text, ...] = ()
    missing_facts: tuple[str, ...] = ()
    remedy: Text = Text()
    levy: Levy | None = None
    trust: Literal["seen", "recall"]
    law_status: str
    applies_from: date | None = None
    source: str = ""
    weakest_grade: Grade | None = None


class MissingFact(Value, frozen=True, kw_only=True):
    """A fact nobody has given yet, and the rules that wait for it; the next question is the one that settles most."""

    name: str
    question: Text
    rules: tuple[str, ...]
    blocking: bool


class BorderLine(Value, frozen=True, kw_only=True):
    """One good of one declaration, exact and unrounded."""

    cn: str
    matched_rule: str
    origin: str
    net_mass_t: Decimal
    see_t_per_t: Decimal | None = None
    path: Literal["default", "actual", "indicative"] | None = None
    route: str = ""
    benchmark_t_per_t: Decimal | None = None
    benchmark_column: Literal["A", "B"] | None = None
    markup: Decimal | None = None
    cbam_factor: Decimal | None = None
    cscf: Decimal | None = None
    certificates_t: Decimal | None = None
    price_eur_per_t: Decimal | None = None
    price_note: Text = Text()
    cost_eur: Decimal | None = None
    formula: str = ""
    sefa_t_per_t: Decimal | None = None
    """Free-allocation adjustment, t CO2e per t of product, precursors included."""
    default_share: Decimal | None = None
    """Share of the embedded emissions that rests on default values, six decimals."""
    deduction_t: Decimal | None = None
    """Certificates taken off for a carbon price paid abroad."""
    price_period: str = ""
    """The quarter of import whose price counts, such as 2026-Q3."""
    price_published_on: date | None = None
    """Day on which that price was or will be published."""
    law: tuple[str, ...] = ()


class Change(Value, frozen=True, kw_only=True):
    """What would change the answer, and by how much where that can be said."""

    what: Text
    cost_eur: Decimal | None = None
    """The cost after the change, exact."""
    change_eur: Decimal | None = None
    """The difference it makes to this answer, signed; None where either side has no amount."""
    certificates_t: Decimal | None = None
    """Certificates after the change, where it has no price yet."""
    not_law: bool = False
    """A proposal or an act that does not exist: shown, never counted."""


class BorderCost(Value, frozen=True, kw_only=True):
    """Carbon cost at the border under one regime, with the law it rests on."""

    regime: str
    status: BorderStatus
    reason: Text
    cost_eur: Decimal | None = None
    """Exact amount when liable; 0 when not applicable or exempt; None when it cannot be priced."""
    lines: tuple[BorderLine, ...] = ()
    law: tuple[str, ...] = ()
    assumptions: tuple[Text, ...] = ()
    what_would_change_it: tuple[Change, ...] = ()
    dataset: str = ""
    as_of: date


OtherCostKind = Literal["sea_freight_ets", "plastic_levy"]
OtherCostStatus = Literal["due", "rate_only", "reported", "no_figure"]
"""An amount due under a rule; its rate, the amount waiting; a tariff as reported; nothing but a reason."""


class OtherCost(Value, frozen=True, kw_only=True):
    """A carbon-related cost beside the border schemes, in its own currency: it is no part of them and of no sum."""

    kind: OtherCostKind
    status: OtherCostStatus
    name: Text
    amount: Decimal | None = None
    """Exact, for the whole order; None where only a rate or nothing is known."""
    currency: str = ""
    rate: Text = Text()
    """What one unit costs, where that is known: `223.69 GBP / t`, `168 USD per 40 ft dry`."""
    reason: Text
    law: tuple[str, ...] = ()
    source: str = ""
    as_of: date


class Verdict(Value, frozen=True, kw_only=True):
    """The answer to: may this order enter, what does it cost, under which articles."""

    order: Order
    overall: Overall
    summary: Text
    outcomes: tuple[RuleOutcome, ...]
    missing: tuple[MissingFact, ...] = ()
    border: tuple[BorderCost, ...] = ()
    not_covered: tuple[Text, ...] = ()
    """What decides about an order too and is not in this answer: an answer that hides its edge is worse than none."""
    pack: str
    """SHA-256 of the rule pack that answered."""
    engine: str
    as_of: date
    illustrative: bool = False
    other_costs: tuple[OtherCost, ...] = ()
    """Carbon-related costs that are no border cost: each with its own status and currency, added to nothing."""
