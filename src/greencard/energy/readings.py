"""Interval-meter readings of a facility: load, own generation and export, in integer Wh.

A row carries the start of its interval. Gaps are no errors: they are counted, and matching takes them as grid supply.
Everything else that cannot be true is a fault with its line; all faults of a file come back at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from greencard.energy import codes
from greencard.energy.plausible import warnings_of
from greencard.energy.table import FaultList, Row, Table, read_table
from greencard.errors import Fault, Place
from greencard.model import MeterInterval, Value
from greencard.quantity import decimal_text

__all__ = ["EXPORT_TOLERANCE_WH", "Gap", "Readings", "parse_readings"]

EXPORT_TOLERANCE_WH: Final = 10
"""Two meters showing 0.01 kWh may differ by one last digit; more export than generation is a fault."""
_HOUR: Final = 3600
_MINUTE: Final = 60


class Gap(Value, frozen=True, kw_only=True):
    """`intervals` missing intervals in a row, the first starting at `start`."""

    start: datetime
    intervals: int


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one file: intervals of one length, in order, without overlap."""

    file: str
    sha256: str
    seconds: int
    intervals: tuple[MeterInterval, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def missing_intervals(self) -> int:
        """Intervals between the first and the last reading for which nothing was metered."""
        return sum(gap.intervals for gap in self.gaps)


def parse_readings(data: bytes, file: str, *, kwp: Decimal | None = None, longitude: float | None = None) -> Readings:
    """Meter intervals of a CSV file, energy in Wh, with gaps and warnings.

    The header names `timestamp, load_kwh, pv_kwh, export_kwh` (or 时间, 用电, 光伏, 上网) in any order. A timestamp is
    the start of its interval, ISO 8601 with zone. A column `*_register_kwh` (…表码) holds readings of a counting
    register: the energy of an interval is the difference to the next row, so the last row only closes the one before.

    Args:
        data: content of the file, UTF-8 with or without byte-order mark, at most 20 MB and 600 000 rows.
        file: its name, for messages.
        kwp: rated power of the PV plant; intervals beyond 1.1 times it are warned of.
        longitude: of the facility, degrees east; the night test then uses solar time instead of the stated zone.

    Raises:
        InvalidInput: one fault for each thing wrong, with its line, up to 100 (GC-MTR-001 to GC-MTR-021).
    """
    faults = FaultList(file)
    table = read_table(data, faults)
    if len(table.rows) < 2:  # noqa: PLR2004 - two rows make one step
        raise _too_short(faults, len(table.rows))
    seconds = _interval_seconds(table.rows, faults)
    _check_steps(table.rows, seconds, faults)
    intervals = tuple(_intervals(table, seconds, faults))
    faults.settle()
    if not intervals:
        raise _too_short(faults, len(table.rows))
    warnings = warnings_of(intervals, file, kwp=kwp, longitude=longitude)
    return Readings(file, hashlib.sha256(data).hexdigest(), seconds, intervals, tuple(_gaps(intervals)), warnings)


def _too_short(faults: FaultList, rows: int) -> Exception:
    faults.settle()
    return codes.NO_READINGS.at(Place("", faults.file), count=rows)


def _interval_seconds(rows: Sequence[Row], faults: FaultList) -> int:
    """The most frequent step between rows (the shortest of equals), a divisor of the hour."""
    steps = Counter(after.instant - row.instant for row, after in pairwise(rows) if after.instant > row.instant)
    if not steps:
        faults.settle()
    seconds = min(steps, key=lambda step: (-steps[step], step))
    if not _MINUTE <= seconds <= _HOUR or _HOUR % seconds:
        faults.settle()
        raise codes.INTERVAL_LENGTH.at(Place("", faults.file, rows[1].line), seconds=seconds)
    return seconds


def _check_steps(rows: Sequence[Row], seconds: int, faults: FaultList) -> None:
    for row, after in pairwise(rows):
        step = after.instant - row.instant
        if step > 0 and step % seconds:
            faults.add(codes.IRREGULAR, after.line, step=step, seconds=seconds)


def _intervals(table: Table, seconds: int, faults: FaultList) -> Iterator[MeterInterval]:
    """Energy of each interval; with registers, of each row whose successor follows without a gap."""
    rows, registers = table.rows, table.registers
    for row, after in zip(rows, (*rows[1:], None), strict=True):
        load, pv, export = row.load, row.pv, row.export
        if registers:
            if after is None:
                return
            # A register counts on through a gap: its energy is known, the hour it was used in is not.
            if not _counts_up(table, row, after, faults) or after.instant - row.instant != seconds:
                continue
            load = after.load - load if "load" in registers else load
            pv = after.pv - pv if "pv" in registers else pv
            export = after.export - export if "export" in registers else export
        if export > pv + EXPORT_TOLERANCE_WH:
            faults.add(codes.EXPORT_ABOVE_PV, row.line, export=_kwh(export), pv=_kwh(pv))
        yield MeterInterval(start=row.start, seconds=seconds, load_wh=load, pv_wh=pv, export_wh=export)


def _counts_up(table: Table, row: Row, after: Row, faults: FaultList) -> bool:
    up = True
    for series in sorted(table.registers):
        previous, current = getattr(row, series), getattr(after, series)
        if current < previous:
            up = False
            faults.add(
                codes.REGISTER_BACK,
                after.line,
                column=table.names[series],
                previous=_kwh(previous),
                text=_kwh(current),
            )
    return up


def _gaps(intervals: Sequence[MeterInterval]) -> Iterator[Gap]:
    for interval, after in pairwise(intervals):
        end = interval.start + timedelta(seconds=interval.seconds)
        if missing := (after.start - end) // timedelta(seconds=interval.seconds):
            yield Gap(start=end, intervals=missing)


def _kwh(wh: int) -> str:
    return decimal_text(Decimal(wh).scaleb(-3))
