"""Fossil CO2 of burning what a product is made of, from molecular formulae.

Published waste factors of energy recovery (DESNZ) leave this CO2 to whoever uses the energy; a product that is burnt
lets it out all the same, so it is counted here and nothing is credited for the energy (ISO 14067:2018 6.3.8). One kg of
a polymer holds a mass of carbon that its formula fixes; burnt completely, each carbon atom leaves as CO2.

A material without one formula (a copolymer, a blend, a filled plastic) is taken as the most carbon-rich thing that it
can be: the figure then reaches too high and not too low, and a question says what hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from greencard.model import FactorRef, Text
from greencard.quantity import significant

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MASSES", "UNHELD", "Burnt", "burnt_as"]

MASSES: Final[Mapping[str, Decimal]] = {
    "C": Decimal("12.011"),
    "H": Decimal("1.008"),
    "N": Decimal("14.007"),
    "O": Decimal("15.999"),
    "Si": Decimal("28.085"),
    "Cl": Decimal("35.45"),
}
"""Standard atomic weights, abridged to five digits (IUPAC, CIAAW 2021)."""
_CO2: Final = MASSES["C"] + 2 * MASSES["O"]
_DIGITS: Final = 4
_YEAR: Final = 2021
_SOURCE: Final = "greencard, from standard atomic weights (IUPAC CIAAW 2021)"


class _Unit(NamedTuple):
    """A repeat unit: names and atoms."""

    en: str
    zh: str
    atoms: dict[str, int]


_UNITS: Final[dict[str, _Unit]] = {
    "carbon": _Unit("carbon", "碳", {"C": 1}),
    "methylene": _Unit("polyethylene or polypropylene", "聚乙烯或聚丙烯", {"C": 1, "H": 2}),
    "styrene": _Unit("polystyrene", "聚苯乙烯", {"C": 8, "H": 8}),
    "butadiene": _Unit("polybutadiene", "聚丁二烯", {"C": 4, "H": 6}),
    "vinyl-chloride": _Unit("polyvinyl chloride", "聚氯乙烯", {"C": 2, "H": 3, "Cl": 1}),
    "vinyl-acetate": _Unit("polyvinyl acetate", "聚乙酸乙烯酯", {"C": 4, "H": 6, "O": 2}),
    "vinyl-alcohol": _Unit("polyvinyl alcohol", "聚乙烯醇", {"C": 2, "H": 4, "O": 1}),
    "methyl-methacrylate": _Unit("polymethyl methacrylate", "聚甲基丙烯酸甲酯", {"C": 5, "H": 8, "O": 2}),
    "acrylonitrile": _Unit("polyacrylonitrile", "聚丙烯腈", {"C": 3, "H": 3, "N": 1}),
    "ethylene-terephthalate": _Unit("polyethylene terephthalate", "聚对苯二甲酸乙二醇酯", {"C": 10, "H": 8, "O": 4}),
    "butylene-terephthalate": _Unit("polybutylene terephthalate", "聚对苯二甲酸丁二醇酯", {"C": 12, "H": 12, "O": 4}),
    "carbonate": _Unit("bisphenol A polycarbonate", "双酚A型聚碳酸酯", {"C": 16, "H": 14, "O": 3}),
    "caprolactam": _Unit("polyamide 6 or 66", "聚酰胺6或66", {"C": 6, "H": 11, "N": 1, "O": 1}),
    "oxymethylene": _Unit("polyoxymethylene", "聚甲醛", {"C": 1, "H": 2, "O": 1}),
    "dimethyl-siloxane": _Unit("polydimethylsiloxane", "聚二甲基硅氧烷", {"C": 2, "H": 6, "O": 1, "Si": 1}),
}
_OWN: Final = {
    "pp": "methylene",
    "hdpe": "methylene",
    "ldpe": "methylene",
    "epe": "methylene",
    "pp_fibre": "methylene",
    "ps": "styrene",
    "eps": "styrene",
    "pvc": "vinyl-chloride",
    "vinyl_acetate": "vinyl-acetate",
    "pva": "vinyl-alcohol",
    "pmma": "methyl-methacrylate",
    "acrylic_fibre": "acrylonitrile",
    "pet": "ethylene-terephthalate",
    "polyester_fibre": "ethylene-terephthalate",
    "polyester_fabric": "ethylene-terephthalate",
    "pbt": "butylene-terephthalate",
    "pc": "carbonate",
    "polyamide": "caprolactam",
    "pom": "oxymethylene",
    "butadiene_rubber": "butadiene",
    "silicone": "dimethyl-siloxane",
    "carbon_black": "carbon",
}
"""Materials that one repeat unit describes."""
_AT_MOST: Final = {
    "eva": "methylene",
    "evoh": "methylene",
    "epdm": "methylene",
    "paraffin": "methylene",
    "mineral_oil": "methylene",
    "lubricant": "methylene",
    "nonwoven": "methylene",
    "packing_tape": "methylene",
    "nitrile_rubber": "butadiene",
    "pbat": "butylene-terephthalate",
    "polycotton": "ethylene-terephthalate",
    "clothing": "ethylene-terephthalate",
}
"""Copolymers and blends, and the constituent that holds the most carbon."""
_FOSSIL: Final = frozenset(
    {
        "abs",
        "san",
        "hips",
        "pc_abs",
        "pu_resin",
        "pu_foam",
        "pu_leather",
        "pvc_leather",
        "elastane",
        "tpe",
        "sebs",
        "sbr",
        "petg",
        "melamine_resin",
        "uf_resin",
        "phenolic_resin",
        "epoxy",
        "upr",
        "plastic_average",
        "rubber_article",
        "hot_melt",
        "acrylic_resin",
        "alkyd_resin",
    }
)
"""Everything else that is fossil by its name: polystyrene holds more carbon than any of them."""
UNHELD: Final = frozenset(
    {"printing_ink", "water_paint", "lacquer", "pigment", "textile_dye", "leather", "solgel_coating", "insulation"}
)
"""Materials whose fossil carbon nobody can tell from the name, nor bound without counting what is mineral or grown."""
_ANY: Final = "styrene"


@dataclass(frozen=True, slots=True)
class Burnt:
    """What burning one kg of a material's fossil part lets out, and whether the material is that or is taken as it."""

    factor: FactorRef
    name: Text
    """Of the polymer."""
    stands_in: bool


