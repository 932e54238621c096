"""Solar matching: per interval, then summed; exact; blind to what is exported; gaps are grid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy import match, parse_readings, self_consumed_wh
from greencard.errors import InvalidInput
from greencard.model import MeterInterval

CHINA = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 3, 2, tzinfo=CHINA)


def interval(at: int, load: int, pv: int, export: int, seconds: int = 3600, first: datetime = MONDAY) -> MeterInterval:
    start = first + timedelta(seconds=seconds * at)
    return MeterInterval(start=start, seconds=seconds, load_wh=load, pv_wh=pv, export_wh=export)


def test_self_use_is_the_smaller_of_load_and_generation_kept():
    assert self_consumed_wh(interval(0, 10, 8, 3)) == 5
    assert self_consumed_wh(interval(0, 4, 8, 3)) == 4
    assert self_consumed_wh(interval(0, 10, 0, 0)) == 0
    assert self_consumed_wh(interval(0, 10, 2, 5)) == 0


def test_a_weekend_exporter_does_not_own_the_weekday_night_shift():
    # Generation over the week equals the load over the week; yearly totals would call it 100 % solar.
    # Monday to Friday: load 100 a day of which 40 while the sun gives 40. Weekend: no load, all 150 a day exported.
    week = []
    for day in range(7):
        working = day < 5
        week.append(interval(2 * day, 40 if working else 0, 40 if working else 150, 0 if working else 150, 43200 // 12))
        week.append(interval(2 * day + 1, 60 if working else 0, 0, 0, 43200 // 12))
    found = match(week)
    assert found.load_wh == found.pv_wh == 500
    assert found.self_consumed_wh == 200
    assert found.exported_wh == 300
    assert found.solar_share == Decimal("0.4")


def test_sums_are_those_of_the_intervals_and_the_period_is_theirs():
    found = match([interval(0, 7, 3, 1), interval(1, 5, 9, 4), interval(2, 1, 0, 0)])
    assert (found.load_wh, found.self_consumed_wh, found.exported_wh, found.pv_wh) == (13, 2 + 5, 5, 12)
    assert (found.intervals, found.missing_intervals, found.assumed_load_wh) == (3, 0, 0)
    assert found.period_start == MONDAY
    assert found.period_end == MONDAY + timedelta(hours=3)


def test_missing_intervals_are_grid_at_the_mean_load_and_are_said():
    # Load 10 + 20 = 30 over two intervals; two are missing between them: 2 x 15 = 30 more, none of it solar.
    found = match([interval(0, 10, 10, 0), interval(3, 20, 20, 0)])
    assert found.missing_intervals == 2
    assert found.assumed_load_wh == 30
    assert found.load_wh == 60
    assert found.self_consumed_wh == 30
    assert found.solar_share == Decimal("0.5")


def test_the_assumed_load_is_rounded_up_never_down():
    assert match([interval(0, 1, 0, 0), interval(1, 1, 0, 0), interval(3, 2, 0, 0)]).assumed_load_wh == 2


def test_a_period_longer_than_the_readings_counts_its_ends_as_missing():
    readings = [interval(at, 10, 10, 0) for at in range(24)]
    found = match(readings, start=MONDAY - timedelta(hours=6), end=MONDAY + timedelta(hours=42))
    assert (found.intervals, found.missing_intervals) == (24, 24)
    assert found.solar_share == Decimal("0.5")
    assert (found.period_start, found.period_end) == (MONDAY - timedelta(hours=6), MONDAY + timedelta(hours=42))


def test_a_period_takes_whole_intervals_only():
    readings = [interval(at, 10 * (at + 1), 0, 0) for at in range(4)]
    found = match(readings, start=MONDAY + timedelta(minutes=30), end=MONDAY + timedelta(hours=3))
    assert (found.intervals, found.load_wh, found.missing_intervals) == (2, 20 + 30, 0)
    same = match(readings, start=(MONDAY + timedelta(hours=1)).astimezone(UTC), end=MONDAY + timedelta(hours=3))
    assert same.load_wh == 50


def test_a_period_without_readings_is_refused():
    with pytest.raises(InvalidInput) as raised:
        match([interval(0, 1, 0, 0)], start=MONDAY + timedelta(days=1), end=MONDAY + timedelta(days=2))
    assert raised.value.code == "GC-MTR-040"
    with pytest.raises(InvalidInput) as raised:
        match([])
    assert raised.value.code == "GC-MTR-040"


@pytest.mark.parametrize(
    ("start", "end"),
    [(MONDAY, MONDAY), (MONDAY + timedelta(hours=2), MONDAY), (datetime(2026, 3, 2), None)],  # noqa: DTZ001 - a period without zone is the point
)
def test_an_empty_or_zoneless_period_is_refused(start: datetime, end: datetime | None):
    with pytest.raises(InvalidInput) as raised:
        match([interval(0, 1, 0, 0)], start=start, end=end)
    assert raised.value.code == "GC-QTY-004"


@pytest.mark.parametrize(
    "readings",
    [
        [interval(0, 1, 0, 0), interval(0, 1, 0, 0)],
        [interval(1, 1, 0, 0), interval(0, 1, 0, 0)],
        [interval(0, 1, 0, 0), interval(3, 1, 0, 0, seconds=900)],
    ],
)
def test_overlapping_backward_or_uneven_intervals_are_refused(readings: list[MeterInterval]):
    with pytest.raises(InvalidInput) as raised:
        match(readings)
    assert raised.value.code == "GC-MTR-041"


@pytest.mark.parametrize("seconds", [86400, 7200, 2400, 0, -3600])
def test_intervals_that_do_not_divide_an_hour_are_refused(seconds: int):
    with pytest.raises(InvalidInput) as raised:
        match([interval(0, 1, 0, 0, seconds=seconds)])
    assert raised.value.code == "GC-MTR-018"


def day_of(first: datetime, seconds: int, pv: int) -> list[MeterInterval]:
    return [interval(at, 1000, pv, pv // 2, seconds, first) for at in range(86400 // seconds)]


def test_the_clearest_day_is_the_fully_metered_one_with_most_generation():
    dull, clear, clearer_with_a_hole = (
        day_of(MONDAY, 3600, 100),
        day_of(MONDAY + timedelta(days=1), 3600, 200),
        day_of(MONDAY + timedelta(days=2), 3600, 900)[1:],
    )
    profile = match([*dull, *clear, *clearer_with_a_hole]).clearest_day
    assert profile is not None
    assert (profile.day, profile.seconds) == ("2026-03-03", 3600)
    assert profile.load_kw == (Decimal(1),) * 24
    assert profile.pv_kw == (Decimal("0.2"),) * 24
    assert profile.matched_kw == (Decimal("0.1"),) * 24


@pytest.mark.parametrize(
    ("seconds", "points", "slot"), [(300, 96, 900), (900, 96, 900), (600, 24, 3600), (1800, 24, 3600), (3600, 24, 3600)]
)
def test_the_profile_has_24_or_96_points_of_mean_power(seconds: int, points: int, slot: int):
    profile = match(day_of(MONDAY, seconds, 500)).clearest_day
    assert profile is not None
    assert profile.seconds == slot
    assert profile.pv_kw == (Decimal(500 * 3600 // seconds) / 1000,) * points
    assert len(profile.load_kw) == len(profile.matched_kw) == points


def test_the_profile_keeps_the_order_of_the_day():
    readings = [interval(at, 1000, at * 4, 0, seconds=900) for at in range(96)]
    profile = match(readings).clearest_day
    assert profile is not None
    assert profile.pv_kw == tuple(Decimal(at * 16) / 1000 for at in range(96))


def test_the_day_is_local_and_no_day_without_sun_is_shown():
    stamped_in_utc = day_of(MONDAY.astimezone(UTC), 3600, 50)
    assert match(stamped_in_utc).clearest_day is None
    profile = match(day_of(MONDAY, 3600, 50)).clearest_day
    assert profile is not None
    assert profile.day == "2026-03-02"
    assert match(day_of(MONDAY, 3600, 0)).clearest_day is None


def test_the_earliest_of_equal_days_is_shown():
    profile = match([*day_of(MONDAY, 3600, 50), *day_of(MONDAY + timedelta(days=1), 3600, 50)]).clearest_day
    assert profile is not None
    assert profile.day == "2026-03-02"


WH = st.integers(0, 10**9)
TRIPLES = st.lists(st.tuples(WH, WH, WH), min_size=1, max_size=40)


def intervals_of(triples: list[tuple[int, int, int]]) -> list[MeterInterval]:
    return [interval(at, load, pv, min(pv, export)) for at, (load, pv, export) in enumerate(triples)]


@settings(max_examples=60, deadline=None)
@given(triples=TRIPLES, more=st.lists(WH, min_size=40, max_size=40))
def test_exported_energy_never_changes_self_use(triples: list[tuple[int, int, int]], more: list[int]):
    plain = match(intervals_of(triples))
    exporting = match(
        [
            interval(at, item.load_wh, item.pv_wh + extra, item.export_wh + extra)
            for at, (item, extra) in enumerate(zip(intervals_of(triples), more, strict=False))
        ]
    )
    assert exporting.self_consumed_wh == plain.self_consumed_wh
    assert exporting.solar_share == plain.solar_share
    assert exporting.exported_wh == plain.exported_wh + sum(more[: len(triples)])


@settings(max_examples=60, deadline=None)
@given(triples=TRIPLES)
def test_self_use_is_bounded_by_load_and_by_generation_kept_and_by_the_totals(triples: list[tuple[int, int, int]]):
    found = match(intervals_of(triples))
    assert 0 <= found.self_consumed_wh <= found.pv_wh - found.exported_wh
    assert found.self_consumed_wh <= min(found.load_wh, found.pv_wh)
    assert 0 <= found.solar_share <= 1


@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES, cut=st.integers(0, 40))
def test_sums_are_additive_over_time(triples: list[tuple[int, int, int]], cut: int):
    readings = intervals_of(triples)
    parts = [match(part) for part in (readings[:cut], readings[cut:]) if part]
    whole = match(readings)
    for name in ("load_wh", "self_consumed_wh", "exported_wh", "pv_wh", "intervals"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)


@settings(max_examples=40, deadline=None)
@given(triples=TRIPLES, offsets=st.lists(st.integers(-14 * 4, 14 * 4), min_size=40, max_size=40))
def test_the_offset_in_which_an_instant_is_written_changes_no_energy(
    triples: list[tuple[int, int, int]], offsets: list[int]
):
    readings = intervals_of(triples)
    elsewhere = [
        MeterInterval(
            start=item.start.astimezone(timezone(timedelta(minutes=15 * offset))),
            seconds=item.seconds,
            load_wh=item.load_wh,
            pv_wh=item.pv_wh,
            export_wh=item.export_wh,
        )
        for item, offset in zip(readings, offsets, strict=False)
    ]
    one, other = match(readings), match(elsewhere)
    assert (one.load_wh, one.self_consumed_wh, one.intervals) == (
        other.load_wh,
        other.self_consumed_wh,
        other.intervals,
    )
    assert (one.missing_intervals, one.period_start) == (other.missing_intervals, other.period_start)


@settings(max_examples=30, deadline=None)
@given(triples=TRIPLES, hole=st.integers(1, 38))
def test_leaving_a_sunny_interval_out_never_raises_self_use(triples: list[tuple[int, int, int]], hole: int):
    readings = intervals_of(triples)
    left = [item for at, item in enumerate(readings) if at != hole]
    assert match(left).self_consumed_wh <= match(readings).self_consumed_wh


def test_readings_of_a_file_and_stored_intervals_give_the_same_match():
    sun = (max(0, 6 - abs(12 - hour)) for hour in range(24))
    rows = "\n".join(f"{(MONDAY + timedelta(hours=at)).isoformat()},10,{pv},0" for at, pv in enumerate(sun))
    readings = parse_readings(f"timestamp,load_kwh,pv_kwh,export_kwh\n{rows}\n".encode(), "m.csv")
    assert match(readings) == match(list(readings.intervals))
