"""What merchants call things: names of materials, forms and routes, and the words that say recycled or deny a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA
from greencard.factors.material import CarbonFraction, Material
from greencard.factors.phrase import Index, Span, normalise, words_of
from greencard.factors.reading import shaped
from greencard.model import Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Lexicon", "Named", "Reading", "Route", "parse_lexicon"]

_SHORT: Final = 6
"""Words shorter than this are not taken for a slip of the pen: too many are words of their own."""
_MOST_REMEMBERED: Final = 8192
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names, ready to be looked for. Built by `parse_lexicon`."""

    materials: Mapping[str, Material]
    carbon: Mapping[str, CarbonFraction]
    routes: Mapping[str, Route]
    names: Index[str]
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
        found = self.names.find(text)
        kept = [(span, material) for span, material in found if not self._denied(text, span)]
        named = tuple(Named(material, span, "name", text[span.start : span.end]) for span, material in kept)
        if not found:
            named = tuple(
                Named(material, span, "hint", text[span.start : span.end])
                for span, material in self.hints.find(text)
                if not self._denied(text, span)
            ) or self._slip(text)
        named = self._specific(named)
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
        return Reading(text, named, denied, frozenset(forms), tuple(routes), one)

    def _specific(self, named: tuple[Named, ...]) -> tuple[Named, ...]:
        """Without a class of which one kind is named too ("plastic" beside "HDPE")."""
        if len(named) < 2:  # noqa: PLR2004 - nothing beside it
            return named
        kinds = {self.materials[n.material].waste for n in named if not self.materials[n.material].generic}
        return tuple(
            n for n in named if not (self.materials[n.material].generic and self.materials[n.material].waste in kinds)
        )

    def _denied(self, text: str, span: Span) -> bool:
        """Whether what stands right before or after the name says that it is not there."""
        head = text[: span.start].rstrip()
        if any(head.endswith(word) and _whole(head, word) for word in self.before):
            return True
        rest = text[span.end :].lstrip()
        return any(rest.startswith(word) and not rest[len(word) : len(word) + 1].isalnum() for word in self.after)

    def _slip(self, text: str) -> tuple[Named, ...]:
        """A long Latin word that is one letter away from a name."""
        if not self._slips:
            for known in self.materials.values():
                for name in known.en:
                    word = normalise(name)
                    if word.isalpha() and word.isascii() and len(word) >= _SHORT:
                        for form in _without_one(word):
                            self._slips.setdefault(form, (word, known.id))
        start = 0
        for token in text.split(" "):
            if token.isascii() and token.isalpha() and _SHORT <= len(token) <= 30:  # noqa: PLR2004 - no name is longer
                for form in _without_one(token):
                    if form in self._slips:
                        word, material = self._slips[form]
                        return (Named(material, Span(start, start + len(token), len(token)), "slip", token, word),)
            start += len(token) + 1
        return ()


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
    denial: dict[str, dict[str, str]] = shaped(data.get("denial"), dict[str, dict[str, str]], place)
    if denial.keys() != {"before", "after"}:
        raise BAD_DATA.at(place, reason="denial has the lists before and after")
    return Lexicon(
        materials=materials,
        carbon=shaped(data.get("carbon_sources"), dict[str, CarbonFraction], place),
        routes=routes,
        names=Index((word, m.id) for m in materials.values() for word in (*m.en, *m.zh)),
        hints=Index((word, m.id) for m in materials.values() for word in m.hints),
        marks=Index(marks),
        before=frozenset(_normal(denial["before"])),
        after=frozenset(_normal(denial["after"])),
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
