"""Readings files: what is accepted, what is a gap, and every fault with its line, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy import Gap, parse_readings
from greencard.energy import table as table_module
from greencard.errors import GreencardError, InvalidInput
from greencard.model import MeterInterval

HEADER = "timestamp,load_kwh,pv_kwh,export_kwh"
START = datetime.fromisoformat("2026-03-02T08:00:00+08:00")


def csv(*rows: str, header: str = HEADER, before: str = "") -> bytes:
    return (before + "\n".join((header, *rows)) + "\n").encode()


def hours(count: int, first: int = 0) -> list[str]:
    return [f"{(START + timedelta(hours=first + at)).isoformat()},10,4,1" for at in range(count)]


def faults_of(data: bytes, **named: object) -> list[tuple[str, int | None]]:
    with pytest.raises(InvalidInput) as raised:
        parse_readings(data, "m.csv", **named)  # type: ignore[arg-type]
    for fault in raised.value.faults:
        assert fault.place.file == "m.csv"
        for lang in ("en", "zh"):
            assert "{" not in fault.text(lang) + fault.remedy(lang)
            assert fault.text(lang)
            assert fault.remedy(lang)
    return [(fault.code, fault.place.line) for fault in raised.value.faults]


def codes_or_none(data: bytes) -> list[str]:
    """Codes of the faults; only our own errors are caught, anything else fails the test."""
    try:
        parse_readings(data, "m.csv")
    except GreencardError as error:
        return [fault.code for fault in error.faults]
    return []


def test_rows_become_integer_watt_hours_with_the_start_as_written():
    readings = parse_readings(
        csv("2026-03-02T08:00:00+08:00,12.345,4.5,0.25", "2026-03-02T09:00:00+08:00,1,0,0"), "m.csv"
    )
    assert readings.seconds == 3600
    assert readings.intervals == (
        MeterInterval(start=START, seconds=3600, load_wh=12345, pv_wh=4500, export_wh=250),
        MeterInterval(start=START + timedelta(hours=1), seconds=3600, load_wh=1000, pv_wh=0, export_wh=0),
    )
    assert readings.intervals[0].start.utcoffset() == timedelta(hours=8)
    assert readings.gaps == ()
    assert readings.warnings == ()
    assert len(readings.sha256) == 64


@pytest.mark.parametrize(
    ("text", "wh"),
    [
        ("0.0005", 0),
        ("0.0015", 2),
        ("0.00149999999", 1),
        ("1e-3", 1),
        ("1.5E1", 15000),
        ("12.", 12000),
        (".5", 500),
        ("+2", 2000),
        ("0012.30", 12300),
        ("-0.0", 0),
        (" 7 ", 7000),
        ('"3.25"', 3250),
    ],
)
def test_numbers_are_read_exactly_and_rounded_half_even_below_a_watt_hour(text: str, wh: int):
    readings = parse_readings(csv(f"2026-03-02T08:00+08:00,{text},0,0", "2026-03-02T09:00+08:00,1,0,0"), "m.csv")
    assert readings.intervals[0].load_wh == wh


def test_chinese_headers_byte_order_mark_comments_crlf_and_any_column_order():
    text = "# 示例\r\n#, second, comment\r\n\r\n上网,光伏,用电,时间\r\n1,4,10,2026-03-02T08:00+08:00\r\n\r\n"
    text += "0,2,10,2026-03-02T08:15+08:00\r\n"
    readings = parse_readings(b"\xef\xbb\xbf" + text.encode(), "m.csv")
    assert readings.seconds == 900
    assert [(item.load_wh, item.pv_wh, item.export_wh) for item in readings.intervals] == [
        (10000, 4000, 1000),
        (10000, 2000, 0),
    ]


def test_line_numbers_count_comments_and_blank_lines():
    rows = ["2026-03-02T08:00+08:00,1,0,0", "", "2026-03-02T09:00+08:00,x,0,0", "2026-03-02T10:00+08:00,1,0,0"]
    assert faults_of(csv(*rows, before="# one\n# two\n")) == [("GC-MTR-012", 6)]


def test_gaps_are_counted_and_are_no_fault():
    readings = parse_readings(csv(*hours(3), *hours(2, first=5), *hours(1, first=8)), "m.csv")
    assert readings.gaps == (
        Gap(start=START + timedelta(hours=3), intervals=2),
        Gap(start=START + timedelta(hours=7), intervals=1),
    )
    assert readings.missing_intervals == 3


def test_all_faults_of_a_file_come_back_at_once_with_their_lines():
    rows = [
        "2026-03-02T08:00:00+08:00,10,4,1",  # 2
        "2026-03-02T09:00:00,10,4,1",  # 3 no zone
        "02.03.2026 10:00,10,4,1",  # 4 no ISO 8601
        "2026-03-02T11:00:00+08:00,ten,4,1",  # 5 not a number
        "2026-03-02T12:00:00+08:00,10,-4,1",  # 6 negative
        "2026-03-02T13:00:00+08:00,10,4",  # 7 a cell short
        "2026-03-02T14:00:00+08:00,10,4,5",  # 8 export above generation
        "2026-03-02T14:00:00+08:00,10,4,1",  # 9 twice
        "2026-03-02T10:00:00+08:00,10,4,1",  # 10 backwards
        "2026-03-02T15:20:00+08:00,10,4,1",  # 11 irregular
        "2026-03-02T16:20:00+08:00,10,4,1",  # 12
        "2026-03-02T17:20:00+08:00,10,4,1",  # 13
        "1970-01-01T18:00:00+08:00,10,4,1",  # 14 clock reset
        "2026-03-02T18:20:00+08:00,9999999,4,1",  # 15 impossible
        "2026-03-02T19:20:00+08:00,NaN,inf,1e99",  # 16
    ]
    assert faults_of(csv(*rows)) == [
        ("GC-MTR-011", 3),
        ("GC-MTR-010", 4),
        ("GC-MTR-012", 5),
        ("GC-MTR-013", 6),
        ("GC-MTR-009", 7),
        ("GC-MTR-019", 8),
        ("GC-MTR-016", 9),
        ("GC-MTR-015", 10),
        ("GC-MTR-017", 11),
        ("GC-MTR-010", 14),
        ("GC-MTR-014", 15),
        ("GC-MTR-012", 16),
        ("GC-MTR-012", 16),
        ("GC-MTR-012", 16),
    ]


def test_faults_stop_at_a_limit_and_say_so():
    rows = [f"{(START + timedelta(hours=at)).isoformat()},x,0,0" for at in range(500)]
    found = faults_of(csv(*rows))
    assert len(found) == table_module.MAX_FAULTS + 1
    assert found[-1] == ("GC-MTR-021", table_module.MAX_FAULTS + 1)
    assert found[-2] == ("GC-MTR-012", table_module.MAX_FAULTS + 1)


def test_two_offsets_naming_one_instant_are_a_duplicate():
    rows = ["2026-03-02T08:00+08:00,1,0,0", "2026-03-02T00:00Z,2,0,0", "2026-03-02T09:00+08:00,1,0,0"]
    assert faults_of(csv(*rows)) == [("GC-MTR-016", 3)]


def test_a_row_said_twice_with_the_same_values_is_dropped_and_told():
    rows = ["2026-03-02T08:00+08:00,1,0.5,0", "2026-03-02T00:00Z,1.000,.5,0", "2026-03-02T09:00+08:00,1,0,0"]
    readings = parse_readings(csv(*rows, rows[0]), "m.csv")
    assert [item.load_wh for item in readings.intervals] == [1000, 1000]
    (warned,) = readings.warnings
    assert (warned.code, warned.place.line, warned.params["count"]) == ("GC-MTR-023", 3, "2")
    (check,) = readings.quality.checks
    assert (check.id, check.effect, check.intervals) == ("duplicates", "dropped", 2)
    assert readings.quality.grade == "B"


def test_a_change_of_offset_is_no_gap():
    rows = ["2026-03-02T08:00+08:00,1,0,0", "2026-03-02T01:00Z,1,0,0", "2026-03-02T11:00+09:00,1,0,0"]
    readings = parse_readings(csv(*rows), "m.csv")
    assert (len(readings.intervals), readings.gaps) == (3, ())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("timestamp,load_kwh,pv_kwh,export_kwh,weather", ["GC-MTR-006"]),
        ("timestamp load_kwh", ["GC-MTR-006", "GC-MTR-007", "GC-MTR-007", "GC-MTR-007", "GC-MTR-007"]),
        ("timestamp,load_kwh,pv_kwh", ["GC-MTR-007"]),
        ("load_kwh,pv_kwh,export_kwh", ["GC-MTR-007"]),
        ("timestamp,load_kwh,用电,pv_kwh,export_kwh", ["GC-MTR-008"]),
        ("timestamp,load_kwh,load_register_kwh,pv_kwh,export_kwh", ["GC-MTR-008"]),
        ("timestamp,时间,load_kwh,pv_kwh,export_kwh", ["GC-MTR-008"]),
    ],
)
def test_unknown_missing_and_repeated_columns_are_refused_naming_the_known_ones(header: str, expected: list[str]):
    found = faults_of(csv("x", header=header))
    assert [code for code, _ in found] == expected
    assert {line for _, line in found} == {1}
    with pytest.raises(InvalidInput) as raised:
        parse_readings(csv("x", header="timestamp,load_kwh,pv_kwh,export_kwh,weather"), "m.csv")
    assert "上网" in raised.value.faults[0].remedy("en")
    assert "export_kwh" in raised.value.faults[0].remedy("zh")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ("时间,用电,光伏,上网\n".encode("gb18030"), "GB18030"),
        (csv(*hours(2)).decode().encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x14\x00\x06\x00 an .xlsx \xff\xff", "binary"),
        (b"caf\xe9,load_kwh\n", "legacy"),
    ],
)
def test_other_encodings_are_refused_by_name_and_never_guessed(data: bytes, named: str):
    assert faults_of(data) == [("GC-MTR-003", 1)]
    with pytest.raises(InvalidInput, match=named):
        parse_readings(data, "m.csv")


def test_size_is_bounded_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table_module, "MAX_BYTES", 10)
    assert faults_of(b"\xff" * 11) == [("GC-MTR-001", None)]


def test_rows_are_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table_module, "MAX_ROWS", 3)
    assert len(parse_readings(csv(*hours(3)), "m.csv").intervals) == 3
    assert faults_of(csv(*hours(4))) == [("GC-MTR-002", 5)]


def test_the_documented_bounds_hold():
    assert (table_module.MAX_BYTES, table_module.MAX_ROWS, table_module.MAX_FAULTS) == (40_000_000, 600_000, 100)


def test_a_header_of_any_width_costs_a_bounded_answer():
    found = faults_of(csv("x", header="," * 10_000))
    assert len(found) <= table_module.MAX_FAULTS + 1
    long = faults_of(csv(*hours(1), "2026-03-02T09:00+08:00," + "9" * 5_000 + ",0,0"))
    assert long == [("GC-MTR-012", 3)]
    with pytest.raises(InvalidInput) as raised:
        parse_readings(csv("2026-03-02T09:00+08:00," + "x" * 5_000 + ",0,0"), "m.csv")
    assert len(raised.value.faults[0].text()) < 200


@pytest.mark.parametrize(("year", "fine"), [(1999, False), (2000, True), (2099, True), (2100, False)])
def test_instants_lie_in_this_century(year: int, fine: bool):
    rows = csv(f"{year}-03-02T08:00+08:00,1,0,0", f"{year}-03-02T09:00+08:00,1,0,0")
    if fine:
        assert len(parse_readings(rows, "m.csv").intervals) == 2
    else:
        assert [code for code, _ in faults_of(rows)] == ["GC-MTR-010", "GC-MTR-010"]


def test_one_reading_holds_at_most_a_gigawatt_hour_and_a_register_ten_thousand():
    def rows(value: str, header: str = HEADER) -> bytes:
        return csv(f"2026-03-02T08:00+08:00,{value},0,0", f"2026-03-02T09:00+08:00,{value},0,0", header=header)

    assert parse_readings(rows("1000000"), "m.csv").intervals[0].load_wh == 10**9
    assert [code for code, _ in faults_of(rows("1000000.001"))] == ["GC-MTR-014", "GC-MTR-014"]
    register = HEADER.replace("load_kwh", "load_register_kwh")
    assert parse_readings(rows("10000000000", register), "m.csv").intervals[0].load_wh == 0
    assert [code for code, _ in faults_of(rows("10000000000.001", register))] == ["GC-MTR-014", "GC-MTR-014"]


@pytest.mark.parametrize("first", ["21:59", "22:00", "02:59", "03:00"])
def test_the_night_ends_to_the_minute(first: str):
    start = datetime.fromisoformat(f"2026-03-02T{first}:00+08:00")
    rows = [f"{start.isoformat()},10,0.001,0", f"{(start + timedelta(minutes=1)).isoformat()},10,0,0"]
    codes = [fault.code for fault in parse_readings(csv(*rows), "m.csv").warnings]
    assert codes == (["GC-MTR-031"] if first in {"22:00", "02:59"} else [])


def test_solar_midnight_is_four_minutes_a_degree_from_utc():
    # At 90 degrees east the sun is 6 hours ahead of UTC: 16:00Z is solar 22:00, 15:59Z is not yet night.
    rows = ["2026-03-02T15:59Z,10,1,0", "2026-03-02T16:00Z,10,1,0", "2026-03-02T16:01Z,10,1,0"]
    (warned,) = parse_readings(csv(*rows), "m.csv", longitude=90).warnings
    assert (warned.params["count"], warned.params["start"]) == ("2", "2026-03-02T16:00:00+00:00")


def test_a_last_digit_of_unaccounted_generation_is_not_worth_a_warning():
    rows = ["2026-03-02T11:00+08:00,2,4.010,2", "2026-03-02T12:00+08:00,2,4,2"]
    assert parse_readings(csv(*rows), "m.csv").warnings == ()
    more = ["2026-03-02T11:00+08:00,2,4.011,2", "2026-03-02T12:00+08:00,2,4,2"]
    assert [fault.code for fault in parse_readings(csv(*more), "m.csv").warnings] == ["GC-MTR-032"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", csv(), csv(*hours(1))])
def test_too_little_to_read_is_refused(data: bytes):
    with pytest.raises(InvalidInput) as raised:
        parse_readings(data, "m.csv")
    assert raised.value.code in {"GC-MTR-005", "GC-MTR-007"}


@pytest.mark.parametrize("data", [csv('"2026-03-02T08:00+08:00"x,1,0,0'), csv('"2026,1,0,0'), csv("x" * 200_000)])
def test_malformed_csv_is_a_fault_with_its_line(data: bytes):
    with pytest.raises(InvalidInput) as raised:
        parse_readings(data, "m.csv")
    assert raised.value.code == "GC-MTR-004"
    assert raised.value.faults[0].place.line is not None


@pytest.mark.parametrize(
    ("step", "fine"), [(60, True), (900, True), (1800, True), (3600, True), (30, False), (2400, False)]
)
def test_interval_lengths_divide_an_hour(step: int, fine: bool):
    rows = [f"{(START + timedelta(seconds=step * at)).isoformat()},1,0,0" for at in range(4)]
    if fine:
        assert parse_readings(csv(*rows), "m.csv").seconds == step
    else:
        assert faults_of(csv(*rows)) == [("GC-MTR-018", 3)]


def test_daily_totals_are_refused_because_they_hide_the_export():
    rows = [f"2026-03-{day:02d}T00:00+08:00,100,80,20" for day in range(1, 8)]
    assert faults_of(csv(*rows)) == [("GC-MTR-018", 3)]


def test_export_may_exceed_generation_by_one_digit_of_the_display_and_no_more():
    def rows(export: str) -> bytes:
        return csv(f"2026-03-02T08:00+08:00,10,4.00,{export}", "2026-03-02T09:00+08:00,1,0,0")

    assert parse_readings(rows("4.010"), "m.csv").intervals[0].export_wh == 4010
    assert faults_of(rows("4.011")) == [("GC-MTR-019", 2)]


def test_registers_give_the_difference_to_the_next_row():
    rows = [
        "2026-03-02T08:00+08:00,1000.5,50,7",
        "2026-03-02T09:00+08:00,1010.75,54,8",
        "2026-03-02T10:00+08:00,1011,54,8",
    ]
    header = "timestamp,load_register_kwh,pv_register_kwh,export_register_kwh"
    readings = parse_readings(csv(*rows, header=header), "m.csv")
    assert [(item.start.hour, item.load_wh, item.pv_wh, item.export_wh) for item in readings.intervals] == [
        (8, 10250, 4000, 1000),
        (9, 250, 0, 0),
    ]


def test_a_register_may_stand_beside_interval_columns():
    rows = ["2026-03-02T08:00+08:00,100,4,1", "2026-03-02T09:00+08:00,110,9,2", "2026-03-02T10:00+08:00,130,9,2"]
    readings = parse_readings(csv(*rows, header="时间,用电表码,光伏,上网"), "m.csv")
    assert [(item.load_wh, item.pv_wh, item.export_wh) for item in readings.intervals] == [
        (10000, 4000, 1000),
        (20000, 9000, 2000),
    ]


def test_energy_a_register_counted_through_a_gap_has_no_hour_and_is_left_out():
    at = [START + timedelta(hours=hour) for hour in (0, 1, 4, 5)]
    rows = [f"{start.isoformat()},{value},0,0" for start, value in zip(at, (100, 110, 160, 170), strict=True)]
    readings = parse_readings(csv(*rows, header="timestamp,load_register_kwh,pv_kwh,export_kwh"), "m.csv")
    assert [item.load_wh for item in readings.intervals] == [10000, 10000]
    assert readings.gaps == (Gap(start=START + timedelta(hours=1), intervals=3, load_wh=50_000),)


def test_a_register_that_goes_back_is_refused_with_place_and_remedy():
    rows = [
        "2026-03-02T08:00+08:00,99,5,0",
        "2026-03-02T09:00+08:00,100.5,6,0",
        "2026-03-02T10:00+08:00,100.25,5,0",
        "2026-03-02T11:00+08:00,101,6,0",
    ]
    header = "timestamp,load_register_kwh,pv_register_kwh,export_kwh"
    assert faults_of(csv(*rows, header=header)) == [("GC-MTR-020", 4), ("GC-MTR-020", 4)]
    with pytest.raises(InvalidInput, match=r"load_register_kwh goes back from 100\.5 to 100\.25"):
        parse_readings(csv(*rows, header=header), "m.csv")


def test_generation_above_what_the_plant_can_give_is_warned_of_once():
    rows = [f"2026-03-02T{hour:02d}:00+08:00,10,{pv},0" for hour, pv in ((10, 11.0), (11, 11.001), (12, 12))]
    assert parse_readings(csv(*rows), "m.csv").warnings[0].code == "GC-MTR-032"
    warned = parse_readings(csv(*rows), "m.csv", kwp=Decimal(10)).warnings
    assert [fault.code for fault in warned] == ["GC-MTR-030", "GC-MTR-032"]
    assert warned[0].severity == "warning"
    assert warned[0].params["count"] == "2"
    assert warned[0].params["pv"] == "11.001"


def test_quarter_hours_are_held_to_a_quarter_of_the_rated_power():
    rows = ["2026-03-02T10:00+08:00,10,2.75,0", "2026-03-02T10:15+08:00,10,2.751,0"]
    (warned,) = parse_readings(csv(*rows), "m.csv", kwp=Decimal(10)).warnings
    assert (warned.code, warned.params["count"], warned.params["limit"]) == ("GC-MTR-030", "1", "2.75")


@pytest.mark.parametrize(
    ("start", "warned"),
    [
        ("21:00", False),
        ("21:45", False),
        ("22:00", True),
        ("23:45", True),
        ("00:00", True),
        ("02:00", True),
        ("02:15", False),
    ],
)
def test_generation_in_an_interval_wholly_at_night_is_warned_of(start: str, warned: bool):
    first = datetime.fromisoformat(f"2026-03-02T{start}:00+08:00")
    rows = [f"{first.isoformat()},10,0.5,0", f"{(first + timedelta(hours=1)).isoformat()},10,0,0"]
    codes = [fault.code for fault in parse_readings(csv(*rows), "m.csv").warnings]
    assert codes == (["GC-MTR-031"] if warned else [])


def test_the_night_is_told_by_the_sun_where_the_longitude_is_known():
    noon_in_zhejiang = ["2026-03-02T04:00Z,10,5,0", "2026-03-02T05:00Z,10,5,0"]
    midnight_stamped_as_noon = ["2026-03-02T12:00-04:00,10,5,0", "2026-03-02T13:00-04:00,10,5,0"]
    assert parse_readings(csv(*noon_in_zhejiang), "m.csv", longitude=119.68).warnings == ()
    warned = parse_readings(csv(*midnight_stamped_as_noon), "m.csv", longitude=119.68).warnings
    assert [fault.code for fault in warned] == ["GC-MTR-031"]
    assert parse_readings(csv(*midnight_stamped_as_noon), "m.csv").warnings == ()


def test_generation_neither_exported_nor_used_is_warned_of_with_its_amount():
    rows = ["2026-03-02T11:00+08:00,2,10,3", "2026-03-02T12:00+08:00,2,4,2", "2026-03-02T13:00+08:00,2,4.02,2"]
    (warned,) = parse_readings(csv(*rows), "m.csv").warnings
    assert (warned.code, warned.params["count"], warned.params["kwh"]) == ("GC-MTR-032", "2", "5.02")


ENERGY = st.integers(0, 400_000)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(ENERGY, ENERGY, ENERGY), min_size=2, max_size=30),
    dropped=st.sets(st.integers(0, 29), max_size=6),
    seconds=st.sampled_from([300, 900, 3600]),
)
def test_what_is_written_is_read_back_and_gaps_close_the_account(
    rows: list[tuple[int, int, int]], dropped: set[int], seconds: int
):
    kept = [at for at in range(len(rows)) if at not in dropped]
    # Two neighbours fix the interval's length; a file of equal wider steps would be one of wider intervals.
    steps = [after - at for at, after in pairwise(kept)]
    if len(kept) < 2 or steps.count(1) < max(steps.count(step) for step in steps):
        return
    lines = []
    for at in kept:
        load, pv, export = rows[at]
        start = (START + timedelta(seconds=seconds * at)).astimezone(UTC).isoformat()
        lines.append(f"{start},{load / 1000},{pv / 1000},{min(pv, export) / 1000}")
    readings = parse_readings(csv(*lines), "m.csv")
    assert [(item.load_wh, item.pv_wh, item.export_wh) for item in readings.intervals] == [
        (rows[at][0], rows[at][1], min(rows[at][1], rows[at][2])) for at in kept
    ]
    assert len(kept) + readings.missing_intervals == kept[-1] - kept[0] + 1


@settings(max_examples=60, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: (HEADER + "\n" + text).encode())))
def test_no_bytes_raise_anything_but_our_own_errors(data: bytes):
    assert all(code.startswith("GC-MTR-") for code in codes_or_none(data))


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(
        st.one_of(
            st.sampled_from(
                ["2026-03-02T08:00+08:00", "2026-03-02T09:00+08:00", "0001-01-01T00:00+14:00", "1", "²", "١"]
            ),
            st.text(alphabet="0123456789.-+eE:TZ ", max_size=12),
        ),
        min_size=4,
        max_size=16,
    )
)
def test_no_cells_raise_anything_but_our_own_errors(cells: list[str]):
    rows = [",".join(cells[at : at + 4]) for at in range(0, len(cells), 4)]
    assert all(code.startswith("GC-MTR-") for code in codes_or_none(csv(*rows)))


@pytest.mark.parametrize(("mark", "zh"), [(";", ";"), ("\t", "制表符"), ("，", "全角逗号")])
def test_another_separator_is_said_once(mark, zh):
    text = (
        mark.join(("时间", "用电", "光伏", "上网")) + "\n" + mark.join(("2026-10-01T00:00+08:00", "1", "0", "0")) + "\n"
    )
    with pytest.raises(InvalidInput) as caught:
        parse_readings(text.encode(), "excel.csv")
    assert [fault.code for fault in caught.value.faults] == ["GC-MTR-022"]
    assert caught.value.faults[0].place.line == 1
    assert zh in caught.value.faults[0].text("zh")
