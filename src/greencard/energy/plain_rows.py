"""Rows of a plain readings file, column by column: what a data logger writes by the hundred thousand.

Plain is: one instant in one form and plain decimals of at most three places in every line, no quotes, blanks or empty
lines, instants that only rise. Whatever is not plain gives None and is read line by line in `table`, which explains
what is wrong with it; so this module knows no fault, and where it answers it answers as `table` would.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from typing import Final

__all__ = ["PlainColumns", "plain_columns"]

PlainColumns = tuple[list[int], list[datetime], list[list[int]]]
"""Instants in UTC seconds, the same as written, and Wh of each column asked for."""

_DECIMALS: Final = re.compile(r"(?:\n?[0-9]{1,9}(?:\.[0-9]{1,3})?,)*+")
_TIMES: Final = re.compile(
    r"(?:\n?20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}),)*+"
)
_WH_PER_KWH: Final = 1000


def plain_columns(text: str, time_at: int, columns: Sequence[tuple[int, int]], most: int) -> PlainColumns | None:
    """Columns of the lines after the header, or None where one of them, or their order, is not plain.

    `time_at` is the place of the instant in a line, `columns` the places of the numbers, each with the most Wh it may
    hold; a line has no other cells. At most `most` rows are read.
    """
    width = len(columns) + 1
    body = text.replace("\r\n", "\n").removesuffix("\n")
    if not body or '"' in body or "\r" in body:
        return None
    # A line's first cell keeps the line feed before it: with as many lines as cells in each column, and a line feed in
    # every first cell but the very first, each line has its full number of cells.
    flat = body.replace("\n", ",\n").split(",")
    rows, left = divmod(len(flat), width)
    firsts = flat[::width]
    if left or rows > most or body.count("\n") != rows - 1 or not all(map(str.startswith, firsts[1:], repeat("\n"))):
        return None
    cells = [flat[at::width] for at in range(width)]
    for at in range(width):
        form = _TIMES if at == time_at else _DECIMALS
        if form.fullmatch(",".join(cells[at]) + ",") is None:
            return None
    known = _instants([text.lstrip("\n") for text in cells[time_at]])
    if known is None:
        return None
    import numpy as np  # noqa: PLC0415 - only a file with readings needs it

    energies: list[list[int]] = []
    for at, limit in columns:
        # At most nine digits before the point and three after it: a double is exact to far less than half a Wh.
        wh = np.rint(np.fromiter(map(float, cells[at]), np.float64, rows) * _WH_PER_KWH).astype(np.int64)
        if wh.max() > limit:
            return None
        energies.append(wh.tolist())
    return known[0], known[1], energies


def _instants(texts: list[str]) -> tuple[list[int], list[datetime]] | None:
    """Instants in UTC seconds and as written; None where one is no instant or does not come after the one before."""
    import numpy as np  # noqa: PLC0415 - same

    try:
        starts = list(map(datetime.fromisoformat, texts))
    except ValueError:
        return None
    instants = np.fromiter(map(datetime.timestamp, starts), np.float64, len(starts)).astype(np.int64)
    if not (np.diff(instants) > 0).all():
        return None
    found: list[int] = instants.tolist()
    return found, starts
