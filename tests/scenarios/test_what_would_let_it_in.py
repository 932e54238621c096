"""A merchant is told no, or not yet: what would let the goods in, what to ask, and what that does elsewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.model import Fact, Order, Product, RuleOutcome, Verdict
from greencard.services.check import check_product_order
from rules_samples import fact, line, part, product

PACKS = ShippedPacks()
TODAY = date(2026, 11, 23)


def _check(goods: Product, place: str, on: str = "2027-02-10", *, as_of: date = TODAY, **more: Any) -> Verdict:
    order = Order(product_id="thing", destination=place, on=date.fromisoformat(on), **({"quantity": 10_000} | more))
    return check_product_order(goods, order, packs=PACKS, as_of=as_of, explain=True, compare=PACKS.destinations())


def _rule(answer: Verdict, rule_id: str) -> RuleOutcome:
    return next(one for one in answer.outcomes if one.rule_id == rule_id)


def _cup(*bom: Any, code: str = "39241000", **more: bool) -> Product:
    uses = (fact("product_functions", ["cup"]), fact("food_contact", True), fact("single_use", False))
    return product(*uses, *(fact(name, value) for name, value in more.items()), bom=bom, code=code)


# -- Mr Chen's bamboo-fibre cup: 52 % ground bamboo, 31 % melamine resin --------------------------------------------

COMPOSITE = (line("bamboo powder", "0.052"), line("melamine-formaldehyde resin", "0.031", plastic=True))


def test_the_composite_cup_is_refused_for_its_filler_and_told_what_would_do():
    answer = _check(_cup(*COMPOSITE), "DE")
    assert answer.overall == "not_allowed"
    ban = _rule(answer, "EU-FCM-BAMBOO")
    # ground bamboo beside a plastic is plant filler in plastic: read from the bill of materials, and only stated
    assert [(atom.facts, atom.holds, atom.grade) for atom in ban.atoms] == [
        (("food_contact",), True, "E0"),
        (("plant_filler_in_plastic",), True, "E0"),
    ]
    # not "no food contact": a cup is a cup. The goods change.
    assert [(change.kind, change.facts) for change in ban.changes] == [("goods", ("plant_filler_in_plastic",))]
    way_out = answer.changes[0]
    assert (way_out.kind, way_out.after) == ("goods", "allowed_with_conditions")
    assert way_out.note.zh
    better = {effect.destination: effect for effect in way_out.effects}
    # 27 states less Germany itself, the United Kingdom with its two nations, Switzerland
    assert set(better) >= {"FR", "IT", "GB", "GB-ENG", "GB-WLS", "CH"}
    assert all(effect.verdict == "better" for effect in better.values())
    assert better["GB"].ceases_to_fail == ("GB-FCM-BAMBOO",)
    elsewhere = next(change for change in answer.changes if change.kind == "destination")
    assert "AE" in elsewhere.destinations
    assert "FR" not in elsewhere.destinations


def test_the_solid_bamboo_cup_is_let_in():
    answer = _check(_cup(line("solid bamboo", "0.09"), code="44191200"), "DE")
    assert answer.overall == "allowed_with_conditions"
    assert not any(one.rule_id == "EU-FCM-BAMBOO" for one in answer.outcomes)  # it does not reach these goods
    assert answer.changes == ()


# -- Ms Wu's wooden toy without a test report -----------------------------------------------------------------------


def _toy(*more: Fact) -> Product:
    uses = (
        fact("product_functions", ["toy"]), fact("single_use", False), fact("food_contact", False),
        fact("consumer_product", True), fact("childrens_product", True), fact("age_grade_min_months", "36"),
        fact("is_eee", False), fact("has_battery", False), fact("claims", []), *more,
    )  # fmt: skip
    return product(*uses, bom=(line("beech wood", "0.3"),), code="95030041")


def test_a_toy_without_papers_is_neither_passed_nor_failed_and_the_plan_asks_for_them():
    answer = _check(_toy(), "DE")
    assert answer.overall == "allowed_with_conditions"
    safety = _rule(answer, "EU-TOY-2009")
    assert safety.status == "unknown"
    assert safety.settling is not None
    # CE mark and declaration together make it pass; either one known to be lacking makes it fail
    assert [(way.outcome, way.facts) for way in safety.settling.good] == [("pass", ("marks", "documents"))]
    assert [(way.outcome, way.facts) for way in safety.settling.bad] == [
        ("fail", ("marks",)),
        ("fail", ("documents",)),
    ]
    asked = [one.name for one in answer.plan]
    assert {"marks", "documents"} <= set(asked)
    where = next(one for one in answer.plan if "EU-TOY-2009" in one.settles)
    assert asked.index(where.name) == max(asked.index("marks"), asked.index("documents"))


def test_answering_the_two_settles_it_either_way():
    with_them = _check(_toy(), "DE", documents=("toy_EU_DoC",), marks=("CE",))
    assert _rule(with_them, "EU-TOY-2009").status == "pass"
    without = _check(_toy(fact("documents", []), fact("marks", [])), "DE")
    failed = _rule(without, "EU-TOY-2009")
    assert failed.status == "fail"
    assert failed.changes[0].kind == "evidence"
    assert failed.changes[0].atoms == 2
    assert "obtained" in failed.changes[0].note.en
    # papers can still be brought before the day, so the word is not yet no; on the day it is
    assert without.overall == "allowed_with_conditions"
    assert (
        _check(_toy(fact("documents", []), fact("marks", [])), "DE", as_of=date(2027, 2, 10)).overall == "not_allowed"
    )


# -- Mr Zhao's plastic bags to the United Kingdom: 28 % recycled is not 30 % ----------------------------------------


def _wrapped(share: str) -> Product:
    film = part("LDPE film", "0.010", plastic=True)
    facts = (fact("pack_plastic_recycled_share", share), fact("operator_packaging_t_y", "12"))
    return product(*facts, bom=(line("laminated bamboo board"),), packaging=(film,))


def test_plastic_packaging_at_28_percent_is_taxed_and_at_30_is_not():
    # 10 000 units x 10 g = 100 kg = 0.1 t x 228.82 GBP/t = 22.882 GBP, exact and unrounded
    taxed = _rule(_check(_wrapped("0.28"), "GB"), "GB-PPT")
    assert taxed.levy is not None
    assert (taxed.levy.amount, taxed.levy.currency) == (Decimal("22.882"), "GBP")
    spared = [change for change in taxed.changes if change.facts == ("pack_plastic_recycled_share",)]
    assert [(change.kind, change.what.en) for change in spared] == [
        ("packaging", "Use other packaging: recycled share of plastic packaging ≥ 0.3 kg/kg.")
    ]
    free = _check(_wrapped("0.30"), "GB")
    assert all(one.levy is None or one.levy.amount is None for one in free.outcomes if one.rule_id == "GB-PPT")


def test_two_states_two_currencies_and_no_levy_in_the_word():
    answer = _check(_wrapped("0.28"), "GB")
    without = _check(_wrapped("0.30"), "GB")
    assert {one.levy.currency for one in answer.outcomes if one.levy and one.levy.amount} == {"GBP"}
    assert answer.overall == without.overall


# -- one oxo-degradable bag for Riyadh and Hamburg ------------------------------------------------------------------


def _bag(*, oxo: bool) -> Product:
    uses = (
        fact("product_functions", ["carrier_bag"]), fact("single_use", True), fact("oxo_degradable", oxo),
        fact("bag_thickness_um", "60"), fact("marks", ["SASO_OXO"] if oxo else []),
    )  # fmt: skip
    return product(*uses, bom=(line("PE film", "0.02"),), code="39232100")


def test_required_in_one_market_and_banned_in_the_other():
    there, here = _check(_bag(oxo=True), "SA"), _check(_bag(oxo=True), "DE")
    assert _rule(there, "SA-OXO").status == "pass"
    assert _rule(here, "EU-SUPD-05-OXO").status == "fail"
    assert here.overall == "not_allowed"
    change = _rule(here, "EU-SUPD-05-OXO").changes[0]
    assert change.kind == "supplier"
    effects = {one.destination: one for one in change.effects}
    assert (effects["SA"].verdict, effects["SA"].begins_to_fail) == ("worse", ("SA-OXO",))
    assert effects["FR"].verdict == "better"
    # the other way round: what Riyadh asks for would bar the bag from the whole Union
    refused = _rule(_check(_bag(oxo=False), "SA"), "SA-OXO")
    assert refused.status == "fail"
    assert refused.severity == "warn", "sources contradict each other, so it warns and does not bar"


# -- a claim on 26 and 27 September 2026 ----------------------------------------------------------------------------


def _neutral() -> Product:
    uses = (
        fact("product_functions", ["stationery"]), fact("single_use", False), fact("food_contact", False),
        fact("consumer_product", True), fact("claims", ["carbon_neutral_offset"]),
    )  # fmt: skip
    return product(*uses)


@pytest.mark.parametrize(("on", "status"), [("2026-09-26", None), ("2026-09-27", "fail")])
def test_a_claim_of_neutrality_by_offsets_ends_on_its_day(on: str, status: str | None):
    answer = _check(_neutral(), "DE", on, as_of=date(2026, 9, 1))
    found = [one.status for one in answer.outcomes if one.rule_id == "EU-ECGT-4c" and one.status != "not_applicable"]
    assert found == ([status] if status else [])


def test_the_claim_is_dropped_and_only_the_claim():
    day = date(2026, 9, 27)
    answer = _check(_neutral(), "DE", "2026-09-27", as_of=day)
    assert answer.overall == "not_allowed"
    way_out = answer.changes[0]
    assert (way_out.kind, way_out.facts, way_out.atoms) == ("claim", ("claims",), 1)
    assert way_out.after != "not_allowed"
    assert way_out.what.en.startswith("Drop the claim: ")
    assert way_out.what.zh.startswith("删除声称：")
    # a week before, the day before is still open
    early = _check(_neutral(), "DE", "2026-09-27", as_of=date(2026, 9, 20))
    assert early.overall == "allowed_with_conditions"
