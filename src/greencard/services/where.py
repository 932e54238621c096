"""Where the answer to an open question is written: the line of the product file, its kind of value, the codes asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from greencard.model import Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from greencard.model import Verdict
    from greencard.services.packs import Packs

__all__ = ["FactLine", "lines_to_write"]

_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_OPTIONS: Final = {
    "documents": "--document",
    "registrations": "--registration",
    "marks": "--mark",
    "importer_size": "--importer-size",
}


class FactLine(Value, frozen=True, kw_only=True):
    """One fact as it stands under `facts` of a product file."""

    name: str
    label: Text
    type: Literal["bool", "number", "text", "set", "date", "enum"]
    unit: str = ""
    codes: tuple[tuple[str, Text], ...] = ()
    """Of a set, the codes that the rules which wait for it look for; of a choice, all of them; each with its words."""
    option: str = ""
    """Option of `greencard check` that gives it for one order alone."""


def lines_to_write(packs: Packs, verdict: Verdict) -> tuple[FactLine, ...]:
    """The facts a verdict waits for, in its order of questions; of an order not allowed, those its least change turns.

    A change of day or destination turns no fact, so nothing is to be written for it.
    """
    destination = verdict.order.destination
    held = packs.rules(destination)
    if verdict.overall == "not_allowed":
        first = next((change.facts for change in verdict.changes if change.facts), ())
        names = {name: tuple(one.rule_id for one in verdict.outcomes if one.status == "fail") for name in first}
    else:
        names = {one.name: one.rules for one in verdict.missing}
    rules = {one.rule.id: one.rule for one in held.view(destination).rules} if names else {}
    found = []
    for name, waiting in names.items():
        kind = held.vocabulary.kinds.get(name)
        if kind is None:
            continue
        asked = set(_codes(f"{rules[rule].scope} {rules[rule].require}" for rule in waiting if rule in rules))
        choice = kind.type == "enum"  # all of a choice: the code that a rule looks for is not the answer
        codes = tuple((code, words) for code, words in kind.codes.items() if choice or code in asked)
        found.append(
            FactLine(
                name=name,
                label=kind.label,
                type=kind.type,
                unit=kind.unit,
                codes=codes,
                option=_OPTIONS.get(name, ""),
            )
        )
    return tuple(found)


def _codes(expressions: Iterable[str]) -> Iterator[str]:
    for expression in expressions:
        for single, double in _QUOTED.findall(expression):
            yield single or double
