"""Products as columns: what each takes of which leaf and of which other product, in pieces that add up to a market."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from greencard.footprint.question import MOST

if TYPE_CHECKING:
    from greencard.errors import Fault
    from greencard.footprint.market.leaf import LeafKey
    from greencard.footprint.market.template import Recipes
    from greencard.model import FactorRef, StageId

__all__ = ["STAGES", "Block", "Draft", "Entry", "Floats", "Ints", "block_of", "joined", "without"]

STAGES: Final[tuple[StageId, ...]] = ("raw_materials", "inbound_transport", "production", "packaging")

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(slots=True)
class Entry:
    """One product, taken apart.

    Attributes:
        id: of the product.
        mass_kg: of one declared unit.
        takes: number of a recipe and how many units of it.
        uses: stage, leaf, amount, amount sigma, measured, of what no recipe covers.
        links: product, kg, line and words of each product it is made of.
        asked: code, subject and kg CO2e at stake of questions that no recipe asks.
        uptake: kg CO2 taken up by bio-based material, zero or negative.
        biogenic_co2: kg CO2 of biomass burnt.
        whole: low and high of a product that the single assessment calculated.
        file: where it came from.
    """

    id: str
    mass_kg: float
    takes: list[tuple[int, float]] = field(default_factory=list)
    uses: list[tuple[int, int, float, float, bool]] = field(default_factory=list)
    links: list[tuple[str, float, int, str]] = field(default_factory=list)
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    uptake: float = 0.0
    biogenic_co2: float = 0.0
    whole: tuple[float, float] | None = None
    file: str = ""


@dataclass(slots=True)
class Draft:
    """Entries and refusals on their way into a block."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[str, str, tuple[Fault, ...]]] = field(default_factory=list)
    """Id (empty where the file gave none), file, faults."""
    beside: list[str] = field(default_factory=list)
    """Files that hold something other than a product and are left alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """Products as columns; a block names its own leaves, so that it can come from another process."""

    ids: tuple[str, ...]
    files: tuple[str, ...]
    mass_kg: Floats
    uptake: Floats
    biogenic_co2: Floats
    leaves: tuple[LeafKey, ...]
    factors: tuple[FactorRef | None, ...]
    """What each leaf cites; None for what is one product's own."""
    use_product: Ints
    use_stage: NDArray[np.int8]
    use_leaf: Ints
    use_amount: Floats
    use_sigma: Floats
    use_measured: NDArray[np.bool_]
    link_product: Ints
    link_kg: Floats
    link_line: Ints
    link_to: tuple[str, ...]
    link_words: tuple[str, ...]
    asked_product: Ints
    asked_key: Ints
    asked_kg: Floats
    questions: tuple[tuple[str, str], ...]
    """Code and subject of each question, by number."""
    whole: tuple[tuple[int, float, float], ...]
    """Products whose interval the single assessment gave: number, low, high."""
    refused: tuple[tuple[str, str, tuple[Fault, ...]], ...]
    beside: tuple[str, ...] = ()
    """Files that hold something other than a product."""

    def __len__(self) -> int:
        return len(self.ids)


