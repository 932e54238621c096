"""Rules as one generated Python function: true, false and unknown by two conditions per term and native short-circuit.

For each rule two Python conditions are written, "definitely true" T(e) and "definitely false" F(e):
T(!e) = F(e), T(a && b) = T(a) and T(b), F(a && b) = F(a) or F(b), and so on. Names and texts enter the source as
numbered constants and slots only, never as text, so no rule can bring its own Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from greencard.rules import terms as t
from greencard.rules.interpret import EXACT, hs_starts
from greencard.rules.vocabulary import Vocabulary

__all__ = ["FAIL", "NOT_APPLICABLE", "PASS", "UNKNOWN", "Decide", "RuleTerms", "generate"]

NOT_APPLICABLE: Final = 0
PASS: Final = 1
FAIL: Final = 2
UNKNOWN: Final = 3

_CODES_KEPT: Final = 10_000

Decide = Callable[[tuple[object, ...]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What of a rule decides its status."""

    hs: tuple[str, ...]
    scope: t.Term
    require: t.Term
    levy: bool = False
    """Whether the rule charges: then its reach is the answer, and an open reach is unknown whatever else is met."""


@dataclass(slots=True)
class _Source:
    vocabulary: Vocabulary
    used: dict[int, None] = field(default_factory=dict)
    constants: list[object] = field(default_factory=list)
    headings: dict[tuple[str, ...], int] = field(default_factory=dict)

    def slot(self, name: str, offset: int = 0) -> str:
        at = self.vocabulary.slots[name] + offset
        self.used[at] = None
        return f"v{at}"

    def constant(self, value: object) -> str:
        self.constants.append(value)
        return f"c{len(self.constants) - 1}"

    def heading(self, prefixes: tuple[str, ...]) -> int:
        """Bit of a list of customs prefixes."""
        return 1 << self.headings.setdefault(prefixes, len(self.headings))


def generate(vocabulary: Vocabulary, rules: Sequence[RuleTerms]) -> Decide:
    """A function from a prepared row to one status per rule, in order: 0 not applicable, 1 pass, 2 fail, 3 unknown."""
    source = _Source(vocabulary)
    body = [f"  {_status(rule, source)}," for rule in rules]
    loads = "".join(f" v{at} = f[{at}]\n" for at in sorted(source.used))
    if source.headings:
        loads += f" under, outside = place(f[{vocabulary.slots[t.HS_CODE]}])\n"
    text = f"def decide(f):\n{loads} return (\n" + "\n".join(body) + "\n )\n"
    names: dict[str, object] = {f"c{n}": value for n, value in enumerate(source.constants)}
    names |= {"mul": EXACT.multiply, "add": EXACT.add, "sub": EXACT.subtract}
    names |= {"place": _placing(tuple(source.headings)), "__builtins__": {}}
    exec(compile(text, "<rules>", "exec"), names)  # noqa: S102 - source made above from slots and numbered constants
    decide: Decide = names["decide"]  # type: ignore[assignment]
    return decide


def _placing(headings: tuple[tuple[str, ...], ...]) -> Callable[[str | None], tuple[int, int]]:
    """A function from a customs code to two bit sets: lists it lies under, lists it lies outside; kept per code."""
    seen: dict[str | None, tuple[int, int]] = {None: (0, 0)}

    def place(code: str | None) -> tuple[int, int]:
        found = seen.get(code)
        if found is None:
            states = [hs_starts(code, prefixes) for prefixes in headings]
            found = (
                sum(1 << n for n, state in enumerate(states) if state is True),
                sum(1 << n for n, state in enumerate(states) if state is False),
            )
            if len(seen) > _CODES_KEPT:
                seen.clear()
                seen[None] = (0, 0)
            seen[code] = found
        return found

    return place


def _status(rule: RuleTerms, source: _Source) -> str:
    scope = t.All((t.HsIn(rule.hs), rule.scope)) if rule.hs else rule.scope
    off, on = _false(scope, source), _true(scope, source)
    met, unmet = _true(rule.require, source), _false(rule.require, source)
    if rule.levy:
        return f"0 if {off} else (1 if {met} else 2 if {unmet} else 3) if {on} else 3"
    return f"0 if {off} else 1 if {met} else 2 if {on} and {unmet} else 3"


