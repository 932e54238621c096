"""Shares of variance, and the next measurement worth making."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doubt_samples import factor, leaf
from greencard.footprint.doubt.interval import uncertainty_interval
from greencard.footprint.doubt.shares import leaves_within, next_measurements, variance_shares
from greencard.footprint.tree import Branch, Leaf
from greencard.model import Text

GRID = factor("electricity/life-cycle/cn/2024", "0.5777", "kg CO2e/kWh")

found_leaves = st.lists(
    st.builds(
        leaf,
        st.sampled_from(["a", "b", "c", "d"]),
        st.decimals("0.01", "9", places=2).map(str),
        st.sampled_from([0.0, 0.1, 0.35, 0.65]),
        st.sampled_from([0.0, 0.03, 0.1]),
    ),
    min_size=1,
    max_size=9,
)


def shares(found: list[Leaf]) -> dict[tuple[str, str], float]:
    return {(datum.about, datum.key): datum.share for datum in variance_shares(found)}


def test_shares_by_hand() -> None:
    # variances: a (2 × 0.3)² = 0.36, b (1 × 0.2)² = 0.04, amount of a (2 × 0.1)² = 0.04; whole 0.44
    found = shares([leaf("a", "2", 0.3, 0.1), leaf("b", "1", 0.2)])
    assert found["factor", "a"] == pytest.approx(0.36 / 0.44, rel=1e-12)
    assert found["factor", "b"] == pytest.approx(0.04 / 0.44, rel=1e-12)
    assert found["amount", "#000000"] == pytest.approx(0.04 / 0.44, rel=1e-12)
    assert found["amount", "#000001"] == 0


def test_the_same_factor_twice_counts_linearly() -> None:
    # (1 × 0.3 + 1 × 0.3)² = 0.36 against (1 × 0.6)² = 0.36; in quadrature it would be 0.18
    found = shares([leaf("a", "1", 0.3), leaf("a", "1", 0.3), leaf("b", "1", 0.6)])
    assert found["factor", "a"] == pytest.approx(0.5, rel=1e-12)
    assert found["factor", "b"] == pytest.approx(0.5, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(found_leaves)
def test_shares_sum_to_one_and_certain_data_have_none(found: list[Leaf]) -> None:
    data = variance_shares(found)
    doubtful = any(item.sigma or item.amount_sigma for item in found)
    assert math.fsum(datum.share for datum in data) == pytest.approx(1.0 if doubtful else 0.0, abs=1e-12)
    for datum in data:
        sigma = [found[i].sigma if datum.about == "factor" else found[i].amount_sigma for i in datum.leaves]
        assert (datum.share > 0) == any(sigma)
    assert [datum.share for datum in data] == sorted((datum.share for datum in data), reverse=True)


@settings(max_examples=40, deadline=None)
@given(found_leaves, st.integers(1, 6))
def test_measurements_are_gains_ranked_and_few(found: list[Leaf], most: int) -> None:
    named = next_measurements(found, most)
    assert len(named) <= most
    kg = [measurement.kg_co2e for measurement in named]
    assert kg == sorted(kg, reverse=True)
    assert all(0 < measurement.variance_share <= 1 for measurement in named)
    width = uncertainty_interval(found).high
    assert all(0 < value <= width for value in kg)
    assert next_measurements(found, most) == named


def test_the_gain_is_the_upper_end_now_less_the_upper_end_with_that_datum_certain() -> None:
    found = [leaf("a", "2", 0.4, 0.1), leaf("b", "3", 0.2)]
    first = next_measurements(found)[0]
    known = uncertainty_interval([leaf("a", "2", 0.0, 0.1), leaf("b", "3", 0.2)])
    assert first.factor_id == "a"
    gain = uncertainty_interval(found).high - known.high
    assert float(first.kg_co2e) == pytest.approx(float(gain), rel=1e-10)
    assert float(first.variance_share) == pytest.approx(0.64 / (0.64 + 0.04 + 0.36), rel=1e-11)


def test_nothing_in_doubt_asks_for_nothing() -> None:
    assert next_measurements([leaf("a", "2"), leaf("b", "1")]) == ()
    assert next_measurements([]) == ()


def test_the_grid_is_not_for_the_merchant_to_measure() -> None:
    power = [leaf("x", "10", 0.2, 0.1, unit="kWh", ref=GRID, label="electricity from the grid")]
    found = next_measurements([*power, leaf("zinc", "1", 0.3)], most=5)
    assert [item.about for item in found] == ["amount", "factor", "factor"]
    assert [item.factor_id for item in found] == ["", "zinc", GRID.id]
    assert found[-1].kg_co2e > found[0].kg_co2e  # the grid weighs most and still stands apart, at the end
    assert "not yours to measure" in found[-1].label.en
    assert "solar" in found[-1].label.en
    assert "光伏" in found[-1].label.zh


def test_a_heavy_grid_takes_the_last_place_rather_than_none() -> None:
    power = leaf("x", "10", 0.2, unit="kWh", ref=GRID)
    others = [leaf(f"m{i}", "1", 0.1 + i / 100) for i in range(6)]
    found = next_measurements([power, *others], most=3)
    assert [item.factor_id for item in found] == ["m5", "m4", GRID.id]
    light = next_measurements([leaf("x", "0.01", 0.2, unit="kWh", ref=GRID), *others], most=3)
    assert [item.factor_id for item in light] == ["m5", "m4", "m3"]


def test_names_say_what_to_measure_in_both_languages() -> None:
    def first(item: Leaf, *inside: Text) -> Text:
        return next_measurements([item], 1, inside=inside)[0].label

    zinc = first(leaf("material/zinc/x", "1", 0.3, label="zinc alloy", zh="锌合金"))
    assert (zinc.en, zinc.zh) == ("the supplier's own figure for zinc alloy", "锌合金供应商自己的碳足迹数值")
    share = first(leaf("material/zinc/x", "1", 0.3, label="primary share"), Text(en="zinc alloy", zh="锌合金"))
    assert share == zinc
    kwh = leaf("e", "1", 0.0, 0.1, unit="kWh", ref=GRID, label="electricity from the grid", zh="电网电力")
    assert first(kwh, Text(en="injection moulding", zh="注塑")) == Text(
        en="kWh of injection moulding, by a meter", zh="注塑的用电量（电表）"
    )
    card = leaf("supplier/bom/0", "1", 0.1, label="cells")
    assert first(card).en == "a document or verified card behind the supplier's figure for cells"
    shown = first(leaf("supplier/bom/0", "1", 0.1, label="cells", grade="E1"))
    assert shown.en == "a narrower, verified figure from the supplier of cells"
    again = first(leaf("material/zinc/y", "1", 0.3, label="recycled share"), Text(en="zinc alloy", zh="锌合金"))
    assert again.en == "the supplier's own figure for zinc alloy (recycled share)"
    assert "锌合金（再生部分）" in again.zh
    assert "analysis of the fuel" in first(leaf("fuel/gas/combustion", "1", 0.3)).en
    gas = first(leaf("gwp/AR6/CH4", "1", 0, 0.1, label="CH4 leak"))
    assert gas == Text(en="gas let out, by measurement: CH4 leak", zh="实测逸散气体量：CH4 leak")
    road = leaf("x", "1", 0.3, unit="kg km", ref=factor("road", unit="kg CO2e/tkm"))
    assert "carrier" in first(road).en
    assert "承运方" in first(road).zh
    assert "fuel supplier" in first(leaf("fuel/gas/upstream", "1", 0.3)).en
    assert "losses" in first(leaf("waste/plastic/recycling", "1", 0.3)).en
    assert first(leaf("a", "1", 0, 0.1, label="zinc")).en == "mass of zinc, by a scale"
    assert first(leaf("a", "1", 0, 0.1, unit="MJ", label="gas")).en == "fuel of gas, by a meter or bill"
    assert first(leaf("a", "1", 0, 0.1, unit="piece", label="cell")).en == "amount of cell (piece)"
    assert first(leaf("a", "1", 0, 0.1, unit="kg km", label="zinc, 5 km")).en == "mass and distance of zinc, 5 km"


def test_a_factor_used_everywhere_names_three_and_counts_the_rest() -> None:
    found = next_measurements([leaf("steel", "1", 0.3, label=f"part {i}") for i in range(5)], 1)
    assert found[0].label.en == "the supplier's own figure for part 0, part 1, part 2 and 2 more"
    assert found[0].variance_share == 1


def test_kwh_of_one_process_from_roof_and_grid_are_one_reading() -> None:
    moulding, packing = Text(en="moulding"), Text(en="packing")
    node = Branch(
        Text(en="production"),
        (
            Branch(
                moulding,
                (
                    leaf("e1", "1", 0, 0.1, unit="kWh", label="roof"),
                    leaf("e2", "3", 0, 0.1, unit="kWh", label="grid"),
                ),
            ),
            Branch(packing, (leaf("e2", "2", 0, 0.1, unit="kWh", label="grid"),)),
        ),
    )
    pairs = list(leaves_within(node))
    assert [inside for _, inside in pairs] == [moulding, moulding, packing]
    found = next_measurements([item for item, _ in pairs], inside=[inside for _, inside in pairs])
    assert [item.label.en for item in found] == ["kWh of moulding, by a meter", "kWh of packing, by a meter"]
    # (0.1² + 0.3²) against 0.2²
    assert float(found[0].variance_share) == pytest.approx(0.10 / 0.14, rel=1e-11)


def test_numbers_leave_as_decimals_of_twelve_digits() -> None:
    found = next_measurements([leaf("a", "1", 0.3), leaf("b", "2", 0.1)])
    assert all(isinstance(item.kg_co2e, Decimal) and len(item.kg_co2e.as_tuple().digits) <= 12 for item in found)


def test_leaves_of_one_place_in_the_record_are_one_reading_and_name_it() -> None:
    places = ("/processes/0/heat_mj", "/processes/0/heat_mj", "/processes/1/heat_mj")
    burnt = [
        replace(leaf(name, "1", 0, 0.1, unit="MJ"), pointer=pointer)
        for name, pointer in zip(("burnt", "supply", "burnt"), places, strict=True)
    ]
    found = next_measurements(burnt)
    assert [item.pointer for item in found] == ["/processes/0/heat_mj", "/processes/1/heat_mj"]
    assert float(found[0].variance_share) == pytest.approx(2 / 3, rel=1e-11)


def test_weighing_a_line_covers_what_it_loses() -> None:
    line = [
        replace(leaf("zinc", "1", 0, 0.1, label="zinc"), pointer="/bom/0/gross_kg"),
        replace(leaf("waste/metal/recycling", "1", 0, 0.1, label="losses: zinc"), pointer="/bom/0/gross_kg"),
    ]
    assert [item.label.en for item in next_measurements(line)] == ["mass of zinc, by a scale"]
    assert "losses: zinc" in next_measurements(line[1:])[0].label.en
