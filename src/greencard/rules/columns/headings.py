"""Customs codes in classes: two codes of one class answer every list of prefixes in a pack alike.

The prefixes of a pack form a tree of digits. Where a code leaves the tree, or ends inside it, settles which prefixes it
starts with and which it is too short for; there are as many classes as such places, whatever codes a catalogue has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from greencard.rules.interpret import hs_starts

__all__ = ["Headings"]

_PAST: Final = "~"
"""Sorts behind every digit and continues no prefix."""


class Headings:
    """The classes that the lists of prefixes of a pack tell apart, in the order of their codes."""

    __slots__ = ("_number", "_runs", "representatives")

    def __init__(self, prefixes: Iterable[str]) -> None:
        inside = {prefix[:n] for prefix in prefixes for n in range(len(prefix) + 1)}
        self.representatives: Final = tuple(sorted(inside | {place + _PAST for place in inside}))
        """A code of each class: one that ends at a place of the tree, or one that leaves it there."""
        self._number: Final = {code: n for n, code in enumerate(self.representatives)}
        self._runs: Final[dict[tuple[tuple[str, ...], bool | None], tuple[tuple[int, int], ...]]] = {}

    def __len__(self) -> int:
        return len(self.representatives)

    def of(self, code: str) -> int:
        """Class of a code."""
        if code in self._number and not code.endswith(_PAST):
            return self._number[code]
        length = len(code)
        while code[:length] not in self._number or code[:length].endswith(_PAST):
            length -= 1
        return self._number[code[:length] + _PAST]

    def runs(self, prefixes: tuple[str, ...], wanted: bool | None) -> tuple[tuple[int, int], ...]:
        """First and last class of each run of classes for which `hs_starts` says `wanted`."""
        key = (prefixes, wanted)
        if key not in self._runs:
            found: list[tuple[int, int]] = []
            for n, code in enumerate(self.representatives):
                if hs_starts(code, prefixes) is wanted:
                    if found and found[-1][1] == n - 1:
                        found[-1] = (found[-1][0], n)
                    else:
                        found.append((n, n))
            self._runs[key] = tuple(found)
        return self._runs[key]
