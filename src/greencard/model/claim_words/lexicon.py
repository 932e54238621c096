"""Which words of a text make an environmental claim, of which family, and how they are used.

A lexicon is data: phrases per family and language, beside phrases that only look like claims ("green tea"), words that
deny, words that mention. It is grown once into a tree of words; a text is then walked in one pass, the longest phrase
from each word on, so the time is proportional to the text whatever stands in it.

A finding is *asserted*, *ambiguous* (the words have a plain sense too), *denied* ("not climate neutral"), *mentioned*
("the word “green” is forbidden") or part of a *name* (a firm, a brand, an address).
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from greencard.model.claim_words.phrases import (
    LANGS,
    ClaimFamily,
    ClaimLang,
    FamiliesFile,
    PhraseTree,
    Places,
    WordsFile,
    read_data,
)
from greencard.model.claim_words.text import END, JOINED, ClaimText, Word, fold, read_text
from greencard.model.claim_words.use import ClaimUse, Match, Scope, Usage, words_in_names

__all__ = ["MOST_FOUND", "ClaimFound", "ClaimLexicon"]

MOST_FOUND: Final = 1_000
"""Findings reported of one text."""
_NUMBER_REACH: Final = 28
_WINDOW: Final = 600
"""Characters around a claim in which its percentage is looked for, white space included."""
_SHARED: Final = frozenset({"recycled", "bio_based", "renewable_energy", "less_emissions", "plastic_free"})
"""Families whose claims hold a percentage."""
_DETECT: Final = 4_000
"""Words by which the language of a text is told."""
_PER_CENT: Final = r"(?:%|％|per\s?cent|percent|prozent|pour\s?cent|por\s?ciento)"
_SHARE_BEFORE: Final = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}(?:[.,]\d{{1,4}})?)\s{{0,2}}{_PER_CENT}[^\d.,;!?，、。；！？\n]{{0,12}}\Z", re.IGNORECASE
)
_SHARE_AFTER: Final = re.compile(
    rf"[^\d.;!?,，。；！？\n]{{0,16}}?(\d{{1,3}}(?:[.,]\d{{1,4}})?)\s{{0,2}}{_PER_CENT}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """Words of a text that make a claim."""

    family: str
    start: int
    end: int
    """Character offsets in the text as given."""
    words: str
    use: ClaimUse
    lang: ClaimLang
    share: Decimal | None = None
    """Percentage that stands beside it."""
    of_packaging: bool = False
    """Whether a word for packaging stands near."""


class ClaimLexicon:
    """Phrases of all languages in one tree of words, grown when the first text is read."""

    def __init__(self, families: bytes, words: Mapping[str, bytes]) -> None:
        self._raw: Final = (families, {name: words[name] for name in sorted(words)})
        digest = hashlib.sha256(families)
        for raw in self._raw[1].values():
            digest.update(raw)
        self.digest: Final = digest.hexdigest()
        """SHA-256 of the bytes of the families and the words."""

    @cached_property
    def families(self) -> dict[str, ClaimFamily]:
        """Kinds of claims by id.

        Raises:
            InvalidInput: unreadable (GC-CLM-001).
        """
        listed: FamiliesFile = read_data(self._raw[0], "families.yaml", FamiliesFile)
        return {family.id: family for family in listed.families}

    @cached_property
    def by_code(self) -> dict[str, str]:
        """Family of each code of the fact `claims`."""
        return {family.code: family.id for family in self.families.values() if family.code}

    @cached_property
    def phrases(self) -> _Phrasebook:
        """The phrases of all languages.

        Raises:
            InvalidInput: unreadable, or a phrase that cannot be one (GC-CLM-001).
        """
        return _Phrasebook(self.families, [read_data(raw, name, WordsFile) for name, raw in self._raw[1].items()])

    def find(self, text: str, *, names: Iterable[str] = ()) -> tuple[ClaimFound, ...]:
        """Claims in a text, in order, none inside another, at most `MOST_FOUND`.

        `names` are names of firms and brands; words inside them are reported as part of a name.
        """
        return self.phrases.find(text, names)

    def language(self, text: str) -> ClaimLang | None:
        """The language of a text; None where its words do not tell."""
        return self.phrases.language(read_text(text).words)


class _Phrasebook:
    """The tree of phrases and the words around them."""

    def __init__(self, families: Mapping[str, ClaimFamily], files: Sequence[WordsFile]) -> None:
        tree = PhraseTree(families, files)
        self.lines: Final = tree.lines
        """Lines of the lexicon by language."""
        self._root: Final = tree.root
        self._usage: Final = Usage(files)
        self._langs: Final[dict[str, ClaimLang | None]] = {}
        for file in files:
            for word in file.common.split():
                form = fold(word)
                self._langs[form] = None if form in self._langs else file.lang

    def find(self, text: str, names: Iterable[str]) -> tuple[ClaimFound, ...]:
        """As `ClaimLexicon.find`."""
        read = read_text(text)
        words = read.words
        if not words:
            return ()
        matches = self._matches(words, self.language(words))
        in_name = words_in_names(words, names)
        found: list[ClaimFound] = []
        for sentence in _by_sentence(words, matches):
            topics = any(match.entry.kind not in "-!~@" for match in sentence)
            scope = Scope()
            for match in sentence:
                kind = match.entry.kind
                if kind == "!":
                    scope.denied_from = match.last
                elif kind == "~":
                    scope.not_denials.update(range(match.first, match.last))
                if kind in "-!~+" or (kind == "@" and not topics):
                    continue
                if self._usage.among_colours(words, match):
                    continue
                use = self._usage.of(read, match, scope, in_name)
                if use == "denied":
                    scope.denied_to = match.last
                found.append(_found(read, match, use, of_packaging=self._usage.of_packaging(words, match)))
                if len(found) == MOST_FOUND:
                    return tuple(found)
        return tuple(found)

    def language(self, words: Sequence[Word]) -> ClaimLang | None:
        """The language most of a text's common words belong to; None where they do not tell."""
        count = dict.fromkeys(LANGS, 0)
        for word in itertools.islice(words, _DETECT):
            lang = self._langs.get(word.form)
            if lang is not None:
                count[lang] += 1
        best, second = sorted(count.values(), reverse=True)[:2]
        return next(lang for lang in LANGS if count[lang] == best) if best > second else None

    def _matches(self, words: Sequence[Word], lang: ClaimLang | None) -> list[Match]:
        """The longest phrase from each word on, left to right, none over another."""
        matches: list[Match] = []
        at, size = 0, len(words)
        begins = self._root.leads_on
        while at < size:
            if not begins(words[at].form):
                at += 1
                continue
            longest = self._longest(words, at, lang)
            if longest is None:
                at += 1
                continue
            matches.append(longest)
            # a topic or a phrase of denial may hold a claim: what lies in it is looked at as well
            at = at + 1 if longest.entry.kind in "+!~" else longest.last
        return matches

    def _longest(self, words: Sequence[Word], at: int, lang: ClaimLang | None) -> Match | None:
        best: Match | None = None
        places: Places | None = self._root
        for n in range(at, len(words)):
            word = words[n]
            if n > at and word.gap != JOINED:
                break
            places = places.after(word.form) if places is not None else None
            if places is None:
                break
            entry = places.best(lang)
            if entry is not None:
                best = Match(at, n + 1, entry)
        return best


