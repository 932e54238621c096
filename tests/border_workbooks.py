"""Workbooks of the shapes the Commission publishes, made from our own tables: no official file is needed or shipped.

The layout is the one three public parsers describe (see docs/border-data.md).
"""

import csv
import io
from datetime import date

from openpyxl import Workbook

SHEET_NAME = 31
ALIASES = {"KR": "Korea, Republic of (South Korea", "KP": "North Korea (Democratic People’"}
OTHER = "_Other Countries and Territorie"
HEADINGS = (
    "Product CN Code",
    "Description",
    "Default Value (direct emissions)",
    "Default Value (indirect emissions)",
    "Default Value (total emissions)",
    "Underlying production route determining CBAM BM",
)
IV_HEADINGS = (HEADINGS[0], HEADINGS[1], "Highest default value (total emissions)", HEADINGS[5])


def rows_of(pack, path):
    return list(csv.DictReader(pack.raw[path].decode().splitlines()))


def number(text):
    return float(text) if text[:1].isdigit() else text


def route(text):
    return "/".join(f"({letter})" for letter in text.split("/")) if text else None


def spaced(code):
    return " ".join(part for part in (code[:4], code[4:6], code[6:8], code[8:]) if part)


def _sheet(book, name, title, headings, lines):
    sheet = book.create_sheet(name)
    sheet.append([title])
    sheet.append(list(headings))
    sector = ""
    for of, *cells in lines:
        if of != sector:
            sector = of
            sheet.append([sector])
        sheet.append(cells)
    return sheet


def defaults_workbook(pack, *, origins=None, codes=("",), change=None, version=("v2", date(2026, 8, 6))):
    """The workbook of default values of every country and code (or those given); `change(book)` alters it."""
    book = Workbook()
    book.remove(book.active)
    book.create_sheet("Overview").append(["CBAM default values"])
    history = book.create_sheet("Version History")
    history.append(["Version", "Date", "Comment"])
    history.append(["v1", date(2026, 2, 4), "First publication"])
    if version:
        history.append([*version, "Corrected by Implementing Regulation (EU) 2026/1740"])
    goods = {row["cn_code"]: (row["sector"], row["description"]) for row in rows_of(pack, "eu/goods.csv")}
    for iso, place in pack.territories.items():
        if place.default_table and (origins is None or iso in origins):
            name = ALIASES.get(iso, place.default_table[:SHEET_NAME])
            _sheet(book, name, place.default_table, HEADINGS, _lines(pack, goods, iso, codes))
    _sheet(book, OTHER, "Other countries and territories", HEADINGS, _lines(pack, goods, "other", codes))
    annex = [
        (
            goods[row["cn_code"]][0],
            spaced(row["cn_code"]),
            goods[row["cn_code"]][1],
            number(row["value"]),
            route(row["route"]),
        )
        for row in rows_of(pack, "eu/annex_iv.csv")
        if row["cn_code"].startswith(codes)
    ]
    _sheet(book, "Annex IV", "Annex IV", IV_HEADINGS, annex)
    if change:
        change(book)
    return saved(book)


def _lines(pack, goods, origin, codes):
    for row in rows_of(pack, f"eu/defaults/{origin}.csv"):
        if not row["cn_code"].startswith(codes):
            continue
        sector, description = goods[row["cn_code"]]
        values = (number(row[name]) for name in ("direct", "indirect", "total"))
        yield (sector, spaced(row["cn_code"]), description, *values, route(row["route"]))


def benchmarks_workbook(pack, change=None, codes=("",)):
    """The workbook of benchmarks; codes stand in the first row of their routes, merged over the others."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Benchmarks"
    sheet.append(["CBAM benchmarks"])
    sheet.append(["CN code", "CN Description", "Column A BMg [tCO2e/t]", None, "Column B BMg [tCO2e/t]", None])
    names = {row["cn_code"]: row["description"] for row in rows_of(pack, "eu/codes.csv")}
    marks = {"all": "", "2026-2027": "(1)", "2028-2030": "(2)"}
    sheet.append(["Cement"])
    grouped = {}
    for row in rows_of(pack, "eu/benchmarks.csv"):
        if not row["cn_code"].startswith(codes):
            continue
        grouped.setdefault(row["cn_code"], []).append(row)
    for cn, rows in grouped.items():
        # a line of the sheet holds A and B side by side, A first: a new line begins where A follows, or B follows B
        lines, current = [], {}
        for row in rows:
            if row["column"] in current or (row["column"] == "A" and current):
                lines.append(current)
                current = {}
            current[row["column"]] = row
        lines.append(current)
        first = sheet.max_row + 1
        for at, line in enumerate(lines):
            cells = [spaced(cn) if not at else None, names[cn] if not at else None]
            for column in ("A", "B"):
                row = line.get(column)
                said = (route(row["route"]) or "") + marks[row["years"]] if row else None
                cells += [float(row["benchmark"]) if row else None, said or None]
            sheet.append(cells)
        if len(lines) > 1:
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=2, end_column=2)
    if change:
        change(book)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TEMPLATE_SHEETS = (
    "0_Versions",
    "a_Contents",
    "b_Guidelines&Conditions",
    "c_CodeLists",
    "A_InstData",
    "B_EmInst",
    "C_Emissions&Energy",
    "D_Processes",
    "E_PurchPrec",
    "F_Tools",
    "G_FurtherGuidance",
    "Summary_Processes",
    "Summary_Products",
    "Summary_Communication",
    "InputOutput",
    "Parameters_Constants",
    "Parameters_CNCodes",
    "Translations",
    "VersionDocumentation",
)


def template_workbook(change=None, version="2.1.1"):
    """A small workbook of the template's shape: sheets, labels, versions, merged input cells, some formulas."""
    book = Workbook()
    book.remove(book.active)
    sheets = {name: book.create_sheet(name) for name in TEMPLATE_SHEETS}
    for row, number in enumerate(("0.1", "1.0", "2.0", version), 9):
        sheets["0_Versions"].cell(row, 5, number)
    here = sheets["A_InstData"]
    for cell, text in {
        "H9": "Start:",
        "K9": "End:",
        "E20": "Name of the installation (English name):",
        "G62": '=IF(E62="","","All production routes")',
    }.items():
        here[cell] = text
    here.merge_cells("I9:J9")
    for row in range(19, 33):
        here.merge_cells(f"I{row}:N{row}")
    here["I20"] = "to be replaced"
    streams = sheets["B_EmInst"]
    streams["D13"] = "Method"
    streams["AU17"] = "=F17*H17*J17/1000"
    streams["AU47"] = "=SUM(AU17:AU46)"
    for block, name in enumerate(("D_Processes", "E_PurchPrec")):
        rows, first, words = ((65, 11, "Production process"), (44, 14, "Purchased precursor"))[block]
        for index in range(10):
            top = first + index * rows
            sheets[name][f"D{top}"] = f"{words} {index + 1}:"
            sheets[name][f"G{top}"] = f"=A_InstData!L{83 + index}"
    sheets["D_Processes"]["L24"] = "=SUM(L16:L23)"
    sheets["E_PurchPrec"]["L52"] = "=L50*L51"
    products = sheets["Summary_Products"]
    products["D8"] = "Production process from which the products arise"
    products["I10"] = "=InputOutput!AK71"
    sheets["InputOutput"]["AK71"] = "=SUM(D_Processes!L54)/SUM(D_Processes!L24)"
    sheets["InputOutput"].sheet_state = "hidden"
    if change:
        change(book)
    return saved(book)
