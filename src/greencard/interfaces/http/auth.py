"""Who calls: the operator of this installation, by bearer token (RFC 6750)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from greencard.interfaces.http.problem import NO_TOKEN, WRONG_TOKEN
from greencard.ports import Principal

if TYPE_CHECKING:
    from starlette.requests import Request

    from greencard.interfaces.http.settings import ServerSettings

__all__ = ["CHALLENGE", "authenticate"]

CHALLENGE: Final = 'Bearer realm="greencard"'


def authenticate(request: Request, settings: ServerSettings) -> Principal:
    """The principal of a request that carries the installation's token, compared in constant time.

    Raises:
        Refused: no bearer token (401, GC-HTP-001) or another one (401, GC-HTP-002).
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise NO_TOKEN.at()
    if not hmac.compare_digest(given.strip().encode("latin-1", "replace"), settings.token.encode()):
        raise WRONG_TOKEN.at()
    return Principal(party=settings.party)
