"""Tables cut into slices, and the answers for slices joined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

import polars as pl

from greencard.rules.columns.answers import Answers, Counts
from greencard.rules.columns.codes import UNREADABLE

__all__ = ["Tables", "joined", "slices"]

_SHOWN: Final = 200

Tables: TypeAlias = pl.DataFrame | pl.LazyFrame | Iterable[pl.DataFrame]


def slices(tables: Tables, rows: int) -> Iterator[pl.DataFrame]:
    """The tables in slices of at most so many rows; a table without rows is one slice, so that it is checked too.

    Raises:
        InvalidInput: what a lazy table is read from cannot be read (GC-RUL-048).
    """
    match tables:
        case pl.DataFrame():
            for start in range(0, max(1, len(tables)), rows):
                yield tables.slice(start, rows)
        case pl.LazyFrame():
            start = 0
            while True:
                part = _read(tables, start, rows)
                if start == 0 or len(part):
                    yield part
                if len(part) < rows:
                    return
                start += rows
        case _:
            for table in tables:
                yield from slices(table, rows)


def _read(table: pl.LazyFrame, start: int, rows: int) -> pl.DataFrame:
    try:
        return table.slice(start, rows).collect()
    except (pl.exceptions.PolarsError, OSError) as problem:
        first = str(problem).strip().partition("\n")[0]
        raise UNREADABLE.at(row=start + 1, problem=first[:_SHOWN]) from problem


def joined(parts: Sequence[Answers]) -> Answers:
    """The answers of slices as those of one table."""
    if not parts:
        return Answers(pl.DataFrame(), {})
    counts: dict[str, Counts] = {}
    for part in parts:
        for place, words in part.counts.items():
            before = counts.setdefault(place, dict.fromkeys(words, 0))
            for word, often in words.items():
                before[word] += often
    statuses = [part.statuses for part in parts if part.statuses is not None]
    charges = [part.charges for part in parts if part.charges is not None]
    return Answers(
        pl.concat([part.words for part in parts]),
        counts,
        pl.concat(statuses) if statuses else None,
        charges=pl.concat(charges) if charges else None,
    )
