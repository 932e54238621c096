"""Joins a product file to the report of its footprint; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.interfaces.wiring import assess_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.model import FootprintReport, Text

__all__ = ["report_file"]


def report_file(
    path: Path,
    *,
    rules: str,
    readings: Path | None = None,
    on: date | None = None,
    verified_by: str = "",
    energy: Path | None = None,
    factors: Path | None = None,
    data: Path | None = None,
    trust: Path | None = None,
) -> tuple[Text, FootprintReport, tuple[Fault, ...]]:
    """The product's name, its report under a rule set, and what warns of implausible readings; nothing is stored."""
    from greencard.services.report import report_of  # noqa: PLC0415 - same

    assessment, warnings = assess_file(
        path, readings=readings, on=on, rules=rules, energy=energy, factors=factors, data=data, trust=trust
    )
    return assessment.product.name, report_of(assessment, verified_by=verified_by), warnings
