"""Exact moments of sums of lognormals, and the interval they give, against closed forms and against sampling."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doubt_samples import leaf
from greencard.footprint.doubt.interval import log_sigma, terms_of, uncertainty_interval
from greencard.footprint.doubt.moments import (
    MOST_SIGMA,
    TAIL_SIGMA,
    Z95,
    Moments,
    Term,
    central,
    moments,
    sigma_reaching,
)

sigmas = st.sampled_from([0.0, 0.03, 0.1, 0.35, 0.65])
terms = st.builds(
    Term,
    kg=st.floats(0.01, 10),
    factor=st.sampled_from(["a", "b", "c"]),
    sigma=sigmas,
    amount=st.uuids(),
    amount_sigma=st.sampled_from([0.0, 0.03, 0.1]),
)
sums = st.lists(terms, min_size=1, max_size=8)


def test_one_lognormal_has_the_moments_of_the_textbook() -> None:
    s = 0.4
    found = moments([Term(2.0, "a", s, 0, 0.0)])
    w = math.exp(s * s)
    assert found.mean == pytest.approx(2 * math.exp(s * s / 2), rel=1e-14)
    assert found.variance == pytest.approx(found.mean**2 * (w - 1), rel=1e-14)
    assert found.third / found.variance**1.5 == pytest.approx((w + 2) * math.sqrt(w - 1), rel=1e-13)


def test_factor_and_amount_of_one_leaf_multiply() -> None:
    both = moments([Term(3.0, "a", 0.3, 0, 0.4)])
    one = moments([Term(3.0, "a", 0.5, 0, 0.0)])  # 0.3² + 0.4² = 0.5²
    assert both.mean == pytest.approx(one.mean, rel=1e-14)
    assert both.variance == pytest.approx(one.variance, rel=1e-13)
    assert both.third == pytest.approx(one.third, rel=1e-13)


def test_one_lognormal_gets_its_own_quantiles() -> None:
    low, high = central([Term(2.0, "a", 0.5, 0, 0.0)])
    assert low == pytest.approx(2 * math.exp(-Z95 * 0.5), rel=1e-12)
    assert high == pytest.approx(2 * math.exp(Z95 * 0.5), rel=1e-12)


def test_a_certain_part_shifts_the_curve_and_nothing_else() -> None:
    low, high = central([Term(2.0, "a", 0.5, 0, 0.0), Term(5.0, "b", 0.0, 1, 0.0)])
    assert low == pytest.approx(5 + 2 * math.exp(-Z95 * 0.5), rel=1e-12)
    assert high == pytest.approx(5 + 2 * math.exp(Z95 * 0.5), rel=1e-12)


def test_a_lognormal_taken_away_is_mirrored() -> None:
    low, high = central([Term(-2.0, "a", 0.5, 0, 0.0)])
    assert low == pytest.approx(-2 * math.exp(Z95 * 0.5), rel=1e-12)
    assert high == pytest.approx(-2 * math.exp(-Z95 * 0.5), rel=1e-12)


def test_the_same_factor_adds_linearly_and_two_factors_in_quadrature() -> None:
    # Small sigmas, where the sum is nearly normal: sd 2 × 0.01 against sqrt(2) × 0.01.
    one = moments([Term(1.0, "a", 0.01, 0, 0.0), Term(1.0, "a", 0.01, 1, 0.0)])
    two = moments([Term(1.0, "a", 0.01, 0, 0.0), Term(1.0, "b", 0.01, 1, 0.0)])
    assert math.sqrt(one.variance) == pytest.approx(0.02, rel=1e-3)
    assert math.sqrt(two.variance) == pytest.approx(0.02 / math.sqrt(2), rel=1e-3)
    # and exactly: doubling a use is using twice as much
    assert one.variance == pytest.approx(moments([Term(2.0, "a", 0.01, 0, 0.0)]).variance, rel=1e-12)


def test_uses_of_a_factor_with_unlike_sigma_have_the_moments_of_the_definition() -> None:
    a, b, s, t, v = 1.5, 0.7, 0.3, 0.6, 0.2
    found = moments([Term(a, "f", s, 0, v), Term(b, "f", t, 1, 0.0)])
    mean = a * math.exp((s * s + v * v) / 2) + b * math.exp(t * t / 2)
    square = (
        a * a * math.exp(2 * s * s + 2 * v * v)
        + b * b * math.exp(2 * t * t)
        + 2 * a * b * math.exp((s + t) ** 2 / 2 + v * v / 2)
    )
    cube = (
        a**3 * math.exp(4.5 * s * s + 4.5 * v * v)
        + b**3 * math.exp(4.5 * t * t)
        + 3 * a * a * b * math.exp((2 * s + t) ** 2 / 2 + 2 * v * v)
        + 3 * a * b * b * math.exp((s + 2 * t) ** 2 / 2 + v * v / 2)
    )
    assert found.mean == pytest.approx(mean, rel=1e-13)
    assert found.variance == pytest.approx(square - mean**2, rel=1e-11)
    assert found.third == pytest.approx(cube - 3 * mean * square + 2 * mean**3, rel=1e-9)


def test_nothing_in_doubt_is_no_interval_and_an_empty_sum_is_zero() -> None:
    assert central([Term(3.0, "a", 0.0, 0, 0.0)]) == (3.0, 3.0)
    assert central([]) == (0.0, 0.0)
    assert uncertainty_interval([]).high == 0
    exact = uncertainty_interval([leaf("a", "0.1"), leaf("b", "0.2")])
    assert (exact.low, exact.high) == (Decimal("0.3"), Decimal("0.3"))


def test_a_symmetric_sum_is_normal() -> None:
    assert Moments(1.0, 4.0, 0.0).quantiles() == (1 - 2 * Z95, 1 + 2 * Z95)
    skewed = Moments(1.0, 4.0, 8e-6).quantiles()
    assert skewed == pytest.approx((1 - 2 * Z95, 1 + 2 * Z95), abs=1e-4)
    assert skewed != (1 - 2 * Z95, 1 + 2 * Z95)


def test_a_sigma_beyond_belief_is_held_and_overflows_nothing() -> None:
    assert central([Term(1.0, "a", 102.0, 0, 50.0)]) == central([Term(1.0, "a", MOST_SIGMA, 0, MOST_SIGMA)])
    assert all(math.isfinite(end) for end in central([Term(1e6, "a", 1e9, 0, 1e9)]))


def test_a_wild_leaf_does_not_make_the_rest_certain() -> None:
    """One small leaf of sigma 2 carries nearly all of the variance; the lower end still knows the large one's sigma."""
    low, high = central([Term(1.0, "a", 0.3, 0, 0.0), Term(0.05, "b", 2.0, 1, 0.0)])
    # sampling 200 000 draws gives 0.603 and 3.17
    assert low == pytest.approx(0.603, abs=0.05)
    assert high == pytest.approx(3.17, rel=0.15)


