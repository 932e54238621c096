"""The checklist: each requirement met, not met, or open, from the record alone.

`open` is said where a person or a document must decide; nothing is taken as met because nobody looked. The findings
stand by subject: scope, inventory, gases, and what the report says of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.footprint.report import gas_findings as gases
from greencard.footprint.report import inventory_findings as inventory
from greencard.footprint.report import scope_findings as scope
from greencard.footprint.report import standing_findings as standing
from greencard.footprint.report.case import Case
from greencard.footprint.report.requirements import REQUIREMENTS
from greencard.footprint.report.rows import cited
from greencard.model import Checkpoint, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.footprint.report.case import Finding
    from greencard.footprint.rulesets import RuleSet

__all__ = ["Case", "checklist"]

_CHECKS: Final[dict[int, Callable[[Case], Finding]]] = {
    1: scope.unit,
    2: scope.boundary,
    3: scope.cut_off,
    4: inventory.data,
    5: scope.period,
    6: scope.scenarios,
    7: inventory.balance,
    8: inventory.allocation,
    9: gases.kinds,
    10: gases.carbon,
    11: gases.land_use_change,
    12: gases.land_use,
    13: gases.aircraft,
    14: gases.timing,
    15: gases.offsets,
    16: gases.gwp,
    17: inventory.electricity,
    18: standing.interpretation,
    19: standing.report,
    20: standing.verification,
    21: scope.comparison,
}


def checklist(case: Case, rules: RuleSet) -> tuple[Checkpoint, ...]:
    """The twenty-one requirements of a rule set with their findings."""
    found = []
    for requirement in REQUIREMENTS:
        finding = _CHECKS[requirement.number](case)
        found.append(
            Checkpoint(
                number=requirement.number,
                requirement=requirement.text,
                clause=cited(rules, requirement.topic),
                status=finding.status,
                finding=Text(en=finding.en, zh=finding.zh),
                pointer=finding.pointer,
            )
        )
    return tuple(found)
