"""The log's leaves, nodes and checkpoints. The arithmetic of the tree is in `greencard.log`; here it is only kept.

An append writes whole rows and never touches an old one: entries as bundles of up to 256, nodes of a level as runs
of up to 256 hashes. A lookup takes the last row that begins at or before what is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import TextClause, bindparam, insert, select, text

from greencard.adapters.sql.codes import (
    BAD_APPEND,
    BAD_DOCUMENT,
    CHECKPOINT_DIFFERS,
    DAMAGED,
    LOG_MOVED,
    NOT_IN_LOG,
)
from greencard.adapters.sql.tables import checkpoints, log_entries, log_nodes
from greencard.adapters.sql.work import PROGRAMME, Work

__all__ = ["MAX_ENTRY_BYTES", "SqlLog"]

MAX_ENTRY_BYTES: Final = 65_535
"""C2SP tlog-tiles: an entry's length is written in two bytes."""
_RUN: Final = 256
_HASH: Final = 32
_ASK: Final = 64
_MAX_LEVEL: Final = 62

_LAST: Final = select(log_entries.c.first, log_entries.c.count).order_by(log_entries.c.first.desc()).limit(1)
_BUNDLE: Final = (
    select(log_entries.c.first, log_entries.c.bundle)
    .where(log_entries.c.first <= bindparam("index"))
    .order_by(log_entries.c.first.desc())
    .limit(1)
)
_INSERT_BUNDLES: Final = insert(log_entries)
_INSERT_RUNS: Final = insert(log_nodes)
_CHECKPOINT: Final = select(checkpoints.c.note).where(checkpoints.c.size == bindparam("size"))
_NEWEST: Final = select(checkpoints.c.note).order_by(checkpoints.c.size.desc()).limit(1)
_ONE_NODE: Final = (
    "(SELECT substr(hashes, CAST(32 * (:i{n} - first) + 1 AS INTEGER), 32) FROM log_nodes"
    " WHERE level = :l{n} AND first <= :i{n} ORDER BY first DESC LIMIT 1)"
)


@lru_cache(maxsize=_ASK)
def _nodes_statement(count: int) -> TextClause:
    """One statement that fetches `count` nodes, one column each: a proof costs one round trip, not one per node."""
    return text("SELECT " + ", ".join(_ONE_NODE.format(n=n) for n in range(count)))


def _bundle(entries: Sequence[bytes]) -> bytes:
    return b"".join(part for entry in entries for part in (len(entry).to_bytes(2), entry))


def _runs(level: int, first: int, hashes: Sequence[bytes]) -> list[dict[str, Any]]:
    return [
        {"level": level, "first": first + at, "hashes": b"".join(hashes[at : at + _RUN])}
        for at in range(0, len(hashes), _RUN)
    ]


