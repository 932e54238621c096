"""`greencard report`: printed, written, as JSON, under both rule sets; never over another file."""

from __future__ import annotations

import pytest

from service_samples import EXAMPLES
from walk import Shell

BAMBOO = str(EXAMPLES / "bamboo-desk-organiser.yaml")
ON = ("--on", "2026-11-23")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_the_report_of_an_example_is_printed_in_the_readers_language(shell):
    english = shell("report", BAMBOO, *ON)
    assert english.status == 0
    assert english.out.startswith("# Carbon footprint report: Bamboo")
    assert "| 21 | " in english.out
    chinese = shell("report", BAMBOO, *ON, "--lang", "zh")
    assert chinese.out.startswith("# 碳足迹报告: ")
    assert "核查清单" in chinese.out


def test_json_holds_every_point_and_the_chinese_standard_is_a_rule_set(shell):
    found = shell("report", BAMBOO, *ON, "--json", "--rules", "gbt24067-2024").json
    assert found["rules"] == "gbt24067-2024"
    assert len(found["checklist"]) == 21
    assert found["illustrative"] is True
    assert {point["status"] for point in found["checklist"]} >= {"met", "open"}
    iso = shell("report", BAMBOO, *ON, "--json").json
    assert iso["rules"] == "iso14067-2018"
    assert iso["snapshot"] != found["snapshot"]


def test_a_report_is_written_once(shell, tmp_path):
    first = shell("report", BAMBOO, *ON, "--output", "r.md", "--verified-by", "CQC")
    assert first.status == 0
    written = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "Verified by CQC" in written
    again = shell("report", BAMBOO, *ON, "--output", "r.md")
    assert (again.status, "GC-CLI-018" in again.err) == (3, True)
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == written
    nowhere = shell("report", BAMBOO, *ON, "--output", "nowhere/r.md")
    assert (nowhere.status, "GC-CLI-008" in nowhere.err) == (2, True)
