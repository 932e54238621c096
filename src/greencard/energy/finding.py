"""What one check found: the warning, its treatment, and the intervals it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from greencard.energy.quality import Effect, QualityCheck
from greencard.energy.series import Mask
from greencard.errors import Fault
from greencard.model import Text

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """One warning with its effect. `void`: own solar not counted; `away`: not measured after all."""

    id: str
    fault: Fault
    intervals: int
    energy_wh: int
    treatment: Text
    effect: Effect
    void: Mask | None = None
    away: Mask | None = None

    def check(self) -> QualityCheck:
        """The finding as it is reported."""
        return QualityCheck(
            id=self.id,
            code=self.fault.code,
            finding=Text(en=self.fault.text("en"), zh=self.fault.text("zh")),
            intervals=self.intervals,
            energy_wh=self.energy_wh,
            treatment=self.treatment,
            effect=self.effect,
        )
