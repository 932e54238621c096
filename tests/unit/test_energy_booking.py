"""A facility period booked: each kWh divided once, a card standing on its product's part, and nothing given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import greencard.services.greencard as use_cases
from greencard.energy.allocation import allocate
from greencard.energy.readings import parse_readings
from greencard.errors import GreencardError, Refused
from greencard.model import EnergyCertificate, MeterInterval, MeterReference, Product
from greencard.services.booking import book_period, lot_balances, release_period
from greencard.services.energy import Period, allocate_period, energy_of, open_lots
from service_samples import LOU, OTHER, Bench

FACILITY = Path(__file__).parents[2] / "examples" / "facility"
FILE = "yiwu-2026-10.yaml"
TOY = "wooden-toy"
HOUR = timedelta(hours=1)


def period(**files: bytes) -> Period:
    data = (FACILITY / FILE).read_bytes()
    return allocate_period(data, FILE, lambda name: files.get(name) or (FACILITY / name).read_bytes())


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@pytest.fixture(scope="module")
def october() -> Period:
    return period()


def toy(bench: Bench, **changes: object) -> Product:
    meter = MeterReference(file="main.csv", period_start=date(2026, 10, 1), period_end=date(2026, 10, 31))
    return msgspec.structs.replace(bench.product(TOY), **({"meter": meter} | changes))


def sums(bench: Bench) -> dict[str, tuple[int, int, int]]:
    return {
        one.lot.source: (one.lot.metered_wh, one.allocated_wh, one.retired_wh) for one in lot_balances(bench.store, LOU)
    }


def refused(step, *args: object) -> str:
    with pytest.raises(GreencardError) as error:
        step(*args)
    return error.value.code


# -- booking ----------------------------------------------------------------------------------------------------------


def test_a_booking_opens_the_lots_and_takes_every_products_part(bench: Bench, october: Period):
    booking, new = book_period(bench.store, LOU, october)
    allocation = october.allocation
    assert new
    assert booking.id == allocation.digest
    solar = sum(one.energy.self_solar_wh for one in allocation.products)
    load = sum(one.energy.electricity_wh for one in allocation.products)
    assert sums(bench) == {
        "pv": (allocation.self_solar_wh, solar, 0),
        "grid": (allocation.load_wh - allocation.self_solar_wh, load - solar, 0),
        "export": (allocation.exported_wh, 0, 0),
    }
    with bench.store.session(LOU) as session:
        stored = session.readings(allocation.facility_id, allocation.period_start, allocation.period_end)
    assert len(stored) == len(october.main.intervals) + len(october.main.set_aside)


def test_the_same_period_again_changes_nothing(bench: Bench, october: Period):
    first, _ = book_period(bench.store, LOU, october)
    before = sums(bench)
    again, new = book_period(bench.store, LOU, october)
    assert (again, new, sums(bench)) == (first, False, before)


def test_another_division_of_the_same_time_is_refused_and_named(bench: Bench, october: Period):
    book_period(bench.store, LOU, october)
    before = sums(bench)
    other = msgspec.structs.replace(
        october.record, runs=tuple(msgspec.structs.replace(run, units=run.units + 1) for run in october.record.runs)
    )
    subs = {
        one.id: parse_readings((FACILITY / one.file).read_bytes(), one.file) for one in other.sub_meters if one.file
    }
    changed = Period(other, allocate(other, october.main, subs), october.main)
    assert changed.allocation.digest != october.allocation.digest
    with pytest.raises(Refused) as error:
        book_period(bench.store, LOU, changed)
    assert error.value.code == "GC-STO-028"
    said = error.value.faults[0].params
    assert said["other"] == october.allocation.digest[:16]
    assert (said["since"], said["until"]) == ("2026-10-01T00:00+08:00", "2026-11-01T00:00+08:00")
    assert sums(bench) == before


def part_of(october: Period, days: int) -> Period:
    """The first days of the period, all of it one product's."""
    end = october.record.start + timedelta(days=days)
    run = msgspec.structs.replace(october.record.runs[0], product="pan", units=10, start=None, end=None, sub_meter="")
    record = msgspec.structs.replace(
        october.record, end=end, runs=(run,), sub_meters=(), keys=(), masses=(), fuels=(), certificates=()
    )
    record = msgspec.structs.replace(record, rest=msgspec.structs.replace(record.rest, by="hours"))
    return Period(record, allocate(record, october.main), october.main)


