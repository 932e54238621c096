"""Joins folders and files of many products to the market: several processes that read, one solve."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

from greencard.interfaces import wiring
from greencard.interfaces.wiring_folder import NO_KEYS, pieces_of, take_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from greencard.footprint.market import Block, Market
    from greencard.interfaces.wiring_folder import Keys, Piece
    from greencard.model import Assessment, ExplainNode
    from greencard.services.market import Taking

__all__ = ["assess_folder", "checked_by_draws", "explained"]

WORTH: Final = 2_000
"""Fewer products than this are assessed sooner than a second process has started."""


def explained(market: Market, at: int, path: Path, *, on: date | None = None, keys: Keys = NO_KEYS) -> ExplainNode:
    """The tree of one product of the market of `path`; of one that was calculated alone, its own assessment's tree."""
    from greencard.footprint.market.explain import calculated_alone  # noqa: PLC0415 - loads numpy
    from greencard.footprint.market.explain import explained as tree_of  # noqa: PLC0415 - same

    file = path / market.files[at]
    if calculated_alone(market, at) and path.is_dir() and file.is_file():
        alone, _ = wiring.assess_file(file, on=on, data=keys.data, trust=keys.trust, factors=keys.factors)
        return alone.footprint.explain
    return tree_of(market, at)


def checked_by_draws(assessment: Assessment, draws: int, seed: int) -> Assessment:
    """The assessment with its interval checked by random draws.

    Raises:
        InvalidInput: fewer than 100 or more than a million draws, or a seed that is none (GC-FPT-040).
    """
    import msgspec  # noqa: PLC0415 - only where asked for

    from greencard.footprint.doubt.monte_carlo import sample_result  # noqa: PLC0415 - loads numpy

    result = assessment.footprint
    found = sample_result(result, draws=draws, seed=seed)
    return msgspec.structs.replace(assessment, footprint=msgspec.structs.replace(result, monte_carlo=found))


def assess_folder(
    path: Path,
    *,
    on: date | None = None,
    jobs: int = 0,
    progress: Callable[[int], None] | None = None,
    keys: Keys = NO_KEYS,
) -> Market:
    """The market of a folder, or of a file with one product per line; nothing is stored.

    Args:
        path: folder with `.yaml`, `.yml`, `.json` and `.jsonl` files, or one `.jsonl` file.
        on: day of the assessment; today if left out.
        jobs: processes that read; 0: as many as there are cores, where it is worth it.
        progress: told how many products were read since it was last told.
        keys: with which suppliers' cards beside the products are verified, and a person's own factors.

    Raises:
        InvalidInput: the folder cannot be read (GC-CLI-003) or holds too many products (GC-SVC-018).
    """
    from greencard.interfaces.wiring_factors import packs_with  # noqa: PLC0415 - loaded when a folder is assessed
    from greencard.services.market import solved  # noqa: PLC0415 - same

    pieces, count = pieces_of(path)
    day = on or wiring.today()
    wanted = jobs or (_cores() if count >= WORTH else 1)
    told = progress or _quiet
    packs = packs_with(keys.factors)
    packs.factors()  # own factors that do not hold are refused once, before any process reads them
    return solved(_blocks(pieces, day, wanted, keys, told), packs)


def _blocks(pieces: Sequence[Piece], day: date, jobs: int, keys: Keys, told: Callable[[int], None]) -> Iterator[Block]:
    """The pieces read, in order."""
    if jobs <= 1 or len(pieces) <= 1:
        _start(day, keys)
        for piece in pieces:
            yield _work(piece)
            told(piece.products)
    else:
        for piece, block in _together(pieces, day, jobs, keys):
            yield block
            told(piece.products)


def _quiet(_products: int) -> None:
    return None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _together(pieces: Sequence[Piece], day: date, jobs: int, keys: Keys) -> Iterator[tuple[Piece, Block]]:
    """Pieces in order, read by several processes; no more are under way than are soon needed."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where it is worth it
    from itertools import islice  # noqa: PLC0415 - same
    from multiprocessing import get_context  # noqa: PLC0415 - same

    workers = min(jobs, len(pieces))
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=(day, keys)) as pool:
        rest = iter(pieces)
        waiting = [(piece, pool.submit(_work, piece)) for piece in islice(rest, 3 * workers)]
        try:
            while waiting:
                piece, future = waiting.pop(0)
                yield piece, future.result()
                waiting.extend((after, pool.submit(_work, after)) for after in islice(rest, 1))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


# -- inside a process that reads ---------------------------------------------------------------------------------------

_taking: Taking | None = None
_keys = NO_KEYS


def _start(day: date, keys: Keys) -> None:
    from greencard.interfaces.wiring_factors import packs_with  # noqa: PLC0415 - loaded once in each process
    from greencard.services.market import Taking  # noqa: PLC0415 - same

    global _taking, _keys
    _taking, _keys = Taking(packs_with(keys.factors), day), keys


def _work(piece: Piece) -> Block:
    taking = _taking
    if taking is None:  # pragma: no cover - `_start` runs first
        raise RuntimeError
    collects = gc.isenabled()
    gc.disable()  # a record is a tree: counting references frees it, and looking for cycles in it costs a tenth
    try:
        take_piece(piece, taking, _keys)
        return taking.block()
    finally:
        if collects:
            gc.enable()
