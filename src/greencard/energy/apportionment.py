"""Whole numbers that keep their sum: largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["largest_remainder"]


def largest_remainder(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """`total` in whole parts in proportion to `weights`: each quota rounded down, what is left by largest remainder.

    Of equal remainders the earlier gets its unit, so callers order by name and the result depends on nothing else.
    No part is above its quota rounded up. All weights zero: everything is zero, and so must `total` be.
    """
    whole = sum(weights, Fraction(0))
    if whole == 0:
        if total:
            msg = f"{total} cannot be spread over weights of zero"
            raise ValueError(msg)
        return [0] * len(weights)
    quotas = [Fraction(weight) * total / whole for weight in weights]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    left = total - sum(parts)
    for at in sorted(range(len(parts)), key=lambda index: (parts[index] - quotas[index], index))[:left]:
        parts[at] += 1
    return parts
