"""What every value that crosses rooms is: a frozen struct that refuses unknown fields."""

from __future__ import annotations

import msgspec

from greencard.errors import Lang

__all__ = ["Text", "Value"]


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """Base of the model: immutable, keyword-only, closed. Decimals travel as text."""


class Text(Value, frozen=True, kw_only=True):
    """A text in English and Simplified Chinese; either may be missing, never both where a text is required."""

    en: str = ""
    zh: str = ""

    def in_lang(self, lang: Lang) -> str:
        """The text in `lang`, or in the other language where that one is missing."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)
