"""Rules as one generated Python function: true, false and unknown by two conditions per term and native short-circuit.

For each rule two Python conditions are written, "definitely true" T(e) and "definitely false" F(e):
T(!e) = F(e), T(a && b) = T(a) and T(b), F(a && b) = F(a) or F(b), and so on. Names and texts enter the source as
numbered constants and slots only, never as text, so no rule can bring its own Python.

Every rule starts as not applicable and is looked at only where nothing leaves the goods out. What leaves the goods out
of several rules (no packaging, no battery, no claim) is asked once and stands over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
_WHOLE_ROW: Final = 4
"""Taking one slot by its number costs as much as this many of a row that is unpacked."""
_DEEPEST: Final = 4
"""Questions that stand over each other at most."""

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


@dataclass(slots=True)
class _Open:
    """A rule to be written: its place, what still leaves the goods out, and what is said if nothing does."""

    at: int
    off: list[str]
    status: str


def generate(vocabulary: Vocabulary, rules: Sequence[RuleTerms]) -> Decide:
    """A function from a prepared row to one status per rule, in order: 0 not applicable, 1 pass, 2 fail, 3 unknown."""
    source = _Source(vocabulary)
    body = _block([one for n, rule in enumerate(rules) if (one := _open(n, rule, source)) is not None], 1)
    loads = _loads(source.used, len(vocabulary.blank))
    if source.headings:
        loads += f" under, outside = place(f[{vocabulary.slots[t.HS_CODE]}])\n"
    text = f"def decide(f):\n{loads} r = [0] * {len(rules)}\n" + "\n".join(body) + "\n return tuple(r)\n"
    names: dict[str, object] = {f"c{n}": value for n, value in enumerate(source.constants)}
    names |= {"mul": EXACT.multiply, "add": EXACT.add, "sub": EXACT.subtract}
    names |= {"place": _placing(tuple(source.headings)), "tuple": tuple, "__builtins__": {}}
    exec(compile(text, "<rules>", "exec"), names)  # noqa: S102 - source made above from slots and numbered constants
    decide: Decide = names["decide"]  # type: ignore[assignment]
    return decide


def _loads(used: Collection[int], width: int) -> str:
    """Slots as local names: the whole row at once where many are used, one by one where few are."""
    if _WHOLE_ROW * len(used) > width:
        return f" {', '.join(f'v{at}' if at in used else '_' for at in range(width))}, = f\n"
    return "".join(f" v{at} = f[{at}]\n" for at in sorted(used))


def _block(rules: Sequence[_Open], depth: int) -> list[str]:
    """Statements that set the statuses of the rules: those that share what leaves the goods out under one question."""
    pad, lines, left = " " * depth, [], list(rules)
    while left:
        counted: dict[str, int] = {}
        for one in left:
            for part in one.off:
                counted[part] = counted.get(part, 0) + 1
        shared = max(counted, key=lambda part: counted[part], default="")
        if not shared or counted[shared] == 1 or depth > _DEEPEST:
            break
        under = [one for one in left if shared in one.off]
        left = [one for one in left if shared not in one.off]
        lines.append(f"{pad}if not {shared}:")
        within = [_Open(one.at, [part for part in one.off if part != shared], one.status) for one in under]
        lines.extend(_block(within, depth + 1))
    for one in left:
        guard = f"if not ({' or '.join(one.off)}): " if one.off else ""
        lines.append(f"{pad}{guard}r[{one.at}] = {one.status}")
    return lines


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


def _open(at: int, rule: RuleTerms, source: _Source) -> _Open | None:
    """The rule as it is written; None: nothing ever reaches it."""
    scope = t.All((t.HsIn(rule.hs), rule.scope)) if rule.hs else rule.scope
    off = list(dict.fromkeys(_refuting(scope, source)))
    if "True" in off:
        return None
    off = [part for part in off if part != "False"]
    on = _true(scope, source)
    met, unmet = _true(rule.require, source), _false(rule.require, source)
    if rule.levy:
        return _Open(at, off, f"({_answer(met, unmet)}) if {on} else 3")
    return _Open(at, off, _answer(met, f"{on} and {unmet}" if unmet not in {"True", "False"} else unmet, on))


def _answer(met: str, unmet: str, on: str = "True") -> str:
    """Pass, fail or unknown; what can never be or is always so is not asked."""
    if met == "True":
        return "1"
    last = "3" if unmet == "False" else f"2 if {on if unmet == 'True' else unmet} else 3"
    return last if met == "False" else f"1 if {met} else {last}"


def _refuting(term: t.Term, s: _Source) -> list[str]:
    """Conditions of which each alone makes the term definitely false."""
    match term:
        case t.All(terms):
            return [one for part in terms for one in _refuting(part, s)]
        case t.Not(t.Any(terms)):
            return [one for part in terms for one in _refuting(t.Not(part), s)]
        case _:
            text = _false(term, s)
            return [text if text in {"True", "False"} else f"({text})"]


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
            return f"not {s.slot(name, 1)} & {_mask(term, codes, s)}"
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


_NOT_EMPTY: Final = frozenset({(">", 0), (">=", 1)})
_EMPTY: Final = frozenset({("<=", 0), ("<", 1), ("==", 0)})
_OPPOSITE: Final[dict[str, t.Comparison]] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _mask(term: t.Has, codes: tuple[str, ...], s: _Source) -> int:
    bits = s.vocabulary.bits(term.name)
    return sum({bits[code] for code in codes})


def _size(term: t.SizeIs, s: _Source, *, truth: bool) -> str:
    """A set that is not complete has at least the codes it holds: that can decide `>` for it and refute `<`."""
    op = term.op if truth else _OPPOSITE[term.op]
    held, whole = s.slot(term.name), f"not {s.slot(term.name, 1)} & {s.vocabulary.more(term.name)}"
    counted = f"{held}.bit_count() {op} {term.count}"
    if op in {">", ">="}:
        return held if (op, term.count) in _NOT_EMPTY else f"({counted})"
    if op == "!=":
        return f"({held}.bit_count() > {term.count} or {whole} and {counted})"
    return f"({whole} and {f'not {held}' if (op, term.count) in _EMPTY else counted})"


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
