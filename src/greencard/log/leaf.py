"""What the log publishes of a card: a salted commitment, so that an append-only public file holds no card data.

Erasing the salt erases the link between the leaf and the card; the leaf itself then says only that something was
published then. The leaf is RFC 8785 canonical JSON, so that a page can rebuild it with nothing but SHA-256.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from greencard.errors import InvalidInput, NotVerified, declare

__all__ = ["LEAF_TYPE", "MAX_SALT_BYTES", "MIN_SALT_BYTES", "check_commitment", "commitment"]

LEAF_TYPE: Final = "greencard/leaf/1"
MIN_SALT_BYTES: Final = 16
"""128 bits: a guessed card must not be confirmable against the public log."""
MAX_SALT_BYTES: Final = 64
_DIGEST_BYTES: Final = 32

BAD_COMMITMENT = declare(
    "GC-LOG-009",
    InvalidInput,
    en="A log entry needs a card digest of 32 bytes, a salt of 16 to 64 bytes, a time with zone.",
    zh="日志条目需要 32 字节卡片摘要、16 至 64 字节的盐和带时区的时间。",
    remedy_en="Take digest, salt and time from the card file as it was downloaded.",
    remedy_zh="请使用下载的卡片文件中的摘要、盐和时间。",
)
OTHER_CARD = declare(
    "GC-LOG-011",
    NotVerified,
    en="The log entry speaks of another card.",
    zh="该日志条目对应另一张卡。",
    remedy_en="Download the card and its proof again.",
    remedy_zh="请重新下载卡片及其证明。",
)


def commitment(card_id: str, card_digest: bytes, salt: bytes, at: datetime) -> bytes:
    """The leaf's bytes: type, SHA-256 of the card's id, SHA-256(salt ‖ digest bytes), time in UTC.

    Raises:
        InvalidInput: no digest, a salt out of bounds or a time without zone (GC-LOG-009).
    """
    if len(card_digest) != _DIGEST_BYTES or not MIN_SALT_BYTES <= len(salt) <= MAX_SALT_BYTES or at.tzinfo is None:
        raise BAD_COMMITMENT.at()
    card = sha256(card_id.encode("utf-8", "surrogatepass")).hexdigest()
    # The digest has a fixed length, so salt ‖ digest can be read in one way only.
    salted = sha256(salt + card_digest).hexdigest()
    time = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f'{{"card":"{card}","commitment":"{salted}","time":"{time}","type":"{LEAF_TYPE}"}}'.encode()


def check_commitment(leaf: bytes, card_id: str, card_digest: bytes, salt: bytes, at: datetime) -> None:
    """Check that `leaf` commits to this card at this time.

    Raises:
        NotVerified: it does not (GC-LOG-011).
        InvalidInput: as `commitment`.
    """
    if not compare_digest(leaf, commitment(card_id, card_digest, salt, at)):
        raise OTHER_CARD.at()
