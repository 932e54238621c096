"""Readings: scope, exactness, no change, no double counting, speed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.store_samples import ALICE, BOB, NOON, facility, hours
from greencard.adapters.sql import SqlStore, in_memory_store
from greencard.errors import InvalidInput, Refused
from greencard.model import MeterInterval

YEAR = timedelta(days=366)


@pytest.fixture
def plant(store: SqlStore) -> SqlStore:
    for who in (ALICE, BOB):
        with store.session(who) as session:
            session.put_facility(facility())
    return store


def test_readings_are_stored_once_and_read_in_order(plant: SqlStore):
    given = hours(48)
    with plant.session(ALICE) as session:
        assert session.put_readings("plant-1", reversed(given[:30])) == 30
        assert session.put_readings("plant-1", given) == 18
        assert session.put_readings("plant-1", given + given) == 0
        assert session.put_readings("plant-1", []) == 0
    with plant.session(ALICE) as session:
        assert session.readings("plant-1", NOON, NOON + YEAR) == given
        # [start, end): the reading that starts at the end is not in.
        assert session.readings("plant-1", given[3].start, given[5].start) == given[3:5]


def test_readings_of_another_party_are_not_found(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.put_facility(facility("alice-only"))
        session.put_readings("plant-1", hours(3))
    with plant.session(BOB) as session:
        assert session.readings("plant-1", NOON, NOON + YEAR) == []
        assert session.put_readings("plant-1", hours(3, load=7)) == 3
    codes = []
    for name in ("alice-only", "nowhere"):
        with pytest.raises(InvalidInput) as refused, plant.session(BOB) as session:
            session.put_readings(name, hours(1))
        codes.append((refused.value.code, str(refused.value).replace(name, "…")))
    assert codes[0] == codes[1]
    assert codes[0][0] == "GC-STO-011"


@pytest.mark.parametrize("field", ["seconds", "load_wh", "pv_wh", "export_wh"])
def test_a_changed_reading_is_refused_and_nothing_of_the_call_stays(plant: SqlStore, field: str):
    with plant.session(ALICE) as session:
        session.put_readings("plant-1", hours(5))
    changed = {f: getattr(hours(5)[4], f) for f in MeterInterval.__struct_fields__} | {field: 3599}
    with pytest.raises(Refused) as refused, plant.session(ALICE) as session:
        session.put_readings("plant-1", [*hours(3, NOON - timedelta(days=1)), MeterInterval(**changed)])
    assert refused.value.code == "GC-STO-013"
    assert "2026-11-23T08:00:00+00:00" in str(refused.value)
    with plant.session(ALICE) as session:
        assert session.readings("plant-1", NOON - YEAR, NOON + YEAR) == hours(5)


def test_two_values_for_one_interval_in_one_call_are_refused(plant: SqlStore):
    with pytest.raises(Refused) as refused, plant.session(ALICE) as session:
        session.put_readings("plant-1", hours(2) + hours(2, load=1))
    assert refused.value.code == "GC-STO-013"


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(-15, 1800), (15, 900), (59, 60), (-60, 7200), (-600, 86_400), (119, 1800)]
)
def test_an_interval_that_would_count_energy_twice_is_refused(plant: SqlStore, minutes: int, seconds: int):
    with plant.session(ALICE) as session:
        session.put_readings("plant-1", hours(2))
    extra = MeterInterval(start=NOON + timedelta(minutes=minutes), seconds=seconds, load_wh=1, pv_wh=0, export_wh=0)
    with pytest.raises(Refused) as refused, plant.session(ALICE) as session:
        session.put_readings("plant-1", [extra])
    assert refused.value.code == "GC-STO-014"


def test_intervals_that_touch_do_not_overlap(plant: SqlStore):
    before = MeterInterval(start=NOON - timedelta(minutes=15), seconds=900, load_wh=1, pv_wh=0, export_wh=0)
    after = MeterInterval(start=NOON + timedelta(hours=2), seconds=900, load_wh=1, pv_wh=0, export_wh=0)
    with plant.session(ALICE) as session:
        session.put_readings("plant-1", hours(2))
        assert session.put_readings("plant-1", [before, after]) == 2


def test_an_instant_is_the_same_in_every_time_zone(plant: SqlStore):
    yiwu = timezone(timedelta(hours=8))
    local = [
        MeterInterval(start=r.start.astimezone(yiwu), seconds=3600, load_wh=r.load_wh, pv_wh=r.pv_wh, export_wh=0)
        for r in hours(3)
    ]
    with plant.session(ALICE) as session:
        assert session.put_readings("plant-1", local) == 3
        assert session.put_readings("plant-1", hours(3)) == 0
        assert session.readings("plant-1", NOON.astimezone(yiwu), NOON + YEAR)[0].start.tzinfo is UTC


def reading(**changes: object) -> MeterInterval:
    fields = {"start": NOON, "seconds": 900, "load_wh": 1, "pv_wh": 1, "export_wh": 1}
    return MeterInterval(**(fields | changes))


@pytest.mark.parametrize(
    "bad",
    [
        reading(start=datetime(2026, 1, 1)),  # noqa: DTZ001 - the missing zone is the point
        reading(seconds=0),
        reading(seconds=-900),
        reading(seconds=2**31),
        reading(load_wh=-1),
        reading(pv_wh=2**53 + 1),
        reading(export_wh=1.5),
        reading(load_wh=True),
    ],
)
def test_what_is_no_reading_is_refused(plant: SqlStore, bad: MeterInterval):
    with pytest.raises(InvalidInput) as refused, plant.session(ALICE) as session:
        session.put_readings("plant-1", [bad])
    assert refused.value.code == "GC-STO-015"


def test_the_greatest_reading_is_exact(plant: SqlStore):
    most = reading(start=datetime(9998, 1, 1, microsecond=1, tzinfo=UTC), load_wh=2**53, seconds=366 * 86_400)
    with plant.session(ALICE) as session:
        session.put_readings("plant-1", [most, reading(start=datetime(1, 1, 2, tzinfo=UTC))])
        assert session.readings("plant-1", NOON, datetime.max.replace(tzinfo=UTC)) == [most]


def test_a_bound_without_time_zone_is_refused(plant: SqlStore):
    with pytest.raises(InvalidInput) as refused, plant.session(ALICE) as session:
        session.readings("plant-1", datetime(2026, 1, 1), NOON)  # noqa: DTZ001 - the missing zone is the point
    assert refused.value.code == "GC-STO-015"


def test_a_year_of_hours_takes_well_under_a_second(plant: SqlStore):
    year = hours(8760)
    began = time.perf_counter()
    with plant.session(ALICE) as session:
        assert session.put_readings("plant-1", year) == 8760
    assert time.perf_counter() - began < 2  # on a busy machine; 0.1 s on an idle one
    with plant.session(ALICE) as session:
        assert session.readings("plant-1", NOON, NOON + YEAR) == year


def test_more_rows_than_one_chunk_are_one_call(plant: SqlStore):
    many = [reading(start=NOON + timedelta(minutes=15 * n)) for n in range(20_001)]
    with plant.session(ALICE) as session:
        assert session.put_readings("plant-1", many) == 20_001
    spoiled = [*many[:-1], reading(start=many[-1].start, load_wh=2)]
    earlier = [reading(start=NOON - timedelta(minutes=15 * n)) for n in range(1, 10)]
    with pytest.raises(Refused), plant.session(ALICE) as session:
        session.put_readings("plant-1", earlier + spoiled)
    with plant.session(ALICE) as session:
        assert session.readings("plant-1", NOON - YEAR, NOON) == []


intervals = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8), st.integers(0, 2)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(calls=st.lists(intervals, min_size=1, max_size=4))
def test_whatever_is_accepted_never_overlaps_and_nothing_else_is_kept(calls):
    """Against a model that looks at every minute: a call is kept whole or refused whole."""
    store = in_memory_store()
    with store.session(ALICE) as session:
        session.put_facility(facility())
    held: dict[int, MeterInterval] = {}
    for call in calls:
        rows = [
            MeterInterval(start=NOON + timedelta(minutes=at), seconds=60 * length, load_wh=wh, pv_wh=0, export_wh=0)
            for at, length, wh in call
        ]
        after, fine = dict(held), True
        for row in rows:
            at = int((row.start - NOON).total_seconds()) // 60
            taken = {m for start, r in after.items() for m in range(start, start + r.seconds // 60)}
            same = after.get(at) == row
            fine = fine and (same or not taken & set(range(at, at + row.seconds // 60)))
            after[at] = row
        try:
            with store.session(ALICE) as session:
                session.put_readings("plant-1", rows)
        except Refused:
            assert not fine
        else:
            assert fine
            held = after
        with store.session(ALICE) as session:
            assert session.readings("plant-1", NOON, NOON + YEAR) == [held[at] for at in sorted(held)]
    store.close()
