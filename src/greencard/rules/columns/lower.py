"""Terms as gates: where a condition is definitely true, definitely false, and on which missing facts it hangs.

The same two conditions per term as in `generate`: T(!e) = F(e), T(a && b) = T(a) and T(b), F(a && b) = F(a) or F(b).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from greencard.rules import terms as t
from greencard.rules.columns.gates import FALSE, TRUE, Circuit
from greencard.rules.columns.layout import LANE, Layout, Ordered
from greencard.rules.interpret import truth
from greencard.rules.sheet import Known

__all__ = ["OPPOSITE", "Reading"]

OPPOSITE: Final[dict[t.Comparison, t.Comparison]] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
_FLIPPED: Final[dict[t.Comparison, t.Comparison]] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_MOST_CODES: Final = 2**16 - 1
"""More than a set can ever hold (`sheet` refuses long before)."""

_Pair: TypeAlias = tuple[int, int]
_Atom: TypeAlias = t.Flag | t.Has | t.SizeIs | t.IsOneOf | t.DateIs | t.HsIn | t.NumberIs


class Reading:
    """One way of knowing the facts: from columns, the same for every row, or not at all."""

    __slots__ = ("_circuit", "_given", "_layout", "_pairs", "_same")

    def __init__(self, circuit: Circuit, layout: Layout, given: frozenset[str], same: Mapping[str, Known]) -> None:
        self._circuit: Final = circuit
        self._layout: Final = layout
        self._given: Final = given
        """Facts that have a column of their own."""
        self._same: Final = dict(same)
        """Facts that are the same for every row."""
        self._pairs: Final[dict[t.Term, _Pair]] = {}

    def true(self, term: t.Term) -> int:
        """Where the term is definitely true."""
        return self._pair(term)[0]

    def false(self, term: t.Term) -> int:
        """Where the term is definitely false."""
        return self._pair(term)[1]

    def unknown(self, term: t.Term) -> int:
        """Where the term is neither."""
        return self._circuit.negated(self._circuit.some(self._pair(term)))

    def hangs(self, term: t.Term, on: frozenset[str]) -> int:
        """Where the term is unknown and one of the facts named is among those that keep it so (`interpret.missing`)."""
        circuit = self._circuit
        match term:
            case t.Const():
                return FALSE
            case t.Not(inner):
                return self.hangs(inner, on)
            case t.All(terms) | t.Any(terms):
                return circuit.every((self.unknown(term), circuit.some(self.hangs(part, on) for part in terms)))
            case t.NumberIs():
                lacking = circuit.some(circuit.negated(self._known(name)) for name in set(t.names_in(term)) & on)
                return circuit.every((self.unknown(term), lacking))
            case _:
                return FALSE if on.isdisjoint(t.names_in(term)) else self.unknown(term)

    def _pair(self, term: t.Term) -> _Pair:
        found = self._pairs.get(term)
        if found is None:
            found = self._pairs[term] = self._worked_out(term)
        return found

    def _worked_out(self, term: t.Term) -> _Pair:
        circuit = self._circuit
        match term:
            case t.Const(value):
                return (TRUE, FALSE) if value else (FALSE, TRUE)
            case t.Not(inner):
                yes, no = self._pair(inner)
                return no, yes
            case t.All(terms):
                pairs = [self._pair(part) for part in terms]
                return circuit.every(yes for yes, _ in pairs), circuit.some(no for _, no in pairs)
            case t.Any(terms):
                pairs = [self._pair(part) for part in terms]
                return circuit.some(yes for yes, _ in pairs), circuit.every(no for _, no in pairs)
            case _:
                return self._atom(term)

    def _atom(self, atom: _Atom) -> _Pair:
        if self._given.issuperset(t.names_in(atom)) and next(t.names_in(atom), None) is not None:
            return self._asked(atom)
        value = truth(atom, {name: self._same[name] for name in t.names_in(atom) if name in self._same})
        return int(value is True), int(value is False)

    def _asked(self, atom: _Atom) -> _Pair:  # noqa: PLR0911 - one line per kind of atom
        circuit, layout = self._circuit, self._layout
        match atom:
            case t.Flag(name):
                yes = circuit.leaf(name, "holds")
                return yes, circuit.every((circuit.leaf(name, "given"), circuit.negated(yes)))
            case t.Has(name, codes):
                yes = self._held(name, codes)
                return yes, circuit.every((circuit.leaf(layout.complete(name), "holds"), circuit.negated(yes)))
            case t.SizeIs(_, op, _):
                return self._size(atom, op), self._size(atom, OPPOSITE[op])
            case t.IsOneOf(name, values):
                column, numbers = layout.text(name), layout.values[name]
                yes = circuit.some(circuit.leaf(column.column, "equal", numbers.index(value) + 1) for value in values)
                return yes, circuit.every((self._is_known(column), circuit.negated(yes)))
            case t.DateIs(name, op, day):
                return self._compared(layout.date(name), op, date.fromisoformat(day).toordinal() - _FIRST_DAY)
            case t.HsIn(prefixes):
                return self._runs(prefixes, wanted=True), self._runs(prefixes, wanted=False)
            case t.NumberIs(op, t.QuantityOf(name), t.Plain(limit)):
                return self._compared(layout.number(name), op, layout.place(name, limit))
            case t.NumberIs(op, t.Plain(limit), t.QuantityOf(name)):
                return self._compared(layout.number(name), _FLIPPED[op], layout.place(name, limit))
            case t.NumberIs(op, left, right):
                return self._compared(layout.difference(left, right), op, 1)

    def _held(self, name: str, codes: tuple[str, ...]) -> int:
        lanes = self._layout.lanes(name)
        masks = [0] * len(lanes)
        places = {code: n for n, code in enumerate(self._layout.vocabulary.bits(name))}
        for code in codes:
            lane, bit = divmod(places[code], LANE)
            masks[lane] |= 1 << bit
        return self._circuit.some(
            self._circuit.leaf(lane, "bits", mask) for lane, mask in zip(lanes, masks, strict=True) if mask
        )

    def _size(self, atom: t.SizeIs, op: t.Comparison) -> int:
        """A set that is not complete has at least the codes it holds: that can decide `>` for it and refute `<`."""
        circuit, column = self._circuit, self._layout.size(atom.name)
        complete = circuit.leaf(self._layout.complete(atom.name), "holds")
        below = self._below(column, atom.count)
        past = circuit.negated(self._below(column, atom.count + 1))
        match op:
            case "<":
                return circuit.every((complete, below))
            case "<=":
                return circuit.every((complete, circuit.negated(past)))
            case ">":
                return past
            case ">=":
                return circuit.negated(below)
            case "==":
                return circuit.every((complete, circuit.negated(below), circuit.negated(past)))
            case "!=":
                return circuit.some((past, circuit.every((complete, below))))

    def _below(self, column: str, count: int) -> int:
        if count <= 0:
            return FALSE
        return TRUE if count > _MOST_CODES else self._circuit.leaf(column, "below", count)

    def _compared(self, column: Ordered, op: t.Comparison, at: int) -> _Pair:
        return self._ordered(column, op, at), self._ordered(column, OPPOSITE[op], at)

    def _ordered(self, column: Ordered, op: t.Comparison, at: int) -> int:
        circuit = self._circuit
        match op:
            case "==":
                return circuit.leaf(column.column, "equal", at)
            case "<":
                return circuit.leaf(column.column, "below", at)
            case "<=":
                return circuit.leaf(column.column, "below", at + 1)
            case _:
                no = self._ordered(column, OPPOSITE[op], at)
                return circuit.every((self._is_known(column), circuit.negated(no)))

    def _runs(self, prefixes: tuple[str, ...], *, wanted: bool) -> int:
        circuit, headings, column = self._circuit, self._layout.headings, self._layout.code()
        if headings is None:
            return FALSE
        runs = headings.runs(prefixes, wanted)
        below = [(circuit.leaf(column.column, "below", last + 1), first) for first, last in runs]
        return circuit.some(
            circuit.every((upper, circuit.negated(circuit.leaf(column.column, "below", first)) if first else TRUE))
            for upper, first in below
        )

    def _known(self, name: str) -> int:
        """Where a number is known."""
        return self._is_known(self._layout.number(name)) if name in self._given else FALSE

    def _is_known(self, column: Ordered) -> int:
        return self._circuit.leaf(column.column, "below", column.unknown)
