from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from starlette.routing import Mount, Route

from greencard.interfaces.http.app import OPERATIONS
from greencard.interfaces.http.openapi import document
from http_client import AUTH, app_of, ask, get
from http_standin import LOT_SLUG, SLUG, stand_in

DOCUMENT: dict[str, Any] = json.loads(msgspec.json.encode(document(OPERATIONS, "https://cards.example")))

SHAPE = {
    "type": "object",
    "required": ["openapi", "info", "paths"],
    "properties": {
        "openapi": {"const": "3.1.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "paths": {
            "type": "object",
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "type": "object",
                "propertyNames": {"enum": ["get", "post"]},
                "additionalProperties": {
                    "type": "object",
                    "required": ["operationId", "summary", "responses", "tags", "security"],
                    "properties": {
                        "operationId": {"type": "string", "pattern": "^[a-zA-Z]+$"},
                        "parameters": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["name", "in", "schema"],
                                "properties": {"in": {"enum": ["path", "query"]}},
                                "if": {"properties": {"in": {"const": "path"}}},
                                "then": {"required": ["required"], "properties": {"required": {"const": True}}},
                            },
                        },
                        "requestBody": {
                            "type": "object",
                            "required": ["content"],
                            "properties": {"content": {"$ref": "#/$defs/content"}},
                        },
                        "responses": {
                            "type": "object",
                            "minProperties": 1,
                            "propertyNames": {"pattern": "^[1-5][0-9]{2}$"},
                            "additionalProperties": {
                                "type": "object",
                                "required": ["description"],
                                "properties": {"content": {"$ref": "#/$defs/content"}},
                            },
                        },
                    },
                },
            },
        },
    },
    "$defs": {
        "content": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+/[a-z0-9.+-]+$"},
            "additionalProperties": {"type": "object", "required": ["schema"]},
        }
    },
}


def _each(value: Any, key: str) -> list[Any]:
    if isinstance(value, dict):
        own = [value[key]] if key in value else []
        return own + [found for child in value.values() for found in _each(child, key)]
    if isinstance(value, list):
        return [found for child in value for found in _each(child, key)]
    return []


def test_the_document_has_the_shape_of_openapi_3_1():
    jsonschema_rs.validate(SHAPE, DOCUMENT)


def test_every_reference_resolves_and_every_schema_is_one():
    references = _each(DOCUMENT, "$ref")
    assert references
    for reference in references:
        value: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            value = value[part]
        jsonschema_rs.meta.validate(value)


def test_operation_names_are_unique_and_path_parameters_are_declared():
    names = _each(DOCUMENT["paths"], "operationId")
    assert len(names) == len(set(names)) == len(OPERATIONS)
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            declared = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert declared == set(re.findall(r"{(\w+)}", path))


def test_every_route_is_documented_and_every_documented_path_is_a_route():
    routes = {route.path for route in app_of().routes if isinstance(route, Route)}
    assert routes == set(DOCUMENT["paths"])
    assert {route.path for route in app_of().routes if isinstance(route, Mount)} == {"/static"}


def test_only_the_merchants_operations_need_the_token():
    for operation in OPERATIONS:
        described = DOCUMENT["paths"][operation.path][operation.method.lower()]
        assert described["security"] == ([{"operator": []}] if operation.secured else [])
        assert ("401" in described["responses"]) is operation.secured
        assert operation.secured is (operation.tag == "merchant")


EXAMPLES = {
    "product_id": "bamboo-desk-organiser",
    "facility_id": "f",
    "card_id": SLUG,
    "gtin": "06901234567892",
    "lot": "B2026-10",
    "serial": "1",
    "purpose": "revocation",
    "index": "3",
    "code": "73181595",
}
BODIES: dict[str, dict[str, Any]] = {
    "application/yaml": {"content": b"good"},
    "application/json": {"json": {"destination": "DE", "on": "2026-12-01", "quantity": 1}},
    "text/csv": {"content": b"a\n"},
    "multipart/form-data": {"files": {"file": ("c.json", b"{}")}},
}
OWN_BODIES: dict[str, dict[str, Any]] = {
    "checkOrders": {"json": {"products": ["p"], "destinations": ["DE"], "on": "2026-12-01", "quantity": 1}},
    "checkClaims": {"json": {"text": "an eco-friendly mug", "destinations": ["FR", "US"], "on": "2026-11-30"}},
    "borderCost": {"json": {"lines": [{"cn": "73181595", "origin": "CN", "net_mass_t": "1", "on": "2026-08-15"}]}},
}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_operation_answers_as_documented(operation: Any):
    view = next(iter(stand_in().views.values()))
    gtin = "01/06901234567892"
    keys = (SLUG, LOT_SLUG, gtin, f"{gtin}/21/1", f"{LOT_SLUG}/21/1")
    cases = stand_in(views=dict.fromkeys(keys, view))
    path = operation.path.format(**EXAMPLES)
    request: dict[str, Any] = {"headers": {**AUTH, "Accept": "application/json"}}
    if operation.body is not None:
        kind = operation.body.types[0]
        request |= OWN_BODIES.get(operation.id) or BODIES[kind]
        if kind != "multipart/form-data":
            request["headers"]["Content-Type"] = kind
    answer = ask(app_of(cases), operation.method, path, **request)
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"]
    assert answer.is_success, answer.text
    content = described[str(answer.status_code)]["content"]
    media = answer.headers["content-type"].split(";")[0]
    assert media in content
    if media.endswith("json"):
        schema = {**content[media]["schema"], "components": DOCUMENT["components"]}
        jsonschema_rs.validate(schema, answer.json())


def test_problems_fit_their_schema():
    schema = {"$ref": "#/components/schemas/Problem", "components": DOCUMENT["components"]}
    for path in ("/api/v1/products", "/api/v1/none", "/api/v1/cards/none"):
        answer = get(app_of(), path, Accept="application/json")
        assert answer.headers["content-type"] == "application/problem+json"
        jsonschema_rs.validate(schema, answer.json())


def test_the_served_document_is_this_one():
    served = get(app_of(base_url="https://cards.example"), "/api/v1/openapi.json")
    assert served.json() == DOCUMENT


def test_every_question_in_json_has_an_example_that_its_schema_takes():
    shown = 0
    for operation in OPERATIONS:
        if operation.body is None or operation.body.schema is None or not operation.path.startswith("/api/"):
            continue
        content = DOCUMENT["paths"][operation.path][operation.method.lower()]["requestBody"]["content"]
        for media in content.values():
            example = media["example"]
            schema = {**media["schema"], "components": DOCUMENT["components"]}
            jsonschema_rs.validator_for(schema).validate(example)
            assert msgspec.convert(example, operation.body.schema)
            shown += 1
    assert shown >= 5
