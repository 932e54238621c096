"""Default values of embedded emissions (Implementing Regulation (EU) 2025/2621), and their fallback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from greencard.border.commodity import CN_DIGITS
from greencard.border.pack import OTHER, BorderPack
from greencard.border.records import Category, DefaultRow, DefaultTable

__all__ = ["DefaultAnswer", "Fallback", "default_value", "highest_value", "markup_for", "printed_apart"]

Fallback = Literal["", "no_table", "no_row", "no_value"]
"""Why the table of the other countries was read: the origin has none, prints no row for the good, or no value in it."""


@dataclass(frozen=True, slots=True)
class DefaultAnswer:
    """The printed row that counts, t CO2e per functional unit before mark-up, and the table it stands in."""

    table: str
    row: DefaultRow
    value: Decimal
    path: str
    """The file of that table in the pack."""
    fallback: Fallback = ""


def printed_apart(pack: BorderPack, cn: str) -> tuple[str, ...]:
    """The longer codes under which default values for `cn` are printed; empty where `cn` itself is enough."""
    if len(cn) != CN_DIGITS or cn not in pack.told_apart:
        return ()
    return tuple(good for good in pack.taric if good.startswith(cn))


def default_value(pack: BorderPack, cn: str, origin: str) -> DefaultAnswer | None:
    """The default value of a code (8 or 10 digits) and a third country; None where none is printed.

    Annex I of Implementing Regulation (EU) 2025/2621: the most specific row of the origin's table; if the origin has
    no table, no row or no value there, the whole row of "Other countries and territories". Cells are never mixed.
    """
    if printed_apart(pack, cn):
        return None
    own = pack.default_table(origin)
    row = _most_specific(own.rows, cn) if own else None
    if own and row and row.value is not None:
        return DefaultAnswer(own.name, row, row.value, own.path)
    why: Fallback = "no_value" if row else "no_row" if own else "no_table"
    other = pack.default_table(OTHER)
    return _answer(other, cn, why) if other else None


def highest_value(pack: BorderPack, cn: str) -> DefaultAnswer | None:
    """The Annex IV value of a precursor whose country of production is unknown; None where none is printed."""
    return None if printed_apart(pack, cn) else _answer(pack.annex_iv, cn, "")


def _answer(table: DefaultTable, cn: str, why: Fallback) -> DefaultAnswer | None:
    row = _most_specific(table.rows, cn)
    return DefaultAnswer(table.name, row, row.value, table.path, why) if row and row.value is not None else None


def _most_specific(rows: Mapping[str, DefaultRow], cn: str) -> DefaultRow | None:
    for length in (10, 8, 6, 4):
        row = rows.get(cn[:length]) if length <= len(cn) else None
        if row is not None:
            return row
    return None


def markup_for(pack: BorderPack, category: Category, year: int) -> Decimal | None:
    """The mark-up on a total default value of a category in a year, as a share; None where none is printed."""
    for markup in pack.markups:
        if markup.category == category and markup.first_year <= year <= (markup.last_year or year):
            return markup.value
    return None
