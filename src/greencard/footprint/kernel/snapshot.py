"""A product system as frozen columns: who takes how much of what, and what each process emits by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from greencard.errors import Place
from greencard.footprint.kernel import codes

__all__ = ["COMPONENTS", "IN_TOTAL", "MAX_SIZE", "Snapshot", "snapshot_of"]

COMPONENTS: Final = (
    "fossil",
    "land_use_change",
    "land_management",
    "biogenic_non_co2",
    "biogenic_co2",
    "uptake",
    "aircraft",
    "packaging",
)
"""The columns of every vector, kg CO2e. `aircraft` and `packaging` are "of which": they lie inside the others."""

IN_TOTAL: Final = (0, 1, 2, 3)
"""Columns that add up to the footprint without biogenic CO2 and uptake, listed apart by ISO 14067:2018 6.4.9.2."""

MAX_SIZE: Final = 2**31 - 2
"""Processes and exchanges of one snapshot; both are numbered with 32 bits."""

MAX_GROUPS: Final = 2**24
"""Numbers for emission factors: results by group are columns of this length at most."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A product system of n processes with one reference product each; arrays are read-only, exchanges sorted.

    Two snapshots are equal when their `digest` is. Make one with `snapshot_of`, which checks and sorts.

    Attributes:
        ids: process ids, unique; every result is in this order.
        starts: n + 1 offsets; the exchanges of process j are `starts[j]` to `starts[j + 1]`.
        providers: process that each exchange takes from, ascending within a consumer.
        amounts: units of the provider taken by one unit of the consumer, above 0.
        direct: n x 8, kg CO2e emitted by one unit of the process itself, columns as `COMPONENTS`.
        amount_sigma: standard deviation of ln(amount), per exchange.
        direct_sigma: standard deviation of ln(direct), per process; all eight columns move together.
        groups: emission factor behind `direct`; processes of one group share one random number.
    """

    ids: Sequence[str]
    starts: NDArray[np.int64]
    providers: NDArray[np.int32]
    amounts: Floats
    direct: Floats
    amount_sigma: Floats
    direct_sigma: Floats
    groups: NDArray[np.int32]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and (self is other or self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the ids and columns, little-endian, each preceded by its length; the order is part of it."""
        ids = [name.encode("utf-8", "surrogatepass") for name in self.ids]
        digest = hashlib.sha256(b"greencard snapshot 1\n")
        _digest_part(digest, np.cumsum([len(name) for name in ids], dtype="<i8"))
        _digest_part(digest, np.frombuffer(b"".join(ids), dtype=np.uint8))
        for column, kind in (
            (self.starts, "<i8"),
            (self.providers, "<i4"),
            (self.amounts, "<f8"),
            (self.direct, "<f8"),
            (self.amount_sigma, "<f8"),
            (self.direct_sigma, "<f8"),
            (self.groups, "<i4"),
        ):
            _digest_part(digest, np.ascontiguousarray(column, dtype=kind))
        return digest.hexdigest()

    @cached_property
    def consumers(self) -> NDArray[np.int32]:
        """The process that takes each exchange."""
        return _frozen(np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts)))

    @cached_property
    def total_direct(self) -> Floats:
        """Emissions in kg CO2e per unit that each process emits by itself, without biogenic CO2 and uptake."""
        return _frozen(self.direct[:, : len(IN_TOTAL)].sum(axis=1))


def snapshot_of(
    ids: Sequence[str],
    consumers: ArrayLike,
    providers: ArrayLike,
    amounts: ArrayLike,
    direct: ArrayLike,
    *,
    amount_sigma: ArrayLike | None = None,
    direct_sigma: ArrayLike | None = None,
    groups: ArrayLike | None = None,
) -> Snapshot:
    """A checked snapshot from one row per exchange; process numbers are places in `ids`.

    Exchanges of one consumer and provider are added up; their ln-spreads combine as independent to first order,
    sqrt(sum((a s)^2)) / sum(a). Exchanges of amount 0 are left out. Without sigmas nothing is uncertain; without
    `groups` every process has its own emission factor.

    Raises:
        InvalidInput: shapes, unknown numbers, duplicate ids, NaN, infinities or negative amounts (GC-FPT-100…104, 109).
    """
    size = len(ids)
    if size > MAX_SIZE:
        raise codes.TOO_MANY.at(count=size, what="processes", limit=MAX_SIZE)
    if len(frozenset(ids)) != size:
        raise codes.DUPLICATE_ID.at(process=_first_duplicate(ids))
    taker = _numbers("consumers", consumers, size)
    giver = _numbers("providers", providers, size)
    count = taker.size
    if count > MAX_SIZE:
        raise codes.TOO_MANY.at(count=count, what="exchanges", limit=MAX_SIZE)
    _shape("providers", giver.shape, (count,))
    amount = _column("amounts", amounts, (count,))
    spread = _column("amount_sigma", 0.0 if amount_sigma is None else amount_sigma, (count,), spread=True)
    emitted = _column("direct", direct, (size, len(COMPONENTS)))
    doubt = _column("direct_sigma", 0.0 if direct_sigma is None else direct_sigma, (size,), spread=True)
    for field, column in (("amounts", amount), ("amount_sigma", spread)):
        _check(field, column, ids, taker, negative=False)
    own = np.arange(size, dtype=np.int64)
    _check("direct_sigma", doubt, ids, own, negative=False)
    _check("direct", emitted, ids, own, negative=True)
    factor = own if groups is None else _numbers("groups", groups, max(size, MAX_GROUPS))
    _shape("groups", factor.shape, (size,))
    starts, giver, amount, spread = _rows(size, taker, giver, amount, spread)
    if not bool(np.isfinite(amount).all()):
        _check("amounts", amount, ids, np.repeat(own, np.diff(starts)), negative=True)
    return Snapshot(
        ids=tuple(ids),
        starts=_frozen(starts),
        providers=_frozen(giver.astype(np.int32)),
        amounts=_frozen(amount),
        direct=_frozen(emitted + 0.0),  # -0.0 and 0.0 are one content
        amount_sigma=_frozen(spread + 0.0),
        direct_sigma=_frozen(doubt + 0.0),
        groups=_frozen(factor.astype(np.int32)),
    )


