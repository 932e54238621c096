"""HTTP: REST interface, public pages, OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.interfaces.http.contract import UseCases
from greencard.interfaces.http.settings import ServerSettings

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["ServerSettings", "UseCases", "create_app"]


def create_app(use_cases: UseCases, settings: ServerSettings) -> Starlette:
    """The ASGI application over `use_cases`: public pages, REST interface, documents for other systems."""
    from greencard.interfaces.http.app import build  # noqa: PLC0415 - the pages it brings stand on this package

    return build(use_cases, settings)
