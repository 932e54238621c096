"""Kleene evaluation of terms by walking them: the reference for generated code, and the way to missing facts.

True and false are definite; None is unknown. Unknown is neither pass nor fail anywhere in this room.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Context, Decimal
from typing import Any, Final

from greencard.model.verdict import RuleStatus
from greencard.rules import terms as t
from greencard.rules.sheet import CodeSet, Known

__all__ = [
    "EXACT",
    "atoms_in",
    "false_parts",
    "hs_starts",
    "live_parts",
    "missing",
    "number",
    "open_parts",
    "status",
    "truth",
]

EXACT: Final = Context(prec=120)
"""Arithmetic of rule numbers: wide enough that nothing a fact can hold is ever rounded."""
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(term: t.Term, known: Mapping[str, Known]) -> bool | None:
    """Whether the term holds: true, false or None for unknown."""
    match term:
        case t.Const(value):
            return value
        case t.Not(inner):
            value_of = truth(inner, known)
            return None if value_of is None else not value_of
        case t.All(terms):
            return _least([truth(part, known) for part in terms])
        case t.Any(terms):
            found = [truth(part, known) for part in terms]
            return None if (low := _least([_negated(one) for one in found])) is None else not low
        case _:
            return _atom(term, known)


def status(reach: t.Term, require: t.Term, known: Mapping[str, Known], *, levy: bool = False) -> RuleStatus:
    """What a rule in time says: the reference for generated code.

    Of a charge the reach is the answer: while that is open the rule is unknown, whatever else is met.
    """
    reached = truth(reach, known)
    if reached is False:
        return "not_applicable"
    met = truth(require, known)
    if levy and reached is None:
        return "unknown"
    if met is True:
        return "pass"
    return "fail" if reached is True and met is False else "unknown"


def _least(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _atom(  # noqa: PLR0911 - one line per kind of atom
    term: t.Flag | t.Has | t.SizeIs | t.IsOneOf | t.DateIs | t.HsIn | t.NumberIs, known: Mapping[str, Known]
) -> bool | None:
    match term:
        case t.Flag(name):
            flag = known.get(name)
            return flag if isinstance(flag, bool) else None
        case t.Has(name, codes):
            found = known.get(name)
            return _holds(found, codes) if isinstance(found, CodeSet) else None
        case t.SizeIs(name, op, count):
            found = known.get(name)
            return (
                _size(found, op, count) if isinstance(found, CodeSet) else _size(CodeSet(frozenset(), False), op, count)
            )
        case t.IsOneOf(name, values):
            text = known.get(name)
            return text in values if isinstance(text, str) else None
        case t.DateIs(name, op, day):
            text = known.get(name)
            return _COMPARE[op](text, day) if isinstance(text, str) else None
        case t.HsIn(prefixes):
            return hs_starts(known.get(t.HS_CODE), prefixes)
        case t.NumberIs(op, left, right):
            a, b = number(left, known), number(right, known)
            return None if a is None or b is None else _COMPARE[op](a, b)


def _holds(found: CodeSet, codes: tuple[str, ...]) -> bool | None:
    if not found.held.isdisjoint(codes):
        return True
    return False if found.complete else None


def _size(found: CodeSet, op: t.Comparison, count: int) -> bool | None:
    size = len(found.held)
    if found.complete:
        return _COMPARE[op](size, count)
    if op in {">", ">="}:
        return True if _COMPARE[op](size, count) else None
    if op in {"<", "<="}:
        return None if _COMPARE[op](size, count) else False
    return None if size <= count else op == "!="


def hs_starts(code: object, prefixes: tuple[str, ...]) -> bool | None:
    """Whether the customs code lies under one of the prefixes; None when the code is unknown or too short to say."""
    if not isinstance(code, str):
        return None
    if code.startswith(prefixes):
        return True
    return None if any(prefix.startswith(code) for prefix in prefixes) else False


def number(term: t.Number, known: Mapping[str, Known]) -> Decimal | None:
    """The number a term comes to, in the unit its expression implies; None when a fact in it is unknown."""
    match term:
        case t.Plain(value):
            return value
        case t.QuantityOf(name):
            found = known.get(name)
            return found if isinstance(found, Decimal) else None
        case t.Arithmetic(op, left, right):
            a, b = number(left, known), number(right, known)
            if a is None or b is None:
                return None
            if op == "*":
                return EXACT.multiply(a, b)
            return EXACT.add(a, b) if op == "+" else EXACT.subtract(a, b)


def missing(term: t.Term, known: Mapping[str, Known]) -> tuple[str, ...]:
    """Facts whose absence keeps the term unknown, in reading order; none when it is definite."""
    names: dict[str, None] = {}
    for part in open_parts(term, known):
        for name in t.names_in(part):
            found = known.get(name)
            settled = (
                found is not None and not (isinstance(found, CodeSet) and not found.complete) and name != t.HS_CODE
            )
            if not settled:
                names[name] = None
    return tuple(names)


def open_parts(term: t.Term, known: Mapping[str, Known]) -> Iterator[t.Term]:
    """The atoms that are unknown and on which an unknown term hangs."""
    if truth(term, known) is not None:
        return
    match term:
        case t.Not(inner):
            yield from open_parts(inner, known)
        case t.All(terms) | t.Any(terms):
            for part in terms:
                yield from open_parts(part, known)
        case _:
            yield term


def false_parts(term: t.Term, known: Mapping[str, Known], *, wanted: bool = False) -> Iterator[tuple[t.Term, bool]]:
    """The atoms that make a definite term what it is, each with its value: the reason for the answer `wanted`."""
    if truth(term, known) is not wanted:
        return
    match term:
        case t.Not(inner):
            yield from false_parts(inner, known, wanted=not wanted)
        case t.All(terms) | t.Any(terms):
            for part in terms:
                yield from false_parts(part, known, wanted=wanted)
        case t.Const():
            return
        case _:
            yield term, wanted


def live_parts(term: t.Term, known: Mapping[str, Known]) -> Iterator[tuple[t.Term, bool | None]]:
    """The atoms on which the value of a term rests, each with its own: those that made it definite, or all live ones.

    Of an unknown term these are the open atoms and those already settled beside them.
    """
    value = truth(term, known)
    if value is not None:
        yield from false_parts(term, known, wanted=value)
        return
    match term:
        case t.Not(inner):
            yield from live_parts(inner, known)
        case t.All(terms) | t.Any(terms):
            for part in terms:
                yield from live_parts(part, known)
        case _:
            yield term, None


def atoms_in(term: t.Term) -> Iterator[t.Term]:
    """The atoms of a term in reading order, constants left out, repeats included."""
    match term:
        case t.Not(inner):
            yield from atoms_in(inner)
        case t.All(terms) | t.Any(terms):
            for part in terms:
                yield from atoms_in(part)
        case t.Const():
            return
        case _:
            yield term
