"""Lists of codes as bits: eight codes to a column, whether the list is complete, and how many codes it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from greencard.rules.columns.layout import LANE
from greencard.rules.sheet import AND_MORE
from greencard.rules.vocabulary import FactKind

__all__ = ["Held", "held"]

_WORD: Final = 64
_LANES: Final = _WORD // LANE


class Held(NamedTuple):
    """A column of sets."""

    lanes: list[NDArray[np.uint8]]
    complete: NDArray[np.bool_]
    size: NDArray[np.uint16]
    """How many codes are held; without the `outside` ones where these were not asked for."""


def held(
    series: pl.Series,
    kind: FactKind,
    bits: dict[str, int],
    refuse: Callable[[int, object], Exception],
    *,
    outside: bool,
) -> Held:
    """The sets of a column of lists of texts; `refuse(row, code)` makes the error for a code that may not stand there.

    As `sheet.prepare`: implied codes are held too, `?` leaves the set open, codes outside the list of an open
    vocabulary are counted alone (if `outside`), an empty cell is a set of which nothing is known.
    """
    rows = len(series)
    lengths = series.list.len().fill_null(0).to_numpy().astype(np.int64)
    filled = np.flatnonzero(lengths)
    starts = (np.cumsum(lengths) - lengths)[filled]
    flat = series.gather(filled).explode() if len(filled) else pl.Series(dtype=pl.String)
    number = _numbered(flat, (*bits, AND_MORE))
    size = np.zeros(rows, np.uint16)
    strange = np.flatnonzero(number == len(bits) + 1)
    if len(strange):
        owners = filled[np.searchsorted(starts, strange, side="right") - 1]
        others = flat.gather(strange).cast(pl.String)
        wrong = np.flatnonzero(others.is_null().to_numpy() | kind.closed)
        if len(wrong):
            raise refuse(int(owners[wrong[0]]), others[int(wrong[0])])
        if outside:
            apart = pl.DataFrame({"row": owners, "code": others}).unique().get_column("row")
            size += np.bincount(apart.to_numpy(), minlength=rows).astype(np.uint16)
    words = []
    for meaning in _meanings(kind, bits):
        word = np.zeros(rows, np.uint64)
        if len(filled):
            word[filled] = np.bitwise_or.reduceat(meaning.take(number), starts)
        words.append(word)
    last, top = divmod(len(bits), _WORD)
    more = np.uint64(1 << top)
    complete = series.is_not_null().to_numpy() & ((words[last] & more) == 0)
    words[last] &= ~more
    for word in words:
        size += np.bitwise_count(word)
    lanes = [
        (words[n // _LANES] >> np.uint64(LANE * (n % _LANES))).astype(np.uint8) for n in range(-(-len(bits) // LANE))
    ]
    return Held(lanes, complete, size)


def _numbered(flat: pl.Series, codes: tuple[str, ...]) -> NDArray[np.intp]:
    """The number of each code among `codes`, and one more than the last for any other.

    Categories are looked up once each; only a column of texts is read cell by cell.
    """
    if isinstance(flat.dtype, pl.Enum | pl.Categorical):
        met = flat.unique().drop_nulls()
        place = {code: n for n, code in enumerate(codes)}
        at = met.to_physical().to_numpy()
        empty = int(at.max(initial=0)) + 1
        numbers = np.full(empty + 1, len(codes), np.intp)
        numbers[at] = [place.get(word, len(codes)) for word in met.cast(pl.String).to_list()]
        return numbers.take(_whole(flat.to_physical(), empty))
    return _whole(flat.cast(pl.Enum(codes), strict=False).to_physical(), len(codes))


def _whole(numbers: pl.Series, empty: int) -> NDArray[np.intp]:
    """Numbers as numpy takes places, without another copy at every look-up; `empty` for an empty cell."""
    if numbers.null_count():
        numbers = numbers.cast(pl.UInt32).fill_null(empty)
    return numbers.to_numpy().astype(np.intp)


def _meanings(kind: FactKind, bits: dict[str, int]) -> list[NDArray[np.uint64]]:
    """The bits that each code means, implied codes included, word by word; `?` is the bit behind the last code."""
    place = {code: n for n, code in enumerate(bits)}
    meant = [{place[one] for one in (code, *kind.implies.get(code, ()))} for code in bits]
    meant += [{len(bits)}, set()]
    words = range(len(bits) // _WORD + 1)
    return [
        np.array([sum(1 << (n - _WORD * word) for n in one if n // _WORD == word) for one in meant], np.uint64)
        for word in words
    ]
