"""Use cases in memory for tests of the HTTP door and the pages: real keys, one real card, everything else recorded."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from card_samples import (
    BASE,
    ISSUER_ID,
    ISSUER_KEY,
    ISSUER_NAME,
    LOG,
    LOG_CHECK,
    LOG_KEY,
    METHOD,
    NOW,
    OTHER_KEY,
    SALT,
    STATUS_INDEX,
    TRUSTED,
    Nodes,
    assessment,
    footprint,
    product,
    public,
)
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.card import (
    build_document,
    context_document,
    did_document,
    digest,
    encode_compact,
    secure,
    status_list_credential,
    verify,
)
from greencard.errors import InvalidInput, Place, Unavailable, declare
from greencard.log import commitment, inclusion_path, leaf_hash, log_proof, root, sign_checkpoint
from greencard.model import (
    Assessment,
    ChainElement,
    Comparison,
    DayProfile,
    ExplainNode,
    FactorRef,
    IssuedCard,
    Leg,
    Matrix,
    Order,
    PillarReport,
    RooftopSolar,
    Route,
    SolarMatch,
    Text,
    TransportResult,
    Verdict,
)
from greencard.model.claims import ClaimReport
from greencard.ports import CardRecord, Principal, StoredProduct
from greencard.services.border import border_calendar, border_costs, border_scope
from greencard.services.claims import ClaimsAsked, card_figures, check_claims
from greencard.services.pillars import pillars_of
from greencard.services.views import CardSummary, CardView, PublicKeys, ReadingsTaken

TOKEN = "test-token-of-the-operator"
SLUG = "0192f5a07c1e7b449a513f2f"
LOT_SLUG = "01/06901234567892/10/B2026-10"

UNKNOWN_PRODUCT = declare(
    "GC-TST-001",
    InvalidInput,
    en="There is no product {name}.",
    zh="没有商品 {name}。",
    remedy_en="Store it first.",
    remedy_zh="请先保存。",
)
STORE_BUSY = declare(
    "GC-TST-002", Unavailable, en="The store is busy.", zh="数据库正忙。", remedy_en="Wait.", remedy_zh="请稍候。"
)
BAD_MASS = declare(
    "GC-TST-003",
    InvalidInput,
    en="{field} must be a number.",
    zh="{field} 须为数字。",
    remedy_en="Give the mass in kg.",
    remedy_zh="请填写千克数。",
)

GRID = FactorRef(
    id="sample/grid", name="Grid", value=Decimal("0.58"), unit="kg CO2e/kWh", region="CN", year=2024, gwp="AR6",
    source="made up for tests", licence="none",
)  # fmt: skip


def _element(mode: Any, origin: str, destination: str, kg: str) -> ChainElement:
    return ChainElement(
        mode=mode,
        origin=origin,
        destination=destination,
        distance_km=Decimal(300),
        mass_kg=Decimal("1.1"),
        wtw_kg_co2e=Decimal(kg),
        ttw_kg_co2e=None,
        factor=GRID,
        formula="made up",
    )


def chain_of(*elements: ChainElement) -> TransportResult:
    total = sum((item.wtw_kg_co2e for item in elements), Decimal(0))
    return TransportResult(elements=elements, wtw_kg_co2e=total, ttw_kg_co2e=None, mass_kg=Decimal("1.1"))


SEA = _element("sea_container", "CNNGB", "DEHAM", "0.1842")
LAST = _element("road_hgv", "DEHAM", "Hamburg", "0.0041")
BY_RAIL = chain_of(_element("rail", "Yiwu", "CNNGB", "0.0039"), SEA, LAST)
BY_ROAD = chain_of(_element("road_hgv", "Yiwu", "CNNGB", "0.0272"), SEA, LAST)


def comparison(project: TransportResult, baseline: TransportResult) -> Comparison:
    return Comparison(
        baseline_name=Text(en="lorry to Ningbo, same ship", zh="卡车至宁波，同一海运"),
        baseline=baseline,
        project_kg_co2e=project.wtw_kg_co2e,
        baseline_kg_co2e=baseline.wtw_kg_co2e,
        avoided_kg_co2e=baseline.wtw_kg_co2e - project.wtw_kg_co2e,
    )


def _day() -> DayProfile:
    load = [12, 12, 11, 11, 12, 15, 40, 80, 98, 104, 110, 112, 70, 74, 108, 110, 106, 90, 62, 34, 26, 22, 18, 14]
    sun = [0, 0, 0, 0, 0, 2, 8, 30, 62, 98, 140, 170, 180, 178, 152, 118, 84, 52, 20, 6, 0, 0, 0, 0]
    both = [min(a, b) for a, b in zip(load, sun, strict=True)]
    return DayProfile(
        day="2026-05-14",
        seconds=3600,
        load_kw=tuple(map(Decimal, load)),
        pv_kw=tuple(map(Decimal, sun)),
        matched_kw=tuple(map(Decimal, both)),
    )


def full_assessment(**changes: Any) -> Assessment:
    """An assessment with a solar match, a baseline route and evidence of several grades."""
    base = footprint()
    match = SolarMatch(
        period_start=datetime(2025, 10, 1, tzinfo=UTC),
        period_end=datetime(2026, 10, 1, tzinfo=UTC),
        intervals=8719,
        missing_intervals=41,
        load_wh=900_000_000,
        self_consumed_wh=247_400_000,
        exported_wh=60_000_000,
        pv_wh=307_400_000,
        clearest_day=_day(),
    )
    explain = ExplainNode(
        label=Text(en="total", zh="合计"),
        kg_co2e=base.total_kg_co2e,
        basis="measured",
        children=(
            ExplainNode(
                label=Text(en="grid", zh="电网"), kg_co2e=Decimal("0.3"), basis="measured", factor=GRID, grade="E3"
            ),
            ExplainNode(label=Text(en="rest", zh="其余"), kg_co2e=Decimal("0.98746"), basis="measured", grade="E1"),
        ),
    )
    power = msgspec.structs.replace(base.electricity, match=match, grid_factor=GRID)
    made = product()
    solar = RooftopSolar(kwp=Decimal(420), certificates="kept")
    made = msgspec.structs.replace(
        made,
        facility=msgspec.structs.replace(made.facility, solar=solar),
        route=Route(
            destination="Hamburg",
            legs=(Leg(mode="rail", origin="Yiwu", destination="CNNGB", distance_km=Decimal(260)),),
        ),
    )
    values: dict[str, Any] = {
        "product": made,
        "footprint": msgspec.structs.replace(base, electricity=power, explain=explain),
        "transport": BY_RAIL,
        "comparison": comparison(BY_RAIL, BY_ROAD),
    }
    return assessment(**(values | changes))


def make_view(
    about: Assessment | None = None,
    *,
    base: str = BASE,
    slug: str = SLUG,
    valid_from: datetime | None = None,
    days: int = 365,
    status: Any = "active",
    third_party: Any = None,
    status_index: int = STATUS_INDEX,
) -> CardView:
    """A published card with real signatures: credential, compact form, log of 13 entries."""
    about = about or full_assessment()
    start = valid_from or datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    card_id = f"{base}/cards/{slug if '/' not in slug else SLUG}"
    document = build_document(
        about,
        issuer_id=ISSUER_ID,
        issuer_name=ISSUER_NAME,
        card_id=card_id,
        valid_from=start,
        valid_until=start + timedelta(days=days),
        status_index=status_index,
        base_url=base,
        third_party=third_party,
    )
    signed = secure(document, sign=ISSUER_KEY.sign, verification_method=METHOD, created=start)
    card_digest = digest(signed)
    nodes = Nodes()
    leaf = leaf_hash(commitment(card_id, card_digest, SALT, start))
    leaves = [leaf_hash(b"before %d" % i) for i in range(9)] + [leaf] + [leaf_hash(b"after %d" % i) for i in range(3)]
    size = nodes.append(0, leaves)
    note = sign_checkpoint(LOG, size, root(size, nodes.fetch), sign=LOG_KEY.sign, public_key=public(LOG_KEY))
    card = IssuedCard(
        id=card_id,
        digest=card_digest.hex(),
        issued_at=start,
        document=signed,
        log=log_proof(9, size, SALT, inclusion_path(9, size, nodes.fetch), note),
    )
    record = CardRecord(
        card=card,
        party="local",
        product_id=about.product.id,
        product_version=1,
        assessment_id="ab" * 32,
        status_index=status_index,
        published=True,
        status=status,
        slug=slug,
    )
    return CardView(
        record=record,
        assessment=about,
        compact=encode_compact(signed, public_key=public(ISSUER_KEY), sign=ISSUER_KEY.sign),
        issuer_id=ISSUER_ID,
        issuer_name=ISSUER_NAME,
        issuer_public_key=public(ISSUER_KEY),
        log_name=LOG,
        log_size=size,
        log_public_key=public(LOG_KEY),
        base_url=base,
        checked_at=NOW,
    )


def scenarios() -> dict[str, CardView]:
    """Cards in every state a page can find them in, under a name that says which."""
    good, now = make_view(), datetime.now(UTC).replace(microsecond=0)
    about = full_assessment()
    other = msgspec.structs.replace(
        about.footprint,
        total_kg_co2e=Decimal("0.28746"),
        stages=(msgspec.structs.replace(about.footprint.stages[0], kg_co2e=Decimal("0.28746"),
                measured_kg_co2e=Decimal("0.28746"), default_kg_co2e=Decimal(0)),),
    )  # fmt: skip
    lower = make_view(msgspec.structs.replace(about, footprint=other))
    tampered = bytearray(good.compact)
    tampered[-90] ^= 1
    log = good.record.card.log
    assert log is not None
    outside = msgspec.structs.replace(
        good.record.card, log=msgspec.structs.replace(log, path=(log.path[1], *log.path[1:]))
    )
    replace, own = msgspec.structs.replace, good.record.card
    lies = replace(lower.record.card, log=own.log, issued_at=own.issued_at, id=own.id)
    return {
        "genuine": good,
        "tampered": replace(good, compact=bytes(tampered)),
        "lying": replace(lower, compact=good.compact, record=replace(lower.record, card=lies)),
        "expired": make_view(valid_from=now - timedelta(days=400)),
        "early": make_view(valid_from=now + timedelta(days=2)),
        "withdrawn": make_view(status_index=7, status="revoked"),
        "replaced": make_view(status_index=8, status="superseded"),
        "unreadable": replace(good, compact=b"\x00" * 200),
        "outside": replace(good, record=replace(good.record, card=outside)),
        "stranger": replace(good, issuer_public_key=public(OTHER_KEY)),
    }  # fmt: skip


def verdict_of(order: Order) -> Verdict:
    return Verdict(
        order=order,
        overall="cannot_tell",
        summary=Text(en="Cannot tell yet.", zh="还不能判断。"),
        outcomes=(),
        pack="cd" * 32,
        engine="test",
        as_of=date(2026, 11, 23),
    )


@dataclass
class StandIn:
    """The use cases of one small installation; `calls` holds what was asked of it."""

    views: dict[str, CardView] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    fail: Exception | None = None
    note: str | None = None
    status_key: Ed25519PrivateKey = ISSUER_KEY

    def _asked(self, *call: Any) -> None:
        self.calls.append(call)
        if self.fail is not None:
            raise self.fail

    def _stored(self) -> StoredProduct:
        return StoredProduct(product=product(), version=1, party="local", stored_at=NOW, digest="ef" * 32)

    def assess(self, principal: Principal, product_given: Any, /, *, readings: Any, on: date) -> Assessment:
        self._asked("assess", principal, product_given, readings, on)
        return full_assessment()

    def store_product(self, principal: Principal, data: bytes, file: str, /) -> StoredProduct:
        self._asked("store_product", principal, data, file)
        return self._stored()

    def products(self, principal: Principal, /) -> list[StoredProduct]:
        self._asked("products", principal)
        return [self._stored()]

    def product(self, principal: Principal, product_id: str, /) -> StoredProduct:
        self._asked("product", principal, product_id)
        if product_id != product().id:
            raise UNKNOWN_PRODUCT.at(name=product_id)
        return self._stored()

    def store_readings(self, principal: Principal, facility_id: str, data: bytes, file: str, /) -> ReadingsTaken:
        self._asked("store_readings", principal, facility_id, data, file)
        return ReadingsTaken(new=data.count(b"\n"))

    def assess_stored(self, principal: Principal, product_id: str, /, *, on: date | None) -> Assessment:
        self._asked("assess_stored", principal, product_id, on)
        return full_assessment()

    def issue_card(self, principal: Principal, product_id: str, /, *, on: date | None) -> CardRecord:
        self._asked("issue_card", principal, product_id, on)
        return next(iter(self.views.values())).record

    def withdraw_card(self, principal: Principal, card_id: str, /) -> None:
        self._asked("withdraw_card", principal, card_id)

    def card_view(self, name: str, /) -> CardView | None:
        self._asked("card_view", name)
        return self.views.get(name)

    def published_count(self) -> int:
        self._asked("published_count")
        return len(self.published_cards())

    def published_cards(self, most: int | None = None, /) -> list[CardSummary]:
        self._asked("published_cards", most)
        return [
            CardSummary(
                id=view.record.card.id,
                slug=view.record.slug,
                product_id=view.record.product_id,
                name=view.assessment.product.name,
                declared_unit=view.assessment.footprint.declared_unit,
                total_kg_co2e=view.assessment.footprint.total_kg_co2e,
                measured_share=view.assessment.footprint.measured_share,
                illustrative=view.assessment.illustrative,
                status=view.record.status,
                issued_at=view.record.card.issued_at,
                valid_until=date.fromisoformat(view.record.card.document["validUntil"][:10]),
            )
            for view in self.views.values()
        ]

    def verify_card(self, data: bytes, /) -> Any:
        self._asked("verify_card", data)
        return verify(data, at=datetime.now(UTC), trusted=TRUSTED, log_check=LOG_CHECK)

    def check_order(self, principal: Principal, product_id: str, order: Order, /, *, explain: bool = False) -> Verdict:
        self._asked("explain_order" if explain else "check_order", principal, product_id, order)
        return verdict_of(order)

    def check_orders(self, principal: Principal, product_ids: Any, orders: Any, /, *, full: bool = False) -> Matrix:
        self._asked("check_orders", principal, product_ids, orders, full)
        return Matrix(
            products=tuple(product_ids),
            destinations=tuple(order.destination for order in orders),
            cells=(),
            as_of=date(2026, 11, 23),
            engine="test",
        )

    def border_costs(self, questions: Any, /, *, as_of: date | None = None) -> Any:
        self._asked("border_costs", questions, as_of)
        return border_costs(questions, packs=ShippedPacks(), as_of=as_of or date(2026, 11, 23))

    def border_scope(self, cn: str, /) -> Any:
        self._asked("border_scope", cn)
        return border_scope(cn, packs=ShippedPacks())

    def border_calendar(self, *, first: date | None = None, last: date | None = None) -> Any:
        self._asked("border_calendar", first, last)
        return border_calendar(packs=ShippedPacks(), as_of=date(2026, 11, 23), first=first, last=last)

    def check_claims(self, asked: ClaimsAsked, /) -> ClaimReport:
        self._asked("check_claims", asked)
        figures = None
        if asked.card is not None:
            data = msgspec.json.encode(asked.card)
            figures = card_figures(data, self.verify_card(data))
        on = asked.on or date(2026, 11, 30)
        return check_claims(
            asked.text, packs=ShippedPacks(), destinations=asked.destinations, on=on, figures=figures,
            audience=asked.audience,
        )  # fmt: skip

    def pillars_stored(self, principal: Principal, product_id: str, /, **asked: Any) -> PillarReport:
        self._asked("pillars_stored", principal, product_id, asked)
        return pillars_of(product(), packs=ShippedPacks(), **({"on": date(2026, 11, 30)} | asked))

    def check_product(self, data: bytes, file: str, /) -> tuple[Any, ...]:
        self._asked("check_product", data, file)
        return () if b"good" in data else (BAD_MASS.fault(Place("/mass_kg", file, 3), field="mass_kg"),)

    def status_list(self, purpose: Any, /, *, test: bool = False) -> dict[str, Any]:
        self._asked("status_list", purpose, test)
        now = datetime.now(UTC)
        document = status_list_credential(
            list_url=f"{BASE}/status/{purpose}",
            issuer_id=ISSUER_ID,
            purpose=purpose,
            set_indices=self.withdrawn if purpose == "revocation" else self.replaced,
            valid_from=now,
            valid_until=now + timedelta(days=7),
        )
        return secure(document, sign=self.status_key.sign, verification_method=METHOD, created=now)

    def issuer_document(self) -> dict[str, Any]:
        self._asked("issuer_document")
        return did_document(ISSUER_ID, public(ISSUER_KEY))

    def public_keys(self) -> PublicKeys:
        self._asked("public_keys")
        return PublicKeys(issuers={ISSUER_ID: b64encode(public(ISSUER_KEY)).decode()}, logs={})

    def context_document(self) -> dict[str, Any]:
        self._asked("context_document")
        return context_document(BASE)

    def log_checkpoint(self) -> str | None:
        self._asked("log_checkpoint")
        return self.note

    def log_entry(self, index: int, /) -> bytes:
        self._asked("log_entry", index)
        return b'{"type":"greencard/leaf/1"}'

    def ready(self) -> dict[str, Any]:
        self._asked("ready")
        return {"store": "ok"}


def stand_in(**changes: Any) -> StandIn:
    """One card under its short name, its id and its GS1 path."""
    view = make_view()
    views = {SLUG: view, LOT_SLUG: view}
    note = view.record.card.log.checkpoint if view.record.card.log is not None else None
    return StandIn(**({"views": views, "note": note} | changes))
