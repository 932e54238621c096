"""Run the application in this process, on one address, until told to stop."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from greencard.errors import Unavailable, declare

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["listen", "make_server", "serve"]

NO_ADDRESS = declare(
    "GC-HTP-016",
    Unavailable,
    en="Nothing can be served at {host}:{port}: {why}.",
    zh="无法在 {host}:{port} 提供服务：{why}。",
    remedy_en="Stop what listens there, or choose another --port.",
    remedy_zh="请停止占用该端口的程序，或用 --port 换一个端口。",
)

_KEEP_ALIVE_SECONDS: Final = 15
_MOST_CONNECTIONS: Final = 500


def make_server(app: Starlette, host: str, port: int) -> uvicorn.Server:
    """A uvicorn server (uvloop, httptools) bound to nothing yet; port 0 takes a free one.

    It names no software in its answers, trusts no forwarding header, and refuses the 501st connection with 503.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            limit_concurrency=_MOST_CONNECTIONS,
            lifespan="off",
            ws="none",
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything is said to be served there.

    Raises:
        Unavailable: the address cannot be had (GC-HTP-016).
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise NO_ADDRESS.at(host=host, port=port, why=error.strerror or "?") from None
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        raise NO_ADDRESS.at(host=host, port=port, why=getattr(error, "strerror", None) or "no such port") from None
    return bound


def serve(app: Starlette, bound: socket.socket) -> None:
    """Serve on a bound socket until interrupted."""
    host, port = bound.getsockname()[:2]
    make_server(app, host, port).run(sockets=[bound])
