"""`greencard serve`: the server on this machine."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from greencard.interfaces import wiring
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["serve"]

DEFAULT_PORT = 8321


def serve(
    *,
    host: Annotated[str, Parameter(help=say("Address to listen on.", "监听地址。"))] = "127.0.0.1",
    port: Annotated[int, Parameter(help=say("Port to listen on.", "监听端口。"))] = DEFAULT_PORT,
    base_url: Annotated[
        str | None, Parameter(help=say("Public address written into new cards.", "写入新卡的公开地址。"))
    ] = None,
    common: Common | None = None,
) -> None:
    """Serve cards, their pages and the API until interrupted."""
    options = common or Common()
    terminal = options.terminal
    if base_url is None and port != DEFAULT_PORT:
        base_url = f"http://localhost:{port}"
    with (
        wiring.installation(options.data, base_url=base_url) as app,
        wiring.server(app, host=host, port=port, data=options.data) as run,
    ):
        token = wiring.api_token_file(options.data)
        if terminal.as_json:
            terminal.emit(
                {"url": f"http://{host}:{port}/", "base_url": app.settings.base_url, "token_file": str(token)}
            )
        else:
            terminal.lines(
                f"Serving http://{host}:{port}/  (API: http://{host}:{port}/api/v1/openapi.json)\n"
                f"Token for writing: {token}\nStop with Ctrl-C.",
                f"服务地址 http://{host}:{port}/ （接口：http://{host}:{port}/api/v1/openapi.json）\n"
                f"写入令牌：{token}\n按 Ctrl-C 停止。",
            )
        run()
