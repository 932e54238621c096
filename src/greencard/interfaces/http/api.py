"""`/api/v1`: the merchant's products, readings, assessments, cards and orders; cards and verification for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from anyio import CapacityLimiter

from greencard.interfaces.http import body
from greencard.interfaces.http.answers import card_json, private_json
from greencard.interfaces.http.negotiation import on_date
from greencard.interfaces.http.problem import NOTHING_HERE
from greencard.interfaces.http.settings import CARD_LIMIT, CLAIMS_LIMIT, PRODUCT_LIMIT, READINGS_LIMIT
from greencard.interfaces.http.table import Answer, Body, Call, Operation
from greencard.interfaces.http.wire import (
    ProductCheck,
    ProductList,
    ReadingsStored,
    VerificationResult,
    Withdrawn,
    fault_line,
    verification_result,
)
from greencard.model import Assessment, IssuedCard, PillarReport
from greencard.model.claims import ClaimReport
from greencard.ports import CardRecord, StoredProduct
from greencard.services.claims import ClaimsAsked

if TYPE_CHECKING:
    from starlette.responses import Response

    from greencard.services.views import CardView

__all__ = ["API", "API_OPERATIONS", "find_card", "short_id", "verify_bytes"]

API: Final = "/api/v1"
_JSON: Final = "application/json"
_UPLOADS: Final = CapacityLimiter(8)
"""Readings files that arrive at once; each may hold 40 MB, and whoever comes later waits."""
_LINTING: Final = CapacityLimiter(4)
"""Texts that are read at once."""
_READING: Final = CapacityLimiter(2)
"""Readings files that are read at once: one of 40 MB takes some 500 MB and five seconds."""


def short_id(card_id: str) -> str:
    """The last part of a card's id, which may be a whole address: its name under `/cards/`."""
    return quote(card_id.rstrip("/").rpartition("/")[2], safe="")


async def find_card(call: Call, key: str) -> CardView:
    """The published card under a public path or an id.

    Raises:
        InvalidInput: there is none (404, GC-HTP-003).
    """
    view = await call.run(call.door.cases.card_view, key)
    if view is None:
        raise NOTHING_HERE.at(path=call.request.url.path)
    return view


async def verify_bytes(call: Call, data: bytes) -> VerificationResult:
    """Check a card file and count the outcome."""
    found = await call.run(call.door.cases.verify_card, data)
    call.door.metrics.verified.labels(found.outcome).inc()
    return verification_result(found, call.lang)


async def _store_product(call: Call) -> Response:
    data = await body.read(call.request, body.PRODUCT_TYPES, PRODUCT_LIMIT)
    name = f"product.{body.suffix(call.request)}"
    stored = await call.run(call.door.cases.store_product, call.principal, data, name)
    where = f"{API}/products/{quote(stored.product.id, safe='')}"
    return private_json(stored, 201, lang=call.lang, location=where)


async def _check_product(call: Call) -> Response:
    data = await body.read(call.request, body.PRODUCT_TYPES, PRODUCT_LIMIT)
    name = f"product.{body.suffix(call.request)}"
    faults = await call.run(call.door.cases.check_product, data, name)
    lines = tuple(fault_line(fault, call.lang) for fault in faults)
    return private_json(ProductCheck(ok=all(line.severity != "error" for line in lines), faults=lines), lang=call.lang)


async def _products(call: Call) -> Response:
    items = await call.run(call.door.cases.products, call.principal)
    return private_json(ProductList(items=tuple(items)), lang=call.lang)


async def _product(call: Call) -> Response:
    stored = await call.run(call.door.cases.product, call.principal, call.path("product_id"))
    return private_json(stored, lang=call.lang)


async def _store_readings(call: Call) -> Response:
    work = call.door.cases.store_readings
    async with _UPLOADS:
        data = await body.read(call.request, body.CSV_TYPES, READINGS_LIMIT)
        facility = call.path("facility_id")
        taken = await call.run(work, call.principal, facility, data, "readings.csv", limiter=_READING)
    warnings = tuple(fault_line(fault, call.lang) for fault in taken.warnings)
    return private_json(ReadingsStored(new=taken.new, warnings=warnings), lang=call.lang)


async def _assess(call: Call) -> Response:
    on = on_date(call.request)
    found = await call.run(call.door.cases.assess_stored, call.principal, call.path("product_id"), on=on)
    return private_json(found, lang=call.lang)


async def _issue(call: Call) -> Response:
    on = on_date(call.request)
    record = await call.run(call.door.cases.issue_card, call.principal, call.path("product_id"), on=on)
    call.door.metrics.issued.inc()
    return private_json(record, 201, lang=call.lang, location=f"{API}/cards/{short_id(record.card.id)}")


async def _withdraw(call: Call) -> Response:
    await call.run(call.door.cases.withdraw_card, call.principal, call.path("card_id"))
    return private_json(Withdrawn(), lang=call.lang)


async def _card(call: Call) -> Response:
    view = await find_card(call, call.path("card_id"))
    return card_json(call, view.record.card, immutable=True)


async def _verify(call: Call) -> Response:
    data = await body.read(call.request, body.CARD_TYPES, CARD_LIMIT)
    return private_json(await verify_bytes(call, data), lang=call.lang)


