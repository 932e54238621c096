"""May an order enter, and what does carbon cost at the border: verdict, rule outcomes, border cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Grade

__all__ = [
    "Atom",
    "BorderCost",
    "BorderLine",
    "BorderStatus",
    "Change",
    "ChangeKind",
    "Effect",
    "LeastChange",
    "Levy",
    "MissingFact",
    "Notice",
    "Order",
    "OtherCost",
    "OtherCostKind",
    "OtherCostStatus",
    "Overall",
    "PlannedQuestion",
    "RuleOutcome",
    "RuleStatus",
    "Settling",
    "Verdict",
    "Way",
]

RuleStatus = Literal["pass", "fail", "unknown", "not_applicable"]
Overall = Literal["allowed", "allowed_with_conditions", "not_allowed", "cannot_tell"]
ChangeKind = Literal["claim", "evidence", "packaging", "supplier", "operator", "goods", "date", "destination"]
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


class Atom(Value, frozen=True, kw_only=True):
    """One condition of a rule that decided it or is still open: what is asked, what is recorded, whether it holds.

    An atom of `reach` says whether the rule is about the goods, one of `require` whether they meet it.
    """

    part: Literal["reach", "require"]
    facts: tuple[str, ...]
    asked: Text
    recorded: Text = Text()
    """Values on record; empty where nobody has given one."""
    holds: bool | None
    """Whether what is asked is so; None: not known."""
    grade: Grade | None = None
    """Weakest grade of evidence among the facts that are known; None where none is."""


class Way(Value, frozen=True, kw_only=True):
    """A smallest set of missing facts of which some answer gives the outcome, whatever else stays unknown."""

    outcome: Literal["pass", "not_applicable", "fail"]
    facts: tuple[str, ...]
    answer: Text
    """The answers that give it."""


class Settling(Value, frozen=True, kw_only=True):
    """What would settle an unknown rule: smallest sets of missing facts, no proper subset of which does."""

    good: tuple[Way, ...] = ()
    """Sets with an answer by which the rule is met or does not reach the goods, smallest first."""
    bad: tuple[Way, ...] = ()
    """Sets with an answer by which it fails."""
    sure: tuple[str, ...] = ()
    """A smallest set that settles it whatever the answers are."""
    exact: bool = True
    """False where a rule has too many open facts to try every set; then more sets may exist, and smaller ones."""


class Effect(Value, frozen=True, kw_only=True):
    """What a change does at another destination; destinations where nothing changes are left out."""

    destination: str
    before: Overall
    after: Overall
    verdict: Literal["better", "worse", "mixed"]
    begins_to_fail: tuple[str, ...] = ()
    """Rules, those that only warn included, that fail after the change and did not before."""
    ceases_to_fail: tuple[str, ...] = ()


class LeastChange(Value, frozen=True, kw_only=True):
    """The least that would have to be different for a failed rule, or the whole order, to pass.

    It proposes other goods, other packaging, a document obtained, a claim dropped, another day or place; never another
    description of the same goods.
    """

    kind: ChangeKind
    """Its dearest part."""
    what: Text
    facts: tuple[str, ...] = ()
    atoms: int = 0
    """Conditions that have to turn round."""
    before: Overall
    after: Overall
    """The one word at this destination before and after."""
    effects: tuple[Effect, ...] = ()
    """At the other destinations looked at."""
    destinations: tuple[str, ...] = ()
    """Of another destination: those that take the goods as they are, the best word first."""
    note: Text = Text()


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
    atoms: tuple[Atom, ...] = ()
    """The conditions that decided, and the open ones; only where an explanation was asked for."""
    settling: Settling | None = None
    """Of an unknown rule: what would settle it; only where an explanation was asked for."""
    changes: tuple[LeastChange, ...] = ()
    """Of a failed rule, the least changes that would pass it; of a charge that is due, those that would spare it."""


class MissingFact(Value, frozen=True, kw_only=True):
    """A fact nobody has given yet, and the rules that wait for it; the next question is the one that settles most."""

    name: str
    question: Text
    rules: tuple[str, ...]
    blocking: bool
    contradiction: Text = Text()
    """Where the record answers it twice, yes and no: which two parts, and what settles it."""


class PlannedQuestion(Value, frozen=True, kw_only=True):
    """A question in its place in the plan of questions."""

    name: str
    question: Text
    settles: tuple[str, ...] = ()
    """Rules that are settled, whatever the answers, once this question and those before it are answered."""
    waiting: tuple[str, ...] = ()
    """Rules it is asked for that wait for a later question too."""


class Notice(Value, frozen=True, kw_only=True):
    """A measure that is no environmental rule and never enters the one word: trade defence, quotas, import bans."""

    id: str
    kind: Literal["anti_dumping", "countervailing", "safeguard", "quota", "import_ban", "duty"]
    title: Text
    goods: Text
    """The goods it names, in words: a customs prefix alone does not decide it."""
    rate: str = ""
    citation: str
    applies_from: date | None = None
    applies_until: date | None = None
    status: Literal["in_force", "provisional", "expired_perhaps"]
    trust: Literal["seen", "recall"]
    source: str
    note: Text = Text()
    sure: bool
    """Whether origin and customs code are known and match; else it may apply."""


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
    information: tuple[Notice, ...] = ()
    """Trade defence and the like that may meet these goods; told, never counted in the one word."""
    plan: tuple[PlannedQuestion, ...] = ()
    """Questions in the order that settles most; only where an explanation was asked for."""
    changes: tuple[LeastChange, ...] = ()
    """Of an order that is not allowed: the least changes that would lift every bar; only where asked for."""
