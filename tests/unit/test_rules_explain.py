"""A verdict laid open: atoms, plan of questions, effects elsewhere; and the word alone agrees with the verdict."""

from __future__ import annotations

from datetime import date
from itertools import product as every
from typing import Any

import msgspec
import pytest

from greencard.adapters.packs.rules import load_pack
from greencard.interfaces.wiring import example_files, load_product
from greencard.model import Fact, Order, Product, Text, Verdict
from greencard.rules import Abroad, RulePack, evaluate, explained, one_word, order_facts, prepare, verdict
from greencard.rules.change import carried_out, least_steps
from greencard.rules.explain import Case, laid_open
from greencard.rules.plan import Open, plan
from rules_samples import fact, line, order, pack, product, rule, vocabulary

TODAY = date(2026, 11, 23)
PRODUCTS = [load_product(file) for file in example_files()]
DAYS = (date(2026, 9, 1), date(2027, 2, 10), date(2031, 1, 1))


def _explained(some: RulePack, goods: Product, asked: Order, *, abroad: Abroad | None = None) -> Verdict:
    answer = verdict(some, goods, asked, as_of=TODAY)
    return explained(answer, some, goods, as_of=TODAY, abroad=abroad)


@pytest.mark.parametrize("goods", PRODUCTS, ids=lambda goods: goods.id)
def test_the_word_alone_is_the_word_of_the_verdict(goods: Product):
    for place, on in every(("DE", "FR", "GB", "US-CA", "SA", "IN", "KE", "NG", "BD"), DAYS):
        some, asked = load_pack(place), order(place, on.isoformat(), quantity=500)
        sheet = prepare(some.vocabulary, order_facts(goods, asked), on)
        answer = verdict(some, goods, asked, as_of=TODAY)
        word = one_word(some.view(place), sheet, some.vocabulary, on, late=on <= TODAY)
        assert word.overall == answer.overall
        failed = {one.rule_id for one in answer.outcomes if one.status == "fail"}
        assert set(word.barring) <= failed


def test_the_verdict_without_explanation_is_untouched_by_it():
    goods, asked = PRODUCTS[2], order("DE", quantity=500)
    before = verdict(load_pack("DE"), goods, asked, as_of=TODAY)
    open_ = _explained(load_pack("DE"), goods, asked)
    after = verdict(load_pack("DE"), goods, asked, as_of=TODAY)
    assert before == after
    bare = tuple(msgspec.structs.replace(one, atoms=(), settling=None, changes=()) for one in open_.outcomes)
    assert msgspec.structs.replace(open_, outcomes=bare, plan=(), changes=()) == before
    assert all(one.atoms == () for one in before.outcomes)


def _case(some: RulePack, *stated: Fact) -> tuple[Verdict, Case]:
    """A case of given facts: the vocabulary of the samples knows few of those a record gives by itself."""
    asked = order()
    case = Case(some, asked, lambda day: prepare(some.vocabulary, stated, day), as_of=TODAY)
    outcomes = evaluate(some, stated, asked)
    answer = Verdict(
        order=asked, overall=case.word.overall, summary=Text(en="-"), outcomes=outcomes, pack="", engine="", as_of=TODAY
    )
    return answer, case


def test_atoms_say_what_was_asked_what_is_recorded_and_on_what_evidence():
    some = pack(rule(scope="p && x < 3", require="'doc' in documents || q"))
    stated = (fact("p", True, grade="E1"), fact("x", "2"), fact("documents", []), fact("q", False))
    (outcome,) = laid_open(*_case(some, *stated)).outcomes
    assert outcome.status == "fail"
    assert [(a.part, a.asked.en, a.recorded.en, a.holds, a.grade) for a in outcome.atoms] == [
        ("reach", "p: yes", "p = yes", True, "E1"),
        ("reach", "x < 3 mg", "x = 2 mg", True, "E0"),
        ("require", "documents: doc", "documents = none", False, "E0"),
        ("require", "q: yes", "q = no", False, "E0"),
    ]


def test_every_outcome_in_time_of_every_example_has_the_atoms_that_bear_it_out():
    holds_by_status = {"fail": {("reach", True), ("require", False)}}
    for goods in PRODUCTS:
        answer = _explained(load_pack("DE"), goods, order("DE", quantity=500))
        for one in answer.outcomes:
            values = {(atom.part, atom.holds) for atom in one.atoms}
            if one.status == "fail":
                assert values <= holds_by_status["fail"]
            if one.status == "unknown":
                assert any(holds is None for _, holds in values)
                assert one.settling is not None
                assert set(one.settling.sure) <= set(one.missing_facts)
            for atom in one.atoms:
                assert (atom.holds is None) >= (not atom.recorded.en and atom.grade is None and bool(atom.facts))
                assert atom.asked.en
                assert atom.asked.zh


