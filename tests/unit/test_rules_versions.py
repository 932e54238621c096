"""Dated figures, days that wait for an act, and rules that replace a wider one: what an order of one day sees."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from greencard.adapters.packs.rules import load_all, load_pack, packaged_files, read_packaged
from greencard.errors import InvalidInput
from greencard.rules import Acts, evaluate, parse_acts, prepare
from greencard.rules.acts import AfterAct, When, resolved
from greencard.rules.entry import Case, RuleFile, RuleTests
from greencard.rules.selftest import played
from greencard.rules.terms import names_in
from greencard.rules.vocabulary import converted
from rules_samples import ACTS, facts, order, pack, rule

DAY = timedelta(days=1)
EVERY = load_all()
LIMIT = {"max_x": {"unit": "mg", "values": {"2020-01-01": {"value": "5"}, "2027-01-01": {"value": "3"}}}}


def _spans(*rules: dict[str, Any]) -> list[tuple[str, date | None, date | None]]:
    return [(one.rule.id, one.rule.applies_from, one.rule.applies_until) for one in pack(*rules).rules()]


def _status(day: str, x: str, **changes: Any) -> str:
    (outcome,) = evaluate(pack(rule(parameters=LIMIT, require="x <= max_x", **changes)), facts(x=x), order("DE", day))
    return outcome.status


# -- parameters ------------------------------------------------------------------------------------------------------


def test_a_changed_figure_makes_two_versions_that_do_not_overlap():
    assert _spans(rule(parameters=LIMIT, require="x <= max_x", applies_until="2029-12-31")) == [
        ("R", date(2020, 1, 1), date(2026, 12, 31)),
        ("R", date(2027, 1, 1), date(2029, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("day", "x", "status"),
    [
        ("2026-12-31", "5", "pass"),
        ("2026-12-31", "5.01", "fail"),
        ("2027-01-01", "5", "fail"),
        ("2027-01-01", "3", "pass"),
        ("2027-01-01", "3.01", "fail"),
        ("2019-12-31", "9", "not_applicable"),
    ],
)
def test_an_order_of_one_day_sees_one_version(day: str, x: str, status: str):
    assert _status(day, x) == status


def test_before_the_first_version_the_first_is_announced_and_after_the_last_the_last_is_over():
    changing = rule(parameters=LIMIT, require="x <= max_x", applies_until="2029-12-31")
    (before,) = evaluate(pack(changing), facts(x="9"), order("DE", "2019-06-01"))
    assert (before.severity, before.applies_from) == ("watch", date(2020, 1, 1))
    (after,) = evaluate(pack(changing), facts(x="9"), order("DE", "2030-01-01"))
    assert (after.status, after.applies_from) == ("not_applicable", date(2027, 1, 1))


def test_a_value_that_begins_before_the_rule_makes_no_version_of_its_own():
    assert len(_spans(rule(parameters=LIMIT, require="x <= max_x", applies_from="2028-01-01"))) == 1
    assert _status("2028-01-01", "4", applies_from="2028-01-01") == "fail"


def test_a_rate_is_a_parameter_as_well():
    rate = {"rate": {"unit": "EUR/kg", "values": {"2020-01-01": {"value": "1"}, "2027-01-01": {"value": "2"}}}}
    levy = {"rate": "rate", "currency": "EUR", "unit": "kg", "base": "x"}
    taxed = rule(consequence="levy", severity="cost", require="true", parameters=rate, levy=levy)
    for day, due in (("2026-12-31", "7"), ("2027-01-01", "14")):
        (outcome,) = evaluate(pack(taxed), facts(x="7"), order("DE", day))
        assert outcome.levy is not None
        assert outcome.levy.amount == Decimal(due)


def test_a_recalled_figure_makes_the_version_recalled_law():
    values = {"2020-01-01": {"value": "5", "trust": "recall"}, "2027-01-01": {"value": "3"}}
    one = rule(parameters={"max_x": {"unit": "mg", "values": values}}, require="x <= max_x")
    assert [
        evaluate(pack(one), facts(x="9"), order("DE", day))[0].severity for day in ("2026-12-31", "2027-01-01")
    ] == ["warn", "block"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parameters": {"max_x": {"unit": "mg", "values": {}}}}, "GC-RUL-021"),
        ({"parameters": {"max_x": {"unit": "mg", "values": {"2021-01-01": {"value": "5"}}}}}, "GC-RUL-021"),
        ({"parameters": {"x": {"unit": "mg", "values": {"2020-01-01": {"value": "5"}}}}}, "GC-RUL-021"),
        ({"parameters": {"a b": {"unit": "mg", "values": {"2020-01-01": {"value": "5"}}}}}, "GC-RUL-021"),
        ({"parameters": {"max_x": {"unit": "mg", "values": {"2020-01-01": {"value": "NaN"}}}}}, "GC-RUL-021"),
        ({"parameters": {"max_x": {"unit": "kg", "values": {"2020-01-01": {"value": "5"}}}}}, "GC-RUL-022"),
        ({"parameters": {"max_x": {"values": {"2020-01-01": {"value": "5"}}}}}, "GC-RUL-005"),
        ({"parameters": {}}, "GC-RUL-003"),
        (
            {"consequence": "levy", "require": "true", "levy": {"rate": "rat", "currency": "EUR", "unit": "kg"}},
            "GC-RUL-021",
        ),
        (
            {"consequence": "levy", "require": "true", "levy": {"rate": "Infinity", "currency": "EUR", "unit": "kg"}},
            "GC-RUL-021",
        ),
    ],
)
def test_wrong_parameters_are_refused(changes: dict[str, Any], code: str):
    with pytest.raises(InvalidInput) as caught:
        pack(rule(**({"require": "x <= max_x"} | changes)))
    assert caught.value.code == code


def test_units_are_checked_through_sums_and_shares():
    share = {"part": {"unit": "kg/kg", "values": {"2020-01-01": {"value": "0.5"}}}}
    assert list(pack(rule(parameters=share, require="x <= part * y")).rules())
    with pytest.raises(InvalidInput) as caught:
        pack(rule(parameters=share, require="x <= part + y"))
    assert caught.value.code == "GC-RUL-022"
    assert "part (kg/kg)" in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dates(date(2020, 1, 1), date(2030, 12, 31)), min_size=1, max_size=5, unique=True),
    st.dates(date(2020, 1, 1), date(2031, 12, 31)),
    st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2031, 12, 31))),
)
def test_on_every_day_at_most_one_version_binds_and_it_holds_the_latest_value(
    days: list[date], on: date, until: date | None
):
    values = {"2020-01-01": {"value": "0"}} | {day.isoformat(): {"value": str(n + 1)} for n, day in enumerate(days)}
    one = rule(
        parameters={"max_x": {"unit": "mg", "values": values}},
        require="x <= max_x",
        applies_until=None if until is None else until.isoformat(),
    )
    held = pack(one)
    bound = [version for version in held.rules() if version.in_time(on)]
    assert len(bound) == (0 if until is not None and on > until else 1)
    view = held.view("DE")
    assert len(view.seen(on)) == 1
    if bound:
        latest = max(day for day in values if day <= on.isoformat())
        assert bound[0].rule.numbers[0].value == Decimal(values[latest]["value"])
        assert view.rules[view.seen(on)[0]] is bound[0]


# -- acts ------------------------------------------------------------------------------------------------------------

WAITS = {"not_before": "2030-01-01", "or_after": {"act": "ACT", "plus": "P2Y"}}


@pytest.mark.parametrize(
    ("in_force", "plus", "day"),
    [
        ("2027-06-01", "P2Y", "2030-01-01"),  # the day of the law is later
        ("2028-01-01", "P2Y", "2030-01-01"),  # on the same day
        ("2028-01-02", "P2Y", "2030-01-02"),  # the act is later, by a day
        ("2028-02-29", "P3Y", "2031-02-28"),  # 2031 has no 29 February
        ("2028-08-31", "P18M", "2030-02-28"),
        ("2028-11-30", "P24M", "2030-11-30"),
        ("2031-05-05", "P0D", "2031-05-05"),
        ("2031-05-05", "P1Y2M3D", "2032-07-08"),
    ],
)
def test_the_day_follows_from_the_act(in_force: str, plus: str, day: str):
    register = parse_acts(ACTS.encode()).with_days({"ACT": date.fromisoformat(in_force)})
    start = resolved(When(not_before=date(2030, 1, 1), or_after=AfterAct(act="ACT", plus=plus)), register)
    assert (start.day, start.pending, start.waits.en) == (date.fromisoformat(day), False, "")


def test_without_the_act_the_earliest_day_stands_and_the_rule_warns():
    waiting = pack(rule(applies_from=WAITS, status="adopted_future"))
    (one,) = waiting.rules()
    assert (one.rule.applies_from, one.rule.status) == (date(2030, 1, 1), "adopted_pending_act")
    (outcome,) = evaluate(waiting, facts(p=False), order("DE", "2031-01-01"))
    assert (outcome.status, outcome.severity) == ("fail", "warn")
    assert one.rule.waits.en == (
        "or 2 years after the acts are in force, whichever is later; not seen in force by 2026-11-22"
    )
    assert one.rule.waits.zh == "或细则生效后 2 年，以较晚者为准；截至 2026-11-22 未见其生效"


def test_with_the_act_the_rule_decides_from_its_day_on():
    # DONE is in force since 2027-02-28: three years later is 2030-02-28
    adopted = pack(rule(applies_from=WAITS | {"or_after": {"act": "DONE", "plus": "P3Y"}}, status="adopted_future"))
    for day, status in (("2030-02-27", "not_applicable"), ("2030-02-28", "fail")):
        (outcome,) = evaluate(adopted, facts(p=False), order("DE", day))
        assert (outcome.status, outcome.law_status) == (status, "adopted_future")
    assert outcome.severity == "block"


def test_a_rule_whose_act_comes_after_its_end_never_binds():
    late = {"not_before": "2027-02-01", "or_after": {"act": "DONE", "plus": "P3Y"}}
    assert _spans(rule(applies_from=late, applies_until="2029-12-31", status="adopted_future")) == []


def test_a_rule_can_end_where_the_law_that_follows_starts():
    # DONE is in force since 2027-02-28; a year later the other law starts, so the last day is 2028-02-27
    until = {"not_before": "2027-06-01", "or_after": {"act": "DONE", "plus": "P1Y"}}
    assert _spans(rule(applies_until=until)) == [("R", date(2020, 1, 1), date(2028, 2, 27))]
    waiting = until | {"or_after": {"act": "ACT", "plus": "P1Y"}}
    assert _spans(rule(applies_until=waiting)) == [("R", date(2020, 1, 1), None)]


def test_the_national_label_stays_until_the_label_of_the_union_can_start():
    for rule_id in ("FR-AGEC-17", "ES-RD1055", "IT-LABEL"):
        assert EVERY.versions(rule_id)[0].rule.applies_until is None


@pytest.mark.parametrize(
    ("or_after", "code"),
    [
        ({"act": "NONE", "plus": "P2Y"}, "GC-RUL-020"),
        ({"act": "ACT", "plus": "2 years"}, "GC-RUL-005"),
        ({"act": "ACT", "plus": "P"}, "GC-RUL-005"),
        ({"act": "ACT", "plus": "P1W"}, "GC-RUL-005"),
        ({"plus": "P1Y"}, "GC-RUL-005"),
    ],
)
def test_a_wrong_condition_is_refused(or_after: dict[str, str], code: str):
    with pytest.raises(InvalidInput) as caught:
        pack(rule(applies_from={"not_before": "2030-01-01", "or_after": or_after}))
    assert caught.value.code == code


def test_an_act_is_registered_once():
    with pytest.raises(InvalidInput) as caught:
        parse_acts((ACTS + ACTS.split("acts:\n")[1]).encode())
    assert caught.value.code == "GC-RUL-005"


def test_the_register_is_part_of_the_digest():
    assert Acts().digest != parse_acts(ACTS.encode()).digest
    assert pack(rule()).acts.digest == parse_acts(ACTS.encode()).digest


def test_every_rule_that_waits_names_an_act_nobody_has_seen_in_force():
    waiting = [one for one in EVERY.rules() if one.rule.status == "adopted_pending_act"]
    assert len(waiting) == 8
    for one in waiting:
        assert one.rule.waits.en
        assert one.rule.waits.zh
    assert all(act.in_force is None for act in EVERY.acts.acts.values())


# -- a narrower rule in place of a wider one -------------------------------------------------------------------------


def test_a_rule_of_the_state_replaces_that_of_the_union_while_it_applies():
    union = rule("EU-BAG", require="p")
    state = rule(
        "DE-BAG",
        jurisdiction="DE",
        overrides=["EU-BAG"],
        applies_from="2027-01-01",
        applies_until="2027-12-31",
        require="q",
    )
    held = pack(union, state)

    def ids(destination: str, day: str) -> list[str]:
        return [one.rule_id for one in evaluate(held, facts(p=False, q=True), order(destination, day))]

    assert ids("DE", "2026-12-31") == ["EU-BAG", "DE-BAG"]
    assert ids("DE", "2027-01-01") == ["DE-BAG"]
    assert ids("DE", "2027-12-31") == ["DE-BAG"]
    assert ids("DE", "2028-01-01") == ["EU-BAG", "DE-BAG"]
    assert ids("FR", "2027-06-01") == ["EU-BAG"]
    view = held.view("DE")
    assert view.in_time(date(2027, 6, 1)) == (False, True)
    assert view.in_time(date(2028, 6, 1)) == (True, False)


def test_a_subdivision_can_replace_a_rule_of_its_country():
    held = pack(
        rule("US-BAG", jurisdiction="US"), rule("US-CA-BAG", jurisdiction="US-CA", overrides=["US-BAG"]), group="US"
    )
    answers = {
        place: [one.rule_id for one in evaluate(held, facts(), order(place))] for place in ("US", "US-CA", "US-NY")
    }
    assert answers == {"US": ["US-BAG"], "US-CA": ["US-CA-BAG"], "US-NY": ["US-BAG"]}


def test_many_destinations_at_once_answer_like_each_alone():
    row = prepare(EVERY.vocabulary, facts(materials=["plastic"], food_contact=True), date(2027, 2, 10)).row
    places = ("DE", "FR", "US-CA", "UK", "GB", "DE", "FR-NC", "BD")
    assert EVERY.statuses(row, places) == [EVERY.view(place).decide(row) for place in places]
    with pytest.raises(InvalidInput) as caught:
        EVERY.statuses(row, ["Germany"])
    assert caught.value.code == "GC-RUL-010"


# -- the packaged rules ----------------------------------------------------------------------------------------------


def _one(rule_id: str, destination: str, day: str, **known: Any) -> tuple[str, str]:
    found = [one for one in evaluate(EVERY, facts(**known), order(destination, day)) if one.rule_id == rule_id]
    assert len(found) == 1
    return found[0].status, found[0].severity


def test_claims_of_neutrality_to_the_day():
    claim = {"claims": ["carbon_neutral_offset"]}
    assert _one("EU-ECGT-4c", "NL", "2026-09-26", **claim) == ("not_applicable", "watch")
    assert _one("EU-ECGT-4c", "NL", "2026-09-27", **claim) == ("fail", "block")


def test_bamboo_powder_in_plastic_is_refused_and_solid_bamboo_is_not():
    cup = {"food_contact": True, "materials": ["melamine_resin", "bamboo"], "plant_filler_in_plastic": True}
    board = {"food_contact": True, "materials": ["bamboo"], "plant_filler_in_plastic": False}
    assert _one("EU-FCM-BAMBOO", "DE", "2026-11-23", **cup) == ("fail", "block")
    assert _one("EU-FCM-BAMBOO", "DE", "2026-11-23", **board)[0] == "not_applicable"


def test_one_plate_cannot_serve_saudi_arabia_and_the_union():
    plate = {
        "hs_code": "39241030",
        "materials": ["pp", "plastic"],
        "product_functions": ["plate"],
        "single_use": True,
        "bag_thickness_um": "200",
    }
    oxo = plate | {"oxo_degradable": True, "marks": ["SASO_OXO"]}
    plain = plate | {"oxo_degradable": False, "marks": []}
    assert _one("SA-OXO", "SA", "2026-11-23", **oxo)[0] == "pass"
    assert _one("EU-SUPD-05-OXO", "DE", "2026-11-23", **oxo) == ("fail", "block")
    assert _one("SA-OXO", "SA", "2026-11-23", **plain) == ("fail", "warn")  # contested: it warns
    assert _one("EU-SUPD-05-OXO", "DE", "2026-11-23", **plain)[0] == "not_applicable"


def test_a_missing_laboratory_report_never_passes_and_never_fails():
    """The goods of each rule's own tests, without the values a laboratory gives: the answer is open, everywhere."""
    words = EVERY.vocabulary
    measured = {name for name, kind in words.kinds.items() if kind.settled_by == "test"}
    looked_at = 0
    for name in packaged_files():
        file = converted(read_packaged(name), RuleFile, name)
        for entry in file.rules:
            asked = measured.intersection(names_in(EVERY.versions(entry.id)[0].require))
            if not asked or entry.tests is None:
                continue
            bare = RuleTests(
                day=entry.tests.day, facts=entry.tests.facts, cases=(Case(expect="unknown", drop=tuple(asked)),)
            )
            alone = structs.replace(file, rules=(structs.replace(entry, tests=bare),))
            (case,) = played(alone, words, EVERY.acts)
            assert (case.generated, case.interpreted) == ("unknown", "unknown"), entry.id
            looked_at += 1
    assert looked_at > 50


