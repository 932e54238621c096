"""Data-quality ratings, weighted by contribution."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doubt_samples import factor, leaf
from footprint_samples import CATALOGUE, ROAD_CN, product
from greencard.factors import LifeCycleFactor
from greencard.footprint import assess_footprint
from greencard.footprint.doubt.data_quality import Rater, Rating, data_quality, rating_of
from greencard.footprint.tree import Leaf
from greencard.model import DataQuality, ExplainNode, Grade
from system_samples import card, footprints, out, step, system, take


def of(name: str, kg: str, sigma: float = 0.1) -> Leaf:
    found = CATALOGUE.factors[name]
    assert isinstance(found, LifeCycleFactor)
    amount = str(Decimal(kg) / found.emission)
    return leaf(name, amount, sigma, ref=found.reference())


RATER = Rater(CATALOGUE, used_in="CN", on_year=2026)
GRID, BOARD = "electricity/life-cycle/cn/2024", "material/board/gb-board"


def rate(item: Leaf, on_year: int = 2026) -> Rating:
    return rating_of(item, CATALOGUE, used_in="CN", on_year=on_year)


def test_an_official_figure_of_the_country_is_best_and_one_from_far_is_not() -> None:
    assert rate(of(GRID, "1")) == Rating(1, 1, 1)
    board = rate(of(BOARD, "1"))
    assert board.geographical == 4
    assert board.technological > 1


def test_a_factor_that_stands_in_for_another_material_is_technologically_last() -> None:
    assert rate(of(BOARD, "1", sigma=0.65)).technological == 5
    assert rate(of(BOARD, "1", sigma=0.59)).technological < 5


def test_a_figure_grows_old() -> None:
    assert [rate(of(GRID, "1"), year).temporal for year in (2024, 2026, 2027, 2031, 2035, 2045)] == [1, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("grade", "expected"), [("E0", 3), ("E1", 2), ("E2", 1), ("E3", 1)])
def test_a_suppliers_figure_is_rated_by_its_evidence(grade: Grade, expected: int) -> None:
    ref = factor("supplier/bom/0", year=None)
    assert rate(leaf("supplier/bom/0", "1", 0.1, grade=grade, ref=ref)) == Rating(expected, expected, expected)
    dated = factor("supplier/abc", year=2019)
    assert rate(leaf("supplier/abc", "1", 0.1, grade=grade, ref=dated)) == Rating(expected, expected, 3)


def test_the_result_is_the_mean_weighted_by_kg() -> None:
    grid, old = of(GRID, "3"), leaf("supplier/bom/0", "1", 0.1, grade="E0", ref=factor("supplier/bom/0", year=None))
    found = data_quality([grid, old], RATER)
    # (3 × 1 + 1 × 3) / 4
    assert found == DataQuality(technological=Decimal("1.5"), geographical=Decimal("1.5"), temporal=Decimal("1.5"))


def test_nothing_counted_is_rated_last() -> None:
    worst = DataQuality(technological=Decimal(5), geographical=Decimal(5), temporal=Decimal(5))
    assert data_quality([], RATER) == worst


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([GRID, BOARD]), st.integers(1, 50)), min_size=1, max_size=6))
def test_ratings_lie_in_range_and_do_not_depend_on_scale(parts: list[tuple[str, int]]) -> None:
    one = data_quality([of(n, str(kg)) for n, kg in parts], RATER)
    ten = data_quality([of(n, str(kg * 10)) for n, kg in parts], RATER)
    assert one == ten
    assert all(1 <= value <= 5 for value in (one.technological, one.geographical, one.temporal))


def test_a_gas_let_out_is_rated_by_what_stands_behind_its_mass() -> None:
    """GWP100 is a constant; an undated world average would rate it 4, 3, 5."""
    ref = factor("gwp/AR6/N2O", year=None)
    assert rate(leaf("gwp/AR6/N2O", "1", 0.0, grade="E0", ref=ref)) == Rating(3, 3, 3)
    assert rate(leaf("gwp/AR6/N2O", "1", 0.0, grade="E2", ref=ref)) == Rating(1, 1, 1)


def tips(node: ExplainNode) -> list[ExplainNode]:
    return [tip for child in node.children for tip in tips(child)] if node.children else [node]


def test_every_leaf_of_a_result_tells_its_quality_and_the_result_is_their_mean() -> None:
    result = assess_footprint(product(), CATALOGUE, inbound_intensity=ROAD_CN)
    found = tips(result.explain)
    assert all(tip.quality is not None for tip in found)
    whole = sum(tip.kg_co2e for tip in found)
    for aspect in ("technological", "geographical", "temporal"):
        mean = sum(tip.kg_co2e * getattr(tip.quality, aspect) for tip in found) / whole
        assert result.quality is not None
        assert float(getattr(result.quality, aspect)) == pytest.approx(float(mean), rel=1e-3)


def test_a_system_is_rated_as_a_product_is() -> None:
    """1 kWh of the national grid (rated 1, 1, 1) and 1 kg of a card that emits as much: the mean of both."""
    made = system(step("p", [out("a", 1, "piece")], [take(1, unit="kWh", electricity=True), take(1, card="c")]))
    (result,) = footprints(made, card("c", "0.5777")).values()
    assert result.quality is not None
    found = {tip.factor.id: tip.quality for tip in tips(result.explain) if tip.factor is not None}
    assert found["electricity/life-cycle/cn/2024"] == DataQuality(
        technological=Decimal(1), geographical=Decimal(1), temporal=Decimal(1)
    )
    of_card = found["card/c"]
    assert of_card is not None
    assert result.quality.technological == (1 + of_card.technological) / 2
    assert result.quality.temporal == (1 + of_card.temporal) / 2
