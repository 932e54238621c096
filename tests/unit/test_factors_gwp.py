"""GWP sets, releases of gases, and factors that list their gases: sums by hand, refusals where none can be had."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import GreencardError, Refused
from greencard.factors import DirectFactor, FuelFactor, LifeCycleFactor, life_cycle

CATALOGUE = factor_catalogue()
AR4, AR5, AR6 = (CATALOGUE.gwp[name] for name in ("AR4", "AR5", "AR6"))


@pytest.mark.parametrize(
    ("gas", "ar6"),
    [
        ("CO2", "1"),
        ("CH4 fossil", "29.8"),
        ("CH4 biogenic", "27.0"),
        ("N2O", "273"),
        ("HFC-134a", "1530"),
        ("R-134a", "1530"),
        ("r134A", "1530"),
        ("R 32", "771"),
        ("SF6", "24300"),
        ("六氟化硫", "24300"),
        ("一氧化二氮", "273"),
        ("CO2 biogenic", "0"),
        # 0.44 x 3740 + 0.52 x 5810 + 0.04 x 1530 = 1645.6 + 3021.2 + 61.2
        ("R-404A", "4728.0"),
        # 0.5 x 771 + 0.5 x 3740
        ("R410A", "2255.5"),
    ],
)
def test_releases_under_ar6(gas: str, ar6: str) -> None:
    assert AR6.of(gas) == Decimal(ar6)


def test_blends_follow_their_set() -> None:
    # AR5: 0.44 x 3170 + 0.52 x 4800 + 0.04 x 1300 = 3942.8; AR4: 0.44 x 3500 + 0.52 x 4470 + 0.04 x 1430 = 3921.6
    assert AR5.of("R-404A") == Decimal("3942.8")
    assert AR4.of("R-404A") == Decimal("3921.6")
    assert AR4.of("R-410A") == Decimal("2087.5")


def test_methane_must_say_where_it_comes_from_where_that_matters() -> None:
    with pytest.raises(Refused) as caught:
        AR6.of("CH4")
    assert caught.value.code == "GC-FAC-014"
    assert "biogenic" in caught.value.faults[0].text("en")
    assert AR6.of("甲烷", biogenic=True) == 27
    assert AR6.of("methane", biogenic=False) == Decimal("29.8")
    assert AR5.of("CH4") == 28
    assert AR6.of("CO2", biogenic=True) == 0


@pytest.mark.parametrize(("name", "gas"), [("AR6", "NF3"), ("AR5", "HCFC-22"), ("AR6", "phlogiston"), ("AR4", "")])
def test_an_unknown_gas_is_refused_with_those_that_are_known(name: str, gas: str) -> None:
    with pytest.raises(Refused) as caught:
        CATALOGUE.gwp[name].of(gas)
    fault = caught.value.faults[0]
    assert fault.code == "GC-FAC-013"
    assert name in fault.text("zh")
    assert "SF6" in fault.remedy("en")


@given(st.text(max_size=80))
def test_any_name_of_a_gas_is_answered_or_refused(name: str) -> None:
    try:
        assert AR6.of(name) >= 0
    except GreencardError as error:
        assert error.code in {"GC-FAC-013", "GC-FAC-014"}  # noqa: PT017 - either answer is right


@pytest.mark.parametrize(
    ("factor_id", "ar6", "ar5"),
    [
        # IPCC 2006 Vol. 2 Table 2.5, per TJ: 56100 + 5 x 29.8 + 0.1 x 273; AR5: 56100 + 5 x 28 + 0.1 x 265
        ("fuel/natural-gas/combustion/glo-ipcc-tj", "56276.3", "56266.5"),
        # 63100 + 149 + 27.3
        ("fuel/lpg/combustion/glo-ipcc-tj", "63276.3", "63266.5"),
        # 74100 + 10 x 29.8 + 0.6 x 273 = 74561.8; AR5: 74100 + 280 + 159
        ("fuel/gas-diesel-oil/combustion/glo-ipcc-tj", "74561.8", "74539.0"),
        # 94600 + 300 x 29.8 + 1.5 x 273 = 94600 + 8940 + 409.5
        ("fuel/other-bituminous-coal/combustion/glo-ipcc-tj", "103949.5", "103397.5"),
        # EPA hub, per mmBtu: 53.06 + 0.001 x 29.8 + 0.0001 x 273
        ("fuel/natural-gas/combustion/us-epa-mmbtu-gross", "53.1171", "53.1145"),
    ],
)
def test_a_factor_with_gases_is_expressed_under_any_set(factor_id: str, ar6: str, ar5: str) -> None:
    factor = CATALOGUE.factor(factor_id)
    assert isinstance(factor, FuelFactor)
    assert factor.value == Decimal(ar6)
    assert factor.under(AR6) == Decimal(ar6)
    assert factor.under(AR5) == Decimal(ar5)
    assert factor.gwp == "AR6"


def test_biogenic_co2_of_wood_stands_apart() -> None:
    wood = CATALOGUE.factor("fuel/wood-wood-waste/combustion/cn-cpcd-t")
    assert wood.value == 0
    assert wood.biogenic_co2 == 1740


def test_co2e_alone_cannot_be_moved_and_says_so() -> None:
    factor = CATALOGUE.factor("material/pp/gb-pp")
    assert factor.under(AR4) == factor.value
    for wanted in (AR5, AR6):
        with pytest.raises(Refused) as caught:
            factor.under(wanted)
        assert caught.value.code == "GC-FAC-012"
        assert wanted.name in caught.value.faults[0].text("en")
    with pytest.raises(Refused):
        CATALOGUE.factor("material/pp/cn-cpcd-2021").under(AR6)
    direct = CATALOGUE.factor("electricity/direct/cn/2023")
    assert direct.under(AR4) == direct.under(AR6) == Decimal("0.5306")


def test_a_fuel_stage_or_a_part_of_the_grid_never_stands_for_the_whole() -> None:
    for factor in CATALOGUE.factors.values():
        part = isinstance(factor, LifeCycleFactor) and factor.supply in {"transmission", "upstream"}
        if isinstance(factor, FuelFactor) or part:
            with pytest.raises(Refused) as caught:
                life_cycle(factor, factor.unit)
            assert caught.value.code == "GC-FAC-011"
        elif isinstance(factor, DirectFactor):
            with pytest.raises(Refused) as caught:
                life_cycle(factor, factor.unit)
            assert caught.value.code == "GC-FAC-003"
        else:
            assert life_cycle(factor, factor.unit) is factor


def test_goods_per_piece_are_never_taken_per_kg() -> None:
    shirt = CATALOGUE.factor("goods/t-shirt-cotton/fr-ademe")
    assert shirt.unit == "kg CO2e/piece"
    with pytest.raises(Refused) as caught:
        life_cycle(shirt, "kg CO2e/kg")
    assert caught.value.code == "GC-FAC-005"


def test_uk_fuels_per_net_and_gross_kwh_agree_with_their_physics() -> None:
    """A gross calorific value is 5 to 11 % above the net one, so the figure per net kWh is above that per gross."""
    pairs = 0
    for factor in CATALOGUE.factors.values():
        gross = CATALOGUE.factors.get(factor.id.replace("kwh-net", "kwh-gross"))
        if factor.id.endswith("gb-desnz-kwh-net") and gross is not None:
            pairs += 1
            assert Decimal("0.88") < gross.value / factor.value < Decimal("0.97"), factor.id
    assert pairs >= 25
