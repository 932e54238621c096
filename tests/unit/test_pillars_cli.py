"""`greencard pillars` as a person meets it: both languages, every width, JSON that validates, no claims."""

from __future__ import annotations

import re

import jsonschema_rs
import pytest

from greencard.adapters.packs.claims import claim_lexicon
from greencard.adapters.packs.pillars import buyer_profiles
from greencard.model import PillarReport
from greencard.model.schemas import json_schema
from service_samples import EXAMPLES, LOU, Bench
from walk import Shell

PROFILE = """schema: greencard/buyer-profile/1
id: mine
name: {en: My buyer, zh: 我的买家}
source: order form of 2026
plastic_reference: {grams: 100, name: {en: last year's pack, zh: 去年包装}, source: our file}
criteria:
  - {id: r, label: {en: less plastic, zh: 减塑}, measure: plastic_reduction, op: ">=", threshold: 0.05, required: true}
"""
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def file(name):
    return str(EXAMPLES / f"{name}.yaml")


def test_the_names_in_the_help_are_those_that_ship(shell):
    found = shell("pillars", "--help")
    assert found.status == 0
    for name in buyer_profiles():
        assert name in re.sub(r"\s+│\s+│?\s*", " ", found.out) or name in found.out.replace("\n", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("lang", "width"), [("en", "40"), ("zh", "80"), ("en", "120")])
def test_every_example_is_shown_and_nothing_shown_is_a_claim(shell, monkeypatch, name, lang, width):
    monkeypatch.setenv("COLUMNS", width)
    found = shell("pillars", file(name), "--profile", "supermarket-chain", "--lang", lang, "--on", "2026-11-30")
    assert found.status == 0, found.err
    text = found.out
    assert "Traceback" not in text
    # The first line is the merchant's own name for the goods; the last tells which verb reads what was written.
    body = text.split("\n", 1)[1].replace("greencard", "")
    for word in (
        "green",
        "eco-friendly",
        "zero-carbon",
        "carbon neutral",
        "sustainable",
        "绿色",
        "环保",
        "零碳",
        "低碳",
    ):
        assert word not in body.lower()
    flat = re.sub(r"\s+", " ", body)
    flat = re.sub("oxo-degradable|氧化降解", "", flat)  # what a question of law asks about
    if name not in {"bamboo-fibre-kitchenware", "pla-carrier-bag"}:  # their traps name the words they warn of
        said = {found.family for found in claim_lexicon().find(flat) if found.use == "asserted"}
        # What the pillars measure, each with its figure beside it; "renewable is not recycled" among them.
        assert said <= {"recycled", "plastic_free", "recyclable", "bio_based"}
    if lang == "zh":
        assert "再生料" in text
        assert "Recycled content" not in text
    assert max(map(len, text.splitlines())) <= int(width)


def test_json_validates_and_says_the_same(shell):
    found = shell("pillars", file("aluminium-cookware"), "--profile", "supermarket-chain", "--json").json
    validator = jsonschema_rs.validator_for(json_schema(PillarReport))
    validator.validate(found)
    assert found["recycled"]["shares"][0]["declared"] == "0.284051222351"
    assert found["buyer"]["answer"] == "cannot_tell"
    assert not validator.is_valid(found | {"score": 5})


def test_without_a_profile_there_is_no_answer_and_a_hint(shell):
    found = shell("pillars", file("ceramic-mug"))
    assert "--profile" in found.out
    assert shell("pillars", file("ceramic-mug"), "--json").json["buyer"] is None


def test_an_own_profile_with_its_own_reference(shell, tmp_path):
    (tmp_path / "mine.yaml").write_text(PROFILE, encoding="utf-8")
    # the tote holds 92 g of plastic: 8 % less than 100 g
    found = shell("pillars", file("rpet-tote"), "--profile", "mine.yaml")
    assert "My buyer: qualifies" in found.out
    assert "−8.0 %" in found.out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("--profile", "nobody"), 2, "GC-SVC-070"),
        (("--profile", "./none.yaml"), 2, "GC-CLI-003"),
        (("--profile", "bad.yaml"), 2, "GC-PIL-002"),
        (("--to", "Germany"), 2, "GC-RUL-010"),
        (("--to", "DE," * 301), 2, "GC-SVC-072"),
        (("--utility", "0"), 2, "GC-SVC-071"),
        (("--utility", "much"), 2, "GC-QTY-001"),
        (("--pieces", "-3"), 2, "GC-SVC-071"),
        (("--on", "yesterday"), 2, None),
    ],
)
def test_bad_input_is_named(shell, tmp_path, arguments, status, code):
    (tmp_path / "bad.yaml").write_text("schema: [", encoding="utf-8")
    found = shell("pillars", file("ceramic-mug"), *arguments)
    assert found.status == status
    assert "Traceback" not in found.err
    if code:
        assert code in found.err
        assert shell("pillars", file("ceramic-mug"), *arguments, "--json").json["error"] == code


def test_a_share_of_95_is_refused_at_its_fact(shell, tmp_path):
    text = (EXAMPLES / "ceramic-mug.yaml").read_text(encoding="utf-8")
    key = "facts:\n" if "facts:\n" in text else "事实:\n"
    (tmp_path / "p.yaml").write_text(text.replace(key, f"{key}  living_wage_share: 95\n"), encoding="utf-8")
    found = shell("pillars", "p.yaml")
    assert (found.status, "GC-CAT-058" in found.err) == (2, True)
    assert "0.95" in found.err


def test_hostile_words_do_not_steer_the_terminal(shell, tmp_path):
    evil = (
        PROFILE.replace("My buyer", "My \\e[31mbuyer\\u202e")
        .replace("{en: My", '{en: "My')
        .replace("u202e, zh", 'u202e", zh')
    )
    (tmp_path / "evil.yaml").write_text(evil, encoding="utf-8")
    found = shell("pillars", file("rpet-tote"), "--profile", "evil.yaml")
    assert found.status == 0, found.err
    assert "\x1b[31m" not in found.out
    assert "\u202e" not in found.out


def test_stored_products_answer_too():
    bench = Bench()
    try:
        data = (EXAMPLES / "rpet-tote.yaml").read_bytes()
        bench.app.store_product(LOU, data, "t.yaml")
        found = bench.app.pillars_stored(LOU, "rpet-tote", profile="public-buyer")
        assert str(found.as_of) == "2026-11-23"
        assert found.buyer is not None
    finally:
        bench.close()
