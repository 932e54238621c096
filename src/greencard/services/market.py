"""Many product files into one market: each read and taken apart by itself, in any process, then solved together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from greencard.catalogue import product_places, read_product
from greencard.errors import Fault, GreencardError, InvalidInput, Place, declare
from greencard.footprint.market import Block, Draft, Market, Recipes, block_of, joined, market_of, taken_apart
from greencard.transport import inbound_road

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from greencard.model import FootprintResult, Product
    from greencard.services.packs import Packs

__all__ = ["LINE_TOO_LONG", "MAX_LINE", "MAX_PRODUCTS", "NOT_A_FILE", "TOO_MANY_FILES", "Taking", "solved"]

MAX_PRODUCTS: Final = 1_000_000
"""Products of one market: more than a city's stalls offer, and few enough for the memory of one machine."""
MAX_LINE: Final = 1_048_576
"""Bytes of one line of a `.jsonl` file, as of a product file."""

NOT_A_FILE = declare(
    "GC-SVC-017",
    InvalidInput,
    en="{file} is not read: it is {what}, not a file.",
    zh="未读取 {file}：它是{what_zh}，不是普通文件。",
    remedy_en="Put a copy of the file itself into the folder.",
    remedy_zh="请将文件本身复制到该文件夹。",
)
TOO_MANY_FILES = declare(
    "GC-SVC-018",
    InvalidInput,
    en="{folder} holds more than {limit} products.",
    zh="{folder} 中的商品超过 {limit} 个。",
    remedy_en="Assess it in parts: one folder per supplier or season.",
    remedy_zh="请分批核算，例如按供应商或季度分文件夹。",
)
LINE_TOO_LONG = declare(
    "GC-SVC-019",
    InvalidInput,
    en="The line holds more than {limit} bytes; one product stands on one line.",
    zh="该行超过 {limit} 字节；每行只写一个商品。",
    remedy_en="End each product with a line break, or give it a file of its own.",
    remedy_zh="请在每个商品后换行，或单独放入一个文件。",
)


class Taking:
    """Takes product files apart into a block. One per process: what it has resolved it keeps."""

    def __init__(self, packs: Packs, on: date) -> None:
        self.packs, self.on = packs, on
        self._hs, self._facts = packs.hs(), packs.facts()
        intensities = packs.intensities()
        self.recipes = Recipes(packs.factors(), inbound=lambda country: inbound_road(intensities, country), on=on)
        self._draft = Draft()

    def take(
        self, data: bytes, file: str, single: Callable[[Product], FootprintResult], *, line: int | None = None
    ) -> None:
        """One product file, or one line of a file with many; whatever is wrong with it is kept beside it.

        Args:
            data: its bytes.
            file: what it is called in faults and rows.
            single: the single assessment, for a product that the columns do not know.
            line: number of the line in a file with many products.
        """
        label = file if line is None else f"{file}:{line}"
        try:
            product = read_product(data, file, self._hs, self._facts)
        except GreencardError as error:
            self.refuse("", label, _on_line(error.faults, line))
            return
        before = len(self._draft.refused)
        taken_apart(product, self.recipes, self._draft, single=single, file=label)
        for at in range(before, len(self._draft.refused)):
            name, label, faults = self._draft.refused[at]
            if line is None:
                faults = tuple(map(product_places(data, file).placed, faults))
            self._draft.refused[at] = (name, label, _in_file(faults, file, line))

    def refuse(self, name: str, file: str, faults: Sequence[Fault]) -> None:
        """A product that could not even be read."""
        self._draft.refused.append((name, file, tuple(faults)))

    def leave(self, file: str) -> None:
        """A file beside the products that holds something else."""
        self._draft.beside.append(file)

    def block(self) -> Block:
        """What was taken apart since the last block."""
        draft, self._draft = self._draft, Draft()
        block = block_of(draft, self.recipes)
        self.recipes.trim()
        return block


def solved(blocks: Iterable[Block], packs: Packs) -> Market:
    """The market of all blocks, solved in one sweep."""
    whole = joined(list(blocks))  # the parts are not held while it is solved
    return market_of(whole, float(packs.factors().uncertainty.activity.stated))


def _on_line(faults: Iterable[Fault], line: int | None) -> tuple[Fault, ...]:
    """Faults of one line of many: its number there, not the 1 it has by itself."""
    if line is None:
        return tuple(faults)
    return tuple(replace(fault, place=replace(fault.place, line=line)) for fault in faults)


def _in_file(faults: Iterable[Fault], file: str, line: int | None) -> tuple[Fault, ...]:
    return tuple(
        fault
        if fault.place.file
        else replace(fault, place=Place(fault.place.pointer, file, line if line is not None else fault.place.line))
        for fault in faults
    )
