"""Small true-to-form records for the store's tests, and RFC 6962 nodes computed apart from the product's own code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from greencard.model import (
    Assessment,
    BomLine,
    Components,
    Customs,
    Electricity,
    ExplainNode,
    Facility,
    FactorRef,
    FootprintResult,
    Interval,
    IssuedCard,
    LogProof,
    MaterialSummary,
    MeterInterval,
    Party,
    Product,
    Text,
)
from greencard.ports import CardRecord, Principal, StoreSession

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ALICE, BOB = Principal(party="alice"), Principal(party="bob")


def party(name: str = "alice") -> Party:
    return Party(id=name, name=Text(en=name.title(), zh="商户"), country="CN", stall="F3-2291")


def facility(name: str = "plant-1", kind: str = "Plant") -> Facility:
    return Facility(id=name, name=Text(en=kind), place=Text(zh="义乌"), latitude=29.0, longitude=120.075)


def product(name: str = "pan", mass: str = "0.980") -> Product:
    return Product(
        id=name,
        name=Text(en="Pan", zh="平底锅"),
        declared_unit=Text(en="1 piece"),
        mass_kg=Decimal(mass),
        customs=Customs(code="73239300", system="CN"),
        seller=party(),
        facility=facility(),
        bom=(BomLine(material="steel", net_kg=Decimal("0.90"), gross_kg=Decimal("1.10")),),
        illustrative=True,
    )


def assessment(of: Product, kg: str = "4.20") -> Assessment:
    total = Decimal(kg)
    grid = FactorRef(
        id="test/grid", name="grid", value=Decimal("0.5"), unit="kg CO2e/kWh", region="CN", year=2024, gwp="AR6",
        source="made up for a test", licence="none",
    )  # fmt: skip
    footprint = FootprintResult(
        product_id=of.id,
        declared_unit=of.declared_unit,
        gwp_set="AR6",
        total_kg_co2e=total,
        stages=(),
        components=Components(fossil=total),
        measured_share=Decimal("0.25"),
        interval=Interval(low=total, high=total, level=Decimal("0.95"), method="none"),
        electricity=Electricity(
            kwh_per_unit=Decimal(1), self_solar_kwh=Decimal(0), grid_kwh=Decimal(1), solar_share=Decimal(0),
            treatment="grid_only", reason=Text(en="no solar"), grid_factor=grid,
        ),
        explain=ExplainNode(label=Text(en="total"), kg_co2e=total, basis="default"),
        snapshot="0" * 64,
    )  # fmt: skip
    materials = MaterialSummary(
        product_kg=of.mass_kg, recycled_kg=Decimal(0), recycled_share=Decimal(0), recycled_grade="E0",
        bio_based_share=Decimal(0), product_plastic_kg=Decimal(0), packaging_kg=Decimal(0),
        packaging_plastic_kg=Decimal(0),
    )  # fmt: skip
    return Assessment(
        product=of, footprint=footprint, materials=materials, assessed_on=date(2026, 11, 23), product_hash="1" * 64
    )


def issued(name: str, at: datetime = NOON, leaf: int | None = None) -> IssuedCard:
    proof = None
    if leaf is not None:
        proof = LogProof(index=leaf, size=leaf + 1, salt="c2FsdA==", path=(), checkpoint="note")
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": name, "credentialSubject": {"zh": "平底锅"}}
    return IssuedCard(
        id=name, digest=hashlib.sha256(name.encode()).hexdigest(), issued_at=at, document=document, log=proof
    )


def ground(session: StoreSession, name: str = "pan") -> str:
    """A stored product version 1 with its assessment, whose id comes back."""
    stored = session.put_product(product(name), f"digest of {name}")
    return session.put_assessment(assessment(stored.product), stored.version)


def record(
    owner: Principal,
    assessment_id: str,
    index: int,
    name: str = "urn:card:1",
    *,
    published: bool = True,
    slug: str | None = None,
    at: datetime = NOON,
    leaf: int | None = None,
) -> CardRecord:
    return CardRecord(
        card=issued(name, at, leaf),
        party=owner.party,
        product_id="pan",
        product_version=1,
        assessment_id=assessment_id,
        status_index=index,
        published=published,
        status="active",
        slug=slug or name,
    )


def put(session: StoreSession, owner: Principal, name: str, **how: object) -> CardRecord:
    """A card on fresh ground, stored; its record comes back."""
    made = record(owner, ground(session), session.next_status_index(), name, **how)  # type: ignore[arg-type]
    session.put_card(made)
    return made


def hours(count: int, start: datetime = NOON, load: int = 1000) -> list[MeterInterval]:
    return [
        MeterInterval(start=start + timedelta(hours=n), seconds=3600, load_wh=load + n, pv_wh=n, export_wh=0)
        for n in range(count)
    ]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def subtree(leaves: list[bytes], level: int, index: int) -> bytes:
    """RFC 6962 2.1 hash of the perfect subtree (level, index), by definition and not by increments."""
    if level == 0:
        return leaves[index]
    left, right = subtree(leaves, level - 1, 2 * index), subtree(leaves, level - 1, 2 * index + 1)
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed(size: int, count: int) -> list[tuple[int, int]]:
    """Nodes that become whole when a log of `size` leaves grows by `count`."""
    found, level = [], 0
    while (size + count) >> level:
        found += [(level, index) for index in range(size >> level, (size + count) >> level)]
        level += 1
    return found


def append(session: StoreSession, entries: Iterable[bytes]) -> int:
    """Append with nodes computed from every leaf there is."""
    new = list(entries)
    size = session.log.size()
    leaves = session.log.nodes([(0, index) for index in range(size)]) + [leaf_hash(entry) for entry in new]
    return session.log.append(new, {node: subtree(leaves, *node) for node in completed(size, len(new))})
