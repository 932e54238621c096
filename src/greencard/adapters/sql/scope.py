"""What a session is opened with: the unit of work, the party on whose behalf it runs, the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from greencard.adapters.sql.codes import NOT_OWN
from greencard.adapters.sql.work import Work
from greencard.errors import Place
from greencard.ports import Clock

__all__ = ["Scope", "instant", "microseconds"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Whole microseconds from 1970-01-01 UTC to an instant with a time zone."""
    return (at - _EPOCH) // _MICROSECOND


def instant(since_epoch: int) -> datetime:
    """The instant that many microseconds after 1970-01-01 UTC, in UTC."""
    return _EPOCH + timedelta(microseconds=since_epoch)


class Scope:
    """Base of the session's parts. Every statement names `self._party`, or asks for what is published."""

    def __init__(self, work: Work, party: str, clock: Clock) -> None:
        self._work = work
        self._party = party
        self._clock = clock

    def _own(self, party: str, pointer: str) -> None:
        if party != self._party:
            raise NOT_OWN.at(Place(pointer), party=self._party, other=ascii(party)[:80])
