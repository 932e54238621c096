from __future__ import annotations

import logging
import re
import threading
from typing import Any
from urllib.parse import quote

import pytest

from greencard.interfaces.http.app import CONTENT_SECURITY_POLICY, OPERATIONS
from greencard.interfaces.web import pages
from greencard.interfaces.web.card_page import CardPage, card_page
from http_client import app_of, ask, get
from http_standin import LOT_SLUG, SLUG, TOKEN, make_view, stand_in

PAGES = ["/", f"/cards/{SLUG}", f"/{LOT_SLUG}", "/verify", "/log", "/method"]


@pytest.mark.parametrize(
    "path", [*PAGES, "/health", "/nothing", "/static/card.js", "/static/nothing", "/api/v1/nothing"]
)
def test_every_answer_carries_the_security_headers(path: str):
    headers = get(app_of(), path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "script-src 'self';" in CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_keep_to_the_policy_and_to_this_host(path: str, lang: str):
    html = get(app_of(), f"{path}?lang={lang}", Accept="text/html").text
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    for script in re.findall(r"<script([^>]*)>", html):
        assert 'src="/static/' in script or 'type="text/plain"' in script or 'type="application/json"' in script
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', html):
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//")


@pytest.mark.parametrize(
    ("query", "cookie", "header", "lang"),
    [
        ("", "", "", "en"),
        ("", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "", "de-DE,de;q=0.9,en;q=0.8,zh;q=0.7", "en"),
        ("", "", "en;q=0.2, zh;q=0.7", "zh"),
        ("", "", "zh;q=0, fr", "en"),
        ("", "", "zh;q=nan,en", "en"),
        ("", "zh", "en", "zh"),
        ("?lang=en", "zh", "zh", "en"),
        ("?lang=fr", "zh", "en", "zh"),
    ],
)
def test_language_is_the_address_before_the_cookie_before_the_header(query: str, cookie: str, header: str, lang: str):
    headers = {"Accept-Language": header, "Accept": "text/html"} | ({"Cookie": f"lang={cookie}"} if cookie else {})
    answer = ask(app_of(), "GET", f"/method{query}", headers=headers)
    assert answer.headers["content-language"] == {"en": "en", "zh": "zh-Hans"}[lang]
    assert f'<html lang="{answer.headers["content-language"]}">' in answer.text
    assert {"Accept", "Accept-Language", "Cookie"} == set(answer.headers["vary"].split(", "))


def test_the_language_switch_keeps_page_and_query_and_the_cookie_keeps_the_language():
    answer = get(app_of(), f"/cards/{SLUG}?on=2026-11-23&lang=zh", Accept="text/html")
    assert f'href="/cards/{SLUG}?on=2026-11-23&amp;lang=en"' in answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("lang=zh;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "set-cookie" not in get(app_of(), "/method", Accept="text/html").headers
    assert "Secure" in get(app_of(base_url="https://cards.example"), "/method?lang=en").headers["set-cookie"]


@pytest.mark.parametrize("path", ["/verify/", "/static", "/api/v1/products/", "/api/v1/products%2f", "/cards/x/"])
def test_no_redirect_repeats_the_host_that_was_named(path: str):
    answer = ask(app_of(), "POST", path, headers={"Host": "evil.example", "Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "evil.example" not in answer.text


BATCHES = ["A/1", "A B", "批次一", "a+b", "A?x#y", "50%", "A%2F1", 'L"><b>', "7.json", "a//b"]


@pytest.mark.parametrize("lot", BATCHES)
def test_a_batch_of_any_name_is_found_under_the_path_on_its_card(lot: str):
    cases = stand_in()
    lots = {name: f"01/06901234567892/10/{quote(name, safe='')}" for name in BATCHES}
    for slug in lots.values():
        cases.views[slug] = make_view(slug=slug)
    slug = lots[lot]
    page = get(app_of(cases), f"/{slug}?lang=en", Accept="text/html")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert cases.calls[-1] == ("card_view", slug)
    assert f'href="/{slug}?lang=zh"' in page.text
    assert get(app_of(cases), f"/{slug}.json").headers["content-type"] == "application/json"
    assert cases.calls[-1] == ("card_view", slug)


def test_a_card_is_drawn_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch):
    drawn: list[threading.Thread] = []

    def watched(*given: Any) -> CardPage:
        drawn.append(threading.current_thread())
        return card_page(*given)

    monkeypatch.setattr(pages, "card_page", watched)
    assert get(app_of(), f"/cards/{SLUG}", Accept="text/html").status_code == 200
    assert len(drawn) == 1
    assert drawn[0] is not threading.current_thread()


def test_a_path_in_another_spelling_names_the_same_batch():
    cases = stand_in()
    slug = "01/06901234567892/10/A%2F1-%E6%89%B9"
    cases.views[slug] = make_view(slug=slug)
    spelt = "/01/0690123456789%32/10/%41%2f1%2D%e6%89%b9"
    app = app_of(cases)
    assert get(app, spelt, Accept="text/html").status_code == 200
    assert 'route="/01/{gtin}/10/{lot}",status="200"} 1.0' in get(app, "/metrics").text
    assert get(app_of(cases), "/01/06901234567892/10/A/1-%E6%89%B9").status_code == 404


def test_the_switch_cannot_be_led_to_another_host():
    answer = ask(app_of(), "GET", "/method", headers={"Host": "evil.example", "Accept": "text/html"})
    assert "evil.example" not in answer.text
    doubled = ask(app_of(), "GET", "http://localhost//evil.example/x", headers={"Accept": "text/html"})
    assert doubled.status_code == 404
    assert 'href="/evil.example/x?lang=en"' in doubled.text
    assert 'href="//' not in doubled.text


def test_the_card_under_its_own_id_never_changes():
    app = app_of()
    card = stand_in().views[SLUG].record.card
    for path in (f"/cards/{SLUG}.json", f"/api/v1/cards/{SLUG}"):
        answer = get(app, path)
        assert answer.headers["etag"] == f'"{answer.json()["digest"]}"'
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = get(app, path, If_None_Match=f'"x", W/"{answer.json()["digest"]}"')
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        assert get(app, path, If_None_Match='"other"').status_code == 200
    assert card.document["type"] == answer.json()["document"]["type"]


@pytest.mark.parametrize("path", [f"/{LOT_SLUG}.json", f"/{LOT_SLUG}", f"/cards/{SLUG}"])
def test_a_product_path_may_name_a_newer_card_tomorrow(path: str):
    answer = get(app_of(), path, Accept="application/json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-cache"
    assert get(app_of(), path, Accept="application/json", If_None_Match="*").status_code == 304


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/json", "application/json"),
        ("application/vc", "application/json"),
        ("text/html;q=0.1, application/json", "application/json"),
        ("application/json;q=0, text/html", "text/html"),
    ],
)
def test_one_address_answers_people_and_programs(accept: str, media: str):
    answer = get(app_of(), f"/cards/{SLUG}", Accept=accept)
    assert answer.headers["content-type"].split(";")[0] == media


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if op.method == "GET"], ids=lambda op: op.id)
def test_head_answers_as_get_without_a_body(operation: object):
    path = getattr(operation, "path", "").format(
        product_id="bamboo-desk-organiser", card_id=SLUG, gtin="06901234567892", lot="B2026-10", serial="1",
        purpose="refresh", index="0", code="73181595",
    )  # fmt: skip
    app = app_of()
    headers = {"Authorization": "Bearer test-token-of-the-operator", "Accept": "application/json"}
    head, full = ask(app, "HEAD", path, headers=headers), ask(app, "GET", path, headers=headers)
    assert head.status_code == full.status_code
    assert head.content == b""
    assert head.headers["content-type"] == full.headers["content-type"]
    if path != "/metrics":
        assert head.headers["content-length"] == full.headers["content-length"] or "status" in path


