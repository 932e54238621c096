"""Disks that are full, read-only or rotten: a coded refusal, nothing half-written, and work goes on afterwards."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.store_samples import ALICE, append, facility, ground, hours, party, product, put
from greencard.adapters.sql import SqlStore, in_memory_store, open_store
from greencard.adapters.sql import engine as engine_module
from greencard.adapters.sql.engine import FILE_NAME
from greencard.errors import GreencardError, NotVerified, Unavailable

TESTS = Path(__file__).parents[1]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path / "data")
    with opened.session(ALICE) as session:
        session.put_facility(facility())
        put(session, ALICE, "urn:before")
        append(session, [b"before"])
    yield opened
    opened.close()


def pragma(store: SqlStore, statement: str) -> int | None:
    """On the one connection that sessions of one thread share."""
    with store._database.engine.connect() as connection:
        result = connection.exec_driver_sql(f"PRAGMA {statement}")
        return result.scalar() if result.returns_rows else None


def is_as_before(store: SqlStore) -> None:
    with store.session(ALICE) as session:
        assert [card.card.id for card in session.cards()] == ["urn:before"]
        assert session.log.size() == 1
        assert session.readings("plant-1", hours(1)[0].start, hours(9999)[-1].start) == []
        assert session.statuses() == [(0, "active")]


def write_much(store: SqlStore) -> None:
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:after")
        append(session, [b"after"])
        session.put_readings("plant-1", hours(5000))


def test_a_full_database_says_so_and_keeps_what_it_had(store: SqlStore):
    pages = pragma(store, "page_count")
    assert pragma(store, f"max_page_count = {pages + 5}") == pages + 5
    with pytest.raises(Unavailable) as full:
        write_much(store)
    assert full.value.code == "GC-STO-003"
    is_as_before(store)
    pragma(store, "max_page_count = 1000000")
    write_much(store)
    with store.session(ALICE) as session:
        assert session.log.size() == 2


FULL_DISK = """
import resource, signal, sys
from conformance.store_samples import ALICE, hours, put
from greencard.adapters.sql import open_store
from greencard.errors import Unavailable
store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
said = "nothing"
try:
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:after")
        session.put_readings("plant-1", hours(5000))
except Unavailable as error:
    said = error.code
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with store.session(ALICE) as session:
    print(said, session.card("urn:after") is None, session.card("urn:before") is not None)
"""


@pytest.mark.parametrize("room_bytes", [100, 20_000, 100_000])
def test_a_write_that_the_system_cuts_short_is_undone(store: SqlStore, tmp_path: Path, room_bytes: int):
    """The kernel refuses to let any file grow past a limit: every write call fails in its middle, as on a full disk."""
    data = tmp_path / "data"
    limit = (data / f"{FILE_NAME}-wal").stat().st_size + room_bytes
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, data, str(limit)],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(TESTS)},
    )  # fmt: skip
    code, undone, kept = child.stdout.split()
    assert code in {"GC-STO-001", "GC-STO-003"}
    assert (undone, kept) == ("True", "True")
    is_as_before(store)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_commit_that_fails_is_no_commit(store: SqlStore, monkeypatch: pytest.MonkeyPatch):
    def refuse(_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise error

    monkeypatch.setattr(store._database.engine.dialect, "do_commit", refuse)
    with pytest.raises(Unavailable) as failed:
        write_much(store)
    assert failed.value.code == "GC-STO-001"
    assert "SQLITE_IOERR_FSYNC" in str(failed.value)
    monkeypatch.undo()
    is_as_before(store)
    write_much(store)


READ_ONLY = """
import os, sys
from conformance.store_samples import ALICE, party
from greencard.adapters.sql import in_memory_store, open_store
from greencard.errors import GreencardError
with in_memory_store().session(ALICE) as session:  # everything is imported before the rights are given up
    session.put_party(party())
if os.geteuid() == 0:  # root is bound by no file mode
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
try:
    store = open_store(sys.argv[1])
    with store.session(ALICE) as session:
        session.put_party(party())
except GreencardError as error:
    print(error.code)