def test_a_period_that_overlaps_in_part_is_refused_and_one_released_makes_room(bench: Bench, october: Period):
    week = part_of(october, 7)
    book_period(bench.store, LOU, week)
    with pytest.raises(Refused) as error:
        book_period(bench.store, LOU, october)
    assert error.value.code == "GC-STO-028"
    assert error.value.faults[0].params["until"] == "2026-10-08T00:00+08:00"
    release_period(bench.store, LOU, week.record.facility_id, week.record.start, week.record.end)
    assert sums(bench) == {}
    assert book_period(bench.store, LOU, october)[1]


def test_a_release_gives_everything_back_and_can_be_booked_again(bench: Bench, october: Period):
    book_period(bench.store, LOU, october)
    before = sums(bench)
    record = october.record
    undone = release_period(bench.store, LOU, record.facility_id, record.start, record.end)
    assert undone.released
    assert sums(bench) == {}
    assert refused(release_period, bench.store, LOU, record.facility_id, record.start, record.end) == "GC-SVC-022"
    assert book_period(bench.store, LOU, october)[1]
    assert sums(bench) == before


def test_readings_that_came_late_can_be_booked_after_a_release(bench: Bench, october: Period):
    """A gap filled after the first booking: without taking the lots back the period could never be booked again."""
    main = october.main
    holed = (FACILITY / main.file).read_bytes().decode().splitlines()
    del holed[50]
    short = period(**{main.file: "\n".join(holed).encode()})
    book_period(bench.store, LOU, short)
    record = october.record
    release_period(bench.store, LOU, record.facility_id, record.start, record.end)
    assert book_period(bench.store, LOU, october)[1]
    release_period(bench.store, LOU, record.facility_id, record.start, record.end)
    # The other way round the file knows less than the store.
    assert refused(book_period, bench.store, LOU, short) == "GC-SVC-021"
    assert sums(bench) == {}


def test_readings_that_say_otherwise_than_the_store_book_nothing(bench: Bench, october: Period):
    allocation = october.allocation
    with bench.store.session(LOU) as session:
        session.put_facility(toy(bench).facility)
        first = october.main.intervals[0]
        session.put_readings(allocation.facility_id, [msgspec.structs.replace(first, load_wh=first.load_wh + 1)])
    assert refused(book_period, bench.store, LOU, october) == "GC-STO-013"
    assert sums(bench) == {}


def test_lots_opened_before_serve_the_booking(bench: Bench):
    facility = toy(bench).facility
    with bench.store.session(LOU) as session:
        session.put_facility(facility)
    found = period()
    with bench.store.session(LOU) as session:
        session.put_readings(facility.id, [*found.main.intervals, *found.main.set_aside])
    record = found.record
    lots = open_lots(bench.store, LOU, facility.id, record.start, record.end, site=found.main.site)
    assert book_period(bench.store, LOU, found)[1]
    assert len(lot_balances(bench.store, LOU)) == len(lots)


def test_an_unknown_facility_has_no_lots(bench: Bench):
    assert refused(lot_balances, bench.store, LOU, "F-NOWHERE") == "GC-STO-011"
    assert lot_balances(bench.store, LOU) == []


# -- cards ------------------------------------------------------------------------------------------------------------


def booked(bench: Bench, october: Period) -> Product:
    product = toy(bench)
    bench.app.put_product(LOU, product)
    book_period(bench.store, LOU, october)
    return product


