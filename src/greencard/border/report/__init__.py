"""The operator's emissions report of Annex IV of Implementing Regulation (EU) 2025/2547: read, filled, checked, used.

`filled_report` makes one from meters and purchases, `check_report` answers every item, `actual_of` turns it into what
`eu_cbam(…, actual=…)` takes, `by_item` and `summary_of` lay it out as the act numbers it.
"""

from greencard.border.report.checklist import check_report
from greencard.border.report.fill import filled_report
from greencard.border.report.items import Checklist, ItemAnswer, Problem
from greencard.border.report.outline import by_item, summary_of
from greencard.border.report.reading import OperatorData, read_report, report_schema
from greencard.border.report.records import OperatorReport
from greencard.border.report.statement import actual_of, process_data_of

__all__ = [
    "Checklist",
    "ItemAnswer",
    "OperatorData",
    "OperatorReport",
    "Problem",
    "actual_of",
    "by_item",
    "check_report",
    "filled_report",
    "process_data_of",
    "read_report",
    "report_schema",
    "summary_of",
]
