"""Electricity: the derived residual mix, technologies of certificates, MEE's own arithmetic, every country once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import Refused
from greencard.factors import DirectFactor, LifeCycleFactor, life_cycle

CATALOGUE = factor_catalogue()


def value(factor_id: str) -> Decimal:
    return CATALOGUE.factor(factor_id).value


def test_the_residual_mix_is_the_stated_derivation() -> None:
    # 0.6096 / 0.5306 x 0.5777 = 0.66371...
    residual = CATALOGUE.residual("CN")
    assert residual is not None
    by_hand = (
        value("electricity/direct/cn-residual/2023") / value("electricity/direct/cn/2023") * CATALOGUE.grid("CN").value
    )
    assert residual.value == by_hand.quantize(Decimal("0.0001")) == Decimal("0.6637")
    assert residual.id == "electricity/life-cycle/cn-residual-derived/2023"
    assert residual.quality == "derived"
    assert "ours" in residual.note
    assert "推导" in residual.note_zh
    assert "mee-2025-47" in residual.record
    assert "mee-2025-10" in residual.record
    assert life_cycle(residual, "kg CO2e/kWh") is residual


def test_the_residual_mix_does_not_flatter() -> None:
    """The certified share follows from the direct factors; taking its own life-cycle burden out gives less."""
    direct, left = value("electricity/direct/cn/2023"), value("electricity/direct/cn-residual/2023")
    share = 1 - direct / left
    average = CATALOGUE.grid("CN").value
    residual = CATALOGUE.residual("CN")
    assert residual is not None
    for green in ("wind", "pv"):
        factor = CATALOGUE.technology("CN", green)
        assert factor is not None
        exact = (average - share * factor.value) / (1 - share)
        assert average < exact < residual.value
        assert Decimal("0.004") < residual.value - exact < Decimal("0.0085")


@pytest.mark.parametrize("country", ["DE", "TW", "US", "ZZ", ""])
def test_no_residual_is_invented(country: str) -> None:
    assert CATALOGUE.residual(country) is None


@pytest.mark.parametrize(
    ("tech", "expected"),
    [
        ("pv", "0.0520"),
        ("solar", "0.0520"),
        ("wind", "0.0324"),
        ("hydro", "0.0141"),
        ("nuclear", "0.0065"),
        ("biomass", "0.0404"),
        ("csp", "0.0312"),
        ("coal", "0.9240"),
    ],
)
def test_technologies_of_certificates(tech: str, expected: str) -> None:
    found = CATALOGUE.technology("CN", tech)
    assert found is not None
    assert found.value == Decimal(expected)
    assert found.year == 2024


@pytest.mark.parametrize(
    "tech", ["average", "residual", "fossil", "other", "transmission", "upstream", "history", "", "x"]
)
def test_what_is_no_technology_gives_none(tech: str) -> None:
    assert CATALOGUE.technology("CN", tech) is None
    assert CATALOGUE.technology("GB", tech) is None


def test_mee_figures_agree_with_each_other() -> None:
    kinds = ("coal", "gas", "hydro", "nuclear", "wind", "pv", "csp", "biomass")
    for year, average in (("2023", "0.6205"), ("2024", "0.5777")):
        values = [value(f"electricity/life-cycle/cn-{kind}/{year}") for kind in kinds]
        assert min(values) < Decimal(average) < max(values)
    for kind in (*kinds, ""):  # nothing got dirtier within the year
        name = f"cn-{kind}" if kind else "cn"
        assert value(f"electricity/life-cycle/{name}/2024") <= value(f"electricity/life-cycle/{name}/2023")
    # line losses: the two figures for transmission differ by the energy lost, below 6 % of the average
    loss = value("electricity/life-cycle/cn-td-with-losses/2024") - value("electricity/life-cycle/cn-td/2024")
    assert loss == Decimal("0.0281")
    assert 0 < loss / value("electricity/life-cycle/cn/2024") < Decimal("0.06")
    for year in ("2021", "2022", "2023"):
        direct = value(f"electricity/direct/cn/{year}")
        assert direct < value(f"electricity/direct/cn-residual/{year}") < value(f"electricity/direct/cn-fossil/{year}")


def test_provinces_have_direct_factors_alone() -> None:
    provinces = [
        f for f in CATALOGUE.factors.values() if f.region.startswith("CN-") and f.id.startswith("electricity/")
    ]
    assert len(provinces) >= 100
    assert all(isinstance(f, DirectFactor) for f in provinces)


def test_every_country_has_one_grid_and_groups_of_countries_have_none() -> None:
    regions = [region for region, supply in CATALOGUE.supplies if supply == "average"]
    assert len(regions) == len(set(regions))
    assert len(regions) >= 205
    assert {"CN", "DE", "VN", "BD", "NG", "EU", "GLO"} <= set(regions)
    assert not {"G7", "G20", "OECD", "AFRICA", "ASEAN"} & set(regions)
    assert CATALOGUE.grid("CN").source == "mee-2025-10"
    assert CATALOGUE.grid("TW").source == "moenv-cfp"
    assert CATALOGUE.grid("GB").id == "electricity/life-cycle/gb/ember"


def test_older_years_of_a_series_are_history_and_no_supply() -> None:
    old = [f for f in CATALOGUE.factors.values() if isinstance(f, LifeCycleFactor) and f.supply == "history"]
    assert len(old) == 30
    chosen = {CATALOGUE.grid(f.region).id for f in old}
    assert not chosen & {f.id for f in old}


def test_every_grid_is_a_life_cycle_factor_of_a_sane_size_with_its_source() -> None:
    """The Central African Republic stands as 0.0 in the table it was taken from: that is no grid, and is not held."""
    for region, supply in CATALOGUE.supplies:
        if supply == "average":
            grid = CATALOGUE.grid(region)
            assert life_cycle(grid, "kg CO2e/kWh") is grid
            assert Decimal("0.01") < grid.value < Decimal("1.6"), grid.id
            assert grid.source
            assert grid.licence
            assert grid.year is None or 2020 <= grid.year <= 2026
            assert grid.year is not None or grid.note  # an undated figure says so
    with pytest.raises(Refused) as caught:
        CATALOGUE.grid("CF")
    assert caught.value.code == "GC-FAC-008"
