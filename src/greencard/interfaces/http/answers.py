"""Responses with the headers their kind of content needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.responses import Response

from greencard.interfaces.http.negotiation import VARY, etag_matches

if TYPE_CHECKING:
    from greencard.errors import Lang
    from greencard.interfaces.http.table import Call
    from greencard.model import IssuedCard

__all__ = ["CONTENT_LANGUAGE", "card_json", "data", "fresh_json", "page", "private_json"]

CONTENT_LANGUAGE: Final = {"en": "en", "zh": "zh-Hans"}
_YEAR_SECONDS: Final = 365 * 24 * 3600
LANG_COOKIE_SECONDS: Final = _YEAR_SECONDS


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def private_json(value: Any, status: int = 200, *, lang: Lang = "en", location: str = "") -> Response:
    """An answer for its caller alone: no cache keeps it."""
    headers = {"Cache-Control": "no-store", "Vary": VARY, "Content-Language": CONTENT_LANGUAGE[lang]}
    if location:
        headers["Location"] = location
    return Response(_json(value), status, headers, media_type="application/json")


def fresh_json(value: Any, *, lang: Lang = "en", media: str = "application/json") -> Response:
    """A public answer that may change: caches ask again every time."""
    headers = {"Cache-Control": "no-cache", "Vary": VARY, "Content-Language": CONTENT_LANGUAGE[lang]}
    return Response(_json(value), 200, headers, media_type=media)


def data(content: bytes, media: str, *, cache: str = "no-cache") -> Response:
    """Bytes as they are."""
    return Response(content, 200, {"Cache-Control": cache}, media_type=media)


def card_json(call: Call, card: IssuedCard, *, immutable: bool) -> Response:
    """The issued card under its strong entity tag, the digest of the signed document (card.md 7).

    Under its own id a card never changes; under a product's path a newer one may stand tomorrow.
    """
    etag = f'"{card.digest}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={_YEAR_SECONDS}, immutable" if immutable else "no-cache",
        "Vary": VARY,
        "Content-Disposition": 'inline; filename="card.json"',
    }
    if etag_matches(call.request, etag):
        return Response(status_code=304, headers=headers)
    return Response(_json(card), 200, headers, media_type="application/json")


def page(html: str, lang: Lang, status: int = 200) -> Response:
    """A page in one language; caches ask again every time, because a card may be withdrawn."""
    headers = {"Cache-Control": "no-cache", "Vary": VARY, "Content-Language": CONTENT_LANGUAGE[lang]}
    return Response(html, status, headers, media_type="text/html")
