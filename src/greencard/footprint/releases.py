"""Greenhouse gases that a process lets out by itself: leaks, reactions, land (ISO 14067:2018 6.4.9)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place
from greencard.factors.gwp import BIOGENIC_CO2, squeezed
from greencard.footprint.codes import GAS_ORIGIN
from greencard.footprint.tree import Leaf, PartName
from greencard.model import FactorRef, Text

if TYPE_CHECKING:
    from greencard.factors import Catalogue, GwpSet
    from greencard.model import Process, Release

__all__ = ["release_leaves"]

_LIVING: Final = ("CO2", BIOGENIC_CO2, "CH4", "CH4 fossil", "CH4 biogenic", "N2O")
"""Gases that biomass and land let out too; anything else is made by people."""
_SAYS: Final[dict[str, bool | str]] = {"CH4 fossil": False, "CH4 biogenic": True, BIOGENIC_CO2: "biogenic"}
"""What a gas's own name says of its origin: from life or not, or of biomass itself."""
_PARTS: Final[dict[str, tuple[tuple[PartName, Decimal], ...]]] = {
    "fossil": (),
    "biogenic": (("biogenic_non_co2", Decimal(1)),),
    "land_use_change": (("land_use_change", Decimal(1)),),
    "land_management": (("land_management", Decimal(1)),),
}
_ORIGINS: Final = {
    "fossil": Text(en="fossil", zh="化石"),
    "biogenic": Text(en="biogenic", zh="生物源"),
    "land_use_change": Text(en="land-use change", zh="土地利用变化"),
    "land_management": Text(en="land management", zh="土地管理"),
}


def release_leaves(catalogue: Catalogue, process: Process, index: int, gwp: GwpSet) -> tuple[list[Leaf], Decimal]:
    """The releases of one process, kg CO2e, and the biogenic CO2 among them, kg, which stands beside the total.

    The origin decides where a release is reported: fossil, biogenic (CH4 and N2O in the total, CO2 apart), land-use
    change or land management. The potential is that of the GWP set; its own uncertainty is not counted, as everywhere.

    Raises:
        InvalidInput: a gas of an impossible origin (GC-FPT-029).
        Refused: a gas without a potential in the set (GC-FAC-013).
    """
    rules = catalogue.uncertainty
    documented = process.evidence.grade != "E0"
    leaves: list[Leaf] = []
    apart = Decimal(0)
    for i, release in enumerate(process.releases):
        pointer = f"/processes/{index}/releases/{i}"
        name, value = _potential(gwp, release, pointer)
        if release.kg == 0:
            continue
        if release.origin == "biogenic" and name == "CO2":
            apart += release.kg
            continue
        origin = _ORIGINS[release.origin]
        leaves.append(
            Leaf(
                label=Text(en=f"{release.gas} let out, {origin.en}", zh=f"{release.gas} 释放，{origin.zh}"),
                amount=release.kg,
                unit="kg",
                factor=FactorRef(
                    id=f"gwp/{gwp.name}/{name}",
                    name=f"{name}, GWP100 of {gwp.name}",
                    name_zh=f"{name}，{gwp.name} 的 GWP100",
                    value=value,
                    unit="kg CO2e/kg",
                    region="GLO",
                    year=None,
                    gwp=gwp.name,
                    source=f"{gwp.source}: {gwp.record}",
                    licence="fact, with citation",
                ),
                basis="measured" if documented else "default",
                sigma=0.0,
                amount_sigma=float(rules.activity.measured if documented else rules.activity.stated),
                grade=process.evidence.grade,
                parts=_PARTS[release.origin],
                pointer=f"{pointer}/kg",
            )
        )
    return leaves, apart


def _potential(gwp: GwpSet, release: Release, pointer: str) -> tuple[str, Decimal]:
    """Name in the set and kg CO2e per kg of a released gas; methane by its origin, biogenic CO2 by none."""
    living = release.origin != "fossil"
    short = squeezed(release.gas)
    known = {squeezed(name): name for name in (*gwp.gases, *gwp.blends, *_LIVING)}
    name = known.get(short) or gwp.aliases.get(short, "")
    said = _SAYS.get(name)
    if (said is not None and said != (release.origin if name == BIOGENIC_CO2 else living)) or (
        living and name and name not in _LIVING
    ):
        raise GAS_ORIGIN.at(Place(f"{pointer}/origin"), gas=name, origin=release.origin)
    if name == BIOGENIC_CO2:
        return "CO2", gwp.co2
    if name == "CH4":
        return f"CH4 {'biogenic' if living else 'fossil'}", gwp.methane(biogenic=living)
    return name, gwp.of(release.gas, place=Place(f"{pointer}/gas"))
