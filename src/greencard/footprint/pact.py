"""Whether the parts of a PACT carbon footprint add up (PACT Technical Specifications v3, `CarbonFootprint`).

The schema's text puts the fossil emissions of land management inside `fossilGhgEmissions`; three of the specification's
four published examples add them to reach their own total, and leave `biogenicNonCO2Emissions` out of it. A figure from
another company may follow either, so a check names the readings that hold rather than calling one a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CARBON_TO_CO2", "PactIdentity", "Reading", "pact_identity"]

Reading = Literal["schema", "land_management_added", "without_biogenic_non_co2", "examples"]
"""schema: fossil holds land management; land_management_added: it stands beside; the other two leave non-CO2 out."""

CARBON_TO_CO2: Final = Decimal(44) / Decimal(12)
_READINGS: Final[dict[tuple[bool, bool], Reading]] = {
    (False, True): "schema",
    (True, True): "land_management_added",
    (False, False): "without_biogenic_non_co2",
    (True, False): "examples",
}
_ALWAYS: Final = (
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landCarbonLeakage",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
)


@dataclass(frozen=True, slots=True)
class PactIdentity:
    """What holds among the figures of one CarbonFootprint, each within the digits it prints."""

    readings: tuple[Reading, ...]
    """How the parts reach `pcfExcludingBiogenicUptake`, closest first; empty: in no way known here."""
    residual: Decimal
    """Parts less total under the closest reading, kg CO2e per declared unit."""
    including_adds_up: bool
    """`pcfIncludingBiogenicUptake` is the total plus the uptake."""
    uptake_matches_carbon: bool
    """`biogenicCO2Uptake` is minus 44/12 times the biogenic carbon content, product and packaging."""
    packaging_inside: bool
    """Packaging emissions, where given and included, are not above the total without uptake."""


def pact_identity(figures: Mapping[str, Decimal]) -> PactIdentity:
    """Which identities hold among the numbers of a CarbonFootprint, by their PACT v3 names; absent counts as zero.

    Numbers are compared within half a unit in the last digit each of them prints: `0.35 + 0.03 + 0.004` may be called
    `0.384` or `0.38`, and nothing else. `packagingGhgEmissions` is part of the total and is not added to it.
    """
    zero = Decimal(0)
    total = figures.get("pcfExcludingBiogenicUptake", zero)
    parts = [figures.get(name, zero) for name in _ALWAYS]
    managed = figures.get("landManagementFossilGhgEmissions", zero)
    non_co2 = figures.get("biogenicNonCO2Emissions", zero)
    found: list[tuple[Decimal, bool, Reading]] = []
    for (with_managed, with_non_co2), reading in _READINGS.items():
        used = [*parts, *((managed,) if with_managed else ()), *((non_co2,) if with_non_co2 else ())]
        residual = sum(used, zero) - total
        found.append((residual, abs(residual) <= _slack(*used, total), reading))
    closest = sorted(found, key=lambda item: abs(item[0]))
    uptake = figures.get("biogenicCO2Uptake", zero)
    including = figures.get("pcfIncludingBiogenicUptake", zero)
    carbon = [figures.get(name, zero) for name in ("biogenicCarbonContent", "packagingBiogenicCarbonContent")]
    packaging = figures.get("packagingGhgEmissions", zero)
    return PactIdentity(
        readings=tuple(reading for _, holds, reading in closest if holds),
        residual=closest[0][0],
        including_adds_up=abs(total + uptake - including) <= _slack(total, uptake, including),
        uptake_matches_carbon=abs(uptake + CARBON_TO_CO2 * sum(carbon, zero))
        <= _slack(uptake) + CARBON_TO_CO2 * _slack(*carbon),
        packaging_inside=packaging <= total + _slack(packaging, total),
    )


def _slack(*printed: Decimal) -> Decimal:
    """By how much numbers may be off because of the digits they print: half a unit in the last place each; 0 is 0."""
    return sum((_half_unit(number) for number in printed if number), Decimal(0))


def _half_unit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - a footprint is finite; narrows the type
    return Decimal(5).scaleb(min(exponent, 0) - 1)
