"""Text from outside as a screen may have it: no character that steers a terminal or turns the order of reading.

A file's name, a card's product or a word of the command line may hold an escape sequence (ECMA-48) or a mark that
reverses what is read (UAX #9). In a terminal, in a report and in JSON each stands as something that can be seen.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

__all__ = ["json_bytes", "printable"]

_SEEN: Final = "\ufffd"
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)
"""Controls C0 and C1 without tab and line feed, marks of direction, line separators, halves of characters."""


def printable(text: str) -> str:
    """The text with U+FFFD for every character that steers a terminal, changes direction, or is half of one."""
    return _UNSEEN.sub(_SEEN, text)


def json_bytes(value: Any) -> bytes:
    """One JSON document in UTF-8 (RFC 8259), such characters written as escapes: equal content, harmless on a screen.

    A file name that is no UTF-8 reaches Python with halves of characters; those become question marks.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        from json import dumps  # noqa: PLC0415 - only for a name that is no text

        plain = dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        data = plain.encode("utf-8", "replace")
    if data.isascii() and b"\x7f" not in data:
        return data
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", data.decode("utf-8")).encode("utf-8")