def test_options_names_the_methods_and_others_are_refused_with_them():
    app = app_of()
    options = ask(app, "OPTIONS", "/api/v1/products")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    refused = ask(app, "DELETE", "/api/v1/products")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert refused.json()["code"] == "GC-HTP-004"
    assert ask(app, "POST", "/static/card.js", headers={"Accept": "application/json"}).status_code == 405


@pytest.mark.parametrize("path", ["/cards/none", "/01/00000000000000", "/status/other", "/log/entries/x", "/nowhere"])
def test_nothing_here_is_a_page_for_people_and_a_problem_for_programs(path: str):
    app = app_of()
    page = get(app, f"{path}?lang=zh", Accept="text/html")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    data = get(app, path, Accept="application/json")
    assert data.status_code == 404
    assert data.json()["title"] == "Not Found"
    assert data.json()["code"] in page.text


@pytest.mark.parametrize("index", ["-1", "01", "1.0", "٣", "9" * 40, "%20"])
def test_log_entries_are_asked_for_by_plain_numbers(index: str):
    assert get(app_of(), f"/log/entries/{index}").status_code == 404


def test_what_is_asked_for_is_escaped():
    page = get(app_of(), "/<script>alert(1)</script>", Accept="text/html")
    assert page.status_code == 404
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("path", ["/", "/api/v1/cards/x", "/ready"])
def test_an_unexpected_fault_is_logged_with_a_number_and_tells_nothing(path: str, caplog: pytest.LogCaptureFixture):
    app = app_of(stand_in(fail=KeyError("secret-detail")))
    with caplog.at_level(logging.ERROR, logger="greencard.http"):
        answer = get(app, path, Accept="application/json")
    assert answer.status_code == 500
    assert "secret-detail" not in answer.text
    assert "KeyError" not in answer.text
    reference = re.search(r"under ([0-9a-f]{8})", answer.json()["detail"])
    assert reference is not None
    assert reference[1] in caplog.text
    assert "secret-detail" in caplog.text


def test_metrics_count_by_route_and_never_by_address():
    app = app_of()
    for path in (f"/cards/{SLUG}", "/cards/none", "/secret-address"):
        get(app, path)
    ask(app, "BREW", "/")
    text = get(app, "/metrics").text
    assert 'greencard_http_requests_total{method="GET",route="/cards/{card_id}",status="200"} 1.0' in text
    assert 'greencard_http_requests_total{method="GET",route="/cards/{card_id}",status="404"} 1.0' in text
    assert 'route="unmatched",status="404"' in text
    assert 'method="other",route="/",status="405"' in text
    assert 'greencard_http_request_seconds_count{route="/cards/{card_id}"} 2.0' in text
    assert SLUG not in text
    assert "secret-address" not in text
    assert "greencard_http_requests_total{" not in get(app_of(), "/metrics").text


def test_documents_of_other_systems():
    app = app_of()
    assert get(app, "/health").json() == {"status": "ok"}
    assert get(app, "/.well-known/did.json").headers["content-type"] == "application/did+json"
    assert "GreenCard" in get(app, "/contexts/greencard/v1").json()["@context"]
    assert get(app, "/status/refresh").json()["credentialSubject"]["statusPurpose"] == "refresh"
    assert get(app, "/log/checkpoint").text.startswith("log.example/2026h2\n13\n")
    assert get(app, "/log/entries/3").headers["cache-control"].endswith("immutable")
    assert get(app_of(stand_in(note=None)), "/log/checkpoint").status_code == 404