def block_of(draft: Draft, recipes: Recipes) -> Block:
    """The entries as columns, recipes unfolded. Only leaves and questions that the entries use are carried."""
    entries, leaves, factors = draft.entries, recipes.leaves.keys, recipes.leaves.factors
    links = [(number, *link) for number, entry in enumerate(entries) for link in entry.links]
    takes = _takes(entries)
    use = _unfolded(entries, recipes, takes)
    product, question, kg = _asked(entries, recipes, takes)
    used, compact = np.unique(use[2], return_inverse=True)
    subjects, which = np.unique(question, return_inverse=True)
    return Block(
        ids=tuple(entry.id for entry in entries),
        files=tuple(entry.file for entry in entries),
        mass_kg=np.array([entry.mass_kg for entry in entries], dtype=np.float64),
        uptake=np.array([entry.uptake for entry in entries], dtype=np.float64),
        biogenic_co2=np.array([entry.biogenic_co2 for entry in entries], dtype=np.float64),
        leaves=tuple(leaves[number] for number in used.tolist()),
        factors=tuple(factors[number] for number in used.tolist()),
        use_product=use[0].astype(np.int32),
        use_stage=use[1].astype(np.int8),
        use_leaf=compact.astype(np.int32),
        use_amount=use[3],
        use_sigma=use[4],
        use_measured=use[5].astype(np.bool_),
        link_product=_column(links, 0, np.int32),
        link_kg=_column(links, 2, np.float64),
        link_line=_column(links, 3, np.int32),
        link_to=tuple(link[1] for link in links),
        link_words=tuple(link[4] for link in links),
        asked_product=product.astype(np.int32),
        asked_key=which.astype(np.int32),
        asked_kg=kg,
        questions=tuple(recipes.questions[number] for number in subjects.tolist()),
        whole=tuple((n, *entry.whole) for n, entry in enumerate(entries) if entry.whole is not None),
        refused=tuple(draft.refused),
        beside=tuple(draft.beside),
    )


Takes = tuple[NDArray[np.int64], NDArray[np.int64], Floats]


def _takes(entries: Sequence[Entry]) -> Takes:
    """Product, recipe and units of it."""
    takes = [take for entry in entries for take in entry.takes]
    owner = np.repeat(np.arange(len(entries)), [len(entry.takes) for entry in entries])
    pairs = np.fromiter(chain.from_iterable(takes), dtype=np.float64, count=2 * len(takes)).reshape(-1, 2)
    return owner, pairs[:, 0].astype(np.int64), np.ascontiguousarray(pairs[:, 1])


def _unfolded(entries: Sequence[Entry], recipes: Recipes, takes: Takes) -> list[Any]:
    """Product, stage, leaf, amount, amount sigma and basis of every use, of recipes and by itself."""
    owner, recipe, amount = takes
    starts, uses = recipes.use_columns()
    at, row = _spans(starts, recipe)
    own = [(number, *use) for number, entry in enumerate(entries) for use in entry.uses]
    by_recipe = [owner[at], *(column[row] for column in uses)]
    by_recipe[3] = by_recipe[3] * amount[at]
    return [
        np.concatenate([column, _column(own, k, column.dtype.type)]) if own else column
        for k, column in enumerate(by_recipe)
    ]


def _asked(entries: Sequence[Entry], recipes: Recipes, takes: Takes) -> tuple[Any, Any, Floats]:
    """Product, question and kg at stake; of each product the `MOST` with most at stake."""
    owner, recipe, amount = takes
    starts, questions = recipes.asked_columns()
    at, row = _spans(starts, recipe)
    own = [
        (number, recipes.question(code, about), kg)
        for number, entry in enumerate(entries)
        for code, about, kg in entry.asked
    ]
    product = np.concatenate([owner[at], _column(own, 0, np.int64)])
    question = np.concatenate([questions[0][row], _column(own, 1, np.int64)])
    kg = np.concatenate([questions[1][row] * amount[at], _column(own, 2, np.float64)])
    order = np.lexsort((-kg, product))
    product = product[order]
    place = np.arange(product.size)
    rank = place - np.maximum.accumulate(np.where(np.diff(product, prepend=-1) != 0, place, 0))
    kept = order[rank < MOST]
    return product[rank < MOST], question[kept], kg[kept]


