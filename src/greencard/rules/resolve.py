"""From a syntax tree to typed terms: every name, type and code is checked against the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, NoReturn

from greencard.rules import terms as t
from greencard.rules.codes import UNKNOWN_NAME, WRONG_TYPE
from greencard.rules.codes_packs import BAD_PARAMETER, WRONG_UNIT
from greencard.rules.syntax import Binary, Call, ListOf, Literal, Name, Negation, Node, Where, parse
from greencard.rules.vocabulary import FactKind, Vocabulary

__all__ = ["Quantity", "amount", "condition"]

_FLIPPED: Final[dict[str, t.Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_PREFIX: Final = re.compile(r"\d{2,10}")
_SHARES: Final = frozenset({"kg/kg", "m³/m³"})
"""Units of a share: times a share, a quantity keeps its unit."""


class Quantity(NamedTuple):
    """A parameter as it stands in one version of a rule."""

    value: Decimal
    unit: str


_NO_NUMBERS: Final[Mapping[str, Quantity]] = {}


def condition(text: str, vocabulary: Vocabulary, where: Where, numbers: Mapping[str, Quantity] = _NO_NUMBERS) -> t.Term:
    """The typed condition written in `text`, with the parameters named in it put in as numbers.

    Raises:
        InvalidInput: not in the grammar (GC-RUL-001, -002), an unknown name (GC-RUL-003), a wrong type (GC-RUL-004),
            a parameter named like a fact (GC-RUL-021) or two units side by side (GC-RUL-022); each names rule and part.
    """
    return _Resolver(vocabulary, where, numbers).term(parse(text, where))


def amount(text: str, vocabulary: Vocabulary, where: Where, numbers: Mapping[str, Quantity] = _NO_NUMBERS) -> t.Number:
    """The typed number written in `text`, such as the base of a levy.

    Raises:
        InvalidInput: as `condition`.
    """
    return _Resolver(vocabulary, where, numbers).number(parse(text, where))


class _Resolver:
    def __init__(self, vocabulary: Vocabulary, where: Where, numbers: Mapping[str, Quantity]) -> None:
        self.vocabulary = vocabulary
        self.where = where
        self.numbers = numbers
        for name in numbers:
            if name in vocabulary.kinds:
                raise BAD_PARAMETER.at(where.place, rule=where.rule, name=name, problem="a fact bears that name")

    def wrong(self, node: Node, found: str, wanted: str) -> NoReturn:
        raise WRONG_TYPE.at(
            self.where.place,
            rule=self.where.rule,
            part=self.where.part,
            column=node.column,
            found=found,
            wanted=wanted,
        )

    def unknown(self, node: Node, name: str) -> NoReturn:
        where = self.where
        raise UNKNOWN_NAME.at(where.place, rule=where.rule, part=where.part, column=node.column, name=repr(name))

    def fact(self, node: Node, wanted: str) -> FactKind:
        if not isinstance(node, Name):
            self.wrong(node, _spoken(node), wanted)
        kind = self.vocabulary.kinds.get(node.name)
        if kind is None:
            self.unknown(node, node.name)
        return kind

    def set_fact(self, node: Node) -> FactKind:
        kind = self.fact(node, "a set fact")
        if kind.type != "set":
            self.wrong(node, f"{kind.name} ({kind.type})", "a set fact")
        return kind

    def codes(self, node: Node, kind: FactKind, found: tuple[str, ...]) -> tuple[str, ...]:
        for code in found:
            if (kind.codes or kind.type == "set") and code not in kind.codes:
                self.wrong(node, repr(code), f"a code of {kind.name}")
        return found

    def term(self, node: Node) -> t.Term:  # noqa: PLR0911 - one line per kind of node
        match node:
            case Literal(value=bool() as value):
                return t.Const(value)
            case Name():
                kind = self.fact(node, "a condition")
                if kind.type != "bool":
                    self.wrong(node, f"{kind.name} ({kind.type})", "a condition")
                return t.Flag(kind.name)
            case Negation(operand):
                return t.Not(self.term(operand))
            case Binary(op="&&"):
                return t.All(tuple(self.term(part) for part in _flat(node, "&&")))
            case Binary(op="||"):
                return t.Any(tuple(self.term(part) for part in _flat(node, "||")))
            case Binary(op="in"):
                return self.membership(node)
            case Binary(op="==" | "!=" | "<" | "<=" | ">" | ">="):
                return self.comparison(node)
            case Call():
                return self.call(node)
            case _:
                return self.wrong(node, _spoken(node), "a condition")

    def call(self, node: Call) -> t.Term:
        match node:
            case Call("overlaps", (left, ListOf(items) as codes)):
                kind = self.set_fact(left)
                return t.Has(kind.name, self.codes(codes, kind, items))
            case Call("hs_in", (ListOf(items),)):
                for item in items:
                    if not _PREFIX.fullmatch(item):
                        self.wrong(node, repr(item), "2 to 10 digits of a customs code")
                return t.HsIn(items)
            case Call("overlaps" | "hs_in" | "size"):
                return self.wrong(node, f"{node.function}(…)", "a condition: overlaps(set, [..]), hs_in([..])")
            case _:
                return self.unknown(node, node.function)

    def membership(self, node: Binary) -> t.Term:
        if isinstance(node.left, Literal) and isinstance(node.left.value, str):
            kind = self.set_fact(node.right)
            return t.Has(kind.name, self.codes(node.left, kind, (node.left.value,)))
        kind = self.fact(node.left, "a text or an enumerated fact")
        if kind.type not in {"text", "enum"}:
            self.wrong(node.left, f"{kind.name} ({kind.type})", "a text or an enumerated fact")
        if not isinstance(node.right, ListOf):
            self.wrong(node.right, _spoken(node.right), "a list of texts")
        return t.IsOneOf(kind.name, self.codes(node.right, kind, node.right.items))

    def comparison(self, node: Binary) -> t.Term:
        op: t.Comparison = _FLIPPED[_FLIPPED[node.op]]
        left, right = node.left, node.right
        if isinstance(left, Literal) and not isinstance(right, Literal):
            op, left, right = _FLIPPED[op], right, left
        if isinstance(left, Call) and left.function == "size":
            return self.size(left, op, right)
        if isinstance(left, Name) and isinstance(right, Literal) and isinstance(right.value, str):
            return self.text(left, op, right, right.value)
        found = t.NumberIs(op, self.number(left), self.number(right))
        self.unit(node)
        return found

    def size(self, call: Call, op: t.Comparison, right: Node) -> t.Term:
        if len(call.args) != 1:
            self.wrong(call, "size(…)", "size(set)")
        kind = self.set_fact(call.args[0])
        match right:
            case Literal(value) if not isinstance(value, bool | str) and value == int(value):
                return t.SizeIs(kind.name, op, int(value))
            case _:
                return self.wrong(right, _spoken(right), "a whole number")

    def text(self, left: Name, op: t.Comparison, right: Node, value: str) -> t.Term:
        kind = self.fact(left, "a text, an enumerated or a date fact")
        if kind.type == "date":
            try:
                date.fromisoformat(value)
            except ValueError:
                self.wrong(right, repr(value), "an ISO date")
            return t.DateIs(kind.name, op, value)
        if kind.type not in {"text", "enum"}:
            self.wrong(right, repr(value), f"a value for {kind.name} ({kind.type})")
        if op not in {"==", "!="}:
            self.wrong(left, f"{kind.name} ({kind.type})", "a number or a date")
        equal = t.IsOneOf(kind.name, self.codes(right, kind, (value,)))
        return equal if op == "==" else t.Not(equal)

    def number(self, node: Node) -> t.Number:
        match node:
            case Literal(value) if not isinstance(value, bool | str):
                return t.Plain(value)
            case Name(name) if name in self.numbers:
                return t.Plain(self.numbers[name].value)
            case Binary(op="*" | "+" | "-" as op, left=left, right=right):
                return t.Arithmetic(op, self.number(left), self.number(right))
            case Name():
                kind = self.fact(node, "a number")
                if kind.type != "number":
                    self.wrong(node, f"{kind.name} ({kind.type})", "a number")
                return t.QuantityOf(kind.name)
            case _:
                return self.wrong(node, _spoken(node), "a number")

    def unit(self, node: Node) -> str | None:
        """Unit of a number, None where nothing says which; two known units that are compared or added must agree."""
        match node:
            case Name(name) if name in self.numbers:
                return self.numbers[name].unit
            case Name(name):
                return self.vocabulary.kinds[name].unit
            case Binary(op="*", left=left, right=right):
                a, b = self.unit(left), self.unit(right)
                return a if b in _SHARES else b if a in _SHARES else None
            case Binary(left=left, right=right):
                a, b = self.unit(left), self.unit(right)
                if a is not None and b is not None and a != b:
                    where = self.where
                    sides = {"left": f"{_text(left)} ({a or '1'})", "right": f"{_text(right)} ({b or '1'})"}
                    raise WRONG_UNIT.at(where.place, rule=where.rule, part=where.part, **sides)
                return b if a is None else a
            case _:
                return None


def _flat(node: Node, op: str) -> list[Node]:
    if isinstance(node, Binary) and node.op == op:
        return [*_flat(node.left, op), *_flat(node.right, op)]
    return [node]


def _text(node: Node) -> str:
    return node.name if isinstance(node, Name) else "an amount"


def _spoken(node: Node) -> str:
    match node:
        case Literal(value):
            return repr(value) if isinstance(value, str) else str(value).lower()
        case Name(name):
            return name
        case ListOf():
            return "a list"
        case Call(function):
            return f"{function}(…)"
        case Negation():
            return "a negation"
        case Binary(op):
            return f"an expression with {op}"
