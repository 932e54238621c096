"""From a system file to the footprints of its outputs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.catalogue.system_file import SystemFile, read_system
from greencard.errors import Fault, GreencardError, raise_faults
from greencard.services.supplier_cards import NO_CARD, supplier_card

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from greencard.footprint import SupplierCard
    from greencard.footprint.system import ElectricityClaim, SupplierLeaf
    from greencard.model import SystemFootprint
    from greencard.services.packs import Packs
    from greencard.services.supplier_cards import CardFinder, CardVerifier

__all__ = ["assess_system", "leaf_of_card", "read_system_file", "system_cards"]

_MASS_UNITS: Final = frozenset({"kg", "g", "t"})
_CO2_PER_C: Final = Decimal(44) / 12


def read_system_file(data: bytes, file: str) -> SystemFile:
    """A system file as a record, with the line of each of its parts.

    Raises:
        InvalidInput: every error of the file, each with its line.
    """
    return read_system(data, file)


def system_cards(source: SystemFile, *, find: CardFinder, check: CardVerifier, on: date) -> dict[str, SupplierLeaf]:
    """The verified card of every input that names one, by the name the input uses.

    Per kg where the input is weighed, else per declared unit, in pieces.

    Raises:
        Refused: a card is not there (GC-SVC-013), not valid on `on` (GC-SVC-015), withdrawn or replaced (GC-SVC-016).
        NotVerified: its bytes, signature, issuer or log proof do not hold (GC-SVC-014).
    """
    found: dict[str, SupplierLeaf] = {}
    faults: list[Fault] = []
    for i, process in enumerate(source.system.processes):
        for j, taken in enumerate(process.inputs):
            name = taken.card
            if not name or name in found:
                continue
            place = source.place(f"/processes/{i}/inputs/{j}/card")
            file = find(name)
            if file is None:
                faults.append(NO_CARD.fault(place, card=name[:120]))
                continue
            try:
                card = supplier_card(file, check=check, on=on, name=name, place=place)
            except GreencardError as error:
                faults.extend(error.faults)
                continue
            found[name] = leaf_of_card(card, weighed=taken.unit in _MASS_UNITS)
    raise_faults(faults)
    return found


def leaf_of_card(card: SupplierCard, *, weighed: bool) -> SupplierLeaf:
    """A verified card as a leaf of a system: per kg where that is wanted and its mass is known, else per piece.

    A card states the uptake of what its product still holds; what was let out on the way was taken up before, so the
    two together are the uptake here and carbon adds up along the chain.
    """
    from greencard.footprint.system import SupplierLeaf as Leaf  # noqa: PLC0415 - loads numpy, scipy
    from greencard.model import Components, Interval  # noqa: PLC0415 - same call

    by_mass = weighed and card.mass_kg is not None and card.mass_kg > 0
    per = card.mass_kg if by_mass and card.mass_kg is not None else Decimal(1)
    change = card.land_use_change
    uptake = -(card.biogenic_carbon_content_kg * _CO2_PER_C + card.biogenic_emissions)
    return Leaf(
        id=card.id,
        name=card.product_name,
        unit="kg" if by_mass else "piece",
        kg_co2e=card.kg_co2e / per,
        components=Components(
            fossil=(card.kg_co2e - (change or 0)) / per,
            land_use_change=None if change is None else change / per,
            biogenic_emissions=card.biogenic_emissions / per,
            biogenic_uptake=uptake / per,
            aircraft=card.aircraft / per,
        ),
        interval=Interval(low=card.low / per, high=card.high / per, level=card.level, method="the card's own"),
        measured_share=card.measured_share,
        valid_until=card.valid_until,
        gwp_set=card.gwp_set,
        source=f"{card.issuer.in_lang('en')}, card {card.id}",
        illustrative=card.illustrative,
    )


def assess_system(
    source: SystemFile,
    packs: Packs,
    *,
    on: date | None = None,
    claims: Mapping[str, tuple[ElectricityClaim, ...]] | None = None,
    cards: Mapping[str, SupplierLeaf] | None = None,
    draws: int = 0,
    seed: int = 0,
) -> tuple[tuple[SystemFootprint, ...], tuple[Fault, ...]]:
    """Footprints of the wanted outputs, kg CO2e per unit of each, and the warnings about the record.

    With `draws`, each carries a Monte Carlo check of its interval; the same `seed` gives the same numbers.

    Raises:
        InvalidInput: the record does not hold together; every fault with its line (GC-FPT-110 to 131); draws or seed
            out of range (GC-FPT-040, 132).
        Refused: no factor answers, a card cannot be used, or a cycle eats as much as it yields, as stated or in a
            draw (GC-FPT-105 to 107).
    """
    from greencard.footprint import system as systems  # noqa: PLC0415 - loads numpy, scipy

    factors = packs.factors()
    try:
        built = systems.build(source.system, factors, claims=claims, cards=cards, on=on)
        results = systems.system_footprints(built)
        if draws:
            drawn = systems.system_monte_carlo(built, draws, seed)
            results = tuple(msgspec.structs.replace(found, monte_carlo=drawn[found.output]) for found in results)
    except GreencardError as error:
        raise type(error)(*(_placed(fault, source) for fault in error.faults)) from error
    found = systems.check_system(source.system, built.gwp)
    return results, tuple(_placed(fault, source) for fault in found if fault.severity != "error")


def _placed(fault: Fault, source: SystemFile) -> Fault:
    """The fault with the line on which the part it speaks of stands."""
    return replace(fault, place=source.place(fault.place.pointer))
