"""The assessment: the sole input of cards and verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from greencard.model.base import Value
from greencard.model.fact import Fact, Grade
from greencard.model.footprint import FootprintResult
from greencard.model.product import Product
from greencard.model.transport import Comparison, TransportResult

__all__ = ["Assessment", "MaterialSummary"]


class MaterialSummary(Value, frozen=True, kw_only=True):
    """Recycled, bio-based and plastic masses of product and packaging, kg per declared unit; never rounded up."""

    product_kg: Decimal
    recycled_kg: Decimal
    recycled_share: Decimal
    recycled_grade: Grade
    bio_based_share: Decimal
    product_plastic_kg: Decimal
    packaging_kg: Decimal
    packaging_plastic_kg: Decimal


class Assessment(Value, frozen=True, kw_only=True):
    """Product, footprint, transport and facts of one declared unit, as of a date."""

    product: Product
    footprint: FootprintResult
    materials: MaterialSummary
    transport: TransportResult | None = None
    comparison: Comparison | None = None
    facts: tuple[Fact, ...] = ()
    assessed_on: date
    product_hash: str
    """SHA-256 of the canonical product record."""

    @property
    def illustrative(self) -> bool:
        """Whether the data are made up; such an assessment is signed by a test issuer only."""
        return self.product.illustrative
