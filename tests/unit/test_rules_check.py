"""`greencard rules check`: the packaged rules hold, and whatever is wrong is said with file, line and rule."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs import rules as packaged
from greencard.adapters.packs.hs import hs_codes
from greencard.interfaces import wiring_rules_check
from greencard.interfaces.cli import main
from greencard.model.schemas import json_schema
from greencard.rules import evaluate
from greencard.rules.check import Checked, Ground, check_files
from greencard.rules.entry import RuleFile
from greencard.rules.selftest import played
from greencard.rules.vocabulary import converted, read_yaml
from rules_samples import ACTS, facts, order, vocabulary

GROUND = Ground(
    vocabulary(),
    packaged.jurisdictions(),
    packaged.parse_acts(ACTS.encode()),
    hs_codes().contains,
    besides=packaged.load_all().rules(),
)
GOOD = """
schema: greencard/rules/2
jurisdiction: DE
law: Law
rules:

- id: DE-ONE
  title: {en: One, zh: 一}
  citation: Law s 1
  applies_from: 2026-01-01
  applies_until: 2026-12-31
  status: in_force
  hs: ['44']
  parameters:
    max_x: {unit: mg, values: {2026-01-01: {value: '5'}}}
  scope: p
  require: x <= max_x
  consequence: prohibited
  severity: block
  addressee: importer
  trust: seen
  source: page
  checked_on: 2026-11-22
  tests:
    day: 2026-01-01
    facts: {hs_code: '441990', p: true, x: 4}
    cases:
    - {expect: pass}
    - {expect: pass, with: {x: 5}}
    - {expect: fail, with: {x: 5.1}}
    - {expect: unknown, without: [x]}
    - {expect: not_applicable, with: {p: false}}
    - {expect: not_applicable, with: {hs_code: '961700'}}
    - {expect: not_applicable, day: 2025-12-31}
    - {expect: pass, day: 2026-12-31}
    - {expect: not_applicable, day: 2027-01-01}
