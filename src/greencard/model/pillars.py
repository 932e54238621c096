"""The three pillars of one product: recycled content, work and community, plastic; what a buyer asks; what is missing.

Every score is an interval. Its low end counts only what evidence supports, its high end is what may still be true;
evidence moves the ends towards each other and never apart.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Grade
from greencard.model.product import Recycled

__all__ = [
    "Answer",
    "Bounds",
    "BuyerAnswer",
    "Circularity",
    "CriterionResult",
    "FormatBan",
    "Gap",
    "GapStep",
    "IloGate",
    "LevelTest",
    "MaterialPart",
    "PartPlace",
    "PillarReport",
    "PlasticPillar",
    "PlasticReduction",
    "RecycledLine",
    "RecycledPillar",
    "RecycledShare",
    "SchemeFloor",
    "SocialIndex",
    "SocialIndicator",
    "SocialPillar",
    "Trap",
]

Answer = Literal["yes", "no", "unknown"]
PartPlace = Literal["product", "sales", "grouped", "transport"]


class Bounds(Value, frozen=True, kw_only=True):
    """A closed interval: what evidence supports, and what may still be true (or the other way round for masses)."""

    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """How much is still open."""
        return self.high - self.low


class MaterialPart(Value, frozen=True, kw_only=True):
    """One material of product or packaging, as the pillars read it."""

    pointer: str
    """JSON pointer into the product record."""
    material: str
    mass_kg: Decimal
    where: PartPlace
    plastic: bool | None
    """None: the words of the record do not say what it is."""
    plant_filler: bool = False
    """Ground bamboo, husk, straw: in a plastic it is part of the plastic (Directive (EU) 2019/904 Art 3(1))."""
    recycled: Recycled | None = None
    bio_based_share: Decimal = Decimal(0)


class FormatBan(Value, frozen=True, kw_only=True):
    """A rule in force that bans a plastic format, and whether it reaches this product."""

    rule_id: str
    jurisdiction: str
    title: Text
    citation: str
    certain: bool
    """False: a fact is missing, so that the ban may or may not reach it."""
    missing_facts: tuple[str, ...] = ()


# -- P1: recycled content ----------------------------------------------------------------------------------------------


class RecycledLine(Value, frozen=True, kw_only=True):
    """What one material brings into the mass balance, kg per declared unit."""

    pointer: str
    material: str
    where: PartPlace
    mass_kg: Decimal
    basis: Literal["certificate", "records", "statement", "silent", "book_and_claim"]
    weight: Decimal
    """Evidence weight of the parameters: 1 certificate, 0.7 records, 0 statement."""
    declared_kg: Decimal
    post_consumer_kg: Decimal
    pre_consumer_kg: Decimal
    unspecified_kg: Decimal
    """Declared, but nobody said whether pre- or post-consumer."""
    rework_kg: Decimal
    """Regrind of the same process: no recycled content (ISO 14021:2016 7.8.1.1)."""
    verified_kg: Decimal
    possible_kg: Decimal
    scheme: str = ""
    chain_of_custody: str = ""
    document: str = ""
    why: Text


class RecycledShare(Value, frozen=True, kw_only=True):
    """Recycled share by mass of one whole, 0 to 1: supported by evidence ≤ declared ≤ possible."""

    of: Literal["product", "sales_packaging", "product_and_sales_packaging"]
    mass_kg: Decimal
    verified: Decimal
    declared: Decimal
    possible: Decimal
    """With everything on which the record is silent counted as recycled."""
    post_consumer: Bounds
    pre_consumer: Bounds

    @property
    def bounds(self) -> Bounds:
        """From verified to possible."""
        return Bounds(low=self.verified, high=self.possible)


class SchemeFloor(Value, frozen=True, kw_only=True):
    """The least share for which a certification scheme lets a claim or a label be made."""

    scheme: str
    purpose: Literal["claim", "label"]
    floor: Decimal
    share: Decimal
    """Share of the product's mass verified under that scheme."""
    met: bool
    trust: Literal["seen", "recall"]
    source: str


class Circularity(Value, frozen=True, kw_only=True):
    """Material Circularity Indicator of the Ellen MacArthur Foundation, 0 to 1; a secondary figure."""

    mci: Bounds
    utility: Decimal
    utility_stated: bool
    collected_for_recycling: Bounds
    notes: tuple[Text, ...] = ()


class RecycledPillar(Value, frozen=True, kw_only=True):
    """P1: recycled content by mass balance over product and sales packaging."""

    shares: tuple[RecycledShare, ...]
    lines: tuple[RecycledLine, ...]
    floors: tuple[SchemeFloor, ...] = ()
    circularity: Circularity
    notes: tuple[Text, ...] = ()

    @property
    def whole(self) -> RecycledShare:
        """The share of product and sales packaging together: the coefficient."""
        return self.shares[-1]


# -- P2: work and community --------------------------------------------------------------------------------------------


class IloGate(Value, frozen=True, kw_only=True):
    """Whether anything is known against the ILO core conventions or from a list; a finding ends the scoring."""

    status: Literal["clear", "stated", "open", "failed"]
    """Stated: answered without a document; it opens the scoring and settles nothing."""
    findings: tuple[Text, ...] = ()
    missing_facts: tuple[str, ...] = ()


