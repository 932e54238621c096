"""Monte Carlo of one result: a check of the analytic interval that shares none of its formulae.

numpy is imported where a sample is drawn and nowhere else, so that an assessment without one stays light.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from greencard.errors import Place
from greencard.footprint.doubt.codes import BAD_DRAWS
from greencard.footprint.doubt.explained import terms_told
from greencard.footprint.doubt.interval import LEVEL, terms_of, uncertainty_interval
from greencard.model import Interval, MonteCarlo
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from greencard.footprint.doubt.moments import Term
    from greencard.footprint.tree import Leaf
    from greencard.model import FootprintResult

__all__ = ["FEWEST_DRAWS", "MOST_DRAWS", "MOST_SEED", "NEAR", "drawn", "sample", "sample_result"]

FEWEST_DRAWS: Final = 100
MOST_DRAWS: Final = 1_000_000
MOST_SEED: Final = 2**63 - 1
NEAR: Final = 0.2
"""Half-widths further apart than this part of the larger one do not agree."""
_DIGITS: Final = 6
"""Ten thousand draws know two or three; six hide the last bits in which exp() differs between processors."""
_ENDS: Final = (0.025, 0.5, 0.975)


def sample(leaves: Iterable[Leaf], *, draws: int, seed: int) -> MonteCarlo:
    """Mean, median and central 95 % of a sample of the total, kg CO2e, and whether the analytic interval agrees.

    One standard normal number per factor and draw, one per amount and draw, from SFC64: the same seed gives the same
    result with the same numpy.

    Raises:
        InvalidInput: fewer than 100 or more than a million draws, or a seed that is none (GC-FPT-040).
    """
    found = list(leaves)
    return _sampled(terms_of(found), uncertainty_interval(found), draws, seed)


def sample_result(result: FootprintResult, *, draws: int, seed: int) -> MonteCarlo:
    """The same from a finished result, whose leaves tell their uncertainties, against the interval it publishes.

    Raises:
        InvalidInput: as `sample` (GC-FPT-040), or the result does not tell its uncertainties (GC-FPT-043).
    """
    return _sampled(terms_told(result), result.interval, draws, seed)


def _sampled(terms: list[Term], analytic: Interval, draws: int, seed: int) -> MonteCarlo:
    import numpy as np  # noqa: PLC0415 - a result without a sample does not load it

    totals = drawn(terms, draws=draws, seed=seed)
    low, median, high = (float(q) for q in np.quantile(totals, _ENDS))
    centre = math.fsum(term.kg for term in terms)
    return MonteCarlo(
        draws=draws,
        seed=seed,
        mean=decimal_of(float(totals.mean()), _DIGITS),
        median=decimal_of(median, _DIGITS),
        interval=Interval(
            low=decimal_of(low, _DIGITS),
            high=decimal_of(high, _DIGITS),
            level=LEVEL,
            method=f"Monte Carlo, {draws} draws, numpy SFC64, seed {seed}; one random number per factor",
        ),
        agrees=_near(centre - low, centre - float(analytic.low), centre)
        and _near(high - centre, float(analytic.high) - centre, centre),
    )


def drawn(terms: Iterable[Term], *, draws: int, seed: int) -> NDArray[np.float64]:
    """Sampled sums of terms, kg CO2e, one per draw. Factors take their numbers in order of first use, then amounts.

    Raises:
        InvalidInput: as `sample` (GC-FPT-040).
    """
    import numpy as np  # noqa: PLC0415 - as above

    if not FEWEST_DRAWS <= draws <= MOST_DRAWS or not 0 <= seed <= MOST_SEED:
        raise BAD_DRAWS.at(
            Place(), draws=_short(draws), seed=_short(seed), fewest=FEWEST_DRAWS, most=MOST_DRAWS, largest=MOST_SEED
        )
    random = np.random.Generator(np.random.SFC64(seed))
    held = [term.held() for term in terms]
    of_factor: dict[Hashable, NDArray[np.float64]] = {}
    for term in held:
        if term.sigma and term.factor not in of_factor:
            of_factor[term.factor] = random.standard_normal(draws)
    totals = np.zeros(draws)
    for term in held:
        logs = np.zeros(draws)
        if term.sigma:
            logs += term.sigma * of_factor[term.factor]
        if term.amount_sigma:
            logs += term.amount_sigma * random.standard_normal(draws)
        totals += term.kg * np.exp(logs)
    return totals


def _near(left: float, right: float, total: float) -> bool:
    """Within a fifth of the larger; half-widths below a millionth of the total are rounding."""
    return abs(left - right) <= max(NEAR * max(abs(left), abs(right)), 1e-6 * abs(total))


def _short(number: int) -> str:
    return str(number) if abs(number) <= MOST_SEED else "…"
