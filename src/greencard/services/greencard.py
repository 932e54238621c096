"""The use cases of greencard: every door calls these and nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from greencard.card import (
    TrustedIssuer,
    context_document,
    did_document,
    encode_compact,
    verification_method,
    verify,
)
from greencard.catalogue import product_digest
from greencard.energy import Site, parse_readings
from greencard.errors import NotFound, Refused, declare
from greencard.log import publication_check
from greencard.ports import Principal
from greencard.services.assess import assess_product, meter_period
from greencard.services.booking import (
    book_period,
    booked_energy,
    lot_balances,
    release_period,
    retire_booked,
    solar_divided,
)
from greencard.services.border_desk import BorderDesk
from greencard.services.order_desk import OrderDesk
from greencard.services.products import check_product_file, read_product_file
from greencard.services.publish import Issuer, issue, issuer_for, log_name
from greencard.services.settings import LOG_KEY, Settings
from greencard.services.status import StatusList, signed_status_list
from greencard.services.supplier_cards import cards_in, supplier_cards
from greencard.services.views import CardSummary, CardView, LogHead, PublicKeys, ReadingsTaken, card_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from greencard.card import StatusPurpose, Verification
    from greencard.energy import Readings
    from greencard.errors import Fault
    from greencard.footprint import SupplierCard
    from greencard.model import Assessment, MeterInterval, Product
    from greencard.model.lot import EnergyBooking, LotBalance
    from greencard.ports import CardRecord, Clock, Keys, Store, StoredProduct, StoreSession
    from greencard.services.energy import Period
    from greencard.services.packs import Packs

__all__ = ["Greencard"]

UNKNOWN_PRODUCT = declare(
    "GC-SVC-002",
    NotFound,
    en="There is no product {product} here.",
    zh="此处没有商品 {product}。",
    remedy_en="Store the product file first, or check its id.",
    remedy_zh="请先提交产品文件，或核对编号。",
)
UNKNOWN_CARD = declare(
    "GC-SVC-003",
    NotFound,
    en="There is no card {card} here.",
    zh="此处没有卡片 {card}。",
    remedy_en="Check the card's id, or ask its issuer.",
    remedy_zh="请核对卡号，或询问签发方。",
)
UNKNOWN_ENTRY = declare(
    "GC-SVC-006",
    NotFound,
    en="The log has no entry {index}.",
    zh="日志中没有第 {index} 条。",
    remedy_en="Entries count from 0; ask /log for its size.",
    remedy_zh="条目从 0 起计；总数见 /log。",
)
NO_ACTIVE_CARD = declare(
    "GC-SVC-005",
    Refused,
    en="The card {card} is {status} already; its status does not change again.",
    zh="卡片 {card} 的状态已是 {status}，不能再更改。",
    remedy_en="Issue a new card for the product instead.",
    remedy_zh="请为该商品签发新卡。",
)

_PUBLIC = Principal(party="(public)", roles=())
"""Reads of what is published run in the scope of nobody: no record can belong to this name."""


class Greencard(OrderDesk, BorderDesk):
    """One installation: its store, keys, clock, data packs and settings. Every call names its principal."""

    def __init__(self, *, store: Store, keys: Keys, clock: Clock, packs: Packs, settings: Settings) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._packs = packs
        self._settings = settings

    @property
    def settings(self) -> Settings:
        """Who issues, under which address."""
        return self._settings

    def today(self) -> date:
        """The clock's date, UTC."""
        return self._clock.now().date()

    # -- products and readings ------------------------------------------------------------------------------------

    def check_product(self, data: bytes, file: str) -> tuple[Fault, ...]:
        """Every fault of a product file; nothing is stored."""
        return check_product_file(data, file, self._packs)

    def store_product(self, principal: Principal, data: bytes, file: str) -> StoredProduct:
        """Store a product file as the newest version of its product.

        Raises:
            InvalidInput: the file has errors; all of them are in the exception, nothing is stored.
        """
        return self.put_product(principal, read_product_file(data, file, self._packs))

    def put_product(self, principal: Principal, product: Product) -> StoredProduct:
        """Store a product record; unchanged content gives the version that is there."""
        with self._store.session(principal) as session:
            session.put_party(self._settings.party)
            session.put_facility(product.facility)
            return session.put_product(product, product_digest(product))

    def products(self, principal: Principal) -> list[StoredProduct]:
        """Newest version of each own product."""
        with self._store.session(principal) as session:
            return list(session.products())

    def product(self, principal: Principal, product_id: str) -> StoredProduct:
        """Newest version of an own product.

        Raises:
            NotFound: no such product in the principal's scope (GC-SVC-002).
        """
        with self._store.session(principal) as session:
            stored = session.product(product_id)
        if stored is None:
            raise UNKNOWN_PRODUCT.at(product=product_id)
        return stored

    def store_readings(self, principal: Principal, facility_id: str, data: bytes, file: str) -> ReadingsTaken:
        """Store a file of interval readings of an own facility; tells how many were new, and what looks implausible.

        Place and plant of the facility sharpen the checks. What is stored is what was read; every assessment judges it
        again.
        """
        with self._store.session(principal) as session:
            facility = session.facility(facility_id)
        readings = parse_readings(data, file, site=None if facility is None else Site.of(facility))
        taken = sorted((*readings.intervals, *readings.set_aside), key=lambda interval: interval.start)
        new = self.put_readings(principal, facility_id, taken)
        return ReadingsTaken(new=new, warnings=readings.warnings)

    def put_readings(self, principal: Principal, facility_id: str, intervals: Iterable[MeterInterval]) -> int:
        """Store interval readings of an own facility; gives the number of new ones."""
        with self._store.session(principal) as session:
            return session.put_readings(facility_id, intervals)

    # -- energy that is given once ---------------------------------------------------------------------------------

    def book_energy(self, principal: Principal, period: Period) -> tuple[EnergyBooking, bool]:
        """Book a facility period, and whether that is new; see `greencard.services.booking.book_period`."""
        return book_period(self._store, principal, period)

    def release_energy(self, principal: Principal, facility_id: str, start: datetime, end: datetime) -> EnergyBooking:
        """Undo the booking of exactly this period that no card stands on."""
        return release_period(self._store, principal, facility_id, start, end)

    def energy_lots(self, principal: Principal, facility_id: str | None = None) -> list[LotBalance]:
        """Own lots with what is allocated and retired of them."""
        return lot_balances(self._store, principal, facility_id)

    # -- assessment ----------------------------------------------------------------------------------------------

    def assess(
        self,
        principal: Principal,
        product: Product,
        *,
        readings: Readings | Sequence[MeterInterval] | None = None,
        on: date | None = None,
    ) -> Assessment:
        """Assess a record without storing anything."""
        del principal  # the data are in the caller's hands; nothing is read from the store
        return assess_product(product, readings=readings, packs=self._packs, on=on or self.today())

    def assess_stored(self, principal: Principal, product_id: str, *, on: date | None = None) -> Assessment:
        """Assess the newest version of an own product with the stored readings of its meter period."""
        with self._store.session(principal) as session:
            return self._assess_in(session, product_id, on)[1]

    def _assess_in(
        self,
        session: StoreSession,
        product_id: str,
        on: date | None,
        cards: Mapping[str, SupplierCard] | None = None,
    ) -> tuple[StoredProduct, Assessment, EnergyBooking | None]:
        """The newest version assessed, with the booking of its facility's energy where one holds its part."""
        stored = session.product(product_id)
        if stored is None:
            raise UNKNOWN_PRODUCT.at(product=product_id)
        product = stored.product
        readings = None
        if product.meter is not None:
            start, end = meter_period(product.meter, product.facility.country)
            readings = session.readings(product.facility.id, start, end) or None
        booking, energy = booked_energy(session, product) or (None, None)
        day = on or self.today()
        verified = supplier_cards(
            product,
            find=cards_in(session),
            check=lambda data, at: self._verify_in(session, data, at),
            on=day,
            known=cards,
        )
        assessment = assess_product(
            product,
            readings=readings,
            packs=self._packs,
            on=day,
            energy=energy,
            cards=verified,
            solar_divided=booking is None and solar_divided(session, product),
        )
        return stored, assessment, booking

    # -- cards ---------------------------------------------------------------------------------------------------

    def issue_card(
        self,
        principal: Principal,
        product_id: str,
        *,
        on: date | None = None,
        cards: Mapping[str, SupplierCard] | None = None,
    ) -> CardRecord:
        """Assess an own product, sign its card, enter it into the log and publish it, in one transaction.

        Where the energy of its meter period is booked, the card stands on the product's part of it and retires that.
        Suppliers' cards are those of the store, or verified ones that the caller hands over in `cards`.

        Raises:
            NotFound: no such product in the principal's scope (GC-SVC-002).
            NotVerified: the log's self-check failed; nothing was stored (GC-SVC-001).
        """
        with self._store.session(principal) as session:
            before = [record.card.id for record in session.active_cards(product_id)]
            stored, assessment, booking = self._assess_in(session, product_id, on, cards)
            session.lock_programme()
            now_booked = booked_energy(session, stored.product)
            active = [record.card.id for record in session.active_cards(product_id)]
            if active != before or (now_booked and now_booked[0]) != booking:
                # Another session was faster: what was read before the wait may be older than what its card says.
                stored, assessment, booking = self._assess_in(session, product_id, on, cards)
            record = issue(
                session, self._keys, self._settings, assessment, stored.version, self._clock.now(), principal.party
            )
            if booking is not None:
                retire_booked(session, booking, product_id, record.card.id)
            return record

    def withdraw_card(self, principal: Principal, card_id: str) -> None:
        """Withdraw an own card; it stays readable and its status says so.

        Raises:
            NotFound: no such card of the principal (GC-SVC-003).
            Refused: the card is withdrawn or superseded already (GC-SVC-005).
        """
        with self._store.session(principal) as session:
            session.lock_programme()
            record = session.card(card_id)
            if record is None or record.party != principal.party:
                raise UNKNOWN_CARD.at(card=card_id)
            if record.status != "active":
                raise NO_ACTIVE_CARD.at(card=record.card.id, status=record.status)
            session.set_card_status(record.card.id, "revoked")

    def card_view(self, name: str) -> CardView | None:
        """A published card by its id, its name, or its batch's path (the newest), with all its page needs, or None."""
        with self._store.session(_PUBLIC) as session:
            record = session.card_by_slug(name) or session.card(name)
            if record is None or not record.published:
                return None
            assessment = session.assessment(record.assessment_id)
            size = session.log.size()
        if assessment is None:
            return None
        issuer = issuer_for(illustrative=assessment.illustrative, keys=self._keys, settings=self._settings)
        return CardView(
            record=record,
            assessment=assessment,
            compact=encode_compact(
                record.card.document,
                public_key=issuer.public_key,
                sign=lambda message: self._keys.sign(issuer.key, message),
            ),
            issuer_id=issuer.id,
            issuer_name=issuer.name,
            issuer_public_key=issuer.public_key,
            log_name=log_name(self._keys),
            log_size=size,
            log_public_key=self._keys.public_key(LOG_KEY),
            base_url=self._settings.base_url,
            checked_at=self._clock.now(),
        )

    def published_cards(self, most: int | None = None) -> list[CardSummary]:
        """The `most` newest published cards, newest first; by default every one."""
        with self._store.session(_PUBLIC) as session:
            return [card_summary(record) for record in islice(session.cards(published_only=True), most)]

    def published_count(self) -> int:
        """How many cards are published."""
        with self._store.session(_PUBLIC) as session:
            return session.published_count()

    def verify_card(self, data: bytes, *, at: datetime | None = None) -> Verification:
        """Check a card against this installation's keys, log and status list, one entry per check."""
        with self._store.session(_PUBLIC) as session:
            return self._verify_in(session, data, at or self._clock.now())

    def _verify_in(self, session: StoreSession, data: bytes, at: datetime) -> Verification:
        return verify(
            data,
            at=at,
            trusted={
                issuer.id: TrustedIssuer(
                    name=issuer.name, keys={verification_method(issuer.id): issuer.public_key}, test=issuer.test
                )
                for issuer in self._issuers()
            },
            log_check=publication_check({log_name(self._keys): self._keys.public_key(LOG_KEY)}),
            statuses=StatusList(session),
        )

    # -- what is public ------------------------------------------------------------------------------------------

    def status_list(self, purpose: StatusPurpose, *, test: bool = False) -> dict[str, Any]:
        """The Bitstring Status List credential of a purpose, signed by this installation's issuer or its test issuer.

        `revocation` holds withdrawn cards, `refresh` those replaced by a newer figure (Bitstring Status List v1.0). A
        card's issuer signs the list of its cards, or a verifier could not take the list's word.
        """
        with self._store.session(_PUBLIC) as session:
            statuses = session.statuses(ended_only=True)
        return signed_status_list(statuses, purpose, self._keys, self._settings, now=self._clock.now(), test=test)

    def issuer_document(self) -> dict[str, Any]:
        """DID document of this installation's issuer (DID Core 1.0)."""
        issuer = issuer_for(illustrative=False, keys=self._keys, settings=self._settings)
        return did_document(issuer.id, issuer.public_key)

    def context_document(self) -> dict[str, Any]:
        """The JSON-LD context of the terms that are our own."""
        return context_document(self._settings.base_url)

    def public_keys(self) -> PublicKeys:
        """Keys a stranger may choose to trust, to be handed over by another way than the card itself."""
        return PublicKeys(
            issuers={issuer.id: b64encode(issuer.public_key).decode("ascii") for issuer in self._issuers()},
            logs={log_name(self._keys): b64encode(self._keys.public_key(LOG_KEY)).decode("ascii")},
        )

    def log_head(self) -> LogHead:
        """Name, size, newest checkpoint and key of the log."""
        with self._store.session(_PUBLIC) as session:
            return LogHead(
                name=log_name(self._keys),
                size=session.log.size(),
                checkpoint=session.log.checkpoint(),
                public_key=self._keys.public_key(LOG_KEY),
            )

    def log_checkpoint(self) -> str | None:
        """The newest signed checkpoint; None while the log is empty."""
        return self.log_head().checkpoint

    def log_entry(self, index: int) -> bytes:
        """The bytes of a log entry, a salted commitment.

        Raises:
            NotFound: there is no such entry (GC-SVC-006).
        """
        with self._store.session(_PUBLIC) as session:
            if not 0 <= index < session.log.size():
                raise UNKNOWN_ENTRY.at(index=index)
            return session.log.entry(index)

    def ready(self) -> dict[str, Any]:
        """What a readiness probe may say: the store answers, and the log's key can be used.

        Raises:
            Unavailable: the store does not answer.
            Refused: a key file that others can read, or that cannot be read (GC-KEY codes).
        """
        return self._store.ready() | {"log": log_name(self._keys)}

    def _issuers(self) -> list[Issuer]:
        return [issuer_for(illustrative=flag, keys=self._keys, settings=self._settings) for flag in (False, True)]
