"""The report on paper: whole tables whatever a product is called, both languages, a draft that says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from footprint_samples import CATALOGUE, ROAD_CN, product
from greencard.footprint import assess_footprint
from greencard.footprint.report import footprint_report
from greencard.interfaces.report_markdown import report_markdown
from greencard.model import FootprintReport, Process, Product, Text


def report_on(record: Product) -> FootprintReport:
    result = assess_footprint(record, CATALOGUE, inbound_intensity=ROAD_CN)
    return footprint_report(record, result, on=date(2026, 11, 23))


def test_a_name_with_marks_cannot_change_the_form_of_the_report():
    name = "Box | *new* <script>alert(1)</script>\n# heading"
    record = product(name=Text(en=name, zh=name), processes=(Process(name="cut|fold\nx", electricity_kwh=Decimal(1)),))
    text = report_markdown(report_on(record), record.name, "en")
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert sum(line.startswith("# ") for line in text.splitlines()) == 1
    for block in text.split("\n\n"):
        rows = [row for row in block.splitlines() if row.startswith("|")]
        widths = {row.replace("\\|", "").count("|") for row in rows}
        assert len(widths) <= 1, block


def test_both_languages_hold_the_same_sections_and_all_points():
    record = product()
    report = report_on(record)
    english, chinese = (report_markdown(report, record.name, lang) for lang in ("en", "zh"))
    assert english.count("\n## ") == chinese.count("\n## ") == len(report.sections) + 1
    assert english.startswith("# Carbon footprint report: box\n")
    assert chinese.startswith("# 碳足迹报告: 盒\n")
    for number in range(1, 22):
        assert f"\n| {number} | " in english
        assert f"\n| {number} | " in chinese


def test_a_report_with_a_requirement_not_met_says_that_it_is_a_draft():
    record = product(illustrative=True)
    report = report_on(record)
    assert report.standing == "incomplete"
    text = report_markdown(report, record.name, "en")
    assert "**DRAFT" in text
    assert "**Illustrative data" in text
    whole = msgspec.structs.replace(report, standing="complete", illustrative=False)
    assert "**" not in report_markdown(whole, record.name, "en").replace("\\*", "")
