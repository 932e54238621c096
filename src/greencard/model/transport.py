"""Transport-chain results (ISO 14083:2023), beside the footprint and never inside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.footprint import FactorRef
from greencard.model.product import Mode

__all__ = ["ChainElement", "Comparison", "TransportResult"]


class ChainElement(Value, frozen=True, kw_only=True):
    """One transport chain element of one declared unit with its packaging."""

    mode: Mode
    origin: str
    destination: str
    distance_km: Decimal
    distance_basis: Literal["stated", "sfd", "gcd", "actual"] = "stated"
    mass_kg: Decimal
    wtw_kg_co2e: Decimal
    ttw_kg_co2e: Decimal | None
    factor: FactorRef
    formula: str
    reason: Text = Text()
    """Why this factor and no other."""
    wtw_low_kg_co2e: Decimal | None = None
    wtw_high_kg_co2e: Decimal | None = None
    """The range where `wtw_kg_co2e` is a proxy between bounds; None: a single published value."""


class TransportResult(Value, frozen=True, kw_only=True):
    """Well-to-wheel emissions of a chain, kg CO2e per declared unit."""

    elements: tuple[ChainElement, ...]
    wtw_kg_co2e: Decimal
    ttw_kg_co2e: Decimal | None
    mass_kg: Decimal
    not_counted: tuple[Text, ...] = ()
    wtw_low_kg_co2e: Decimal | None = None
    wtw_high_kg_co2e: Decimal | None = None
    """The range where at least one element is a proxy between bounds."""
    dataset: str = ""
    """SHA-256 of the intensity catalogue."""


class Comparison(Value, frozen=True, kw_only=True):
    """A route against its named baseline; the sign is kept and the difference is never netted from a footprint."""

    baseline_name: Text
    baseline: TransportResult
    project_kg_co2e: Decimal
    baseline_kg_co2e: Decimal
    avoided_kg_co2e: Decimal
    """Baseline minus project: negative when the chosen route emits more."""
    avoided_low_kg_co2e: Decimal | None = None
    avoided_high_kg_co2e: Decimal | None = None
    """The range of the difference where an element that is not in both chains is a proxy between bounds."""
    notes: tuple[Text, ...] = ()

    @property
    def saving_holds(self) -> bool:
        """Whether the chosen route emits less over the whole range; only then may a saving be spoken of."""
        low = self.avoided_kg_co2e if self.avoided_low_kg_co2e is None else self.avoided_low_kg_co2e
        return low > 0
