"""First-order variance against numerical derivatives, and its own sum."""

from __future__ import annotations

import math

import numpy as np
import pytest

from greencard.errors import InvalidInput
from greencard.footprint.kernel import compile_snapshot, snapshot_of

CONSUMERS, PROVIDERS = [0, 0, 1, 2, 3, 3], [1, 2, 2, 3, 2, 3]
AMOUNTS = np.array([2.0, 0.5, 3.0, 0.4, 0.3, 0.1])
SIGMA = np.array([0.1, 0.2, 0.05, 0.0, 0.3, 0.1])
DIRECT = np.array(
    [[1.0, 0.1, 0, 0, 5, -6, 0, 0], [2, 0, 0, 0.5, 0, 0, 0, 0], [0.3, 0, 0, 0, 0, 0, 0, 0], [4] + [0] * 7]
)
DOUBT = np.array([0.1, 0.2, 0.3, 0.05])
GROUPS = [3, 1, 1, 0]


def total(log_amounts, log_direct):
    snapshot = snapshot_of(
        "abcd", CONSUMERS, PROVIDERS, AMOUNTS * np.exp(log_amounts), DIRECT * np.exp(log_direct)[:, None]
    )
    return compile_snapshot(snapshot).totals()[0]


def test_contributions_are_squared_derivatives():
    snapshot = snapshot_of(
        "abcd", CONSUMERS, PROVIDERS, AMOUNTS, DIRECT, amount_sigma=SIGMA, direct_sigma=DOUBT, groups=GROUPS
    )
    found = compile_snapshot(snapshot).variance(0)
    step = 1e-5
    flat = np.zeros(6), np.zeros(4)
    by_exchange = [
        ((total(move, flat[1]) - total(-move, flat[1])) / (2 * step) * SIGMA[at]) ** 2
        for at, move in enumerate(step * np.eye(6))
    ]
    by_group = [
        ((total(flat[0], move) - total(flat[0], -move)) / (2 * step)) ** 2
        for move in (step * DOUBT * (np.array(GROUPS) == group) for group in range(4))
    ]
    np.testing.assert_allclose(found.by_exchange, by_exchange, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(found.by_group, by_group, rtol=1e-6, atol=1e-12)
    assert found.by_group[2] == 0
    assert found.variance == pytest.approx(sum(by_exchange) + sum(by_group), rel=1e-6)
    assert found.total == pytest.approx(total(*flat), rel=1e-14)
    assert found.sigma == pytest.approx(found.sd / found.total)


def test_a_shared_factor_adds_before_it_is_squared():
    # Two equal kWh of one grid: 2 x 0.1 of the total if shared, sqrt(2) x 0.1 if not.
    direct = np.zeros((3, 8))
    direct[1:, 0] = 1.0
    for groups, expected in (([0, 1, 1], 0.1), ([0, 1, 2], 0.1 / math.sqrt(2))):
        snapshot = snapshot_of("abc", [0, 0], [1, 2], [1.0, 1.0], direct, direct_sigma=0.1, groups=groups)
        assert compile_snapshot(snapshot).variance(0).sigma == pytest.approx(expected, rel=1e-14)


def test_nothing_uncertain_and_nothing_emitted():
    kernel = compile_snapshot(snapshot_of("ab", [0], [1], [1.0], np.ones((2, 8))))
    assert kernel.variance(0).sigma == 0
    direct = np.zeros((3, 8))
    direct[1, 0], direct[2, 0] = 1.0, -1.0
    balanced = compile_snapshot(snapshot_of("abc", [0, 0], [1, 2], [1.0, 1.0], direct, direct_sigma=0.1)).variance(0)
    assert balanced.total == 0
    assert balanced.sigma == math.inf


@pytest.mark.parametrize("process", [-1, 2])
def test_no_such_process(process):
    kernel = compile_snapshot(snapshot_of("ab", [0], [1], [1.0], np.ones((2, 8))))
    with pytest.raises(InvalidInput) as caught:
        kernel.variance(process)
    assert caught.value.code == "GC-FPT-103"
