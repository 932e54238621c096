"""What a reader of the quality record sees: shares, grade, treatments; and any bytes give faults of ours alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy import Readings, Site, judged, match, parse_readings, quality_codes
from greencard.errors import REGISTRY, ErrorCode, GreencardError, InvalidInput
from greencard.model import MeterInterval

HEADER = "timestamp,load_kwh,pv_kwh,export_kwh"
START = datetime.fromisoformat("2026-03-02T00:00:00+08:00")


def hour(at: int, load: int = 10_000, pv: int = 0, export: int = 0) -> MeterInterval:
    return MeterInterval(
        start=START + timedelta(hours=at), seconds=3600, load_wh=load + at % 5, pv_wh=pv, export_wh=export
    )


def sunny(days: int) -> list[MeterInterval]:
    return [hour(at, pv=max(0, 6 - abs(12 - at % 24)) * 1000) for at in range(24 * days)]


def grade_of(items: list[MeterInterval], site: Site | None = None) -> str:
    return judged(items, site).quality.grade


def test_a_full_account_is_grade_a_and_says_what_was_not_checked():
    quality = judged(sunny(4)).quality
    assert (quality.grade, quality.counts, quality.checks) == ("A", True, ())
    assert (quality.measured_share, quality.estimated_share, quality.dropped_share) == (1, 0, 0)
    assert len(quality.not_checked) == 2
    assert all(text.en and text.zh for text in quality.not_checked)
    placed = Site(latitude=29.31, longitude=120.07, kwp=Decimal(10))
    assert [text.en.split(":")[0] for text in judged(sunny(4), placed).quality.not_checked] == [
        "generation against the plant's own plane"
    ]
    whole = Site(latitude=29.31, longitude=120.07, kwp=Decimal(10), tilt_degrees=10, azimuth_degrees=180)
    assert judged(sunny(4), whole).quality.not_checked == ()


@pytest.mark.parametrize(
    ("missing", "grade"), [(0, "A"), (2, "A"), (3, "B"), (12, "B"), (13, "C"), (48, "C"), (49, "D")]
)
def test_the_grade_follows_the_share_of_time_metered(missing: int, grade: str):
    # 240 hours; 1 % are 2.4, 5 % are 12, 20 % are 48.
    items = sunny(10)
    assert grade_of(items[:100] + items[100 + missing :]) == grade


def test_every_check_tells_its_treatment_in_both_languages():
    items = sunny(14)
    items[30] = hour(30, pv=9000)
    del items[200:205]
    night = hour(48, pv=500)
    items[48] = night
    quality = judged(items, Site(kwp=Decimal(5), longitude=120.07)).quality
    assert {check.id for check in quality.checks} == {"gaps", "capacity", "night"}
    for check in quality.checks:
        assert check.intervals > 0
        for text in (check.finding, check.treatment):
            assert text.en
            assert text.zh
            assert "{" not in text.en + text.zh
    by_id = {check.id: check for check in quality.checks}
    assert (by_id["night"].energy_wh, by_id["night"].effect) == (500, "solar_not_counted")
    assert by_id["capacity"].effect == "solar_not_counted"
    assert quality.words.en.startswith(f"Reading quality {quality.grade}. 5 intervals in 1 gap have no reading")
    assert all(check.treatment.zh in quality.words.zh for check in quality.checks)


def test_what_does_not_count_is_in_no_sum_of_own_solar_and_stays_in_the_record():
    items = sunny(14)
    items[48] = hour(48, pv=500)
    readings = judged(items, Site(longitude=120.07))
    assert readings.intervals[48].pv_wh == 500
    assert match(readings).self_consumed_wh == match(items).self_consumed_wh - 500
    assert match(readings).load_wh == match(items).load_wh
    assert match(readings).pv_wh == match(items).pv_wh
    assert 1 > readings.quality.solar_counted_share > Decimal("0.99")


def test_a_known_gap_that_grows_is_known_no_more():
    # A register counted 60 kWh through four hours; the day after, it stood still: 28 hours of unknown load.
    start, values = START, [0.0]
    times = [start]
    for step, hours in (
        [(10 + at % 5, 1) for at in range(30)] + [(60, 4)] + [(123.457, 1)] * 24 + [(10 + at % 5, 1) for at in range(9)]
    ):
        times.append(times[-1] + timedelta(hours=hours))
        values.append(values[-1] + step)
    rows = "\n".join(f"{at.isoformat()},{value:.3f},0,0" for at, value in zip(times, values, strict=True))
    readings = parse_readings(f"时间,用电表码,光伏,上网\n{rows}\n".encode(), "m.csv")
    assert [fault.code for fault in readings.warnings] == ["GC-MTR-027"]
    (gap,) = readings.gaps
    assert (gap.intervals, gap.load_wh) == (28, None)
    found = match(readings)
    mean = sum(item.load_wh for item in readings.intervals) / len(readings.intervals)
    assert found.assumed_load_wh == pytest.approx(28 * mean, abs=1)


def test_a_load_without_its_multiplier_is_asked_about():
    items = [hour(at, load=200, pv=max(0, 6 - abs(12 - at % 24)) * 1000) for at in range(24 * 5)]
    readings = judged(items, Site(longitude=120.07))
    assert [fault.code for fault in readings.warnings] == ["GC-MTR-032", "GC-MTR-046"]
    assert readings.quality.grade == "B"
    assert [fault.code for fault in judged(sunny(5), Site(longitude=120.07)).warnings] == []


def test_stored_readings_are_judged_as_the_file_was():
    rows = "\n".join(f"{item.start.isoformat()},{item.load_wh / 1000},{item.pv_wh / 1000},0" for item in sunny(5))
    site = Site(longitude=120.07, kwp=Decimal(4))
    read = parse_readings(f"{HEADER}\n{rows}\n".encode(), "m.csv", site=site)
    again = judged(read.intervals, site)
    assert (again.quality, again.void, match(again)) == (read.quality, read.void, match(read))
    assert [fault.code for fault in again.warnings] == [fault.code for fault in read.warnings] != []


def test_a_zone_moves_no_energy():
    readings = judged(sunny(3), Site(longitude=120.07))
    elsewhere = readings.in_zone(datetime.fromisoformat("2026-03-02T00:00:00-03:00").tzinfo)  # type: ignore[arg-type]
    assert match(elsewhere).self_consumed_wh == match(readings).self_consumed_wh
    assert elsewhere.intervals[0].start.utcoffset() == timedelta(hours=-3)


def test_no_intervals_and_overlaps_are_refused():
    for items, code in (([], "GC-MTR-040"), ([hour(1), hour(0)], "GC-MTR-041")):
        with pytest.raises(InvalidInput) as raised:
            judged(items)
        assert raised.value.code == code


def test_every_quality_code_speaks_both_languages():
    own = [kind for kind in vars(quality_codes).values() if isinstance(kind, ErrorCode)]
    assert len(own) == 21
    for kind in own:
        assert REGISTRY[kind.code] is kind
        assert "GC-MTR-023" <= kind.code <= "GC-MTR-049"
        assert all((kind.en, kind.zh, kind.remedy_en, kind.remedy_zh))
        assert any("\u4e00" <= char <= "\u9fff" for char in kind.zh)
        assert any("\u4e00" <= char <= "\u9fff" for char in kind.remedy_zh)


# -- any bytes -------------------------------------------------------------------------------------------------------

GOOD = (
    "# a note\n"
    + HEADER
    + "\n"
    + "\n".join(
        f"{(START + timedelta(hours=6 + at)).isoformat()},{10 + at % 3}.5,{4 + at % 4},{at % 2}.25" for at in range(12)
    )
    + "\n"
).encode()


def told(data: bytes, **named: object) -> Readings | list[str]:
    """The readings, or the codes of the faults, each with text, remedy and file in both languages."""
    try:
        return parse_readings(data, "m.csv", **named)  # type: ignore[arg-type]
    except GreencardError as error:
        for fault in error.faults:
            assert fault.place.file == "m.csv"
            for lang in ("en", "zh"):
                assert fault.text(lang)
                assert fault.remedy(lang)
        return [fault.code for fault in error.faults]


def test_what_spreadsheets_do_to_a_file_is_read_the_same():
    plain = told(GOOD)
    assert isinstance(plain, Readings)
    for other in (
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"10.5", b'"10.5"'),
        GOOD.rstrip(b"\n"),
        GOOD + b"\n\n,,,\n",
    ):
        again = told(other)
        assert isinstance(again, Readings)
        assert again.intervals == plain.intervals


@pytest.mark.parametrize(
    ("change", "codes", "line"),
    [
        ((b",10.5,", b",1e999,"), "GC-MTR-012", 3),
        ((b",10.5,", b",1e30,"), "GC-MTR-014", 3),
        ((b",10.5,", b",10.5\x00,"), "GC-MTR-012", 3),
        ((b",10.5,", b",-0.001,"), "GC-MTR-013", 3),
        ((b",10.5,", b",10,5,"), "GC-MTR-009", 3),
        ((b",10.5,", b",\xff\xfe,"), "GC-MTR-003", 1),
        ((b",10.5,", ",１０,".encode()), "GC-MTR-012", 3),
        ((b",10.5,", b',"10.5,'), "GC-MTR-004", 14),
        ((b"+08:00", b""), "GC-MTR-011", 3),
        ((b"T06", b"T26"), "GC-MTR-010", 3),
    ],
)
def test_each_damage_is_named_with_its_line(change: tuple[bytes, bytes], codes: str, line: int):
    damaged = GOOD.replace(*change, 1)
    with pytest.raises(InvalidInput) as raised:
        parse_readings(damaged, "m.csv")
    assert (raised.value.faults[0].code, raised.value.faults[0].place.line) == (codes, line)


@settings(max_examples=60, deadline=None)
@given(
    flips=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, len(GOOD)),
    encoding=st.sampled_from(["keep", "gb18030", "utf-16", "twice"]),
    totals=st.booleans(),
)
def test_flipped_and_cut_bytes_give_readings_or_faults_of_ours(
    flips: list[tuple[int, int]], cut: int, encoding: str, totals: bool
):
    data = bytearray(GOOD)
    for at, value in flips:
        data[at] = value
    damaged = bytes(data[:cut]) + (bytes(data) if encoding == "twice" else b"")
    if encoding in {"gb18030", "utf-16"}:
        damaged = damaged.decode("utf-8", "replace").encode(encoding, "replace")
    found = told(damaged, totals=totals, site=Site(latitude=29.31, longitude=120.07, kwp=Decimal(100)))
    if isinstance(found, Readings):
        solar = match(found)
        assert 0 <= solar.self_consumed_wh <= min(solar.load_wh, solar.pv_wh)
    else:
        assert all(code.startswith("GC-MTR-") for code in found)
        assert found


VALUE = st.one_of(st.integers(0, 200_000), st.sampled_from([0, 99_999_999, 100_000_000, 1]))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 4), VALUE, VALUE, VALUE, VALUE, VALUE), min_size=2, max_size=40),
    registers=st.booleans(),
)
def test_no_numbers_break_the_books(rows: list[tuple[int, int, int, int, int, int]], registers: bool):
    mark = "_register" if registers else ""
    names = [f"{name}{mark}_kwh" for name in ("load", "pv", "export", "charge", "discharge")]
    at, lines = 0, []
    for step, *values in rows:
        lines.append(f"{(START + timedelta(minutes=15 * at)).isoformat()}," + ",".join(str(v / 1000) for v in values))
        at += step
    data = ("timestamp," + ",".join(names) + "\n" + "\n".join(lines)).encode()
    found = told(data, site=Site(latitude=29.31, longitude=120.07, kwp=Decimal(200)))
    if isinstance(found, Readings):
        solar = match(found)
        assert 0 <= solar.self_consumed_wh <= solar.load_wh
        assert solar.self_consumed_wh <= solar.pv_wh
        assert solar.stored_solar_wh <= solar.self_consumed_wh
        assert solar.storage_loss_wh >= 0
