"""Do the tests of a rule hold it in place? Each part of it is changed a little; some test must notice.

For every condition: taken as always true, as always false. For every figure: the strict comparison for the other one,
and the figure a twentieth lower and higher. For every date: the first day, the day before, the last day and the day
after, each with a test; for a rule that waits for an act, a day after a late act. For every charge: an amount.
A change that no test notices is a gap: the rule could be wrong there, and nobody would see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from greencard.model.base import Text
from greencard.model.verdict import RuleStatus
from greencard.rules import terms as t
from greencard.rules.acts import When
from greencard.rules.entry import RuleEntry
from greencard.rules.interpret import EXACT, atoms_in, number, truth
from greencard.rules.pack import CompiledRule
from greencard.rules.selftest import Played

__all__ = ["Gap", "gaps"]

_DAY: Final = timedelta(days=1)
_SHIFTS: Final = (Decimal("0.95"), Decimal("1.05"))
_STRICT: Final[dict[t.Comparison, t.Comparison]] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a rule that no test holds."""

    what: Text


def gaps(entry: RuleEntry, versions: Sequence[CompiledRule], cases: Sequence[Played]) -> Iterator[Gap]:
    """What the tests of a rule leave open; `versions` are all it has, `cases` all its tests, as played."""
    if not cases:
        yield Gap(Text(en="no tests", zh="没有测试"))
        return
    if any(one.rule.applies_from is None for one in versions):
        return  # no date in law: the answer is the same whatever is asked
    yield from _statuses(entry, versions, cases)
    yield from _days(versions, cases)
    for n, one in enumerate(versions):
        before = set(_atoms(versions[n - 1])) if n else set()
        own = [case for case in cases if not case.case.acts and one.in_time(case.on)]
        yield from _parts(one, [atom for atom in dict.fromkeys(_atoms(one)) if atom not in before], own)
        capped = one.rule.levy is not None and one.rule.levy.cap_per_unit is not None
        if capped and not any(_cap_binds(case) for case in own):
            yield Gap(Text(en="no test in which the cap decides", zh="没有测试上限生效的情形"))
        priced = one.rule.levy is not None and one.rule.levy.rate is not None and one.base is not None
        if priced and not any(case.case.due is not None for case in own):
            yield Gap(
                Text(
                    en=f"no amount for the rate from {one.rule.applies_from}",
                    zh=f"{one.rule.applies_from} 起的费率没有金额测试",
                )
            )


def _cap_binds(case: Played) -> bool:
    levy, base = case.one.rule.levy, case.one.base
    if levy is None or levy.rate is None or base is None or case.case.due is None:
        return False
    units = number(base, case.sheet.known)
    return units is not None and case.case.due < EXACT.multiply(levy.rate, units)


def _atoms(one: CompiledRule) -> Iterator[t.Term]:
    yield from atoms_in(one.reach)
    yield from atoms_in(one.require)


def _statuses(entry: RuleEntry, versions: Sequence[CompiledRule], cases: Sequence[Played]) -> Iterator[Gap]:
    one = versions[0]
    possible: dict[RuleStatus, bool] = {
        "pass": one.require != t.Const(False),
        "fail": one.require != t.Const(True),
        "unknown": bool(one.names) and (one.require != t.Const(True) or one.rule.consequence == "levy"),
        "not_applicable": one.reach != t.Const(True),
    }
    found = {case.case.expect for case in cases if case.one.in_time(case.on)}
    for status, can in possible.items():
        if can and status not in found:
            yield Gap(Text(en=f"no test expects {status}", zh=f"没有期望结果为 {status} 的测试"))
    waits = isinstance(entry.applies_from, When) or isinstance(entry.applies_until, When)
    if waits and not any(case.case.acts for case in cases):
        yield Gap(Text(en="no test of a day that follows from the act", zh="没有测试由法案生效决定的日期"))


def _days(versions: Sequence[CompiledRule], cases: Sequence[Played]) -> Iterator[Gap]:
    """First day in, day before out, last day in, day after out; at a change of figures both sides of it."""
    seen: dict[date, set[bool]] = {}
    for case in cases:
        if not case.case.acts:
            seen.setdefault(case.on, set()).add(case.one.in_time(case.on) and case.case.expect != "not_applicable")
    for n, one in enumerate(versions):
        first, last = one.rule.applies_from, one.rule.applies_until
        if first is not None:
            yield from _day(seen, first, wanted=True)
            yield from _day(seen, first - _DAY, wanted=n > 0)
        if last is not None and n + 1 == len(versions):
            yield from _day(seen, last, wanted=True)
            yield from _day(seen, last + _DAY, wanted=False)


