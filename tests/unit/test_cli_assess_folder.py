"""`greencard assess` of folders, systems and single files as a person and as a program see it."""

from __future__ import annotations

import csv
import json
import os
import shutil

import pytest
from rich.cells import cell_len

from market_samples import put, record
from service_samples import EXAMPLES
from walk import Shell

MUG = str(EXAMPLES / "ceramic-mug.yaml")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "market"
    made.mkdir()
    own = [{"material": "own part", "net_kg": 0.5, "product": "a"}, {"material": "Glass", "net_kg": 0.5}]
    put(made, "a.json", record("a"))
    put(made, "m.jsonl", record("b"), record("whole", bom=own))
    return made


def test_a_folder_in_words_in_both_languages(shell, folder):
    done = shell("assess", str(folder), "--lang", "en")
    assert done.status == 0
    said = " ".join(done.out.split())
    assert "3 products assessed" in said
    assert "Total to the factory gate" in said
    assert "PP granulate: its supplier's figure" in said
    chinese = "".join(shell("assess", str(folder), "--lang", "zh").out.split())
    assert "3个商品已核算" in chinese
    assert "供应商的碳足迹数值" in chinese


def test_refused_products_are_grouped_with_their_reason_and_the_rest_stands(shell, folder):
    for k in range(3):
        put(folder, f"bad{k}.json", record(f"bad{k}", mass_kg=-1))
    done = shell("assess", str(folder))
    said = " ".join(done.out.split())
    assert done.status == 2
    assert "3 products assessed, 3 refused" in said
    assert "3 GC-CAT-026" in said
    assert "bad0.json line 1" in said


def test_json_is_one_object_per_line(shell, folder):
    put(folder, "bad.json", record("bad", mass_kg=-1))
    done = shell("assess", str(folder), "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row.get("id") for row in rows[:-1]] == ["a", "b", "whole", "bad.json"]
    assert rows[-1]["summary"]["products"] == 3
    assert rows[-1]["summary"]["refused"] == 1
    assert rows[3]["faults"][0]["line"] == 1
    assert float(rows[0]["total_kg_co2e"]) == pytest.approx(sum(float(v) for v in rows[0]["stages"].values()))
    assert float(rows[0]["interval"]["low"]) < float(rows[0]["total_kg_co2e"]) < float(rows[0]["interval"]["high"])


def test_csv_has_a_row_per_product_and_is_never_written_over(shell, folder, tmp_path):
    (folder / "=1+1.json").write_text("{}", encoding="utf-8")
    out = tmp_path / "rows.csv"
    assert shell("assess", str(folder), "--csv", str(out)).status == 2
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == ["a", "b", "whole", "'=1+1.json"]
    assert float(rows[0]["kg_co2e"]) > 0
    assert rows[3]["error"].startswith("GC-CAT-")
    again = shell("assess", str(folder), "--csv", str(out))
    assert (again.status, again.err[:10]) == (3, "GC-CLI-016")


def test_one_product_of_a_folder_with_its_reasons(shell, folder):
    done = shell("assess", str(folder), "--explain", "whole")
    assert done.status == 0
    assert "own part (product a)" in done.out
    assert "0.5 × " in done.out
    machine = shell("assess", str(folder), "whole", "--explain", "--json").json
    assert machine["id"] == "whole"
    assert float(machine["explain"]["kg_co2e"]) == pytest.approx(float(machine["total_kg_co2e"]), rel=1e-10)
    assert shell("assess", str(folder), "nobody").err.startswith("GC-CLI-015")


def test_the_fault_of_a_product_asked_for_is_its_own(shell, folder):
    put(folder, "c.json", record("c", bom=[{"material": "unobtainium", "net_kg": 1}]))
    done = shell("assess", str(folder), "c")
    assert done.status == 3
    assert done.err.startswith("GC-FAC-004")


def test_a_file_made_of_others_is_assessed_with_its_folder(shell, folder, tmp_path):
    own = [{"material": "own part", "net_kg": 1, "product": "a"}]
    file = put(folder, "made.json", record("made", bom=own))
    done = shell("assess", str(file))
    assert done.status == 0
    assert done.out.startswith("made ")
    alone = put(tmp_path, "alone.json", record("alone", bom=own))
    refused = shell("assess", str(alone))
    assert (refused.status, refused.err[:10]) == (3, "GC-FPT-060")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("{folder}", "--monte-carlo", "500"), "--monte-carlo"),
        (("{folder}", "--readings", "x.csv"), "--readings"),
        ((MUG, "--csv", "x.csv"), "--csv"),
        ((MUG, "--jobs", "2"), "--jobs"),
    ],
)
def test_options_of_the_other_kind_are_refused(shell, folder, arguments, option):
    done = shell("assess", *(word.format(folder=folder) for word in arguments))
    assert (done.status, done.err[:10]) == (2, "GC-CLI-014")
    assert option in done.err