def _joined(parts: Sequence[str], word: str) -> str:
    return f"({f' {word} '.join(parts)})"


def _true(term: t.Term, s: _Source) -> str:  # noqa: C901, PLR0911 - one line per kind of term
    match term:
        case t.Const(value):
            return str(value)
        case t.Not(inner):
            return _false(inner, s)
        case t.All(terms):
            return _joined([_true(part, s) for part in terms], "and")
        case t.Any(terms):
            return _joined([_true(part, s) for part in terms], "or")
        case t.Flag(name):
            return s.slot(name)
        case t.Has(name, codes):
            return f"{s.slot(name)} & {_mask(term, codes, s)}"
        case t.SizeIs():
            return _size(term, s, truth=True)
        case t.IsOneOf(name, values):
            return f"{s.slot(name)} in {s.constant(frozenset(values))}"
        case t.DateIs(name, op, day):
            v = s.slot(name)
            return f"({v} is not None and {v} {op} {s.constant(day)})"
        case t.HsIn(prefixes):
            return f"under & {s.heading(prefixes)}"
        case t.NumberIs(op, left, right):
            return _number_is(op, left, right, s)


def _false(term: t.Term, s: _Source) -> str:  # noqa: C901, PLR0911 - one line per kind of term
    match term:
        case t.Const(value):
            return str(not value)
        case t.Not(inner):
            return _true(inner, s)
        case t.All(terms):
            return _joined([_false(part, s) for part in terms], "or")
        case t.Any(terms):
            return _joined([_false(part, s) for part in terms], "and")
        case t.Flag(name):
            return f"{s.slot(name)} is False"
        case t.Has(name, codes):
            mask = _mask(term, codes, s)
            return f"({s.slot(name, 1)} & {mask} == {mask})"
        case t.SizeIs():
            return _size(term, s, truth=False)
        case t.IsOneOf(name, values):
            v = s.slot(name)
            return f"({v} is not None and {v} not in {s.constant(frozenset(values))})"
        case t.DateIs(name, op, day):
            v = s.slot(name)
            return f"({v} is not None and not {v} {op} {s.constant(day)})"
        case t.HsIn(prefixes):
            return f"outside & {s.heading(prefixes)}"
        case t.NumberIs(op, left, right):
            return _number_is(_OPPOSITE[op], left, right, s)


_OPPOSITE: Final[dict[str, t.Comparison]] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _mask(term: t.Has, codes: tuple[str, ...], s: _Source) -> int:
    bits = s.vocabulary.bits(term.name)
    return sum({bits[code] for code in codes})


def _size(term: t.SizeIs, s: _Source, *, truth: bool) -> str:
    """A set that is not complete has at least the codes it holds: that can decide `>` for it and refute `<`."""
    op = term.op if truth else _OPPOSITE[term.op]
    held, rest = s.slot(term.name), s.slot(term.name, 1)
    counted = f"{held}.bit_count() {op} {term.count}"
    if op in {">", ">="}:
        return f"({counted})"
    if op == "!=":
        return f"({held}.bit_count() > {term.count} or {rest} and {counted})"
    return f"({rest} and {counted})"


def _number_is(op: str, left: t.Number, right: t.Number, s: _Source) -> str:
    guards = dict.fromkeys(s.slot(name) for side in (left, right) for name in t.names_in(side))
    known = [f"{v} is not None" for v in guards]
    return _joined([*known, f"{_number(left, s)} {op} {_number(right, s)}"], "and")


def _number(term: t.Number, s: _Source) -> str:
    match term:
        case t.Plain(value):
            return s.constant(value)
        case t.QuantityOf(name):
            return s.slot(name)
        case t.Arithmetic(op, left, right):
            word = {"*": "mul", "+": "add", "-": "sub"}[op]
            return f"{word}({_number(left, s)}, {_number(right, s)})"
