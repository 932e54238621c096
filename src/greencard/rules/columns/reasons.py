"""The rules behind the words of many goods at many destinations, as `one_word` names them for one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import polars as pl

from greencard.model.verdict import Overall
from greencard.rules.columns.answers import Asked
from greencard.rules.columns.layout import DAY
from greencard.rules.columns.question import RuleGates
from greencard.rules.pack import RulePack

__all__ = ["Behind", "words_with_rules"]

_Ids: TypeAlias = list[tuple[str, ...]]
"""Ids of rules for each row."""


class Behind(NamedTuple):
    """For each row of a table: the word at one destination and the rules behind it, in the order of its view."""

    overall: Sequence[Overall]
    barring: _Ids
    undecided: _Ids
    conditions: _Ids


def words_with_rules(
    pack: RulePack, table: pl.DataFrame, destinations: Sequence[str], *, on: date, as_of: date, key: str
) -> dict[str, Behind]:
    """The words for the rows of a table of facts on one day, and the rules that bar, stay open or make conditions.

    Raises:
        InvalidInput: as `Asked`.
    """
    table = table.drop(DAY, strict=False)
    asked = Asked(pack, destinations, table.schema, as_of=as_of, on=on, keys=(key,), reasons=True)
    answers = asked.answer(table)
    where = answers.gates or {}
    rows = len(table)
    kept: dict[tuple[object, ...], tuple[_Ids, _Ids, _Ids]] = {}
    found = {}
    for place in destinations:
        layers = []
        for alike, rules in asked.question.behind(place):
            if alike not in kept:
                kept[alike] = _ids(rules, where, rows)
            layers.append(kept[alike])
        lists = [_one_after_another([layer[n] for layer in layers], rows) for n in range(3)]
        found[place] = Behind(answers.words.get_column(place).to_list(), *lists)
    return found


_NONE: Final[tuple[str, ...]] = ()


def _ids(rules: Iterable[RuleGates], where: dict[int, pl.Series], rows: int) -> tuple[_Ids, _Ids, _Ids]:
    found: tuple[_Ids, _Ids, _Ids] = [_NONE] * rows, [_NONE] * rows, [_NONE] * rows
    for one in rules:
        for ids, gate in zip(found, (one.barring, one.undecided, one.condition), strict=True):
            for row in where[gate].arg_true():
                ids[row] = (*ids[row], one.rule_id)
    return found


def _one_after_another(layers: Sequence[_Ids], rows: int) -> _Ids:
    """The ids of several jurisdictions, row by row."""
    if not layers:
        return [_NONE] * rows
    first, *rest = layers
    for more in rest:
        first = [one + other for one, other in zip(first, more, strict=True)]
    return first
