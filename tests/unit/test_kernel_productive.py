"""A system that uses up what it makes has no footprint: refused exactly when it does, with the loop named."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import Refused
from greencard.footprint.kernel import compile_snapshot, snapshot_of
from greencard.footprint.kernel.loops import LoopBlock, Taken, gain_of, strongest_loop


def kernel_of(exchanges, size):
    consumers, providers, amounts = zip(*exchanges, strict=True)
    names = [f"p{number}" for number in range(size)]
    return compile_snapshot(snapshot_of(names, consumers, providers, amounts, np.ones((size, 8))))


def refusal(exchanges, size):
    with pytest.raises(Refused) as caught:
        kernel_of(exchanges, size)
    return caught.value


@pytest.mark.parametrize("gain", [1.0, 1.0 + 1e-15, 1.5, 1e300])
def test_own_use_of_a_whole_unit(gain):
    refused = refusal([(0, 0, gain), (1, 0, 1.0)], 2)
    assert refused.code == "GC-FPT-105"
    assert refused.faults[0].params["cycle"] == "p0 → p0"


def test_own_use_just_below_one():
    gain = 1.0 - 2.0**-40
    assert kernel_of([(0, 0, gain)], 1).totals().tolist() == [4 * 2.0**40]


@pytest.mark.parametrize("length", [2, 5, 65])
@pytest.mark.parametrize("gain", [1.0, 1.0001, 7.0])
def test_a_loop_that_gains_nothing_is_named_in_order(length, gain):
    # p1 takes from p2, p2 from p3 … and the last from p1; p0 stands outside and takes from the loop.
    ring = [(1 + step, 1 + (step + 1) % length, 1.0) for step in range(length)]
    ring[-1] = (length, 1, gain)
    refused = refusal([(0, 1, 5.0), *ring], length + 1)
    assert refused.code == "GC-FPT-105"
    names = refused.faults[0].params["cycle"].split(" → ")
    assert names[0] == names[-1]
    start = names.index("p1")
    turned = names[start:-1] + names[:start]
    assert turned == [f"p{number}" for number in range(1, length + 1)]
    assert float(refused.faults[0].params["gain"]) == pytest.approx(gain, rel=1e-5)
    assert refused.faults[0].place.pointer == f"/processes/{names[0]}"


@pytest.mark.parametrize("length", [2, 5, 65])
@pytest.mark.parametrize("slack", [1e-3, 1e-9])
def test_a_loop_just_below_one_is_computed(length, slack):
    # h1 = 4 L + (1 - slack) h1 by hand: every process emits 4 in total and passes all on.
    ring = [(step, (step + 1) % length, 1.0) for step in range(length)]
    ring[-1] = (length - 1, 0, 1.0 - slack)
    kernel = kernel_of(ring, length)
    assert kernel.totals()[0] == pytest.approx(4 * length / slack, rel=1e-15 / slack + 1e-12)


def test_a_gain_that_rounding_cannot_tell_from_one_is_refused():
    assert refusal([(0, 1, 1.0), (1, 0, 1.0 - 2.0**-53)], 2).code in {"GC-FPT-105", "GC-FPT-106"}


def test_amounts_whose_product_is_one_only_in_exact_arithmetic():
    assert refusal([(0, 1, 0.1), (1, 0, 10.0)], 2).code == "GC-FPT-105"
    assert refusal([(0, 1, 3.0), (1, 0, 1 / 3)], 2).code == "GC-FPT-105"


def test_loops_together():
    # Two loops through p0 with 0.6 each: 1.2 units of p0 for one; neither alone reaches 1.
    refused = refusal([(0, 1, 0.6), (1, 0, 1.0), (0, 2, 0.6), (2, 0, 1.0)], 3)
    assert refused.code == "GC-FPT-106"
    assert refused.faults[0].params["cycle"] in {"p0 → p1 → p0", "p1 → p0 → p1", "p0 → p2 → p0", "p2 → p0 → p2"}
    assert refused.faults[0].params["gain"] == "0.6"
    kernel_of([(0, 1, 0.49), (1, 0, 1.0), (0, 2, 0.5), (2, 0, 1.0)], 3)


def test_the_bad_loop_is_named_and_not_the_good_one_beside_it():
    refused = refusal([(0, 1, 0.5), (1, 0, 0.5), (2, 3, 2.0), (3, 2, 2.0), (2, 0, 1.0)], 4)
    assert set(refused.faults[0].params["cycle"].split(" → ")) == {"p2", "p3"}
    assert refused.faults[0].params["gain"] == "4"


@given(seed=st.integers(0, 2**32), gain=st.floats(0.05, 3.0), own=st.booleans())
@settings(max_examples=60, deadline=None)
def test_refused_exactly_when_the_spectral_radius_reaches_one(seed, gain, own):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 9))
    matrix = rng.random((size, size)) * (rng.random((size, size)) < 0.4)
    if not own:
        np.fill_diagonal(matrix, 0.0)
    matrix *= gain
    radius = float(np.abs(np.linalg.eigvals(matrix)).max())
    if not matrix.any() or abs(radius - 1.0) < 1e-9:
        return
    consumers, providers = np.nonzero(matrix)
    exchanges = list(zip(consumers.tolist(), providers.tolist(), matrix[consumers, providers].tolist(), strict=True))
    if radius < 1.0:
        assert (kernel_of(exchanges, size).totals() >= 4.0).all()
    else:
        assert refusal(exchanges, size).code in {"GC-FPT-105", "GC-FPT-106"}


def loops_of(matrix):
    """Every simple loop, by trying all of them."""
    size = len(matrix)
    for length in range(1, size + 1):
        for loop in itertools.permutations(range(size), length):
            if loop[0] == min(loop):
                steps = zip(loop, loop[1:] + loop[:1], strict=True)
                gain = float(np.prod([matrix[consumer, provider] for consumer, provider in steps]))
                if gain > 0:
                    yield list(loop), gain


@given(seed=st.integers(0, 2**32), density=st.sampled_from([0.3, 0.5, 0.9]))
@settings(max_examples=40, deadline=None)
def test_the_strongest_loop_is_the_one_found_by_trying_all(seed, density):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 6))
    matrix = rng.lognormal(0, 1, (size, size)) * (rng.random((size, size)) < density)
    loops = list(loops_of(matrix))
    if not loops:
        return
    best = max(gain ** (1 / len(loop)) for loop, gain in loops)
    consumers, providers = np.nonzero(matrix)
    taken = Taken(size, consumers, providers, matrix[consumers, providers])
    loop, gain = strongest_loop(taken)
    assert gain == pytest.approx(gain_of(taken, loop))
    assert gain ** (1 / len(loop)) == pytest.approx(best, rel=1e-9)
    assert (max(gain for _, gain in loops) >= 1) == (gain >= 1 - 1e-12)


def test_many_columns_are_solved_like_one():
    rng = np.random.default_rng(1)
    matrix = rng.random((50, 50)) * (rng.random((50, 50)) < 0.2) * 0.15
    consumers, providers = np.nonzero(matrix)
    block = LoopBlock(Taken(50, consumers, providers, matrix[consumers, providers]))
    right = rng.random((50, 40))
    expected = np.linalg.solve(np.eye(50) - matrix, right)
    np.testing.assert_allclose(block.solve(right), expected, rtol=1e-11)
    np.testing.assert_allclose(block.solve(right[:, 3]), expected[:, 3], rtol=1e-11)
    np.testing.assert_allclose(block.solve_transposed(right[:, 3]), np.linalg.solve(np.eye(50) - matrix.T, right[:, 3]))


def test_every_code_speaks_both_languages():
    error = refusal([(0, 1, 2.0), (1, 0, 1.0)], 2)
    for lang in ("en", "zh"):
        assert "p0" in error.faults[0].text(lang)
        assert error.faults[0].remedy(lang)
