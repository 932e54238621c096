"""Edits re-priced in place: an edit reaches the products that depend on it, and nothing else is computed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from greencard.errors import GreencardError, Place
from greencard.footprint.kernel import codes
from greencard.footprint.kernel.loops import ALONE, LoopBlock, Taken, proves_productive, strongest_loop
from greencard.footprint.kernel.order import spread_rows
from greencard.footprint.kernel.propagation import propagation
from greencard.footprint.kernel.snapshot import COMPONENTS, IN_TOTAL, Snapshot, snapshot_of
from greencard.footprint.kernel.system import Kernel, compile_snapshot

__all__ = ["Repriced", "Repricer"]

SMALL = 2_000
"""Up to this many dependent products an edit is solved among them alone; beyond, the system is swept anew."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Repriced:
    """What an edit changed: the processes that depend on it and their new vectors, kg CO2e per unit (m x 8)."""

    processes: Ints
    intensities: Floats


class Reach:
    """What depends on one process, solved for whatever that process costs: values = fixed + weight x cost.

    `weight` is the column (I - A)^-1 e of the process among its dependents, `fixed` what they cost without it. Both
    stay true while only this process is edited, so a second edit of the same product is a dozen multiplications,
    and no error adds up: the cost is always summed anew from the amounts.
    """

    __slots__ = ("amounts", "fixed", "inside", "process", "processes", "providers", "slot", "weight")

    def __init__(self, process: int, processes: Ints, fixed: Floats, weight: Floats, row: dict[int, float]) -> None:
        self.process, self.processes, self.fixed, self.weight = process, processes, fixed, weight
        self.inside = frozenset(processes.tolist())
        outside = [provider for provider in row if provider not in self.inside]
        self.slot = {provider: place for place, provider in enumerate(outside)}
        self.providers = np.array(outside, dtype=np.int32)
        self.amounts = np.array([row[provider] for provider in outside], dtype=np.float64)


