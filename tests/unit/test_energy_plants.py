"""Honest plants of many skies are never accused; each injected fault is named by its own code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from greencard.energy import Readings, Site, check_readings, judged, match, parse_readings
from greencard.energy.clear_sky import clear_sky_w_per_m2, second_opinion
from greencard.energy.series import columns_of
from greencard.energy.sun import is_night, plane_w_per_m2, solar_hour, sun_vector
from greencard.errors import InvalidInput
from greencard.model import Facility, MeterInterval, RooftopSolar, Text
from plant_samples import PLACES, Plant, csv_of, generated, intervals, pvlib

YEAR = np.arange(1_767_225_600, 1_767_225_600 + 365 * 86_400, 1_800, dtype=np.int64)


def read(plant: Plant, site: Site | None = None, **columns: np.ndarray) -> Readings:
    return parse_readings(csv_of(intervals(plant, **columns)), "m.csv", site=plant.site() if site is None else site)


def warned(readings: Readings) -> list[str]:
    for fault in readings.warnings:
        for lang in ("en", "zh"):
            assert "{" not in fault.text(lang) + fault.remedy(lang)
            assert fault.text(lang)
            assert fault.remedy(lang)
    return [fault.code for fault in readings.warnings]


# -- the sun, against pvlib ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [*PLACES, "Tromsø"])
def test_the_sun_stands_where_nrel_s_algorithm_puts_it(place: str):
    latitude, longitude, _ = (PLACES | {"Tromsø": (69.65, 18.96, 1)})[place]
    east, north, up = sun_vector(YEAR, latitude, longitude)
    _, _, _, height, azimuth, equation = pvlib.spa.solar_position(
        YEAR.astype(float), latitude, longitude, 0.0, 1013.25, 12.0, 69.0, 0.5667
    )
    assert np.abs(np.degrees(np.arcsin(up)) - height).max() < 0.02
    turned = (np.degrees(np.arctan2(east, north)) - azimuth + 180) % 360 - 180
    assert np.abs(turned[np.abs(height) < 80]).max() < 0.1
    hour = (YEAR % 86_400 / 3600 + longitude / 15 + equation / 60) % 24
    assert np.abs((solar_hour(YEAR, longitude) - hour + 12) % 24 - 12).max() < 0.002
    assert np.allclose(east**2 + north**2 + up**2, 1)


@pytest.mark.parametrize("plane", [(None, None), (0, 180), (25, 180), (25, 0), (90, 90), (60, 270), (15, None)])
@pytest.mark.parametrize("place", ["Yiwu", "Harbin", "Nairobi", "São Paulo"])
def test_the_limit_lies_above_the_clearest_sky_of_pvlib(place: str, plane: tuple[float | None, float | None]):
    latitude, longitude, _ = PLACES[place]
    site = Site(latitude=latitude, longitude=longitude, kwp=Decimal(1), tilt_degrees=plane[0], azimuth_degrees=plane[1])
    beam, diffuse = plane_w_per_m2(sun_vector(YEAR, latitude, longitude), site)
    clear = clear_sky_w_per_m2(YEAR, site)
    assert clear is not None
    lit = clear[0] > 5
    assert (beam + diffuse)[lit].min() > 0
    assert ((beam + diffuse)[lit] / clear[0][lit]).min() > 1.0
    # It is a limit and no blank cheque: on roofs that see the sky it stays near twice the clear sky in bright light.
    if plane[0] is None or plane[0] <= 15:
        bright = clear[0] > 400
        assert ((beam + diffuse)[bright] / clear[0][bright]).max() < 2.4


def test_night_is_when_the_sun_is_three_degrees_down_for_all_of_the_interval():
    items = intervals(Plant(days=2, seconds=900))
    columns = columns_of(items)
    night = is_night(columns, np.ones(len(items), np.bool_), PLACES["Yiwu"][:2])
    local = [item.start.strftime("%H:%M") for item, dark in zip(items[:96], night[:96], strict=True) if not dark]
    # Yiwu, 2 March: sunrise 6:22, sunset 17:58; the sun is 3 degrees down 11 min earlier and later, 10 min are slack.
    assert local[0] in {"05:45", "06:00"}
    assert local[-1] in {"18:15", "18:30"}


# -- honest plants ---------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    place=st.sampled_from(list(PLACES)),
    tilt=st.sampled_from([0.0, 5.0, 15.0, 30.0, 60.0, 90.0]),
    azimuth=st.sampled_from([0.0, 90.0, 135.0, 180.0, 270.0]),
    first=st.sampled_from(["2025-12-15", "2026-03-15", "2026-06-15", "2026-09-20"]),
    cloud=st.sampled_from(["clear", "overcast", "mixed", "enhanced"]),
    seconds=st.sampled_from([300, 900, 3600]),
    known=st.sampled_from(["all", "no plane", "no tilt", "place alone", "longitude alone", "nothing"]),
    albedo=st.sampled_from([0.2, 0.8]),
    performance=st.sampled_from([0.6, 0.9, 0.98]),
    seed=st.integers(0, 99),
)
def test_honest_plants_are_never_accused(known: str, **drawn: object):
    plant = Plant(days=9, **drawn)  # type: ignore[arg-type]
    site = {
        "all": plant.site(),
        "no plane": plant.site(tilt_degrees=None, azimuth_degrees=None),
        "no tilt": plant.site(tilt_degrees=None),
        "place alone": plant.site(kwp=None, tilt_degrees=None, azimuth_degrees=None),
        "longitude alone": Site(longitude=plant.site().longitude, kwp=plant.site().kwp),
        "nothing": Site(),
    }[known]
    readings = judged(intervals(plant), site)
    assert warned(readings) == []
    assert readings.void == frozenset()
    assert readings.set_aside == ()
    assert second_opinion(readings) == ()
    assert (readings.quality.grade, readings.quality.solar_counted_share) == ("A", 1)


def test_an_honest_year_with_gaps_keeps_its_grade():
    plant = Plant(days=365, first="2026-01-01", seconds=3600, place="Harbin")
    items = intervals(plant)
    del items[2000:2030]
    readings = parse_readings(csv_of(items), "m.csv", site=plant.site(annual_pv_kwh=Decimal(130_000)))
    assert warned(readings) == []
    assert readings.quality.grade == "A"
    assert readings.quality.estimated_share == Decimal("0.0035")
    (check,) = readings.quality.checks
    assert (check.id, check.intervals, check.effect) == ("gaps", 30, "gap")


# -- faults, one by one ----------------------------------------------------------------------------------------------

PLANT = Plant()
MADE = generated(PLANT)[1]


def day(first: int, last: int) -> slice:
    return slice(first * 96, last * 96)


def with_days(first: int, last: int, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    changed = MADE.copy()
    changed[day(first, last)] = change(changed[day(first, last)])
    return changed


@pytest.mark.parametrize("site", [PLANT.site(), PLANT.site(tilt_degrees=None), Site(longitude=120.07)])
def test_utc_written_as_china_time_is_named_and_nothing_is_shifted_or_counted(site: Site):
    early = [replace(item, start=item.start - timedelta(hours=8)) for item in intervals(PLANT)]
    readings = parse_readings(csv_of(early), "m.csv", site=site)
    assert warned(readings) == ["GC-MTR-036"]
    (fault,) = readings.warnings
    assert (fault.params["side"], fault.params["side_zh"]) == ("before", "早")
    assert 7.5 < float(fault.params["hours"]) < 8.5
    assert readings.intervals == tuple(early)
    found = match(readings)
    assert (found.self_consumed_wh, found.load_wh) == (0, sum(item.load_wh for item in early))
    assert readings.quality.grade == "D"
    assert not readings.quality.counts


def test_china_time_written_as_utc_is_late():
    late = [replace(item, start=item.start + timedelta(hours=8)) for item in intervals(PLANT)]
    readings = parse_readings(csv_of(late), "m.csv", site=PLANT.site())
    assert warned(readings) == ["GC-MTR-036"]
    assert readings.warnings[0].params["side"] == "after"


def test_three_hours_are_found_where_the_plane_is_known():
    late = [replace(item, start=item.start + timedelta(hours=3)) for item in intervals(PLANT)]
    assert "GC-MTR-036" in warned(parse_readings(csv_of(late), "m.csv", site=PLANT.site()))


def test_watt_hours_in_the_column_are_refused():
    with pytest.raises(InvalidInput) as raised:
        read(PLANT, pv=MADE * 1000)
    assert [fault.code for fault in raised.value.faults] == ["GC-MTR-034"]
    assert raised.value.faults[0].place.file == "m.csv"
    assert 700 < int(raised.value.faults[0].params["times"]) < 1100


def test_megawatt_hours_in_the_column_are_asked_about_and_carry_no_measurement():
    plant = Plant(days=35)
    made = generated(plant)[1] // 1000
    readings = read(plant, pv=made, export=np.zeros_like(made))
    assert warned(readings) == ["GC-MTR-035"]
    assert readings.quality.grade == "D"
    assert warned(read(Plant(days=20), pv=made[: 20 * 96], export=np.zeros(20 * 96, np.int64))) == []


@pytest.mark.parametrize("site", [PLANT.site(), Site()])
def test_a_stretch_of_watt_hours_does_not_count(site: Site):
    slipped = with_days(4, 6, lambda wh: wh * 1000)
    readings = read(PLANT, site, pv=slipped, export=np.zeros_like(slipped))
    assert "GC-MTR-044" in warned(readings)
    stretch = next(fault for fault in readings.warnings if fault.code == "GC-MTR-044")
    assert (stretch.params["days"], stretch.params["start"], stretch.params["column"]) == ("2", "2026-03-06", "pv_kwh")
    honest = read(PLANT, site, pv=with_days(4, 6, np.zeros_like), export=np.zeros_like(MADE))
    assert match(readings).self_consumed_wh == match(honest).self_consumed_wh
    assert not {"GC-MTR-030", "GC-MTR-033"} & set(warned(readings))


def test_a_stretch_of_load_in_another_unit_is_asked_about_and_stays():
    items = [
        replace(item, load_wh=item.load_wh // 1000) if 3 <= at // 96 < 5 else item
        for at, item in enumerate(intervals(PLANT))
    ]
    readings = parse_readings(csv_of(items), "m.csv", site=PLANT.site())
    assert warned(readings) == ["GC-MTR-032", "GC-MTR-044"]
    assert readings.warnings[1].params["column"] == "load_kwh"
    assert len(readings.intervals) == len(items)


def test_noise_at_night_is_named_and_only_the_night_is_lost():
    noisy = np.where(MADE == 0, 3, MADE)
    readings = read(PLANT, pv=noisy)
    assert warned(readings) == ["GC-MTR-031"]
    assert 0.999 < readings.quality.solar_counted_share < 1
    assert match(readings).self_consumed_wh - match(intervals(PLANT)).self_consumed_wh <= 3 * 14 * 8
    assert all(item.pv_wh == 3 for item in readings.intervals if item.start in readings.void)


def test_generation_that_never_stops_is_not_the_sun():
    flat = np.maximum(MADE, 400)
    readings = read(PLANT, pv=flat)
    assert warned(readings) == ["GC-MTR-038"]
    assert match(readings).self_consumed_wh == 0


def test_the_midnight_sun_is_no_fault():
    start = datetime(2026, 6, 15, tzinfo=UTC)
    items = [
        MeterInterval(start=start + timedelta(hours=at), seconds=3600, load_wh=9000, pv_wh=900 + at % 24, export_wh=0)
        for at in range(5 * 24)
    ]
    tromsoe = Site(latitude=69.65, longitude=18.96, kwp=Decimal(10))
    assert judged(items, tromsoe).void == frozenset()
    assert [fault.code for fault in judged(items, Site(latitude=30.0, longitude=18.96)).warnings] == ["GC-MTR-038"]


def test_a_multiplier_of_forty_too_many_does_not_count():
    readings = read(PLANT, pv=MADE * 15, export=np.zeros_like(MADE))
    assert "GC-MTR-030" in warned(readings)
    assert "GC-MTR-033" in warned(readings)
    assert readings.quality.grade == "D"


def test_generation_beyond_half_more_than_rated_does_not_count_without_a_place_either():
    at = int(np.argmax(MADE))
    high = MADE.copy()
    high[at] = 100 * 1.51 * 250
    readings = read(PLANT, Site(kwp=Decimal(100)), pv=high)
    assert warned(readings)[0] == "GC-MTR-030"
    assert readings.void == {readings.intervals[at].start}


def test_dawn_light_at_dusk_is_above_the_brightest_sky():
    readings = read(PLANT, pv=np.roll(MADE, 6), export=np.zeros_like(MADE))
    assert {"GC-MTR-031", "GC-MTR-033"} <= set(warned(readings))
    assert all(item.pv_wh > 0 for item in readings.intervals if item.start in readings.void)


def test_two_clocks_are_named_by_their_distance():
    exported = np.array([item.export_wh for item in intervals(PLANT)])
    with pytest.raises(InvalidInput) as raised:
        read(PLANT, pv=np.roll(MADE, 3))
    first = raised.value.faults[0]
    assert (first.code, first.params["intervals"], first.params["minutes"]) == ("GC-MTR-037", "-3", "-45")
    assert {fault.code for fault in raised.value.faults[1:]} == {"GC-MTR-019"}
    # Where a logger trimmed the export to the generation it is no fault any more, but the skew is still seen.
    readings = read(PLANT, Site(), pv=np.roll(MADE, -4), export=np.minimum(np.roll(MADE, -4), exported))
    assert "GC-MTR-037" in warned(readings)
    assert next(fault for fault in readings.warnings if fault.code == "GC-MTR-037").params["intervals"] == "+4"
    assert match(readings).self_consumed_wh == 0


@pytest.mark.parametrize("column", ["load_wh", "pv_wh"])
def test_a_meter_that_stands_still_for_a_day_is_not_measuring(column: str):
    stood = {"load_wh": 12_345, "pv_wh": 1_234}[column]
    items = [
        replace(item, **{column: stood}, export_wh=0) if 3 <= at // 96 < 5 else item
        for at, item in enumerate(intervals(PLANT))
    ]
    readings = parse_readings(csv_of(items), "m.csv", site=PLANT.site())
    assert "GC-MTR-027" in warned(readings)
    assert match(readings).self_consumed_wh < match(items).self_consumed_wh
    if column == "load_wh":
        assert len(readings.set_aside) == 192
        assert match(readings).missing_intervals == 192
        assert readings.quality.dropped_share == Decimal("0.1428")
        assert readings.gaps[0].intervals == 192
    else:
        assert len(readings.void) == 192


def test_a_coarse_meter_under_a_steady_load_is_not_accused():
    items = [
        replace(item, load_wh=3000 if at % 96 < 90 or at // 96 in {3, 4} else 9000)
        for at, item in enumerate(intervals(PLANT))
    ]
    assert "GC-MTR-027" not in warned(judged(items, PLANT.site()))


def test_a_year_far_from_what_was_stated_is_asked_about():
    plant = Plant(days=365, first="2026-01-01", seconds=3600)
    stated = plant.site(annual_pv_kwh=Decimal(20_000))
    readings = read(plant, stated)
    assert warned(readings) == ["GC-MTR-039"]
    assert readings.quality.grade == "B"
    assert warned(read(plant, plant.site(kwp=Decimal(600)))) == ["GC-MTR-039"]


# -- daylight saving -------------------------------------------------------------------------------------------------

MADRID = ZoneInfo("Europe/Madrid")


def madrid(first: str, hours: int, *, wall_clock: bool) -> bytes:
    """Hours under +01:00; as wall-clock times they skip and repeat what the clock on the wall does."""
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    rows = ["timestamp,load_kwh,pv_kwh,export_kwh"]
    for at in range(hours):
        instant = start + timedelta(hours=at)
        wall = (
            instant.astimezone(MADRID).replace(tzinfo=None)
            if wall_clock
            else (instant + timedelta(hours=1)).replace(tzinfo=None)
        )
        rows.append(f"{wall.isoformat()}+01:00,{10 + at % 7},0,0")
    return "\n".join(rows).encode()


def test_the_hour_the_wall_clock_skips_is_named():
    site = Site(zone=MADRID)
    readings = parse_readings(madrid("2026-03-27", 96, wall_clock=True), "m.csv", site=site)
    assert warned(readings) == ["GC-MTR-043"]
    assert readings.warnings[0].params["start"] == "2026-03-29T02:00:00+01:00"
    assert readings.missing_intervals == 1
    assert parse_readings(madrid("2026-03-27", 96, wall_clock=False), "m.csv", site=site).warnings == ()


def test_the_hour_the_wall_clock_repeats_is_named():
    with pytest.raises(InvalidInput) as raised:
        parse_readings(madrid("2026-10-24", 72, wall_clock=True), "m.csv", site=Site(zone=MADRID))
    assert {fault.code for fault in raised.value.faults} == {"GC-MTR-016", "GC-MTR-043"}
    assert parse_readings(madrid("2026-10-24", 72, wall_clock=False), "m.csv", site=Site(zone=MADRID)).warnings == ()


def test_offsets_that_change_with_the_clock_are_right():
    start = datetime(2026, 10, 24, tzinfo=UTC)
    rows = [f"{(start + timedelta(hours=at)).astimezone(MADRID).isoformat()},{10 + at % 7},0,0" for at in range(72)]
    data = ("timestamp,load_kwh,pv_kwh,export_kwh\n" + "\n".join(rows)).encode()
    readings = parse_readings(data, "m.csv", site=Site(zone=MADRID))
    assert (readings.warnings, readings.gaps, len(readings.intervals)) == ((), (), 72)


def test_china_has_no_such_hours():
    readings = parse_readings(
        csv_of(intervals(Plant(days=60))), "m.csv", site=Plant().site(zone=ZoneInfo("Asia/Shanghai"))
    )
    assert warned(readings) == []


# -- what a facility's record adds -----------------------------------------------------------------------------------


def facility(**named: object) -> Facility:
    solar = RooftopSolar(kwp=Decimal(100), tilt_degrees=15.0, azimuth_degrees=180.0)
    return Facility(
        id="F-1", name=Text(en="F"), place=Text(en="Yiwu"), latitude=29.31, longitude=120.07, solar=solar, **named
    )


def test_an_upload_without_a_site_is_checked_against_the_facility_afterwards():
    early = [replace(item, start=item.start - timedelta(hours=8)) for item in intervals(PLANT)]
    readings = parse_readings(csv_of([*early, early[0]]), "m.csv")
    assert warned(readings) == ["GC-MTR-023", "GC-MTR-031"]
    # The place explains the night by the clock, and says so instead.
    assert [fault.code for fault in check_readings(readings, facility())] == ["GC-MTR-023", "GC-MTR-036"]
    assert check_readings(intervals(PLANT), facility()) == ()


def test_the_second_opinion_sees_a_plant_a_third_too_strong_and_changes_nothing():
    plant = Plant(cloud="clear", performance=0.95)
    strong = np.rint(generated(plant)[1] * 1.6).astype(np.int64)
    readings = judged(intervals(plant, pv=strong), plant.site(kwp=Decimal(80), tilt_degrees=60.0, azimuth_degrees=0.0))
    before = match(readings)
    (fault,) = second_opinion(readings)
    assert fault.code == "GC-MTR-048"
    assert match(readings) == before
    assert second_opinion(judged(intervals(PLANT))) == ()


def test_without_pvlib_the_second_opinion_is_silent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "pvlib", None)
    assert clear_sky_w_per_m2(YEAR, PLANT.site()) is None
    assert second_opinion(judged(intervals(PLANT), PLANT.site(kwp=Decimal(10)))) == ()


@pytest.mark.parametrize(
    ("named", "pointer"),
    [
        ({"latitude": 91.0}, "/latitude"),
        ({"longitude": float("nan")}, "/longitude"),
        ({"kwp": Decimal(-1)}, "/kwp"),
        ({"register_digits": 2}, "/register_digits"),
    ],
)
def test_a_site_that_cannot_be_is_refused(named: dict[str, object], pointer: str):
    with pytest.raises(InvalidInput) as raised:
        Site(**named)  # type: ignore[arg-type]
    assert (raised.value.code, raised.value.faults[0].place.pointer) == ("GC-MTR-047", pointer)
