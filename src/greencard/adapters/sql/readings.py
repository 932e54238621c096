"""Meter readings: whole Wh per interval, never changed, never twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from sqlalchemy import bindparam, func, insert, select

from greencard.adapters.sql.codes import BAD_READING, NOT_FOUND, READING_CHANGED, READINGS_OVERLAP
from greencard.adapters.sql.scope import Scope, instant, microseconds
from greencard.adapters.sql.tables import facilities, readings
from greencard.adapters.sql.work import AnyRow, storable
from greencard.errors import Place
from greencard.model import MeterInterval

__all__ = ["MAX_WH", "Readings"]

MAX_WH: Final = 2**53
"""Most Wh one interval can hold: every JSON reader still sees it exactly, and 9 PWh is more than any meter's."""
_MAX_SECONDS: Final = 366 * 86_400
_CHUNK: Final = 10_000
_SECOND: Final = 1_000_000

_FACILITY: Final = select(facilities.c.number).where(
    facilities.c.party == bindparam("party"), facilities.c.id == bindparam("id")
)
_COLUMNS: Final = (
    readings.c.start,
    readings.c.seconds,
    readings.c.load_wh,
    readings.c.pv_wh,
    readings.c.export_wh,
    readings.c.charge_wh,
    readings.c.discharge_wh,
)
_BETWEEN: Final = (
    select(*_COLUMNS)
    .where(
        readings.c.facility == bindparam("facility"),
        readings.c.start >= bindparam("low"),
        readings.c.start < bindparam("high"),
    )
    .order_by(readings.c.start)
)
_BEFORE: Final = select(func.max(readings.c.start)).where(
    readings.c.facility == bindparam("facility"), readings.c.start < bindparam("low")
)

_Figures = tuple[int, int, int, int, int, int, int]
"""start (µs), seconds, load, PV, export, charge, discharge (Wh): a row of the table without its facility."""


def _figures(reading: MeterInterval) -> _Figures:
    energies = (reading.load_wh, reading.pv_wh, reading.export_wh, reading.charge_wh, reading.discharge_wh)
    whole = all(type(number) is int for number in (reading.seconds, *energies))
    if (
        reading.start.tzinfo is None
        or not whole
        or not 0 < reading.seconds <= _MAX_SECONDS
        or not 0 <= min(energies) <= max(energies) <= MAX_WH
    ):
        raise BAD_READING.at(start=reading.start.isoformat(), most=MAX_WH)
    return (microseconds(reading.start), reading.seconds, *energies)


def _row(row: AnyRow) -> _Figures:
    return row[0], row[1], row[2], row[3], row[4], row[5], row[6]


class Readings(Scope):
    """Interval readings of the own facilities."""

    def put_readings(self, facility_id: str, given: Iterable[MeterInterval]) -> int:
        """Store readings of an own facility; gives the number of new rows. Equal stored readings are skipped.

        Raises:
            InvalidInput: no such facility (GC-STO-011), or no reading (GC-STO-015).
            Refused: another value is stored for an interval (GC-STO-013), or two intervals overlap, which would count
                the same energy twice (GC-STO-014).
        """
        figures = sorted(map(_figures, given))
        with self._work.writing(f"readings/{self._party}/{facility_id}"):
            facility = self._number(facility_id)
            if facility is None:
                raise NOT_FOUND.at(Place("/facility"), kind="facility", id=ascii(facility_id)[:80])
            return sum(
                self._put_some(facility, facility_id, figures[at : at + _CHUNK])
                for at in range(0, len(figures), _CHUNK)
            )

    def _put_some(self, facility: int, facility_id: str, given: Sequence[_Figures]) -> int:
        low, high = given[0][0], given[-1][0] + given[-1][1] * _SECOND
        # What is stored does not overlap, so of all that began earlier only the last can reach into this window.
        earlier = self._work.first(_BEFORE, {"facility": facility, "low": low})
        if earlier is not None and earlier[0] is not None:
            low = earlier[0]
        rows = self._work.rows(_BETWEEN, {"facility": facility, "low": low, "high": high})
        stored: dict[int, _Figures] = {row[0]: _row(row) for row in rows}
        new: dict[int, _Figures] = {}
        for figures in given:
            known = stored.get(figures[0]) or new.setdefault(figures[0], figures)
            if known != figures:
                raise READING_CHANGED.at(facility=facility_id, start=instant(figures[0]).isoformat())
        for one, next_one in pairwise(sorted(new | stored)):
            length = (new.get(one) or stored[one])[1]
            if one + length * _SECOND > next_one:
                raise READINGS_OVERLAP.at(
                    facility=facility_id, start=instant(next_one).isoformat(), other=instant(one).isoformat()
                )
        if new:
            names = [column.name for column in _COLUMNS]
            rows_in = [{"facility": facility, **dict(zip(names, row, strict=True))} for row in new.values()]
            self._work.write(insert(readings), rows_in)
        return len(new)

    def readings(self, facility_id: str, start: datetime, end: datetime) -> list[MeterInterval]:
        """Readings of an own facility with start in [start, end), in order, in UTC; none for an unknown facility.

        Raises:
            InvalidInput: a bound has no time zone (GC-STO-015).
        """
        for bound in (start, end):
            if bound.tzinfo is None:
                raise BAD_READING.at(start=bound.isoformat(), most=MAX_WH)
        facility = self._number(facility_id)
        if facility is None:
            return []
        window = {"facility": facility, "low": microseconds(start), "high": microseconds(end)}
        return [
            MeterInterval(
                start=instant(row[0]),
                seconds=row[1],
                load_wh=row[2],
                pv_wh=row[3],
                export_wh=row[4],
                charge_wh=row[5],
                discharge_wh=row[6],
            )
            for row in self._work.rows(_BETWEEN, window)
        ]

    def _number(self, facility_id: str) -> int | None:
        if not storable(facility_id):
            return None
        row = self._work.first(_FACILITY, {"party": self._party, "id": facility_id})
        return None if row is None else int(row.number)
