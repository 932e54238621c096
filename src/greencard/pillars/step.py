"""One step that could close a gap: what it is, what it would change in what is given, and what it takes.

A step of data changes what is known, not what is true: nobody knows before what it will show, so that only its best
case is tried. A step of evidence, packaging or material has one outcome if it succeeds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

import msgspec

from greencard.model import Evidence, Fact, MaterialPart, Text
from greencard.pillars.given import Given

__all__ = ["TO_COME", "Change", "Step", "with_fact", "with_part"]

_ZERO: Final = Decimal(0)
TO_COME: Final = Evidence(grade="E1", kind="proof to come")
"""Evidence that a step would bring."""

Change = Callable[[Given], Given]


@dataclass(frozen=True, slots=True)
class Step:
    """One candidate."""

    kind: Literal["data", "evidence", "audit", "practice", "material"]
    effort: str
    text: Text
    best: Change
    """What is given after the step, at its best."""
    certain: bool
    """Whether that is also what is given if the step succeeds at all."""
    pointer: str = ""
    part: str = ""
    """Pointer of the part it changes."""
    lead: Decimal = field(default=_ZERO)
    """Of two steps of one cost the one with more goes first."""


def with_part(pointer: str, change: Callable[[MaterialPart], MaterialPart]) -> Change:
    """The change of one part."""

    def apply(given: Given) -> Given:
        parts = tuple(change(part) if part.pointer == pointer else part for part in given.parts)
        return msgspec.structs.replace(given, parts=parts)

    return apply


def with_fact(name: str, value: bool | str, *, grade: Literal["E0", "E1"] = "E0") -> Change:
    """The change of one fact."""
    fact = Fact(name=name, value=value, grade=grade, source="to come")
    return lambda given: msgspec.structs.replace(given, facts=(*given.facts, fact))