def _rows(
    size: int, taker: NDArray[np.int64], giver: NDArray[np.int64], amount: Floats, spread: Floats
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Exchanges sorted by consumer and provider, duplicates added up, zeros dropped, as offsets and columns."""
    if not amount.all():
        kept = np.flatnonzero(amount)
        taker, giver, amount, spread = taker[kept], giver[kept], amount[kept], spread[kept]
    key = taker * max(size, 1) + giver
    if not bool((key[1:] > key[:-1]).all()):
        order = np.argsort(key)
        ranked = key[order]
        first = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
        lengths = np.diff(np.append(first, key.size))
        if first.size < key.size:  # the order of adding is part of a sum: by size, so that it is that of any writing
            shared = order[np.repeat(lengths > 1, lengths)]
            order[np.repeat(lengths > 1, lengths)] = shared[np.lexsort((spread[shared], amount[shared], key[shared]))]
        taker, giver, amount, spread = taker[order], giver[order], amount[order], spread[order]
        if first.size < key.size:
            with np.errstate(over="ignore"):  # the sum is checked
                added = np.add.reduceat(amount, first)
            alone = lengths == 1
            part = amount / np.repeat(added, lengths)
            joined = np.sqrt(np.add.reduceat((part * spread) ** 2, first))
            spread = np.where(alone, spread[first], joined)
            taker, giver, amount = taker[first], giver[first], added
    starts = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(taker, minlength=size), out=starts[1:])
    return starts, giver, amount, spread


def _digest_part(digest: Any, column: NDArray[Any]) -> None:
    digest.update(column.nbytes.to_bytes(8, "little"))
    digest.update(column)


def _frozen(column: NDArray[Any]) -> NDArray[Any]:
    column = np.ascontiguousarray(column)
    if column.flags.writeable:
        column.flags.writeable = False
    return column


def _first_duplicate(ids: Sequence[str]) -> str:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            return name
        seen.add(name)
    return ""


def _shape(field: str, found: tuple[int, ...], expected: tuple[int, ...]) -> None:
    if found != expected:
        raise codes.WRONG_SHAPE.at(field=field, found=found, expected=expected)


def _numbers(field: str, given: ArrayLike, limit: int) -> NDArray[np.int64]:
    """Whole numbers from 0 to below `limit`."""
    column = np.asarray(given)
    if column.ndim != 1 or (column.size and column.dtype.kind not in "iu"):
        raise codes.WRONG_SHAPE.at(
            field=field, found=f"{column.dtype} {column.shape}", expected="one column of whole numbers"
        )
    column = column.astype(np.int64)
    if column.size and (int(column.min()) < 0 or int(column.max()) >= limit):
        at = int(np.flatnonzero((column < 0) | (column >= limit))[0])
        raise codes.UNKNOWN_PROCESS.at(Place(f"/{field}/{at}"), field=field, value=column[at], last=limit - 1)
    return column


def _column(field: str, given: ArrayLike, shape: tuple[int, ...], *, spread: bool = False) -> Floats:
    """A float column of this shape; one number alone stands for all when it is a spread."""
    try:
        column = np.asarray(given)
        if column.dtype.kind not in "biufO":
            raise TypeError  # noqa: TRY301 - text and complex numbers, as what numpy itself refuses
        column = np.array(column, dtype=np.float64)  # a copy: the snapshot freezes its own columns only
    except (TypeError, ValueError):
        raise codes.WRONG_SHAPE.at(field=field, found="not numbers", expected=shape) from None
    if spread and column.ndim == 0:
        column = np.full(shape, column)
    if column.size == 0 and 0 in shape:
        return np.zeros(shape)
    _shape(field, column.shape, shape)
    return column


def _check(field: str, column: Floats, ids: Sequence[str], owner: NDArray[np.int64], *, negative: bool) -> None:
    """Refuse NaN and infinities, and negative numbers where none may be."""
    if not column.size:
        return
    flat = column.reshape(owner.size, -1)
    bad = ~np.isfinite(flat)
    code = codes.NOT_FINITE
    if not bad.any():
        if negative:
            return
        bad, code = flat < 0, codes.NEGATIVE_VALUE
        if not bad.any():
            return
    at, part = (int(place) for place in np.argwhere(bad)[0])
    raise code.at(Place(f"/{field}/{at}"), field=field, process=ids[int(owner[at])], value=flat[at, part])
