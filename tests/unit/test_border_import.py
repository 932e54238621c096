"""Newer border data from the Commission's workbook: the same table gives the same bytes, each change is said."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook as Book

from border_workbooks import OTHER, benchmarks_workbook, defaults_workbook, saved
from greencard.adapters.packs import border as packs
from greencard.adapters.packs.border import BORDER_FOLDER, border_pack
from greencard.adapters.workbooks import read_workbook
from greencard.border import eu_cbam
from greencard.border.refresh import Sheet, Workbook
from greencard.border.refresh.cells import cell_name, figure_of, route_of
from greencard.errors import GreencardError, InvalidInput, NotVerified, Refused, Unavailable
from greencard.interfaces.wiring_handover import write_pack
from greencard.services.border_import import plan_import

PACK = border_pack()
FEW = ("CN", "KR", "KP")
CODES = ("2523", "7318")


@pytest.fixture(scope="module")
def whole():
    """The workbook with every country, read once."""
    return read_workbook(defaults_workbook(PACK), "DVs as adopted_v20260806.xlsx")


def few(change=None, version=("v2", date(2026, 8, 6))):
    return read_workbook(defaults_workbook(PACK, origins=FEW, codes=CODES, change=change, version=version), "DV.xlsx")


def planned(change=None, **options):
    """An import of a workbook with three countries; the others are accepted as removed."""
    return plan_import(PACK, few(change), accept_removed=True, **options)


def row_of(sheet, code):
    return next(row for row in sheet.iter_rows() if str(row[0].value or "").replace(" ", "") == code)


def changed(name, code, column, value):
    def change(book):
        row_of(book[name], code)[column].value = value

    return change


def test_the_workbook_of_our_own_tables_gives_our_own_files_byte_for_byte(whole):
    second = read_workbook(benchmarks_workbook(PACK), "CBAM Benchmarks.xlsx")
    plan, files = plan_import(PACK, whole, benchmarks=second)
    assert set(files) == {"manifest.csv", *PACK.files}
    for path, data in files.items():
        assert data == PACK.raw[path], path
    assert plan.changes == ()
    assert plan.dataset_after == plan.dataset_before == PACK.dataset
    assert (plan.version, plan.day, plan.countries) == ("2", date(2026, 8, 6), 121)
    assert plan.rows == 12_539


def test_a_changed_value_is_shown_and_says_in_the_answer_that_the_operator_read_it(tmp_path, monkeypatch, whole):
    sheet = whole.sheets["China"]
    row = next(n for n in sheet.filled() if str(sheet.cell(n, 1)).replace(" ", "") == "731815")
    cells = list(sheet.rows[row - 1])
    before = str(cells[4])
    cells[2] = cells[4] = Decimal("6.5")
    rows = (*sheet.rows[: row - 1], tuple(cells), *sheet.rows[row:])
    workbook = Workbook("DV.xlsx", "ab" * 32, {**whole.sheets, "China": Sheet("China", rows, "DV.xlsx")})
    plan, files = plan_import(PACK, workbook)
    total = [change for change in plan.changes if change.field == "total"]
    assert [(c.table, c.cn, c.kind, c.before, c.after) for c in total] == [("CN", "731815", "changed", before, "6.5")]
    folder = tmp_path / "new"
    write_pack(folder, plan, files)
    assert json.loads((folder / "imported.json").read_bytes())["dataset"] == plan.dataset_after
    monkeypatch.setenv(BORDER_FOLDER, str(folder))
    pack = border_pack()
    assert pack.dataset == plan.dataset_after != PACK.dataset
    assert pack.files["eu/defaults/CN.csv"].trust == "imported"
    assert pack.files["eu/defaults/IN.csv"].trust == "transcribed"
    answer = eu_cbam(
        pack,
        cn="73181595",
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 8, 15),
        importer_tonnes=Decimal(120),
        as_of=date(2026, 11, 1),
    )
    assert answer.dataset == pack.dataset
    # 6.5 x 1.1 - 0.975 x 1.364 = 5.8201 t
    assert answer.lines[0].certificates_t == Decimal("5.8201")
    assert any("read by the operator" in text.en for text in answer.assumptions)
    monkeypatch.delenv(BORDER_FOLDER)
    assert border_pack() is PACK


def test_a_dropped_country_is_refused_unless_accepted():
    with pytest.raises(InvalidInput) as caught:
        plan_import(PACK, few())
    assert caught.value.code == "GC-BRD-080"
    plan, files = planned()
    assert {change.kind for change in plan.changes} == {"removed"}
    assert "eu/defaults/IN.csv" not in files
    assert b"IN,India,third,\n" in files["places.csv"]


def test_a_new_row_needs_a_benchmark():
    def change(book):
        book["China"].append(["9999 10 00", "New good", 1, "N/A", 1, None])

    with pytest.raises(Refused) as caught:
        planned(change)
    assert caught.value.code == "GC-SVC-050"


def test_a_row_that_stands_twice_with_the_same_values_is_one_row():
    def change(book):
        book["China"].append([cell.value for cell in row_of(book["China"], "731815")])

    plan, files = planned(change)
    assert not [one for one in plan.changes if one.table == "CN" and one.cn.startswith(CODES)]
    assert files["eu/defaults/CN.csv"].count(b"\n731815,") == 1


def test_a_row_that_is_gone_is_named():
    def change(book):
        row = row_of(book["Korea, Republic of (South Korea"], "731815")[0].row
        book["Korea, Republic of (South Korea"].delete_rows(row)

    plan, _ = planned(change)
    kr = [change for change in plan.changes if change.table == "KR"]
    gone = [one.cn for one in kr if one.cn.startswith(CODES)]
    assert gone == ["731815"]
    assert {one.kind for one in kr} == {"removed"}


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda book: book.remove(book["Version History"]), "GC-BRD-080", ""),
        (lambda book: book.remove(book["Annex IV"]), "GC-BRD-080", ""),
        (lambda book: book.remove(book[OTHER]), "GC-BRD-080", ""),
        (lambda book: setattr(book["China"], "title", "Atlantis"), "GC-BRD-081", "Atlantis"),
        (lambda book: book["Version History"].delete_rows(1, 9), "GC-BRD-082", "Version History"),
        (lambda book: book["China"].insert_cols(3), "GC-BRD-083", "China!A2"),
        (lambda book: setattr(book["China"]["E2"], "value", "Remarks"), "GC-BRD-083", "China!E2"),
        (
            lambda book: setattr(book["China"]["E2"], "value", "Total emissions [kgCO2e/t]"),
            "GC-BRD-083",
            "China!E2",
        ),
        (lambda book: book["China"].delete_rows(1, 2), "GC-BRD-083", "China!A1"),
        (lambda book: setattr(book["China"]["H5"], "value", "note"), "GC-BRD-083", "China!A5"),
        (changed("China", "731815", 4, "tbd"), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, -1), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, 6375), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, "#VALUE!"), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, "1.234,5"), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, "N/A"), "GC-BRD-084", "China!E"),
        (changed("China", "731815", 4, "=C1+D1"), "GC-BRD-084", "China!E"),  # a formula saved without its result
        (changed("China", "731815", 5, "(Z)"), "GC-BRD-084", "China!F"),
        (changed("China", "731815", 5, "BF/BOF"), "GC-BRD-084", "China!F"),
        (changed("China", "731815", 0, "7318 15 95"), None, ""),
        (changed("China", "731815", 0, "7318 15 9"), "GC-BRD-084", "China!A"),
        (changed("China", "731815", 0, "7318 16"), "GC-BRD-085", "China!A"),
        (lambda book: book["China"].append(["Ceramics"]), "GC-BRD-086", "China!A"),
        (lambda book: book["China"].append(["see note 3", "text"]), "GC-BRD-086", "China!A"),
        (lambda book: book["China"].delete_rows(3, 400), "GC-BRD-087", "China"),
    ],
)
def test_what_is_not_known_is_refused_with_sheet_and_cell(change, code, where):
    if code is None:
        plan, _ = planned(change)
        assert {(c.cn, c.kind) for c in plan.changes if c.table == "CN" and c.cn.startswith(CODES)} == {
            ("731815", "removed"),
            ("73181595", "added"),
        }
        return
    with pytest.raises(InvalidInput) as caught:
        planned(change)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert fault.place.pointer.startswith(where)
    assert fault.place.file == "DV.xlsx"
    assert fault.text("zh")
    assert fault.remedy("en")


def test_the_nine_columns_as_adopted_are_superseded():
    def change(book):
        book["China"].insert_cols(6, 3)
        for column, year in enumerate((2026, 2027, 2028), 6):
            book["China"].cell(2, column, f"{year} Default Value (Including mark-up)")

    with pytest.raises(InvalidInput) as caught:
        planned(change)
    assert caught.value.code == "GC-BRD-089"
    with pytest.raises(InvalidInput) as caught:
        plan_import(PACK, few(version=None), accept_removed=True)
    assert caught.value.code == "GC-BRD-089"


@pytest.mark.parametrize(
    ("cells", "number", "day"),
    [
        (("v3", "06/11/2026", "text"), "3", date(2026, 11, 6)),
        ((3, date(2026, 11, 6)), "3", date(2026, 11, 6)),
        (("6 November 2026", "Version 3"), "3", date(2026, 11, 6)),
        (("DVs as adopted_v20261106.xlsx",), "", date(2026, 11, 6)),
    ],
)
def test_however_the_version_sheet_writes_it(cells, number, day):
    def change(book):
        book["Version History"].append(list(cells))

    plan, _ = planned(change)
    assert (plan.version, plan.day) == (number, day)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Decimal("0.35200000000000004"), "0.352"),
        (Decimal("5.3856"), "5.3856"),
        (Decimal("6.370"), "6.37"),
        (Decimal(7), "7"),
        ("4,270", "4.27"),
        (" 4.27 ", "4.27"),
        ("–", "-"),
        ("_", "-"),
        ("See below", "see below"),
        ("n/a", "N/A"),
        (None, "-"),
    ],
)
def test_how_a_value_is_read(cell, expected):
    assert figure_of(Sheet("China", ((cell,),)), 1, 1) == expected


def test_routes_and_cell_names():
    known = ("C", "F", "C/F")
    assert [route_of(Sheet("X", ((cell,),)), 1, 1, known) for cell in ("(C)", "(C)/(F)", None, "-")] == [
        "C",
        "C/F",
        "",
        "",
    ]
    assert [cell_name(1, column) for column in (1, 26, 27, 52, 703)] == ["A1", "Z1", "AA1", "AZ1", "AAA1"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda book: setattr(book["Benchmarks"], "title", "BM"), "GC-BRD-080"),
        (lambda book: setattr(book["Benchmarks"]["E2"], "value", "Benchmark"), "GC-BRD-083"),
        (lambda book: setattr(book["Benchmarks"]["C4"], "value", "-"), "GC-BRD-084"),
        (lambda book: setattr(book["Benchmarks"]["D4"], "value", "(C)(3)"), "GC-BRD-084"),
        (lambda book: book["Benchmarks"].append(["7318 15 95", "again", 1, None, 1, None]), "GC-BRD-085"),
        (lambda book: book["Benchmarks"].append(["Ceramics"]), "GC-BRD-086"),
    ],
)
def test_unknown_benchmarks_are_refused(change, code):
    book = benchmarks_workbook(PACK, change, codes=("2523", "7318"))
    with pytest.raises(InvalidInput) as caught:
        planned(benchmarks=read_workbook(book, "BM.xlsx"))
    assert caught.value.code == code


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def rewritten(data, name, change):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


SMALL = saved(Book())
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "GC-BRD-101"),
        (b"PK\x03\x04 no zip", "GC-BRD-101"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "GC-BRD-101"),
        (b"code,value\n", "GC-BRD-101"),
        (zipped({"readme.txt": "hello"}), "GC-BRD-101"),
        (SMALL[: len(SMALL) // 2], "GC-BRD-101"),
        (rewritten(SMALL, SHEET, lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml), "GC-BRD-101"),
        (rewritten(SMALL, SHEET, lambda xml: xml[:-9]), "GC-BRD-101"),
        (zipped({f"{n}.xml": "" for n in range(1001)}), "GC-BRD-102"),
        (zipped({"xl/bomb.xml": b"0" * 40_000_000}), "GC-BRD-102"),
        (bytes(16 * 1024 * 1024 + 1), "GC-BRD-102"),
        (
            rewritten(
                SMALL, SHEET, lambda xml: xml.replace(b"<sheetData", b'<sheetData><row r="9000"/></sheetData><x')
            ),
            "GC-BRD-10",
        ),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_before_it_costs_anything(data, code):
    with pytest.raises(InvalidInput) as caught:
        read_workbook(data, "x.xlsx")
    assert caught.value.code.startswith(code)


def test_rows_and_columns_are_bounded_whatever_the_file_claims():
    def row(number, column):
        cell = f'<c r="{column}{number}"><v>1</v></c>'
        return f'<sheetData><row r="{number}">{cell}</row></sheetData>'.encode()

    def claims(xml, inner):
        xml = xml.replace(b"<sheetData></sheetData>", b"<sheetData/>").replace(b"<sheetData />", b"<sheetData/>")
        assert b"<sheetData/>" in xml
        return xml.replace(b"<sheetData/>", inner)

    for inner in (row(1_048_576, "A"), row(1, "XFD")):
        with pytest.raises(InvalidInput) as caught:
            read_workbook(rewritten(SMALL, SHEET, lambda xml, inner=inner: claims(xml, inner)), "x.xlsx")
        assert caught.value.code == "GC-BRD-102"


def test_without_openpyxl_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(Unavailable) as caught:
        read_workbook(SMALL, "x.xlsx")
    assert caught.value.code == "GC-BRD-100"


def test_a_folder_that_is_no_pack_or_was_changed(tmp_path, monkeypatch):
    monkeypatch.setenv(BORDER_FOLDER, str(tmp_path))
    with pytest.raises(InvalidInput) as caught:
        border_pack()
    assert caught.value.code == "GC-BRD-104"
    plan, files = planned()
    folder = tmp_path / "pack"
    write_pack(folder, plan, files)
    with pytest.raises(Refused) as refused:
        write_pack(folder, plan, files)
    assert refused.value.code == "GC-CLI-040"
    (folder / "eu" / "defaults" / "CN.csv").write_bytes(b"cn_code,direct,indirect,total,route,checked\n")
    monkeypatch.setenv(BORDER_FOLDER, str(folder))
    with pytest.raises(NotVerified) as changed_file:
        border_pack().default_table("CN")
    assert changed_file.value.code == "GC-BRD-011"


def test_a_folder_reads_no_file_outside_itself(tmp_path):
    data = packs._Folder(tmp_path)
    (tmp_path.parent / "secret.csv").write_text("x")
    assert data.get("../secret.csv") is None
    assert data.get("\x00") is None
    (tmp_path / "folder.csv").mkdir()
    assert data.get("folder.csv") is None


def test_nothing_foreign_leaves_the_reader():
    for cut in range(0, len(SMALL), 97):
        damaged = SMALL[:cut] + bytes([SMALL[cut] ^ 0xFF]) + SMALL[cut + 1 :]
        try:
            read_workbook(damaged, "x.xlsx")
        except GreencardError:
            continue
