"""The product as its merchant records it: names, codes, bill of materials, processes, packaging, route, price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Evidence, Fact
from greencard.model.party import Facility, Party

__all__ = [
    "Allocation",
    "BomLine",
    "Carton",
    "ChainOfCustody",
    "CoProduct",
    "Customs",
    "Disposal",
    "EndOfLife",
    "Identifier",
    "Leg",
    "MeterReference",
    "Mode",
    "PackagingPart",
    "Price",
    "Process",
    "Product",
    "Recycled",
    "RecycledScheme",
    "Release",
    "Route",
    "SupplierFigure",
    "UseStage",
]

RecycledScheme = Literal["GRS", "RCS", "MMS", "EN15343", "RecyClass", "SCS", "FSC_Recycled", "UL2809"]
"""Certification schemes for recycled content, by their names in the vocabulary of facts."""
ChainOfCustody = Literal["identity_preserved", "segregated", "controlled_blending", "mass_balance", "book_and_claim"]
"""Chain-of-custody models of ISO 22095:2020."""
Mode = Literal["road_hgv", "road_van", "rail", "sea_container", "air_belly", "air_freighter", "inland_waterway"]


class Identifier(Value, frozen=True, kw_only=True):
    """An identifier of the sold article."""

    scheme: Literal["gtin", "sku", "lot"]
    value: str


class Customs(Value, frozen=True, kw_only=True):
    """Customs code, who confirmed it and when. Without `confirmed_by` the code is the merchant's own reading."""

    code: str
    """Digits only: HS (6) or CN (8)."""
    system: Literal["HS2022", "CN"]
    origin: str = "CN"
    """Non-preferential origin, ISO 3166-1 alpha-2."""
    confirmed_by: Literal["merchant", "broker", "binding_ruling"] | None = None
    confirmed_on: date | None = None
    note: str = ""


class Recycled(Value, frozen=True, kw_only=True):
    """Recycled share by mass of one material line (ISO 14021:2016 7.8)."""

    share: Decimal
    """0 to 1 of the line's net mass; regrind of the same process is no part of it (ISO 14021:2016 7.8.1.1)."""
    kind: Literal["pre_consumer", "post_consumer", "unspecified"] = "unspecified"
    evidence: Evidence = Evidence()
    post_consumer_share: Decimal | None = None
    """0 to `share` of the line's net mass, where both kinds are in it; the rest of `share` is pre-consumer."""
    rework_share: Decimal = Decimal(0)
    """Regrind of the same process, 0 to 1 of the line's net mass, beside `share`; counts for nothing."""
    scheme: RecycledScheme | Literal[""] = ""
    transaction_certificate: str = ""
    """Number of the document that covers this delivery: transaction certificate, or invoice with the scheme's claim."""
    records: Literal["", "laboratory", "mass_balance"] = ""
    """What the evidence is where it is no certificate."""
    chain_of_custody: ChainOfCustody | Literal[""] = ""

    @property
    def post_consumer(self) -> Decimal | None:
        """Post-consumer part, 0 to `share` of the line's net mass; None where nobody said which kind it is."""
        if self.post_consumer_share is not None:
            return self.post_consumer_share
        if self.kind == "unspecified":
            return None if self.share else Decimal(0)
        return self.share if self.kind == "post_consumer" else Decimal(0)


class SupplierFigure(Value, frozen=True, kw_only=True):
    """A supplier's own footprint figure for a material, kg CO2e per kg, with what it covers."""

    kg_co2e_per_kg: Decimal
    scope: Literal["cradle_to_gate", "direct_and_indirect_mixed", "direct_only", "unstated"] = "unstated"
    per: Literal["kg", "piece"] = "kg"
    card: str = ""
    """Identifier of the supplier's own card, if it has one."""
    evidence: Evidence = Evidence()
    note: str = ""


class BomLine(Value, frozen=True, kw_only=True):
    """One material of the product. `gross_kg` enters the process, `net_kg` stays in the product; the rest is loss."""

    material: str
    net_kg: Decimal
    gross_kg: Decimal
    factor: str = ""
    """Emission-factor id confirmed by a person; empty: the catalogue proposes and the result says so."""
    recycled: Recycled | None = None
    bio_based_share: Decimal = Decimal(0)
    plastic: bool = False
    origin: str = ""
    distance_km: Decimal | None = None
    """Inbound road distance to the facility."""
    supplier: SupplierFigure | None = None
    cbam_precursor: bool = False
    supplier_card: str = ""
    """File (beside the product file) or id of the supplier's green card; its verified figure stands for the line."""
    product: str = ""
    """Id of another product of the same folder or market that this line is made of."""


