"""A product system compiled: every footprint of every product in one pass."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from greencard.errors import Place
from greencard.footprint.kernel import codes
from greencard.footprint.kernel.loops import ALONE, LoopBlock, Taken, block_of, strongest_loop
from greencard.footprint.kernel.order import Order, order_of
from greencard.footprint.kernel.propagation import Propagation, propagation
from greencard.footprint.kernel.snapshot import COMPONENTS, Snapshot

if TYPE_CHECKING:
    from greencard.footprint.kernel.reprice import Repricer
    from greencard.footprint.kernel.sampling import Sampler
    from greencard.footprint.kernel.variance import Variance

__all__ = ["Kernel", "compile_snapshot"]

_ROUNDING: Final = 3 * float(np.finfo(np.float64).eps)
"""As in `loops.is_productive` for one process: a gain that cannot be told from 1 is refused."""

Floats = NDArray[np.float64]


class Kernel:
    """A compiled snapshot; make one with `compile_snapshot`. It never changes: `reprice` works on its own copy.

    With A the amounts by consumer and c the direct emissions, the intensities are h = (I - A)^-1 c: kg CO2e per unit
    of every process at once. Processes stand in an order in which providers come first, so that h is one pass over the
    exchanges; loops are solved in between with their own factorisation.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.order: Order = order_of(snapshot.starts, snapshot.providers, snapshot.amounts)
        self.own = np.ones(len(snapshot))
        """Place → 1 minus what a process takes of itself, for those outside longer loops."""
        self._selfish = False
        self.triangle = self._arranged()
        self._forward: Propagation | None = None

    def _arranged(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """CSR rows in order, without entries inside loops; checks every loop and keeps its factorisation."""
        snapshot, order = self.snapshot, self.order
        size = len(snapshot)
        lengths = np.diff(snapshot.starts)[order.processes]
        starts = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(lengths, out=starts[1:])
        shift = (snapshot.starts[:-1][order.processes] - starts[:-1]).astype(np.int32)
        entries = np.repeat(shift, lengths)
        entries += np.arange(entries.size, dtype=np.int32)
        columns = order.places[snapshot.providers[entries]]
        amounts = snapshot.amounts[entries]
        del entries
        rows = np.repeat(np.arange(size, dtype=np.int32), lengths)
        inside = rows == columns
        if any(looped for _, _, looped in order.segments):
            inside |= order.components[rows] == order.components[columns]
        self.blocks: dict[int, LoopBlock] = {}
        if inside.any():
            inner = Taken(size, rows[inside], columns[inside], amounts[inside])
            outside = ~inside
            columns, amounts = columns[outside], amounts[outside]
            np.cumsum(lengths - np.bincount(rows[inside], minlength=size), out=starts[1:])
            del outside, inside
            self._factorise(inner)
            if self._selfish:
                amounts /= np.repeat(self.own, np.diff(starts))
        self._transmit = propagation(starts, columns, amounts)
        return starts, columns, amounts

    def _factorise(self, inner: Taken) -> None:
        """Self-use and loops: refuse what is not productive, keep the rest."""
        looped = np.zeros(len(self.snapshot), dtype=bool)
        for first, last, in_loops in self.order.segments:
            if in_loops:
                looped[first:last] = True
                low, high = np.searchsorted(inner.consumers, (first, last)).tolist()
                part = slice(low, high)
                taken = Taken(
                    last - first, inner.consumers[part] - first, inner.providers[part] - first, inner.amounts[part]
                )
                block = block_of(taken)
                if block is None:
                    raise self._refusal(taken, first)
                self.blocks[first] = block
        own = inner.consumers == inner.providers
        taken_of_self = np.zeros(len(self.snapshot))
        taken_of_self[inner.consumers[own]] = inner.amounts[own]
        taken_of_self[looped] = 0.0
        greedy = np.flatnonzero(1.0 - taken_of_self <= _ROUNDING * (1.0 + taken_of_self))
        if greedy.size:
            at = int(greedy[0])
            zero = np.zeros(1, dtype=np.int64)
            raise self._refusal(Taken(1, zero, zero, taken_of_self[at : at + 1]), at)
        self.own = 1.0 - taken_of_self
        self._selfish = bool(taken_of_self.any())

    def _refusal(self, taken: Taken, first: int) -> Exception:
        """The error that names the strongest loop of a block that is not productive."""
        loop, gain = strongest_loop(taken)
        names = [self.snapshot.ids[int(self.order.processes[first + at])] for at in loop]
        code = codes.CYCLE_GAIN if gain >= ALONE else codes.NOT_PRODUCTIVE
        return code.at(Place(f"/processes/{names[0]}"), cycle=" → ".join([*names, names[0]]), gain=f"{gain:.6g}")

    def sweep(self, direct: ArrayLike) -> Floats:
        """(I - A)^-1 `direct`, for one column (n,) or several (n, k), in the order of the ids.

        Raises:
            InvalidInput: `direct` has not one row per process (GC-FPT-100); a result beyond float64 (GC-FPT-101).
        """
        given = _rows_of("direct", direct, len(self.snapshot))
        # `take` gathers whole rows, three times faster than an index
        values = given.take(self.order.processes, axis=0)
        if self._selfish:
            values /= self.own if values.ndim == 1 else self.own[:, None]
        self._pass(values)
        return self._finite(values.take(self.order.places, axis=0))

    @np.errstate(all="ignore")  # what overflows is refused by whoever asked
    def _pass(self, values: Floats) -> None:
        """The sweep itself, in place, by place."""
        for first, last, looped in self.order.segments:
            self._transmit.run(first, last, values)
            if looped:
                values[first:last] = self.blocks[first].solve(values[first:last])

    @cached_property
    def _intensities(self) -> Floats:
        direct = self.snapshot.direct
        used = np.flatnonzero(direct.any(axis=0))
        solved = self.sweep(np.ascontiguousarray(direct[:, used]))
        if used.size == len(COMPONENTS):
            whole = solved
        else:
            whole = np.zeros_like(direct)
            whole[:, used] = solved
        whole.flags.writeable = False
        return whole

    @cached_property
    def _totals(self) -> Floats:
        solved = self.sweep(self.snapshot.total_direct)
        solved.flags.writeable = False
        return solved

    def _finite(self, solved: Floats, field: str = "footprint", processes: NDArray[np.int64] | None = None) -> Floats:
        """The result, after making sure that no float64 overflowed on the way; rows are these processes, or all."""
        with np.errstate(all="ignore"):
            likely = bool(np.isfinite(solved.sum()))  # one pass and no array; a sum can overflow by itself
        if not likely and not bool(np.isfinite(solved).all()):
            at = np.argwhere(~np.isfinite(solved))[0]
            row = int(at[0]) if processes is None else int(processes[at[0]])
            raise codes.NOT_FINITE.at(field=field, process=self.snapshot.ids[row], value=solved[tuple(at)])
        return solved

    def intensities(self) -> Floats:
        """Intensities in kg CO2e per unit of every process, n x 8 by `COMPONENTS`; computed once, read-only."""
        return self._intensities

    def totals(self) -> Floats:
        """Footprints in kg CO2e per unit, biogenic CO2 and uptake excluded; computed once, read-only."""
        return self._totals

    def footprints(self, demand_starts: ArrayLike, demand_processes: ArrayLike, demand_amounts: ArrayLike) -> Floats:
        """Footprints in kg CO2e, m x 8; demand k asks for the entries `demand_starts[k]` to `demand_starts[k + 1]`.

        Raises:
            InvalidInput: offsets that do not rise from 0 to the number of entries, unknown processes, amounts or
                results that are not finite (GC-FPT-100, 101, 103).
        """
        starts = np.asarray(demand_starts)
        processes = self.checked_processes(demand_processes)
        amounts = _floats("demand_amounts", demand_amounts, processes.shape)
        if starts.ndim != 1 or starts.size < 1 or starts.dtype.kind not in "iu":
            raise codes.WRONG_SHAPE.at(field="demand_starts", found=starts.shape, expected="(demands + 1,)")
        if amounts.shape != processes.shape:
            raise codes.WRONG_SHAPE.at(field="demand_amounts", found=amounts.shape, expected=processes.shape)
        lengths = np.diff(starts)
        if int(starts[0]) != 0 or int(starts[-1]) != processes.size or bool((lengths < 0).any()):
            raise codes.WRONG_SHAPE.at(
                field="demand_starts", found=f"{starts[0]} … {starts[-1]}", expected=f"0 … {processes.size}, rising"
            )
        if not bool(np.isfinite(amounts).all()):
            at = int(np.flatnonzero(~np.isfinite(amounts))[0])
            name = self.snapshot.ids[int(processes[at])]
            raise codes.NOT_FINITE.at(Place(f"/demand_amounts/{at}"), field="demand", process=name, value=amounts[at])
        whole = self._intensities
        if bool((lengths == 1).all()):
            gathered: Floats = whole[processes]
            with np.errstate(over="ignore"):  # refused in the next line
                gathered *= amounts[:, None]
            return self._finite(gathered, processes=processes)
        asked = csr_array((amounts, processes, starts), shape=(lengths.size, len(self.snapshot)))
        leading = np.zeros(lengths.size, dtype=np.int64)
        leading[lengths > 0] = processes[starts[:-1][lengths > 0]]
        return self._finite(np.asarray(asked @ whole), processes=leading)

    @cached_property
    def sampler(self) -> Sampler:
        """The exchanges sorted for drawing."""
        from greencard.footprint.kernel.sampling import Sampler  # noqa: PLC0415 - sampling is asked for rarely

        return Sampler(self)

    def scaling(self, demand: ArrayLike) -> Floats:
        """Units of every process needed for this demand (units of each process): x = (I - A)^-T f.

        Raises:
            InvalidInput: `demand` has not one finite number per process (GC-FPT-100); a result beyond float64
                (GC-FPT-101).
        """
        size = len(self.snapshot)
        asked = _rows_of("demand", demand, size)
        if asked.ndim != 1 or not bool(np.isfinite(asked).all()):
            raise codes.WRONG_SHAPE.at(field="demand", found=asked.shape, expected=f"({size},) finite numbers")
        if self._forward is None:
            self._forward = self._reversed()
        values = asked[self.order.processes[::-1]]
        with np.errstate(all="ignore"):  # what overflows is refused below
            for first, last, looped in reversed(self.order.segments):
                begin, end = size - last, size - first
                self._forward.run(begin, end, values)
                if looped:
                    values[begin:end] = self.blocks[first].solve_transposed(values[begin:end][::-1])[::-1]
            values /= self.own[::-1]
        solved = np.empty_like(values)
        solved[self.order.processes[::-1]] = values
        return self._finite(solved, "scaling")

    def _reversed(self) -> Propagation:
        """Rows by provider in reverse order: the same exchanges, from the demand back to its suppliers."""
        size = len(self.snapshot)
        starts, columns, amounts = self.triangle
        back = csr_array((amounts, columns, starts), shape=(size, size)).tocsc()
        by_provider = csr_array((back.data, back.indices, back.indptr), shape=(size, size))[::-1]
        return propagation(
            by_provider.indptr.astype(np.int32), (size - 1 - by_provider.indices).astype(np.int32), by_provider.data
        )

    def checked_processes(self, processes: ArrayLike) -> NDArray[np.int64]:
        """These process numbers, each of this system.

        Raises:
            InvalidInput: not whole numbers, or none of this system (GC-FPT-100, 103).
        """
        asked = np.asarray(processes)
        if asked.ndim != 1 or (asked.size and asked.dtype.kind not in "iu"):
            raise codes.WRONG_SHAPE.at(field="processes", found=asked.shape, expected="a column of whole numbers")
        asked = asked.astype(np.int64)
        size = len(self.snapshot)
        wrong = np.flatnonzero((asked < 0) | (asked >= size))
        if wrong.size:
            at = int(wrong[0])
            raise codes.UNKNOWN_PROCESS.at(Place(f"/processes/{at}"), field="processes", value=asked[at], last=size - 1)
        return asked

    def monte_carlo(self, draws: int, seed: int, *, processes: ArrayLike | None = None, amounts: bool = True) -> Floats:
        """Totals of these processes (all without `processes`) in each draw, draws x m; see `sampling.monte_carlo`."""
        from greencard.footprint.kernel.sampling import monte_carlo  # noqa: PLC0415 - sampling imports this module

        return monte_carlo(self, draws, seed, processes=processes, amounts=amounts)

    def variance(self, process: int) -> Variance:
        """First-order variance of one process's total and what contributes to it; see `variance.variance_of`."""
        from greencard.footprint.kernel.variance import variance_of  # noqa: PLC0415 - variance imports this module

        return variance_of(self, process)

    @cached_property
    def reprice(self) -> Repricer:
        """This system with edits, its footprints kept up to date; one per kernel (`Repricer(kernel)` makes another)."""
        from greencard.footprint.kernel.reprice import Repricer  # noqa: PLC0415 - reprice imports this module

        return Repricer(self)


def compile_snapshot(snapshot: Snapshot) -> Kernel:
    """The snapshot ordered, its loops proved productive and factorised.

    Raises:
        Refused: processes that together use up what they make, named in order (GC-FPT-105, 106).
    """
    return Kernel(snapshot)


def _floats(field: str, given: ArrayLike, expected: tuple[int, ...]) -> Floats:
    try:
        column = np.asarray(given)
        if column.dtype.kind in "biufO":
            return column.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        pass
    raise codes.WRONG_SHAPE.at(field=field, found="not numbers", expected=expected)


def _rows_of(field: str, given: ArrayLike, size: int) -> Floats:
    column = _floats(field, given, (size,))
    if column.ndim not in {1, 2} or column.shape[0] != size:
        raise codes.WRONG_SHAPE.at(field=field, found=column.shape, expected=f"({size},) or ({size}, k)")
    return column
