"""Monte Carlo: the same numbers again, exact in every draw, and of the distribution it says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import kstest

from greencard.errors import InvalidInput, Refused
from greencard.footprint.kernel import compile_snapshot, sampling, snapshot_of


def system(seed=1, size=60, *, amount_sigma=0.1, direct_sigma=0.2, groups=None, per_process=3, own=0.5):
    rng = np.random.default_rng(seed)
    consumers, providers = rng.integers(0, size, (2, size * per_process))
    kept = (consumers != providers) | (rng.random(consumers.size) < own)
    consumers, providers = consumers[kept], providers[kept]
    amounts = rng.lognormal(0, 1, consumers.size)
    amounts *= 0.6 / np.bincount(consumers, weights=amounts, minlength=size)[consumers]
    return compile_snapshot(
        snapshot_of(
            [f"p{number}" for number in range(size)],
            consumers,
            providers,
            amounts,
            rng.random((size, 8)),
            amount_sigma=amount_sigma if np.ndim(amount_sigma) == 0 else amount_sigma[: consumers.size],
            direct_sigma=direct_sigma,
            groups=groups,
        )
    )


def test_the_same_snapshot_and_seed_give_the_same_table():
    table = system().monte_carlo(200, 7)
    assert table.shape == (200, 60)
    np.testing.assert_array_equal(table, system().monte_carlo(200, 7))
    assert not np.array_equal(table, system().monte_carlo(200, 8))


def test_length_selection_and_chunks_change_no_number(monkeypatch):
    kernel = system()
    table = kernel.monte_carlo(150, 7)
    np.testing.assert_array_equal(kernel.monte_carlo(70, 7), table[:70])
    np.testing.assert_array_equal(kernel.monte_carlo(150, 7, processes=[9, 0, 9]), table[:, [9, 0, 9]])
    monkeypatch.setattr(sampling, "CHUNK", 5)
    np.testing.assert_array_equal(system().monte_carlo(150, 7), table)


def test_batches_are_not_repeated():
    table = system().monte_carlo(192, 7)
    assert np.unique(table[:, 0]).size == 192


def test_nothing_uncertain_gives_the_stated_totals():
    kernel = system(amount_sigma=0.0, direct_sigma=0.0)
    np.testing.assert_allclose(kernel.monte_carlo(3, 1), np.tile(kernel.totals(), (3, 1)), rtol=1e-12)


@pytest.mark.parametrize("size", [40, 500])
def test_every_draw_solves_its_own_system(monkeypatch, size):
    # The drawn amounts and emissions are caught on their way, put into a matrix and solved densely.
    kernel = system(3, size, amount_sigma=0.15, per_process=2 if size > 100 else 4, own=0.2)
    caught = []
    plain = sampling.Entries.drawn

    def watched(self, stream, *, amounts):
        drawn = plain(self, stream, amounts=amounts)
        caught.append((self, drawn.copy()))
        return drawn

    monkeypatch.setattr(sampling.Entries, "drawn", watched)
    table = kernel.monte_carlo(64, 5)
    direct = kernel.monte_carlo(64, 5, amounts=False) @ (np.eye(size) - dense_of(kernel)).T
    sampler = kernel.sampler
    loops = {id(step.inner): step.first for step in sampler.steps if isinstance(step, sampling.Loop)}
    for draw in (0, 31, 63):
        matrix = np.zeros((size, size))
        for entries, drawn in caught[: len(caught) // 2]:
            first = loops.get(id(entries), 0)
            rows = np.repeat(entries.rows, np.diff(np.append(entries.cuts, entries.amounts.size))) + first
            matrix[sampler.processes[rows], sampler.processes[entries.providers + first]] = drawn[:, draw]
        assert (matrix > 0).sum() == kernel.snapshot.amounts.size
        np.testing.assert_allclose(
            table[draw], np.linalg.solve(np.eye(size) - matrix, direct[draw]), rtol=1e-10, atol=1e-12
        )


def test_loops_in_any_place_are_refined_and_not_factorised_again(monkeypatch):
    # Loops that take from other loops and from products of any level: none needs a factorisation of its own.
    rng = np.random.default_rng(4)
    size = 300
    first = np.arange(0, size, 3)
    earlier = (rng.random(first.size - 1) * first[1:]).astype(int)
    consumers = np.concatenate((first, first + 1, first + 2, first[1:]))
    providers = np.concatenate((first + 1, first, first, earlier))
    amounts = rng.uniform(0.3, 0.6, consumers.size)
    names = [f"p{number}" for number in range(size)]
    snapshot = snapshot_of(names, consumers, providers, amounts, np.ones((size, 8)), amount_sigma=0.03)
    kernel = compile_snapshot(snapshot)
    assert len(kernel.blocks) > 2
    monkeypatch.setattr(sampling, "block_of", lambda _: pytest.fail("factorised again"))
    monkeypatch.setattr(sampling, "TRIES", 16)
    table = kernel.monte_carlo(64, 1)
    assert table.mean(axis=0) == pytest.approx(kernel.totals(), rel=0.2)
    certain = compile_snapshot(snapshot_of(names, consumers, providers, amounts, np.ones((size, 8))))
    np.testing.assert_allclose(certain.monte_carlo(1, 1)[0], certain.totals(), rtol=1e-12)


def dense_of(kernel):
    matrix = np.zeros((len(kernel.snapshot),) * 2)
    matrix[kernel.snapshot.consumers, kernel.snapshot.providers] = kernel.snapshot.amounts
    return matrix


def test_a_loop_with_wide_spread_is_exact_in_every_draw():
    # h0 = 1 + a h1, h1 = 1 + b h0 with b certain: a is read back from each draw and must be lognormal, b constant.
    direct = np.zeros((2, 8))
    direct[:, 0] = 1.0
    snapshot = snapshot_of("ab", [0, 1], [1, 0], [0.05, 0.5], direct, amount_sigma=[0.9, 0.0])
    table = compile_snapshot(snapshot).monte_carlo(5000, 11)
    np.testing.assert_allclose((table[:, 1] - 1) / table[:, 0], 0.5, rtol=1e-11)
    scores = np.log((table[:, 0] - 1) / table[:, 1] / 0.05) / 0.9
    assert kstest(scores, "norm").pvalue > 1e-3
    assert np.median(scores) == pytest.approx(0, abs=0.06)


def test_a_shared_factor_moves_its_processes_together():
    direct = np.zeros((4, 8))
    direct[:, 1] = [2.0, 3.0, 5.0, 7.0]
    snapshot = snapshot_of("abcd", [], [], [], direct, direct_sigma=[0.1, 0.1, 0.3, 0.1], groups=[4, 4, 4, 9])
    logs = np.log(compile_snapshot(snapshot).monte_carlo(4000, 3) / [2, 3, 5, 7]) / [0.1, 0.1, 0.3, 0.1]
    np.testing.assert_allclose(logs[:, 0], logs[:, 1], atol=1e-13)
    np.testing.assert_allclose(logs[:, 0], logs[:, 2], atol=1e-13)
    assert abs(np.corrcoef(logs[:, 0], logs[:, 3])[0, 1]) < 0.06
    assert kstest(logs[:, 0], "norm").pvalue > 1e-3


def test_amounts_held_fixed_draw_factors_alone():
    kernel = system(amount_sigma=0.5)
    still = system(amount_sigma=0.0)
    np.testing.assert_allclose(kernel.monte_carlo(64, 2, amounts=False), still.monte_carlo(64, 2), rtol=1e-11)


def test_small_spreads_agree_with_the_first_order():
    spread = np.random.default_rng(5).choice([0.0, 0.01, 0.03], 400)
    kernel = system(2, amount_sigma=spread, direct_sigma=0.02, groups=np.arange(60) % 7)
    table = kernel.monte_carlo(2048, 9)
    for process in (0, 17, 59):
        first = kernel.variance(process)
        assert table[:, process].std() == pytest.approx(first.sd, rel=0.07)
        assert table[:, process].mean() == pytest.approx(first.total, rel=4 * first.sigma / math.sqrt(2048) + 2e-3)


def test_a_loop_that_may_use_up_what_it_makes_is_refused_with_its_draw():
    direct = np.ones((2, 8))
    for exchanges in (([0, 1], [1, 0], [0.5, 0.9]), ([0, 1], [0, 0], [0.6, 1.0])):
        kernel = compile_snapshot(snapshot_of("ab", *exchanges, direct, amount_sigma=[0.3, 0.0]))
        with pytest.raises(Refused) as caught:
            kernel.monte_carlo(2000, 1)
        assert caught.value.code == "GC-FPT-107"
        draw = int(caught.value.faults[0].params["draw"])
        assert 1 < draw <= 2000
        assert np.isfinite(kernel.monte_carlo(draw - 1, 1)).all()
        with pytest.raises(Refused):
            kernel.monte_carlo(draw, 1)
        assert kernel.monte_carlo(draw, 1, amounts=False).shape == (draw, 2)


def test_strong_loops_that_stay_below_one_are_factorised_one_by_one():
    # Gain 0.9 in the mean, up to 0.98: the refinement crawls, the result is exact all the same.
    direct = np.zeros((2, 8))
    direct[:, 0] = 1.0
    kernel = compile_snapshot(snapshot_of("ab", [0, 1], [1, 0], [0.9, 1.0], direct, amount_sigma=[0.025, 0.0]))
    table = kernel.monte_carlo(64, 1)
    np.testing.assert_allclose(table[:, 1] - table[:, 0], 1.0, rtol=1e-9)
    assert table[:, 0].max() > 30


def test_a_spread_that_overflows_is_named():
    kernel = compile_snapshot(snapshot_of("ab", [0], [1], [1.0], np.ones((2, 8)), amount_sigma=1e6))
    with pytest.raises(InvalidInput) as caught:
        kernel.monte_carlo(64, 1)
    assert caught.value.code == "GC-FPT-101"


@pytest.mark.parametrize(
    ("draws", "seed"), [(0, 1), (-1, 1), (1.5, 1), (True, 1), (2**40, 1), (1, -1), (1, "a"), (1, 2**128)]
)
def test_draws_and_seed_out_of_range(draws, seed):
    with pytest.raises(InvalidInput) as caught:
        system().monte_carlo(draws, seed)
    assert caught.value.code == "GC-FPT-108"


def test_unknown_processes():
    with pytest.raises(InvalidInput) as caught:
        system().monte_carlo(1, 1, processes=[60])
    assert caught.value.code == "GC-FPT-103"
