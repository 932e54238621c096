"""Intervals as columns, for checks over a whole year at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from greencard.model import MeterInterval
from greencard.quantity import decimal_text

__all__ = ["DAY_SECONDS", "Columns", "Mask", "Real", "Whole", "columns_of", "kwh_text"]

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
Real = NDArray[np.float64]
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Columns:
    """One array per quantity: instants in UTC seconds, lengths in seconds, energies in Wh."""

    intervals: Sequence[MeterInterval]
    start: Whole
    seconds: Whole
    offset: Whole
    """Of the clock the rows are written in, seconds east of UTC."""
    load: Whole
    pv: Whole
    export: Whole
    charge: Whole
    discharge: Whole

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def day(self) -> Whole:
        """Number of the local day each interval starts in, by the clock it is written in."""
        return np.asarray((self.start + self.offset) // DAY_SECONDS)

    @cached_property
    def days(self) -> tuple[Whole, Whole, Mask]:
        """The local days, each interval's place among them, and which days are metered for at least nine tenths."""
        days, place = np.unique(self.day, return_inverse=True)
        metered = np.bincount(place, weights=self.seconds)
        return days, np.asarray(place), np.asarray(metered >= 0.9 * DAY_SECONDS)

    def per_day(self, wh: Whole) -> Whole:
        """Sum per local day, in the order of `days`."""
        days, place, _ = self.days
        return np.bincount(place, weights=wh, minlength=len(days)).astype(np.int64)

    def kw(self, wh: Whole) -> Real:
        """Mean power of each interval, kW."""
        return np.asarray(wh * 3.6 / self.seconds)

    def first(self, mask: Mask) -> MeterInterval:
        """The first interval of a mask that has one."""
        return self.intervals[int(np.argmax(mask))]


def columns_of(intervals: Sequence[MeterInterval]) -> Columns:
    """Columns of intervals in their order."""

    def column(name: str) -> Whole:
        return np.fromiter(map(attrgetter(name), intervals), np.int64, len(intervals))

    starts = [item.start for item in intervals]
    offsets = list(map(datetime.utcoffset, starts))
    seconds = {offset: int((offset or timedelta()).total_seconds()) for offset in set(offsets)}
    return Columns(
        intervals,
        np.fromiter(map(datetime.timestamp, starts), np.float64, len(intervals)).astype(np.int64),
        column("seconds"),
        np.fromiter(map(seconds.__getitem__, offsets), np.int64, len(intervals)),
        column("load_wh"),
        column("pv_wh"),
        column("export_wh"),
        column("charge_wh"),
        column("discharge_wh"),
    )


def kwh_text(wh: float) -> str:
    """Wh as plain kWh text."""
    return decimal_text(Decimal(int(wh)).scaleb(-3))
