"""Inbound transport of materials to the facility."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.footprint.check import LARGEST
from greencard.footprint.codes import BAD_INTENSITY
from greencard.footprint.question import ask
from greencard.footprint.tree import Leaf
from greencard.model import Text
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.factors import Catalogue
    from greencard.model import FactorRef, Product, Question

__all__ = ["inbound_leaves", "per_tkm"]

PER_TKM: Final = "kg CO2e/tkm"
_SCALE: Final = {PER_TKM: Decimal(1), "g CO2e/tkm": Decimal("0.001")}
GUESSED_KM: Final = Decimal(500)
"""Ranks the question where no distance of the product is known; it enters no footprint."""
_T_PER_KG: Final = Decimal("0.001")


def _whole(_index: int) -> Decimal:
    return Decimal(1)


def per_tkm(intensity: FactorRef) -> FactorRef:
    """A well-to-wheel road intensity in kg CO2e per tonne-kilometre.

    Raises:
        InvalidInput: another unit, or no finite number of zero or more (GC-FPT-008).
    """
    scale = _SCALE.get(intensity.unit)
    if scale is None or not intensity.value.is_finite() or not 0 <= intensity.value <= LARGEST:
        raise BAD_INTENSITY.at(id=intensity.id[:80], value=intensity.value, unit=intensity.unit[:40])
    return msgspec.structs.replace(intensity, value=intensity.value * scale, unit=PER_TKM)


def inbound_leaves(
    catalogue: Catalogue, product: Product, intensity: FactorRef, share: Callable[[int], Decimal] = _whole
) -> tuple[list[Leaf], list[Question]]:
    """Gross mass times road distance times intensity per line, kg CO2e; a line without a distance is asked for.

    `share` is the product's part of a line that it shares with co-products.

    What is at stake in a missing distance is estimated with the mean of the known distances, 500 km if there is none.
    """
    known = [line.distance_km for line in product.bom if line.distance_km is not None]
    mean = sum(known, Decimal(0)) / len(known) if known else GUESSED_KM
    rules = catalogue.uncertainty
    sigma = rules.sigma("literature", intensity.region, intensity.year, used_in=product.facility.country)
    found, questions = [], []
    for i, line in enumerate(product.bom):
        if line.gross_kg == 0:
            continue
        if line.distance_km is None:
            questions.append(
                ask(
                    "inbound.distance",
                    line.material,
                    en=f"How far does {line.material} travel to the facility? It is not counted yet.",
                    zh=f"{line.material}运到工厂有多远？目前未计入。",
                    kg=float(line.gross_kg * _T_PER_KG * mean * intensity.value * share(i)),
                    pointer=f"/bom/{i}/distance_km",
                )
            )
        elif line.distance_km > 0:
            km = decimal_text(line.distance_km)
            found.append(
                Leaf(
                    label=Text(en=f"{line.material}, {km} km by road", zh=f"{line.material}，公路 {km} 公里"),
                    amount=line.gross_kg * line.distance_km,
                    unit="kg km",
                    factor=intensity,
                    basis="default",
                    sigma=sigma,
                    amount_sigma=float(rules.activity.stated),
                    conversion=_T_PER_KG,
                    pointer=f"/bom/{i}/distance_km",
                    share=share(i),
                )
            )
    return found, questions
