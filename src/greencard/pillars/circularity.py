"""The Material Circularity Indicator of product and sales packaging, as a secondary figure.

    V = M·(1 − F_R)      W = W₀ + (W_F + W_C)/2      LFI = (V + W) / (2M + (W_F − W_C)/2)      MCI = 1 − LFI·0.9/X

with W₀ = M·(1 − C_R), W_C = M·(1 − E)·C_R, W_F = M·(1 − E)·F_R/E, never below 0 (Ellen MacArthur Foundation, Granta
Design). F_R is the recycled share, C_R what is collected for recycling by the record's end of life, E the efficiency
of recycling, X the utility against the average product. Reused and regenerative feedstock (F_U, F_S) are not taken.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.model import Bounds, Circularity, RecycledShare, Text
from greencard.pillars.given import EXACT, Given, down, up
from greencard.pillars.parameters import CircularityTerms

__all__ = ["circularity"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


def circularity(given: Given, share: RecycledShare, terms: CircularityTerms) -> Circularity:
    """MCI, 0 to 1: from what evidence supports to what may be true."""
    utility = _ONE if given.utility is None else given.utility
    collected = _collected(given)
    notes = [
        Text(
            en="Losses of recycling are left out, which flatters; reused and regenerative feedstock is not counted.",
            zh="未计再生过程的损耗（数值偏高）；未计重复使用和再生农业来源的原料。",
        )
    ]
    if given.utility is None:
        notes.append(
            Text(
                en="Utility is taken as that of the average product (X = 1); nobody stated another.",
                zh="效用按同类平均产品计（X = 1），未有说明。",
            )
        )
    low = _mci(share.verified, collected.low, utility, terms)
    high = _mci(share.possible, collected.high, utility, terms)
    return Circularity(
        mci=Bounds(low=down(low), high=up(high)),
        utility=utility,
        utility_stated=given.utility is not None,
        collected_for_recycling=collected,
        notes=tuple(notes),
    )


def _collected(given: Given) -> Bounds:
    """Share collected for recycling: a scenario without a document supports nothing; without one all may be."""
    if not given.disposal:
        return Bounds(low=_ZERO, high=_ONE)
    share = sum((way.share for way in given.disposal if way.route == "recycling"), _ZERO)
    return Bounds(low=share if given.disposal_evidence.grade != "E0" else _ZERO, high=share)


def _mci(recycled: Decimal, collected: Decimal, utility: Decimal, terms: CircularityTerms) -> Decimal:
    """MCI of one unit of mass."""
    lost = _ONE - terms.recycling_efficiency
    waste_feed = EXACT.divide(lost * recycled, terms.recycling_efficiency)
    waste_collected = lost * collected
    virgin = _ONE - recycled
    waste = (_ONE - collected) + (waste_feed + waste_collected) / 2
    linear = EXACT.divide(virgin + waste, 2 + (waste_feed - waste_collected) / 2)
    return max(_ZERO, _ONE - EXACT.divide(EXACT.multiply(linear, terms.utility_constant), utility))
