"""The tables: described once, migrated to, opened fast, never shared with strangers."""

from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from conformance.store_samples import ALICE, NOON, facility, put
from greencard.adapters import migrations
from greencard.adapters.sql import in_memory_store, open_store
from greencard.adapters.sql import schema as schema_module
from greencard.adapters.sql.engine import FILE_NAME, memory_database
from greencard.adapters.sql.tables import METADATA, SCHEMA
from greencard.errors import GreencardError, InvalidInput, NotVerified, Refused, Unavailable
from greencard.model import MeterInterval


def described(run) -> dict[str, list[str]]:
    """Every table and index of a database by its SQL: columns in their order, constraints in any."""
    rows = run("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    return {name: sorted(re.split(r",CONSTRAINT|\)$", re.sub(r"[\s\"]+", "", sql))) for name, sql in rows}


def test_the_migrations_lead_exactly_to_the_described_tables(tmp_path: Path):
    open_store(tmp_path).close()
    migrated = sqlite3.connect(tmp_path / FILE_NAME)
    direct = memory_database()
    schema_module.create(direct)
    assert described(migrated.execute) == described(direct.keeper.execute)
    assert {table.name for table in METADATA.sorted_tables} <= set(described(direct.keeper.execute))
    migrated.close()
    direct.close()


def test_the_migrations_lead_there_on_every_database(address: str | Path):
    open_store(address).close()
    url = f"sqlite:///{address / FILE_NAME}" if isinstance(address, Path) else address.replace("://", "+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == f"{SCHEMA:04d}"
    engine.dispose()


def test_a_store_of_the_first_schema_keeps_its_cards_and_readings(address: str | Path, monkeypatch: pytest.MonkeyPatch):
    def to_the_first(connection: object) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        upgrade(config, "0001")

    monkeypatch.setattr(schema_module, "_migrate", to_the_first)
    monkeypatch.setattr(schema_module, "SCHEMA", 1)
    store = open_store(address)
    with store.session(ALICE) as session:
        kept = put(session, ALICE, "urn:a")
        session.put_facility(facility())
    assert store.ready()["schema"] == 1
    store.close()
    monkeypatch.undo()
    change(
        address,
        "INSERT INTO readings (facility, start, seconds, load_wh, pv_wh, export_wh) "
        "SELECT number, 1795406400000000, 900, 7, 5, 3 FROM facilities",
    )
    store = open_store(address)
    old = MeterInterval(start=NOON, seconds=900, load_wh=7, pv_wh=5, export_wh=3)
    new = MeterInterval(
        start=NOON + timedelta(minutes=15), seconds=900, load_wh=7, pv_wh=5, export_wh=3, charge_wh=2, discharge_wh=1
    )
    with store.session(ALICE) as session:
        assert session.active_cards("pan") == [kept]
        assert session.put_readings("plant-1", [old, new]) == 1
        assert session.readings("plant-1", NOON, NOON + timedelta(hours=1)) == [old, new]
    assert store.ready()["schema"] == SCHEMA
    store.close()
    url = f"sqlite:///{address / FILE_NAME}" if isinstance(address, Path) else address.replace("://", "+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()
    if isinstance(address, Path):
        migrated, direct = sqlite3.connect(address / FILE_NAME), memory_database()
        schema_module.create(direct)
        assert described(migrated.execute) == described(direct.keeper.execute)
        migrated.close()
        direct.close()


def test_the_schema_version_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == f"{SCHEMA:04d}"


def test_files_are_their_owners_alone(tmp_path: Path):
    store = open_store(tmp_path / "a" / "data")
    with store.session(ALICE) as session:
        session.put_facility(facility())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a" / "data").iterdir()}
    assert modes == {FILE_NAME: 0o600, f"{FILE_NAME}-wal": 0o600, f"{FILE_NAME}-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "a" / "data").stat().st_mode) == 0o700
    store.close()


def test_every_connection_is_durable_and_checks_references(tmp_path: Path):
    store = open_store(tmp_path)
    connections = [store._database.engine.connect() for _ in range(3)]
    for connection in connections:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {one}").scalar() for one in asked] == ["wal", 2, 1, 10_000]
        connection.close()
    store.close()


FAST = """
import sys, time
import sqlalchemy, sqlalchemy.dialects.sqlite.pysqlite
import greencard.model
began = time.perf_counter()
from greencard.adapters.sql import open_store
store = open_store(sys.argv[1])
took = time.perf_counter() - began
print(store.ready()["schema"], "alembic" in sys.modules, "psycopg" in sys.modules, took)
"""


def test_opening_a_store_that_is_up_to_date_imports_no_migrations(tmp_path: Path):
    open_store(tmp_path).close()
    said = subprocess.run([sys.executable, "-c", FAST, tmp_path], check=True, capture_output=True, text=True).stdout
    schema, alembic, psycopg, took = said.split()
    assert (schema, alembic, psycopg) == (str(SCHEMA), "False", "False")
    assert float(took) < 0.5  # the aim is 0.06 s on an idle machine; bench/store.py prints it


def test_processes_that_open_a_new_store_together_make_it_once(address: str | Path):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(address), range(4)))
    for number, store in enumerate(stores):
        with store.session(ALICE) as session:
            assert session.next_status_index() == number
        store.close()


def test_a_migration_that_fails_leaves_an_empty_store(address: str | Path, monkeypatch: pytest.MonkeyPatch):
    migrate = schema_module._migrate

    def fail(connection: object) -> None:
        migrate(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(schema_module, "_migrate", fail)
    with pytest.raises(KeyboardInterrupt):
        open_store(address)
    monkeypatch.undo()
    store = open_store(address)
    assert store.ready()["schema"] == SCHEMA
    store.close()


def change(address: str | Path, statement: str) -> None:
    url = f"sqlite:///{address / FILE_NAME}" if isinstance(address, Path) else address.replace("://", "+psycopg://")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_store_of_a_newer_program_is_left_alone(address: str | Path):
    open_store(address).close()
    change(address, "UPDATE meta SET value = '7' WHERE name = 'schema'")
    with pytest.raises(Refused) as refused:
        open_store(address)
    assert refused.value.code == "GC-STO-006"
    assert SCHEMA < 7
    assert "schema 7" in str(refused.value)
    assert "Install" in refused.value.faults[0].remedy()
    change(address, "UPDATE meta SET value = '1' WHERE name = 'schema'")
    open_store(address).close()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM meta", "UPDATE meta SET value = 'one'", "UPDATE meta SET value = '-1'"]
)
def test_a_store_without_its_version_is_damaged(address: str | Path, statement: str):
    open_store(address).close()
    change(address, statement)
    with pytest.raises(NotVerified) as refused:
        open_store(address)
    assert refused.value.code == "GC-STO-005"


@pytest.mark.parametrize("table", ["invoices (id INTEGER)", "meta (id INTEGER)"])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, table: str):
    foreign = sqlite3.connect(tmp_path / FILE_NAME)
    foreign.execute(f"CREATE TABLE {table}")
    with pytest.raises(Refused) as refused:
        open_store(tmp_path)
    assert refused.value.code == "GC-STO-007"
    assert foreign.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)
    foreign.close()