def test_draws_stand_beside_the_interval(shell):
    done = shell("assess", MUG, "--monte-carlo", "4000", "--lang", "en")
    assert "Checked by 4,000 draws (seed 20260101):" in " ".join(done.out.split())
    assert "more than 20 %" not in done.out
    found = shell("assess", MUG, "--monte-carlo", "4000", "--json").json["footprint"]["monte_carlo"]
    assert (found["draws"], found["agrees"]) == (4000, True)
    assert shell("assess", MUG, "--monte-carlo", "3").err.startswith("GC-FPT-040")


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tree_fits_the_terminal(shell, monkeypatch, columns, lang):
    monkeypatch.setenv("COLUMNS", str(columns))
    done = shell("assess", str(EXAMPLES / "bamboo-desk-organiser.yaml"), "--explain", "--lang", lang)
    from rich.cells import cell_len

    assert done.status == 0
    assert max(cell_len(line) for line in done.out.splitlines()) <= columns
    assert "├ ░" in done.out
    assert "material/" in done.out


def test_a_full_record_shows_what_else_is_known(shell):
    english = " ".join(shell("assess", str(EXAMPLES / "bamboo-desk-organiser.yaml"), "--lang", "en").out.split())
    assert "Data quality, 1 (best) to 5:" in english
    assert "What to measure next" in english
    assert "Under other choices that the standard allows:" in english


def test_a_folder_without_a_product_file_is_said_and_not_passed_over(shell, tmp_path):
    (tmp_path / "none").mkdir()
    for extra in ((), ("--json",)):
        done = shell("assess", str(tmp_path / "none"), *extra)
        assert done.status == 2
        assert "GC-CLI-019" in done.out + done.err


def test_systems_and_periods_in_a_folder_are_named_and_not_passed_over(shell, folder):
    shutil.copy(EXAMPLES / "systems" / "zinc-die-casting.yaml", folder / "zinc.yaml")
    shutil.copy(EXAMPLES / "facility" / "yiwu-2026-10.yaml", folder / "period.yaml")
    (folder / "sys.json").write_text('{"schema" : "greencard/system/1"}', encoding="utf-8")
    done = shell("assess", str(folder), "--lang", "en")
    assert done.status == 0
    assert "period.yaml, sys.json, zinc.yaml" in " ".join(done.out.split())
    summary = json.loads(shell("assess", str(folder), "--json").out.splitlines()[-1])["summary"]
    assert summary["left_alone"] == ["period.yaml", "sys.json", "zinc.yaml"]


def test_a_product_that_speaks_of_a_system_is_assessed_all_the_same(shell, folder):
    put(folder, "talks.json", record("talks", claims=["see greencard/system/1"]))
    rows = [json.loads(line) for line in shell("assess", str(folder), "--json").out.splitlines()]
    assert "talks" in [row.get("id") for row in rows]


