"""The card as a credential: a UNTP 0.7.0 Digital Product Passport over VCDM 2.0, not yet signed.

The UNTP subject is closed, so what UNTP has no word for stands in the top-level member `greenCard`; the footprint and
the recycled share stand in the subject's claims as well, and a verifier checks that both say the same.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from greencard.card.content import (
    BaselineFigures,
    BiogenicFigures,
    CardContent,
    CardIdentifier,
    ElectricityFigures,
    FootprintFigures,
    MaterialFigures,
    Seller,
    StageFigures,
    StatusEntry,
    ThirdParty,
    TransportFigures,
    verification_sentence,
)
from greencard.card.proof import timestamp
from greencard.card.rounding import apportioned, percent_down, quantum_for, rounded, text_ceiling, text_floor
from greencard.errors import InvalidInput, declare
from greencard.model import Assessment, FootprintResult, Grade, Product, Text
from greencard.quantity import decimal_text

__all__ = [
    "CARD_TYPES",
    "CONTEXT_PATH",
    "UNTP_CONTEXT",
    "VCDM_CONTEXT",
    "build_document",
    "claimed_values",
    "context_document",
    "product_path",
]

VCDM_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
UNTP_CONTEXT: Final = "https://vocabulary.uncefact.org/untp/0.7.0/context/"
CONTEXT_PATH: Final = "/contexts/greencard/v1"
CARD_TYPES: Final = ("DigitalProductPassport", "GreenCard", "VerifiableCredential")
UNTP_SCHEMA: Final = "https://untp.unece.org/artefacts/schema/v0.7.0/dpp/DigitalProductPassport.json"
_UNTP: Final = "https://vocabulary.uncefact.org/"
_DIGITS: Final = 4
_TRANSPORT_DIGITS: Final = 3
_TENTH_GRAM: Final = Decimal("0.1")
_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PLASTIC_FACTS: Final = ("plastic_share", "virgin_plastic_g")

BAD_PERIOD = declare(
    "GC-CRD-021",
    InvalidInput,
    en="A card cannot be valid from {start} until {end}.",
    zh="卡片有效期不能为 {start} 至 {end}。",
    remedy_en="Give an end after the start.",
    remedy_zh="终止时间须晚于起始时间。",
)
BAD_ADDRESS = declare(
    "GC-CRD-019",
    InvalidInput,
    en="{address} is not an http(s) address, or {index} is no position in a status list.",
    zh="{address} 不是 http(s) 地址，或 {index} 不是状态列表中的位置。",
    remedy_en="Give addresses that start with https:// and an index of zero or more.",
    remedy_zh="请给出以 https:// 开头的地址和不小于 0 的序号。",
)


def build_document(
    assessment: Assessment,
    *,
    issuer_id: str,
    issuer_name: Text,
    card_id: str,
    valid_from: datetime,
    valid_until: datetime,
    status_index: int,
    base_url: str,
    status_list_url: str = "",
    refresh_list_url: str = "",
    third_party: ThirdParty | None = None,
) -> dict[str, Any]:
    """The unsigned credential of an assessment; `greencard.card.secure` signs it.

    Lists are found under `base_url` (`/status/revocation`, `/status/refresh`) unless other addresses are given. Never
    in it: suppliers, bill of materials, processes, quantities bought, the facility's record.

    Raises:
        InvalidInput: an empty period (GC-CRD-021), a time without zone (GC-CRD-022), an address or index that is
            none (GC-CRD-019), stages that do not add up (GC-CRD-020).
    """
    base = base_url.rstrip("/")
    revocation = status_list_url or f"{base}/status/revocation"
    refresh = refresh_list_url or f"{base}/status/refresh"
    for address in (base, card_id, revocation, refresh):
        if not address.startswith(("https://", "http://", "urn:uuid:")) or status_index < 0:
            raise BAD_ADDRESS.at(address=address, index=status_index)
    start, end = timestamp(valid_from), timestamp(valid_until)
    if valid_until <= valid_from:
        raise BAD_PERIOD.at(start=start, end=end)
    refresh_entry = StatusEntry(
        status_purpose="refresh", status_list_index=status_index, status_list_credential=refresh
    )
    content = _content(assessment, refresh_entry, third_party)
    product = assessment.product
    return {
        "@context": [VCDM_CONTEXT, UNTP_CONTEXT, base + CONTEXT_PATH],
        "type": list(CARD_TYPES),
        "id": card_id,
        "issuer": {"type": ["CredentialIssuer"], "id": issuer_id, "name": issuer_name.in_lang("en")},
        "validFrom": start,
        "validUntil": end,
        "name": f"Carbon footprint card: {product.name.in_lang('en')}",
        "credentialStatus": {
            "id": f"{revocation}#{status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": status_index,
            "statusListCredential": revocation,
        },
        "credentialSchema": {"id": UNTP_SCHEMA, "type": "JsonSchema"},
        "credentialSubject": _subject(assessment, content, card_id, base),
        # Through JSON, so that lists are lists and the document equals what is read back from its bytes.
        "greenCard": msgspec.json.decode(msgspec.json.encode(content)),
    }


def product_path(product: Product) -> str:
    """GS1 Digital Link path `01/{GTIN-14}[/10/{lot}]` of a product with a valid GTIN; empty where it has none."""
    found = {identifier.scheme: identifier.value for identifier in product.identifiers}
    gtin = found.get("gtin", "")
    if len(gtin) not in _GTIN_LENGTHS or not gtin.isascii() or not gtin.isdigit() or not _check_digit_holds(gtin):
        return ""
    lot = f"/10/{_escaped(found['lot'])}" if found.get("lot") else ""
    return f"01/{gtin.zfill(14)}{lot}"


def context_document(base_url: str) -> dict[str, Any]:
    """Our JSON-LD context: the five credential types UNTP 0.7.0 forgot to define, and `greenCard` as a JSON literal."""
    base = base_url.rstrip("/")
    types = (
        "DigitalProductPassport",
        "DigitalConformityCredential",
        "DigitalFacilityRecord",
        "DigitalTraceabilityEvent",
        "DigitalIdentityAnchor",
    )
    return {
        "@context": {
            "@version": 1.1,
            **{name: f"{_UNTP}untp/{name}" for name in types},
            "GreenCard": f"{base}{CONTEXT_PATH}#GreenCard",
            "greenCard": {"@id": f"{base}{CONTEXT_PATH}#greenCard", "@type": "@json"},
        }
    }


def _escaped(text: str) -> str:
    """Percent-encoded but for the unreserved characters of RFC 3986 2.3."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def _check_digit_holds(gtin: str) -> bool:
    """GS1 mod 10: weights 3 and 1 in turn from the right, the check digit left out."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(gtin[:-1])))
    return (total + int(gtin[-1])) % 10 == 0


def _content(assessment: Assessment, refresh: StatusEntry, third_party: ThirdParty | None) -> CardContent:
    product = assessment.product
    footprint = assessment.footprint
    return CardContent(
        product_name=product.name,
        declared_unit=footprint.declared_unit,
        identifiers=tuple(CardIdentifier(scheme=i.scheme, value=i.value) for i in product.identifiers),
        seller=Seller(name=product.seller.name, stall=product.seller.stall),
        place_of_making=product.facility.place,
        footprint=_footprint(footprint),
        electricity=ElectricityFigures(
            solar_percent=percent_down(footprint.electricity.solar_share),
            treatment=footprint.electricity.treatment,
        ),
        transport=_transport(assessment),
        materials=_materials(assessment),
        verification=verification_sentence(third_party),
        third_party=third_party,
        illustrative=assessment.illustrative,
        assessed_on=assessment.assessed_on,
        snapshot=footprint.snapshot,
        refresh=refresh,
    )


def _footprint(result: FootprintResult) -> FootprintFigures:
    quantum = quantum_for(result.total_kg_co2e, _DIGITS)
    leaves = [part for stage in result.stages for part in (stage.measured_kg_co2e, stage.default_kg_co2e)]
    shares = apportioned(leaves, result.total_kg_co2e, quantum)
    stages = []
    for stage, measured, default in zip(result.stages, shares[::2], shares[1::2], strict=True):
        stages.append(
            StageFigures(
                id=stage.id,
                kg_co2e=decimal_text(measured + default),
                measured_kg_co2e=decimal_text(measured),
                default_kg_co2e=decimal_text(default),
            )
        )
    parts = result.components

    def near(value: Decimal) -> str:
        return decimal_text(rounded(value, quantum))

    level = result.interval.level
    return FootprintFigures(
        kg_co2e=decimal_text(sum(shares, Decimal(0))),
        low_kg_co2e=text_floor(result.interval.low, quantum),
        high_kg_co2e=text_ceiling(result.interval.high, quantum),
        level_percent=decimal_text(level * 100 if level <= 1 else level),
        interval_method=result.interval.method,
        measured_percent=percent_down(result.measured_share),
        boundary=result.boundary,
        rules=result.rules,
        gwp_set=result.gwp_set,
        stages=tuple(stages),
        biogenic=BiogenicFigures(
            uptake_kg_co2e=near(parts.biogenic_uptake),
            emissions_kg_co2e=near(parts.biogenic_emissions),
            carbon_content_kg=near(parts.biogenic_carbon_content_kg),
            land_use_change_kg_co2e=None if parts.land_use_change is None else near(parts.land_use_change),
        ),
        aircraft_kg_co2e=near(parts.aircraft),
    )


def _transport(assessment: Assessment) -> TransportFigures | None:
    route, result, comparison = assessment.product.route, assessment.transport, assessment.comparison
    if route is None or result is None:
        return None
    grams = result.wtw_kg_co2e * 1000
    compared = grams if comparison is None else comparison.baseline_kg_co2e * 1000
    # One step for both, fine enough for the smaller: beside 7 149 g by air, 337 g by sea is not 340.
    quantum = min(quantum_for(grams, _TRANSPORT_DIGITS), quantum_for(compared, _TRANSPORT_DIGITS))
    own = rounded(grams, quantum)
    baseline = None
    if comparison is not None:
        other = rounded(compared, quantum)
        # The published saving is the difference of the published figures, so that a reader can redo it.
        baseline = BaselineFigures(
            name=comparison.baseline_name,
            wtw_g_co2e=decimal_text(other),
            avoided_g_co2e=decimal_text(other - own),
        )
    return TransportFigures(
        destination=route.destination, rules="iso14083-2023", wtw_g_co2e=decimal_text(own), baseline=baseline
    )


def _materials(assessment: Assessment) -> MaterialFigures:
    summary = assessment.materials
    grades: list[Grade] = [fact.grade for fact in assessment.facts if fact.name in _PLASTIC_FACTS]
    return MaterialFigures(
        recycled_percent=percent_down(summary.recycled_share),
        recycled_grade=summary.recycled_grade,
        product_plastic_g=text_ceiling(summary.product_plastic_kg * 1000, _TENTH_GRAM),
        packaging_plastic_g=text_ceiling(summary.packaging_plastic_kg * 1000, _TENTH_GRAM),
        # The weakest evidence counts; masses from the merchant's own list are stated, no more.
        plastic_grade=min(grades, default="E0"),
    )


def _subject(assessment: Assessment, content: CardContent, card_id: str, base: str) -> dict[str, Any]:
    product = assessment.product
    path = product_path(product)
    lot = next((i.value for i in content.identifiers if i.scheme == "lot"), "")
    scheme = (
        {"id": "https://id.gs1.org", "name": "GS1 identification keys"}
        if path
        else {"id": f"{base}/cards", "name": "Identifiers of the card's issuer"}
    )
    return {
        "type": ["Product"],
        "id": f"{base}/{path}" if path else f"{card_id}#product",
        "name": product.name.in_lang("en"),
        "idScheme": {"type": ["IdentifierScheme"], **scheme},
        "idGranularity": "batch" if lot else "model",
        **({"batchNumber": lot} if lot else {}),
        "productCategory": [
            {
                "type": ["Classification"],
                "code": product.customs.code,
                "name": f"{product.customs.system} {product.customs.code}",
                "schemeId": f"{base}/schemes/{product.customs.system.lower()}",
                "schemeName": {"HS2022": "Harmonized System 2022", "CN": "EU Combined Nomenclature"}[
                    product.customs.system
                ],
            }
        ],
        # By place only: the facility's name and id would name the merchant's source.
        "producedAtFacility": {
            "type": ["Facility"],
            "id": f"{card_id}#facility",
            "name": product.facility.place.in_lang("en"),
        },
        "countryOfProduction": {"type": ["Country"], "countryCode": product.customs.origin},
        # Without its mass a card could not stand for a material in the next maker's footprint.
        "dimensions": {
            "type": ["Dimension"],
            "weight": {"type": ["Measure"], "value": float(product.mass_kg), "unit": "KGM"},
        },
        "performanceClaim": [
            _claim(content, f"{card_id}#footprint", base, _FOOTPRINT_CLAIM),
            _claim(content, f"{card_id}#recycled", base, _RECYCLED_CLAIM),
        ],
    }


class _Kind(NamedTuple):
    """A claim in UNTP's vocabularies: metric, topic, criterion and the unit (UN/ECE Rec 20) of its measure."""

    metric: tuple[str, str]
    topic: tuple[str, str]
    criterion: str
    unit: str

    def value(self, content: CardContent) -> str:
        """The published figure the claim repeats."""
        return content.footprint.kg_co2e if self.unit == "KGM" else content.materials.recycled_percent


