"""Pedigree scores as variances of ln(value)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from greencard.errors import InvalidInput
from greencard.footprint.doubt.pedigree import INDICATORS, pedigree_sigma, pedigree_variance


def test_the_best_scores_leave_the_basic_uncertainty() -> None:
    assert pedigree_variance((1, 1, 1, 1, 1)) == 0.0006
    assert pedigree_variance((1, 1, 1, 1, 1), basic=0.0) == 0.0
    assert INDICATORS == ("reliability", "completeness", "temporal", "geographical", "technological")


@pytest.mark.parametrize(
    ("scores", "variance"),
    [
        ((5, 1, 1, 1, 1), 0.04),
        ((1, 5, 1, 1, 1), 0.008),
        ((1, 1, 5, 1, 1), 0.04),
        ((1, 1, 1, 5, 1), 0.002),
        ((1, 1, 1, 1, 5), 0.12),
        ((2, 3, 1, 2, 4), 0.0006 + 0.0006 + 0.000025 + 0.04),
        ((4, 4, 4, 4, 4), 0.008 + 0.002 + 0.008 + 0.0006 + 0.04),
    ],
)
def test_scores_add_their_variances(scores: tuple[int, ...], variance: float) -> None:
    assert pedigree_variance(scores, basic=0.0) == pytest.approx(variance, rel=1e-12)
    assert pedigree_sigma(scores, basic=0.01) == pytest.approx(math.sqrt(variance + 0.01), rel=1e-12)


def test_a_worse_score_never_narrows() -> None:
    for place in range(5):
        grown = [pedigree_variance([score if i == place else 2 for i in range(5)]) for score in range(1, 6)]
        assert grown == sorted(grown)
        assert len(set(grown)) == 5


@pytest.mark.parametrize(
    "scores", [(1, 1, 1, 1), (0, 1, 1, 1, 1), (6, 1, 1, 1, 1), (True, 1, 1, 1, 1), (1.0,) * 5, ("1",) * 5]
)
def test_other_scores_are_refused(scores: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        pedigree_variance(scores)
    assert caught.value.code == "GC-FPT-041"
