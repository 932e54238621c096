"""The reading of plain files column by column says exactly what the reading line by line says, faults included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy import table
from greencard.energy.readings import parse_readings
from greencard.energy.table import FaultList, read_table
from greencard.errors import Fault, GreencardError

HEAD = "timestamp,load_kwh,pv_kwh,export_kwh"
CHINA = timezone(timedelta(hours=8))


def outcome(data: bytes) -> tuple[object, tuple[Fault, ...]]:
    """The table, if there is one, and every fault noted or raised."""
    faults = FaultList("m.csv")
    try:
        return read_table(data, faults), tuple(faults.items)
    except GreencardError as error:
        return None, error.faults


def both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[object, tuple[Fault, ...]], ...]:
    quick = outcome(data)
    with monkeypatch.context() as patched:
        patched.setattr(table, "plain_columns", lambda *_: None)
        return quick, outcome(data)


def lines(count: int, *, zone: timezone = CHINA, minutes: int = 15) -> list[str]:
    start = datetime(2026, 3, 2, tzinfo=zone)
    return [
        f"{(start + timedelta(minutes=minutes * at)).isoformat(timespec='minutes')},{at % 7 + 0.125:.3f},{at % 3},0"
        for at in range(count)
    ]


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch):
    """Whether a file went the short way."""
    asked: list[bool] = []
    real = table.plain_columns

    def spy(*args):
        found = real(*args)
        asked.append(found is not None)
        return found

    monkeypatch.setattr(table, "plain_columns", spy)
    return asked


def test_a_plain_file_goes_the_short_way_and_says_the_same(monkeypatch, plainly):
    for text in (
        "\n".join([HEAD, *lines(96)]),
        "\r\n".join([HEAD, *lines(96), ""]),
        "\n".join(["# note", "", HEAD, *lines(96, zone=UTC), ""]),
    ):
        quick, slow = both_ways(text.encode(), monkeypatch)
        assert quick == slow
    assert plainly[:3] == [True] * 3


def test_lines_keep_their_numbers():
    found = read_table("\n".join(["# a", "", HEAD, *lines(3)]).encode(), FaultList("m.csv"))
    assert [row.line for row in found.rows] == [4, 5, 6]


def test_columns_in_any_order_and_registers(monkeypatch, plainly):
    body = [",".join((cells[2], cells[0], cells[3], cells[1])) for cells in (line.split(",") for line in lines(48))]
    for head in ("光伏,时间,上网,用电", "pv_kwh,timestamp,export_register_kwh,load_kwh"):
        quick, slow = both_ways("\n".join([head, *body]).encode(), monkeypatch)
        assert quick == slow
    assert plainly == [True, True]


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: [cells[0], "", *cells[2:]],
        lambda cells: [cells[0], "1.2345", *cells[2:]],
        lambda cells: [cells[0], "1e3", *cells[2:]],
        lambda cells: [cells[0], "-0", *cells[2:]],
        lambda cells: [cells[0], "-0.000", *cells[2:]],
        lambda cells: [cells[0], "1e-9", *cells[2:]],
        lambda cells: [cells[0], " 5", *cells[2:]],
        lambda cells: [cells[0], "٣", *cells[2:]],
        lambda cells: [cells[0], "nan", *cells[2:]],
        lambda cells: [cells[0], "999999999.999", *cells[2:]],
        lambda cells: [cells[0], "1000000", *cells[2:]],
        lambda cells: [cells[0], "1000000.001", *cells[2:]],
        lambda cells: [cells[0], "1_000", *cells[2:]],
        lambda cells: [cells[0][:16], *cells[1:]],
        lambda cells: [cells[0].replace("T", " "), *cells[1:]],
        lambda cells: ["2026-02-30T00:00+08:00", *cells[1:]],
        lambda cells: ["2026-03-02T24:00+08:00", *cells[1:]],
        lambda cells: ["1999-03-02T00:00+08:00", *cells[1:]],
        lambda cells: ["2026-03-02T00:00+25:00", *cells[1:]],
        lambda cells: ["2026-03-02T00:00:30.5+08:00", *cells[1:]],
        lambda cells: ["2026-03-01T16:00Z", *cells[1:]],
        lambda cells: cells[:-1],
        lambda cells: [*cells, "1"],
        lambda cells: [*cells[:-1], '"0"'],
        lambda cells: [*cells[:-1], '"0'],
        lambda cells: cells[:0],
        lambda cells: [cell[:0] for cell in cells],
        lambda cells: [*cells[:-1], "0\r"],
        lambda cells: [*cells[:-1], "0\n"],
        lambda cells: [*cells[:-1], "0\n\n\n"],
        lambda cells: ["\n" + cells[0], *cells[1:]],
        lambda cells: [cells[0], "\n" + cells[1], *cells[2:]],
    ],
)
@pytest.mark.parametrize("at", [0, 5, 11])
def test_what_is_not_plain_is_read_as_before(monkeypatch, change, at):
    body = lines(12)
    body[at] = ",".join(change(body[at].split(",")))
    quick, slow = both_ways("\n".join([HEAD, *body]).encode(), monkeypatch)
    assert quick == slow


@pytest.mark.parametrize("head", ['"timestamp",load_kwh,pv_kwh,export_kwh', ",,,", "timestamp,load_kwh,pv_kwh", ""])
def test_an_odd_header_is_read_as_before(monkeypatch, head):
    for body in (lines(3), [HEAD, *lines(3)]):
        quick, slow = both_ways("\n".join([head, *body]).encode(), monkeypatch)
        assert quick == slow


def test_instants_out_of_order_or_twice_are_read_as_before(monkeypatch):
    one = lines(6)
    for body in ([*one, one[2]], [one[0], *one], [one[0], one[0].replace(",0", ",9"), *one[1:]], one[::-1]):
        quick, slow = both_ways("\n".join([HEAD, *body]).encode(), monkeypatch)
        assert quick == slow


def test_lines_whose_cells_only_add_up_are_no_plain_lines(monkeypatch):
    """A line break one cell too early gives the right number of lines and of cells, and still two faulty lines."""
    one, two = lines(2)
    early, late = one.rpartition(",")[0], one.rpartition(",")[2] + "," + two
    quick, slow = both_ways(f"{HEAD}\n{early}\n{late}".encode(), monkeypatch)
    assert quick == slow
    assert [fault.place.line for fault in quick[1]] == [2, 3]


def test_one_row_too_many_is_refused_either_way(monkeypatch):
    monkeypatch.setattr(table, "MAX_ROWS", 5)
    for count in (5, 6):
        quick, slow = both_ways("\n".join([HEAD, *lines(count)]).encode(), monkeypatch)
        assert quick == slow
        assert (quick[0] is None) == (count == 6)


_cell = st.sampled_from(["0", "1", "12.5", "0.001", "7.", ".5", "-1", "x", "", "1e2", "3.1415", "00012", "0.0"])


@settings(max_examples=200, deadline=None)
@given(
    cells=st.lists(st.tuples(_cell, _cell, _cell), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    clean=st.booleans(),
)
def test_any_mixture_of_cells_says_the_same(cells, end, clean):
    times = [line.split(",")[0] for line in lines(len(cells))]
    if clean:
        cells = [("1", "2.5", "0")] * len(cells)
    text = end.join([HEAD, *(",".join((at, *row)) for at, row in zip(times, cells, strict=True))])
    with pytest.MonkeyPatch.context() as patch:
        quick, slow = both_ways(text.encode(), patch)
    assert quick == slow


def test_every_thousandth_up_to_the_limit_is_exact():
    values = [0, 1, 999, 1001, 4_503_599_627, 999_999_999_999, 123_456_789_123, 8_007_199_254]
    rows = [f"2026-03-02T{at:02d}:00Z,1,2,{wh // 1000}.{wh % 1000:03d}" for at, wh in enumerate(sorted(values))]
    head = "timestamp,load_kwh,pv_kwh,export_register_kwh"
    found = read_table("\n".join([head, *rows]).encode(), FaultList("m.csv"))
    assert [row.export for row in found.rows] == sorted(values)


def test_readings_of_both_ways_are_the_same_readings(monkeypatch):
    data = "\n".join([HEAD, *lines(96 * 40)]).encode()
    quick = parse_readings(data, "m.csv")
    monkeypatch.setattr(table, "plain_columns", lambda *_: None)
    assert parse_readings(data, "m.csv") == quick
