"""Well-to-wheel emissions of a transport chain, kg CO2e per declared unit with its packaging (ISO 14083:2023).

Each leg is one transport chain element: emission = t x km x intensity. The distance is taken as stated and the
intensity as published, so a detour (DAF) is never applied twice. Hub operations have no sourced factor here and are
named as not counted instead of being guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from greencard.errors import Place, Refused
from greencard.model import ChainElement, FactorRef, Leg, Text, TransportResult
from greencard.quantity import decimal_text, significant
from greencard.transport import codes
from greencard.transport.factor import factor_for, intensity_for
from greencard.transport.pack import Intensity, IntensityCatalogue

__all__ = ["MAX_KM", "chain"]

MAX_KM: Final = 50_000
"""Farther than round the earth (40 075 km): such a leg was given in metres."""
_LEG_POINTER: Final = "/route/legs"
_KG_PER_TONNE: Final = Decimal(1000)
_DIGITS: Final = 12
_ROAD: Final = frozenset({"road_hgv", "road_van"})
_AIR: Final = frozenset({"air_belly", "air_freighter"})

_HUBS_NOT_COUNTED: Final = Text(
    en="Handling at ports, terminals and warehouses is not counted: no sourced factor for hub operations.",
    zh="港口、场站和仓库的装卸作业未计入：没有有来源的枢纽作业因子。",
)
_EMPTY_BOXES_NOT_COUNTED: Final = Text(
    en="Return of empty containers, the container's own weight and temperature control are not counted.",
    zh="空箱回运、集装箱自重和温控未计入。",
)
_RADIATIVE_FORCING_NOT_COUNTED: Final = Text(
    en="Radiative forcing of flights (contrails and other effects at height) is not counted.",
    zh="航空辐射强迫（凝结尾迹等高空效应）未计入。",
)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Countries of a leg's two ends, empty where nobody could tell."""

    origin: str
    destination: str


def chain(
    catalogue: IntensityCatalogue,
    legs: Sequence[Leg],
    mass_kg: Decimal,
    *,
    electricity: FactorRef | None = None,
    home: str = "CN",
    destination: str = "",
    pointer: str = _LEG_POINTER,
) -> TransportResult:
    """Emissions of the chain, kg CO2e for `mass_kg`, well to wheel and tank to wheel, element by element.

    Args:
        catalogue: the intensities.
        legs: the transport legs in order.
        mass_kg: mass of one declared unit with its packaging, without pallets and containers (ISO 14083 consignment).
        electricity: the life-cycle grid factor the footprint uses; electric trains need it.
        home: country in which the first leg starts where its origin is not recognised.
        destination: where the last leg ends if its own text is not recognised, such as `Madrid, ES (consumer)`.
        pointer: JSON pointer of `legs` in the record, for messages.

    Raises:
        InvalidInput: unknown mode, distance or mass not above zero, no legs (GC-TRN-001, -003, -004, -005).
        Refused: no sourced intensity, or no electricity factor for an electric train (GC-TRN-002, -006).
    """
    if not legs:
        raise codes.NO_LEGS.at(Place(pointer))
    if not (mass_kg.is_finite() and mass_kg > 0):
        raise codes.BAD_MASS.at(mass=mass_kg)
    ends = _countries(catalogue, legs, home, destination)
    elements = tuple(
        _element(catalogue, leg, where, mass_kg, electricity=electricity, pointer=f"{pointer}/{at}")
        for at, (leg, where) in enumerate(zip(legs, ends, strict=True))
    )
    bounded = any(element.wtw_low_kg_co2e is not None for element in elements)
    return TransportResult(
        elements=elements,
        wtw_kg_co2e=sum((element.wtw_kg_co2e for element in elements), Decimal(0)),
        ttw_kg_co2e=_total_or_none([element.ttw_kg_co2e for element in elements]),
        mass_kg=mass_kg,
        not_counted=_not_counted(legs),
        wtw_low_kg_co2e=sum((_low(element) for element in elements), Decimal(0)) if bounded else None,
        wtw_high_kg_co2e=sum((_high(element) for element in elements), Decimal(0)) if bounded else None,
        dataset=catalogue.sha256,
    )


