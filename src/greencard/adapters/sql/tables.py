"""The tables, the same on SQLite and PostgreSQL.

A record is its canonical JSON document (decimals as text) beside the columns it is found by. Instants are whole
microseconds since 1970-01-01 UTC. What is immutable (product versions, assessments, cards, log) is only ever inserted.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

__all__ = ["METADATA", "SCHEMA"]

SCHEMA: Final = 4
"""Version of these tables: the number of the newest file in `adapters/migrations/versions`."""

METADATA: Final = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

# An INTEGER PRIMARY KEY is SQLite's own row number; BIGINT would cost a second index.
_ROW: Final = BigInteger().with_variant(Integer(), "sqlite")
# Identifiers sort by code point on both databases, whatever language the server was set up in.
_KEY: Final = Text().with_variant(Text(collation="C"), "postgresql")

meta: Final = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the store is: `schema` holds `SCHEMA` as decimal text."""

parties: Final = Table(
    "parties",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("document", Text, nullable=False),
)

facilities: Final = Table(
    "facilities",
    METADATA,
    Column("number", _ROW, primary_key=True),
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "party", "id", unique=True),
)
"""`number` stands for party and id in the readings, whose rows are many and narrow."""

products: Final = Table(
    "products",
    METADATA,
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", _KEY, nullable=False),
    Column("stored_at", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("party", "id", "version"),
    CheckConstraint("version >= 1", name="version"),
)

readings: Final = Table(
    "readings",
    METADATA,
    Column("facility", _ROW, ForeignKey("facilities.number"), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("load_wh", BigInteger, nullable=False),
    Column("pv_wh", BigInteger, nullable=False),
    Column("export_wh", BigInteger, nullable=False),
    Column("charge_wh", BigInteger, nullable=False, server_default="0"),
    Column("discharge_wh", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("facility", "start"),
    CheckConstraint("seconds > 0", name="seconds"),
    CheckConstraint("load_wh >= 0 AND pv_wh >= 0 AND export_wh >= 0", name="energies"),
    CheckConstraint("charge_wh >= 0 AND discharge_wh >= 0", name="battery"),
    sqlite_with_rowid=False,
)
"""Metered energy, whole Wh: sums are exact."""

lots: Final = Table(
    "lots",
    METADATA,
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("facility", _ROW, ForeignKey("facilities.number"), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("metered_wh", BigInteger, nullable=False),
    Column("allocated_wh", BigInteger, nullable=False),
    Column("retired_wh", BigInteger, nullable=False),
    Column("certificate", _KEY, nullable=True, unique=True),
    Column("evidence", Text, nullable=False),
    PrimaryKeyConstraint("party", "id"),
    CheckConstraint("0 <= retired_wh AND retired_wh <= allocated_wh", name="retired"),
    CheckConstraint("allocated_wh <= metered_wh", name="allocated"),
    CheckConstraint("source IN ('pv', 'grid', 'certificate', 'export')", name="source"),
    CheckConstraint("source <> 'export' OR allocated_wh = 0", name="export"),
    CheckConstraint('start < "end"', name="period"),
    Index(None, "facility", "source", "start"),
)
"""Metered Wh of a period and a source. The two sums are changed in the transaction that changes an allocation."""

lot_allocations: Final = Table(
    "lot_allocations",
    METADATA,
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("lot", _KEY, nullable=False),
    Column("product", _KEY, nullable=False),
    Column("wh", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("target", _KEY, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("party", "id"),
    CheckConstraint("wh > 0", name="wh"),
    CheckConstraint("state IN ('held', 'released', 'retired')", name="state"),
    ForeignKeyConstraint(["party", "lot"], ["lots.party", "lots.id"]),
    Index(None, "party", "lot"),
)
"""Parts of lots given to products; `released` and `retired` are never left again."""

bookings: Final = Table(
    "bookings",
    METADATA,
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("facility", _ROW, ForeignKey("facilities.number"), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("party", "id"),
    CheckConstraint('start < "end"', name="period"),
    CheckConstraint("state IN ('booked', 'released')", name="state"),
    Index(None, "facility", "start"),
)
"""Divisions of a facility's meter among its products; those booked of one facility never overlap in time."""

assessments: Final = Table(
    "assessments",
    METADATA,
    Column("party", _KEY, nullable=False),
    Column("id", _KEY, nullable=False),
    Column("product", _KEY, nullable=False),
    Column("product_version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("party", "id"),
    ForeignKeyConstraint(
        ["party", "product", "product_version"], ["products.party", "products.id", "products.version"]
    ),
)
"""Content addressed: `id` is the SHA-256 (hex) of `document`, which is RFC 8785 canonical JSON."""

status_entries: Final = Table(
    "status_entries",
    METADATA,
    Column("position", _ROW, primary_key=True, autoincrement=False),
    Column("party", _KEY, nullable=False),
    Column("status", Text, nullable=False),
    CheckConstraint("position >= 0", name="position"),
    CheckConstraint("status IN ('active', 'revoked', 'superseded')", name="status"),
)
"""Positions of the programme's status list that were given out."""

cards: Final = Table(
    "cards",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("name", _KEY, nullable=False, unique=True),
    Column("party", _KEY, nullable=False),
    Column("product", _KEY, nullable=False),
    Column("product_version", Integer, nullable=False),
    Column("assessment", _KEY, nullable=False),
    Column("position", _ROW, ForeignKey("status_entries.position"), nullable=False, unique=True),
    Column("published", Boolean, nullable=False),
    Column("slug", _KEY, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("leaf", BigInteger, nullable=True),
    Column("digest", _KEY, nullable=False),
    Column("document", Text, nullable=False),
    ForeignKeyConstraint(
        ["party", "product", "product_version"], ["products.party", "products.id", "products.version"]
    ),
    ForeignKeyConstraint(["party", "assessment"], ["assessments.party", "assessments.id"]),
    Index(None, "party", "issued_at", "position"),
    Index(None, "published", "issued_at", "position"),
    Index(None, "slug", "published", "issued_at", "position"),
    Index(None, "party", "product", "issued_at", "position"),
    Index(None, "assessment", "party", "published"),
)
"""`name` is the last segment of `id`; `leaf` the card's place in the log; `position` its place in the status list."""

log_entries: Final = Table(
    "log_entries",
    METADATA,
    Column("first", _ROW, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("bundle", LargeBinary, nullable=False),
    CheckConstraint("first >= 0 AND count BETWEEN 1 AND 256", name="span"),
)
"""Leaves [first, first + count) as a C2SP entry bundle: each entry behind its length in two bytes, big-endian.

A row is written once and never touched again: one append of one entry is one row, one of a thousand is four.
"""

log_nodes: Final = Table(
    "log_nodes",
    METADATA,
    Column("level", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("level", "first"),
    CheckConstraint("level >= 0 AND first >= 0", name="place"),
    sqlite_with_rowid=False,
)
"""Nodes (level, first), (level, first + 1), … of 32 bytes each, at most 256 in a row."""

checkpoints: Final = Table(
    "checkpoints",
    METADATA,
    Column("size", _ROW, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    CheckConstraint("size >= 0", name="size"),
)
