"""In which country an end of a leg lies: enough to choose an intensity, no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["Places", "same_place", "words"]

_LOCODE: Final = re.compile(r"([A-Z]{2}) ?[A-Z2-9]{3}")
_SUFFIX: Final = re.compile(r"[,，]\s*([A-Z]{2})(?![A-Za-z])")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Places:
    """Country groups, airport codes, and place names in the form `words` gives them."""

    groups: Mapping[str, frozenset[str]]
    airports: Mapping[str, str]
    names: Mapping[str, str]

    def country_of(self, place: str) -> str:
        """ISO 3166-1 alpha-2 of a place as a merchant writes it; empty when it is not recognised.

        Tried in order: a country code after a comma (`Venlo DC, NL`), an airport code (`HGH`), the longest known name
        inside the text (`Yiwu West (rail freight)`, `宁波舟山港`), a UN/LOCODE (`CNNGB`).
        """
        text = place.strip()
        if suffix := _SUFFIX.search(text):
            return suffix.group(1)
        if text in self.airports:
            return self.airports[text]
        padded = f" {words(text)} "
        found = [name for name in self.names if (f" {name} " if name.isascii() else name) in padded]
        if found:
            return self.names[max(found, key=len)]
        locode = _LOCODE.fullmatch(text)
        return locode.group(1) if locode else ""

    def lies_in(self, country: str, area: str) -> bool:
        """Whether `country` is `area` or belongs to the group `area`; every place, known or not, lies in `any`."""
        return area == "any" or (bool(country) and (country == area or country in self.groups.get(area, ())))


def words(text: str) -> str:
    """The words of a text in lower case, punctuation left out: `Xi'an Port` is `xi an port`."""
    return " ".join(_WORD.findall(text.casefold()))


def same_place(one: str, other: str) -> bool:
    """Whether two texts name one place: the same words, or the words of one among those of the other."""
    left, right = set(words(one).split()), set(words(other).split())
    return bool(left) and bool(right) and (left <= right or right <= left)
