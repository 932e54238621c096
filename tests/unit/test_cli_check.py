"""`greencard check` as a person calls it: one answer, a matrix, a CSV file, an old answer again."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest

from service_samples import EXAMPLES
from walk import Shell

DESK = str(EXAMPLES / "bamboo-desk-organiser.yaml")
WARE = str(EXAMPLES / "bamboo-fibre-kitchenware.yaml")
MUG = str(EXAMPLES / "ceramic-mug.yaml")
WHEN = ("--on", "2027-02-10", "--as-of", "2026-11-23", "--quantity", "500")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_a_bare_answer_of_a_forbidden_order_names_the_least_change(shell):
    done = shell("check", WARE, "--to", "DE", *WHEN)
    assert done.status == 0
    assert "The least that would let it in" in done.out
    assert "Change the goods: plant filler in plastic: no." in done.out
    assert "no longer fails: EU-FCM-BAMBOO" in done.out
    assert "would pass if" not in done.out


def test_explain_shows_atoms_and_ways(shell):
    done = shell("check", DESK, "--to", "DE", *WHEN, "--explain")
    assert "recorded: nothing recorded" in done.out
    assert "would pass if" in done.out
    assert "Ask in this order" in done.out
    zh = shell("check", DESK, "--to", "DE", *WHEN, "--explain", "--lang", "zh").out
    assert "建议的提问顺序" in zh
    assert "则符合" in zh


def test_json_holds_the_explanation_and_all_rules_is_the_list(shell):
    answer = shell("check", WARE, "--to", "DE", *WHEN, "--json").json
    ban = next(one for one in answer["outcomes"] if one["rule_id"] == "EU-FCM-BAMBOO")
    assert [(atom["facts"], atom["holds"]) for atom in ban["atoms"]] == [
        (["food_contact"], True),
        (["plant_filler_in_plastic"], True),
    ]
    assert ban["changes"][0]["effects"]
    assert answer["plan"]
    short, long = (shell("check", DESK, "--to", "DE", *WHEN, *more).out for more in ((), ("--all-rules",)))
    assert "(--all-rules)" in short
    assert len(long.splitlines()) > len(short.splitlines())


def test_trade_defence_stands_under_its_own_heading(shell):
    out = shell("check", MUG, "--to", "DE", *WHEN).out
    assert "For information; it does not enter the answer" in out
    assert "79.0 % for all producers" in out
    assert "供参考，不计入结论" in shell("check", MUG, "--to", "DE", *WHEN, "--lang", "zh").out


def test_one_product_at_many_places_is_a_list_with_reasons(shell):
    out = shell("check", WARE, "--to", "DE,us-ca", "--to", "SA", *WHEN).out
    lines = {line.split()[0]: line for line in out.splitlines() if line[:2] in {"DE", "US", "SA"}}
    assert "Not allowed" in lines["DE"]
    assert "EU-FCM-BAMBOO" in lines["DE"]
    assert "conditions" in lines["US-CA"]
    assert "Most often in the way" in out


def test_several_products_are_a_grid_with_a_letter_and_a_legend(shell):
    out = shell("check", WARE, DESK, MUG, "--to", "DE,SA", *WHEN).out
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.startswith(("bamboo", "ceramic"))}
    assert rows == {
        "bamboo-fibre-kitchenware": ["N", "A"],
        "bamboo-desk-organiser": ["C", "A"],
        "ceramic-mug": ["C", "A"],
    }
    assert "N Not allowed (1)" in out
    zh = shell("check", WARE, DESK, MUG, "--to", "DE,SA", *WHEN, "--lang", "zh").out
    assert "禁 不可进 (1)" in zh


def test_every_destination_and_a_narrow_terminal(shell, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = shell("check", WARE, DESK, "--all", *WHEN).out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert sum(line.startswith("DE ") for line in out.splitlines()) == 1
    one = shell("check", WARE, "--all", *WHEN, "--json").json["matrix"]
    assert len(one["destinations"]) == len(one["cells"]) >= 77


def test_a_day_and_a_size_of_its_own(shell):
    found = shell("check", DESK, "--to", "DE@2026-12-01/micro,FR", *WHEN, "--json").json["matrix"]
    assert [(cell["destination"], cell["on"]) for cell in found["cells"]] == [
        ("DE", "2026-12-01"),
        ("FR", "2027-02-10"),
    ]
    assert "but DE 2026-12-01" in shell("check", DESK, "--to", "DE@2026-12-01,FR,US", *WHEN).out


def test_full_cells(shell):
    found = shell("check", DESK, "--to", "DE", *WHEN, "--full", "--json").json["matrix"]
    verdict = found["cells"][0]["verdict"]
    assert verdict["overall"] == found["cells"][0]["overall"]
    assert verdict["plan"]
    assert shell("check", DESK, "--to", "DE,FR", *WHEN, "--json").json["matrix"]["cells"][0]["verdict"] is None


def test_a_folder_and_a_file_of_lines_and_what_is_wrong_with_one_of_them(shell, tmp_path):
    folder = tmp_path / "goods"
    folder.mkdir()
    shutil.copy(DESK, folder / "desk.yaml")
    (folder / "broken.yaml").write_text("schema: greencard/product/1\n", encoding="utf-8")
    done = shell("check", str(folder), "--to", "DE,FR", *WHEN, "--json")
    assert done.status == 2
    assert done.json["matrix"]["products"] == ["bamboo-desk-organiser"]
    assert [one["file"] for one in done.json["refused"]] == ["broken.yaml"]
    person = shell("check", str(folder), "--to", "DE,FR", *WHEN)
    assert person.status == 2
    assert "bamboo-desk-organiser" in person.out
    assert "GC-CAT" in person.err


def test_rows_for_a_spreadsheet_are_new_and_harmless(shell, tmp_path):
    text = (EXAMPLES / "bamboo-desk-organiser.yaml").read_text(encoding="utf-8")
    evil = tmp_path / "evil.yaml"
    evil.write_text(text.replace("id: bamboo-desk-organiser", 'id: "=cmd"', 1), encoding="utf-8")
    out = tmp_path / "cells.csv"
    done = shell("check", str(evil), "--to", "DE,FR", *WHEN, "--out", str(out))
    if done.status == 0:
        rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
        assert rows[1][0] == "'=cmd"
    else:  # an id that begins like a formula is no id
        assert "GC-CAT" in done.err
        shell("check", DESK, "--to", "DE,FR", *WHEN, "--out", str(out))
        rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in rows] == ["destination", "DE", "FR"]
    again = shell("check", DESK, "--to", "DE,FR", *WHEN, "--out", str(out))
    assert (again.status, "GC-CLI-016" in again.err) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "GC-CLI-063"),
        ((DESK,), "GC-CLI-063"),
        ((DESK, "--to", "DE"), "GC-CLI-063"),
        ((DESK, "--to", "DE", "--all", "--quantity", "5"), "GC-CLI-064"),
        ((DESK, "--to", "DE,,FR", "--quantity", "5"), "GC-CLI-062"),
        ((DESK, "--to", "DE@2027-02-30", "--quantity", "5"), "GC-CLI-062"),
        ((DESK, "--to", "DE/huge", "--quantity", "5"), "GC-CLI-062"),
        ((DESK, "--to", "Germany", "--quantity", "5"), "GC-CLI-062"),
        ((DESK, "--to", "DE,DE", "--quantity", "5"), "GC-SVC-032"),
        ((DESK, "--to", "DE,FR", "--quantity", "0"), "GC-SVC-004"),
        ((DESK, "--to", "DE,FR", "--quantity", "5", "--all-rules"), "GC-CLI-064"),
        ((DESK, "--to", "DE,FR", "--quantity", "5", "--explain"), "GC-CLI-064"),
        ((DESK, "--to", "DE", "--replay", "x.json"), "GC-CLI-064"),
        ((".", "--to", "DE", "--quantity", "5"), "GC-CLI-065"),
        (("nowhere.yaml", "--to", "DE", "--quantity", "5"), "GC-CLI-003"),
    ],
)
def test_what_is_refused_with_its_code_in_both_languages(shell, arguments, code):
    for lang in ("en", "zh"):
        done = shell("check", *arguments, "--lang", lang)
        assert done.status == 2
        assert code in done.err


# -- an old answer again -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [DESK, WARE, MUG])
@pytest.mark.parametrize("as_of", ["2026-11-23", "2027-02-10"])
def test_a_verdict_is_given_again_to_the_byte(shell, tmp_path, file, as_of):
    asked = ("check", file, "--to", "FR", "--on", "2027-02-10", "--as-of", as_of, "--quantity", "500", "--json")
    first, second = shell(*asked).out, shell(*asked).out
    assert first == second
    (tmp_path / "old.json").write_text(first, encoding="utf-8")
    again = shell("check", file, "--replay", "old.json", "--json").json
    assert (again["same_rules"], again["same_answer"]) == (True, True)
    assert again["verdict"] == json.loads(first)
    assert "byte for byte" in shell("check", file, "--replay", "old.json").out
    assert "逐字节相同" in shell("check", file, "--replay", "old.json", "--lang", "zh").out


def test_an_answer_of_other_rules_says_so_and_what_differs(shell, tmp_path):
    old = shell("check", WARE, "--to", "DE", *WHEN, "--json").json
    old["pack"] = "0" * 64
    old["overall"] = "allowed"
    old["outcomes"] = [one for one in old["outcomes"] if one["rule_id"] != "EU-FCM-BAMBOO"]
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    done = shell("check", WARE, "--replay", "old.json")
    assert done.status == 0
    assert "The rules installed are not those that gave it." in done.out
    assert "000000000000" in done.out
    assert "then: Allowed; now: Not allowed" in done.out
    assert "EU-FCM-BAMBOO: not listed → not met" in done.out
    assert shell("check", WARE, "--replay", "old.json", "--json").json["same_rules"] is False


def test_an_answer_about_a_changed_product_says_so(shell, tmp_path):
    (tmp_path / "old.json").write_text(shell("check", DESK, "--to", "DE", *WHEN, "--json").out, encoding="utf-8")
    text = (EXAMPLES / "bamboo-desk-organiser.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "desk.yaml"
    changed.write_text(f"{text.rstrip()}\n  oxo_degradable: true\n", encoding="utf-8")  # facts end the file
    done = shell("check", str(changed), "--replay", "old.json")
    assert "Another answer by the same rules" in done.out
    assert "EU-SUPD-05-OXO: unknown → not met" in done.out


@pytest.mark.parametrize(
    ("content", "code"),
    [("{}", "GC-CLI-060"), ("no json", "GC-CLI-060"), ("[" * 100_000, "GC-CLI-060"), ("\ud800", "GC-CLI-060")],
)
def test_what_is_no_verdict_is_refused(shell, tmp_path, content, code):
    (tmp_path / "old.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    done = shell("check", DESK, "--replay", "old.json")
    assert (done.status, code in done.err) == (2, True)


def test_a_verdict_about_another_product_is_refused(shell, tmp_path):
    (tmp_path / "old.json").write_text(shell("check", DESK, "--to", "DE", *WHEN, "--json").out, encoding="utf-8")
    done = shell("check", MUG, "--replay", "old.json")
    assert (done.status, "GC-CLI-061" in done.err) == (2, True)


def test_more_products_than_a_matrix_holds_are_refused_while_they_are_read(shell, tmp_path, monkeypatch):
    from greencard.services import matrix

    monkeypatch.setattr(matrix, "MAX_CELLS", 4)
    folder = tmp_path / "goods"
    folder.mkdir()
    for file in (DESK, WARE, MUG):
        shutil.copy(file, folder)
    done = shell("check", str(folder), "--to", "DE,FR", *WHEN)
    assert (done.status, "GC-CLI-067" in done.err) == (2, True)
    assert shell("check", str(folder), "--to", "DE", *WHEN).status == 0


def test_a_share_above_one_is_refused_with_its_line(shell, tmp_path):
    """30 written for 30 % would pass every threshold of recycled content."""
    text = (EXAMPLES / "ceramic-mug.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mug.yaml"
    file.write_text(text.replace("facts:\n", "facts:\n  pack_plastic_recycled_share: 30\n", 1), encoding="utf-8")
    done = shell("check", str(file), "--to", "GB", "--quantity", "1")
    assert done.status == 2
    assert "GC-CAT-058 pack_plastic_recycled_share is '30'" in done.err
    assert "a share from 0 to 1" in done.err
