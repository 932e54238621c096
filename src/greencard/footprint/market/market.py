"""All products of a market in one sweep: figures, intervals and questions as columns, faults beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from greencard.footprint.kernel import COMPONENTS, IN_TOTAL, Kernel, compile_snapshot, snapshot_of
from greencard.footprint.market.columns import STAGES, Block
from greencard.footprint.market.links import Links, links_of, needs
from greencard.footprint.market.spread import Cells, amount_cumulants, intervals, summed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from greencard.errors import Fault
    from greencard.footprint.market.columns import Floats, Ints
    from greencard.footprint.market.leaf import LeafKey

__all__ = ["AskedFor", "Market", "Row", "market_of"]

_FOSSIL: Final = COMPONENTS.index("fossil")
_BIOGENIC_CO2: Final = COMPONENTS.index("biogenic_co2")
_UPTAKE: Final = COMPONENTS.index("uptake")
_PACKAGING: Final = COMPONENTS.index("packaging")
_RAW: Final = STAGES.index("raw_materials")


@dataclass(frozen=True, slots=True)
class Row:
    """One product's figures, kg CO2e per declared unit."""

    id: str
    file: str
    total: float
    stages: tuple[float, ...]
    """By `STAGES`."""
    measured_share: float
    low: float
    high: float
    components: tuple[float, ...]
    """By the kernel's `COMPONENTS`."""
    questions: int
    at_stake: float


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A question of many products: its code and subject, how many ask it, and the mean part of their total at stake."""

    code: str
    about: str
    products: int
    mean_share: float


@dataclass(frozen=True, eq=False)
class Market:
    """Footprints from cradle to gate of every product that could be assessed; columns are in the order of `ids`.

    Attributes:
        ids: products that stand.
        files: where each came from.
        totals: kg CO2e per declared unit.
        stages: n x 4, by `STAGES`; they add up to the total.
        measured_share: part of the total that rests on measured or supplier's data, 0 to 1.
        low: lower end of the 95 % interval, kg CO2e.
        high: its upper end.
        components: n x 8, by the kernel's `COMPONENTS`.
        questions: how many questions each product asks, at most twenty.
        at_stake: kg CO2e that rest on their answers, summed.
        faults: faults of each product that could not be assessed, by id (its file where it has none).
        digest: content hash of the snapshot that was solved.
    """

    block: Block
    links: Links
    kernel: Kernel
    numbers: Ints
    """Number of each standing product in the block."""
    ids: tuple[str, ...]
    files: tuple[str, ...]
    totals: Floats
    stages: Floats
    measured_share: Floats
    low: Floats
    high: Floats
    components: Floats
    questions: Ints
    at_stake: Floats
    faults: Mapping[str, tuple[Fault, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of each product among the columns."""
        return {name: place for place, name in enumerate(self.ids)}

    @property
    def beside(self) -> tuple[str, ...]:
        """Files among the products that hold something else, such as a product system; they were left alone."""
        return self.block.beside

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the snapshot that was solved."""
        return self.kernel.snapshot.digest

    def row(self, place: int) -> Row:
        """The figures of one product."""
        return Row(
            self.ids[place],
            self.files[place],
            float(self.totals[place]),
            tuple(self.stages[place].tolist()),
            float(self.measured_share[place]),
            float(self.low[place]),
            float(self.high[place]),
            tuple(self.components[place].tolist()),
            int(self.questions[place]),
            float(self.at_stake[place]),
        )

    def asked_most(self, count: int = 5) -> tuple[AskedFor, ...]:
        """The questions whose answers would make the market's figures better, those at stake most first.

        Ranked by the parts of the totals at stake, summed over the products: units of sale differ, parts do not.
        """
        block = self.block
        total = np.full(len(block), np.nan)
        total[self.numbers] = self.totals
        of = total[block.asked_product]
        kept = np.flatnonzero(of > 0)
        share = np.minimum(block.asked_kg[kept] / of[kept], 1.0)
        key = block.asked_key[kept]
        at_stake = np.bincount(key, weights=share, minlength=len(block.questions))
        pairs = np.unique(key.astype(np.int64) * max(len(block), 1) + block.asked_product[kept])
        products = np.bincount((pairs // max(len(block), 1)).astype(np.int64), minlength=len(block.questions))
        order = np.argsort(-at_stake, kind="stable")[:count]
        return tuple(
            AskedFor(
                code=block.questions[k][0],
                about=block.questions[k][1],
                products=int(products[k]),
                mean_share=float(at_stake[k] / products[k]),
            )
            for k in order.tolist()
            if products[k]
        )


def market_of(block: Block, stated_sigma: float) -> Market:
    """Every product of the block solved at once.

    Args:
        block: the products, taken apart.
        stated_sigma: ln-spread of an amount that somebody states, for the masses of links.
    """
    links = links_of(block)
    numbers = np.flatnonzero(links.stands).astype(np.int32)
    leaves = block.leaves
    place = np.full(len(block), -1, dtype=np.int64)
    place[numbers] = np.arange(numbers.size)
    kept = np.flatnonzero(links.stands[block.use_product])
    product, leaf = place[block.use_product[kept]], block.use_leaf[kept].astype(np.int64)
    amount, sigma = block.use_amount[kept], block.use_sigma[kept]
    taker, giver = place[links.consumers], place[links.providers]
    value = np.array([key.value for key in leaves], dtype=np.float64)
    kg = amount * value[leaf]
    size, count = numbers.size, len(leaves)
    stage = block.use_stage[kept].astype(np.int64)
    own = summed(product * len(STAGES) + stage, kg, size * len(STAGES))
    stages = own.reshape(size, len(STAGES))
    direct = np.zeros((count + size, len(COMPONENTS)))
    _leaf_parts(direct, leaves, value)
    direct[count:, _UPTAKE] = block.uptake[numbers]
    direct[count:, _BIOGENIC_CO2] = block.biogenic_co2[numbers]
    direct[count:, _PACKAGING] = stages[:, STAGES.index("packaging")]
    group_of: dict[str, int] = {}
    group = np.array([group_of.setdefault(key.group, len(group_of)) for key in leaves], dtype=np.int64)
    spreads = np.array([key.sigma for key in leaves], dtype=np.float64)
    snapshot = snapshot_of(
        [*(f"leaf/{number}/{key.group}" for number, key in enumerate(leaves)), *_named(block, numbers)],
        np.concatenate([count + product, count + taker]),
        np.concatenate([leaf, count + giver]),
        np.concatenate([amount, links.amounts]),
        direct,
        amount_sigma=np.concatenate([sigma, np.full(taker.size, stated_sigma)]),
        direct_sigma=np.concatenate([spreads, np.zeros(size)]),
        groups=np.concatenate([group, len(group_of) + np.arange(size)]),
    )
    kernel = compile_snapshot(snapshot)
    solved = kernel.intensities()[count:]
    totals = solved[:, list(IN_TOTAL)].sum(axis=1)
    stages[:, _RAW] += summed(taker, links.amounts * totals[giver], size)
    measured = summed(product, kg * block.use_measured[kept], size)
    made = csr_array((links.amounts, (taker, giver)), shape=(size, size))
    cells = _cells(product, leaf, kg, sigma, count)
    cells, measured = _through_links(cells, measured, made, totals, stated=stated_sigma, count=count)
    low, high = intervals(cells, size, np.append(spreads, 0.0), np.append(group, len(group_of)))
    low, high = np.minimum(np.maximum(low, 0.0), totals), np.maximum(high, totals)
    for number, whole_low, whole_high in block.whole:
        if place[number] >= 0:
            low[place[number]], high[place[number]] = whole_low, whole_high
    asked = np.flatnonzero(links.stands[block.asked_product])
    asker = place[block.asked_product[asked]]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(totals > 0, np.minimum(measured / totals, 1.0), 0.0)
    return Market(
        block=block,
        links=links,
        kernel=kernel,
        numbers=numbers,
        ids=tuple(block.ids[number] for number in numbers.tolist()),
        files=tuple(block.files[number] for number in numbers.tolist()),
        totals=totals,
        stages=stages,
        measured_share=share,
        low=low,
        high=high,
        components=solved,
        questions=np.bincount(asker, minlength=size).astype(np.int32),
        at_stake=summed(asker, block.asked_kg[asked], size),
        faults=_faults(block, links),
    )


def _named(block: Block, numbers: Ints) -> list[str]:
    return [f"product/{block.ids[number]}" for number in numbers.tolist()]


def _leaf_parts(direct: Floats, leaves: tuple[LeafKey, ...], value: Floats) -> None:
    """Columns of the leaves: their parts, and the rest as fossil."""
    if not leaves:
        return
    parts = np.array([key.parts for key in leaves], dtype=np.float64)
    direct[: len(leaves), 1:4] = parts * value[:, None]
    direct[: len(leaves), _FOSSIL] = value - direct[: len(leaves), 1:4].sum(axis=1)


def _cells(product: Any, leaf: Any, kg: Floats, sigma: Floats, count: int) -> Cells:
    """Uses of one leaf by one product added up: their cumulants, each amount being independent."""
    return _added(product, leaf, amount_cumulants(kg, sigma), count)


def _added(row: Any, leaf: Any, cumulants: Sequence[Any], count: int) -> Cells:
    key = row * (count + 1) + leaf
    if not key.size:
        return Cells(row, leaf, *cumulants)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    row, leaf = np.divmod(key[first], count + 1)
    return Cells(row, leaf, *(np.add.reduceat(column[order], first) for column in cumulants))


def _through_links(
    cells: Cells, measured: Floats, made: csr_array, totals: Floats, *, stated: float, count: int
) -> tuple[Cells, Floats]:
    """What products take of leaves through the products they are made of; cumulants of order k scale by the k-th power.

    The masses of the links are amounts of their own: one more column without a factor.
    """
    if not made.nnz:
        return cells, measured
    size = made.shape[0]
    entries = made.tocoo()
    kg = entries.data * totals[entries.col]
    _, variance, third = amount_cumulants(kg, np.full(kg.size, stated))
    grown = kg * np.expm1(stated**2 / 2)
    rows = np.concatenate([cells.row, entries.row])
    columns = np.concatenate([cells.leaf, np.full(kg.size, count)])
    shape = (size, count + 1)
    own = [
        csr_array((np.concatenate(pair), (rows, columns)), shape=shape)
        for pair in ((cells.mean, grown), (cells.variance, variance), (cells.third, third))
    ]
    linked = np.unique(entries.row).astype(np.int32)
    plain = np.ones(size, dtype=bool)
    plain[linked] = False
    kept = plain[cells.row]
    found = [[c[kept]] for c in (cells.row, cells.leaf, cells.mean, cells.variance, cells.third)]
    share = measured.copy()
    for chosen, taken in needs(made, linked):
        share[chosen] = taken @ measured
        powers = (taken, taken.power(2), taken.power(3))
        for order, (power, column) in enumerate(zip(powers, own, strict=True)):
            cell = (power @ column).tocoo()
            found[0].append(chosen[cell.row])
            found[1].append(cell.col)
            for k in range(3):
                found[2 + k].append(cell.data if k == order else np.zeros(cell.data.size))
    row, leaf, *sums = (np.concatenate(parts) for parts in found)
    return _added(row.astype(np.int64), leaf.astype(np.int64), sums, count), share


def _faults(block: Block, links: Links) -> dict[str, tuple[Fault, ...]]:
    found: dict[str, tuple[Fault, ...]] = {}
    for name, file, faults in block.refused:
        found[_key(found, name, file)] = faults
    for number, fault in links.faults.items():
        found[_key(found, block.ids[number], block.files[number])] = (fault,)
    return found


def _key(found: dict[str, Any], name: str, file: str) -> str:
    """The id, or the file where there is none or the id is spoken for; no refusal ever takes another's place."""
    key = name if name and name not in found else file or name
    first, count = key, 1
    while key in found:
        count += 1
        key = f"{first} ({count})"
    return key
