"""Loops: processes that take from each other. Their factorisation, and the proof that they make more than they use."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, tril, triu  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from scipy.sparse.linalg import splu  # type: ignore[import-untyped]

from greencard.footprint.kernel.propagation import Propagation, propagation

__all__ = ["ALONE", "LoopBlock", "Taken", "block_of", "gain_of", "is_productive", "proves_productive", "strongest_loop"]

NARROW = 16
"""Right-hand sides up to which SuperLU solves: beyond, its BLAS starts threads, which stall on a busy machine."""

SWEEPS = 200

ALONE = 1.0 - 1e-12
"""A loop with this gain or more is refused for itself; below, it takes several loops together to reach 1."""

RESCALED = 3
"""Times a proof that drowns in rounding is tried again with a vector that fits the system's units better."""

Floats = NDArray[np.float64]


class Taken(NamedTuple):
    """What the processes of a block take from each other, one row per exchange, sorted by consumer, each pair once."""

    size: int
    consumers: NDArray[Any]
    providers: NDArray[Any]
    amounts: Floats

    def used(self, made: Floats) -> Floats:
        """`A made`: what each consumer takes, weighed by `made` of its providers."""
        return np.bincount(self.consumers, self.amounts * made[self.providers], self.size).astype(np.float64)


class LoopBlock:
    """`I - A` of processes in loops, factorised; `A` holds the amounts they take from each other.

    I - A is an M-matrix, or about to be refused: elimination along the diagonal is stable and needs no row exchanges.

    Raises:
        RuntimeError: exactly singular (SuperLU's word for it).
    """

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        size, one = taken.size, np.arange(taken.size)
        entries = np.concatenate((-taken.amounts, np.ones(size)))
        places = (np.concatenate((taken.consumers, one)), np.concatenate((taken.providers, one)))
        matrix = csc_array((entries, places), shape=(size, size))
        self._factor = splu(matrix, diag_pivot_thresh=0.0, options={"Equil": False})

    def solve(self, right: Floats) -> Floats:
        """`(I - A)^-1 right`."""
        if right.ndim > 1 and right.shape[1] > NARROW:
            return self._solve_wide(right)
        solved: Floats = self._factor.solve(np.ascontiguousarray(right))
        return solved

    def solve_transposed(self, right: Floats) -> Floats:
        """`(I - A)^-T right`."""
        solved: Floats = self._factor.solve(np.ascontiguousarray(right), trans="T")
        return solved

    def _solve_wide(self, right: Floats) -> Floats:
        """The same for many columns: both triangles streamed, without the threads that SuperLU's BLAS would start."""
        size, factor = self.taken.size, self._factor
        lower, upper, pivots = self._triangles
        values = np.empty_like(right)
        values[factor.perm_r] = right
        lower.run(0, size, values)
        values = values[::-1] / pivots[:, None]
        upper.run(0, size, values)
        solved: Floats = values[size - 1 - factor.perm_c]
        return solved

    @cached_property
    def _triangles(self) -> tuple[Propagation, Propagation, Floats]:
        """L without its unit diagonal; U from its last row up, divided by its diagonal; that diagonal."""
        size = self.taken.size
        below = tril(self._factor.L, -1).tocsr()
        upper = self._factor.U.tocsr()
        pivots = upper.diagonal()[::-1]
        above = triu(upper, 1).tocsr()[::-1]
        entries = -above.data / np.repeat(pivots, np.diff(above.indptr))
        return (
            propagation(below.indptr.astype(np.int32), below.indices.astype(np.int32), -below.data),
            propagation(above.indptr.astype(np.int32), (size - 1 - above.indices).astype(np.int32), entries),
            pivots,
        )


def block_of(taken: Taken) -> LoopBlock | None:
    """The factorised block, or None when it is not productive."""
    with np.errstate(all="ignore"):
        try:
            block = LoopBlock(taken)
        except RuntimeError:  # SuperLU: exactly singular
            return None
        return block if proves_productive(block, block.solve(np.ones(taken.size))) else None


def proves_productive(block: LoopBlock, made: Floats) -> bool:
    """Whether the block is proved productive, starting from `made` = (I - A)^-1 1.

    Where units differ widely (t beside µg) the one unit left over drowns in the rounding of a large neighbour. Any
    positive vector serves for the proof, and one more solve gives one whose remainder, `made`, is of its own size.
    """
    for _ in range(RESCALED):
        if is_productive(block.taken, made):
            return True
        if not bool(np.isfinite(made).all()) or bool((made <= 0.0).any()):
            return False
        made = block.solve(made / made.min())
    return is_productive(block.taken, made)


