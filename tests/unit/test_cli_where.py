"""An answer says where to write what it asks for, and writing it there gives the answer that was promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service_samples import EXAMPLES
from walk import Shell

LAST_DAY = ("--on", "2026-08-11", "--as-of", "2026-07-01", "--quantity", "5000")
"""Last day of the German ban on light plastic bags as read; its continuation was not."""
WHEN = ("--on", "2026-12-15", "--as-of", "2026-11-30", "--quantity", "5000")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def copied(name, *changes):
    """The example with each text replaced by the next, in the working directory."""
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = Path(f"{name}.yaml")  # the shell stands in a directory of its own
    path.write_text(text, encoding="utf-8")
    return str(path)


def lines_under(text, heading):
    """Names of the facts listed under a heading."""
    return re.findall(r"^    ([a-z_0-9]+): ", text.split(heading, 1)[1], re.MULTILINE)


def test_a_toy_is_allowed_once_everything_asked_is_written(shell):
    heading = "Where to write it: in the product file, then check again"
    path = copied("wooden-toy")
    asked = lines_under(shell("check", path, "--to", "DE", *WHEN, "--explain").out, heading)
    answers = {
        "claims": "[]",
        "marks": "[CE, importer_address]",
        "registrations": "[DE_LUCID, packaging_EPR]",
        "documents": "[packaging_EU_DoC, toy_EU_DoC]",
        "responsible_person": "true",
        "claim_exceeds_legal_minimum": "true",
        "azo_ppm": "5",
        "dmf_ppm": "0.05",
        "pack_heavy_metals_ppm": "20",
        "composite_wood": "false",
        "mouthable": "false",
        "pack_wood_solid": "false",
        "pfas_added": "false",
        "svhc_over_0_1": "false",
        "sales_channel": "b2b_import",
    }
    for _ in range(3):  # an answer may open another question
        given = "\n".join(f"  {name}: {answers[name]}" for name in asked if name in answers)
        path = copied("wooden-toy", ("facts:\n", f"facts:\n{given}\n"))
        done = shell("check", path, "--to", "DE", *WHEN, "--explain")
        assert done.status == 0, done.err
        if heading not in done.out:
            break
        asked += [name for name in lines_under(done.out, heading) if name not in asked]
    assert done.out.startswith("Allowed   ")
    assert "Next question" not in done.out


def test_a_bag_is_told_to_write_its_thickness(shell):
    before = shell("check", copied("pla-carrier-bag"), "--to", "DE", *LAST_DAY, "--lang", "zh").out
    assert before.startswith("还不能判断")
    assert "bag_thickness_um: …  # 袋厚；数字，单位 µm" in before
    thick = copied("pla-carrier-bag", ("facts:\n", "facts:\n  bag_thickness_um: 60\n"))
    assert shell("check", thick, "--to", "DE", *LAST_DAY, "--lang", "zh").out.startswith("有条件可进")
    thin = copied("pla-carrier-bag", ("facts:\n", "facts:\n  bag_thickness_um: 20\n"))
    assert shell("check", thin, "--to", "DE", *LAST_DAY, "--lang", "zh").out.startswith("不可进")  # 15 to 49 µm


def test_a_forbidden_plate_is_told_to_become_another_one_first(shell):
    out = shell("check", copied("bamboo-fibre-kitchenware"), "--to", "DE", *WHEN, "--lang", "zh").out
    assert "产品改好后写在哪里：先改材料清单等相关内容，再改“事实”" in out
    assert lines_under(out, "产品改好后写在哪里") == ["plant_filler_in_plastic"]
    other = copied(
        "bamboo-fibre-kitchenware",
        ("material: bamboo powder", "material: cellulose pulp"),
        ("plant_filler_in_plastic: true", "plant_filler_in_plastic: false"),
    )
    assert shell("check", other, "--to", "DE", *WHEN, "--lang", "zh").out.startswith("有条件可进")


def test_a_list_is_said_to_name_all_there_is_and_no_answer_is_made_up(shell):
    out = shell("check", copied("wooden-toy"), "--to", "DE", *WHEN).out
    assert "A list names all there is" in out
    assert "    claims: []\n" in out  # the codes of claims are no answer to copy
    assert "responsible_person: true | false" in out
    assert "marks: [CE, importer_address]" in out  # what the rules look for, none besides


def test_the_steps_of_a_gap_name_their_place_and_lead_to_the_answer(shell):
    asked = ("--profile", "small-importer", "--to", "DE", "--on", "2026-11-30")
    before = shell("pillars", copied("rpet-tote"), *asked).out
    flat = re.sub(r"\s+", " ", before)
    assert "cannot tell yet" in flat
    for name in ("oxo_degradable", "entity_list_match", "forced_labour_finding"):
        assert f"at /facts/{name}" in flat
    assert "{value: …, grade: E1, source: …}" in flat
    paper = "grade: E1, source: made-up report"
    given = (
        f"facts:\n  oxo_degradable: false\n  entity_list_match: {{value: false, {paper}}}\n"
        f"  forced_labour_finding: {{value: none, {paper}}}\n"
    )
    after = shell("pillars", copied("rpet-tote", ("facts:\n", given)), *asked).out
    assert "Small importer (illustrative): qualifies" in after


def test_a_claim_that_waits_for_a_fact_names_the_rule_that_names_it(shell):
    text = "82 % recycled material by mass of the product"
    asked = ("claims", text, "--to", "DE", "--on", "2026-12-01", "--product")
    before = shell(*asked, copied("rpet-tote")).out
    assert "greencard rules show EU-PPWR-14" in before
    assert "claim_exceeds_legal_minimum" in shell("rules", "show", "EU-PPWR-14").out
    given = ("facts:\n", "facts:\n  claim_exceeds_legal_minimum: true\n")
    after = shell(*asked, copied("rpet-tote", given)).out
    assert "May be said so" in after.split("\n", 1)[0]


def test_a_misspelt_paper_is_said_to_be_one_that_no_rule_looks_for(shell):
    asked = ("check", copied("rpet-tote"), "--to", "DE", *WHEN)
    done = shell(*asked, "--registration", "LUCID", "--mark", "ce", "--document", "passport-of-mars")
    assert done.status == 0
    flat = re.sub(r"\s+", " ", done.err)
    assert "No rule held looks for --registration 'LUCID' (did you mean DE_LUCID?)." in flat
    assert "--mark 'ce' (did you mean CE?)" in flat
    assert "--document 'passport-of-mars'." in flat
    assert "GC-CLI-068" not in shell(*asked, "--registration", "DE_LUCID", "--mark", "CE").err
    zh = shell(*asked, "--registration", "LUCID", "--lang", "zh").err
    assert "收录的规则都不看 --registration 'LUCID'（是否想写 DE_LUCID？）。" in zh
