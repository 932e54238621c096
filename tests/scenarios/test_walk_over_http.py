"""The same job through the server's door, with the real services behind it.

A factory's program uploads a product and its readings, issues a card, a stranger checks it, a buyer asks for an order.
"""

from __future__ import annotations

import json
from base64 import b64decode

import pytest

from greencard.card import verify
from greencard.interfaces.http import ServerSettings, create_app
from greencard.log import publication_check
from http_client import ask
from service_samples import EXAMPLES, Bench

TOKEN = "a-token-of-thirty-two-characters"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
YAML = {"Content-Type": "application/yaml"}
CSV = {"Content-Type": "text/csv"}


class Client:
    """Requests to one application, with or without the token."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.app = create_app(bench.app, ServerSettings(party="ms-lou", token=TOKEN, base_url="https://cards.example"))

    def get(self, path: str, **headers: str):
        return ask(self.app, "GET", path, headers=headers)

    def post(self, path: str, content: bytes = b"", headers: dict[str, str] | None = None):
        return ask(self.app, "POST", path, content=content, headers=AUTH | (headers or {}))


@pytest.fixture
def client():
    bench = Bench()
    yield Client(bench)
    bench.close()


def test_from_upload_to_a_card_that_a_stranger_checks(client):
    file = (EXAMPLES / "bamboo-desk-organiser.yaml").read_bytes()
    assert client.post("/api/v1/products/check", file, YAML).json()["ok"] is True
    assert client.post("/api/v1/products", file, YAML).status_code == 201
    readings = (EXAMPLES / "readings/anji-2025-10-2026-09.csv").read_bytes()
    stored = client.post("/api/v1/facilities/F-ANJI-01/readings", readings, CSV)
    assert stored.json() == {"new": 8719, "warnings": []}
    assert client.post("/api/v1/facilities/F-ANJI-01/readings", readings, CSV).json()["new"] == 0
    assessed = client.post("/api/v1/products/bamboo-desk-organiser/assess?on=2026-11-23").json()
    assert assessed["footprint"]["electricity"]["treatment"] == "solar_interval_matched"

    issued = client.post("/api/v1/products/bamboo-desk-organiser/cards?on=2026-11-23")
    assert issued.status_code == 201
    name = issued.json()["card"]["id"].rpartition("/")[2]
    # What follows needs no token: the card is public, and its proof travels with it.
    download = client.get(f"/cards/{name}.json")
    assert download.headers["etag"].strip('"') == issued.json()["card"]["digest"]
    keys = client.get("/keys.json").json()
    answer = verify(
        download.content,
        at=client.bench.clock.now(),
        trusted={issuer: b64decode(key) for issuer, key in keys["issuers"].items()},
        log_check=publication_check({log: b64decode(key) for log, key in keys["logs"].items()}),
        status_lists=[client.get(f"/status/test/{purpose}").content for purpose in ("revocation", "refresh")],
    )
    assert answer.outcome == "genuine"
    assert {check.state for check in answer.checks} == {"pass"}
    assert client.get("/log/checkpoint").text == issued.json()["card"]["log"]["checkpoint"]

    for path in (f"/cards/{name}", "/01/09521234500018/10/2026-10"):
        for lang, words in (("zh", "竹木办公收纳五件套"), ("en", "Bamboo-wood desk organiser set")):
            page = client.get(f"{path}?lang={lang}", Accept="text/html")
            assert page.status_code == 200
            assert words in page.text
            assert answer.figures["pcf"] in page.text

    forged = download.content.replace(b'"kgCO2e":"2', b'"kgCO2e":"1', 1)
    assert forged != download.content
    checked = client.post("/api/v1/verify", forged, {"Content-Type": "application/json"}).json()
    assert checked["outcome"] == "do_not_rely"

    assert client.post(f"/api/v1/cards/{name}/withdraw").status_code == 200
    checked = client.post("/api/v1/verify", download.content, {"Content-Type": "application/json"}).json()
    assert checked["outcome"] == "withdrawn"


def test_a_buyer_asks_for_an_order_and_gets_articles_and_cost(client):
    client.post("/api/v1/products", (EXAMPLES / "stainless-screws.yaml").read_bytes(), YAML)
    order = {"destination": "NL", "on": "2026-08-15", "quantity": 92362, "importer_cbam_tonnes": "52"}
    answer = client.post(
        "/api/v1/products/stainless-screws/check", json.dumps(order).encode(), {"Content-Type": "application/json"}
    ).json()
    cost = next(cost for cost in answer["border"] if cost["regime"] == "eu-cbam")
    assert (cost["status"], round(float(cost["cost_eur"]), 2)) == ("liable", 28168.00)
    assert all(outcome["citation"] for outcome in answer["outcomes"])
    assert answer["not_covered"]


JSON = {"Content-Type": "application/json"}


def test_a_buyer_asks_for_two_goods_at_four_places_and_why(client):
    for name in ("bamboo-fibre-kitchenware", "ceramic-mug"):
        client.post("/api/v1/products", (EXAMPLES / f"{name}.yaml").read_bytes(), YAML)
    asked = {
        "products": ["bamboo-fibre-kitchenware", "ceramic-mug"],
        "destinations": ["DE", "GB", "US-CA", "SA"],
        "on": "2027-02-10",
        "quantity": 500,
        "apart": {"GB": {"on": "2027-05-01"}},
    }
    answer = client.post("/api/v1/check", json.dumps(asked).encode(), JSON)
    assert answer.status_code == 200
    matrix = answer.json()
    words = {(cell["product_id"], cell["destination"]): cell["overall"] for cell in matrix["cells"]}
    assert len(words) == 8
    assert words["bamboo-fibre-kitchenware", "DE"] == "not_allowed"
    assert words["ceramic-mug", "DE"] == "allowed_with_conditions"
    assert {cell["on"] for cell in matrix["cells"] if cell["destination"] == "GB"} == {"2027-05-01"}
    assert {one["rule_id"] for one in matrix["blockers"]} >= {"EU-FCM-BAMBOO", "GB-FCM-BAMBOO"}
    assert all(cell["verdict"] is None for cell in matrix["cells"])

    whole = client.post("/api/v1/check", json.dumps(asked | {"full": True}).encode(), JSON).json()
    assert all(cell["verdict"]["overall"] == cell["overall"] for cell in whole["cells"])

    order = {"destination": "DE", "on": "2027-02-10", "quantity": 500}
    path = "/api/v1/products/bamboo-fibre-kitchenware/check"
    plain = client.post(path, json.dumps(order).encode(), JSON).json()
    open_ = client.post(f"{path}/explained", json.dumps(order).encode(), JSON).json()
    assert plain["changes"] == []
    assert open_["overall"] == plain["overall"] == "not_allowed"
    assert open_["changes"][0]["facts"] == ["plant_filler_in_plastic"]
    assert {effect["destination"] for effect in open_["changes"][0]["effects"]} >= {"FR", "GB", "CH"}


def test_a_matrix_of_unknown_goods_or_too_many_cells_is_refused(client):
    client.post("/api/v1/products", (EXAMPLES / "ceramic-mug.yaml").read_bytes(), YAML)
    asked = {"products": ["ceramic-mug"], "destinations": ["DE", "FR"], "on": "2027-02-10", "quantity": 500}
    for change, status, code in (
        ({"products": ["nothing"]}, 404, "GC-SVC-002"),
        ({"destinations": ["DE", "DE"]}, 422, "GC-SVC-032"),
        ({"destinations": ["Mars"]}, 422, "GC-RUL-010"),
        ({"quantity": 0}, 422, "GC-SVC-004"),
    ):
        answer = client.post("/api/v1/check", json.dumps(asked | change).encode(), JSON)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_is_wrong_is_said_in_the_callers_language_and_nothing_is_stored(client):
    file = (EXAMPLES / "ceramic-mug.yaml").read_bytes().replace(b"net_kg: 0", b"net_kg: -0", 1)
    refused = client.post("/api/v1/products", file, YAML | {"Accept-Language": "zh-CN"})
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    fault = next(fault for fault in refused.json()["faults"] if fault["severity"] == "error")
    assert (fault["code"], fault["line"] is not None) == ("GC-CAT-026", True)
    assert "负" in fault["detail"]
    assert client.get("/api/v1/products", **AUTH).json() == {"items": []}
    missing = client.post("/api/v1/products/ceramic-mug/cards")
    assert (missing.status_code, missing.json()["code"]) == (404, "GC-SVC-002")
    assert client.get("/log/entries/0").status_code == 404
    assert ask(client.app, "POST", "/api/v1/products", content=file, headers=YAML).status_code == 401
