"""Pages for people: published cards, one card, checking a file, the log, the method. Each also answers a program."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from greencard.errors import GreencardError
from greencard.interfaces.http import body
from greencard.interfaces.http.answers import card_json, fresh_json, page, private_json
from greencard.interfaces.http.api import find_card, short_id, verify_bytes
from greencard.interfaces.http.negotiation import LANG_COOKIE, wanted
from greencard.interfaces.http.settings import CARD_LIMIT
from greencard.interfaces.http.table import Answer, Body, Call, Operation
from greencard.interfaces.http.wire import CardList, VerificationResult
from greencard.interfaces.web.card_page import card_page
from greencard.interfaces.web.log_page import log_state
from greencard.interfaces.web.messages import browser_words, format_date, say
from greencard.interfaces.web.rendering import data_block, render
from greencard.interfaces.words import GRADE, OUTCOME
from greencard.model import IssuedCard
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from greencard.errors import Lang
    from greencard.services.views import CardSummary

__all__ = ["PAGE_OPERATIONS", "error_page"]

_HTML: Final = "text/html"
_JSON: Final = "application/json"
_COOKIE_SECONDS: Final = 365 * 24 * 3600
_LOOK: Final = {
    "genuine": "ok",
    "expired": "unk",
    "withdrawn": "unk",
    "do_not_rely": "bad",
    "could_not_check": "unk",
    "not_a_card": "unk",
}
"""How an outcome looks; one this page does not know looks like one that could not be checked."""


def _page(call: Call, template: str, status: int = 200, **values: object) -> Response:
    """A page in the reader's language, which a cookie keeps when it was asked for in the address."""
    contact = call.door.settings.contact
    html = render(template, call.request, call.lang, contact=contact, **values)
    response = page(html, call.lang, status)
    if call.request.query_params.get("lang") == call.lang:
        secure = call.door.settings.base_url.startswith("https://")
        response.set_cookie(LANG_COOKIE, call.lang, _COOKIE_SECONDS, secure=secure, httponly=True, samesite="lax")
    return response


_MOST_LISTED: Final = 200
"""Cards on one page; the rest is found by their own addresses."""


def error_page(error: GreencardError, lang: Lang, request: Request) -> Response:
    """The page for an error: what is wrong, what to do, the code; nothing internal."""
    faults = [(fault.code, fault.text(lang), fault.remedy(lang)) for fault in error.faults]
    response = page(render("error.html", request, lang, faults=faults), lang, error.http_status)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _home(call: Call) -> Response:
    cards = await call.run(call.door.cases.published_cards, _MOST_LISTED)
    if wanted(call.request) == "json":
        return fresh_json(CardList(items=tuple(cards)), lang=call.lang)
    today = datetime.now(UTC).date()

    def state(item: CardSummary) -> str:
        return "expired" if item.status == "active" and item.valid_until < today else item.status

    rows = [
        {
            "href": f"/cards/{short_id(item.id)}",
            "name": item.name.in_lang(call.lang),
            "unit": item.declared_unit.in_lang(call.lang),
            "figure": decimal_text(item.total_kg_co2e),
            "measured": f"{int(item.measured_share * 100)} %",
            "until": format_date(item.valid_until, call.lang),
            "state": say(call.lang, f"state.{state(item)}"),
            "illustrative": item.illustrative,
        }
        for item in cards
    ]
    return _page(call, "home.html", cards=rows, count=await call.run(call.door.cases.published_count))


async def _card_page(call: Call, key: str) -> Response:
    view = await find_card(call, key)
    if wanted(call.request) == "json":
        return card_json(call, view.record.card, immutable=False)
    made = await call.run(card_page, view, call.lang)  # the code alone takes 20 ms to draw: others are served meanwhile
    return _page(
        call,
        "card.html",
        view=view,
        card=made,
        name=view.assessment.product.name.in_lang(call.lang),
        download=f"/cards/{short_id(view.record.card.id)}.json",
        grades={grade: text.in_lang(call.lang) for grade, text in GRADE.items()},
        browser=data_block({**made.browser, "lang": call.lang, "words": browser_words(call.lang)}),
    )


async def _card(call: Call) -> Response:
    return await _card_page(call, call.path("card_id"))


async def _card_file(call: Call) -> Response:
    view = await find_card(call, call.path("card_id"))
    return card_json(call, view.record.card, immutable=True)


async def _product_path(call: Call) -> Response:
    """GS1 Digital Link path: the path itself is the public name of the card; `.json` after it asks for data."""
    path = call.request.url.path.removeprefix("/")
    # A batch may itself be called `7.json`: its own page comes first.
    if not path.endswith(".json") or await call.run(call.door.cases.card_view, path) is not None:
        return await _card_page(call, path)
    view = await find_card(call, path.removesuffix(".json"))
    return card_json(call, view.record.card, immutable=False)


