"""Formats of files of lines: the same answers from each, back and forth; and files that mean harm."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from border_samples import AS_OF, LIMIT, PACK, answered, as_csv, as_ndjson, as_parquet, as_xlsx, lines_of, written
from greencard.adapters.tables import answers_as_bytes, parquet, read_lines, workbook
from greencard.adapters.tables.reading import AS_GB18030
from greencard.adapters.workbooks.container import OF_LINES
from greencard.adapters.workbooks.read import read_workbook
from greencard.border.answered import answer_lines
from greencard.border.lines import Defaults
from greencard.errors import InvalidInput, Unavailable
from greencard.interfaces.cli.rows import safe_cell
from greencard.spreadsheet import unformulated

ROWS = [
    dict(zip(("reference", "cn", "origin", "kg", "on", "importer", "importer_t"), row, strict=True))
    for row in (
        ("螺丝 A", "73181595", "CN", 30000.5, "2026-08-15", "Acme", None),
        ("B", "73181692", "VN", 25000.0, "2026-02-01", "Acme", None),
        ("C", "44209099", "CN", 100.0, "2026-08-15", "Beta", 3.5),
        ("D", "73181595", "CN", 0.0005, "2026-08-15", "Beta", 60.0),
        ("E", "73181595", "CN", 10.0, "2026-11-15", "Beta", 60.0),
    )
]
WRITERS = {".csv": as_csv, ".ndjson": as_ndjson, ".jsonl": as_ndjson, ".xlsx": as_xlsx, ".parquet": as_parquet}


OUTLIVED = parquet._outlived


@pytest.fixture(autouse=True, scope="module")
def trusted():
    """Files made here are read without the trial in a process of its own, which has a test to itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "_outlived", lambda _: None)
        yield


def read(file: Path, **defaults):
    data = b"" if file.suffix == ".parquet" else file.read_bytes()
    return read_lines(file, data, Defaults(**defaults))


def answers(file: Path, **defaults):
    return answer_lines(PACK, read(file, **defaults).lines, as_of=AS_OF)


def told(found):
    """The answers without the row numbers, which each format counts in its own way."""
    return [msgspec.structs.replace(row, row=0) for row in found.rows()]


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format_gives_the_same_answers(ending, tmp_path):
    rows = [{name: "" if value is None and ending == ".csv" else value for name, value in row.items()} for row in ROWS]
    file = written(tmp_path, f"lines{ending}", WRITERS[ending](rows))
    assert told(answers(file)) == told(answered(ROWS))


def test_rows_are_counted_as_their_format_shows_them(tmp_path):
    text = written(tmp_path, "a.csv", b"cn,origin,kg,on\n\n73181595,CN,1,2026-08-15\n,,,\n73181595,CN,x,2026-08-15\n")
    assert [row.row for row in answers(text).rows()] == [3, 5]
    sheet = written(tmp_path, "a.xlsx", as_xlsx(ROWS))
    assert [row.row for row in answers(sheet).rows()] == [2, 3, 4, 5, 6]
    columns = written(tmp_path, "a.parquet", as_parquet(ROWS))
    assert [row.row for row in answers(columns).rows()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_its_encodings_and_delimiters(tmp_path, encoding, delimiter):
    rows = [{name: "" if value is None else value for name, value in row.items()} for row in ROWS]
    found = read(written(tmp_path, "a.csv", as_csv(rows, encoding, delimiter)))
    assert list(found.lines.reference) == ["螺丝 A", "B", "C", "D", "E"]
    assert found.notes == ((AS_GB18030,) if encoding == "gb18030" else ())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", "cn,origin\n".encode("utf-16"), "GC-BRD-067"),
        ("a.csv", b"cn,origin,kg,on\n73181595,CN,1,\xff\xff\n", "GC-BRD-067"),
        ("a.ndjson", '{"cn": "\xe9"}'.encode("latin-1"), "GC-BRD-067"),
        ("a.csv", as_xlsx(ROWS), "GC-BRD-068"),
        ("a.csv", b'cn,origin,kg,on\n"73181595,CN,1,2026-08-15\n', "GC-BRD-068"),
        ("a.csv", b"cn,origin,kg,on\n" + b"7" * 20_000 + b",CN,1,2026-08-15\n", "GC-BRD-068"),
        ("a.csv", b"", "GC-BRD-060"),
        ("a.csv", b",".join([b"x"] * 300) + b"\n", "GC-BRD-060"),
        ("a.ndjson", b"[1]\n", "GC-BRD-068"),
        ("a.ndjson", b'{"cn": {"a": 1}}\n', "GC-BRD-068"),
        ("a.ndjson", b'{"cn": true}\n', "GC-BRD-068"),
        ("a.ndjson", b'{"cn": ' + b"[" * 100_000 + b"\n", "GC-BRD-068"),
        ("a.ndjson", b'{"kg": 1e99999999999999999999}\n', "GC-BRD-068"),
        ("a.ndjson", b"", "GC-BRD-060"),
        ("a.ndjson", b'{"cn": "73181595", "cn" : "76169990", "origin": "CN"}\n', "GC-BRD-068"),
        ("a.xlsx", b"", "GC-BRD-101"),
        ("a.xlsx", b"PK\x03\x04 and no more", "GC-BRD-101"),
        ("a.xlsx", as_csv(ROWS), "GC-BRD-101"),
        ("a.parquet", b"", "GC-BRD-068"),
        ("a.parquet", b"PAR1 and no more PAR1", "GC-BRD-068"),
        ("a.parquet", as_csv(ROWS), "GC-BRD-068"),
    ],
)
def test_files_that_are_something_else(tmp_path, name, data, code):
    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, name, data))
    assert caught.value.code == code
    assert caught.value.faults[0].place.file.endswith(name)