_FOOTPRINT_CLAIM: Final = _Kind(
    ("product-carbon-footprint", "Product Carbon Footprint"),
    ("greenhouse-gas-emissions", "Greenhouse Gas Emissions"),
    "ISO 14067:2018, partial footprint from cradle to gate, per declared unit",
    "KGM",
)
_RECYCLED_CLAIM: Final = _Kind(
    ("recycled-content-percentage", "Recycled Content Percentage"),
    ("recycled-material-integration", "Recycled Material Integration"),
    "ISO 14021:2016 7.8, recycled content by mass of the product",
    "P1",
)


def claimed_values(content: CardContent) -> dict[str, tuple[str, str]]:
    """Metric identifier of every claim that stands in the UNTP subject, with its value and unit."""
    return {_metric_id(kind): (kind.value(content), kind.unit) for kind in (_FOOTPRINT_CLAIM, _RECYCLED_CLAIM)}


def _metric_id(kind: _Kind) -> str:
    return f"{_UNTP}performance-metrics/{kind.metric[0]}"


def _claim(content: CardContent, claim_id: str, base: str, kind: _Kind) -> dict[str, Any]:
    topic, name = kind.topic
    topics = [{"type": ["ConformityTopic"], "id": f"{_UNTP}conformity-topics/{topic}", "name": name}]
    return {
        "type": ["Claim"],
        "id": claim_id,
        "name": kind.metric[1],
        "referenceCriteria": [
            {
                "type": ["Criterion"],
                "id": f"{base}/method#{kind.metric[0]}",
                "name": kind.criterion,
                "conformityTopic": topics,
            }
        ],
        "claimDate": content.assessed_on.isoformat(),
        "claimedPerformance": [
            {
                "type": ["Performance"],
                "metric": {
                    "type": ["PerformanceMetric"],
                    "id": _metric_id(kind),
                    "name": kind.metric[1],
                },
                "measure": {"type": ["Measure"], "value": _number(kind.value(content)), "unit": kind.unit},
            }
        ],
        "conformityTopic": topics,
    }


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