# -- the plan ----------------------------------------------------------------------------------------------------------


def test_the_plan_asks_what_settles_most_first_and_settles_all():
    words = vocabulary()
    asked = plan([Open("A", 30, ("p",)), Open("B", 30, ("p", "q")), Open("C", 30, ("q",)), Open("D", 1, ("x",))], words)
    # p and q each settle one rule alone; p goes first by its name, then q settles B and C, then the warning
    assert [(one.name, one.settles, one.waiting) for one in asked] == [
        ("p", ("A",), ("B",)),
        ("q", ("B", "C"), ()),
        ("x", ("D",), ()),
    ]


def test_a_possible_ban_is_asked_for_before_many_conditions():
    words = vocabulary()
    asked = plan([*(Open(f"C{n}", 30, ("q",)) for n in range(9)), Open("BAN", 1000, ("r", "p"))], words)
    assert [one.name for one in asked] == ["p", "r", "q"]


def test_the_greedy_cover_keeps_its_bound_where_one_fact_settles_a_rule():
    """With one fact per rule no plan is shorter than the number of facts, and this one asks each once."""
    words = vocabulary()
    names = ("p", "q", "r", "x", "y")
    asked = plan([Open(f"R{n}", 30, (names[n % 5],)) for n in range(20)], words)
    assert sorted(one.name for one in asked) == sorted(names)
    assert sum(len(one.settles) for one in asked) == 20


@pytest.mark.parametrize("goods", PRODUCTS, ids=lambda goods: goods.id)
def test_answering_the_plan_leaves_no_rule_unknown(goods: Product):
    asked = order("DE", quantity=500)
    answer = _explained(load_pack("DE"), goods, asked)
    unknown = {one.rule_id for one in answer.outcomes if one.status == "unknown"}
    assert {rule_id for one in answer.plan for rule_id in one.settles} == unknown
    names = [one.name for one in answer.plan]
    assert len(names) == len(set(names))
    for one in answer.plan:
        assert one.question.zh
    if answer.missing and answer.missing[0].name in names:
        assert names[0] == answer.missing[0].name  # one screen, one first question


# -- what would pass, and elsewhere ------------------------------------------------------------------------------------


def _bag() -> Product:
    uses = (fact("product_functions", ["carrier_bag"]), fact("single_use", True), fact("oxo_degradable", True))
    more = (fact("bag_thickness_um", "60"), fact("marks", ["SASO_OXO"]))
    return product(*uses, *more, bom=(line("PE film"),), code="39232100")


def test_one_bag_cannot_serve_the_gulf_and_the_union():
    """Oxo-degradable is asked for in Saudi Arabia and banned in the Union: what opens one closes the other."""
    abroad = Abroad({place: load_pack(place) for place in ("SA", "FR", "GB")})
    answer = _explained(load_pack("DE"), _bag(), order("DE", quantity=500), abroad=abroad)
    assert answer.overall == "not_allowed"
    ban = next(one for one in answer.outcomes if one.rule_id == "EU-SUPD-05-OXO")
    assert [change.what.en for change in ban.changes] == [
        "Buy from a supplier who can declare: oxo-degradable plastic: no."
    ]
    effects = {one.destination: one for one in ban.changes[0].effects}
    assert effects["SA"].verdict == "worse"
    assert effects["SA"].begins_to_fail == ("SA-OXO",)
    assert effects["FR"].verdict == "better"
    assert "EU-SUPD-05-OXO" in effects["FR"].ceases_to_fail
    there = _explained(load_pack("SA"), _bag(), order("SA", quantity=500))
    assert next(one for one in there.outcomes if one.rule_id == "SA-OXO").status == "pass"
    assert there.overall != "not_allowed"


def test_what_lifts_every_bar_is_told_once_for_the_order():
    some = pack(rule("BAN", scope="p", require="false"), rule("LIMIT", scope="q", require="x < 3"))
    answer = laid_open(*_case(some, fact("p", True), fact("q", True), fact("x", "5")))
    (change,) = answer.changes
    assert (change.before, change.after, change.atoms) == ("not_allowed", "allowed", 2)
    assert change.what.en == "Change the goods: p: no. Change the goods until a laboratory report shows: x < 3 mg."
    # one of them alone lifts one bar, and the word stays
    assert {one.after for outcome in answer.outcomes for one in outcome.changes} == {"not_allowed"}


