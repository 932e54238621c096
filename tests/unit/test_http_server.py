from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from greencard.interfaces.http.serve import make_server
from http_client import app_of
from http_standin import SLUG, StandIn, stand_in


class Slow(StandIn):
    """Answers for a card only after it was told to."""

    asked = threading.Event()
    go = threading.Event()

    def card_view(self, name: str, /) -> Any:
        self.asked.set()
        assert self.go.wait(10)
        return super().card_view(name)


def test_a_real_server_answers_others_while_a_use_case_blocks():
    made = stand_in()
    cases = Slow(views=made.views, note=made.note)
    server = make_server(app_of(cases), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with (
            ThreadPoolExecutor(1) as pool,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10) as client,
        ):
            waiting = pool.submit(httpx.get, f"http://127.0.0.1:{port}/cards/{SLUG}.json", trust_env=False, timeout=10)
            assert cases.asked.wait(10)
            assert client.get("/health").json() == {"status": "ok"}
            assert not waiting.done()
            cases.go.set()
            card = waiting.result()
            assert card.json()["digest"]
            assert "server" not in card.headers
            head = client.head("/")
            assert head.headers["content-type"].startswith("text/html")
            assert head.content == b""
            too_long = client.post("/api/v1/verify", content=b"x" * (3 << 20), headers={"Content-Type": "text/plain"})
            assert too_long.status_code == 413
            assert client.get("/static/verifier.js").headers["content-type"].startswith("text/javascript")
    finally:
        cases.go.set()
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()
