"""What is due under the rules that charge, exactly: rate times base for every row a rule reaches (`evaluate._levy`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from greencard.quantity import decimal_text
from greencard.rules import terms as t
from greencard.rules.columns.limits import Numbers, exact
from greencard.rules.interpret import EXACT, number
from greencard.rules.pack import CompiledRule

__all__ = ["SCHEMA", "Charge", "charges", "totals"]

SCHEMA: Final = {
    "row": pl.UInt32(),
    "destination": pl.String(),
    "rule": pl.String(),
    "currency": pl.String(),
    "amount": pl.String(),
}
"""One line per charge that is due: the row of the table, and the amount as exact decimal text, null while its base is
not known."""
_QUANTITY: Final = "order_quantity"


class Charge(NamedTuple):
    """A rule that charges at a destination, and the gate of the rows it charges."""

    destination: str
    rule: CompiledRule
    gate: int


def charges(
    asked: Iterable[Charge], where: Mapping[int, pl.Series], numbers: Mapping[str, Numbers], first_row: int
) -> pl.DataFrame:
    """The charges due, by destination and rule, rows counted from `first_row`; a rule's amounts are worked out once."""
    known: dict[tuple[str, int], tuple[pl.Series, list[str | None]]] = {}
    parts = []
    for one in asked:
        key = (one.rule.rule.id, one.gate)
        if key not in known:
            rows = where[one.gate].arg_true()
            known[key] = rows, _amounts(one.rule, rows, numbers)
        rows, amounts = known[key]
        levy = one.rule.rule.levy
        lines = {
            "row": rows.cast(pl.UInt32) + first_row,
            "destination": one.destination,
            "rule": one.rule.rule.id,
            "currency": "" if levy is None else levy.currency,
            "amount": pl.Series(amounts, dtype=pl.String),
        }
        parts.append(pl.DataFrame(lines, schema=SCHEMA) if len(rows) else pl.DataFrame(schema=SCHEMA))
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def _amounts(one: CompiledRule, rows: pl.Series, numbers: Mapping[str, Numbers]) -> list[str | None]:
    levy, base = one.rule.levy, one.base
    if levy is None or levy.rate is None or base is None:
        return [None] * len(rows)
    names = tuple(dict.fromkeys((*t.names_in(base), *((_QUANTITY,) if levy.cap_per_unit is not None else ()))))
    at = rows.to_numpy().astype(np.int64)
    cells: list[list[Any]] = [numbers[n].at(at) if n in numbers else [None] * len(at) for n in names]
    told: dict[tuple[Any, ...], str | None] = {}
    amounts = []
    for key in zip(*cells, strict=True) if names else ((),) * len(at):
        if key not in told:
            facts = {name: exact(cell) for name, cell in zip(names, key, strict=True) if cell is not None}
            told[key] = _amount(levy.rate, base, levy.cap_per_unit, facts)
        amounts.append(told[key])
    return amounts


def _amount(rate: Decimal, base: t.Number, cap_per_unit: Decimal | None, facts: Mapping[str, Decimal]) -> str | None:
    units = number(base, facts)
    if units is None:
        return None
    due = EXACT.multiply(rate, units)
    if cap_per_unit is not None and _QUANTITY in facts:
        due = min(due, EXACT.multiply(cap_per_unit, facts[_QUANTITY]))
    return decimal_text(due)


def totals(due: pl.DataFrame) -> pl.DataFrame:
    """Sum of the known amounts of each row, destination and currency, and how many charges beside it have none yet."""
    sums: dict[tuple[int, str, str], Decimal] = {}
    waiting: dict[tuple[int, str, str], int] = {}
    for row, destination, _, currency, amount in due.iter_rows():
        key = (row, destination, currency)
        sums[key] = EXACT.add(sums.get(key, Decimal(0)), Decimal(amount or 0))
        waiting[key] = waiting.get(key, 0) + (amount is None)
    return pl.DataFrame(
        [(*key, decimal_text(total), waiting[key]) for key, total in sums.items()],
        schema={
            "row": pl.UInt32(),
            "destination": pl.String(),
            "currency": pl.String(),
            "amount": pl.String(),
            "without_amount": pl.UInt32(),
        },
        orient="row",
    )
