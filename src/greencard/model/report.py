"""What a verifier reads: the checklist, the report's sections, and the comparison of two products."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.footprint import Interval

__all__ = ["Checkpoint", "FootprintComparison", "FootprintReport", "ReportRow", "ReportSection"]


class Checkpoint(Value, frozen=True, kw_only=True):
    """One requirement of a rule set and how the record meets it."""

    number: int
    requirement: Text
    clause: str
    status: Literal["met", "not_met", "open"]
    """`open`: the record cannot decide it; a person or a document must."""
    finding: Text
    pointer: str = ""
    """Where in the product record the remedy goes."""


class ReportRow(Value, frozen=True, kw_only=True):
    """A label and what is said of it."""

    label: Text
    value: Text


class ReportSection(Value, frozen=True, kw_only=True):
    """A section of the report with its clause."""

    id: str
    title: Text
    clause: str
    rows: tuple[ReportRow, ...] = ()
    sentences: tuple[Text, ...] = ()


class FootprintReport(Value, frozen=True, kw_only=True):
    """The report of ISO 14067:2018 clause 7 (or GB/T 24067-2024), generated from the record."""

    product_id: str
    rules: str
    rules_name: Text
    standing: Literal["complete", "incomplete"]
    """Incomplete as long as a requirement is not met; such a report is a draft and says so."""
    checklist: tuple[Checkpoint, ...]
    sections: tuple[ReportSection, ...]
    snapshot: str
    illustrative: bool = False


class FootprintComparison(Value, frozen=True, kw_only=True):
    """Two products side by side; a sentence only where unit, boundary and rules agree (ISO 14067:2018 Annex B)."""

    left_id: str
    right_id: str
    left_kg_co2e: Decimal
    right_kg_co2e: Decimal
    difference_kg_co2e: Decimal
    """Left less right."""
    interval: Interval | None = None
    """Of the difference; shared factors move together."""
    sentence: Text | None = None
    """What may be said; None: nothing may be said."""
    refused_for: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
