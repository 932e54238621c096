"""The catalogue: every factor that ships, by id, with the hash of the bytes it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA, NO_FUEL, NO_GRID, UNKNOWN_FACTOR
from greencard.factors.factor import DirectFactor, Factor, LifeCycleFactor
from greencard.factors.fuel import Fuel
from greencard.factors.gwp import GwpSet
from greencard.factors.material import CarbonFraction, Material
from greencard.factors.phrase import Phrase, normalise
from greencard.factors.reading import records, shaped, tree
from greencard.factors.uncertainty import Uncertainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FILES", "Catalogue", "parse_catalogue"]

FILES: Final = (
    "electricity.csv",
    "fuels.yaml",
    "gwp.yaml",
    "materials.csv",
    "materials.yaml",
    "sources.yaml",
    "uncertainty.yaml",
    "waste.csv",
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All factors, the words that lead to them, and how uncertain they are. Built by `parse_catalogue`."""

    factors: Mapping[str, Factor]
    materials: Mapping[str, Material]
    fuels: Mapping[str, Fuel]
    carbon: Mapping[str, CarbonFraction]
    gwp: Mapping[str, GwpSet]
    uncertainty: Uncertainty
    forms: Mapping[str, tuple[Phrase, ...]]
    phrases: tuple[tuple[Phrase, str], ...]
    """Every synonym with the material it names."""
    by_material: Mapping[str, tuple[LifeCycleFactor, ...]]
    digest: str
    """SHA-256 over the file names and bytes, hex."""

    def factor(self, factor_id: str, place: Place | None = None) -> Factor:
        """The factor of an id.

        Raises:
            Refused: no such factor (GC-FAC-002).
        """
        found = self.factors.get(factor_id)
        if found is None:
            raise UNKNOWN_FACTOR.at(place or Place(), id=repr(factor_id[:80]))
        return found

    def electricity(self, region: str, supply: str) -> LifeCycleFactor | None:
        """The newest life-cycle electricity factor of a country and a supply (`average`, `pv` …), if there is one."""
        found = [
            factor
            for factor in self.factors.values()
            if isinstance(factor, LifeCycleFactor) and factor.region == region and factor.supply == supply
        ]
        return max(found, key=lambda factor: (factor.year or 0, factor.id), default=None)

    def grid(self, country: str) -> LifeCycleFactor:
        """Life-cycle factor of a country's grid electricity, kg CO2e per kWh (ISO 14067:2018 6.4.9.4).

        Raises:
            Refused: none is at hand (GC-FAC-008); a direct factor never stands in.
        """
        found = self.electricity(country, "average")
        if found is None:
            raise NO_GRID.at(country=country)
        return found

    def waste(self, stream: str, route: str) -> LifeCycleFactor | None:
        """Treatment of one kg of a waste stream by a route, or None where no factor exists."""
        found = self.factors.get(f"waste/{stream}/{route}")
        return found if isinstance(found, LifeCycleFactor) else None

    def fuel(self, words: str, place: Place | None = None) -> Fuel:
        """The fuel that answers to a merchant's words; of several, the one that emits most: doubt must not flatter.

        A name inside a longer one does not count ("gas" in "gas oil").

        Raises:
            Refused: no known fuel is named (GC-FAC-006).
        """
        text = normalise(words)
        hits = [
            (span, fuel)
            for fuel in self.fuels.values()
            for word in (*fuel.words.en, *fuel.words.zh)
            for span in Phrase.of(word).spans(text)
        ]
        named = [fuel for span, fuel in hits if not any(span.inside(other) for other, _ in hits)]
        if not named:
            known = ", ".join(fuel.names.en for fuel in self.fuels.values())
            raise NO_FUEL.at(place or Place(), words=words[:80], known=known)
        ar6 = self.gwp["AR6"]
        return max(named, key=lambda fuel: (fuel.emission(ar6) + fuel.upstream.value, fuel.id))


def parse_catalogue(files: Mapping[str, bytes]) -> Catalogue:
    """The catalogue in the packaged files (`FILES`), checked: kinds, units, citations, echoes, proxies.

    Raises:
        InvalidInput: a file, row or reference does not hold (GC-FAC-001, with file and line).
    """
    licences = _licences(files)
    factors = _factors(files, licences)
    lexicon = _mapping(tree(files, "materials.yaml"), "materials.yaml")
    place = Place(file="materials.yaml")
    materials = {m.id: m for m in shaped(lexicon.get("materials"), tuple[Material, ...], place)}
    carbon = shaped(lexicon.get("carbon_sources"), dict[str, CarbonFraction], place)
    forms = shaped(lexicon.get("forms"), dict[str, dict[str, tuple[str, ...]]], place)
    by_material = _by_material(factors.values())
    _check_lexicon(materials, by_material, carbon)
    gwp_place = Place(file="gwp.yaml")
    sets = shaped(_mapping(tree(files, "gwp.yaml"), "gwp.yaml").get("sets"), dict[str, dict[str, Any]], gwp_place)
    gwp = {name: shaped({"name": name} | body, GwpSet, gwp_place) for name, body in sets.items()}
    if "AR6" not in gwp or any(GwpSet.NEEDED - found.gases.keys() for found in gwp.values()):
        raise BAD_DATA.at(gwp_place, reason="AR6 with CO2, CH4 (fossil, biogenic) and N2O is needed")
    rules = shaped(tree(files, "uncertainty.yaml"), Uncertainty, Place(file="uncertainty.yaml"))
    return Catalogue(
        factors=factors,
        materials=materials,
        fuels=_fuels(files, licences),
        carbon=carbon,
        gwp=gwp,
        uncertainty=rules,
        forms={form: tuple(Phrase.of(w) for ws in by.values() for w in ws) for form, by in forms.items()},
        phrases=tuple((Phrase.of(word), m.id) for m in materials.values() for word in (*m.en, *m.zh)),
        by_material=by_material,
        digest=_digest(files),
    )


