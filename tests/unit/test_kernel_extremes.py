"""The ends of float64: units far apart, gains close to 1, numbers that overflow, content that must not be confused."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from greencard.errors import InvalidInput, Refused
from greencard.footprint.kernel import compile_snapshot, snapshot_of


def pair(there, back, direct=1.0):
    return snapshot_of(["a", "b"], [0, 1], [1, 0], [there, back], np.full((2, 8), direct))


@pytest.mark.parametrize("scale", [1.0, 1e9, 1e20, 1e150, 1e300])
def test_a_productive_loop_is_accepted_in_whatever_units_it_is_written(scale):
    # h_a = 1 + s h_b, h_b = 1 + 0.1/s h_a; gain 0.1: h_a = (1 + s)/0.9 per fossil unit, four columns count
    totals = compile_snapshot(pair(scale, 0.1 / scale)).totals()
    np.testing.assert_allclose(totals, [4 * (1 + scale) / 0.9, 4 * (1 + 0.1 / scale) / 0.9], rtol=1e-12)
    kernel = compile_snapshot(pair(scale, 0.05 / scale))
    kernel.reprice.set_amount(1, 0, 0.1 / scale)
    np.testing.assert_allclose(kernel.reprice.totals(), totals, rtol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 1e9, 1e20, 1e150])
def test_a_loop_that_eats_itself_is_refused_in_whatever_units_it_is_written(scale):
    for gain in (1.0 - 1e-16, 1.0, 1.0 + 1e-9, 2.0):
        with pytest.raises(Refused) as refusal:
            compile_snapshot(pair(scale, gain / scale))
        assert refusal.value.code == "GC-FPT-105"


def test_a_process_whose_shares_of_itself_round_to_just_below_one_is_refused():
    # ten times 0.1 may come to 0.9999999999999999: a footprint of 1e16 would be rounding, not physics
    for amounts in ([0.1] * 10, [0.5, 0.25, 0.25 - 2**-53], [float(np.nextafter(1.0, 0.0))]):
        count = len(amounts)
        with pytest.raises(Refused) as refusal:
            compile_snapshot(snapshot_of(["a"], [0] * count, [0] * count, amounts, np.ones((1, 8))))
        assert refusal.value.code == "GC-FPT-105"
    assert compile_snapshot(snapshot_of(["a"], [0], [0], [1 - 1e-12], np.ones((1, 8)))).totals()[0] > 3.9e12


def test_subnormal_amounts_are_no_loop_worth_the_name():
    np.testing.assert_array_equal(compile_snapshot(pair(5e-324, 5e-324)).totals(), [4.0, 4.0])


def test_uptake_larger_than_what_is_emitted_changes_no_proof():
    direct = np.zeros((2, 8))
    direct[:, 5] = -3.0
    values = compile_snapshot(snapshot_of(["a", "b"], [0, 1], [1, 0], [0.5, 0.5], direct)).intensities()
    np.testing.assert_allclose(values[:, 5], [-6.0, -6.0])
    assert not values[:, :5].any()


def test_what_overflows_is_refused_and_never_returned():
    kernel = compile_snapshot(
        snapshot_of(["a", "b"], [0], [1], [1e200], np.full((2, 8), 1e100), amount_sigma=1.0, direct_sigma=1.0)
    )
    for ask in (
        lambda: kernel.footprints([0, 1], [0], [1e300]),
        lambda: kernel.footprints([0, 0, 2], [0, 1], [1e300, 1e300]),
        lambda: kernel.scaling([1e300, 0.0]),
        lambda: kernel.sweep(np.full(2, 1e200)),
        lambda: kernel.variance(0),
    ):
        with pytest.raises(InvalidInput) as refusal:
            ask()
        assert refusal.value.code == "GC-FPT-101"


def test_a_sum_that_overflows_over_finite_results_is_no_refusal():
    kernel = compile_snapshot(snapshot_of(["a", "b"], [], [], [], np.full((2, 8), 4e307)))
    assert np.isfinite(kernel.intensities()).all()


@pytest.mark.parametrize("sigmas", [[0.1] * 5, [0.1, 0.0, 0.3, 0.2, 0.1]])
def test_the_digest_is_that_of_the_content_not_of_the_way_it_was_written(sigmas):
    amounts = [0.1, 0.2, 0.3, 0.7, 1e-9]
    digests = set()
    for order in permutations(range(5)):
        lines = [amounts[i] for i in order], [sigmas[i] for i in order]
        digests.add(snapshot_of(["a", "b"], [0] * 5, [1] * 5, lines[0], np.zeros((2, 8)), amount_sigma=lines[1]).digest)
    assert len(digests) == 1
    minus = snapshot_of(["a", "b"], [0], [1], [1], np.zeros((2, 8)), amount_sigma=[-0.0], direct_sigma=[-0.0, 0.0])
    assert minus == snapshot_of(["a", "b"], [0], [1], [1], np.zeros((2, 8)))


def test_merged_lines_add_up_and_their_spreads_combine():
    found = snapshot_of(["a", "b"], [0, 0, 0], [1, 1, 1], [3, 1, 4], np.zeros((2, 8)), amount_sigma=[0.2, 0.6, 0.1])
    assert found.amounts.tolist() == [8.0]
    assert found.amount_sigma[0] == pytest.approx(np.sqrt(0.6**2 + 0.6**2 + 0.4**2) / 8, rel=1e-15)


def test_a_line_that_stands_once_keeps_its_spread_to_the_last_bit():
    sigmas = np.random.default_rng(9).random(400)
    sigmas[5] = 1e-170  # its square is no float64
    providers = np.append(np.arange(1, 400), 1)  # the first pair twice
    found = snapshot_of(
        [f"p{i}" for i in range(400)],
        np.zeros(400, int),
        providers,
        np.ones(400),
        np.zeros((400, 8)),
        amount_sigma=sigmas,
    )
    np.testing.assert_array_equal(found.amount_sigma[1:], sigmas[1:399])


def test_names_that_no_file_could_hold_still_have_a_digest_of_their_own():
    one = np.zeros((1, 8))
    digests = {snapshot_of([name], [], [], [], one).digest for name in ("\ud800", "\ud801", "?", "\U00010000")}
    assert len(digests) == 4
    assert snapshot_of(["a", "b"], [], [], [], np.zeros((2, 8))) != snapshot_of(
        ["ab", ""], [], [], [], np.zeros((2, 8))
    )


@pytest.mark.parametrize("given", [np.array([1j, 1.0]), ["1", "2"], [None, "x"]])
def test_what_is_no_number_is_refused(given):
    kernel = compile_snapshot(pair(0.5, 0.5))
    with pytest.raises(InvalidInput) as refusal:
        kernel.sweep(given)
    assert refusal.value.code == "GC-FPT-100"


def test_a_draw_that_eats_itself_is_refused_even_where_nothing_is_emitted():
    # with no emission every equation holds with zeros, so that only the proof can tell
    biogenic = np.zeros((2, 8))
    biogenic[:, 4] = 1.0
    system = snapshot_of(["a", "b"], [0, 1], [1, 0], [0.95, 0.95], biogenic, amount_sigma=0.3)
    with pytest.raises(Refused) as refusal:
        compile_snapshot(system).monte_carlo(64, 1)
    assert refusal.value.code == "GC-FPT-107"


def test_blocks_of_three_thousand_processes():
    size, rng = 3_000, np.random.default_rng(8)
    ring = np.arange(size)
    more = rng.integers(0, size, (2, size))
    consumers = np.concatenate((ring, more[0]))
    providers = np.concatenate(((ring + 1) % size, more[0] // 50 * 50 + more[1] % 50))
    system = snapshot_of([f"p{i}" for i in ring], consumers, providers, np.full(2 * size, 0.3), np.ones((size, 8)))
    kernel = compile_snapshot(system)
    values = kernel.totals()
    taken = np.bincount(system.consumers, system.amounts * values[system.providers], size)
    np.testing.assert_allclose(values, 4.0 + taken, rtol=1e-12)


def test_a_negative_total_has_a_spread_that_is_not():
    direct = np.zeros((1, 8))
    direct[0, 0] = -2.0
    found = compile_snapshot(snapshot_of(["a"], [], [], [], direct, direct_sigma=0.1)).variance(0)
    assert (found.total, found.sd, found.sigma) == (-2.0, 0.2, 0.1)


def drawn_once(system, seed):
    """The first draw's totals, or None where it is refused."""
    try:
        return compile_snapshot(system).monte_carlo(1, seed)[0]
    except Refused:
        return None


def test_the_proof_of_a_draw_does_not_depend_on_what_is_emitted():
    def system(direct):
        return snapshot_of(["a", "b"], [0, 1], [1, 0], [0.97, 0.97], np.full((2, 8), direct), amount_sigma=0.05)

    emitting, silent = ([drawn_once(system(direct), seed) is None for seed in range(60)] for direct in (1.0, 0.0))
    assert emitting == silent
    assert 5 < sum(silent) < 55


def test_a_draw_far_below_the_stated_gain_is_solved_as_exactly():
    # stated gain 0.98: a draw of a tenth of it lies outside what refinement from the stated amounts can reach
    spreads = [2.0, 0.0]
    system = snapshot_of(["a", "b"], [0, 1], [1, 0], [0.98, 1.0], np.full((2, 8), 0.25), amount_sigma=spreads)
    found = [totals for seed in range(60) if (totals := drawn_once(system, seed)) is not None]
    assert min(float(totals[0]) for totals in found) < 2.2
    for a, b in found:
        assert b == pytest.approx(1.0 + a, rel=1e-11)
