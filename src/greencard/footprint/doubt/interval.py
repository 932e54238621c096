"""The uncertainty interval of a total."""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.doubt.moments import LognormalSum, Term
from greencard.footprint.tree import exact_sum
from greencard.model import Interval
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.footprint.tree import Leaf

__all__ = ["LEVEL", "METHOD", "log_sigma", "terms_of", "uncertainty_interval"]

LEVEL: Final = Decimal("0.95")
METHOD: Final = (
    "shifted lognormal of the exact mean, variance and skewness; one random number per factor, so that uses of the "
    "same factor move together; independent amounts; greencard default table 1"
)


def terms_of(leaves: Iterable[Leaf]) -> list[Term]:
    """Leaves as lognormal terms: one factor, one random number; every amount its own."""
    return [Term(leaf.kg, leaf.factor.id, leaf.sigma, i, leaf.amount_sigma) for i, leaf in enumerate(leaves)]


def log_sigma(leaves: Iterable[Leaf]) -> float:
    """Standard deviation of ln(total), first order.

    With c_i the kg of leaf i, the variance of the total is the sum over factors of (sum of c_i * sigma_i using it)^2
    plus the sum of (c_i * sigma_amount_i)^2. Drawing once per factor rather than once per leaf keeps a factor that is
    used everywhere from averaging out. Shares of variance rest on this; the interval takes exact moments instead.
    """
    by_factor: defaultdict[str, float] = defaultdict(float)
    own: list[float] = []
    kg: list[float] = []
    for leaf in leaves:
        by_factor[leaf.factor.id] += leaf.kg * leaf.sigma
        own.append((leaf.kg * leaf.amount_sigma) ** 2)
        kg.append(leaf.kg)
    total = math.fsum(kg)
    if total <= 0:
        return 0.0
    return math.sqrt(math.fsum([*(part**2 for part in by_factor.values()), *own])) / total


def uncertainty_interval(leaves: Iterable[Leaf], whole: LognormalSum | None = None) -> Interval:
    """The central 95 % of the total, kg CO2e per declared unit, with the total never outside.

    `whole` is the sum of the same leaves, where it is at hand.

    Published factors count as medians, so that many skewed ones lift the middle of the interval above the total; where
    the lower end would pass it, the total is the lower end.
    """
    found = list(leaves)
    total = exact_sum(leaf.rounded for leaf in found)
    low, high = (whole or LognormalSum(terms_of(found))).central()
    if all(leaf.kg >= 0 for leaf in found):
        low = max(low, 0.0)
    return Interval(low=min(decimal_of(low), total), high=max(decimal_of(high), total), level=LEVEL, method=METHOD)
