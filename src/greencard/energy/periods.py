"""How long each row's interval is: one length, several in turn where a meter was reconfigured, or days and months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Final

from greencard.energy import codes, quality_codes
from greencard.energy.table import FaultList, Row
from greencard.errors import Fault, Place

__all__ = ["Periods", "interval_lengths", "is_legal", "total_lengths"]

_HOUR: Final = 3600
_MINUTE: Final = 60
_DAY: Final = 86_400
_LONGEST_TOTAL_DAYS: Final = 366
_RUN: Final = 24
"""Rows in a row at another length before it is a reconfigured meter and not a row missing here and there."""
_RUN_OF_USUAL: Final = 4
_YEAR_END: Final = 12


@dataclass(frozen=True, slots=True)
class Periods:
    """Seconds of each row's interval, and the length most rows have."""

    usual: int
    lengths: tuple[int, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def mixed(self) -> bool:
        """Whether the rows have more than one length."""
        return any(length != self.lengths[0] for length in self.lengths)


def is_legal(seconds: int) -> bool:
    """Whether readings of this length can be matched: 1 to 60 minutes, dividing the hour."""
    return _MINUTE <= seconds <= _HOUR and _HOUR % seconds == 0


def interval_lengths(rows: Sequence[Row], faults: FaultList) -> Periods:
    """Lengths of intervals that divide the hour. The usual one is the most frequent step (the shortest of equals).

    A run of 24 rows or more at another length that divides the hour is a stretch of its own: a meter set from 60 to 15
    minutes. Within a stretch every step is a multiple of its length: what is missing is a gap.

    Raises:
        InvalidInput: the usual step does not divide an hour, or is longer (GC-MTR-018). Steps that are no multiple are
            added to `faults` (GC-MTR-017).
    """
    steps = [after.instant - row.instant for row, after in pairwise(rows)]
    counts = Counter(step for step in steps if step > 0)
    if not counts:
        faults.settle()
    usual = min(counts, key=lambda step: (-counts[step], step))
    if not is_legal(usual):
        faults.settle()
        raise codes.INTERVAL_LENGTH.at(Place("", faults.file, rows[1].line), seconds=usual)
    lengths = [*_by_stretch(steps, usual)]
    lengths.append(lengths[-1])
    for row, after, length in zip(rows, rows[1:], lengths, strict=False):
        step = after.instant - row.instant
        if step > 0 and step % length:
            faults.add(codes.IRREGULAR, after.line, step=step, seconds=length)
    return Periods(usual, tuple(lengths), tuple(_told(rows, lengths)))


def _by_stretch(steps: Sequence[int], usual: int) -> Iterator[int]:
    """Length for each step: that of the latest run long enough to be believed, before the first that of the first."""
    runs = [(step, len(list(same))) for step, same in groupby(steps)]
    fewest = {usual: _RUN_OF_USUAL}
    believed = [is_legal(step) and count >= fewest.get(step, _RUN) for step, count in runs]
    length = next((step for (step, _), fine in zip(runs, believed, strict=True) if fine), usual)
    for (step, count), fine in zip(runs, believed, strict=True):
        if fine:
            length = step
        for _ in range(count):
            yield length


def _told(rows: Sequence[Row], lengths: Sequence[int]) -> Iterator[Fault]:
    changes = [at for at, (one, after) in enumerate(pairwise(lengths), 1) if one != after]
    if changes:
        first = rows[changes[0]]
        yield quality_codes.MIXED_PERIODS.fault(
            Place("", "", first.line),
            severity="warning",
            count=len(changes),
            seconds=lengths[changes[0]],
            start=first.start.isoformat(),
        )


def total_lengths(rows: Sequence[Row], faults: FaultList) -> Periods:
    """Lengths of totals: calendar months where every row starts on a first of the month, else a number of whole days.

    The length of the last row is that of its own month, or the usual one. A row of days that is missing is a gap.

    Raises:
        InvalidInput: other steps than whole days, or more than 366 of them (GC-MTR-045).
    """
    if len(rows) > 1 and all(row.start.day == 1 for row in rows) and rows[1].instant - rows[0].instant > 27 * _DAY:
        months = [_seconds_of_month(row.start) for row in rows]
        for at, (row, after) in enumerate(pairwise(rows)):
            if abs(after.instant - row.instant - months[at]) == _HOUR:
                months[at] = after.instant - row.instant
        return Periods(months[0], tuple(months))
    steps = Counter(after.instant - row.instant for row, after in pairwise(rows) if after.instant > row.instant)
    if not steps:
        faults.settle()
    usual = min(steps, key=lambda step: (-steps[step], step))
    if usual % _DAY or usual > _LONGEST_TOTAL_DAYS * _DAY:
        faults.settle()
        raise quality_codes.TOTALS_STEP.at(Place("", faults.file, rows[1].line), seconds=usual)
    lengths = [usual] * len(rows)
    for at, (row, after) in enumerate(pairwise(rows)):
        step = after.instant - row.instant
        # A local day has 23 or 25 hours when the clock changes.
        if step > 0 and abs(step - max(1, round(step / usual)) * usual) not in {0, _HOUR}:
            faults.add(codes.IRREGULAR, after.line, step=step, seconds=usual)
        if abs(step - usual) == _HOUR:
            lengths[at] = step
    return Periods(usual, tuple(lengths))


def _seconds_of_month(start: datetime) -> int:
    after = start.replace(year=start.year + start.month // _YEAR_END, month=start.month % _YEAR_END + 1)
    return (after - start) // timedelta(seconds=1)
