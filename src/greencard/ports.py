"""What the services need from the outside world; adapters implement these, tests bring in-memory ones.

The core never imports an adapter. A port says what must hold whoever implements it; the conformance suites in
`tests/conformance/` run the same checks on each implementation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Literal, Protocol

from greencard.model import Assessment, Facility, IssuedCard, MeterInterval, Party, Product, Value
from greencard.model.lot import EnergyBooking, EnergyLot, LotAllocation, LotBalance

__all__ = [
    "CardRecord",
    "Clock",
    "EnergyBookings",
    "EnergyLots",
    "Keys",
    "LogStore",
    "Principal",
    "Store",
    "StoreSession",
    "StoredProduct",
]


class Principal(Value, frozen=True, kw_only=True):
    """On whose behalf a call runs. Services pass it to every store call; `party` is the scope."""

    party: str
    roles: tuple[str, ...] = ("merchant",)


class Clock(Protocol):
    """The only source of now."""

    def now(self) -> datetime:
        """Current instant, UTC, with time zone."""
        ...


class Keys(Protocol):
    """Signing keys that never leave the adapter (file, HSM, KMS)."""

    def public_key(self, name: str) -> bytes:
        """Raw 32-byte Ed25519 public key of `name`, generated on first use."""
        ...

    def sign(self, name: str, message: bytes) -> bytes:
        """64-byte Ed25519 signature (RFC 8032) of `message` by the key `name`."""
        ...


class StoredProduct(Value, frozen=True, kw_only=True):
    """One version of a product record; versions count from 1 and are never changed."""

    product: Product
    version: int
    party: str
    stored_at: datetime
    digest: str


class CardRecord(Value, frozen=True, kw_only=True):
    """A card as stored: published cards are public, everything else is its party's own."""

    card: IssuedCard
    party: str
    product_id: str
    product_version: int
    assessment_id: str
    status_index: int
    published: bool
    status: Literal["active", "revoked", "superseded"]
    slug: str
    """Public path: that of the product's batch (`01/06901234567892/10/B2026-10`), else the last segment of the id."""


class LogStore(Protocol):
    """Entries and perfect-subtree hashes of one log. All writes happen inside the session's transaction.

    A node (level, index) is the RFC 6962 hash over the leaves [index * 2**level, (index + 1) * 2**level); only nodes
    whose leaves are all there exist, so a root or a proof needs O(log n) of them. The arithmetic is in `greencard.log`.
    """

    def size(self) -> int:
        """Number of leaves."""
        ...

    def append(self, entries: Sequence[bytes], nodes: Mapping[tuple[int, int], bytes]) -> int:
        """Append entries in order with the nodes they complete; gives the index of the first entry.

        The writer holds the log's lock until the transaction ends: two sessions never append at the same size.
        """
        ...

    def nodes(self, ids: Sequence[tuple[int, int]]) -> list[bytes]:
        """Hashes of the named nodes, in the order asked for."""
        ...

    def entry(self, index: int) -> bytes:
        """The leaf's bytes (a salted commitment, never the card)."""
        ...

    def save_checkpoint(self, size: int, note: str) -> None:
        """Keep the signed checkpoint of a size; a different note for a size that has one is refused."""
        ...

    def checkpoint(self, size: int | None = None) -> str | None:
        """The signed checkpoint of a size, the newest by default."""
        ...


class EnergyLots(Protocol):
    """Metered energy, allocated once, in the session's transaction and its party's scope.

    Whatever interleaves, of every lot: retired <= allocated <= metered; exports are never allocated; a retirement is
    final. The rules are in `greencard.energy.lots`.
    """

    def put(self, lot: EnergyLot) -> bool:
        """Store a lot of an own facility; the same again is skipped. Gives whether it is new.

        Refused: another lot under the id, a period that a lot of facility and source covers already, a certificate
        that any party has a lot of.
        """
        ...

    def balance(self, lot_id: str) -> LotBalance | None:
        """An own lot with what is allocated and retired of it."""
        ...

    def balances(self, facility_id: str | None = None) -> Iterator[LotBalance]:
        """Own lots, by id; those of one facility where it is named."""
        ...

    def allocate(self, allocation: LotAllocation) -> LotAllocation:
        """Give part of a lot to a product; refused where the lot has less left. The same again changes nothing."""
        ...

    def release(self, allocation_id: str) -> None:
        """Give an allocation back; refused once it is retired."""
        ...

    def retire(self, allocation_id: str, target: str) -> None:
        """Retire an allocation for a card or a product version, for good."""
        ...

    def drop(self, lot_id: str) -> bool:
        """Take a lot back of which nothing is held or retired, with what was released of it. Gives whether it went.

        What was metered can then become a lot again: of another period, or of readings that came late.
        """
        ...

    def allocation(self, allocation_id: str) -> LotAllocation | None:
        """An own allocation, whatever became of it."""
        ...

    def allocations(self, lot_id: str) -> list[LotAllocation]:
        """Allocations of an own lot, released ones included, by id."""
        ...


