"""The total under another choice that the standard allows, so that nobody mistakes a choice for a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.footprint.co_products import METHODS
from greencard.footprint.tree import exact_sum
from greencard.model import Sensitivity, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from greencard.footprint.co_products import Method
    from greencard.footprint.tree import Leaf
    from greencard.model import Electricity

__all__ = ["location_based", "other_allocation"]


def location_based(total: Decimal, found: Iterable[Leaf], electricity: Electricity) -> tuple[Sensitivity, ...]:
    """The total with every kWh at the grid's average (6.4.9.4); nothing where no electricity is used."""
    if electricity.location_based_kg_co2e is None or not electricity.kwh_per_unit:
        return ()
    contractual = exact_sum(
        leaf.rounded for leaf in found if leaf.unit == "kWh" and leaf.pointer.startswith("/processes/")
    )
    return (
        Sensitivity(
            id="electricity/location-based",
            label=Text(
                en="all electricity at the grid's average, without own solar and certificates",
                zh="全部电力按电网平均因子计，不计自用光伏和证书",
            ),
            total_kg_co2e=exact_sum((total, -contractual, electricity.location_based_kg_co2e)),
        ),
    )


def other_allocation(method: Method, total: Decimal) -> Sensitivity:
    """The total with co-products allocated by another method whose data are known (6.4.6.1)."""
    name = METHODS[method]
    return Sensitivity(
        id=f"allocation/{method}",
        label=Text(en=f"co-products allocated by {name.en}", zh=f"联产品按{name.zh}分配"),
        total_kg_co2e=total,
    )
