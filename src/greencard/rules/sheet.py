"""Facts made ready for rules: checked against the vocabulary, expired ones dropped, laid out in one row.

A set is known code by code: `held` are codes known to be there, and codes are known to be absent only where the set was
given as complete. The element `?` in a set says "and perhaps more", so that an unrecognised material never reads as
"no plastic".
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from greencard.errors import InvalidInput, Place
from greencard.model.fact import Fact, Grade
from greencard.quantity import parse_decimal
from greencard.rules.codes import BAD_CODE, BAD_FACT_VALUE, UNKNOWN_FACT
from greencard.rules.vocabulary import FactKind, Vocabulary

__all__ = ["AND_MORE", "CodeSet", "FactSheet", "Known", "prepare"]

AND_MORE: Final = "?"
_MAX_CODES: Final = 500
_MAX_TEXT: Final = 64


class CodeSet(NamedTuple):
    """Codes known to be held; `complete` says that no others are."""

    held: frozenset[str]
    complete: bool


Known: TypeAlias = bool | Decimal | str | CodeSet


class FactSheet:
    """What is known of one order on one day."""

    __slots__ = ("_grades", "_vocabulary", "known", "stamps")

    def __init__(self, vocabulary: Vocabulary, known: Mapping[str, Known], grades: Mapping[str, Grade]) -> None:
        self.known: Final = dict(known)
        self._vocabulary: Final = vocabulary
        self._grades: Final = dict(grades)
        self.stamps: Final = {name: (value, grades.get(name)) for name, value in known.items()}
        """Value and grade of each fact: what an outcome depends on."""

    @property
    def row(self) -> tuple[object, ...]:
        """Values in the vocabulary's layout, for generated code."""
        return _row(self._vocabulary, self.known)

    def changed(self, changes: Mapping[str, Known | None]) -> FactSheet:
        """The sheet with other values for some facts; None takes a fact away. A changed fact is merely stated (E0)."""
        known = {name: value for name, value in self.known.items() if name not in changes}
        grades: dict[str, Grade] = {name: grade for name, grade in self._grades.items() if name not in changes}
        for name, value in changes.items():
            if value is not None:
                known[name] = value
                grades[name] = "E0"
        return FactSheet(self._vocabulary, known, grades)

    def weakest(self, names: Iterable[str]) -> Grade | None:
        """Weakest grade of the named facts that are known; None when none of them is."""
        return min((self._grades[name] for name in names if name in self._grades), default=None)


def prepare(vocabulary: Vocabulary, facts: Iterable[Fact], on: date) -> FactSheet:
    """The facts that hold on `on`; of two facts of one name the later one counts.

    A fact whose validity ended before `on` or begins after it is unknown, as if nobody had given it.

    Raises:
        InvalidInput: a name outside the vocabulary (GC-RUL-007), a value of the wrong type (GC-RUL-008) or a code that
            a closed set does not have (GC-RUL-009).
    """
    known: dict[str, Known] = {}
    grades: dict[str, Grade] = {}
    for n, fact in enumerate(facts):
        place = Place(f"/facts/{n}")
        kind = vocabulary.kinds.get(fact.name)
        if kind is None:
            raise UNKNOWN_FACT.at(place, name=repr(fact.name[:_MAX_TEXT]), near=_near(fact.name, vocabulary.kinds))
        value = _value(kind, fact, place)
        known.pop(fact.name, None)
        grades.pop(fact.name, None)
        expired = fact.valid_until is not None and fact.valid_until < on
        early = fact.valid_from is not None and fact.valid_from > on
        if not expired and not early:
            known[fact.name] = value
            grades[fact.name] = fact.grade
    return FactSheet(vocabulary, known, grades)


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name[:_MAX_TEXT], list(known), 1)
    return f" ({close[0]}?)" if close else ""


def _value(kind: FactKind, fact: Fact, place: Place) -> Known:  # noqa: C901 - one case per type
    value = fact.value
    match kind.type:
        case "bool":
            if isinstance(value, bool):
                return value
            wanted, wanted_zh = "true or false", " true（是）或 false（否）"
        case "number":
            if isinstance(value, str) and fact.unit in {"", kind.unit}:
                try:
                    return parse_decimal(value)
                except InvalidInput:
                    pass
            of, of_zh = (f" in {kind.unit}", f"以 {kind.unit} 为单位的") if kind.unit else ("", "")
            wanted, wanted_zh = f"a number{of}", f"{of_zh}数字"
        case "set":
            if isinstance(value, tuple) and len(value) <= _MAX_CODES:
                return _code_set(kind, value, place)
            wanted, wanted_zh = "a set of codes", "一组代码"
        case "date":
            if isinstance(value, str) and _is_day(value):
                return value
            wanted, wanted_zh = "a date such as 2027-02-10", "日期，如 2027-02-10"
        case _:
            if isinstance(value, str) and 0 < len(value) <= _MAX_TEXT:
                if kind.type == "enum":
                    _check_code(kind, value, place)
                return value
            wanted, wanted_zh = "a short text", "简短文字"
    raise BAD_FACT_VALUE.at(place, name=fact.name, value=repr(value)[:_MAX_TEXT], wanted=wanted, wanted_zh=wanted_zh)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_code(kind: FactKind, code: str, place: Place) -> None:
    if code not in kind.codes:
        near = _near(code, kind.codes)
        raise BAD_CODE.at(place, code=repr(code[:_MAX_TEXT]), name=kind.name, near=near, known=", ".join(kind.codes))


def _code_set(kind: FactKind, codes: tuple[str, ...], place: Place) -> CodeSet:
    held = set(codes) - {AND_MORE}
    for code in sorted(held):
        if kind.closed:
            _check_code(kind, code, place)
        held.update(kind.implies.get(code, ()))
    return CodeSet(frozenset(held), AND_MORE not in codes)


def _row(vocabulary: Vocabulary, known: Mapping[str, Known]) -> tuple[object, ...]:
    """Values by slot; of a set the codes held, then those that may be held, each a bit.

    Codes held that the vocabulary does not list take bits above that of `Vocabulary.more`, in the first place only.
    """
    row = list(vocabulary.blank)
    for name, value in known.items():
        at = vocabulary.slots[name]
        if isinstance(value, CodeSet):
            bits = vocabulary.bits(name)
            more = vocabulary.more(name)
            spare, mask = more << 1, 0
            for code in value.held:
                bit = bits.get(code)
                if bit is None:
                    bit, spare = spare, spare << 1
                mask |= bit
            row[at] = mask
            if value.complete:
                row[at + 1] = mask & more - 1
        else:
            row[at] = value
    return tuple(row)
