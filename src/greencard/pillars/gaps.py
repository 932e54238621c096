"""Does my factory qualify? Each criterion that is not met, with the least steps that close it, in order of cost.

Every step is tried: the pillars are worked out again with what it would change, so that what it closes is a figure and
no guess. A step whose outcome nobody can know closes at most what is stated. Costs are the classes of the parameters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from greencard.model import Answer, Bounds, Gap, GapStep, MaterialPart
from greencard.pillars.given import EXACT, Given
from greencard.pillars.measures import MEASURES, Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.profile import BuyerProfile, Criterion, passes
from greencard.pillars.step import Step
from greencard.pillars.steps import steps_for
from greencard.pillars.traps import is_bio_polymer, is_coated_paper

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

    steps = sorted(_worth_trying(steps_for(one, given, found, parameters)), key=order)
    tried = _Trial(one, _merged(given, {step.part for step in steps}), parameters)
    chosen = [*_path(steps, tried, sure=False), *_path(steps, tried, sure=True)]
    if not chosen:
        chosen = [step for step in steps if _matters(step, steps, tried)]
    return _described([step for step in steps if any(step is kept for kept in chosen)], tried)


def _merged(given: Given, touched: set[str]) -> Given:
    """The same goods with parts that no step touches and that differ in mass alone taken together.

    Every figure is a sum over parts of one kind, so that none changes; a long bill of materials is tried in no time.
    """
    groups: dict[object, MaterialPart] = {}
    for part in given.parts:
        words = is_bio_polymer(part), is_coated_paper(part)
        rest = part.where, part.plastic, part.plant_filler, part.recycled, part.bio_based_share, words
        key = part.pointer if part.pointer in touched else rest
        held = groups.get(key)
        if held is not None:
            part = replace(held, mass_kg=EXACT.add(held.mass_kg, part.mass_kg))  # noqa: PLW2901 - the group so far
        groups[key] = part
    return replace(given, parts=tuple(groups.values()))


def _worth_trying(steps: list[Step]) -> Iterator[Step]:
    """Of a long bill of materials the heaviest lines, so that every kind of step has its place."""
    tried: Counter[str] = Counter()
    for step in sorted(steps, key=lambda step: -step.lead):
        tried[step.kind] += 1
        if tried[step.kind] <= _MOST:
            yield step


def _path(steps: list[Step], tried: _Trial, *, sure: bool) -> list[Step]:
    """The first steps after which the criterion is met, without those it would be met without; none if it is not."""
    path: list[Step] = []
    for step in steps:
        if step.certain or not sure:
            path.append(step)
            if tried.answer(path, sure=sure) == "yes":
                break
    else:
        return []
    for step in reversed(path):
        rest = [other for other in path if other is not step]
        if (step.kind != "data" or step.lead) and tried.answer(rest, sure=sure) == "yes":
            path = rest
    return path


def _matters(step: Step, steps: list[Step], tried: _Trial) -> bool:
    """Whether a step that cannot close the gap changes the interval at all, alone or after the others."""
    rest = [other for other in steps if other is not step]
    return tried.after([step]) != tried.after([]) or tried.after(steps) != tried.after(rest)


class _Trial:
    """One criterion, worked out again under steps; each set of steps once."""

    def __init__(self, one: Criterion, given: Given, parameters: Parameters) -> None:
        self.one = one
        self.parameters = parameters
        self._given = given
        self._known: dict[tuple[int, ...], Bounds | None] = {}

    def after(self, steps: Iterable[Step], *, sure: bool = False) -> Bounds | None:
        """The interval of the criterion's measure after the steps; with `sure`, after those of certain outcome."""
        taken = [step for step in steps if step.certain or not sure]
        key = tuple(map(id, taken))  # the steps outlive the trial
        if key not in self._known:
            given = self._given
            for step in taken:
                given = step.best(given)
            self._known[key] = MEASURES[self.one.measure](Measured(given, self.parameters))
        return self._known[key]

    def answer(self, steps: Iterable[Step], *, sure: bool) -> Answer:
        """Whether the criterion is met after the steps."""
        return passes(self.after(steps, sure=sure), self.one.op, self.one.threshold)


def _described(steps: list[Step], tried: _Trial) -> tuple[GapStep, ...]:
    found = []
    start = tried.after([])
    upward = tried.one.op in {">", ">="}
    for count, step in enumerate(steps, 1):
        effort = tried.parameters.effort(step.effort)
        so_far = steps[:count]
        sure = tried.after(so_far, sure=True)
        enough: Answer = "no"
        if tried.answer(so_far, sure=True) == "yes":
            enough = "yes"
        elif tried.answer(so_far, sure=False) == "yes":
            enough = "unknown"
        found.append(
            GapStep(
                kind=step.kind,
                effort=step.effort,
                text=step.text,
                pointer=step.pointer,
                end_after=None if sure is None or not step.certain else sure.low if upward else sure.high,
                narrows_by=_narrowed(start, tried.after([step])),
                enough=enough,
                cost_low_cny=effort.cost_cny[0],
                cost_high_cny=effort.cost_cny[1],
                days=effort.days,
                cost_basis=effort.basis,
            )
        )
    return tuple(found)


def _narrowed(before: Bounds | None, after: Bounds | None) -> Decimal:
    if before is None or after is None:
        return _ZERO
    return max(_ZERO, before.width - after.width)
