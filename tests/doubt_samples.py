"""Leaves typed by hand."""

from __future__ import annotations

from decimal import Decimal

from greencard.footprint.tree import Leaf
from greencard.model import FactorRef, Grade, Text


def factor(
    name: str, value: str = "1", unit: str = "kg CO2e/kg", region: str = "CN", year: int | None = 2024
) -> FactorRef:
    return FactorRef(
        id=name,
        name=f"factor {name}",
        name_zh=f"因子 {name}",
        value=Decimal(value),
        unit=unit,
        region=region,
        year=year,
        gwp="AR6",
        source="test",
        licence="test",
    )


def leaf(
    name: str,
    kg: str,
    sigma: float = 0.0,
    amount_sigma: float = 0.0,
    *,
    unit: str = "kg",
    label: str = "",
    zh: str = "",
    grade: Grade = "E0",
    ref: FactorRef | None = None,
) -> Leaf:
    """`kg` of emission through a factor of one."""
    return Leaf(
        label=Text(en=label or name, zh=zh or label or name),
        amount=Decimal(kg),
        unit=unit,
        factor=ref or factor(name),
        basis="default",
        sigma=sigma,
        amount_sigma=amount_sigma,
        grade=grade,
    )
