"""What this door asks of the services: the use cases, as a protocol, so that a test can bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, Protocol

from greencard.border import CalendarEvent, ScopeReport
from greencard.errors import Fault
from greencard.model import Assessment, Matrix, MeterInterval, Order, PillarReport, Product, Text, Verdict
from greencard.model.claims import ClaimReport
from greencard.ports import CardRecord, Principal, StoredProduct
from greencard.services.border import BorderAnswers, BorderQuestion
from greencard.services.claims import ClaimsAsked
from greencard.services.views import CardSummary, CardView, PublicKeys, ReadingsTaken

__all__ = ["CheckedLine", "StatusPurpose", "UseCases", "Verification"]

StatusPurpose = Literal["revocation", "refresh"]
"""Bitstring Status List v1.0 purposes served here: withdrawn cards, and cards replaced by a newer figure."""


class CheckedLine(Protocol):
    """One line of a verification, as `greencard.card` gives it."""

    @property
    def id(self) -> str:
        """Stable name of the check."""
        ...

    @property
    def state(self) -> str:
        """`pass`, `fail` or `unchecked`; unchecked is never a pass."""
        ...

    @property
    def code(self) -> str:
        """Error code where the check failed, else empty."""
        ...

    @property
    def text(self) -> Text:
        """What was found, in both languages."""
        ...

    @property
    def remedy(self) -> Text:
        """What to do where it did not pass, else empty."""
        ...

    @property
    def spec(self) -> str:
        """Clause the check comes from."""
        ...


class Verification(Protocol):
    """Outcome of checking one card file: one line per check, never one boolean."""

    @property
    def outcome(self) -> str:
        """The sentence above the lines, as a stable word."""
        ...

    @property
    def checks(self) -> Sequence[CheckedLine]:
        """The lines."""
        ...


class UseCases(Protocol):
    """The services behind this door. Every method may block; the door calls them off its event loop."""

    def assess(
        self, principal: Principal, product: Product, *, readings: Sequence[MeterInterval] | None, on: date
    ) -> Assessment:
        """Assessment of a product that need not be stored."""
        ...

    def store_product(self, principal: Principal, data: bytes, file: str, /) -> StoredProduct:
        """Store a product file; unchanged content gives the existing version back."""
        ...

    def products(self, principal: Principal, /) -> Sequence[StoredProduct]:
        """Newest version of every own product."""
        ...

    def product(self, principal: Principal, product_id: str, /) -> StoredProduct:
        """Newest version of an own product."""
        ...

    def store_readings(self, principal: Principal, facility_id: str, data: bytes, file: str, /) -> ReadingsTaken:
        """Store meter readings (CSV) of an own facility; how many were new, and what looks implausible."""
        ...

    def assess_stored(self, principal: Principal, product_id: str, /, *, on: date | None) -> Assessment:
        """Assessment of a stored product with its stored readings."""
        ...

    def issue_card(self, principal: Principal, product_id: str, /, *, on: date | None) -> CardRecord:
        """Assess, sign and enter into the log."""
        ...

    def withdraw_card(self, principal: Principal, card_id: str, /) -> None:
        """Withdraw an own card; it stays readable and says so."""
        ...

    def card_view(self, name: str, /) -> CardView | None:
        """A published card by its public path or id, or nothing."""
        ...

    def published_cards(self, most: int | None = None, /) -> Sequence[CardSummary]:
        """The `most` newest published cards, newest first; by default every one."""
        ...

    def published_count(self) -> int:
        """How many cards are published."""
        ...

    def verify_card(self, data: bytes, /) -> Verification:
        """Check a card file in any of its serialisations."""
        ...

    def check_order(self, principal: Principal, product_id: str, order: Order, /, *, explain: bool = False) -> Verdict:
        """May this order enter, and what does carbon cost at the border; `explain` lays the reasons open."""
        ...

    def check_orders(
        self, principal: Principal, product_ids: Sequence[str], orders: Sequence[Order], /, *, full: bool = False
    ) -> Matrix:
        """One word for each own product under each order; with `full` the whole verdicts."""
        ...

    def border_costs(self, questions: Sequence[BorderQuestion], /, *, as_of: date | None = None) -> BorderAnswers:
        """What carbon costs at the border for several lines."""
        ...

    def border_scope(self, cn: str, /) -> ScopeReport:
        """Where a commodity code stands in the border schemes."""
        ...

    def border_calendar(self, *, first: date | None = None, last: date | None = None) -> Sequence[CalendarEvent]:
        """Dated events of the border schemes."""
        ...

    def check_claims(self, asked: ClaimsAsked, /) -> ClaimReport:
        """What a text claims, which act forbids it where, and what may be said instead."""
        ...

    def pillars_stored(self, principal: Principal, product_id: str, /, **asked: Any) -> PillarReport:
        """The three pillars of an own product, with a buyer's answer where a profile is named."""
        ...

    def check_product(self, data: bytes, file: str, /) -> Sequence[Fault]:
        """Everything wrong with a product file, at once; nothing is stored."""
        ...

    def status_list(self, purpose: StatusPurpose, /, *, test: bool = False) -> dict[str, Any]:
        """The Bitstring Status List credential of a purpose, signed by the issuer or, with `test`, the test issuer."""
        ...

    def issuer_document(self) -> dict[str, Any]:
        """The issuer's DID document (did:web)."""
        ...

    def public_keys(self) -> PublicKeys:
        """Keys a stranger may choose to trust."""
        ...

    def context_document(self) -> dict[str, Any]:
        """The JSON-LD context of the terms that are our own."""
        ...

    def log_checkpoint(self) -> str | None:
        """The newest signed checkpoint, or nothing while the log is empty."""
        ...

    def log_entry(self, index: int, /) -> bytes:
        """The bytes of one leaf: a salted commitment."""
        ...

    def ready(self) -> dict[str, Any]:
        """What a readiness probe may say; raises `Unavailable` when a part does not answer."""
        ...
