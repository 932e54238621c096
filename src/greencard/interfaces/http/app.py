"""The application: route table, static files, security headers, error handling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from greencard.interfaces.http.api import API_OPERATIONS
from greencard.interfaces.http.border import BORDER_OPERATIONS
from greencard.interfaces.http.dispatch import answer_error, routes_of
from greencard.interfaces.http.metrics import Metrics, MetricsMiddleware
from greencard.interfaces.http.openapi import document
from greencard.interfaces.http.orders import ORDER_OPERATIONS
from greencard.interfaces.http.problem import BAD_METHOD, NOTHING_HERE
from greencard.interfaces.http.site import SITE_OPERATIONS
from greencard.interfaces.http.table import Door
from greencard.interfaces.web.pages import PAGE_OPERATIONS, error_page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from greencard.interfaces.http.contract import UseCases
    from greencard.interfaces.http.settings import ServerSettings

__all__ = ["CONTENT_SECURITY_POLICY", "OPERATIONS", "build"]

OPERATIONS: Final = (*API_OPERATIONS, *ORDER_OPERATIONS, *BORDER_OPERATIONS, *SITE_OPERATIONS, *PAGE_OPERATIONS)
"""Everything this server answers, static files apart."""

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PRODUCTS: Final = "/01/"
_HEADERS: Final = tuple(
    (name.encode(), value.encode())
    for name, value in {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "geolocation=(), microphone=(), camera=()",
    }.items()
)


class SecurityHeaders:
    """Adds the same headers to every answer, errors and static files included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put the headers on its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class ProductPaths:
    """Leaves GS1 Digital Link paths percent-encoded, in one spelling: a batch may be called `A/1`, `A B` or `批`.

    What RFC 3986 2.3 reserves stays encoded, as `greencard.card.product_path` writes it on the card.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Route such a path as it was asked for, not as it reads when decoded."""
        if scope["type"] == "http" and scope["path"].startswith(_PRODUCTS):
            raw = scope.get("raw_path") or quote(scope["path"]).encode()
            segments = raw.partition(b"?")[0].split(b"/")
            scope = {**scope, "path": "/".join(quote(unquote_to_bytes(segment), safe="") for segment in segments)}
        await self.app(scope, receive, send)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    path = request.url.path
    if error.status_code == BAD_METHOD.root.http_status:
        allowed = (error.headers or {}).get("Allow", "GET, HEAD")
        found = BAD_METHOD.at(path=path, method=request.method[:20], allowed=allowed)
        return answer_error(found, request, error_page, {"Allow": allowed})
    return answer_error(NOTHING_HERE.at(path=path[:200]), request, error_page)


def build(use_cases: UseCases, settings: ServerSettings) -> Starlette:
    """The ASGI application over `use_cases`: public pages, REST interface, documents for other systems.

    The application holds no state besides its counters; two of them in one process do not meet.
    """
    metrics = Metrics()
    described = msgspec.json.encode(document(OPERATIONS, settings.base_url))
    door = Door(use_cases, settings, metrics, described)
    routes: list[BaseRoute] = [
        *routes_of(OPERATIONS, door, error_page),
        Mount("/static", StaticFiles(packages=[("greencard.interfaces.web", "static")])),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(ProductPaths),
            Middleware(MetricsMiddleware, metrics=metrics),
        ],
        exception_handlers={HTTPException: _http_error},
    )
    # A redirect to the address with or without its last slash would send the caller to whatever host it had named.
    app.router.redirect_slashes = False
    return app
