"""Processes that allocate one lot together, and are killed: no Wh is given twice, none acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from conformance.store_samples import ALICE, NOON, facility
from greencard.adapters.sql import open_store
from greencard.adapters.sql.engine import FILE_NAME
from greencard.errors import Refused
from greencard.model.lot import EnergyLot, LotAllocation

METERED = 20_000
STEP = 7
KILLS = 3


def allocate_for_ever(directory: str, name: str) -> None:
    """Allocate, and retire every third, one transaction each; each is acknowledged once it is durable."""
    store = open_store(directory)
    for number in range(METERED):
        allocation = LotAllocation(id=f"{name}-{number}", lot_id="lot", product_id="pan", wh=STEP)
        try:
            with store.session(ALICE) as session:
                session.lots.allocate(allocation)
                if number % 3 == 0:
                    session.lots.retire(allocation.id, f"card {number}")
        except Refused:
            break
        os.write(1, f"{allocation.id}\n".encode())
    store.close()


def start(directory: Path, name: str) -> subprocess.Popen[bytes]:
    path = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen([sys.executable, __file__, directory, name], stdout=subprocess.PIPE, env=path)


def check(directory: Path, acknowledged: set[str]) -> set[str]:
    """Sums and records agree, whatever was interrupted, and every acknowledged allocation is there."""
    raw = sqlite3.connect(directory / FILE_NAME)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    allocated, retired = raw.execute("SELECT allocated_wh, retired_wh FROM lots").fetchone()
    rows = raw.execute("SELECT id, wh, state FROM lot_allocations").fetchall()
    raw.close()
    assert allocated == sum(wh for _, wh, _ in rows) <= METERED
    assert retired == sum(wh for _, wh, state in rows if state == "retired")
    assert {(name, state) for name, _, state in rows} == {
        (name, "held" if int(name.partition("-")[2]) % 3 else "retired") for name, _, _ in rows
    }
    there = {name for name, _, _ in rows}
    assert acknowledged <= there
    return there


def test_processes_that_are_killed_while_they_allocate_lose_and_make_nothing(tmp_path: Path):
    store = open_store(tmp_path)
    with store.session(ALICE) as session:
        session.put_facility(facility())
        session.lots.put(
            EnergyLot(
                id="lot", facility_id="plant-1", start=NOON, end=NOON.replace(hour=5), source="pv", metered_wh=METERED
            )
        )
    store.close()
    chance = random.Random(20261123)  # noqa: S311 - moments, not secrets
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        children = [start(tmp_path, f"k{kill}{side}") for side in "ab"]
        said = [[child.stdout.readline() for _ in range(chance.randint(1, 20))] for child in children]  # type: ignore[union-attr]
        until = time.perf_counter() + chance.random() * 0.002
        while time.perf_counter() < until:
            pass
        for child in children:
            os.kill(child.pid, signal.SIGKILL)
        for child, lines in zip(children, said, strict=True):
            rest = child.stdout.read()  # type: ignore[union-attr]
            child.stdout.close()  # type: ignore[union-attr]
            child.wait()
            acknowledged |= {line.decode().strip() for line in (b"".join(lines) + rest).split(b"\n")[:-1]}
        there = check(tmp_path, acknowledged)
        # What was committed in the moment of the kill was not acknowledged: one transaction a process at most.
        assert len(there - acknowledged) <= 2 * (kill + 1)
    assert len(acknowledged) > 2 * KILLS


def test_processes_together_give_the_whole_lot_and_no_more(tmp_path: Path):
    store = open_store(tmp_path)
    metered = 250
    with store.session(ALICE) as session:
        session.put_facility(facility())
        session.lots.put(
            EnergyLot(
                id="lot", facility_id="plant-1", start=NOON, end=NOON.replace(hour=5), source="pv", metered_wh=metered
            )
        )
    store.close()
    children = [start(tmp_path, side) for side in "ab"]
    said = [child.communicate(timeout=30)[0].split() for child in children]
    assert sum(map(len, said)) == metered // STEP
    assert [child.returncode for child in children] == [0, 0]
    assert len(check(tmp_path, {name.decode() for names in said for name in names})) == metered // STEP


if __name__ == "__main__":
    allocate_for_ever(*sys.argv[1:])
