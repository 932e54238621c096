"""Monte Carlo of a product system: every wanted output in the same draws, to check the intervals it publishes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from greencard.errors import Place
from greencard.footprint.doubt.codes import BAD_DRAWS
from greencard.footprint.doubt.monte_carlo import FEWEST_DRAWS, MOST_DRAWS, MOST_SEED, NEAR
from greencard.footprint.system.codes import TOO_MANY_DRAWS
from greencard.footprint.system.result import LEVEL, interval_of
from greencard.model import Interval, MonteCarlo
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from greencard.footprint.system.built import BuiltSystem

__all__ = ["MOST_NUMBERS", "system_monte_carlo"]

MOST_NUMBERS: Final = 20_000_000
"""Draws times wanted outputs held at once: 160 MB."""
_DIGITS: Final = 6
_ENDS: Final = (0.025, 0.5, 0.975)


def system_monte_carlo(built: BuiltSystem, draws: int, seed: int) -> dict[str, MonteCarlo]:
    """By id of each wanted output: mean, median and central 95 % of its total, kg CO2e per unit.

    One lognormal number per factor, per amount of the record and per process's releases, whoever shares them; the
    whole system is solved anew in each draw, loops included. The same system, data and seed give the same numbers.

    Raises:
        InvalidInput: fewer than 100 or more than a million draws, or a seed that is none (GC-FPT-040); more draws
            times outputs than fit (GC-FPT-132).
        Refused: in one of the draws a loop uses up what it makes (GC-FPT-107).
    """
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS or not 0 <= seed <= MOST_SEED:
        raise BAD_DRAWS.at(
            Place(), draws=_short(draws), seed=_short(seed), fewest=FEWEST_DRAWS, most=MOST_DRAWS, largest=MOST_SEED
        )
    if draws * len(built.wanted) > MOST_NUMBERS:
        raise TOO_MANY_DRAWS.at(draws=draws, outputs=len(built.wanted), most=MOST_NUMBERS // len(built.wanted))
    table = built.kernel.monte_carlo(draws, seed, processes=np.array(built.wanted, dtype=np.int64))
    found = {}
    for column, place in enumerate(built.wanted):
        totals = table[:, column]
        low, median, high = (float(end) for end in np.quantile(totals, _ENDS))
        total, analytic = float(built.totals[place]), interval_of(built, place)
        found[built.outputs[place].id] = MonteCarlo(
            draws=draws,
            seed=seed,
            mean=decimal_of(float(totals.mean()), _DIGITS),
            median=decimal_of(median, _DIGITS),
            interval=Interval(
                low=decimal_of(low, _DIGITS),
                high=decimal_of(high, _DIGITS),
                level=LEVEL,
                method=f"Monte Carlo, {draws} draws, numpy SFC64, seed {seed}; the system solved in each, one random "
                "number per factor and per amount",
            ),
            agrees=_near(total - low, Decimal(total) - analytic.low, total)
            and _near(high - total, analytic.high - Decimal(total), total),
        )
    return found


def _near(drawn: float, stated: Decimal, total: float) -> bool:
    """Within a fifth of the larger; half-widths below a millionth of the total are rounding."""
    other = float(stated)
    return abs(drawn - other) <= max(NEAR * max(abs(drawn), abs(other)), 1e-6 * abs(total))


def _short(number: int) -> str:
    return str(number) if abs(number) <= MOST_SEED else "…"
