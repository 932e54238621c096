"""The uncertainty table: causes in quadrature, and each one raises it."""

from __future__ import annotations

import math

import pytest

from greencard.adapters.packs.factors import factor_catalogue

RULES = factor_catalogue().uncertainty
NEW = RULES.reference_year


def test_causes_add_in_quadrature() -> None:
    # database 0.15, near region 0.10, 13 years old: (13 - 3) x 0.01 = 0.10, proxy 0.60, unconfirmed 0.10
    sigma = RULES.sigma("database", "TW", NEW - 13, used_in="CN", proxy=True, guessed=True)
    assert sigma == pytest.approx(math.sqrt(0.15**2 + 0.10**2 + 0.10**2 + 0.60**2 + 0.10**2))


def test_the_best_datum_has_its_quality_alone() -> None:
    assert RULES.sigma("official", "CN", NEW - 2, used_in="CN") == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("region", "year", "proxy", "guessed"),
    [("GB", NEW, False, False), ("CN", NEW - 9, False, False), ("CN", NEW, True, False), ("CN", NEW, False, True)],
)
def test_each_cause_raises_it(region: str, year: int, *, proxy: bool, guessed: bool) -> None:
    least = RULES.sigma("database", "CN", NEW, used_in="CN")
    assert RULES.sigma("database", region, year, used_in="CN", proxy=proxy, guessed=guessed) > least


def test_age_is_bounded_and_an_unknown_year_is_not_old() -> None:
    old = RULES.sigma("official", "CN", 1900, used_in="CN")
    assert old == pytest.approx(math.hypot(0.05, 0.15))
    assert RULES.sigma("official", "CN", None, used_in="CN") == pytest.approx(0.05)
