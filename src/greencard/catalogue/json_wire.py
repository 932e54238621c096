"""The records of a product file as plain JSON has them: English keys, numbers as numbers, dates as ISO 8601.

Only fields that most products have. The table of fields knows the rest, and every other way to write these.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from greencard.model import ChainOfCustody, Mode, PartyRole, RecycledScheme

__all__ = [
    "WIRE",
    "CartonWire",
    "CustomsWire",
    "EvidenceWire",
    "FacilityWire",
    "IdentifiersWire",
    "LegWire",
    "LineWire",
    "PartWire",
    "PriceWire",
    "ProcessWire",
    "ProductWire",
    "RecycledWire",
    "RouteWire",
    "SellerWire",
    "SupplierWire",
    "WordsWire",
]

_Word = Annotated[str, Meta(max_length=500)]
_Name = Annotated[str, Meta(max_length=80)]
_Count = Annotated[int, Meta(ge=1, le=10**12)]
_Grade = Literal["E0", "E1", "E2", "E3"]


class _Wire(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A record as plain JSON. A default is never what a writer may say: said, it would be lost in writing it again."""


class WordsWire(_Wire):
    """A text in one or two languages."""

    en: _Word = ""
    zh: _Word = ""


class EvidenceWire(_Wire):
    """What supports a figure."""

    grade: _Grade | None = None
    kind: _Word = ""
    issuer: _Word = ""
    number: _Word = ""
    valid_from: date | None = None
    valid_until: date | None = None


class RecycledWire(_Wire):
    """Recycled content of a line."""

    share_pct: Decimal | None = None
    share: Decimal | None = None
    kind: Literal["pre_consumer", "post_consumer", "unspecified"] | None = None
    post_consumer_pct: Decimal | None = None
    post_consumer_share: Decimal | None = None
    rework_pct: Decimal | None = None
    rework_share: Decimal | None = None
    scheme: RecycledScheme | None = None
    transaction_certificate: _Word = ""
    records: Literal["laboratory", "mass_balance"] | None = None
    chain_of_custody: ChainOfCustody | None = None
    evidence: EvidenceWire | _Grade | None = None


class SupplierWire(_Wire):
    """A supplier's own figure."""

    kg_co2e_per_kg: Decimal
    scope: Literal["cradle_to_gate", "direct_and_indirect_mixed", "direct_only", "unstated"] | None = None
    per: Literal["kg", "piece"] | None = None
    card: _Word = ""
    evidence: EvidenceWire | _Grade | None = None
    note: _Word = ""


class LineWire(_Wire):
    """One line of the bill of materials."""

    material: _Word
    net_kg: Decimal
    gross_kg: Decimal | None = None
    factor: _Word = ""
    recycled: RecycledWire | None = None
    bio_based_pct: Decimal | None = None
    bio_based_share: Decimal | None = None
    plastic: bool | None = None
    origin: _Word = ""
    distance_km: Decimal | None = None
    supplier: SupplierWire | None = None
    cbam_precursor: bool | None = None
    product: _Name = ""


class ProcessWire(_Wire):
    """A process with its energy; releases and co-products are left to the table of fields."""

    name: _Word
    electricity_kwh: Decimal | None = None
    heat_mj: Decimal | None = None
    heat_fuel: _Word = ""
    evidence: EvidenceWire | _Grade | None = None


class PartWire(_Wire):
    """A packaging part."""

    material: _Word
    mass_kg: Decimal
    level: Literal["sales", "grouped", "transport"] | None = None
    recycled: RecycledWire | None = None
    plastic: bool | None = None
    factor: _Word = ""


class CartonWire(_Wire):
    """The shipping carton."""

    units: _Count
    size_cm: tuple[Decimal, Decimal, Decimal]
    tare_kg: Decimal
    material: _Word
    recycled: RecycledWire | None = None
    plastic: bool | None = None
    factor: _Word = ""


class LegWire(_Wire):
    """A leg of a route."""

    mode: Mode
    from_: _Word = msgspec.field(name="from")
    to: _Word
    km: Decimal
    traction: Literal["electric", "diesel", "mixed"] | None = None
    note: _Word = ""


class RouteWire(_Wire):
    """The route and its baseline."""

    destination: _Word
    legs: list[LegWire]
    incoterm: _Word = ""
    baseline: list[LegWire] | None = None
    baseline_name: WordsWire | _Word | None = None


class PriceWire(_Wire):
    """A price under a term."""

    amount: Decimal
    currency: str
    term: Literal["EXW", "FOB", "retail"]
    order_quantity: _Count | None = None


class CustomsWire(_Wire):
    """Customs code and origin."""

    code: str
    system: Literal["HS2022", "CN"] | None = None
    origin: str = ""
    confirmed_by: Literal["merchant", "broker", "binding_ruling"] | None = None
    confirmed_on: date | None = None
    note: _Word = ""


class IdentifiersWire(_Wire):
    """Barcode, article number, lot."""

    gtin: Annotated[str, Meta(max_length=14)] = ""
    sku: _Name = ""
    lot: Annotated[str, Meta(max_length=20)] = ""


class SellerWire(_Wire):
    """Who sells it."""

    id: _Name
    name: WordsWire | _Word
    stall: _Word = ""
    country: str = ""
    roles: list[PartyRole] | None = None


class FacilityWire(_Wire):
    """Where it is made; a roof or certificates are left to the table of fields."""

    id: _Name
    name: WordsWire | _Word
    place: WordsWire | _Word
    country: str = ""
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class ProductWire(_Wire):
    """The product; readings, use and end of life are left to the table of fields."""

    id: _Name
    name: WordsWire | _Word
    declared_unit: WordsWire | _Word
    customs: CustomsWire
    seller: SellerWire
    facility: FacilityWire
    mass_kg: Decimal
    bom: list[LineWire]
    schema: Literal["greencard/product/1"] | None = None
    illustrative: bool | None = None
    identifiers: IdentifiersWire | None = None
    processes: list[ProcessWire] | None = None
    packaging: list[PartWire] | None = None
    carton: CartonWire | None = None
    route: RouteWire | None = None
    prices: list[PriceWire] | None = None
    annual_units: _Count | None = None
    facts: dict[str, Any] | None = None
    claims: list[_Word] | None = None


WIRE: Final[dict[str, type[msgspec.Struct]]] = {
    "product": ProductWire,
    "identifiers": IdentifiersWire,
    "customs": CustomsWire,
    "seller": SellerWire,
    "facility": FacilityWire,
    "bom": LineWire,
    "recycled": RecycledWire,
    "supplier": SupplierWire,
    "evidence": EvidenceWire,
    "processes": ProcessWire,
    "packaging": PartWire,
    "carton": CartonWire,
    "route": RouteWire,
    "legs": LegWire,
    "prices": PriceWire,
}
"""The struct of each record of the table of fields that is read here."""
