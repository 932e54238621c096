"""The parameters of the pillars as data: weights, schemes, caps, anchors, thresholds, references, effort classes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta

from greencard.errors import GreencardError, Place
from greencard.model import AuditScheme, RecycledScheme, Text, Value
from greencard.pillars.codes import BAD_DATA
from greencard.pillars.source import read_tree
from greencard.quantity import parse_decimal

__all__ = [
    "AuditParameters",
    "Effort",
    "EvidenceWeight",
    "IndicatorTerms",
    "Parameters",
    "PlasticReference",
    "SchemeTerms",
    "converted",
    "outside",
    "parse_parameters",
]

T = TypeVar("T", bound=Value)
_WHAT: Final = ("The table of pillar parameters", "三项指标参数表")
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_MOST: Final = Decimal(10) ** 9
_Status = Literal["standard", "ours"]


class EvidenceWeight(Value, frozen=True, kw_only=True):
    """How much of a declared share counts as verified with one kind of evidence."""

    id: Literal["certificate", "records", "statement"]
    weight: Decimal
    status: _Status
    label: Text


class SchemeTerms(Value, frozen=True, kw_only=True):
    """A certification scheme, and what of it covers the goods."""

    id: RecycledScheme
    name: str
    proof: Literal["transaction_certificate", "product_certificate"]
    """Paper of the delivery, or certificate of the product itself."""


class FloorTerms(Value, frozen=True, kw_only=True):
    """Least share for a claim or label under a scheme."""

    scheme: RecycledScheme
    purpose: Literal["claim", "label"]
    share: Decimal
    trust: Literal["seen", "recall"]
    source: str


class CircularityTerms(Value, frozen=True, kw_only=True):
    """Constants of the Material Circularity Indicator."""

    source: str
    utility_constant: Decimal
    recycling_efficiency: Decimal


class AuditCap(Value, frozen=True, kw_only=True):
    """Cap of a fresh audit; without ratings it holds for any."""

    scheme: AuditScheme
    ratings: tuple[Literal["A", "B", "C", "D", "E"], ...]
    cap: Decimal


class AuditParameters(Value, frozen=True, kw_only=True):
    """Caps by audit and how they fade, in months."""

    fresh_months: Decimal
    gone_months: Decimal
    self_assessment: Decimal
    caps: tuple[AuditCap, ...]
    status: _Status


class IndicatorTerms(Value, frozen=True, kw_only=True):
    """One indicator: its index, where it is named, and the anchors of its score."""

    id: str
    index: Literal["labour", "community"]
    reference: str
    anchors: Annotated[tuple[tuple[Decimal, Decimal], ...], Meta(min_length=2)]
    below: Decimal | None = None
    """Score below the first anchor, where it falls at once."""
    status: _Status
    basis: Text


class PlasticTerms(Value, frozen=True, kw_only=True):
    """Thresholds of the plastic levels."""

    packaging_free_below: Decimal
    packaging_source: str
    impurity: Decimal
    impurity_source: str


class PlasticReference(Value, frozen=True, kw_only=True):
    """Plastic that a product of a function usually has."""

    function: str
    grams_per_piece: Decimal
    name: Text
    source: str
    trust: Literal["seen", "recall"]


class Effort(Value, frozen=True, kw_only=True):
    """What a kind of step takes."""

    id: str
    rank: int
    cost_cny: tuple[Decimal, Decimal]
    days: Annotated[int, Meta(ge=0)]
    status: _Status
    basis: Text


class Parameters(Value, frozen=True, kw_only=True):
    """All parameters of one version."""

    schema: Literal["greencard/pillar-parameters/1"]
    version: str
    evidence: tuple[EvidenceWeight, ...]
    schemes: tuple[SchemeTerms, ...]
    floors: tuple[FloorTerms, ...]
    circularity: CircularityTerms
    audits: AuditParameters
    indicators: tuple[IndicatorTerms, ...]
    plastic: PlasticTerms
    references: tuple[PlasticReference, ...]
    efforts: tuple[Effort, ...]
    digest: str = ""
    """SHA-256 of the file."""

    def weight(self, kind: str) -> Decimal:
        """Evidence weight of a kind, 0 to 1."""
        return next((entry.weight for entry in self.evidence if entry.id == kind), Decimal(0))

    def scheme(self, scheme: str) -> SchemeTerms | None:
        """A scheme's terms."""
        return next((entry for entry in self.schemes if entry.id == scheme), None)

    def effort(self, effort: str) -> Effort:
        """An effort class."""
        return next(entry for entry in self.efforts if entry.id == effort)

    def of_index(self, index: str) -> tuple[IndicatorTerms, ...]:
        """The indicators of an index, in the order of the file."""
        return tuple(entry for entry in self.indicators if entry.index == index)