class CoProduct(Value, frozen=True, kw_only=True):
    """What a process yields besides the product and sells; it carries its part of the burden (ISO 14067 6.4.6)."""

    name: str
    kg: Decimal
    """Per declared unit of the product."""
    price_per_kg: Decimal | None = None
    energy_mj_per_kg: Decimal | None = None


class Allocation(Value, frozen=True, kw_only=True):
    """How a burden shared with co-products is split; physical before economic (ISO 14067:2018 6.4.6.2)."""

    method: Literal["mass", "energy", "economic"]
    product_price_per_kg: Decimal | None = None
    product_energy_mj_per_kg: Decimal | None = None
    reason: str = ""


class Release(Value, frozen=True, kw_only=True):
    """A greenhouse gas let out by a process itself (leak, reaction, land), per declared unit."""

    gas: str
    """A gas of the GWP set: CO2, CH4, N2O, HFC-134a, SF6 …"""
    kg: Decimal
    origin: Literal["fossil", "biogenic", "land_use_change", "land_management"] = "fossil"


class Process(Value, frozen=True, kw_only=True):
    """A production step, per declared unit."""

    name: str
    electricity_kwh: Decimal = Decimal(0)
    heat_mj: Decimal = Decimal(0)
    heat_fuel: str = ""
    evidence: Evidence = Evidence()
    releases: tuple[Release, ...] = ()
    co_products: tuple[CoProduct, ...] = ()
    allocation: Allocation | None = None


class PackagingPart(Value, frozen=True, kw_only=True):
    """One packaging part; `mass_kg` is per declared unit (a carton's tare is already divided by its units)."""

    material: str
    mass_kg: Decimal
    level: Literal["sales", "grouped", "transport"] = "sales"
    factor: str = ""
    recycled: Recycled | None = None
    plastic: bool = False


class Leg(Value, frozen=True, kw_only=True):
    """One transport leg."""

    mode: Mode
    origin: str
    destination: str
    distance_km: Decimal
    traction: Literal["", "electric", "diesel", "mixed"] = ""
    note: str = ""


class Route(Value, frozen=True, kw_only=True):
    """The planned transport chain, and the baseline a saving is measured against (empty: no saving is claimed)."""

    destination: str
    legs: tuple[Leg, ...]
    incoterm: str = ""
    baseline: tuple[Leg, ...] = ()
    baseline_name: Text = Text()


class Price(Value, frozen=True, kw_only=True):
    """Price per declared unit under a named term, for an order quantity."""

    amount: Decimal
    currency: str
    term: Literal["EXW", "FOB", "retail"]
    order_quantity: int | None = None


class Carton(Value, frozen=True, kw_only=True):
    """Shipping carton: units in it, outer size, gross mass."""

    units: int
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal
    tare_kg: Decimal


class UseStage(Value, frozen=True, kw_only=True):
    """A use profile: what one declared unit takes over its service life (ISO 14067:2018 6.3.7)."""

    scenario: Text
    years: Decimal
    electricity_kwh_per_year: Decimal = Decimal(0)
    country: str = ""
    """Whose grid it uses; empty: that of the route's destination."""
    evidence: Evidence = Evidence()


class Disposal(Value, frozen=True, kw_only=True):
    """A share of the discarded mass and the way it goes."""

    route: Literal["recycling", "landfill", "energy_recovery", "composting"]
    share: Decimal


class EndOfLife(Value, frozen=True, kw_only=True):
    """What becomes of product and packaging; shares sum to one (ISO 14067:2018 6.3.8)."""

    scenario: Text
    disposal: tuple[Disposal, ...]
    evidence: Evidence = Evidence()


class MeterReference(Value, frozen=True, kw_only=True):
    """Meter readings of the facility for the reference period, and how they reach one product."""

    file: str
    period_start: date
    period_end: date


class Product(Value, frozen=True, kw_only=True):
    """A product in its own words and codes; the sole input of an assessment besides readings and factor data."""

    schema: Literal["greencard/product/1"] = "greencard/product/1"
    id: str
    name: Text
    declared_unit: Text
    mass_kg: Decimal
    """Net mass of one declared unit, without packaging."""
    customs: Customs
    seller: Party
    facility: Facility
    bom: tuple[BomLine, ...]
    processes: tuple[Process, ...] = ()
    packaging: tuple[PackagingPart, ...] = ()
    carton: Carton | None = None
    identifiers: tuple[Identifier, ...] = ()
    route: Route | None = None
    prices: tuple[Price, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims: tuple[str, ...] = ()
    meter: MeterReference | None = None
    annual_units: int | None = None
    use: UseStage | None = None
    end_of_life: EndOfLife | None = None
    illustrative: bool = False
    """Made-up data: may be assessed and shown, and signed by a test issuer only."""
