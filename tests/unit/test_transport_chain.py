"""Transport chains: which intensity, why, what is refused, and the laws the arithmetic must keep."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.transport import intensity_catalogue
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.model import FactorRef, Leg, Mode, TransportResult
from greencard.transport import IntensityCatalogue, chain, inbound_road, intensity_for

CATALOGUE = intensity_catalogue()
GRID = FactorRef(
    id="cn-grid",
    name="China, life-cycle",
    name_zh="中国电网",
    value=Decimal("0.5777"),
    unit="kg CO2e/kWh",
    region="CN",
    year=2024,
    gwp="AR6",
    source="MEE",
    licence="fact",
)
TONNE = Decimal(1000)


def leg(mode: str, origin: str, destination: str, km: str = "100", traction: str = "") -> Leg:
    return Leg(
        mode=mode,  # type: ignore[arg-type]
        origin=origin,
        destination=destination,
        distance_km=Decimal(km),
        traction=traction,  # type: ignore[arg-type]
    )


def run(*legs: Leg, mass: Decimal = TONNE, destination: str = "") -> TransportResult:
    return chain(CATALOGUE, legs, mass, electricity=GRID, destination=destination)


@pytest.mark.parametrize(
    ("one", "wtw_g", "ttw_g"),
    [
        (leg("road_hgv", "Yiwu", "Ningbo-Beilun port"), "78.18", "59.96"),
        (leg("road_hgv", "义乌", "宁波舟山港"), "78.18", "59.96"),
        (leg("road_hgv", "DEHAM", "Hamburg DC"), "101", "78"),
        (leg("road_hgv", "NLRTM", "Duisburg, DE"), "101", "78"),
        (leg("road_hgv", "Santos", "Sao Paulo DC"), "101", "78"),
        (leg("road_hgv", "Felixstowe", "London"), "95.02", "77.03"),
        (leg("road_hgv", "Mombasa", "Nairobi DC"), "123.22", "95.16"),
        (leg("road_hgv", "Yiwu", "Almaty, KZ"), "123.22", "95.16"),
        (leg("road_hgv", "Felixstowe", "Hamburg"), "123.22", "95.16"),
        (leg("road_van", "MAD", "consumer"), "791.58", "638.23"),
        (leg("rail", "Yiwu West", "Ningbo", traction="electric"), "6.47024", "0"),
        (leg("rail", "Yiwu West", "Ningbo", traction="diesel"), "34.70", "27.79"),
        (leg("rail", "Yiwu West", "Ningbo"), "34.70", "27.79"),
        (leg("rail", "Mombasa", "Nairobi ICD", traction="electric"), "34.70", "27.79"),
        (leg("rail", "Yiwu West", "Duisburg", traction="mixed"), "34.70", "27.79"),
        (leg("rail", "Duisburg", "Yiwu West", traction="electric"), "34.70", "27.79"),
        (leg("sea_container", "CNNGB", "DEHAM"), "15.53", "12.66"),
        (leg("sea_container", "ESVLC", "CNSHA"), "15.53", "12.66"),
        (leg("sea_container", "CNNGB", "GBFXT"), "15.53", "12.66"),
        (leg("sea_container", "CNNGB", "BRSSZ"), "19.77", "16.12"),
        (leg("sea_container", "CNNGB", "KEMBA"), "19.77", "16.12"),
        (leg("air_belly", "HGH", "MAD"), "666.46", "531.30"),
        (leg("air_freighter", "HGH", "MAD"), "666.46", "531.30"),
        (leg("inland_waterway", "Rotterdam", "Duisburg"), "37.16", "29.5"),
    ],
)
def test_the_intensity_is_that_of_mode_traction_and_region(one: Leg, wtw_g: str, ttw_g: str):
    (element,) = run(one).elements
    # 1 t over 100 km: kg = g/t-km / 10.
    assert element.wtw_kg_co2e * 10 == Decimal(wtw_g)
    assert element.ttw_kg_co2e is not None
    assert element.ttw_kg_co2e * 10 == Decimal(ttw_g)
    assert element.factor.value * 1000 == Decimal(wtw_g)
    assert element.factor.unit == "kg CO2e/tkm"
    assert element.reason.en
    assert element.reason.zh
    assert element.distance_basis == "stated"


def test_every_mode_of_the_model_has_an_intensity():
    for mode in get_args(Mode):
        chosen = intensity_for(CATALOGUE, mode)
        assert mode in (chosen.intensity.mode, *chosen.intensity.also)


def test_the_formula_can_be_followed_by_hand():
    (rail,) = run(leg("rail", "Yiwu West", "Ningbo", "260", "electric"), mass=Decimal("1.2")).elements
    assert rail.formula == "0.0012 t x 260 km x 0.0112 kWh/t-km x 0.5777 kg CO2e/kWh"
    assert rail.wtw_kg_co2e == Decimal("0.0012") * 260 * Decimal("0.0112") * Decimal("0.5777")
    assert rail.factor.id.endswith("x cn-grid")
    assert "Table 10" in rail.factor.source
    assert "MEE" in rail.factor.source
    (truck,) = run(leg("road_hgv", "Yiwu", "Ningbo", "245.0"), mass=Decimal("1.2")).elements
    assert truck.formula == "0.0012 t x 245 km x 78.18 g CO2e/t-km"


def test_electric_rail_takes_the_trust_of_its_weaker_part():
    (rail,) = chain(
        CATALOGUE,
        [leg("rail", "Yiwu", "Ningbo", traction="electric")],
        TONNE,
        electricity=msgspec.structs.replace(GRID, trust="recall"),
    ).elements
    assert rail.factor.trust == "recall"


@pytest.mark.parametrize(
    "electricity",
    [
        None,
        msgspec.structs.replace(GRID, region="VN"),
        msgspec.structs.replace(GRID, unit="kg CO2e/MJ"),
        msgspec.structs.replace(GRID, value=Decimal(-1)),
    ],
)
def test_an_electric_train_without_a_fitting_electricity_factor_is_refused(electricity: FactorRef | None):
    with pytest.raises(Refused) as raised:
        chain(CATALOGUE, [leg("rail", "Yiwu", "Ningbo", traction="electric")], TONNE, electricity=electricity)
    assert raised.value.code == "GC-TRN-006"
    assert raised.value.faults[0].place.pointer == "/route/legs/0"


@pytest.mark.parametrize("unit", ["kg CO2e/kWh", "kgCO2e/kWh", "kg CO2e per kWh"])
def test_the_electricity_unit_may_be_written_as_units_are(unit: str):
    electricity = msgspec.structs.replace(GRID, unit=unit, region="CN-EAST")
    result = chain(CATALOGUE, [leg("rail", "Yiwu", "Ningbo", traction="electric")], TONNE, electricity=electricity)
    assert result.wtw_kg_co2e == Decimal("0.647024")


def test_china_europe_rail_carries_its_range_and_its_warning():
    result = run(
        leg("rail", "Yiwu West", "Duisburg", "11300", "mixed"), leg("road_hgv", "Duisburg", "Venlo DC, NL", "60")
    )
    rail, truck = result.elements
    assert rail.wtw_low_kg_co2e == Decimal(11300) * Decimal("0.0112") * Decimal("0.5777")
    assert rail.wtw_high_kg_co2e == rail.wtw_kg_co2e == Decimal(11300) * Decimal("0.0347")
    assert truck.wtw_low_kg_co2e is None
    assert "No saving against sea" in rail.reason.en
    assert result.wtw_low_kg_co2e == rail.wtw_low_kg_co2e + truck.wtw_kg_co2e
    assert result.wtw_high_kg_co2e == result.wtw_kg_co2e


def test_without_an_electricity_factor_the_low_end_is_zero():
    (rail,) = chain(CATALOGUE, [leg("rail", "Yiwu", "Duisburg", "11300", "mixed")], TONNE).elements
    assert (rail.wtw_low_kg_co2e, rail.wtw_high_kg_co2e) == (Decimal(0), rail.wtw_kg_co2e)


def test_what_is_not_counted_is_said_in_both_languages():
    ground = run(leg("road_hgv", "Yiwu", "Ningbo"))
    assert any("hub" in text.en and "枢纽" in text.zh for text in ground.not_counted)
    assert not any("Radiative" in text.en for text in ground.not_counted)
    flight = run(leg("air_belly", "HGH", "MAD"))
    assert any("Radiative" in text.en and "辐射强迫" in text.zh for text in flight.not_counted)
    assert "1034.55" in flight.elements[0].reason.en


def test_an_unrecognised_end_takes_the_country_of_the_leg_beside_it():
    first, second = run(leg("road_hgv", "the factory", "Ningbo"), leg("road_hgv", "warehouse", "Duisburg")).elements
    assert first.wtw_kg_co2e == Decimal("7.818")
    assert second.factor.region == "ASIA_AFRICA"
    (last,) = run(leg("road_hgv", "warehouse 3", "consumer"), destination="Madrid, ES (consumer)").elements
    assert last.factor.region == "ASIA_AFRICA"
    assert run(leg("road_hgv", "MAD", "consumer")).elements[0].factor.region == "EU"
    assert run(leg("sea_container", "CNNGB", "port"), destination="Hamburg").elements[0].factor.value == Decimal(
        "0.01553"
    )
    assert run(leg("sea_container", "CNNGB", "port")).elements[0].factor.value == Decimal("0.01977")


def test_an_unrecognised_stop_takes_the_country_in_which_the_next_leg_starts():
    ship, truck, last = run(
        leg("sea_container", "CNNGB", "the port"),
        leg("road_hgv", "Hamburg", "the hub"),
        leg("road_hgv", "Duisburg", "Venlo"),
    ).elements
    assert ship.factor.value == Decimal("0.01553")
    assert (truck.factor.region, last.factor.region) == ("EU", "EU")


def test_a_chain_of_published_values_has_no_range():
    result = run(leg("road_hgv", "Yiwu", "Ningbo"), leg("sea_container", "CNNGB", "DEHAM"))
    assert (result.wtw_low_kg_co2e, result.wtw_high_kg_co2e) == (None, None)


def test_the_home_country_is_where_an_unrecognised_start_lies():
    result = chain(CATALOGUE, [leg("road_hgv", "the factory", "the port")], TONNE, home="DE")
    assert result.elements[0].factor.region == "EU"


@pytest.mark.parametrize("km", ["0", "-1", "NaN", "Infinity", "50001", "-Infinity", "sNaN"])
def test_a_distance_that_cannot_be_is_refused_at_its_place(km: str):
    with pytest.raises(InvalidInput) as raised:
        run(leg("road_hgv", "Yiwu", "Ningbo"), leg("sea_container", "CNNGB", "DEHAM", km))
    assert raised.value.code == "GC-TRN-003"
    assert raised.value.faults[0].place.pointer == "/route/legs/1/distance_km"


@pytest.mark.parametrize("mass", ["0", "-1", "NaN", "Infinity"])
def test_a_mass_that_cannot_be_is_refused(mass: str):
    with pytest.raises(InvalidInput) as raised:
        run(leg("road_hgv", "Yiwu", "Ningbo"), mass=Decimal(mass))
    assert raised.value.code == "GC-TRN-004"


def test_an_unknown_mode_is_refused_naming_the_known_ones():
    with pytest.raises(InvalidInput) as raised:
        run(leg("drone", "Yiwu", "Ningbo"))
    assert raised.value.code == "GC-TRN-001"
    assert raised.value.faults[0].place.pointer == "/route/legs/0/mode"
    assert "sea_container" in raised.value.faults[0].remedy("zh")


def test_no_legs_is_refused():
    with pytest.raises(InvalidInput) as raised:
        run()
    assert raised.value.code == "GC-TRN-005"


def test_a_mode_without_a_sourced_intensity_is_refused_not_guessed():
    bare = IntensityCatalogue(
        version=CATALOGUE.version,
        sources=CATALOGUE.sources,
        intensities=CATALOGUE.intensities,
        choices=tuple(choice for choice in CATALOGUE.choices if choice.mode != "inland_waterway"),
        places=CATALOGUE.places,
        sha256="",
    )
    with pytest.raises(Refused) as raised:
        chain(bare, [leg("inland_waterway", "Rotterdam", "Duisburg")], TONNE)
    assert raised.value.code == "GC-TRN-002"


def test_every_message_reads_in_both_languages():
    bad = [
        run,
        lambda: run(leg("drone", "a", "b")),
        lambda: run(leg("rail", "Yiwu", "Ningbo", "-4")),
        lambda: run(leg("rail", "Yiwu", "Ningbo"), mass=Decimal(0)),
        lambda: chain(CATALOGUE, [leg("rail", "Yiwu", "Ningbo", traction="electric")], TONNE),
    ]
    for call in bad:
        with pytest.raises(GreencardError) as raised:
            call()
        for fault in raised.value.faults:
            for lang in ("en", "zh"):
                assert fault.text(lang)
                assert fault.remedy(lang)
                assert "{" not in fault.text(lang) + fault.remedy(lang)


def test_inbound_road_is_the_chinese_truck_in_kg_per_tonne_kilometre():
    factor = inbound_road(CATALOGUE)
    assert (factor.value, factor.unit, factor.region) == (Decimal("0.07818"), "kg CO2e/tkm", "CN")
    assert factor.name_zh
    assert inbound_road(CATALOGUE, "DE").value == Decimal("0.101")


def test_the_result_names_its_dataset_and_mass():
    result = run(leg("road_hgv", "Yiwu", "Ningbo"))
    assert result.dataset == CATALOGUE.sha256
    assert result.mass_kg == TONNE


PLACES = st.sampled_from(
    ["Yiwu", "Ningbo", "CNSHA", "DEHAM", "Venlo DC, NL", "MAD", "Nairobi DC", "somewhere", "Almaty, KZ"]
)
LEGS = st.builds(
    lambda mode, origin, destination, km, traction: leg(mode, origin, destination, str(km), traction),
    st.sampled_from(get_args(Mode)),
    PLACES,
    PLACES,
    st.decimals("0.1", "26000", places=1),
    st.sampled_from(["", "electric", "diesel", "mixed"]),
)
MASSES = st.decimals("0.001", "30000", places=3)


@settings(max_examples=60, deadline=None)
@given(legs=st.lists(LEGS, min_size=1, max_size=5), mass=MASSES)
def test_the_total_is_the_sum_of_the_elements_and_ttw_never_exceeds_wtw(legs: list[Leg], mass: Decimal):
    result = run(*legs, mass=mass)
    assert result.wtw_kg_co2e == sum(element.wtw_kg_co2e for element in result.elements)
    for element in result.elements:
        assert element.ttw_kg_co2e is not None
        assert 0 <= element.ttw_kg_co2e <= element.wtw_kg_co2e
        assert element.wtw_kg_co2e > 0
        if element.wtw_low_kg_co2e is not None and element.wtw_high_kg_co2e is not None:
            assert element.wtw_low_kg_co2e <= element.wtw_kg_co2e <= element.wtw_high_kg_co2e
    assert result.ttw_kg_co2e is not None
    assert result.ttw_kg_co2e <= result.wtw_kg_co2e


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= Decimal("1e-11") * max(abs(one), abs(other))


@settings(max_examples=60, deadline=None)
@given(one=LEGS, mass=MASSES, factor=st.integers(2, 1000))
def test_emission_is_linear_in_mass_and_in_distance(one: Leg, mass: Decimal, factor: int):
    once = run(one, mass=mass).wtw_kg_co2e
    assert close(run(one, mass=mass * factor).wtw_kg_co2e, once * factor)
    farther = one.distance_km * factor
    if farther <= 50_000:
        assert close(run(msgspec.structs.replace(one, distance_km=farther), mass=mass).wtw_kg_co2e, once * factor)


@settings(max_examples=40, deadline=None)
@given(mass=MASSES, km=st.decimals("1", "5000", places=1), cut=st.decimals("0.1", "0.9", places=2))
def test_a_leg_cut_in_two_emits_the_same(mass: Decimal, km: Decimal, cut: Decimal):
    whole = run(leg("road_hgv", "Yiwu", "Ningbo", str(km)), mass=mass)
    parts = run(
        leg("road_hgv", "Yiwu", "Shaoxing", str(km * cut)),
        leg("road_hgv", "Shaoxing", "Ningbo", str(km - km * cut)),
        mass=mass,
    )
    assert close(whole.wtw_kg_co2e, parts.wtw_kg_co2e)
