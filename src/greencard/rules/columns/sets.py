"""Lists of codes as bits: eight codes to a column, whether the list is complete, and how many codes it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from greencard.rules.columns.layout import LANE
from greencard.rules.sheet import AND_MORE
from greencard.rules.vocabulary import FactKind

__all__ = ["Held", "held"]

_WORD: Final = 64
_CELL: Final = LANE


class Held(NamedTuple):
    """A column of sets."""

    lanes: list[NDArray[np.uint8]]
    complete: NDArray[np.bool_]
    size: NDArray[np.uint16]


def held(series: pl.Series, kind: FactKind, bits: dict[str, int], refuse: Callable[[int, object], Exception]) -> Held:
    """The sets of a column of lists of texts; `refuse(row, code)` makes the error for a code that may not stand there.

    As `sheet.prepare`: implied codes are held too, `?` leaves the set open, codes outside the list of an open
    vocabulary are counted alone, an empty cell is a set of which nothing is known.
    """
    lengths = series.list.len().fill_null(0).to_numpy().astype(np.int64)
    filled = np.flatnonzero(lengths)
    starts = (np.cumsum(lengths) - lengths)[filled]
    complete = series.is_not_null().to_numpy().copy()
    flat = series.gather(filled).explode() if len(filled) else pl.Series(dtype=pl.String)
    codes = (*bits, AND_MORE)
    number = flat.cast(pl.Enum(codes), strict=False).to_physical().cast(pl.UInt32).fill_null(len(codes)).to_numpy()
    strange = np.flatnonzero(number == len(codes))
    if len(strange):
        owners = filled[np.searchsorted(starts, strange, side="right") - 1]
        for row, code in zip(owners.tolist(), flat.gather(strange).to_list(), strict=True):
            if kind.closed or code is None:
                raise refuse(row, code)
    rows = len(series)
    words = [
        _joined(rows, filled, starts, _meaning(kind, codes, n), number) for n in range(-(-len(bits) // _WORD))
    ]
    size = np.zeros(rows, np.uint16)
    for word in words:
        size += np.bitwise_count(word)
    if len(strange):
        apart = pl.DataFrame({"row": owners, "code": flat.gather(strange)}).unique().get_column("row")
        size += np.bincount(apart.to_numpy(), minlength=rows).astype(np.uint16)
    if len(filled):
        open_ = np.bitwise_or.reduceat(number == len(codes) - 1, starts)
        complete[filled[open_]] = False
    lanes = [
        np.ascontiguousarray((words[n // 8] >> np.uint64(_CELL * (n % 8))).astype(np.uint8))
        for n in range(-(-len(bits) // LANE))
    ]
    return Held(lanes, complete, size)


def _meaning(kind: FactKind, codes: tuple[str, ...], word: int) -> NDArray[np.uint64]:
    """The bits that each code means in one word, implied codes included; none for `?` and for strange codes."""
    place = {code: n for n, code in enumerate(codes[:-1])}
    meaning: list[Any] = []
    for code in codes[:-1]:
        meant = {place[one] for one in (code, *kind.implies.get(code, ()))}
        meaning.append(sum(1 << (n - _WORD * word) for n in meant if n // _WORD == word))
    return np.array([*meaning, 0, 0], np.uint64)


def _joined(
    rows: int,
    filled: NDArray[np.int64],
    starts: NDArray[np.int64],
    meaning: NDArray[np.uint64],
    number: NDArray[np.uint32],
) -> NDArray[np.uint64]:
    word = np.zeros(rows, np.uint64)
    if len(filled):
        word[filled] = np.bitwise_or.reduceat(meaning[number], starts)
    return word