def test_a_postgres_schema_may_hold_other_tables(postgres_url: str):
    change(postgres_url, "CREATE TABLE invoices (id INTEGER)")
    store = open_store(postgres_url)
    assert store.ready() == {"store": "postgresql", "schema": SCHEMA, "log_size": 0}
    store.close()


@pytest.mark.parametrize(
    "address", ["", "mysql://a:secret@b/c", "http://x", "postgresql+asyncpg://x/y", "postgresql://[::"]
)
def test_an_address_that_is_none(address: str):
    with pytest.raises(InvalidInput) as refused:
        open_store(address)
    assert refused.value.code == "GC-STO-008"
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_unavailable_and_its_password_stays_secret(tmp_path: Path):
    with pytest.raises(Unavailable) as refused:
        open_store(f"postgresql://user:secret@/db?host={tmp_path}")
    assert refused.value.code == "GC-STO-001"
    assert "secret" not in str(refused.value)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unavailable) as refused:
        open_store("postgresql://localhost/x")
    assert refused.value.code == "GC-STO-009"
    assert "digital-green-card[postgres]" in refused.value.faults[0].remedy()


def test_stores_in_memory_share_nothing_and_end_with_their_closing():
    one, two = in_memory_store(), in_memory_store()
    with one.session(ALICE) as session:
        session.next_status_index()
    with two.session(ALICE) as session:
        assert session.next_status_index() == 0
    one.close()
    with pytest.raises(GreencardError):
        one.ready()
    two.close()
