"""The factors that ship: official values, citations, and nothing that may not ship."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.factors import DirectFactor, LifeCycleFactor, life_cycle, parse_catalogue
from greencard.factors.catalogue import FILES

CATALOGUE = factor_catalogue()


def packed() -> dict[str, bytes]:
    data = files("greencard") / "data"
    found = {name: (data / "factors" / name).read_bytes() for name in FILES if name != "sources.yaml"}
    return found | {"sources.yaml": (data / "SOURCES.d" / "factors.yaml").read_bytes()}


@pytest.mark.parametrize(
    ("factor_id", "value"),
    [
        # MEE, NBS, NEA: electricity carbon footprint factors of 2024 (October 2025) and 2023 (January 2025)
        ("electricity/life-cycle/cn/2024", "0.5777"),
        ("electricity/life-cycle/cn-pv/2024", "0.0520"),
        ("electricity/life-cycle/cn-coal/2024", "0.9240"),
        ("electricity/life-cycle/cn-wind/2024", "0.0324"),
        ("electricity/life-cycle/cn/2023", "0.6205"),
        ("electricity/life-cycle/cn-pv/2023", "0.0545"),
        # MEE and NBS, announcement 47 of 2025: direct CO2
        ("electricity/direct/cn/2023", "0.5306"),
        ("electricity/direct/cn-residual/2023", "0.6096"),
        ("electricity/direct/cn-zj/2023", "0.4974"),
        # DESNZ 2025 and CPCD
        ("material/pp/gb-pp", "2.57757172"),
        ("material/pp/cn-cpcd-2021", "1.587"),
        ("waste/wood/landfill", "0.92534348"),
    ],
)
def test_published_values(factor_id: str, value: str) -> None:
    assert CATALOGUE.factor(factor_id).value == Decimal(value)


def test_every_factor_is_cited_named_in_both_languages_and_read() -> None:
    for factor in CATALOGUE.factors.values():
        assert factor.trust == "seen"
        assert factor.name.en
        assert factor.name.zh
        assert factor.source
        assert factor.record
        assert factor.licence
        assert factor.region
        assert factor.gwp
        assert factor.year or factor.source in {"ember", "ademe-base-carbone"}  # theirs are printed without one
        assert ("CO2e" in factor.unit) is (factor.gwp != "CO2 only")
        assert "Base IMPACTS" not in factor.licence
        assert factor.boundary


def test_zhejiang_has_a_direct_factor_and_no_life_cycle_one() -> None:
    assert isinstance(CATALOGUE.factor("electricity/direct/cn-zj/2023"), DirectFactor)
    assert CATALOGUE.electricity("CN-ZJ", "average") is None
    assert CATALOGUE.grid("CN").id == "electricity/life-cycle/cn/2024"


def test_tibet_is_not_filled_in() -> None:
    assert not any(factor.region == "CN-XZ" for factor in CATALOGUE.factors.values())


def test_no_direct_factor_passes_for_a_life_cycle_one() -> None:
    for factor in CATALOGUE.factors.values():
        if isinstance(factor, DirectFactor):
            with pytest.raises(Refused) as caught:
                life_cycle(factor, factor.unit)
            assert caught.value.code == "GC-FAC-003"
            assert "life-cycle" in caught.value.faults[0].text("en")
            assert "全生命周期" in caught.value.faults[0].text("zh")


def test_a_factor_in_another_unit_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        life_cycle(CATALOGUE.factor("electricity/life-cycle/cn/2024"), "kg CO2e/kg")
    assert caught.value.code == "GC-FAC-005"


def test_unknown_id_and_country_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        CATALOGUE.factor("material/unobtainium")
    assert caught.value.code == "GC-FAC-002"
    with pytest.raises(Refused) as caught:
        CATALOGUE.grid("ZZ")
    assert caught.value.code == "GC-FAC-008"


def test_pla_uptake_is_added_back() -> None:
    pla = CATALOGUE.factor("material/pla/th-corbion")
    assert isinstance(pla, LifeCycleFactor)
    assert pla.value == Decimal("0.5")
    assert pla.emission == Decimal("2.333")
    assert pla.reference().value == Decimal("2.333")


def test_echoes_are_gb_figures_and_name_what_they_echo() -> None:
    echoes = [f for f in CATALOGUE.factors.values() if isinstance(f, LifeCycleFactor) and f.echo_of]
    assert len(echoes) >= 8
    for echo in echoes:
        assert echo.region == "GB"
        assert CATALOGUE.factor(echo.echo_of).source == "desnz-2025"


def test_gwp_sets_are_those_that_were_read() -> None:
    assert set(CATALOGUE.gwp) == {"AR4", "AR5", "AR6"}
    assert CATALOGUE.gwp["AR6"].methane(biogenic=False) == Decimal("29.8")
    assert CATALOGUE.gwp["AR6"].methane(biogenic=True) == Decimal("27.0")
    assert CATALOGUE.gwp["AR6"].n2o == 273
    assert CATALOGUE.gwp["AR5"].n2o == 265
    assert CATALOGUE.gwp["AR4"].methane(biogenic=False) == 25
    assert CATALOGUE.gwp["AR4"].n2o == 298
    assert CATALOGUE.factor("material/pp/gb-pp").gwp == "AR4"


@pytest.mark.parametrize("name", FILES)
def test_any_byte_changes_the_digest(name: str) -> None:
    data = packed()
    assert parse_catalogue(data).digest == CATALOGUE.digest
    changed = data | {name: data[name] + b"\n"}
    try:
        assert parse_catalogue(changed).digest != CATALOGUE.digest
    except InvalidInput as error:
        assert error.code == "GC-FAC-001"  # noqa: PT017 - an empty CSV row may be refused, never ignored


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("electricity.csv", b"direct_co2", b"direkt"),
        ("electricity.csv", b",0.5777,", b",-0.5777,"),
        ("electricity.csv", b",0.5777,", b",NaN,"),
        ("electricity.csv", b",0.5777,", b",many,"),
        ("fuel_stages.csv", b",gases,", b",AR6,"),
        ("fuel_stages.csv", b",56100,", b",-56100,"),
        ("goods.csv", b"goods/kettle/", b"goods/table/"),
        ("processes.csv", b",ecobalyse,", b",hearsay,"),
        ("processes.csv", b",13.2,", b",-13.2,"),
        ("quality.yaml", b"rating: 2, under_years: 6", b"rating: 2, under_years: 60"),
        ("quality.yaml", b"rating: 1, where: same", b"rating: 6, where: same"),
        ("gwp.yaml", b'HFC-32: "0.5"', b'HFC-32: "0.6"'),
        ("materials.yaml", b"denial:", b"denials:"),
        ("materials.yaml", b"materials: [pvc]", b"materials: [pvcc]"),
        ("materials.csv", b"material/pp/cn-cpcd-2021", b"material/pp/gb-pp"),
        ("materials.csv", b",desnz-2025,", b",hearsay,"),
        ("materials.csv", b",seen,", b",seen,more,"),
        ("materials.csv", b"id,material", b"idd,material"),
        ("materials.yaml", b"waste: plastic", b"waste: [plastic"),
        ("materials.yaml", b"- {material: mdf,", b"- {material: mdg,"),
        ("materials.yaml", b"carbon: polylactide", b"carbon: polylact"),
        ("materials.yaml", b"- {id: pom,", b"- {id: pomm,"),
        ("gwp.yaml", b"N2O", b"N3O"),
        ("fuels.yaml", b"co2: ", b"co3: "),
        ("fuels.yaml", b"source: ipcc-2006,", b"source: hearsay,"),
        ("uncertainty.yaml", b"official", b"officious"),
        ("sources.yaml", b"licence:", b"license:"),
        ("waste.csv", b"waste/", b"\xff\xfe"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(name: str, old: bytes, new: bytes) -> None:
    data = packed()
    assert old in data[name]
    with pytest.raises(InvalidInput) as caught:
        parse_catalogue(data | {name: data[name].replace(old, new)})
    assert caught.value.code == "GC-FAC-001"
    assert caught.value.faults[0].text("zh")


def test_a_missing_or_huge_file_is_refused() -> None:
    data = packed()
    with pytest.raises(InvalidInput):
        parse_catalogue({name: raw for name, raw in data.items() if name != "gwp.yaml"})
    with pytest.raises(GreencardError) as caught:
        parse_catalogue(data | {"gwp.yaml": b"#" * (4 * 1024 * 1024 + 1)})
    assert caught.value.code == "GC-FAC-001"
