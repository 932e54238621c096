"""Language, representation and conditional requests (RFC 9110), chosen once per request."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from greencard.interfaces.http.problem import BAD_DATE

if TYPE_CHECKING:
    from starlette.requests import Request

    from greencard.errors import Lang

__all__ = ["LANG_COOKIE", "VARY", "date_of", "etag_matches", "language", "on_date", "wanted"]

LANG_COOKIE: Final = "lang"
VARY: Final = "Accept, Accept-Language, Cookie"
Representation = Literal["html", "json"]
_LONGEST_HEADER: Final = 1_000
_FULL_QUALITY: Final = 1.0


def _ranges(header: str) -> list[tuple[str, float]]:
    """Media or language ranges with their quality, best first, given order kept; what cannot be read counts as 0."""
    found = []
    for part in header[:_LONGEST_HEADER].lower().split(","):
        name, *params = (piece.strip() for piece in part.split(";"))
        quality = _FULL_QUALITY
        for param in params:
            if param.startswith("q="):
                text = param[2:]
                quality = float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else 0.0
        if name:
            found.append((name, min(quality, 1.0)))
    return sorted(found, key=lambda item: -item[1])


def language(request: Request) -> Lang:
    """`?lang` before the cookie before `Accept-Language`; English where nothing is asked for."""
    for given in (request.query_params.get("lang"), request.cookies.get(LANG_COOKIE)):
        if given == "zh":
            return "zh"
        if given == "en":
            return "en"
    for tag, quality in _ranges(request.headers.get("accept-language", "")):
        if quality > 0 and tag.split("-")[0] == "zh":
            return "zh"
        if quality > 0 and tag.split("-")[0] == "en":
            return "en"
    return "en"


def wanted(request: Request, otherwise: Representation = "html") -> Representation:
    """Whether the caller asks for a page or for data; `otherwise` where it names neither (`*/*`, or nothing)."""
    for kind, quality in _ranges(request.headers.get("accept", "")):
        if quality <= 0:
            continue
        if kind in {"text/html", "application/xhtml+xml", "text/*"}:
            return "html"
        if kind.startswith("application/") and (kind == "application/*" or kind.endswith("json") or "vc" in kind):
            return "json"
    return otherwise


def etag_matches(request: Request, etag: str) -> bool:
    """Whether `If-None-Match` names this entity tag (weak comparison, RFC 9110 13.1.2)."""
    given = request.headers.get("if-none-match", "")[:_LONGEST_HEADER]
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def on_date(request: Request) -> date | None:
    """The date of `?on=`, or nothing.

    Raises:
        InvalidInput: not a calendar date (GC-HTP-009).
    """
    return date_of(request, "on")


def date_of(request: Request, name: str) -> date | None:
    """The date of a query parameter, or nothing.

    Raises:
        InvalidInput: not a calendar date (GC-HTP-009).
    """
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BAD_DATE.at(text=repr(text[:20])) from None
