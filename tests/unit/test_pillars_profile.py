"""Buyer profiles: three-valued answers over intervals, and files that do not hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greencard.adapters.packs.pillars import buyer_profiles
from greencard.errors import InvalidInput
from greencard.model import Bounds
from greencard.pillars import MEASURES, parse_parameters, parse_profile
from greencard.pillars.measures import Measured
from greencard.pillars.profile import buyer_answer, passes
from greencard.pillars.source import MAX_BYTES
from pillars_samples import CLEAR, PARAMETERS, certified, given, part, profile, stated

HEAD = """schema: greencard/buyer-profile/1
id: mine
name: {en: Mine, zh: 我的}
source: my own wish
"""
ONE = """criteria:
  - id: a
    label: {en: A, zh: 甲}
    measure: recycled_product
    op: ">"
    threshold: 0.3
    required: true
"""
WEIGHTED = """points_needed: 0.5
criteria:
  - {id: a, label: {en: A}, measure: recycled_product, op: ">", threshold: 0.3, weight: 1}
  - {id: b, label: {en: B}, measure: plastic_g, op: "<=", threshold: 10, weight: 2}
"""


def bounds(low, high):
    return Bounds(low=Decimal(low), high=Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "op", "answer"),
    [
        ("0.4", "0.5", ">", "yes"),
        ("0.3", "0.5", ">", "unknown"),
        ("0.3", "0.3", ">", "no"),
        ("0.3", "0.5", ">=", "yes"),
        ("0.1", "0.3", ">=", "unknown"),
        ("0.1", "0.2", ">=", "no"),
        ("0.1", "0.3", "<", "unknown"),
        ("0.1", "0.2", "<", "yes"),
        ("0.3", "0.4", "<", "no"),
        ("0.1", "0.3", "<=", "yes"),
        ("0.3", "0.4", "<=", "unknown"),
    ],
)
def test_an_interval_that_straddles_a_threshold_cannot_tell(low, high, op, answer):
    assert passes(bounds(low, high), op, Decimal("0.3")) == answer
    assert passes(None, op, Decimal("0.3")) == "unknown"


def answer(text, *parts, **more):
    found = Measured(given(*parts, **more), PARAMETERS)
    return buyer_answer(parse_profile((HEAD + text).encode(), "mine.yaml"), found)


def test_a_required_criterion_decides():
    assert answer(ONE, part("x", "1", certified("0.31"))).answer == "qualifies"
    assert answer(ONE, part("x", "1", stated("0.31"))).answer == "cannot_tell"
    assert answer(ONE, part("x", "1", stated("0.3"))).answer == "does_not"


def test_weights_add_up_to_the_points_needed():
    # weights 1 and 2, 1.5 of 3 needed
    heavy = part("x", "1", certified("0.9"), plastic=True)
    found = answer(WEIGHTED, heavy)
    assert (found.answer, found.points.low, found.points.high) == (
        "does_not",
        Decimal("0.333333333333"),
        Decimal("0.333333333334"),
    )
    assert answer(WEIGHTED, part("x", "1")).answer == "qualifies"
    assert answer(WEIGHTED, part("x", "1", plastic=None)).answer == "cannot_tell"


def test_the_shipped_profiles_are_whole_and_illustrative():
    assert buyer_profiles() == ("public-buyer", "small-importer", "supermarket-chain")
    for name in buyer_profiles():
        one = profile(name)
        assert one.id == name
        assert one.illustrative
        assert "illustrative" in one.name.en
        assert all(criterion.label.zh and criterion.label.en for criterion in one.criteria)


def test_a_solid_product_qualifies_with_the_small_importer():
    box = part("board", "0.1", where="sales", pointer="/packaging/0")
    found = Measured(given(part("steel", "1"), box, facts=CLEAR), PARAMETERS)
    assert buyer_answer(profile("small-importer"), found).answer == "qualifies"


def test_every_measure_gives_an_interval_or_none():
    found = Measured(given(part("steel", "1")), PARAMETERS)
    for name, measure in MEASURES.items():
        value = measure(found)
        assert value is None or value.low <= value.high, name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "just words",
        "a: [",
        "a: &x 1\nb: *x\n",
        "\x00",
        HEAD,
        HEAD + "criteria: []\n",
        HEAD + ONE + ONE,  # the key twice
        HEAD + ONE.replace("recycled_product", "goodness"),
        HEAD + ONE.replace('">"', '"=>"'),
        HEAD + ONE.replace("0.3", "NaN"),
        HEAD + ONE.replace("0.3", "Infinity"),
        HEAD + ONE.replace("0.3", "1e999999"),
        HEAD + ONE.replace("0.3", "a third"),
        HEAD + ONE.replace("required: true", "required: false"),
        HEAD + ONE.replace("required: true", "required: true\n    weight: 2"),
        HEAD + ONE.replace("required: true", "weight: -2"),
        HEAD + ONE.replace("label: {en: A, zh: 甲}", "label: {en: ''}"),
        HEAD + ONE.replace("    op:", "    colour: blue\n    op:"),
        HEAD + WEIGHTED.replace("id: b", "id: a"),
        HEAD + WEIGHTED.replace("0.5", "2"),
        HEAD + "points_needed: 0.5\n" + ONE,
        HEAD + "plastic_reference: {grams: 0, name: {en: x}, source: y}\n" + ONE,
        HEAD + "plastic_reference: {grams: 5, name: {en: x}, source: ''}\n" + ONE,
        HEAD.replace("id: mine", "id: ../etc") + ONE,
        HEAD.replace("buyer-profile/1", "buyer-profile/2") + ONE,
        HEAD.replace("{en: Mine, zh: 我的}", "{}") + ONE,
        "a: " + "[" * 40 + "]" * 40,
        "? [a]\n: 1\n",
    ],
)
def test_a_profile_that_does_not_hold_is_refused(text):
    with pytest.raises(InvalidInput) as caught:
        parse_profile(text.encode(), "mine.yaml")
    assert caught.value.code == "GC-PIL-002"
    assert caught.value.faults[0].place.file == "mine.yaml"


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"#" * (MAX_BYTES + 1), b"a: \xc3\x28"])
def test_bytes_that_are_no_text_are_refused(raw):
    with pytest.raises(InvalidInput) as caught:
        parse_profile(raw, "mine.yaml")
    assert caught.value.code == "GC-PIL-002"


def test_a_buyer_may_bring_a_plastic_reference():
    text = "plastic_reference: {grams: 50, name: {en: last year}, source: our file}\n" + ONE
    assert parse_profile((HEAD + text).encode(), "m").reference is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 0.7", "weight: 1.2"),
        ("weight: 0.7", "weight: -1"),
        ("id: records\n    weight: 0.7", "id: records\n    weight: 0.7\n    colour: blue"),
        ("fresh_months: 12", "fresh_months: 36"),
        ("cap: 85}", "cap: 850}"),
        ("[[48, 100], [60, 40], [72, 0]]", "[[60, 40], [48, 100], [72, 0]]"),
        ("[[48, 100], [60, 40], [72, 0]]", "[[48, 100]]"),
        ("index: community", "index: labour"),
        ("  - id: laboratory\n", "  - id: laboratories\n"),
        ("cost_cny: [300, 2000]", "cost_cny: [2000, 300]"),
        ("grams_per_piece: 8.12", "grams_per_piece: 0"),
        ("recycling_efficiency: 1", "recycling_efficiency: 0"),
        ("utility_constant: 0.9", "utility_constant: nan"),
        ("weight: 0\n", "weight: 1\n"),
    ],
)
def test_parameters_that_contradict_themselves_are_refused(old, new):
    from importlib.resources import files

    text = (files("greencard") / "data" / "pillars" / "parameters.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InvalidInput) as caught:
        parse_parameters(text.replace(old, new).encode())
    assert caught.value.code == "GC-PIL-002"


def test_every_parameter_says_whose_it_is():
    for one in (*PARAMETERS.evidence, *PARAMETERS.indicators, *PARAMETERS.efforts):
        assert one.status == "ours"
    for effort in PARAMETERS.efforts:
        assert "our estimate" in effort.basis.en
        assert "我方估计" in effort.basis.zh
    assert all(reference.source and reference.trust == "recall" for reference in PARAMETERS.references)
