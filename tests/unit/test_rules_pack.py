"""The packaged rules and vocabulary: complete, cited, in both languages; files read strictly; inheritance."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from greencard.adapters.packs import rules as packaged
from greencard.errors import InvalidInput
from greencard.rules import RulePack, parse_group, parse_jurisdictions, parse_vocabulary
from greencard.rules import terms as t
from greencard.rules.evaluate import binds
from greencard.rules.vocabulary import MAX_BYTES
from rules_samples import JURISDICTIONS, VOCABULARY, pack, rule, vocabulary

EVERY = packaged.load_all()
RULES = list(EVERY.rules())
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_every_rule_is_there_once():
    first = {one.rule.id: one for one in reversed(RULES)}
    assert len(first) == 262
    assert Counter(one.rule.jurisdiction for one in first.values())["EU"] == 85
    assert [one.rule.id for one in RULES if one is not first[one.rule.id]] == [
        "DE-BAG",
        "GB-PPT",
        "US-CA-AB1817",
        "ZA-BAG",
    ]


def test_no_rule_of_the_table_was_lost():
    known = {one.rule.id for one in RULES} | {name for one in RULES for name in one.rule.formerly}
    assert len(known) == 262 + 4
    reference = Path(__file__).parents[3] / "shared" / "reference" / "regulations" / "rules.csv"
    if not reference.exists():
        pytest.skip("shared material not beside this checkout")
    with reference.open(encoding="utf-8", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} <= known


@pytest.mark.parametrize("one", RULES, ids=[one.rule.id for one in RULES])
def test_rule_is_complete(one):
    rule_ = one.rule
    assert rule_.title.en
    assert HAN.search(rule_.title.zh) or rule_.title.zh == "SASO RoHS"
    assert rule_.citation
    assert rule_.source
    assert rule_.checked_on >= date(2026, 11, 1)
    assert rule_.jurisdiction in EVERY.jurisdictions.names
    assert bool(rule_.remedy.en) == bool(rule_.remedy.zh)
    if rule_.applies_from is None:
        assert rule_.status == "proposal"
    if rule_.trust == "recall" or rule_.status in {"contested", "proposal", "adopted_pending_act"}:
        assert not binds(one)
    for name in one.names:
        kind = EVERY.vocabulary.kinds[name]
        assert kind.question.en.endswith(("?", "."))
        assert HAN.search(kind.question.zh)
        assert kind.label.en
        assert kind.label.zh


def test_titles_differ_between_languages():
    same = [one.rule.id for one in RULES if one.rule.title.en == one.rule.title.zh]
    assert same == ["SA-ROHS"]


def test_all_codes_used_in_rules_have_words_in_both_languages():
    for one in RULES:
        for term in _atoms(one.scope) + _atoms(one.require):
            if isinstance(term, t.Has):
                codes = EVERY.vocabulary.kinds[term.name].codes
                assert all(codes[code].en and codes[code].zh for code in term.codes), one.rule.id


def _atoms(term: t.Term) -> list[t.Term]:
    match term:
        case t.Not(inner):
            return _atoms(inner)
        case t.All(terms) | t.Any(terms):
            return [atom for inner in terms for atom in _atoms(inner)]
        case _:
            return [term]


def test_every_priced_levy_has_a_base_that_reads():
    levies = [one for one in RULES if one.rule.levy is not None]
    assert len(levies) == 21  # twenty rules, the plastic packaging tax with two rates
    for one in levies:
        assert one.rule.levy is not None
        assert (one.base is None) == (one.rule.levy.rate is None), one.rule.id
        assert one.rule.levy.rate is None or one.rule.levy.rate > 0
    rates = {one.rule.id: one.rule.levy.rate for one in levies if one.rule.levy}
    assert rates["GB-PPT"] == Decimal("228.82")
    assert rates["CO-TAX"] == Decimal("0.00005")


def test_statuses_and_trust():
    assert Counter(one.rule.status for one in RULES) == {
        "in_force": 225,
        "adopted_future": 25,
        "adopted_pending_act": 8,
        "contested": 5,
        "proposal": 3,
    }
    assert {one.rule.id for one in RULES if one.rule.trust == "recall"} == {
        "EU-REACH-72",
        "US-OR-EPR",
        "US-CO-EPR",
        "CH-CHILD",
        "CH-ORRCHEM",
        "DE-BAG",
        "GB-PPT-2027",
        "JP-HHS-F",
        "RW-LEVY",
        "VN-WASTE",
        "ZA-BAG",
    }
    # the step of 75 % is recalled, that of 100 % was read
    assert [(one.rule.trust, binds(one)) for one in EVERY.versions("ZA-BAG2")] == [("recall", False), ("seen", True)]


@pytest.mark.parametrize(
    ("destination", "chain", "holds", "lacks"),
    [
        ("DE", ("EU", "DE"), {"EU-FCM-BAMBOO", "DE-BAG"}, {"FR-UIN", "GB-TOY"}),
        ("PL", ("EU", "PL"), {"EU-FCM-BAMBOO"}, {"DE-BAG"}),
        ("DE-BY", ("EU", "DE", "DE-BY"), {"EU-FCM-BAMBOO", "DE-BAG"}, {"FR-UIN"}),
        ("GB", ("GB",), {"GB-TOY"}, {"GB-ENG-SUP", "EU-FCM-BAMBOO"}),
        ("GB-ENG", ("GB", "GB-ENG"), {"GB-TOY", "GB-ENG-SUP"}, {"GB-WLS-WIPES"}),
        ("UK", ("GB",), {"GB-TOY"}, set()),
        ("EL", ("EU", "GR"), {"EU-FCM-BAMBOO"}, set()),
        ("UK-ENG", ("GB", "GB-ENG"), {"GB-TOY", "GB-ENG-SUP"}, set()),
        ("GB-NIR", ("GB-NIR",), set(), {"GB-TOY"}),
        ("UK-NIR", ("GB-NIR",), set(), {"GB-TOY"}),
        ("FR-NC", ("FR-NC",), set(), {"EU-FCM-BAMBOO", "FR-UIN"}),
        ("ES-CE", ("ES-CE",), set(), {"EU-FCM-BAMBOO", "ES-PLASTIC"}),
        ("NL-AW", ("NL-AW",), set(), {"EU-FCM-BAMBOO"}),
        ("ES-CN", ("EU", "ES", "ES-CN"), {"EU-FCM-BAMBOO", "ES-PLASTIC"}, set()),
        ("US-CA", ("US", "US-CA"), {"US-LACEY", "US-CA-P65"}, {"US-NY-PFAS"}),
        ("CH", ("CH",), {"CH-WOOD"}, {"EU-FCM-BAMBOO"}),
        ("BD", ("BD",), set(), {"EU-FCM-BAMBOO"}),
        ("EU", ("EU",), {"EU-FCM-BAMBOO"}, {"DE-BAG"}),
    ],
)
def test_inheritance(destination: str, chain: tuple[str, ...], holds: set[str], lacks: set[str]):
    assert EVERY.jurisdictions.chain(destination) == chain
    for source in (EVERY, packaged.load_pack(destination)):
        ids = {one.rule.id for one in source.view(destination).rules}
        assert holds <= ids
        assert not lacks & ids


def test_a_loaded_destination_answers_like_the_whole_pack():
    for destination in packaged.destinations():
        alone = [one.rule.id for one in packaged.load_pack(destination).view(destination).rules]
        assert sorted(alone) == sorted(one.rule.id for one in EVERY.view(destination).rules)
        assert alone


def test_subdivisions_with_rules_are_named():
    assert set(packaged.load_pack("GB").view("GB").elsewhere) == {"GB-ENG", "GB-WLS"}
    assert packaged.load_pack("GB-ENG").view("GB-ENG").elsewhere == ()


@pytest.mark.parametrize("code", ["", "de", "Germany", "D", "DE-", "US-CALI", "DE\n", "1A"])
def test_destination_must_be_a_code(code: str):
    with pytest.raises(InvalidInput) as caught:
        packaged.load_pack(code)
    assert caught.value.code == "GC-RUL-010"


def test_packs_are_read_once_and_carry_a_digest_of_content():
    assert packaged.load_pack("DE") is packaged.load_pack("DE")
    assert packaged.load_pack("DE").digest != packaged.load_pack("FR").digest
    assert re.fullmatch(r"[0-9a-f]{64}", packaged.load_pack("DE").digest)
    assert pack(rule()).digest == pack(rule()).digest
    assert pack(rule()).digest != pack(rule(note="x")).digest
    table = parse_jurisdictions(JURISDICTIONS.replace("DE, FR", "DE").encode())
    assert RulePack(vocabulary(), table, pack(rule()).groups).digest != pack(rule()).digest


def test_catalogue_vocabulary_is_the_same_list():
    kinds = packaged.fact_vocabulary()
    assert set(kinds) == set(EVERY.vocabulary.kinds)
    assert kinds["materials"].closed
    assert "bamboo" in kinds["materials"].allowed
    assert kinds["pb_ppm"].unit == "mg/kg"


def test_a_day_is_in_time_from_the_first_to_the_last_day():
    view = pack(
        rule(applies_from="2026-09-27", applies_until="2027-03-31"), rule("OPEN", applies_from="2027-03-31")
    ).view("DE")
    expected = {
        "2026-09-26": (False, False),
        "2026-09-27": (True, False),
        "2026-12-01": (True, False),
        "2027-03-30": (True, False),
        "2027-03-31": (True, True),
        "2027-04-01": (False, True),
        "2090-01-01": (False, True),
    }
    assert {day: view.in_time(date.fromisoformat(day)) for day in expected} == expected


def test_in_time_agrees_with_each_rule_on_every_day_around_every_date():
    view = EVERY.view("DE")
    days = {one.rule.applies_from for one in view.rules} | {one.rule.applies_until for one in view.rules}
    for day in sorted(day for day in days if day):
        for near in (day - timedelta(days=1), day, day + timedelta(days=1)):
            assert view.in_time(near) == tuple(one.in_time(near) for one in view.rules)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {"en": "x"}},
        {"title": {"zh": "x"}},
        {"citation": " "},
        {"source": ""},
        {"consequence": "levy"},
        {"levy": {"rate": "1", "currency": "EUR", "unit": "kg"}},
        {"applies_until": "2019-12-31"},
        {"status": "law"},
        {"severity": "deadly"},
        {"trust": "believed"},
        {"colour": "green"},
        {"applies_from": "soon"},
    ],
)
def test_incomplete_rule_is_refused(changes: dict[str, Any]):
    with pytest.raises(InvalidInput) as caught:
        pack(rule(**changes))
    assert caught.value.code == "GC-RUL-005"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"scope": "z"}, "scope"),
        ({"require": "x"}, "require"),
        ({"hs": ["4a"]}, "hs"),
        ({"consequence": "levy", "levy": {"rate": "1", "currency": "EUR", "unit": "kg", "base": "p"}}, "levy base"),
    ],
)
def test_wrong_expression_names_rule_and_part(changes: dict[str, Any], part: str):
    with pytest.raises(InvalidInput) as caught:
        pack(rule("R-9", **changes))
    fault = caught.value.faults[0]
    assert fault.code in {"GC-RUL-003", "GC-RUL-004"}
    assert (fault.params["rule"], fault.params["part"]) == ("R-9", part)
    assert (fault.place.file, fault.place.pointer) == ("eu.yaml", "/rules/0")


def test_a_rule_id_is_used_once():
    with pytest.raises(InvalidInput) as caught:
        pack(rule(), rule())
    assert caught.value.code == "GC-RUL-006"
    one = pack(rule())
    with pytest.raises(InvalidInput) as again:
        RulePack(one.vocabulary, one.jurisdictions, [*one.groups, *one.groups])
    assert again.value.code == "GC-RUL-006"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[",
        b"\xff\xfe\x00",
        b"a: !!python/object/apply:os.system [ls]",
        b"schema: greencard/rules/1\ngroup: EU\nrules: &a []\n",
        b"schema: greencard/rules/2\ngroup: EU\nrules: []\n",
        b"schema: greencard/rules/1\ngroup: EU\nrules: [*a]\n",
        b"schema: greencard/rules/1\ngroup: EU\nrules: 3\n",
        b"schema: greencard/rules/1\ngroup: EU\nrules: [{id: 2026-13-45}]\n",
        b"[" * 5000,
        b"#" * (MAX_BYTES + 1),
    ],
)
def test_unreadable_file_is_refused(raw: bytes):
    for read in (
        lambda: parse_group(raw, vocabulary()),
        lambda: parse_vocabulary(raw),
        lambda: parse_jurisdictions(raw),
    ):
        with pytest.raises(InvalidInput) as caught:
            read()
        assert caught.value.code == "GC-RUL-005"


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    fits = VOCABULARY + "#" * (MAX_BYTES - len(VOCABULARY.encode()))
    assert parse_vocabulary(fits.encode()).kinds
    with pytest.raises(InvalidInput) as caught:
        parse_vocabulary((fits + "#").encode())
    assert caught.value.code == "GC-RUL-005"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: q,", "name: p,"),
        (", codes: {small: {en: small, zh: small}, large: {en: large, zh: large}}", ""),
        ("[doc, paper]", "[doc, stamp]"),
        ("settled_by: test", "settled_by: nobody"),
    ],
)
def test_wrong_vocabulary_is_refused(old: str, new: str):
    assert old in VOCABULARY
    with pytest.raises(InvalidInput) as caught:
        parse_vocabulary(VOCABULARY.replace(old, new, 1).encode())
    assert caught.value.code == "GC-RUL-005"


def test_the_reference_page_lists_every_fact_and_count():
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [name for name in EVERY.vocabulary.kinds if f"| `{name}` |" not in page] == []
    assert f"{len({one.rule.id for one in RULES})} rules in " in page


def test_every_source_entry_is_complete():
    path = Path(packaged.__file__).parents[2] / "data" / "SOURCES.d" / "rules.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert {"id", "title", "publisher", "licence", "reference", "retrieved", "used_for"} <= set(entry)


def test_every_member_state_inherits_the_union():
    union = {one.rule.id for one in RULES if one.rule.jurisdiction == "EU"}
    members = EVERY.jurisdictions.eu_members
    assert len(members) == 27
    for member in members:
        assert union <= {one.rule.id for one in packaged.load_pack(member).view(member).rules}


def test_a_yearly_rate_ends_with_its_year():
    years = [one.rule for name in ("GB-PPT", "GB-PPT-2027") for one in EVERY.versions(name)]
    for earlier, later in pairwise(years):
        assert earlier.applies_until == later.applies_from - timedelta(days=1)
    assert [rule_.levy.rate for rule_ in years] == [Decimal("223.69"), Decimal("228.82"), None]
    assert "pack_plastic_pcr_share" in years[-1].scope
    assert [one.rule for one in EVERY.versions("GB-PPT-2025")] == years[:2]


def test_chinese_titles_are_written_as_a_chinese_officer_writes():
    for one in RULES:
        assert not re.search(r"\d %", one.rule.title.zh), one.rule.id
        assert not re.search("生产者责任(?!延伸)", one.rule.title.zh), one.rule.id


def test_a_view_knows_when_its_law_was_read():
    assert packaged.load_pack("DE").view("DE").read_on == date(2026, 11, 22)
    assert packaged.load_pack("BD").view("BD").read_on is None
