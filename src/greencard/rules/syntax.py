"""The expression language of rules: a subset of CEL, read into a small tree of bounded size.

    or      := and ('||' and)*
    and     := compare ('&&' compare)*
    compare := sum (('==' | '!=' | '<' | '<=' | '>' | '>=' | 'in') sum)?
    sum     := product (('+' | '-') product)*
    product := unary ('*' unary)*
    unary   := '!' unary | primary
    primary := number | 'text' | true | false | name | name '(' args ')' | '[' literals ']' | '(' or ')'

Nothing here can loop, allocate without bound or reach outside: an expression is at most `MAX_CHARS` long,
`MAX_DEPTH` deep and `MAX_OPERATORS` wide, and names mean facts of the vocabulary and three functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn

from greencard.errors import NOWHERE, Place
from greencard.rules.codes import EXPRESSION_TOO_BIG, NOT_EXPRESSION

__all__ = [
    "MAX_CHARS",
    "MAX_DEPTH",
    "MAX_OPERATORS",
    "Binary",
    "Call",
    "ListOf",
    "Literal",
    "Name",
    "Negation",
    "Node",
    "Where",
    "parse",
]

MAX_CHARS: Final = 1500
MAX_DEPTH: Final = 24
MAX_OPERATORS: Final = 80
_MAX_DIGITS: Final = 20

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<op>&&|\|\||==|!=|<=|>=|[<>!()\[\],*+-]))"
)


@dataclass(frozen=True, slots=True)
class Where:
    """Which rule and which of its expressions is being read; goes into every error."""

    rule: str
    part: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or a truth value."""

    value: Decimal | str | bool
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """A fact."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of text literals."""

    items: tuple[str, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied to its arguments."""

    function: str
    args: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Negation:
    """Logical not."""

    operand: Node
    column: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the operator between them."""

    op: str
    left: Node
    right: Node
    column: int


Node = Literal | Name | ListOf | Call | Negation | Binary
_Token = tuple[str, str, int]
_Rule = Callable[[], Node]
_END: Final = "end"


def parse(text: str, where: Where) -> Node:
    """The tree of `text`.

    Raises:
        InvalidInput: not in the grammar (GC-RUL-001), or too long or too deep (GC-RUL-002).
    """
    if len(text) > MAX_CHARS:
        raise EXPRESSION_TOO_BIG.at(where.place, rule=where.rule, part=where.part, what="long", limit=MAX_CHARS)
    reader = _Reader(_tokens(text, where), where)
    node = reader.disjunction()
    reader.finish()
    return node


def _fault(where: Where, column: int, problem: str) -> NoReturn:
    raise NOT_EXPRESSION.at(where.place, rule=where.rule, part=where.part, column=column, problem=problem)


def _tokens(text: str, where: Where) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            _fault(where, at + 1, f"unexpected {text[at : at + 12].strip()!r}")
        kind = match.lastgroup or _END
        tokens.append((kind, match.group(kind), match.start(kind) + 1))
        at = match.end()
    tokens.append((_END, "", end + 1))
    return tokens


class _Reader:
    """Recursive descent over the tokens; depth is counted, so hostile nesting ends in an error and not in a crash."""

    def __init__(self, tokens: list[_Token], where: Where) -> None:
        self.tokens = tokens
        self.where = where
        self.at = 0
        self.depth = 0
        self.operators = 0

    def _peek(self) -> str:
        kind, text, _ = self.tokens[self.at]
        return text if kind in {"op", "name"} else ""

    def _next(self) -> _Token:
        token = self.tokens[self.at]
        if token[0] != _END:
            self.at += 1
        return token

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._too_big("deep", MAX_DEPTH)

    def _too_big(self, what: str, limit: int) -> NoReturn:
        where = self.where
        raise EXPRESSION_TOO_BIG.at(where.place, rule=where.rule, part=where.part, what=what, limit=limit)

    def _expect(self, text: str) -> None:
        kind, found, column = self._next()
        if kind != "op" or found != text:
            _fault(self.where, column, f"{text!r} expected")

    def finish(self) -> None:
        kind, text, column = self.tokens[self.at]
        if kind != _END:
            _fault(self.where, column, f"unexpected {text!r}")

    def disjunction(self) -> Node:
        self._enter()
        node = self._chain(("||",), lambda: self._chain(("&&",), self._compare))
        self.depth -= 1
        return node

    def _chain(self, operators: tuple[str, ...], operand: _Rule) -> Node:
        node = operand()
        while self._peek() in operators:
            _, op, column = self._next()
            self.operators += 1
            if self.operators > MAX_OPERATORS:
                self._too_big("wide", MAX_OPERATORS)
            node = Binary(op, node, operand(), column)
        return node

    def _compare(self) -> Node:
        left = self._sum()
        if self._peek() in {"==", "!=", "<", "<=", ">", ">=", "in"}:
            _, op, column = self._next()
            return Binary(op, left, self._sum(), column)
        return left

    def _sum(self) -> Node:
        return self._chain(("+", "-"), lambda: self._chain(("*",), self._unary))

    def _unary(self) -> Node:
        if self._peek() == "!":
            self._enter()
            _, _, column = self._next()
            node: Node = Negation(self._unary(), column)
            self.depth -= 1
            return node
        return self._primary()

    def _primary(self) -> Node:
        kind, text, column = self._next()
        if kind == "number":
            if len(text) > _MAX_DIGITS:
                _fault(self.where, column, "number too long")
            return Literal(Decimal(text), column)
        if kind == "text":
            return Literal(text[1:-1], column)
        if kind == "name":
            return self._named(text, column)
        if kind == "op" and text == "(":
            node = self.disjunction()
            self._expect(")")
            return node
        if kind == "op" and text == "[":
            return self._list(column)
        return _fault(self.where, column, "a value is missing")

    def _named(self, text: str, column: int) -> Node:
        if text in {"true", "false"}:
            return Literal(text == "true", column)
        if self._peek() != "(":
            return Name(text, column)
        self._next()
        args: list[Node] = []
        while self._peek() != ")":
            if args:
                self._expect(",")
            args.append(self.disjunction())
        self._next()
        return Call(text, tuple(args), column)

    def _list(self, column: int) -> Node:
        items: list[str] = []
        while self._peek() != "]":
            if items:
                self._expect(",")
            kind, text, at = self._next()
            if kind != "text":
                _fault(self.where, at, "a list holds texts")
            items.append(text[1:-1])
        self._next()
        if not items:
            _fault(self.where, column, "an empty list")
        return ListOf(tuple(items), column)