def test_a_fault_that_a_laboratory_found_does_not_go_away_with_another_change():
    """x is over its limit: making the goods p-free takes back the reports in their favour, not the one against them."""
    some = pack(rule("BAN", scope="p", require="false"), rule("LIMIT", scope="q", require="x < 3 && y < 3"))
    case = _case(some, fact("p", True), fact("q", True), fact("x", "5"), fact("y", "1"))[1]
    assert case.against == {"x"}
    known = case.sheet.known
    (step,) = least_steps(next(iter(some.rules())), known, some.vocabulary)
    assert carried_out(known, step, some.vocabulary, against=case.against) == {"p": False, "y": None}


def test_a_claim_that_bars_is_dropped_before_anything_else():
    goods = PRODUCTS[0]
    answer = _explained(load_pack("DE"), _claimed(goods), order("DE", "2026-12-01", quantity=10))
    claim = next(one for one in answer.outcomes if one.rule_id == "EU-ECGT-4c")
    assert claim.status == "fail"
    assert claim.changes[0].kind == "claim"
    assert claim.changes[0].what.en.startswith("Drop the claim: ")


def _claimed(goods: Product) -> Product:
    facts = tuple(one for one in goods.facts if one.name != "claims")
    return msgspec.structs.replace(goods, claims=(), facts=(*facts, fact("claims", ["carbon_neutral_offset"])))


def test_an_earlier_day_and_other_places_are_offered_where_they_help():
    bag = product(fact("product_functions", ["carrier_bag"]), bom=(line("PE film"),), code="39232100")
    some = load_pack("TZ")
    ban = next(one.rule for one in some.rules() if one.rule.id == "TZ-BAG")
    assert ban.applies_from is not None
    abroad = Abroad({place: load_pack(place) for place in ("TZ", "BH", "SA")})
    answer = verdict(some, bag, order("TZ", quantity=5), as_of=date(2018, 1, 1))
    found = explained(answer, some, bag, as_of=date(2018, 1, 1), abroad=abroad)
    days = [change for change in found.changes if change.kind == "date"]
    eve = date.fromordinal(ban.applies_from.toordinal() - 1)
    assert days[0].what.en == f"Place the goods on the market on {eve}, the last day before the bar."
    places = [change for change in found.changes if change.kind == "destination"]
    assert len(places) == 1
    assert "TZ" not in places[0].destinations
    assert "BH" in places[0].destinations
    # no day is offered that has passed
    late = explained(answer, some, bag, as_of=date(2027, 1, 1), abroad=abroad)
    assert not any(change.kind == "date" for change in late.changes)


def test_the_day_before_all_bars_begin_and_none_where_one_of_them_was_always_there():
    early, late = rule("A", applies_from="2026-12-01", require="p"), rule("B", applies_from="2027-01-01", require="q")
    bars = (fact("p", False), fact("q", False))
    some = pack(early, late, rule("C", require="r"))
    found = laid_open(*_case(some, *bars, fact("r", True))).changes
    days = [change.what.en for change in found if change.kind == "date"]
    assert days == ["Place the goods on the market on 2026-11-30, the last day before the bar."]
    kinds = [change.kind for change in laid_open(*_case(some, *bars, fact("r", False))).changes]
    assert "date" not in kinds


def test_a_bar_that_ends_is_waited_for():
    some = pack(rule("A", applies_until="2027-06-30", require="p"), rule("B", require="q"))
    found = laid_open(*_case(some, fact("p", False), fact("q", True))).changes
    assert [change.what.zh for change in found if change.kind == "date"] == [
        "在 2027-07-01（禁令结束后第一日）投放市场。"
    ]


def test_on_the_day_itself_a_change_is_for_the_next_consignment():
    answer = verdict(load_pack("DE"), _bag(), order("DE", quantity=5), as_of=date(2027, 2, 10))
    found = explained(answer, load_pack("DE"), _bag(), as_of=date(2027, 2, 10))
    assert "next consignment" in found.changes[0].note.en
    assert "下一批" in found.changes[0].note.zh


def test_an_order_that_is_not_barred_gets_no_way_out():
    answer = _explained(load_pack("DE"), PRODUCTS[0], order("DE", quantity=5))
    assert answer.overall != "not_allowed"
    assert answer.changes == ()


@pytest.mark.parametrize("goods", PRODUCTS, ids=lambda goods: goods.id)
def test_every_change_offered_for_an_order_helps(goods: Product):
    ranks = {"allowed": 0, "allowed_with_conditions": 1, "cannot_tell": 2, "not_allowed": 3}
    for place in ("DE", "US-CA", "TZ", "MA"):
        answer: Any = _explained(load_pack(place), goods, order(place, quantity=500))
        for change in answer.changes:
            assert ranks[change.after] < ranks[change.before]
            assert change.what.zh
