"""What a verifier reads: the checklist of ISO 14067:2018 and the report of its clause 7, from the record alone."""

from greencard.footprint.report.case import Case
from greencard.footprint.report.checklist import checklist
from greencard.footprint.report.document import footprint_report

__all__ = ["Case", "checklist", "footprint_report"]
