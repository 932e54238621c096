"""The rows of the packaged tables as factors: kinds told apart, sources known, gases summed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA
from greencard.factors.factor import DirectFactor, Factor, FuelFactor, LifeCycleFactor
from greencard.factors.process import ProcessEnergy
from greencard.factors.reading import records, shaped, tree
from greencard.quantity import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencard.factors.gwp import GwpSet

__all__ = ["GASES", "SUPPLIES", "body_of", "factors_in", "licences_in", "processes_in"]

TABLES: Final = ("electricity.csv", "fuel_stages.csv", "goods.csv", "materials.csv", "waste.csv")
SUPPLIES: Final = frozenset({"transmission", "upstream", "history"})
"""Electricity rows that are no supply: parts of the life cycle, and older years of a series."""
GASES: Final = {
    "co2": "CO2",
    "co2_biogenic": "CO2 biogenic",
    "ch4_fossil": "CH4 fossil",
    "ch4_biogenic": "CH4 biogenic",
    "n2o": "N2O",
}
"""Columns of gases, kg per unit."""
_SUMMED: Final = "gases"
"""Label of a row whose CO2e is the sum of its gases under AR6."""


def licences_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """The licence of each source, by its id.

    Raises:
        InvalidInput: a source without id or licence (GC-FAC-001).
    """
    sources = shaped(tree(files, "sources.yaml"), list[dict[str, Any]], Place(file="sources.yaml"))
    try:
        return {str(source["id"]): str(source["licence"]) for source in sources}
    except KeyError as error:
        raise BAD_DATA.at(Place(file="sources.yaml"), reason=f"a source without {error}") from error


def factors_in(files: Mapping[str, bytes], licences: Mapping[str, str], ar6: GwpSet) -> dict[str, Factor]:
    """Every factor of the tables, by id.

    Raises:
        InvalidInput: a row does not hold, an id stands twice, an echo has no original (GC-FAC-001, file and line).
    """
    factors: dict[str, Factor] = {}
    for name in TABLES:
        for place, row in records(files, name):
            factor = _factor(row, licences, ar6, place)
            if factor.id in factors:
                raise BAD_DATA.at(place, reason=f"{factor.id} stands twice")
            if not factor.value.is_finite() or (isinstance(factor, LifeCycleFactor) and factor.emission < 0):
                raise BAD_DATA.at(place, reason=f"{factor.id} is negative; removals have no place among factors")
            if isinstance(factor, LifeCycleFactor) and factor.supply == "average" and factor.emission == 0:
                raise BAD_DATA.at(place, reason=f"{factor.id}: no grid is free of life-cycle emissions")
            factors[factor.id] = factor
    for factor in factors.values():
        if isinstance(factor, LifeCycleFactor) and factor.echo_of and factor.echo_of not in factors:
            raise BAD_DATA.at(reason=f"{factor.id} echoes {factor.echo_of}, which is not there")
    return factors


def body_of(row: dict[str, str], ar6: GwpSet, place: Place) -> tuple[dict[str, Any], type[Factor]]:
    """The fields of a row, its gases summed under AR6, and which kind of factor it is.

    Raises:
        InvalidInput: a name is missing, the kind is unknown (GC-FAC-001), or a gas is no number (GC-QTY-001).
    """
    body: dict[str, Any] = dict(row)
    body["name"] = {"en": body.pop("name_en", ""), "zh": body.pop("name_zh", "")}
    if not all(body["name"].values()):
        raise BAD_DATA.at(place, reason="a factor is named in English and in Chinese")
    body.setdefault("record", "")
    gases = {gas: parse_decimal(body.pop(column), place) for column, gas in GASES.items() if column in body}
    if gases:
        if any(kg < 0 for kg in gases.values()):
            raise BAD_DATA.at(place, reason="a gas is negative; removals have no place among factors")
        body["gases"] = gases
        body["value"] = ar6.co2e(gases)
    if (body.get("gwp") == _SUMMED) is not bool(gases):
        raise BAD_DATA.at(place, reason="gases and the label “gases” go together")
    if gases:
        body["gwp"] = ar6.name
    if "stage" in body:
        return body, FuelFactor
    kind = body.pop("kind", "life_cycle")
    if kind == "direct_co2":
        return body, DirectFactor
    if kind == "life_cycle":
        return body, LifeCycleFactor
    raise BAD_DATA.at(place, reason=f"kind {kind!r} is neither life_cycle nor direct_co2")


def _factor(row: dict[str, str], licences: Mapping[str, str], ar6: GwpSet, place: Place) -> Factor:
    if row.get("source") not in licences:
        raise BAD_DATA.at(place, reason=f"source {row.get('source')!r} is not listed")
    body, kind = body_of(row, ar6, place)
    return shaped(body | {"licence": licences[row["source"]]}, kind, place)


def processes_in(files: Mapping[str, bytes], licences: Mapping[str, str]) -> dict[str, ProcessEnergy]:
    """Process energies, by id.

    Raises:
        InvalidInput: a row does not hold (GC-FAC-001, file and line).
    """
    found: dict[str, ProcessEnergy] = {}
    for place, row in records(files, "processes.csv"):
        if row.get("source") not in licences:
            raise BAD_DATA.at(place, reason=f"source {row.get('source')!r} is not listed")
        body: dict[str, Any] = {key: value for key, value in row.items() if not key.startswith(("name_", "scope_"))}
        body["name"] = {"en": row.get("name_en", ""), "zh": row.get("name_zh", "")}
        body["scope"] = {"en": row.get("scope_en", ""), "zh": row.get("scope_zh", "")}
        process = shaped(body | {"licence": licences[row["source"]]}, ProcessEnergy, place)
        if process.id in found or process.quantity <= 0:
            raise BAD_DATA.at(place, reason=f"{process.id} stands twice, or takes no energy")
        found[process.id] = process
    return found
