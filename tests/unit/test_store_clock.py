from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from greencard.adapters.clock import FixedClock, SystemClock
from greencard.errors import InvalidInput


def test_the_system_clock_is_utc_and_now():
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_a_fixed_clock_moves_only_when_told():
    clock = FixedClock(datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=8))))
    assert clock.now() == clock.now() == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.advance(timedelta(days=-1)) == clock.now() == datetime(2026, 11, 22, 1, tzinfo=UTC)


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(InvalidInput) as refused:
        FixedClock(datetime(2026, 11, 23))  # noqa: DTZ001 - the missing zone is the point
    assert refused.value.code == "GC-CLK-001"
