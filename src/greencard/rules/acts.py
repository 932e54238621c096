"""Acts on which the date of a rule waits: which are expected, which are there, and the day that follows from them.

Law often says "from 1 January 2030 or two years after the delegated act, whichever is later". The act is named in a
register; while it is not in force, the rule has its earliest day and is `adopted_pending_act`: it warns and decides
nothing. Once the register says that the act is in force, the day follows, and nobody edits the rule.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from greencard.errors import Place
from greencard.model.base import Text, Value
from greencard.rules.codes import BAD_PACK
from greencard.rules.codes_packs import UNKNOWN_ACT
from greencard.rules.vocabulary import converted

__all__ = ["YEARS", "Act", "Acts", "AfterAct", "Start", "When", "parse_acts", "resolved"]

YEARS: Final = range(1900, 3000)
"""Years that days of law may lie in: far enough, and no sum of day and period leaves the calendar."""

_SPAN: Final = re.compile(r"P(?=\d)(?:(?P<years>\d{1,2})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<days>\d{1,4})D)?")
_IN_A_YEAR: Final = 12


class Act(Value, frozen=True, kw_only=True):
    """One act that a law calls for."""

    id: str
    """Law and article that calls for it, such as `PPWR-6(4)`."""
    title: Text
    """What they are, as it stands in a sentence: "the delegated acts on recyclability"."""
    expected: date | None = None
    """Day by which the law wants it; decides nothing."""
    in_force: date | None = None
    """Day of its entry into force, from which periods run; None: not seen in force by `checked_on`."""
    source: str
    trust: Literal["seen", "recall"]
    note: str = ""
    checked_on: date


class _File(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/acts/1"]
    acts: tuple[Act, ...]


class AfterAct(Value, frozen=True, kw_only=True):
    """A period after an act; `P0D`: from the act itself."""

    act: str
    plus: str = "P0D"
    """ISO 8601 duration in years, months and days."""


class When(Value, frozen=True, kw_only=True):
    """A day that waits for an act: the later of `not_before` and the end of the period after it."""

    not_before: date
    or_after: AfterAct


class Start(Value, frozen=True, kw_only=True):
    """The first day of a rule, and what it still waits for."""

    day: date | None
    pending: bool = False
    waits: Text = Text()
    """What the day depends on, as a part of a sentence; empty when it depends on nothing that is open."""


class Acts:
    """The register: acts by id."""

    __slots__ = ("acts", "digest")

    def __init__(self, acts: Iterable[Act] = ()) -> None:
        self.acts: Final = {act.id: act for act in acts}
        self.digest: Final = hashlib.sha256(msgspec.json.encode(sorted(self.acts.items()))).hexdigest()
        """SHA-256 of the register in one canonical form."""

    def joined(self, more: Acts) -> Acts:
        """This register with another's entries; on the same id the other's word counts."""
        return Acts((self.acts | more.acts).values())

    def with_days(self, days: dict[str, date]) -> Acts:
        """This register as it would read if the named acts were in force on those days.

        Raises:
            InvalidInput: an act the register does not name (GC-RUL-020), or a day out of bounds (GC-RUL-005).
        """
        known = dict(self.acts)
        for name, day in days.items():
            if day.year not in YEARS:
                raise BAD_PACK.at(problem=f"act {name}: {day} lies outside {YEARS[0]} to {YEARS[-1]}")
            known[name] = msgspec.structs.replace(self.act(name), in_force=day)
        return Acts(known.values())

    def act(self, name: str, place: Place = Place(), rule: str = "") -> Act:  # noqa: B008 - a frozen value
        """The act of that id.

        Raises:
            InvalidInput: the register does not name it (GC-RUL-020).
        """
        found = self.acts.get(name)
        if found is None:
            raise UNKNOWN_ACT.at(place, rule=rule, act=name)
        return found


def parse_acts(raw: bytes, file: str = "acts.yaml") -> Acts:
    """The register in `raw`.

    Raises:
        InvalidInput: unreadable, or an id given twice (GC-RUL-005).
    """
    found = converted(raw, _File, file).acts
    if len({act.id for act in found}) < len(found):
        raise BAD_PACK.at(Place(file=file), problem="an act is given twice")
    for act in found:
        if act.in_force is not None and act.in_force.year not in YEARS:
            raise BAD_PACK.at(Place(file=file), problem=f"act {act.id}: {act.in_force} is out of bounds")
    return Acts(found)


def resolved(start: date | When | None, acts: Acts, rule: str = "", place: Place = Place()) -> Start:  # noqa: B008
    """The first day of a rule by the register.

    Raises:
        InvalidInput: an act the register does not name (GC-RUL-020), or a period that cannot be read (GC-RUL-005).
    """
    if not isinstance(start, When):
        return Start(day=start)
    after = start.or_after
    act = acts.act(after.act, place, rule)
    years, months, days = _span(after.plus, rule, place)
    if act.in_force is not None:
        return Start(day=max(start.not_before, _later(act.in_force, years, months, days)))
    wait = _spoken(years, months, days)
    return Start(
        day=start.not_before,
        pending=True,
        waits=Text(
            en=f"or {wait.en}{act.title.en} are in force, whichever is later; not seen in force by {act.checked_on}",
            zh=f"或{act.title.zh}生效{wait.zh}，以较晚者为准；截至 {act.checked_on} 未见其生效",
        ),
    )


def _span(text: str, rule: str, place: Place) -> tuple[int, int, int]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise BAD_PACK.at(place, problem=f"rule {rule}: {text!r} is no period such as P2Y, P18M or P0D")
    years, months, days = (int(part or 0) for part in match.groups())
    return years, months, days


def _later(day: date, years: int, months: int, days: int) -> date:
    """The same day of a later month, or its last where it has no such day; then the days."""
    count = day.year * _IN_A_YEAR + day.month - 1 + years * _IN_A_YEAR + months
    year, month = divmod(count, _IN_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def _spoken(years: int, months: int, days: int) -> Text:
    if not (years or months or days):
        return Text(en="once ", zh="之日")
    en = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((years, "year"), (months, "month"), (days, "day")) if n]
    zh = [f"{n} {word}" for n, word in ((years, "年"), (months, "个月"), (days, "天")) if n]
    return Text(en=f"{' and '.join(en)} after ", zh=f"后 {''.join(zh)}")
