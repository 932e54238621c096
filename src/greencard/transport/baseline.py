"""A route against its named baseline. The sign is kept; the difference is never netted from a footprint.

Both chains carry the same mass with the same catalogue and electricity factor, so a leg they share cancels exactly
and its uncertainty with it (DESIGN, ruling 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from greencard.errors import Place
from greencard.model import ChainElement, Comparison, FactorRef, Leg, Route, Text, TransportResult
from greencard.quantity import decimal_text
from greencard.transport import codes
from greencard.transport.chain import chain
from greencard.transport.pack import IntensityCatalogue
from greencard.transport.places import same_place, words

__all__ = ["compare"]

_BASELINE_POINTER: Final = "/route/baseline"
_MODE_NAMES: Final = {
    "road_hgv": Text(en="truck", zh="卡车"),
    "road_van": Text(en="van", zh="厢式货车"),
    "rail": Text(en="rail", zh="铁路"),
    "sea_container": Text(en="sea", zh="海运"),
    "air_belly": Text(en="air", zh="空运"),
    "air_freighter": Text(en="air", zh="空运"),
    "inland_waterway": Text(en="inland waterway", zh="内河"),
}
_NOT_SETTLED: Final = Text(
    en="The difference is not settled: within its range the route may emit more or less than its "
    "baseline. No saving may be claimed.",
    zh="差额尚无定论：在其区间内，所选路线的排放可能高于也可能低于基准路线，不得宣称减排。",
)


def compare(
    catalogue: IntensityCatalogue,
    route: Route,
    mass_kg: Decimal,
    *,
    electricity: FactorRef | None = None,
    home: str = "CN",
) -> Comparison | None:
    """Baseline minus route, kg CO2e for `mass_kg`, negative when the route emits more; None without a baseline.

    Both chains must end at the same place and start in the same country; where they start at differently named places
    the result says so, because the stretch between them is in one chain only.

    Raises:
        InvalidInput: the chains end at different places (GC-TRN-007) or start in different countries (GC-TRN-008), or
            a leg is faulty (see `chain`).
        Refused: see `chain`.
    """
    if not route.baseline:
        return None
    project = chain(catalogue, route.legs, mass_kg, electricity=electricity, home=home, destination=route.destination)
    baseline = chain(
        catalogue,
        route.baseline,
        mass_kg,
        electricity=electricity,
        home=home,
        destination=route.destination,
        pointer=_BASELINE_POINTER,
    )
    _require_same_ends(catalogue, route, home)
    low, high = _range(project, baseline)
    longer, shorter, distance_notes = _same_way(project, baseline)
    avoided = baseline.wtw_kg_co2e - project.wtw_kg_co2e
    if longer or shorter:
        low, high = (avoided if low is None else low) - longer, (avoided if high is None else high) + shorter
    notes = [*_start_notes(route), *distance_notes]
    if low is not None and high is not None and low <= 0 <= high:
        notes.append(_NOT_SETTLED)
    named = route.baseline_name.en or route.baseline_name.zh
    return Comparison(
        baseline_name=route.baseline_name if named else _name_of(route.baseline),
        baseline=baseline,
        project_kg_co2e=project.wtw_kg_co2e,
        baseline_kg_co2e=baseline.wtw_kg_co2e,
        avoided_kg_co2e=avoided,
        avoided_low_kg_co2e=low,
        avoided_high_kg_co2e=high,
        notes=tuple(notes),
    )


def _require_same_ends(catalogue: IntensityCatalogue, route: Route, home: str) -> None:
    end, baseline_end = route.legs[-1].destination, route.baseline[-1].destination
    if not same_place(end, baseline_end):
        last = len(route.baseline) - 1
        raise codes.OTHER_DESTINATION.at(
            Place(f"{_BASELINE_POINTER}/{last}/destination"), baseline=baseline_end, route=end
        )
    country_of = catalogue.places.country_of
    country = country_of(route.legs[0].origin) or home
    baseline_country = country_of(route.baseline[0].origin) or home
    if country != baseline_country:
        raise codes.OTHER_ORIGIN.at(Place(f"{_BASELINE_POINTER}/0/origin"), baseline=baseline_country, route=country)


def _start_notes(route: Route) -> Sequence[Text]:
    start, baseline_start = route.legs[0].origin, route.baseline[0].origin
    if start.strip().casefold() == baseline_start.strip().casefold():
        return ()
    return (
        Text(
            en=f"The route starts at {start}, the baseline at {baseline_start}: the way between is in one chain only.",
            zh=f"所选路线始于 {start}，基准路线始于 {baseline_start}：两地之间的路段只计入其中一条运输链。",
        ),
    )


def _range(project: TransportResult, baseline: TransportResult) -> tuple[Decimal | None, Decimal | None]:
    """Range of baseline minus project over the elements the chains do not share; (None, None) if none is bounded."""
    shared = Counter(map(_key, project.elements)) & Counter(map(_key, baseline.elements))
    ours, theirs = _own(project.elements, shared), _own(baseline.elements, shared)
    if all(element.wtw_low_kg_co2e is None for element in (*ours, *theirs)):
        return None, None
    ours_low, ours_high = _bounds(ours)
    theirs_low, theirs_high = _bounds(theirs)
    return theirs_low - ours_high, theirs_high - ours_low


def _same_way(project: TransportResult, baseline: TransportResult) -> tuple[Decimal, Decimal, list[Text]]:
    """What the difference owes to one way being given two lengths, kg CO2e: baseline longer, baseline shorter.

    A ship from Ningbo to Hamburg sails the same way in both chains; a length that differs is a statement, not a saving.
    """
    shared = Counter(map(_key, project.elements)) & Counter(map(_key, baseline.elements))
    left = _own(baseline.elements, shared)
    longer = shorter = Decimal(0)
    notes = []
    for ours in _own(project.elements, shared):
        twin = next((theirs for theirs in left if _way(theirs) == _way(ours)), None)
        if twin is None:
            continue
        left.remove(twin)
        more = twin.wtw_kg_co2e - ours.wtw_kg_co2e
        longer, shorter = longer + max(more, Decimal(0)), shorter + max(-more, Decimal(0))
        km, baseline_km = decimal_text(ours.distance_km), decimal_text(twin.distance_km)
        way, mode = f"{ours.origin} – {ours.destination}", _MODE_NAMES[ours.mode]
        notes.append(
            Text(
                en=f"{way} ({mode.en}) is {km} km in the route and {baseline_km} km in the baseline: what that makes "
                "belongs to no saving.",
                zh=f"{way}（{mode.zh}）在所选路线中为 {km} 公里，在基准路线中为 {baseline_km} 公里："
                "由此产生的差额不属于减排。",
            )
        )
    return longer, shorter, notes


def _way(element: ChainElement) -> tuple[str, str, str, str]:
    return (element.mode, words(element.origin), words(element.destination), element.factor.id)


def _key(element: ChainElement) -> tuple[str, str, str, Decimal, str]:
    return (element.mode, element.origin, element.destination, element.distance_km, element.factor.id)


def _own(elements: Sequence[ChainElement], shared: Counter[tuple[str, str, str, Decimal, str]]) -> list[ChainElement]:
    left = Counter(shared)
    own = []
    for element in elements:
        if left[_key(element)] > 0:
            left[_key(element)] -= 1
        else:
            own.append(element)
    return own


def _bounds(elements: Sequence[ChainElement]) -> tuple[Decimal, Decimal]:
    low = high = Decimal(0)
    for element in elements:
        low += element.wtw_kg_co2e if element.wtw_low_kg_co2e is None else element.wtw_low_kg_co2e
        high += element.wtw_kg_co2e if element.wtw_high_kg_co2e is None else element.wtw_high_kg_co2e
    return low, high


def _name_of(legs: Sequence[Leg]) -> Text:
    """The baseline in words when the record gives it no name: places and modes in order."""
    names = [(leg, _MODE_NAMES[leg.mode]) for leg in legs]
    start = legs[0].origin
    return Text(
        en=start + "".join(f" – {leg.destination} ({mode.en})" for leg, mode in names),
        zh=start + "".join(f"–{leg.destination}（{mode.zh}）" for leg, mode in names),
    )
