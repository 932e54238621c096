"""Where the uncertainty of one footprint comes from, to first order on the ln scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from greencard.footprint.kernel import codes
from greencard.footprint.kernel.system import Kernel

__all__ = ["Variance", "variance_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Variance:
    """First-order variance of one total; the contributions add up to it.

    Attributes:
        process: the process asked about.
        total: kg CO2e per unit, biogenic CO2 and uptake excluded.
        variance: (kg CO2e per unit)^2.
        by_exchange: part of the variance from each exchange's amount, in the snapshot's order.
        by_group: part of the variance from each emission factor, by group number.
    """

    process: int
    total: float
    variance: float
    by_exchange: Floats
    by_group: Floats

    @property
    def sd(self) -> float:
        """Standard deviation, kg CO2e per unit."""
        return math.sqrt(self.variance)

    @property
    def sigma(self) -> float:
        """Standard deviation of ln(total); infinite when the total is 0 and its parts are not certain."""
        if not self.variance:
            return 0.0
        return self.sd / abs(self.total) if self.total else math.inf


def variance_of(kernel: Kernel, process: int) -> Variance:
    """Derivatives of one total by every ln(amount) and ln(factor), squared and weighted with their spreads.

    d total / d ln(amount k←i) = x_k a_ki h_i, with x the scaling of one unit (forward) and h the totals (adjoint). The
    processes of one group share their factor, so their derivatives are added before they are squared.

    Raises:
        InvalidInput: no such process (GC-FPT-103); a variance beyond float64 (GC-FPT-101).
    """
    (asked,) = kernel.checked_processes([process]).tolist()
    snapshot = kernel.snapshot
    demand = np.zeros(len(snapshot))
    demand[asked] = 1.0
    scaling, totals = kernel.scaling(demand), kernel.totals()
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused below
        moved = np.repeat(scaling, np.diff(snapshot.starts))
        moved *= snapshot.amounts
        moved *= snapshot.amount_sigma
        moved *= totals[snapshot.providers]
        by_exchange = np.square(moved, out=moved)
        emitted = scaling * snapshot.total_direct * snapshot.direct_sigma
        by_group = np.square(np.bincount(snapshot.groups, weights=emitted).astype(np.float64))
        whole = float(by_exchange.sum() + by_group.sum())
    if not math.isfinite(whole):
        raise codes.NOT_FINITE.at(field="variance", process=snapshot.ids[asked], value=whole)
    return Variance(
        process=asked,
        total=float(totals[asked]),
        variance=whole,
        by_exchange=by_exchange,
        by_group=by_group,
    )
