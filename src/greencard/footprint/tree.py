"""The calculation as a tree: float64 at the leaves, exact sums above them.

A leaf is one product of an amount and a factor. It is rounded once, to twelve significant digits (`decimal_of`); every
node above is the exact decimal sum of its children, so the explain tree adds up to the total to the last digit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from greencard.model import ExplainNode, Text
from greencard.quantity import decimal_of, decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from greencard.model import DataQuality, FactorRef, Grade, StageId
    from greencard.model.footprint import Basis

    Rate = Callable[["Leaf"], DataQuality]

__all__ = ["Branch", "Leaf", "Node", "PartName", "exact_sum", "joined", "leaves", "located", "scaled", "total_kg"]

PartName = Literal["biogenic_non_co2", "land_use_change", "land_management"]
"""Parts of the total that are reported apart; what is none of them is fossil."""

_EXACT: Final = Context(prec=60)


_sigma: Final = lru_cache(1024)(decimal_of)
"""A spread as the result shows it; a table of conventions gives the same few again and again."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An amount times a factor, kg CO2e."""

    label: Text
    amount: Decimal
    unit: str
    factor: FactorRef
    basis: Basis
    sigma: float
    """Standard deviation of ln(factor)."""
    amount_sigma: float
    """Standard deviation of ln(amount)."""
    grade: Grade = "E0"
    note: Text = field(default_factory=Text)
    conversion: Decimal = Decimal(1)
    """From the amount's unit to the factor's, such as kg·km to tkm."""
    biogenic: bool = False
    """CH4 and N2O of biomass: in the total, but not fossil."""
    share: Decimal = Decimal(1)
    """The product's part of a burden that it shares with co-products (ISO 14067:2018 6.4.6)."""
    parts: tuple[tuple[PartName, Decimal], ...] = ()
    """Parts of this emission that are not fossil, each as a share of it."""
    pointer: str = ""
    """Where in the record the amount stands."""

    kg: float = field(init=False, repr=False, compare=False)
    """Emission, kg CO2e, unrounded."""
    _rounded: Decimal | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kg = float(self.amount) * float(self.conversion) * float(self.factor.value) * float(self.share)
        object.__setattr__(self, "kg", kg)

    @property
    def rounded(self) -> Decimal:
        """Emission, kg CO2e, to twelve significant digits."""
        if self._rounded is None:
            object.__setattr__(self, "_rounded", decimal_of(self.kg))
        assert self._rounded is not None  # noqa: S101 - set above
        return self._rounded

    def part(self, name: PartName) -> Decimal:
        """Emission of one part, kg CO2e."""
        if self.biogenic:
            return self.rounded if name == "biogenic_non_co2" else Decimal(0)
        share = sum((share for part, share in self.parts if part == name), Decimal(0))
        return significant(self.rounded * share, 12) if share else Decimal(0)

    def explained(self, stage: StageId | None, rate: Rate | None = None) -> ExplainNode:
        """The leaf as the result shows it; `rate` gives its data quality."""
        times = "" if self.conversion == 1 else f" × {decimal_text(self.conversion)}"
        shared = "" if self.share == 1 else f" × {decimal_text(self.share)}"
        return ExplainNode(
            label=self.label,
            kg_co2e=self.rounded,
            basis=self.basis,
            stage=stage,
            formula=f"{decimal_text(self.amount)} {self.unit}{times} × "
            f"{decimal_text(self.factor.value)} {self.factor.unit}{shared}",
            amount=self.amount,
            unit=self.unit,
            factor=self.factor,
            grade=self.grade,
            note=self.note,
            sigma=_sigma(self.sigma),
            amount_sigma=_sigma(self.amount_sigma),
            quality=None if rate is None else rate(self),
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """A sum of nodes."""

    label: Text
    children: tuple[Node, ...]
    note: Text = field(default_factory=Text)

    def explained(self, stage: StageId | None, rate: Rate | None = None) -> ExplainNode:
        """The branch as the result shows it; measured only where everything in it is."""
        children = tuple(child.explained(stage, rate) for child in self.children)
        return joined(self.label, children, stage, self.note)


Node = Leaf | Branch


def joined(label: Text, children: tuple[ExplainNode, ...], stage: StageId | None, note: Text) -> ExplainNode:
    """A node above `children`: their exact sum, the weakest basis and grade among them."""
    return ExplainNode(
        label=label,
        kg_co2e=exact_sum(child.kg_co2e for child in children),
        basis="measured" if children and all(child.basis == "measured" for child in children) else "default",
        stage=stage,
        formula=" + ".join(decimal_text(child.kg_co2e) for child in children),
        grade=min((child.grade for child in children), default="E0"),
        note=note,
        children=children,
    )


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """A decimal sum without rounding: leaves have twelve digits, and sixty hold any sum of them."""
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def scaled(node: Node, share: Decimal, note: Text | None = None) -> Node:
    """The node with every leaf's part of the burden multiplied by `share`, and `note` at its top.

    Unchanged where the share is 1: a product without co-products shares nothing.
    """
    if share == 1:
        return node
    said = node.note if note is None else Text(en=_both(node.note.en, note.en), zh=_both(node.note.zh, note.zh))
    if isinstance(node, Leaf):
        return replace(node, share=significant(node.share * share, 12), note=said)
    return replace(node, children=tuple(scaled(child, share) for child in node.children), note=said)


def located(node: Node, pointer: str) -> Node:
    """The node with `pointer` on every leaf that does not yet say where its amount stands."""
    if isinstance(node, Branch):
        children = tuple(located(child, pointer) for child in node.children)
        unchanged = all(one is other for one, other in zip(children, node.children, strict=True))
        return node if unchanged else replace(node, children=children)
    return node if node.pointer else replace(node, pointer=pointer)


def _both(one: str, other: str) -> str:
    return f"{one}; {other}" if one else other


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf below a node, in order."""
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def total_kg(nodes: Iterable[Node]) -> float:
    """Emission of everything in the nodes, kg CO2e, before rounding (compensated sum)."""
    return math.fsum(leaf.kg for node in nodes for leaf in leaves(node))