def _by_sentence(words: Sequence[Word], matches: Iterable[Match]) -> Iterable[list[Match]]:
    """Matches of each sentence together."""
    group: list[Match] = []
    checked = 0
    for match in matches:
        if group and any(words[n].gap == END for n in range(checked, match.first + 1)):
            yield group
            group = []
        checked = match.first + 1
        group.append(match)
    if group:
        yield group


def _found(read: ClaimText, match: Match, use: ClaimUse, *, of_packaging: bool) -> ClaimFound:
    start, end = read.words[match.first].start, read.words[match.last - 1].end
    entry = match.entry
    family = "future" if entry.kind == "@" else entry.kind
    share = _share(read.text, start, end) if family in _SHARED else None
    return ClaimFound(family, start, end, read.text[start:end], use, entry.lang, share, of_packaging)


def _share(text: str, start: int, end: int) -> Decimal | None:
    """The percentage that stands in, before or after the words; white space counts as one space."""
    after = " ".join(text[end : end + _WINDOW].split())
    before = " ".join(text[max(0, start - _WINDOW) : start].split())
    found = (
        _SHARE_AFTER.match(text, start, end + 1)
        or _SHARE_BEFORE.search(before[-_NUMBER_REACH:] + " ")
        or _SHARE_AFTER.match(after[:_NUMBER_REACH])
    )
    return None if found is None else Decimal(found[1].replace(",", "."))
