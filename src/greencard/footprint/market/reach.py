"""Which products are calculated by columns: a closed list of what a record may say for it.

A field of the model is *counted* (the columns know it), *beside* (it cannot change a figure from cradle to gate) or
*apart* (it can, and the columns do not know it: where it says anything, `assess_footprint` itself calculates the
product). The three lists together name every field; a new one fails the test until somebody decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from greencard.model import BomLine, Facility, PackagingPart, Process, Product, Recycled, SupplierFigure

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
        beside=frozenset({"id", "name", "place", "latitude", "longitude", "audits"}),
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
    Recycled: Reach(
        counted=frozenset({"share", "evidence"}),
        beside=frozenset(
            {
                "kind",
                "post_consumer_share",
                "rework_share",
                "scheme",
                "transaction_certificate",
                "records",
                "chain_of_custody",
            }
        ),
    ),
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

_PRODUCT, _FACILITY, _LINE, _PROCESS = (
    tuple(sorted(REACH[kind].apart)) for kind in (Product, Facility, BomLine, Process)
)
_OF_PRODUCT, _OF_FACILITY, _OF_LINE, _OF_PROCESS = (
    attrgetter(*names, *names[:1]) for names in (_PRODUCT, _FACILITY, _LINE, _PROCESS)
)
"""Every field of a list at once; the first one twice, so that a list of one gives a tuple too."""


def apart_of(product: Product) -> str:
    """The first thing the record says that the columns do not know, by its field; empty: they know all of it."""
    if any(_OF_PRODUCT(product)):
        return _said(product, _PRODUCT)
    if any(_OF_FACILITY(product.facility)):
        return _said(product.facility, _FACILITY)
    for line in product.bom:
        if any(_OF_LINE(line)):
            return _said(line, _LINE)
    for process in product.processes:
        if any(_OF_PROCESS(process)):
            return _said(process, _PROCESS)
    return ""


def _said(value: Any, names: tuple[str, ...]) -> str:
    return next((name for name in names if getattr(value, name)), "")
