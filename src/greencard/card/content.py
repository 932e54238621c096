"""What a Green Card says, as its `greenCard` member: closed, every number as plain decimal text, rounded once.

It carries derived statements only. Bill of materials, recipe, suppliers and facility records have no field here, so
they cannot be published by mistake.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec

from greencard.errors import NotVerified, declare
from greencard.model import Grade, StageId, Text, Value

__all__ = [
    "BaselineFigures",
    "BiogenicFigures",
    "CardContent",
    "CardIdentifier",
    "DecimalText",
    "ElectricityFigures",
    "FootprintFigures",
    "MaterialFigures",
    "Seller",
    "StageFigures",
    "StatusEntry",
    "ThirdParty",
    "TransportFigures",
    "content_of",
    "figures",
    "verification_sentence",
]

DecimalText = Annotated[str, msgspec.Meta(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$(?!\n)", max_length=40)]
"""A number as plain decimal text, exactly as it is shown to people."""

IndexText = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,11})$(?!\n)")]

SHAPE = declare(
    "GC-CRD-005",
    NotVerified,
    en="The card lacks what a Green Card must hold: {what}.",
    zh="该卡缺少绿色卡片必备的内容：{what_zh}。",
    remedy_en="Ask the issuer for a card of the current form.",
    remedy_zh="请向签发机构索取现行格式的卡片。",
)


def _member(name: str) -> str:
    """Member name of a field: camel case, with CO2e written as chemists write it."""
    head, *rest = name.split("_")
    return head + "".join("CO2e" if word == "co2e" else word.capitalize() for word in rest)


class StageFigures(Value, frozen=True, kw_only=True, rename=_member):
    """One life-cycle stage, kg CO2e per declared unit; measured and default add up to the stage."""

    id: StageId
    kg_co2e: DecimalText
    measured_kg_co2e: DecimalText
    default_kg_co2e: DecimalText


class BiogenicFigures(Value, frozen=True, kw_only=True, rename=_member):
    """Reported apart and never subtracted (ISO 14067:2018 6.4.9); None: not split."""

    uptake_kg_co2e: DecimalText
    emissions_kg_co2e: DecimalText
    carbon_content_kg: DecimalText
    land_use_change_kg_co2e: DecimalText | None


class FootprintFigures(Value, frozen=True, kw_only=True, rename=_member):
    """Partial footprint, kg CO2e per declared unit, with interval, share measured and boundary."""

    kg_co2e: DecimalText
    low_kg_co2e: DecimalText
    high_kg_co2e: DecimalText
    level_percent: DecimalText
    interval_method: str
    measured_percent: DecimalText
    boundary: Literal["cradle_to_gate"]
    rules: str
    gwp_set: str
    stages: tuple[StageFigures, ...]
    biogenic: BiogenicFigures
    aircraft_kg_co2e: DecimalText


class ElectricityFigures(Value, frozen=True, kw_only=True, rename=_member):
    """Share of the electricity met by own solar in the same interval, and how it was treated."""

    solar_percent: DecimalText
    treatment: Literal["grid_only", "solar_interval_matched", "solar_not_counted"]


class BaselineFigures(Value, frozen=True, kw_only=True, rename=_member):
    """What the route is compared with; avoided is baseline minus route and keeps its sign."""

    name: Text
    wtw_g_co2e: DecimalText
    avoided_g_co2e: DecimalText


class TransportFigures(Value, frozen=True, kw_only=True, rename=_member):
    """Well-to-wheel, g CO2e per declared unit to the destination; beside the footprint, never in it."""

    destination: str
    rules: str
    wtw_g_co2e: DecimalText
    baseline: BaselineFigures | None


class MaterialFigures(Value, frozen=True, kw_only=True, rename=_member):
    """Recycled share of the product (rounded down) and plastic in product and packaging (rounded up)."""

    recycled_percent: DecimalText
    recycled_grade: Grade
    product_plastic_g: DecimalText
    packaging_plastic_g: DecimalText
    plastic_grade: Grade


class ThirdParty(Value, frozen=True, kw_only=True, rename=_member):
    """Who verified the footprint, against what, when; the number under which the statement can be asked for."""

    name: Text
    standard: str
    on: date
    reference: str = ""


class CardIdentifier(Value, frozen=True, kw_only=True, rename=_member):
    """An identifier of the sold article."""

    scheme: Literal["gtin", "sku", "lot"]
    value: str


class Seller(Value, frozen=True, kw_only=True, rename=_member):
    """Who sells, by public name and stall."""

    name: Text
    stall: str


class StatusEntry(Value, frozen=True, kw_only=True, rename=_member):
    """Where a status list says whether something happened to the card (Bitstring Status List v1.0, 2.1).

    The specification writes the index as text, the UNTP 0.7.0 schema as an integer; both are read.
    """

    id: str = ""
    type: Literal["BitstringStatusListEntry"] = "BitstringStatusListEntry"
    status_purpose: Literal["revocation", "refresh"]
    status_list_index: (
        Annotated[int, msgspec.Meta(ge=0)] | Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,11})$(?!\n)")]
    )
    status_list_credential: str

    @property
    def index(self) -> int:
        """Position in the list."""
        return int(self.status_list_index)


class CardContent(Value, frozen=True, kw_only=True, rename=_member):
    """The `greenCard` member of the credential."""

    version: Literal["1"] = "1"
    product_name: Text
    declared_unit: Text
    identifiers: tuple[CardIdentifier, ...]
    seller: Seller
    place_of_making: Text
    footprint: FootprintFigures
    electricity: ElectricityFigures
    transport: TransportFigures | None
    materials: MaterialFigures
    verification: Text
    """Whether a third party verified the footprint, as a sentence."""
    third_party: ThirdParty | None
    illustrative: bool
    assessed_on: date
    snapshot: str
    refresh: StatusEntry
    """Where a newer figure is announced. UNTP 0.7.0 has room for one `credentialStatus`; that one is revocation."""


def verification_sentence(third_party: ThirdParty | None) -> Text:
    """What a card says of its verification; without a third party it says so."""
    if third_party is None:
        return Text(en="Not verified by a third party.", zh="未经第三方核查。")
    by, on = third_party.name, third_party.on.isoformat()
    return Text(
        en=f"Verified by {by.in_lang('en')} against {third_party.standard} on {on}.",
        zh=f"由{by.in_lang('zh')}依据 {third_party.standard} 于 {on} 核查。",
    )


_STAGE_KEYS: Final[dict[str, str]] = {
    "raw_materials": "raw",
    "inbound_transport": "inb",
    "production": "prd",
    "packaging": "pkg",
}


def content_of(document: dict[str, Any]) -> CardContent:
    """The card's statements, each field of the right form.

    Raises:
        NotVerified: missing, misshapen or unknown members (GC-CRD-005).
    """
    try:
        return msgspec.convert(document.get("greenCard"), CardContent)
    except msgspec.ValidationError as error:
        raise SHAPE.at(what=f"greenCard: {error}", what_zh=f"greenCard：{error}") from None


def figures(document: dict[str, Any]) -> dict[str, str]:
    """The marked figures, exactly as they are shown to people; a page repaints every one of them from here.

    `pcf` `lo` `hi` kg CO2e per declared unit · `lvl` percent · `meas` percent of the footprint · `raw` `inb` `prd`
    `pkg` kg per stage, with `_m` measured and `_d` default · `upt` `bem` kg CO2e and `bcc` kg C, biogenic, apart ·
    `pv` percent · `trn` `base` `avo` g CO2e, present where there is a route, a baseline · `rec` percent · `plt` `plp`
    g plastic in product and packaging.

    Raises:
        NotVerified: the document holds no readable figures (GC-CRD-005).
    """
    content = content_of(document)
    footprint, transport = content.footprint, content.transport
    found: dict[str, str] = {
        "pcf": footprint.kg_co2e,
        "lo": footprint.low_kg_co2e,
        "hi": footprint.high_kg_co2e,
        "lvl": footprint.level_percent,
        "meas": footprint.measured_percent,
        "upt": footprint.biogenic.uptake_kg_co2e,
        "bem": footprint.biogenic.emissions_kg_co2e,
        "bcc": footprint.biogenic.carbon_content_kg,
        "pv": content.electricity.solar_percent,
        "rec": content.materials.recycled_percent,
        "plt": content.materials.product_plastic_g,
        "plp": content.materials.packaging_plastic_g,
    }
    for stage in footprint.stages:
        key = _STAGE_KEYS[stage.id]
        found |= {key: stage.kg_co2e, f"{key}_m": stage.measured_kg_co2e, f"{key}_d": stage.default_kg_co2e}
    if transport is not None:
        found["trn"] = transport.wtw_g_co2e
        if transport.baseline is not None:
            found |= {"base": transport.baseline.wtw_g_co2e, "avo": transport.baseline.avoided_g_co2e}
    return found
