"""What merchants call things: names of materials, forms and routes, and the words that say recycled or deny a name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA
from greencard.factors.material import CarbonFraction, Material
from greencard.factors.phrase import Index, Span, normalise, words_of
from greencard.factors.reading import shaped
from greencard.model import Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Beside", "Lexicon", "Named", "Reading", "Route", "extended", "parse_lexicon"]

_SHORT: Final = 6
"""Words shorter than this are not taken for a slip of the pen: too many are words of their own."""
_SHORT_BESIDE: Final = 7
"""The same beside a name that is spelt right, where most other words are no materials."""
_LONG: Final = 30
"""No name is longer."""
_MOST_REMEMBERED: Final = 8192
_KINDS: Final = ("nothing", "unheld", "coating", "precious")
Said = Literal["recycled", "primary", "reused", ""]


class Route(Value, frozen=True, kw_only=True):
    """A production route, the words that name it and the materials that are made by it."""

    id: str
    materials: tuple[str, ...]
    names: Text


@dataclass(frozen=True, slots=True)
class Named:
    """A material named in the words, where, and by what kind of word."""

    material: str
    span: Span
    how: Literal["name", "hint", "slip"]
    word: str
    """As written; for a slip, the name it was read as follows in `meant`."""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What else the words name: a material no factor is held for, or a coating."""

    kind: Literal["unheld", "coating", "precious"]
    word: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a merchant's words say. Nothing here is a choice yet."""

    text: str
    """Normalised words."""
    materials: tuple[Named, ...]
    denied: tuple[str, ...]
    """Materials the words say are not in it."""
    forms: frozenset[str]
    routes: tuple[str, ...]
    recycled: Said
    """What the words say of the origin; empty where they say nothing, or both."""
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names, ready to be looked for. Built by `parse_lexicon`."""

    materials: Mapping[str, Material]
    carbon: Mapping[str, CarbonFraction]
    routes: Mapping[str, Route]
    words: tuple[tuple[str, str], ...]
    """Every name and what it means: what `names` is made of."""
    names: Index[str]
    """Ids of materials; with a `~` before it, a kind of word that hides the names inside it (`~nothing` …)."""
    hints: Index[str]
    marks: Index[tuple[str, str]]
    """Words of another kind: (`form`, id), (`route`, id), (`said`, recycled | primary | reused)."""
    before: frozenset[str]
    after: frozenset[str]
    _slips: dict[str, tuple[str, str]] = field(default_factory=dict)
    _read: dict[str, Reading] = field(default_factory=dict)

    def read(self, words: str) -> Reading:
        """What the words say: materials named, denied, form, route, recycled or not."""
        known = self._read.get(words)
        if known is None:
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            known = self._read[words] = self._reading(normalise(words))
        return known

    def _reading(self, text: str) -> Reading:
        known = self.names.find(text)
        found = [(span, meaning) for span, meaning in known if meaning[0] != "~"]
        hiding = [(span, meaning[1:]) for span, meaning in known if meaning[0] == "~"]
        kept = [(span, material) for span, material in found if not self._denied(text, span)]
        coats = {span for span, kind in hiding if kind == "coating"}
        body = [(span, material) for span, material in kept if span not in coats]
        paint = not body
        """A paint is a material where nothing else is named, and a coating on whatever is."""
        kept = body or kept
        named = tuple(Named(material, span, "name", text[span.start : span.end]) for span, material in kept)
        taken = [span for span, _ in known]
        if all(span.end - span.start == 1 for span, _ in found):
            hints = tuple(
                Named(material, span, "hint", text[span.start : span.end])
                for span, material in self.hints.find(text)
                if not self._denied(text, span) and not any(_meet(span, other) for other, _ in hiding)
            )
            outside = tuple(n for n in named if not any(n.span.inside(hint.span) for hint in hints))
            named = outside or hints or (() if found else self._slips_in(text, taken, _SHORT))
        elif named:
            named += self._slips_in(text, taken, _SHORT_BESIDE)
        named = self._specific(named)
        beside = tuple(
            Beside(kind, text[span.start : span.end], span)  # type: ignore[arg-type]
            for span, kind in hiding
            if kind != "nothing"
            and not (paint and span in coats & {s for s, _ in kept})
            and not self._denied(text, span)
        )
        left = {material for _, material in kept}
        denied = tuple(dict.fromkeys(material for _, material in found if material not in left))
        forms: set[str] = set()
        routes: dict[str, None] = {}
        said: set[str] = set()
        for span, (kind, meaning) in self.marks.find(text):
            if kind == "form":
                forms.add(meaning)
            elif not self._denied(text, span) and kind == "route":
                routes[meaning] = None
            elif kind == "said":
                said.add("primary" if self._denied(text, span) and meaning == "recycled" else meaning)
        one: Any = next(iter(said)) if len(said) == 1 else ""
        return Reading(text, named, denied, frozenset(forms), tuple(routes), one, beside)

    def _specific(self, named: tuple[Named, ...]) -> tuple[Named, ...]:
        """Without a class of which one kind is named too ("plastic" beside "HDPE", "steel" beside "galvanised")."""
        if len(named) < 2:  # noqa: PLR2004 - nothing beside it
            return named
        of = [self.materials[n.material] for n in named]
        kinds = {material.waste for material in of if not material.generic}
        wider = {kind for material in of for kind in material.kind_of}
        return tuple(
            n
            for n, material in zip(named, of, strict=True)
            if not (material.generic and material.waste in kinds)
            and not (material.id in wider and _bare(n.word, material))
        )

    def _denied(self, text: str, span: Span) -> bool:
        """Whether what stands right before or after the name says that it is not there."""
        head = text[: span.start].rstrip()
        if any(head.endswith(word) and _whole(head, word) for word in self.before):
            return True
        rest = text[span.end :].lstrip()
        return any(rest.startswith(word) and not rest[len(word) : len(word) + 1].isalnum() for word in self.after)

    def _slips_in(self, text: str, taken: list[Span], short: int) -> tuple[Named, ...]:
        """A long Latin word that is one letter away from a name, of those that are no name yet.

        The first letter is not mistaken: "travel" is no gravel, "holder" no solder.
        """
        if not self._slips:
            for known in self.materials.values():
                for name in known.en:
                    word = normalise(name)
                    if word.isalpha() and word.isascii() and len(word) >= _SHORT:
                        for form in _without_one(word):
                            self._slips.setdefault(form, (word, known.id))
        start = 0
        for token in text.split(" "):
            span = Span(start, start + len(token), len(token))
            start = span.end + 1
            if token.isascii() and token.isalpha() and short <= len(token) <= _LONG:
                word, material = self._meant(token)
                if word and not any(_meet(span, other) for other in taken):
                    return (Named(material, span, "slip", token, word),)
        return ()

    def _meant(self, token: str) -> tuple[str, str]:
        """The name a word is one letter away from, and its material; empty where there is none."""
        near = (self._slips.get(form, ("", "")) for form in _without_one(token))
        return next((found for found in near if found[0][:1] == token[0]), ("", ""))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _bare(word: str, material: Material) -> bool:
    """Whether a word names the wider material and nothing of its kind: `steel`, 钢, `Q235`; not "carbon steel"."""
    plain = word.isascii() and " " not in word
    return len(word) == 1 or plain or word in {normalise(material.en[0]), normalise(material.zh[0])}


def _whole(head: str, word: str) -> bool:
    """A Latin word that denies is a word of its own ("no", not the end of "mono")."""
    before = head[-len(word) - 1 : -len(word)]
    return not (word[0].isascii() and before.isascii() and before.isalnum())


def _without_one(word: str) -> list[str]:
    """The word, and the word without each of its letters: two words one slip apart share a form."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def parse_lexicon(data: Mapping[str, Any], place: Place) -> Lexicon:
    """The lexicon in `materials.yaml`.

    Raises:
        InvalidInput: the data do not have that shape (GC-FAC-001).
    """
    rows = shaped(data.get("materials"), list[dict[str, Any]], place)
    materials: dict[str, Material] = {}
    for row in rows:
        listed = {name: words_of(_text(row.get(name, ""), place)) for name in ("en", "zh", "hints")}
        material = shaped(row | listed, Material, place)
        if material.id in materials:
            raise BAD_DATA.at(place, reason=f"the material {material.id} stands twice")
        materials[material.id] = material
    routes, marks = _routes(data, materials, place)
    marks += _words(data, "forms", "form", place)
    marks += _words(data, "origin", "said", place)
    hiding = [(word, f"~{kind}") for word, (_, kind) in _words(data, "beside", "", place)]
    if {kind[1:] for _, kind in hiding} != set(_KINDS):
        raise BAD_DATA.at(place, reason=f"beside has the lists {', '.join(_KINDS)}")
    for material in materials.values():
        for kind in set(material.kind_of) - materials.keys():
            raise BAD_DATA.at(place, reason=f"{material.id} is of no known kind: {kind}")
    denial: dict[str, dict[str, str]] = shaped(data.get("denial"), dict[str, dict[str, str]], place)
    if denial.keys() != {"before", "after"}:
        raise BAD_DATA.at(place, reason="denial has the lists before and after")
    words = (*((word, m.id) for m in materials.values() for word in (*m.en, *m.zh)), *hiding)
    return Lexicon(
        materials=materials,
        carbon=shaped(data.get("carbon_sources"), dict[str, CarbonFraction], place),
        routes=routes,
        words=words,
        names=Index(words),
        hints=Index((word, m.id) for m in materials.values() for word in m.hints),
        marks=Index(marks),
        before=frozenset(_normal(denial["before"])),
        after=frozenset(_normal(denial["after"])),
    )