class Repricer:
    """A system under edit; its footprints always equal those of a fresh `compile_snapshot(self.snapshot())`.

    The kernel it was made from does not change. Not for use by two threads at once.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._base(kernel)

    def _base(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._from: Snapshot = kernel.snapshot
        self._values = kernel.intensities().copy()
        self._local = np.full(len(self._from), -1, dtype=np.int32)
        self._edited = np.zeros(len(self._from), dtype=bool)
        self._rows: dict[int, dict[int, float]] = {}
        self._direct: dict[int, Floats] = {}
        self._new_takers: dict[int, list[int]] = {}
        self._takers: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None
        self._reach: Reach | None = None

    def intensities(self) -> Floats:
        """Intensities in kg CO2e per unit, n x 8, as edited; a read-only view that later edits change."""
        view: Floats = self._values.view()
        view.flags.writeable = False
        return view

    def vector(self, process: int) -> Floats:
        """The eight components of one process, kg CO2e per unit, as edited."""
        return np.array(self._values[self._number(process)], dtype=np.float64)

    def total(self, process: int) -> float:
        """Footprint in kg CO2e per unit of one process, biogenic CO2 and uptake excluded, as edited."""
        return float(self._values[self._number(process), : len(IN_TOTAL)].sum())

    def totals(self) -> Floats:
        """Footprints in kg CO2e per unit of every process, biogenic CO2 and uptake excluded, as edited."""
        return np.asarray(self._values[:, : len(IN_TOTAL)].sum(axis=1))

    def set_amount(self, consumer: int, provider: int, amount: float) -> Repriced:
        """One unit of `consumer` now takes `amount` units of `provider`; 0 takes the exchange out.

        Raises:
            InvalidInput: unknown process, an amount that is negative or not finite (GC-FPT-101…103).
            Refused: the edit closes a loop that uses up what it makes; nothing has changed (GC-FPT-105, 106).
        """
        taker, giver = self._number(consumer), self._number(provider)
        amount = self._amount(taker, amount)
        reach = self._reach
        if reach is None or reach.process != taker:
            reach = self._reached(taker)
        row = self._row(taker)
        if reach is None:
            return self._anew(amounts={(taker, giver): amount})
        if giver in reach.inside:
            if amount == row.get(giver, 0.0):
                return Repriced(reach.processes, self._values[reach.processes])
            return self._looped(reach, giver, amount)
        place = reach.slot.get(giver)
        if place is None:
            amounts = np.append(reach.amounts, amount)
            providers = np.append(reach.providers, np.int32(giver))
        else:
            amounts, providers = reach.amounts.copy(), reach.providers
            amounts[place] = amount
        changed = self._priced(reach, self._own(taker), providers, amounts)
        if place is None:
            reach.slot[giver] = providers.size - 1
        reach.amounts, reach.providers = amounts, providers
        self._keep(taker, giver, amount)
        return changed

    def set_direct(self, process: int, vector: ArrayLike) -> Repriced:
        """One unit of `process` now emits this vector itself (8 components, kg CO2e).

        Raises:
            InvalidInput: unknown process, or not eight finite numbers (GC-FPT-100, 101, 103).
        """
        number = self._number(process)
        try:
            direct = np.array(vector, dtype=np.float64)
        except (TypeError, ValueError):
            direct = np.zeros(0)
        if direct.shape != (len(COMPONENTS),):
            raise codes.WRONG_SHAPE.at(field="direct", found=direct.shape, expected=f"({len(COMPONENTS)},)")
        if not bool(np.isfinite(direct).all()):
            raise codes.NOT_FINITE.at(field="direct", process=self._from.ids[number], value=direct)
        reach = self._reach
        if reach is None or reach.process != number:
            reach = self._reached(number)
        if reach is None:
            return self._anew(direct={number: direct})
        changed = self._priced(reach, direct, reach.providers, reach.amounts)
        self._direct[number] = direct
        return changed

    def snapshot(self) -> Snapshot:
        """The system as edited; an edited amount keeps the spread of the amount it replaces, a new one has none."""
        return self._snapshot(self._rows, self._direct)

    @np.errstate(all="ignore")
    def _priced(self, reach: Reach, direct: Floats, providers: Ints, amounts: Floats) -> Repriced:
        """New vectors of everything in reach, from what its process costs now."""
        cost = direct + amounts @ self._values[providers]
        values = reach.fixed + reach.weight * cost
        if not bool(np.isfinite(values).all()):
            raise codes.NOT_FINITE.at(field="footprint", process=self._from.ids[reach.process], value=cost)
        self._values[reach.processes] = values
        return Repriced(reach.processes, values)

    def _looped(self, reach: Reach, giver: int, amount: float) -> Repriced:
        """An edit that feeds a process from what depends on it: the dependents are solved anew, or nothing changes."""
        taker = reach.process
        before = self._row(taker)
        self._rows[taker] = {**before, giver: amount}
        was = bool(self._edited[taker])
        self._edited[taker] = True
        try:
            after = self._solved(taker, reach.processes, closing=True)
            changed = self._priced(after, self._own(taker), after.providers, after.amounts)
        except GreencardError:
            self._rows[taker] = before
            self._edited[taker] = was
            if not was:
                del self._rows[taker]
            raise
        self._keep(taker, giver, amount, known=before)
        self._reach = after
        return changed

    def _keep(self, taker: int, giver: int, amount: float, *, known: dict[int, float] | None = None) -> None:
        """Write an accepted amount into the edited rows; `known` is the row before the edit."""
        row = self._rows[taker] = self._row(taker) if known is None else known
        if giver not in row:
            self._new_takers.setdefault(giver, []).append(taker)
        row[giver] = amount
        self._edited[taker] = True

    def _row(self, consumer: int) -> dict[int, float]:
        """Provider → amount of one consumer, as edited."""
        row = self._rows.get(consumer)
        if row is None:
            first, last = int(self._from.starts[consumer]), int(self._from.starts[consumer + 1])
            row = dict(
                zip(self._from.providers[first:last].tolist(), self._from.amounts[first:last].tolist(), strict=True)
            )
        return row

    def _own(self, process: int) -> Floats:
        own = self._direct.get(process)
        return self._from.direct[process] if own is None else own

    def _reached(self, process: int) -> Reach | None:
        """What depends on this process, ready for edits; None when that is a large part of the system."""
        self._reach = None
        processes = self._dependents(process)
        if processes is None:
            return None
        self._reach = self._solved(process, processes)
        return self._reach

    def _dependents(self, process: int) -> Ints | None:
        """The process and all that take from it, directly or not, in the kernel's order; None beyond `SMALL`."""
        if self._takers is None:
            size = len(self._from)
            pattern = csr_array(
                (np.ones(self._from.providers.size, dtype=np.int8), self._from.providers, self._from.starts),
                shape=(size, size),
            ).tocsc()
            self._takers = (pattern.indptr.astype(np.int32), pattern.indices.astype(np.int32))
        starts, takers = self._takers
        if starts[process] == starts[process + 1] and process not in self._new_takers:
            return np.array([process], dtype=np.int32)  # nothing takes from it: most of a market
        local = self._local
        front = np.array([process], dtype=np.int32)
        local[front] = 0
        found = [front]
        count = 1
        while front.size and count <= SMALL:
            if front.size == 1:
                following = takers[starts[front[0]] : starts[front[0] + 1]]
            else:
                following = takers[spread_rows(starts, front)]
            if self._new_takers:
                more = [taker for giver in front.tolist() for taker in self._new_takers.get(giver, ())]
                if more:
                    following = np.concatenate((following, np.array(more, dtype=np.int32)))
            following = following[local[following] < 0]
            numbers = np.arange(following.size, dtype=np.int32)
            local[following] = numbers
            front = following[local[following] == numbers]
            found.append(front)
            count += front.size
        processes = np.concatenate(found)
        local[processes] = -1
        if count > SMALL:
            return None
        return processes[np.argsort(self._kernel.order.places[processes])]

    @np.errstate(all="ignore")
    def _solved(self, process: int, processes: Ints, *, closing: bool = False) -> Reach:
        """`fixed` and `weight` of everything in reach; with `closing`, after proving that it is productive."""
        size = processes.size
        if size == 1 and process not in (row := self._row(process)):
            return Reach(process, processes, np.zeros((1, len(COMPONENTS))), np.ones((1, 1)), row)
        rows, providers, amounts = self._entries(processes)
        local = self._local
        local[processes] = np.arange(size, dtype=np.int32)
        columns = local[providers]
        at = int(local[process])
        local[processes] = -1
        inside = columns >= 0
        outside = ~inside
        right = np.zeros((size, len(COMPONENTS) + 2))
        vectors = self._from.direct[processes]
        if self._direct:
            for place, number in enumerate(processes.tolist()):
                if number in self._direct:
                    vectors[place] = self._direct[number]
        consumers = rows[outside]
        if consumers.size:
            priced = self._values[providers[outside]]
            priced *= amounts[outside][:, None]
            cuts = np.flatnonzero(np.diff(consumers, prepend=-1))
            vectors[consumers[cuts]] += np.add.reduceat(priced, cuts, axis=0)
        vectors[at] = 0.0
        right[:, : len(COMPONENTS)] = vectors
        right[at, -2] = 1.0
        right[:, -1] = 1.0
        kept = inside & (amounts > 0.0)
        taken = Taken(size, rows[kept], columns[kept], amounts[kept])
        if bool((taken.providers < taken.consumers).all()):
            starts = np.zeros(size + 1, dtype=np.int32)
            np.cumsum(np.bincount(taken.consumers, minlength=size), out=starts[1:])
            propagation(starts, taken.providers, taken.amounts).run(0, size, right)
            solved = right
        else:
            try:
                block = LoopBlock(taken)
            except RuntimeError:  # SuperLU: exactly singular
                raise self._refusal(taken, processes) from None
            solved = block.solve(right)
            if closing and not proves_productive(block, solved[:, -1]):
                raise self._refusal(taken, processes)
        fixed, weight = solved[:, : len(COMPONENTS)], solved[:, -2:-1]
        return Reach(process, processes, np.ascontiguousarray(fixed), np.ascontiguousarray(weight), self._row(process))

    def _entries(self, processes: Ints) -> tuple[NDArray[np.int64], Ints, Floats]:
        """The exchanges of these consumers as edited: place of the consumer (ascending), provider, amount."""
        starts = self._from.starts
        edited = self._edited[processes]
        lengths = starts[processes + 1] - starts[processes]
        places = np.arange(processes.size)
        if not edited.any():
            entries = spread_rows(starts, processes)
            return np.repeat(places, lengths), self._from.providers[entries], self._from.amounts[entries]
        plain = ~edited
        entries = spread_rows(starts, processes[plain])
        rows, givers, amounts = (
            [np.repeat(places[plain], lengths[plain])],
            [self._from.providers[entries]],
            [self._from.amounts[entries]],
        )
        for place in np.flatnonzero(edited).tolist():
            row = self._rows[int(processes[place])]
            rows.append(np.full(len(row), place))
            givers.append(np.fromiter(row.keys(), dtype=np.int32, count=len(row)))
            amounts.append(np.fromiter(row.values(), dtype=np.float64, count=len(row)))
        consumers = np.concatenate(rows)
        order = np.argsort(consumers, kind="stable")
        return consumers[order], np.concatenate(givers)[order], np.concatenate(amounts)[order]

    def _anew(
        self, *, amounts: dict[tuple[int, int], float] | None = None, direct: dict[int, Floats] | None = None
    ) -> Repriced:
        """An edit that reaches far: compile the edited system and start from it; when refused, nothing has changed."""
        rows = dict(self._rows)
        for (taker, giver), amount in (amounts or {}).items():
            rows[taker] = {**self._row(taker), giver: amount}
        before = self._values
        edited = self._snapshot(rows, {**self._direct, **(direct or {})})
        self._base(compile_snapshot(edited))
        changed = np.flatnonzero((self._values != before).any(axis=1)).astype(np.int32)
        return Repriced(changed, self._values[changed])

    def _snapshot(self, rows: dict[int, dict[int, float]], direct: dict[int, Floats]) -> Snapshot:
        base = self._from
        if not rows and not direct:
            return base
        edited = np.zeros(len(base), dtype=bool)
        edited[list(rows)] = True
        kept = ~edited[base.consumers]
        takers, givers = [base.consumers[kept].astype(np.int64)], [base.providers[kept].astype(np.int64)]
        amounts, spreads = [base.amounts[kept]], [base.amount_sigma[kept]]
        for taker, row in rows.items():
            first, last = int(base.starts[taker]), int(base.starts[taker + 1])
            spread = dict(zip(base.providers[first:last].tolist(), base.amount_sigma[first:last].tolist(), strict=True))
            takers.append(np.full(len(row), taker))
            givers.append(np.fromiter(row.keys(), dtype=np.int64, count=len(row)))
            amounts.append(np.fromiter(row.values(), dtype=np.float64, count=len(row)))
            spreads.append(np.array([spread.get(giver, 0.0) for giver in row]))
        emitted = base.direct
        if direct:
            emitted = emitted.copy()
            for number, vector in direct.items():
                emitted[number] = vector
        return snapshot_of(
            base.ids,
            np.concatenate(takers),
            np.concatenate(givers),
            np.concatenate(amounts),
            emitted,
            amount_sigma=np.concatenate(spreads),
            direct_sigma=base.direct_sigma,
            groups=base.groups,
        )

    def _refusal(self, taken: Taken, processes: Ints) -> GreencardError:
        loop, gain = strongest_loop(taken)
        names = [self._from.ids[int(processes[at])] for at in loop]
        code = codes.CYCLE_GAIN if gain >= ALONE else codes.NOT_PRODUCTIVE
        return code.at(Place(f"/processes/{names[0]}"), cycle=" → ".join([*names, names[0]]), gain=f"{gain:.6g}")

    def _number(self, process: int) -> int:
        if isinstance(process, (int, np.integer)) and 0 <= process < len(self._from):
            return int(process)
        raise codes.UNKNOWN_PROCESS.at(field="process", value=process, last=len(self._from) - 1)

    def _amount(self, taker: int, amount: float) -> float:
        try:
            value = float(amount)
        except (TypeError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            raise codes.NOT_FINITE.at(field="amount", process=self._from.ids[taker], value=amount)
        if value < 0.0:
            raise codes.NEGATIVE_VALUE.at(field="amount", process=self._from.ids[taker], value=amount)
        return value
