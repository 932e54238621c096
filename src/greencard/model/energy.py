"""Interval meter readings and what matching them gives."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from greencard.model.base import Value

__all__ = ["DayProfile", "MeterInterval", "SolarMatch"]


class MeterInterval(Value, frozen=True, kw_only=True, gc=False):
    """Energy metered in [start, start + seconds): integer Wh, so that sums are exact."""

    start: datetime
    seconds: int
    load_wh: int
    pv_wh: int
    export_wh: int


class DayProfile(Value, frozen=True, kw_only=True):
    """One day for a picture: mean kW per interval of equal length."""

    day: str
    seconds: int
    load_kw: tuple[Decimal, ...]
    pv_kw: tuple[Decimal, ...]
    matched_kw: tuple[Decimal, ...]


class SolarMatch(Value, frozen=True, kw_only=True):
    """Result of matching load and PV interval by interval, then summed. Exported energy is a ledger of its own."""

    period_start: datetime
    period_end: datetime
    intervals: int
    missing_intervals: int
    load_wh: int
    """Metered load plus `assumed_load_wh`."""
    self_consumed_wh: int
    """Sum over intervals of min(load, pv - export): the only solar energy that enters a footprint."""
    exported_wh: int
    pv_wh: int
    clearest_day: DayProfile | None = None
    assumed_load_wh: int = 0
    """Part of `load_wh` nobody metered: mean metered load times missing intervals, taken wholly as grid supply."""

    @property
    def solar_share(self) -> Decimal:
        """Share of load met by own PV in the same interval, 0 to 1."""
        return Decimal(self.self_consumed_wh) / Decimal(self.load_wh) if self.load_wh else Decimal(0)