def _digest(files: Mapping[str, bytes]) -> str:
    parts = [f"{name}:{hashlib.sha256(files[name]).hexdigest()}" for name in FILES]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _mapping(data: object, name: str) -> dict[str, Any]:
    return shaped(data, dict[str, Any], Place(file=name))


def _licences(files: Mapping[str, bytes]) -> dict[str, str]:
    sources = shaped(tree(files, "sources.yaml"), list[dict[str, Any]], Place(file="sources.yaml"))
    try:
        return {str(source["id"]): str(source["licence"]) for source in sources}
    except KeyError as error:
        raise BAD_DATA.at(Place(file="sources.yaml"), reason=f"a source without {error}") from error


def _factors(files: Mapping[str, bytes], licences: Mapping[str, str]) -> dict[str, Factor]:
    factors: dict[str, Factor] = {}
    for name in ("electricity.csv", "materials.csv", "waste.csv"):
        for place, row in records(files, name):
            factor = _factor(row, licences, place)
            if factor.id in factors:
                raise BAD_DATA.at(place, reason=f"{factor.id} stands twice")
            if not factor.value.is_finite() or (isinstance(factor, LifeCycleFactor) and factor.emission < 0):
                raise BAD_DATA.at(place, reason=f"{factor.id} is negative; removals have no place among factors")
            factors[factor.id] = factor
    for factor in factors.values():
        if isinstance(factor, LifeCycleFactor) and factor.echo_of and factor.echo_of not in factors:
            raise BAD_DATA.at(reason=f"{factor.id} echoes {factor.echo_of}, which is not there")
    return factors


def _factor(row: dict[str, str], licences: Mapping[str, str], place: Place) -> Factor:
    body: dict[str, Any] = dict(row)
    body["name"] = {"en": body.pop("name_en", ""), "zh": body.pop("name_zh", "")}
    if not all(body["name"].values()):
        raise BAD_DATA.at(place, reason="a factor is named in English and in Chinese")
    if body.get("source") not in licences:
        raise BAD_DATA.at(place, reason=f"source {body.get('source')!r} is not listed")
    body["licence"] = licences[body["source"]]
    body.setdefault("record", "")
    kind = body.pop("kind", "life_cycle")
    if kind == "direct_co2":
        return shaped(body, DirectFactor, place)
    if kind == "life_cycle":
        return shaped(body, LifeCycleFactor, place)
    raise BAD_DATA.at(place, reason=f"kind {kind!r} is neither life_cycle nor direct_co2")


def _fuels(files: Mapping[str, bytes], licences: Mapping[str, str]) -> dict[str, Fuel]:
    place = Place(file="fuels.yaml")
    rows = shaped(_mapping(tree(files, "fuels.yaml"), "fuels.yaml").get("fuels"), list[dict[str, Any]], place)
    fuels = {}
    for row in rows:
        fuel = shaped(row | {"licences": dict(licences)}, Fuel, place)
        for source in (fuel.combustion.source, fuel.upstream.source):
            if source not in licences:
                raise BAD_DATA.at(place, reason=f"source {source!r} is not listed")
        fuels[fuel.id] = fuel
    return fuels


def _by_material(factors: Iterable[Factor]) -> dict[str, tuple[LifeCycleFactor, ...]]:
    found: dict[str, list[LifeCycleFactor]] = {}
    for factor in factors:
        if isinstance(factor, LifeCycleFactor) and factor.material and factor.trust == "seen":
            found.setdefault(factor.material, []).append(factor)
    return {material: tuple(rows) for material, rows in found.items()}


def _check_lexicon(
    materials: Mapping[str, Material],
    by_material: Mapping[str, tuple[LifeCycleFactor, ...]],
    carbon: Mapping[str, CarbonFraction],
) -> None:
    """Every factor is reachable by words, every proxy has a factor, every carbon fraction a source."""
    place = Place(file="materials.yaml")
    for orphan in by_material.keys() - materials.keys():
        raise BAD_DATA.at(place, reason=f"no words lead to {orphan}")
    for material in materials.values():
        if material.id not in by_material and not material.proxies:
            raise BAD_DATA.at(place, reason=f"{material.id} has neither a factor nor a proxy")
        for proxy in material.proxies:
            if proxy.material not in by_material:
                raise BAD_DATA.at(place, reason=f"the proxy {proxy.material} of {material.id} has no factor")
        if material.carbon and material.carbon not in carbon:
            raise BAD_DATA.at(place, reason=f"{material.id} names no known carbon fraction")
