"""The OpenAPI 3.1 document, made from the route table and the schemas of the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

import greencard
from greencard.interfaces.http.problem import PROBLEM_JSON
from greencard.interfaces.http.table import PROBLEMS, Operation
from greencard.interfaces.http.wire import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.interfaces.http.table import Answer

__all__ = ["document"]

_REF: Final = "#/components/schemas/{name}"
_BINARY: Final = {"contentMediaType": "application/octet-stream"}
_QUERY: Final = {
    "lang": ("Language of texts; before the cookie and Accept-Language", {"type": "string", "enum": ["en", "zh"]}),
    "from": ("First day; from the beginning where it is left out", {"type": "string", "format": "date"}),
    "until": ("Last day; to the end where it is left out", {"type": "string", "format": "date"}),
    "profile": ("Name of a buyer profile that ships; no answer where it is left out", {"type": "string"}),
    "destinations": (
        "Destinations whose bans count, divided by commas; every one held where it is left out",
        {"type": "string"},
    ),
    "on": ("Date the answer holds for; today where it is left out", {"type": "string", "format": "date"}),
}
_TAGS: Final = {
    "merchant": "Own products, readings, assessments, cards and orders; needs the operator's token",
    "border": "Carbon cost at the border: law alone, for everyone; nothing is stored",
    "cards": "Published cards and their verification; for everyone",
    "pages": "Pages for people; each also answers a program",
    "log": "The transparency log",
    "system": "State of this server and documents other systems read",
}


def document(operations: Iterable[Operation], base_url: str) -> dict[str, Any]:
    """OpenAPI 3.1.0 of all operations; every schema is exported from the types that are really encoded."""
    listed = list(operations)
    types: dict[str, type[Any]] = {"Problem": Problem}
    for operation in listed:
        for schema in _schemas(operation):
            types[schema.__name__] = schema
    (_, components) = msgspec.json.schema_components(list(types.values()), ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for operation in listed:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "greencard",
            "version": greencard.__version__,
            "summary": "Carbon footprint cards of goods in trade: assess, issue, verify, check an order.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": base_url}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "operator": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token in the data directory of the installation",
                }
            },
        },
    }


def _schemas(operation: Operation) -> list[type[Any]]:
    found = [answer.schema for answers in operation.answers.values() for answer in answers]
    if operation.body is not None:
        found.append(operation.body.schema)
    return [schema for schema in found if schema is not None]


def _content(media: str, schema: type[Any] | None) -> dict[str, Any]:
    if schema is not None:
        return {media: {"schema": {"$ref": _REF.format(name=schema.__name__)}}}
    if media.endswith("json"):
        return {media: {"schema": {"type": "object"}}}
    return {media: {"schema": {"type": "string"} if media.startswith("text/") else _BINARY}}


def _response(answers: Iterable[Answer]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    texts = []
    for answer in answers:
        texts.append(answer.text)
        if answer.media:
            content |= _content(answer.media, answer.schema)
    return {"description": "; ".join(dict.fromkeys(texts))} | ({"content": content} if content else {})


def _operation(operation: Operation) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    for name in ("lang", *operation.query):
        text, schema = _QUERY[name]
        parameters.append({"name": name, "in": "query", "description": text, "schema": schema})
    responses = {str(status): _response(answers) for status, answers in operation.answers.items()}
    for status in operation.all_problems():
        responses[str(status)] = {
            "description": PROBLEMS[status],
            "content": {PROBLEM_JSON: {"schema": {"$ref": _REF.format(name="Problem")}}},
        }
    found: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": parameters,
        "responses": responses,
        "security": [{"operator": []}] if operation.secured else [],
    }
    if operation.body is not None:
        content: dict[str, Any] = {}
        for media in operation.body.types:
            content |= _content(media, operation.body.schema)
            if operation.body.example is not None:
                content[media]["example"] = operation.body.example
        found["requestBody"] = {
            "required": operation.body.required,
            "description": f"At most {operation.body.limit} bytes",
            "content": content,
        }
    return found
