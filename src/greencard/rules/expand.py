"""From a rule as it is written to its versions: each with fixed numbers, on days that do not overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from greencard.errors import Place
from greencard.rules.acts import YEARS, Acts, Start, When, resolved
from greencard.rules.codes import BAD_PACK
from greencard.rules.codes_packs import BAD_PARAMETER
from greencard.rules.entry import Dated, LevyEntry, Parameter, RuleEntry, RuleFile, Trust
from greencard.rules.rule import LevyTerms, Number, Rule

__all__ = ["expanded"]

_DAY: Final = timedelta(days=1)


def expanded(entry: RuleEntry, file: RuleFile, acts: Acts, place: Place) -> tuple[Rule, ...]:
    """The versions of a rule, earliest first, none of them overlapping; one where no number changes.

    None where the act it waited for came so late that the rule would end before it starts.

    Raises:
        InvalidInput: incomplete, or ending before it starts (GC-RUL-005); an act that is not registered (GC-RUL-020);
            a parameter without a value for the first day, or a levy that names none (GC-RUL-021).
    """
    _complete(entry, place)
    _bounded(entry, place)
    start, end = resolved(entry.applies_from, acts, entry.id, place), _end(entry, acts, place)
    if start.day is not None and end is not None and end < start.day:
        if isinstance(entry.applies_from, When) or isinstance(entry.applies_until, When):
            return ()
        raise BAD_PACK.at(place, problem=f"rule {entry.id} ends before it starts")
    return tuple(_version(entry, file, start, span, place) for span in _spans(entry, start, end))


def _bounded(entry: RuleEntry, place: Place) -> None:
    """Days within the calendar that is reckoned with, amounts that are numbers."""
    for day in _all_days(entry):
        if day.year not in YEARS:
            raise BAD_PACK.at(place, problem=f"rule {entry.id}: {day} lies outside {YEARS[0]} to {YEARS[-1]}")
    dues = [] if entry.tests is None else [case.due for case in entry.tests.cases if case.due is not None]
    if not all(due.is_finite() for due in dues):
        raise BAD_PACK.at(place, problem=f"rule {entry.id}: an amount of its tests is not a finite number")


def _all_days(entry: RuleEntry) -> Iterator[date]:
    """Every day the rule names, its tests' included."""
    for day in (entry.applies_from, entry.applies_until):
        if day is not None:
            yield day.not_before if isinstance(day, When) else day
    for parameter in entry.parameters.values():
        yield from parameter.values
    if entry.tests is not None:
        yield entry.tests.day
        yield from (case.day for case in entry.tests.cases if case.day is not None)


def _end(entry: RuleEntry, acts: Acts, place: Place) -> date | None:
    """The last day: the day before the law that follows starts; none while that law waits for its act."""
    if not isinstance(entry.applies_until, When):
        return entry.applies_until
    follows = resolved(entry.applies_until, acts, entry.id, place)
    return None if follows.pending or follows.day is None else follows.day - _DAY


def _complete(entry: RuleEntry, place: Place) -> None:
    """A rule without both titles, a citation and a source says nothing anybody could check."""
    for name, value in (
        ("title.en", entry.title.en),
        ("title.zh", entry.title.zh),
        ("citation", entry.citation),
        ("source", entry.source),
    ):
        if not value.strip():
            raise BAD_PACK.at(place, problem=f"rule {entry.id} has no {name}")
    if (entry.consequence == "levy") != (entry.levy is not None):
        raise BAD_PACK.at(place, problem=f"rule {entry.id}: a levy and its terms come together")
    for name, parameter in entry.parameters.items():
        if not name.isidentifier() or not name.islower():
            raise BAD_PARAMETER.at(place, rule=entry.id, name=name, problem="the name is not a plain word")
        if not parameter.values:
            raise BAD_PARAMETER.at(place, rule=entry.id, name=name, problem="it has no value")
        if any(not one.value.is_finite() for one in parameter.values.values()):
            raise BAD_PARAMETER.at(place, rule=entry.id, name=name, problem="a value is not a finite number")


def _spans(entry: RuleEntry, start: Start, end: date | None) -> Iterator[tuple[date | None, date | None]]:
    """First and last day of each version."""
    if start.day is None:
        yield None, end
        return
    changes = {day for parameter in entry.parameters.values() for day in parameter.values}
    days = [start.day, *sorted(day for day in changes if start.day < day and (end is None or day <= end))]
    for n, day in enumerate(days):
        yield day, days[n + 1] - _DAY if n + 1 < len(days) else end


def _version(
    entry: RuleEntry, file: RuleFile, start: Start, span: tuple[date | None, date | None], place: Place
) -> Rule:
    first, last = span
    held = {name: _in_effect(entry, name, parameter, first, place) for name, parameter in entry.parameters.items()}
    numbers = tuple(
        Number(name=name, value=dated.value, unit=entry.parameters[name].unit, source=dated.source or entry.source)
        for name, dated in held.items()
    )
    trust: Trust = "recall" if any(dated.trust == "recall" for dated in held.values()) else entry.trust
    return Rule(
        id=entry.id,
        formerly=entry.formerly,
        jurisdiction=entry.jurisdiction or file.jurisdiction,
        law=file.law,
        title=entry.title,
        citation=entry.citation,
        applies_from=first,
        applies_until=last,
        waits=start.waits,
        status="adopted_pending_act" if start.pending else entry.status,
        overrides=entry.overrides,
        hs=entry.hs,
        numbers=numbers,
        scope=entry.scope,
        require=entry.require,
        consequence=entry.consequence,
        severity=entry.severity,
        addressee=entry.addressee,
        levy=None if entry.levy is None else _levy(entry, entry.levy, numbers, place),
        trust=trust,
        source=entry.source,
        note=entry.note,
        remedy=entry.remedy,
        checked_on=entry.checked_on,
    )


def _in_effect(entry: RuleEntry, name: str, parameter: Parameter, day: date | None, place: Place) -> Dated:
    """The value that counts on a day: the latest that has begun; the first where the law has no day yet."""
    if day is None:
        return parameter.values[min(parameter.values)]
    begun = [since for since in parameter.values if since <= day]
    if not begun:
        raise BAD_PARAMETER.at(place, rule=entry.id, name=name, problem=f"it has no value on {day}")
    return parameter.values[max(begun)]


def _levy(entry: RuleEntry, levy: LevyEntry, numbers: tuple[Number, ...], place: Place) -> LevyTerms:
    def amount(text: str | None) -> Decimal | None:
        if text is None:
            return None
        named = [one.value for one in numbers if one.name == text]
        if named:
            return named[0]
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise BAD_PARAMETER.at(
                place, rule=entry.id, name=text, problem="the levy names it, the rule does not"
            ) from None
        if not value.is_finite():
            raise BAD_PARAMETER.at(place, rule=entry.id, name=text, problem="it is not a finite number")
        return value

    return LevyTerms(
        rate=amount(levy.rate),
        currency=levy.currency,
        unit=levy.unit,
        base=levy.base,
        cap_per_unit=amount(levy.cap_per_unit),
        illustrative=levy.illustrative,
        note=levy.note,
    )
