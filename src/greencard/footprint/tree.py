"""The calculation as a tree: float64 at the leaves, exact sums above them.

A leaf is one product of an amount and a factor. It is rounded once, to twelve significant digits (`decimal_of`); every
node above is the exact decimal sum of its children, so the explain tree adds up to the total to the last digit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final

from greencard.model import ExplainNode, Text
from greencard.quantity import decimal_of, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from greencard.model import FactorRef, Grade, StageId
    from greencard.model.footprint import Basis

__all__ = ["Branch", "Leaf", "Node", "leaves", "total_kg"]

_EXACT: Final = Context(prec=60)


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

    @property
    def kg(self) -> float:
        """Emission, kg CO2e, unrounded."""
        return float(self.amount) * float(self.conversion) * float(self.factor.value)

    @property
    def rounded(self) -> Decimal:
        """Emission, kg CO2e, to twelve significant digits."""
        return decimal_of(self.kg)

    def explained(self, stage: StageId) -> ExplainNode:
        """The leaf as the result shows it."""
        times = "" if self.conversion == 1 else f" × {decimal_text(self.conversion)}"
        return ExplainNode(
            label=self.label,
            kg_co2e=self.rounded,
            basis=self.basis,
            stage=stage,
            formula=f"{decimal_text(self.amount)} {self.unit}{times} × "
            f"{decimal_text(self.factor.value)} {self.factor.unit}",
            amount=self.amount,
            unit=self.unit,
            factor=self.factor,
            grade=self.grade,
            note=self.note,
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """A sum of nodes."""

    label: Text
    children: tuple[Node, ...]
    note: Text = field(default_factory=Text)

    def explained(self, stage: StageId) -> ExplainNode:
        """The branch as the result shows it; measured only where everything in it is."""
        children = tuple(child.explained(stage) for child in self.children)
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
