"""Transactions: all or nothing, writers that never interleave, readers that never wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from conformance.store_samples import (
    ALICE,
    BOB,
    NOON,
    append,
    assessment,
    completed,
    facility,
    hours,
    leaf_hash,
    party,
    product,
    put,
    subtree,
)
from greencard.adapters.sql import SqlStore, open_store
from greencard.adapters.sql.tables import SCHEMA
from greencard.errors import GreencardError, Refused, Unavailable
from greencard.ports import Principal, StoreSession

WRITES: dict[str, Callable[[StoreSession], object]] = {
    "party": lambda s: s.put_party(party()),
    "facility": lambda s: s.put_facility(facility()),
    "product": lambda s: s.put_product(product(), "a"),
    "assessment": lambda s: s.put_assessment(assessment(s.put_product(product(), "a").product), 1),
    "readings": lambda s: (s.put_facility(facility()), s.put_readings("plant-1", hours(3))),
    "status index": lambda s: s.next_status_index(),
    "card": lambda s: put(s, ALICE, "urn:a"),
    "card status": lambda s: (put(s, ALICE, "urn:a"), s.set_card_status("urn:a", "revoked")),
    "log": lambda s: append(s, [b"a", b"b"]),
    "checkpoint": lambda s: s.log.save_checkpoint(0, "note"),
}


def everything(store: SqlStore) -> dict[str, object]:
    with store.session(ALICE) as s:
        return {
            "party": s.party("alice"),
            "products": list(s.products()),
            "readings": s.readings("plant-1", NOON, NOON + timedelta(days=9)),
            "cards": list(s.cards()),
            "statuses": s.statuses(),
            "size": s.log.size(),
            "checkpoint": s.log.checkpoint(),
        }


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_an_exception_after_any_write_leaves_nothing(store: SqlStore, write: Callable[[StoreSession], object]):
    before = everything(store)
    with pytest.raises(ZeroDivisionError), store.session(ALICE) as session:  # noqa: PT012 - both belong together
        write(session)
        raise ZeroDivisionError
    assert everything(store) == before
    with store.session(ALICE) as session:
        assert session.next_status_index() == 0
        write(session)
    assert store.ready()["schema"] == SCHEMA


def test_a_failed_write_dooms_the_session_even_when_caught(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:a")
    with pytest.raises(Refused) as again, store.session(ALICE) as session:  # noqa: PT012 - what is caught is the point
        session.put_product(product("pot"), "p")
        with pytest.raises(Refused) as first:
            put(session, ALICE, "urn:a")
        with pytest.raises(Refused):
            session.put_product(product("lid"), "l")
    assert again.value is first.value
    with store.session(ALICE) as session:
        assert [one.product.id for one in session.products()] == ["pan"]


def test_a_session_that_reads_may_catch_what_it_asked_wrongly(store: SqlStore):
    with store.session(ALICE) as session:
        with pytest.raises(GreencardError):
            session.log.entry(9)
        session.put_party(party())
    with store.session(ALICE) as session:
        assert session.party("alice") == party()


def test_status_positions_are_given_once_however_many_ask(store: SqlStore):
    threads, each = 6, 12
    given: list[int] = []

    def take(number: int) -> None:
        for n in range(each):
            with store.session(Principal(party=f"p{number}")) as session:
                index = session.next_status_index()
                if n % 4 == 3:
                    index = session.next_status_index()
                given.append(index)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(take, range(threads)))
    assert len(set(given)) == len(given) == threads * each
    with store.session(ALICE) as session:
        assert session.next_status_index() == threads * (each + each // 4)


def test_log_writers_never_interleave(store: SqlStore):
    """Each writer adds a run of marked entries; afterwards every run is in one piece and every node is right."""
    threads, each, run = 4, 8, 3
    kept: list[tuple[int, bytes]] = []

    def write(number: int) -> None:
        for n in range(each):
            mark = b"%d/%d" % (number, n)
            with store.session(Principal(party=f"p{number}")) as session:
                session.next_status_index()  # a session that has written holds the log's size still
                first = append(session, [mark] * run)
            kept.append((first, mark))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(threads)))
    total = threads * each * run
    with store.session(ALICE) as session:
        assert session.log.size() == total
        whole = [session.log.entry(n) for n in range(total)]
        assert sorted(first for first, _ in kept) == list(range(0, total, run))
        for first, mark in kept:
            assert whole[first : first + run] == [mark] * run
        leaves = [leaf_hash(entry) for entry in whole]
        nodes = completed(0, total)
        assert session.log.nodes(nodes) == [subtree(leaves, *node) for node in nodes]


def test_an_append_after_another_writer_was_faster_is_refused_not_misplaced(store: SqlStore):
    with pytest.raises(Unavailable) as moved, store.session(ALICE) as session:  # noqa: PT012 - they overlap on purpose
        size = session.log.size()  # reads only: nobody waits for this session
        with store.session(BOB) as fast:
            append(fast, [b"fast"])
        session.log.append([b"slow"], {(0, size): leaf_hash(b"slow")})
    assert moved.value.code == "GC-STO-017"
    with store.session(ALICE) as check:
        assert [check.log.entry(0), check.log.size()] == [b"fast", 1]


def test_the_size_that_a_writer_has_read_stays_until_it_is_done(address: str | Path):
    store = open_store(address, wait_s=0.05)
    with store.session(ALICE) as session:
        session.put_party(party())
        size = session.log.size()
        with pytest.raises(Unavailable) as busy, store.session(BOB) as other:
            append(other, [b"in between"])
        assert busy.value.code == "GC-STO-002"
        session.log.append([b"a"], {(0, size): leaf_hash(b"a")})
    store.close()


def test_two_writers_of_one_product_make_two_versions(store: SqlStore):
    start = threading.Barrier(4)

    def write(number: int) -> int:
        start.wait()
        with store.session(ALICE) as session:
            return session.put_product(product(mass=str(number + 1)), f"digest {number}").version

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, range(4))) == [1, 2, 3, 4]


def test_two_writers_of_the_same_records_agree(store: SqlStore):
    start = threading.Barrier(4)

    def write(_: int) -> int:
        start.wait()
        with store.session(ALICE) as session:
            session.put_party(party())
            session.put_facility(facility())
            new = session.put_readings("plant-1", hours(50))
            session.put_assessment(assessment(session.put_product(product(), "a").product), 1)
            return new

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, range(4))) == [0, 0, 0, 50]
    with store.session(ALICE) as session:
        assert session.product("pan").version == 1


def test_a_reader_does_not_wait_for_a_writer_that_is_not_done(address: str | Path):
    store = open_store(address)
    with store.session(ALICE) as writer:
        put(writer, ALICE, "urn:a")
        append(writer, [b"leaf"])
        with store.session(BOB) as reader:
            assert reader.card("urn:a") is None
            assert reader.log.size() == 0
            assert reader.statuses() == []
        assert store.ready()["log_size"] == 0
    with store.session(BOB) as reader:
        assert reader.card("urn:a").party == "alice"
        assert reader.log.size() == 1
    store.close()


def test_a_writer_that_waits_too_long_says_so(address: str | Path):
    store = open_store(address, wait_s=0.05)
    with store.session(ALICE) as writer:
        writer.next_status_index()
        with pytest.raises(Unavailable) as busy, store.session(BOB) as other:
            other.next_status_index()
    assert busy.value.code == "GC-STO-002"
    with store.session(BOB) as other:
        assert other.next_status_index() == 1
    store.close()


def test_a_connection_that_breaks_is_unavailable_and_the_next_one_works(postgres_url: str):
    store = open_store(postgres_url)
    with pytest.raises(Unavailable) as broken, store.session(ALICE) as session:  # noqa: PT012 - they overlap on purpose
        session.put_party(party())
        with store._database.engine.connect() as other:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            other.exec_driver_sql(others)
        session.put_facility(facility())
    assert broken.value.code == "GC-STO-001"
    with store.session(ALICE) as session:
        assert session.party("alice") is None
        session.put_party(party())
    assert store.ready()["store"] == "postgresql"
    store.close()


def test_two_open_stores_of_one_place_share_the_rules(address: str | Path):
    one, two = open_store(address), open_store(address)
    stores = [one, two]

    def write(number: int) -> list[int]:
        given = []
        for _ in range(10):
            with stores[number].session(Principal(party=f"p{number}")) as session:
                given.append(session.next_status_index())
                append(session, [b"%d" % number])
        return given

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(write, range(2))
    assert sorted(first + second) == list(range(20))
    with one.session(ALICE) as session:
        assert session.log.size() == 20
    for opened in stores:
        opened.close()


def test_ready_says_what_it_is(store: SqlStore):
    with store.session(ALICE) as session:
        append(session, [b"a"])
    assert store.ready() == {"store": store.ready()["store"], "schema": SCHEMA, "log_size": 1}
    assert store.ready()["store"] in {"sqlite", "postgresql"}
