"""Does my factory qualify? Each criterion that is not met, with the least steps that close it, in order of cost.

Every step is tried: the pillars are worked out again with what it would change, so that what it closes is a figure and
no guess. A step whose outcome nobody can know closes at most what is stated. Costs are the classes of the parameters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from greencard.model import Answer, Gap, GapStep
from greencard.pillars.given import Given
from greencard.pillars.measures import MEASURES, Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.profile import BuyerProfile, Criterion, passes
from greencard.pillars.steps import Step, steps_for

__all__ = ["gaps"]

_ZERO: Final = Decimal(0)
_MOST: Final = 12
"""Steps of one kind that are tried for one criterion: those with most to gain."""


def gaps(profile: BuyerProfile, given: Given, found: Measured, parameters: Parameters) -> tuple[Gap, ...]:
    """The gaps of a profile: required criteria first, each group in order of the cost of closing it."""
    open_ones = []
    for one in profile.criteria:
        answer = passes(MEASURES[one.measure](found), one.op, one.threshold)
        if answer != "yes":
            steps = _closing(one, given, found, parameters)
            open_ones.append(Gap(criterion=one.id, label=one.label, required=one.required, answer=answer, steps=steps))
    return tuple(sorted(open_ones, key=lambda gap: (not gap.required, sum(step.cost_low_cny for step in gap.steps))))


def _closing(one: Criterion, given: Given, found: Measured, parameters: Parameters) -> tuple[GapStep, ...]:
    """The cheapest steps that may be enough, and the cheapest that are enough if they succeed, in order of cost."""

    def order(step: Step) -> tuple[Decimal, int, Decimal, str]:
        effort = parameters.effort(step.effort)
        return effort.cost_cny[0], effort.rank, -step.lead, step.pointer

    tried = _Trial(one, parameters)
    steps = sorted(_worth_trying(steps_for(one, given, found, parameters)), key=order)
    chosen = [*_path(steps, given, tried, sure=False), *_path(steps, given, tried, sure=True)]
    if not chosen:
        chosen = [step for step in steps if _matters(step, steps, given, tried)]
    return _described([step for step in steps if step in chosen], given, tried)


def _worth_trying(steps: list[Step]) -> Iterator[Step]:
    """Of a long bill of materials the heaviest lines, so that every kind of step has its place."""
    tried: Counter[str] = Counter()
    for step in sorted(steps, key=lambda step: -step.lead):
        tried[step.kind] += 1
        if tried[step.kind] <= _MOST:
            yield step


def _path(steps: list[Step], given: Given, tried: _Trial, *, sure: bool) -> list[Step]:
    """The first steps after which the criterion is met, without those it would be met without; none if it is not."""
    path: list[Step] = []
    for step in steps:
        if step.certain or not sure:
            path.append(step)
            if tried.answer(given, path, sure=sure) == "yes":
                break
    else:
        return []
    for step in reversed(path):
        rest = [other for other in path if other is not step]
        if (step.kind != "data" or step.lead) and tried.answer(given, rest, sure=sure) == "yes":
            path = rest
    return path


def _matters(step: Step, steps: list[Step], given: Given, tried: _Trial) -> bool:
    """Whether a step that cannot close the gap changes the interval at all, alone or after the others."""
    rest = [other for other in steps if other is not step]
    return tried.bounds(step.best(given)) != tried.bounds(given) or tried.bounds(
        tried.after(given, steps, sure=False)
    ) != tried.bounds(tried.after(given, rest, sure=False))


class _Trial:
    """One criterion, worked out again under steps."""

    def __init__(self, one: Criterion, parameters: Parameters) -> None:
        self.one = one
        self.parameters = parameters

    def bounds(self, given: Given) -> tuple[Decimal, Decimal] | None:
        """The interval of the criterion's measure."""
        found = MEASURES[self.one.measure](Measured(given, self.parameters))
        return None if found is None else (found.low, found.high)

    def after(self, given: Given, steps: list[Step], *, sure: bool) -> Given:
        """What is given after the steps; with `sure`, after those whose outcome is certain."""
        for step in steps:
            if step.certain or not sure:
                given = step.best(given)
        return given

    def answer(self, given: Given, steps: list[Step], *, sure: bool) -> Answer:
        """Whether the criterion is met after the steps."""
        found = MEASURES[self.one.measure](Measured(self.after(given, steps, sure=sure), self.parameters))
        return passes(found, self.one.op, self.one.threshold)


def _described(steps: list[Step], given: Given, tried: _Trial) -> tuple[GapStep, ...]:
    found = []
    start = tried.bounds(given)
    for count, step in enumerate(steps, 1):
        effort = tried.parameters.effort(step.effort)
        alone = tried.bounds(step.best(given))
        sure = tried.bounds(tried.after(given, steps[:count], sure=True))
        enough: Answer = "no"
        if tried.answer(given, steps[:count], sure=True) == "yes":
            enough = "yes"
        elif tried.answer(given, steps[:count], sure=False) == "yes":
            enough = "unknown"
        upward = tried.one.op in {">", ">="}
        found.append(
            GapStep(
                kind=step.kind,
                effort=step.effort,
                text=step.text,
                pointer=step.pointer,
                raises_to=None if sure is None or not step.certain else sure[0] if upward else sure[1],
                narrows_by=_narrowed(start, alone),
                enough=enough,
                cost_low_cny=effort.cost_cny[0],
                cost_high_cny=effort.cost_cny[1],
                days=effort.days,
                cost_basis=effort.basis,
            )
        )
    return tuple(found)


def _narrowed(before: tuple[Decimal, Decimal] | None, after: tuple[Decimal, Decimal] | None) -> Decimal:
    if before is None or after is None:
        return _ZERO
    return max(_ZERO, (before[1] - before[0]) - (after[1] - after[0]))
