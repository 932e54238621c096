"""Joins the packaged rules to what checks orders: one, many, and an old answer again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from greencard.errors import GreencardError, InvalidInput, Place, declare
from greencard.interfaces import wiring, wiring_folder
from greencard.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.model import FootprintResult, LeastChange, Matrix, Order, Product
    from greencard.services.packs import Packs
    from greencard.services.where import FactLine

__all__ = [
    "Refusal",
    "Replay",
    "Shelf",
    "check_many",
    "check_one",
    "codes_of",
    "destinations",
    "lines_to_write",
    "read_shelf",
    "replayed",
]

MAX_VERDICT: Final = 20 * 1024 * 1024

NOT_A_VERDICT = declare(
    "GC-CLI-060",
    InvalidInput,
    en="{file} holds no verdict: {why}.",
    zh="{file} 中没有可读取的查验结果：{why}。",
    remedy_en="Give the JSON that `greencard check FILE --to … --json` printed.",
    remedy_zh="请使用 greencard check 文件 --to …… --json 输出的 JSON。",
)
OTHER_PRODUCT = declare(
    "GC-CLI-061",
    InvalidInput,
    en="The verdict is about {verdict}, the file about {file}.",
    zh="查验结果涉及 {verdict}，文件为 {file}。",
    remedy_en="Name the product file the verdict was given for.",
    remedy_zh="请指定该结果所对应的商品文件。",
)


TOO_MANY = declare(
    "GC-CLI-067",
    InvalidInput,
    en="There are more than {limit} products for so many destinations.",
    zh="对这么多目的地，商品超过 {limit} 个。",
    remedy_en="Ask for fewer destinations, or for a part of the products.",
    remedy_zh="请减少目的地，或分批查验商品。",
)


class Refusal(NamedTuple):
    """A file that is no product, with what is wrong."""

    file: str
    faults: tuple[Fault, ...]


@dataclass
class Shelf:
    """Products read from files and folders, with what was refused and what was left alone."""

    packs: Packs
    on: date
    most: int
    """Products it has room for."""
    products: list[Product] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def take(
        self, data: bytes, file: str, single: Callable[[Product], FootprintResult], *, line: int | None = None
    ) -> None:
        """One product file, or one line of a file with many."""
        from greencard.services.products import read_product_file  # noqa: PLC0415 - loaded when a product is read

        del single  # nothing is assessed here
        if len(self.products) + len(self.refused) >= self.most:
            raise TOO_MANY.at(Place(file=file), limit=self.most)
        label = file if line is None else f"{file}:{line}"
        try:
            self.products.append(read_product_file(data, file, self.packs))
        except GreencardError as error:
            faults = error.faults
            if line is not None:
                faults = tuple(replace(fault, place=replace(fault.place, line=line)) for fault in faults)
            self.refuse("", label, faults)

    def refuse(self, name: str, file: str, faults: Sequence[Fault]) -> None:
        """A file that could not be read."""
        self.refused.append(Refusal(name or file, tuple(faults)))

    def leave(self, file: str) -> None:
        """A file that holds no product."""
        self.beside.append(file)


class Replay(NamedTuple):
    """An old verdict asked again."""

    old: Verdict
    new: Verdict
    same_rules: bool
    """Whether the rules installed are those that gave it."""
    same_answer: bool
    """Whether the answer is the same to the byte."""


def _packs(rules: Path | None) -> Packs:
    """The packs, with the own rules of a directory beside those that ship."""
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - loaded when rules are asked for

    return ShippedPacks(rules)


def destinations(rules: Path | None = None) -> tuple[str, ...]:
    """Every destination for which rules are held, own ones included."""
    return _packs(rules).destinations()


def codes_of(name: str, rules: Path | None = None) -> frozenset[str]:
    """The codes that a fact of the vocabulary lists: papers, registrations, marks that rules look for."""
    packs = _packs(rules)
    return frozenset(packs.rules(packs.destinations()[0]).vocabulary.kinds[name].codes)


def read_shelf(paths: Iterable[Path], *, places: int, rules: Path | None = None) -> Shelf:
    """The products of files, folders and `.jsonl` files, in the order given; a fault is kept beside the rest.

    Args:
        paths: what is read.
        places: destinations each is checked for; together they are no more than one matrix holds.
        rules: a directory of own rules, whose facts the products may state.

    Raises:
        InvalidInput: a path that cannot be read (GC-CLI-003, -004), or too many products (GC-CLI-067, GC-SVC-018).
    """
    from greencard.services.matrix import MAX_CELLS  # noqa: PLC0415 - loaded when products are read

    shelf = Shelf(_packs(rules), wiring.today(), MAX_CELLS // max(places, 1))
    for path in paths:
        if path.is_dir() or path.suffix.lower() == wiring_folder.MANY:
            wiring_folder.take_all(path, shelf)
            continue
        try:
            shelf.products.append(wiring.load_product(path, rules=rules))
        except GreencardError as error:
            shelf.refuse("", str(path), error.faults)
    return shelf


def check_one(
    path: Path,
    order: Order,
    *,
    as_of: date | None = None,
    explain: bool = False,
    compare: bool = False,
    rules: Path | None = None,
) -> Verdict:
    """A product file and an order against the destination's rules; `compare` looks at every other destination too."""
    from greencard.services.check import check_product_order  # noqa: PLC0415 - loaded when an order is checked

    product, packs = wiring.load_product(path, rules=rules), _packs(rules)
    return check_product_order(
        product,
        msgspec.structs.replace(order, product_id=product.id),
        packs=packs,
        as_of=as_of or wiring.today(),
        explain=explain,
        compare=packs.destinations() if compare else (),
    )


