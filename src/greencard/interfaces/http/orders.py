"""Orders against the law of their destinations: one answer, one answer laid open, or a matrix of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.errors import Place
from greencard.interfaces.http import body
from greencard.interfaces.http.answers import private_json
from greencard.interfaces.http.api import API
from greencard.interfaces.http.problem import OTHER_PRODUCT
from greencard.interfaces.http.settings import SMALL_LIMIT
from greencard.interfaces.http.table import Answer, Body, Call, Operation
from greencard.interfaces.http.wire import OrdersAsked
from greencard.model import Matrix, Order, Verdict

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["ORDER_OPERATIONS"]

_JSON: Final = "application/json"
_ORDER: Final = {"product_id": "rpet-tote", "destination": "DE", "on": "2026-11-15", "quantity": 900}
_ORDERS: Final = {
    "products": ["rpet-tote", "wooden-toy"],
    "destinations": ["DE", "US-CA"],
    "on": "2026-11-15",
    "quantity": 900,
    "apart": {"DE": {"registrations": ["DE_LUCID"]}},
}


async def _order_of(call: Call) -> tuple[str, Order]:
    """The order in the body, for the product of the address."""
    data = await body.read(call.request, body.JSON_TYPES, SMALL_LIMIT)
    product_id = call.path("product_id")
    given: dict[str, Any] = body.decode(data, dict[str, Any], schema="Order")
    named = given.setdefault("product_id", product_id)
    if named != product_id:
        raise OTHER_PRODUCT.at(Place("/product_id"), given=repr(named)[:80], expected=repr(product_id))
    return product_id, body.decode(msgspec.json.encode(given), Order, schema="Order")


async def _check_order(call: Call) -> Response:
    product_id, order = await _order_of(call)
    verdict = await call.run(call.door.cases.check_order, call.principal, product_id, order)
    return private_json(verdict, lang=call.lang)


async def _explain_order(call: Call) -> Response:
    product_id, order = await _order_of(call)
    verdict = await call.run(call.door.cases.check_order, call.principal, product_id, order, explain=True)
    return private_json(verdict, lang=call.lang)


async def _check_orders(call: Call) -> Response:
    data = await body.read(call.request, body.JSON_TYPES, SMALL_LIMIT)
    asked: OrdersAsked = body.decode(data, OrdersAsked, schema="OrdersAsked")
    matrix = await call.run(
        call.door.cases.check_orders, call.principal, asked.products, asked.orders(), full=asked.full
    )
    return private_json(matrix, lang=call.lang)


ORDER_OPERATIONS: Final = (
    Operation(
        method="POST",
        path=f"{API}/products/{{product_id}}/check",
        id="checkOrder",
        tag="merchant",
        summary="May this order enter, what does carbon cost at the border, and under which articles",
        handler=_check_order,
        secured=True,
        body=Body(body.JSON_TYPES, SMALL_LIMIT, Order, example=_ORDER),
        answers={200: (Answer("The verdict; a law that forbids is an answer, not an error", _JSON, Verdict),)},
    ),
    Operation(
        method="POST",
        path=f"{API}/products/{{product_id}}/check/explained",
        id="explainOrder",
        tag="merchant",
        summary="The same with its reasons laid open: what decided, what would settle, what would pass, and its effect",
        handler=_explain_order,
        secured=True,
        body=Body(body.JSON_TYPES, SMALL_LIMIT, Order, example=_ORDER),
        answers={200: (Answer("The verdict with atoms, ways to settle and least changes", _JSON, Verdict),)},
    ),
    Operation(
        method="POST",
        path=f"{API}/check",
        id="checkOrders",
        tag="merchant",
        summary="Own products against a list of destinations: one word per cell and the commonest blockers",
        handler=_check_orders,
        secured=True,
        body=Body(body.JSON_TYPES, SMALL_LIMIT, OrdersAsked, example=_ORDERS),
        answers={200: (Answer("The matrix; with `full` each cell holds its verdict", _JSON, Matrix),)},
        problems=(404,),
    ),
)
"""Operations that check orders."""
