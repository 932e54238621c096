"""Connections: a SQLite file, a SQLite database in memory, or PostgreSQL."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from greencard.adapters.sql.codes import BAD_ADDRESS, NO_DRIVER, READ_ONLY, translated
from greencard.adapters.sql.work import Work

__all__ = ["FILE_NAME", "WAIT_S", "Database", "file_database", "memory_database", "postgres_database"]

FILE_NAME: Final = "greencard.sqlite3"
WAIT_S: Final = 10.0
"""How long a writer waits for another before it gives up, in seconds, unless the opener says otherwise."""
_CONNECTIONS: Final = 16
_POLL_S: Final = 0.002


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and what distinguishes its kind. `writers` queues this process's writers where only one can write."""

    engine: Engine
    kind: Literal["sqlite", "postgresql"]
    writers: threading.Lock | None = None
    keeper: sqlite3.Connection | None = None
    """Holds a database in memory alive between sessions."""
    wait_s: float = WAIT_S

    def work(self) -> Work:
        """A new unit of work."""
        return Work(self.engine, self.writers, self.wait_s)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()
        if self.keeper is not None:
            self.keeper.close()


def _connect(name: str, wait_s: float, *, uri: bool) -> sqlite3.Connection:
    """One connection in the driver's autocommit mode: transactions begin where `Work` says, as it says."""
    connection = sqlite3.connect(name, timeout=wait_s, isolation_level=None, check_same_thread=False, uri=uri)
    try:
        # Power may fail right after a commit was acknowledged: FULL syncs the write-ahead log before COMMIT returns.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if not uri:
            _write_ahead(connection, wait_s)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, wait_s: float) -> None:
    """Keep a write-ahead log: readers never wait. SQLite does not wait for others who change a new file to this."""
    until = time.monotonic() + wait_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_POLL_S)
        else:
            return


def _sqlite(name: str, wait_s: float, *, uri: bool) -> Engine:
    return create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(name, wait_s, uri=uri),
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=wait_s,
    )


def file_database(directory: Path, wait_s: float = WAIT_S) -> Database:
    """The database file in a directory; both are made when absent, readable by their owner alone.

    Raises:
        Unavailable: the directory cannot be made or written (GC-STO-004).
    """
    path = directory / FILE_NAME
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its -wal and -shm files the mode of the database file.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise READ_ONLY.at(reason=reason) from error
    return Database(_sqlite(os.fspath(path), wait_s, uri=False), "sqlite", threading.Lock(), wait_s=wait_s)


def memory_database(wait_s: float = WAIT_S) -> Database:
    """A database of its own in this process's memory, with the locks and transactions of a file."""
    name = f"file:/greencard-{secrets.token_hex(8)}?vfs=memdb"
    try:
        keeper = _connect(name, wait_s, uri=True)
    except sqlite3.Error as error:
        raise translated(error) from error
    return Database(_sqlite(name, wait_s, uri=True), "sqlite", threading.Lock(), keeper, wait_s)


def postgres_database(address: str, wait_s: float = WAIT_S) -> Database:
    """A PostgreSQL database by URL; records go to the first schema of its search path.

    Raises:
        InvalidInput: not a postgresql:// URL (GC-STO-008).
        Unavailable: the driver is not installed (GC-STO-009).
    """
    try:
        url: URL = make_url(address)
        if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
            raise BAD_ADDRESS.at()
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_timeout=wait_s,
            pool_pre_ping=True,
            connect_args={"connect_timeout": max(1, round(wait_s))},
        )
    except (ArgumentError, ValueError) as error:
        raise BAD_ADDRESS.at() from error
    except ModuleNotFoundError as error:
        raise NO_DRIVER.at() from error

    def limit_waiting(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(wait_s * 1000)}")
        connection.commit()

    event.listen(engine, "connect", limit_waiting)
    return Database(engine, "postgresql", wait_s=wait_s)