def lines_to_write(verdict: Verdict) -> tuple[FactLine, ...]:
    """The lines of the product file that a verdict waits for."""
    from greencard.services.where import lines_to_write as lines  # noqa: PLC0415 - same

    return lines(_packs(None), verdict)


def check_many(
    products: Sequence[Product],
    orders: Sequence[Order],
    *,
    as_of: date | None = None,
    full: bool = False,
    rules: Path | None = None,
) -> Matrix:
    """Every product under every order; with `full` each cell holds its explained verdict."""
    from greencard.services.matrix import check_matrix  # noqa: PLC0415 - same

    return check_matrix(products, orders, packs=_packs(rules), as_of=as_of or wiring.today(), full=full, explain=full)


def replayed(path: Path, file: Path, *, rules: Path | None = None) -> Replay:
    """An old verdict given again from its product file, as of its own day.

    Raises:
        InvalidInput: no verdict (GC-CLI-060), or one about another product (GC-CLI-061).
    """
    from greencard.services.check import check_product_order  # noqa: PLC0415 - same

    raw = wiring.read_file(file, MAX_VERDICT)
    try:
        old = msgspec.json.decode(raw, type=Verdict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NOT_A_VERDICT.at(Place(file=str(file)), file=str(file), why=str(error)[:200]) from None
    product, packs = wiring.load_product(path, rules=rules), _packs(rules)
    if product.id != old.order.product_id:
        raise OTHER_PRODUCT.at(Place(file=str(file)), verdict=old.order.product_id[:80], file=product.id)
    explain = bool(old.plan) or any(outcome.atoms for outcome in old.outcomes)
    compared = any(change.effects or change.destinations for change in _changes(old))
    new = check_product_order(
        product,
        old.order,
        packs=packs,
        as_of=old.as_of,
        explain=explain,
        compare=packs.destinations() if compared else (),
    )
    return Replay(
        old,
        new,
        same_rules=(old.pack, old.engine) == (new.pack, new.engine),
        same_answer=msgspec.json.encode(old) == msgspec.json.encode(new),
    )


def _changes(verdict: Verdict) -> Iterable[LeastChange]:
    yield from verdict.changes
    for outcome in verdict.outcomes:
        yield from outcome.changes
