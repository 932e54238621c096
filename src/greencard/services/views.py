"""What a door needs to show a card: one value, no questions back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from greencard.card import content_of
from greencard.errors import Fault
from greencard.model import Assessment, Text, Value
from greencard.ports import CardRecord

__all__ = ["CardSummary", "CardView", "LogHead", "PublicKeys", "ReadingsTaken", "card_summary"]


class CardView(Value, frozen=True, kw_only=True):
    """A published card with everything its public page shows and its browser check needs."""

    record: CardRecord
    assessment: Assessment
    compact: bytes
    """GC1: COSE_Sign1 with the marked figures and the digest of the full card."""
    issuer_id: str
    issuer_name: Text
    issuer_public_key: bytes
    log_name: str
    log_size: int
    log_public_key: bytes
    base_url: str
    checked_at: datetime


class ReadingsTaken(Value, frozen=True, kw_only=True):
    """What became of a file of readings: how many intervals were new, and what looked implausible in the file."""

    new: int
    warnings: tuple[Fault, ...] = ()


class CardSummary(Value, frozen=True, kw_only=True):
    """One line of a list of cards."""

    id: str
    slug: str
    product_id: str
    name: Text
    declared_unit: Text
    total_kg_co2e: Decimal
    measured_share: Decimal
    illustrative: bool
    status: str
    issued_at: datetime
    valid_until: date


class PublicKeys(Value, frozen=True, kw_only=True):
    """Keys a stranger may choose to trust, base64 of raw Ed25519: issuers by identifier, logs by name."""

    issuers: dict[str, str]
    logs: dict[str, str]


class LogHead(Value, frozen=True, kw_only=True):
    """State of the log: its name, size, newest signed checkpoint and key."""

    name: str
    size: int
    checkpoint: str | None
    public_key: bytes


def card_summary(record: CardRecord) -> CardSummary:
    """What the card itself says, in one line: the signed figures, not the assessment behind them."""
    content = content_of(record.card.document)
    return CardSummary(
        id=record.card.id,
        slug=record.slug,
        product_id=record.product_id,
        name=content.product_name,
        declared_unit=content.declared_unit,
        total_kg_co2e=Decimal(content.footprint.kg_co2e),
        measured_share=Decimal(content.footprint.measured_percent) / 100,
        illustrative=content.illustrative,
        status=record.status,
        issued_at=record.card.issued_at,
        valid_until=date.fromisoformat(record.card.document["validUntil"][:10]),
    )
