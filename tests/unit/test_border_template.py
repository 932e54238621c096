"""The communication template: input cells filled, every formula and every other part of the file as it was."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from border_reports import bought_rod, screw_report, sinter_report
from border_workbooks import saved, template_workbook
from greencard.adapters.packs.border import border_pack
from greencard.adapters.workbooks import read_workbook
from greencard.adapters.workbooks.patch import patched
from greencard.border import HeatFlow
from greencard.border.report.template import template_entries
from greencard.border.report.template_shape import check_template
from greencard.errors import GreencardError, InvalidInput

PACK = border_pack()
SCREWS = screw_report(PACK)
TEMPLATE = template_workbook()
SMALL = saved(Book())


def cells(entries):
    found = {}
    for entry in entries:
        found.setdefault(entry.sheet, {})[entry.cell] = entry.value
    return found


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled(report, template=TEMPLATE):
    entries, unexpressed = template_entries(PACK, report)
    data, left = patched(template, "t.xlsx", cells(entries))
    return load_workbook(io.BytesIO(data)), data, left, unexpressed


def test_the_screw_works_stands_in_its_cells():
    book, _, left, unexpressed = filled(SCREWS)
    here = book["A_InstData"]
    assert here["I9"].value in {datetime(2026, 1, 1), date(2026, 1, 1), 46023}  # noqa: DTZ001 - a day of a sheet
    assert here["I20"].value == "Example Yiwu works"
    assert (here["I26"].value, here["I27"].value, here["I28"].value) == ("China", "CNYIW", 29.31)
    assert (here["E62"].value, here["E83"].value, here["F83"].value) == (
        "Iron or steel products",
        "Iron or steel products",
        "Only direct production",
    )
    assert [here[f"L{row}"].value for row in (83, 84, 102)] == ["bolts", "wire", "PP1"]
    streams = book["B_EmInst"]
    # 20 t of gas at 48 GJ/t and 56.1 t/TJ: 20 x 48 x 56.1 / 1000 = 53.856 t
    assert [streams[f"{column}17"].value for column in "DEFGHJKN"] == [
        "Combustion",
        "natural gas",
        20,
        "t",
        48,
        56.1,
        "tCO2/TJ",
        100,
    ]
    processes = book["D_Processes"]
    assert (processes["L16"].value, processes["L27"].value) == (1000, 1000)
    assert (processes["L54"].value, processes["L65"].value, processes["L66"].value) == (53.856, 400, 0.55)
    assert (processes["K50"].value, processes["L50"].value) == (False, False)
    # the wire: 1040 t made, all of it used by process 1, the first of the other processes
    assert (processes["L81"].value, processes["L92"].value, processes["L97"].value) == (1040, 0, 1040)
    bought = book["E_PurchPrec"]
    # used by process 2, which is the second row; default value 10 % marked up
    value = float(SCREWS.precursors[0].default_value * Decimal("1.1"))
    assert (bought["L17"].value, bought["L28"].value, bought["L29"].value) == (1060, None, 1060)
    assert (bought["L49"].value, bought["M49"].value) == (pytest.approx(value, rel=1e-12), "Default")
    products = book["Summary_Products"]
    assert (products["D10"].value, products["F10"].value) == ("bolts", "73181595")
    # per cent are fractions on this sheet
    assert (products["R10"].value, products["U10"].value, products["W10"].value) == (0.005, 0.003, 0)
    assert left == []
    told = {one.pointer for one in unexpressed}
    assert {"/attribution", "/verification", "/goods/*/sefa"} <= told


def test_the_workbooks_own_equation_gives_the_reports_figure():
    book, *_ = filled(SCREWS)
    processes, bought = book["D_Processes"], book["E_PurchPrec"]
    wire = (processes["L119"].value + bought["L29"].value * bought["L49"].value) / processes["L81"].value
    bolts = (processes["L54"].value + processes["L97"].value * wire) / processes["L16"].value
    assert bolts == pytest.approx(float(SCREWS.goods[0].see_direct), rel=1e-12)


def test_actual_precursors_and_process_materials():
    report = screw_report(PACK, rod=bought_rod())
    stream = report.processes[0].streams[0]
    material = replace(stream, name="electrodes", ncv_tj_per_unit=None, emission_factor=Decimal(3))
    gas = replace(stream, name="gas", ncv_tj_per_unit=Decimal("0.000036"), activity=Decimal(5000))
    scale = replace(material, name="scale", leaves=True, emission_factor=Decimal("0.3664"))
    process = replace(report.processes[0], streams=(material, gas, scale))
    book, *_ = filled(replace(report, processes=(process, *report.processes[1:])))
    assert (book["E_PurchPrec"]["L49"].value, book["E_PurchPrec"]["M49"].value) == (1.9, "Measured")
    rows = [[book["B_EmInst"][f"{column}{row}"].value for column in "DFGHJKL"] for row in (17, 18, 19)]
    assert rows == [
        ["Process emissions", 20, "t", None, 3, "tCO2/t", None],
        ["Combustion", 5, "1000Nm3", 36, 56.1, "tCO2/TJ", None],
        ["Mass Balance", -20, "t", None, None, None, 0.1],
    ]


def test_indirect_emissions_of_the_installation():
    book, *_ = filled(sinter_report(PACK))
    assert book["C_Emissions&Energy"]["M26"].value == 22
    assert book["A_InstData"]["E83"].value == "Sintered Ore"


def test_nothing_else_in_the_file_changes():
    def dressed(book):
        sheet = book["F_Tools"]
        sheet["A1"] = "left alone"
        sheet["A1"].font = Font(bold=True)
        book["A_InstData"]["I27"].fill = PatternFill("solid", fgColor="FFFFCC")
        book["A_InstData"].conditional_formatting.add(
            "I27", CellIsRule(operator="equal", formula=['""'], fill=PatternFill("solid", bgColor="FF0000"))
        )
        book["A_InstData"].add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="I26"))
        book["D_Processes"].protection.sheet = True

    template = template_workbook(dressed)
    book, data, _, _ = filled(SCREWS, template)
    before, after = parts(template), parts(data)
    assert list(before) == list(after)
    touched = {name for name in before if before[name] != after[name]}
    names = [sheet.title for sheet in load_workbook(io.BytesIO(template)).worksheets]
    sheets = {names[int(re.search(r"sheet(\d+)", name)[1]) - 1] for name in touched if "worksheets" in name}
    assert sheets <= {"A_InstData", "B_EmInst", "C_Emissions&Energy", "D_Processes", "E_PurchPrec", "Summary_Products"}
    assert touched - {name for name in touched if "worksheets" in name} == {"xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    old = load_workbook(io.BytesIO(template))
    written = cells(template_entries(PACK, SCREWS)[0])
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.coordinate not in written.get(sheet.title, {}):
                    assert book[sheet.title][cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)
    assert book["A_InstData"]["I27"].fill.fgColor.rgb == "00FFFFCC"
    assert book["D_Processes"].protection.sheet
    assert book["A_InstData"].data_validations.dataValidation[0].sqref
    assert book["D_Processes"]["L24"].value == "=SUM(L16:L23)"


def test_formulas_merged_cells_and_array_formulas_are_left_alone_and_named():
    def own(book):
        book["D_Processes"]["L54"] = "=B_EmInst!AU47"
        book["D_Processes"].merge_cells("K65:L65")
        book["E_PurchPrec"]["L49"] = 1

    book, _, left, _ = filled(SCREWS, template_workbook(own))
    assert set(left) == {"D_Processes!L54", "D_Processes!L65"}
    assert book["D_Processes"]["L54"].value == "=B_EmInst!AU47"
    assert book["D_Processes"]["L16"].value == 1000
    array = SMALL_SHEET.replace(b"<sheetData/>", ARRAY)
    data, left = patched(rewritten(SMALL, SHEET, array), "t.xlsx", {"Sheet": {"A2": Decimal(7), "B1": "x"}})
    assert left == ["Sheet!A2"]
    assert load_workbook(io.BytesIO(data))["Sheet"]["B1"].value == "x"


SHEET = "xl/worksheets/sheet1.xml"
SMALL_SHEET = (
    parts(SMALL)[SHEET].replace(b"<sheetData></sheetData>", b"<sheetData/>").replace(b"<sheetData />", b"<sheetData/>")
)
ARRAY = (
    b'<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A3">SUM(C1:C3)</f><v>0</v></c></row>'
    b'<row r="2"><c r="A2"><v>0</v></c></row><row r="4"/></sheetData>'
)


def rewritten(data, name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, held in parts(data).items():
            archive.writestr(entry, content if entry == name else held)
    return out.getvalue()


@pytest.mark.parametrize(
    "inner",
    [
        b"<sheetData/>",
        b'<sheetData><row r="2"/></sheetData>',
        b'<sheetData><row r="2"><c r="C2" s="0"/><c r="E2"><v>1</v></c></row><row r="9"><c r="A9"/></row></sheetData>',
        b'<sheetData><row r="3"><c r="B3"/></row></sheetData>',
    ],
)
def test_cells_land_in_their_rows_and_columns_whatever_is_there(inner):
    assert b"<sheetData/>" in SMALL_SHEET
    template = rewritten(SMALL, SHEET, SMALL_SHEET.replace(b"<sheetData/>", inner))
    values = {
        "B2": "b",
        "C2": Decimal("2.5"),
        "D2": True,
        "AA2": "ü & <义乌>\x07",
        "A1": date(2026, 1, 1),
        "B3": "x",
        "A12": "z",
    }
    data, left = patched(template, "t.xlsx", {"Sheet": values})
    sheet = load_workbook(io.BytesIO(data))["Sheet"]
    assert left == []
    assert [sheet[cell].value for cell in ("B2", "C2", "D2", "AA2", "B3", "A12")] == [
        "b",
        2.5,
        True,
        "ü & <义乌>",
        "x",
        "z",
    ]
    assert sheet["A1"].value == 46023  # days since 1899-12-30; a style makes it a date
    xml = parts(data)[SHEET]
    assert [int(n) for n in re.findall(rb'<row r="(\d+)"', xml)] == sorted(
        int(n) for n in re.findall(rb'<row r="(\d+)"', xml)
    )
    read_workbook(data, "t.xlsx")


def test_a_workbook_with_macros_or_another_encoding_is_refused():
    macros = rewritten(TEMPLATE, "none", b"")
    with zipfile.ZipFile(io.BytesIO(macros)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**held, "xl/vbaProject.bin": b"x"}.items():
            archive.writestr(name, data)
    utf16 = rewritten(SMALL, SHEET, b'<?xml version="1.0" encoding="UTF-16"?>' + SMALL_SHEET)
    for data, sheet in ((out.getvalue(), "A_InstData"), (utf16, "Sheet"), (SMALL, "Nope"), (b"no", "Sheet")):
        with pytest.raises(InvalidInput) as caught:
            patched(data, "t.xlsx", {sheet: {"A1": "x"}})
        assert caught.value.code == "GC-BRD-101"


def test_nothing_foreign_leaves_the_writer():
    for cut in range(0, len(SMALL), 61):
        damaged = SMALL[:cut] + bytes([SMALL[cut] ^ 0xFF]) + SMALL[cut + 1 :]
        try:
            patched(damaged, "t.xlsx", {"Sheet": {"A1": "x"}})
        except GreencardError:
            continue


@pytest.mark.parametrize(
    ("change", "version"),
    [
        (lambda book: book.remove(book["F_Tools"]), "2.1"),
        (lambda book: book.create_sheet("Notes"), "2.1"),
        (None, "3.0"),
        (None, "1.1"),
        (lambda book: setattr(book["A_InstData"]["H9"], "value", "Beginn:"), "2.1"),
        (lambda book: book["D_Processes"].insert_rows(20), "2.1"),
        (lambda book: book["E_PurchPrec"].insert_rows(3), "2.1"),
        (lambda book: setattr(book["0_Versions"]["E12"], "value", "draft"), "2.1"),
    ],
)
def test_another_template_is_refused(change, version):
    workbook = read_workbook(template_workbook(change, version), "t.xlsx")
    with pytest.raises(InvalidInput) as caught:
        check_template(workbook)
    assert caught.value.code == "GC-BRD-105"


def test_known_versions():
    for version in ("2.1", "2.1.1"):
        assert check_template(read_workbook(template_workbook(version=version), "t.xlsx")) == version


def test_more_processes_than_the_template_takes_are_told():
    many = tuple(replace(SCREWS.processes[1], name=f"wire {n}") for n in range(12))
    _, unexpressed = template_entries(PACK, replace(SCREWS, processes=(SCREWS.processes[0], *many)))
    assert any(one.pointer == "/processes" and "13" in one.why.en for one in unexpressed)


def test_measured_emissions_without_streams_and_heat_beside_them():
    # 100 t attributed, of them 2 TJ x 60 t/TJ of imported steam: 100 - 120 < 0 is no emission of the process itself
    steam = HeatFlow(name="steam", quantity_tj=Decimal(2), emission_factor_t_per_tj=Decimal(60))
    for direct, expected in ((Decimal(200), 80), (Decimal(100), 0)):
        process = replace(SCREWS.processes[0], streams=(), direct_t=direct, heat_in=(steam,))
        book, *_ = filled(replace(SCREWS, processes=(process, SCREWS.processes[1])))
        sheet = book["D_Processes"]
        assert (sheet["L54"].value, sheet["K50"].value) == (expected, True)
        assert (sheet["L57"].value, sheet["L58"].value) == (2, 60)
