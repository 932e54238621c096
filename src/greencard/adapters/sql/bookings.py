"""Bookings: which division of a facility's period is in force. The party's lots lock keeps two from overlapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import bindparam, insert, select, update

from greencard.adapters.sql.codes import BOOKED_ALREADY, NOT_FOUND
from greencard.adapters.sql.scope import Scope, microseconds
from greencard.adapters.sql.tables import bookings, facilities
from greencard.adapters.sql.work import AnyRow, decoded, encoded, key, storable
from greencard.errors import Place
from greencard.model.lot import EnergyBooking

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["SqlBookings"]

_DECODER: Final = msgspec.json.Decoder(EnergyBooking)
_FACILITY: Final = select(facilities.c.number).where(
    facilities.c.party == bindparam("party"), facilities.c.id == bindparam("id")
)
_KNOWN: Final = select(bookings.c.state).where(bookings.c.party == bindparam("party"), bookings.c.id == bindparam("id"))
_REACHING: Final = (
    select(bookings.c.document, bookings.c.state)
    .join(facilities, facilities.c.number == bookings.c.facility)
    .where(
        bookings.c.party == bindparam("party"),
        facilities.c.id == bindparam("facility"),
        bookings.c.state == "booked",
        bookings.c.start < bindparam("until"),
        bookings.c.end > bindparam("since"),
    )
    .order_by(bookings.c.start)
)
_BECOMES: Final = (
    update(bookings)
    .where(bookings.c.party == bindparam("owner"), bookings.c.id == bindparam("booking"))
    .values(state=bindparam("becomes"), changed_at=bindparam("now"))
)
_REPLACE: Final = (
    update(bookings)
    .where(bookings.c.party == bindparam("owner"), bookings.c.id == bindparam("booking"))
    .values(document=bindparam("record"))
)


class SqlBookings(Scope):
    """Bookings of the session's party; see `greencard.ports.EnergyBookings`."""

    def put(self, booking: EnergyBooking) -> bool:
        """Put a booking of an own facility into force; gives whether it is new. The same again changes nothing.

        Raises:
            InvalidInput: its id is none (GC-STO-016), no such facility (GC-STO-011).
            Refused: another booking in force overlaps it in time (GC-STO-028).
        """
        key(booking.id, "id")
        allocation = booking.allocation
        with self._work.writing(f"lots/{self._party}"):
            for other in self.overlapping(allocation.facility_id, allocation.period_start, allocation.period_end):
                if other.id == booking.id:
                    return False
                raise BOOKED_ALREADY.at(
                    Place("/period"),
                    facility=allocation.facility_id,
                    start=allocation.period_start.isoformat(timespec="minutes"),
                    end=allocation.period_end.isoformat(timespec="minutes"),
                    other=other.id[:16],
                    since=max(allocation.period_start, other.allocation.period_start).isoformat(timespec="minutes"),
                    until=min(allocation.period_end, other.allocation.period_end).isoformat(timespec="minutes"),
                )
            if self._work.first(_KNOWN, {"party": self._party, "id": booking.id}) is not None:
                # Released before. A newer greencard may divide the same readings otherwise.
                again = {"owner": self._party, "booking": booking.id, "record": encoded(booking, "booking")}
                self._work.write(_REPLACE, again)
                self._become(booking.id, "booked")
                return True
            row = {
                "party": self._party,
                "id": booking.id,
                "facility": self._facility(allocation.facility_id),
                "start": microseconds(allocation.period_start),
                "end": microseconds(allocation.period_end),
                "state": "booked",
                "document": encoded(booking, "booking"),
                "changed_at": microseconds(self._clock.now()),
            }
            self._work.write(insert(bookings), row)
        return True

    def release(self, booking_id: str) -> None:
        """Take a booking out of force; one that is not there or not in force stays so."""
        with self._work.writing(f"lots/{self._party}"):
            self._become(booking_id, "released")

    def overlapping(self, facility_id: str, start: datetime, end: datetime) -> list[EnergyBooking]:
        """Bookings in force of an own facility that reach into [start, end), by start."""
        if not storable(facility_id):
            return []
        window = {
            "party": self._party,
            "facility": facility_id,
            "since": microseconds(start),
            "until": microseconds(end),
        }
        return [_booking(row) for row in self._work.rows(_REACHING, window)]

    def _become(self, booking_id: str, becomes: str) -> None:
        now = microseconds(self._clock.now())
        self._work.write(_BECOMES, {"owner": self._party, "booking": booking_id, "becomes": becomes, "now": now})

    def _facility(self, facility_id: str) -> int:
        row = self._work.first(_FACILITY, {"party": self._party, "id": facility_id}) if storable(facility_id) else None
        if row is None:
            raise NOT_FOUND.at(Place("/facility_id"), kind="facility", id=ascii(facility_id)[:80])
        return int(row.number)


def _booking(row: AnyRow) -> EnergyBooking:
    found = decoded(row.document, _DECODER, "a booking")
    return msgspec.structs.replace(found, released=row.state == "released")
