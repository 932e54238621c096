"""Marks that an older encoding lacks (GBK of a Chinese Windows pipe, Latin-1, ASCII), in the means it has."""

from __future__ import annotations

from typing import Final

__all__ = ["nearest"]

_MARKS: Final = {
    "✓": ("√", "[+]"), "✗": ("×", "[x]"), "░": (".",), "█": ("#",), "–": ("-",), "—": ("-",), "−": ("-",), "→": ("->",),
    "…": ("...",), "×": ("x",), "±": ("+-",), "·": (".",), "≤": ("<=",), "≥": (">=",), "“": ('"',), "”": ('"',),
    "’": ("'",), "‘": ("'",), "µ": ("μ", "u"), "₂": ("2",), "°": ("deg",),
}  # fmt: skip


def nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    """For `codecs.register_error`: the nearest mark the encoding has, a question mark where there is none.

    Raises:
        UnicodeError: the error is not one of writing.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_mark(letter, error.encoding) for letter in error.object[error.start : error.end]), error.end


def _mark(letter: str, encoding: str) -> str:
    for mark in _MARKS.get(letter, ()):
        try:
            mark.encode(encoding)
        except UnicodeEncodeError:
            continue
        return mark
    return "?"
