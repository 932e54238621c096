"""Products made of products: which links hold, which cycles do not, and what one product needs of the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from scipy.sparse.linalg import splu  # type: ignore[import-untyped]

from greencard.errors import Fault, Place
from greencard.footprint.kernel.loops import Taken, block_of, strongest_loop
from greencard.footprint.link_codes import LINK_CYCLE, LINK_MISSING, LINK_REFUSED, TWICE

if TYPE_CHECKING:
    from greencard.footprint.market.columns import Block, Floats, Ints

__all__ = ["Links", "links_of", "needs"]

Bools = NDArray[np.bool_]
ROWS: Final = 2048
"""Products whose needs are held at once: a long chain of products needs memory for this many rows of it, no more."""
_COLUMNS: Final = 256


class Links:
    """The links between the products that stand, and the faults of those that do not."""

    def __init__(self, stands: Bools, consumers: Ints, providers: Ints, amounts: Floats) -> None:
        self.stands, self.consumers, self.providers, self.amounts = stands, consumers, providers, amounts
        self.faults: dict[int, Fault] = {}


def links_of(block: Block) -> Links:
    """Links resolved, in units of the linked product: gross kg over its mass per declared unit.

    A missing link, an id given twice or an unproductive cycle refuses its products, and with them all that is made of
    them.
    """
    size = len(block)
    numbers: dict[str, int] = {}
    faults: dict[int, Fault] = {}
    for number, name in enumerate(block.ids):
        first = numbers.setdefault(name, number)
        if first != number:
            place = Place("/id", block.files[number])
            faults[number] = TWICE.fault(place, product=name, first=block.files[first] or name)
    elsewhere = {name for name, _, _ in block.refused if name}
    givers = np.array([numbers.get(name, -1) for name in block.link_to], dtype=np.int32)
    takers = block.link_product
    for at in np.flatnonzero(givers < 0).tolist():
        code = LINK_REFUSED if block.link_to[at] in elsewhere else LINK_MISSING
        _refuse(faults, block, at, code.fault(_place(block, at), **_names(block, at)))
    ok = givers >= 0
    amounts = np.zeros(takers.size)
    amounts[ok] = block.link_kg[ok] / block.mass_kg[givers[ok]]
    _refuse_cycles(block, faults, takers, givers, amounts)
    _spread(block, faults, takers, givers)
    stands = np.ones(size, dtype=bool)
    stands[list(faults)] = False
    kept = ok & stands[takers] if size else np.zeros(0, dtype=bool)
    found = Links(stands, takers[kept], givers[kept], amounts[kept])
    found.faults = faults
    return found


def _place(block: Block, at: int) -> Place:
    return Place(f"/bom/{int(block.link_line[at])}/product", block.files[int(block.link_product[at])])


def _names(block: Block, at: int) -> dict[str, Any]:
    return {"material": block.link_words[at][:80], "linked": block.link_to[at][:80]}


def _refuse(faults: dict[int, Fault], block: Block, at: int, fault: Fault) -> None:
    faults.setdefault(int(block.link_product[at]), fault)


def _refuse_cycles(block: Block, faults: dict[int, Fault], takers: Ints, givers: Ints, amounts: Floats) -> None:
    ok = (givers >= 0) & (amounts > 0)
    if not ok.any():
        return
    taken = csr_array((amounts[ok], (takers[ok], givers[ok])), shape=(len(block), len(block)))
    _, labels = connected_components(taken, directed=True, connection="strong")
    inside = labels[takers[ok]] == labels[givers[ok]]
    for label in np.unique(labels[takers[ok][inside]]).tolist():
        members = np.flatnonzero(labels == label)
        part = _taken(taken[members][:, members])
        if block_of(part) is not None:
            continue
        loop, gain = strongest_loop(part)
        names = [block.ids[int(members[step])] for step in loop]
        cycle = " → ".join([*names, names[0]])
        for number in members.tolist():
            at = int(np.flatnonzero(ok & (takers == number) & (labels[givers] == label))[0])
            faults.setdefault(number, LINK_CYCLE.fault(_place(block, at), cycle=cycle, gain=f"{gain:.6g}"))


def _taken(part: csr_array) -> Taken:
    """What products of a cycle take from each other, pairs summed and in order."""
    part = part.tocsr()
    part.sum_duplicates()
    entries = part.tocoo()
    return Taken(part.shape[0], entries.row, entries.col, entries.data)


def _spread(block: Block, faults: dict[int, Fault], takers: Ints, givers: Ints) -> None:
    """What is made of a refused product is refused with it."""
    refused = np.zeros(len(block) + 1, dtype=bool)
    refused[list(faults)] = True
    while takers.size:
        hit = np.flatnonzero((givers >= 0) & refused[givers] & ~refused[takers])
        if not hit.size:
            return
        for at in hit.tolist():
            _refuse(faults, block, at, LINK_REFUSED.fault(_place(block, at), **_names(block, at)))
        refused[takers[hit]] = True


def needs(taken: csr_array, rows: Ints) -> Iterator[tuple[Ints, Any]]:
    """For the products `rows`, some at a time: units of every product that one unit takes, itself included.

    That is rows of (I - L)^-1. Without cycles the series I + L + L² + … ends; products in or above a cycle are solved.
    """
    size = taken.shape[0]
    _, labels = connected_components(taken, directed=True, connection="strong")
    entries = taken.tocoo()
    looped = np.zeros(size, dtype=bool)
    looped[entries.row[labels[entries.row] == labels[entries.col]]] = True
    while True:
        above = np.zeros(size, dtype=bool)
        above[entries.row[looped[entries.col]]] = True
        if not (above & ~looped).any():
            break
        looped |= above
    plain = rows[~looped[rows]]
    for first in range(0, plain.size, ROWS):
        chosen = plain[first : first + ROWS]
        yield chosen, _series(taken, chosen)
    yield from _solved(taken, np.flatnonzero(looped).astype(np.int32), rows[looped[rows]])


def _series(taken: csr_array, chosen: Ints) -> Any:
    size = taken.shape[0]
    found = csr_array((np.ones(chosen.size), (np.arange(chosen.size), chosen)), shape=(chosen.size, size))
    step = taken[chosen]
    while step.nnz:
        found = found + step
        step = step @ taken
    return found.tocsr()


def _solved(taken: csr_array, looped: Ints, wanted: Ints) -> Iterator[tuple[Ints, Any]]:
    """Rows of products in or above cycles: solved among themselves, then through what lies below them."""
    if not wanted.size:
        return
    size = taken.shape[0]
    inner = taken[looped][:, looped]
    factors = splu((eye_array(looped.size) - inner).tocsc())
    at = {int(number): place for place, number in enumerate(looped.tolist())}
    below = taken - csr_array(
        (inner.tocoo().data, (looped[inner.tocoo().row], looped[inner.tocoo().col])), shape=(size, size)
    )
    plain = np.ones(size, dtype=bool)
    plain[looped] = False
    for first in range(0, wanted.size, _COLUMNS):
        chosen = wanted[first : first + _COLUMNS]
        asked = np.zeros((looped.size, chosen.size))
        asked[[at[int(number)] for number in chosen.tolist()], np.arange(chosen.size)] = 1.0
        among = csr_array(factors.solve(asked, trans="T").T)
        spread = csr_array((among.data, looped[among.indices], among.indptr), shape=(chosen.size, size))
        step = spread @ below
        while step.nnz:
            spread = spread + step
            step = step @ below
        yield chosen, spread.tocsr()