def test_a_card_stands_on_its_part_and_retires_it(bench: Bench, october: Period):
    product = booked(bench, october)
    energy = energy_of(october.allocation, TOY)
    record = bench.app.issue_card(LOU, product.id)
    with bench.store.session(LOU) as session:
        assessment = session.assessment(record.assessment_id)
        ids = [f"{october.allocation.digest[:32]}/{source}/{TOY}" for source in ("pv", "grid")]
        parts = [session.lots.allocation(one) for one in ids]
    assert [part.wh for part in parts if part] == [energy.self_solar_wh, energy.electricity_wh - energy.self_solar_wh]
    assert {(part.state, part.target) for part in parts if part} == {("retired", record.card.id)}
    assert assessment == bench.app.assess_stored(LOU, product.id)
    unbooked = bench.app.assess(LOU, product)
    assert assessment.footprint.total_kg_co2e != unbooked.footprint.total_kg_co2e
    with_energy = sums(bench)
    assert with_energy["pv"][2] == energy.self_solar_wh


def test_issuing_again_and_superseding_keep_the_retirement(bench: Bench, october: Period):
    product = booked(bench, october)
    first = bench.app.issue_card(LOU, product.id)
    before = sums(bench)
    assert bench.app.issue_card(LOU, product.id).card.id == first.card.id
    bench.app.put_product(LOU, msgspec.structs.replace(product, mass_kg=product.mass_kg + Decimal("0.001")))
    second = bench.app.issue_card(LOU, product.id)
    assert second.card.id != first.card.id
    bench.app.withdraw_card(LOU, second.card.id)
    assert sums(bench) == before
    with bench.store.session(LOU) as session:
        part = session.lots.allocation(f"{october.allocation.digest[:32]}/pv/{TOY}")
    assert part is not None
    assert part.target == first.card.id


def test_what_a_card_stands_on_cannot_be_released(bench: Bench, october: Period):
    product = booked(bench, october)
    bench.app.issue_card(LOU, product.id)
    before, record = sums(bench), october.record
    assert refused(release_period, bench.store, LOU, record.facility_id, record.start, record.end) == "GC-MTR-072"
    assert sums(bench) == before
    assert not book_period(bench.store, LOU, october)[1]


def test_a_failed_issue_retires_nothing(bench: Bench, october: Period, monkeypatch: pytest.MonkeyPatch):
    product = booked(bench, october)
    before = sums(bench)

    def breaks(*_args: object) -> None:
        message = "power cut"
        raise RuntimeError(message)

    monkeypatch.setattr(use_cases, "retire_booked", breaks)
    with pytest.raises(RuntimeError):
        bench.app.issue_card(LOU, product.id)
    assert sums(bench) == before
    assert bench.app.published_count() == 0


def test_made_up_readings_carry_no_real_card(bench: Bench, october: Period):
    product = toy(bench, illustrative=False)
    bench.app.put_product(LOU, product)
    book_period(bench.store, LOU, october)
    assert refused(bench.app.issue_card, LOU, product.id) == "GC-SVC-023"
    assert bench.app.published_count() == 0


def test_a_meter_period_beyond_the_booking_does_not_use_it(bench: Bench, october: Period):
    meter = MeterReference(file="main.csv", period_start=date(2026, 9, 30), period_end=date(2026, 10, 31))
    bench.app.put_product(LOU, toy(bench, meter=meter))
    book_period(bench.store, LOU, october)
    bench.app.issue_card(LOU, TOY)
    assert sums(bench)["pv"][2] == 0


def test_a_release_while_a_card_is_being_worked_out_is_seen(
    bench: Bench, october: Period, monkeypatch: pytest.MonkeyPatch
):
    product = booked(bench, october)
    record = october.record
    real, done = use_cases.assess_product, []

    def overtaken(*args: object, **kwargs: object) -> object:
        if not done:
            done.append(kwargs["energy"])
            release_period(bench.store, LOU, record.facility_id, record.start, record.end)
        else:
            done.append(kwargs["energy"])
        return real(*args, **kwargs)

    monkeypatch.setattr(use_cases, "assess_product", overtaken)
    bench.app.issue_card(LOU, product.id)
    assert [one is None for one in done] == [False, True]
    assert sums(bench) == {}


