from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import issued
from greencard.card import encode_card
from greencard.errors import GreencardError
from greencard.interfaces.http.body import form_file
from greencard.interfaces.http.settings import CARD_LIMIT, PRODUCT_LIMIT, READINGS_LIMIT, SMALL_LIMIT
from http_client import AUTH, app_of, ask
from http_standin import stand_in

LIMITS = [
    ("/api/v1/products", "application/yaml", PRODUCT_LIMIT),
    ("/api/v1/products/check", "application/json", PRODUCT_LIMIT),
    ("/api/v1/facilities/f/readings", "text/csv", READINGS_LIMIT),
    ("/api/v1/products/p/check", "application/json", SMALL_LIMIT),
    ("/api/v1/check", "application/json", SMALL_LIMIT),
    ("/api/v1/verify", "application/octet-stream", CARD_LIMIT),
    ("/verify", "multipart/form-data; boundary=x", CARD_LIMIT),
]


def _headers(kind: str, **more: str) -> dict[str, str]:
    return {**AUTH, "Content-Type": kind, "Accept": "application/json", **more}


@pytest.mark.parametrize(("path", "kind", "limit"), LIMITS)
def test_an_announced_length_over_the_limit_is_refused_before_a_byte_is_read(path: str, kind: str, limit: int):
    read = 0

    async def scenario() -> tuple[int, dict[str, Any]]:
        async def receive() -> dict[str, Any]:
            nonlocal read
            read += 1
            return {"type": "http.request", "body": b"x", "more_body": True}

        status, headers = 0, {}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers.update({k.decode(): v.decode() for k, v in message["headers"]})

        raw = [
            (k.lower().encode(), v.encode()) for k, v in _headers(kind, **{"Content-Length": str(limit + 1)}).items()
        ]
        scope = {
            "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": raw, "scheme": "http", "server": ("localhost", 80), "root_path": "", "http_version": "1.1",
        }  # fmt: skip
        await app_of()(scope, receive, send)  # type: ignore[arg-type] # - ASGI by hand
        return status, headers

    status, headers = asyncio.run(scenario())
    assert (status, read) == (413, 0)
    assert headers["content-type"] == "application/problem+json"


async def _pieces(total: int, counted: list[int]) -> AsyncIterator[bytes]:
    sent = 0
    while sent < total:
        counted[0] += 1
        sent += 65536
        yield b"x" * 65536


@pytest.mark.parametrize(("path", "kind", "limit"), [row for row in LIMITS if row[2] < READINGS_LIMIT])
def test_a_stream_without_length_is_cut_at_the_limit(path: str, kind: str, limit: int):
    cases, counted = stand_in(), [0]
    answer = ask(app_of(cases), "POST", path, content=_pieces(limit * 3, counted), headers=_headers(kind))
    assert answer.status_code == 413
    assert answer.json()["code"] == "GC-HTP-005"
    assert str(limit) in answer.json()["detail"]
    assert counted[0] <= limit // 65536 + 2
    assert cases.calls == []


def test_a_body_of_exactly_the_limit_is_read():
    cases = stand_in()
    headers = _headers("application/yaml")
    assert ask(app_of(cases), "POST", "/api/v1/products", content=b"x" * PRODUCT_LIMIT, headers=headers).is_success
    assert len(cases.calls[0][2]) == PRODUCT_LIMIT


@pytest.mark.parametrize(("path", "kind", "_limit"), LIMITS)
@pytest.mark.parametrize("given_type", ["", "image/png", "application/x-www-form-urlencoded"])
def test_other_media_types_are_refused(path: str, kind: str, _limit: int, given_type: str):
    answer = ask(app_of(), "POST", path, content=b"x", headers=_headers(given_type))
    assert answer.status_code == 415
    assert answer.json()["code"] == "GC-HTP-006"
    assert kind.split(";", maxsplit=1)[0] in answer.json()["remedy"]