def _day(seen: dict[date, set[bool]], day: date, *, wanted: bool) -> Iterator[Gap]:
    if wanted not in seen.get(day, set()):
        en, zh = ("a rule that reaches", "适用") if wanted else ("a rule that does not apply", "不适用")
        yield Gap(Text(en=f"no test on {day} expects {en}", zh=f"{day} 没有期望“{zh}”的测试"))


def _parts(one: CompiledRule, atoms: list[t.Term], cases: list[Played]) -> Iterator[Gap]:
    usual = [_status(one, one.reach, one.require, case) for case in cases]
    for atom in atoms:
        for change, en, zh in _changes(atom):
            reach, require = _put(one.reach, atom, change), _put(one.require, atom, change)
            if all(_status(one, reach, require, case) == status for case, status in zip(cases, usual, strict=True)):
                about = _shown(atom)
                yield Gap(Text(en=f"no test would notice if {about} were {en}", zh=f"{about} 若{zh}，没有测试会发现"))


def _status(one: CompiledRule, reach: t.Term, require: t.Term, case: Played) -> tuple[bool | None, bool | None]:
    """Whether the rule reaches the goods and, where it may, whether its requirement is met: all that decides."""
    reached = truth(reach, case.sheet.known)
    if reached is False:
        return False, None
    met = truth(require, case.sheet.known)
    return (reached, met) if one.rule.consequence == "levy" or met is not True else (None, True)


def _changes(atom: t.Term) -> Iterator[tuple[t.Term, str, str]]:
    yield t.Const(True), "always true", "恒为真"
    yield t.Const(False), "always false", "恒为假"
    match atom:
        case t.NumberIs(op, left, right):
            yield t.NumberIs(_STRICT[op], left, right), "strict, or not", "改变是否含等号"
            for shift in _SHIFTS:
                moved = _moved(right, shift)
                if moved != right:
                    en, zh = ("lower", "低") if shift < 1 else ("higher", "高")
                    yield t.NumberIs(op, left, moved), f"a little {en}", f"数值略{zh}"
        case _:
            return


def _moved(side: t.Number, shift: Decimal) -> t.Number:
    match side:
        case t.Plain(value):
            return t.Plain(value * shift)
        case t.Arithmetic("*", t.Plain(value), right):
            return t.Arithmetic("*", t.Plain(value * shift), right)
        case _:
            return side


def _put(term: t.Term, atom: t.Term, change: t.Term) -> t.Term:
    if term == atom:
        return change
    match term:
        case t.Not(inner):
            return t.Not(_put(inner, atom, change))
        case t.All(terms):
            return t.All(tuple(_put(part, atom, change) for part in terms))
        case t.Any(terms):
            return t.Any(tuple(_put(part, atom, change) for part in terms))
        case _:
            return term


def _shown(atom: t.Term) -> str:  # noqa: PLR0911 - one line per kind of condition
    """A condition as a rule writes it, shortened."""
    match atom:
        case t.Flag(name):
            return name
        case t.Has(name, codes) | t.IsOneOf(name, codes):
            return f"{name}: {', '.join(codes[:3])}{' …' if len(codes) > 3 else ''}"  # noqa: PLR2004 - three say which
        case t.SizeIs(name, op, count):
            return f"size({name}) {op} {count}"
        case t.DateIs(name, op, day):
            return f"{name} {op} {day}"
        case t.HsIn(prefixes):
            return f"hs: {', '.join(prefixes[:3])}{' …' if len(prefixes) > 3 else ''}"  # noqa: PLR2004 - same
        case t.NumberIs(op, left, right):
            return f"{_number(left)} {op} {_number(right)}"
        case _:
            return "a condition"


def _number(side: t.Number) -> str:
    match side:
        case t.Plain(value):
            return format(value, "f")
        case t.QuantityOf(name):
            return name
        case t.Arithmetic(op, left, right):
            return f"{_number(left)} {op} {_number(right)}"
