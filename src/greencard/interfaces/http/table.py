"""The route table: one list drives the routing and the OpenAPI document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

    from greencard.errors import Lang
    from greencard.interfaces.http.contract import UseCases
    from greencard.interfaces.http.metrics import Metrics
    from greencard.interfaces.http.settings import ServerSettings
    from greencard.ports import Principal

__all__ = ["PROBLEMS", "Answer", "Body", "Call", "Door", "Handler", "Operation"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Door:
    """What every handler may use: the use cases, the settings, the counters and the finished OpenAPI document."""

    cases: UseCases
    settings: ServerSettings
    metrics: Metrics
    openapi: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request, with the language it is answered in and, where the operation is secured, who makes it."""

    request: Request
    door: Door
    lang: Lang
    caller: Principal | None = None

    @property
    def principal(self) -> Principal:
        """The caller of a secured operation; the dispatcher has checked the token before the handler runs."""
        assert self.caller is not None  # noqa: S101 - a handler of an unsecured operation must not ask
        return self.caller

    def path(self, name: str) -> str:
        """A path parameter."""
        return str(self.request.path_params[name])

    async def run(self, work: Callable[..., T], *args: Any, limiter: CapacityLimiter | None = None, **kwargs: Any) -> T:
        """`work` in a thread: a use case may block, the event loop may not. `limiter` bounds how many run at once."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=limiter)


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: its media types, its limit in bytes, its schema where it is JSON of the model, an example."""

    types: tuple[str, ...]
    limit: int
    schema: type[Any] | None = None
    required: bool = True
    example: Mapping[str, Any] | None = None
    """A body that can be sent as it stands, for the document; illustrative goods, a day already past."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its media type, and its schema where it is JSON of the model."""

    text: str
    media: str = ""
    schema: type[Any] | None = None


PROBLEMS: Final = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "Evidence or authority is missing",
    404: "Nothing here",
    409: "Bytes, signature, proof or status do not hold",
    413: "Too many bytes",
    415: "A media type that is not read here",
    422: "The data given are wrong",
    500: "A fault of ours",
    503: "A part does not answer; try again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path."""

    method: Literal["GET", "POST"]
    path: str
    id: str
    summary: str
    tag: str
    handler: Handler
    answers: Mapping[int, Sequence[Answer]]
    secured: bool = False
    body: Body | None = None
    query: tuple[str, ...] = ()
    problems: tuple[int, ...] = field(default=())

    def all_problems(self) -> tuple[int, ...]:
        """Status codes of every problem this operation can answer with, ascending."""
        found = {500, 503, *self.problems}
        if self.secured:
            found |= {401, 403}
        if self.body is not None:
            found |= {400, 413, 415, 422}
        if "{" in self.path:
            found.add(404)
        if "on" in self.query:
            found.add(422)
        return tuple(sorted(found))
