"""Typed terms: what an expression means once every name, type and code in it is known to be right.

Both back ends (`interpret`, `generate`) work on these; a term cannot hold a fact of the wrong type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

__all__ = [
    "HS_CODE",
    "All",
    "Any",
    "Arithmetic",
    "Comparison",
    "Const",
    "DateIs",
    "Flag",
    "Has",
    "HsIn",
    "IsOneOf",
    "Not",
    "Number",
    "NumberIs",
    "Operator",
    "Plain",
    "QuantityOf",
    "SizeIs",
    "Term",
    "limits_in",
    "names_in",
]

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Operator = Literal["*", "+", "-"]
HS_CODE = "hs_code"
"""The fact that `hs_in` and the prefixes of a rule look at."""


@dataclass(frozen=True, slots=True)
class Const:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth-valued fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """Negation; unknown stays unknown."""

    term: Term


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction: false if one is false, true if all are true, unknown otherwise."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Disjunction: true if one is true, false if all are false, unknown otherwise."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """The set fact holds at least one of the codes."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SizeIs:
    """The number of codes in the set fact, compared with a number."""

    name: str
    op: Comparison
    count: int


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The text or enumerated fact is one of the values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateIs:
    """The date fact compared with an ISO date."""

    name: str
    op: Comparison
    day: str


@dataclass(frozen=True, slots=True)
class HsIn:
    """The customs code starts with one of the prefixes; a code too short to say is unknown."""

    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A number written in the rule."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class QuantityOf:
    """A numeric fact, in its unit of the vocabulary."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers joined by an operator; unknown if either is."""

    op: Operator
    left: Number
    right: Number


@dataclass(frozen=True, slots=True)
class NumberIs:
    """Two numbers compared."""

    op: Comparison
    left: Number
    right: Number


Number: TypeAlias = Plain | QuantityOf | Arithmetic
Term: TypeAlias = Const | Flag | Not | All | Any | Has | SizeIs | IsOneOf | DateIs | HsIn | NumberIs


def names_in(term: Term | Number) -> Iterator[str]:
    """Names of the facts a term looks at, in reading order, repeats included."""
    match term:
        case Const() | Plain():
            return
        case Not(inner):
            yield from names_in(inner)
        case All(terms) | Any(terms):
            for part in terms:
                yield from names_in(part)
        case NumberIs(_, left, right) | Arithmetic(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case HsIn():
            yield HS_CODE
        case _:
            yield term.name


def limits_in(term: Term) -> Iterator[NumberIs]:
    """The comparisons of numbers in a term, in reading order."""
    match term:
        case Not(inner):
            yield from limits_in(inner)
        case All(terms) | Any(terms):
            for part in terms:
                yield from limits_in(part)
        case NumberIs():
            yield term
        case _:
            return