def extended(lexicon: Lexicon, materials: Mapping[str, Material]) -> Lexicon:
    """The lexicon with further materials; a name of theirs no longer leads anywhere else."""
    taken = {normalise(word) for m in materials.values() for word in (*m.en, *m.zh)}
    words = (
        *((word, meaning) for word, meaning in lexicon.words if normalise(word) not in taken),
        *((word, m.id) for m in materials.values() for word in m.en),
    )
    return replace(
        lexicon,
        materials={**lexicon.materials, **materials},
        words=words,
        names=Index(words),
        _slips={},
        _read={},
    )


def _routes(
    data: Mapping[str, Any], materials: Mapping[str, Material], place: Place
) -> tuple[dict[str, Route], list[tuple[str, tuple[str, str]]]]:
    routes, marks = {}, []
    for key, row in shaped(data.get("routes"), dict[str, dict[str, Any]], place).items():
        body = {name: value for name, value in row.items() if name not in {"en", "zh"}}
        route = shaped({"id": key} | body, Route, place)
        for unknown in set(route.materials) - materials.keys():
            raise BAD_DATA.at(place, reason=f"the route {key} names no known material: {unknown}")
        routes[key] = route
        marks += [(w, ("route", key)) for lang in ("en", "zh") for w in words_of(_text(row.get(lang, ""), place))]
    return routes, marks


def _words(data: Mapping[str, Any], section: str, kind: str, place: Place) -> list[tuple[str, tuple[str, str]]]:
    lists = shaped(data.get(section), dict[str, dict[str, str]], place)
    return [(word, (kind, key)) for key, by in lists.items() for listed in by.values() for word in words_of(listed)]


def _normal(lists: Mapping[str, str]) -> Iterable[str]:
    return [normalise(word) for listed in lists.values() for word in words_of(listed)]


def _text(value: object, place: Place) -> str:
    if not isinstance(value, str):
        raise BAD_DATA.at(place, reason="names are written as one text with bars between them")
    return value
