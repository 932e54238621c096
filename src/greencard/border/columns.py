"""Whole numbers in columns of millions of rows: exact products in two limbs, distinct values without sorting, sums."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["distinct", "exact_product", "sums_by"]

Int = NDArray[np.int64]

_G_PER_T: Final = 10**6
_MILLI: Final = 10**3
_HALF: Final = 20
_TOP: Final = 1 << 42
_MOST_SPREAD: Final = 1 << 23
"""Values that lie this close together are found by marking them, which takes one pass instead of a sort."""


def distinct(values: Int) -> tuple[Int, Int]:
    """The distinct values in ascending order, and for each row which of them it has."""
    if not len(values):
        return values, values
    low, high = int(values.min()), int(values.max())
    if high - low > _MOST_SPREAD:
        found, index = np.unique(values, return_inverse=True)
        return found, index.astype(np.int64)
    shifted = values - low
    seen = np.zeros(high - low + 1, np.bool_)
    seen[shifted] = True
    return np.flatnonzero(seen).astype(np.int64) + low, (np.cumsum(seen, dtype=np.int64) - 1)[shifted]


def sums_by(index: Int, amounts: Int, size: int) -> Int:
    """The sum of the amounts of each index below `size`; what is above 2^62 is given as that, nothing overflows."""
    high, low = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(high, index, amounts >> _HALF)
    np.add.at(low, index, amounts & (1 << _HALF) - 1)
    high += low >> _HALF
    return np.where(high >= _TOP, _TOP << _HALF, (high << _HALF) | (low & (1 << _HALF) - 1))


def exact_product(mass_g: Int, per_tonne: Int) -> tuple[Int, Int]:
    """Grams x 10^-9 per tonne as millionths and 10^-15, without overflow for 10^15 g and 9 x 10^12 per tonne.

    With mass = m1 t + m0 g and rate = r1 x 10^-3 + r0 x 10^-9 the product is m1 r1 x 10^-3 + (m1 r0 + m0 r1) x 10^-9
    + m0 r0 x 10^-15; each of the four products stays below 2^63.
    """
    m1, m0 = np.divmod(mass_g, _G_PER_T)
    r1, r0 = np.divmod(per_tonne, _G_PER_T)
    carry, low = np.divmod(m0 * r0, _G_PER_T)
    cross = m1 * r0 + m0 * r1 + carry
    upper, middle = np.divmod(cross, _MILLI)
    return m1 * r1 * _MILLI + upper, middle * _G_PER_T + low
