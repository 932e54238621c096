"""The difference of two results: what both rest on cancels, what one alone rests on does not."""

from __future__ import annotations

import math
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doubt_samples import factor, leaf
from footprint_samples import assess, product
from greencard.errors import InvalidInput
from greencard.footprint.comparison import compare as comparison
from greencard.footprint.comparison.compare import Side, compare, difference_terms
from greencard.footprint.doubt.explained import terms_told, told
from greencard.footprint.doubt.interval import uncertainty_interval
from greencard.footprint.doubt.moments import Z95, central
from greencard.footprint.doubt.monte_carlo import sample, sample_result
from greencard.footprint.tree import Leaf, joined
from greencard.model import FootprintComparison, Interval, Text

BASE = assess(product())


def made_of(name: str, *found: Leaf, units: str = "1") -> Side:
    """A result of these leaves alone."""
    explain = joined(Text(en="all"), tuple(item.explained("production") for item in found), None, Text())
    result = msgspec.structs.replace(
        BASE,
        product_id=name,
        explain=explain,
        total_kg_co2e=explain.kg_co2e,
        interval=uncertainty_interval(found),
        snapshot=name,
        questions=(),
    )
    return Side(product(id=name, name=Text(en=name, zh=name)), result, Decimal(units))


def ends(found: FootprintComparison) -> tuple[float, float]:
    assert found.interval is not None
    return float(found.interval.low), float(found.interval.high)


leaves = st.lists(
    st.builds(
        leaf,
        st.sampled_from(["a", "b", "c", "d"]),
        st.decimals("0.01", "9", places=2).map(str),
        st.sampled_from([0.0, 0.05, 0.2, 0.35, 0.65]),
        st.sampled_from([0.0, 0.03, 0.1]),
    ),
    min_size=1,
    max_size=6,
)


def test_a_factor_both_use_moves_together() -> None:
    # 3 and 1 kg through one factor of sigma 0.2: the difference is 2 kg of it, a lognormal of the same sigma.
    found = compare(made_of("left", leaf("a", "3", 0.2)), made_of("right", leaf("a", "1", 0.2)))
    assert found.difference_kg_co2e == 2
    assert ends(found) == pytest.approx((2 * math.exp(-Z95 * 0.2), 2 * math.exp(Z95 * 0.2)), rel=1e-9)
    # Two factors do not: variance 9 w + 1 w (w = exp(0.04) - 1, times exp(0.04)) instead of 4 w.
    apart = ends(compare(made_of("left", leaf("a", "3", 0.2)), made_of("right", leaf("b", "1", 0.2))))
    assert apart[1] - apart[0] > 1.4 * (ends(found)[1] - ends(found)[0])


def test_the_same_kg_of_the_same_factor_leaves_no_doubt() -> None:
    found = compare(made_of("left", leaf("a", "3", 0.2), leaf("c", "1")), made_of("right", leaf("a", "3", 0.2)))
    assert ends(found) == pytest.approx((1, 1))


def test_amounts_of_two_records_are_two_amounts() -> None:
    found = compare(made_of("left", leaf("a", "1", 0, 0.1)), made_of("right", leaf("a", "1", 0, 0.1)))
    low, high = ends(found)
    assert high == pytest.approx(Z95 * 0.1 * math.sqrt(2), rel=0.02)
    assert low == pytest.approx(-high, rel=1e-9)


def test_two_suppliers_without_a_card_are_two_suppliers() -> None:
    ours = leaf("supplier/bom/0", "1", 0.2)
    apart = ends(compare(made_of("left", ours), made_of("right", ours)))
    assert apart[1] > 0.4
    card = leaf("supplier/urn:card:1", "1", 0.2)
    assert ends(compare(made_of("left", card), made_of("right", card))) == (0, 0)


def test_a_factor_that_stands_in_for_two_materials_does_not_cancel() -> None:
    bamboo = leaf("mdf", "1", 0.65, label="bamboo board", ref=factor("mdf"))
    cork = leaf("mdf", "1", 0.65, label="cork", ref=factor("mdf"))
    apart = ends(compare(made_of("left", bamboo), made_of("right", cork)))
    assert apart[0] < -1
    assert apart[1] > 1
    # for the same words it is the same doubt, and a factor that does not stand in is the same figure anyway
    assert ends(compare(made_of("left", bamboo), made_of("right", bamboo))) == (0, 0)
    plain = (
        leaf("mdf", "1", 0.25, label="MDF", ref=factor("mdf")),
        leaf("mdf", "1", 0.25, label="board", ref=factor("mdf")),
    )
    assert ends(compare(made_of("left", plain[0]), made_of("right", plain[1]))) == (0, 0)


