"""What a spreadsheet would take for a formula: texts of strangers leave in files that people open by a double click."""

from __future__ import annotations

from typing import Final

__all__ = ["unformulated"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that a spreadsheet may take for a formula; in East Asian editions their wide forms too."""


def unformulated(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe before it where it begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
