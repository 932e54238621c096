"""Tables of facts from product records: what `order_facts` reads for one order, for many, a row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

import polars as pl

from greencard.errors import GreencardError, Place
from greencard.model.claim_words import ClaimLexicon
from greencard.model.product import Product
from greencard.model.verdict import Order
from greencard.rules.columns.layout import DAY, DESTINATION
from greencard.rules.derive import order_facts
from greencard.rules.sheet import AND_MORE, CodeSet, Known, prepare
from greencard.rules.vocabulary import Vocabulary

__all__ = ["facts_table"]

_TYPES: Final = {
    "bool": pl.Boolean(),
    "number": pl.String(),
    "text": pl.String(),
    "enum": pl.String(),
    "date": pl.String(),
    "set": pl.List(pl.String()),
}


def facts_table(
    vocabulary: Vocabulary,
    orders: Iterable[tuple[Product, Order]],
    *,
    key: str = "product",
    lexicon: ClaimLexicon | None = None,
) -> pl.DataFrame:
    """A row per order: the product's id under `key`, and a column per fact that any of them has.

    The facts are those that hold on the day of the order; numbers stay exact, as text. The day is the order's, whatever
    the record states; its destination is no fact of the row, for the table is asked for destinations. Claims in words
    are read with `lexicon`; without one they leave the set open.

    Raises:
        InvalidInput: a fact that cannot be read (GC-RUL-007 to -009), with the row it stands in.
    """
    ids: list[str] = []
    rows: list[dict[str, bool | str | list[str]]] = []
    for n, (product, order) in enumerate(orders):
        try:
            sheet = prepare(vocabulary, order_facts(product, order, lexicon), order.on)
        except GreencardError as problem:
            faults = (replace(fault, place=Place(f"/{n}{fault.place.pointer}")) for fault in problem.faults)
            raise type(problem)(*faults) from problem
        ids.append(product.id)
        known = {name: _cell(value) for name, value in sheet.known.items() if name != DESTINATION}
        rows.append(known | {DAY: order.on.isoformat()})
    names = {name for row in rows for name in row}
    columns = [pl.Series(key, ids, dtype=pl.String)]
    for kind in vocabulary.kinds.values():
        if kind.name in names:
            cells = pl.Series(kind.name, [row.get(kind.name) for row in rows], dtype=_TYPES[kind.type])
            columns.append(cells.str.to_date() if kind.type == "date" else cells)
    return pl.DataFrame(columns)


def _cell(value: Known) -> bool | str | list[str]:
    match value:
        case CodeSet(held, complete):
            return [*sorted(held), *(() if complete else (AND_MORE,))]
        case Decimal():
            return str(value)
        case _:
            return value
