"""The only sources of now: the machine's clock, and one that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from greencard.errors import InvalidInput, declare

__all__ = ["FixedClock", "SystemClock"]

NO_TIME_ZONE = declare(
    "GC-CLK-001",
    InvalidInput,
    en="The instant {instant} has no time zone.",
    zh="时刻 {instant} 没有时区。",
    remedy_en="Give it with an offset, such as 2026-11-23T09:00:00+08:00.",
    remedy_zh="请带上时区，例如 2026-11-23T09:00:00+08:00。",
)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Current instant, UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests, demonstrations and reproducible builds: it moves only when `advance` says so."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise NO_TIME_ZONE.at(instant=instant.isoformat())
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to, UTC."""
        return self._instant

    def advance(self, by: timedelta) -> datetime:
        """Move by a duration and give the new instant; backwards is allowed, as real clocks do it too."""
        self._instant += by
        return self._instant
