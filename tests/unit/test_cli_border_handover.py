"""The verbs of the hand-over as a person and a program meet them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from border_workbooks import defaults_workbook, template_workbook
from greencard.adapters.packs.border import border_pack
from greencard.interfaces.cli import main

EXAMPLES = Path(__file__).parents[2] / "src" / "greencard" / "data" / "examples" / "border"
DATA = str(EXAMPLES / "screw-works.yaml")
REPORT = str(EXAMPLES / "screw-works-report.json")


def run(capsys, *arguments):
    """Exit status, output and what was said beside it."""
    try:
        main([*arguments])
        status = 0
    except SystemExit as end:
        status = end.code or 0
    out, err = capsys.readouterr()
    return status, out, err


def test_new_check_fill_check(tmp_path, capsys):
    for lang, word in (("en", "Not given"), ("zh", "未填写")):
        file = str(tmp_path / f"{lang}.yaml")
        assert run(capsys, "border", "report", "new", file, "--lang", lang)[0] == 0
        status, out, _ = run(capsys, "border", "report", "check", file, "--lang", lang)
        assert status == 2
        assert word in out
        assert "1.1 (35)" in out
        assert run(capsys, "border", "report", "new", file)[0] == 3
    report = str(tmp_path / "r.json")
    assert run(capsys, "border", "report", "fill", DATA, "--out", report)[0] == 0
    status, out, _ = run(capsys, "border", "report", "check", report, "--json")
    assert status == 2
    found = json.loads(out)
    assert found["inconsistent"] == 0
    assert {one["status"] for one in found["items"] if one["item"] == "1.1 (30)"} == {"met"}
    status, out, _ = run(capsys, "border", "report", "check", REPORT)
    assert status == 0
    assert "Illustrative" in out


def test_actual_is_refused_of_made_up_data_and_given_as_a_draft(capsys):
    status, out, _ = run(capsys, "border", "report", "actual", REPORT, "--cn", "73181595", "--json")
    assert (status, json.loads(out)["error"]) == (3, "GC-SVC-053")
    status, out, _ = run(capsys, "border", "report", "actual", REPORT, "--cn", "73181595", "--draft")
    assert status == 0
    assert json.loads(out)["statement"]["verification"] is None


def test_outline_and_schema(capsys):
    _, out, _ = run(capsys, "border", "report", "outline", REPORT)
    assert list(json.loads(out)) == [str(n) for n in range(1, 36)]
    _, out, _ = run(capsys, "border", "report", "outline", REPORT, "--summary")
    assert list(json.loads(out)) == [str(n) for n in range(1, 17)]
    _, out, _ = run(capsys, "border", "report", "schema")
    assert json.loads(out)["title"] == "OperatorReport"


def test_template(tmp_path, capsys):
    book, out_file = tmp_path / "template.xlsx", tmp_path / "out.xlsx"
    book.write_bytes(template_workbook())
    arguments = ("border", "template", REPORT, "--workbook", str(book), "--out", str(out_file))
    status, out, _ = run(capsys, *arguments, "--lang", "zh")
    assert status == 0
    assert "模板未能表达" in out
    assert out_file.read_bytes().startswith(b"PK")
    assert run(capsys, *arguments)[0] == 3  # never overwrites
    book.write_bytes(template_workbook(version="9.9"))
    status, out, _ = run(capsys, *arguments[:-1], str(tmp_path / "other.xlsx"), "--json")
    assert (status, json.loads(out)["error"]) == (2, "GC-BRD-105")
    assert not (tmp_path / "other.xlsx").exists()


def test_import_shows_first_and_writes_with_out(tmp_path, capsys):
    book, folder = tmp_path / "dv.xlsx", tmp_path / "pack"
    book.write_bytes(defaults_workbook(border_pack(), origins=("CN",), codes=("7318",)))
    status, out, _ = run(capsys, "border", "import", str(book), "--json")
    assert (status, json.loads(out)["error"]) == (2, "GC-BRD-080")
    status, out, _ = run(capsys, "border", "import", str(book), "--accept-removed")
    assert status == 0
    assert "Nothing was written" in out
    assert "removed" in out
    assert not folder.exists()
    status, out, _ = run(capsys, "border", "import", str(book), "--accept-removed", "--out", str(folder), "--json")
    assert status == 0
    plan = json.loads(out)
    assert plan["written"] == str(folder)
    assert {change["kind"] for change in plan["changes"]} == {"removed"}
    status, out, _ = run(capsys, "border", "report", "check", REPORT, "--border-pack", str(folder), "--json")
    assert status == 2  # the new data print no default value for wire rod of China
    assert run(capsys, "border", "import", str(book), "--accept-removed", "--out", str(folder))[0] == 3


@pytest.mark.parametrize("verb", ["new", "check", "fill", "actual", "outline", "schema"])
def test_help_in_both_languages(capsys, verb):
    for lang in ("en", "zh"):
        assert run(capsys, "border", "report", verb, "--help", "--lang", lang)[0] == 0


def test_a_closed_pipe_is_no_fault():
    command = f"{sys.executable} -m greencard border report check {REPORT} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - the pipe is it
    assert "1.1 (1)" in done.stdout
    assert "Traceback" not in done.stderr
