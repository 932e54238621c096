"""`docs/server.md` names every address of the REST interface, and what it says to send is answered."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from greencard.interfaces.http.app import OPERATIONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
API = "/api/v1"
ROWS = re.findall(r"^\| (`(?:GET|POST) [^|]*)\|", PAGE, re.MULTILINE)


def told() -> dict[tuple[str, str], tuple[bool, set[str]]]:
    """By method and path: whether the page asks for the token, and the query it names."""
    found = {}
    for row in ROWS:
        for method, path, query in re.findall(r"`(GET|POST) (/[^`?]*)(?:\?([^`]*))?`", row):
            names = {part.partition("=")[0] for part in query.split("&") if part}
            found[method, re.sub(r"{\w+}", "{}", path)] = ("*token*" in row, names)
    return found


def test_the_page_lists_every_address_with_its_token_and_its_query():
    held = {
        (one.method, re.sub(r"{\w+}", "{}", one.path.removeprefix(API))): (one.secured, set(one.query))
        for one in OPERATIONS
        if one.path.startswith(f"{API}/") and not one.path.endswith("openapi.json")
    }
    assert told() == held


@pytest.mark.parametrize("line", re.findall(r"^\$ (curl .*)$", PAGE, re.MULTILINE))
def test_a_request_shown_goes_to_an_address_that_takes_it(line: str):
    words = shlex.split(line.replace("$API", API).replace("$TOKEN", "t"))
    path = words[-1].partition("?")[0]
    method = "POST" if {"-d", "-X", "--data-binary"} & set(words) else "GET"
    exact = [one for one in OPERATIONS if (one.method, one.path) == (method, path)]
    (found,) = exact or [one for one in OPERATIONS if one.method == method and matches(one.path, path)]
    assert found.secured == any(word.startswith("Authorization:") for word in words)
    if found.body is not None:
        media = next(word.split(": ")[1] for word in words if word.startswith("Content-Type"))
        assert media in found.body.types


def matches(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) is not None
