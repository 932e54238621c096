"""How the facts of a catalogue lie in columns: what of each fact the rules of a pack can tell apart, and no more.

| fact | columns | a cell |
|---|---|---|
| truth value | `name` | true, false, empty |
| number | `name` | its place among the limits of the pack: 2n between limits n-1 and n, 2n+1 at limit n |
| two numbers compared | `left ? right` | 0 less, 1 equal, 2 greater |
| text, enumeration | `name` | number of the value among those the rules name, 0 for any other |
| customs code | `hs_code:class` | its class (`Headings`) |
| date | `name` | days since 1970-01-01 |
| set | `name:0`, `name:1`, … | codes held, eight to a column, a bit each |
| | `name:complete` | whether no others are held |
| | `name:size` | how many are held, codes outside the list included |

An unknown number, text, code or date is the greatest value of its column. A set is held and known absent as in `sheet`:
absent is what is not held where the set is complete. A number is exact by construction: limits and numbers are compared
as decimals when the column is made (`limits`), and never again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from greencard.rules import terms as t
from greencard.rules.columns.codes import TOO_MANY
from greencard.rules.columns.headings import Headings
from greencard.rules.pack import CompiledRule
from greencard.rules.vocabulary import Vocabulary

__all__ = ["DAY", "DESTINATION", "LANE", "Difference", "Layout", "Ordered", "Width", "difference_name"]

DAY: Final = "placed_on_market_date"
"""The fact that is the day of the order."""
DESTINATION: Final = "destination"
LANE: Final = 8
"""Codes of a set to a column."""

Width = Literal[8, 16, 32]
Difference: TypeAlias = tuple[t.Number, t.Number]
_NARROW: Final = 2**8 - 1
_WIDE: Final = 2**16 - 1
_UNKNOWN_DAY: Final = 2**31 - 1
_ZH: Final = {"limits": "限值", "values": "取值", "prefixes": "编码前缀"}


@dataclass(frozen=True, slots=True)
class Ordered:
    """A column of whole numbers whose greatest value says unknown."""

    column: str
    width: Width
    """Bits of a cell; days are signed, the others are not."""

    @property
    def unknown(self) -> int:
        """The value of a cell that is not known."""
        return {8: _NARROW, 16: _WIDE, 32: _UNKNOWN_DAY}[self.width]


@dataclass(slots=True)
class _Use:
    """What the expressions of the rules ask of the facts."""

    limits: dict[str, set[Decimal]] = field(default_factory=dict)
    differences: dict[Difference, None] = field(default_factory=dict)
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    sized: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    classed: bool = False

    def read(self, term: t.Term) -> None:  # noqa: C901 - one case per kind of term
        match term:
            case t.Const():
                pass
            case t.Not(inner):
                self.read(inner)
            case t.All(terms) | t.Any(terms):
                for part in terms:
                    self.read(part)
            case t.Flag(name):
                self.flags.add(name)
            case t.Has(name):
                self.sets.add(name)
            case t.SizeIs(name):
                self.sets.add(name)
                self.sized.add(name)
            case t.IsOneOf(name, values):
                self.values.setdefault(name, {}).update(dict.fromkeys(values))
            case t.DateIs(name):
                self.dates.add(name)
            case t.HsIn(prefixes):
                self.classed = True
                self.prefixes.update(prefixes)
            case t.NumberIs(_, left, right):
                self.numbers(left, right)

    def numbers(self, left: t.Number, right: t.Number) -> None:
        match left, right:
            case (t.QuantityOf(name), t.Plain(limit)) | (t.Plain(limit), t.QuantityOf(name)):
                self.limits.setdefault(name, set()).add(limit)
            case _:
                names = (*t.names_in(left), *t.names_in(right))
                if names:
                    self.differences[left, right] = None
                for name in names:
                    self.limits.setdefault(name, set())


def difference_name(left: t.Number, right: t.Number) -> str:
    """Column of two numbers compared."""
    return f"{_written(left)} ? {_written(right)}"


def _written(number: t.Number) -> str:
    match number:
        case t.Plain(value):
            return str(value)
        case t.QuantityOf(name):
            return name
        case t.Arithmetic(op, left, right):
            return f"({_written(left)} {op} {_written(right)})"


class Layout:
    """The columns that some rules need of the facts, each with what its cells mean."""

    __slots__ = (
        "dates",
        "differences",
        "flags",
        "headings",
        "limits",
        "names",
        "sets",
        "sized",
        "values",
        "vocabulary",
    )

    def __init__(self, vocabulary: Vocabulary, rules: Iterable[CompiledRule]) -> None:
        use = _Use()
        for one in rules:
            use.read(one.reach)
            use.read(one.require)
        self.vocabulary: Final = vocabulary
        self.flags: Final = frozenset(use.flags)
        self.limits: Final = {name: tuple(sorted(found)) for name, found in sorted(use.limits.items())}
        """Limits of each number, rising."""
        self.differences: Final = {difference_name(*pair): pair for pair in use.differences}
        self.values: Final = {name: tuple(found) for name, found in sorted(use.values.items())}
        """Values of each text that the rules name; the first has number 1."""
        self.dates: Final = frozenset(use.dates)
        self.sets: Final = frozenset(use.sets)
        self.sized: Final = frozenset(use.sized)
        self.headings: Final = Headings(use.prefixes) if use.classed else None
        """Classes of customs codes; None where no rule looks at them."""
        self.names: Final = frozenset(
            {*self.flags, *self.limits, *self.values, *self.dates, *self.sets, *({t.HS_CODE} if use.classed else ())}
        )
        """Facts that have a column."""

    def number(self, name: str) -> Ordered:
        """Column of a number's places among its limits."""
        return _sized(name, 2 * len(self.limits[name]) + 1, "limits")

    def place(self, name: str, limit: Decimal) -> int:
        """What a cell holds where the number is the limit."""
        return 2 * bisect_left(self.limits[name], limit) + 1

    def difference(self, left: t.Number, right: t.Number) -> Ordered:
        """Column of two numbers compared."""
        return Ordered(difference_name(left, right), 8)

    def text(self, name: str) -> Ordered:
        """Column of a text's number among the values the rules name."""
        return _sized(name, len(self.values[name]) + 1, "values")

    def code(self) -> Ordered:
        """Column of the classes of customs codes."""
        return _sized(f"{t.HS_CODE}:class", 0 if self.headings is None else max(len(self.headings), 256), "prefixes")

    def date(self, name: str) -> Ordered:
        """Column of days since 1970-01-01."""
        return Ordered(name, 32)

    def lanes(self, name: str) -> tuple[str, ...]:
        """Columns of the codes a set holds, eight codes to each."""
        return tuple(f"{name}:{n}" for n in range(-(-len(self.vocabulary.bits(name)) // LANE)))

    def size(self, name: str) -> str:
        """Column of how many codes a set holds."""
        return f"{name}:size"

    def complete(self, name: str) -> str:
        """Column that says whether a set holds no other codes."""
        return f"{name}:complete"


def _sized(column: str, values: int, what: str) -> Ordered:
    if values > _WIDE:
        raise TOO_MANY.at(what=what, what_zh=_ZH[what], name=column, limit=_WIDE)
    return Ordered(column, 8 if values <= _NARROW else 16)