def test_an_interval_of_another_length_in_the_store_is_refused(bench: Bench, october: Period):
    allocation = october.allocation
    with bench.store.session(LOU) as session:
        session.put_facility(toy(bench).facility)
        long = MeterInterval(start=allocation.period_start, seconds=7200, load_wh=1000, pv_wh=0, export_wh=0)
        session.put_readings(allocation.facility_id, [long])
    assert refused(book_period, bench.store, LOU, october) in {"GC-STO-013", "GC-STO-014"}
    assert sums(bench) == {}


# -- certificates -----------------------------------------------------------------------------------------------------


def certified(october: Period, first: int, last: int, number: str = "GEC-1", where: str = "") -> Period:
    """Days of the period, one product, with one bought certificate of 2 000 kWh."""
    begin = october.record.start
    certificate = EnergyCertificate(
        scheme="GEC", id=number, energy_wh=2_000_000, technology="wind", country="CN",
        produced_from=date(2026, 7, 1), produced_until=date(2026, 7, 31), fate="bought", cancelled_on=date(2026, 9, 1),
    )  # fmt: skip
    whole = part_of(october, 1).record
    record = msgspec.structs.replace(
        whole,
        start=begin + timedelta(days=first),
        end=begin + timedelta(days=last),
        certificates=(certificate,),
        facility_id=where or whole.facility_id,
    )
    return Period(record, allocate(record, october.main), october.main)


def test_a_certificate_serves_one_period_after_another_and_no_kwh_of_it_twice(bench: Bench, october: Period):
    one, two = certified(october, 0, 5), certified(october, 5, 10)
    used = one.allocation.claims.certified_wh, two.allocation.claims.certified_wh
    assert used[0] + used[1] > 2_000_000 > max(used)
    book_period(bench.store, LOU, one)
    assert sums(bench)["certificate"] == (2_000_000, used[0], 0)
    # The second file claims the certificate as if it were whole; what the first took is gone.
    assert refused(book_period, bench.store, LOU, two) == "GC-MTR-070"
    release_period(bench.store, LOU, one.record.facility_id, one.record.start, one.record.end)
    assert book_period(bench.store, LOU, two)[1]
    assert sums(bench)["certificate"] == (2_000_000, used[1], 0)


@pytest.mark.parametrize("number", ["GEC-1", " gec-1 ", "ＧＥＣ-1"])
def test_two_facilities_or_parties_cannot_use_one_certificate(bench: Bench, october: Period, number: str):
    book_period(bench.store, LOU, certified(october, 0, 5))
    other = certified(october, 0, 5, number, "F-OTHER")
    assert refused(book_period, bench.store, LOU, other) == "GC-MTR-075"
    assert refused(book_period, bench.store, OTHER, other) == "GC-STO-027"


def test_a_card_retires_the_certificate_with_the_kwh_it_covers(bench: Bench, october: Period):
    found = certified(october, 0, 5)
    meter = MeterReference(file="main.csv", period_start=date(2026, 10, 1), period_end=date(2026, 10, 5))
    product = toy(bench, meter=meter, id="pan")
    bench.app.put_product(LOU, product)
    book_period(bench.store, LOU, found)
    bench.app.issue_card(LOU, "pan")
    covered = found.allocation.claims.certified_wh
    assert sums(bench)["certificate"] == (2_000_000, covered, covered)


def test_whoever_has_no_part_in_a_booking_takes_no_sun_of_its_time(bench: Bench, october: Period):
    other = toy(bench, id="another-toy", annual_units=None)
    bench.app.put_product(LOU, other)
    book_period(bench.store, LOU, october)
    taken = bench.app.assess_stored(LOU, other.id).footprint.electricity
    assert (taken.treatment, taken.self_solar_kwh) == ("solar_not_counted", 0)
    assert "no part in the booking" in taken.reason.en
    # Undone, the readings stay and the sun is the facility's again.
    release_period(bench.store, LOU, other.facility.id, october.record.start, october.record.end)
    free = bench.app.assess_stored(LOU, other.id).footprint.electricity
    assert free.treatment == "solar_interval_matched"
    assert free.self_solar_kwh > 0