class SocialIndicator(Value, frozen=True, kw_only=True):
    """One indicator with everything its score is made of."""

    id: str
    """Name in the vocabulary of facts."""
    label: Text
    reference: str
    unit: str
    value: Decimal | None = None
    grade: Grade | None = None
    score: Decimal | None = None
    """0 to 100 by the anchors; None: nobody gave the value."""
    anchors: tuple[tuple[Decimal, Decimal], ...]
    why: Text


class SocialIndex(Value, frozen=True, kw_only=True):
    """An index 0 to 100: arithmetic mean of its indicators, with the cap of the audit evidence on the low end."""

    id: Literal["labour", "community"]
    indicators: tuple[SocialIndicator, ...]
    score: Bounds
    """Missing indicators at 0 and the cap applied; missing indicators at 100."""
    of_the_known: Decimal | None = None
    """Mean of the indicators given, the missing ones left out; never an end of the interval."""
    coverage: Decimal
    """Share of the indicators that are given, 0 to 1."""
    documented: Decimal
    """Share of the indicators given with a document or better (E1 to E3)."""


class SocialPillar(Value, frozen=True, kw_only=True):
    """P2: two indices behind one gate. It scores a site's practice, never a person."""

    gate: IloGate
    grade: Literal["", "E"] = ""
    labour: SocialIndex
    community: SocialIndex
    cap: Decimal
    """What the audit evidence lets the low end of the labour and community index reach."""
    cap_reason: Text
    workers_total: Decimal | None = None


# -- P3: plastic -------------------------------------------------------------------------------------------------------


class Trap(Value, frozen=True, kw_only=True):
    """A substitution that looks like less plastic and is none."""

    id: Literal["plant_filled_plastic", "bio_polymer", "coated_paper", "bamboo_viscose"]
    pointer: str
    material: str
    text: Text


class PlasticReduction(Value, frozen=True, kw_only=True):
    """D = 1 − p/p_ref, or why there is none."""

    reduction: Bounds | None = None
    """May be negative: more plastic than the reference."""
    reference_g: Decimal | None = None
    reference: Text
    source: str = ""
    trust: Literal["seen", "recall", "buyer", ""] = ""


class LevelTest(Value, frozen=True, kw_only=True):
    """One step of the ladder: whether it is reached, and by what."""

    level: Literal[0, 1, 2, 3, 4]
    met: Answer
    why: Text


class PlasticPillar(Value, frozen=True, kw_only=True):
    """P3: grams of plastic per declared unit, and the level L0 to L4. In masses the low end is the favourable one."""

    product_g: Bounds
    packaging_g: Bounds
    total_g: Bounds
    virgin_g: Bounds
    single_use_g: Bounds
    bio_based_g: Decimal
    """Part of the plastic that grew; it stays plastic."""
    packaging_share: Bounds | None = None
    """Plastic part of the packaging's mass, 0 to 1; None: no packaging is recorded."""
    reduction: PlasticReduction
    level: Bounds
    levels: tuple[LevelTest, ...]
    bans: tuple[FormatBan, ...] = ()
    traps: tuple[Trap, ...] = ()
    notes: tuple[Text, ...] = ()


# -- what a buyer asks, and what is missing --------------------------------------------------------------------------


class CriterionResult(Value, frozen=True, kw_only=True):
    """One thing a buyer asks for, tested on an interval."""

    id: str
    label: Text
    measure: str
    op: Literal[">", ">=", "<", "<="]
    threshold: Decimal
    required: bool
    weight: Decimal
    bounds: Bounds | None
    """None: there is no figure at all."""
    answer: Answer
    why: Text


class BuyerAnswer(Value, frozen=True, kw_only=True):
    """What a buyer's profile says of the product: qualifies, does not, cannot tell yet."""

    profile: str
    name: Text
    illustrative: bool
    source: str
    answer: Literal["qualifies", "does_not", "cannot_tell"]
    points: Bounds
    """Share of the weights reached, 0 to 1."""
    points_needed: Decimal
    criteria: tuple[CriterionResult, ...]


class GapStep(Value, frozen=True, kw_only=True):
    """One step that closes a gap or part of it, with what it would take."""

    kind: Literal["data", "evidence", "audit", "practice", "material"]
    effort: str
    """Id of the effort class in the parameters."""
    text: Text
    pointer: str = ""
    end_after: Decimal | None = None
    """The end that the test looks at, after the certain ones of this step and those before it; None for a step whose
    outcome nobody knows."""
    narrows_by: Decimal
    """How much of the interval's width it closes by itself."""
    enough: Answer
    """Whether the criterion is met after this step and those before it; unknown: depends on what is found."""
    cost_low_cny: Decimal
    cost_high_cny: Decimal
    days: int
    cost_basis: Text


class Gap(Value, frozen=True, kw_only=True):
    """A criterion that is not met, or not yet, and the steps in order of cost."""

    criterion: str
    label: Text
    required: bool
    answer: Answer
    steps: tuple[GapStep, ...]


class PillarReport(Value, frozen=True, kw_only=True):
    """The three pillars of one declared unit as of a day, with a buyer's answer and gap list where one was asked."""

    product_id: str
    name: Text
    declared_unit: Text
    as_of: date
    recycled: RecycledPillar
    social: SocialPillar
    plastic: PlasticPillar
    destinations: tuple[str, ...] = ()
    """Whose bans were looked at; empty: of every destination with rules held."""
    buyer: BuyerAnswer | None = None
    gaps: tuple[Gap, ...] = ()
    not_said: tuple[Text, ...]
    parameters: str
    """Version and SHA-256 of the parameters."""
    illustrative: bool = False
