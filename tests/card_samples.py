"""A hand-made assessment, keys and a one-card log for tests of `card` and `log`. All firms and figures are made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from greencard.card import TrustedIssuer, build_document, digest, secure, verification_method
from greencard.log import (
    append_nodes,
    commitment,
    inclusion_path,
    leaf_hash,
    log_proof,
    publication_check,
    root,
    sign_checkpoint,
)
from greencard.model import (
    Assessment,
    BomLine,
    ChainElement,
    Comparison,
    Components,
    Customs,
    Electricity,
    ExplainNode,
    Facility,
    Fact,
    FactorRef,
    FootprintResult,
    Identifier,
    Interval,
    IssuedCard,
    Leg,
    MaterialSummary,
    Party,
    Process,
    Product,
    Route,
    Stage,
    SupplierFigure,
    Text,
    TransportResult,
)

SECRET_WORDS = ("Hidden Bamboo Mill", "secret-lamination", "laminated-bamboo-board", "fac-internal-77", "Quiet Works")
"""Supplier, process, material, facility id and facility name: none may reach a card."""

ISSUED = datetime(2026, 11, 1, 6, 0, 0, tzinfo=UTC)
UNTIL = ISSUED + timedelta(days=365)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
BASE = "https://cards.example"
CARD_ID = f"{BASE}/cards/0192f5a0-7c1e-7b44-9a51-3f2f6a1d0c55"
ISSUER_ID = "did:web:issuer.example"
ISSUER_NAME = Text(en="Test programme issuer", zh="测试签发机构")
SELLER = Text(en="Stall 4-1187 (fictional)", zh="4-1187 号商位（虚构）")
LOG = "log.example/2026h2"
SALT = bytes(range(16))
STATUS_INDEX = 4711

ISSUER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x11" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x22" * 32)
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x33" * 32)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


METHOD = verification_method(ISSUER_ID, public(ISSUER_KEY))
TRUSTED = {ISSUER_ID: TrustedIssuer(name=ISSUER_NAME, keys={METHOD: public(ISSUER_KEY)}, test=True)}
LOG_KEYS = {LOG: public(LOG_KEY)}
LOG_CHECK = publication_check(LOG_KEYS)

_FACTOR = FactorRef(
    id="sample/grid", name="Grid", value=Decimal("0.5"), unit="kg CO2e/kWh", region="CN", year=2024, gwp="AR6",
    source="made up for tests", licence="none",
)  # fmt: skip


def product(**changes: Any) -> Product:
    values: dict[str, Any] = {
        "id": "bamboo-desk-organiser",
        "name": Text(en="Bamboo-wood desk organiser set, 5 pieces", zh="竹木办公收纳五件套"),
        "declared_unit": Text(en="set", zh="套"),
        "mass_kg": Decimal("0.98"),
        "customs": Customs(code="441990", system="HS2022"),
        "seller": Party(id="party-1187", name=SELLER, stall="4-1187"),
        "facility": Facility(
            id="fac-internal-77",
            name=Text(en="Quiet Works", zh="静工坊"),
            place=Text(en="Anji, Zhejiang", zh="浙江安吉"),
        ),
        "bom": (
            BomLine(
                material="laminated-bamboo-board",
                net_kg=Decimal("0.9"),
                gross_kg=Decimal("1.1"),
                origin="Hidden Bamboo Mill",
                supplier=SupplierFigure(kg_co2e_per_kg=Decimal("0.5"), note="Hidden Bamboo Mill"),
            ),
        ),
        "processes": (Process(name="secret-lamination", electricity_kwh=Decimal("0.8")),),
        "identifiers": (
            Identifier(scheme="gtin", value="6901234567892"),
            Identifier(scheme="lot", value="B2026-10"),
        ),
        "route": Route(
            destination="DE",
            legs=(Leg(mode="rail", origin="Yiwu", destination="Ningbo", distance_km=Decimal(300)),),
        ),
        "illustrative": True,
    }  # fmt: skip
    return Product(**(values | changes))


def footprint(**changes: Any) -> FootprintResult:
    def stage(name: str, measured: str, default: str) -> Stage:
        return Stage(
            id=name,  # type: ignore[arg-type] # - one of the four stage ids
            kg_co2e=Decimal(measured) + Decimal(default),
            measured_kg_co2e=Decimal(measured),
            default_kg_co2e=Decimal(default),
        )

    values: dict[str, Any] = {
        "product_id": "bamboo-desk-organiser",
        "declared_unit": Text(en="set", zh="套"),
        "gwp_set": "AR6 GWP100",
        "total_kg_co2e": Decimal("1.28746"),
        "stages": (
            stage("raw_materials", "0.58934", "0.16988"),
            stage("inbound_transport", "0", "0.02145"),
            stage("production", "0.34961", "0.00952"),
            stage("packaging", "0", "0.14766"),
        ),
        "components": Components(
            fossil=Decimal("1.28746"),
            biogenic_uptake=Decimal("-1.6912"),
            biogenic_carbon_content_kg=Decimal("0.46124"),
        ),
        "measured_share": Decimal("0.72929"),
        "interval": Interval(low=Decimal("1.11771"), high=Decimal("1.51038"), level=Decimal("0.95"), method="mc"),
        "electricity": Electricity(
            kwh_per_unit=Decimal("0.8"),
            self_solar_kwh=Decimal("0.22"),
            grid_kwh=Decimal("0.58"),
            solar_share=Decimal("0.2749"),
            treatment="solar_interval_matched",
            reason=Text(en="matched hour by hour", zh="逐小时匹配"),
            grid_factor=_FACTOR,
        ),
        "explain": ExplainNode(label=Text(en="total", zh="合计"), kg_co2e=Decimal("1.28746"), basis="measured"),
        "snapshot": "5d" * 32,
    }  # fmt: skip
    return FootprintResult(**(values | changes))


def transport(kg: str) -> TransportResult:
    element = ChainElement(
        mode="rail",
        origin="Yiwu",
        destination="Ningbo",
        distance_km=Decimal(300),
        mass_kg=Decimal("1.1"),
        wtw_kg_co2e=Decimal(kg),
        ttw_kg_co2e=None,
        factor=_FACTOR,
        formula="made up",
    )
    return TransportResult(elements=(element,), wtw_kg_co2e=Decimal(kg), ttw_kg_co2e=None, mass_kg=Decimal("1.1"))


def assessment(**changes: Any) -> Assessment:
    values: dict[str, Any] = {
        "product": product(),
        "footprint": footprint(),
        "materials": MaterialSummary(
            product_kg=Decimal("0.98"),
            recycled_kg=Decimal("0.00637"),
            recycled_share=Decimal("0.0065"),
            recycled_grade="E1",
            bio_based_share=Decimal("0.9"),
            product_plastic_kg=Decimal("0.00601"),
            packaging_kg=Decimal("0.12"),
            packaging_plastic_kg=Decimal(0),
        ),
        "transport": transport("0.19216"),
        "comparison": Comparison(
            baseline_name=Text(en="lorry to Ningbo, same ship", zh="卡车至宁波，同一海运"),
            baseline=transport("0.21547"),
            project_kg_co2e=Decimal("0.19216"),
            baseline_kg_co2e=Decimal("0.21547"),
            avoided_kg_co2e=Decimal("0.02331"),
        ),
        "facts": (Fact(name="plastic_share", value="0.0061", grade="E1"),),
        "assessed_on": date(2026, 10, 30),
        "product_hash": "9a" * 32,
    }
    return Assessment(**(values | changes))


def unsigned(about: Assessment | None = None, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "issuer_id": ISSUER_ID,
        "issuer_name": ISSUER_NAME,
        "card_id": CARD_ID,
        "valid_from": ISSUED,
        "valid_until": UNTIL,
        "status_index": STATUS_INDEX,
        "base_url": BASE,
    }
    return build_document(about or assessment(), **(values | changes))


def signed(document: dict[str, Any], key: Ed25519PrivateKey = ISSUER_KEY, method: str = METHOD) -> dict[str, Any]:
    return secure(document, sign=key.sign, verification_method=method, created=ISSUED)


class Nodes:
    """Perfect-subtree hashes in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        self.asked = 0

    def fetch(self, ids: Any) -> list[bytes]:
        self.asked += len(ids)
        return [self.kept[node] for node in ids]

    def append(self, size: int, leaves: list[bytes]) -> int:
        nodes = append_nodes(size, leaves, self.fetch)
        assert not nodes.keys() & self.kept.keys()
        self.kept |= nodes
        return size + len(leaves)


def issued(document: dict[str, Any] | None = None, *, before: int = 9, after: int = 3) -> IssuedCard:
    """The signed card in a log with other entries before and after it."""
    document = document if document is not None else signed(unsigned())
    card_digest = digest(document)
    nodes = Nodes()
    leaf = leaf_hash(commitment(document["id"], card_digest, SALT, ISSUED))
    leaves = [leaf_hash(b"before %d" % i) for i in range(before)] + [leaf]
    leaves += [leaf_hash(b"after %d" % i) for i in range(after)]
    size = nodes.append(0, leaves)
    note = sign_checkpoint(LOG, size, root(size, nodes.fetch), sign=LOG_KEY.sign, public_key=public(LOG_KEY))
    return IssuedCard(
        id=document["id"],
        digest=card_digest.hex(),
        issued_at=ISSUED,
        document=document,
        log=log_proof(before, size, SALT, inclusion_path(before, size, nodes.fetch), note),
    )
