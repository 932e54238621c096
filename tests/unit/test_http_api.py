from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from card_samples import issued
from greencard.card import encode_card
from greencard.interfaces.http import ServerSettings
from greencard.model import Order
from greencard.ports import Principal
from http_client import AUTH, app_of, ask, get
from http_standin import SLUG, STORE_BUSY, TOKEN, stand_in

YAML = {"Content-Type": "application/yaml", **AUTH}
OPERATOR = Principal(party="local")
SECURED = [
    ("POST", "/api/v1/products"),
    ("GET", "/api/v1/products"),
    ("POST", "/api/v1/products/check"),
    ("GET", "/api/v1/products/bamboo-desk-organiser"),
    ("POST", "/api/v1/products/bamboo-desk-organiser/assess"),
    ("POST", "/api/v1/products/bamboo-desk-organiser/cards"),
    ("POST", "/api/v1/products/bamboo-desk-organiser/check"),
    ("POST", "/api/v1/products/bamboo-desk-organiser/check/explained"),
    ("POST", "/api/v1/check"),
    ("POST", "/api/v1/facilities/f/readings"),
    ("POST", f"/api/v1/cards/{SLUG}/withdraw"),
]


@pytest.mark.parametrize(("method", "path"), SECURED)
@pytest.mark.parametrize(
    ("header", "code", "error"),
    [
        (None, "GC-HTP-001", False),
        ("Basic dGVzdDp0ZXN0", "GC-HTP-001", False),
        ("Bearer ", "GC-HTP-001", False),
        (f"Bearer {TOKEN}x", "GC-HTP-002", True),
        (f"Bearer {TOKEN[:-1]}", "GC-HTP-002", True),
    ],
)
def test_writing_needs_the_token(method: str, path: str, header: str | None, code: str, error: bool):
    cases = stand_in()
    headers = {} if header is None else {"Authorization": header}
    answer = ask(app_of(cases), method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="greencard"')
    assert ("invalid_token" in answer.headers["www-authenticate"]) is error
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert TOKEN not in answer.text
    assert cases.calls == []


def test_the_scheme_is_read_in_any_case_and_the_principal_comes_from_the_settings():
    cases = stand_in()
    app = app_of(cases, party="stall-7")
    assert ask(app, "GET", "/api/v1/products", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200
    assert cases.calls == [("products", Principal(party="stall-7"))]


@pytest.mark.parametrize(
    ("given", "file"), [("application/yaml", "product.yaml"), ("application/json", "product.json")]
)
def test_a_product_file_is_stored_as_its_bytes(given: str, file: str):
    cases = stand_in()
    answer = ask(app_of(cases), "POST", "/api/v1/products", content=b"id: x\n", headers={**AUTH, "Content-Type": given})
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/products/bamboo-desk-organiser"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["product"]["mass_kg"] == "0.98"
    assert cases.calls == [("store_product", OPERATOR, b"id: x\n", file)]


def test_checking_a_product_names_every_fault_and_stores_nothing():
    cases = stand_in()
    app = app_of(cases)
    bad = ask(app, "POST", "/api/v1/products/check?lang=zh", content=b"x", headers=YAML).json()
    assert bad["ok"] is False
    assert bad["faults"] == [
        {
            "code": "GC-TST-003",
            "severity": "error",
            "detail": "mass_kg 须为数字。",
            "remedy": "请填写千克数。",
            "pointer": "/mass_kg",
            "file": "product.yaml",
            "line": 3,
        }
    ]
    assert ask(app, "POST", "/api/v1/products/check", content=b"good", headers=YAML).json() == {
        "ok": True,
        "faults": [],
    }
    assert {call[0] for call in cases.calls} == {"check_product"}


def test_products_are_listed_and_found():
    app = app_of()
    listed = ask(app, "GET", "/api/v1/products", headers=AUTH).json()["items"]
    assert [item["product"]["id"] for item in listed] == ["bamboo-desk-organiser"]
    one = ask(app, "GET", "/api/v1/products/bamboo-desk-organiser", headers=AUTH).json()
    assert one == listed[0]


def test_a_refusal_of_the_services_keeps_its_status_code_and_words():
    answer = ask(app_of(), "GET", "/api/v1/products/none?lang=zh", headers=AUTH)
    assert answer.status_code == 422
    body = answer.json()
    assert (body["code"], body["detail"], body["status"]) == ("GC-TST-001", "没有商品 none。", 422)
    assert body["instance"] == "/api/v1/products/none"
    assert body["faults"][0]["remedy"] == "请先保存。"


def test_unavailable_asks_to_come_back():
    answer = get(app_of(stand_in(fail=STORE_BUSY.at())), "/ready")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"


def test_readings_are_stored_for_a_facility():
    cases = stand_in()
    headers = {**AUTH, "Content-Type": "text/csv; charset=utf-8"}
    answer = ask(app_of(cases), "POST", "/api/v1/facilities/F-1/readings", content=b"a\nb\n", headers=headers)
    assert answer.json() == {"new": 2, "warnings": []}
    assert cases.calls == [("store_readings", OPERATOR, "F-1", b"a\nb\n", "readings.csv")]


@pytest.mark.parametrize("path", ["assess", "cards"])
def test_the_date_is_passed_on_or_left_to_the_services(path: str):
    cases = stand_in()
    app = app_of(cases)
    base = f"/api/v1/products/p/{path}"
    assert ask(app, "POST", f"{base}?on=2026-11-23", headers=AUTH).status_code in {200, 201}
    assert ask(app, "POST", base, headers=AUTH).status_code in {200, 201}
    assert [call[3] for call in cases.calls] == [date(2026, 11, 23), None]
    wrong = ask(app, "POST", f"{base}?on=23.11.2026", headers=AUTH)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "GC-HTP-009")
    assert len(cases.calls) == 2


def test_issuing_names_the_new_card_and_counts_it():
    app = app_of()
    answer = ask(app, "POST", "/api/v1/products/p/cards", headers=AUTH)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/cards/{SLUG}"
    assert get(app, answer.headers["location"]).json() == answer.json()["card"]
    assert "greencard_cards_issued_total 1.0" in get(app, "/metrics").text


def test_withdrawing_a_card():
    cases = stand_in()
    answer = ask(app_of(cases), "POST", f"/api/v1/cards/{SLUG}/withdraw", headers=AUTH)
    assert (answer.status_code, answer.json()) == (200, {"status": "revoked"})
    assert cases.calls == [("withdraw_card", OPERATOR, SLUG)]


def test_the_pillars_of_a_product_are_asked_with_profile_destinations_and_day():
    cases = stand_in()
    path = "/api/v1/products/p/pillars?profile=small-importer&destinations=DE,FR&on=2026-12-01"
    answer = ask(app_of(cases), "POST", path, headers=AUTH)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["as_of"], found["destinations"], found["buyer"]["profile"]) == (
        "2026-12-01",
        ["DE", "FR"],
        "small-importer",
    )
    asked = {"on": date(2026, 12, 1), "profile": "small-importer", "destinations": ("DE", "FR")}
    assert cases.calls == [("pillars_stored", OPERATOR, "p", asked)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("profile=../../etc/passwd", "GC-SVC-070"),
        ("profile=mine.yaml", "GC-SVC-070"),
        ("destinations=Germany", "GC-RUL-010"),
        ("destinations=" + ",".join(["DE"] * 301), "GC-SVC-072"),
        ("on=tomorrow", "GC-HTP-009"),
    ],
)
def test_pillars_of_what_is_not_there_are_refused(query: str, code: str):
    answer = ask(app_of(stand_in()), "POST", f"/api/v1/products/p/pillars?{query}", headers=AUTH)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_pillars_need_the_token():
    assert ask(app_of(stand_in()), "POST", "/api/v1/products/p/pillars").status_code == 401


