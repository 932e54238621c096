"""The data of the lexicon: families, and phrases of a language a line each, grown into one tree of words.

A line is words; `(a|b)` is one of, `[a]` is perhaps, `stem*` any ending, `<year>` a year from 2020 to 2099, `<num>` a
number. `<by>` marks a date that announces, `=` a line that counts in texts of its language only. In Chinese every
character is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import msgspec
import yaml

from greencard.errors import InvalidInput, Place, declare
from greencard.model.base import Text, Value
from greencard.model.claim_words.text import WORD, fold, read_text

__all__ = [
    "LANGS",
    "ClaimFamily",
    "ClaimLang",
    "Entry",
    "FamiliesFile",
    "PhraseTree",
    "Places",
    "WordsFile",
    "read_data",
    "word_forms",
]

ClaimLang = Literal["en", "zh", "de", "fr", "es"]
_MAX_BYTES: Final = 500_000
_MOST_KNOWN: Final = 2_000
"""Words whose way on is remembered at one place."""
_MOST_JOINED: Final = 600
"""Lines that one line of the lexicon may stand for."""
_LONGEST_PHRASE: Final = 14
_STEM: Final = 3
"""Letters that a stem (`neutral*`) must have at least; stems are kept by them."""
LANGS: Final[tuple[ClaimLang, ...]] = ("en", "zh", "de", "fr", "es")
_CHOICE: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PATTERN_WORD: Final = re.compile(rf"<year>|<num>|{WORD.pattern}\*?")
_FIGURES: Final = {"<year>": re.compile(r"20[2-9][0-9]\Z"), "<num>": re.compile(r"[0-9]{1,4}\Z")}

BAD_LEXICON: Final = declare(
    "GC-CLM-001",
    InvalidInput,
    en="The claim lexicon cannot be read: {problem}.",
    zh="声称词库无法读取：{problem}。",
    remedy_en="Correct the file at the place named; docs/claims.md gives the format.",
    remedy_zh="请更正所指位置；格式见 docs/claims.md。",
)


class ClaimFamily(Value, frozen=True, kw_only=True):
    """One kind of claim."""

    id: str
    code: str = ""
    """Code of the fact `claims` that the rules ask for; empty: the rules have none."""
    provable: bool = False
    """Whether a figure or a certificate may carry such a claim."""
    title: Text
    instead: Text
    """What to say in place of it when the card has no figure for it."""


class FamiliesFile(Value, frozen=True, kw_only=True):
    """`families.yaml`."""

    schema: Literal["greencard/claim-families/1"]
    families: tuple[ClaimFamily, ...]


class Phrases(Value, frozen=True, kw_only=True):
    says: str = ""
    asks: str = ""


class WordsFile(Value, frozen=True, kw_only=True):
    """The words of one language."""

    schema: Literal["greencard/claim-words/1"]
    lang: ClaimLang
    checked_on: str
    sources: tuple[str, ...]
    """Entries of SOURCES.d/claims.yaml that the phrases were taken from."""
    common: str = ""
    """Frequent words by which the language is told."""
    deny: str = ""
    deny_through: str = ""
    """Words that may stand between a denial and what is denied."""
    deny_all: str = ""
    """Phrases after which the rest of the sentence is denied."""
    unless: str = ""
    """Phrases that only look like a denial: "not only"."""
    turn: str = ""
    """Words at which a denial ends."""
    join: str = ""
    """Words that carry a denial on to the next claim of a list."""
    mention: str = ""
    """Words of speech about words: a claim in quotation marks beside one is mentioned, not made."""
    firms: str = ""
    """Words that end the name of a firm."""
    not_in_name: str = ""
    colours: str = ""
    """Words beside which an ambiguous word names a colour."""
    packaging: str = ""
    """Words that make a claim one about the packaging."""
    topics: str = ""
    """Words that make a date an announcement about the environment."""
    only_looks: str = ""
    families: dict[str, Phrases] = msgspec.field(default_factory=dict)


class Entry(NamedTuple):
    """What a phrase says."""

    kind: str
    """A family, or `-` looks only, `!` denies the rest, `~` no denial, `@` date, `+` topic."""
    lang: ClaimLang
    sure: bool
    bound: bool
    """Only in a text of that language."""


class Node:
    """A place in the phrases: which words lead on, and what is said when the words end here."""

    __slots__ = ("entries", "exact", "figures", "shared", "stems")

    def __init__(self) -> None:
        self.exact: dict[str, list[Node]] = {}
        self.shared: dict[str, Node] = {}
        """The one node behind a word that any phrase may go on from."""
        self.stems: dict[str, list[tuple[str, Node]]] = {}
        self.figures: dict[str, list[Node]] = {}
        self.entries: list[Entry] = []

    def lead(self, word: str, to: Node) -> None:
        """Let a word, a stem (`neutral*`) or a figure (`<year>`, `<num>`) lead to a node."""
        if word in _FIGURES:
            self.figures.setdefault(word, []).append(to)
        elif word.endswith("*"):
            self.stems.setdefault(word[:_STEM], []).append((word[:-1], to))
        else:
            self.exact.setdefault(word, []).append(to)

    def share(self, word: str) -> Node:
        """The node behind a word that other phrases go through as well."""
        if word not in self.shared:
            self.shared[word] = Node()
            self.lead(word, self.shared[word])
        return self.shared[word]


class Places:
    """The places a text may be at after some words; where the next word leads is worked out once."""

    __slots__ = ("chosen", "entries", "figures", "known", "nodes", "stems", "words")

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes: Final = nodes
        self.words: Final = frozenset(word for node in nodes for word in node.exact)
        self.stems: Final = frozenset(head for node in nodes for head in node.stems)
        self.figures: Final = any(node.figures for node in nodes)
        self.entries: Final = tuple(dict.fromkeys(entry for node in nodes for entry in node.entries))
        self.known: Final[dict[str, Places | None]] = {}
        self.chosen: Final[dict[str | None, Entry | None]] = {}

    def best(self, lang: ClaimLang | None) -> Entry | None:
        """What is said when the words end here, in a text of that language."""
        if not self.entries:
            return None
        if lang not in self.chosen:
            self.chosen[lang] = _best(self.entries, lang)
        return self.chosen[lang]

    def leads_on(self, form: str) -> bool:
        """Whether some phrase may go on with a word."""
        return form in self.words or form[:_STEM] in self.stems or (self.figures and form.isdecimal())

    def after(self, form: str) -> Places | None:
        """Where a word leads; None: no phrase goes on with it."""
        if not self.leads_on(form):
            return None
        if form in self.known:
            return self.known[form]
        found: list[Node] = []
        for node in self.nodes:
            found += node.exact.get(form, ())
            found += [to for stem, to in node.stems.get(form[:_STEM], ()) if form.startswith(stem)]
            for kind, to in node.figures.items():
                if _FIGURES[kind].match(form):
                    found += to
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[form] = Places(tuple(found)) if found else None
        return self.known[form]


class PhraseTree:
    """Phrases of all languages, grown line by line into one tree of words."""

    def __init__(self, families: Mapping[str, ClaimFamily], files: Iterable[WordsFile]) -> None:
        self.lines: Final[dict[str, int]] = dict.fromkeys(LANGS, 0)
        """Lines read, by language."""
        self._families: Final = families
        self._tree: Final = Node()
        for file in files:
            self._add(file)
        self.root: Final = Places((self._tree,))

    def _add(self, file: WordsFile) -> None:
        for lines, kind in ((file.only_looks, "-"), (file.deny_all, "!"), (file.unless, "~"), (file.topics, "+")):
            self._lines(lines, file.lang, kind, sure=True)
        for family, phrases in file.families.items():
            if family not in self._families:
                raise BAD_LEXICON.at(Place(file=f"{file.lang}.yaml"), problem=f"{family} is no family")
            self._lines(phrases.says, file.lang, family, sure=True)
            self._lines(phrases.asks, file.lang, family, sure=False)

    def _lines(self, lines: str, lang: ClaimLang, kind: str, *, sure: bool) -> None:
        for line in lines.splitlines():
            phrase = line.partition("#")[0].strip()
            if not phrase:
                continue
            self.lines[lang] += 1
            bound = phrase.startswith("=")
            dated = "<by>" in phrase
            phrase = phrase.lstrip("= ").replace("<by>", "")
            entry = Entry("@" if dated else kind, lang, sure, bound)
            for reading in _joined(phrase, lang):
                self._put(reading, entry, lang)

    def _put(self, phrase: str, entry: Entry, lang: ClaimLang) -> None:
        slots = _slots(phrase, lang)
        ends = [self._tree]
        for n, options in enumerate(slots):
            last = n + 1 == len(slots)
            join = Node()
            after: list[Node] = []
            for words in options:
                if not words:
                    after += ends
                    continue
                for start in ends:
                    node = start
                    for word in words[:-1]:
                        node = node.share(word)
                    if last or len(options) == 1:
                        after.append(node.share(words[-1]))
                    else:
                        node.lead(words[-1], join)
                        after.append(join)
            ends = list(dict.fromkeys(after))
        if self._tree in ends:
            raise BAD_LEXICON.at(Place(file=f"{lang}.yaml"), problem=f"{phrase!r} may be nothing at all")
        for node in ends:
            if entry not in node.entries:
                node.entries.append(entry)


def read_data(raw: bytes, name: str, kind: type[Any]) -> Any:
    """A YAML file of bounded size as a value of the kind.

    Raises:
        InvalidInput: too large, not YAML, or of another form (GC-CLM-001).
    """
    if len(raw) > _MAX_BYTES:
        raise BAD_LEXICON.at(Place(file=name), problem=f"more than {_MAX_BYTES} bytes")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return msgspec.convert(yaml.load(raw, Loader=loader), kind, strict=False)  # noqa: S506 - the safe loader
    except (yaml.YAMLError, msgspec.ValidationError, ValueError, RecursionError) as problem:
        raise BAD_LEXICON.at(Place(file=name), problem=str(problem).replace("\n", " ")[:200]) from None


def word_forms(lists: Iterable[str]) -> frozenset[str]:
    """Single words and pairs (`co ltd`, 公司), folded; one line may hold several words, a pair is joined by `+`."""
    found = set()
    for words in lists:
        for word in words.split():
            parts = [form.form for form in read_text(word.replace("+", " ")).words]
            found.add(" ".join(parts))
    return frozenset(found)


def _joined(phrase: str, lang: ClaimLang) -> list[str]:
    """A line with every choice inside a word written out: `bio[-]degradab*` is two lines."""
    done: list[str] = []
    todo = [phrase]
    while todo:
        line = todo.pop()
        glued = next((f for f in _CHOICE.finditer(line) if _inside(line, *f.span())), None)
        if glued is None:
            done.append(line)
        else:
            options = glued[1].split("|") if glued[1] is not None else [*glued[2].split("|"), ""]
            todo += [line[: glued.start()] + option + line[glued.end() :] for option in options]
        if len(todo) + len(done) > _MOST_JOINED:
            raise BAD_LEXICON.at(Place(file=f"{lang}.yaml"), problem=f"{phrase!r} has too many readings")
    return done


def _inside(line: str, start: int, end: int) -> bool:
    """Whether a choice touches letters of the same word; every Chinese character is a word of its own."""
    around = line[max(0, start - 1) : start] + line[end : end + 1]
    if any(char in "-*" or (char.isascii() and char.isalnum()) for char in around):
        return True
    return any(char in "()[]" for char in around) and any(c.isascii() and c.isalpha() for c in line[start:end])


def _slots(phrase: str, lang: ClaimLang) -> list[list[tuple[str, ...]]]:
    """A line as a row of choices, each a list of words: `(a|b)` is one of, `[a]` is perhaps."""
    slots: list[list[tuple[str, ...]]] = []
    at = 0
    for found in _CHOICE.finditer(phrase):
        slots += [[(word,)] for word in _pattern_words(phrase[at : found.start()])]
        options = found[1].split("|") if found[1] is not None else [*found[2].split("|"), ""]
        slots.append([_pattern_words(option) for option in options])
        at = found.end()
    slots += [[(word,)] for word in _pattern_words(phrase[at:])]
    bad = next((w for slot in slots for ws in slot for w in ws if w.endswith("*") and len(w) <= _STEM), "")
    odd = any(mark in _CHOICE.sub("", phrase) for mark in "()[]{}|?")
    if bad or odd or not 0 < len(slots) <= _LONGEST_PHRASE:
        raise BAD_LEXICON.at(Place(file=f"{lang}.yaml"), problem=f"{phrase!r} cannot be a phrase {bad}".rstrip())
    return slots


def _pattern_words(phrase: str) -> tuple[str, ...]:
    """Words of a phrase as a text's are read, with `*` kept on stems."""
    return tuple(part if part in _FIGURES else fold(part.rstrip("*")) + "*" * part.endswith("*")
                 for part in _PATTERN_WORD.findall(phrase))  # fmt: skip


def _best(entries: Sequence[Entry], lang: ClaimLang | None) -> Entry | None:
    """The entry that counts where phrases of several languages or families are spelt alike."""
    fit = [entry for entry in entries if not entry.bound or lang in {entry.lang, None}]
    if not fit:
        return None
    return min(fit, key=lambda e: (e.lang != lang, e.bound, e.kind not in "-!~@", e.kind == "+", LANGS.index(e.lang)))
