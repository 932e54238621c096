"""Monte Carlo: all products in every draw, with one random number for each amount and each emission factor."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from greencard.footprint.kernel import codes
from greencard.footprint.kernel.loops import LoopBlock, Taken, block_of, strongest_loop
from greencard.footprint.kernel.order import levels_of, spread_rows

if TYPE_CHECKING:
    from greencard.footprint.kernel.system import Kernel

__all__ = ["WIDTH", "monte_carlo"]

WIDTH: Final = 64
"""Draws computed side by side. Each batch has its own stream: a longer run begins with a shorter one's draws."""

CHUNK: Final = 2048
"""Exchanges drawn at a time: with 64 draws 1 MB, which stays in the cache."""

MAX_NUMBERS: Final = 2**31
CLOSE: Final = 1e-12
TRIES: Final = 80

Floats = NDArray[np.float64]


def monte_carlo(
    kernel: Kernel, draws: int, seed: int, *, processes: ArrayLike | None = None, amounts: bool = True
) -> Floats:
    """Totals in kg CO2e per unit, draws x processes; biogenic CO2 and uptake excluded.

    An amount is drawn as amount x exp(sigma z), the stated value being the median (lognormal, as in ecoinvent), one z
    per exchange; a direct emission as direct x exp(sigma z) with one z per group, so that "grid CN 2024" is high or low
    everywhere at once. The numbers come from SFC64, one stream per batch of 64 draws, seeded by (seed, batch): the same
    snapshot and seed give the same table, whatever its length and whichever processes are asked for.

    With `amounts=False` the amounts stay as stated and the emission factors alone are drawn.

    Raises:
        InvalidInput: draws or seed out of range, unknown processes (GC-FPT-103, 108).
        Refused: in one of the draws a loop uses up what it makes (GC-FPT-107).
    """
    size = len(kernel.snapshot)
    asked = np.arange(size) if processes is None else kernel.checked_processes(processes)
    draws = _whole("draws", draws, 1, MAX_NUMBERS // max(1, asked.size))
    seed = _whole("seed", seed, 0, 2**128 - 1)
    table = np.empty((draws, asked.size))
    sampler = kernel.sampler
    places = sampler.places[asked]
    for batch, first in enumerate(range(0, draws, WIDTH)):
        stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(batch,))))
        last = min(first + WIDTH, draws)
        with np.errstate(all="ignore"):  # a spread may overflow in a draw; what comes out is checked
            values = sampler.draw(stream, range(first, last), amounts=amounts)
        table[first:last] = values[places, : last - first].T
    if not bool(np.isfinite(table).all()):
        draw, column = (int(at) for at in np.argwhere(~np.isfinite(table))[0])
        name = kernel.snapshot.ids[int(asked[column])]
        raise codes.NOT_FINITE.at(field=f"draw {draw + 1}", process=name, value=table[draw, column])
    return table


def _whole(field: str, value: object, low: int, high: int) -> int:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and low <= value <= high:
        return int(value)
    raise codes.BAD_DRAWS.at(field=field, value=value, low=low, high=high)


@dataclass(frozen=True)
class Entries:
    """Exchanges to draw: their providers' places, stated amounts, spreads, and where each consumer's begin."""

    providers: NDArray[np.int32]
    amounts: Floats
    spreads: Floats
    rows: NDArray[np.int64]
    cuts: NDArray[np.int64]
    uncertain: NDArray[np.int64] | None
    """Places of the exchanges with a spread; None: all have one."""

    def consumers(self) -> NDArray[np.int64]:
        """The place of each exchange's consumer."""
        return np.repeat(self.rows, np.diff(np.append(self.cuts, self.amounts.size)))

    def drawn(self, stream: np.random.Generator, *, amounts: bool) -> Floats:
        """The amounts of these exchanges in each draw of a batch."""
        count = self.amounts.size
        if amounts and self.uncertain is None:
            drawn = stream.standard_normal((count, WIDTH))
            drawn *= self.spreads[:, None]
            np.exp(drawn, out=drawn)
            drawn *= self.amounts[:, None]
            return drawn
        drawn = np.repeat(self.amounts[:, None], WIDTH, axis=1)
        if amounts and self.uncertain is not None and self.uncertain.size:
            factor = stream.standard_normal((self.uncertain.size, WIDTH))
            factor *= self.spreads[self.uncertain, None]
            drawn[self.uncertain] *= np.exp(factor, out=factor)
        return drawn