def _spans(starts: NDArray[np.int64], chosen: NDArray[np.int64]) -> tuple[Any, Any]:
    """For each chosen span all its rows: which choice each belongs to, and the row."""
    lengths = starts[chosen + 1] - starts[chosen]
    at = np.repeat(np.arange(chosen.size), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return at, starts[chosen][at] + np.arange(at.size) - first


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks one behind the other; leaves and questions that are equal become one."""
    leaves: dict[LeafKey, int] = {}
    factors: dict[LeafKey, FactorRef | None] = {}
    questions: dict[tuple[str, str], int] = {}
    leaf_at: list[Ints] = []
    asked_at: list[Ints] = []
    for block in blocks:
        factors |= dict(zip(block.leaves, block.factors, strict=True))
        leaf_at.append(np.array([leaves.setdefault(key, len(leaves)) for key in block.leaves], dtype=np.int32))
        asked_at.append(
            np.array([questions.setdefault(key, len(questions)) for key in block.questions], dtype=np.int32)
        )
    offsets = np.concatenate([[0], np.cumsum([len(block) for block in blocks])]).astype(np.int32)

    def shifted(name: str) -> Any:
        return _joint([getattr(block, name) + offsets[k] for k, block in enumerate(blocks)], np.int32)

    def column(name: str, kind: type) -> Any:
        return _joint([getattr(block, name) for block in blocks], kind)

    return Block(
        ids=tuple(name for block in blocks for name in block.ids),
        files=tuple(name for block in blocks for name in block.files),
        mass_kg=column("mass_kg", np.float64),
        uptake=column("uptake", np.float64),
        biogenic_co2=column("biogenic_co2", np.float64),
        leaves=tuple(leaves),
        factors=tuple(factors[key] for key in leaves),
        use_product=shifted("use_product"),
        use_stage=column("use_stage", np.int8),
        use_leaf=_joint([leaf_at[k][block.use_leaf] for k, block in enumerate(blocks)], np.int32),
        use_amount=column("use_amount", np.float64),
        use_sigma=column("use_sigma", np.float64),
        use_measured=column("use_measured", np.bool_),
        link_product=shifted("link_product"),
        link_kg=column("link_kg", np.float64),
        link_line=column("link_line", np.int32),
        link_to=tuple(name for block in blocks for name in block.link_to),
        link_words=tuple(name for block in blocks for name in block.link_words),
        asked_product=shifted("asked_product"),
        asked_key=_joint([asked_at[k][block.asked_key] for k, block in enumerate(blocks)], np.int32),
        asked_kg=column("asked_kg", np.float64),
        questions=tuple(questions),
        whole=tuple((n + int(offsets[k]), low, high) for k, block in enumerate(blocks) for n, low, high in block.whole),
        refused=tuple(refusal for block in blocks for refusal in block.refused),
        beside=tuple(file for block in blocks for file in block.beside),
    )


def without(block: Block, dropped: Ints) -> Block:
    """The block without some of its products."""
    kept = np.ones(len(block), dtype=bool)
    kept[dropped] = False
    number = np.cumsum(kept, dtype=np.int32) - 1
    uses, links, asked = kept[block.use_product], kept[block.link_product], kept[block.asked_product]
    at = np.flatnonzero(kept).tolist()
    return Block(
        ids=tuple(block.ids[k] for k in at),
        files=tuple(block.files[k] for k in at),
        mass_kg=block.mass_kg[kept],
        uptake=block.uptake[kept],
        biogenic_co2=block.biogenic_co2[kept],
        leaves=block.leaves,
        factors=block.factors,
        use_product=number[block.use_product[uses]],
        use_stage=block.use_stage[uses],
        use_leaf=block.use_leaf[uses],
        use_amount=block.use_amount[uses],
        use_sigma=block.use_sigma[uses],
        use_measured=block.use_measured[uses],
        link_product=number[block.link_product[links]],
        link_kg=block.link_kg[links],
        link_line=block.link_line[links],
        link_to=tuple(block.link_to[k] for k in np.flatnonzero(links).tolist()),
        link_words=tuple(block.link_words[k] for k in np.flatnonzero(links).tolist()),
        asked_product=number[block.asked_product[asked]],
        asked_key=block.asked_key[asked],
        asked_kg=block.asked_kg[asked],
        questions=block.questions,
        whole=tuple((int(number[n]), low, high) for n, low, high in block.whole if kept[n]),
        refused=block.refused,
        beside=block.beside,
    )


def _column(rows: Sequence[tuple[Any, ...]], at: int, kind: type) -> Any:
    return np.fromiter((row[at] for row in rows), dtype=kind, count=len(rows))


def _joint(parts: Sequence[NDArray[Any]], kind: type) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, dtype=kind)
