"""How a claim is used where it stands: asserted, ambiguous, denied, mentioned, or part of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from greencard.model.claim_words.phrases import Entry, WordsFile, word_forms
from greencard.model.claim_words.text import COMMA, END, JOINED, ClaimText, Word, read_text

__all__ = ["ClaimUse", "Match", "Scope", "Usage", "words_in_names"]

ClaimUse = Literal["asserted", "ambiguous", "denied", "mentioned", "name"]
_LONGEST_NAME: Final = 200
REACH: Final = 8
"""Words looked at on either side of a finding."""
_OPENS: Final = frozenset("“„‟\"«»‹›「『《'‘`＂")
_CLOSES: Final = frozenset("”“‟\"«»‹›」』》'’`＂")
_ADDRESS: Final = re.compile(
    r"https?://|www\.|@|\.(?:com|cn|de|fr|es|org|net|eu|shop|store|io|uk|info)(?![a-z0-9])", re.IGNORECASE
)
_NEAR: Final = 3
"""Words on either side among which a colour is looked for."""
_ADDRESS_REACH: Final = 80


@dataclass(slots=True)
class Scope:
    """How far a denial reaches in one sentence, as word indices."""

    denied_from: int | None = None
    """From here on the rest of the sentence is denied."""
    denied_to: int = -100
    """Where the last denied claim ended; the next of a list is denied with it."""
    turned: int = 0
    """Up to here no word turns the sentence."""
    not_denials: set[int] = field(default_factory=set)


class Match(NamedTuple):
    """A phrase found, as word indices."""

    first: int
    last: int
    """Index after the last word."""
    entry: Entry


class Usage:
    """How words are used, by the words around them."""

    def __init__(self, files: Sequence[WordsFile]) -> None:
        self._deny: Final = word_forms(file.deny for file in files)
        self._through: Final = word_forms(file.deny_through for file in files)
        self._turn: Final = word_forms(file.turn for file in files)
        self._join: Final = word_forms(file.join for file in files)
        self._mention: Final = word_forms(file.mention for file in files)
        self._firms: Final = word_forms(file.firms for file in files)
        self._colours: Final = word_forms(file.colours for file in files)
        self._packaging: Final = word_forms(file.packaging for file in files)
        self._not_in_name: Final = word_forms(file.not_in_name for file in files)

    def of(self, read: ClaimText, match: Match, scope: Scope, in_name: frozenset[int]) -> ClaimUse:
        """How the words of a match are used; `in_name` are the words that belong to known names."""
        words = read.words
        if self._named(read, match) or in_name.issuperset(range(match.first, match.last)):
            return "name"
        if self._denied(read, match, scope):
            return "denied"
        if _quoted(read, match) and self._speaks_of_words(words, match):
            return "mentioned"
        return "asserted" if match.entry.sure or _stands_alone(words, match) else "ambiguous"

    def among_colours(self, words: Sequence[Word], match: Match) -> bool:
        """Whether words with a plain sense stand in a list of colours."""
        near = (*words[max(0, match.first - _NEAR) : match.first], *words[match.last : match.last + _NEAR])
        return not match.entry.sure and any(word.form in self._colours for word in near)

    def _denied(self, read: ClaimText, match: Match, scope: Scope) -> bool:
        words, text = read.words, read.text
        first, ended = match.first, scope.denied_to
        if 0 <= first - ended <= REACH and all(
            word.form in self._join or word.form in self._deny for word in words[ended:first]
        ):
            # the next of a list: joined by a word, or by nothing that parts clauses
            return first > ended or words[first].gap < COMMA or "、" in text[words[ended - 1].end : words[first].start]
        if self._denied_before(words, match, scope):
            return True
        if scope.denied_from is None:
            return False
        through = words[max(scope.denied_from, scope.turned) : first]
        turned = any(word.form in self._turn for word in through)
        scope.turned = first
        if turned:
            scope.denied_from = None
        return not turned

    def _denied_before(self, words: Sequence[Word], match: Match, scope: Scope) -> bool:
        for n in range(match.first - 1, max(-1, match.first - 1 - REACH), -1):
            if words[n + 1].gap >= COMMA:
                return False
            form = words[n].form
            if form in self._deny:
                return n not in scope.not_denials
            if form not in self._through:
                return False
        return False

    def of_packaging(self, words: Sequence[Word], match: Match) -> bool:
        """Whether a word for packaging stands near, in the same sentence, or in the words themselves."""
        within = range(match.first, match.last)
        return self._near(words, match, self._packaging) or any(
            words[n].form in self._packaging or _pair(words, n) in self._packaging for n in within
        )

    def _speaks_of_words(self, words: Sequence[Word], match: Match) -> bool:
        return self._near(words, match, self._mention)

    @staticmethod
    def _near(words: Sequence[Word], match: Match, wanted: frozenset[str]) -> bool:
        for step in (-1, 1):
            n = match.first if step < 0 else match.last - 1
            for _ in range(3 * REACH):
                nearer = n if step < 0 else n + 1
                n += step
                if not 0 <= n < len(words) or words[nearer].gap == END:
                    break
                if words[n].form in wanted or _pair(words, n) in wanted:
                    return True
        return False

    def _named(self, read: ClaimText, match: Match) -> bool:
        words, text = read.words, read.text
        if _address(text, words[match.first].start, words[match.last - 1].end):
            return True
        for n in range(match.last, min(match.last + REACH, len(words))):
            word = words[n]
            if word.form in self._firms or _pair(words, n) in self._firms:
                return True
            if word.gap != JOINED or word.form in self._not_in_name:
                return False
        return False


def words_in_names(words: Sequence[Word], names: Iterable[str]) -> frozenset[int]:
    """Indices of the words that belong to one of the names."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        forms = tuple(word.form for word in read_text(name[:_LONGEST_NAME]).words)
        if forms:
            wanted.setdefault(forms[0], []).append(forms)
    found: set[int] = set()
    for n, word in enumerate(words) if wanted else ():
        for forms in wanted.get(word.form, ()):
            if tuple(other.form for other in words[n : n + len(forms)]) == forms:
                found.update(range(n, n + len(forms)))
    return frozenset(found)


def _pair(words: Sequence[Word], n: int) -> str:
    """A word with the next one, where nothing separates them."""
    if n + 1 < len(words) and words[n + 1].gap < END:  # a name may hold a comma: "Co., Ltd"
        return f"{words[n].form} {words[n + 1].form}"
    return ""


def _stands_alone(words: Sequence[Word], match: Match) -> bool:
    """Whether the sentence is nothing but these words, as on a label."""
    before = match.first == 0 or words[match.first].gap == END
    return before and (match.last == len(words) or words[match.last].gap == END)


def _quoted(read: ClaimText, match: Match) -> bool:
    start, end = read.words[match.first].start, read.words[match.last - 1].end
    before, after = read.text[max(0, start - REACH) : start].rstrip(), read.text[end : end + REACH].lstrip()
    return before[-1:] in _OPENS and after[:1] in _CLOSES


def _address(text: str, start: int, end: int) -> bool:
    """Whether the words lie inside an address of the net or of mail."""
    low, high = start, end
    while low > max(0, start - _ADDRESS_REACH) and _in_address(text[low - 1]):
        low -= 1
    while high < min(len(text), end + _ADDRESS_REACH) and _in_address(text[high]):
        high += 1
    return (low < start or high > end) and _ADDRESS.search(text, low, high) is not None


def _in_address(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".-_@:/?&=%#~+")