"""


def _checked(text: str, name: str = "de/law.yaml") -> Checked:
    return check_files({name: text.encode()}, GROUND)


def _said(*changes: tuple[str, str]) -> str:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found = _checked(text).findings
    assert all(one.file == "de/law.yaml" and one.text.en and one.text.zh for one in found)
    return " | ".join(one.text.en for one in found)


def test_a_rule_that_holds():
    checked = _checked(GOOD)
    assert (checked.findings, checked.rules, checked.tests) == ((), 1, 9)


def test_a_finding_names_file_line_and_rule():
    (finding,) = _checked(
        GOOD.replace("    - {expect: fail, with: {x: 5.1}}", "    - {expect: pass, with: {x: 5.1}}")
    ).findings[:1]
    assert (finding.file, finding.line, finding.rule) == ("de/law.yaml", 7, "DE-ONE")
    assert finding.text.en == "test 3 on 2026-01-01: the law says pass, the rule says fail"
    assert finding.text.zh == "测试 3（2026-01-01）：应为 pass，规则得出 fail"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    - {expect: pass, with: {x: 5}}\n", "", "if x <= 5 were strict, or not"),
        ("{2026-01-01: {value: '5'}}", "{2026-01-01: {value: '5'}, 2026-07-01: {value: '3'}}", "no test on 2026-07-01"),
        ("{2026-01-01: {value: '5'}}", "{2026-01-01: {value: '5'}, 2026-07-01: {value: '3'}}", "if x <= 3 were strict"),
        ("x: 5.1", "x: 50", "if x <= 5 were a little higher"),
        ("    - {expect: pass, with: {x: 5}}\n", "    - {expect: pass, with: {x: 4.5}}\n", "a little lower"),
        ("    - {expect: not_applicable, with: {p: false}}\n", "", "if p were always true"),
        ("    - {expect: not_applicable, with: {hs_code: '961700'}}\n", "", "if hs: 44 were always true"),
        ("    - {expect: unknown, without: [x]}\n", "", "no test expects unknown"),
        ("    - {expect: not_applicable, day: 2025-12-31}\n", "", "no test on 2025-12-31 expects a rule that does not"),
        ("    - {expect: pass, day: 2026-12-31}\n", "", "no test on 2026-12-31 expects a rule that reaches"),
        ("    - {expect: not_applicable, day: 2027-01-01}\n", "", "no test on 2027-01-01 expects"),
        (GOOD[GOOD.index("  tests:") :], "", "no tests"),
        ("zh: 一", "zh: ''", "GC-RUL-005"),
        ("en: One, zh: 一", "en: 一, zh: One", "a language stands in the other's place"),
        ("source: page", "source: recall, from memory", "the source says recall"),
        ("source: page", "source: ''", "has no source"),
        ("['44']", "['4499']", "HS 2022 has no 4499"),
        ("['44']", "['441']", "give 2, 4, 6 or more digits"),
        ("['44']", "['44999999']", "HS 2022 has no 449999"),
        ("x <= max_x", "x <= 5.0", "the figure 5.0 should be a parameter"),
        ("x <= max_x", "x <= 0.0", "parameter max_x is not used"),
        ("{unit: mg,", "{unit: g,", "GC-RUL-022"),
        ("scope: p", "scope: nobody_knows", "GC-RUL-003"),
        ("p: true, x", "nobody_knows: true, x", "GC-RUL-007"),
        ("status: in_force", "status: adopted_future", "in force since 2026-01-01"),
        ("checked_on: 2026-11-22", "checked_on: 2025-11-22", "adopted_future"),
        ("status: in_force", "status: adopted_pending_act", "must name the act"),
        (
            "applies_from: 2026-01-01",
            "applies_from: {not_before: 2026-01-01, or_after: {act: NONE, plus: P1Y}}",
            "GC-RUL-020",
        ),
        (
            "applies_from: 2026-01-01",
            "applies_from: {not_before: 2026-01-01, or_after: {act: ACT, plus: P1Y}}",
            "no test of a day that follows from the act",
        ),
        ("id: DE-ONE", "id: one", "is no id"),
        ("id: DE-ONE", "id: DE-BAG", "the id DE-BAG is taken"),
        ("id: DE-ONE", "id: GB-PPT-2025", "the id GB-PPT-2025 is taken"),
        ("  hs: ['44']", "  overrides: [DE-BAG]\n  hs: ['44']", "no rule of a wider jurisdiction"),
        ("  hs: ['44']", "  overrides: [US-LACEY]\n  hs: ['44']", "no rule of a wider jurisdiction"),
        ("  hs: ['44']", "  overrides: [NONE]\n  hs: ['44']", "no rule of a wider jurisdiction"),
        ("law: Law\n", "law: ' '\n", "the law has no short name"),
        ("jurisdiction: DE", "jurisdiction: FR", "the folder is de, the jurisdiction FR"),
        ("jurisdiction: DE", "jurisdiction: XA", "jurisdictions.yaml does not name XA"),
        ("severity: block", "severity: deadly", "GC-RUL-005"),
        (
            "  require: x <= max_x\n",
            "  require: 'true'\n  require: x <= max_x\n",
            "require is given twice in one place",
        ),
        (
            "applies_until: 2026-12-31",
            "applies_until: {not_before: 2027-01-01, or_after: {act: ACT}}",
            "follows from the act",
        ),
        ("schema: greencard/rules/2", "schema: greencard/rules/1", "GC-RUL-005"),
        ("rules:\n", "rules: [\n", "GC-RUL-005"),
        ("applies_from: 2026-01-01", "applies_from: 0001-01-01", "0001-01-01 lies outside 1900 to 2999"),
        ("applies_until: 2026-12-31", "applies_until: 9999-12-31", "9999-12-31 lies outside"),
        ("values: {2026-01-01:", "values: {9999-12-31:", "9999-12-31 lies outside"),
        ("day: 2026-12-31", "day: 9999-12-31", "9999-12-31 lies outside"),
        (
            "- {expect: pass}",
            "- {expect: pass, acts: {ACT: 9999-01-01}}",
            "act ACT: 9999-01-01 lies outside 1900 to 2999",
        ),
        ("- {expect: pass}", "- {expect: pass, acts: {NONE: 2027-01-01}}", "GC-RUL-020"),
        ("{x: 5.1}", "{x: 1.0e+400}", "GC-RUL-008"),
        ("{x: 5.1}", "{p: [a]}", "GC-RUL-008"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, words: str):
    assert words in _said((old, new))


def test_a_rule_that_an_act_keeps_from_ever_binding_is_played_all_the_same():
    late = ("applies_from: 2026-01-01", "applies_from: {not_before: 2026-01-01, or_after: {act: ACT}}")
    after = ("- {expect: pass}", "- {expect: pass}\n    - {expect: not_applicable, acts: {ACT: 2028-01-01}}")
    status = ("status: in_force", "status: adopted_future")
    assert _said(late, after, status) == ""
    done = ("applies_from: 2026-01-01", "applies_from: {not_before: 2026-01-01, or_after: {act: DONE}}")
    checked = _checked(GOOD.replace(*done))
    assert (checked.findings, checked.rules, checked.tests) == ((), 1, 0)


def test_a_union_rule_may_be_replaced():
    assert _said(("  hs: ['44']", "  overrides: [EU-TOY-2009]\n  hs: ['44']")) == ""


LEVY = (
    ("  consequence: prohibited\n  severity: block\n", "  consequence: levy\n  severity: cost\n  levy: LEVY\n"),
    (
        "    max_x: {unit: mg, values: {2026-01-01: {value: '5'}}}\n",
        "    rate: {unit: EUR/kg, values: {2026-01-01: {value: '2'}}}\n",
    ),
    ("  require: x <= max_x\n", "  require: 'true'\n"),
)


@pytest.mark.parametrize(
    ("levy", "words"),
    [
        (
            "{rate: rate, currency: EUR, unit: kg, base: product_mass_g * 0.001 * order_quantity}",
            "no amount for the rate",
        ),
        ("{rate: rate, currency: euro, unit: kg, base: product_mass_g * 0.001 * order_quantity}", "no currency code"),
        ("{rate: rate, currency: EUR, unit: barrel, base: product_mass_g * 0.001}", "a charge per 'barrel'"),
        ("{rate: rate, currency: EUR, unit: t, base: pack_plastic_kg * 0.001}", "EUR/kg, the charge in EUR/t"),
        ("{rate: rate, currency: EUR, unit: kg, base: product_mass_g * order_quantity}", "does not come to kg"),
        ("{rate: rate, currency: EUR, unit: kg, base: product_mass_g * 0.001}", "does not come to kg"),
        ("{rate: rate, currency: EUR, unit: kg}", "a rate and its base come together"),
        (
            "{rate: rate, currency: EUR, unit: kg, base: pack_plastic_kg * (1.0 - pack_plastic_pcr_share)}",
            "no amount for the rate",
        ),
        ("{rate: rate, currency: EUR, unit: kg, base: pack_plastic_kg - pack_paper_kg}", "no amount for the rate"),
        ("{rate: rate, currency: EUR, unit: kg, base: pack_plastic_kg - order_quantity}", "does not come to kg"),
        ("{rate: rate, currency: EUR, unit: kg, base: pack_plastic_kg, cap_per_unit: '1'}", "in which the cap decides"),
        (
            "{rate: rate, currency: EUR, unit: kg, base: pack_plastic_kg, note: {en: less for some}}",
            "levy note stands in one language only",
        ),
    ],
)
def test_charges_are_counted_in_the_unit_of_their_rate(levy: str, words: str):
    text = GOOD
    for old, new in LEVY:
        assert old in text
        text = text.replace(old, new)
    text = (
        text.replace("LEVY", levy).replace("scope: p", "scope: food_contact").replace("p: true", "food_contact: true")
    )
    text = re.sub(r"\bx\b", "pb_ppm", text.replace("p: false", "food_contact: false"))
    ground = Ground(packaged.vocabulary(), packaged.jurisdictions(), packaged.acts(), hs_codes().contains)
    found = check_files({"de/law.yaml": text.encode()}, ground).findings
    said = " | ".join(one.text.en for one in found)
    assert words in said
    if words.startswith("no amount"):
        assert "does not come" not in said
        assert "charge in" not in said


def test_an_amount_is_compared_to_the_last_digit():
    name = "gb/plastic-packaging-tax.yaml"
    raw = packaged.read_packaged(name).decode()
    assert "due: '178.952'" in raw
    ground = Ground(packaged.vocabulary(), packaged.jurisdictions(), packaged.acts(), hs_codes().contains)
    (finding, *_) = check_files({name: raw.replace("due: '178.952'", "due: '178.953'").encode()}, ground).findings
    assert finding.text.en.endswith("the law says pass, due 178.953, the rule says pass, due 178.952")


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, len(GOOD) - 1),
    st.integers(0, 12),
    st.sampled_from(["", "-", "null", "[]", "9999-12-31", "1e999", "'", "&a", "中"]),
)
def test_a_damaged_file_is_judged_and_never_breaks_the_check(at: int, gone: int, put: str):
    damaged = GOOD[:at] + put + GOOD[at + gone :]
    for finding in _checked(damaged).findings:
        assert finding.text.en
        assert finding.text.zh


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"a: &a 1", b"[" * 3000, b"#" * 1_000_001, b"", b"rules: 3"])
def test_hostile_bytes_are_a_finding(raw: bytes):
    (finding,) = check_files({"de/law.yaml": raw}, GROUND).findings
    assert "GC-RUL-005" in finding.text.en
    assert finding.text.zh


def test_the_json_schema_of_a_rule_file_takes_the_packs_and_no_others():
    takes = jsonschema_rs.validator_for(json_schema(RuleFile))
    for name in packaged.packaged_files():
        document = json.loads(msgspec.json.encode(read_yaml(packaged.read_packaged(name), name)))
        assert takes.is_valid(document), name
    good = json.loads(msgspec.json.encode(read_yaml(GOOD.encode())))
    assert takes.is_valid(good)
    for field in ("source", "title", "checked_on", "trust"):
        assert not takes.is_valid(good | {"rules": [{k: v for k, v in good["rules"][0].items() if k != field}]})
    assert not takes.is_valid(good | {"colour": "green"})


def test_every_case_of_the_packs_is_played_by_both_back_ends():
    name = "eu/food-contact-plastics-10-2011.yaml"
    file = converted(packaged.read_packaged(name), RuleFile, name)
    cases = list(played(file, packaged.vocabulary(), packaged.acts()))
    assert all(case.holds for case in cases)
    assert {case.generated for case in cases} == {"pass", "fail", "unknown", "not_applicable"}


# -- the verb --------------------------------------------------------------------------------------------------------


def _run(*argv: str) -> int:
    try:
        main(["rules", "check", *argv])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _own(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "own"
    (folder / "de").mkdir(parents=True)
    (folder / "de" / "law.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_verb_says_what_is_wrong_with_a_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    wrong = GOOD.replace("scope: p", "scope: nobody_knows").replace("DE-ONE", "DE-BAG")
    folder = _own(tmp_path, wrong)
    assert _run(str(folder), "--lang", "en") == 1
    printed = capsys.readouterr().out
    assert "de/law.yaml" in printed
    assert "line 7 DE-BAG the id DE-BAG is taken" in printed
    assert "GC-RUL-003" in printed
    assert "1 rule in 1 file, 0 tests played: 2 things wrong." in printed
    assert _run(str(folder), "--lang", "zh") == 1
    printed = capsys.readouterr().out
    assert "第 7 行 DE-BAG 编号 DE-BAG 已被使用" in printed
    assert "处问题" in printed
    assert _run(str(folder), "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["findings"][0]["line"] == 7
    assert set(document["findings"][0]["text"]) == {"en", "zh"}


def test_the_verb_refuses_a_directory_without_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert _run(str(tmp_path), "--lang", "en") == 2
    assert "GC-RUL-024" in capsys.readouterr().err


def test_the_packaged_rules_have_nothing_wrong(capsys: pytest.CaptureFixture[str]):
    assert _run("--json") == 0
    checked = json.loads(capsys.readouterr().out)
    assert checked["findings"] == []
    assert (checked["files"], checked["rules"]) == (165, 262)
    assert checked["tests"] > 1900


def test_the_verb_is_content_with_rules_that_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    example = {match["name"]: match["text"] for match in BLOCK.finditer(PAGE)}
    for name, text in example.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for lang, words in (("en", "2 rules in 1 file, 18 tests played: nothing wrong."), ("zh", "没有问题")):
        assert _run(str(tmp_path), "--lang", lang) == 0
        assert words in capsys.readouterr().out


# -- the worked example of docs/rules.md -----------------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- file: (?P<name>\S+) -->\n```yaml\n(?P<text>.*?)```", re.DOTALL)


def test_the_country_added_in_the_page_holds_and_answers(tmp_path: Path):
    blocks = {match["name"]: match["text"] for match in BLOCK.finditer(PAGE)}
    assert len(blocks) >= 3
    for name, text in blocks.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert wiring_rules_check.check(tmp_path).findings == ()
    pack = packaged.load_directory(tmp_path)

    def answer(rule: str, day: str, **known: Any) -> tuple[str, str]:
        found = [one for one in evaluate(pack, facts(**known), order("XA", day)) if one.rule_id == rule]
        return found[0].status, found[0].severity

    thin = {"product_functions": ["carrier_bag"], "materials": ["plastic"], "bag_thickness_um": "40"}
    assert answer("XA-BAG-3", "2027-02-10", **thin) == ("fail", "block")
    assert answer("XA-BAG-3", "2026-02-10", **thin)[0] == "pass"


def test_the_page_shows_the_format_it_describes():
    shown = re.search(r"```yaml\n(schema: greencard/rules/2\n.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    (entry,) = converted(shown[1].encode(), RuleFile, "page").rules
    assert entry.tests is not None
    assert set(yaml.safe_load(shown[1])["rules"][0]) >= {"parameters", "levy", "tests", "formerly"}
