"""Tables cut into slices, and the answers for slices joined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import polars as pl

from greencard.rules.columns.answers import Answers, Counts

__all__ = ["Tables", "joined", "slices"]

Tables: TypeAlias = pl.DataFrame | pl.LazyFrame | Iterable[pl.DataFrame]


def slices(tables: Tables, rows: int) -> Iterator[pl.DataFrame]:
    """The tables in slices of at most so many rows; a table without rows is one slice, so that it is checked too."""
    match tables:
        case pl.DataFrame():
            for start in range(0, max(1, len(tables)), rows):
                yield tables.slice(start, rows)
        case pl.LazyFrame():
            start = 0
            while True:
                part = tables.slice(start, rows).collect()
                if start == 0 or len(part):
                    yield part
                if len(part) < rows:
                    return
                start += rows
        case _:
            for table in tables:
                yield from slices(table, rows)


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
        pl.concat(charges) if charges else None,
    )
