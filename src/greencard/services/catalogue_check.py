"""A catalogue of goods against the law of many destinations at once: one word per good and destination.

A table goes through in slices, on as many threads as are given, so that a table of any length takes the memory of a few
slices besides its answers. What a cell means, with articles, reasons and questions, is what `check_product_order` says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from greencard.errors import InvalidInput, declare
from greencard.rules import ENGINE, columns

if TYPE_CHECKING:
    from greencard.model import Order, Product
    from greencard.rules import RulePack
    from greencard.rules.columns import Answers, Asked, Tables

__all__ = ["CatalogueAnswer", "catalogue_answers", "check_catalogue", "check_orders"]

ROWS_AT_ONCE: Final = 131_072
"""Rows of a slice: 100 to 200 MB while it is worked on, for a table of a hundred facts."""
_MOST_ROWS: Final = 2**31
_MOST_THREADS: Final = 64

NO_DESTINATIONS = declare(
    "GC-SVC-060",
    InvalidInput,
    en="No destination is asked for.",
    zh="未指定任何目的地。",
    remedy_en="Name at least one country or subdivision, such as DE or US-CA.",
    remedy_zh="请至少指定一个国家或地区，例如 DE 或 US-CA。",
)
BAD_SLICE = declare(
    "GC-SVC-061",
    InvalidInput,
    en="A catalogue cannot be checked in slices of {rows} rows on {threads} threads.",
    zh="无法以每批 {rows} 行、{threads} 个线程查验商品目录。",
    remedy_en="Give at least one row and one thread, and at most 64 threads.",
    remedy_zh="每批至少 1 行，线程数为 1 至 64。",
)


class CatalogueAnswer(NamedTuple):
    """The answers for a whole catalogue, and what they rest on."""

    answers: Answers
    rows: int
    pack: str
    """Digest of the rules."""
    engine: str
    on: date | None
    """The day of placing on the market; None where each row has its own."""
    as_of: date


def check_catalogue(
    tables: Tables,
    destinations: Sequence[str],
    *,
    rules: RulePack,
    as_of: date,
    on: date | None = None,
    keys: Sequence[str] = (),
    statuses: bool = False,
    amounts: bool = False,
    rows_at_once: int = ROWS_AT_ONCE,
    threads: int = 2,
) -> CatalogueAnswer:
    """The word for every row of the tables and every destination, with counts; statuses and charges where asked for.

    As `catalogue_answers`, joined.

    Raises:
        InvalidInput: as `catalogue_answers`.
        Unavailable: polars is not installed (GC-RUL-040).
    """
    parts = list(
        catalogue_answers(
            tables,
            destinations,
            rules=rules,
            as_of=as_of,
            on=on,
            keys=keys,
            statuses=statuses,
            amounts=amounts,
            rows_at_once=rows_at_once,
            threads=threads,
        )
    )
    answers = columns.joined(parts)
    return CatalogueAnswer(answers, len(answers.words), rules.digest, ENGINE, on, as_of)


def check_orders(
    orders: Iterable[tuple[Product, Order]],
    destinations: Sequence[str],
    *,
    rules: RulePack,
    as_of: date,
    key: str = "product",
    statuses: bool = False,
    amounts: bool = False,
    threads: int = 2,
) -> CatalogueAnswer:
    """The word for every order as if it went to each of the destinations, on its own day; its own one is not asked.

    Facts are read from the records as for `check_product_order`; the border's carbon cost is not in this answer.

    Raises:
        InvalidInput: a fact that cannot be read, with its row (GC-RUL-007 to -009), or as `catalogue_answers`.
        Unavailable: polars is not installed (GC-RUL-040).
    """
    return check_catalogue(
        columns.facts_table(rules.vocabulary, orders, key=key, lexicon=rules.lexicon),
        destinations,
        rules=rules,
        as_of=as_of,
        keys=(key,),
        statuses=statuses,
        amounts=amounts,
        threads=threads,
    )


def catalogue_answers(
    tables: Tables,
    destinations: Sequence[str],
    *,
    rules: RulePack,
    as_of: date,
    on: date | None = None,
    keys: Sequence[str] = (),
    statuses: bool = False,
    amounts: bool = False,
    rows_at_once: int = ROWS_AT_ONCE,
    threads: int = 2,
) -> Iterator[Answers]:
    """The answers slice by slice, in the order of the rows; at most `threads` + 1 slices are held at a time.

    `tables` is a table, a lazy one (read slice by slice) or several in a row, with a column per fact, named after it;
    `keys` are columns that are carried into the answers. `rules` must hold the law of all destinations. `on` is the day
    of placing on the market of every row; without it each row has its own. `as_of` is the day of asking.

    Raises:
        InvalidInput: no destination (GC-SVC-060) or one that is no ISO 3166 code (GC-RUL-010); a slice of no rows or
            threads that cannot be (GC-SVC-061); a column or a cell that cannot be read (GC-RUL-041 to -048).
        Unavailable: polars is not installed (GC-RUL-040).
    """
    if not destinations:
        raise NO_DESTINATIONS.at()
    if not 1 <= rows_at_once <= _MOST_ROWS or not 1 <= threads <= _MOST_THREADS:
        raise BAD_SLICE.at(rows=rows_at_once, threads=threads)
    asked: dict[object, Asked] = {}
    waiting: deque[Future[Answers]] = deque()
    first_row = 0
    with ThreadPoolExecutor(threads) as pool:
        try:
            for table in columns.slices(tables, rows_at_once):
                schema = tuple(table.schema.items())
                if schema not in asked:
                    asked[schema] = columns.Asked(
                        rules,
                        destinations,
                        table.schema,
                        as_of=as_of,
                        on=on,
                        keys=keys,
                        statuses=statuses,
                        amounts=amounts,
                    )
                waiting.append(pool.submit(asked[schema].answer, table, first_row=first_row))
                first_row += len(table)
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
