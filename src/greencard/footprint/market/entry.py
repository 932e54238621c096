"""One product taken apart into uses of leaves, by recipes: the same sums as `assess_footprint`, without the tree."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import GreencardError, Place
from greencard.footprint.check import LARGEST, SUPPLIER_SCOPES
from greencard.footprint.inbound import GUESSED_KM
from greencard.footprint.link_codes import LINK_APART
from greencard.footprint.market.columns import Entry
from greencard.footprint.market.reach import apart_of
from greencard.footprint.material import line_part, packaging_part
from greencard.footprint.need import Need
from greencard.footprint.production import MOST_GROSS, much_lost
from greencard.footprint.supplier import supplier_part
from greencard.footprint.tree import leaves
from greencard.transport.chain import MAX_KM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from greencard.footprint.market.template import Recipes
    from greencard.footprint.need import Part
    from greencard.model import BomLine, FootprintResult, PackagingPart, Process, Product

__all__ = ["entry_of"]

_LARGEST: Final = float(LARGEST)
_SMALLEST: Final = 1e-29
_MAX_KM: Final = float(MAX_KM)
_BALANCE: Final = 0.2
_CLOSE: Final = 1e-6
"""Nearer to a limit than this the exact arithmetic of the single assessment decides."""
_MUCH: Final = float(MOST_GROSS) * (1.0 - _CLOSE)
_RAW, _PACKAGING = 0, 3
_ONE: Final = Decimal(1)
_SURE: Final = 1.959963984540054


class _Apart(Exception):
    """The columns cannot say it plainly: the single assessment calculates the product, or refuses it."""


def entry_of(product: Product, recipes: Recipes, single: Callable[[Product], FootprintResult], file: str = "") -> Entry:
    """A product taken apart.

    Args:
        product: the record.
        recipes: of the catalogue and the day.
        single: the single assessment, for whatever the columns do not know and for every refusal.
        file: where the product came from.

    Raises:
        GreencardError: what the single assessment raises; or GC-FPT-064, for a product made of others that also needs
            the single assessment.
    """
    feature = apart_of(product)
    if not feature:
        try:
            return _by_columns(product, recipes, file)
        except (_Apart, GreencardError):
            feature = "amounts or materials outside the ordinary"
    linked = next((i for i, line in enumerate(product.bom) if line.product), None)
    if linked is not None:
        if feature == "amounts or materials outside the ordinary":
            _refuse_plainly(product, single, linked)
        raise LINK_APART.at(Place(f"/bom/{linked}/product", file), feature=feature)
    return _whole(product, single(product), recipes, file)


def _refuse_plainly(product: Product, single: Callable[[Product], FootprintResult], linked: int) -> None:
    """A linked product that is out of the ordinary is most likely faulty: then its own fault is what helps."""
    try:
        single(product)
    except GreencardError as error:
        if not any(fault.place.pointer.startswith(f"/bom/{linked}/") for fault in error.faults):
            raise


def _number(value: Decimal) -> float:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise _Apart from None
    if _SMALLEST <= number <= _LARGEST:
        return number
    if value == 0:
        return 0.0
    raise _Apart


def _share(value: Decimal) -> float:
    number = _number(value)
    if number > 1.0 or (number == 1.0 and value != 1):
        raise _Apart
    return number


def _by_columns(product: Product, recipes: Recipes, file: str) -> Entry:
    region = product.facility.country
    mass = _number(product.mass_kg)
    if not product.bom or mass == 0.0:
        raise _Apart
    recipes.grid(region)  # a country without a grid factor is refused, even where nothing takes electricity
    entry = Entry(product.id, mass, file=file)
    nets = [_number(line.net_kg) for line in product.bom]
    if abs(math.fsum(nets) - mass) / mass > _BALANCE - _CLOSE:
        raise _Apart
    _lines(entry, recipes, product.bom, nets, region)
    for process in product.processes:
        _process(entry, recipes, process, region)
    if not any(process.electricity_kwh for process in product.processes):
        entry.asked.append(("energy.missing", product.facility.id, 0.0))
    for index, part in enumerate(product.packaging):
        _pack(entry, recipes, part, index, region)
    return entry


def _lines(entry: Entry, recipes: Recipes, bom: Sequence[BomLine], nets: Sequence[float], region: str) -> None:
    """Materials, their way to the factory and their losses."""
    distances = [None if line.distance_km is None else _number(line.distance_km) for line in bom]
    known = [km for km in distances if km is not None]
    if known and max(known) > _MAX_KM:
        raise _Apart
    mean_km = math.fsum(known) / len(known) if known else float(GUESSED_KM)
    road, asked = recipes.road(region)
    way, takes = road.number, entry.takes
    for index, (line, net, km) in enumerate(zip(bom, nets, distances, strict=True)):
        gross, lost, words = net, 0.0, line.material
        if line.gross_kg is not line.net_kg:
            gross, lost = _number(line.gross_kg), _lost(line)
        if line.product:
            _link(entry, line, index, gross)
        else:
            kg = _material(entry, recipes, line, index, gross=gross, net=net, region=region)
            if gross > _MUCH * net and much_lost(line):
                entry.asked.append(("material.gross", words, kg * (1.0 - net / gross)))
        if gross != 0.0:
            if km is None:
                entry.asked.append(("inbound.distance", words, asked * gross * mean_km))
            elif km > 0.0:
                takes.append((way, gross * km))
        if lost:
            takes.append((recipes.lost(words, line.factor, region).number, lost))


def _lost(line: BomLine) -> float:
    """What enters and does not stay, kg; exact before it is a float: a small loss of a large mass."""
    lost = float(line.gross_kg - line.net_kg)
    if lost < 0.0:
        raise _Apart
    return lost


def _link(entry: Entry, line: BomLine, index: int, gross: float) -> None:
    """A line that is another product."""
    if line.supplier is not None or line.factor:
        raise _Apart
    _share(line.bio_based_share)
    entry.links.append((line.product, gross, index, line.material))


def _material(
    entry: Entry, recipes: Recipes, line: BomLine, index: int, *, gross: float, net: float, region: str
) -> float:
    """One line's material; what it brings, kg CO2e."""
    recycled, supplier = line.recycled, line.supplier
    if recycled is None:
        recipe = recipes.line(line.material, line.factor, region, None, False)
        if supplier is None and recipe.linear and not line.bio_based_share:
            entry.takes.append((recipe.number, gross))
            return recipe.kg * gross
    else:
        _share(recycled.share)
        shown = recipes.standing(recycled.evidence)
        recipe = recipes.line(line.material, line.factor, region, recycled.share, shown)
    if line.bio_based_share:
        bio = net * _share(line.bio_based_share)
        if recipe.never_bio:
            raise _Apart
        entry.uptake += recipe.carbon * bio
    if supplier is None:
        if recipe.linear:
            entry.takes.append((recipe.number, gross))
            return recipe.kg * gross
    else:
        _number(supplier.kg_co2e_per_kg)
        if supplier.scope in SUPPLIER_SCOPES and supplier.kg_co2e_per_kg == 0:
            raise _Apart
        if supplier.scope in SUPPLIER_SCOPES and recipe.linear:
            part = _supplied(recipes, line, index, published=recipe.kg * gross, region=region)
            return _own(entry, recipes, part)
    return _own(entry, recipes, line_part(recipes.catalogue, recipes.standing_line(line), index, region))


