"""JSON Schemas (draft 2020-12) of the values that cross rooms, from the very types that carry them."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from greencard.model.assessment import Assessment
from greencard.model.card import IssuedCard
from greencard.model.energy import SolarMatch
from greencard.model.footprint import FootprintResult
from greencard.model.matrix import Matrix
from greencard.model.pillars import PillarReport
from greencard.model.product import Product
from greencard.model.report import FootprintComparison, FootprintReport
from greencard.model.system import ProductSystem, SystemFootprint
from greencard.model.transport import Comparison, TransportResult
from greencard.model.verdict import BorderCost, Order, Verdict

__all__ = ["PUBLISHED", "json_schema"]

PUBLISHED: Final = (
    Assessment,
    BorderCost,
    Comparison,
    FootprintComparison,
    FootprintReport,
    FootprintResult,
    IssuedCard,
    Matrix,
    Order,
    PillarReport,
    Product,
    ProductSystem,
    SolarMatch,
    SystemFootprint,
    TransportResult,
    Verdict,
)
"""The values a program outside meets: files, API bodies, outputs of `--json`."""


def json_schema(value: type[msgspec.Struct]) -> dict[str, Any]:
    """JSON Schema of one value, whole in itself; decimals are text with `format: decimal`."""
    schema: dict[str, Any] = msgspec.json.schema(value)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": value.__name__, **schema}
