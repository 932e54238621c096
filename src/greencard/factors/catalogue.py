"""The catalogue: every factor that ships, by id, with the hash of the bytes it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA, NO_FUEL, NO_GRID, UNKNOWN_FACTOR
from greencard.factors.factor import Factor, LifeCycleFactor
from greencard.factors.fuel import Fuel
from greencard.factors.gwp import GwpSet, squeezed
from greencard.factors.lexicon import Lexicon, parse_lexicon
from greencard.factors.matching import grade_marks
from greencard.factors.phrase import Index, normalise
from greencard.factors.quality import Ratings, RatingTable, ratings
from greencard.factors.reading import shaped, tree
from greencard.factors.rows import SUPPLIES, factors_in, licences_in, processes_in
from greencard.factors.uncertainty import Uncertainty
from greencard.model import FactorRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from greencard.factors.material import CarbonFraction, Material
    from greencard.factors.process import ProcessEnergy

__all__ = ["FILES", "Catalogue", "parse_catalogue"]

FILES: Final = (
    "electricity.csv",
    "fuel_stages.csv",
    "fuels.yaml",
    "goods.csv",
    "gwp.yaml",
    "materials.csv",
    "materials.yaml",
    "processes.csv",
    "quality.yaml",
    "sources.yaml",
    "uncertainty.yaml",
    "waste.csv",
)
_NO_TECHNOLOGY: Final = frozenset({"", "average", "residual", "fossil", "other", *SUPPLIES})
_TECHNOLOGY: Final = {"solar": "pv", "photovoltaic": "pv", "solar_thermal": "csp"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All factors, the words that lead to them, and how uncertain they are. Built by `parse_catalogue`."""

    factors: Mapping[str, Factor]
    materials: Mapping[str, Material]
    fuels: Mapping[str, Fuel]
    carbon: Mapping[str, CarbonFraction]
    gwp: Mapping[str, GwpSet]
    processes: Mapping[str, ProcessEnergy]
    uncertainty: Uncertainty
    rating_table: RatingTable
    lexicon: Lexicon
    by_material: Mapping[str, tuple[LifeCycleFactor, ...]]
    grades: Mapping[str, frozenset[str]]
    """Grades and sizes in a factor's name, for those that have any."""
    supplies: Mapping[tuple[str, str], LifeCycleFactor]
    """Newest life-cycle electricity factor by region and supply."""
    fuel_names: Index[str]
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
        return self.supplies.get((region, supply))

    def grid(self, country: str, place: Place | None = None) -> LifeCycleFactor:
        """Life-cycle factor of a country's grid electricity, kg CO2e per kWh (ISO 14067:2018 6.4.9.4).

        Raises:
            Refused: none is at hand (GC-FAC-008); a direct factor never stands in.
        """
        found = self.electricity(country, "average")
        if found is None:
            raise NO_GRID.at(place or Place(), country=country[:40])
        return found

    def residual(self, country: str) -> LifeCycleFactor | None:
        """Life-cycle factor of what is left of a grid once the certificates of its green power are sold, or None.

        ISO 14067:2018 6.4.9.4: electricity whose certificates were sold takes the residual mix. China publishes one for
        direct CO2 alone; ours is derived from it (its note says how) and is of quality `derived`, not `official`.
        """
        return self.electricity(country, "residual")

    def technology(self, country: str, tech: str) -> LifeCycleFactor | None:
        """Life-cycle factor of a generation technology of a country (`pv`, `wind`, `hydro` …), newest first, or None.

        For electricity whose certificate names its technology. `average`, `residual` and `fossil` are no technologies.
        """
        return None if tech in _NO_TECHNOLOGY else self.electricity(country, _TECHNOLOGY.get(tech, tech))

    def quality_of(
        self, factor: Factor | FactorRef, *, used_in: str = "CN", on_year: int | None = None, proxy: bool = False
    ) -> Ratings:
        """Data-quality ratings of a factor, or of a citation of it, where and when it is used, 1 (best) to 5.

        A citation whose id the catalogue holds is rated by the factor; `on_year` is the table's year unless given.
        """
        known = self.factors.get(factor.id, factor) if isinstance(factor, FactorRef) else factor
        year = self.rating_table.reference_year if on_year is None else on_year
        return ratings(known, used_in, year, table=self.rating_table, proxy=proxy)

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
        named = {fuel_id for _, fuel_id in self.fuel_names.find(normalise(words))}
        if not named:
            known = ", ".join(fuel.names.en for fuel in self.fuels.values())
            raise NO_FUEL.at(place or Place(), words=words[:80], known=known)
        ar6 = self.gwp["AR6"]
        fuels = [self.fuels[fuel_id] for fuel_id in named]
        return max(fuels, key=lambda fuel: (fuel.emission(ar6) + fuel.upstream.value, fuel.id))


