"""Whether the tables are there and of which version, and bringing them up to date.

Opening a store that is up to date reads one row and imports no migration code.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from greencard.adapters.sql.codes import DAMAGED, FOREIGN, NEWER, translated
from greencard.adapters.sql.engine import Database
from greencard.adapters.sql.tables import METADATA, SCHEMA, meta

__all__ = ["create", "found_version", "upgrade"]

_LOCK: Final = "greencard/schema"
_MIGRATIONS: Final = Path(__file__).parent.parent / "migrations"
_VERSION: Final = select(meta.c.value).where(meta.c.name == "schema")


def found_version(database: Database) -> int:
    """Schema version of the store, 0 for an empty database.

    Raises:
        Refused: a newer version (GC-STO-006), or a SQLite file of another program (GC-STO-007).
        NotVerified: the file is damaged or no database (GC-STO-005).
        Unavailable: the database does not answer (GC-STO-001).
    """
    try:
        with database.engine.connect() as connection:
            return _version(connection)
    except SQLAlchemyError as error:
        raise translated(error) from error


def _version(connection: Connection) -> int:
    inspector = inspect(connection)
    if not inspector.has_table(meta.name):
        tables = sorted(inspector.get_table_names())
        if tables and connection.dialect.name == "sqlite":
            # In a PostgreSQL schema other tables may be at home; a SQLite file is one program's.
            raise FOREIGN.at(tables=", ".join(tables[:3]))
        return 0
    columns = {column["name"] for column in inspector.get_columns(meta.name)}
    if columns != {"name", "value"}:
        raise FOREIGN.at(tables=meta.name)
    text = connection.scalar(_VERSION)
    if text is None or not str(text).isdecimal():
        raise DAMAGED.at(reason="its schema version is not recorded")
    version = int(text)
    if version > SCHEMA:
        raise NEWER.at(found=version, known=SCHEMA)
    return version


def upgrade(database: Database) -> int:
    """Bring the tables up to date by the packaged migrations, in one transaction; gives the version found before.

    Of several processes that open an old store together one migrates and the others wait for it.
    """
    return _change(database, _migrate)


def create(database: Database) -> int:
    """Make the tables of an empty database straight from their description: what the migrations lead to, faster."""
    return _change(database, METADATA.create_all)


def _migrate(connection: Connection) -> None:
    # Imported here: a store that is up to date opens without it.
    from alembic.command import upgrade as run  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    run(config, "head")


def _change(database: Database, by: Callable[[Connection], None]) -> int:
    work = database.work()
    try:
        with work.writing(_LOCK):
            try:
                before = _version(work.connection)
                if before < SCHEMA:
                    by(work.connection)
                    work.connection.execute(delete(meta).where(meta.c.name == "schema"))
                    work.connection.execute(insert(meta), {"name": "schema", "value": str(SCHEMA)})
            except SQLAlchemyError as error:
                raise translated(error) from error
        work.commit()
    finally:
        work.end()
    return before
