"""Finding names inside a merchant's words, in English and Chinese alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

__all__ = ["MAX_WORDS", "Phrase", "Span", "normalise"]

MAX_WORDS: Final = 300
"""Longest text that is searched, in characters; what comes after is not read."""

_SEPARATORS: Final = re.compile(r"[^0-9a-z.\u3400-\u9fff]+|(?<![0-9])\.|\.(?![0-9])")
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_CJK_WEIGHT: Final = 3
"""One Chinese character says about as much as three Latin letters."""


def normalise(words: str) -> str:
    """Lower case, compatibility forms folded (NFKC), everything else a single space; at most `MAX_WORDS` characters."""
    folded = unicodedata.normalize("NFKC", words[:MAX_WORDS]).casefold()
    return _SEPARATORS.sub(" ", folded).strip()


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a normalised text, and how much it says."""

    start: int
    end: int
    weight: int

    def inside(self, other: Span) -> bool:
        """Whether this span lies within a longer one."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name, ready to be looked for."""

    text: str
    pattern: re.Pattern[str]
    weight: int

    @classmethod
    def of(cls, word: str) -> Phrase:
        """A name; Latin names match whole words with a plural ending, Chinese names anywhere."""
        text = normalise(word)
        body = re.escape(text)
        if text and not _CJK.search(text[0]):
            body = rf"(?<![0-9a-z]){body}"
        if text and not _CJK.search(text[-1]):
            body = rf"{body}(?:e?s)?(?![0-9a-z])"
        weight = sum(_CJK_WEIGHT if _CJK.match(character) else 1 for character in text)
        return cls(text, re.compile(body), weight)

    def spans(self, text: str) -> list[Span]:
        """Every place in a normalised text where the name stands."""
        if self.text not in text:  # the pattern needs the bare name; a substring test is far cheaper than a regex
            return []
        return [Span(found.start(), found.end(), self.weight) for found in self.pattern.finditer(text)]