@dataclass(frozen=True)
class Loop:
    """Consumers in loops: what they take from each other, and the factorisation at the stated amounts."""

    first: int
    last: int
    inner: Entries
    block: LoopBlock
    made: Floats
    """(I - A)^-1 1 at the stated amounts: positive, and more than what is taken of it."""


@dataclass(frozen=True)
class SelfUse:
    """Processes outside longer loops that take from themselves: h = right / (1 - amount)."""

    taken: Entries


class Sampler:
    """A kernel's exchanges sorted for drawing: by segment and level, so that a level is one vector operation."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        snapshot, order = kernel.snapshot, kernel.order
        size = len(snapshot)
        starts, columns, _ = kernel.triangle
        level = levels_of(starts, columns, size)
        for first, last, in_loops in order.segments:
            if in_loops:
                level[first:last] = 0  # a loop is one step, its processes in the order of its factorisation
        segment = np.repeat(np.arange(len(order.segments)), [last - first for first, last, _ in order.segments])
        ranked = np.lexsort((level, segment)) if size else np.zeros(0, dtype=np.int64)
        self.processes = order.processes[ranked]
        self.places = np.empty(size, dtype=np.int32)
        self.places[self.processes] = np.arange(size, dtype=np.int32)
        self.component = order.components[ranked]
        self.steps: list[Entries | SelfUse | Loop] = []
        step = np.flatnonzero(np.diff(segment * (int(level.max(initial=0)) + 1) + level[ranked])) + 1
        looped = {first: last for first, last, in_loops in order.segments if in_loops}
        edges = [0, *step.tolist(), size]
        at = 0
        for first, last in pairwise(edges):
            if first < at or first == last:
                continue
            if first in looped:
                at = looped[first]
                self._add_loop(first, at, kernel.blocks[first])
            else:
                at = last
                self._add_rows(first, last)
        uncertain = (snapshot.direct_sigma > 0) & (snapshot.total_direct != 0)
        self.drawn = np.flatnonzero(uncertain[self.processes])
        doubtful = self.processes[self.drawn]
        self.groups, self.group = np.unique(snapshot.groups[doubtful], return_inverse=True)
        self.group_spread = snapshot.direct_sigma[doubtful]
        self.direct = snapshot.total_direct[self.processes]

    def _entries(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """For these places: exchange numbers, the place of each one's consumer and of its provider."""
        snapshot = self.kernel.snapshot
        processes = self.processes[rows]
        entries = spread_rows(snapshot.starts, processes)
        lengths = snapshot.starts[processes + 1] - snapshot.starts[processes]
        return entries, np.repeat(rows, lengths), self.places[snapshot.providers[entries]]

    def _made(self, entries: NDArray[np.int64], consumers: NDArray[np.int64], providers: NDArray[np.int32]) -> Entries:
        snapshot = self.kernel.snapshot
        spreads = snapshot.amount_sigma[entries]
        cuts = np.flatnonzero(np.diff(consumers, prepend=-1))
        uncertain = np.flatnonzero(spreads)
        return Entries(
            providers=providers,
            amounts=snapshot.amounts[entries],
            spreads=spreads,
            rows=consumers[cuts],
            cuts=cuts,
            uncertain=None if uncertain.size == spreads.size else uncertain,
        )

    def _add_rows(self, first: int, last: int) -> None:
        """Rows of one level, in chunks, then what some of them take from themselves."""
        rows = np.arange(first, last)
        entries, consumers, providers = self._entries(rows)
        own = consumers == providers
        self._chunked(entries[~own], consumers[~own], providers[~own])
        if own.any():
            self.steps.append(SelfUse(self._made(entries[own], consumers[own], providers[own])))

    def _chunked(self, entries: NDArray[np.int64], consumers: NDArray[np.int64], providers: NDArray[np.int32]) -> None:
        cuts = np.append(np.flatnonzero(np.diff(consumers, prepend=-1)), consumers.size)
        at = 0
        while at < cuts.size - 1:
            past = max(int(np.searchsorted(cuts, cuts[at] + CHUNK, side="right")) - 1, at + 1)
            part = slice(int(cuts[at]), int(cuts[past]))
            self.steps.append(self._made(entries[part], consumers[part], providers[part]))
            at = past

    def _add_loop(self, first: int, last: int, block: LoopBlock) -> None:
        entries, consumers, providers = self._entries(np.arange(first, last))
        inside = self.component[consumers] == self.component[providers]
        self._chunked(entries[~inside], consumers[~inside], providers[~inside])
        inner = _moved(self._made(entries[inside], consumers[inside], providers[inside]), first)
        self.steps.append(Loop(first, last, inner, block, block.solve(np.ones(last - first))))

    def draw(self, stream: np.random.Generator, numbers: range, *, amounts: bool) -> Floats:
        """Totals by place in one batch; `numbers` are the draws wanted of it, and only these can be refused."""
        factor = stream.standard_normal((self.groups.size, WIDTH))[self.group]
        factor *= self.group_spread[:, None]
        values = np.repeat(self.direct[:, None], WIDTH, axis=1)
        values[self.drawn] *= np.exp(factor, out=factor)
        for step in self.steps:
            if isinstance(step, Entries):
                drawn = step.drawn(stream, amounts=amounts)
                drawn *= values[step.providers]
                values[step.rows] += np.add.reduceat(drawn, step.cuts, axis=0)
            elif isinstance(step, SelfUse):
                drawn = step.taken.drawn(stream, amounts=amounts)
                self._below_one(step, drawn, numbers)
                values[step.taken.rows] /= 1.0 - drawn
            else:
                drawn = step.inner.drawn(stream, amounts=amounts)
                values[step.first : step.last] = self._closed(step, drawn, values[step.first : step.last], numbers)
        return values

    def _below_one(self, step: SelfUse, drawn: Floats, numbers: range) -> None:
        """Refuse a wanted draw in which a process takes a whole unit of itself."""
        greedy = np.argwhere(drawn[:, : len(numbers)] >= 1.0)
        if greedy.size:
            row, column = greedy[0].tolist()
            name = self.kernel.snapshot.ids[int(self.processes[step.taken.rows[row]])]
            raise codes.DRAW_NOT_PRODUCTIVE.at(draw=numbers[column] + 1, cycle=f"{name} → {name}")

    def _closed(self, loop: Loop, drawn: Floats, right: Floats, numbers: range) -> Floats:
        """The footprints inside a loop in each draw: refined from the stated amounts' factorisation until exact.

        A v < v for one positive v proves a draw productive (Collatz and Wielandt). Draws without that proof, and those
        that do not converge, are factorised themselves and proved or refused.
        """
        inner = loop.inner

        def taken(columns: Floats) -> Floats:
            used = np.zeros_like(columns)
            used[inner.rows] = np.add.reduceat(drawn * columns[inner.providers], inner.cuts, axis=0)
            return used

        used = taken(np.repeat(loop.made[:, None], WIDTH, axis=1))
        proved = (used < loop.made[:, None] * (1.0 - 1e-9)).all(axis=0)
        values = loop.block.solve(right)
        far = ~proved
        for _ in range(TRIES):
            correction = loop.block.solve(right - values + taken(values))
            values += correction
            far = ~(np.abs(correction).max(axis=0) <= CLOSE * np.abs(values).max(axis=0))
            if not (far & proved).any():
                break
        for column in np.flatnonzero(far | ~proved).tolist():
            size = loop.last - loop.first
            matrix = Taken(size, inner.consumers(), inner.providers, drawn[:, column])
            block = block_of(matrix)
            if block is not None:
                values[:, column] = block.solve(right[:, column])
            elif column < len(numbers):
                raise self._refusal(loop, matrix, numbers[column])
            else:
                values[:, column] = 0.0
        return values

    def _refusal(self, loop: Loop, matrix: Taken, number: int) -> Exception:
        names = [self.kernel.snapshot.ids[int(self.processes[loop.first + at])] for at in strongest_loop(matrix)[0]]
        return codes.DRAW_NOT_PRODUCTIVE.at(draw=number + 1, cycle=" → ".join([*names, names[0]]))


def _moved(inner: Entries, first: int) -> Entries:
    """The same exchanges, places counted from the loop's first."""
    return Entries(
        inner.providers - np.int32(first), inner.amounts, inner.spreads, inner.rows - first, inner.cuts, inner.uncertain
    )
