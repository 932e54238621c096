"""Products against destinations: one word per cell, and the rules that stand in the way most often."""

from __future__ import annotations

from datetime import date

from greencard.model.base import Text, Value
from greencard.model.verdict import Overall, Verdict

__all__ = ["Blocker", "Cell", "Matrix"]


class Cell(Value, frozen=True, kw_only=True):
    """One product at one destination."""

    product_id: str
    destination: str
    on: date
    overall: Overall
    barring: tuple[str, ...] = ()
    """Rules that bar it."""
    undecided: tuple[str, ...] = ()
    """Rules that may bar it, for want of a fact no paper settles."""
    conditions: tuple[str, ...] = ()
    """Rules to fulfil before it ships: failures that can be cured, and open points."""
    pack: str
    """SHA-256 of the rules that answered."""
    verdict: Verdict | None = None
    """The whole answer, where asked for."""


class Blocker(Value, frozen=True, kw_only=True):
    """A rule that bars, or may bar, cells of the matrix."""

    rule_id: str
    title: Text
    citation: str
    barring: int
    """Cells it bars."""
    undecided: int
    """Cells it leaves open."""


class Matrix(Value, frozen=True, kw_only=True):
    """The words of all cells, row by row: products in the order given, destinations within them."""

    products: tuple[str, ...]
    destinations: tuple[str, ...]
    cells: tuple[Cell, ...]
    blockers: tuple[Blocker, ...] = ()
    """Most cells first."""
    as_of: date
    engine: str
    not_covered: tuple[Text, ...] = ()
