"""Fuels: gases summed under AR6, biogenic CO2 apart, fuels found by their names."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import Refused

CATALOGUE = factor_catalogue()
AR6, AR5 = CATALOGUE.gwp["AR6"], CATALOGUE.gwp["AR5"]


def test_natural_gas_sums_ipcc_gases() -> None:
    # IPCC 2006 Vol. 2 Table 2.5, kg/TJ: 56100 CO2, 5 CH4, 0.1 N2O
    # AR6: 56100 + 5 x 29.8 + 0.1 x 273 = 56100 + 149 + 27.3 = 56276.3 kg/TJ = 0.0562763 kg/MJ
    gas = CATALOGUE.fuel("natural gas")
    assert gas.emission(AR6) == Decimal("0.0562763")
    # AR5: 56100 + 5 x 28 + 0.1 x 265 = 56266.5
    assert gas.emission(AR5) == Decimal("0.0562665")
    assert gas.biogenic_co2 == 0


def test_diesel_and_coal_sums() -> None:
    # diesel 74100 + 10 x 29.8 + 0.6 x 273 = 74561.8
    assert CATALOGUE.fuel("柴油").emission(AR6) == Decimal("0.0745618")
    # coal 94600 + 10.974 x 29.8 + 1.596 x 273 = 94600 + 327.0252 + 435.708 = 95362.7332
    assert CATALOGUE.fuel("bituminous coal").emission(AR6) == Decimal("0.0953627332")


def test_coal_gases_follow_the_federal_table() -> None:
    # 40 CFR 98 Table C-2: 0.011 kg CH4 and 0.0016 kg N2O per mmBtu gross; 1 mmBtu = 1.05505585 GJ; DESNZ net/gross
    ratio = 0.05925 / 0.05629
    coal = CATALOGUE.fuel("coal").combustion
    assert float(coal.ch4) == pytest.approx(0.011 / 1.05505585 * 1000 * ratio, rel=2e-4)
    assert float(coal.n2o) == pytest.approx(0.0016 / 1.05505585 * 1000 * ratio, rel=4e-4)


def test_upstream_of_chinese_gas_is_the_stated_derivation() -> None:
    assert float(CATALOGUE.fuel("天然气").upstream.value) == pytest.approx(0.608 * 0.0561 / 2.16, rel=1e-6)


def test_biomass_reports_its_co2_apart() -> None:
    pellets = CATALOGUE.fuel("biomass pellets")
    # only CH4 and N2O: 30.331 x 27.0 + 3.981 x 273 = 818.937 + 1086.813 = 1905.75 kg/TJ
    assert pellets.emission(AR6) == Decimal("0.00190575")
    assert pellets.biogenic_co2 == Decimal("0.112")
    # IPCC: 403 kg CO2 per MWh of wood
    assert float(pellets.biogenic_co2) * 3600 == pytest.approx(403, abs=0.5)


@pytest.mark.parametrize(
    ("words", "fuel"),
    [
        ("natural gas", "natural-gas"),
        ("管道天然气", "natural-gas"),
        ("bamboo residues", "biomass-residues"),
        ("生物质颗粒", "biomass-pellets"),
        ("Anthracite", "anthracite"),
        ("无烟煤", "anthracite"),
        ("烟煤", "bituminous-coal"),
    ],
)
def test_fuels_by_name(words: str, fuel: str) -> None:
    assert CATALOGUE.fuel(words).id == fuel


@pytest.mark.parametrize("words", ["coal and wood chips", "wood chips, some coal", "煤和生物质颗粒", "生物质燃煤混烧"])
def test_of_several_fuels_the_one_that_emits_most_is_taken(words: str) -> None:
    assert CATALOGUE.fuel(words).id == "bituminous-coal"


def test_a_name_inside_a_longer_name_is_no_second_fuel() -> None:
    assert CATALOGUE.fuel("gas oil").id == "diesel"
    assert CATALOGUE.fuel("liquefied petroleum gas").id == "lpg"
    assert CATALOGUE.fuel("biomass residues").id == "biomass-residues"


@pytest.mark.parametrize("words", ["塑料边角料", "plastic offcuts", "边角料", "offcuts"])
def test_offcuts_of_no_named_plant_are_no_biomass(words: str) -> None:
    with pytest.raises(Refused):
        CATALOGUE.fuel(words)


def test_records_of_the_chinese_database_are_named_in_full() -> None:
    number = re.compile(r"\b[0-9]{5}[A-Z][0-9]{7}[A-Z]\b")
    gas = CATALOGUE.fuel("天然气").upstream
    assert (number.findall(gas.record), gas.year) == (["12020X0142024C"], 2024)
    for name, record in (("coal", "11040X0072025C"), ("anthracite", "11010X0142025C")):
        assert number.findall(CATALOGUE.fuel(name).combustion.record) == [record]


@pytest.mark.parametrize("words", ["plutonium", "", "气"])
def test_unknown_fuel_is_refused_and_the_known_ones_listed(words: str) -> None:
    with pytest.raises(Refused) as caught:
        CATALOGUE.fuel(words)
    assert caught.value.code == "GC-FAC-006"
    assert "natural gas" in caught.value.faults[0].remedy("en")
