"""The gap list: least steps in order of cost, each with what it closes, worked out and not guessed."""

from __future__ import annotations

from decimal import Decimal

from greencard.model import FormatBan, Text
from greencard.pillars import parse_profile
from greencard.pillars.gaps import gaps
from greencard.pillars.measures import MEASURES, Measured
from greencard.pillars.profile import Criterion
from greencard.pillars.steps import steps_for
from pillars_samples import CLEAR, PARAMETERS, audit, certified, fact, given, part, stated


def steps(measure, op, threshold, what):
    text = f"""schema: greencard/buyer-profile/1
id: mine
name: {{en: Mine}}
source: test
criteria:
  - {{id: a, label: {{en: A}}, measure: {measure}, op: "{op}", threshold: {threshold}, required: true}}
"""
    found = gaps(parse_profile(text.encode(), "m"), what, Measured(what, PARAMETERS), PARAMETERS)
    return found[0].steps if found else None


def test_what_is_met_has_no_gap():
    assert steps("recycled_product", ">", "0.3", given(part("x", "1", certified("0.4")))) is None


def test_a_stated_share_needs_its_certificate():
    # 0.4 stated, nothing verified: the certificate closes the whole interval of 0.4 and is enough
    (step,) = steps("recycled_product", ">", "0.3", given(part("cloth", "1", stated("0.4"))))
    assert (step.kind, step.effort, step.enough) == ("evidence", "delivery_paper", "yes")
    assert step.narrows_by == step.end_after == Decimal("0.4")
    assert step.pointer == "/bom/cloth/recycled/transaction_certificate"


def test_the_cheapest_certificate_that_is_enough_stands_alone():
    # of 1 kg: 0.35 and 0.10 declared; the first alone passes 30 %
    what = given(part("a", "0.5", stated("0.7")), part("b", "0.5", stated("0.2")))
    (step,) = steps("recycled_product", ">", "0.3", what)
    assert step.pointer.startswith("/bom/a/")
    assert step.end_after == Decimal("0.35")


def test_two_certificates_where_one_is_not_enough():
    what = given(part("a", "0.5", stated("0.4")), part("b", "0.5", stated("0.3")))
    first, second = steps("recycled_product", ">", "0.3", what)
    assert (first.end_after, first.enough) == (Decimal("0.2"), "no")
    assert (second.end_after, second.enough) == (Decimal("0.35"), "yes")


def test_material_must_change_where_no_paper_helps():
    # 28.4 % certified of a kilogram; 1.6 points and a little are missing; the steel is virgin by statement
    what = given(part("aluminium", "0.71", certified("0.4")), part("steel", "0.29", stated("0")))
    (step,) = steps("recycled_product", ">", "0.3", what)
    assert (step.kind, step.enough) == ("material", "yes")
    assert "42.3 %" in step.text.en  # 0.300 / 0.71 = 42.25 %, shown rounded up
    assert step.end_after is not None
    assert step.end_after > Decimal("0.3")


def test_silence_is_asked_about_before_material_is_changed():
    what = given(part("a", "0.6", certified("0.4")), part("b", "0.4"))
    ask, change = steps("recycled_product", ">", "0.3", what)
    assert (ask.kind, ask.enough, ask.narrows_by, ask.end_after) == ("data", "unknown", Decimal("0.4"), None)
    assert (change.kind, change.enough) == ("material", "yes")
    assert ask.cost_low_cny <= change.cost_low_cny


def test_steps_stand_in_order_of_cost_and_say_whose_estimate_it_is():
    found = steps("labour_index", ">=", "50", given(facts=CLEAR))
    costs = [step.cost_low_cny for step in found]
    assert costs == sorted(costs)
    assert all("our estimate" in step.cost_basis.en for step in found)
    assert {step.kind for step in found} == {"data", "audit"}
    assert found[-1].enough == "unknown"
    assert all(step.enough == "no" for step in found[:-1])


def test_an_indicator_closes_its_part_of_the_interval():
    # one of two indicators of the community index: half of 100 points
    what = given(facts=(*CLEAR, fact("community_spend_share", "0.01")), audits=(audit("SA8000"),))
    (step,) = steps("community_index", ">=", "60", what)
    assert step.pointer == "/facts/local_employment_share"
    assert step.narrows_by == 50


