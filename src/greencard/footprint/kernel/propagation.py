"""One pass of `y = c + E y` over rows whose entries all lie in earlier rows: exact, in one call per run of rows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array  # type: ignore[import-untyped]
from scipy.sparse.linalg import splu  # type: ignore[import-untyped]

__all__ = ["Propagation", "propagation"]

PROBED: Final = 32_768
"""Rows of the chain that the probe computes; larger runs are checked themselves."""

Floats = NDArray[np.float64]


class Propagation(Protocol):
    """Rows of a strictly lower triangular matrix."""

    def run(self, first: int, last: int, values: Floats) -> None:
        """Add to `values[first:last]` what these rows take, in place and in order; each may take from rows before."""


class Streaming:
    """scipy's CSR product with its result written onto its own operand.

    The compiled loop visits the rows in order and reads `x` as it goes. When `x` and `y` are one array and every
    entry points to an earlier row, each row therefore reads finished values: forward substitution at the speed at
    which memory delivers the matrix, four times faster than SuperLU. The loop is scipy's, private and unpromised,
    so `_streams()` checks on a chain of `PROBED` rows that it still behaves so; a run larger than that is checked
    itself, the first time at each width, against the public product. Where either fails, `Factored` takes its place.
    """

    def __init__(self, starts: NDArray[np.int32], columns: NDArray[np.int32], entries: Floats) -> None:
        self.starts, self.columns, self.entries = starts, columns, entries
        self._checked: set[tuple[int, int, int]] = set()
        self._instead: Factored | None = None

    def run(self, first: int, last: int, values: Floats) -> None:
        if not values.flags.c_contiguous:  # a flat view of anything else would be a copy, and its result lost
            held = np.ascontiguousarray(values)
            self.run(first, last, held)
            values[first:last] = held[first:last]
        elif self._instead is not None:
            self._instead.run(first, last, values)
        elif max(int(self.starts[last]) - int(self.starts[first]), last - first) <= PROBED:
            self.stream(first, last, values)
        else:
            self._run_large(first, last, values)

    def _run_large(self, first: int, last: int, values: Floats) -> None:
        """A run beyond what the probe has seen: the first of its kind must leave y - E y = c, or is done again."""
        kind = (first, last, values[:1].size)
        if kind in self._checked:
            self.stream(first, last, values)
            return
        before = values[first:last].copy()
        self.stream(first, last, values)
        factored = Factored(self.starts, self.columns, self.entries)
        if all(
            self._holds(factored.matrix, at, min(at + PROBED, last), before[at - first : at - first + PROBED], values)
            for at in range(first, last, PROBED)
        ):
            self._checked.add(kind)
            return
        self._instead = factored
        values[first:last] = before
        factored.run(first, last, values)

    @staticmethod
    def _holds(matrix: Any, first: int, last: int, before: Floats, values: Floats) -> bool:
        """Whether these rows are what they were plus what they take, by the public product."""
        with np.errstate(all="ignore"):  # an overflow is told by whoever asked
            expected = before + matrix[first:last] @ values
        return bool(np.allclose(values[first:last], expected, rtol=1e-9, atol=0.0, equal_nan=True))

    def stream(self, first: int, last: int, values: Floats) -> None:
        """The run itself; `values` is contiguous."""
        from scipy.sparse import _sparsetools as loops  # noqa: PLC0415 - private: asked for only after the probe

        rows, size = last - first, values.shape[0]
        starts, target = self.starts[first : last + 1], values[first:last]
        if values.ndim == 1:
            loops.csr_matvec(rows, size, starts, self.columns, self.entries, values, target)
        else:
            flat, flat_target = values.reshape(-1), target.reshape(-1)
            loops.csr_matvecs(rows, size, values.shape[1], starts, self.columns, self.entries, flat, flat_target)


class Factored:
    """The same through public calls alone: a product for what lies before the run, SuperLU for what lies inside."""

    def __init__(self, starts: NDArray[np.int32], columns: NDArray[np.int32], entries: Floats) -> None:
        size = starts.size - 1
        self.matrix = csr_array((entries, columns, starts), shape=(size, size))
        self.parts: dict[tuple[int, int], tuple[Any, Any]] = {}

    def run(self, first: int, last: int, values: Floats) -> None:
        part = self.parts.get((first, last))
        if part is None:
            rows = self.matrix[first:last]
            inside = rows[:, first:last]
            solver = None
            if inside.nnz:
                # A unit triangle needs neither ordering nor pivots: its factor is itself.
                solver = splu(
                    (eye_array(last - first) - inside).tocsc(),
                    permc_spec="NATURAL",
                    diag_pivot_thresh=0.0,
                    relax=1,
                    panel_size=1,
                    options={"SymmetricMode": True},
                )
            part = self.parts[first, last] = (rows[:, :first], solver)
        before, solver = part
        target = values[first:last]
        if first:
            target += before @ values[:first]
        if solver is not None:
            target[...] = solver.solve(target)


def propagation(starts: NDArray[np.int32], columns: NDArray[np.int32], entries: Floats) -> Propagation:
    """The fastest exact way found on this installation."""
    return (Streaming if _streams() else Factored)(starts, columns, entries)


@lru_cache(maxsize=1)
def _streams() -> bool:
    """Whether scipy's loops run in place: a chain in which each row adds 1 must count in one pass, from any row on."""
    starts = np.maximum(np.arange(PROBED + 1, dtype=np.int32) - 1, 0).astype(np.int32)
    chain = Streaming(starts, np.arange(PROBED - 1, dtype=np.int32), np.ones(PROBED - 1))
    expected = np.arange(1.0, PROBED + 1)
    try:
        for width in (None, 1, 3, 8):
            values = np.ones(PROBED if width is None else (PROBED, width))
            for first, last in ((0, 4), (4, 9), (9, PROBED)):
                chain.stream(first, last, values)
            if not bool((expected == values.T).all()):
                return False
    except (ImportError, AttributeError, TypeError, ValueError):
        return False
    return True
