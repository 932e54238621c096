"""PACT's published examples as identities: which reading of the schema reaches their own totals.

Numbers of spec/v3/examples/example-1 to -4 of the public repository wbcsd/data-exchange-protocol (kg CO2e or kg C per
declared unit); nothing else of the specification is here.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from greencard.footprint.pact import Reading, pact_identity

NAMES = (
    "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake",
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landManagementFossilGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "biogenicCO2Uptake",
    "biogenicNonCO2Emissions",
    "biogenicCarbonContent",
    "packagingGhgEmissions",
)
EXAMPLES: dict[str, tuple[str, ...]] = {
    # bioethanol in bulk; bioethanol in plastic drums, twelve litres; car door; cellulose
    "1": ("0.384", "-1.23", "0.35", "0", "0.03", "0.004", "-1.61", "0.002", "0.44", "0"),
    "2": ("5.14", "-14.22", "4.78", "0", "0.36", "0", "-19.36", "0.024", "5.28", "0.58"),
    "3": ("77.0", "77.0", "77", "0", "0", "0", "0", "0", "0", "0"),
    "4": ("0.42", "0.05", "0.17", "0.2", "0.05", "0", "-0.37", "0.001", "0.1", "0"),
}


def figures(name: str, **changes: str) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in (dict(zip(NAMES, EXAMPLES[name], strict=True)) | changes).items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_uptake_and_packaging_hold_in_every_example(name: str) -> None:
    found = pact_identity(figures(name))
    assert found.including_adds_up
    assert found.uptake_matches_carbon
    assert found.packaging_inside
    # Added exactly, to the last printed digit, with land management beside fossil and non-CO2 left out.
    assert found.residual == 0


@pytest.mark.parametrize("name", ["1", "2", "4"])
def test_land_management_must_be_added_to_reach_the_examples_totals(name: str) -> None:
    assert pact_identity(figures(name)).readings[0] == "examples"


@pytest.mark.parametrize("name", ["1", "2"])
def test_the_schemas_reading_does_not_reach_them(name: str) -> None:
    found = pact_identity(figures(name))
    assert "schema" not in found.readings
    assert "without_biogenic_non_co2" not in found.readings
    # Example 4 prints land-use change as 0.2: within that digit the schema's reading cannot be excluded.
    assert "schema" in pact_identity(figures("4")).readings


def test_without_land_every_reading_holds() -> None:
    readings: set[Reading] = {"schema", "examples", "land_management_added", "without_biogenic_non_co2"}
    assert set(pact_identity(figures("3")).readings) == readings


def test_the_schemas_reading_is_recognised() -> None:
    # fossil 0.38 holds the 0.03 of land management: 0.38 + 0.004 + 0.002 = 0.386
    found = pact_identity(figures("1", fossilGhgEmissions="0.380", pcfExcludingBiogenicUptake="0.386"))
    assert found.readings[0] == "schema"
    assert found.residual == 0
    assert "examples" not in found.readings


def test_a_total_that_no_reading_reaches_is_said() -> None:
    found = pact_identity(figures("1", pcfExcludingBiogenicUptake="0.500"))
    assert found.readings == ()
    assert found.residual == Decimal("-0.114")  # 0.35 + 0.03 + 0.004 + 0.002 - 0.5
    assert not found.including_adds_up


def test_uptake_is_checked_against_the_carbon() -> None:
    # 0.44 × 44/12 = 1.6133; -1.61 prints two decimals, half a unit is 0.005, and 0.44 may be 0.435 to 0.445
    assert not pact_identity(figures("1", biogenicCO2Uptake="-1.70")).uptake_matches_carbon
    assert not pact_identity(figures("1", biogenicCO2Uptake="1.61")).uptake_matches_carbon
    more = figures("2") | {"packagingBiogenicCarbonContent": Decimal("1.00")}
    assert not pact_identity(more).uptake_matches_carbon
    more["biogenicCO2Uptake"] = Decimal("-23.03")  # (5.28 + 1) × 44/12 = 23.0267
    assert pact_identity(more).uptake_matches_carbon


def test_packaging_lies_inside_the_total() -> None:
    assert not pact_identity(figures("2", packagingGhgEmissions="5.20")).packaging_inside
