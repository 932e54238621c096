"""The uncertainty interval of the total, first order and analytic."""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.model import Interval
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.footprint.tree import Leaf

__all__ = ["log_sigma", "uncertainty_interval"]

LEVEL: Final = Decimal("0.95")
_Z: Final = 1.959963984540054
METHOD: Final = (
    "first-order lognormal: one random number per factor, so that uses of the same factor add linearly; "
    "independent amounts; greencard default table 1"
)


def log_sigma(leaves: Iterable[Leaf]) -> float:
    """Standard deviation of ln(total), first order.

    With c_i the kg of leaf i, the variance of the total is the sum over factors of (sum of c_i * sigma_i using it)^2
    plus the sum of (c_i * sigma_amount_i)^2. Drawing once per factor rather than once per leaf keeps a factor that is
    used everywhere from averaging out.
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


def uncertainty_interval(leaves: Iterable[Leaf]) -> Interval:
    """The central 95 % of a lognormal around the total, kg CO2e per declared unit."""
    found = list(leaves)
    total = math.fsum(leaf.kg for leaf in found)
    spread = math.exp(_Z * log_sigma(found))
    return Interval(low=decimal_of(total / spread), high=decimal_of(total * spread), level=LEVEL, method=METHOD)
