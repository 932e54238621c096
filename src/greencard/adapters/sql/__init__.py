"""The system of record in SQL: one SQLite file by default, PostgreSQL by URL."""

from greencard.adapters.sql.store import SqlSession, SqlStore, in_memory_store, open_store

__all__ = ["SqlSession", "SqlStore", "in_memory_store", "open_store"]
