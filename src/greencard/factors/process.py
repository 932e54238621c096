"""Energy of processes as published: a reference to hold a merchant's own figure against, never an emission factor."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model import Text, Value

__all__ = ["ProcessEnergy"]


class ProcessEnergy(Value, frozen=True, kw_only=True):
    """Energy a process takes per unit of what it works on. The emission follows from the electricity and heat used."""

    id: str
    name: Text
    scope: Text
    quantity: Decimal
    unit: str
    """`MJ electricity`, `MJ primary energy` (grid losses inside), `kWh total energy` …"""
    per: str
    fuel_share: Decimal | None = None
    """Part of total energy that is fuel, 0 to 1; the rest is electricity."""
    region: str
    year: int | None = None
    boundary: str
    source: str
    record: str
    licence: str
    trust: Literal["seen", "recall"]
    note: str = ""