ORDER: dict[str, Any] = {"destination": "DE", "on": "2026-12-01", "quantity": 5000}


@pytest.mark.parametrize("extra", [{}, {"product_id": "p"}])
def test_an_order_is_checked_for_the_product_of_the_address(extra: dict[str, str]):
    cases = stand_in()
    answer = ask(app_of(cases), "POST", "/api/v1/products/p/check", json=ORDER | extra, headers=AUTH)
    assert answer.json()["overall"] == "cannot_tell"
    expected = Order(product_id="p", destination="DE", on=date(2026, 12, 1), quantity=5000)
    assert cases.calls == [("check_order", OPERATOR, "p", expected)]


def test_an_order_is_explained_at_an_address_of_its_own():
    cases = stand_in()
    answer = ask(app_of(cases), "POST", "/api/v1/products/p/check/explained", json=ORDER, headers=AUTH)
    assert answer.status_code == 200
    assert [call[0] for call in cases.calls] == ["explain_order"]


MANY: dict[str, Any] = {"products": ["p", "q"], "destinations": ["DE", "FR"], "on": "2026-12-01", "quantity": 5000}


def test_a_list_of_destinations_gives_a_matrix_and_each_may_differ():
    cases = stand_in()
    apart = {"FR": {"on": "2027-03-01", "importer_size": "small", "documents": ["CE"]}}
    answer = ask(app_of(cases), "POST", "/api/v1/check", json=MANY | {"apart": apart, "full": True}, headers=AUTH)
    assert (answer.status_code, answer.json()["destinations"]) == (200, ["DE", "FR"])
    (_, _, products, orders, full) = cases.calls[0]
    assert (products, full) == (("p", "q"), True)
    assert orders == (
        Order(product_id="", destination="DE", on=date(2026, 12, 1), quantity=5000),
        Order(
            product_id="",
            destination="FR",
            on=date(2027, 3, 1),
            quantity=5000,
            importer_size="small",
            documents=("CE",),
        ),
    )


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"products": []}, "/products"),
        ({"products": ["p"] * 51}, "/products"),
        ({"destinations": []}, "/destinations"),
        ({"destinations": ["DE"] * 101}, "/destinations"),
        ({"destinations": ["DE", "much too long"]}, "/destinations/1"),
        ({"apart": {"US": {}}}, ""),
        ({"apart": {"DE": {"colour": 1}}}, "/apart"),
        ({"quantity": "many"}, "/quantity"),
        ({"more": 1}, ""),
    ],
)
def test_a_matrix_that_does_not_fit_is_refused_at_its_member(change: dict[str, Any], pointer: str):
    cases = stand_in()
    answer = ask(app_of(cases), "POST", "/api/v1/check", json=MANY | change, headers=AUTH)
    assert (answer.status_code, answer.json()["code"]) == (422, "GC-HTP-008")
    assert answer.json()["faults"][0]["pointer"].startswith(pointer)
    assert cases.calls == []