class EnergyBookings(Protocol):
    """Divisions of a facility's periods, in the session's transaction and its party's scope.

    Whatever interleaves, no two bookings in force of one facility overlap in time. Released ones are kept.
    """

    def put(self, booking: EnergyBooking) -> bool:
        """Put a booking of an own facility into force; the same again changes nothing. Gives whether it is new.

        Refused: another booking in force overlaps it in time.
        """
        ...

    def release(self, booking_id: str) -> None:
        """Take a booking out of force."""
        ...

    def overlapping(self, facility_id: str, start: datetime, end: datetime) -> list[EnergyBooking]:
        """Bookings in force of an own facility that reach into [start, end), by start."""
        ...


class StoreSession(Protocol):
    """One transaction in one party's scope; leaving the context without error commits, an exception rolls all back."""

    @property
    def log(self) -> LogStore:
        """The log, written in this session's transaction."""
        ...

    @property
    def lots(self) -> EnergyLots:
        """Energy lots, written in this session's transaction."""
        ...

    @property
    def bookings(self) -> EnergyBookings:
        """Divisions of facilities' periods, written in this session's transaction."""
        ...

    def put_party(self, party: Party) -> None:
        """Create or replace the session's own party record."""
        ...

    def lock_programme(self) -> None:
        """Wait for every other session that issues or withdraws, and keep them waiting until this one ends.

        From here on nobody else changes the log, the status list or a public path, and every read sees what they left.
        """
        ...

    def party(self, party_id: str) -> Party | None:
        """A party by id: the own one, or the public name of another that has published a card."""
        ...

    def put_facility(self, facility: Facility) -> None:
        """Create or replace a facility of the own party."""
        ...

    def facility(self, facility_id: str) -> Facility | None:
        """A facility of the own party, or None."""
        ...

    def put_product(self, product: Product, digest: str) -> StoredProduct:
        """Store a product; unchanged content (same digest) gives the existing version back."""
        ...

    def product(self, product_id: str, version: int | None = None) -> StoredProduct | None:
        """A version of an own product, the newest by default."""
        ...

    def products(self) -> Iterator[StoredProduct]:
        """Newest version of each own product, by id."""
        ...

    def put_readings(self, facility_id: str, readings: Iterable[MeterInterval]) -> int:
        """Store readings of an own facility; a reading that is there already with the same values is skipped.

        Returns the number of new rows. A different value for a stored interval is refused.
        """
        ...

    def readings(self, facility_id: str, start: datetime, end: datetime) -> list[MeterInterval]:
        """Readings of an own facility with start in [start, end), in order."""
        ...

    def put_assessment(self, assessment: Assessment, product_version: int) -> str:
        """Keep an assessment; gives its id (SHA-256 of its canonical bytes)."""
        ...

    def assessment(self, assessment_id: str) -> Assessment | None:
        """An own assessment, or the one behind a published card."""
        ...

    def next_status_index(self) -> int:
        """A fresh position in the programme's status list, never given twice."""
        ...

    def put_card(self, record: CardRecord) -> None:
        """Store an issued card; the same id twice is refused."""
        ...

    def card(self, card_id: str) -> CardRecord | None:
        """A card of the own party, or any published one, by its id or the last segment of its id."""
        ...

    def card_by_slug(self, slug: str) -> CardRecord | None:
        """The newest published card under a public path, whatever its status."""
        ...

    def cards(self, *, published_only: bool = False) -> Iterator[CardRecord]:
        """Own cards, newest first; with `published_only`, all published cards of everyone."""
        ...

    def active_cards(self, product_id: str) -> list[CardRecord]:
        """Own cards of a product that are neither withdrawn nor superseded, newest first."""
        ...

    def times_issued(self, assessment_id: str) -> int:
        """Number of own cards that say what this assessment says, whatever their status."""
        ...

    def set_card_status(self, card_id: str, status: Literal["active", "revoked", "superseded"]) -> None:
        """Withdraw or supersede an own card. Cards are never deleted."""
        ...

    def published_count(self) -> int:
        """How many cards are published, of everyone."""
        ...

    def statuses(self, *, ended_only: bool = False) -> list[tuple[int, str]]:
        """(status index, status) of every card ever issued, by index; or of those withdrawn or superseded."""
        ...

    def status_at(self, index: int) -> str | None:
        """Status of the card at a position of the status list; None where no card was issued."""
        ...


class Store(Protocol):
    """The system of record."""

    def session(self, principal: Principal) -> AbstractContextManager[StoreSession]:
        """One transaction in the principal's scope."""
        ...

    def ready(self) -> dict[str, Any]:
        """What a readiness probe may say; raises `Unavailable` when the store does not answer."""
        ...

    def close(self) -> None:
        """Release connections and locks."""
        ...
