"""Biogenic carbon in the product, and the parts ISO 14067:2018 6.4.9 wants reported apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Fault, Place
from greencard.footprint.codes import NOT_BIO_BASED
from greencard.footprint.resolution import resolver_of
from greencard.footprint.tree import exact_sum
from greencard.model import Components, Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.factors import Catalogue
    from greencard.footprint.tree import Leaf
    from greencard.model import BomLine

__all__ = ["NO_FRACTION", "biogenic_carbon_kg", "components", "without_carbon"]

NO_FRACTION: Final = "No sourced carbon fraction for"
CO2_PER_C: Final = Decimal(44) / Decimal(12)
_DIGITS: Final = 12
_NO_CARBON: Final = frozenset({"metal", "glass", "mineral"})
"""Waste streams of materials that cannot be bio-based."""


def without_carbon(catalogue: Catalogue, line: BomLine, index: int, region: str) -> Fault | None:
    """The fault of a line given as bio-based though every material its words name is metal, glass or mineral."""
    if line.bio_based_share == 0:
        return None
    found = resolver_of(catalogue).candidates(line.material, False, region)
    named = {candidate.material.waste for candidate in found}
    if not named or not named <= _NO_CARBON:
        return None
    percent = decimal_text(line.bio_based_share * 100)
    return NOT_BIO_BASED.fault(Place(f"/bom/{index}/bio_based_share"), material=line.material[:80], percent=percent)


def biogenic_carbon_kg(catalogue: Catalogue, line: BomLine, material: str) -> tuple[Decimal, Text | None]:
    """Kg of biogenic carbon in one line's net mass, and a note where its carbon fraction is unknown or borrowed."""
    if line.bio_based_share == 0 or line.net_kg == 0:
        return Decimal(0), None
    known = catalogue.materials.get(material)
    if known is None or not known.carbon:
        return Decimal(0), Text(
            en=f"{NO_FRACTION} {line.material}: its biogenic carbon content is not counted.",
            zh=f"{line.material}没有可引用的含碳率，其生物碳含量未计。",
        )
    kg = line.net_kg * line.bio_based_share * catalogue.carbon[known.carbon].value
    note = known.carbon_note if known.carbon_note.en else None
    return kg, note


def components(
    total: Decimal,
    found: Iterable[Leaf],
    *,
    packaging: Decimal,
    carbon_kg: Decimal,
    biogenic_co2: Decimal,
    aircraft: Decimal = Decimal(0),
) -> Components:
    """The parts: fossil, biogenic CH4 and N2O, land-use change and land management add up to the total.

    Uptake and biogenic CO2 stand beside it: uptake is minus 44/12 times the biogenic carbon in the product (6.4.9.3)
    and is never subtracted. Land-use change is None unless a process release or a supplier's card states it: no sourced
    figure by crop and place is at hand. Aircraft and packaging are parts of the parts ("of which").
    """
    leaves = list(found)
    non_co2 = exact_sum(leaf.part("biogenic_non_co2") for leaf in leaves)
    change = exact_sum(leaf.part("land_use_change") for leaf in leaves)
    managed = exact_sum(leaf.part("land_management") for leaf in leaves)
    said = {part for leaf in leaves for part, _ in leaf.parts}
    return Components(
        fossil=exact_sum((total, -non_co2, -change, -managed)),
        biogenic_uptake=significant(-carbon_kg * CO2_PER_C, _DIGITS),
        biogenic_emissions=significant(biogenic_co2, _DIGITS),
        biogenic_non_co2=non_co2,
        land_use_change=change if "land_use_change" in said else None,
        land_management=managed if "land_management" in said else None,
        aircraft=significant(aircraft, _DIGITS),
        packaging=packaging,
        biogenic_carbon_content_kg=significant(carbon_kg, _DIGITS),
    )
