"""The sweep writes onto its own operand: every layout, every size, and a scipy that behaves otherwise."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.sparse import _sparsetools

from greencard.footprint.kernel import compile_snapshot, propagation, snapshot_of
from greencard.footprint.kernel.loops import LoopBlock, Taken


@pytest.fixture
def fresh_probe():
    """The probe asked anew, before and after."""
    propagation._streams.cache_clear()
    yield
    propagation._streams.cache_clear()


def chain(size, amount=1.0):
    """Each process takes `amount` of the one before and emits 1 itself."""
    one = np.zeros((size, 8))
    one[:, 0] = 1.0
    names = [f"p{i}" for i in range(size)]
    return snapshot_of(names, np.arange(1, size), np.arange(size - 1), np.full(size - 1, amount), one)


def stale(real, least):
    """A loop that reads its operand as it was before the call, from so many rows on: a scipy with threads or copies."""

    def run(rows, columns, *rest):
        *before, values, target = rest
        real(rows, columns, *before, values.copy() if rows >= least else values, target)

    return run


def test_a_scipy_that_copies_its_operand_is_noticed_and_does_without(monkeypatch, fresh_probe):
    for name in ("csr_matvec", "csr_matvecs"):
        monkeypatch.setattr(_sparsetools, name, stale(getattr(_sparsetools, name), 2))
    assert not propagation._streams()
    kernel = compile_snapshot(chain(50))
    assert isinstance(kernel._transmit, propagation.Factored)
    np.testing.assert_allclose(kernel.totals(), np.arange(1.0, 51.0))


@pytest.mark.parametrize("missing", ["csr_matvec", "csr_matvecs"])
def test_a_scipy_without_these_loops_is_done_without(monkeypatch, fresh_probe, missing):
    monkeypatch.delattr(_sparsetools, missing)
    assert not propagation._streams()


def test_a_scipy_that_differs_only_for_large_matrices_is_noticed_there(monkeypatch, fresh_probe):
    size = propagation.PROBED + 10
    for name in ("csr_matvec", "csr_matvecs"):
        monkeypatch.setattr(_sparsetools, name, stale(getattr(_sparsetools, name), propagation.PROBED + 1))
    assert propagation._streams()
    kernel = compile_snapshot(chain(size, 0.5))
    np.testing.assert_allclose(kernel.totals()[-1], 2.0)
    np.testing.assert_allclose(kernel.intensities()[:, 0], kernel.totals())
    assert kernel._transmit._instead is not None


def test_a_large_run_is_checked_once_at_each_width():
    kernel = compile_snapshot(chain(propagation.PROBED + 10, 0.5))
    kernel.sweep(np.ones(len(kernel.snapshot)))
    kernel.sweep(np.ones((len(kernel.snapshot), 3)))
    assert kernel._transmit._instead is None
    assert {width for _, _, width in kernel._transmit._checked} == {1, 3}


def layouts(size, rng):
    wide = rng.random((size, 20))
    yield from (wide, np.asfortranarray(wide), rng.random((20, size)).T, wide[:, ::-2], wide[:, :0], wide[:, 3])
    yield from (wide.astype(np.float32), (wide * 9).astype(np.int64), wide > 0.5)
    frozen = wide.copy()
    frozen.flags.writeable = False
    yield frozen


@pytest.mark.parametrize("streaming", [True, False])
def test_any_layout_and_number_type_gives_the_same(monkeypatch, streaming):
    monkeypatch.setattr(propagation, "_streams", lambda: streaming)
    rng = np.random.default_rng(5)
    size = 60
    amounts = rng.random(200) * 0.12
    system = snapshot_of(
        [f"p{i}" for i in range(size)],
        rng.integers(0, size, 200),
        rng.integers(0, size, 200),
        amounts,
        rng.random((size, 8)),
    )
    kernel = compile_snapshot(system)
    matrix = np.zeros((size, size))
    matrix[system.consumers, system.providers] = system.amounts
    inverse = np.linalg.inv(np.eye(size) - matrix)
    for given in layouts(size, rng):
        before = given.copy()
        np.testing.assert_allclose(kernel.sweep(given), inverse @ np.asarray(given, float), rtol=1e-11, atol=1e-13)
        np.testing.assert_array_equal(given, before)


@pytest.mark.parametrize("streaming", [True, False])
def test_a_loop_solves_columns_in_any_memory_order(monkeypatch, streaming):
    monkeypatch.setattr(propagation, "_streams", lambda: streaming)
    rng = np.random.default_rng(6)
    dense = rng.random((12, 12)) / 13
    consumers, providers = np.nonzero(dense)
    block = LoopBlock(Taken(12, consumers, providers, dense[consumers, providers]))
    for right in (rng.random((12, 30)), np.asfortranarray(rng.random((12, 30))), rng.random((30, 12)).T):
        np.testing.assert_allclose(block.solve(right), np.linalg.solve(np.eye(12) - dense, right), rtol=1e-11)


def _sum(kernel):
    return float(kernel.sweep(np.ones(len(kernel.snapshot))).sum())


def test_threads_and_forks_share_a_kernel():
    rng = np.random.default_rng(7)
    size = 400
    system = snapshot_of(
        [f"p{i}" for i in range(size)],
        rng.integers(0, size, 1500),
        rng.integers(0, size, 1500),
        rng.random(1500) * 0.1,
        rng.random((size, 8)),
    )
    kernel = compile_snapshot(system)
    columns = [rng.random((size, 1 + i % 20)) for i in range(40)]
    expected = [kernel.sweep(column) for column in columns]
    with ThreadPoolExecutor(8) as pool:
        for got, wanted in zip(pool.map(compile_snapshot(system).sweep, columns), expected, strict=True):
            np.testing.assert_array_equal(got, wanted)
    if "fork" in multiprocessing.get_all_start_methods():
        forked = multiprocessing.get_context("fork")
        found = forked.SimpleQueue()
        child = forked.Process(target=lambda: found.put(_sum(kernel)))
        child.start()
        assert found.get() == _sum(kernel)
        child.join()
