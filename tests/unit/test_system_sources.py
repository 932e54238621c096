"""Where burdens come from: cards, electricity and its claims, fuels, waste, biogenic carbon, packaging."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pytest

from greencard.errors import InvalidInput, Refused
from greencard.footprint.system import ElectricityClaim
from greencard.model import Components, Evidence, Interval, Release
from system_samples import built, card, catalogue, footprints, out, split, step, system, take, totals

METAL = card("metal", 5)
BILL = Evidence(grade="E1", kind="electricity bill", number="1")
PV = "electricity/life-cycle/cn-pv/2024"
C_TO_CO2 = Decimal(44) / 12


def one(*inputs, **more):
    return system(step("p", [out("a", 10)], inputs, **more))


def grid():
    return float(catalogue().grid("CN").emission)


def test_a_card_brings_its_components_its_spread_and_its_measured_share():
    parts = Components(
        fossil=Decimal(2),
        biogenic_non_co2=Decimal("0.5"),
        land_use_change=Decimal("1.5"),
        biogenic_uptake=Decimal(-3),
        biogenic_emissions=Decimal("0.25"),
        aircraft=Decimal("0.125"),
    )
    wide = Interval(low=Decimal(2), high=Decimal(8), level=Decimal("0.95"), method="")
    board = card("board", 4, components=parts, interval=wide, sigma=None, measured_share=Decimal("0.6"))
    made = system(step("p", [out("a", 10, "piece", mass_kg=20)], [take(20, card="board", uncertainty=Decimal(0))]))
    result = footprints(made, board)["a"]
    assert result.total_kg_co2e == 8
    found = result.components
    assert (found.fossil, found.land_use_change, found.biogenic_non_co2) == (4, 3, 1)
    assert (found.biogenic_uptake, found.biogenic_emissions, found.aircraft) == (-6, Decimal("0.5"), Decimal("0.25"))
    assert result.measured_share == Decimal("0.6")
    raw = result.stages[0]
    assert (raw.id, raw.kg_co2e) == ("raw_materials", 8)
    assert (raw.measured_kg_co2e, raw.default_kg_co2e) == (Decimal("4.8"), Decimal("3.2"))
    # the card's own interval, and nothing else is uncertain: half and double
    assert float(result.interval.low) == pytest.approx(4, rel=1e-9)
    assert float(result.interval.high) == pytest.approx(16, rel=1e-9)
    leaf = result.explain.children[0]
    assert (leaf.factor.id, leaf.basis, leaf.formula) == ("card/board", "measured", "2 kg × 4 kg CO2e/kg")


def test_one_random_number_per_factor_and_independent_amounts():
    # twice the same factor at sigma 0.1: linear, 0.1. Two factors of equal weight: 0.1/sqrt(2).
    certain = {"uncertainty": Decimal(0)}
    same = footprints(one(take(5, card="metal", **certain), take(5, card="metal", **certain)), METAL)["a"]
    apart = footprints(one(take(5, card="metal", **certain), take(5, card="tin", **certain)), METAL, card("tin", 5))[
        "a"
    ]
    assert float(same.interval.high) == pytest.approx(5 * math.exp(1.959963984540054 * 0.1), rel=1e-9)
    spread = 0.1 / math.sqrt(2)
    assert float(apart.interval.high) == pytest.approx(5 * math.exp(1.959963984540054 * spread), rel=1e-9)
    assert [(m.factor_id, m.variance_share) for m in same.next_measurements] == [("card/metal", 1)]
    assert {m.factor_id: m.variance_share for m in apart.next_measurements} == {
        "card/metal": Decimal("0.5"),
        "card/tin": Decimal("0.5"),
    }


def test_a_card_that_is_missing_late_or_in_another_unit_is_refused():
    made = one(take(10, card="metal"))
    late = card("metal", 5, valid_until=date(2026, 1, 31))
    for cards, on, error, code in (
        ((), None, Refused, "GC-FPT-125"),
        ((late,), date(2026, 2, 1), Refused, "GC-FPT-125"),
        ((card("metal", 5, "piece"),), None, InvalidInput, "GC-FPT-113"),
        ((card("metal", 0),), None, Refused, "GC-FPT-125"),
        ((card("metal", 5, measured_share=Decimal("1.1")),), None, Refused, "GC-FPT-125"),
    ):
        with pytest.raises(error) as refusal:
            built(made, *cards, on=on)
        assert refusal.value.code == code
        assert refusal.value.faults[0].text("zh")
    assert totals(made, late, on=date(2026, 1, 31)) == {"a": 5.0}


def test_electricity_is_the_grid_average_unless_a_claim_covers_a_part():
    made = one(take(100, "kWh", electricity=True), take("0.036", "GJ", electricity=True))
    assert totals(made)["a"] == pytest.approx(11 * grid(), rel=1e-12)
    claims = {"p": (ElectricityClaim(kind="self_solar", share=Decimal("0.25"), factor=PV),)}
    pv = float(catalogue().factor(PV).emission)
    assert totals(made, claims=claims)["a"] == pytest.approx(11 * (0.75 * grid() + 0.25 * pv), rel=1e-12)
    assert totals(made, claims={"q": claims["p"]}) == totals(made)
    assert totals(made, claims={"": claims["p"]}) == totals(made, claims=claims)
    labels = [node.label.en for node in footprints(made, claims=claims)["a"].explain.children]
    assert sum("own solar" in label for label in labels) == 2


@pytest.mark.parametrize("shares", [("0.7", "0.31"), ("-0.1", "0.2"), ("NaN",)])
def test_claims_never_cover_more_than_the_use(shares):
    claims = {"": tuple(ElectricityClaim(kind="certified", share=Decimal(share), factor=PV) for share in shares)}
    with pytest.raises(InvalidInput) as refusal:
        built(one(take(1, "kWh", electricity=True)), claims=claims)
    assert refusal.value.code == "GC-FPT-129"


def test_a_claim_takes_no_direct_factor():
    claims = {"": (ElectricityClaim(kind="residual", share=Decimal(1), factor="electricity/direct/cn-ah/2021"),)}
    with pytest.raises(Refused) as refusal:
        built(one(take(1, "kWh", electricity=True)), claims=claims)
    assert refusal.value.code == "GC-FAC-003"


def test_metered_electricity_is_measured_as_long_as_its_bill_stands():
    def share(evidence, on=None):
        return footprints(one(take(9, "kWh", electricity=True, evidence=evidence)), on=on)["a"].measured_share

    assert share(BILL) == 1
    assert share(Evidence()) == 0
    assert share(Evidence(grade="E2")) == 0  # names no document
    late = Evidence(grade="E1", kind="bill", valid_until=date(2026, 1, 1))
    assert (share(late, date(2026, 1, 1)), share(late, date(2026, 1, 2))) == (1, 0)


def test_fuel_is_burnt_and_supplied():
    gas = catalogue().fuel("natural gas")
    expected = float(gas.emission(catalogue().gwp["AR6"]) + gas.upstream.value) * 360
    result = footprints(one(take(1, "MWh", fuel="natural gas")))["a"]  # 3 600 MJ over 10 kg
    assert float(result.total_kg_co2e) == pytest.approx(expected, rel=1e-11)
    assert [node.label.en for node in result.explain.children] == [
        "natural gas, burnt at the site",
        "natural gas, supply chain",
    ]


def test_biomass_releases_biogenic_co2_apart():
    pellets = catalogue().fuel("wood pellets")
    result = footprints(one(take(100, "MJ", fuel="wood pellets")))["a"]
    assert float(result.components.biogenic_emissions) == pytest.approx(float(pellets.biogenic_co2) * 10, rel=1e-11)
    assert result.total_kg_co2e == result.components.fossil + result.components.biogenic_non_co2
    assert result.components.biogenic_non_co2 > 0


def test_waste_is_treated_at_the_cost_of_its_maker():
    def process(**more):
        outputs = [out("a", 8), out("mud", 2, kind="waste", **more)]
        return system(step("p", outputs, [take(10, card="metal")]))

    landfill = catalogue().factor("waste/metal/landfill").emission
    stated = footprints(process(treatment="waste/metal/landfill"), METAL)["a"]
    assert float(stated.total_kg_co2e) == pytest.approx((50 + 2 * float(landfill)) / 8, rel=1e-11)
    assert not stated.questions
    assert footprints(process(treatment="none"), METAL)["a"].total_kg_co2e == Decimal("6.25")
    asked = footprints(process(), METAL)["a"]
    worst = max(
        float(way.emission)
        for route in ("landfill", "energy_recovery", "recycling")
        if (way := catalogue().waste("mixed", route)) is not None
    )
    assert float(asked.total_kg_co2e) == pytest.approx((50 + 2 * worst) / 8, rel=1e-11)
    (question,) = asked.questions
    assert question.code == "waste.route"
    assert float(question.kg_co2e_at_stake) == pytest.approx(2 * worst / 8, rel=1e-11)


def mill(rule):
    """10 kg of wood (5 kg C) become 6 kg of board (3 kg C) and 4 kg of chips (2 kg C); half the chips are burnt."""
    saw = step(
        "saw",
        [out("board", 6, price=9), out("chips", 4, price="1.5")],
        [take(10, factor="material/wood/gb-wood", bio_based_share=Decimal(1)), take(10, "MJ", output="heat")],
        allocation=rule,
    )
    co2 = Release(gas="CO2", kg=2 * Decimal("0.5") * C_TO_CO2, origin="biogenic")
    boiler = step("boiler", [out("heat", 20, "MJ")], [take(2, output="chips")], releases=(co2,))
    return system(saw, boiler, products=("board", "chips"))


@pytest.mark.parametrize("method", ["mass", "economic"])
def test_carbon_follows_matter_whatever_rule_splits_the_burdens(method):
    found = footprints(mill(split(method)))
    for result in found.values():
        parts = result.components
        # what stays is half of the mass, whatever was burnt on the way
        assert float(parts.biogenic_carbon_content_kg) == pytest.approx(0.5, rel=1e-11)
        assert float(parts.biogenic_uptake + parts.biogenic_emissions) == pytest.approx(-0.5 * 44 / 12, rel=1e-11)
        assert parts.biogenic_emissions > 0
    # ten MJ for ten kg, two kg of chips for twenty MJ: 0.1 kg C per kg burnt, and again through the loop
    # u = burnt carbon per kg: u = 0.1 x (0.5 + u) -> u = 0.05/0.9
    burnt = 0.05 / 0.9 * 44 / 12
    assert float(found["board"].components.biogenic_emissions) == pytest.approx(burnt, rel=1e-11)
    fossil = {name: float(result.total_kg_co2e) for name, result in found.items()}
    assert (fossil["board"] == pytest.approx(fossil["chips"])) is (method == "mass")


def test_stated_carbon_that_does_not_fit_is_said():
    saw = step(
        "saw",
        [out("board", 10, biogenic_carbon_kg=4)],
        [take(10, factor="material/wood/gb-wood", bio_based_share=Decimal(1))],
    )
    result = footprints(system(saw))["board"]
    assert result.components.biogenic_carbon_content_kg == Decimal("0.4")
    assert any("states 0.4 kg" in note.en and "leaves 0.5 kg" in note.en for note in result.notes)


def test_carbon_that_leaves_with_scrap_is_not_in_the_product():
    saw = step(
        "saw",
        [out("board", 6), out("dust", 4, kind="scrap")],
        [take(10, factor="material/wood/gb-wood", bio_based_share=Decimal(1))],
    )
    result = footprints(system(saw))["board"]
    assert float(result.components.biogenic_uptake) == pytest.approx(-0.5 * 44 / 12, rel=1e-11)
    # the burden of all ten kg stays
    wood = catalogue().factor("material/wood/gb-wood").emission
    assert float(result.total_kg_co2e) == pytest.approx(float(wood) * 10 / 6, rel=1e-11)


def test_packaging_is_in_the_total_and_shown_apart():
    box = step("box", [out("boxed", 2)], [take(1, output="a"), take(1, card="metal")], stage="packaging")
    press = step("p", [out("a", 1)], [take(1, card="metal"), take(2, "kWh", card="power")])
    made = system(press, box, products=("boxed",))
    result = footprints(made, METAL, card("power", 1, "kWh"))["boxed"]
    assert (result.total_kg_co2e, result.components.packaging) == (6, Decimal("2.5"))
    assert {stage.id: stage.kg_co2e for stage in result.stages} == {
        "raw_materials": Decimal("2.5"),
        "inbound_transport": 0,
        "production": 1,
        "packaging": Decimal("2.5"),
    }
