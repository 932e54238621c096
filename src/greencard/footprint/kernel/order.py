"""The order in which a product system can be computed: providers before consumers, loops together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

__all__ = ["Order", "levels_of", "order_of", "spread_rows"]

MANY_LOOPS = 32
"""With more loops than this, loops that do not feed each other are gathered into one segment."""

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Order:
    """A topological order of the strongly connected components (providers first), cut into segments.

    Attributes:
        processes: place → process.
        places: process → place.
        segments: (first place, past the last place, whether its processes run in loops); a loop is never split, and
            a segment of loops takes from earlier segments and from itself alone.
        components: place → number of its strongly connected component.
    """

    processes: Ints
    places: Ints
    segments: tuple[tuple[int, int, bool], ...]
    components: Ints


def order_of(starts: NDArray[np.int64], providers: Ints, amounts: NDArray[np.float64]) -> Order:
    """The order of a system given as CSR rows by consumer."""
    size = starts.size - 1
    graph = csr_array((amounts, providers, starts.astype(np.int32)), shape=(size, size))
    count, labels = connected_components(graph, directed=True, connection="strong")
    members = np.bincount(labels, minlength=count)
    consumers = np.repeat(np.arange(size, dtype=np.int32), np.diff(starts))
    if bool((labels[consumers] < labels[providers]).any()):
        labels = _relabelled(labels, count, consumers, providers)
        members = np.bincount(labels, minlength=count)
    looped = members > 1
    if int(looped.sum()) > MANY_LOOPS:
        labels, ends = _staged(labels, count, consumers, providers, looped)
    else:
        ends = _alone(members, looped)
    processes = np.argsort(labels, kind="stable").astype(np.int32)
    places = np.empty(size, dtype=np.int32)
    places[processes] = np.arange(size, dtype=np.int32)
    return Order(processes, places, ends, labels[processes].astype(np.int32))


def levels_of(starts: NDArray[Any], providers: NDArray[Any], size: int) -> Ints:
    """Steps from the processes that take nothing, per process: 0, or one more than the highest provider (no loops)."""
    level = np.zeros(size, dtype=np.int32)
    waiting = np.diff(starts).astype(np.int64)
    taken = csr_array((np.ones(providers.size, dtype=np.int8), providers, starts), shape=(size, size)).tocsc()
    ready = np.flatnonzero(waiting == 0)
    step = 0
    while ready.size:
        level[ready] = step
        takers, times = np.unique(taken.indices[spread_rows(taken.indptr, ready)], return_counts=True)
        waiting[takers] -= times
        ready = takers[waiting[takers] == 0]
        step += 1
    return level


def spread_rows(starts: NDArray[Any], rows: NDArray[Any]) -> NDArray[np.int64]:
    """The places of all entries of these CSR rows, row after row."""
    lengths = (starts[rows + 1] - starts[rows]).astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if ends.size else 0
    shift: NDArray[np.int64] = starts[rows].astype(np.int64) - (ends - lengths)
    return np.repeat(shift, lengths) + np.arange(total, dtype=np.int64)


def _alone(members: NDArray[np.int64], looped: NDArray[np.bool_]) -> tuple[tuple[int, int, bool], ...]:
    """Each loop a segment of its own, the runs between them the others."""
    past = np.cumsum(members)
    segments: list[tuple[int, int, bool]] = []
    at = 0
    for number in np.flatnonzero(looped).tolist():
        first, last = int(past[number] - members[number]), int(past[number])
        if first > at:
            segments.append((at, first, False))
        segments.append((first, last, True))
        at = last
    if int(past[-1] if past.size else 0) > at:
        segments.append((at, int(past[-1]), False))
    return tuple(segments)


def _staged(
    labels: NDArray[Any], count: int, consumers: Ints, providers: Ints, looped: NDArray[np.bool_]
) -> tuple[NDArray[Any], tuple[tuple[int, int, bool], ...]]:
    """Components renumbered by stage: what has passed the same number of loops is computed together.

    A component's stage is the largest number of loops on a path to it; within a stage the loopless components come
    first, in topological order, then all its loops, which cannot feed each other.
    """
    starts, given = _condensed(labels, count, consumers, providers)
    level = levels_of(starts, given, count)
    by_level = np.argsort(level, kind="stable")
    bounds = np.searchsorted(level[by_level], np.arange(int(level.max()) + 2))
    stage = np.zeros(count, dtype=np.int64)
    passed = looped.astype(np.int64)
    for first, last in zip(bounds[1:-1].tolist(), bounds[2:].tolist(), strict=True):
        rows = by_level[first:last]
        entries = spread_rows(starts, rows)
        cuts = np.cumsum(starts[rows + 1] - starts[rows]) - (starts[rows + 1] - starts[rows])
        stage[rows] = np.maximum.reduceat((stage + passed)[given[entries]], cuts)
    ranked = np.lexsort((level, looped, stage))
    number = np.empty(count, dtype=np.int64)
    number[ranked] = np.arange(count)
    renumbered = number[labels]
    members = np.bincount(renumbered, minlength=count)
    half = (2 * stage + looped)[ranked]
    past = np.cumsum(members)
    cut = np.flatnonzero(np.diff(half)) + 1
    firsts = np.concatenate(([0], cut))
    lasts = np.concatenate((cut, [count]))
    segments = tuple(
        (int(past[a - 1]) if a else 0, int(past[b - 1]), bool(half[a] & 1))
        for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True)
    )
    return renumbered, segments


def _relabelled(labels: NDArray[Any], count: int, consumers: Ints, providers: Ints) -> NDArray[np.int64]:
    """Components renumbered providers first; scipy's numbers are so already, but it does not promise it."""
    starts, given = _condensed(labels, count, consumers, providers)
    number = np.empty(count, dtype=np.int64)
    number[np.argsort(levels_of(starts, given, count), kind="stable")] = np.arange(count)
    renumbered: NDArray[np.int64] = number[labels]
    return renumbered


def _condensed(
    labels: NDArray[Any], count: int, consumers: Ints, providers: Ints
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """CSR rows between components, each pair once."""
    taker, giver = labels[consumers].astype(np.int64), labels[providers].astype(np.int64)
    crossing = taker != giver
    key = np.unique(taker[crossing] * count + giver[crossing])
    taker, giver = np.divmod(key, count)
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(taker, minlength=count), out=starts[1:])
    return starts, giver
