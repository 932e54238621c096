"""Questions: what is missing or weak, and how many kg of the result rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.model import Question, Text
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MOST", "ask", "ranked"]

MOST: Final = 20
"""A merchant answers at most twenty questions (market note, walk-through P1)."""


def ask(code: str, about: str, *, en: str, zh: str, kg: float, pointer: str) -> Question:
    """One question; `kg` is what of the result rests on its answer, kg CO2e."""
    return Question(code=code, about=about, text=Text(en=en, zh=zh), kg_co2e_at_stake=decimal_of(kg), pointer=pointer)


def ranked(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Most kg at stake first: the next measurement worth making. At most `MOST`."""
    order = sorted(questions, key=lambda q: (-q.kg_co2e_at_stake, q.pointer, q.code))
    return tuple(order[:MOST])