DAMAGED = Path(__file__).parents[1] / "vectors" / "border" / "damaged_page.parquet"
"""A page of it says that it holds more values than there is memory: reading it ends the process that does."""


def test_a_text_that_looks_like_a_key_is_none(tmp_path):
    line = {"cn": "73181595", "origin": "CN", "kg": 1, "on": "2026-08-15", "reference": 'a": "b'}
    (row,) = answers(written(tmp_path, "a.ndjson", msgspec.json.encode(line))).rows()
    assert row.reference == line["reference"]


def test_a_number_cut_in_two_by_the_separator_is_refused_and_not_read_as_its_first_part(tmp_path):
    """1,000 kg without quotation marks is not 1 kg."""
    path = written(tmp_path, "a.csv", b"cn,origin,kg\n73181595,CN,1,000\n73181595,CN,1000\n73181595,CN,1000,\n")
    found = read_lines(path, path.read_bytes(), Defaults(date(2026, 8, 15)))
    rows = list(answer_lines(PACK, found.lines, as_of=AS_OF).rows())
    assert [row.refusal for row in rows] == ["GC-BRD-122", "", ""]
    assert "1,000" in rows[0].reason.en
    assert "1,000" in rows[0].reason.zh


@pytest.mark.parametrize("mark", ["sep=;", "SEP=;"])
def test_the_line_that_names_the_separator_is_no_heading(tmp_path, mark):
    path = written(tmp_path, "a.csv", f"{mark}\r\ncn;origin;kg;on\r\n73181595;CN;1000;2026-08-15\r\n".encode())
    (row,) = answers(path).rows()
    assert (row.cn, row.row) == ("73181595", 3)


def test_a_file_that_kills_its_reader_is_refused_and_kills_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(parquet, "_outlived", OUTLIVED)
    with pytest.raises(InvalidInput) as caught:
        read(DAMAGED)
    assert caught.value.code == "GC-BRD-068"
    assert told(answers(written(tmp_path, "a.parquet", as_parquet(ROWS)))) == told(answered(ROWS))


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _changed(data: bytes, name: str, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    return _archive(parts)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "OF_LINES", OF_LINES._replace(unpacked=1_000_000))
    bomb = _changed(as_xlsx(ROWS), SHEET, lambda data: data + b" " * 2_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, "bomb.xlsx", bomb))
    assert caught.value.code == "GC-BRD-102"
    many = _archive({f"xl/{number}.xml": b"" for number in range(2_500)})
    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, "many.xlsx", many))
    assert caught.value.code == "GC-BRD-102"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_not_parsed(tmp_path, encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'.encode(encoding)
    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, "a.xlsx", _changed(as_xlsx(ROWS), SHEET, lambda _: laughs)))
    assert caught.value.code == "GC-BRD-101"
    assert "document type" in str(caught.value)


HIDDEN = {
    "behind a long comment": b"<!--" + b" " * 5_000 + b"--><!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>",
    "in another alphabet": b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE x><x/>".encode("cp037"),
    "across two pieces": b" " * ((1 << 20) - 4) + b"<!DOCTYPE x><x/>",
}


@pytest.mark.parametrize("part", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("name", [SHEET, "xl/media/image1.bin"])
def test_a_document_type_is_found_wherever_it_hides(tmp_path, part, name):
    for reader in (lambda data: read(written(tmp_path, "a.xlsx", data)), lambda data: read_workbook(data, "a.xlsx")):
        with pytest.raises(InvalidInput) as caught:
            reader(_changed(as_xlsx(ROWS), name, lambda _: part))
        assert caught.value.code in {"GC-BRD-101", "GC-BRD-102"}


def test_a_hidden_sheet_is_not_read_before_the_one_that_people_see(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(ROWS)))
    old = book.create_sheet("old lines", 0)
    old.append(["cn", "origin", "kg", "on"])
    old.append(["76169990", "CN", 1, "2026-08-15"])
    old.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = read(written(tmp_path, "a.xlsx", out.getvalue()))
    assert len(found.lines) == len(ROWS)
    assert any("not old lines" in note.en and "未读取 old lines" in note.zh for note in found.notes)


