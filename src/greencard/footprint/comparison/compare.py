"""Two products side by side: their difference, how sure it is, and what may be said of it (ISO 14067:2018 Annex B)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.comparison.comparability import function_of, reasons_against
from greencard.footprint.comparison.words import (
    DISAGREE,
    UNITS_WITHOUT_FUNCTION,
    Said,
    comparison_notes,
    comparison_sentence,
)
from greencard.footprint.doubt.codes import NOT_ITS_RESULT, UNITS_RANGE
from greencard.footprint.doubt.explained import told
from greencard.footprint.doubt.interval import LEVEL
from greencard.footprint.doubt.moments import Term, central
from greencard.footprint.doubt.monte_carlo import drawn
from greencard.model import FootprintComparison, Interval
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from greencard.footprint.doubt.explained import Told
    from greencard.model import FootprintResult, Product, Text

__all__ = ["Side", "compare", "difference_terms"]

METHOD: Final = (
    "shifted lognormal of the exact mean, variance and skewness of the difference; a factor both sides use has one "
    "random number; sampled as a check"
)
DRAWS: Final = 10_000
SEED: Final = 14067
PROXY_SIGMA: Final = 0.6
"""From here on a factor stands in for another material (`proxy` of the uncertainty table): what is in doubt is whether
it may, and two different materials share no such doubt."""
_FEWEST, _MOST = Decimal("0.000001"), Decimal(1_000_000)
_ENDS: Final = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its record and its result."""

    product: Product
    result: FootprintResult
    units: Decimal = field(default=Decimal(1))
    """Declared units that fulfil the function once."""


def compare(left: Side, right: Side, *, function: Text | None = None) -> FootprintComparison:
    """Figures, difference (left less right) and its 95 % interval, kg CO2e per function; the sentence or its refusal.

    Factors that both sides use move together, so that what they share cancels. A difference is stated only where both
    the analytic interval and a sample of 10 000 draws leave zero out.

    Args:
        left: one product.
        right: the other.
        function: what both do, stated by the caller; None: the declared unit both records share.

    Raises:
        InvalidInput: a result is not that of its product (GC-FPT-042) or does not tell its uncertainties (GC-FPT-043),
            or the declared units per function are no positive number (GC-FPT-044).
    """
    for side in (left, right):
        _check(side)
    ours, theirs = (side.result.total_kg_co2e * side.units for side in (left, right))
    difference = (ours - theirs) or Decimal(0)
    terms = difference_terms(left, right)
    low, high = central(terms)
    low, high = min(low, float(difference)), max(high, float(difference))
    sampled = _sampled(terms)
    shared = function_of(left.product, right.product, function)
    refused = reasons_against((left.product, left.result), (right.product, right.result), shared, difference)
    if shared is not None and not shared.stated and not left.units == right.units == 1:
        refused = (*refused, UNITS_WITHOUT_FUNCTION)
    stated = (low > 0 and sampled[0] > 0) or (high < 0 and sampled[1] < 0)
    interval = Interval(low=decimal_of(low), high=decimal_of(high), level=LEVEL, method=METHOD)
    said = Said(left.product, left.result, left.units), Said(right.product, right.result, right.units)
    sentence = None
    if not refused and shared is not None:
        sentence = comparison_sentence(*said, shared, interval, stated=stated)
    notes = comparison_notes(*said, shared)
    if stated is not ((low > 0) or (high < 0)):
        notes += (DISAGREE,)
    return FootprintComparison(
        left_id=left.product.id,
        right_id=right.product.id,
        left_kg_co2e=ours,
        right_kg_co2e=theirs,
        difference_kg_co2e=difference,
        interval=interval,
        sentence=sentence,
        refused_for=refused,
        notes=notes,
    )


def _check(side: Side) -> None:
    if side.product.id != side.result.product_id:
        raise NOT_ITS_RESULT.at(product=side.product.id[:80], result=side.result.product_id[:80])
    if not side.units.is_finite() or not _FEWEST <= side.units <= _MOST:
        raise UNITS_RANGE.at(units=str(side.units)[:40])


# -- the difference ---------------------------------------------------------------------------------------------------


def difference_terms(left: Side, right: Side) -> list[Term]:
    """Left less right as lognormal terms, what is the same on both sides already cancelled.

    Raises:
        InvalidInput: a result does not tell its uncertainties (GC-FPT-043).
    """
    leaves = told(left.result), told(right.result)
    terms: dict[tuple[Hashable, float, Hashable, float], list[float]] = {}
    for side, sign, own, other in ((left, 1.0, *leaves), (right, -1.0, *leaves[::-1])):
        elsewhere = frozenset((leaf.factor.id, leaf.words) for leaf in other)
        for i, leaf in enumerate(own):
            factor = _factor_key(leaf, side.result.snapshot, elsewhere)
            key = (factor, leaf.sigma, (side.result.snapshot, i), leaf.amount_sigma)
            terms.setdefault(key, []).append(sign * leaf.kg * float(side.units))
    found = [
        Term(math.fsum(kg), factor, sigma, amount, amount_sigma)
        for (factor, sigma, amount, amount_sigma), kg in terms.items()
    ]
    return [term for term in found if term.kg]


def _factor_key(leaf: Told, record: str, elsewhere: frozenset[tuple[str, str]]) -> Hashable:
    """What two leaves must share to share a random number.

    The factor; but a supplier's figure without a card is one record's alone, and a factor that stands in for another
    material is shared with the other side only where it stands in for the same words there.
    """
    factor = leaf.factor.id
    if factor.startswith(("supplier/bom/", "supplier/packaging/")):
        return factor, record
    if leaf.sigma >= PROXY_SIGMA and (factor, leaf.words) not in elsewhere:
        return factor, record
    return factor


def _sampled(terms: list[Term]) -> tuple[float, float]:
    """The same interval by sampling. Terms take their draws in an order that does not depend on which side is left."""
    import numpy as np  # noqa: PLC0415 - loaded where a comparison is made

    if not terms:
        return 0.0, 0.0
    order = sorted(terms, key=lambda term: (str(term.factor), term.sigma, str(term.amount), abs(term.kg)))
    low, high = np.quantile(drawn(order, draws=DRAWS, seed=SEED), _ENDS)
    return float(low), float(high)
