"""The system of record on SQLite or PostgreSQL: the port `greencard.ports.Store`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from greencard.adapters.clock import SystemClock
from greencard.adapters.sql.bookings import SqlBookings
from greencard.adapters.sql.cards import Cards
from greencard.adapters.sql.codes import BAD_ADDRESS, DAMAGED
from greencard.adapters.sql.engine import WAIT_S, Database, file_database, memory_database, postgres_database
from greencard.adapters.sql.log import SqlLog
from greencard.adapters.sql.lots import SqlLots
from greencard.adapters.sql.readings import Readings
from greencard.adapters.sql.schema import create, found_version, upgrade
from greencard.adapters.sql.tables import SCHEMA, meta
from greencard.adapters.sql.work import Work, key
from greencard.ports import Clock, Principal

__all__ = ["SqlSession", "SqlStore", "in_memory_store", "open_store"]


class SqlSession(Cards, Readings):
    """One transaction in one party's scope; see `greencard.ports.StoreSession`."""

    def __init__(self, work: Work, party: str, clock: Clock) -> None:
        super().__init__(work, party, clock)
        self.log = SqlLog(work)
        self.lots = SqlLots(work, party, clock)
        self.bookings = SqlBookings(work, party, clock)


class SqlStore:
    """An open store. Safe to share between threads; a session belongs to the thread that uses it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @contextmanager
    def session(self, principal: Principal) -> Iterator[SqlSession]:
        """One transaction in the principal's scope: leaving without error commits, an exception rolls all back.

        Reads before the first write see the newest committed state and block nobody. A failed write dooms the
        session: even if the caller catches the error, nothing is kept and the error is raised again at the end.

        Raises:
            Unavailable: the store does not answer, or another writer kept it too long (GC-STO-001, GC-STO-002).
        """
        party = key(principal.party, "party")
        work = self._database.work()
        try:
            yield SqlSession(work, party, self._clock)
            work.commit()
        finally:
            work.end()

    def ready(self) -> dict[str, Any]:
        """Kind of database, schema version and number of leaves in the log, read just now.

        Raises:
            Unavailable: the store does not answer (GC-STO-001).
        """
        work = self._database.work()
        try:
            row = work.first(select(meta.c.value).where(meta.c.name == "schema"))
            if row is None:
                raise DAMAGED.at(reason="its schema version is not recorded")
            return {"store": self._database.kind, "schema": int(row.value), "log_size": SqlLog(work).size()}
        finally:
            work.end()

    def close(self) -> None:
        """Close the connections; a database in memory is gone with them."""
        self._database.close()


def open_store(address: str | Path, clock: Clock | None = None, *, wait_s: float = WAIT_S) -> SqlStore:
    """The store in a data directory (SQLite, made when absent) or at a `postgresql://` URL, its tables up to date.

    A writer waits `wait_s` seconds for another before it gives up (GC-STO-002).

    Raises:
        InvalidInput: neither a directory nor such a URL (GC-STO-008).
        Unavailable: it cannot be reached or written (GC-STO-001, GC-STO-004), or the driver is missing (GC-STO-009).
        NotVerified: the file is damaged (GC-STO-005).
        Refused: a newer greencard or another program wrote it (GC-STO-006, GC-STO-007).
    """
    if isinstance(address, str) and "://" in address:
        database = postgres_database(address, wait_s)
    elif str(address):
        database = file_database(Path(address), wait_s)
    else:
        raise BAD_ADDRESS.at()
    try:
        if found_version(database) < SCHEMA:
            upgrade(database)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, clock or SystemClock())


def in_memory_store(clock: Clock | None = None) -> SqlStore:
    """A store in this process's memory, gone when closed: the same code, tables and rules as a file."""
    database = memory_database()
    create(database)
    return SqlStore(database, clock or SystemClock())