def test_refusals_that_would_have_one_name_are_all_listed(shell, folder):
    for name in (b"caf\xe8.json", b"caf\xe9.json"):
        (folder / os.fsdecode(name)).write_text("{", encoding="utf-8")
    rows = [json.loads(line) for line in shell("assess", str(folder), "--json").out.splitlines()]
    assert [row["id"] for row in rows if "error" in row] == ["caf?.json", "caf?.json (2)"]
    assert rows[-1]["summary"]["refused"] == 2


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_no_figure_is_cut_short_however_narrow_the_terminal(shell, folder, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for what in (str(folder), MUG, str(EXAMPLES / "stainless-screws.yaml")):
        for lang in ("en", "zh"):
            done = shell("assess", what, "--lang", lang)
            assert "…" not in done.out
            assert max(cell_len(line) for line in done.out.splitlines()) <= int(columns)


def test_questions_wrap_beside_their_amount(shell, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    lines = shell("assess", str(EXAMPLES / "stainless-screws.yaml"), "--lang", "en").out.splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("  ± "))
    column = lines[at].index("Can the supplier")
    assert lines[at + 1][:column].strip() == ""
    assert lines[at + 1][column] != " "


def test_a_period_is_no_product_and_not_given_beside_readings(shell):
    period = str(EXAMPLES / "facility" / "yiwu-2026-10.yaml")
    ware = str(EXAMPLES / "bamboo-fibre-kitchenware.yaml")
    assert shell("assess", period, "--json").json["error"] == "GC-CLI-020"
    readings = str(EXAMPLES / "readings" / "haiyan-2026-10.csv")
    both = shell("assess", ware, "--energy", period, "--readings", readings, "--json")
    assert both.json["error"] == "GC-CLI-021"
    alone = shell("assess", ware, "--energy", period, "--json").json
    assert alone["footprint"]["total_kg_co2e"] != shell("assess", ware, "--json").json["footprint"]["total_kg_co2e"]


CARD = '{"digest": "00", "document": {"@context": ["https://www.w3.org/ns/credentials/v2"]}}'


def test_the_keys_for_suppliers_cards_are_those_that_are_given(shell, folder, tmp_path):
    (tmp_path / "keys.json").write_text('{"no": "keys"}', encoding="utf-8")
    (folder / "steel.card.json").write_text(CARD, encoding="utf-8")
    line = {"material": "Glass", "net_kg": 1, "supplier_card": "steel.card.json"}
    put(folder, "carded.json", record("carded", mass_kg=1, bom=[line]))
    keys = ("--trust", str(tmp_path / "keys.json"), "--json")
    assert shell("assess", str(folder / "carded.json"), *keys).json["error"] == "GC-CLI-006"
    rows = [json.loads(row) for row in shell("assess", str(folder), *keys).out.splitlines()]
    refused = {row["id"]: row["error"] for row in rows if "error" in row}
    assert refused["carded"] == "GC-CLI-006"
    (folder / "m.jsonl").write_text((folder / "carded.json").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "carded.json").unlink()
    rows = [json.loads(row) for row in shell("assess", str(folder), *keys).out.splitlines()]
    assert {row["error"] for row in rows if "error" in row} == {"GC-CLI-006"}


def test_a_product_that_was_calculated_alone_is_explained_by_its_own_assessment(shell, tmp_path):
    folder = tmp_path / "stall"
    shutil.copytree(EXAMPLES / "readings", folder / "readings")
    shutil.copy(EXAMPLES / "stainless-screws.yaml", folder)
    on = ("--on", "2026-11-23", "--json")
    in_folder = shell("assess", str(folder), "stainless-screws", "--explain", *on).json["explain"]
    assert in_folder == shell("assess", str(folder / "stainless-screws.yaml"), *on).json["footprint"]["explain"]


def test_own_factors_stand_for_a_whole_folder_and_for_a_system(shell, folder, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "id,name_en,value,unit,region,source,licence\nown/pp,our resin,0.5,kg CO2e/kg,CN,EPD 17,by permission\n"
    )
    put(folder, "own.json", record("own", bom=[{"material": "our resin", "net_kg": 1, "factor": "own/pp"}]))
    given = ("--factors", str(own), "--on", "2026-11-23", "--json")
    rows = [json.loads(row) for row in shell("assess", str(folder), *given).out.splitlines()]
    assert [row["id"] for row in rows if "faults" in row] == []
    tree = shell("assess", str(folder), "own", "--explain", *given).json["explain"]
    (resin,) = tree["children"][0]["children"]
    assert (resin["factor"]["id"], float(resin["kg_co2e"])) == ("own/pp", 0.5)
    without = shell("assess", str(folder), "--on", "2026-11-23", "--json")
    assert '"error":"GC-FAC-002"' in without.out
    system = tmp_path / "system.yaml"
    system.write_text(
        "schema: greencard/system/1\nid: s\nname: s\nillustrative: true\nprocesses:\n"
        "  - {id: p, inputs: [{factor: own/pp, kg: 2}], outputs: [{id: a, kg: 2}]}\n"
    )
    assert shell("assess", str(system), *given).json[0]["total_kg_co2e"] == "0.5"
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name_en,value,unit,region\nx,x,-1,kg CO2e/kg,CN\n")
    refused = shell("assess", str(folder), "--factors", str(bad))
    assert (refused.status, refused.err[:10]) == (2, "GC-FAC-015")
