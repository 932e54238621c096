"""The one word: bans, conditions, open questions in order, and the two orders every acceptance begins with."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from greencard.adapters.packs.rules import load_all, load_pack
from greencard.errors import InvalidInput
from greencard.model import BorderCost, Customs, Fact, MissingFact, Order, Product, Text, Verdict
from greencard.rules import ENGINE, prepare, verdict
from greencard.rules.evaluate import judge
from greencard.rules.verdict import missing_facts, overall
from rules_samples import fact, facts, line, order, pack, part, product, rule

TODAY = date(2026, 11, 23)
HAMBURG = {"destination": "DE", "on": "2027-02-10", "quantity": 9000}


def _word(*rules: dict[str, Any], late: bool = False, **known: Any) -> str:
    some = pack(HARMLESS, *rules)
    return overall(judge(some, prepare(some.vocabulary, facts(**known), order().on), order()).rules, late=late)


def _questions(*rules: dict[str, Any], **known: Any) -> list[MissingFact]:
    some = pack(*rules)
    return list(missing_facts(some, judge(some, prepare(some.vocabulary, facts(**known), order().on), order()).rules))


HARMLESS = rule("HARMLESS", require="true")
BAN = rule("BAN", scope="p", require="false")
LIMIT = rule("LIMIT", scope="p", require="x < 3")
PAPER = rule("PAPER", scope="p", require="'doc' in documents", consequence="document_required")
CLAIM = rule("CLAIM", scope="'neutral' in claims", require="false", consequence="claim_prohibited")
SHAPE = rule("SHAPE", scope="p", require="q")


@pytest.mark.parametrize(
    ("rules", "known", "word"),
    [
        # a ban: reach decides
        ([BAN], {"p": True}, "not_allowed"),
        ([BAN], {"p": False}, "allowed"),
        ([BAN], {}, "cannot_tell"),
        # a limit: a missing report is a condition, a bad one is a failure
        ([LIMIT], {"p": True, "x": "2"}, "allowed"),
        ([LIMIT], {"p": True, "x": "3"}, "not_allowed"),
        ([LIMIT], {"p": True}, "allowed_with_conditions"),
        ([LIMIT], {}, "allowed_with_conditions"),
        # known to be over the limit, unknown whether it applies: then the limit is a ban
        ([LIMIT], {"x": "3"}, "cannot_tell"),
        # papers can still be brought
        ([PAPER], {"p": True, "documents": ["doc"]}, "allowed"),
        ([PAPER], {"p": True, "documents": []}, "allowed_with_conditions"),
        ([PAPER], {"p": True}, "allowed_with_conditions"),
        ([PAPER], {}, "allowed_with_conditions"),
        ([PAPER], {"documents": []}, "allowed_with_conditions"),
        # claims can still be dropped
        ([CLAIM], {"claims": ["neutral"]}, "allowed_with_conditions"),
        ([CLAIM], {}, "allowed_with_conditions"),
        ([CLAIM], {"claims": []}, "allowed"),
        # a property of the goods as made: no paper changes it
        ([SHAPE], {"p": True}, "cannot_tell"),
        ([SHAPE], {"p": True, "q": False}, "not_allowed"),
        ([SHAPE], {}, "allowed_with_conditions"),
        # the customs code itself
        ([rule(hs=["44"], require="'doc' in documents")], {}, "cannot_tell"),
        ([rule(hs=["44"], require="'doc' in documents")], {"hs_code": "4"}, "cannot_tell"),
        ([rule(hs=["44"], require="'doc' in documents")], {"hs_code": "44"}, "allowed_with_conditions"),
        ([rule(hs=["44"], require="false")], {"hs_code": "45"}, "allowed"),
        # a failure outweighs an open ban, an open ban outweighs conditions
        ([BAN, rule("B2", require="r")], {"r": False}, "not_allowed"),
        ([BAN, rule("B2", require="'doc' in documents")], {}, "cannot_tell"),
        # severities below block never prohibit
        ([rule(severity="fix", require="q")], {"q": False}, "allowed_with_conditions"),
        ([rule(severity="fix", require="false", scope="p")], {}, "allowed_with_conditions"),
        ([rule(severity="warn", require="q")], {"q": False}, "allowed"),
        ([rule(severity="info", require="q")], {}, "allowed"),
        ([rule(severity="watch", require="q")], {"q": False}, "allowed"),
        # neither does anything that does not pass the gate
        ([rule(trust="recall", require="q")], {"q": False}, "allowed"),
        ([rule(status="contested", require="q")], {"q": False}, "allowed"),
        ([rule(status="proposal", require="q")], {"q": False}, "allowed"),
        ([rule(status="adopted_pending_act", require="q")], {"q": False}, "allowed"),
        ([rule(status="adopted_future", require="q")], {"q": False}, "not_allowed"),
        ([rule(trust="recall", scope="p", require="false")], {}, "allowed"),
        # nor law that does not apply on the day
        ([rule(applies_from="2027-02-11", require="q")], {"q": False}, "allowed"),
        ([rule(applies_until="2027-02-09", require="q")], {"q": False}, "allowed"),
    ],
)
def test_overall(rules: list[dict[str, Any]], known: dict[str, Any], word: str):
    assert _word(*rules, **known) == word


def test_from_the_day_of_the_order_missing_papers_are_too_late():
    assert _word(PAPER, late=True, p=True, documents=[]) == "not_allowed"
    assert _word(PAPER, late=True, p=True) == "allowed_with_conditions"
    assert _word(CLAIM, late=True, claims=["neutral"]) == "not_allowed"


def test_a_paper_that_cures_only_half_cures_nothing():
    half = rule(require="'doc' in documents && x < 3")
    assert _word(half, documents=[], x="2") == "allowed_with_conditions"
    assert _word(half, documents=[], x="3") == "not_allowed"


def test_no_rules_is_no_permission():
    assert overall([], late=False) == "cannot_tell"
    answer = verdict(load_pack("BD"), product(), order("BD"), as_of=TODAY)
    assert answer.overall == "cannot_tell"
    assert "no rules" in answer.summary.en
    assert "没有" in answer.summary.zh
    assert verdict(load_all(), product(), order("GB-NIR"), as_of=TODAY).overall == "cannot_tell"


@pytest.mark.parametrize(
    "only",
    [
        rule(status="contested", require="true"),
        rule(trust="recall", require="true"),
        rule(require="true", applies_until="2027-02-09"),
        rule(require="true", applies_from="2027-02-11"),
    ],
)
def test_rules_that_may_not_decide_give_no_permission(only: dict[str, Any]):
    some = pack(only)
    judged = judge(some, prepare(some.vocabulary, (), order().on), order()).rules
    assert overall(judged, late=False) == "cannot_tell"


def test_a_contested_ban_alone_is_no_answer_for_nigeria():
    answer = verdict(load_pack("NG"), _desk_set(), order("NG"), as_of=TODAY)
    assert answer.overall == "cannot_tell"
    assert "Nigeria" in answer.summary.en


def test_questions_come_blocking_first_then_by_what_they_settle():
    wide = [rule(f"W{n}", scope="r", require="'doc' in documents") for n in range(3)]
    asked = _questions(*wide, BAN, rule("Y", require="y < 1"))
    assert [one.name for one in asked] == ["p", "r", "y"]
    assert [one.blocking for one in asked] == [True, False, False]
    assert asked[1].rules == ("W0", "W1", "W2")
    assert asked[0].question == Text(en="p?", zh="p？")


def test_what_a_rule_requires_is_asked_once_it_applies():
    assert [one.name for one in _questions(PAPER)] == ["p"]
    assert [one.name for one in _questions(PAPER, p=True)] == ["documents"]
    assert _questions(PAPER, p=False) == []


def test_answering_the_first_question_again_and_again_ends_in_a_definite_word():
    rules = [BAN, LIMIT, PAPER, SHAPE, rule("Q", scope="q && r", require="false")]
    known: dict[str, Any] = {}
    answers: dict[str, Any] = {"p": False, "q": True, "r": False, "x": "1", "documents": ["doc"], "claims": []}
    for _ in range(10):
        asked = _questions(*rules, **known)
        if not asked:
            break
        known[asked[0].name] = answers[asked[0].name]
    assert _word(*rules, **known) == "allowed"
    assert len(known) <= 3


DESK = (
    fact("product_functions", ["stationery"]),
    fact("single_use", False),
    fact("food_contact", False),
    fact("consumer_product", True),
    fact("indoor_use", True),
    fact("has_battery", False),
    fact("is_eee", False),
)


def _desk_set(*more: Fact) -> Product:
    return product(
        *DESK,
        *more,
        bom=(
            line("laminated bamboo board (moso)", "0.98"),
            line("UF-free PVAc adhesive", "0.018"),
            line("plant-oil finish", "0.012"),
            line("felt feet, recycled PET", "0.006"),
            line("steel screws", "0.014"),
        ),
        packaging=(part("moulded pulp tray", "0.055"), part("printed sleeve, FSC board", "0.038")),
    )


def _find(answer: Verdict, rule_id: str):
    return next(one for one in answer.outcomes if one.rule_id == rule_id)


def test_bamboo_desk_set_to_hamburg_is_allowed_with_conditions():
    answer = verdict(load_pack("DE"), _desk_set(), order(**HAMBURG), as_of=TODAY)
    assert answer.overall == "allowed_with_conditions"
    # packaging registration, and the bamboo-and-wood questions
    assert _find(answer, "DE-VERPACKDG").status == "unknown"
    assert _find(answer, "EU-PPWR-44").missing_facts == ("registrations",)
    assert _find(answer, "EU-REACH-77-W").missing_facts == ("composite_wood", "formaldehyde_air")
    eudr = _find(answer, "EU-EUDR-A")
    assert (eudr.status, eudr.reasons[0].en) == ("not_applicable", "Does not reach these goods: materials: not wood.")
    battery = [one for one in answer.outcomes if one.rule_id.startswith("EU-BATT")]
    assert battery == []
    assert "Germany" in answer.summary.en
    assert "德国" in answer.summary.zh
    assert not any(one.blocking for one in answer.missing)
    assert len(answer.missing) <= 20
    assert (answer.engine, answer.as_of, answer.illustrative) == (ENGINE, TODAY, True)
    assert answer.pack == load_pack("DE").digest


def test_the_same_desk_set_with_papers_comes_closer():
    before = verdict(load_pack("DE"), _desk_set(), order(**HAMBURG), as_of=TODAY)
    papers = {"registrations": ("DE_LUCID",), "documents": ("packaging_EU_DoC",), "marks": ("importer_address",)}
    after = verdict(load_pack("DE"), _desk_set(fact("claims", [])), order(**HAMBURG, **papers), as_of=TODAY)
    for rule_id in ("DE-VERPACKDG", "EU-PPWR-44", "EU-PPWR-15", "EU-PPWR-18"):
        assert _find(before, rule_id).status == "unknown"
        assert _find(after, rule_id).status == "pass"
    assert len(after.missing) < len(before.missing)


def test_bamboo_fibre_kitchenware_to_hamburg_is_not_allowed():
    goods = product(
        bom=(
            line("bamboo powder", "0.52"),
            line("melamine-formaldehyde resin", "0.31", plastic=True),
            line("corn starch", "0.09"),
            line("pigment", "0.008"),
        ),
        packaging=(part("board box", "0.14"), part("LDPE inner bag", "0.012", plastic=True)),
        code="39241000",
    )
    answer = verdict(load_pack("DE"), goods, order(**HAMBURG), as_of=TODAY)
    assert answer.overall == "not_allowed"
    ban = _find(answer, "EU-FCM-BAMBOO")
    assert (ban.status, ban.severity) == ("fail", "block")
    assert "10/2011" in ban.citation
    assert ban.remedy.zh
    assert answer.summary.en.startswith("Not allowed in Germany on 2027-02-10: Plastic food-contact articles")


def test_a_record_that_says_nothing_of_use_cannot_be_answered():
    answer = verdict(load_pack("DE"), product(bom=(line("ABS"),)), order(**HAMBURG), as_of=TODAY)
    assert answer.overall == "cannot_tell"
    assert answer.missing[0].blocking
    assert answer.missing[0].question.en in answer.summary.en
    assert answer.missing[0].name in {"single_use", "product_functions", "food_contact"}


def test_law_to_come_is_shown_with_its_date():
    answer = verdict(load_pack("DE"), product(fact("has_battery", True)), order(**HAMBURG), as_of=TODAY)
    coming = _find(answer, "EU-BATT-11")
    assert (coming.status, coming.severity, coming.applies_from) == ("not_applicable", "watch", date(2027, 2, 18))
    assert all(one.severity == "watch" or one.status != "not_applicable" or one.reasons for one in answer.outcomes)


def test_local_law_that_was_not_looked_at_is_named():
    answer = verdict(load_pack("US"), _desk_set(), order("US"), as_of=TODAY)
    assert "California" in answer.summary.en
    assert "加利福尼亚州" in answer.summary.zh
    assert "Not looked at" not in verdict(load_pack("US-CA"), _desk_set(), order("US-CA"), as_of=TODAY).summary.en


def test_border_cost_is_carried_unchanged():
    border = (BorderCost(regime="eu-cbam", status="not_applicable", reason=Text(en="no", zh="否"), as_of=TODAY),)
    assert verdict(load_pack("DE"), _desk_set(), order(**HAMBURG), as_of=TODAY, border=border).border == border


def test_the_answer_is_the_same_every_time_and_survives_json():
    goods, asked = _desk_set(), order(**HAMBURG)
    first = verdict(load_pack("DE"), goods, asked, as_of=TODAY)
    verdict(load_pack("DE"), product(), order(**(HAMBURG | {"quantity": 3})), as_of=TODAY)
    again = verdict(load_pack("DE"), goods, asked, as_of=TODAY)
    raw = msgspec.json.encode(first)
    assert raw == msgspec.json.encode(again)
    assert msgspec.json.decode(raw, type=Verdict) == first


def test_wrong_stated_fact_is_refused():
    with pytest.raises(InvalidInput) as caught:
        verdict(load_pack("DE"), product(fact("materials", ["plastics"])), order(**HAMBURG), as_of=TODAY)
    assert caught.value.code == "GC-RUL-009"
    assert "plastic" in caught.value.faults[0].text("en")


@pytest.mark.parametrize("destination", ["DE", "FR", "ES", "GB", "GB-ENG", "US-CA", "JP", "BR", "KE", "AE", "IN", "CH"])
def test_every_destination_answers_in_both_languages(destination: str):
    asked: Order = order(**(HAMBURG | {"destination": destination}))
    answer = verdict(load_pack(destination), _desk_set(), asked, as_of=TODAY)
    assert answer.summary.en
    assert answer.summary.zh
    assert answer.overall in {"allowed", "allowed_with_conditions", "cannot_tell"}
    for one in answer.missing:
        assert one.rules
        assert one.question.en
        assert one.question.zh


def test_the_summary_counts_what_it_does_not_name():
    answer = verdict(load_pack("DE"), _desk_set(), order(**HAMBURG), as_of=TODAY)
    sure = int(answer.summary.en.partition("(")[2].partition(" ")[0])
    assert answer.summary.en.endswith(f" and {sure - 3} more.")
    assert answer.summary.zh.endswith(f"等 {sure} 项。")
    assert "…" not in answer.summary.en + answer.summary.zh


def test_a_number_of_conditions_that_is_zero_is_not_named():
    kenya = verdict(load_pack("KE"), _desk_set(), order("KE"), as_of=TODAY).summary
    assert "(1 to fulfil)" in kenya.en
    assert "（须满足 1 项）" in kenya.zh
    brazil = verdict(load_pack("BR"), _desk_set(), order("BR"), as_of=TODAY).summary
    assert "(none certain, 1 that may apply)" in brazil.en
    assert "（可能适用 1 项）" in brazil.zh


def test_a_day_before_all_rules_is_not_a_destination_without_rules():
    answer = verdict(load_pack("DE"), _desk_set(), order("DE", "1990-01-01"), as_of=TODAY)
    assert answer.overall == "cannot_tell"
    assert "on that day" in answer.summary.en
    assert "在该日" in answer.summary.zh


def test_a_rule_that_may_not_apply_counts_half_and_the_laboratory_comes_last():
    open_reach = [rule(f"O{n}", scope="r", require="'doc' in documents") for n in range(2)]
    sure = rule("SURE", require="'doc' in documents")
    assert [one.name for one in _questions(*open_reach, sure)] == ["documents", "r"]
    assert [one.name for one in _questions(*open_reach, rule("LAB", require="x < 3"))] == ["r", "x"]
    more = rule("O2", scope="r", require="'doc' in documents")
    assert [one.name for one in _questions(*open_reach, more, sure)] == ["r", "documents"]


def test_a_screw_is_not_first_asked_about_button_cells():
    screws = product(bom=(line("stainless steel"),), code="73181410", customs=Customs(code="73181410", system="CN"))
    asked = verdict(load_pack("US-CA"), screws, order("US-CA"), as_of=TODAY).missing
    names = [one.name for one in asked]
    assert names.index("entity_list_match") < names.index("button_cell")


def test_a_carrier_bag_of_polyethylene_cannot_be_cleared_for_kenya():
    # NEMA on Gazette Notice 2356: no exemption for carrier bags; flat bags may be primary industrial packaging
    papers = ("KE_primary_industrial_clearance",)
    bag = product(fact("product_functions", ["carrier_bag"]), bom=(line("LDPE"),), code="39232100")
    for held in ((), papers):
        assert verdict(load_pack("KE"), bag, order("KE", documents=held), as_of=TODAY).overall == "not_allowed"
    film = product(fact("product_functions", ["packaging_item"]), bom=(line("LDPE"),), code="39232100")
    assert _find(verdict(load_pack("KE"), film, order("KE", documents=papers), as_of=TODAY), "KE-BAG").status == "pass"
    # sources differ on fully biodegradable bags: no flat ban is read into them
    pla = product(fact("product_functions", ["carrier_bag"]), bom=(line("PLA"),), code="39232990")
    answer = verdict(load_pack("KE"), pla, order("KE"), as_of=TODAY)
    assert (answer.overall, _find(answer, "KE-BAG").status) == ("allowed_with_conditions", "unknown")
