"""The worked sea-rail example, leg by leg, to the decimals it was printed with."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from greencard.adapters.packs.transport import intensity_catalogue
from greencard.model import FactorRef, Leg, Route
from greencard.transport import chain, compare

VECTOR: dict[str, Any] = json.loads((Path(__file__).parent / "transport" / "yiwu-hamburg.json").read_text("utf-8"))
MASS = Decimal(VECTOR["mass_kg"])
GRID = FactorRef(
    id="grid/CN/2022",
    name="China grid 2022",
    value=Decimal(VECTOR["electricity_kg_co2e_per_kwh"]),
    unit="kg CO2e/kWh",
    region="CN",
    year=2022,
    gwp="AR6",
    source="the worked example",
    licence="fact",
)


def legs_of(items: list[dict[str, str]]) -> tuple[Leg, ...]:
    return tuple(
        Leg(
            mode=item["mode"],  # type: ignore[arg-type]
            origin=item["origin"],
            destination=item["destination"],
            distance_km=Decimal(item["distance_km"]),
            traction=item.get("traction", ""),  # type: ignore[arg-type]
        )
        for item in items
    )


def printed(value: Decimal | None) -> str:
    assert value is not None
    return str(value.quantize(Decimal("0.1")))


@pytest.mark.parametrize("name", ["project", "baseline"])
def test_each_leg_and_the_total(name: str):
    part = VECTOR[name]
    result = chain(intensity_catalogue(), legs_of(part["legs"]), MASS, electricity=GRID)
    assert [printed(element.wtw_kg_co2e) for element in result.elements] == [leg["wtw"] for leg in part["legs"]]
    assert [printed(element.ttw_kg_co2e) for element in result.elements] == [leg["ttw"] for leg in part["legs"]]
    assert (printed(result.wtw_kg_co2e), printed(result.ttw_kg_co2e)) == (part["wtw"], part["ttw"])


def test_the_avoided_emission_and_its_shares():
    project, baseline = legs_of(VECTOR["project"]["legs"]), legs_of(VECTOR["baseline"]["legs"])
    route = Route(destination="Hamburg, DE", legs=project, baseline=baseline)
    found = compare(intensity_catalogue(), route, MASS, electricity=GRID)
    assert found is not None
    assert printed(found.avoided_kg_co2e) == VECTOR["avoided"]
    hinterland = found.baseline.elements[0].wtw_kg_co2e
    assert printed(100 * found.avoided_kg_co2e / hinterland) == VECTOR["avoided_share_of_hinterland_leg_percent"]
    assert printed(100 * found.avoided_kg_co2e / found.baseline_kg_co2e) == VECTOR["avoided_share_of_chain_percent"]
    assert found.saving_holds
    assert found.avoided_low_kg_co2e is None


@pytest.mark.parametrize("item", VECTOR["single_legs"], ids=lambda item: item["why"])
def test_sensitivities(item: dict[str, str]):
    (element,) = chain(intensity_catalogue(), legs_of([item]), MASS, electricity=GRID).elements
    assert printed(element.wtw_kg_co2e) == item["wtw"]
    if "low" in item:
        assert printed(element.wtw_low_kg_co2e) == item["low"]
        assert element.wtw_high_kg_co2e == element.wtw_kg_co2e
    else:
        assert element.wtw_low_kg_co2e is None
