"""The answers a fact can have, as far as a rule can tell them apart: one representative for each.

A rule sees a number only through the limits it is compared with, a set only through the codes it looks for, a customs
code only through prefixes. So a handful of values stands for all of them, and every question about all answers to a
missing fact can be put to the handful.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations
from typing import Final

from greencard.rules import terms as t
from greencard.rules.interpret import truth
from greencard.rules.sheet import CodeSet, Known
from greencard.rules.vocabulary import FactKind, Vocabulary

__all__ = ["answers", "is_complete"]

_MOST_GROUPS: Final = 5
"""Groups of codes a rule tells apart, of which every subset is tried."""
_SHARES: Final = frozenset({"kg/kg", "m³/m³", "share", "share of revenue"})
"""Units of numbers that are never above one."""
_FAR: Final = Decimal(10) ** 9
_CODE_LENGTH: Final = 10
_OTHER_TEXT: Final = "~"
"""A text that is none of those a rule names."""
_ONE_DAY: Final = timedelta(days=1)


def answers(
    names: Iterable[str], atoms: Sequence[t.Term], known: Mapping[str, Known], vocabulary: Vocabulary
) -> tuple[dict[str, tuple[Known, ...]], bool]:
    """For each fact, values that stand for every answer; and whether they stand for all that can matter.

    What is known of a set or a customs code already stays: answers only add to it. The second value is False where a
    set has too many groups of codes for all its subsets, or a number is compared with another fact.
    """
    found: dict[str, tuple[Known, ...]] = {}
    exact = True
    for name in names:
        own = [atom for atom in atoms if name in set(t.names_in(atom))]
        alone = [atom for atom in own if set(t.names_in(atom)) == {name}]
        values, whole = _values(vocabulary.kinds[name], alone, known.get(name), mixed=len(alone) < len(own))
        exact = exact and whole and len(alone) == len(own)
        found[name] = _apart(name, values, alone) if len(alone) == len(own) else tuple(values)
    return found, exact


def is_complete(name: str, value: Known | None) -> bool:
    """Whether nothing more can be learnt of a fact; a customs code can always be longer."""
    return value is not None and name != t.HS_CODE and not (isinstance(value, CodeSet) and not value.complete)


def _apart(name: str, values: Iterable[Known], atoms: Sequence[t.Term]) -> tuple[Known, ...]:
    """One value for each way the atoms can come out."""
    seen: dict[tuple[bool | None, ...], Known] = {}
    for value in values:
        seen.setdefault(tuple(truth(atom, {name: value}) for atom in atoms), value)
    return tuple(seen.values())


def _values(
    kind: FactKind, atoms: Sequence[t.Term], found: Known | None, *, mixed: bool
) -> tuple[Sequence[Known], bool]:
    match kind.type:
        case "bool":
            return (True, False), True
        case "number":
            return _numbers(kind, atoms, mixed=mixed), True
        case "set":
            held = found.held if isinstance(found, CodeSet) else frozenset()
            return _sets(kind, atoms, held)
        case "date":
            return _days(atoms), True
        case _ if kind.name == t.HS_CODE:
            return _customs(atoms, found if isinstance(found, str) else ""), True
        case _:
            named = [value for atom in atoms if isinstance(atom, t.IsOneOf) for value in atom.values]
            other = next((code for code in kind.codes if code not in named), None)
            if kind.type == "text":
                other = _OTHER_TEXT
            return ([*named] if other is None else [*named, other]), True


def _numbers(kind: FactKind, atoms: Sequence[t.Term], *, mixed: bool) -> list[Known]:
    """The limits themselves and a value between each two; none below zero, since no fact of the vocabulary is."""
    limits = sorted(
        {
            side.value
            for atom in atoms
            if isinstance(atom, t.NumberIs)
            for side in (atom.left, atom.right)
            if isinstance(side, t.Plain)
        }
    )
    values: list[Known] = []
    before = Decimal(0)
    for limit in limits:
        if limit > before:
            values.append((before + limit) / 2)
        values.append(limit)
        before = limit
    if kind.unit not in _SHARES:
        values.append(before + 1)
    elif before < 1:
        values.append((before + 1) / 2)
    return [*values, Decimal(0), _FAR] if mixed else values


def _days(atoms: Sequence[t.Term]) -> list[Known]:
    values: list[Known] = []
    for atom in atoms:
        if isinstance(atom, t.DateIs):
            day = date.fromisoformat(atom.day)
            before = day - _ONE_DAY if day > date.min else day
            after = day + _ONE_DAY if day < date.max else day
            values.extend(one.isoformat() for one in (before, day, after))
    return values or [date.min.isoformat()]


def _closure(kind: FactKind, code: str) -> frozenset[str]:
    return frozenset((code, *kind.implies.get(code, ())))


def _sets(kind: FactKind, atoms: Sequence[t.Term], held: frozenset[str]) -> tuple[list[Known], bool]:
    """Every choice of groups of codes that the atoms tell apart, on top of what is held, complete from then on."""
    wanted = [set(atom.codes) for atom in atoms if isinstance(atom, t.Has)]
    groups: dict[tuple[bool, ...], str] = {}
    for code in dict.fromkeys(chain.from_iterable(atom.codes for atom in atoms if isinstance(atom, t.Has))):
        mark = tuple(bool(codes & _closure(kind, code)) for codes in wanted)
        groups.setdefault(mark, code)
    codes = list(groups.values())
    exact = len(codes) <= _MOST_GROUPS
    sizes = range(len(codes) + 1) if exact else (0, 1, len(codes))
    most = max((atom.count for atom in atoms if isinstance(atom, t.SizeIs)), default=-1)
    neutral = _neutral(kind, wanted, most + 1)
    values: list[Known] = []
    for size in sizes:
        for chosen in combinations(codes, size):
            base = held.union(*(_closure(kind, code) for code in chosen))
            values.extend(CodeSet(base | set(neutral[:more]), complete=True) for more in range(len(neutral) + 1))
    return values, exact


def _neutral(kind: FactKind, wanted: Sequence[set[str]], count: int) -> list[str]:
    """Codes that no `Has` of the rule looks for, to count with."""
    if count <= 0:
        return []
    looked_for = set().union(*wanted)
    listed = [code for code in kind.codes if not _closure(kind, code) & looked_for and not kind.implies.get(code)]
    return listed[:count] if kind.closed else [*listed, *(f"~{n}" for n in range(count))][:count]


def _customs(atoms: Sequence[t.Term], found: str) -> list[Known]:
    """Codes under and outside the prefixes, each longer than what is known."""
    prefixes = [prefix for atom in atoms if isinstance(atom, t.HsIn) for prefix in atom.prefixes]
    stems: Iterator[str] = (prefix for prefix in prefixes if prefix.startswith(found) or found.startswith(prefix))
    longest = dict.fromkeys(stem if len(stem) >= len(found) else found for stem in (*stems, found))
    return [
        f"{stem}{digit * _CODE_LENGTH}"[: max(_CODE_LENGTH, len(stem))] for stem in longest for digit in "0123456789"
    ]
