"""What a factor is wanted for, and the part of the tree that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place

if TYPE_CHECKING:
    from greencard.factors import Catalogue, LifeCycleFactor
    from greencard.footprint.tree import Node
    from greencard.model import Question, Text

__all__ = ["LOW", "PER_KG", "Z95", "Need", "Part", "named_material"]

PER_KG: Final = "kg CO2e/kg"
LOW: Final = 0.2
"""A figure below this part of the published average is asked about: another scope or another unit is likely."""
Z95: Final = 1.96


@dataclass(frozen=True, slots=True)
class Part:
    """One material in the tree, the material its words named, and what is still to be asked about it."""

    node: Node
    material: str
    questions: tuple[Question, ...] = ()
    notes: tuple[Text, ...] = ()
    factors: tuple[LifeCycleFactor, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What a factor is wanted for."""

    catalogue: Catalogue
    words: str
    named: str
    pointer: str
    region: str
    kg: Decimal
    loss: Decimal = Decimal(1)
    """Gross over net, for amounts that come from a rating in the name."""
    amount: str = "gross_kg"
    """Field of the record that holds the mass."""

    @property
    def place(self) -> Place:
        """Where the words stand in the record."""
        return Place(f"{self.pointer}/material")


def named_material(need: Need) -> str:
    """The material the words name, for waste stream and carbon; empty where none is known."""
    from greencard.footprint.resolution import resolver_of  # noqa: PLC0415 - it is built on this module

    return resolver_of(need.catalogue).material(need.words, need.named, need.region)
