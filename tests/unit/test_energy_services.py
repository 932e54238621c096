"""The energy use cases over a store in memory, and the shipped facility period from file to product."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from conformance.store_samples import ALICE, NOON, facility
from greencard.adapters.sql import SqlStore, in_memory_store
from greencard.energy.allocation import allocate
from greencard.energy.site import Site
from greencard.errors import InvalidInput, NotFound, Refused
from greencard.model import MeterInterval
from greencard.model.facility import FacilityPeriod, ProductionRun, RestRule
from greencard.services.energy import (
    allocate_lots,
    allocate_period,
    energy_of,
    match_readings,
    open_lots,
    release_lots,
    retire_lots,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
FACILITY = EXAMPLES / "facility"
HOUR = timedelta(hours=1)
CHINA = timezone(timedelta(hours=8))


def shipped():
    data = (FACILITY / "yiwu-2026-10.yaml").read_bytes()
    return allocate_period(data, "yiwu-2026-10.yaml", lambda name: (FACILITY / name).read_bytes())


# -- the shipped example ----------------------------------------------------------------------------------------------


def test_the_shipped_period_covers_two_example_products_and_adds_up():
    found = shipped()
    allocation = found.allocation
    assert found.record.illustrative
    assert found.warnings == ()
    energies = [product.energy for product in allocation.products]
    assert [one.product_id for one in energies] == ["bamboo-fibre-kitchenware", "wooden-toy"]
    assert sum(one.electricity_wh for one in energies) == allocation.load_wh
    assert sum(one.self_solar_wh for one in energies) == allocation.self_solar_wh
    assert all(0 < one.self_solar_wh < one.electricity_wh for one in energies)
    # The five certificates that were sold are within what was exported: own use keeps all of its own.
    assert allocation.exported_wh > 5_000_000
    assert allocation.claims.self_kept_wh == allocation.self_solar_wh
    assert all(one.solar_sold_wh == one.solar_unsettled_wh == 0 for one in energies)
    for one in energies:
        record = (EXAMPLES / f"{one.product_id}.yaml").read_text()
        assert f"id: {one.facility_id}" in record
        assert one.period_start == datetime(2026, 10, 1, tzinfo=CHINA)
        assert one.period_end == datetime(2026, 11, 1, tzinfo=CHINA)
    press = allocation.sub_meters[0]
    assert (press.id, press.missing_intervals) == ("press", 0)
    assert 0 < press.idle_wh < press.wh < allocation.load_wh
    assert energy_of(allocation, "wooden-toy") == energies[1]
    assert shipped().allocation == allocation


def test_the_meters_are_exactly_what_the_script_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("make_facility", FACILITY / "make_facility.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "make_facility.py"))
    module.main()
    for name in ("yiwu-2026-10-main.csv", "yiwu-2026-10-press.csv"):
        assert (tmp_path / name).read_bytes() == (FACILITY / name).read_bytes()
        assert (FACILITY / name).read_bytes().startswith(b"# ILLUSTRATIVE, not measured")


def test_a_product_that_is_not_in_the_period_is_named_with_those_that_are():
    with pytest.raises(InvalidInput) as refused:
        energy_of(shipped().allocation, "pan")
    assert refused.value.code == "GC-SVC-012"
    assert "bamboo-fibre-kitchenware, wooden-toy" in str(refused.value)


def test_a_refusal_of_the_division_names_the_file():
    data = (FACILITY / "yiwu-2026-10.yaml").read_bytes().replace(b"2026-10-24T06:00", b"2026-10-20T06:00")
    with pytest.raises(Refused) as refused:
        allocate_period(data, "p.yaml", lambda name: (FACILITY / name).read_bytes())
    assert refused.value.code == "GC-MTR-057"
    assert refused.value.faults[0].place.file == "p.yaml"
    assert "2026-10-20T06:00:00+08:00" in str(refused.value)


# -- readings ---------------------------------------------------------------------------------------------------------


def test_months_of_readings_are_parts_of_the_whole():
    data = (EXAMPLES / "readings" / "anji-2025-10-2026-09.csv").read_bytes()
    view, warnings = match_readings(data, "anji.csv", Site(latitude=30.64, longitude=119.68))
    assert warnings == ()
    assert [month.month for month in view.months] == [f"{2025 + (at >= 3)}-{(at + 9) % 12 + 1:02}" for at in range(12)]
    for column in ("self_consumed_wh", "exported_wh", "pv_wh", "missing_intervals"):
        assert sum(getattr(month, column) for month in view.months) == getattr(view.match, column)
    assert [month.missing_intervals for month in view.months if month.missing_intervals] == [17, 6, 18]
    assert view.solar_share == view.match.solar_share
    assert view.grade == "A"
    assert view.checks


def test_a_month_begins_where_the_readings_do():
    rows = ["2026-01-31T12:00+08:00,1,0.5,0", *(f"2026-01-31T{at}:00+08:00,1,0,0" for at in range(13, 24))]
    rows.append("2026-02-01T00:00+08:00,5,0,0")
    data = ("timestamp,load_kwh,pv_kwh,export_kwh\n" + "\n".join(rows) + "\n").encode()
    view, _ = match_readings(data, "m.csv", Site())
    assert [(one.month, one.load_wh, one.self_consumed_wh) for one in view.months] == [
        ("2026-01", 12_000, 500), ("2026-02", 5000, 0),
    ]  # fmt: skip


# -- lots -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def store():
    opened = in_memory_store()
    with opened.session(ALICE) as session:
        session.put_facility(facility())
        session.put_readings("plant-1", metered())
    yield opened
    opened.close()


def metered() -> list[MeterInterval]:
    return [
        MeterInterval(start=NOON, seconds=3600, load_wh=600, pv_wh=500, export_wh=0),
        MeterInterval(start=NOON + HOUR, seconds=3600, load_wh=400, pv_wh=700, export_wh=300),
    ]


def allocation(pan_units: int = 3):
    period = FacilityPeriod(
        facility_id="plant-1", start=NOON, end=NOON + 2 * HOUR, certificates_state="kept", rest=RestRule(by="hours"),
        runs=(
            ProductionRun(product="pan", units=pan_units, start=NOON, end=NOON + HOUR),
            ProductionRun(product="pot", units=1, start=NOON + HOUR, end=NOON + 2 * HOUR),
        ),
    )  # fmt: skip
    return allocate(period, metered())


def test_a_metered_kwh_goes_from_reading_to_lot_to_product_to_card(store: SqlStore):
    lots = open_lots(store, ALICE, "plant-1", NOON, NOON + 2 * HOUR)
    assert {lot.source: lot.metered_wh for lot in lots} == {"pv": 900, "grid": 100, "export": 300}
    assert open_lots(store, ALICE, "plant-1", NOON, NOON + 2 * HOUR) == lots
    with store.session(ALICE) as session:
        made = allocate_lots(session, allocation())
        assert allocate_lots(session, allocation()) == made
        assert [(one.product_id, one.wh) for one in made] == [("pan", 500), ("pan", 100), ("pot", 400)]
        retire_lots(session, tuple(one.id for one in made if one.product_id == "pan"), "urn:card:pan")
        release_lots(session, tuple(one.id for one in made if one.product_id == "pot"))
        balances = {one.lot.source: (one.allocated_wh, one.retired_wh) for one in session.lots.balances()}
    assert balances == {"pv": (500, 500), "grid": (100, 100), "export": (0, 0)}


def test_a_second_division_of_the_same_period_finds_nothing_left(store: SqlStore):
    open_lots(store, ALICE, "plant-1", NOON, NOON + 2 * HOUR)
    with store.session(ALICE) as session:
        allocate_lots(session, allocation())
    with pytest.raises(Refused) as refused, store.session(ALICE) as session:
        allocate_lots(session, allocation(pan_units=4))
    assert refused.value.code == "GC-MTR-070"


def test_lots_are_made_of_stored_readings_alone(store: SqlStore):
    with pytest.raises(InvalidInput) as refused:
        open_lots(store, ALICE, "plant-1", NOON + 9 * HOUR, NOON + 10 * HOUR)
    assert refused.value.code == "GC-SVC-010"
    with pytest.raises(Refused) as none, store.session(ALICE) as session:
        allocate_lots(session, allocation())
    assert none.value.code == "GC-SVC-011"


def test_readings_that_came_later_do_not_change_a_lot(store: SqlStore):
    open_lots(store, ALICE, "plant-1", NOON, NOON + 4 * HOUR)
    late = MeterInterval(start=NOON + 2 * HOUR, seconds=3600, load_wh=100, pv_wh=0, export_wh=0)
    with store.session(ALICE) as session:
        session.put_readings("plant-1", [late])
    with pytest.raises(Refused) as refused:
        open_lots(store, ALICE, "plant-1", NOON, NOON + 4 * HOUR)
    assert refused.value.code == "GC-MTR-075"
    with pytest.raises(Refused) as refused:
        open_lots(store, ALICE, "plant-1", NOON + HOUR, NOON + 3 * HOUR)
    assert refused.value.code == "GC-STO-026"


def test_a_retirement_that_fails_takes_the_others_back(store: SqlStore):
    open_lots(store, ALICE, "plant-1", NOON, NOON + 2 * HOUR)
    with store.session(ALICE) as session:
        made = allocate_lots(session, allocation())
    with pytest.raises(NotFound), store.session(ALICE) as session:
        retire_lots(session, (made[0].id, "nothing"), "urn:card:pan")
    with store.session(ALICE) as session:
        assert all(one.retired_wh == 0 for one in session.lots.balances())


def test_a_period_of_the_product_record_has_the_days_of_the_facility():
    assert shipped().record.end.date() == date(2026, 11, 1)
