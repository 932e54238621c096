"""`/api/v1/border`: what carbon costs on arrival, where a code stands, the dates. Law alone: no token, no record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from greencard.border import CalendarEvent, ScopeReport
from greencard.interfaces.http import body
from greencard.interfaces.http.answers import fresh_json, private_json
from greencard.interfaces.http.api import API
from greencard.interfaces.http.negotiation import date_of
from greencard.interfaces.http.table import Answer, Body, Call, Operation
from greencard.model import Value
from greencard.services.border import BorderAnswers, BorderQuestion

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["BORDER_OPERATIONS", "BorderCalendar", "BorderLines"]

_LIMIT: Final = 512 << 10
"""Largest list of lines, bytes."""
_JSON: Final = "application/json"
_LINES: Final = {
    "lines": [
        {
            "cn": "73181410",
            "origin": "CN",
            "net_mass_t": "52",
            "on": "2026-08-15",
            "to": "DE",
            "importer_tonnes": "52",
        }
    ]
}


class BorderLines(Value, frozen=True, kw_only=True):
    """One line or several; `as_of`: the day of asking, to replay an old answer."""

    lines: tuple[BorderQuestion, ...]
    as_of: date | None = None


class BorderCalendar(Value, frozen=True, kw_only=True):
    """Dated events of the border carbon schemes, by day."""

    events: tuple[CalendarEvent, ...]


async def _cost(call: Call) -> Response:
    data = await body.read(call.request, body.JSON_TYPES, _LIMIT)
    asked: BorderLines = body.decode(data, BorderLines, schema="BorderLines")
    found = await call.run(call.door.cases.border_costs, asked.lines, as_of=asked.as_of)
    return private_json(found, lang=call.lang)


async def _scope(call: Call) -> Response:
    found = await call.run(call.door.cases.border_scope, call.path("code"))
    return fresh_json(found, lang=call.lang)


async def _calendar(call: Call) -> Response:
    first, last = date_of(call.request, "from"), date_of(call.request, "until")
    events = await call.run(call.door.cases.border_calendar, first=first, last=last)
    return fresh_json(BorderCalendar(events=tuple(events)), lang=call.lang)


def _ok(schema: type[Any], text: str) -> tuple[Answer, ...]:
    return (Answer(text, _JSON, schema),)


BORDER_OPERATIONS: Final = (
    Operation(
        method="POST",
        path=f"{API}/border/cost",
        id="borderCost",
        tag="border",
        summary="What carbon costs at the border: status, amount, arithmetic, law and what would change it, per line",
        handler=_cost,
        body=Body(body.JSON_TYPES, _LIMIT, BorderLines, example=_LINES),
        answers={200: _ok(BorderAnswers, "Each line with its answer, and a total that nets nothing")},
        problems=(403,),
    ),
    Operation(
        method="GET",
        path=f"{API}/border/scope/{{code}}",
        id="borderScope",
        tag="border",
        summary="Where a commodity code of 4 to 10 digits stands: EU CBAM, the proposed extension (not law), UK CBAM",
        handler=_scope,
        answers={200: _ok(ScopeReport, "Where the code stands")},
        problems=(422,),
    ),
    Operation(
        method="GET",
        path=f"{API}/border/calendar",
        id="borderCalendar",
        tag="border",
        summary="Dated events of the border carbon schemes, each with its state: law, reported, plan, proposal",
        handler=_calendar,
        query=("from", "until"),
        answers={200: _ok(BorderCalendar, "The events")},
        problems=(422,),
    ),
)
"""Operations on the border, in the order the document shows them."""
