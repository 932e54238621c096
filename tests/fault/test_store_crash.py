"""Kill the writer at any moment: what was acknowledged is there, what was not is whole or absent."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from conformance.store_samples import ALICE, append, completed, ground, leaf_hash, record, subtree
from greencard.adapters.sql import open_store
from greencard.adapters.sql.engine import FILE_NAME

KILLS = 10


def write_for_ever(directory: str) -> None:
    """One card, its log leaf and a checkpoint per transaction; each is acknowledged on standard output."""
    store = open_store(directory)
    while True:
        with store.session(ALICE) as session:
            index = session.next_status_index()
            leaf = append(session, [b"leaf of %d" % index, b"pad"])
            session.log.save_checkpoint(leaf + 2, f"size {leaf + 2}")
            session.put_card(record(ALICE, ground(session), index, f"urn:{index}", leaf=leaf))
        os.write(1, b"%d\n" % index)


def check(directory: Path, acknowledged: int) -> int:
    """Every acknowledged card is there, and whatever is there is whole; gives the number of cards."""
    whole = sqlite3.connect(directory / FILE_NAME)
    assert whole.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert whole.execute("PRAGMA foreign_key_check").fetchall() == []
    whole.close()
    store = open_store(directory)
    with store.session(ALICE) as session:
        cards = list(session.cards())
        count, size = len(cards), session.log.size()
        assert count >= acknowledged
        assert {card.card.id for card in cards} == {f"urn:{n}" for n in range(count)}
        assert session.statuses() == [(n, "active") for n in range(count)]
        assert size == 2 * count
        entries = [session.log.entry(n) for n in range(size)]
        for card in cards:
            assert entries[card.card.log.index] == b"leaf of %d" % card.status_index
            assert session.assessment(card.assessment_id) is not None
        leaves = [leaf_hash(entry) for entry in entries]
        nodes = completed(0, size)
        assert session.log.nodes(nodes) == [subtree(leaves, *node) for node in nodes]
        assert [session.log.checkpoint(2 * n) for n in range(1, count + 1)] == [
            f"size {2 * n}" for n in range(1, count + 1)
        ]
        assert session.log.checkpoint() == (f"size {size}" if size else None)
    store.close()
    return count


def test_no_kill_loses_what_was_acknowledged(tmp_path: Path):
    chance = random.Random(20261123)  # noqa: S311 - moments, not secrets
    path = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    last = -1
    for _ in range(KILLS):
        child = subprocess.Popen([sys.executable, __file__, tmp_path], stdout=subprocess.PIPE, env=path)
        wanted = chance.randint(1, 12)
        for _ in range(wanted):
            last = int(child.stdout.readline())
        # Somewhere inside the next transaction, which takes about a millisecond.
        until = time.perf_counter() + chance.random() * 0.002
        while time.perf_counter() < until:
            pass
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read().split(b"\n")
        child.stdout.close()
        assert child.wait() == -signal.SIGKILL
        # A line is written in one piece: what follows the last line break was never acknowledged.
        last = int(rest[-2]) if len(rest) > 1 else last
        kept = check(tmp_path, last + 1)
        assert kept in {last + 1, last + 2}
    assert last > KILLS


if __name__ == "__main__":
    write_for_ever(sys.argv[1])