def burnt_as(material: str, *, plastic: bool = False) -> Burnt | None:
    """Fossil CO2 of burning a catalogue material, kg per kg; None where nothing in it is known to be fossil.

    `plastic`: what the record itself says, for words that no material answers to.
    """
    unit = _OWN.get(material) or _AT_MOST.get(material)
    if unit is None:
        if material not in _FOSSIL and not (plastic and not material):
            return None
        unit = _ANY
    known = _UNITS[unit]
    formula = "".join(f"{atom}{count if count > 1 else ''}" for atom, count in known.atoms.items())
    return Burnt(
        FactorRef(
            id=f"burning/{unit}",
            name=f"CO2 of burning {known.en}, from its formula {formula}",
            name_zh=f"焚烧{known.zh}的 CO2，由分子式 {formula} 计算",
            value=_kg_co2(known.atoms),
            unit="kg CO2e/kg",
            region="GLO",
            year=_YEAR,
            gwp="AR6",
            source=_SOURCE,
            licence="fact, with citation",
        ),
        Text(en=known.en, zh=known.zh),
        material not in _OWN,
    )


def _kg_co2(atoms: Mapping[str, int]) -> Decimal:
    """Kg CO2 per kg: one CO2 for each carbon atom over the mass of the repeat unit."""
    whole = sum((MASSES[atom] * count for atom, count in atoms.items()), Decimal(0))
    return significant(_CO2 * atoms["C"] / whole, _DIGITS)
