"""A small market for tests: the twelve examples and products built line by line, with the single assessment beside."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from greencard.adapters.packs.examples import example_files
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.footprint import assess_footprint
from greencard.footprint.market import Market, Recipes, assess_market
from greencard.model import (
    BomLine,
    Customs,
    Facility,
    FootprintResult,
    PackagingPart,
    Party,
    Process,
    Product,
    Text,
)
from greencard.services.products import read_product_file
from greencard.transport import inbound_road

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 23)
PACKS = ShippedPacks()
CLOSE = 1e-11


def inbound(country: str) -> Any:
    return inbound_road(PACKS.intensities(), country)


def single(product: Product) -> FootprintResult:
    """The single assessment, without readings."""
    return assess_footprint(product, PACKS.factors(), inbound_intensity=inbound(product.facility.country), on=ON)


def market(products: list[Product]) -> Market:
    return assess_market(products, PACKS.factors(), inbound=inbound, single=single, on=ON)


def recipes() -> Recipes:
    return Recipes(PACKS.factors(), inbound=inbound, on=ON)


@cache
def examples() -> tuple[Product, ...]:
    """The twelve examples without their readings."""
    return tuple(
        msgspec.structs.replace(read_product_file(path.read_bytes(), str(path), PACKS), meter=None)
        for path in example_files()
    )


@cache
def plain_examples() -> tuple[Product, ...]:
    """The twelve without solar plant too: all within the reach of the columns."""
    return tuple(
        msgspec.structs.replace(p, facility=msgspec.structs.replace(p.facility, solar=None, certificates=()))
        for p in examples()
    )


def line(material: str = "PP granulate", net: str = "1", gross: str = "", **more: Any) -> BomLine:
    return BomLine(material=material, net_kg=Decimal(net), gross_kg=Decimal(gross or net), **more)


def made_of(product: str, kg: str, gross: str = "", **more: Any) -> BomLine:
    return line("own part", kg, gross, product=product, **more)


def product(name: str, *lines: BomLine, kwh: str = "1", packaging: tuple[PackagingPart, ...] = ()) -> Product:
    text = Text(en=name, zh=name)
    return Product(
        id=name,
        name=text,
        declared_unit=Text(en="1 piece", zh="1 件"),
        mass_kg=sum((one.net_kg for one in lines), Decimal(0)),
        customs=Customs(code="392690", system="HS2022"),
        seller=Party(id="s", name=text),
        facility=Facility(id="f", name=text, place=text),
        bom=lines,
        processes=(Process(name="moulding", electricity_kwh=Decimal(kwh)),),
        packaging=packaging,
        illustrative=True,
    )


def record(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "declared_unit": "1 piece",
        "customs": {"code": "392690"},
        "seller": {"id": "s", "name": "S"},
        "facility": {"id": "f", "name": "F", "place": "Yiwu"},
        "mass_kg": 1,
        "bom": [{"material": "PP granulate", "net_kg": 1}],
    } | more


def put(folder: Path, name: str, *records: dict[str, Any]) -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(one) for one in records) + "\n", encoding="utf-8")
    return file
