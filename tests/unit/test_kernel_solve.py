"""The sweep against a dense solver, and the laws any product system obeys."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import InvalidInput
from greencard.footprint.kernel import compile_snapshot, order, propagation, snapshot_of
from greencard.footprint.kernel.system import Kernel


def random_system(seed, size=40, per_process=3.0, *, acyclic=False, selfish=0.0):
    """Columns of a productive system: every process takes 0.8 units in all, at most."""
    rng = np.random.default_rng(seed)
    count = int(size * per_process)
    consumers, providers = rng.integers(0, size, count), rng.integers(0, size, count)
    if acyclic:
        consumers, providers = np.maximum(consumers, providers), np.minimum(consumers, providers)
    kept = (consumers != providers) | (rng.random(count) < selfish)
    consumers, providers = consumers[kept], providers[kept]
    amounts = rng.lognormal(0.0, 1.0, consumers.size)
    taken = np.bincount(consumers, weights=amounts, minlength=size)
    amounts *= 0.8 / taken[consumers]
    names = rng.permutation(size)
    return names[consumers], names[providers], amounts, rng.normal(1.0, 2.0, (size, 8))


def names_of(size):
    return [f"p{number}" for number in range(size)]


def matrix_of(size, consumers, providers, amounts):
    matrix = np.zeros((size, size))
    np.add.at(matrix, (consumers, providers), amounts)
    return matrix


def kernel_of(consumers, providers, amounts, direct):
    return compile_snapshot(snapshot_of(names_of(len(direct)), consumers, providers, amounts, direct))


CASES = [
    pytest.param({"size": 1, "per_process": 0}, id="one process"),
    pytest.param({"size": 30, "per_process": 0}, id="no exchange"),
    pytest.param({"size": 60, "per_process": 0.8}, id="sparse"),
    pytest.param({"size": 60, "per_process": 1.2, "selfish": 1.0}, id="own use"),
    pytest.param({"size": 80, "per_process": 2}, id="one large loop"),
    pytest.param({"size": 40, "per_process": 20, "selfish": 0.5}, id="dense"),
    pytest.param({"size": 200, "per_process": 4, "acyclic": True, "selfish": 0.3}, id="no loop"),
    pytest.param({"size": 500, "per_process": 3}, id="a loop for SuperLU"),
]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_against_a_dense_solver(case, seed):
    consumers, providers, amounts, direct = random_system(seed, **case)
    kernel = kernel_of(consumers, providers, amounts, direct)
    left = np.eye(len(direct)) - matrix_of(len(direct), consumers, providers, amounts)
    np.testing.assert_allclose(kernel.intensities(), np.linalg.solve(left, direct), rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(
        kernel.totals(), np.linalg.solve(left, direct[:, :4].sum(axis=1)), rtol=1e-11, atol=1e-12
    )
    demand = np.random.default_rng(seed).normal(size=len(direct))
    np.testing.assert_allclose(kernel.scaling(demand), np.linalg.solve(left.T, demand), rtol=1e-11, atol=1e-12)


def many_loops(seed, loops=60, length=3):
    """Short loops one behind the other, some in parallel, with loopless processes between them and own use."""
    rng = np.random.default_rng(seed)
    size = loops * (length + 2)
    consumers, providers, amounts = [], [], []
    for loop in range(loops):
        first = loop * (length + 2)
        for step in range(length):
            consumers.append(first + step)
            providers.append(first + (step + 1) % length)
            amounts.append(rng.uniform(0.1, 0.9))
        for outer in (first + length, first + length + 1):
            consumers += [outer, outer]
            providers += [first, outer]
            amounts += [rng.uniform(0.5, 2), rng.uniform(0, 0.5)]
        for _ in range(2):
            if first:
                consumers.append(first + int(rng.integers(length)))
                providers.append(int(rng.integers(first)))
                amounts.append(rng.uniform(0.01, 0.1))
    return np.array(consumers), np.array(providers), np.array(amounts), rng.random((size, 8))


@pytest.mark.parametrize("loops", [2, 31, 33, 90])
def test_many_loops_in_stages(loops):
    consumers, providers, amounts, direct = many_loops(loops, loops)
    kernel = kernel_of(consumers, providers, amounts, direct)
    segments = kernel.order.segments
    assert segments[0][0] == 0
    assert segments[-1][1] == len(direct)
    assert all(before[1] == after[0] for before, after in pairwise(segments))
    assert sum(looped for _, _, looped in segments) <= loops
    left = np.eye(len(direct)) - matrix_of(len(direct), consumers, providers, amounts)
    np.testing.assert_allclose(kernel.intensities(), np.linalg.solve(left, direct), rtol=1e-11)
    demand = np.random.default_rng(7).random(len(direct))
    np.testing.assert_allclose(kernel.scaling(demand), np.linalg.solve(left.T, demand), rtol=1e-11)


def test_many_parallel_loops_take_few_segments():
    size = 400
    first = np.arange(0, size, 2)
    consumers, providers = np.concatenate((first, first + 1)), np.concatenate((first + 1, first))
    kernel = kernel_of(consumers, providers, np.full(size, 0.5), np.ones((size, 8)))
    assert kernel.order.segments == ((0, size, True),)
    np.testing.assert_allclose(kernel.intensities(), 2.0, rtol=1e-14)


def test_public_calls_alone_give_the_same(monkeypatch):
    consumers, providers, amounts, direct = many_loops(5, 40)
    streamed = kernel_of(consumers, providers, amounts, direct)
    assert isinstance(streamed._transmit, propagation.Streaming)
    monkeypatch.setattr(propagation, "_streams", lambda: False)
    factored = kernel_of(consumers, providers, amounts, direct)
    assert isinstance(factored._transmit, propagation.Factored)
    np.testing.assert_allclose(factored.intensities(), streamed.intensities(), rtol=1e-13)
    np.testing.assert_allclose(factored.totals(), streamed.totals(), rtol=1e-13)
    demand = np.linspace(0, 1, len(direct))
    np.testing.assert_allclose(factored.scaling(demand), streamed.scaling(demand), rtol=1e-13)


@pytest.mark.parametrize("change", ["buffered", "gone", "unwriteable"])
def test_a_scipy_that_no_longer_runs_in_place_is_noticed(monkeypatch, change):
    from scipy.sparse import _sparsetools

    plain = _sparsetools.csr_matvec

    def buffered(rows, columns, starts, indices, entries, values, target):
        copied = values.copy()
        plain(rows, columns, starts, indices, entries, copied, target)

    def refusing(*_):
        raise ValueError

    if change == "gone":
        monkeypatch.delattr(_sparsetools, "csr_matvec")
    else:
        monkeypatch.setattr(_sparsetools, "csr_matvec", {"buffered": buffered, "unwriteable": refusing}[change])
    propagation._streams.cache_clear()
    try:
        assert not propagation._streams()
        consumers, providers, amounts, direct = random_system(9, acyclic=True)
        kernel = kernel_of(consumers, providers, amounts, direct)
        left = np.eye(len(direct)) - matrix_of(len(direct), consumers, providers, amounts)
        np.testing.assert_allclose(kernel.intensities(), np.linalg.solve(left, direct), rtol=1e-11)
    finally:
        propagation._streams.cache_clear()


def test_components_in_another_order_are_put_right(monkeypatch):
    plain = order.connected_components

    def reversed_labels(*args, **kwargs):
        count, labels = plain(*args, **kwargs)
        return count, count - 1 - labels

    consumers, providers, amounts, direct = many_loops(3, 8)
    expected = kernel_of(consumers, providers, amounts, direct).intensities()
    monkeypatch.setattr(order, "connected_components", reversed_labels)
    np.testing.assert_allclose(kernel_of(consumers, providers, amounts, direct).intensities(), expected, rtol=1e-13)


@given(seed=st.integers(0, 2**32), density=st.sampled_from([0.7, 1.5, 4.0]))
@settings(max_examples=25, deadline=None)
def test_forward_and_adjoint_agree(seed, density):
    consumers, providers, amounts, direct = random_system(seed, per_process=density, selfish=0.5)
    kernel = kernel_of(consumers, providers, amounts, np.abs(direct))
    demand = np.random.default_rng(seed).random(len(direct))
    np.testing.assert_allclose(
        demand @ kernel.intensities(), kernel.scaling(demand) @ kernel.snapshot.direct, rtol=1e-12
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_names_and_order_do_not_matter(seed):
    consumers, providers, amounts, direct = random_system(seed, selfish=0.2)
    rng = np.random.default_rng(seed)
    moved, shuffled = rng.permutation(len(direct)), rng.permutation(len(amounts))
    there = np.empty_like(direct)
    there[moved] = direct
    other = kernel_of(moved[consumers][shuffled], moved[providers][shuffled], amounts[shuffled], there)
    plain = kernel_of(consumers, providers, amounts, direct)
    np.testing.assert_allclose(other.intensities()[moved], plain.intensities(), rtol=1e-11, atol=1e-12)


@given(seed=st.integers(0, 2**32), factor=st.floats(1e-6, 1e6))
@settings(max_examples=25, deadline=None)
def test_another_unit_of_one_product_changes_no_other(seed, factor):
    consumers, providers, amounts, direct = random_system(seed)
    at = seed % len(direct)
    scaled = np.where(providers == at, amounts / factor, amounts)
    scaled = np.where(consumers == at, scaled * factor, scaled)
    emitted = direct.copy()
    emitted[at] *= factor
    expected = kernel_of(consumers, providers, amounts, direct).intensities().copy()
    expected[at] *= factor
    np.testing.assert_allclose(
        kernel_of(consumers, providers, scaled, emitted).intensities(), expected, rtol=1e-10, atol=1e-12
    )


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), through=st.floats(0.1, 10))
@settings(max_examples=25, deadline=None)
def test_a_process_split_into_two_serial_ones_costs_the_same(seed, share, through):
    # The first half takes all inputs and emits `share`; the second takes `through` units of it and emits the rest.
    consumers, providers, amounts, direct = random_system(seed)
    size = len(direct)
    at, half = seed % size, size
    first = consumers == at
    consumers2 = np.append(np.where(first, half, consumers), at)
    providers2 = np.append(providers, half)
    amounts2 = np.append(np.where(first, amounts / through, amounts), through)
    direct2 = np.vstack((direct, direct[at] * share / through))
    direct2[at] *= 1 - share
    split = kernel_of(consumers2, providers2, amounts2, direct2).intensities()
    np.testing.assert_allclose(
        split[:size], kernel_of(consumers, providers, amounts, direct).intensities(), rtol=1e-10, atol=1e-12
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_two_equal_processes_may_be_merged(seed):
    # A twin with the same row: whoever takes from either takes from the one.
    consumers, providers, amounts, direct = random_system(seed)
    size, at = len(direct), seed % len(direct)
    row = consumers == at
    to_twin = np.random.default_rng(seed).random(len(amounts)) < 0.5
    twin = size
    consumers2 = np.append(consumers, np.full(row.sum(), twin))
    providers2 = np.append(np.where(to_twin & (providers == at), twin, providers), providers[row])
    amounts2 = np.append(amounts, amounts[row])
    twinned = kernel_of(consumers2, providers2, amounts2, np.vstack((direct, direct[at]))).intensities()
    plain = kernel_of(consumers, providers, amounts, direct).intensities()
    np.testing.assert_allclose(twinned[:size], plain, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(twinned[twin], plain[at], rtol=1e-11, atol=1e-12)


def test_a_long_chain_is_one_pass():
    size = 20_000
    number = np.random.default_rng(1).permutation(size)
    direct = np.zeros((size, 8))
    direct[:, 0] = 1.0
    kernel = kernel_of(number[1:], number[:-1], np.ones(size - 1), direct)
    assert kernel.totals()[number].tolist() == list(range(1, size + 1))
    assert kernel.scaling(np.eye(1, size, number[-1])[0]).tolist() == [1.0] * size


def test_demands_are_gathered():
    consumers, providers, amounts, direct = random_system(4)
    kernel = kernel_of(consumers, providers, amounts, direct)
    whole = kernel.intensities()
    bills = kernel.footprints([0, 2, 2, 3], [5, 7, 5], [2.0, 0.5, -1.0])
    np.testing.assert_allclose(bills, [2 * whole[5] + 0.5 * whole[7], 0 * whole[0], -whole[5]], rtol=1e-14)
    single = kernel.footprints(np.arange(4), np.array([3, 3, 9]), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(single, [whole[3], 2 * whole[3], 3 * whole[9]])
    assert kernel.footprints([0], [], []).shape == (0, 8)


@pytest.mark.parametrize(
    ("starts", "processes", "amounts", "code"),
    [
        ([0, 2], [1], [1.0], "GC-FPT-100"),
        ([1, 1], [1], [1.0], "GC-FPT-100"),
        ([0, 1, 0, 1], [1], [1.0], "GC-FPT-100"),
        ([], [], [], "GC-FPT-100"),
        ([0.0, 1.0], [1], [1.0], "GC-FPT-100"),
        ([0, 1], [1], [1.0, 2.0], "GC-FPT-100"),
        ([0, 1], [1], ["much"], "GC-FPT-100"),
        ([0, 1], [40], [1.0], "GC-FPT-103"),
        ([0, 1], [-1], [1.0], "GC-FPT-103"),
        ([0, 1], [0.5], [1.0], "GC-FPT-100"),
        ([0, 1], [1], [np.nan], "GC-FPT-101"),
    ],
)
def test_demands_that_make_no_sense(starts, processes, amounts, code):
    consumers, providers, values, direct = random_system(4)
    with pytest.raises(InvalidInput) as caught:
        kernel_of(consumers, providers, values, direct).footprints(starts, processes, amounts)
    assert caught.value.code == code


def test_other_shapes_are_named():
    consumers, providers, amounts, direct = random_system(4)
    kernel = kernel_of(consumers, providers, amounts, direct)
    for bad in (np.ones(3), np.ones((40, 2)), np.full(40, np.nan), ["x"] * 40):
        with pytest.raises(InvalidInput) as caught:
            kernel.scaling(bad)
        assert caught.value.code == "GC-FPT-100"
    with pytest.raises(InvalidInput) as caught:
        kernel.sweep(np.ones((3, 8)))
    assert caught.value.code == "GC-FPT-100"


def test_a_footprint_beyond_float64_is_named():
    direct = np.zeros((3, 8))
    direct[2, 0] = 1e200
    kernel = compile_snapshot(snapshot_of(["a", "b", "c"], [0, 1], [1, 2], [1e100, 1e100], direct))
    for asked in (kernel.intensities, kernel.totals):
        with pytest.raises(InvalidInput, match="“a” is inf") as caught:
            asked()
        assert caught.value.code == "GC-FPT-101"


def test_results_and_columns_cannot_be_written():
    consumers, providers, amounts, direct = random_system(4)
    kernel = kernel_of(consumers, providers, amounts, direct)
    for column in (kernel.intensities(), kernel.totals(), kernel.snapshot.amounts, kernel.snapshot.direct):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1
    amounts[0] = 2.0  # the caller's own columns stay the caller's
    direct[0] = 2.0


def test_sweep_takes_any_columns():
    consumers, providers, amounts, direct = random_system(6)
    kernel = kernel_of(consumers, providers, amounts, direct)
    columns = np.random.default_rng(2).random((len(direct), 3))
    before = columns.copy()
    solved = kernel.sweep(columns)
    assert solved.shape == (len(direct), 3)
    np.testing.assert_allclose(solved[:, 1], kernel.sweep(columns[:, 1]), rtol=1e-13)
    np.testing.assert_array_equal(columns, before)
    assert isinstance(kernel, Kernel)
