"""Storage behind the meter: a discharge keeps the tag of the charge, losses are paid, nothing is created."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from greencard.energy import Site, match, parse_readings, solar_flows
from greencard.errors import InvalidInput
from greencard.model import MeterInterval

MONDAY = datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=8)))


def hour(at: int, load: int, pv: int, export: int = 0, charge: int = 0, discharge: int = 0) -> MeterInterval:
    return MeterInterval(
        start=MONDAY + timedelta(hours=at),
        seconds=3600,
        load_wh=load,
        pv_wh=pv,
        export_wh=export,
        charge_wh=charge,
        discharge_wh=discharge,
    )


def test_a_noon_surplus_comes_back_in_the_evening_less_its_losses():
    # Noon: 100 generated, 40 used, 10 exported, 50 stored. Evening: 45 out, all of it into the load. 45/50 = 90 %.
    found = match([hour(0, 40, 100, 10, charge=50), hour(1, 60, 0, discharge=45)])
    assert found.self_consumed_wh == 40 + 45
    assert (found.stored_solar_wh, found.storage_loss_wh) == (45, 5)
    assert (found.load_wh, found.pv_wh, found.exported_wh) == (100, 100, 10)


def test_a_battery_charged_from_the_grid_at_night_gives_no_solar():
    found = match([hour(0, 10, 0, charge=100), hour(1, 90, 0, discharge=90)])
    assert (found.self_consumed_wh, found.stored_solar_wh, found.storage_loss_wh) == (0, 0, 10)


def test_the_load_is_served_before_the_battery_and_the_rest_of_a_charge_is_grid():
    # 60 stay of 80; the load takes 50, so at most 10 of the charge of 40 were solar: a quarter of what comes out.
    found = match([hour(0, 50, 80, 20, charge=40), hour(1, 100, 0, discharge=20)])
    assert found.stored_solar_wh == 20 // 4
    assert found.self_consumed_wh == 50 + 5
    assert found.storage_loss_wh == 20


def test_a_discharge_draws_on_both_tags_in_proportion():
    # 30 solar and 10 grid in the battery, all losses 20 %: each 8 out are 6 solar and 2 grid.
    items = [
        hour(0, 0, 300, charge=300),
        hour(1, 0, 0, charge=100),
        hour(2, 80, 0, 0, 0, 80),
        hour(3, 240, 0, 0, 0, 240),
    ]
    assert [flow.stored_wh for flow in solar_flows(items)] == [0, 0, 60, 180]


def test_what_the_battery_exports_takes_the_solar_first():
    # 20 solar and 20 grid stored without loss but one hour; 20 exported out of the battery leave only grid behind.
    items = [hour(0, 0, 20, charge=20), hour(1, 0, 0, charge=20), hour(2, 0, 0, 20, 0, 20), hour(3, 30, 0, 0, 0, 19)]
    found = match(items)
    assert found.stored_solar_wh == 0
    assert found.exported_wh == 20


def test_the_first_content_is_grid():
    # 10 come out before anything went in; then 20 solar in and 9 out: the 9 are mixed with what was there.
    items = [hour(0, 1000, 0, discharge=1000), hour(1, 0, 2000, charge=2000), hour(2, 900, 0, discharge=900)]
    flows = solar_flows(items)
    assert flows[0].stored_wh == 0
    assert 0 < flows[2].stored_wh <= 900
    # A stated capacity lets the battery have held more grid energy, never less.
    roomy = solar_flows(items, site=Site(battery_kwh=Decimal(10)))
    assert 0 < roomy[2].stored_wh < flows[2].stored_wh


def test_more_out_than_in_shows_no_efficiency_and_counts_nothing():
    items = [hour(10, 0, 20, charge=20), hour(11, 30, 0, discharge=20)]
    assert match(items).stored_solar_wh == 0
    rows = "\n".join(
        f"{item.start.isoformat()},{item.load_wh},{item.pv_wh},0,{item.charge_wh},{item.discharge_wh}" for item in items
    )
    readings = parse_readings(f"时间,用电,光伏,上网,充电,放电\n{rows}\n".encode(), "m.csv")
    assert [fault.code for fault in readings.warnings] == ["GC-MTR-042"]
    assert readings.intervals[1].discharge_wh == 20_000
    assert match(readings).self_consumed_wh == 0


def test_after_a_gap_what_was_stored_is_grid():
    before, after = [hour(0, 0, 50, charge=50)], [hour(2, 45, 0, discharge=45)]
    between = [hour(1, 0, 0)]
    assert match([*before, *between, *after]).stored_solar_wh == 45
    assert match([*before, *after]).stored_solar_wh == 0


def test_the_two_columns_come_together_and_registers_do_too():
    rows = "2026-03-02T08:00+08:00,1,1,0,0\n2026-03-02T09:00+08:00,1,1,0,0\n"
    with pytest.raises(InvalidInput) as raised:
        parse_readings(f"timestamp,load_kwh,pv_kwh,export_kwh,charge_kwh\n{rows}".encode(), "m.csv")
    assert [(fault.code, fault.params["name"]) for fault in raised.value.faults] == [("GC-MTR-007", "discharge_kwh")]
    header = (
        "timestamp,load_register_kwh,pv_register_kwh,export_register_kwh,charge_register_kwh,discharge_register_kwh"
    )
    rows = (
        "2026-03-02T08:00+08:00,10,10,0,5,5\n2026-03-02T09:00+08:00,11,14,1,7,5\n2026-03-02T10:00+08:00,13,14,1,7,6.5\n"
    )
    readings = parse_readings(f"{header}\n{rows}".encode(), "m.csv")
    assert [(item.charge_wh, item.discharge_wh) for item in readings.intervals] == [(2000, 0), (0, 1500)]
    # 4 generated, 1 exported, 1 used: 2 stored; 1.5 come back.
    assert match(readings).self_consumed_wh == 1000 + 1500


def test_export_out_of_the_battery_is_no_fault_and_beyond_it_is():
    header = "timestamp,load_kwh,pv_kwh,export_kwh,charge_kwh,discharge_kwh"
    fine = "2026-03-02T08:00+08:00,0,5,0,5,0\n2026-03-02T09:00+08:00,0,0,4,0,4\n"
    assert match(parse_readings(f"{header}\n{fine}".encode(), "m.csv")).self_consumed_wh == 0
    with pytest.raises(InvalidInput) as raised:
        parse_readings(f"{header}\n{fine.replace('4,0,4', '4.02,0,4')}".encode(), "m.csv")
    assert raised.value.code == "GC-MTR-019"


WH = st.integers(0, 10**6)
HOURS = st.lists(st.tuples(WH, WH, WH, WH, WH), min_size=1, max_size=40)


def items_of(hours: list[tuple[int, int, int, int, int]], gaps: frozenset[int] = frozenset()) -> list[MeterInterval]:
    return [
        hour(at, load, pv, min(export, pv + discharge), charge, discharge)
        for at, (load, pv, export, charge, discharge) in enumerate(hours)
        if at not in gaps
    ]


@settings(max_examples=60, deadline=None)
@given(hours=HOURS, gaps=st.frozensets(st.integers(1, 30), max_size=3), capacity=st.none() | st.integers(0, 5000))
def test_nothing_is_created(hours: list[tuple[int, int, int, int, int]], gaps: frozenset[int], capacity: int | None):
    items = items_of(hours, gaps)
    site = None if capacity is None else Site(battery_kwh=Decimal(capacity))
    flows = solar_flows(items, site=site)
    charged, given_back = sum(item.charge_wh for item in items), sum(item.discharge_wh for item in items)
    # Solar that can have gone in: what generation stayed on the site and did not serve the load.
    solar_in = sum(
        min(item.charge_wh, max(0, item.pv_wh - item.export_wh) - flow.direct_wh)
        for item, flow in zip(items, flows, strict=True)
    )
    stored = sum(flow.stored_wh for flow in flows)
    if charged > given_back:
        assert stored <= Fraction(solar_in * given_back, charged)
        assert sum(flow.loss_wh for flow in flows) >= 0
    else:
        assert stored == 0
    for item, flow in zip(items, flows, strict=True):
        assert 0 <= flow.direct_wh <= item.pv_wh
        assert 0 <= flow.stored_wh <= item.discharge_wh
        assert flow.solar_wh <= item.load_wh
    # At every moment no more solar has come out than went in before.
    level = 0
    for item, flow in zip(items, flows, strict=True):
        level -= flow.stored_wh
        assert level >= 0
        level += min(item.charge_wh, max(0, item.pv_wh - item.export_wh) - flow.direct_wh)


@settings(max_examples=60, deadline=None)
@given(hours=HOURS, more=st.lists(WH, min_size=40, max_size=40))
def test_exported_energy_never_changes_anything(hours: list[tuple[int, int, int, int, int]], more: list[int]):
    plain = items_of(hours)
    exporting = [
        replace(item, pv_wh=item.pv_wh + extra, export_wh=item.export_wh + extra)
        for item, extra in zip(plain, more, strict=False)
    ]
    one, other = match(plain), match(exporting)
    assert solar_flows(plain) == solar_flows(exporting)
    assert (one.self_consumed_wh, one.stored_solar_wh, one.storage_loss_wh) == (
        other.self_consumed_wh,
        other.stored_solar_wh,
        other.storage_loss_wh,
    )


@settings(max_examples=60, deadline=None)
@given(hours=HOURS)
def test_charge_is_discharge_plus_loss_plus_what_is_still_there(hours: list[tuple[int, int, int, int, int]]):
    items = items_of(hours)
    charged, out = sum(item.charge_wh for item in items), sum(item.discharge_wh for item in items)
    if not 0 < out < charged:
        return
    # In charged Wh every discharge takes charged/out of itself, so over the whole file nothing is left or missing,
    # but for the rounding up of each interval.
    loss = sum(flow.loss_wh for flow in solar_flows(items))
    assert charged - out <= loss <= charged - out + len(items)


@settings(max_examples=40, deadline=None)
@given(hours=HOURS, cut=st.integers(0, 40))
def test_parts_cut_from_one_ledger_add_up(hours: list[tuple[int, int, int, int, int]], cut: int):
    items = items_of(hours)
    flows = solar_flows(items)
    whole = match(items)
    assert (
        sum(flow.solar_wh for flow in flows[:cut]) + sum(flow.solar_wh for flow in flows[cut:])
        == whole.self_consumed_wh
    )
    if 0 < cut < len(items):
        at = items[cut].start
        from_start, to_end = match(items, end=at), match(items, start=at)
        for name in ("self_consumed_wh", "stored_solar_wh", "storage_loss_wh", "load_wh", "exported_wh"):
            assert getattr(from_start, name) + getattr(to_end, name) == getattr(whole, name)


@settings(max_examples=40, deadline=None)
@given(hours=st.lists(st.tuples(WH, WH, WH), min_size=2, max_size=20), data=st.data())
def test_without_a_battery_the_order_of_days_is_nothing_and_equal_parts_keep_the_sums(
    hours: list[tuple[int, int, int]], data: st.DataObject
):
    quarters = [(load * 4, pv * 4, min(pv, export) * 4) for load, pv, export in hours]
    plain = match([hour(at, *values) for at, values in enumerate(quarters)])
    shuffled = data.draw(st.permutations(quarters))
    again = match([hour(at, *values) for at, values in enumerate(shuffled)])
    split = match(
        [
            MeterInterval(
                start=MONDAY + timedelta(minutes=15 * at),
                seconds=900,
                load_wh=quarters[at // 4][0] // 4,
                pv_wh=quarters[at // 4][1] // 4,
                export_wh=quarters[at // 4][2] // 4,
            )
            for at in range(4 * len(quarters))
        ]
    )
    for name in ("self_consumed_wh", "load_wh", "exported_wh", "pv_wh"):
        assert getattr(plain, name) == getattr(again, name) == getattr(split, name)
