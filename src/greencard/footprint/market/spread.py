"""Intervals of many totals at once: the moments of `greencard.footprint.doubt.moments`, by columns.

A cell is what one product takes of one leaf: the first three cumulants of `sum(kg × exp(amount_sigma × W))`. Cells of
one product and one factor share that factor's random number; factors are independent, so their cumulants add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from greencard.footprint.doubt.moments import MOST_SIGMA, TAIL_SIGMA, Z95

if TYPE_CHECKING:
    from greencard.footprint.market.columns import Floats

__all__ = ["Cells", "amount_cumulants", "intervals", "summed"]

Longs = NDArray[np.int64]
_STRAIGHT: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Cells:
    """One row per product and leaf."""

    row: Longs
    leaf: Longs
    mean: Floats
    variance: Floats
    third: Floats


def summed(row: NDArray[Any], values: Floats, rows: int) -> Floats:
    """Sums of values by row."""
    return np.bincount(row, weights=values, minlength=rows).astype(np.float64, copy=False)


def amount_cumulants(kg: Floats, sigma: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, variance and third cumulant of `kg × exp(sigma × W)`, kg and its powers."""
    square = np.minimum(sigma, MOST_SIGMA) ** 2
    mean = kg * np.exp(square / 2)
    x = np.expm1(square)
    return mean, mean**2 * x, mean**3 * x * x * (x + 3)


def intervals(cells: Cells, rows: int, sigma: Floats, group: Longs) -> tuple[Floats, Floats]:
    """Low and high end of the central 95 % of each row's sum, kg CO2e.

    Args:
        cells: what each product takes of each leaf.
        rows: number of products.
        sigma: standard deviation of ln(factor), by leaf.
        group: the factor's random number, by leaf.
    """
    order = np.lexsort((cells.leaf, group[cells.leaf], cells.row))
    row, leaf = cells.row[order], cells.leaf[order]
    cumulants = (cells.mean[order], cells.variance[order], cells.third[order])
    low, high = _fitted(row, leaf, cumulants, rows=rows, sigma=np.minimum(sigma, MOST_SIGMA), group=group)
    wide = np.zeros(rows, dtype=bool)
    wide[row[sigma[leaf] > TAIL_SIGMA]] = True
    if wide.any():
        kept = wide[row]
        inner = _fitted(
            row[kept],
            leaf[kept],
            tuple(c[kept] for c in cumulants),
            rows=rows,
            sigma=np.minimum(sigma, TAIL_SIGMA),
            group=group,
        )
        low = np.where(wide, np.minimum(low, inner[0]), low)
        high = np.where(wide, np.maximum(high, inner[1]), high)
    return low, high


def _fitted(
    row: Longs, leaf: Longs, cumulants: tuple[Floats, ...], *, rows: int, sigma: Floats, group: Longs
) -> tuple[Floats, Floats]:
    mean, variance, third = cumulants
    s = sigma[leaf]
    grown = mean * np.exp(s**2 / 2)
    first = np.ones(row.size, dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (group[leaf[1:]] != group[leaf[:-1]])
    starts = np.flatnonzero(first)
    sizes = np.diff(np.append(starts, row.size))
    own_variance = variance * np.exp(2 * s**2)
    total = summed(row, grown, rows)
    spread = summed(row, own_variance, rows)
    skew = summed(row, third * np.exp(4.5 * s**2), rows)
    for size in np.unique(sizes).tolist():
        at = starts[sizes == size][:, None] + np.arange(size)
        a, t, v = grown[at], s[at], own_variance[at]
        x = np.expm1(t[:, :, None] * t[:, None, :])
        ax = np.einsum("nij,nj->ni", x, a)
        owner = row[at[:, 0]]
        spread += summed(owner, np.einsum("ni,ni->n", a, ax), rows)
        three = 3 * np.einsum("ni,ni->n", a, ax**2) + np.einsum("ni,nj,nk,nij,nik,njk->n", a, a, a, x, x, x)
        cross = 3 * np.einsum("ni,nj,nij->n", a, v, np.expm1(2 * t[:, :, None] * t[:, None, :]))
        skew += summed(owner, three + cross, rows)
    return _quantiles(total, spread, skew)


def _quantiles(mean: Floats, variance: Floats, third: Floats) -> tuple[Floats, Floats]:
    """`Moments.quantiles` by columns."""
    spread = np.sqrt(variance)
    safe = np.where(spread > 0, spread, 1.0)
    skewness = third / safe**3
    side = np.where(skewness < 0, -1.0, 1.0)
    u = 2 * np.sinh(np.arcsinh(np.abs(skewness) / 2) / 3)
    straight = np.abs(skewness) < _STRAIGHT
    u = np.where(straight, 1.0, u)
    sigma = np.sqrt(np.log1p(u * u))
    scale = spread / (u * np.sqrt(1 + u * u))
    middle = np.expm1(sigma**2 / 2)
    ends = []
    for end in (-Z95, Z95):
        bent = mean + side * scale * (np.expm1(side * end * sigma) - middle)
        ends.append(np.where(spread == 0, mean, np.where(straight, mean + end * spread, bent)))
    return ends[0], ends[1]
