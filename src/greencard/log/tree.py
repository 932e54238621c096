"""Merkle tree arithmetic of RFC 6962 2.1 (the same tree as RFC 9162 2.1), over perfect-subtree hashes kept elsewhere.

A node `(level, index)` is the hash over leaves [index * 2**level, (index + 1) * 2**level). Only nodes whose leaves are
all there exist, they never change, and any root or proof is folded from O(log n) of them. `fetch` gives their hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from greencard.errors import InvalidInput, Unavailable, declare

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "MAX_SIZE",
    "Fetch",
    "NodeId",
    "append_nodes",
    "consistency_path",
    "inclusion_path",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]

NodeId = tuple[int, int]
Fetch = Callable[[Sequence[NodeId]], list[bytes]]

HASH_BYTES: Final = 32
MAX_SIZE: Final = 2**63 - 1
EMPTY_ROOT: Final = sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 2.1)."""

OUT_OF_RANGE = declare(
    "GC-LOG-006",
    InvalidInput,
    en="Entry {index} is not in a log of {size} entries.",
    zh="{size} 条的日志中没有第 {index} 条。",
    remedy_en="Entries count from 0; give an index below the size.",
    remedy_zh="条目从 0 起计，请给出小于总数的序号。",
)
NODES_MISSING = declare(
    "GC-LOG-007",
    Unavailable,
    en="The log's store gave {got} of {asked} hashes.",
    zh="日志存储只返回了 {asked} 个哈希中的 {got} 个。",
    remedy_en="Try again; if it persists the operator must restore the log from its mirror.",
    remedy_zh="请重试；若持续出现，运营方须从镜像恢复日志。",
)


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry): the prefix keeps a leaf from ever standing for an inner node (RFC 6962 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right) (RFC 6962 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def append_nodes(size: int, leaf_hashes: Sequence[bytes], fetch: Fetch) -> dict[NodeId, bytes]:
    """Every perfect-subtree hash that `leaf_hashes`, appended at `size`, complete; level 0 are the leaves themselves.

    Raises:
        InvalidInput: the log would outgrow 2**63 - 1 entries (GC-LOG-006).
        Unavailable: `fetch` did not give the right edge (GC-LOG-007).
    """
    grown = size + len(leaf_hashes)
    _in_range(0, size, allow_end=True)
    _in_range(0, grown, allow_end=True)
    edge = [(level, (size >> level) - 1) for level in range(grown.bit_length()) if _joins(size, grown, level)]
    left = dict(zip(edge, _fetched(fetch, edge), strict=True))
    nodes: dict[NodeId, bytes] = {}
    row, first, level = list(leaf_hashes), size, 0
    while row:
        nodes.update({(level, first + i): value for i, value in enumerate(row)})
        if first & 1:
            row, first = [left[level, first - 1], *row], first - 1
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        first, level = first >> 1, level + 1
    return nodes


def _joins(size: int, grown: int, level: int) -> bool:
    """Whether the last old node of `level` is a left child whose sibling the append completes."""
    return bool(size >> level & 1) and grown >> level > size >> level


def root(size: int, fetch: Fetch) -> bytes:
    """Merkle tree hash of the first `size` leaves (RFC 6962 2.1)."""
    _in_range(0, size, allow_end=True)
    if size == 0:
        return EMPTY_ROOT
    ids = _perfect(0, size)
    return _fold(_fetched(fetch, ids))


def inclusion_path(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """Audit path of leaf `index` in the tree of `size` leaves, sibling of the leaf first (RFC 6962 2.1.1)."""
    _in_range(index, size)
    return _hashes(_siblings(index, size), fetch)


def consistency_path(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """Proof that the tree of `new` leaves extends the tree of `old` leaves (RFC 6962 2.1.2); empty for 0 or equal."""
    _in_range(0, new, allow_end=True)
    _in_range(old, new, allow_end=True)
    if old in (0, new):
        return []
    ranges: list[tuple[int, int]] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low, whole = middle, False
    if not whole:
        ranges.append((low, high))
    return _hashes(ranges[::-1], fetch)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether the leaf hash `leaf` is entry `index` of the tree of `size` leaves with that root.

    RFC 9162 2.1.3.2. The path must have exactly the length that this index and size give.
    """
    if not (0 <= index < size <= MAX_SIZE and _well_formed(path, leaf, expected_root)):
        return False
    fn, sn, value = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node_hash(sibling, value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == expected_root


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the tree of `new` leaves and root extends the tree of `old` leaves and root.

    RFC 9162 2.1.4.2; the empty tree is a prefix of every tree, with an empty proof. A proof binds roots, not sizes:
    both pairs must come from verified checkpoints.
    """
    if not (0 <= old <= new <= MAX_SIZE and _well_formed(path, old_root, new_root)):
        return False
    if old == new:
        return not path and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    return _extends(old, new, path, old_root, new_root)


def _extends(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first == old_root and second == new_root


def _well_formed(path: Sequence[bytes], *roots: bytes) -> bool:
    return len(path) <= MAX_SIZE.bit_length() + 1 and all(len(item) == HASH_BYTES for item in (*roots, *path))


def _in_range(index: int, size: int, *, allow_end: bool = False) -> None:
    if not (0 <= index < size + allow_end and size <= MAX_SIZE):
        raise OUT_OF_RANGE.at(index=index, size=size)


def _split(count: int) -> int:
    """Largest power of two below `count` (RFC 6962 2.1's k)."""
    return 1 << (count - 1).bit_length() - 1


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def _perfect(low: int, high: int) -> list[NodeId]:
    """Perfect subtrees that make up leaves [low, high), largest first; `low` is aligned to the largest."""
    ids = []
    while low < high:
        level = (high - low).bit_length() - 1
        ids.append((level, low >> level))
        low += 1 << level
    return ids


def _hashes(ranges: Sequence[tuple[int, int]], fetch: Fetch) -> list[bytes]:
    parts = [_perfect(low, high) for low, high in ranges]
    values = iter(_fetched(fetch, [node for part in parts for node in part]))
    return [_fold([next(values) for _ in part]) for part in parts]


def _fold(values: Sequence[bytes]) -> bytes:
    value = values[-1]
    for left in values[-2::-1]:
        value = node_hash(left, value)
    return value


def _fetched(fetch: Fetch, ids: Sequence[NodeId]) -> list[bytes]:
    if not ids:
        return []
    values = fetch(ids)
    if len(values) != len(ids) or any(len(value) != HASH_BYTES for value in values):
        raise NODES_MISSING.at(got=len(values), asked=len(ids))
    return values
