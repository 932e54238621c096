"""A do-it-yourself chain brings forty lines from Yiwu in a month: screws, tins, kitchenware, bamboo, as one workbook.

The buyer wants one figure for the month, knows no rule of CBAM, and made two slips in the sheet.
"""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from border_samples import as_xlsx, written
from walk import Shell

Q3 = Decimal("82.32")
"""EUR per t of certificates, goods of the third quarter of 2026."""
RATE = {
    "73181595": Decimal("5.6826"),  # bolts: 6.375 × 1.1 − 0.975 × 1.364
    "73181290": Decimal("1.6819"),  # wood screws: 2.738 × 1.1 − 0.975 × 1.364
    "73102990": Decimal("3.289475"),  # tins: 4.312 × 1.1 − 0.975 × 1.491
    "76129080": Decimal("4.56075"),  # aluminium boxes: 5.559 × 1.1 − 0.975 × 1.594
}
"""Certificates per t of Chinese goods on default values in 2026."""


def month():
    """Forty lines: 10 bolts, 8 wood screws, 6 tins, 6 steel kitchenware, 6 bamboo, 2 aluminium, and two with a slip."""
    wanted = [
        *[("73181595", 2000)] * 10,
        *[("73181290", 1500)] * 8,
        *[("73102990", 3000)] * 6,
        *[("73239300", 400)] * 6,
        *[("44191900", 250)] * 6,
        *[("76129080", 400)] * 2,
    ]
    lines = [
        {"参考号": f"YW-{number:02}", "编码": cn, "原产地": "CN", "公斤": kg, "日期": f"2026-08-{number % 28 + 1:02}"}
        for number, (cn, kg) in enumerate(wanted, 1)
    ]
    comma = {"参考号": "YW-39", "编码": "73181595", "原产地": "CN", "公斤": "2.000,5", "日期": "2026-08-30"}
    late = {"参考号": "YW-40", "编码": "73181595", "原产地": "CN", "公斤": 2000, "日期": "2026-10-02"}
    return [{**line, "进口商": "Baumarkt GmbH"} for line in (*lines, comma, late)]


DUE = Q3 * (20 * RATE["73181595"] + 12 * RATE["73181290"] + 18 * RATE["73102990"] + Decimal("0.8") * RATE["76129080"])
"""20 t bolts, 12 t wood screws, 18 t tins, 0.8 t aluminium: 113.652 + 20.1828 + 59.21055 + 3.6486 = 196.69395 t."""


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path, lang="zh")


def test_the_month_in_one_figure_that_says_what_it_leaves_out(shell, tmp_path):
    file = written(tmp_path, "八月.xlsx", as_xlsx(month()))
    assert DUE == Decimal("196.69395") * Q3 == Decimal("16191.845964")
    total = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--json").json["total"]
    # 20 + 12 + 18 + 0.8 t in August and 2 t in October: 52.8 t of one importer, above 50 t by this file alone
    assert total["importers"] == [
        {"importer": "Baumarkt GmbH", "year": 2026, "tonnes": "52.800000", "above_threshold": True, "stated_t": None}
    ]
    assert Decimal(total["due_eur"]) == DUE
    assert Decimal(total["exposure_eur"]) == 0
    assert Decimal(total["without_price_t"]) == 2 * RATE["73181595"]
    assert {name: count for name, count in total["statuses"].items() if count} == {
        "liable": 26,
        "not_applicable": 12,
        "cannot_price": 1,
        "refused": 1,
    }
    assert total["refused_rows"] == [[40, "GC-BRD-062"]]


def test_what_the_buyer_reads(shell, tmp_path):
    file = written(tmp_path, "八月.xlsx", as_xlsx(month()))
    said = shell("border", "cost", str(file), "--as-of", "2026-11-23").out
    assert "应缴：16,191.85 EUR" in said
    assert "第 40 行：GC-BRD-062" in said
    assert "暂无价格：已知证书 11.3652 吨" in said
    assert "Baumarkt GmbH 2026：本文件 52.8 吨" in said
    assert "YW-25" in said  # kitchenware, beside its answer
    assert said.count("不适用") == 12


def test_the_answers_as_a_workbook_with_the_reason_of_every_line(shell, tmp_path):
    file, out = written(tmp_path, "八月.xlsx", as_xlsx(month())), tmp_path / "答复.xlsx"
    assert shell("border", "cost", str(file), "--as-of", "2026-11-23", "--out", str(out)).status == 0
    sheet = openpyxl.load_workbook(out)["lines"]
    rows = [dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in row], strict=True)) for row in sheet]
    by_reference = {row["reference"]: row for row in rows}
    assert by_reference["YW-01"]["due_eur"] == float(round(2 * RATE["73181595"] * Q3, 2))
    assert "7323" in by_reference["YW-25"]["reason"]
    assert "第 44 章" in by_reference["YW-31"]["reason"]
    assert "2027-01-04" in by_reference["YW-40"]["reason"]


def test_a_smaller_month_settles_nothing_and_names_the_exposure(shell, tmp_path):
    lines = [line for line in month() if line["参考号"] != "YW-40"]  # 50.8 t, less one line of bolts: 48.8 t
    file = written(tmp_path, "八月.xlsx", as_xlsx(lines[1:]))
    total = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--json").json["total"]
    assert Decimal(total["due_eur"]) == 0
    assert Decimal(total["exposure_eur"]) == DUE - 2 * RATE["73181595"] * Q3
    known = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--json", "--importer-tonnes", "49").json[
        "total"
    ]
    assert (Decimal(known["due_eur"]), Decimal(known["exposure_eur"])) == (0, 0)
    false = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--importer-tonnes", "40")
    assert (false.status, "GC-BRD-065" in false.err) == (2, True)
