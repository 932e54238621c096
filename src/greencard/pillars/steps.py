"""Which steps could close a gap, by the figure that a criterion looks at."""

from __future__ import annotations

from greencard.pillars.given import Given
from greencard.pillars.measures import Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.profile import Criterion
from greencard.pillars.step import Step
from greencard.pillars.steps_plastic import plastic_steps
from greencard.pillars.steps_recycled import recycled_steps
from greencard.pillars.steps_social import audit_step, gate_steps, index_steps, missing_indicators

__all__ = ["steps_for"]


def steps_for(one: Criterion, given: Given, found: Measured, parameters: Parameters) -> list[Step]:
    """Candidates for one criterion that is not met, unordered."""
    measure = one.measure
    if measure.startswith(("recycled_", "post_consumer_")) or measure == "mci":
        return list(recycled_steps(one, found))
    if measure == "ilo_gate":
        return list(gate_steps(given, found))
    if measure in {"labour_index", "community_index"}:
        return [*gate_steps(given, found), *index_steps(one, given, found, parameters)]
    if measure in {"labour_coverage", "community_coverage"}:
        return list(missing_indicators(measure.removesuffix("_coverage"), found))
    if measure == "audit_cap":
        return [audit_step(one, given, parameters)]
    return list(plastic_steps(measure, given, found))
