"""One request to an application in this process, without a socket."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette

from greencard.interfaces.http import ServerSettings, create_app
from http_standin import TOKEN, StandIn, stand_in

AUTH = {"Authorization": f"Bearer {TOKEN}"}


def app_of(cases: StandIn | None = None, **settings: Any) -> Starlette:
    """The application over stand-in use cases."""
    return create_app(cases or stand_in(), ServerSettings(**({"party": "local", "token": TOKEN} | settings)))


def ask(app: Starlette, method: str, path: str, **request: Any) -> httpx.Response:
    """The answer to one request."""

    async def one() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **request)

    return asyncio.run(one())


def get(app: Starlette, path: str, **headers: str) -> httpx.Response:
    """The answer to a GET; header names are given with underscores."""
    return ask(app, "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
