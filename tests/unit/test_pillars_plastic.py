"""P3: grams, reduction and levels; substitutions that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greencard.model import FormatBan, Text
from greencard.pillars import StatedReference
from greencard.pillars.measures import Measured
from pillars_samples import PARAMETERS, certified, fact, given, part, stated


def plastic(*parts, **more):
    return Measured(given(*parts, **more), PARAMETERS).plastic


def ban(rule="EU-SUPD-05-B", *, certain=True, missing=()):
    return FormatBan(
        rule_id=rule,
        jurisdiction=rule[:2],
        title=Text(en="ban", zh="禁令"),
        citation="Art 5",
        certain=certain,
        missing_facts=missing,
    )


BOX = part("board box", "0.1", where="sales", pointer="/packaging/0")


def ends(bounds):
    return int(bounds.low), int(bounds.high)


def test_grams_by_hand():
    # product 100 g plastic, a quarter of it verified recycled and half declared; bag 4 g; box none
    found = plastic(
        part("PP", "0.1", certified("0.25"), plastic=True),
        part("LDPE bag", "0.004", where="sales", plastic=True, pointer="/packaging/0"),
        BOX,
        facts=(fact("single_use", value=False), fact("pack_reusable", value=False)),
    )
    assert ends(found.product_g) == (100, 100)
    assert ends(found.packaging_g) == (4, 4)
    assert ends(found.total_g) == (104, 104)
    assert ends(found.virgin_g) == (75, 79)  # 100 − 25, and the bag's 4 g may all be recycled
    assert ends(found.single_use_g) == (4, 4)
    assert found.packaging_share is not None
    assert found.packaging_share.low == Decimal("0.0384615384615")  # 4/104


def test_statements_save_no_virgin_plastic():
    found = plastic(part("PP", "0.1", stated("0.5"), plastic=True))
    assert ends(found.virgin_g) == (50, 100)


def test_what_nobody_can_read_may_be_plastic():
    found = plastic(part("mystery", "0.05", plastic=None), part("steel", "1"), BOX)
    assert ends(found.total_g) == (0, 50)
    assert ends(found.level) == (3, 4)
    assert found.notes


@pytest.mark.parametrize(
    ("facts", "grams"),
    [
        ((), (0, 110)),
        ((fact("single_use", value=True),), (100, 110)),
        ((fact("single_use", value=False),), (0, 10)),
        ((fact("single_use", value=True), fact("pack_reusable", value=True)), (100, 100)),
        ((fact("single_use", value=True), fact("pack_reusable", value=False)), (110, 110)),
    ],
)
def test_single_use_is_what_is_said_to_be(facts, grams):
    bag = part("PE bag", "0.01", where="sales", plastic=True, pointer="/packaging/0")
    assert ends(plastic(part("PP", "0.1", plastic=True), bag, facts=facts).single_use_g) == grams


# -- reduction -------------------------------------------------------------------------------------------------------


def test_without_a_reference_there_are_grams_only():
    reduction = plastic(part("PP", "0.1", plastic=True)).reduction
    assert reduction.reduction is None
    assert "grams only" in reduction.reference.en


def test_the_buyers_own_reference_by_hand():
    # D = 1 − 100/125 = 0.2
    reference = StatedReference(grams=Decimal(125), name=Text(en="last year's", zh="去年款"), source="buyer's file")
    reduction = plastic(part("PP", "0.1", plastic=True), reference=reference).reduction
    assert reduction.reduction is not None
    assert (reduction.reduction.low, reduction.reduction.high, reduction.trust) == (
        Decimal("0.2"),
        Decimal("0.2"),
        "buyer",
    )


def test_a_recalled_reference_is_shown_and_decides_nothing():
    from greencard.pillars import MEASURES

    bag = part("PLA", "0.94", plastic=True)
    functions = (fact("product_functions", ("carrier_bag",)),)
    found = Measured(given(bag, facts=functions, pieces=Decimal(100)), PARAMETERS)
    # 1 − 940/812 = −0.1576…: heavier than what it replaces
    assert found.plastic.reduction.reduction is not None
    assert found.plastic.reduction.reduction.low == Decimal("-0.157635467981")
    assert found.plastic.reduction.trust == "recall"
    assert MEASURES["plastic_reduction"](found) is None
    assert Measured(given(bag, facts=functions), PARAMETERS).plastic.reduction.reduction is None


# -- levels ----------------------------------------------------------------------------------------------------------


def test_the_ladder():
    bag = part("PE bag", "0.02", where="sales", plastic=True, pointer="/packaging/1")
    assert ends(plastic(part("steel", "1"), BOX).level) == (4, 4)
    assert ends(plastic(part("PP", "1", plastic=True), BOX).level) == (3, 3)
    assert ends(plastic(part("PP", "1", plastic=True), BOX, bag).level) == (2, 2)  # 20 of 120 g
    assert ends(plastic(part("PP", "1", plastic=True), BOX, bans=(ban(),)).level) == (1, 1)
    assert ends(plastic(part("PP", "1", plastic=True), BOX, bans=(ban(certain=False),)).level) == (1, 3)
    assert ends(plastic(part("?", "1", plastic=None), plastic_pack()).level) == (0, 4)


def plastic_pack():
    return part("?", "0.1", where="sales", plastic=None, pointer="/packaging/0")


def test_a_ban_where_it_is_to_go_is_below_l1():
    found = plastic(part("PP", "1", plastic=True), BOX, bans=(ban(),), destinations=("DE",))
    assert found.levels[1].met == "no"
    assert "EU-SUPD-05-B" in found.levels[1].why.en
    assert ends(found.level) == (0, 0)


@pytest.mark.parametrize(("grams", "met"), [("0.0049", "yes"), ("0.005", "no"), ("0.0051", "no")])
def test_less_than_five_per_cent_is_strict(grams, met):
    # of 0.1 kg packaging: 4.9, 5.0 and 5.1 %
    tape = part("PP tape", grams, where="sales", plastic=True, pointer="/packaging/1")
    board = part("board", str(Decimal("0.1") - Decimal(grams)), where="sales", pointer="/packaging/0")
    assert plastic(part("steel", "1"), board, tape).levels[3].met == met


@pytest.mark.parametrize(("grams", "met"), [("0.001", "yes"), ("0.0011", "no")])
def test_an_impurity_of_a_thousandth_is_none(grams, met):
    speck = part("PE", grams, plastic=True)
    assert plastic(part("steel", str(Decimal("0.9") - Decimal(grams))), speck, BOX).levels[4].met == met


def test_no_packaging_recorded_is_not_free_of_plastic():
    found = plastic(part("steel", "1"))
    assert (found.levels[3].met, found.levels[4].met) == ("unknown", "unknown")
    assert ends(found.level) == (2, 4)


# -- traps -----------------------------------------------------------------------------------------------------------


def test_bamboo_powder_in_melamine_is_plastic():
    # 520 g powder + 310 g resin; the starch stays apart
    found = plastic(
        part("bamboo powder", "0.52", plant_filler=True),
        part("melamine-formaldehyde resin", "0.31", plastic=True),
        part("corn starch", "0.09"),
        BOX,
    )
    assert ends(found.product_g) == (830, 830)
    assert [trap.id for trap in found.traps] == ["plant_filled_plastic"]


def test_bamboo_beside_steel_is_bamboo():
    found = plastic(part("bamboo powder", "0.5", plant_filler=True), part("steel", "0.5"), BOX)
    assert ends(found.total_g) == (0, 0)
    assert not found.traps


def test_powder_in_an_unknown_binder_may_be_plastic():
    found = plastic(part("bamboo powder", "0.5", plant_filler=True), part("binder 7", "0.5", plastic=None), BOX)
    assert ends(found.product_g) == (0, 1000)


@pytest.mark.parametrize(
    "words", ["PLA", "PLA/PBAT film", "聚乳酸", "starch-based granulate", "biodegradable plastic", "可降解塑料", "PHA"]
)
def test_what_grew_or_is_called_degradable_is_still_plastic(words):
    found = plastic(part(words, "0.1", bio_based_share=Decimal(1)), BOX)
    assert ends(found.total_g) == (100, 100)
    assert [trap.id for trap in found.traps] == ["bio_polymer"]


def test_a_claim_of_degradable_on_plastic_is_a_trap():
    found = plastic(part("PE film", "0.1", plastic=True), BOX, claims=("可降解",))
    assert [trap.id for trap in found.traps] == ["bio_polymer"]


@pytest.mark.parametrize("words", ["PE coated paper", "plastic-lined board", "淋膜纸", "PE-laminated kraft paper"])
def test_coated_paper_is_no_plastic_free_paper(words):
    found = plastic(part(words, "0.02"), BOX)
    assert ends(found.total_g) == (0, 20)
    assert [trap.id for trap in found.traps] == ["coated_paper"]
    assert found.levels[4].met == "no"


@pytest.mark.parametrize(
    "words", ["starch-based glue", "corn starch", "淀粉基胶", "alpha brass", "plain steel", "laminated board"]
)
def test_words_that_only_look_alike_are_no_trap(words):
    found = plastic(part(words, "0.02"), BOX)
    assert (ends(found.total_g), found.traps) == ((0, 0), ())


@pytest.mark.parametrize("words", ["paper band", "kraft paper", "coated steel", "paper", "纸腰封"])
def test_paper_alone_is_no_trap(words):
    assert not plastic(part(words, "0.02"), BOX).traps


@pytest.mark.parametrize(
    ("words", "names"), [("bamboo viscose", ()), ("粘胶", ("竹纤维袜",)), ("rayon", ("bamboo socks",))]
)
def test_viscose_sold_as_bamboo(words, names):
    found = plastic(part(words, "0.2"), BOX, names=names)
    assert [trap.id for trap in found.traps] == ["bamboo_viscose"]
    assert ends(found.total_g) == (0, 0)


def test_viscose_called_viscose_is_no_trap():
    assert not plastic(part("viscose", "0.2"), BOX, names=("socks",)).traps