async def _verify_form(call: Call) -> Response:
    return _page(call, "verify.html", result=None, problem="", words=data_block(_verify_words(call.lang)))


def _verify_words(lang: Lang) -> dict[str, object]:
    return {
        "words": browser_words(lang),
        "heads": {key: text.in_lang(lang) for key, text in OUTCOME.items()},
        "subs": {key: str(say(lang, f"verify.sub.{key}")) for key in OUTCOME},
        "looks": _LOOK,
        "clause": str(say(lang, "verify.clause", spec="{spec}")),
        "lang": lang,
    }


async def _verify(call: Call) -> Response:
    data = await body.read(call.request, body.FORM_TYPES, CARD_LIMIT)
    try:
        card = body.form_file(data, call.request.headers["content-type"])
    except GreencardError as error:
        if wanted(call.request) == "json":
            raise
        text = error.faults[0].remedy(call.lang)
        words = data_block(_verify_words(call.lang))
        return _page(call, "verify.html", error.http_status, result=None, problem=text, words=words)
    result = await verify_bytes(call, card)
    if wanted(call.request) == "json":
        return private_json(result, lang=call.lang)
    return _page(
        call,
        "verify.html",
        result=result,
        look=_LOOK.get(result.outcome, "unk"),
        head=OUTCOME.get(result.outcome, OUTCOME["could_not_check"]).in_lang(call.lang),
        sub=say(call.lang, f"verify.sub.{result.outcome if result.outcome in OUTCOME else 'could_not_check'}"),
        problem="",
        words=data_block(_verify_words(call.lang)),
    )


async def _log(call: Call) -> Response:
    note = await call.run(call.door.cases.log_checkpoint)
    state = log_state(note, await call.run(call.door.cases.published_count))
    if wanted(call.request) == "json":
        return fresh_json(state, lang=call.lang)
    return _page(call, "log.html", state=state)


async def _method(call: Call) -> Response:
    return _page(call, "method.html")


_CARD_ANSWERS: Final = {
    200: (Answer("The page of the card", _HTML), Answer("The card", _JSON, IssuedCard)),
    304: (Answer("Not changed"),),
}


def _gs1(path: str, name: str) -> Operation:
    return Operation(
        method="GET",
        path=path,
        id=name,
        tag="pages",
        summary="The newest card under a GS1 Digital Link path; .json after it, or Accept, asks for data",
        handler=_product_path,
        answers=_CARD_ANSWERS,
    )


PAGE_OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/",
        id="home",
        tag="pages",
        summary="Published cards",
        handler=_home,
        answers={200: (Answer("The list as a page", _HTML), Answer("The list", _JSON, CardList))},
    ),
    Operation(
        method="GET",
        path="/cards/{card_id}.json",
        id="cardFile",
        tag="pages",
        summary="The card as a file: never changes under this address",
        handler=_card_file,
        answers={200: (Answer("The card", _JSON, IssuedCard),), 304: (Answer("Not changed"),)},
    ),
    Operation(
        method="GET",
        path="/cards/{card_id}",
        id="cardPage",
        tag="pages",
        summary="The page of one card",
        handler=_card,
        answers=_CARD_ANSWERS,
    ),
    _gs1("/01/{gtin}", "productCard"),
    _gs1("/01/{gtin}/10/{lot}", "batchCard"),
    _gs1("/01/{gtin}/21/{serial}", "itemCard"),
    _gs1("/01/{gtin}/10/{lot}/21/{serial}", "batchItemCard"),
    Operation(
        method="GET",
        path="/verify",
        id="verifyForm",
        tag="pages",
        summary="Check a card: the form",
        handler=_verify_form,
        answers={200: (Answer("The form", _HTML),)},
    ),
    Operation(
        method="POST",
        path="/verify",
        id="verifyUpload",
        tag="pages",
        summary="Check a card: the form's upload, without JavaScript",
        handler=_verify,
        body=Body(body.FORM_TYPES, CARD_LIMIT),
        answers={200: (Answer("The result as a page", _HTML), Answer("The result", _JSON, VerificationResult))},
    ),
    Operation(
        method="GET",
        path="/log",
        id="log",
        tag="pages",
        summary="State of the public log: size, checkpoint, lag",
        handler=_log,
        answers={200: (Answer("The page", _HTML), Answer("The state", _JSON))},
    ),
    Operation(
        method="GET",
        path="/method",
        id="method",
        tag="pages",
        summary="How the figure is calculated, and what is not done",
        handler=_method,
        answers={200: (Answer("The page", _HTML),)},
    ),
)
"""Operations that answer people."""
