"""Own solar energy matched with load, interval by interval, then summed.

Yearly totals would let a weekend's export pay for a weekday's night shift. Only what the load took in the same
interval, or out of a battery that own generation charged, is self-use; exported energy stays in a ledger of its own
and can enter no footprint (DESIGN, ruling 1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from greencard.energy import codes
from greencard.energy.battery import Flow, flows
from greencard.energy.periods import is_legal
from greencard.energy.readings import Gap, Readings
from greencard.energy.site import Site
from greencard.energy.totals import bound
from greencard.errors import Place
from greencard.model import DayProfile, MeterInterval, SolarMatch
from greencard.quantity import TimeInterval

__all__ = ["match", "require_order", "self_consumed_wh", "solar_flows"]

_DAY_SECONDS: Final = 86_400
_HOUR: Final = 3600
_QUARTER: Final = 900
_WH_PER_KWH: Final = 1000


def self_consumed_wh(interval: MeterInterval) -> int:
    """Wh of own PV the load took in this interval: min(load, pv - export), never below zero; no battery."""
    return max(0, min(interval.load_wh, interval.pv_wh - interval.export_wh))


def solar_flows(readings: Readings | Sequence[MeterInterval], *, site: Site | None = None) -> tuple[Flow, ...]:
    """Own solar of each interval, aligned with the intervals: whatever parts are made of them, they add up to `match`.

    The battery's ledger runs over all intervals given, from the first; parts are cut from its result, never run anew.
    """
    intervals = readings.intervals if isinstance(readings, Readings) else tuple(readings)
    known = readings.site if isinstance(readings, Readings) and site is None else site
    capacity = known.battery_kwh if known is not None else None
    return tuple(
        flows(
            intervals,
            void=readings.void if isinstance(readings, Readings) else (),
            battery_wh=None if capacity is None else int(capacity * _WH_PER_KWH),
        )
    )


def match(
    readings: Readings | Sequence[MeterInterval],
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    site: Site | None = None,
) -> SolarMatch:
    """Self-used, exported and total energy (Wh) of the period [start, end), by default that of the readings.

    Sums are over intervals lying wholly in the period, in integers, so they are exact. Time of the period that was
    not metered is grid supply: it adds to `load_wh` what a register counted through it, else the mean metered load
    (stated apart in `assumed_load_wh`), and nothing to self-use, so a gap lowers the solar share instead of
    inheriting it. `Readings` count as their quality says; plain intervals are taken as they are. Of totals, the
    provable part of self-use is counted (`greencard.energy.totals`).

    `storage_loss_wh` is what discharging in the period used up beyond what it gave; it is not within `load_wh`, which
    is the site without its battery, and whoever prices the site's electricity must add it (as grid supply, which
    never flatters).

    Raises:
        InvalidInput: no reading in the period (GC-MTR-040); intervals that overlap or run backwards (GC-MTR-041) or
            have a length that does not divide the hour (GC-MTR-018); an empty or zoneless period (GC-QTY-004).
    """
    intervals = readings.intervals if isinstance(readings, Readings) else tuple(readings)
    file = readings.file if isinstance(readings, Readings) else ""
    if not intervals:
        raise codes.NOTHING_IN_PERIOD.at(Place("", file), start=start, end=end)
    totals = isinstance(readings, Readings) and readings.totals
    if not isinstance(readings, Readings):
        _require_lengths(intervals, file)
    require_order(intervals, file)
    period = TimeInterval(
        intervals[0].start if start is None else start,
        _end(intervals[-1]) if end is None else end,
    )
    inside = [at for at, item in enumerate(intervals) if period.start <= item.start and _end(item) <= period.end]
    if not inside:
        raise codes.NOTHING_IN_PERIOD.at(Place("", file), start=period.start.isoformat(), end=period.end.isoformat())
    metered = [intervals[at] for at in inside]
    if totals:
        assert isinstance(readings, Readings)  # noqa: S101 - `totals` is read off it; narrows the type
        solar = [Flow(found.at_least_wh) for found in map(bound(readings).of, metered)]
    else:
        every = solar_flows(readings, site=site)
        solar = [every[at] for at in inside]
    gaps = readings.gaps if isinstance(readings, Readings) else ()
    missing, known_wh, assumed_wh = _unmetered(metered, _gaps_with_load(gaps, intervals), period)
    return SolarMatch(
        period_start=period.start,
        period_end=period.end,
        intervals=len(metered),
        missing_intervals=missing,
        load_wh=sum(item.load_wh for item in metered) + known_wh + assumed_wh,
        assumed_load_wh=assumed_wh,
        self_consumed_wh=sum(flow.solar_wh for flow in solar),
        exported_wh=sum(item.export_wh for item in metered),
        pv_wh=sum(item.pv_wh for item in metered),
        clearest_day=None if totals else _clearest_day(metered, solar),
        stored_solar_wh=sum(flow.stored_wh for flow in solar),
        storage_loss_wh=sum(flow.loss_wh for flow in solar),
    )


def _end(item: MeterInterval) -> datetime:
    return item.start + timedelta(seconds=item.seconds)


def _require_lengths(intervals: Sequence[MeterInterval], file: str) -> None:
    for seconds in {item.seconds for item in intervals}:
        if not is_legal(seconds):
            raise codes.INTERVAL_LENGTH.at(Place("", file), seconds=seconds)


def require_order(intervals: Sequence[MeterInterval], file: str) -> None:
    """Refuse intervals that overlap or run backwards, which would count energy twice (GC-MTR-041), and none at all."""
    if not intervals:
        raise codes.NOTHING_IN_PERIOD.at(Place("", file), start=None, end=None)
    for interval, after in pairwise(intervals):
        if after.start < _end(interval):
            raise codes.UNEVEN_INTERVALS.at(Place("", file), start=after.start.isoformat())


def _unmetered(
    metered: Sequence[MeterInterval], gaps: Iterable[tuple[Gap, datetime]], period: TimeInterval
) -> tuple[int, int, int]:
    """Missing intervals of the shortest length metered, load a register knows of them, load assumed for the rest."""
    length = min(item.seconds for item in metered)
    seconds = sum(item.seconds for item in metered)
    missing = ((period.end - period.start) // timedelta(seconds=1) - seconds) // length
    known_wh = known_seconds = 0
    for gap, gap_end in gaps:
        inside = (min(gap_end, period.end) - max(gap.start, period.start)) // timedelta(seconds=1)
        if inside > 0 and gap.load_wh is not None:
            known_wh += -(-gap.load_wh * inside // ((gap_end - gap.start) // timedelta(seconds=1)))
            known_seconds += inside
    unknown = max(0, missing * length - known_seconds)
    load_wh = sum(item.load_wh for item in metered)
    return missing, known_wh, -(-load_wh * unknown // seconds)


def _gaps_with_load(gaps: Sequence[Gap], intervals: Sequence[MeterInterval]) -> Iterator[tuple[Gap, datetime]]:
    """Gaps whose load a register knows, each with the start of the reading after it."""
    for gap in gaps:
        after = bisect_right(intervals, gap.start, key=lambda item: item.start)
        if gap.load_wh is not None and after < len(intervals):
            yield gap, intervals[after].start


def _clearest_day(metered: Sequence[MeterInterval], solar: Sequence[Flow]) -> DayProfile | None:
    """The fully metered local day with most generation, the earliest of equals; None without such a day."""
    zone = metered[0].start.tzinfo
    days: dict[date, list[int]] = {}
    for at, interval in enumerate(metered):
        days.setdefault(interval.start.astimezone(zone).date(), []).append(at)
    complete = [
        (sum(metered[at].pv_wh for at in places), day)
        for day, places in days.items()
        if _complete([metered[at] for at in places])
    ]
    pv_wh, day = max(complete, key=lambda found: (found[0], -found[1].toordinal()), default=(0, None))
    if day is None or pv_wh == 0:
        return None
    seconds = metered[days[day][0]].seconds
    slot = _QUARTER if _QUARTER % seconds == 0 else _HOUR
    per_slot = slot // seconds

    def mean_kw(energies_wh: Iterable[int]) -> tuple[Decimal, ...]:
        wh = list(energies_wh)
        sums = (sum(wh[at : at + per_slot]) for at in range(0, len(wh), per_slot))
        return tuple(Decimal(total * (_HOUR // slot)).scaleb(-3) for total in sums)

    return DayProfile(
        day=day.isoformat(),
        seconds=slot,
        load_kw=mean_kw(metered[at].load_wh for at in days[day]),
        pv_kw=mean_kw(metered[at].pv_wh for at in days[day]),
        matched_kw=mean_kw(solar[at].solar_wh for at in days[day]),
    )


def _complete(items: Sequence[MeterInterval]) -> bool:
    seconds = items[0].seconds
    return len(items) * seconds == _DAY_SECONDS and all(item.seconds == seconds for item in items)
