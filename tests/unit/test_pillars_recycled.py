"""P1: recycled content by mass balance, evidence-weighted; arithmetic by hand in the comments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greencard.model import Disposal, Evidence, Recycled
from greencard.pillars.measures import Measured
from greencard.pillars.profile import passes
from pillars_samples import PARAMETERS, PROVEN, certified, given, part, recorded, stated


def shares(*parts, **more):
    pillar = Measured(given(*parts, **more), PARAMETERS).recycled
    return {share.of: share for share in pillar.shares}, pillar


def numbers(share):
    return share.verified, share.declared, share.possible


PAN = (
    part("aluminium", "0.610", stated("0.40")),
    part("coating", "0.022", stated("0")),
    part("disc", "0.130", stated("0")),
    part("handle", "0.085", stated("0"), bio_based_share=Decimal(1)),
    part("rivets", "0.012", stated("0")),
)


def test_the_pan_is_28_4_per_cent_and_not_30():
    # 0.61 × 0.40 / 0.859 = 0.244 / 0.859 = 0.28405122234 (cut, not rounded)
    product = shares(*PAN)[0]["product"]
    assert numbers(product)[:2] == (0, Decimal("0.284051222351"))
    assert passes(product.bounds, ">", Decimal("0.30")) == "no"
    proven = shares(part("aluminium", "0.610", certified("0.40")), *PAN[1:])[0]["product"]
    assert proven.verified == Decimal("0.284051222351") == proven.declared
    assert passes(proven.bounds, ">", Decimal("0.30")) == "no"


@pytest.mark.parametrize(
    ("share", "answer"), [("0.2999999999", "no"), ("0.3", "no"), ("0.30000", "no"), ("0.3000001", "yes")]
)
def test_thirty_per_cent_is_not_above_thirty(share, answer):
    whole = shares(part("aluminium", "1", certified(share)))[1].whole
    assert passes(whole.bounds, ">", Decimal("0.30")) == answer


def test_packaging_counts_in_the_whole_and_says_so():
    # product 0.244/0.859; with a 60 g sleeve at 90 %: (0.244 + 0.054) / 0.919 = 0.32426550598
    found, pillar = shares(*PAN, part("sleeve", "0.060", stated("0.9"), where="sales"))
    assert pillar.whole.declared == Decimal("0.324265505984")
    assert found["sales_packaging"].declared == Decimal("0.9")
    assert any("28.40 %" in note.en for note in pillar.notes)
    outer = shares(*PAN, part("carton", "9", stated("1"), where="transport"))[1]
    assert outer.whole.declared == found["product"].declared


@pytest.mark.parametrize(
    ("recycled", "basis", "verified"),
    [
        (certified("0.5"), "certificate", "0.5"),
        (recorded("0.5"), "records", "0.35"),  # 0.7 × 0.5
        (stated("0.5"), "statement", "0"),
        (stated("0.5", evidence=PROVEN), "statement", "0"),  # a document, but none that shows content
        (certified("0.5", transaction_certificate=""), "statement", "0"),  # a scope certificate covers no delivery
        (certified("0.5", transaction_certificate=" "), "statement", "0"),
        (stated("0.5", scheme="GRS", transaction_certificate="TC-1"), "statement", "0"),  # grade E0
        (certified("0.5", scheme="UL2809", transaction_certificate=""), "certificate", "0.5"),  # certifies the product
        (certified("0.5", scheme="GRS", transaction_certificate="", records="laboratory"), "records", "0.35"),
        (certified("0.5", chain_of_custody="book_and_claim"), "book_and_claim", "0"),
        (None, "silent", "0"),
    ],
)
def test_what_a_line_rests_on(recycled, basis, verified):
    pillar = shares(part("cloth", "1", recycled))[1]
    assert pillar.lines[0].basis == basis
    assert pillar.whole.verified == Decimal(verified)
    assert pillar.lines[0].why.en
    assert pillar.lines[0].why.zh


def test_book_and_claim_enters_nowhere():
    whole = shares(part("cloth", "1", certified("1", chain_of_custody="book_and_claim")))[1].whole
    assert numbers(whole) == (0, 0, 0)


def test_mass_balance_is_counted_and_shown_as_such():
    pillar = shares(part("cloth", "1", certified("1", chain_of_custody="mass_balance")))[1]
    assert pillar.whole.verified == 1
    assert pillar.lines[0].chain_of_custody == "mass_balance"
    assert any("mass balance" in note.en for note in pillar.notes)


def test_renewable_is_not_recycled():
    pillar = shares(part("bamboo", "1", stated("0"), bio_based_share=Decimal(1)))[1]
    assert numbers(pillar.whole) == (0, 0, 0)
    assert any("Renewable" in note.en for note in pillar.notes)


def test_what_nobody_states_may_be_but_does_not_count():
    whole = shares(part("cloth", "3", certified("0.5")), part("thread", "1"))[1].whole
    # verified 1.5/4; possible (1.5 + 1)/4
    assert numbers(whole) == (Decimal("0.375"), Decimal("0.375"), Decimal("0.625"))


def test_pre_and_post_consumer_stand_apart_and_rework_counts_for_nothing():
    both = certified("0.6", post_consumer_share=Decimal("0.4"), rework_share=Decimal("0.3"))
    pillar = shares(part("cloth", "2", both), part("thread", "2", certified("0.5")))[1]
    line = pillar.lines[0]
    assert (line.post_consumer_kg, line.pre_consumer_kg, line.rework_kg) == (
        Decimal("0.80"),
        Decimal("0.40"),
        Decimal("0.6"),
    )
    whole = pillar.whole
    # (1.2 + 1.0) / 4; post: 0.8/4, or with the unspecified 1.0 of the thread 1.8/4; pre: 0.4/4 to 1.4/4
    assert whole.verified == Decimal("0.55")
    assert (whole.post_consumer.low, whole.post_consumer.high) == (Decimal("0.2"), Decimal("0.45"))
    assert (whole.pre_consumer.low, whole.pre_consumer.high) == (Decimal("0.1"), Decimal("0.35"))


def test_one_kind_goes_to_its_side():
    whole = shares(part("a", "1", certified("0.5", "post_consumer")), part("b", "1", certified("0.5", "pre_consumer")))[
        1
    ].whole
    assert whole.post_consumer.low == whole.post_consumer.high == Decimal("0.25")
    assert whole.pre_consumer.low == whole.pre_consumer.high == Decimal("0.25")


def test_floors_look_at_the_product_under_that_scheme():
    floors = shares(part("cloth", "3", certified("0.6")), part("thread", "7"))[1].floors
    # 1.8 of 10 kg = 18 %: below the 20 % for a claim under GRS, far below the label
    assert [(f.scheme, f.purpose, f.share, f.met) for f in floors] == [
        ("GRS", "claim", Decimal("0.18"), False),
        ("GRS", "label", Decimal("0.18"), False),
    ]
    assert all(floor.source and floor.trust == "seen" for floor in floors)
    assert shares(part("cloth", "1", certified("0.05", scheme="RCS")))[1].floors[0].met
    assert not shares(part("cloth", "1", stated("0.5")))[1].floors
    only_records = certified("0.6", transaction_certificate="", records="mass_balance")
    assert [floor.share for floor in shares(part("cloth", "1", only_records))[1].floors] == [0, 0]


def test_a_massless_whole_has_no_share():
    whole = shares(part("cloth", "0", certified("1")))[1].whole
    assert numbers(whole) == (0, 0, 0)


def test_circularity_by_hand():
    # F_R 0.5, C_R 0.4: V 0.5, W 0.6, LFI 1.1/2 = 0.55, MCI 1 − 0.55 × 0.9 = 0.505; with X 2: 1 − 0.55 × 0.45 = 0.7525
    ways = (Disposal(route="recycling", share=Decimal("0.4")), Disposal(route="landfill", share=Decimal("0.6")))
    proven = {"disposal": ways, "disposal_evidence": Evidence(grade="E1", kind="study")}
    cloth = part("cloth", "1", certified("0.5"))
    found = shares(cloth, **proven)[1].circularity
    assert found.mci.low == found.mci.high == Decimal("0.505")
    assert not found.utility_stated
    assert shares(cloth, **proven, utility=Decimal(2))[1].circularity.mci.low == Decimal("0.7525")
    # a scenario without a document supports nothing: low V 0.5, W 1, LFI 0.75 → 0.325
    assert shares(cloth, disposal=ways)[1].circularity.mci.low == Decimal("0.325")
    virgin = shares(part("cloth", "1", stated("0")), utility=Decimal("0.5"))[1].circularity
    assert virgin.mci.low == 0  # 1 − 1 × 0.9/0.5 is below zero


def test_a_zero_statement_is_an_answer():
    whole = shares(part("cloth", "1", Recycled(share=Decimal(0))))[1].whole
    assert numbers(whole) == (0, 0, 0)
