"""Which intensity a leg gets, with the reason, and the factor it becomes in kg CO2e per tonne-kilometre."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, get_args

from greencard.errors import Place
from greencard.model import FactorRef, Mode, Text
from greencard.transport import codes
from greencard.transport.pack import Choice, Intensity, IntensityCatalogue

__all__ = ["FACTOR_UNIT", "Chosen", "LegFactor", "factor_for", "inbound_road", "intensity_for"]

FACTOR_UNIT: Final = "kg CO2e/tkm"
_ELECTRICITY_UNIT: Final = "kgco2e/kwh"
_KG_PER_G: Final = Decimal("0.001")
_MODES: Final[tuple[str, ...]] = get_args(Mode)
_NOWHERE: Final = "?"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The intensity of a leg and why; `low` and `high` bound it where it is a proxy."""

    intensity: Intensity
    reason: Text
    low: Intensity | None = None
    high: Intensity | None = None


@dataclass(frozen=True, slots=True)
class LegFactor:
    """One factor ready to multiply: WTW and TTW in kg CO2e/tkm, its citation, and how it came about in words."""

    wtw: Decimal
    ttw: Decimal | None
    reference: FactorRef
    formula: str


def intensity_for(
    catalogue: IntensityCatalogue,
    mode: str,
    *,
    origin: str = "",
    destination: str = "",
    traction: str = "",
    place: Place | None = None,
) -> Chosen:
    """The intensity for a mode between two countries (ISO 3166-1 alpha-2; empty: not known).

    Raises:
        InvalidInput: no such mode (GC-TRN-001).
        Refused: the catalogue has no sourced intensity for it (GC-TRN-002).
    """
    where = place or Place()
    if mode not in _MODES:
        raise codes.UNKNOWN_MODE.at(where, mode=repr(mode), known=", ".join(_MODES))
    for choice in catalogue.choices:
        if (
            choice.mode == mode
            and choice.traction in {"", traction}
            and _between(catalogue, choice, origin, destination)
        ):
            found = catalogue.intensities
            return Chosen(found[choice.intensity], choice.reason, found.get(choice.low), found.get(choice.high))
    raise codes.NO_INTENSITY.at(where, mode=mode, origin=origin or _NOWHERE, destination=destination or _NOWHERE)


def factor_for(
    catalogue: IntensityCatalogue,
    intensity: Intensity,
    electricity: FactorRef | None = None,
    place: Place | None = None,
    *,
    origin: str = "",
    destination: str = "",
) -> LegFactor:
    """The intensity as a factor in kg CO2e/tkm. Electric traction multiplies its energy by `electricity`; TTW is 0.

    Raises:
        Refused: electric traction without a life-cycle electricity factor of its region (GC-TRN-006).
    """
    source = catalogue.sources[intensity.source]
    if intensity.wtw_g_per_tkm is not None:
        wtw = intensity.wtw_g_per_tkm * _KG_PER_G
        ttw = None if intensity.ttw_g_per_tkm is None else intensity.ttw_g_per_tkm * _KG_PER_G
        formula = f"{intensity.wtw_g_per_tkm} g CO2e/t-km"
        return LegFactor(wtw, ttw, _reference(intensity, wtw, source.title, source.licence), formula)
    assert intensity.kwh_per_tkm is not None  # noqa: S101 - the pack holds one or the other; narrows the type
    if electricity is None or not _is_electricity_of(electricity, intensity.region):
        given = (
            "none is given"
            if electricity is None
            else f"{electricity.id} is {electricity.unit} of {electricity.region}"
        )
        raise codes.NO_ELECTRICITY.at(
            place or Place(), origin=origin, destination=destination, region=intensity.region, given=given
        )
    wtw = intensity.kwh_per_tkm * electricity.value
    reference = FactorRef(
        id=f"{intensity.id} x {electricity.id}",
        name=f"{intensity.vehicle}; {electricity.name}",
        name_zh=f"{intensity.vehicle_zh}；{electricity.name_zh or electricity.name}",
        value=wtw,
        unit=FACTOR_UNIT,
        region=intensity.region,
        year=electricity.year,
        gwp=electricity.gwp,
        source=f"{source.title}, {intensity.reference}; {electricity.source}",
        licence=f"{source.licence}; {electricity.licence}",
        trust="recall" if "recall" in {intensity.trust, electricity.trust} else "seen",
    )
    formula = f"{intensity.kwh_per_tkm} kWh/t-km x {electricity.value} kg CO2e/kWh"
    return LegFactor(wtw, Decimal(0), reference, formula)


def inbound_road(catalogue: IntensityCatalogue, country: str = "CN") -> FactorRef:
    """The truck factor of a country in kg CO2e/tkm, well to wheel, for inbound transport of materials."""
    chosen = intensity_for(catalogue, "road_hgv", origin=country, destination=country)
    return factor_for(catalogue, chosen.intensity).reference


def _between(catalogue: IntensityCatalogue, choice: Choice, origin: str, destination: str) -> bool:
    lies_in = catalogue.places.lies_in
    return (lies_in(origin, choice.origin) and lies_in(destination, choice.destination)) or (
        lies_in(destination, choice.origin) and lies_in(origin, choice.destination)
    )


def _is_electricity_of(electricity: FactorRef, region: str) -> bool:
    unit = electricity.unit.replace(" per ", "/").replace(" ", "").lower()
    return unit == _ELECTRICITY_UNIT and electricity.region.split("-")[0] == region and electricity.value >= 0


def _reference(intensity: Intensity, value: Decimal, title: str, licence: str) -> FactorRef:
    return FactorRef(
        id=intensity.id,
        name=intensity.vehicle,
        name_zh=intensity.vehicle_zh,
        value=value,
        unit=FACTOR_UNIT,
        region=intensity.region,
        year=intensity.year,
        gwp=intensity.gwp,
        source=f"{title}, {intensity.reference}",
        licence=licence,
        trust=intensity.trust,
    )