def test_recalled_law_never_blocks_and_never_prices():
    recalled = [one for one in EVERY.rules() if one.rule.trust == "recall"]
    assert len(recalled) >= 9
    levy = {"hs_code": "392329", "plastic_share": "0.1", "single_use": True, "product_functions": ["stationery"]}
    levy |= {"registrations": ["VN_EPR"], "product_mass_g": "20", "order_quantity": "1000"}
    found = [one for one in evaluate(EVERY, facts(**levy), order("VN")) if one.rule_id == "VN-WASTE"]
    assert found[0].severity == "warn"
    assert found[0].levy is not None
    assert found[0].levy.amount is None
    for one in recalled:
        place = "DE" if one.rule.jurisdiction == "EU" else one.rule.jurisdiction
        outcomes = evaluate(EVERY, (), order(place, "2026-11-23"))
        assert all(other.severity not in {"block", "fix", "cost"} for other in outcomes if other.rule_id == one.rule.id)


@pytest.mark.parametrize(
    ("destination", "layers"),
    [
        ("DE", {"EU", "DE"}),
        ("FR", {"EU", "FR"}),
        ("FR-GP", {"EU", "FR"}),
        ("FR-NC", set()),
        ("US", {"US"}),
        ("US-CA", {"US", "US-CA"}),
        ("US-TX", {"US"}),
        ("GB-ENG", {"GB", "GB-ENG"}),
        ("GB-NIR", set()),
        ("AU-QLD", {"AU", "AU-QLD"}),
        ("MX-CMX", {"MX", "MX-CMX"}),
        ("CH", {"CH"}),
    ],
)
def test_layers_of_law(destination: str, layers: set[str]):
    assert {one.rule.jurisdiction for one in EVERY.view(destination).rules} == layers
    assert {one.rule.jurisdiction for one in load_pack(destination).view(destination).rules} == layers
    of = {code: {one.rule.id for one in EVERY.view(code).rules if one.rule.jurisdiction == code} for code in layers}
    assert {one.rule.id for one in EVERY.view(destination).rules} == set().union(*of.values())


def test_the_german_bag_ban_decides_only_while_the_act_that_was_read_is_law():
    bag = {"hs_code": "39232910", "product_functions": ["carrier_bag"], "materials": ["plastic"]}
    bag |= {"bag_thickness_um": "20"}
    assert _one("DE-BAG", "DE", "2026-08-11", **bag) == ("fail", "block")
    assert _one("DE-BAG", "DE", "2026-08-12", **bag) == ("fail", "warn")


def test_a_plastic_box_that_is_not_of_styrofoam_is_outside_the_resolution_of_the_emirates():
    box = {"product_functions": ["food_container"], "single_use": True}
    assert _one("AE-SUP", "AE", "2026-11-23", **box, materials=["plastic", "pp"])[0] == "not_applicable"
    assert _one("AE-SUP", "AE", "2026-11-23", **box, materials=["plastic", "eps"]) == ("fail", "block")