async def _claims(call: Call) -> Response:
    data = await body.read(call.request, body.JSON_TYPES, CLAIMS_LIMIT)
    asked: ClaimsAsked = body.decode(data, ClaimsAsked, schema="ClaimsAsked")
    found = await call.run(call.door.cases.check_claims, asked, limiter=_LINTING)
    return private_json(found, lang=call.lang)


async def _pillars(call: Call) -> Response:
    query, on = call.request.query_params, on_date(call.request)
    asked: dict[str, Any] = {"on": on} if on is not None else {}
    asked["profile"] = query.get("profile", "")
    asked["destinations"] = tuple(code for code in query.get("destinations", "").split(",") if code.strip())
    found = await call.run(call.door.cases.pillars_stored, call.principal, call.path("product_id"), **asked)
    return private_json(found, lang=call.lang)


def _ok(schema: type[Any], text: str) -> tuple[Answer, ...]:
    return (Answer(text, _JSON, schema),)


_PRODUCT: Final = Body(body.PRODUCT_TYPES, PRODUCT_LIMIT)

API_OPERATIONS: Final = (
    Operation(
        method="POST",
        path=f"{API}/products",
        id="storeProduct",
        tag="merchant",
        summary="Store a product file; unchanged content gives the existing version back",
        handler=_store_product,
        secured=True,
        body=_PRODUCT,
        answers={201: _ok(StoredProduct, "The stored version")},
    ),
    Operation(
        method="GET",
        path=f"{API}/products",
        id="listProducts",
        tag="merchant",
        summary="Newest version of each own product",
        handler=_products,
        secured=True,
        answers={200: _ok(ProductList, "The products")},
    ),
    Operation(
        method="POST",
        path=f"{API}/products/check",
        id="checkProduct",
        tag="merchant",
        summary="Everything wrong with a product file, at once; nothing is stored",
        handler=_check_product,
        secured=True,
        body=_PRODUCT,
        answers={200: _ok(ProductCheck, "What was found")},
    ),
    Operation(
        method="GET",
        path=f"{API}/products/{{product_id}}",
        id="getProduct",
        tag="merchant",
        summary="Newest version of one own product",
        handler=_product,
        secured=True,
        answers={200: _ok(StoredProduct, "The product")},
    ),
    Operation(
        method="POST",
        path=f"{API}/products/{{product_id}}/assess",
        id="assessProduct",
        tag="merchant",
        summary="Footprint, transport and composition of a stored product, with the reason for every number",
        handler=_assess,
        secured=True,
        query=("on",),
        answers={200: _ok(Assessment, "The assessment")},
    ),
    Operation(
        method="POST",
        path=f"{API}/products/{{product_id}}/pillars",
        id="pillarsOfProduct",
        tag="merchant",
        summary="Recycled content, work and community, plastic as intervals; what a buyer asks, what closes the gaps",
        handler=_pillars,
        secured=True,
        query=("on", "profile", "destinations"),
        answers={200: _ok(PillarReport, "The three pillars")},
    ),
    Operation(
        method="POST",
        path=f"{API}/products/{{product_id}}/cards",
        id="issueCard",
        tag="merchant",
        summary="Assess, sign and enter into the public log: one new card",
        handler=_issue,
        secured=True,
        query=("on",),
        answers={201: _ok(CardRecord, "The card as published")},
        problems=(422,),
    ),
    Operation(
        method="POST",
        path=f"{API}/facilities/{{facility_id}}/readings",
        id="storeReadings",
        tag="merchant",
        summary="Store interval meter readings (CSV) of an own facility",
        handler=_store_readings,
        secured=True,
        body=Body(body.CSV_TYPES, READINGS_LIMIT),
        answers={200: _ok(ReadingsStored, "How many were new")},
        problems=(409,),
    ),
    Operation(
        method="GET",
        path=f"{API}/cards/{{card_id}}",
        id="getCard",
        tag="cards",
        summary="A published card with its proof of publication",
        handler=_card,
        answers={200: _ok(IssuedCard, "The card")},
    ),
    Operation(
        method="POST",
        path=f"{API}/cards/{{card_id}}/withdraw",
        id="withdrawCard",
        tag="merchant",
        summary="Withdraw an own card; it stays readable and says so",
        handler=_withdraw,
        secured=True,
        answers={200: _ok(Withdrawn, "The card is withdrawn")},
    ),
    Operation(
        method="POST",
        path=f"{API}/verify",
        id="verifyCard",
        tag="cards",
        summary="Check a card file: one line per check, never one boolean",
        handler=_verify,
        body=Body(body.CARD_TYPES, CARD_LIMIT),
        answers={200: _ok(VerificationResult, "What was found; a card that does not hold is an answer, not an error")},
    ),
    Operation(
        method="POST",
        path=f"{API}/claims",
        id="checkClaims",
        tag="cards",
        summary="What a text claims about the environment, which act forbids it where, and what may be said instead",
        handler=_claims,
        body=Body(
            body.JSON_TYPES,
            CLAIMS_LIMIT,
            ClaimsAsked,
            example={"text": "100% biodegradable", "destinations": ["DE", "US-CA"], "on": "2026-11-15"},
        ),
        answers={200: _ok(ClaimReport, "What was found; a claim that is forbidden is an answer, not an error")},
        problems=(409,),
    ),
)
"""Operations of the REST interface, in the order the document shows them."""
