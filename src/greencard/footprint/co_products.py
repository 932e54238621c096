"""Burdens shared with co-products: one share per process, by mass, energy or price (ISO 14067:2018 6.4.6).

What is shared is everything that enters up to and including the process that yields the co-products: its own energy
and releases, those of the processes before it, and the materials that come out in part as co-product. A material that
stays wholly in the product (gross equals net) served the product alone and is not shared: subdivision comes before
allocation. For the same reason a shared material is split by where its own mass went: co-products take from each line
in proportion to what of it did not stay in the product, so that a line which loses a gram hands on no more than a
gram's worth. No burden is ever credited for a product elsewhere: there is no argument and no type for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Final, Literal

from greencard.errors import Place
from greencard.footprint.codes import ALLOCATION_DATA, CO_PRODUCT_MASS, NO_ALLOCATION
from greencard.footprint.question import ask
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from greencard.model import Allocation, BomLine, CoProduct, Process, Product, Question

__all__ = ["METHODS", "Method", "Sharing", "Split", "allocation_questions", "other_methods", "sharing_of"]

Method = Literal["mass", "energy", "economic"]
METHODS: Final[dict[Method, Text]] = {
    "mass": Text(en="mass", zh="质量"),
    "energy": Text(en="energy content", zh="热值"),
    "economic": Text(en="economic value", zh="经济价值"),
}
_DIGITS: Final = 12
_GRAIN: Final = Decimal("1e-12")
_TOLERANCE: Final = Decimal("1.05")
"""Scales are not exact: co-products may weigh 5 % more than what the materials leave for them."""
_CO_FIELDS: Final[dict[Method, str]] = {"mass": "kg", "energy": "energy_mj_per_kg", "economic": "price_per_kg"}
_OWN_FIELDS: Final[dict[Method, str]] = {
    "mass": "net_kg",
    "energy": "product_energy_mj_per_kg",
    "economic": "product_price_per_kg",
}


@dataclass(frozen=True, slots=True)
class Split:
    """One process's burden over its outputs; the shares sum to one, exactly."""

    index: int
    process: str
    method: Method
    product: Decimal
    """Share that stays with the product and what it becomes further on."""
    others: tuple[tuple[str, Decimal], ...]

    @property
    def note(self) -> Text:
        """The split in words, such as `82 % to the product, 18 % to sawdust`."""
        rest_en = ", ".join(f"{_percent(share)} to {name}" for name, share in self.others)
        rest_zh = "，".join(f"{name} {_percent(share)}" for name, share in self.others)
        method = METHODS[self.method]
        return Text(
            en=f"{self.process}: burden allocated by {method.en}, {_percent(self.product)} to the product, {rest_en}.",
            zh=f"{self.process}：按{method.zh}分配负担，产品 {_percent(self.product)}，{rest_zh}。",
        )


@dataclass(frozen=True, slots=True)
class Sharing:
    """Every split of a product, and what falls to the product of each input."""

    splits: tuple[Split, ...]
    lines: dict[int, Decimal]
    """The product's share of each line of the bill of materials that is shared: of which not all stays in it."""
    left_over: Decimal
    """Part of gross less net that is loss rather than co-product, 0 to 1."""

    def of_process(self, index: int) -> Decimal:
        """The product's share of a process: that of every split at it or after it."""
        return _share_of(split for split in self.splits if split.index >= index)

    def of_line(self, index: int) -> Decimal:
        """The product's share of a line of the bill of materials, its way to the facility and its losses."""
        return self.lines.get(index, Decimal(1))

    def note_of(self, share: Decimal) -> Text | None:
        """How something is split at a share; None where nothing is shared."""
        if not self.splits:
            return None
        said = decimal_text(share)
        return Text(en=f"shared with co-products: × {said}", zh=f"与联产品分担：× {said}")


def sharing_of(product: Product, method: Method | None = None) -> Sharing:
    """The splits of a product, by the method each process states, or all by `method`.

    Raises:
        InvalidInput: co-products without an allocation (GC-FPT-026), without what its method needs (GC-FPT-027), or
            heavier than the materials allow (GC-FPT-028).
    """
    with_others = [(i, process) for i, process in enumerate(product.processes) if process.co_products]
    if not with_others:
        return Sharing((), {}, Decimal(1))
    lines = [i for i, line in enumerate(product.bom) if line.gross_kg > line.net_kg]
    for i, process in with_others:
        if process.allocation is None:
            raise NO_ALLOCATION.at(Place(f"/processes/{i}/co_products"), process=process.name[:80])
    made = sum((other.kg for _, process in with_others for other in process.co_products), Decimal(0))
    if made == 0:
        return Sharing((), {}, Decimal(1))
    free = sum((product.bom[i].gross_kg - product.bom[i].net_kg for i in lines), Decimal(0))
    if made > free * _TOLERANCE:
        raise CO_PRODUCT_MASS.at(
            Place(f"/processes/{with_others[0][0]}/co_products"), kg=decimal_text(made), free=decimal_text(free)
        )
    own_kg = sum((product.bom[i].net_kg for i in lines), Decimal(0))
    left = max(Decimal(0), 1 - made / free) if free else Decimal(1)
    splits = tuple(_splits(with_others, own_kg, method))
    shares = {i: _share_of(_of_line(with_others, product.bom[i], free, method) or splits) for i in lines}
    return Sharing(splits, shares, left)