def test_compressed_bodies_and_unreadable_lengths_are_refused():
    app = app_of()
    coded = _headers("text/plain", **{"Content-Encoding": "gzip"})
    packed = ask(app, "POST", "/api/v1/verify", content=b"x", headers=coded)
    assert (packed.status_code, packed.json()["code"]) == (415, "GC-HTP-007")
    negative = _headers("text/plain", **{"Content-Length": "-1"})
    length = ask(app, "POST", "/api/v1/verify", content=b"x", headers=negative)
    assert (length.status_code, length.json()["code"]) == (400, "GC-HTP-011")


def _form(name: str, content: bytes, boundary: str = "bound") -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="c.json"\r\n\r\n'
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode()


@settings(max_examples=60, deadline=None)
@given(content=st.binary(min_size=1, max_size=400))
def test_an_uploaded_file_comes_out_byte_for_byte(content: bytes):
    if b"--bound" in content or not content.strip():
        return
    assert form_file(_form("file", content), 'multipart/form-data; boundary="bound"') == content


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200), boundary=st.text(max_size=10))
def test_no_form_makes_it_fall_over(content: bytes, boundary: str):
    try:
        form_file(content, f"multipart/form-data; boundary={boundary}")
    except GreencardError as error:
        assert error.code == "GC-HTP-010"  # noqa: PT017 - either bytes or this refusal


def test_the_pasted_text_counts_where_no_file_was_chosen():
    boundary = "b"
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n' + _form(
        "text", b"{}", boundary
    )
    assert form_file(body, "multipart/form-data; boundary=b") == b"{}"


@pytest.mark.parametrize(
    "body",
    [
        b"--b\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000 + b"x\r\n--b--\r\n",
        b"".join(b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" for _ in range(5000)),
        b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n' * 5000 + _form("file", b"{}", "b"),
        b"--b\r\nContent-Disposition: form-data" + b"; a=b" * 20_000 + b'; name="file"\r\n\r\n{}\r\n--b--\r\n',
        (b"--b\r\nContent-Disposition: form-data" + b";a= " * 900 + b"\r\n\r\n{}\r\n") * 14,
        (b"--b\r\nContent-Disposition: form-data" + b';a="' + b";a=" * 1200 + b"\r\n\r\n{}\r\n") * 14,
        b"--b\r\nContent-Disposition: " + b"(" * 20_000 + b"\r\n\r\n{}\r\n--b--\r\n",
    ],
)
def test_a_hostile_form_is_refused(body: bytes):
    with pytest.raises(GreencardError) as caught:
        form_file(body, "multipart/form-data; boundary=b")
    assert caught.value.code == "GC-HTP-010"


@pytest.mark.parametrize(
    "disposition",
    [
        b'form-data; name="file"; filename="x.json"',
        b'form-data; name="file"; filename="; name=\\"text.json"',
        b"Form-Data; name=file; filename*=UTF-8''%E5%8D%A1.json",
        b'form-data; filename="card; name=text.json"; name="file"',
    ],
)
def test_the_field_is_known_by_its_name_wherever_that_stands(disposition: bytes):
    body = b"--b\r\nContent-Type: application/json\r\ncontent-disposition: " + disposition
    body += b"\r\n\r\n{}\r\n" + _form("text", b"other", "b")
    assert form_file(body, 'multipart/form-data; charset=utf-8; boundary="b"') == b"{}"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_form_checks_a_card_without_javascript(accept: str):
    data = encode_card(issued())
    answer = ask(app_of(), "POST", "/verify?lang=en", files={"file": ("card.json", data)}, headers={"Accept": accept})
    assert answer.status_code == 200
    if accept == "application/json":
        assert answer.json()["outcome"] == "genuine"
    else:
        assert "Genuine and unchanged" in answer.text
        assert "Not one byte changed since it was signed on 2026-11-01." in answer.text
        assert answer.text.count('<li><svg class="i-') == 9


def test_an_empty_form_says_so_beside_the_field_and_in_the_title():
    answer = ask(app_of(), "POST", "/verify", files={"file": ("", b"")}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "<title>There is a problem" in answer.text
    assert 'href="#file"' in answer.text
    assert 'aria-invalid="true"' in answer.text
