"""The pedigree matrix of the ecoinvent database, version 3: scores of a datum as a variance of ln(value).

Weidema, B. P., et al. (2013): Overview and methodology, data quality guideline for the ecoinvent database version 3,
table of additional uncertainties (10.5): additive variances of the logarithm. The guideline was not read here; the
table is quoted alike by four public programs that cite it (docs/uncertainty.md), among them Mutel's pedigree-matrix.

It is not the default: greencard's own table says more of what a merchant's data suffer from (a factor that stands in
for another material, which the matrix gives a geometric standard deviation of 1.41 at worst). It serves where a
supplier or a verifier brings scores.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from greencard.footprint.doubt.codes import BAD_SCORES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["INDICATORS", "pedigree_sigma", "pedigree_variance"]

INDICATORS: Final = ("reliability", "completeness", "temporal", "geographical", "technological")
_VARIANCES: Final = (
    (0.0, 0.0006, 0.002, 0.008, 0.04),
    (0.0, 0.0001, 0.0006, 0.002, 0.008),
    (0.0, 0.0002, 0.002, 0.008, 0.04),
    (0.0, 0.000025, 0.0001, 0.0006, 0.002),
    (0.0, 0.0006, 0.008, 0.04, 0.12),
)
BASIC: Final = 0.0006
"""Basic uncertainty of materials, energy and combustion in the same guideline (variance of ln)."""
_BEST, _WORST = 1, 5


def pedigree_variance(scores: Sequence[int], basic: float = BASIC) -> float:
    """Variance of ln(value) of a datum with five scores, 1 (best) to 5, in the order of `INDICATORS`.

    Raises:
        InvalidInput: not five whole numbers from 1 to 5 (GC-FPT-041).
    """
    given = list(scores)
    if len(given) != len(INDICATORS) or any(
        isinstance(score, bool) or not isinstance(score, int) or not _BEST <= score <= _WORST for score in given
    ):
        raise BAD_SCORES.at(scores=str(given)[:80])
    return basic + math.fsum(row[score - 1] for row, score in zip(_VARIANCES, given, strict=True))


def pedigree_sigma(scores: Sequence[int], basic: float = BASIC) -> float:
    """Standard deviation of ln(value); `exp` of it is the geometric standard deviation.

    Raises:
        InvalidInput: as `pedigree_variance` (GC-FPT-041).
    """
    return math.sqrt(pedigree_variance(scores, basic))
