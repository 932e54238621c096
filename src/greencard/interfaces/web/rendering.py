"""Templates, bound to one language: text is escaped, sentences come from the one table."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from greencard.interfaces.web.messages import say

if TYPE_CHECKING:
    from starlette.requests import Request

    from greencard.errors import Lang

__all__ = ["data_block", "render"]

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("greencard.interfaces.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@lru_cache(maxsize=8)
def _static(name: str) -> str:
    """Address of a static file with the digest of its content, so that a new one is fetched when it changes."""
    content = files("greencard.interfaces.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


def data_block(value: Any) -> Markup:
    """JSON for a script element that is data: nothing in it can end the element or open a comment."""
    text = msgspec.json.encode(value).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped


def render(template: str, request: Request, lang: Lang, *, contact: str = "", **values: Any) -> str:
    """The page as HTML in one language; the language switch keeps address and query."""

    def switch(to: str) -> str:
        url = request.url.include_query_params(lang=to)
        return f"/{url.path.lstrip('/')}?{url.query}"  # one slash: a path of two would name another host

    def words(key: str, **params: object) -> Markup:
        return say(lang, key, **params)

    return _ENVIRONMENT.get_template(template).render(
        t=words, lang=lang, switch=switch, static=_static, contact=contact, **values
    )
