"""The report of a carbon footprint: checklist and sections under one rule set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.footprint.evidence import standing_evidence
from greencard.footprint.report.checklist import Case, checklist
from greencard.footprint.report.sections import sections
from greencard.footprint.rulesets import rule_set
from greencard.model import FootprintReport, Text

if TYPE_CHECKING:
    from datetime import date

    from greencard.model import FootprintResult, Product

__all__ = ["footprint_report"]


def footprint_report(product: Product, result: FootprintResult, *, on: date, verified_by: str = "") -> FootprintReport:
    """The report of ISO 14067:2018 clause 7, or of the rule set the result was made under.

    It is `incomplete` as long as a requirement is not met; open points do not hold it back, they are said.

    Args:
        product: the record the result was made of.
        result: its footprint.
        on: date of the report.
        verified_by: who verified the figure (ISO 14064-3); empty: nobody, and the report says so.

    Raises:
        InvalidInput: the result names a rule set nobody knows.
    """
    rules = rule_set(result.rules)
    stands, _ = standing_evidence(product, on)
    case = Case(stands, result, verified_by.strip())
    points = checklist(case, rules)
    return FootprintReport(
        product_id=product.id,
        rules=rules.id,
        rules_name=Text(en=f"{rules.standard}: {rules.name.en}", zh=f"{rules.standard}：{rules.name.zh}"),
        standing="incomplete" if any(point.status == "not_met" for point in points) else "complete",
        checklist=points,
        sections=sections(case, on, rules),
        snapshot=result.snapshot,
        illustrative=product.illustrative,
    )
