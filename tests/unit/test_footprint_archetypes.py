"""The twelve made-up goods: every material answers, and each total lies in the range estimated by hand."""

from __future__ import annotations

import pytest

from footprint_samples import ROAD_CN, archetype, archetype_names, match_of, product_of
from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import candidates
from greencard.footprint import assess_footprint
from greencard.model import FootprintResult

CATALOGUE = factor_catalogue()


def result_of(name: str) -> FootprintResult:
    data = archetype(name)
    plant = data["factory"].get("rooftop_solar")
    solar = match_of(str(plant["self_consumption_share"])) if plant else None
    return assess_footprint(product_of(data), CATALOGUE, solar=solar, inbound_intensity=ROAD_CN)


@pytest.mark.parametrize("name", archetype_names())
def test_total_lies_in_the_range_estimated_by_hand(name: str) -> None:
    low, high = archetype(name)["sanity"]["cradle_to_gate_kgco2e"]
    result = result_of(name)
    assert low <= result.total_kg_co2e <= high
    assert result.interval.low < result.total_kg_co2e < result.interval.high
    assert result.snapshot


@pytest.mark.parametrize("name", archetype_names())
def test_every_proxy_is_asked_about(name: str) -> None:
    item = product_of(archetype(name))
    asked = {question.pointer for question in result_of(name).questions if question.code == "factor.proxy"}
    for i, line in enumerate(item.bom):
        if line.supplier is None and not line.recycled:
            best = candidates(CATALOGUE, line.material)[0]
            assert (f"/bom/{i}/factor" in asked) == (not best.strong), line.material


def test_sold_certificates_give_the_carrier_bag_no_solar() -> None:
    electricity = result_of("pla-carrier-bag").electricity
    assert electricity.treatment == "solar_not_counted"
    assert electricity.self_solar_kwh == 0


def test_the_bamboo_board_stands_on_a_proxy_and_its_carbon_apart() -> None:
    result = result_of("bamboo-desk-organiser")
    assert result.questions[0].code == "factor.proxy"
    assert result.questions[0].pointer == "/bom/0/factor"
    assert result.components.biogenic_uptake < -1
    assert result.components.biogenic_emissions > 0
    assert result.total_kg_co2e > 0


def test_the_mill_statement_serves_here_and_not_for_cbam() -> None:
    result = result_of("stainless-screws")
    node = result.explain.children[0].children[0]
    assert float(node.kg_co2e) == pytest.approx(0.592 * 3.9)
    assert node.basis == "default"
    assert "CBAM" in node.note.en
