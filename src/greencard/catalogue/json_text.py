"""JSON text (RFC 8259) into the syntax tree, keeping lines and number texts. Iterative: depth costs no call stack."""

from __future__ import annotations

import json.decoder
import re
from typing import Final

from greencard.catalogue.faults import SYNTAX
from greencard.catalogue.tree import Builder
from greencard.errors import GreencardError, Place

__all__ = ["feed_json"]

_TOKEN: Final = re.compile(
    r"[ \t\n\r]*(?:([{}\[\],:])|(\")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))"
)
_SPACE: Final = re.compile(r"[ \t\n\r]*")


class _Lines:
    """Line numbers of increasing positions."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def of(self, position: int) -> int:
        self._line += self._text.count("\n", self._at, position)
        self._at = position
        return self._line


def feed_json(text: str, builder: Builder) -> None:
    """Feed the one JSON value in `text` to `builder`.

    Raises:
        InvalidInput: not JSON (GC-CAT-003), or beyond the builder's bounds.
    """
    lines = _Lines(text)
    closers: list[str] = []
    position = 0
    expect = "value"  # value | first_value | key | first_key | colon | after
    while True:
        match = _TOKEN.match(text, position)
        if match is None:
            at = _SPACE.match(text, position)
            position = at.end() if at else position
            if position == len(text) and expect == "after" and not closers:
                return
            raise _wrong(builder, lines.of(position), text[position : position + 20])
        start, (mark, quote, bare) = match.end() - 1, match.groups()
        position = match.end()
        line = lines.of(match.start(match.lastindex or 0))
        wants_value = expect in {"value", "first_value"}
        if quote and (wants_value or expect in {"key", "first_key"}):
            value, position = _string(text, start + 1, builder, line)
            builder.scalar(value, line, plain=False)
            expect = "after" if wants_value else "colon"
        elif bare and wants_value:
            builder.scalar(bare, line, plain=True)
            expect = "after"
        elif mark in {"{", "["} and wants_value:
            builder.open(line, table=mark == "{")
            closers.append("}" if mark == "{" else "]")
            expect = "first_key" if mark == "{" else "first_value"
        elif mark == ":" and expect == "colon":
            expect = "value"
        elif mark == "," and expect == "after" and closers:
            expect = "key" if closers[-1] == "}" else "value"
        elif closers and mark == closers[-1] and expect in {"after", "first_key", "first_value"}:
            closers.pop()
            builder.close()
            expect = "after"
        else:
            raise _wrong(builder, line, mark or quote or bare)


def _string(text: str, start: int, builder: Builder, line: int) -> tuple[str, int]:
    try:
        value, end = json.decoder.scanstring(text, start, True)  # type: ignore[attr-defined]
        value.encode("utf-8")
    except ValueError as error:  # JSONDecodeError, or a lone surrogate that is no character
        raise _wrong(builder, line, text[start : start + 20]) from error
    return value, end


def _wrong(builder: Builder, line: int, found: str) -> GreencardError:
    en, zh = (f"JSON: {found!r}", f"JSON：{found!r}") if found else ("JSON: it ends too early", "JSON：内容不完整")
    return SYNTAX.at(Place("", builder.file, line), problem=en, problem_zh=zh)
