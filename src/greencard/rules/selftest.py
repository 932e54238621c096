"""The tests that stand with the rules: each case through the generated code and through the interpreter.

A case says what the law answers for facts on a day. Both back ends must answer it, on the version of the rule that an
order of that day sees; a charge is compared to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from greencard.model.fact import Fact
from greencard.model.verdict import RuleStatus
from greencard.rules import terms as t
from greencard.rules.acts import Acts
from greencard.rules.entry import Case, RuleEntry, RuleFile, Stated
from greencard.rules.generate import RuleTerms, generate
from greencard.rules.interpret import EXACT, number, truth
from greencard.rules.pack import CompiledRule, compiled_group
from greencard.rules.sheet import FactSheet, prepare
from greencard.rules.vocabulary import Vocabulary

__all__ = ["Played", "played", "stated_facts"]

_STATUS: Final[tuple[RuleStatus, ...]] = ("not_applicable", "pass", "fail", "unknown")
_NOTHING: Final[tuple[RuleStatus, RuleStatus, Decimal | None]] = ("not_applicable", "not_applicable", None)
"""What a rule says on a day on which it does not bind."""


@dataclass(frozen=True, slots=True)
class Played:
    """One case as it was played."""

    entry: RuleEntry
    number: int
    """Place of the case in the rule, from 1."""
    case: Case
    on: date
    one: CompiledRule
    """Version of the rule on that day."""
    sheet: FactSheet
    generated: RuleStatus
    interpreted: RuleStatus
    due: Decimal | None

    @property
    def holds(self) -> bool:
        """Whether both back ends, and the charge where the case names one, are what the case says."""
        due = self.case.due
        return self.generated == self.interpreted == self.case.expect and (due is None or due == self.due)


def played(file: RuleFile, vocabulary: Vocabulary, acts: Acts) -> Iterator[Played]:
    """Every case of every rule of a file, in order.

    Raises:
        InvalidInput: a rule or a case that cannot be read (GC-RUL-001 to -009, -020 to -022).
    """
    usual = _by_rule(file, vocabulary, acts)
    for entry in file.rules:
        if entry.tests is None:
            continue
        versions = usual.get(entry.id)
        if versions is None:
            continue  # by this register it ends before it starts: it binds on no day
        for n, case in enumerate(entry.tests.cases, 1):
            held = versions
            if case.acts:
                alone = msgspec.structs.replace(file, rules=(entry,))
                held = _by_rule(alone, vocabulary, acts.with_days(case.acts)).get(entry.id, ())
            on = case.day or entry.tests.day
            ready = _version(held or versions, on)
            common = entry.tests.facts if case.facts is None else case.facts
            facts = {name: value for name, value in common.items() if name not in case.drop} | case.set
            sheet = prepare(vocabulary, stated_facts(facts), on)
            binds = bool(held) and ready.one.in_time(on)
            yield Played(entry, n, case, on, ready.one, sheet, *(ready.answers(sheet) if binds else _NOTHING))


def _by_rule(file: RuleFile, vocabulary: Vocabulary, acts: Acts) -> dict[str, tuple[_Ready, ...]]:
    found: dict[str, tuple[_Ready, ...]] = {}
    for one in compiled_group(file, vocabulary, acts=acts).rules:
        terms = RuleTerms(one.rule.hs, one.scope, one.require, one.rule.consequence == "levy")
        found[one.rule.id] = (*found.get(one.rule.id, ()), _Ready(one, vocabulary, terms))
    return found


class _Ready:
    """A version with its own generated function."""

    __slots__ = ("_decide", "one")

    def __init__(self, one: CompiledRule, vocabulary: Vocabulary, terms: RuleTerms) -> None:
        self.one: Final = one
        self._decide: Final = generate(vocabulary, [terms])

    def answers(self, sheet: FactSheet) -> tuple[RuleStatus, RuleStatus, Decimal | None]:
        """Status by generated code, status by walking the terms, and the charge."""
        return _STATUS[self._decide(sheet.row)[0]], _walked(self.one, sheet), _due(self.one, sheet)


def _version(versions: tuple[_Ready, ...], on: date) -> _Ready:
    """The version of that day; before the first, the first; after the last, the last."""
    begun = [ready for ready in versions if (day := ready.one.rule.applies_from) is not None and day <= on]
    return begun[-1] if begun else versions[0]


def stated_facts(values: Mapping[str, Stated]) -> tuple[Fact, ...]:
    """Facts as a test writes them: numbers as numbers, sets as lists."""
    return tuple(Fact(name=name, value=_value(value)) for name, value in values.items())


def _value(value: Stated) -> bool | str | tuple[str, ...]:
    match value:
        case bool() | str():
            return value
        case list():
            return tuple(value)
        case _:
            return format(Decimal(str(value)), "f")


def _walked(one: CompiledRule, sheet: FactSheet) -> RuleStatus:
    """The status by walking the terms."""
    reach, require = truth(one.reach, sheet.known), truth(one.require, sheet.known)
    if reach is False:
        return "not_applicable"
    if one.rule.consequence == "levy" and reach is None:
        return "unknown"
    if require is True:
        return "pass"
    return "fail" if reach is True and require is False else "unknown"


def _due(one: CompiledRule, sheet: FactSheet) -> Decimal | None:
    """The charge, exact, where the version reaches the goods and every fact of the base is known."""
    levy = one.rule.levy
    if levy is None or levy.rate is None or one.base is None or truth(one.reach, sheet.known) is not True:
        return None
    base = number(one.base, sheet.known)
    if base is None:
        return None
    due = EXACT.multiply(levy.rate, base)
    pieces = number(t.QuantityOf("order_quantity"), sheet.known)
    if levy.cap_per_unit is not None and pieces is not None:
        due = min(due, EXACT.multiply(levy.cap_per_unit, pieces))
    return due