@settings(max_examples=60, deadline=None)
@given(sums, st.floats(0.001, 1000))
def test_scaling_scales_and_order_does_not_matter(found: list[Term], by: float) -> None:
    low, high = central(found)
    scaled = central([Term(t.kg * by, t.factor, t.sigma, t.amount, t.amount_sigma) for t in found])
    assert scaled == pytest.approx((low * by, high * by), rel=1e-9, abs=1e-12 * by)
    assert central(found[::-1]) == pytest.approx((low, high), rel=1e-9)
    mirrored = central([Term(-t.kg, t.factor, t.sigma, t.amount, t.amount_sigma) for t in found])
    assert mirrored == pytest.approx((-high, -low), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(sums)
def test_splitting_a_use_of_a_certain_amount_changes_nothing(found: list[Term]) -> None:
    whole = [Term(t.kg, t.factor, t.sigma, t.amount, 0.0) for t in found]
    halves = [Term(t.kg / 2, t.factor, t.sigma, (t.amount, i), 0.0) for t in whole for i in (0, 1)]
    assert central(halves) == pytest.approx(central(whole), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(sums)
def test_the_interval_is_ordered_positive_and_holds_the_total(found: list[Term]) -> None:
    as_leaves = [leaf(str(t.factor), f"{t.kg:.6f}", t.sigma, t.amount_sigma) for t in found]
    interval = uncertainty_interval(as_leaves)
    total = sum(item.rounded for item in as_leaves)
    assert 0 <= interval.low <= total <= interval.high
    if log_sigma(as_leaves) > 0:
        assert interval.low < interval.high


def test_small_sigmas_are_those_of_the_first_order() -> None:
    found = [leaf(f"f{i % 4}", str(Decimal(1 + i * i % 7) / 4), 0.02, 0.01) for i in range(12)]
    total = float(sum(item.rounded for item in found))
    first = total * Z95 * log_sigma(found)
    low, high = central(terms_of(found))
    assert high - low == pytest.approx(2 * first, rel=1e-3)


def test_three_moments_come_closer_to_sampling_than_two_or_the_first_order() -> None:
    """Why the default is what it is: a large certain part under one uncertain leaf, as in the bamboo organiser."""
    from greencard.footprint.doubt.monte_carlo import drawn

    found = [Term(1.6, "proxy", 0.65, 0, 0.1), Term(0.54, "rest", 0.1, 1, 0.05)]
    totals = sorted(drawn(found, draws=40_000, seed=11).tolist())
    low, high = totals[1000], totals[39_000]
    assert central(found) == pytest.approx((low, high), rel=0.03)
    total = 2.14
    first = math.sqrt((1.6 * 0.65) ** 2 + (0.54 * 0.1) ** 2 + (1.6 * 0.1) ** 2 + (0.54 * 0.05) ** 2) / total
    assert total * math.exp(Z95 * first) < 0.9 * high
    assert total * math.exp(-Z95 * first) < 0.9 * low
    two = moments(found)
    s = math.sqrt(math.log1p(two.variance / two.mean**2))
    assert two.mean * math.exp(-s * s / 2 - Z95 * s) < 0.85 * low


def test_the_second_fit_is_only_for_large_sigmas() -> None:
    calm = [Term(1.0, "a", TAIL_SIGMA, 0, 0.1), Term(2.0, "b", 0.2, 1, 0.0)]
    assert central(calm) == moments(calm).quantiles()
    wild = [Term(1.0, "a", TAIL_SIGMA + 0.5, 0, 0.1), Term(20.0, "b", 0.2, 1, 0.0)]
    assert central(wild)[0] < moments(wild).quantiles()[0]


def test_a_figure_in_doubt_reaches_the_one_that_would_stand_instead_and_no_further() -> None:
    sigma = sigma_reaching(5.0)
    assert central([Term(2.0, "a", sigma, 0, 0.0)])[1] == pytest.approx(10.0, rel=1e-12)
    # under a certain part of 7 kg too: 7 + 10
    assert central([Term(2.0, "a", sigma, 0, 0.0), Term(7.0, "b", 0.0, 1, 0.0)])[1] == pytest.approx(17.0, rel=1e-9)
    assert sigma_reaching(1.0) == sigma_reaching(0.2) == 0.0


def test_three_sigmas_of_one_factor_have_the_third_moment_of_the_definition() -> None:
    parts = [(1.0, 0.2), (0.5, 0.4), (2.0, 0.6)]
    found = moments([Term(kg, "f", sigma, i, 0.0) for i, (kg, sigma) in enumerate(parts)])

    def raw(order: int) -> float:
        return math.fsum(
            math.prod(kg for kg, _ in pick) * math.exp(sum(sigma for _, sigma in pick) ** 2 / 2)
            for pick in product(parts, repeat=order)
        )

    mean, square, cube = raw(1), raw(2), raw(3)
    assert found.variance == pytest.approx(square - mean**2, rel=1e-11)
    assert found.third == pytest.approx(cube - 3 * mean * square + 2 * mean**3, rel=1e-9)


def test_the_total_is_an_end_where_skewness_has_lifted_the_rest_above_it() -> None:
    many = [leaf(f"f{i}", "1", 0.65) for i in range(60)]
    up = uncertainty_interval(many)
    assert up.low == 60
    assert up.high > 75
    down = uncertainty_interval([leaf(f"f{i}", "-1", 0.65) for i in range(60)])
    assert (down.low, down.high) == (-up.high, -60)