class SqlLog:
    """One log; entries, checkpoints and nodes are public, whoever the session belongs to."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._held: int | None = None
        """The size, once the lock is held: then only this session changes it."""

    def size(self) -> int:
        """Number of leaves. In a session that has written, no other session appends until it ends."""
        if self._held is not None:
            return self._held
        if self._work.is_writing:
            self._work.lock(PROGRAMME)
        row = self._work.first(_LAST)
        size = 0 if row is None else int(row.first + row.count)
        if self._work.is_writing:
            self._held = size
        return size

    def append(self, entries: Sequence[bytes], nodes: Mapping[tuple[int, int], bytes]) -> int:
        """Append entries in order with exactly the nodes they complete; gives the index of the first entry.

        Raises:
            Unavailable: the nodes were computed for another size, for the log has grown since (GC-STO-017).
            InvalidInput: an entry is too long, a node is missing, superfluous or no SHA-256 hash (GC-STO-018).
        """
        with self._work.writing(PROGRAMME):
            size = self.size()
            runs = _checked(size, entries, nodes)
            if entries:
                bundles = [
                    {"first": size + at, "count": len(some), "bundle": _bundle(some)}
                    for at in range(0, len(entries), _RUN)
                    for some in [entries[at : at + _RUN]]
                ]
                self._work.write(_INSERT_BUNDLES, bundles)
                self._work.write(_INSERT_RUNS, runs)
                self._held = size + len(entries)
        return size

    def nodes(self, ids: Sequence[tuple[int, int]]) -> list[bytes]:
        """Hashes of the named nodes, in the order asked for.

        Raises:
            InvalidInput: a node's leaves are not all there (GC-STO-019).
        """
        found: list[bytes] = []
        for at in range(0, len(ids), _ASK):
            asked = ids[at : at + _ASK]
            for level, index in asked:
                if not (0 <= level <= _MAX_LEVEL and 0 <= index <= 2**_MAX_LEVEL):
                    raise NOT_IN_LOG.at(size=self.size(), what=f"node ({level}, {index})")
            params = {f"l{n}": level for n, (level, _) in enumerate(asked)}
            params |= {f"i{n}": index for n, (_, index) in enumerate(asked)}
            row = self._work.first(_nodes_statement(len(asked)), params)
            for node, value in zip(asked, row or (), strict=True):
                if value is None or len(value) != _HASH:
                    raise NOT_IN_LOG.at(size=self.size(), what=f"node {node}")
                found.append(bytes(value))
        return found

    def entry(self, index: int) -> bytes:
        """The leaf's bytes.

        Raises:
            InvalidInput: there is no such leaf yet (GC-STO-019).
            NotVerified: the stored bundle is cut short (GC-STO-005).
        """
        size = self.size()
        row = self._work.first(_BUNDLE, {"index": index}) if 0 <= index < size else None
        if row is None:
            raise NOT_IN_LOG.at(size=size, what=f"leaf {index}")
        bundle, at = bytes(row.bundle), 0
        for _ in range(index - row.first):
            at += 2 + int.from_bytes(bundle[at : at + 2])
        length = int.from_bytes(bundle[at : at + 2])
        entry = bundle[at + 2 : at + 2 + length]
        if len(bundle) < at + 2 or len(entry) != length:
            raise DAMAGED.at(reason=f"the bundle of leaf {index} is cut short")
        return entry

    def save_checkpoint(self, size: int, note: str) -> None:
        """Keep the signed checkpoint of a size; the same note again changes nothing.

        Raises:
            InvalidInput: the log is shorter than that (GC-STO-019), or the note is no text (GC-STO-025).
            Refused: another note is kept for that size (GC-STO-020).
        """
        with self._work.writing(PROGRAMME):
            held = self.size()
            if not 0 <= size <= held:
                raise NOT_IN_LOG.at(size=held, what=f"prefix of {size} leaves")
            if not note or "\x00" in note or not _encodable(note):
                raise BAD_DOCUMENT.at(what="checkpoint", reason="not a text")
            row = self._work.first(_CHECKPOINT, {"size": size})
            if row is None:
                self._work.write(insert(checkpoints), {"size": size, "note": note})
            elif row.note != note:
                raise CHECKPOINT_DIFFERS.at(size=size)

    def checkpoint(self, size: int | None = None) -> str | None:
        """The signed checkpoint of a size, the one of the greatest size by default."""
        if size is None:
            row = self._work.first(_NEWEST)
        else:
            row = self._work.first(_CHECKPOINT, {"size": size}) if 0 <= size < 2**_MAX_LEVEL else None
        return None if row is None else str(row.note)


def _encodable(note: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in note)


def _checked(size: int, entries: Sequence[bytes], nodes: Mapping[tuple[int, int], bytes]) -> list[dict[str, Any]]:
    """The nodes as rows, if they are exactly those that `entries` complete in a log of `size` leaves."""
    if any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise BAD_APPEND.at(reason=f"an entry is longer than {MAX_ENTRY_BYTES} bytes")
    given = min((index for level, index in nodes if level == 0), default=size)
    if given != size:
        raise LOG_MOVED.at(size=size, given=given)
    if any(len(value) != _HASH for value in nodes.values()):
        raise BAD_APPEND.at(reason="a node is not 32 bytes long")
    runs: list[dict[str, Any]] = []
    low, high, level, count = size, size + len(entries), 0, 0
    while low < high:
        try:
            hashes = [nodes[level, index] for index in range(low, high)]
        except KeyError as error:
            raise BAD_APPEND.at(reason=f"node {error.args[0]} is missing") from error
        runs += _runs(level, low, hashes)
        count += len(hashes)
        low, high, level = low >> 1, high >> 1, level + 1
    if count != len(nodes):
        raise BAD_APPEND.at(reason=f"{len(nodes) - count} nodes belong to no entry")
    return runs