def _element(
    catalogue: IntensityCatalogue,
    leg: Leg,
    ends: _Ends,
    mass_kg: Decimal,
    *,
    electricity: FactorRef | None,
    pointer: str,
) -> ChainElement:
    place = Place(pointer)
    chosen = intensity_for(
        catalogue,
        leg.mode,
        origin=ends.origin,
        destination=ends.destination,
        traction=leg.traction,
        place=Place(f"{pointer}/mode"),
    )
    if not (leg.distance_km.is_finite() and 0 < leg.distance_km <= MAX_KM):
        raise codes.BAD_DISTANCE.at(
            Place(f"{pointer}/distance_km"),
            origin=leg.origin,
            destination=leg.destination,
            distance=leg.distance_km,
            limit=MAX_KM,
        )
    work_tkm = mass_kg / _KG_PER_TONNE * leg.distance_km

    def kg(per_tkm: Decimal) -> Decimal:
        return significant(work_tkm * per_tkm, _DIGITS)

    factor = factor_for(catalogue, chosen.intensity, electricity, place, origin=leg.origin, destination=leg.destination)
    low = high = None
    if chosen.low is not None and chosen.high is not None:
        low = kg(_lower_bound(catalogue, chosen.low, electricity))
        high = kg(factor_for(catalogue, chosen.high, electricity, place).wtw)
    return ChainElement(
        mode=leg.mode,
        origin=leg.origin,
        destination=leg.destination,
        distance_km=leg.distance_km,
        mass_kg=mass_kg,
        wtw_kg_co2e=kg(factor.wtw),
        ttw_kg_co2e=None if factor.ttw is None else kg(factor.ttw),
        factor=factor.reference,
        formula=f"{decimal_text(mass_kg / _KG_PER_TONNE)} t x {decimal_text(leg.distance_km)} km x {factor.formula}",
        reason=chosen.reason,
        wtw_low_kg_co2e=low,
        wtw_high_kg_co2e=high,
    )


def _lower_bound(catalogue: IntensityCatalogue, intensity: Intensity, electricity: FactorRef | None) -> Decimal:
    """The low end of a proxy; zero where the electricity factor it needs is not at hand, which is always below it."""
    try:
        return factor_for(catalogue, intensity, electricity).wtw
    except Refused:
        return Decimal(0)


def _countries(catalogue: IntensityCatalogue, legs: Sequence[Leg], home: str, destination: str) -> list[_Ends]:
    """Countries of each leg's ends. A text nobody recognises takes the country of the leg beside it.

    The first origin falls back on `home` and the last end on `destination`; a road leg's unknown end then lies where
    its other end does.
    """
    country_of = catalogue.places.country_of
    starts = [country_of(leg.origin) for leg in legs]
    stops = [country_of(leg.destination) for leg in legs]
    found: list[_Ends] = []
    for at, leg in enumerate(legs):
        before = found[-1].destination if found else home
        after = starts[at + 1] if at + 1 < len(legs) else country_of(destination)
        origin = starts[at] or before
        stop = stops[at] or after
        if leg.mode in _ROAD:
            origin, stop = origin or stop, stop or origin
        found.append(_Ends(origin, stop))
    return found


def _not_counted(legs: Sequence[Leg]) -> tuple[Text, ...]:
    texts = [_HUBS_NOT_COUNTED, _EMPTY_BOXES_NOT_COUNTED]
    if any(leg.mode in _AIR for leg in legs):
        texts.append(_RADIATIVE_FORCING_NOT_COUNTED)
    return tuple(texts)


def _total_or_none(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _low(element: ChainElement) -> Decimal:
    return element.wtw_kg_co2e if element.wtw_low_kg_co2e is None else element.wtw_low_kg_co2e


def _high(element: ChainElement) -> Decimal:
    return element.wtw_kg_co2e if element.wtw_high_kg_co2e is None else element.wtw_high_kg_co2e
