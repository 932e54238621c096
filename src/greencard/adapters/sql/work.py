"""One unit of work: a connection, at most one transaction, and failures in this room's words.

Until the first write every read sees the newest committed state and holds nothing. The first write opens the
transaction: on SQLite it takes the database's write lock (`BEGIN IMMEDIATE`), on PostgreSQL a named advisory lock
where records are numbered or chained. A write that fails dooms the unit: whatever the caller does, nothing of it stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from greencard.adapters.sql.codes import BAD_DOCUMENT, BAD_KEY, BUSY, DAMAGED, SESSION_OVER, translated
from greencard.errors import GreencardError, Place

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
"""A row of a query, columns by name or position."""

__all__ = ["PROGRAMME", "AnyRow", "Work", "decoded", "encoded", "key", "storable"]

PROGRAMME: Final = "greencard/programme"
"""Lock of what the whole programme counts: log leaves, status positions, public paths. One lock, so no two writers
can wait for each other."""

MAX_KEY: Final = 200
_ADVISORY: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_CONTROL: Final = 0x20
_ROWCOUNT: Final = attrgetter("rowcount")
_ENCODER: Final = msgspec.json.Encoder()


def storable(value: object, most: int = MAX_KEY) -> bool:
    """Whether a text can be an identifier here: bounded, encodable, without control characters."""
    if not isinstance(value, str) or not 0 < len(value) <= most or min(map(ord, value)) < _CONTROL:
        return False
    return value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value)


def key(value: object, field: str, most: int = MAX_KEY) -> str:
    """`value` as an identifier.

    Raises:
        InvalidInput: it cannot be one (GC-STO-016).
    """
    if isinstance(value, str) and storable(value, most):
        return value
    raise BAD_KEY.at(Place(f"/{field}"), text=ascii(value)[:80], field=field, most=most)


def encoded(value: object, what: str) -> str:
    """A value as the JSON text that is stored: fields in the order of the model, decimals as text.

    Raises:
        InvalidInput: it is no JSON (GC-STO-025).
    """
    try:
        return _ENCODER.encode(value).decode()
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise BAD_DOCUMENT.at(what=what, reason=type(error).__name__) from error


def decoded(document: str, decoder: msgspec.json.Decoder[T], what: str) -> T:
    """A stored document as a value.

    Raises:
        NotVerified: the document is no such value, so the store was changed from outside (GC-STO-005).
    """
    try:
        return decoder.decode(document)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise DAMAGED.at(reason=f"{what} is unreadable") from error


class Work:
    """A connection from begin to commit or rollback. `writers` queues the writers of one process; None: no queue.

    A writer waits `wait_s` seconds for another before it gives up.
    """

    def __init__(self, engine: Engine, writers: threading.Lock | None, wait_s: float) -> None:
        self._writers = writers
        self._wait_s = wait_s
        self._queued = False
        self._writing = False
        self._failure: GreencardError | None = None
        self._over = False
        try:
            self._connection: Connection = engine.connect()
        except SQLAlchemyError as error:
            raise translated(error) from error

    @property
    def connection(self) -> Connection:
        """The connection itself, for what changes the tables."""
        return self._connection

    @property
    def is_writing(self) -> bool:
        """Whether the transaction of writes is open."""
        return self._writing

    def rows(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Sequence[AnyRow]:
        """All rows of a query."""
        rows: Sequence[AnyRow] = self._do(statement, params, CursorResult.fetchall)
        return rows

    def first(self, statement: Executable, params: Mapping[str, Any] | None = None) -> AnyRow | None:
        """First row of a query, or None."""
        row: AnyRow | None = self._do(statement, params, CursorResult.fetchone)
        return row

    def write(self, statement: Executable, params: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
        """Run one statement for one or many parameter sets, inside `writing`; gives the number of rows touched."""
        return int(self._do(statement, params, _ROWCOUNT))

    def _do(self, statement: Executable, params: Any, take: Callable[[CursorResult[Any]], Any]) -> Any:
        """Run a statement and take what it gives; SQLite may find damage only while rows are fetched."""
        if self._over:
            raise SESSION_OVER.at()
        try:
            return take(self._connection.execute(statement, params))
        except SQLAlchemyError as error:
            raise self._broken(error) from error

    def _broken(self, error: SQLAlchemyError) -> GreencardError:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            self._connection.invalidate()
        self._failure = translated(error)
        return self._failure

    @contextmanager
    def writing(self, lock: str | None = None) -> Iterator[None]:
        """Around every write: opens the transaction, takes the named lock, dooms the unit when anything fails."""
        try:
            self._begin()
            if lock is not None:
                self.lock(lock)
            yield
        except GreencardError as error:
            self._failure = self._failure or error
            raise

    def _begin(self) -> None:
        if self._over:
            raise SESSION_OVER.at()
        if self._failure is not None:
            raise self._failure
        if self._writing:
            return
        if self._writers is not None:
            # Waiting here is fair and wakes at once; SQLite's own waiting polls.
            if not self._writers.acquire(timeout=self._wait_s):
                raise BUSY.at(reason=f"waited {self._wait_s:g} s")
            self._queued = True
            try:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            except SQLAlchemyError as error:
                raise self._broken(error) from error
        self._writing = True

    def lock(self, name: str) -> None:
        """Hold a named lock until the transaction ends. On SQLite the write lock covers it."""
        if self._writers is None:
            self._do(_ADVISORY, {"name": name}, CursorResult.fetchone)

    def commit(self) -> None:
        """Make the writes durable; a unit in which a write failed is rolled back and says so again."""
        if self._failure is not None:
            failure = self._failure
            self.end()
            raise failure
        try:
            self._connection.commit()
        except SQLAlchemyError as error:
            raise self._broken(error) from error
        finally:
            self.end()

    def end(self) -> None:
        """Roll back what was not committed and give the connection back; a second call does nothing."""
        if self._over:
            return
        self._over = True
        try:
            self._connection.rollback()
        except SQLAlchemyError:
            # The connection is beyond use; the database rolls back when it is gone.
            self._connection.invalidate()
        finally:
            try:
                self._connection.close()
            finally:
                if self._queued:
                    self._queued = False
                    assert self._writers is not None  # noqa: S101 - queued means there is a queue; narrows the type
                    self._writers.release()
