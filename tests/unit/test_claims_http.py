"""`POST /api/v1/claims`: a text and its places in, the report out; bounded, public, figures of a genuine card alone."""

from __future__ import annotations

import msgspec

from greencard.interfaces.http.settings import CLAIMS_LIMIT
from http_client import app_of, ask
from http_standin import make_view

PATH = "/api/v1/claims"


def post(**asked):
    return ask(app_of(), "POST", PATH, json=asked)


def test_a_text_and_its_places_give_the_report():
    answer = post(text="Eco-friendly and not climate neutral", destinations=["FR", "US"], on="2026-11-30")
    assert answer.status_code == 200
    found = answer.json()
    assert found["standing"] == "forbidden"
    assert [(one["family"], one["standing"]) for one in found["findings"]] == [
        ("generic", "forbidden"),
        ("neutrality", "no_claim"),
    ]
    assert answer.headers["cache-control"] == "no-store"


def test_a_genuine_card_lends_its_figures_and_a_changed_one_does_not():
    card = msgspec.to_builtins(make_view().record.card)
    said = card["document"]["greenCard"]["materials"]["recycledPercent"]
    fine = post(text="carbon neutral", destinations=["NL"], on="2026-11-30", card=card).json()
    assert fine["figures"] == card["document"]["id"]
    assert "kg CO2e per" in fine["findings"][0]["instead"][0]["sentence"]
    card["document"]["greenCard"]["materials"]["recycledPercent"] = "99" if said != "99" else "98"
    refused = post(text="99 % recycled", destinations=["NL"], card=card)
    assert (refused.status_code, refused.json()["code"]) == (409, "GC-SVC-078")
    assert post(text="x", destinations=["NL"], card={}).status_code == 409


def test_bad_input_is_a_problem_with_code_and_place():
    cases = [
        ({"text": "green", "destinations": []}, 422, "GC-CLM-005"),
        ({"text": "green", "destinations": ["Germany"]}, 422, "GC-RUL-010"),
        ({"text": "green"}, 422, "GC-HTP-008"),
        ({"text": "green", "destinations": ["FR"], "audience": "nobody"}, 422, "GC-HTP-008"),
        ({"text": "green", "destinations": ["FR"], "on": "soon"}, 422, "GC-HTP-008"),
        ({"text": "green", "destinations": [f"US-{n:03}" for n in range(100)]}, 422, "GC-CLM-004"),
    ]
    for asked, status, code in cases:
        answer = post(**asked)
        assert (answer.status_code, answer.json()["code"]) == (status, code), asked


def test_a_body_beyond_the_limit_is_not_read():
    assert post(text="x" * CLAIMS_LIMIT, destinations=["FR"]).status_code == 413