def _share_of(splits: Iterable[Split]) -> Decimal:
    share = Decimal(1)
    for split in splits:
        share *= split.product
    return significant(share, _DIGITS)


def _of_line(
    with_others: Sequence[tuple[int, Process]], line: BomLine, free: Decimal, method: Method | None
) -> list[Split]:
    """One line's own splits: its net mass against its part of every co-product.

    None for a line of which nothing stays in the product: it served the process, and goes as the process does.
    """
    if line.net_kg == 0:
        return []
    return _splits(with_others, line.net_kg, method, (line.gross_kg - line.net_kg) / free)


def _splits(
    with_others: Sequence[tuple[int, Process]], own_kg: Decimal, method: Method | None, part: Decimal = Decimal(1)
) -> list[Split]:
    """From the last process back: what leaves an earlier one as product still holds the co-products of later ones.

    `part`: how much of the co-products comes of what is split, 0 to 1.
    """
    splits: list[Split] = []
    later: list[tuple[int, CoProduct, int]] = []
    for index, process in reversed(with_others):
        allocation = process.allocation
        assert allocation is not None  # noqa: S101 - refused before
        by = method or allocation.method
        basis = _own_basis(allocation, by, own_kg, index, process)
        basis += sum((_co_basis(other, by, i, k, process) * part for i, other, k in later), Decimal(0))
        others = [
            (other.name, _co_basis(other, by, index, k, process) * part) for k, other in enumerate(process.co_products)
        ]
        whole = basis + sum((value for _, value in others), Decimal(0))
        # Rounded down, so that what rounding leaves stays with the product and its share is never below nothing.
        shares = tuple((name, _floored(value / whole)) for name, value in others)
        splits.append(Split(index, process.name, by, 1 - sum((share for _, share in shares), Decimal(0)), shares))
        later += [(index, other, k) for k, other in enumerate(process.co_products)]
    return splits[::-1]


def _floored(share: Decimal) -> Decimal:
    return share.quantize(_GRAIN, rounding=ROUND_DOWN)


def _own_basis(allocation: Allocation, method: Method, kg: Decimal, index: int, process: Process) -> Decimal:
    per_kg = {
        "mass": Decimal(1),
        "energy": allocation.product_energy_mj_per_kg,
        "economic": allocation.product_price_per_kg,
    }[method]
    if per_kg is None or per_kg <= 0 or kg <= 0:
        field = _OWN_FIELDS[method]
        pointer = "/bom" if per_kg is not None and per_kg > 0 else f"/processes/{index}/allocation/{field}"
        raise ALLOCATION_DATA.at(
            Place(pointer), method=method, method_zh=METHODS[method].zh, process=process.name[:80], field=field
        )
    return kg * per_kg


def _co_basis(other: CoProduct, method: Method, index: int, number: int, process: Process) -> Decimal:
    per_kg = {"mass": Decimal(1), "energy": other.energy_mj_per_kg, "economic": other.price_per_kg}[method]
    if per_kg is None:
        field = _CO_FIELDS[method]
        raise ALLOCATION_DATA.at(
            Place(f"/processes/{index}/co_products/{number}/{field}"),
            method=method,
            method_zh=METHODS[method].zh,
            process=process.name[:80],
            field=field,
        )
    return other.kg * per_kg


def other_methods(product: Product) -> list[Method]:
    """The methods by which all splits could be made as well, for the sensitivity that 6.4.6.1 asks for."""
    stated = {p.allocation.method for p in product.processes if p.co_products and p.allocation is not None}
    with_others = [p for p in product.processes if p.co_products]
    found: list[Method] = []
    known: dict[Method, Callable[[Process], bool]] = {
        "mass": lambda _: True,
        "energy": lambda p: (
            p.allocation is not None
            and bool(p.allocation.product_energy_mj_per_kg)
            and all(other.energy_mj_per_kg is not None for other in p.co_products)
        ),
        "economic": lambda p: (
            p.allocation is not None
            and bool(p.allocation.product_price_per_kg)
            and all(other.price_per_kg is not None for other in p.co_products)
        ),
    }
    for method, holds in known.items():
        if with_others and stated != {method} and all(holds(process) for process in with_others):
            found.append(method)
    return found


def allocation_questions(product: Product, spread: dict[Method, Decimal], total: Decimal) -> list[Question]:
    """Asks why price was taken where mass could be: physical relations come first (6.4.6.2)."""
    questions = []
    for i, process in enumerate(product.processes):
        allocation = process.allocation
        if not process.co_products or allocation is None or allocation.method != "economic":
            continue
        if not allocation.reason.strip():
            at_stake = max((abs(other - total) for other in spread.values()), default=Decimal(0))
            questions.append(
                ask(
                    "allocation.reason",
                    process.name,
                    en=f"Why is {process.name} allocated by price? Physical relations such as mass come first.",
                    zh=f"{process.name}为何按价格分配？应优先采用质量等物理关系。",
                    kg=float(at_stake),
                    pointer=f"/processes/{i}/allocation/reason",
                )
            )
    return questions


def _percent(share: Decimal) -> str:
    return f"{decimal_text(significant(share * 100, 4))} %"
