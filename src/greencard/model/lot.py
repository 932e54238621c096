"""Energy lots: metered Wh that are given to products once, and retired for a card once and for all."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from greencard.model.base import Value
from greencard.model.facility import FacilityAllocation

__all__ = ["EnergyBooking", "EnergyLot", "LotAllocation", "LotBalance", "LotSource", "LotState"]

LotSource = Literal["pv", "grid", "certificate", "export"]
"""Own solar used as it was made, grid supply, a bought certificate's coverage, or energy fed into the grid."""
LotState = Literal["held", "released", "retired"]


class EnergyLot(Value, frozen=True, kw_only=True):
    """Wh metered at a facility in [start, end), from one source. A lot is never changed."""

    id: str
    facility_id: str
    start: datetime
    end: datetime
    source: LotSource
    metered_wh: int
    certificate: str = ""
    """Scheme and number of the certificate (`GEC 2026-0001`), of a lot of that source alone. It has one lot."""
    evidence: str = ""
    """SHA-256 of the readings, or where the cancellation can be looked up."""


class LotAllocation(Value, frozen=True, kw_only=True):
    """Part of a lot given to a product. `held` may be released or retired; both are final."""

    id: str
    lot_id: str
    product_id: str
    wh: int
    state: LotState = "held"
    target: str = ""
    """What it was retired for: a card, or a version of a product."""


class LotBalance(Value, frozen=True, kw_only=True):
    """A lot and what became of it: retired <= allocated <= metered, always."""

    lot: EnergyLot
    allocated_wh: int
    """Held and retired."""
    retired_wh: int

    @property
    def free_wh(self) -> int:
        """What can still be allocated: nothing of an export."""
        return 0 if self.lot.source == "export" else self.lot.metered_wh - self.allocated_wh


class EnergyBooking(Value, frozen=True, kw_only=True):
    """A facility's period divided among its products and taken from its lots: one division of each kWh, and no other.

    Its id is the allocation's digest. No two bookings in force of a facility overlap in time.
    """

    id: str
    allocation: FacilityAllocation
    illustrative: bool = False
    """Made-up data: no card but an illustrative one may stand on it."""
    released: bool = False
    """Undone before any card stood on it; kept as a record of what was booked."""