@settings(max_examples=25, deadline=None)
@given(leaves, leaves)
def test_sides_may_be_swapped(ours: list[Leaf], theirs: list[Leaf]) -> None:
    left, right = made_of("left", *ours), made_of("right", *theirs)
    one, other = compare(left, right), compare(right, left)
    assert one.difference_kg_co2e == -other.difference_kg_co2e
    low, high = ends(one)
    assert ends(other) == pytest.approx((-high, -low), rel=1e-6, abs=1e-9)
    assert low <= float(one.difference_kg_co2e) <= high
    assert (one.left_kg_co2e, one.right_kg_co2e) == (other.right_kg_co2e, other.left_kg_co2e)
    if one.sentence is not None and other.sentence is not None:
        assert ("no difference" in one.sentence.en) == ("no difference" in other.sentence.en)


@settings(max_examples=25, deadline=None)
@given(leaves)
def test_a_product_against_itself_differs_by_nothing(found: list[Leaf]) -> None:
    side = made_of("left", *found)
    same = compare(side, side)
    assert same.difference_kg_co2e == 0
    assert ends(same) == (0, 0)
    assert same.sentence is None
    assert same.refused_for[0].en == "Both sides are the same record."


@settings(max_examples=20, deadline=None)
@given(leaves, leaves)
def test_the_analytic_interval_is_near_the_sample(ours: list[Leaf], theirs: list[Leaf]) -> None:
    from greencard.footprint.doubt.monte_carlo import drawn

    terms = difference_terms(made_of("left", *ours), made_of("right", *theirs))
    low, high = central(terms)
    if high - low < 1e-6:
        return
    totals = sorted(drawn(terms, draws=20_000, seed=5).tolist())
    sampled = totals[500], totals[19_499]
    assert (low, high) == pytest.approx(sampled, abs=0.25 * (sampled[1] - sampled[0]))


def test_units_that_fulfil_the_function_scale_a_side() -> None:
    left = made_of("left", leaf("a", "3", 0.2), units="2")
    found = compare(left, made_of("right", leaf("a", "6", 0.2)))
    assert found.left_kg_co2e == 6
    assert found.difference_kg_co2e == 0
    assert ends(found) == (0, 0)
    for bad in ("0", "-1", "NaN", "1e9"):
        with pytest.raises(InvalidInput) as caught:
            compare(made_of("left", leaf("a", "3"), units=bad), left)
        assert caught.value.code == "GC-FPT-044"


def test_a_sample_that_reaches_zero_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = made_of("left", leaf("a", "3", 0.05)), made_of("right", leaf("b", "1", 0.05))
    clear = compare(*sides)
    assert clear.sentence is not None
    assert "is lower by 2.0" in clear.sentence.en
    monkeypatch.setattr(comparison, "_sampled", lambda _: (-0.1, 4.0))
    doubted = compare(*sides)
    assert doubted.sentence is not None
    assert "no difference can be stated" in doubted.sentence.en
    assert any("do not agree" in note.en for note in doubted.notes)
    assert not any("do not agree" in note.en for note in clear.notes)


def test_results_and_products_that_do_not_belong_together_are_refused() -> None:
    one = made_of("left", leaf("a", "3"))
    with pytest.raises(InvalidInput) as caught:
        compare(Side(product(id="other"), one.result), one)
    assert caught.value.code == "GC-FPT-042"


def test_a_result_that_tells_no_uncertainty_is_refused() -> None:
    one = made_of("left", leaf("a", "3", 0.1), leaf("b", "1", 0.1))
    first, second = one.result.explain.children
    silent = msgspec.structs.replace(first, sigma=None)
    for children in ((silent, second), (first,), (first, msgspec.structs.replace(second, factor=None))):
        explain = msgspec.structs.replace(one.result.explain, children=children)
        with pytest.raises(InvalidInput) as caught:
            told(msgspec.structs.replace(one.result, explain=explain))
        assert caught.value.code == "GC-FPT-043"


def test_a_result_carries_what_it_takes_to_sample_it_again() -> None:
    found = [leaf("a", "2", 0.3, 0.1), leaf("b", "1", 0.1)]
    result = made_of("left", *found).result
    assert central(terms_told(result)) == pytest.approx(
        tuple(float(x) for x in (result.interval.low, result.interval.high)), rel=1e-9
    )
    assert sample_result(result, draws=1000, seed=4) == sample(found, draws=1000, seed=4)
    wide = Interval(low=Decimal("0.1"), high=Decimal(20), level=Decimal("0.95"), method="")
    assert not sample_result(msgspec.structs.replace(result, interval=wide), draws=1000, seed=4).agrees
    real = sample_result(BASE, draws=2000, seed=4)
    assert float(real.median) == pytest.approx(float(BASE.total_kg_co2e), rel=0.05)


def test_the_difference_lies_in_its_own_interval() -> None:
    many = made_of("left", *(leaf(f"f{i}", "1", 0.65) for i in range(60)))
    found = compare(many, made_of("right", leaf("z", "10")))
    assert ends(found)[0] == 50
    assert ends(compare(made_of("right", leaf("z", "10")), many))[1] == -50
