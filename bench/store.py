"""The store against bare sqlite3 writing the same rows, in turns: cards, readings and log leaves a second."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from conformance.store_samples import ALICE, NOON, facility, ground, hours, leaf_hash, record
from greencard.adapters.sql import SqlStore, open_store
from greencard.adapters.sql.engine import FILE_NAME
from greencard.adapters.sql.scope import microseconds
from greencard.adapters.sql.tables import METADATA
from greencard.adapters.sql.work import encoded

ROUNDS, CARDS, YEAR, BATCH = 5, 200, 8760, 1000


def cards(store: SqlStore, assessment: str) -> float:
    """Durable single-card transactions a second: status position, log leaf, card."""
    began = time.perf_counter()
    for _ in range(CARDS):
        with store.session(ALICE) as session:
            index = session.next_status_index()
            size = session.log.size()
            entry = b"leaf %d" % size
            # Only the nodes' number and length matter to the store; hashing is the log room's to measure.
            nodes = {(level, size >> level): leaf_hash(entry) for level in range(40) if not (size + 1) % (1 << level)}
            session.log.append([entry], nodes)
            session.put_card(record(ALICE, assessment, index, f"urn:{index}", leaf=size))
    return CARDS / (time.perf_counter() - began)


def bare_cards(database: sqlite3.Connection, start: int, assessment: str) -> float:
    """The same rows by hand, nothing checked."""
    began = time.perf_counter()
    for index in range(start, start + CARDS):
        card = record(ALICE, assessment, index, f"urn:bare:{index}").card
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO status_entries VALUES (?, 'alice', 'active')", (index,))
        database.execute("INSERT INTO log_entries VALUES (?, 1, ?)", (index, b"\x00\x08leaf    "))
        for level in range(40):
            if not (index + 1) % (1 << level):
                database.execute("INSERT INTO log_nodes VALUES (?, ?, ?)", (level, index >> level, bytes(32)))
        row = (
            *(card.id, card.id, "alice", "pan", 1, assessment, index, 1, card.id, 0, index),
            *(card.digest, encoded(card, "card")),
        )
        database.execute(f"INSERT INTO cards VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - only marks
        database.execute("COMMIT")
    return CARDS / (time.perf_counter() - began)


def readings(store: SqlStore, name: str) -> float:
    """Reading rows a second: one year of hours of a new facility in one transaction."""
    year = hours(YEAR)
    with store.session(ALICE) as session:
        session.put_facility(facility(name))
    began = time.perf_counter()
    with store.session(ALICE) as session:
        session.put_readings(name, year)
    return YEAR / (time.perf_counter() - began)


def bare_readings(database: sqlite3.Connection, number: int) -> float:
    """The same rows by hand, nothing checked."""
    year = hours(YEAR)
    database.execute("INSERT INTO facilities VALUES (?, 'alice', ?, '{}')", (number, f"bare{number}"))
    began = time.perf_counter()
    database.execute("BEGIN IMMEDIATE")
    rows = [(number, microseconds(r.start), r.seconds, r.load_wh, r.pv_wh, r.export_wh) for r in year]
    database.executemany("INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.execute("COMMIT")
    return YEAR / (time.perf_counter() - began)


def leaves(store: SqlStore) -> float:
    """Log leaves a second in durable batches of 1 000, hashes given."""
    with store.session(ALICE) as session:
        size = session.log.size()
    batch = [b"x" * 300] * BATCH
    nodes = {
        (level, index): bytes(32) for level in range(40) for index in range(size >> level, (size + BATCH) >> level)
    }
    began = time.perf_counter()
    with store.session(ALICE) as session:
        session.log.append(batch, nodes)
    return BATCH / (time.perf_counter() - began)


OPEN = """
import sys, time, sqlalchemy, sqlalchemy.dialects.sqlite.pysqlite, greencard.model
began = time.perf_counter()
from greencard.adapters.sql import open_store
open_store(sys.argv[1])
print(time.perf_counter() - began)
"""


def opening(directory: Path) -> float:
    """Milliseconds to import the store's own code and open an up-to-date file, in a fresh process."""
    said = subprocess.run([sys.executable, "-c", OPEN, directory], check=True, capture_output=True, text=True).stdout
    return float(said) * 1000


def main() -> None:
    """Print the medians of interleaved rounds."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("GREENCARD_BENCH_DIR")) as place:
        ours, bare = Path(place) / "ours", Path(place) / "bare"
        store = open_store(ours)
        open_store(bare).close()
        with store.session(ALICE) as session:
            assessment = ground(session)
        yardstick = sqlite3.connect(bare / FILE_NAME, isolation_level=None)
        yardstick.execute("PRAGMA synchronous = FULL")
        figures: dict[str, list[float]] = {}

        def note(name: str, measure: Callable[..., float], *arguments: object) -> None:
            figures.setdefault(name, []).append(measure(*arguments))

        for turn in range(ROUNDS):
            note("cards/s, one durable transaction each", cards, store, assessment)
            note("  the same card rows, bare sqlite3, unchecked", bare_cards, yardstick, turn * CARDS, assessment)
            note("readings/s, a year of hours at once", readings, store, f"plant-{turn}")
            note("  the same reading rows, bare, unchecked", bare_readings, yardstick, turn + 1)
            note("log leaves/s, durable batches of 1 000", leaves, store)
            note("open an up-to-date store, ms", opening, ours)
        yardstick.close()
        store.close()
    print(f"{len(METADATA.tables)} tables, {ROUNDS} rounds in turn, medians; start of readings {NOON:%Y-%m-%d}")
    for name, values in figures.items():
        print(f"{name:42}{statistics.median(values):12,.0f}")


if __name__ == "__main__":
    main()