def parse_catalogue(files: Mapping[str, bytes]) -> Catalogue:
    """The catalogue in the packaged files (`FILES`), checked: kinds, units, citations, echoes, proxies.

    Raises:
        InvalidInput: a file, row or reference does not hold (GC-FAC-001, with file and line).
    """
    licences = licences_in(files)
    gwp = _gwp(files)
    factors = factors_in(files, licences, gwp["AR6"])
    place = Place(file="materials.yaml")
    lexicon = parse_lexicon(_mapping(tree(files, "materials.yaml"), "materials.yaml"), place)
    by_material = _by_material(factors.values())
    _check_lexicon(lexicon.materials, by_material, lexicon.carbon)
    rules = shaped(tree(files, "uncertainty.yaml"), Uncertainty, Place(file="uncertainty.yaml"))
    table = shaped(tree(files, "quality.yaml"), RatingTable, Place(file="quality.yaml"))
    table.check(Place(file="quality.yaml"))
    fuels = _fuels(files, licences)
    marked = ((f.id, _grades(f"{f.name.en} {f.name.zh}")) for fs in by_material.values() for f in fs)
    return Catalogue(
        factors=factors,
        materials=lexicon.materials,
        fuels=fuels,
        carbon=lexicon.carbon,
        gwp=gwp,
        processes=processes_in(files, licences),
        uncertainty=rules,
        rating_table=table,
        lexicon=lexicon,
        by_material=by_material,
        grades={factor_id: marks for factor_id, marks in marked if marks},
        supplies=_supplies(factors.values()),
        fuel_names=Index((word, fuel.id) for fuel in fuels.values() for word in (*fuel.words.en, *fuel.words.zh)),
        digest=_digest(files),
    )


def _grades(name: str) -> frozenset[str]:
    """Grades and sizes in a factor's name."""
    return grade_marks(normalise(name)) if any(map(str.isnumeric, name)) else frozenset()


def _digest(files: Mapping[str, bytes]) -> str:
    parts = [f"{name}:{hashlib.sha256(files[name]).hexdigest()}" for name in FILES]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _mapping(data: object, name: str) -> dict[str, Any]:
    return shaped(data, dict[str, Any], Place(file=name))


def _gwp(files: Mapping[str, bytes]) -> dict[str, GwpSet]:
    place = Place(file="gwp.yaml")
    data = _mapping(tree(files, "gwp.yaml"), "gwp.yaml")
    names = shaped(data.get("aliases"), dict[str, str], place)
    shared = {"blends": data.get("blends"), "aliases": {squeezed(name): gas for name, gas in names.items()}}
    sets = shaped(data.get("sets"), dict[str, dict[str, Any]], place)
    gwp = {name: shaped({"name": name} | shared | body, GwpSet, place) for name, body in sets.items()}
    if "AR6" not in gwp or any(GwpSet.NEEDED - found.gases.keys() for found in gwp.values()):
        raise BAD_DATA.at(place, reason="AR6 with CO2, CH4 (fossil, biogenic) and N2O is needed")
    if any(sum(parts.values()) != 1 for parts in gwp["AR6"].blends.values()):
        raise BAD_DATA.at(place, reason="the mass fractions of a blend add up to 1")
    return gwp


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


def _supplies(factors: Iterable[Factor]) -> dict[tuple[str, str], LifeCycleFactor]:
    found: dict[tuple[str, str], LifeCycleFactor] = {}
    for factor in factors:
        if isinstance(factor, LifeCycleFactor) and factor.supply and factor.trust == "seen":
            key = (factor.region, factor.supply)
            newest = found.get(key)
            if newest is None or (factor.year or 0, factor.id) > (newest.year or 0, newest.id):
                found[key] = factor
    return found


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
