"""Archetype files of the shared material as products, and two products typed by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from greencard.adapters.packs.factors import factor_catalogue
from greencard.footprint import assess_footprint
from greencard.model import (
    BomLine,
    Customs,
    Evidence,
    Facility,
    FactorRef,
    FootprintResult,
    PackagingPart,
    Party,
    Process,
    Product,
    Recycled,
    RooftopSolar,
    SolarMatch,
    SupplierFigure,
    Text,
)

ARCHETYPES = Path(__file__).parents[1] / "../shared/data/archetypes"

ROAD_CN = FactorRef(
    id="road/cn/artic-40-43t",
    name="articulated truck, China, well to wheel",
    value=Decimal("0.07818"),
    unit="kg CO2e/tkm",
    region="CN",
    year=2024,
    gwp="AR6",
    source="test",
    licence="test",
)


def archetype(name: str) -> dict[str, Any]:
    """The parsed archetype file; skips where the shared material is not there."""
    path = ARCHETYPES / f"{name}.yaml"
    if not path.exists():
        pytest.skip("shared material not beside this checkout")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def archetype_names() -> list[str]:
    """Names of all archetypes, or of the known twelve where the files are absent (each test then skips)."""
    found = sorted(path.stem for path in ARCHETYPES.glob("*.yaml"))
    return found or ["bamboo-desk-organiser"]


def dec(value: object) -> Decimal:
    return Decimal(str(value))


def product_of(data: dict[str, Any]) -> Product:
    """A `Product` from an archetype: masses, energy and packaging as they stand; the carton shared over its units."""
    factory = data["factory"]
    plant = factory.get("rooftop_solar")
    solar = None
    if plant:
        solar = RooftopSolar(
            kwp=dec(plant["kwp"]),
            certificates="sold" if plant["certificates_sold"] else "kept",
            self_consumption_share=dec(plant["self_consumption_share"]),
        )
    carton = data["packaging"]["carton"]
    parts = [
        PackagingPart(
            material=part["material"],
            mass_kg=dec(part["net_kg"]),
            recycled=_recycled(part),
            plastic=part.get("plastic", False),
        )
        for part in data["packaging"]["primary"]
    ]
    parts.append(
        PackagingPart(material=carton["material"], mass_kg=dec(carton["tare_kg"]) / carton["units"], level="transport")
    )
    return Product(
        id=data["id"],
        name=Text(en=data["name"], zh=data["name_zh"]),
        declared_unit=Text(en=data["declared_unit"]),
        mass_kg=dec(data["product"]["mass_kg"]),
        customs=Customs(code=str(data["customs"]["hs6"]), system="HS2022"),
        seller=Party(id="P-TEST", name=Text(en="test")),
        facility=Facility(
            id=factory["id"], name=Text(en=factory["name"]), place=Text(en=factory["place"]), solar=solar
        ),
        bom=tuple(_line(line) for line in data["product"]["bill_of_materials"]),
        processes=tuple(
            Process(
                name=process["process"],
                electricity_kwh=dec(process.get("electricity_kwh", 0)),
                heat_mj=dec(process.get("heat_mj", 0)),
                heat_fuel=process.get("heat_fuel", ""),
            )
            for process in data["processes"]
        ),
        packaging=tuple(parts),
        annual_units=factory["annual_units"],
        illustrative=True,
    )


def _recycled(line: dict[str, Any]) -> Recycled | None:
    percent = line.get("recycled_pct", 0)
    return Recycled(share=dec(percent) / 100) if percent else None


def _line(line: dict[str, Any]) -> BomLine:
    figure = None
    words = line.get("supplier_data", "")
    if "mill statement 3.9" in words:
        figure = SupplierFigure(kg_co2e_per_kg=Decimal("3.9"), scope="direct_and_indirect_mixed")
    elif "PCF 3.1" in words:
        evidence = Evidence(grade="E1", kind="supplier card")
        figure = SupplierFigure(kg_co2e_per_kg=Decimal("3.1"), scope="cradle_to_gate", per="piece", evidence=evidence)
    return BomLine(
        material=line["material"],
        net_kg=dec(line["net_kg"]),
        gross_kg=dec(line.get("gross_kg", line["net_kg"])),
        recycled=_recycled(line),
        bio_based_share=dec(line.get("bio_based_pct", 0)) / 100,
        plastic=line.get("plastic", False),
        origin=line.get("origin", ""),
        distance_km=dec(line["distance_km"]) if "distance_km" in line else None,
        supplier=figure,
    )


def match_of(share: str, *, exported_wh: int = 0, load_wh: int = 10_000_000) -> SolarMatch:
    """A meter match with a share of own solar."""
    from datetime import UTC, datetime

    own = int(Decimal(share) * load_wh)
    return SolarMatch(
        period_start=datetime(2025, 1, 1, tzinfo=UTC),
        period_end=datetime(2026, 1, 1, tzinfo=UTC),
        intervals=8760,
        missing_intervals=0,
        load_wh=load_wh,
        self_consumed_wh=own,
        exported_wh=exported_wh,
        pv_wh=own + exported_wh,
    )


CATALOGUE = factor_catalogue()
METERED = Evidence(grade="E1", kind="electricity bill")
PLANT = RooftopSolar(kwp=Decimal(100), certificates="kept")


def product(**changes: object) -> Product:
    fields: dict[str, object] = {
        "id": "box",
        "name": Text(en="box", zh="盒"),
        "declared_unit": Text(en="1 box", zh="1 个"),
        "mass_kg": Decimal("0.5"),
        "customs": Customs(code="392410", system="HS2022"),
        "seller": Party(id="P", name=Text(en="seller")),
        "facility": Facility(id="F", name=Text(en="factory"), place=Text(en="Yiwu")),
        "bom": (
            BomLine(
                material="polypropylene",
                net_kg=Decimal("0.5"),
                gross_kg=Decimal("0.6"),
                factor="material/pp/cn-cpcd-2021",
                distance_km=Decimal(100),
                plastic=True,
            ),
        ),
        "processes": (
            Process(
                name="moulding",
                electricity_kwh=Decimal(1),
                heat_mj=Decimal(2),
                heat_fuel="natural gas",
                evidence=METERED,
            ),
        ),
        "packaging": (PackagingPart(material="board box", mass_kg=Decimal("0.05"), factor="material/board/gb-board"),),
    }
    return Product(**(fields | changes))  # type: ignore[arg-type]


def assess(item: Product, **more: object) -> FootprintResult:
    return assess_footprint(item, CATALOGUE, inbound_intensity=ROAD_CN, **more)  # type: ignore[arg-type]


def cup(solar: RooftopSolar | None = PLANT) -> Product:
    return product(
        id="cup",
        mass_kg=Decimal("0.1"),
        facility=Facility(id="F", name=Text(en="factory"), place=Text(en="Anji"), solar=solar),
        bom=(
            BomLine(
                material="PLA",
                net_kg=Decimal("0.1"),
                gross_kg=Decimal("0.1"),
                factor="material/pla/th-corbion",
                bio_based_share=Decimal(1),
                distance_km=Decimal(0),
            ),
        ),
        processes=(
            Process(name="moulding", electricity_kwh=Decimal("0.5"), heat_mj=Decimal(1), heat_fuel="生物质颗粒"),
        ),
        packaging=(),
    )
