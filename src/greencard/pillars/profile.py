"""What a buyer asks for, as data, and the answer: qualifies, does not, cannot tell yet.

A criterion is met when the whole interval meets it, missed when the whole interval misses it, and otherwise unknown.
Required criteria must all be met; besides, the weights of the criteria met must reach the share the profile asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta

from greencard.errors import Place
from greencard.model import Answer, Bounds, BuyerAnswer, CriterionResult, Text, Value
from greencard.pillars.codes import BAD_DATA
from greencard.pillars.given import EXACT, StatedReference, down, up
from greencard.pillars.measures import MEASURES, Measured
from greencard.pillars.parameters import converted, outside
from greencard.quantity import decimal_text

__all__ = ["BuyerProfile", "Criterion", "buyer_answer", "criterion_result", "parse_profile", "passes"]

_WHAT: Final = ("The buyer profile", "买家要求文件")
_ZERO: Final = Decimal(0)
_MOST: Final = 100


class Criterion(Value, frozen=True, kw_only=True):
    """One thing asked for."""

    id: Annotated[str, Meta(min_length=1, max_length=80)]
    label: Text
    measure: str
    op: Literal[">", ">=", "<", "<="]
    threshold: Decimal
    required: bool = False
    weight: Decimal = Decimal(0)


class ReferenceTerms(Value, frozen=True, kw_only=True):
    """The plastic the buyer compares with, per declared unit, and where the figure is from."""

    grams: Decimal
    name: Text
    source: Annotated[str, Meta(min_length=1)]


class BuyerProfile(Value, frozen=True, kw_only=True):
    """Thresholds, weights and hard requirements of one buyer."""

    schema: Literal["greencard/buyer-profile/1"]
    id: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,63}$")]
    name: Text
    illustrative: bool = False
    source: Annotated[str, Meta(min_length=1)]
    """Where the requirements stand: a buyer's manual, a tender, or made up."""
    points_needed: Decimal = Decimal(0)
    plastic_reference: ReferenceTerms | None = None
    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1)]

    @property
    def reference(self) -> StatedReference | None:
        """The buyer's own plastic reference."""
        terms = self.plastic_reference
        return None if terms is None else StatedReference(grams=terms.grams, name=terms.name, source=terms.source)


def parse_profile(raw: bytes, file: str) -> BuyerProfile:
    """The profile in `raw`.

    Raises:
        InvalidInput: unreadable, an unknown measure, an id twice, or nothing that could decide (GC-PIL-002).
    """
    found = converted(raw, BuyerProfile, file, *_WHAT)
    problem = next(_contradictions(found), "")
    if problem:
        raise BAD_DATA.at(Place(file=file), what=_WHAT[0], what_zh=_WHAT[1], problem=problem)
    return found


def _contradictions(found: BuyerProfile) -> Iterator[str]:
    yield from outside(_bounded(found))
    if not (found.name.en or found.name.zh):
        yield "the profile has no name"
    if len(found.criteria) > _MOST:
        yield f"more than {_MOST} criteria"
    seen: set[str] = set()
    for one in found.criteria:
        if one.id in seen:
            yield f"criterion {one.id} twice"
        seen.add(one.id)
        if not (one.label.en or one.label.zh):
            yield f"criterion {one.id} has no label"
        if one.measure not in MEASURES:
            yield f"criterion {one.id}: no measure {one.measure!r}; there are {', '.join(MEASURES)}"
        if bool(one.required) is bool(one.weight):
            yield f"criterion {one.id} must be either required or weighted"
    if found.points_needed > 0 and not any(one.weight for one in found.criteria):
        yield "points are needed and no criterion has a weight"


def _bounded(found: BuyerProfile) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    yield "points_needed", found.points_needed, _ZERO, Decimal(1)
    for one in found.criteria:
        yield f"weight of {one.id}", one.weight, _ZERO, Decimal(1000)
    if found.plastic_reference is not None:
        yield "plastic_reference", found.plastic_reference.grams, Decimal("0.001"), Decimal(10) ** 9


def passes(bounds: Bounds | None, op: str, threshold: Decimal) -> Answer:
    """Whether a figure that lies in an interval passes: 30.000 % is not above 30 %."""
    if bounds is None:
        return "unknown"
    ends = (_passes(bounds.low, op, threshold), _passes(bounds.high, op, threshold))
    return "yes" if all(ends) else "unknown" if any(ends) else "no"


def _passes(value: Decimal, op: str, threshold: Decimal) -> bool:
    match op:
        case ">":
            return value > threshold
        case ">=":
            return value >= threshold
        case "<":
            return value < threshold
        case _:
            return value <= threshold


def criterion_result(one: Criterion, found: Measured) -> CriterionResult:
    """One criterion tested on the figures."""
    bounds = MEASURES[one.measure](found)
    answer = passes(bounds, one.op, one.threshold)
    return CriterionResult(
        id=one.id,
        label=one.label,
        measure=one.measure,
        op=one.op,
        threshold=one.threshold,
        required=one.required,
        weight=one.weight,
        bounds=bounds,
        answer=answer,
        why=_why(bounds, one, answer),
    )


def _why(bounds: Bounds | None, one: Criterion, answer: Answer) -> Text:
    if bounds is None:
        return Text(en="there is no figure to test", zh="没有可供检验的数字")
    low, high = decimal_text(bounds.low), decimal_text(bounds.high)
    shown = low if low == high else f"{low} … {high}"
    test = f"{one.op} {decimal_text(one.threshold)}"
    match answer:
        case "yes":
            return Text(en=f"{shown} is {test}", zh=f"{shown} 满足 {test}")
        case "no":
            return Text(en=f"{shown} is not {test}", zh=f"{shown} 不满足 {test}")
        case _:
            return Text(
                en=f"{shown} lies on both sides of {test}",
                zh=f"{shown} 跨越 {test}，尚不能判断",
            )


def buyer_answer(profile: BuyerProfile, found: Measured) -> BuyerAnswer:
    """The profile's answer with every criterion."""
    results = tuple(criterion_result(one, found) for one in profile.criteria)
    total = sum((one.weight for one in results), _ZERO)
    sure = sum((one.weight for one in results if one.answer == "yes"), _ZERO)
    possible = sum((one.weight for one in results if one.answer != "no"), _ZERO)
    points = Bounds(
        low=down(EXACT.divide(sure, total)) if total else Decimal(1),
        high=up(EXACT.divide(possible, total)) if total else Decimal(1),
    )
    needed = EXACT.multiply(profile.points_needed, total)
    required = [one.answer for one in results if one.required]
    answer: Literal["qualifies", "does_not", "cannot_tell"] = "cannot_tell"
    if "no" in required or possible < needed:
        answer = "does_not"
    elif all(one == "yes" for one in required) and sure >= needed:
        answer = "qualifies"
    return BuyerAnswer(
        profile=profile.id,
        name=profile.name,
        illustrative=profile.illustrative,
        source=profile.source,
        answer=answer,
        points=points,
        points_needed=profile.points_needed,
        criteria=results,
    )
