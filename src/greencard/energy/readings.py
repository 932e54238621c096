"""Interval-meter readings of a facility: load, own generation, export and battery, in integer Wh.

A row carries the start of its interval. Gaps are no errors: they are counted, and matching takes them as grid supply.
What a meter can do by itself (repeat a row, roll over, be exchanged, be set to another interval) is treated and told;
everything else that cannot be true is a fault with its line, and all faults of a file come back at once.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import pairwise
from typing import Final

import msgspec

from greencard.energy import codes, quality_codes
from greencard.energy.periods import Periods, interval_lengths, total_lengths
from greencard.energy.quality import ReadingQuality
from greencard.energy.registers import Steps, register_steps
from greencard.energy.site import NOWHERE, Site
from greencard.energy.table import FaultList, Row, Series, Table, read_table
from greencard.errors import Fault, Place
from greencard.model import Facility, MeterInterval, Value
from greencard.quantity import TimeInterval, decimal_text

__all__ = [
    "EXPORT_TOLERANCE_WH",
    "Gap",
    "Readings",
    "check_readings",
    "gaps_between",
    "judged",
    "parse_readings",
    "window",
]

EXPORT_TOLERANCE_WH: Final = 10
"""Two meters showing 0.01 kWh may differ by one last digit; more export than generation is a fault."""
_NO_VOID: Final[frozenset[datetime]] = frozenset()
_OF_THE_FILE: Final = frozenset(
    code.code
    for code in (
        quality_codes.DUPLICATE_ROWS,
        quality_codes.REGISTER_ROLLED,
        quality_codes.REGISTER_RESET,
        quality_codes.REGISTER_JUMP,
        quality_codes.MIXED_PERIODS,
    )
)
"""Warnings that only reading the file can give; all others are found again from the intervals."""
_UNJUDGED: Final = ReadingQuality()


class Gap(Value, frozen=True, kw_only=True):
    """`intervals` missing intervals in a row, the first starting at `start`."""

    start: datetime
    intervals: int
    load_wh: int | None = None
    """Load a register counted through the gap: known in total, not by the hour, so it is grid supply. None: unknown."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings that count, in order, without overlap, and what the checks found in them.

    `intervals` holds what counts as measured; what a check set aside is in `set_aside` and is a gap. `void` holds the
    starts of intervals whose generation does not count as own solar.
    """

    file: str
    sha256: str
    seconds: int
    """Usual length of an interval."""
    intervals: tuple[MeterInterval, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[Fault, ...] = ()
    set_aside: tuple[MeterInterval, ...] = ()
    void: frozenset[datetime] = _NO_VOID
    quality: ReadingQuality = _UNJUDGED
    site: Site = NOWHERE
    totals: bool = False
    """The rows are totals of days or months: only a bound on own solar can be had from them."""
    one_way_export: bool = False
    """Export comes from a register, or is stated to count one way: what flowed in was never taken off it."""

    @property
    def missing_intervals(self) -> int:
        """Intervals between the first and the last reading for which nothing was metered."""
        return sum(gap.intervals for gap in self.gaps)

    def in_zone(self, zone: tzinfo) -> Readings:
        """The same readings with their instants written in `zone`, in which days are then counted."""
        local = tuple(msgspec.structs.replace(item, start=item.start.astimezone(zone)) for item in self.intervals)
        return replace(self, intervals=local)


def parse_readings(
    data: bytes,
    file: str,
    *,
    kwp: Decimal | None = None,
    longitude: float | None = None,
    site: Site | None = None,
    totals: bool = False,
    load_alone: bool = False,
) -> Readings:
    """Meter intervals of a CSV file, energy in Wh, with gaps, warnings and quality.

    The header names `timestamp, load_kwh, pv_kwh, export_kwh` (or 时间, 用电, 光伏, 上网) in any order, with a battery
    also `charge_kwh, discharge_kwh` (充电, 放电). A timestamp is the start of its interval, ISO 8601 with zone. A
    column `*_register_kwh` (…表码) holds readings of a counting register: the energy of an interval is the difference
    to the next row, so the last row only closes the one before.

    Args:
        data: content of the file, UTF-8 with or without byte-order mark, at most 40 MB and 600 000 rows.
        file: its name, for messages.
        kwp: rated power of the PV plant, where no `site` is given.
        longitude: of the facility, degrees east, where no `site` is given.
        site: what is known of place, plant and battery; the checks of generation against the sun need it.
        load_alone: accept a file whose only quantity is load, as a meter behind the main meter has it; generation and
            export are then 0. Of a main meter that would be a guess.
        totals: accept daily or monthly totals, from which `match` takes the provable part alone.

    Raises:
        InvalidInput: one fault for each thing wrong, with its line, up to 100 (GC-MTR-001 to -021), a unit slip that is
            certain (GC-MTR-034), meters whose clocks differ so far that export exceeds generation (GC-MTR-037).
    """
    known = site or Site(kwp=kwp, longitude=longitude)
    faults = FaultList(file)
    table = read_table(data, faults, load_alone=load_alone)
    _explain_duplicates(faults, known)
    if len(table.rows) < 2:  # noqa: PLR2004 - two rows make one step
        raise _too_short(faults, len(table.rows))
    periods = (total_lengths if totals else interval_lengths)(table.rows, faults)
    steps = register_steps(table, faults, digits=known.register_digits)
    intervals, known_loads = _intervals(table, periods, steps)
    _require_pv_for_export(table, intervals, faults)
    faults.settle()
    if not intervals:
        raise _too_short(faults, len(table.rows))
    read = Readings(
        file,
        hashlib.sha256(data).hexdigest(),
        periods.usual,
        intervals,
        tuple(gaps_between(intervals, known_loads)),
        site=known,
        totals=totals,
        one_way_export="export" in table.registers if known.export_one_way is None else known.export_one_way,
    )
    from greencard.energy.judge import judge  # noqa: PLC0415 - numpy comes with it; only a file with readings needs it

    return judge(read, told=periods.warnings + tuple(steps.warnings), table=table)


def judged(
    intervals: Sequence[MeterInterval], site: Site | None = None, *, file: str = "", zone: tzinfo | None = None
) -> Readings:
    """Stored intervals with the same checks as those of a file, so that `match` counts the same of them.

    Raises:
        InvalidInput: none, or overlapping intervals (GC-MTR-040, -041); a unit slip that is certain (GC-MTR-034).
    """
    from greencard.energy.judge import judge  # noqa: PLC0415 - same
    from greencard.energy.matching import require_order  # noqa: PLC0415 - matching imports this module

    items = tuple(intervals)
    require_order(items, file)
    if zone is not None:
        items = tuple(msgspec.structs.replace(item, start=item.start.astimezone(zone)) for item in items)
    usual = max({item.seconds for item in items}, key=lambda length: sum(i.seconds == length for i in items))
    known = site or NOWHERE
    read = Readings(
        file, "", usual, items, tuple(gaps_between(items)), site=known, one_way_export=bool(known.export_one_way)
    )
    return judge(read)


def check_readings(
    readings: Readings | Sequence[MeterInterval], facility: Facility, *, zone: tzinfo | None = None
) -> tuple[Fault, ...]:
    """Every warning that place and plant of `facility` add to readings; for an upload that came without them.

    With `pvlib` installed (extra `[meters]`) generation is also held to the clear-sky limit that library computes; it
    is a second opinion, told and not acted on, so that no footprint depends on what is installed.
    """
    site = Site.of(facility, zone=zone)
    intervals = readings.intervals + readings.set_aside if isinstance(readings, Readings) else tuple(readings)
    again = judged(sorted(intervals, key=lambda item: item.start), site, file=_file_of(readings))
    from greencard.energy.clear_sky import second_opinion  # noqa: PLC0415 - pvlib comes with it

    seen = readings.warnings if isinstance(readings, Readings) else ()
    return tuple(fault for fault in seen if fault.code in _OF_THE_FILE) + again.warnings + second_opinion(again)


def _file_of(readings: Readings | Sequence[MeterInterval]) -> str:
    return readings.file if isinstance(readings, Readings) else ""


def window(readings: Readings | Sequence[MeterInterval], start: datetime, end: datetime) -> tuple[MeterInterval, ...]:
    """The intervals that lie wholly in [start, end), in order.

    Raises:
        InvalidInput: a window that is empty or without zone (GC-QTY-004).
    """
    asked = TimeInterval(start, end)
    items = readings.intervals if isinstance(readings, Readings) else tuple(readings)
    first = bisect_left(items, asked.start, key=lambda item: item.start)
    last = bisect_left(items, asked.end, key=lambda item: item.start)
    while last > first and items[last - 1].start + timedelta(seconds=items[last - 1].seconds) > asked.end:
        last -= 1
    return items[first:last]


def _too_short(faults: FaultList, rows: int) -> Exception:
    faults.settle()
    return codes.NO_READINGS.at(Place("", faults.file), count=rows)


def _explain_duplicates(faults: FaultList, site: Site) -> None:
    """Instants given twice with other values may be the hour that the clocks of a zone run through twice."""
    repeated = [fault for fault in faults.items if fault.code == codes.DUPLICATE_INSTANT.code]
    if site.zone is None or not repeated:
        return
    from greencard.energy.clocks import repeated_hour  # noqa: PLC0415 - numpy comes with it

    change = repeated_hour([datetime.fromisoformat(fault.params["text"]) for fault in repeated], site.zone)
    if change is not None:
        faults.items.append(replace(change, place=repeated[0].place))


def _intervals(
    table: Table, periods: Periods, steps: Steps
) -> tuple[tuple[MeterInterval, ...], dict[datetime, int | None]]:
    """The interval of each row, with registers of each row whose successor follows without a gap; and gap loads.

    A register counts on through a gap: its energy is known, the hour it was used in is not.
    """
    if not steps.energies:
        return tuple(map(_as_read, table.rows, periods.lengths)), {}
    found: list[MeterInterval] = []
    gap_loads: dict[datetime, int | None] = {}
    gap_start: datetime | None = None
    for at, (row, seconds) in enumerate(zip(table.rows[:-1], periods.lengths, strict=False)):
        counted = {series: known[at] for series, known in steps.energies.items()}
        if table.rows[at + 1].instant - row.instant != seconds or None in counted.values():
            gap_start = row.start if gap_start is None else gap_start
            gap_loads[gap_start] = _sum_known(gap_loads.get(gap_start, 0), counted.get("load"))
            continue
        gap_start = None
        found.append(_interval(row, seconds, counted))
    return tuple(found), gap_loads


def _as_read(row: Row, seconds: int) -> MeterInterval:
    return MeterInterval(
        start=row.start,
        seconds=seconds,
        load_wh=row.load,
        pv_wh=row.pv,
        export_wh=row.export,
        charge_wh=row.charge,
        discharge_wh=row.discharge,
    )


def _sum_known(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _interval(row: Row, seconds: int, counted: dict[Series, int | None]) -> MeterInterval:
    def wh(series: Series, given: int) -> int:
        known = counted.get(series)
        return given if known is None else known

    return MeterInterval(
        start=row.start,
        seconds=seconds,
        load_wh=wh("load", row.load),
        pv_wh=wh("pv", row.pv),
        export_wh=wh("export", row.export),
        charge_wh=wh("charge", row.charge),
        discharge_wh=wh("discharge", row.discharge),
    )


def _require_pv_for_export(table: Table, intervals: Sequence[MeterInterval], faults: FaultList) -> None:
    """Export must come from generation or from the battery; many that do not, in a pattern, are two clocks."""
    above = [item for item in intervals if item.export_wh > item.pv_wh + item.discharge_wh + EXPORT_TOLERANCE_WH]
    if not above:
        return
    from greencard.energy.clocks import skew_fault  # noqa: PLC0415 - numpy comes with it

    lines = {row.instant: row.line for row in reversed(table.rows)}
    skewed = skew_fault(intervals, severity="error")
    if skewed is not None:
        faults.items.append(replace(skewed, place=Place("", faults.file, lines[int(above[0].start.timestamp())])))
    for item in above:
        line = lines[int(item.start.timestamp())]
        faults.add(codes.EXPORT_ABOVE_PV, line, export=_kwh(item.export_wh), pv=_kwh(item.pv_wh))


def gaps_between(
    intervals: Sequence[MeterInterval], known_loads: dict[datetime, int | None] | None = None
) -> Iterator[Gap]:
    """Missing time between neighbours, in intervals of the one before, the last of them begun or whole."""
    length = timedelta()
    for interval, after in pairwise(intervals):
        if interval.seconds != length.seconds or length.days:
            length = timedelta(seconds=interval.seconds)
        if after.start - interval.start > length:
            end = interval.start + length
            missing = -((end - after.start) // length)
            yield Gap(start=end, intervals=missing, load_wh=(known_loads or {}).get(end))


def _kwh(wh: int) -> str:
    return decimal_text(Decimal(wh).scaleb(-3))
