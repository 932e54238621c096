"""Cheap plausibility checks of readings. They warn and name the cause to look for; nothing is corrected or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from greencard.energy import codes
from greencard.errors import Fault, Place
from greencard.model import MeterInterval
from greencard.quantity import decimal_text

__all__ = ["CAPACITY_MARGIN", "warnings_of"]

CAPACITY_MARGIN: Final = Decimal("1.1")
"""Cold clear air and cloud edges lift a plant above its rated power for a while, by no more than a tenth."""
_NIGHT_FROM: Final = 22 * 60
_NIGHT_TO: Final = 3 * 60
_DAY: Final = 24 * 60
_SOLAR_MINUTES_PER_DEGREE: Final = 4
_UNACCOUNTED_TOLERANCE_WH: Final = 10
_WH_PER_KWH: Final = 1000
_SECONDS_PER_HOUR: Final = 3600


def warnings_of(
    intervals: Sequence[MeterInterval], file: str, *, kwp: Decimal | None = None, longitude: float | None = None
) -> tuple[Fault, ...]:
    """At most one warning of each kind, with the number of intervals concerned and the first of them.

    Generation above 1.1 x `kwp` x hours (GC-MTR-030, when `kwp` is given); generation in an interval that lies wholly
    between 22:00 and 03:00, by solar time where `longitude` is given and by the stated zone otherwise (GC-MTR-031);
    generation that is neither exported nor used (GC-MTR-032).
    """
    found: list[Fault | None] = [
        None if kwp is None else _above_capacity(intervals, file, kwp),
        _at_night(intervals, file, longitude),
        _unaccounted(intervals, file),
    ]
    return tuple(fault for fault in found if fault is not None)


def _above_capacity(intervals: Sequence[MeterInterval], file: str, kwp: Decimal) -> Fault | None:
    def limit_wh(interval: MeterInterval) -> Decimal:
        return kwp * CAPACITY_MARGIN * _WH_PER_KWH * interval.seconds / _SECONDS_PER_HOUR

    above = [interval for interval in intervals if interval.pv_wh > limit_wh(interval)]
    if not above:
        return None
    return codes.PV_ABOVE_CAPACITY.fault(
        Place("", file),
        severity="warning",
        count=len(above),
        kwp=decimal_text(kwp),
        limit=decimal_text(limit_wh(above[0]) / _WH_PER_KWH),
        pv=_kwh(above[0].pv_wh),
        start=above[0].start.isoformat(),
    )


def _at_night(intervals: Sequence[MeterInterval], file: str, longitude: float | None) -> Fault | None:
    night = [
        interval
        for interval in intervals
        if interval.pv_wh > 0 and _wholly_at_night(_minute_of_day(interval.start, longitude), interval.seconds)
    ]
    if not night:
        return None
    return codes.PV_AT_NIGHT.fault(
        Place("", file), severity="warning", count=len(night), start=night[0].start.isoformat()
    )


def _minute_of_day(start: datetime, longitude: float | None) -> float:
    local = start
    if longitude is not None:
        local = start.astimezone(UTC) + timedelta(minutes=_SOLAR_MINUTES_PER_DEGREE * longitude)
    return local.hour * 60 + local.minute + local.second / 60


def _wholly_at_night(minute: float, seconds: int) -> bool:
    after_nightfall = (minute - _NIGHT_FROM) % _DAY
    return after_nightfall + seconds / 60 <= _DAY - _NIGHT_FROM + _NIGHT_TO


def _unaccounted(intervals: Sequence[MeterInterval], file: str) -> Fault | None:
    lost = [
        interval
        for interval in intervals
        if interval.pv_wh - interval.export_wh - interval.load_wh > _UNACCOUNTED_TOLERANCE_WH
    ]
    if not lost:
        return None
    wh = sum(interval.pv_wh - interval.export_wh - interval.load_wh for interval in lost)
    return codes.PV_UNACCOUNTED.fault(
        Place("", file), severity="warning", count=len(lost), kwh=_kwh(wh), start=lost[0].start.isoformat()
    )


def _kwh(wh: int) -> str:
    return decimal_text(Decimal(wh).scaleb(-3))
