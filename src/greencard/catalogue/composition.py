"""What a product is made of: recycled, bio-based and plastic masses of product and packaging."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Final

from greencard.model import Grade, MaterialSummary, Product
from greencard.quantity import significant

__all__ = ["composition"]

_DIGITS: Final = 12


def composition(product: Product) -> MaterialSummary:
    """Recycled, bio-based and plastic masses, kg per declared unit, and shares of the product's mass, 0 to 1.

    ISO 14021:2016 7.8: recycled content is a share by mass of the product; packaging is counted apart. Where materials
    and product mass differ within the accepted 5 %, the larger one divides, and nothing is rounded up: 28.4 % may not
    become 30 % by arithmetic. `recycled_grade` is the weakest grade among the lines that count as recycled.
    """
    with localcontext() as context:
        context.prec = 60  # sums and products of file numbers (at most 40 characters) stay exact
        lines = product.bom
        recycled = [(line.net_kg * line.recycled.share, line.recycled) for line in lines if line.recycled is not None]
        recycled_kg = sum((mass for mass, _ in recycled), Decimal(0))
        grades: list[Grade] = [part.evidence.grade for mass, part in recycled if mass > 0]
        bio_kg = sum((line.net_kg * line.bio_based_share for line in lines), Decimal(0))
        whole = max(product.mass_kg, sum((line.net_kg for line in lines), Decimal(0)))
        return MaterialSummary(
            product_kg=product.mass_kg,
            recycled_kg=_down(recycled_kg),
            recycled_share=_share(recycled_kg, whole),
            recycled_grade=min(grades, default="E0"),
            bio_based_share=_share(bio_kg, whole),
            product_plastic_kg=sum((line.net_kg for line in lines if line.plastic), Decimal(0)),
            packaging_kg=sum((part.mass_kg for part in product.packaging), Decimal(0)),
            packaging_plastic_kg=sum((part.mass_kg for part in product.packaging if part.plastic), Decimal(0)),
        )


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return _down(part / whole) if whole > 0 else Decimal(0)


def _down(value: Decimal) -> Decimal:
    """Twelve significant digits, towards zero."""
    with localcontext() as context:
        context.prec = _DIGITS
        context.rounding = ROUND_DOWN
        return significant(+value, _DIGITS)