def _supplied(recipes: Recipes, line: BomLine, index: int, *, published: float, region: str) -> Part:
    """A line with its supplier's figure; what published factors would give for it is known."""
    figure = line.supplier
    if figure is not None and figure.evidence.grade != "E0":
        figure = recipes.standing_line(line).supplier
    if figure is None:
        raise _Apart
    loss = line.gross_kg / line.net_kg if line.net_kg else _ONE
    need = Need(recipes.catalogue, line.material, line.factor, f"/bom/{index}", region, line.gross_kg, loss)
    return supplier_part(need, figure, published)


def _own(entry: Entry, recipes: Recipes, part: Part) -> float:
    """What no recipe covers; its kg CO2e."""
    found = tuple(leaves(part.node))
    for use in recipes.uses(found, entry.id):
        entry.uses.append((_RAW, use.leaf, use.amount, use.amount_sigma, use.measured))
    for question in part.questions:
        entry.asked.append((question.code, question.about, float(question.kg_co2e_at_stake)))
    return math.fsum(leaf.kg for leaf in found)


def _process(entry: Entry, recipes: Recipes, process: Process, region: str) -> None:
    kwh = _number(process.electricity_kwh) if process.electricity_kwh else 0.0
    heat = _number(process.heat_mj) if process.heat_mj else 0.0
    if not (kwh or heat):
        return
    documented = process.evidence.grade != "E0" and recipes.standing(process.evidence)
    if kwh:
        entry.takes.append((recipes.electricity(region, documented, process.name).number, kwh))
    if heat:
        if not process.heat_fuel.strip():
            raise _Apart
        recipe = recipes.heat(region, documented, process.heat_fuel, process.name)
        entry.takes.append((recipe.number, heat))
        entry.biogenic_co2 += recipe.carbon * heat


def _pack(entry: Entry, recipes: Recipes, part: PackagingPart, index: int, region: str) -> None:
    kg = _number(part.mass_kg)
    recycled = part.recycled
    if recycled is not None:
        _share(recycled.share)
    shown = recycled is not None and recipes.standing(recycled.evidence)
    share = None if recycled is None else recycled.share
    recipe = recipes.packaging(part.material, part.factor, region, share, shown)
    if recipe.linear:
        entry.takes.append((recipe.number, kg))
        return
    found = packaging_part(recipes.catalogue, recipes.standing_part(part), index, region)
    for use in recipes.uses(leaves(found.node)):
        entry.uses.append((_PACKAGING, use.leaf, use.amount, use.amount_sigma, use.measured))
    for question in found.questions:
        entry.asked.append((question.code, question.about, float(question.kg_co2e_at_stake)))


def _whole(product: Product, result: FootprintResult, recipes: Recipes, file: str) -> Entry:
    """A product that the single assessment calculated: four stages of one leaf that is the product itself."""
    from greencard.footprint.market.leaf import LeafKey  # noqa: PLC0415 - only for products out of the ordinary

    total = float(result.total_kg_co2e)
    parts = result.components
    low, high = float(result.interval.low), float(result.interval.high)
    entry = Entry(
        product.id,
        float(product.mass_kg),
        uptake=float(parts.biogenic_uptake),
        biogenic_co2=float(parts.biogenic_emissions),
        whole=(low, high),
        asked=[(question.code, question.about, float(question.kg_co2e_at_stake)) for question in result.questions],
        file=file,
    )
    if total > 0:
        sigma = math.log(high / low) / (2 * _SURE) if low > 0 else math.log(max(high / total, 1.0)) / _SURE
        apart = (parts.land_use_change, parts.land_management, parts.biogenic_non_co2)
        shares = [float(part or 0) / total for part in apart]
        leaf = recipes.leaves.add(LeafKey(f"whole/{product.id}", 1.0, sigma, (shares[0], shares[1], shares[2])))
        for number, stage in enumerate(result.stages):
            for kg, measured in ((stage.measured_kg_co2e, True), (stage.default_kg_co2e, False)):
                if kg:
                    entry.uses.append((number, leaf, float(kg), 0.0, measured))
    return entry
