"""Small product systems with round numbers: what is bought comes by cards whose figures are chosen by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from greencard.adapters.packs.factors import factor_catalogue
from greencard.footprint.system import BuiltSystem, SupplierLeaf, build, system_footprints
from greencard.model import (
    AllocationRule,
    Output,
    ProductSystem,
    StatedShare,
    SystemFootprint,
    SystemInput,
    Text,
    UnitProcess,
)

EXAMPLES = Path(__file__).parents[1] / "examples" / "systems"


@cache
def catalogue():
    return factor_catalogue()


def text(words: str) -> Text:
    return Text(en=words, zh=words)


def card(name: str, kg_co2e: Any, unit: str = "kg", **more: Any) -> SupplierLeaf:
    more.setdefault("sigma", 0.1)
    return SupplierLeaf(id=name, name=text(name), unit=unit, kg_co2e=Decimal(str(kg_co2e)), **more)


def out(name: str, amount: Any, unit: str = "kg", **more: Any) -> Output:
    numbers = {
        key: Decimal(str(value)) if key in {"mass_kg", "price", "energy_mj", "biogenic_carbon_kg"} else value
        for key, value in more.items()
    }
    return Output(id=name, name=text(name), amount=Decimal(str(amount)), unit=unit, **numbers)


def take(amount: Any, unit: str = "kg", **source: Any) -> SystemInput:
    return SystemInput(amount=Decimal(str(amount)), unit=unit, **source)


def split(method: str, **shares: Any) -> AllocationRule:
    stated = tuple(StatedShare(output=name, share=Decimal(str(share))) for name, share in shares.items())
    return AllocationRule(method=method, shares=stated)


def step(name: str, outputs: Any, inputs: Any = (), **more: Any) -> UnitProcess:
    return UnitProcess(id=name, name=text(name), outputs=tuple(outputs), inputs=tuple(inputs), **more)


def system(*processes: UnitProcess, **more: Any) -> ProductSystem:
    return ProductSystem(id="test", name=text("test"), processes=processes, **more)


def built(made: ProductSystem, *cards: SupplierLeaf, **more: Any) -> BuiltSystem:
    return build(made, catalogue(), cards={found.id: found for found in cards}, **more)


def footprints(made: ProductSystem, *cards: SupplierLeaf, **more: Any) -> dict[str, SystemFootprint]:
    return {found.output: found for found in system_footprints(built(made, *cards, **more))}


def totals(made: ProductSystem, *cards: SupplierLeaf, **more: Any) -> dict[str, float]:
    """kg CO2e per unit of every output, wanted or not."""
    found = built(made, *cards, **more)
    return dict(zip((output.id for output in found.outputs), found.totals.tolist(), strict=True))
