"""Facts about a product, packaging, supplier or order, each with its grade of assurance."""

from __future__ import annotations

from datetime import date
from typing import Literal

from greencard.model.base import Value

__all__ = ["Evidence", "Fact", "FactValue", "Grade"]

Grade = Literal["E0", "E1", "E2", "E3"]
"""E0 stated · E1 document · E2 audited by a third party · E3 verifiable credential or signed reading."""

FactValue = bool | str | tuple[str, ...]
"""A truth value, a text or a number as plain decimal text, or a set of codes; the vocabulary says which."""


class Evidence(Value, frozen=True, kw_only=True):
    """What supports a statement."""

    grade: Grade = "E0"
    kind: str = ""
    issuer: str = ""
    number: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


class Fact(Value, frozen=True, kw_only=True):
    """One fact by its name in the vocabulary of `data/rules/facts.yaml`, with unit, grade, source and validity."""

    name: str
    value: FactValue
    unit: str = ""
    grade: Grade = "E0"
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