"""


def as_anyone(place: Path, directory: Path) -> str:
    """What opening and writing says to a user whom file modes bind."""
    user = os.geteuid() or pwd.getpwnam("nobody").pw_uid
    for path in (place, *place.rglob("*")):
        os.chown(path, user, -1)
    child = subprocess.run(
        [sys.executable, "-c", READ_ONLY, directory, str(user)],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(TESTS)},
    )  # fmt: skip
    return child.stdout.strip()


def test_a_place_that_may_not_be_written_is_unavailable():
    place = Path(tempfile.mkdtemp(prefix="gcro-"))  # pytest's own directories are closed to other users
    try:
        place.chmod(0o755)
        data = place / "data"
        open_store(data).close()
        assert as_anyone(place, data) == ""  # the control: where it may write, nothing is said
        data.chmod(0o500)
        (data / FILE_NAME).chmod(0o400)
        assert as_anyone(place, data) == "GC-STO-004"
        place.chmod(0o500)
        assert as_anyone(place, place / "new") == "GC-STO-004"
    finally:
        shutil.rmtree(place, onerror=lambda _, path, __: Path(path).chmod(0o700))
        shutil.rmtree(place, ignore_errors=True)


def test_a_file_where_the_directory_should_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for address in (tmp_path / "file", tmp_path / "file" / "below", "\x00"):
        with pytest.raises(Unavailable) as refused:
            open_store(address)
        assert refused.value.code == "GC-STO-004"


def test_a_database_turned_read_only_says_so(store: SqlStore):
    pragma(store, "query_only = ON")
    with pytest.raises(Unavailable) as refused, store.session(ALICE) as session:
        session.put_party(party())
    assert refused.value.code == "GC-STO-004"
    pragma(store, "query_only = OFF")
    is_as_before(store)


@pytest.mark.parametrize(
    "content", [b"not a database " * 300, b"SQLite format 3\x00" + b"\xff" * 4096], ids=["text", "only the magic"]
)
def test_a_file_that_is_no_database_is_not_verified(tmp_path: Path, content: bytes):
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(NotVerified) as refused:
        open_store(tmp_path)
    assert refused.value.code == "GC-STO-005"
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_no_rotten_page_is_ever_a_traceback(tmp_path: Path):
    """Overwrite each page in turn: every call answers rightly or with a code of ours."""
    whole = tmp_path / "whole"
    store = open_store(whole)
    with store.session(ALICE) as session:
        session.put_party(party())
        session.put_facility(facility())
        put(session, ALICE, "urn:a")
        append(session, [b"leaf"])
        session.put_readings("plant-1", hours(500))
    store.close()
    content = (whole / FILE_NAME).read_bytes()
    seen = set()
    for page in range(len(content) // 4096):
        rotten = tmp_path / f"rotten-{page}"
        rotten.mkdir()
        (rotten / FILE_NAME).write_bytes(content[: page * 4096] + b"\xa5" * 4096 + content[(page + 1) * 4096 :])
        try:
            store = open_store(rotten)
        except GreencardError as error:
            seen.add(error.code)
            continue
        for ask in (
            lambda s: s.party("alice"),
            lambda s: list(s.cards()),
            lambda s: s.card("urn:a"),
            lambda s: list(s.products()),
            lambda s: s.readings("plant-1", hours(1)[0].start, hours(500)[-1].start),
            lambda s: s.statuses(),
            lambda s: (s.log.size(), s.log.entry(0), s.log.nodes([(0, 0)]), s.log.checkpoint()),
            lambda s: put(s, ALICE, "urn:b"),
            lambda s: append(s, [b"more"]),
        ):
            try:
                with store.session(ALICE) as session:
                    ask(session)
            except GreencardError as error:
                seen.add(error.code)
        store.close()
    assert "GC-STO-005" in seen


@pytest.mark.parametrize(
    ("statement", "ask"),
    [
        ("UPDATE parties SET document = '{'", lambda s: s.party("alice")),
        ("UPDATE parties SET document = '{\"id\": 1}'", lambda s: s.party("alice")),
        ("UPDATE products SET document = 'null'", lambda s: s.product("pan")),
        ("UPDATE assessments SET document = '[]'", lambda s: s.assessment(ground(s))),
        ("UPDATE cards SET document = '{}'", lambda s: s.card("urn:before")),
        ("UPDATE log_entries SET bundle = x'00'", lambda s: s.log.entry(0)),
        ("UPDATE log_entries SET bundle = x'00FF01'", lambda s: s.log.entry(0)),
    ],
)
def test_a_record_changed_from_outside_is_not_verified(store: SqlStore, statement: str, ask):
    with store.session(ALICE) as session:
        session.put_party(party())
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()
    with pytest.raises(NotVerified) as damaged, store.session(ALICE) as session:
        ask(session)
    assert damaged.value.code == "GC-STO-005"


def test_an_exception_between_any_two_writes_leaves_no_trace(store: SqlStore):
    steps = [
        lambda s: s.put_party(party()),
        lambda s: s.put_product(product("pot"), "p"),
        lambda s: s.put_readings("plant-1", hours(10)),
        lambda s: s.next_status_index(),
        lambda s: append(s, [b"after"]),
        lambda s: s.log.save_checkpoint(2, "note"),
        lambda s: put(s, ALICE, "urn:after"),
        lambda s: s.set_card_status("urn:before", "revoked"),
    ]
    for cut in range(1, len(steps) + 1):
        with pytest.raises(KeyboardInterrupt), store.session(ALICE) as session:  # noqa: PT012 - the cut is the point
            for step in steps[:cut]:
                step(session)
            raise KeyboardInterrupt
        is_as_before(store)
        with store.session(ALICE) as session:
            assert session.party("alice") is None
            assert [one.product.id for one in session.products()] == ["pan"]
            assert session.log.checkpoint() is None


def test_no_memory_database_to_be_had(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("no such vfs: memdb")
        error.sqlite_errorname = "SQLITE_ERROR"
        raise error

    monkeypatch.setattr(engine_module.sqlite3, "connect", refuse)
    with pytest.raises(Unavailable) as refused:
        in_memory_store()
    assert refused.value.code == "GC-STO-001"
