"""Which products are calculated by columns: a closed list of what a record may say for it.

A field of the model is *counted* (the columns know it), *beside* (it cannot change a figure from cradle to gate) or
*apart* (it can, and the columns do not know it: where it says anything, `assess_footprint` itself calculates the
product). The three lists together name every field; a new one fails the test until somebody decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from greencard.model import BomLine, Facility, PackagingPart, Process, Product, Recycled, SupplierFigure

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["REACH", "Reach", "apart_of"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What the columns know of one struct of the model."""

    counted: frozenset[str]
    beside: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


REACH: Final[dict[type, Reach]] = {
    Product: Reach(
        counted=frozenset({"id", "mass_kg", "facility", "bom", "processes", "packaging"}),
        beside=frozenset(
            {
                "schema",
                "name",
                "declared_unit",
                "customs",
                "seller",
                "carton",  # its part of one unit stands in `packaging`
                "identifiers",
                "route",
                "prices",
                "facts",
                "claims",
                "annual_units",  # counts only beside readings
                "illustrative",
            }
        ),
        apart=frozenset({"meter", "use", "end_of_life"}),
    ),
    Facility: Reach(
        counted=frozenset({"country"}),
        beside=frozenset({"id", "name", "place", "latitude", "longitude"}),
        apart=frozenset({"solar", "certificates"}),
    ),
    BomLine: Reach(
        counted=frozenset(
            {
                "material",
                "net_kg",
                "gross_kg",
                "factor",
                "recycled",
                "bio_based_share",
                "distance_km",
                "supplier",
                "product",
            }
        ),
        beside=frozenset({"plastic", "origin", "cbam_precursor"}),
        apart=frozenset({"supplier_card"}),
    ),
    Recycled: Reach(counted=frozenset({"share", "evidence"}), beside=frozenset({"kind"})),
    SupplierFigure: Reach(
        counted=frozenset({"kg_co2e_per_kg", "scope", "per", "card", "evidence"}), beside=frozenset({"note"})
    ),
    Process: Reach(
        counted=frozenset({"name", "electricity_kwh", "heat_mj", "heat_fuel", "evidence"}),
        apart=frozenset({"releases", "co_products", "allocation"}),
    ),
    PackagingPart: Reach(
        counted=frozenset({"material", "mass_kg", "factor", "recycled"}), beside=frozenset({"level", "plastic"})
    ),
}

_PRODUCT: Final = tuple(sorted(REACH[Product].apart))
_FACILITY: Final = tuple(sorted(REACH[Facility].apart))
_LINE: Final = tuple(sorted(REACH[BomLine].apart))
_PROCESS: Final = tuple(sorted(REACH[Process].apart))


def apart_of(product: Product) -> str:
    """The first thing the record says that the columns do not know, by its field; empty: they know all of it."""
    return (
        _said(product, _PRODUCT)
        or _said(product.facility, _FACILITY)
        or _first(product.bom, _LINE)
        or _first(product.processes, _PROCESS)
    )


def _said(value: Any, names: tuple[str, ...]) -> str:
    for name in names:
        if getattr(value, name):
            return name
    return ""


def _first(values: Iterable[Any], names: tuple[str, ...]) -> str:
    for value in values:
        for name in names:
            if getattr(value, name):
                return name
    return ""
