"""Any metering period: meters set to another interval, totals of days and months, registers that roll and reset."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy import Gap, Readings, Site, bound, match, parse_readings, window
from greencard.errors import InvalidInput
from greencard.model import MeterInterval

HEADER = "timestamp,load_kwh,pv_kwh,export_kwh"
REGISTERS = "timestamp,load_register_kwh,pv_register_kwh,export_register_kwh"
START = datetime.fromisoformat("2026-03-02T00:00:00+08:00")


def read(rows: list[str], header: str = HEADER, **named: object) -> Readings:
    return parse_readings(("\n".join((header, *rows)) + "\n").encode(), "m.csv", **named)  # type: ignore[arg-type]


def refused(rows: list[str], header: str = HEADER, **named: object) -> list[tuple[str, int | None]]:
    with pytest.raises(InvalidInput) as raised:
        read(rows, header, **named)
    return [(fault.code, fault.place.line) for fault in raised.value.faults]


def stretch(first: datetime, minutes: int, count: int, kw: int = 60) -> list[str]:
    return [f"{(first + timedelta(minutes=minutes * at)).isoformat()},{kw * minutes / 60},0,0" for at in range(count)]


@pytest.mark.parametrize("minutes", [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60])
def test_every_period_that_divides_the_hour_is_read(minutes: int):
    readings = read(stretch(START, minutes, 3 * 60 // minutes))
    assert readings.seconds == minutes * 60
    assert match(readings).load_wh == 180_000


def test_a_meter_set_from_an_hour_to_a_quarter_is_matched_in_stretches():
    hours, quarters = 48, 96
    rows = stretch(START, 60, hours) + stretch(START + timedelta(hours=hours), 15, quarters)
    readings = read(rows)
    assert [item.seconds for item in readings.intervals] == [3600] * hours + [900] * quarters
    assert readings.gaps == ()
    (warned,) = readings.warnings
    assert (warned.code, warned.place.line) == ("GC-MTR-028", 2 + hours)
    assert (warned.params["seconds"], warned.params["count"]) == ("900", "1")
    found = match(readings)
    assert (found.load_wh, found.missing_intervals, found.assumed_load_wh) == (72 * 60_000, 0, 0)


def test_gaps_in_both_stretches_are_counted_in_time():
    rows = stretch(START, 60, 48) + stretch(START + timedelta(hours=48), 15, 96)
    del rows[100:104], rows[10]
    readings = read(rows)
    assert readings.gaps == (
        Gap(start=START + timedelta(hours=10), intervals=1),
        Gap(start=START + timedelta(hours=48 + 13), intervals=4),
    )
    found = match(readings)
    # Two hours are missing of 72: counted in quarters, at the mean load of 60 kW.
    assert (found.missing_intervals, found.assumed_load_wh, found.load_wh) == (8, 120_000, 72 * 60_000)


def test_a_few_wider_steps_are_gaps_and_no_other_period():
    rows = (
        stretch(START, 15, 40)
        + stretch(START + timedelta(hours=10), 60, 20, kw=15)
        + stretch(START + timedelta(hours=30), 15, 40)
    )
    readings = read(rows)
    assert {item.seconds for item in readings.intervals} == {900}
    assert readings.missing_intervals == 20 * 3
    assert readings.warnings == ()


def test_a_step_that_fits_no_stretch_is_a_fault_with_its_line():
    rows = stretch(START, 60, 30) + stretch(START + timedelta(hours=30, minutes=5), 15, 30)
    assert refused(rows) == [("GC-MTR-017", 32)]


def test_stored_intervals_of_two_lengths_are_matched_too():
    readings = read(stretch(START, 60, 30) + stretch(START + timedelta(hours=30), 15, 30))
    assert match(readings) == match(list(readings.intervals))


def test_a_window_holds_the_intervals_wholly_within():
    readings = read(stretch(START, 60, 30) + stretch(START + timedelta(hours=30), 15, 30))
    inside = window(readings, START + timedelta(hours=28, minutes=30), START + timedelta(hours=30, minutes=40))
    assert [(item.start - START) / timedelta(hours=1) for item in inside] == [29, 30, 30.25]
    assert window(readings.intervals, START, START + timedelta(minutes=59)) == ()
    assert len(window(readings, START - timedelta(days=1), START + timedelta(days=9))) == 60
    with pytest.raises(InvalidInput) as raised:
        window(readings, START, START)
    assert raised.value.code == "GC-QTY-004"


# -- totals ----------------------------------------------------------------------------------------------------------


def days(*values: tuple[float, float, float]) -> list[str]:
    return [f"{(START + timedelta(days=at)).isoformat()},{a},{b},{c}" for at, (a, b, c) in enumerate(values)]


def test_totals_without_a_word_are_refused_with_the_way_out():
    with pytest.raises(InvalidInput) as raised:
        read(days((100, 80, 20), (100, 80, 20)))
    assert raised.value.code == "GC-MTR-018"
    assert "total" in raised.value.faults[0].remedy("en")
    assert "合计" in raised.value.faults[0].remedy("zh")


def test_a_daily_export_that_may_be_netted_proves_nothing():
    # 80 out at noon and 100 in at night is "export 0" on a netted bill, and own solar was nothing.
    readings = read(days((100, 80, 0), (100, 80, 0)), totals=True)
    found = bound(readings).over(readings.intervals)
    assert (found.at_least_wh, found.at_most_wh, found.exact) == (0, 160_000, False)
    assert match(readings).self_consumed_wh == 0
    (warned,) = readings.warnings
    assert (warned.code, warned.params["least"], warned.params["most"]) == ("GC-MTR-029", "0", "160")
    assert readings.quality.grade == "D"
    assert readings.quality.checks[0].effect == "bound"


def test_a_one_way_export_meter_makes_the_total_exact():
    site = Site(export_one_way=True)
    readings = read(days((100, 80, 20), (100, 80, 0)), totals=True, site=site)
    found = bound(readings).over(readings.intervals)
    assert (found.at_least_wh, found.at_most_wh, found.exact) == (140_000, 140_000, True)
    assert match(readings).self_consumed_wh == 140_000
    assert match(readings).exported_wh == 20_000


def test_registers_of_outflow_are_one_way_unless_it_is_said_that_they_are_not():
    rows = [f"{(START + timedelta(days=at)).isoformat()},{100 * at},{80 * at},{20 * at}" for at in range(3)]
    assert match(read(rows, REGISTERS, totals=True)).self_consumed_wh == 120_000
    assert match(read(rows, REGISTERS, totals=True, site=Site(export_one_way=False))).self_consumed_wh == 0


def test_a_total_with_more_kept_than_used_proves_nothing_of_itself():
    readings = read(days((50, 80, 20), (100, 80, 20)), totals=True, site=Site(export_one_way=True))
    found = bound(readings).over(readings.intervals)
    assert (found.at_least_wh, found.at_most_wh) == (60_000, 110_000)


def test_a_battery_leaves_totals_unproven():
    rows = [f"{row},5,4" for row in days((100, 80, 20), (100, 80, 20))]
    readings = read(rows, f"{HEADER},charge_kwh,discharge_kwh", totals=True, site=Site(export_one_way=True))
    assert match(readings).self_consumed_wh == 0


def test_months_have_their_own_lengths():
    rows = [f"2026-{month:02d}-01T00:00+08:00,3000,1000,100" for month in range(1, 13)]
    readings = read(rows, totals=True, site=Site(export_one_way=True))
    assert [item.seconds // 86_400 for item in readings.intervals] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    found = match(readings)
    assert (found.missing_intervals, found.self_consumed_wh, found.clearest_day) == (0, 12 * 900_000, None)
    assert found.period_end == datetime.fromisoformat("2027-01-01T00:00+08:00")


def test_local_days_of_23_and_25_hours_are_days():
    starts = ["2026-03-28T00:00+01:00", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", "2026-03-31T00:00+02:00"]
    readings = read([f"{start},10,0,0" for start in starts], totals=True)
    assert [item.seconds // 3600 for item in readings.intervals] == [24, 23, 24, 24]
    assert readings.gaps == ()


@pytest.mark.parametrize(("step", "code"), [(timedelta(hours=7), "GC-MTR-045"), (timedelta(days=400), "GC-MTR-045")])
def test_totals_are_whole_days(step: timedelta, code: str):
    rows = [f"{(START + step * at).isoformat()},1,0,0" for at in range(3)]
    assert refused(rows, totals=True) == [(code, 3)]


WH = st.integers(0, 10**6)


@settings(max_examples=60, deadline=None)
@given(hours=st.lists(st.tuples(WH, WH, WH), min_size=48, max_size=48), netted=st.booleans())
def test_the_bound_of_totals_holds_what_the_hours_say(hours: list[tuple[int, int, int]], netted: bool):
    # True flows: own PV serves the load first, the rest leaves (no battery, nothing lost).
    true = [
        MeterInterval(
            start=START + timedelta(hours=at), seconds=3600, load_wh=load, pv_wh=pv, export_wh=max(0, pv - load)
        )
        for at, (load, pv, _) in enumerate(hours)
    ]
    self_wh = match(true).self_consumed_wh
    totals = []
    for day in (true[:24], true[24:]):
        load, pv, out = (sum(getattr(item, name) for item in day) for name in ("load_wh", "pv_wh", "export_wh"))
        inflow = load - (pv - out)
        totals.append((load / 1000, pv / 1000, max(0, out - inflow) / 1000 if netted else out / 1000))
    readings = read(days(*totals), totals=True, site=Site(export_one_way=None if netted else True))
    found = bound(readings).over(readings.intervals)
    assert found.at_least_wh <= self_wh <= found.at_most_wh
    assert match(readings).self_consumed_wh == found.at_least_wh
    if not netted:
        assert found.exact


# -- registers -------------------------------------------------------------------------------------------------------


def register_rows(values: list[float], pv: list[float] | None = None) -> list[str]:
    return [
        f"{(START + timedelta(hours=8 + at)).isoformat()},{value:.3f},{(pv or [0] * len(values))[at]},0"
        for at, value in enumerate(values)
    ]


def test_a_register_whose_digits_run_out_counts_on():
    readings = read(register_rows([99_990, 99_995, 99_999.9, 0.1, 5]), "时间,用电表码,光伏,上网")
    assert [item.load_wh for item in readings.intervals] == [5000, 4900, 200, 4900]
    (warned,) = readings.warnings
    assert (warned.code, warned.place.line, warned.params["top"]) == ("GC-MTR-024", 5, "100000")
    assert (warned.params["previous"], warned.params["text"]) == ("99999.9", "0.1")
    assert readings.quality.checks[0].id == "rollover"


def test_the_number_of_digits_may_be_stated():
    values = [9_990.0, 9_995, 3, 8]
    assert [item.load_wh for item in read(register_rows(values), "时间,用电表码,光伏,上网").intervals] == [
        5000,
        8000,
        5000,
    ]
    six = read(register_rows(values), "时间,用电表码,光伏,上网", site=Site(register_digits=6))
    assert [fault.code for fault in six.warnings] == ["GC-MTR-025"]
    assert [item.load_wh for item in six.intervals] == [5000, 5000]


def test_an_exchanged_meter_splits_the_file_and_its_step_is_a_gap_of_unknown_energy():
    readings = read(register_rows([50_000, 50_010, 50_020, 2, 12, 22]), "时间,用电表码,光伏,上网")
    assert [item.load_wh for item in readings.intervals] == [10_000] * 4
    assert readings.gaps == (Gap(start=START + timedelta(hours=10), intervals=1, load_wh=None),)
    (warned,) = readings.warnings
    assert (warned.code, warned.place.line) == ("GC-MTR-025", 5)
    found = match(readings)
    assert (found.missing_intervals, found.assumed_load_wh, found.load_wh) == (1, 10_000, 50_000)
    assert {(check.id, check.effect) for check in readings.quality.checks} == {("reset", "gap"), ("gaps", "gap")}


def test_a_fall_near_the_top_that_is_too_long_a_step_is_no_roll_over():
    readings = read(register_rows([99_900, 99_910, 99_920, 500, 510]), "时间,用电表码,光伏,上网")
    assert [fault.code for fault in readings.warnings] == ["GC-MTR-025"]
    assert sum(item.load_wh for item in readings.intervals) == 30_000


def test_a_meter_with_a_higher_reading_put_in_its_place_is_a_gap():
    values = list(accumulate([10.0] * 12, initial=100)) + list(accumulate([10.0] * 12, initial=84_000))
    readings = read(register_rows(values), "时间,用电表码,光伏,上网")
    assert {item.load_wh for item in readings.intervals} == {10_000}
    assert [fault.code for fault in readings.warnings] == ["GC-MTR-026"]
    assert len(readings.gaps) == 1


def test_a_register_that_keeps_starting_anew_is_a_fault_each_time():
    values = [value for _ in range(14) for value in (100.0, 110, 120)]
    falling = [value for _ in range(14) for value in (1.0, 50, 120)]
    assert {code for code, _ in refused(register_rows(falling), "时间,用电表码,光伏,上网")} == {"GC-MTR-020"}
    assert {code for code, _ in refused(register_rows(values), "时间,用电表码,光伏,上网")} == {"GC-MTR-020"}


def test_known_energy_of_a_gap_is_grid_load_and_is_not_assumed():
    rows = register_rows([0, 10, 20, 80, 90, 100], pv=[0, 5, 5, 5, 5, 5])
    shifted = [*rows[:3], *(row.replace(f"T{11 + at:02d}", f"T{14 + at:02d}") for at, row in enumerate(rows[3:]))]
    readings = read(shifted, "时间,用电表码,光伏,上网")
    (gap,) = readings.gaps
    assert (gap.intervals, gap.load_wh) == (4, 60_000)
    found = match(readings)
    assert (found.missing_intervals, found.assumed_load_wh, found.load_wh) == (4, 0, 100_000)
    assert found.self_consumed_wh == 5_000 * 3
    # Half of the gap in the period: half of its energy, rounded up.
    half = match(readings, end=gap.start + timedelta(hours=2))
    assert (half.load_wh, half.assumed_load_wh, half.missing_intervals) == (20_000 + 30_000, 0, 2)


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.integers(1, 9_000), min_size=3, max_size=40),
    first=st.integers(0, 99_999_000),
)
def test_a_register_and_the_interval_energies_tell_the_same(steps: list[int], first: int):
    counted = list(accumulate(steps, initial=first))
    rows = register_rows([(wh % 100_000_000) / 1000 for wh in counted])
    readings = read(rows, "时间,用电表码,光伏,上网", site=Site(register_digits=5))
    plausible = max(steps) <= 4 * sorted(steps)[(len(steps) - 1) * 99 // 100]
    if counted[-1] < 100_000_000:
        assert [item.load_wh for item in readings.intervals] == steps
    elif plausible and all(a % 10**8 <= b % 10**8 or a % 10**8 >= 9 * 10**7 for a, b in pairwise(counted)):
        known = {item.start: item.load_wh for item in readings.intervals}
        for at, step in enumerate(steps):
            assert known.get(START + timedelta(hours=8 + at), step) == step
