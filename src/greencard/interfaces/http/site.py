"""Documents other systems read: health, metrics, log data, status lists, the DID document, the context, this API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from greencard.card import CONTEXT_PATH
from greencard.interfaces.http.answers import data, fresh_json, private_json
from greencard.interfaces.http.metrics import METRICS_TYPE
from greencard.interfaces.http.problem import BAD_INDEX, NOTHING_HERE
from greencard.interfaces.http.table import Answer, Call, Operation
from greencard.interfaces.http.wire import Live
from greencard.services.views import PublicKeys

if TYPE_CHECKING:
    from starlette.responses import Response

    from greencard.interfaces.http.contract import StatusPurpose

__all__ = ["SITE_OPERATIONS"]

_VC: Final = "application/vc"
_DID: Final = "application/did+json"
_LD: Final = "application/ld+json"
_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
_BYTES: Final = "application/octet-stream"
_TEST_LISTS: Final = "/status/test/"
_PURPOSES: Final = frozenset({"revocation", "refresh"})
_FOREVER: Final = "public, max-age=31536000, immutable"
_MOST_DIGITS: Final = 15


async def _health(call: Call) -> Response:
    return private_json(Live(), lang=call.lang)


async def _ready(call: Call) -> Response:
    return private_json(await call.run(call.door.cases.ready), lang=call.lang)


async def _metrics(call: Call) -> Response:
    return data(call.door.metrics.text(), METRICS_TYPE, cache="no-store")


async def _openapi(call: Call) -> Response:
    return data(call.door.openapi, _JSON)


async def _status(call: Call) -> Response:
    purpose = call.path("purpose")
    if purpose not in _PURPOSES:
        raise NOTHING_HERE.at(path=call.request.url.path)
    test = call.request.url.path.startswith(_TEST_LISTS)
    found = await call.run(call.door.cases.status_list, cast("StatusPurpose", purpose), test=test)
    return fresh_json(found, lang=call.lang, media=_VC)


async def _issuer(call: Call) -> Response:
    return fresh_json(await call.run(call.door.cases.issuer_document), lang=call.lang, media=_DID)


async def _keys(call: Call) -> Response:
    return fresh_json(await call.run(call.door.cases.public_keys), lang=call.lang)


async def _context(call: Call) -> Response:
    return fresh_json(await call.run(call.door.cases.context_document), lang=call.lang, media=_LD)


async def _checkpoint(call: Call) -> Response:
    note = await call.run(call.door.cases.log_checkpoint)
    if note is None:
        raise NOTHING_HERE.at(path=call.request.url.path)
    return data(note.encode(), _TEXT)


async def _entry(call: Call) -> Response:
    text = call.path("index")
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS or text != str(int(text)):
        raise BAD_INDEX.at(index=text[:30])
    return data(await call.run(call.door.cases.log_entry, int(text)), _BYTES, cache=_FOREVER)


SITE_OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/api/v1/openapi.json",
        id="openapi",
        tag="system",
        summary="This document",
        handler=_openapi,
        answers={200: (Answer("OpenAPI 3.1", _JSON),)},
    ),
    Operation(
        method="GET",
        path="/health",
        id="health",
        tag="system",
        summary="The process answers",
        handler=_health,
        answers={200: (Answer("It does", _JSON, Live),)},
    ),
    Operation(
        method="GET",
        path="/ready",
        id="ready",
        tag="system",
        summary="Store, keys and log answer",
        handler=_ready,
        answers={200: (Answer("They do", _JSON),)},
    ),
    Operation(
        method="GET",
        path="/metrics",
        id="metrics",
        tag="system",
        summary="Counts and times by route, in the format of Prometheus",
        handler=_metrics,
        answers={200: (Answer("The counters", _TEXT),)},
    ),
    Operation(
        method="GET",
        path="/status/{purpose}",
        id="statusList",
        tag="cards",
        summary="Bitstring Status List credential: revocation (withdrawn) or refresh (replaced)",
        handler=_status,
        answers={200: (Answer("The signed list", _VC),)},
    ),
    Operation(
        method="GET",
        path=f"{_TEST_LISTS}{{purpose}}",
        id="testStatusList",
        tag="cards",
        summary="The same for illustrative cards, signed by the test issuer who signed them",
        handler=_status,
        answers={200: (Answer("The signed list", _VC),)},
    ),
    Operation(
        method="GET",
        path="/log/checkpoint",
        id="logCheckpoint",
        tag="log",
        summary="The newest signed checkpoint (C2SP tlog-checkpoint)",
        handler=_checkpoint,
        answers={200: (Answer("The signed note", _TEXT),)},
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/log/entries/{index}",
        id="logEntry",
        tag="log",
        summary="Bytes of one log entry: a salted commitment, never a card",
        handler=_entry,
        answers={200: (Answer("The leaf", _BYTES),)},
    ),
    Operation(
        method="GET",
        path=CONTEXT_PATH,
        id="context",
        tag="system",
        summary="JSON-LD context of the terms that are our own",
        handler=_context,
        answers={200: (Answer("The context", _LD),)},
    ),
    Operation(
        method="GET",
        path="/.well-known/did.json",
        id="issuerDocument",
        tag="system",
        summary="DID document of the issuer (did:web)",
        handler=_issuer,
        answers={200: (Answer("The document", _DID),)},
    ),
    Operation(
        method="GET",
        path="/keys.json",
        id="publicKeys",
        tag="system",
        summary="Keys of issuers and log, for `greencard card verify --trust`",
        handler=_keys,
        answers={200: (Answer("The keys", _JSON, PublicKeys),)},
    ),
)
"""Operations that answer other systems."""
