"""The issued card with its proof of publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from greencard.model.base import Value

__all__ = ["IssuedCard", "LogProof"]


class LogProof(Value, frozen=True, kw_only=True):
    """Inclusion of one leaf in the log, and the signed checkpoint it is proved against (RFC 6962 2.1.1, C2SP note)."""

    index: int
    size: int
    salt: str
    """Base64 of the salt that was hashed with the card into its leaf; without it the leaf says nothing."""
    path: tuple[str, ...]
    """Base64 SHA-256 hashes from the leaf's sibling upwards."""
    checkpoint: str
    """Signed note: origin, size, root, signatures."""


class IssuedCard(Value, frozen=True, kw_only=True):
    """A secured credential and where it stands in the log. `document` is the credential with its embedded proof."""

    id: str
    digest: str
    """SHA-256 (hex) of the canonical bytes of `document`."""
    issued_at: datetime
    document: dict[str, Any]
    log: LogProof | None = None
