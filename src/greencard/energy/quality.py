"""What the checks found in readings, what was done about it, and what that leaves of the measurement."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model import Text, Value

__all__ = ["Effect", "Grade", "QualityCheck", "ReadingQuality"]

Effect = Literal["none", "dropped", "gap", "solar_not_counted", "bound"]
"""`dropped`: the rows are not used; `gap`: the interval counts as not measured, so as grid; `solar_not_counted`: the
load is measured, own solar of the interval is not counted; `bound`: only the provable part is counted."""
Grade = Literal["A", "B", "C", "D"]


class QualityCheck(Value, frozen=True, kw_only=True):
    """One check that found something."""

    id: str
    code: str
    """The warning that tells it; empty where the treatment needs none (a gap)."""
    finding: Text
    intervals: int
    energy_wh: int
    """Energy of the column concerned, in those intervals; for a gap, the load taken for it."""
    treatment: Text
    effect: Effect


class ReadingQuality(Value, frozen=True, kw_only=True):
    """Reading quality of one file or of stored readings. Shares are of the time from the first to the last reading.

    The grade is our convention, not a standard's: A: 99 % of the time measured, 99 % of generation counted, nothing
    suspected; B: 95 %; C: 80 %; D: less, or a unit in doubt, or totals instead of intervals. A suspicion lowers A to B.
    """

    checks: tuple[QualityCheck, ...] = ()
    measured_share: Decimal = Decimal(1)
    """Time with a reading that counts."""
    estimated_share: Decimal = Decimal(0)
    """Time without one: its load is taken at the mean, wholly from the grid."""
    dropped_share: Decimal = Decimal(0)
    """Of the intervals read, those set aside; their time is within `estimated_share`."""
    solar_counted_share: Decimal = Decimal(1)
    """Of the generation metered, the part whose intervals count for own solar."""
    not_checked: tuple[Text, ...] = ()
    """What could not be checked, and the fact that is missing."""
    grade: Grade = "A"

    @property
    def counts(self) -> bool:
        """Whether the readings can carry a measurement at all (grade A to C)."""
        return self.grade != "D"

    @property
    def words(self) -> Text:
        """Grade, and each finding with its treatment, in one sentence a card can carry."""
        en = "; ".join(f"{check.finding.en.rstrip('.')}: {check.treatment.en.rstrip('.')}" for check in self.checks)
        zh = "；".join(f"{check.finding.zh.rstrip('。')}：{check.treatment.zh.rstrip('。')}" for check in self.checks)
        return Text(
            en=f"Reading quality {self.grade}. {en}." if en else f"Reading quality {self.grade}.",
            zh=f"读数质量 {self.grade} 级。{zh}。" if zh else f"读数质量 {self.grade} 级。",
        )