def test_a_sheet_that_says_it_never_ends_costs_nothing(tmp_path):
    far = _changed(as_xlsx(ROWS), SHEET, lambda data: data.replace(b'r="6"', b'r="999999999"', 1))
    found = answers(written(tmp_path, "far.xlsx", far))
    assert [row.reference for row in found.rows()] == ["螺丝 A", "B", "C", "D"]


def test_broken_parts_of_a_workbook_are_named_and_nothing_foreign_leaves(tmp_path):
    for name, data in ((SHEET, b"<worksheet"), ("xl/workbook.xml", b"<x/>"), ("[Content_Types].xml", b"")):
        with pytest.raises(InvalidInput) as caught:
            read(written(tmp_path, "a.xlsx", _changed(as_xlsx(ROWS), name, lambda _, data=data: data)))
        assert caught.value.code in {"GC-BRD-060", "GC-BRD-101"}


def test_numbers_and_days_as_a_sheet_holds_them(tmp_path):
    rows = [{"cn": 73181595, "origin": "CN", "kg": 1000, "on": datetime(2026, 8, 15), "importer_t": 120}]  # noqa: DTZ001 - what a sheet holds
    (row,) = answers(written(tmp_path, "a.xlsx", as_xlsx(rows))).rows()
    assert (row.cn, row.on, row.status) == ("73181595", date(2026, 8, 15), "liable")
    (row,) = answers(written(tmp_path, "b.xlsx", as_xlsx([rows[0] | {"cn": 73181595.0, "kg": True}]))).rows()
    assert (row.cn, row.refusal) == ("73181595", "GC-BRD-061")


def test_a_formula_is_read_as_the_value_it_had_or_as_nothing(tmp_path):
    (row,) = answers(written(tmp_path, "a.xlsx", as_xlsx([ROWS[0] | {"kg": "=1+1"}]))).rows()
    assert row.refusal == "GC-BRD-061"  # never calculated, so the cell holds no value


