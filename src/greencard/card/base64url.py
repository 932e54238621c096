"""Base64url without padding (RFC 4648 5), one spelling per value."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

__all__ = ["decode_base64url", "encode_base64url"]


def encode_base64url(data: bytes) -> str:
    """Text of `data`, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_base64url(text: str) -> bytes | None:
    """Bytes of the text; None where it holds another character, padding, or bits that a value does not need."""
    if not text.isascii():
        return None
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    return data if encode_base64url(data) == text else None
