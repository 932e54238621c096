"""The intensity catalogue: sourced g CO2e per tonne-kilometre, and the choices that say where each is used and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain as concat
from typing import Final, Literal, TypeVar

import msgspec
import yaml

from greencard.model import Mode, Text, Value
from greencard.transport import codes
from greencard.transport.places import Places, words

__all__ = ["Choice", "Intensity", "IntensityCatalogue", "Source", "parse_catalogue"]

_MAX_BYTES: Final = 1_000_000
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_T = TypeVar("_T")


class Source(Value, frozen=True, kw_only=True):
    """Where figures come from and under which licence they may be shown."""

    title: str
    publisher: str
    licence: str


class Intensity(Value, frozen=True, kw_only=True):
    """Emission intensity of one transport operation category, g CO2e/t-km, or its traction energy, kWh/t-km."""

    id: str
    mode: Mode
    vehicle: str
    vehicle_zh: str
    region: str
    distance_basis: Literal["sfd", "gcd", "actual"]
    daf: Literal["included", "excluded", "not_stated"]
    """Whether the value already holds the detour of the actual way; it is never added a second time."""
    dataset: str
    version: str
    year: int
    gwp: str
    source: str
    reference: str
    trust: Literal["seen", "recall"]
    also: tuple[Mode, ...] = ()
    traction: Literal["", "electric", "diesel", "mixed"] = ""
    wtw_g_per_tkm: Decimal | None = None
    ttw_g_per_tkm: Decimal | None = None
    kwh_per_tkm: Decimal | None = None


class Choice(Value, frozen=True, kw_only=True):
    """Use `intensity` for this mode between two areas, in either direction; `low` and `high` bound a proxy."""

    mode: Mode
    origin: str = msgspec.field(name="from")
    destination: str = msgspec.field(name="to")
    intensity: str
    reason: Text
    traction: Literal["", "electric", "diesel", "mixed"] = ""
    """Empty: any traction."""
    low: str = ""
    high: str = ""


class _IntensityFile(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/transport/1"]
    version: str
    sources: dict[str, Source]
    intensities: tuple[Intensity, ...]
    choices: tuple[Choice, ...]


class _PlacesFile(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/places/1"]
    groups: dict[str, tuple[str, ...]]
    airports: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IntensityCatalogue:
    """A parsed, checked catalogue. `sha256` covers its content, not its comments or layout."""

    version: str
    sources: Mapping[str, Source]
    intensities: Mapping[str, Intensity]
    choices: tuple[Choice, ...]
    places: Places
    sha256: str


def parse_catalogue(intensities: bytes, places: bytes) -> IntensityCatalogue:
    """The catalogue of two YAML files.

    Raises:
        InvalidInput: not YAML of the stated schema, a value without source, a choice without intensity, TTW above
            WTW, or a number that is not positive (GC-TRN-010).
    """
    table = _document(intensities, _IntensityFile)
    where = _document(places, _PlacesFile)
    by_id = {item.id: item for item in table.intensities}
    if len(by_id) != len(table.intensities):
        raise codes.BAD_PACK.at(reason="an intensity id is given twice")
    for item in table.intensities:
        _check_intensity(item, table.sources)
    for choice in table.choices:
        _check_choice(choice, by_id, where)
    content = msgspec.json.encode((table, where), order="deterministic")
    return IntensityCatalogue(
        version=table.version,
        sources=table.sources,
        intensities=by_id,
        choices=table.choices,
        places=Places(
            groups={name: frozenset(countries) for name, countries in where.groups.items()},
            airports={code: country for country, listed in where.airports.items() for code in listed},
            names={words(name): country for country, listed in where.names.items() for name in listed},
        ),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _document(data: bytes, kind: type[_T]) -> _T:
    if len(data) > _MAX_BYTES:
        raise codes.BAD_PACK.at(reason=f"more than {_MAX_BYTES} bytes")
    try:
        # An alias would let a short file stand for an endless one; the catalogue has no use for them.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=_LOADER)):
            raise codes.BAD_PACK.at(reason="YAML aliases are not read")
        return msgspec.convert(yaml.load(data, Loader=_LOADER), kind)  # noqa: S506 - the safe loader, in C where built
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise codes.BAD_PACK.at(reason=str(error).replace("\n", " ")[:300]) from None


def _check_intensity(item: Intensity, sources: Mapping[str, Source]) -> None:
    numbers = [item.wtw_g_per_tkm, item.ttw_g_per_tkm, item.kwh_per_tkm]
    if item.source not in sources:
        raise codes.BAD_PACK.at(reason=f"{item.id} names no known source")
    if any(number is not None and not (number.is_finite() and number >= 0) for number in numbers):
        raise codes.BAD_PACK.at(reason=f"{item.id} has a value below zero or none")
    if (item.wtw_g_per_tkm is None) == (item.kwh_per_tkm is None):
        raise codes.BAD_PACK.at(reason=f"{item.id} needs either wtw_g_per_tkm or kwh_per_tkm")
    if item.ttw_g_per_tkm is not None and (item.wtw_g_per_tkm is None or item.ttw_g_per_tkm > item.wtw_g_per_tkm):
        raise codes.BAD_PACK.at(reason=f"{item.id} has TTW above WTW")


def _check_choice(choice: Choice, by_id: Mapping[str, Intensity], where: _PlacesFile) -> None:
    for name in filter(None, (choice.intensity, choice.low, choice.high)):
        found = by_id.get(name)
        if found is None or choice.mode not in (found.mode, *found.also):
            raise codes.BAD_PACK.at(reason=f"a choice for {choice.mode} names {name}, which is no intensity of it")
    if bool(choice.low) != bool(choice.high):
        raise codes.BAD_PACK.at(reason=f"a choice for {choice.mode} gives one bound without the other")
    countries = set(concat.from_iterable(where.groups.values())) | set(where.names) | set(where.airports)
    for area in (choice.origin, choice.destination):
        if area != "any" and area not in where.groups and area not in countries:
            raise codes.BAD_PACK.at(reason=f"a choice for {choice.mode} names the unknown area {area}")