_EFFORTS: Final = frozenset(
    {
        "write_down",
        "ask_supplier",
        "delivery_paper",
        "laboratory",
        "repack",
        "social_audit",
        "other_material",
        "practice",
    }
)


def converted(raw: bytes, kind: type[T], file: str, what: str, what_zh: str) -> T:
    """The value of `kind` in a YAML file, every number of it of the size that things have.

    Raises:
        InvalidInput: not YAML of this form (GC-PIL-002).
    """
    try:
        found = msgspec.convert(read_tree(raw, file, what, what_zh), kind, strict=False)
    except msgspec.ValidationError as error:
        raise BAD_DATA.at(Place(file=file), what=what, what_zh=what_zh, problem=error) from None
    try:
        for number in _numbers(found):
            parse_decimal(number)
    except GreencardError as error:
        raise BAD_DATA.at(Place(file=file), what=what, what_zh=what_zh, problem=error) from None
    return found


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _numbers(getattr(value, name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from _numbers(entry)


def outside(bounded: Iterable[tuple[str, Decimal, Decimal, Decimal]]) -> Iterator[str]:
    """A sentence for each (name, value, low, high) whose value does not lie between its bounds."""
    for name, value, low, high in bounded:
        if not low <= value <= high:
            yield f"{name} is {value}, not between {low} and {high}"


def parse_parameters(raw: bytes, file: str = "parameters.yaml") -> Parameters:
    """The parameters in `raw`, held against each other.

    Raises:
        InvalidInput: unreadable, incomplete or contradictory (GC-PIL-002).
    """
    found = converted(raw, Parameters, file, *_WHAT)
    problem = next(_contradictions(found), "")
    if problem:
        raise BAD_DATA.at(Place(file=file), what=_WHAT[0], what_zh=_WHAT[1], problem=problem)
    return msgspec.structs.replace(found, digest=hashlib.sha256(raw).hexdigest())


def _contradictions(found: Parameters) -> Iterator[str]:
    yield from outside(_bounded(found))
    if {entry.id for entry in found.evidence} != {"certificate", "records", "statement"}:
        yield "evidence needs certificate, records and statement"
    if not found.weight("certificate") >= found.weight("records") >= found.weight("statement"):
        yield "stronger evidence must not weigh less"
    if missing := _EFFORTS - {entry.id for entry in found.efforts}:
        yield f"efforts lack {', '.join(sorted(missing))}"
    if found.audits.fresh_months >= found.audits.gone_months:
        yield "an audit must be fresh before it is gone"
    yield from _of_indicators(found)


def _of_indicators(found: Parameters) -> Iterator[str]:
    for entry in found.indicators:
        values = [value for value, _ in entry.anchors]
        if values != sorted(set(values)):
            yield f"indicator {entry.id}: anchors are not in order"
    for index in ("labour", "community"):
        if not found.of_index(index):
            yield f"no indicator of the {index} index"


def _bounded(found: Parameters) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """Every number with the bounds it has by its meaning."""
    zero, little = Decimal(0), Decimal("0.000001")
    for entry in found.evidence:
        yield f"weight of {entry.id}", entry.weight, zero, _ONE
    for floor in found.floors:
        yield f"floor of {floor.scheme}", floor.share, zero, _ONE
    yield "recycling efficiency", found.circularity.recycling_efficiency, little, _ONE
    yield "utility constant", found.circularity.utility_constant, little, _ONE
    audits = found.audits
    yield "fresh_months", audits.fresh_months, zero, _MOST
    yield "cap of a self-assessment", audits.self_assessment, zero, _HUNDRED
    for cap in audits.caps:
        yield f"cap of {cap.scheme}", cap.cap, zero, _HUNDRED
    for one in found.indicators:
        for _, points in one.anchors:
            yield f"points of {one.id}", points, zero, _HUNDRED
        yield f"points below the anchors of {one.id}", one.below or zero, zero, _HUNDRED
    yield "packaging_free_below", found.plastic.packaging_free_below, zero, _ONE
    yield "impurity", found.plastic.impurity, zero, _ONE
    for reference in found.references:
        yield f"reference of {reference.function}", reference.grams_per_piece, Decimal("0.001"), _MOST
    for effort in found.efforts:
        yield f"cost of {effort.id}", effort.cost_cny[0], zero, effort.cost_cny[1]
        yield f"cost of {effort.id}", effort.cost_cny[1], zero, _MOST
