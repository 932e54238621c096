"""The log: what may be appended, what is found again, checkpoints."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.store_samples import ALICE, BOB, append, completed, leaf_hash, subtree
from greencard.adapters.sql import SqlStore, in_memory_store
from greencard.errors import InvalidInput, Refused, Unavailable


def every_node(size: int) -> list[tuple[int, int]]:
    return completed(0, size)


def entries(count: int, start: int = 0) -> list[bytes]:
    return [b"entry %d " % n * (n % 5) for n in range(start, start + count)]


def test_an_empty_log_has_nothing(store: SqlStore):
    with store.session(ALICE) as session:
        assert session.log.size() == 0
        assert session.log.nodes([]) == []
        assert session.log.checkpoint() is None
        assert session.log.append([], {}) == 0
        for ask in (lambda: session.log.entry(0), lambda: session.log.nodes([(0, 0)])):
            with pytest.raises(InvalidInput) as missing:
                ask()
            assert missing.value.code == "GC-STO-019"


@pytest.mark.parametrize("steps", [[1] * 9, [256, 1, 255, 300], [700], [3, 0, 513]])
def test_entries_and_nodes_are_found_again_whatever_the_steps(store: SqlStore, steps: list[int]):
    size = 0
    for step in steps:
        with store.session(ALICE) as session:
            assert append(session, entries(step, size)) == size
        size += step
    leaves = [leaf_hash(entry) for entry in entries(size)]
    with store.session(BOB) as session:  # public: anyone reads
        assert session.log.size() == size
        assert [session.log.entry(n) for n in range(size)] == entries(size)
        nodes = every_node(size)[::-1]
        assert session.log.nodes(nodes) == [subtree(leaves, *node) for node in nodes]
        for node in [(0, size), (1, size >> 1), (2, (size >> 2) + 1), (40, 0), (-1, 0), (0, -1), (0, 2**70), (99, 0)]:
            with pytest.raises(InvalidInput) as missing:
                session.log.nodes([(0, 0), node])
            assert missing.value.code == "GC-STO-019"


@pytest.mark.parametrize("index", [-1, 3, 2**70])
def test_a_leaf_that_is_not_there(store: SqlStore, index: int):
    with store.session(ALICE) as session:
        append(session, entries(3))
        with pytest.raises(InvalidInput) as missing:
            session.log.entry(index)
        assert missing.value.code == "GC-STO-019"
        assert session.log.entry(2) == entries(3)[2]


def test_the_longest_and_the_empty_entry(store: SqlStore):
    long = bytes(range(256)) * 256
    with store.session(ALICE) as session:
        append(session, [long[:65_535], b"", b"x"])
    with store.session(ALICE) as session:
        assert [session.log.entry(n) for n in range(3)] == [long[:65_535], b"", b"x"]
    with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
        append(session, [long])
    assert refused.value.code == "GC-STO-018"


def nodes_for(size: int, count: int) -> dict[tuple[int, int], bytes]:
    return {node: hashlib.sha256(repr(node).encode()).digest() for node in completed(size, count)}


def test_an_append_computed_at_another_size_is_refused(store: SqlStore):
    with store.session(ALICE) as session:
        append(session, entries(3))
    for computed in (2, 4):
        with pytest.raises(Unavailable) as moved, store.session(ALICE) as session:
            session.log.append([b"x"], nodes_for(computed, 1))
        assert moved.value.code == "GC-STO-017"
        assert f"computed for {computed}" in str(moved.value)
    with store.session(ALICE) as session:
        assert session.log.size() == 3


def test_nodes_must_be_exactly_those_completed(store: SqlStore):
    with store.session(ALICE) as session:
        append(session, entries(3))
    good = nodes_for(3, 5)
    wrong = [
        {node: value for node, value in good.items() if node != (2, 1)},
        {node: value for node, value in good.items() if node != (0, 7)},
        good | {(4, 0): bytes(32)},
        good | {(0, 8): bytes(32)},
        good | {(2, 1): bytes(31)},
        good | {(2, 1): bytes(33)},
        {},
    ]
    for nodes in wrong:
        with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
            session.log.append(entries(5), nodes)
        assert refused.value.code == "GC-STO-018"
    with store.session(ALICE) as session:
        assert session.log.size() == 3
        with pytest.raises(InvalidInput):
            session.log.nodes([(0, 3)])
        assert session.log.append(entries(5), good) == 3


def test_a_checkpoint_has_one_note_for_ever(store: SqlStore):
    with store.session(ALICE) as session:
        append(session, entries(4))
        for size in (4, 2, 0):
            session.log.save_checkpoint(size, f"origin\n{size}\nroot\n\n— sig 签名\n")
        session.log.save_checkpoint(2, "origin\n2\nroot\n\n— sig 签名\n")
    with pytest.raises(Refused) as refused, store.session(BOB) as session:
        session.log.save_checkpoint(2, "origin\n2\nanother\n")
    assert refused.value.code == "GC-STO-020"
    with store.session(BOB) as session:
        assert session.log.checkpoint() == session.log.checkpoint(4) == "origin\n4\nroot\n\n— sig 签名\n"
        assert session.log.checkpoint(2) == "origin\n2\nroot\n\n— sig 签名\n"
        assert [session.log.checkpoint(size) for size in (1, 5, -1, 2**70)] == [None] * 4


@pytest.mark.parametrize(
    ("size", "note", "code"),
    [(5, "x", "019"), (-1, "x", "019"), (1, "", "025"), (1, "\x00", "025"), (1, "\udc80", "025")],
)
def test_a_checkpoint_that_cannot_be(store: SqlStore, size: int, note: str, code: str):
    with store.session(ALICE) as session:
        append(session, entries(4))
    with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
        session.log.save_checkpoint(size, note)
    assert refused.value.code == f"GC-STO-{code}"


def test_what_was_appended_is_visible_in_the_session_and_gone_after_its_failure(store: SqlStore):
    with pytest.raises(ZeroDivisionError), store.session(ALICE) as session:  # noqa: PT012 - both belong together
        append(session, entries(5))
        session.log.save_checkpoint(5, "note")
        assert session.log.entry(4) == entries(5)[4]
        raise ZeroDivisionError
    with store.session(ALICE) as session:
        assert session.log.size() == 0
        assert session.log.checkpoint() is None
        with pytest.raises(InvalidInput):
            session.log.nodes([(0, 0)])


@settings(max_examples=30, deadline=None)
@given(batches=st.lists(st.lists(st.binary(max_size=40), max_size=20), max_size=8))
def test_any_batches_of_any_bytes_survive(batches: list[list[bytes]]):
    store = in_memory_store()
    for batch in batches:
        with store.session(ALICE) as session:
            append(session, batch)
    whole = [entry for batch in batches for entry in batch]
    with store.session(BOB) as session:
        assert session.log.size() == len(whole)
        assert [session.log.entry(n) for n in range(len(whole))] == whole
        leaves = [leaf_hash(entry) for entry in whole]
        assert session.log.nodes(every_node(len(whole))) == [subtree(leaves, *n) for n in every_node(len(whole))]
    store.close()
