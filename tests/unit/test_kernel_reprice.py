"""Edits re-priced in place always equal a full solve of the edited system."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.footprint.kernel import Repricer, compile_snapshot, reprice, snapshot_of

SIZE = 30


def system(seed, *, loops=True, size=SIZE, per_process=2):
    rng = np.random.default_rng(seed)
    consumers, providers = rng.integers(0, size, (2, size * per_process))
    if not loops:
        consumers, providers = np.maximum(consumers, providers), np.minimum(consumers, providers)
        kept = consumers != providers
        consumers, providers = consumers[kept], providers[kept]
    amounts = rng.lognormal(0, 1, consumers.size)
    amounts *= 0.5 / np.bincount(consumers, weights=amounts, minlength=size)[consumers]
    names = rng.permutation(size)
    return snapshot_of(
        [f"p{number}" for number in range(size)],
        names[consumers],
        names[providers],
        amounts,
        rng.random((size, 8)),
        amount_sigma=rng.random(consumers.size),
        direct_sigma=rng.random(size),
        groups=rng.integers(0, 5, size),
    )


def agree(repricer):
    full = compile_snapshot(repricer.snapshot())
    np.testing.assert_allclose(repricer.intensities(), full.intensities(), rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(repricer.totals(), full.totals(), rtol=1e-10, atol=1e-13)


def matrix_of(snapshot):
    matrix = np.zeros((len(snapshot), len(snapshot)))
    matrix[snapshot.consumers, snapshot.providers] = snapshot.amounts
    return matrix


PROCESS = st.integers(0, SIZE - 1)
EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.sampled_from([0.0, 1e-9, 0.01, 0.2, 0.7, 3.0])
        ),
        st.tuples(st.integers(0, SIZE - 1), st.integers(0, 100)),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.parametrize("small", [0, 6, 2_000])
@given(seed=st.integers(0, 2**32), loops=st.booleans(), edits=EDITS)
@settings(max_examples=20, deadline=None)
def test_any_edits_equal_a_full_solve(small, seed, loops, edits):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reprice, "SMALL", small)
        kernel = compile_snapshot(system(seed, loops=loops))
        untouched = kernel.intensities().copy()
        repricer = Repricer(kernel)
        matrix, direct = matrix_of(kernel.snapshot), kernel.snapshot.direct.copy()
        for edit in edits:
            if len(edit) == 2:
                vector = np.random.default_rng(edit[1]).normal(size=8)
                repricer.set_direct(edit[0], vector)
                direct[edit[0]] = vector
                continue
            consumer, provider, amount = edit
            tried = matrix.copy()
            tried[consumer, provider] = amount
            radius = float(np.abs(np.linalg.eigvals(tried)).max())
            before = repricer.intensities().copy()
            try:
                changed = repricer.set_amount(consumer, provider, amount)
            except Refused:
                assert radius > 1 - 1e-9
                np.testing.assert_array_equal(repricer.intensities(), before)
            else:
                assert radius < 1 + 1e-9
                matrix = tried
                still = np.setdiff1d(np.arange(SIZE), changed.processes)
                np.testing.assert_array_equal(repricer.intensities()[still], before[still])
                np.testing.assert_array_equal(repricer.intensities()[changed.processes], changed.intensities)
        solved = np.linalg.solve(np.eye(SIZE) - matrix, direct)
        np.testing.assert_allclose(repricer.intensities(), solved, rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(matrix_of(repricer.snapshot()), matrix, rtol=1e-15)
        np.testing.assert_array_equal(kernel.intensities(), untouched)
        agree(repricer)


def test_editing_one_product_again_and_again_adds_up_no_error():
    kernel = compile_snapshot(system(1, loops=False, size=200, per_process=6))
    repricer, fresh = Repricer(kernel), Repricer(kernel)
    consumer = int(kernel.snapshot.consumers[300])
    provider = int(kernel.snapshot.providers[300])
    for amount in np.random.default_rng(1).lognormal(0, 5, 500):
        repricer.set_amount(consumer, provider, float(amount))
    last = repricer.set_amount(consumer, provider, 0.25)
    fresh.set_amount(consumer, provider, 0.25)
    np.testing.assert_array_equal(repricer.intensities(), fresh.intensities())
    assert last.processes.size > 1
    agree(repricer)


def test_only_what_depends_on_it_changes():
    # shop ← desk ← board ← log; lamp stands apart.
    ids = ["log", "board", "desk", "shop", "lamp"]
    snapshot = snapshot_of(ids, [1, 2, 3], [0, 1, 2], [2.0, 3.0, 1.0], np.eye(5, 8))
    repricer = compile_snapshot(snapshot).reprice
    changed = repricer.set_amount(2, 1, 4.0)
    assert sorted(changed.processes.tolist()) == [2, 3]
    assert repricer.vector(3).tolist() == [8, 4, 1, 1, 0, 0, 0, 0]
    assert repricer.total(3) == 14
    changed = repricer.set_amount(2, 4, 0.5)
    assert repricer.vector(2).tolist() == [8, 4, 1, 0, 0.5, 0, 0, 0]
    changed = repricer.set_direct(0, [0.1] * 8)
    assert sorted(changed.processes.tolist()) == [0, 1, 2, 3]
    assert repricer.vector(3) == pytest.approx(np.array([0, 4, 1, 1, 0.5, 0, 0, 0]) + 0.8)
    assert sorted(repricer.set_direct(4, np.zeros(8)).processes.tolist()) == [2, 3, 4]
    repricer.set_amount(2, 1, 0.0)
    assert sorted(repricer.set_amount(2, 1, 0.0).processes.tolist()) == [2, 3]
    agree(repricer)
    assert repricer.snapshot().amounts.tolist() == [2, 0.5, 1]
    assert compile_snapshot(snapshot).reprice.total(3) == 11


def test_an_edited_amount_keeps_its_spread_and_a_new_one_has_none():
    snapshot = snapshot_of(
        "abc", [0], [1], [2.0], np.ones((3, 8)), amount_sigma=0.3, direct_sigma=0.1, groups=[5, 5, 6]
    )
    repricer = Repricer(compile_snapshot(snapshot))
    repricer.set_amount(0, 1, 4.0)
    repricer.set_amount(0, 2, 1.0)
    edited = repricer.snapshot()
    assert edited.amount_sigma.tolist() == [0.3, 0.0]
    assert edited.groups.tolist() == [5, 5, 6]
    assert Repricer(compile_snapshot(edited)).snapshot() is edited


@pytest.mark.parametrize("small", [0, 2_000])
def test_an_edit_that_closes_a_bad_loop_changes_nothing(monkeypatch, small):
    monkeypatch.setattr(reprice, "SMALL", small)
    snapshot = snapshot_of("abc", [0, 1], [1, 2], [2.0, 3.0], np.ones((3, 8)))
    repricer = Repricer(compile_snapshot(snapshot))
    before = repricer.intensities().copy()
    for consumer, provider, amount, gain in ((2, 0, 0.2, "1.2"), (2, 0, 1 / 6, "1"), (1, 1, 1.0, "1")):
        with pytest.raises(Refused) as caught:
            repricer.set_amount(consumer, provider, amount)
        assert caught.value.code == "GC-FPT-105"
        assert caught.value.faults[0].params["gain"] == gain
        np.testing.assert_array_equal(repricer.intensities(), before)
        assert repricer.snapshot() == snapshot
    repricer.set_amount(2, 0, 0.1)
    # h = 4 each in total: c = 4 + 0.1 a, a = 4 + 2 b, b = 4 + 3 c → a (1 - 0.6) = 4 + 8 + 24
    assert repricer.total(0) == pytest.approx(36 / 0.4)
    agree(repricer)
    repricer.set_amount(0, 1, 1.0)
    agree(repricer)
    edited = repricer.snapshot()
    with pytest.raises(Refused):
        repricer.set_amount(0, 1, 100.0)
    assert repricer.snapshot() == edited
    agree(repricer)


def test_a_chain_of_new_exchanges_against_the_order():
    # Everything is re-ordered by edits: 0 takes from 1, 1 from 2 …, although none was in the order before.
    size = 12
    repricer = Repricer(compile_snapshot(snapshot_of("abcdefghijkl", [], [], [], np.ones((size, 8)))))
    for number in np.random.default_rng(3).permutation(size - 1).tolist():
        repricer.set_amount(number, number + 1, 1.0)
    assert repricer.totals().tolist() == [4.0 * (size - number) for number in range(size)]
    with pytest.raises(Refused):
        repricer.set_amount(size - 1, 0, 1.0)
    assert repricer.totals().tolist() == [4.0 * (size - number) for number in range(size)]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda r: r.set_amount(3, 0, 1.0), "GC-FPT-103"),
        (lambda r: r.set_amount(0, -1, 1.0), "GC-FPT-103"),
        (lambda r: r.set_amount("a", 1, 1.0), "GC-FPT-103"),
        (lambda r: r.set_amount(0, 1, -1.0), "GC-FPT-102"),
        (lambda r: r.set_amount(0, 1, float("nan")), "GC-FPT-101"),
        (lambda r: r.set_amount(0, 1, "much"), "GC-FPT-101"),
        (lambda r: r.set_direct(0, [1.0]), "GC-FPT-100"),
        (lambda r: r.set_direct(0, "x"), "GC-FPT-100"),
        (lambda r: r.set_direct(0, [np.inf] * 8), "GC-FPT-101"),
        (lambda r: r.set_direct(2, [1e308] * 8), "GC-FPT-101"),
        (lambda r: r.set_amount(1, 2, 1.7e308), "GC-FPT-101"),
        (lambda r: r.vector(7), "GC-FPT-103"),
        (lambda r: r.total(7), "GC-FPT-103"),
    ],
)
def test_edits_that_make_no_sense_change_nothing(call, code):
    snapshot = snapshot_of("abc", [0, 1, 0], [1, 2, 2], [9.0, 5.0, 2.0], np.full((3, 8), 2.0))
    repricer = Repricer(compile_snapshot(snapshot))
    repricer.set_amount(0, 1, 10.0)
    before, edited = repricer.intensities().copy(), repricer.snapshot()
    with pytest.raises(GreencardError) as caught:
        call(repricer)
    assert isinstance(caught.value, InvalidInput)
    assert caught.value.code == code
    np.testing.assert_array_equal(repricer.intensities(), before)
    assert repricer.snapshot() == edited


def test_the_view_cannot_be_written():
    repricer = Repricer(compile_snapshot(system(1)))
    with pytest.raises(ValueError, match="read-only"):
        repricer.intensities()[0] = 0
