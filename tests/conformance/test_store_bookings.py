"""Bookings in every store: no two in force of one facility overlap, and a lot goes only when nothing is taken of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from conformance.store_samples import ALICE, BOB, NOON, facility
from greencard.adapters.clock import FixedClock
from greencard.adapters.keys import MemoryKeys
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.adapters.sql import SqlStore, open_store
from greencard.errors import GreencardError, Refused
from greencard.model import MeterReference
from greencard.model.facility import ElectricityClaims, FacilityAllocation, RestEnergy
from greencard.model.lot import EnergyBooking, EnergyLot, LotAllocation
from greencard.services import Greencard
from greencard.services.energy import allocate_period
from greencard.services.products import read_product_file
from service_samples import EXAMPLES, LOU, SETTINGS

DAY = timedelta(days=1)


def booking(name: str, first: int, last: int, where: str = "plant-1", **changes: object) -> EnergyBooking:
    start, end = NOON + first * DAY, NOON + last * DAY
    claims = ElectricityClaims(
        load_wh=5, self_kept_wh=0, self_sold_wh=0, self_unsettled_wh=0, certified_wh=0, grid_wh=5
    )
    allocation = FacilityAllocation(
        facility_id=where, period_start=start, period_end=end, load_wh=5, assumed_load_wh=0, self_solar_wh=0,
        exported_wh=0, claims=claims, products=(), rest=RestEnergy(electricity_wh=5), unassigned_wh=5, digest=name,
    )  # fmt: skip
    return EnergyBooking(id=name, allocation=allocation, **changes)  # type: ignore[arg-type]


@pytest.fixture
def plant(store: SqlStore) -> SqlStore:
    for who in (ALICE, BOB):
        with store.session(who) as session:
            session.put_facility(facility())
            session.put_facility(facility("plant-2"))
    return store


def put(store: SqlStore, one: EnergyBooking, who=ALICE) -> bool:
    with store.session(who) as session:
        return session.bookings.put(one)


def in_force(store: SqlStore, start: datetime = NOON - 99 * DAY, end: datetime = NOON + 99 * DAY) -> list[str]:
    with store.session(ALICE) as session:
        return [one.id for one in session.bookings.overlapping("plant-1", start, end)]


def test_a_booking_comes_back_as_it_was_stored(plant: SqlStore):
    assert put(plant, booking("a", 0, 2, illustrative=True))
    assert not put(plant, booking("a", 0, 2, illustrative=True))
    with plant.session(ALICE) as session:
        assert session.bookings.overlapping("plant-1", NOON, NOON + DAY) == [booking("a", 0, 2, illustrative=True)]
        assert session.bookings.overlapping("plant-1", NOON + 2 * DAY, NOON + 3 * DAY) == []
        assert session.bookings.overlapping("plant-1", NOON - DAY, NOON) == []
        assert session.bookings.overlapping("plant-2", NOON, NOON + DAY) == []
        assert session.bookings.overlapping("\x00", NOON, NOON + DAY) == []


@pytest.mark.parametrize(("first", "last"), [(0, 2), (-1, 1), (1, 3), (-1, 3)])
def test_one_that_overlaps_is_refused(plant: SqlStore, first: int, last: int):
    put(plant, booking("a", 0, 2))
    with pytest.raises(Refused) as error:
        put(plant, booking("b", first, last))
    assert error.value.code == "GC-STO-028"
    assert in_force(plant) == ["a"]


def test_neighbours_other_facilities_and_other_parties_do_not_meet(plant: SqlStore):
    put(plant, booking("a", 0, 2))
    assert put(plant, booking("b", 2, 3))
    assert put(plant, booking("c", -1, 0))
    assert put(plant, booking("d", 0, 2, "plant-2"))
    assert put(plant, booking("a", 0, 2), BOB)
    assert in_force(plant) == ["c", "a", "b"]


def test_a_released_booking_makes_room_and_may_return(plant: SqlStore):
    put(plant, booking("a", 0, 2))
    with plant.session(BOB) as session:
        session.bookings.release("a")
    assert in_force(plant) == ["a"]
    with plant.session(ALICE) as session:
        session.bookings.release("a")
        session.bookings.release("nothing")
    assert in_force(plant) == []
    assert put(plant, booking("b", 1, 3))
    with pytest.raises(Refused):
        put(plant, booking("a", 0, 2))
    with plant.session(ALICE) as session:
        session.bookings.release("b")
    assert put(plant, booking("a", 0, 2))
    assert in_force(plant) == ["a"]


def test_no_facility_no_booking(plant: SqlStore):
    with pytest.raises(GreencardError) as error:
        put(plant, booking("a", 0, 2, "plant-9"))
    assert error.value.code == "GC-STO-011"


def test_of_many_that_overlap_one_is_booked(address: str | Path):
    """Sessions of their own, as in other processes, all at once."""
    with_store = open_store(address)
    with with_store.session(ALICE) as session:
        session.put_facility(facility())
    with_store.close()

    def attempt(number: int) -> bool:
        store = open_store(address)
        try:
            return put(store, booking(f"b{number}", number % 3, number % 3 + 3))
        except Refused:
            return False
        finally:
            store.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1


def test_a_lot_goes_only_when_nothing_of_it_is_held_or_retired(plant: SqlStore):
    lot = EnergyLot(id="l", facility_id="plant-1", start=NOON, end=NOON + DAY, source="pv", metered_wh=10)
    part = LotAllocation(id="p", lot_id="l", product_id="pan", wh=4)
    with plant.session(ALICE) as session:
        session.lots.put(lot)
        session.lots.allocate(part)
        assert not session.lots.drop("l")
        session.lots.release("p")
    with plant.session(BOB) as session:
        assert not session.lots.drop("l")
    with plant.session(ALICE) as session:
        assert session.lots.drop("l")
        assert not session.lots.drop("l")
        assert session.lots.allocation("p") is None
        assert list(session.lots.balances()) == []
        # Other readings of the same time: the lot may now be another one.
        assert session.lots.put(
            EnergyLot(id="l", facility_id="plant-1", start=NOON, end=NOON + DAY, source="pv", metered_wh=11)
        )
        session.lots.allocate(part)
        session.lots.retire("p", "card-1")
        assert not session.lots.drop("l")


def test_bookers_and_issuers_at_once_book_once_and_retire_once(address: str | Path):
    """Three book one period while three issue a card of one of its products: no deadlock, nothing taken twice."""
    files = EXAMPLES / "facility"
    period = allocate_period(
        (files / "yiwu-2026-10.yaml").read_bytes(), "p.yaml", lambda name: (files / name).read_bytes()
    )
    packs, clock, keys = ShippedPacks(), FixedClock(NOON), MemoryKeys()
    meter = MeterReference(file="m.csv", period_start=date(2026, 10, 1), period_end=date(2026, 10, 31))
    file = EXAMPLES / "wooden-toy.yaml"
    toy = msgspec.structs.replace(read_product_file(file.read_bytes(), file.name, packs), meter=meter)

    def with_app(do):
        store = open_store(address, clock)
        try:
            return do(Greencard(store=store, keys=keys, clock=clock, packs=packs, settings=SETTINGS))
        finally:
            store.close()

    with_app(lambda app: app.put_product(LOU, toy))

    def work(number: int) -> bool:
        if number % 2:
            with_app(lambda app: app.issue_card(LOU, toy.id))
            return False
        return with_app(lambda app: app.book_energy(LOU, period)[1])

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 1
    last = with_app(lambda app: app.issue_card(LOU, toy.id))
    part = next(one.energy for one in period.allocation.products if one.energy.product_id == toy.id)
    lots = {one.lot.source: one for one in with_app(lambda app: app.energy_lots(LOU))}
    assert lots["pv"].retired_wh == part.self_solar_wh
    assert lots["pv"].allocated_wh == period.allocation.self_solar_wh
    assert last.status == "active"
