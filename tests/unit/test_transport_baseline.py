"""Routes against their baselines: signed, never claimed without one, never claimed inside a proxy's range."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.transport import intensity_catalogue
from greencard.errors import InvalidInput
from greencard.model import Comparison, FactorRef, Leg, Mode, Route, Text
from greencard.transport import chain, compare

SHARED = Path(__file__).parents[2] / "../shared/data/archetypes"
CATALOGUE = intensity_catalogue()
GRID = FactorRef(
    id="cn-grid",
    name="China, life-cycle",
    value=Decimal("0.5777"),
    unit="kg CO2e/kWh",
    region="CN",
    year=2024,
    gwp="AR6",
    source="MEE",
    licence="fact",
)


def leg(mode: str, origin: str, destination: str, km: str, traction: str = "") -> Leg:
    return Leg(
        mode=mode,  # type: ignore[arg-type]
        origin=origin,
        destination=destination,
        distance_km=Decimal(km),
        traction=traction,  # type: ignore[arg-type]
    )


SEA = leg("sea_container", "CNNGB", "DEHAM", "20500")
LAST = leg("road_hgv", "DEHAM", "Hamburg DC", "40")
BAMBOO = Route(
    destination="Hamburg, DE",
    legs=(leg("rail", "Yiwu West (rail freight)", "Ningbo-Beilun port", "260", "electric"), SEA, LAST),
    baseline=(leg("road_hgv", "Yiwu", "Ningbo-Beilun port", "245"), SEA, LAST),
)
SCREWS = Route(
    destination="Duisburg, DE",
    legs=(
        leg("rail", "Yiwu West", "Duisburg", "11300", "mixed"),
        leg("road_hgv", "Duisburg terminal", "Venlo DC, NL", "60"),
    ),
    baseline=(
        leg("road_hgv", "Yiwu", "Shanghai Yangshan", "330"),
        leg("sea_container", "CNSHA", "NLRTM", "19900"),
        leg("road_hgv", "NLRTM", "Venlo DC, NL", "200"),
    ),
)
TOY = Route(
    destination="Madrid, ES (consumer)",
    legs=(
        leg("road_van", "Yiwu", "Hangzhou Xiaoshan airport", "110"),
        leg("air_belly", "HGH", "MAD", "9900"),
        leg("road_van", "MAD", "consumer", "30"),
    ),
    baseline=(
        leg("sea_container", "CNNGB", "ESVLC", "16500"),
        leg("road_hgv", "Valencia", "Madrid overseas warehouse", "360"),
        leg("road_van", "warehouse", "consumer", "30"),
    ),
)


def compared(route: Route, mass: str = "1") -> Comparison:
    found = compare(CATALOGUE, route, Decimal(mass), electricity=GRID)
    assert found is not None
    return found


def test_sea_rail_of_the_bamboo_set_saves_its_hinterland_leg():
    # Per kg: baseline truck 245 km x 0.07818 = 19.1541 g; rail 260 km x 0.0112 x 0.5777 = 1.6822624 g.
    # The ship and the last mile cancel.
    found = compared(BAMBOO)
    assert found.avoided_kg_co2e == Decimal("0.0191541") - Decimal("0.0016822624")
    # 20500 x 0.01553 = 318.365 g and 40 x 0.101 = 4.04 g on both sides.
    assert found.baseline_kg_co2e == Decimal("0.3415591")
    assert found.saving_holds
    assert found.avoided_low_kg_co2e is None
    assert any("Yiwu West" in note.en and "only" in note.en for note in found.notes)


def test_china_europe_rail_of_the_screws_emits_more_than_the_ship_and_prints_so():
    # Per kg: rail 11300 x 34.70 = 392.11 g, truck 60 x 101 = 6.06 g.
    # Baseline 330 x 78.18 = 25.7994 g, sea 19900 x 15.53 = 309.047 g, truck 200 x 101 = 20.2 g.
    found = compared(SCREWS)
    assert found.project_kg_co2e == Decimal("0.39817")
    assert found.baseline_kg_co2e == Decimal("0.3550464")
    assert found.avoided_kg_co2e == Decimal("-0.0431236")
    assert found.avoided_low_kg_co2e == found.avoided_kg_co2e
    # All-electric low end: 11300 x 0.0112 x 0.5777 = 73.113712 g.
    assert found.avoided_high_kg_co2e == Decimal("0.3550464") - Decimal("0.073113712") - Decimal("0.00606")
    assert not found.saving_holds
    assert any("No saving may be claimed" in note.en and "不得宣称" in note.zh for note in found.notes)


def test_a_saving_against_a_rail_baseline_is_not_claimed_either():
    swapped = Route(destination="Venlo", legs=SCREWS.baseline, baseline=SCREWS.legs)
    found = compared(swapped)
    assert found.avoided_kg_co2e > 0
    assert found.avoided_low_kg_co2e is not None
    assert found.avoided_low_kg_co2e < 0
    assert not found.saving_holds


def test_a_proxied_leg_in_both_chains_cancels_with_its_range():
    rail = leg("rail", "Yiwu West", "Duisburg", "11300", "mixed")
    route = Route(
        destination="Venlo",
        legs=(rail, leg("road_hgv", "Duisburg", "Venlo DC, NL", "60")),
        baseline=(
            rail,
            leg("road_hgv", "Duisburg", "Tilburg", "50"),
            leg("road_hgv", "Tilburg", "Venlo DC, NL", "40"),
        ),
    )
    found = compared(route)
    assert found.avoided_kg_co2e == Decimal("0.00303")
    assert found.avoided_low_kg_co2e is None
    assert found.saving_holds


@pytest.mark.parametrize("theirs", ["30000", "20500"])
def test_a_longer_way_for_the_same_ship_is_no_saving(theirs: str):
    truck, rail = BAMBOO.baseline[0], BAMBOO.legs[0]
    sea = leg("sea_container", "cnngb", "DEHAM", theirs)
    found = compared(Route(destination="Hamburg, DE", legs=(rail, SEA, LAST), baseline=(truck, sea, LAST)))
    low = found.avoided_kg_co2e if found.avoided_low_kg_co2e is None else found.avoided_low_kg_co2e
    # without the stretched sea leg only the truck against the train is left, and that is a saving
    assert low == compared(BAMBOO).avoided_kg_co2e
    assert found.saving_holds
    said = [note for note in found.notes if "30000 km in the baseline" in note.en and "30000 公里" in note.zh]
    assert bool(said) == (theirs == "30000")


def test_a_saving_that_is_nothing_but_a_longer_way_does_not_hold():
    truck = BAMBOO.baseline[0]
    sea = leg("sea_container", "CNNGB", "DEHAM", "30000")
    found = compared(Route(destination="Hamburg, DE", legs=(truck, SEA, LAST), baseline=(truck, sea, LAST)))
    assert found.avoided_kg_co2e > 0
    assert found.avoided_low_kg_co2e == 0
    assert not found.saving_holds
    assert "No saving may be claimed" in found.notes[-1].en


def test_a_proxied_leg_cancels_once_for_each_time_it_is_shared():
    rail = leg("rail", "Yiwu West", "Duisburg", "11300", "mixed")
    back = leg("rail", "Duisburg", "Yiwu West", "11300", "mixed")
    end = leg("road_hgv", "Duisburg", "Venlo DC, NL", "60")
    found = compared(Route(destination="Venlo", legs=(rail, back, rail, end), baseline=(rail, end)))
    # One rail leg is shared; the way back and forth again is the route's own, 2 x 392.11 g down to 2 x 73.113712 g.
    assert found.avoided_kg_co2e == found.avoided_low_kg_co2e == Decimal("-0.78422")
    assert found.avoided_high_kg_co2e == Decimal("-0.146227424")
    assert not any("not settled" in note.en for note in found.notes)


def test_the_toy_by_air_emits_many_times_its_baseline():
    # Per kg: van 140 x 791.58 = 110.8212 g, air 9900 x 666.46 = 6597.954 g.
    # Baseline: sea 16500 x 15.53 = 256.245 g, truck 360 x 101 = 36.36 g, van 30 x 791.58 = 23.7474 g.
    found = compared(TOY, mass="1")
    assert found.project_kg_co2e == Decimal("6.7087752")
    assert found.baseline_kg_co2e == Decimal("0.3163524")
    assert found.avoided_kg_co2e == Decimal("-6.3924228")
    assert not found.saving_holds


def test_without_a_baseline_there_is_no_comparison():
    assert compare(CATALOGUE, msgspec.structs.replace(BAMBOO, baseline=()), Decimal(1), electricity=GRID) is None


def test_the_same_chain_saves_nothing():
    found = compared(msgspec.structs.replace(BAMBOO, baseline=BAMBOO.legs))
    assert found.avoided_kg_co2e == 0
    assert not found.saving_holds
    assert found.notes == ()


def test_chains_that_end_elsewhere_are_refused():
    other = msgspec.structs.replace(
        BAMBOO, baseline=(*BAMBOO.baseline[:2], leg("road_hgv", "DEHAM", "Berlin DC", "300"))
    )
    with pytest.raises(InvalidInput) as raised:
        compared(other)
    assert raised.value.code == "GC-TRN-007"
    assert raised.value.faults[0].place.pointer == "/route/baseline/2/destination"
    assert "Berlin DC" in raised.value.faults[0].text("zh")


def test_chains_that_start_in_different_countries_are_refused():
    other = msgspec.structs.replace(BAMBOO, baseline=(leg("road_hgv", "Warsaw, PL", "Hamburg DC", "800"),))
    with pytest.raises(InvalidInput) as raised:
        compared(other)
    assert raised.value.code == "GC-TRN-008"


def test_a_faulty_baseline_leg_is_named_as_one():
    other = msgspec.structs.replace(BAMBOO, baseline=(leg("road_hgv", "Yiwu", "Hamburg DC", "0"),))
    with pytest.raises(InvalidInput) as raised:
        compared(other)
    assert raised.value.faults[0].place.pointer == "/route/baseline/0/distance_km"


def test_the_baseline_keeps_its_name_or_gets_one_from_its_legs():
    named = Text(en="All road to the same port", zh="全程公路到同一港口")
    assert compared(msgspec.structs.replace(BAMBOO, baseline_name=named)).baseline_name == named
    derived = compared(BAMBOO).baseline_name
    assert derived.en == "Yiwu – Ningbo-Beilun port (truck) – DEHAM (sea) – Hamburg DC (truck)"
    assert "卡车" in derived.zh
    for mode in get_args(Mode):
        legs = (leg(mode, "Yiwu", "Hamburg DC", "10"),)
        assert compared(Route(destination="Hamburg", legs=legs, baseline=legs)).baseline_name.zh


LEGS = st.lists(
    st.builds(
        lambda mode, km: leg(mode, "Yiwu", "Hamburg DC", str(km)),
        st.sampled_from(get_args(Mode)),
        st.decimals("1", "20000", places=1),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(legs=LEGS, baseline=LEGS, mass=st.decimals("0.01", "20", places=2))
def test_the_sign_turns_with_the_chains_and_the_difference_is_that_of_the_totals(
    legs: tuple[Leg, ...], baseline: tuple[Leg, ...], mass: Decimal
):
    there = compare(CATALOGUE, Route(destination="Hamburg", legs=legs, baseline=baseline), mass, electricity=GRID)
    back = compare(CATALOGUE, Route(destination="Hamburg", legs=baseline, baseline=legs), mass, electricity=GRID)
    assert there is not None
    assert back is not None
    assert there.avoided_kg_co2e == -back.avoided_kg_co2e
    assert there.avoided_kg_co2e == there.baseline_kg_co2e - there.project_kg_co2e
    assert there.project_kg_co2e == chain(CATALOGUE, legs, mass, electricity=GRID).wtw_kg_co2e
    assert not (there.saving_holds and back.saving_holds)
    if there.avoided_low_kg_co2e is not None and there.avoided_high_kg_co2e is not None:
        assert there.avoided_low_kg_co2e <= there.avoided_kg_co2e <= there.avoided_high_kg_co2e


def _legs(items: list[dict[str, Any]]) -> tuple[Leg, ...]:
    def traction(text: str) -> str:
        return next((known for known in ("mixed", "electric", "diesel") if known in text), "")

    return tuple(
        leg(item["mode"], item["from"], item["to"], str(item["km"]), traction(item.get("traction", "")))
        for item in items
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared material not beside this checkout")
def test_every_archetype_route_can_be_computed_and_compared():
    signs = {}
    for path in sorted(SHARED.glob("*.yaml")):
        record = yaml.safe_load(path.read_text("utf-8"))
        found = record["route"]
        baseline = () if found["baseline"] == "same" else _legs(found["baseline"])
        route = Route(destination=found["destination"], legs=_legs(found["legs"]), baseline=baseline)
        mass = Decimal(str(record["product"].get("carton_gross_kg", 1)))
        result = compare(CATALOGUE, route, mass, electricity=GRID)
        assert (result is None) == (found["baseline"] == "same"), path.name
        chain(CATALOGUE, route.legs, mass, electricity=GRID, destination=route.destination)
        if result is not None:
            signs[path.stem] = (result.avoided_kg_co2e > 0, result.saving_holds)
    assert signs["bamboo-desk-organiser"] == (True, True)
    assert signs["ceramic-mug"] == (True, True)
    assert signs["stainless-screws"] == signs["pla-carrier-bag"] == signs["wooden-toy"] == (False, False)
