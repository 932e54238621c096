"""Outcomes: dates, trust gate, expiry, grades, levies, reasons and remedies, faults in facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from greencard.adapters.packs.rules import load_all
from greencard.errors import InvalidInput
from greencard.model import Fact, RuleOutcome
from greencard.rules import evaluate
from rules_samples import fact, facts, order, pack, rule

LEVY = {"rate": "2.5", "currency": "EUR", "unit": "kg", "base": "x * order_quantity"}


def _one(changes: dict[str, Any], known: tuple[Fact, ...] = (), on: str = "2027-02-10") -> RuleOutcome:
    (outcome,) = evaluate(pack(rule(**changes)), known, order(on=on))
    return outcome


@pytest.mark.parametrize(
    ("known", "status", "missing"),
    [
        ({"q": False}, "not_applicable", ()),
        ({"q": True, "p": True}, "pass", ()),
        ({"q": True, "p": False}, "fail", ()),
        ({"q": True}, "unknown", ("p",)),
        ({"p": True}, "pass", ()),
        ({"p": False}, "unknown", ("q",)),
        ({}, "unknown", ("q", "p")),
    ],
)
def test_status_and_missing_facts(known: dict[str, bool], status: str, missing: tuple[str, ...]):
    outcome = _one({"scope": "q", "require": "p"}, facts(**known))
    assert (outcome.status, outcome.missing_facts) == (status, missing)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-09-26", "not_applicable"),
        ("2026-09-27", "fail"),
        ("2027-03-31", "fail"),
        ("2027-04-01", "not_applicable"),
    ],
)
def test_first_and_last_day_count(on: str, status: str):
    changes = {"applies_from": "2026-09-27", "applies_until": "2027-03-31"}
    assert _one(changes, facts(p=False), on).status == status


@pytest.mark.parametrize(
    ("on", "severity"),
    [
        ("2024-12-29", "info"),  # two years and a day ahead
        ("2024-12-30", "watch"),
        ("2026-12-29", "watch"),
        ("2026-12-30", "block"),
    ],
)
def test_adopted_law_is_announced_two_years_ahead(on: str, severity: str):
    outcome = _one({"applies_from": "2026-12-30", "status": "adopted_future"}, facts(p=False), on)
    assert outcome.severity == severity
    assert outcome.applies_from == date(2026, 12, 30)
    assert outcome.status == ("fail" if severity == "block" else "not_applicable")
    if severity == "watch":
        assert "2026-12-30" in outcome.reasons[0].en
        assert "2026-12-30" in outcome.reasons[0].zh


def test_law_to_come_that_cannot_reach_the_goods_is_not_announced():
    changes = {"applies_from": "2027-06-01", "status": "adopted_future", "scope": "q"}
    assert _one(changes, facts(q=False)).severity == "info"
    assert _one(changes).severity == "watch"
    assert _one(changes | {"hs": ["95"]}, facts(hs_code="4420")).severity == "info"
    assert _one({"applies_from": None, "status": "proposal"}).severity == "info"
    assert _one({"applies_from": "2027-06-01", "status": "proposal"}).severity == "info"


@pytest.mark.parametrize(
    ("trust", "status", "severity"),
    [
        ("seen", "in_force", "block"),
        ("seen", "adopted_future", "block"),
        ("seen", "adopted_pending_act", "warn"),
        ("seen", "contested", "warn"),
        ("seen", "proposal", "info"),
        ("recall", "in_force", "warn"),
        ("recall", "adopted_future", "warn"),
    ],
)
@pytest.mark.parametrize("own", ["block", "fix", "cost"])
def test_trust_gate(trust: str, status: str, severity: str, own: str):
    outcome = _one({"trust": trust, "status": status, "severity": own}, facts(p=False))
    assert outcome.status == "fail"
    assert outcome.severity == (own if severity == "block" else severity)
    assert (outcome.trust, outcome.law_status) == (trust, status)
    cautioned = any("decide" in reason.en or "only" in reason.en for reason in outcome.reasons)
    assert cautioned == (severity != "block")


@pytest.mark.parametrize("own", ["warn", "info", "watch"])
def test_the_gate_never_raises_a_severity(own: str):
    assert _one({"trust": "recall", "severity": own}, facts(p=False)).severity == own


def test_customs_prefixes_are_a_hard_filter():
    changes = {"hs": ["4419", "9503"]}
    assert _one(changes, facts(p=False, hs_code="95030000")).status == "fail"
    assert _one(changes, facts(p=False, hs_code="4420")).status == "not_applicable"
    assert _one(changes, facts(p=False, hs_code="44")).missing_facts == ("hs_code",)
    assert _one(changes, facts(p=False)).status == "unknown"


@pytest.mark.parametrize(
    ("valid", "status"),
    [
        ({"valid_until": date(2027, 2, 9)}, "unknown"),
        ({"valid_until": date(2027, 2, 10)}, "pass"),
        ({"valid_from": date(2027, 2, 10)}, "pass"),
        ({"valid_from": date(2027, 2, 11)}, "unknown"),
    ],
)
def test_a_fact_out_of_its_validity_is_unknown(valid: dict[str, date], status: str):
    outcome = _one({}, (fact("p", True, **valid),))
    assert outcome.status == status
    assert (outcome.weakest_grade is None) == (status == "unknown")


def test_an_expired_fact_hides_an_older_statement_of_the_same_name():
    known = (fact("p", True), fact("p", True, valid_until=date(2027, 1, 1)))
    assert _one({}, known).status == "unknown"


def test_of_two_facts_of_one_name_the_later_counts():
    assert _one({}, (fact("p", True), fact("p", False))).status == "fail"


def test_weakest_grade_is_of_the_facts_the_rule_looks_at():
    known = (fact("p", True, grade="E3"), fact("q", True, grade="E1"), fact("r", True, grade="E0"))
    assert _one({"scope": "q"}, known).weakest_grade == "E1"
    assert _one({}, known).weakest_grade == "E3"
    # the same facts with another grade are another outcome, not a remembered one
    shared = pack(rule())
    grades = [evaluate(shared, (fact("p", True, grade=g),), order())[0].weakest_grade for g in ("E3", "E0", "E3")]
    assert grades == ["E3", "E0", "E3"]


def test_a_remembered_outcome_is_not_used_for_other_facts_or_days():
    shared = pack(rule(applies_from="2027-01-01", scope="q"))

    def status(on: str, **known: bool) -> str:
        return evaluate(shared, facts(**known), order(on=on))[0].status

    assert [
        status("2027-01-01", q=True, p=True),
        status("2027-01-01", q=True, p=False),
        status("2026-12-31", q=True, p=False),
        status("2027-01-01", q=True),
        status("2027-01-01", q=False),
    ] == ["pass", "fail", "not_applicable", "unknown", "not_applicable"]


@pytest.mark.parametrize(
    ("changes", "known", "amount"),
    [
        ({}, {"x": "0.4", "order_quantity": "100"}, Decimal(100)),  # 2.5 x 0.4 x 100
        ({"levy": LEVY | {"cap_per_unit": "0.75"}}, {"x": "0.4", "order_quantity": "100"}, Decimal(75)),
        ({"levy": LEVY | {"cap_per_unit": "1.5"}}, {"x": "0.4", "order_quantity": "100"}, Decimal(100)),
        ({"levy": LEVY | {"illustrative": True}}, {"x": "1", "order_quantity": "1"}, None),
        ({"trust": "recall"}, {"x": "1", "order_quantity": "1"}, None),
        ({"status": "contested"}, {"x": "1", "order_quantity": "1"}, None),
        ({"severity": "watch"}, {"x": "1", "order_quantity": "1"}, None),
        ({}, {"x": "1"}, None),
    ],
)
def test_levy_amount(changes: dict[str, Any], known: dict[str, str], amount: Decimal | None):
    base = {"consequence": "levy", "severity": "cost", "levy": LEVY, "require": "true"}
    outcome = _one(base | changes, facts(**known))
    assert outcome.status == "pass"
    assert outcome.levy is not None
    assert outcome.levy.amount == amount
    assert (outcome.levy.rate, outcome.levy.currency) == (Decimal("2.5"), "EUR")
    assert outcome.missing_facts == (("order_quantity",) if len(known) == 1 else ())


def test_levy_of_open_reach_is_unknown_and_unpriced():
    levy = {"consequence": "levy", "severity": "cost", "levy": LEVY, "require": "true", "scope": "q"}
    known = {"x": "1", "order_quantity": "1"}
    outcome = _one(levy, facts(**known))
    assert (outcome.status, outcome.missing_facts) == ("unknown", ("q",))
    assert outcome.levy is not None
    assert outcome.levy.amount is None
    assert _one(levy, facts(q=False, **known)).levy is None


def test_levy_stands_apart_from_its_registration():
    levy = {"consequence": "levy", "severity": "cost", "levy": LEVY, "require": "'doc' in documents"}
    known = facts(x="1", order_quantity="2", documents=[])
    outcome = _one(levy, known)
    assert outcome.status == "fail"
    assert outcome.levy is not None
    assert outcome.levy.amount == 5


def test_a_rate_that_was_not_seen_gives_no_levy_but_a_sentence():
    unseen = {"currency": "TRY", "unit": "kg"}
    outcome = _one({"consequence": "levy", "severity": "cost", "levy": unseen, "require": "true"})
    assert (outcome.status, outcome.levy) == ("pass", None)
    assert "rate" in outcome.reasons[0].en


def test_reasons_and_remedies_speak_both_languages():
    every = load_all()
    known = (
        fact("product_functions", ["jewellery"]),
        fact("pb_ppm", "600"),
        fact("consumer_product", True),
        fact("materials", ["pvc", "plastic"]),
        fact("pack_types", ["sales"]),
    )
    for destination in ("DE", "FR", "ES", "GB-ENG", "US-CA", "JP", "KR", "BR", "KE", "AE", "IN", "AU-WA", "TR", "CH"):
        for outcome in evaluate(every, known, order(destination)):
            for text in (*outcome.reasons, outcome.title):
                assert text.en
                assert text.zh
            if outcome.status in {"fail", "unknown"}:
                assert outcome.remedy.en, outcome.rule_id
                assert outcome.remedy.zh, outcome.rule_id
            if outcome.status == "unknown":
                assert outcome.missing_facts, outcome.rule_id


def test_failure_says_what_is_required_and_what_was_recorded():
    every = load_all()
    known = facts(product_functions=["jewellery"], pb_ppm="600")
    lead = next(one for one in evaluate(every, known, order("PL")) if one.rule_id == "EU-REACH-63-J")
    assert lead.status == "fail"
    assert lead.reasons[0].en == (
        "Required: lead < 500 mg/kg. Recorded: lead = 600 mg/kg; functions of the product = jewellery."
    )
    assert lead.reasons[0].zh == "要求：铅 < 500 mg/kg。记录：铅 = 600 mg/kg；产品功能 = 首饰。"
    assert lead.remedy.en == "Have a laboratory report show: lead < 500 mg/kg."
    unknown = next(one for one in evaluate(every, known, order("PL")) if one.rule_id == "EU-REACH-23-J")
    assert unknown.reasons[0].en == "Applies; still to be shown: cadmium < 100 mg/kg."


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (fact("pp", True), "GC-RUL-007"),
        (fact("p", "yes"), "GC-RUL-008"),
        (fact("x", True), "GC-RUL-008"),
        (fact("x", "two"), "GC-RUL-008"),
        (fact("x", "1e999999999"), "GC-RUL-008"),
        (fact("x", "NaN"), "GC-RUL-008"),
        (fact("x", "1", unit="kg"), "GC-RUL-008"),
        (fact("s", "a"), "GC-RUL-008"),
        (fact("s", ["a"] * 600), "GC-RUL-008"),
        (fact("s", ["d"]), "GC-RUL-009"),
        (fact("size", "tiny"), "GC-RUL-009"),
        (fact("size", ["small"]), "GC-RUL-008"),
        (fact("origin", ""), "GC-RUL-008"),
        (fact("origin", "C" * 100), "GC-RUL-008"),
        (fact("day", "2027-2-1"), "GC-RUL-008"),
        (fact("day", "20270201"), "GC-RUL-008"),
    ],
)
def test_a_wrong_fact_is_refused_with_its_place(wrong: Fact, code: str):
    with pytest.raises(InvalidInput) as caught:
        evaluate(pack(rule()), (fact("p", True), wrong), order())
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == (code, "/facts/1")
    assert fault.text("en") != fault.text("zh")


def test_a_misspelt_name_is_answered_with_the_near_one():
    with pytest.raises(InvalidInput) as caught:
        evaluate(load_all(), (fact("food_contct", True),), order())
    assert "food_contact" in caught.value.faults[0].text("zh")


def test_a_number_in_its_own_unit_is_read():
    assert _one({"require": "x < 2"}, (fact("x", "1.5", unit="mg"),)).status == "pass"


def test_destination_without_rules_has_no_outcomes():
    assert evaluate(load_all(), (), order("BD")) == ()


def test_what_may_make_a_charge_less_stands_beside_its_amount():
    note = {"en": "Less for small importers.", "zh": "小额进口商可少缴。"}
    base = {"consequence": "levy", "severity": "cost", "levy": LEVY | {"note": note}, "require": "true"}
    priced = _one(base, facts(x="1", order_quantity="1"))
    assert [reason.zh for reason in priced.reasons] == ["小额进口商可少缴。"]
    assert _one(base, facts(x="1")).reasons[0].en == "The amount waits for its base."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"levy": LEVY | {"illustrative": True}}, "forecast"),
        ({"trust": "recall"}, "not settled law"),
        ({"severity": "watch"}, "watched"),
    ],
)
def test_a_charge_without_amount_says_why(changes: dict[str, Any], words: str):
    base = {"consequence": "levy", "severity": "cost", "levy": LEVY, "require": "true"}
    outcome = _one(base | changes, facts(x="1", order_quantity="1"))
    assert words in outcome.reasons[0].en


# Spain: 1000 x (0.004 + 0.016) kg = 20 kg of plastic, none certified: 20 x 0.45 = 9.00 EUR.
# United Kingdom: 0.02 t x 223.69 = 4.4738 GBP until 2026-03-31, 0.02 t x 228.82 = 4.5764 GBP in 2026/27, no rate after.
# California: 1.5 % of 3 x 2000 USD = 90 USD, capped at 3 x 15 = 45 USD.
@pytest.mark.parametrize(
    ("destination", "on", "rule_id", "amount"),
    [
        ("ES", "2027-02-10", "ES-PLASTIC", "9"),
        ("GB", "2025-04-01", "GB-PPT", "4.4738"),
        ("GB", "2026-03-31", "GB-PPT", "4.4738"),
        ("GB", "2026-04-01", "GB-PPT", "4.5764"),
        ("GB", "2027-03-31", "GB-PPT", "4.5764"),
        ("GB", "2027-04-01", "GB-PPT-2027", None),
        ("IT", "2027-02-10", "IT-MACSI", None),
        ("US-CA", "2027-02-10", "US-CA-SB1215", "45"),
    ],
)
def test_charges_of_an_order_by_hand(destination: str, on: str, rule_id: str, amount: str | None):
    known = facts(
        pack_materials=["pe", "plastic"],
        pack_reusable=False,
        pack_plastic_kg="20",
        pack_plastic_certified_share="0",
        pack_plastic_recycled_share="0.1",
        pack_plastic_pcr_share="0.1",
        operator_packaging_t_y="12",
        has_battery=True,
        battery_removable=False,
        retail_price="2000",
        order_quantity="3",
    )
    found = {one.rule_id: one for one in evaluate(load_all(), known, order(destination, on))}
    levy = found[rule_id].levy
    assert (levy.amount if levy else None) == (None if amount is None else Decimal(amount))
    if amount is None:
        assert found[rule_id].reasons[0].zh


def test_a_condition_on_a_date_is_not_lost_in_chinese():
    waits = {"not_before": "2028-01-01", "or_after": {"act": "ACT", "plus": "P18M"}}
    outcome = _one({"applies_from": waits, "status": "adopted_future"}, facts(p=False))
    assert (outcome.severity, outcome.law_status) == ("watch", "adopted_pending_act")
    assert "or 18 months after the acts are in force, whichever is later" in outcome.reasons[0].en
    assert "或细则生效后 18 个月，以较晚者为准" in outcome.reasons[0].zh
    assert "after" not in outcome.reasons[0].zh
