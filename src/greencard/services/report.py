"""The report of a product's footprint under a rule set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.footprint.report import footprint_report

if TYPE_CHECKING:
    from greencard.model import Assessment, FootprintReport

__all__ = ["report_of"]


def report_of(assessment: Assessment, *, verified_by: str = "") -> FootprintReport:
    """Checklist and sections for an assessment, dated as the assessment is.

    Raises:
        InvalidInput: the footprint names a rule set nobody knows (GC-FPT-030).
    """
    return footprint_report(
        assessment.product, assessment.footprint, on=assessment.assessed_on, verified_by=verified_by
    )