PARQUET_TYPES = {
    "figures of 32 bits": pl.col("kg").cast(pl.Float32),
    "whole kilograms": pl.col("kg").cast(pl.Int64),
    "decimals": pl.col("kg").cast(pl.Decimal(20, 4)),
    "texts": pl.col("kg").cast(pl.String),
    "codes as numbers": pl.col("cn").cast(pl.Int64),
    "codes as categories": pl.col("cn").cast(pl.Categorical),
    "days": pl.col("on").str.to_date(),
    "moments": pl.col("on").str.to_datetime(),
    "a missing mass": pl.when(pl.col("reference") == "B").then(None).otherwise("kg").alias("kg"),
    "no number": pl.when(pl.col("reference") == "B").then(float("nan")).otherwise("kg").alias("kg"),
    "endless": pl.when(pl.col("reference") == "B").then(float("inf")).otherwise("kg").alias("kg"),
    "a missing day": pl.when(pl.col("reference") == "B").then(None).otherwise("on").str.to_date().alias("on"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARQUET_TYPES)
def test_parquet_columns_of_any_type_answer_as_their_cells_would(name, tmp_path):
    frame = pl.DataFrame(ROWS, infer_schema_length=None).with_columns(PARQUET_TYPES[name])
    file = tmp_path / "a.parquet"
    frame.write_parquet(file)
    cells = [dict(row) for row in frame.iter_rows(named=True)]
    assert told(answers(file)) == told(answered(cells))


@given(
    st.lists(
        st.one_of(st.none(), st.floats(), st.floats(0.0001, 1e6), st.integers(0, 10**6).map(lambda g: g / 1000)),
        min_size=1,
        max_size=30,
    )
)
def test_figures_of_64_bits_are_read_by_their_shortest_text(tmp_path_factory, figures):
    rows = [{"cn": "73181595", "origin": "CN", "kg": figure, "on": date(2026, 8, 15)} for figure in figures]
    file = tmp_path_factory.mktemp("p") / "a.parquet"
    pl.DataFrame(rows, schema={"cn": pl.String, "origin": pl.String, "kg": pl.Float64, "on": pl.Date}).write_parquet(
        file
    )
    assert told(answers(file)) == told(answered(rows))


def test_what_a_file_is_answered_with_can_be_read_again(tmp_path):
    found = answered(ROWS)
    total = found.total(LIMIT)
    for ending in WRITERS:
        file = written(tmp_path, f"answers{ending}", answers_as_bytes(found, total, ending, "en"))
        again = answers(file).rows()
        want = [(row.cn, row.status) for row in found.rows()]
        assert [(row.cn, row.status) for row in again] == want, ending


def test_exact_amounts_survive_every_format_but_the_workbook(tmp_path):
    found = answered(ROWS)
    total = found.total(LIMIT)
    want = [(row.due_eur, row.exposure_eur, row.certificates_t) for row in found.rows()]
    text = list(csv.DictReader(io.StringIO(answers_as_bytes(found, total, ".csv", "en").decode("utf-8-sig"))))
    names = ("due_eur", "exposure_eur", "certificates_t")
    assert [tuple(Decimal(row[name]) if row[name] else None for name in names) for row in text] == want
    lines = answers_as_bytes(found, total, ".ndjson", "zh").splitlines()
    decoded = [msgspec.json.decode(line) for line in lines]
    assert [tuple(None if row[name] is None else Decimal(row[name]) for name in names) for row in decoded] == want
    assert "不适用" in decoded[2]["reason"]
    columns = pl.read_parquet(io.BytesIO(answers_as_bytes(found, total, ".parquet", "en")))
    assert [tuple(row[name] for name in names) for row in columns.iter_rows(named=True)] == want
    book = openpyxl.load_workbook(io.BytesIO(answers_as_bytes(found, total, ".xlsx", "en")))
    due = [row[11].value for row in book["lines"].iter_rows(min_row=2)]
    assert due == [None if row[0] is None else float(round(row[0], 2)) for row in want]
    totals = {row[0].value: row[1].value for row in book["total"].iter_rows()}
    assert Decimal(str(totals["due_eur"])) == total.due_eur


def test_parquet_is_the_same_from_columns_and_from_single_answers():
    rows = [*ROWS, ROWS[0] | {"to": "BR"}, ROWS[0] | {"kg": "?"}, ROWS[0] | {"cn": "25231000"}]
    frames = []
    for most in (5_000, 0):
        found = answer_lines(PACK, lines_of(rows), as_of=AS_OF, most_in_full=most)
        frames.append(pl.read_parquet(io.BytesIO(answers_as_bytes(found, found.total(LIMIT), ".parquet", "en"))))
    assert frames[0].drop("reason").equals(frames[1].drop("reason"))
    assert frames[0].schema == frames[1].schema


def test_a_figure_beyond_all_measure_is_refused_and_does_not_stop_the_others():
    rows = [ROWS[0], ROWS[3] | {"importer_t": "1" + "0" * 30}]
    for most in (5_000, 0):
        found = answer_lines(PACK, lines_of(rows), as_of=AS_OF, most_in_full=most)
        frame = pl.read_parquet(io.BytesIO(answers_as_bytes(found, found.total(LIMIT), ".parquet", "en")))
        assert frame["refusal"].to_list() == ["", "GC-BRD-003"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－2"])
def test_nothing_in_the_answers_runs_in_a_spreadsheet(text):
    found = answered([ROWS[0] | {"reference": text, "cn": text, "origin": text}, ROWS[0] | {"kg": text}])
    total = found.total(LIMIT)
    for row in csv.reader(io.StringIO(answers_as_bytes(found, total, ".csv", "en").decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "－")) for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(answers_as_bytes(found, total, ".xlsx", "en")))
    for cell in (cell for row in book["lines"].iter_rows() for cell in row):
        assert cell.data_type != "f"
        assert not str(cell.value).startswith(("=", "+", "@"))
    assert unformulated(text) == f"'{text}"
    assert safe_cell(text)[0] in "'\ufffd"  # control characters do not print
    assert unformulated("plain") == "plain"


def test_control_characters_do_not_break_a_workbook():
    found = answered([ROWS[0] | {"reference": "a\x00\x1b[2Jb\ud800"}])
    book = openpyxl.load_workbook(io.BytesIO(answers_as_bytes(found, found.total(LIMIT), ".xlsx", "en")))
    assert book["lines"]["B2"].value == "a\ufffd\ufffd[2Jb\ufffd"


@pytest.mark.parametrize(("ending", "library"), [(".xlsx", "openpyxl"), (".parquet", "polars")])
def test_a_missing_extra_is_said_with_what_to_install(monkeypatch, tmp_path, ending, library):
    found = answered(ROWS)
    for name in [name for name in sys.modules if name.startswith("greencard.adapters.tables.")]:
        if name.endswith(("workbook", "parquet")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    file = written(tmp_path, f"a{ending}", b"PK")
    for act in (lambda: read(file), lambda: answers_as_bytes(found, found.total(LIMIT), ending, "en")):
        with pytest.raises(Unavailable) as caught:
            act()
        assert caught.value.code == "GC-BRD-070"
        assert "digital-green-card[tables]" in caught.value.faults[0].remedy("zh")
    assert told(answers(written(tmp_path, "a.csv", as_csv([{k: v or "" for k, v in ROWS[2].items()}]))))