def is_productive(taken: Taken, made: Floats) -> bool:
    """Whether `made > 0` leaves something over of every process: proof that `A` has a spectral radius below 1.

    Hawkins and Simon (1949), Collatz and Wielandt: for A >= 0, a vector y > 0 with y - A y > 0 exists exactly when
    I - A has a nonnegative inverse. The remainder must exceed the rounding error of computing it, so that a system
    whose gain cannot be told from 1 is refused.
    """
    if not bool(np.isfinite(made).all()) or bool((made <= 0.0).any()):
        return False
    used = taken.used(made)
    widest = int(np.bincount(taken.consumers).max(initial=0)) + 2
    return bool((made - used > widest * np.finfo(np.float64).eps * (made + used)).all())


def strongest_loop(taken: Taken) -> tuple[list[int], float]:
    """The loop with the largest geometric mean of its amounts, in order of taking, and the product of its amounts.

    Howard's policy iteration for the maximum cycle mean, on ln(amount): every process keeps its best provider; the
    best loop among those choices gives a mean, the differences to it give values, and a better provider by these
    values replaces the old one until none is better. A loop that alone reaches a gain of 1 is always found this way.
    """
    size = taken.size
    graph = csr_array((taken.amounts, (taken.consumers, taken.providers)), shape=(size, size))
    _, labels = connected_components(graph, directed=True, connection="strong")
    inner = labels[taken.consumers] == labels[taken.providers]
    best: tuple[list[int], float, float] = ([], 0.0, -np.inf)
    weights = np.log(taken.amounts[inner])
    sources, targets = taken.consumers[inner].astype(np.int64), taken.providers[inner].astype(np.int64)
    for label in np.unique(labels[sources]).tolist():
        chosen = labels[sources] == label
        loop, mean = _howard(size, sources[chosen], targets[chosen], weights[chosen])
        if mean > best[2]:
            best = (loop, gain_of(taken, loop), mean)
    return best[0], best[1]


def gain_of(taken: Taken, loop: list[int]) -> float:
    """The product of the amounts along a loop."""
    amount = dict(
        zip(zip(taken.consumers.tolist(), taken.providers.tolist(), strict=True), taken.amounts.tolist(), strict=True)
    )
    steps = zip(loop, loop[1:] + loop[:1], strict=True)
    return float(math.prod(amount[step] for step in steps))


def _howard(
    size: int, sources: NDArray[np.int64], targets: NDArray[np.int64], weights: Floats
) -> tuple[list[int], float]:
    """The loop of the largest mean weight in one strongly connected component, and that mean."""
    order = np.lexsort((weights, sources))
    sources, targets, weights = sources[order], targets[order], weights[order]
    nodes = np.unique(sources)
    firsts = np.searchsorted(sources, nodes)
    lasts = np.append(firsts[1:], sources.size)
    policy = np.zeros(size, dtype=np.int64)
    weight = np.zeros(size)
    policy[nodes], weight[nodes] = targets[lasts - 1], weights[lasts - 1]
    found: list[int] = []
    mean = -np.inf
    for _ in range(SWEEPS):
        loop = _policy_loop(nodes, policy, weight)
        this = float(weight[loop].mean())
        if this > mean:
            found, mean = loop, this
        value = _values(size, nodes, policy, weight, mean=this, root=loop[0])
        gained = weights - this + value[targets]
        top = np.maximum.reduceat(gained, firsts)
        better = top > value[nodes] + 1e-9 * (1.0 + np.abs(value[nodes]))
        if not better.any():
            break
        place = np.flatnonzero(gained == np.repeat(top, lasts - firsts))
        pick = place[np.searchsorted(place, firsts)]
        policy[nodes[better]], weight[nodes[better]] = targets[pick[better]], weights[pick[better]]
    return found, mean


def _policy_loop(nodes: NDArray[np.int64], policy: NDArray[np.int64], weight: Floats) -> list[int]:
    """The best of the loops reached by following each process to its chosen provider."""
    state = dict.fromkeys(nodes.tolist(), 0)
    best: list[int] = []
    mean = -np.inf
    for number, start in enumerate(nodes.tolist(), start=1):
        at = start
        while not state[at]:
            state[at] = number
            at = int(policy[at])
        if state[at] != number:
            continue
        loop = [at]
        following = int(policy[at])
        while following != at:
            loop.append(following)
            following = int(policy[following])
        this = float(weight[loop].mean())
        if this > mean:
            best, mean = loop, this
    return best


def _values(
    size: int, nodes: NDArray[np.int64], policy: NDArray[np.int64], weight: Floats, *, mean: float, root: int
) -> Floats:
    """What each process gains over the mean on its chosen way to `root`; those that never reach it start very low."""
    value = np.full(size, -1e6)
    value[root] = 0.0
    reached = np.zeros(size, dtype=bool)
    reached[root] = True
    while True:
        next_ones = nodes[reached[policy[nodes]] & ~reached[nodes]]
        if not next_ones.size:
            return value
        value[next_ones] = weight[next_ones] - mean + value[policy[next_ones]]
        reached[next_ones] = True
