"""From meters to money by files alone: process data, report, check, statement, cost."""

from __future__ import annotations

import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from border_reports import VERIFIED, completed, screw_data
from greencard.adapters.packs.border import border_pack
from greencard.border.report import filled_report, read_report
from greencard.border.report.records import CarbonPriceDue
from greencard.errors import Place
from greencard.interfaces.cli import main
from greencard.services.border_statement import BorderStatementFile

EXAMPLES = Path(__file__).parents[2] / "src" / "greencard" / "data" / "examples" / "border"
LINE = ("--cn", "73181595", "--origin", "CN", "--kg", "1000", "--on", "2026-08-15", "--importer-tonnes", "120")


def run(capsys, *arguments):
    """Exit status and output."""
    try:
        main([*arguments])
        status = 0
    except SystemExit as end:
        status = end.code or 0
    return status, capsys.readouterr().out


def line_of(capsys, actual):
    status, out = run(capsys, "border", "cost", *LINE, "--actual", actual, "--as-of", "2027-03-01", "--json")
    assert status == 0, out
    (cost,) = json.loads(out)["border"]
    return cost["status"], [(line["path"], line["certificates_t"], line["cost_eur"]) for line in cost["lines"]]


def meters(tmp_path):
    """The file of the made-up screw works as a verified works would write it."""
    data = screw_data()
    file = BorderStatementFile(operator=data.operator, installation=data.installation, processes=data.processes)
    path = tmp_path / "meters.json"
    path.write_bytes(msgspec.json.encode(file))
    return str(path)


def test_meters_report_check_statement_cost_and_meters_cost_are_one_answer(tmp_path, capsys, monkeypatch):
    data, report, statement = meters(tmp_path), tmp_path / "report.json", tmp_path / "statement.json"
    assert run(capsys, "border", "report", "fill", data, "--out", str(report))[0] == 0
    assert run(capsys, "border", "report", "check", str(report))[0] == 2  # the meters know no monitoring plan
    tree = json.loads(report.read_bytes())
    whole = completed(read_report(tree, Place))
    report.write_bytes(msgspec.json.encode(whole))
    assert run(capsys, "border", "report", "check", str(report))[0] == 0
    asked = ("border", "report", "actual", str(report), "--cn", "7318.15.95")
    assert run(capsys, *asked, "--out", str(statement))[0] == 0
    status, handed = run(capsys, *asked)
    assert status == 0
    by_meters, by_file = line_of(capsys, data), line_of(capsys, str(statement))
    assert by_file == by_meters
    assert by_file[0] == "liable"
    assert by_file[1][0][0] == "actual"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(handed.encode())))
    assert line_of(capsys, "-") == by_meters
    assert VERIFIED.year == 2026


def test_one_file_of_process_data_serves_both_verbs(capsys):
    for name in ("screw-works.yaml", "bolts-processes.yaml"):
        file = str(EXAMPLES / name)
        assert run(capsys, "border", "report", "fill", file)[0] == 0
        assert line_of(capsys, file)[0] == "liable"


def test_a_draft_of_made_up_data_says_so_in_the_answer(tmp_path, capsys):
    report = str(EXAMPLES / "screw-works-report.json")
    out = tmp_path / "draft.json"
    assert run(capsys, "border", "report", "actual", report, "--cn", "73181595", "--draft", "--out", str(out))[0] == 0
    status, text = run(capsys, "border", "cost", *LINE, "--actual", str(out), "--as-of", "2027-03-01", "--lang", "zh")
    assert status == 0
    assert "示例：生产者数据为虚构" in text
    assert "仅供参考" in text


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "and the question is of '76169990'"), ("zh", "而查询的是 '76169990'")]
)
def test_the_data_of_one_good_price_no_other(tmp_path, capsys, lang, said):
    """Bolts' data would make aluminium ware look like bolts: (1.5 − 0) is not its cost."""
    statement = tmp_path / "s.json"
    statement.write_text('{"cn": "7318 15 95", "statement": {"direct_t_per_t": 1, "route": "C"}}')
    for file in (meters(tmp_path), str(statement)):
        for verb in (("cost", "--on", "2026-08-15"), ("outlook",)):
            asked = ("--cn", "76169990", "--origin", "CN", "--kg", "1000", "--actual", file, "--lang", lang)
            status, out = run(capsys, "border", *verb, *asked, "--json")
            assert status
            found = json.loads(out)
            assert found["error"] == "GC-BRD-120"
            assert said in found["faults"][0]["detail"]
    assert line_of(capsys, str(statement))[0] == "liable"


def test_a_statement_per_tonne_has_no_meters_to_report(capsys):
    status, out = run(capsys, "border", "report", "fill", str(EXAMPLES / "bolts-statement.yaml"), "--json")
    assert status
    assert json.loads(out)["error"] == "GC-SVC-044"


def test_a_carbon_price_in_euro_is_handed_on_less_its_rebate_and_no_other_currency_is(tmp_path, capsys):
    whole = completed(filled_report(border_pack(), screw_data(), "bolts"))
    for currency, paid in (("EUR", "2.5"), ("CNY", None)):
        due = CarbonPriceDue(
            country="CN",
            instrument="ETS",
            per_t_product=Decimal(3),
            currency=currency,
            rebate_per_t_product=Decimal("0.5"),
            evidence="E",
        )
        goods = tuple(msgspec.structs.replace(good, carbon_price=due) for good in whole.goods)
        file = tmp_path / f"{currency}.json"
        file.write_bytes(msgspec.json.encode(msgspec.structs.replace(whole, goods=goods)))
        status, out = run(capsys, "border", "report", "actual", str(file), "--cn", "73181595")
        assert status == 0, out
        found = json.loads(out).get("carbon_price")
        assert (found and found["eur_per_t_product"]) == paid
