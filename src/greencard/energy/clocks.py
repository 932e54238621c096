"""Clocks: two meters that disagree, and daylight-saving changes written without their offset. Told, never shifted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final

import numpy as np

from greencard.energy import quality_codes
from greencard.energy.finding import Finding
from greencard.energy.series import DAY_SECONDS, Columns, columns_of
from greencard.energy.site import Site
from greencard.errors import Fault, Severity
from greencard.model import MeterInterval, Text

__all__ = ["daylight_saving", "repeated_hour", "skew", "skew_fault"]

_MOST_HOURS: Final = 12
_MOST_STEPS: Final = 96
_MOST_ROWS: Final = 20_000
_FEWEST_EXPORTING: Final = 24
_BETTER: Final = 0.5
_GOOD: Final = 0.2
_TOLD: Final = 0.05
_HOUR: Final = 3600


def skew_fault(intervals: Sequence[MeterInterval], *, severity: Severity = "warning") -> Fault | None:
    """The shift of generation, in intervals, under which export is best explained; None without a clear answer."""
    found = skew(columns_of(intervals), severity=severity)
    return None if found is None else found.fault


def skew(columns: Columns, *, severity: Severity = "warning") -> Finding | None:
    """Whether export follows generation of another time.

    Behind one clock export is max(0, pv - load) in every interval, but for what a battery takes. The sum of the
    differences is compared over shifts of up to 12 hours (and 96 intervals); a shift is named when it halves the
    sum of no shift, explains four fifths of the export, and no shift leaves a twentieth of it unexplained.
    """
    if columns.charge.any() or columns.discharge.any():
        return None
    seconds = int(np.bincount(columns.seconds).argmax())
    place = (columns.start - columns.start[0]) // seconds
    fine = (columns.seconds == seconds) & ((columns.start - columns.start[0]) % seconds == 0) & (place < _MOST_ROWS)
    size = int(place[fine].max()) + 1
    load, pv, export, there = np.zeros((4, size))
    load[place[fine]], pv[place[fine]] = columns.load[fine], columns.pv[fine]
    export[place[fine]], there[place[fine]] = columns.export[fine], 1
    exported = float(export.sum())
    if int((export > 0).sum()) < _FEWEST_EXPORTING:
        return None
    most = min(_MOST_STEPS, _MOST_HOURS * _HOUR // seconds, size // 4)

    def misfit(step: int) -> float:
        moved = slice(max(0, -step), size - max(0, step)), slice(max(0, step), size - max(0, -step))
        source, target = moved
        both = there[source] * there[target]
        fits = np.maximum(0, pv[source] - load[target])
        return float((both * np.abs(fits - export[target])).sum() / max(1.0, float(both.sum())) * float(there.sum()))

    unmoved = misfit(0)
    if unmoved <= _TOLD * exported:
        return None
    step = min(range(-most, most + 1), key=lambda by: (misfit(by), abs(by)))
    best = misfit(step)
    if best > _BETTER * unmoved or best > _GOOD * exported:
        return None
    fault = quality_codes.METERS_SKEWED.fault(severity=severity, intervals=f"{step:+d}", minutes=step * seconds // 60)
    treatment = Text(
        en="nothing is shifted; own solar is not counted until both meters keep one clock",
        zh="不移动数据；两表时钟一致前自用光伏不计入",
    )
    void = np.ones(len(columns), np.bool_)
    return Finding("skew", fault, len(columns), int(columns.pv.sum()), treatment, "solar_not_counted", void=void)


def daylight_saving(columns: Columns, site: Site) -> Finding | None:
    """Wall-clock times written under one offset in a zone whose clock changes; needs the zone.

    Rows under one offset are right where time runs on evenly. They are wall-clock times where the hour the wall clock
    skipped in spring is missing although the rows on both sides of it are there.
    """
    if site.zone is None or len(np.unique(columns.offset)) > 1:
        return None
    offset = int(columns.offset[0])
    ends = columns.start + columns.seconds
    for change, before, after in _changes(int(columns.start[0]), int(ends[-1]), site.zone):
        low = change + before - offset
        high = low + after - before
        inside = (columns.start < high) & (ends > low)
        if after > before and np.any(ends == low) and np.any(columns.start == high) and not inside.any():
            fault = _change_fault(low, offset, "skips an hour", "缺少一小时", "warning")
            later = columns.start >= high
            treatment = Text(
                en="nothing is shifted: all columns share the clock, so matching stands; days and nights do not",
                zh="不移动数据：各列时钟一致，匹配不受影响；日界和昼夜判断有误",
            )
            return Finding("daylight", fault, int(later.sum()), int(columns.load[later].sum()), treatment, "none")
    return None


def repeated_hour(duplicates: Sequence[datetime], zone: tzinfo) -> Fault | None:
    """The clock change that explains instants given twice: the hour the wall clock ran through again in autumn."""
    for instant in duplicates:
        offset = _seconds(instant.utcoffset() or timedelta())
        written = int(instant.timestamp())
        for change, before, after in _changes(written - 2 * DAY_SECONDS, written + 2 * DAY_SECONDS, zone):
            # The wall clock shows change + after .. change + before twice.
            if after < before and change + after <= written + offset < change + before:
                return _change_fault(change + after - offset, offset, "repeats an hour", "重复一小时", "error")
    return None


def _changes(first: int, last: int, zone: tzinfo) -> Iterator[tuple[int, int, int]]:
    """Instants at which the zone's clock changes, with its offsets before and after, in seconds."""

    def at(instant: int) -> int:
        return _seconds(datetime.fromtimestamp(instant, zone).utcoffset() or timedelta())

    day = first
    while day < last:
        low, high = day, day + DAY_SECONDS
        before, after = at(low), at(high)
        if before != after:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if at(middle) == before else (low, middle)
            yield high, before, after
        day += DAY_SECONDS


def _seconds(delta: timedelta) -> int:
    return delta // timedelta(seconds=1)


def _change_fault(written: int, offset: int, what: str, what_zh: str, severity: Severity) -> Fault:
    clock = timezone(timedelta(seconds=offset))
    start = datetime.fromtimestamp(written, clock)
    return quality_codes.DAYLIGHT_SAVING.fault(
        severity=severity, start=start.isoformat(), what=what, what_zh=what_zh, offset=start.isoformat()[-6:]
    )
