"""Subdivision, the four rules, cut-off and closed loops, each against arithmetic by hand."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.model import Release
from system_samples import built, card, footprints, out, split, step, system, take, totals

GAS = card("gas", "0.07", "MJ")
METAL = card("metal", 5)
POWER = card("power", "0.5", "kWh")


def chp(rule):
    """A plant: 1 000 MJ of gas (70 kg CO2e) give 300 MJ of power worth 0.2 and 500 MJ of heat worth 0.04 per MJ."""
    outputs = [out("power", 300, "MJ", price="0.2"), out("heat", 500, "MJ", price="0.04")]
    return system(step("chp", outputs, [take(1000, "MJ", card="gas")], allocation=rule))


def test_energy_content_splits_a_plant_of_heat_and_power_three_to_five():
    # 70 kg; power 300/800 -> 26.25 kg over 300 MJ = 0.0875; heat 500/800 -> 43.75 kg over 500 MJ = 0.0875
    found = totals(chp(split("energy")), GAS)
    assert found == pytest.approx({"power": 0.0875, "heat": 0.0875}, rel=1e-14)


def test_economic_value_splits_it_three_to_one():
    # value 300 x 0.2 = 60 and 500 x 0.04 = 20: power 52.5 kg / 300 = 0.175, heat 17.5 kg / 500 = 0.035
    found = totals(chp(split("economic")), GAS)
    assert found == pytest.approx({"power": 0.175, "heat": 0.035}, rel=1e-14)


def test_stated_shares_are_taken_as_they_are():
    found = totals(chp(split("stated", power="0.9", heat="0.1")), GAS)
    assert found == pytest.approx({"power": 63 / 300, "heat": 7 / 500}, rel=1e-14)


def test_a_share_of_nothing_is_allowed_and_bears_nothing():
    found = totals(chp(split("stated", power=1, heat=0)), GAS)
    assert found == pytest.approx({"power": 70 / 300, "heat": 0.0}, rel=1e-14)


def test_every_other_rule_the_data_allow_stands_beside_the_figure():
    found = footprints(chp(split("energy")), GAS)
    assert [(s.id, s.total_kg_co2e) for s in found["power"].sensitivities] == [
        ("allocation:chp:economic", Decimal("0.175"))
    ]
    assert [s.total_kg_co2e for s in found["heat"].sensitivities] == [Decimal("0.035")]
    assert [(a.output, a.method, a.share) for a in found["heat"].allocations] == [
        ("power", "energy", Decimal("0.375")),
        ("heat", "energy", Decimal("0.625")),
    ]


def test_no_alternative_without_its_data_and_none_where_nothing_is_shared():
    outputs = [out("a", 2, price=1), out("b", 3)]  # no price of b, no calorific values
    shared = system(step("p", outputs, [take(5, card="metal")], allocation=split("mass")))
    assert footprints(shared, METAL)["a"].sensitivities == ()
    alone = system(step("p", [out("a", 5, price=1)], [take(5, card="metal")]))
    assert footprints(alone, METAL)["a"].sensitivities == ()
    assert footprints(alone, METAL)["a"].allocations == ()


def test_an_alternative_moves_downstream_products_too_and_only_those():
    mill = step(
        "mill", [out("a", 8, price=1), out("b", 2, price=6)], [take(10, card="metal")], allocation=split("mass")
    )
    use = step("use", [out("c", 1, "piece", mass_kg=2)], [take(2, output="b")])
    other = step("other", [out("d", 1)], [take(1, card="metal")])
    found = footprints(system(mill, use, other, products=("c", "d")), METAL)
    assert found["c"].total_kg_co2e == 10  # 50 kg x 2/10 over 2 kg = 5 per kg, times 2
    # by value: b has 12 of 20: 30 kg over 2 kg = 15 per kg, times 2
    assert [s.total_kg_co2e for s in found["c"].sensitivities] == [30]
    assert found["d"].sensitivities == ()


def test_subdivision_comes_before_the_rule():
    # 10 kg metal shared by mass 6:4; 8 kWh for b alone. a: 50 x 0.6 / 6 = 5; b: 50 x 0.4 / 4 + 4 / 4 = 6
    inputs = [take(10, card="metal"), take(8, "kWh", card="power", only_for="b")]
    made = system(step("p", [out("a", 6), out("b", 4)], inputs, allocation=split("mass")))
    assert totals(made, METAL, POWER) == pytest.approx({"a": 5.0, "b": 6.0}, rel=1e-14)


def test_scrap_leaves_without_burden_and_comes_without_burden():
    # 10 kg metal, 8 kg part + 2 kg scrap; the part bears all 50 kg. A second process takes 1 kg of that scrap: free.
    part = step("press", [out("part", 8), out("chips", 2, kind="scrap")], [take(10, card="metal")])
    again = step("remelt", [out("billet", 1)], [take(1, output="chips"), take(2, "kWh", card="power")])
    found = totals(system(part, again), METAL, POWER)
    assert found["part"] == pytest.approx(6.25, rel=1e-14)
    assert found["chips"] == 0.0
    assert found["billet"] == pytest.approx(1.0, rel=1e-14)


def casting(share, kind, rule):
    """Melt 100 kg from virgin metal and the returns of casting it; castings and returns weigh what the melt weighed."""
    back = 100 * share
    returns = out("returns", back, kind=kind)
    melt = step(
        "melt",
        [out("melt", 100)],
        [take(100 - back, card="metal"), take(back, output="returns"), take(40, "kWh", card="power")],
    )
    cast = step("cast", [out("castings", 100 - back), returns], [take(100, output="melt")], allocation=rule)
    return system(melt, cast, products=("castings",))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_a_closed_loop_of_scrap_is_its_geometric_series(share):
    # one kg of melt: (1 - s) kg of metal and 0.4 kWh, and s kg of what went round before: sum of s^k
    once = (1 - share) * 5 + 0.4 * 0.5
    series = sum(once * share**k for k in range(400))
    cut_off = totals(casting(share, "scrap", None), METAL, POWER)["castings"]
    solved = totals(casting(share, "product", split("mass")), METAL, POWER)["castings"]
    assert solved == pytest.approx(series, rel=1e-12)
    # cut-off says the same: all that was bought, over what came out
    assert cut_off == pytest.approx(series, rel=1e-12)


def test_taking_more_free_scrap_than_the_chain_makes_is_said():
    part = step("press", [out("part", 8), out("chips", 2, kind="scrap")], [take(10, card="metal")])
    remelt = step("remelt", [out("billet", 10)], [take(9, output="chips"), take(1, output="part")])
    found = footprints(system(part, remelt), METAL)["billet"]
    # one billet takes 0.9 kg of chips; its 0.1 kg of part makes 0.025 kg of them
    assert any("0.875 kg more of the scrap chips" in note.en for note in found.notes)
    assert not any(
        "more of the scrap" in note.en
        for note in footprints(casting(0.3, "scrap", None), METAL, POWER)["castings"].notes
    )


def test_gases_let_out_are_shared_like_everything_else():
    made = system(
        step(
            "p",
            [out("a", 6), out("b", 4)],
            [take(10, card="metal")],
            releases=(Release(gas="CO2", kg=Decimal(20)), Release(gas="SF6", kg=Decimal("0.001"))),
            allocation=split("mass"),
        )
    )
    # 50 + 20 + 0.001 x 24 300 (AR6) = 94.3 kg over 10 kg
    assert totals(made, METAL) == pytest.approx({"a": 9.43, "b": 9.43}, rel=1e-14)
    tree = footprints(made, METAL)["a"].explain
    # per kg: 1 kg of metal, 2 kg of CO2, 0.1 g of SF6
    assert [(node.amount, node.kg_co2e) for node in tree.children] == [
        (1, 5),
        (Decimal("0.0001"), Decimal("2.43")),
        (2, 2),
    ]


shares = st.lists(st.decimals("0.01", "100", places=3), min_size=2, max_size=5)


@settings(max_examples=40, deadline=None)
@given(masses=shares, prices=shares, method=st.sampled_from(["mass", "economic"]), released=st.integers(0, 1000))
def test_what_is_allocated_is_what_there_is(masses, prices, method, released):
    count = min(len(masses), len(prices))
    outputs = [out(f"o{i}", masses[i], price=prices[i]) for i in range(count)]
    process = step(
        "p",
        outputs,
        [take(sum(masses[:count]), card="metal"), take(7, "kWh", card="power")],
        releases=(Release(gas="CO2", kg=Decimal(released)),),
        allocation=split(method),
    )
    found = built(system(process), METAL, POWER)
    allocated = float(found.amounts @ found.totals)
    assert allocated == pytest.approx(float(sum(masses[:count])) * 5 + 3.5 + released, rel=1e-12)
    assert float(found.shares.sum()) == pytest.approx(1.0, rel=1e-14)
    assert np.all(found.shares >= 0)
