"""From the route table to routes: methods, tokens and errors are handled once, here."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from greencard.errors import GreencardError
from greencard.interfaces.http.auth import CHALLENGE, authenticate
from greencard.interfaces.http.metrics import ROUTE_KEY
from greencard.interfaces.http.negotiation import language, wanted
from greencard.interfaces.http.problem import BAD_METHOD, INTERNAL, NO_TOKEN, WRONG_TOKEN, problem
from greencard.interfaces.http.table import Call, Door, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.types import Message, Receive, Scope, Send

    from greencard.errors import Lang

    ErrorPage = Callable[[GreencardError, Lang, Request], Response]

__all__ = ["Endpoint", "answer_error", "routes_of"]

_LOG: Final = logging.getLogger("greencard.http")


def answer_error(
    error: GreencardError, request: Request, error_page: ErrorPage, headers: Mapping[str, str] | None = None
) -> Response:
    """Problem details for a program, a page with the same words for a person: for who names text/html, off the API."""
    lang = language(request)
    extra = dict(headers or {})
    if error.http_status == HTTPStatus.SERVICE_UNAVAILABLE:
        extra["Retry-After"] = "1"
    if request.url.path.startswith("/api/") or wanted(request, "json") == "json":
        return problem(error, lang, request.url.path, extra)
    response = error_page(error, lang, request)
    response.headers.update(extra)
    return response


class Endpoint:
    """All methods of one path, as an ASGI application."""

    def __init__(self, path: str, operations: Mapping[str, Operation], door: Door, error_page: ErrorPage) -> None:
        self.path = path
        self.operations = operations
        self.door = door
        self.error_page = error_page
        methods = {*operations, "OPTIONS"} | ({"HEAD"} if "GET" in operations else set())
        self.allowed = ", ".join(sorted(methods))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; HEAD answers as GET does, without the body."""
        scope[ROUTE_KEY] = self.path
        request = Request(scope, receive)
        method = scope["method"]
        response = await self._answer(request, "GET" if method == "HEAD" else method)

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await response(scope, receive, without_body if method == "HEAD" else send)

    async def _answer(self, request: Request, method: str) -> Response:
        if method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": self.allowed})
        operation = self.operations.get(method)
        if operation is None:
            error = BAD_METHOD.at(path=request.url.path, method=method[:20], allowed=self.allowed)
            return answer_error(error, request, self.error_page, {"Allow": self.allowed})
        try:
            caller = authenticate(request, self.door.settings) if operation.secured else None
            return await operation.handler(Call(request, self.door, language(request), caller))
        except GreencardError as error:
            return answer_error(error, request, self.error_page, _headers(error))
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:  # noqa: BLE001 - the last door: logged with a number, answered without internals
            reference = secrets.token_hex(4)
            _LOG.exception("%s %s failed (%s)", method, self.path, reference)
            return answer_error(INTERNAL.at(reference=reference), request, self.error_page)


def _headers(error: GreencardError) -> dict[str, str]:
    if error.code == NO_TOKEN.code:
        return {"WWW-Authenticate": CHALLENGE}
    if error.code == WRONG_TOKEN.code:
        return {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
    return {}


def routes_of(operations: Iterable[Operation], door: Door, error_page: ErrorPage) -> list[Route]:
    """One route per path, in the order of the table: the first path that fits answers."""
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    return [Route(path, Endpoint(path, methods, door, error_page)) for path, methods in by_path.items()]
