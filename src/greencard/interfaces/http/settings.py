"""What the person who starts the server decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from greencard.interfaces.http.problem import BAD_SETTING

__all__ = ["CARD_LIMIT", "CLAIMS_LIMIT", "PRODUCT_LIMIT", "READINGS_LIMIT", "SMALL_LIMIT", "ServerSettings"]

PRODUCT_LIMIT: Final = 1 << 20
"""Largest product file, bytes."""
READINGS_LIMIT: Final = 40_000_000
"""Largest file of meter readings, bytes: a year of minutes."""
CARD_LIMIT: Final = 2 << 20
"""Largest card file that is looked at, bytes."""
CLAIMS_LIMIT: Final = 256 << 10
"""Largest text with its card whose claims are checked, bytes."""
SMALL_LIMIT: Final = 64 << 10
"""Largest order, bytes."""
_SHORTEST_TOKEN: Final = 20


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one server.

    Raises:
        InvalidInput: a token shorter than 20 characters, or an address that is not http(s) (GC-HTP-012).
    """

    party: str
    """Party on whose behalf a caller with the token writes."""
    token: str = field(repr=False)
    """Bearer token of the operator of this installation (RFC 6750); kept out of `repr`."""
    base_url: str = "http://localhost:8321"
    """Public address, without a trailing slash; what the code on a card points to."""
    contact: str = ""
    """Address for reports of mistakes, such as `mailto:cards@example.org`; empty: no such link is shown."""

    def __post_init__(self) -> None:
        if len(self.token) < _SHORTEST_TOKEN or not self.token.isascii() or not self.token.isprintable():
            raise BAD_SETTING.at(setting="token")
        if not self.base_url.startswith(("https://", "http://")) or self.base_url.endswith("/"):
            raise BAD_SETTING.at(setting="base_url")
        if self.contact and not self.contact.startswith(("mailto:", "https://", "http://")):
            raise BAD_SETTING.at(setting="contact")
