"""Own solar energy matched with load, interval by interval, then summed.

Yearly totals would let a weekend's export pay for a weekday's night shift. Only what the load took in the same
interval is self-use; exported energy stays in a ledger of its own and can enter no footprint (DESIGN, ruling 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from greencard.energy import codes
from greencard.energy.readings import Readings
from greencard.errors import Place
from greencard.model import DayProfile, MeterInterval, SolarMatch
from greencard.quantity import TimeInterval

__all__ = ["match", "self_consumed_wh"]

_DAY_SECONDS: Final = 86_400
_HOUR: Final = 3600
_QUARTER: Final = 900


def self_consumed_wh(interval: MeterInterval) -> int:
    """Wh of own PV the load took in this interval: min(load, pv - export), never below zero."""
    return max(0, min(interval.load_wh, interval.pv_wh - interval.export_wh))


def match(
    readings: Readings | Sequence[MeterInterval], *, start: datetime | None = None, end: datetime | None = None
) -> SolarMatch:
    """Self-used, exported and total energy (Wh) of the period [start, end), by default that of the readings.

    Sums are over intervals lying wholly in the period, in integers, so they are exact. An interval of the period
    that was not metered is counted as grid supply: it adds the mean metered load to `load_wh` (stated apart in
    `assumed_load_wh`) and nothing to self-use, so a gap lowers the solar share instead of inheriting it.

    Raises:
        InvalidInput: no reading in the period (GC-MTR-040); intervals that overlap, run backwards or differ in length
            (GC-MTR-041); a period that is empty or without zone (GC-QTY-004).
    """
    intervals = readings.intervals if isinstance(readings, Readings) else tuple(readings)
    file = readings.file if isinstance(readings, Readings) else ""
    if not intervals:
        raise codes.NOTHING_IN_PERIOD.at(Place("", file), start=start, end=end)
    _require_even(intervals, file)
    seconds = intervals[0].seconds
    length = timedelta(seconds=seconds)
    period = TimeInterval(
        intervals[0].start if start is None else start, intervals[-1].start + length if end is None else end
    )
    metered = [item for item in intervals if period.start <= item.start and item.start + length <= period.end]
    if not metered:
        raise codes.NOTHING_IN_PERIOD.at(Place("", file), start=period.start.isoformat(), end=period.end.isoformat())
    missing = (period.end - period.start) // length - len(metered)
    load_wh = sum(item.load_wh for item in metered)
    assumed_wh = -(-load_wh * missing // len(metered))
    return SolarMatch(
        period_start=period.start,
        period_end=period.end,
        intervals=len(metered),
        missing_intervals=missing,
        load_wh=load_wh + assumed_wh,
        assumed_load_wh=assumed_wh,
        self_consumed_wh=sum(map(self_consumed_wh, metered)),
        exported_wh=sum(item.export_wh for item in metered),
        pv_wh=sum(item.pv_wh for item in metered),
        clearest_day=_clearest_day(metered, seconds),
    )


def _require_even(intervals: Sequence[MeterInterval], file: str) -> None:
    seconds = intervals[0].seconds
    length = timedelta(seconds=seconds)
    if seconds <= 0 or _HOUR % seconds:
        raise codes.INTERVAL_LENGTH.at(Place("", file), seconds=seconds)
    for interval, after in pairwise(intervals):
        if after.seconds != seconds or after.start < interval.start + length:
            raise codes.UNEVEN_INTERVALS.at(Place("", file), start=after.start.isoformat())


def _clearest_day(metered: Sequence[MeterInterval], seconds: int) -> DayProfile | None:
    """The fully metered local day with most generation, the earliest of equals; None without such a day."""
    zone = metered[0].start.tzinfo
    days: dict[date, list[MeterInterval]] = {}
    for interval in metered:
        days.setdefault(interval.start.astimezone(zone).date(), []).append(interval)
    complete = [(sum(item.pv_wh for item in items), day) for day, items in days.items() if _complete(items, seconds)]
    pv_wh, day = max(complete, key=lambda found: (found[0], -found[1].toordinal()), default=(0, None))
    if day is None or pv_wh == 0:
        return None
    slot = _QUARTER if _QUARTER % seconds == 0 else _HOUR
    per_slot = slot // seconds
    items = days[day]

    def mean_kw(energies_wh: Iterable[int]) -> tuple[Decimal, ...]:
        wh = list(energies_wh)
        sums = (sum(wh[at : at + per_slot]) for at in range(0, len(wh), per_slot))
        return tuple(Decimal(total * (_HOUR // slot)).scaleb(-3) for total in sums)

    return DayProfile(
        day=day.isoformat(),
        seconds=slot,
        load_kw=mean_kw(item.load_wh for item in items),
        pv_kw=mean_kw(item.pv_wh for item in items),
        matched_kw=mean_kw(map(self_consumed_wh, items)),
    )


def _complete(items: Sequence[MeterInterval], seconds: int) -> bool:
    return len(items) == _DAY_SECONDS // seconds