@pytest.mark.parametrize(
    ("content", "code", "pointer"),
    [
        (json.dumps(ORDER | {"product_id": "q"}), "GC-HTP-013", "/product_id"),
        (json.dumps(ORDER | {"quantity": "many"}), "GC-HTP-008", "/quantity"),
        (json.dumps(ORDER | {"documents": ["CE", 4]}), "GC-HTP-008", "/documents/1"),
        (json.dumps(ORDER | {"colour": "red"}), "GC-HTP-008", ""),
        ("[]", "GC-HTP-008", ""),
        ("{", "GC-HTP-008", ""),
        ('"\ud800"', "GC-HTP-008", ""),
        ("[" * 30_000, "GC-HTP-008", ""),
    ],
)
def test_an_order_that_does_not_fit_is_refused_at_its_member(content: str, code: str, pointer: str):
    cases = stand_in()
    answer = ask(
        app_of(cases),
        "POST",
        "/api/v1/products/p/check",
        content=content.encode("utf-8", "surrogatepass"),
        headers={**AUTH, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["faults"][0]["pointer"] == pointer
    assert cases.calls == []


def test_a_card_is_verified_line_by_line_and_counted():
    app = app_of()
    data = encode_card(issued())
    answer = ask(app, "POST", "/api/v1/verify?lang=zh", content=data, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    lines = {line["id"]: line for line in answer.json()["checks"]}
    assert lines["signature"]["state"] == "pass"
    assert lines["signature"]["text"] == "自 2026-11-01 签名起未改动一个字节。"
    assert lines["status"]["state"] == "unchecked"
    assert lines["status"]["remedy"]
    assert answer.json()["outcome"] == "genuine"
    broken = ask(app, "POST", "/api/v1/verify", content=b"\x00\xff", headers={"Content-Type": "text/plain"})
    assert broken.json()["outcome"] == "not_a_card"
    counted = get(app, "/metrics").text
    assert 'greencard_verifications_total{outcome="genuine"} 1.0' in counted
    assert 'greencard_verifications_total{outcome="not_a_card"} 1.0' in counted


def test_a_changed_card_is_an_answer_not_an_error():
    data = encode_card(issued()).replace(b"1.287", b"0.287")
    answer = ask(app_of(), "POST", "/api/v1/verify", content=data, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "do_not_rely"


@pytest.mark.parametrize(
    "setting",
    [{"token": "short"}, {"token": "ü" * 30}, {"base_url": "ftp://x"}, {"base_url": "https://x/"}, {"contact": "me"}],
)
def test_settings_that_cannot_work_are_refused(setting: dict[str, str]):
    with pytest.raises(Exception, match="server setting") as caught:
        ServerSettings(**({"party": "p", "token": TOKEN} | setting))
    assert getattr(caught.value, "code", "") == "GC-HTP-012"


def test_the_token_is_not_in_the_settings_text():
    assert TOKEN not in repr(ServerSettings(party="p", token=TOKEN))
