"""Leaves of the market: emission factors and suppliers' figures, each once, with its spread and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from greencard.footprint.tree import Leaf
    from greencard.model import FactorRef

__all__ = ["PARTS", "LeafKey", "LeafTable"]

PARTS: Final = ("land_use_change", "land_management", "biogenic_non_co2")
"""Parts of the total that are not fossil, in the order of the kernel's columns 1 to 3."""


class LeafKey(NamedTuple):
    """What makes two leaves one: the same factor, value, spread and parts."""

    group: str
    """Id of the factor: leaves of one group share one random number."""
    value: float
    """kg CO2e per unit of the factor."""
    sigma: float
    """Standard deviation of ln(value)."""
    parts: tuple[float, float, float]
    """Shares of the emission that are land-use change, land management, and biogenic CH4 and N2O."""


class LeafTable:
    """Leaves by number, in the order of their first use."""

    def __init__(self) -> None:
        self.keys: list[LeafKey] = []
        self.factors: list[FactorRef | None] = []
        """What each cites; None for what is one product's own (a supplier's figure, a whole assessment)."""
        self._numbers: dict[LeafKey, int] = {}

    def number(self, leaf: Leaf, owner: str = "") -> int:
        """The number of a leaf. Factors without an id of their own belong to `owner`, the product."""
        group, factor = leaf.factor.id, leaf.factor
        own = bool(owner) and group.startswith("supplier/bom/")
        key = LeafKey(f"{group}@{owner}" if own else group, float(factor.value), leaf.sigma, _parts(leaf))
        return self.add(key, None if own else factor)

    def add(self, key: LeafKey, factor: FactorRef | None = None) -> int:
        """The number of a key, a new one where it was not there."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.factors.append(factor)
        return found

    def __len__(self) -> int:
        return len(self.keys)


def _parts(leaf: Leaf) -> tuple[float, float, float]:
    if leaf.biogenic:
        return 0.0, 0.0, 1.0
    if not leaf.parts:
        return 0.0, 0.0, 0.0
    shares = dict.fromkeys(PARTS, 0.0)
    for name, share in leaf.parts:
        shares[name] += float(share)
    return shares["land_use_change"], shares["land_management"], shares["biogenic_non_co2"]