def test_practice_is_the_last_resort():
    facts = (*CLEAR, fact("community_spend_share", "0"), fact("local_employment_share", "0.5"))
    found = steps("community_index", ">=", "60", given(facts=facts, audits=(audit("SA8000"),)))
    # (0 + 50)/2 = 25; spending 1 % brings it to 75
    assert [(step.kind, step.enough) for step in found] == [("practice", "yes")]
    assert found[0].end_after == 75


def test_a_finding_has_one_step():
    (step,) = steps("ilo_gate", ">=", "1", given(facts=(fact("forced_labour_finding", "confirmed"),)))
    assert step.kind == "practice"
    assert step.enough == "unknown"


def test_packaging_is_changed_part_by_part_until_it_is_enough():
    box = part("box", "0.1", where="sales", pointer="/packaging/0")
    bag = part("PE bag", "0.02", where="sales", plastic=True, pointer="/packaging/1")
    tape = part("PP tape", "0.001", where="sales", plastic=True, pointer="/packaging/2")
    # 21/121; without the bag 1/121 = 0.8 %
    (step,) = steps("packaging_plastic_share", "<", "0.05", given(part("steel", "1"), box, bag, tape))
    assert (step.pointer, step.effort, step.enough) == ("/packaging/1", "repack", "yes")


def test_a_ban_asks_for_another_form_and_an_open_one_for_its_facts():
    def ban(rule, *, certain, missing=()):
        return FormatBan(
            rule_id=rule, jurisdiction="EU", title=Text(en="b"), citation="", certain=certain, missing_facts=missing
        )

    box = part("box", "0.1", where="sales", pointer="/packaging/0")
    plate = part("PP", "0.02", plastic=True)
    banned = given(plate, box, bans=(ban("EU-X", certain=True),))
    (step,) = steps("plastic_level", ">=", "2", banned)
    assert "EU-X" in step.text.en
    assert step.enough == "yes"
    opened = given(plate, box, bans=(ban("EU-X", certain=False, missing=("single_use",)),))
    (step,) = steps("plastic_level", ">=", "2", opened)
    assert (step.kind, step.pointer, step.enough) == ("data", "/facts/single_use", "unknown")


def test_every_measure_has_steps_or_says_none_and_never_breaks():
    what = given(
        part("mystery", "0.3", plastic=None),
        part("PP", "0.4", stated("0.1"), plastic=True),
        part("PE bag", "0.1", where="sales", plastic=True, pointer="/packaging/0"),
    )
    for measure in MEASURES:
        for op, threshold in ((">", "1000000"), ("<", "-1000000"), (">=", "0.5"), ("<=", "0.5")):
            found = steps(measure, op, threshold, what)
            for step in found or ():
                assert step.text.en
                assert step.text.zh
                assert step.narrows_by >= 0


def test_the_audit_is_the_least_that_is_enough():
    (high,) = steps("audit_cap", ">=", "90", given())
    assert "SA8000" in high.text.en
    assert "SMETA" not in high.text.en
    assert high.enough == "unknown"
    (low,) = steps("audit_cap", ">=", "60", given())
    assert "BSCI C" in low.text.en
    assert low.narrows_by == 25  # from 40 to 65
    (none,) = steps("audit_cap", ">", "100", given())
    assert none.enough == "no"


def test_a_material_with_more_post_consumer_content_keeps_its_recycled_share():
    # 60 % recycled, 10 % of it post-consumer: the least is 30 % post-consumer within the same 60 %
    what = given(part("cloth", "1", certified("0.6", post_consumer_share=Decimal("0.1"))))
    (step,) = steps("post_consumer_product", ">=", "0.3", what)
    assert step.kind == "material"
    after = next(one for one in steps_for_criterion(what) if one.kind == "material").best(what).parts[0].recycled
    assert after is not None
    assert after.share == Decimal("0.6")
    assert after.post_consumer_share is not None
    assert Decimal("0.3") <= after.post_consumer_share < Decimal("0.300001")


def steps_for_criterion(what):
    one = Criterion(
        id="a", label=Text(en="A"), measure="post_consumer_product", op=">=", threshold=Decimal("0.3"), required=True
    )
    return steps_for(one, what, Measured(what, PARAMETERS), PARAMETERS)
