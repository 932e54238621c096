"""Energy lots and their allocations; charge and discharge of a battery beside each reading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ENERGIES = "load_wh >= 0 AND pv_wh >= 0 AND export_wh >= 0"
_BATTERY = "charge_wh >= 0 AND discharge_wh >= 0"


def upgrade() -> None:
    """Readings stored before had no battery: its two columns are zero for them."""
    if op.get_bind().dialect.name == "sqlite":
        _copy_readings()
    else:
        for name in ("charge_wh", "discharge_wh"):
            op.add_column("readings", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
        op.create_check_constraint(op.f("readings_battery_check"), "readings", _BATTERY)
    op.create_table(
        "lots",
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("facility", ROW, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("metered_wh", sa.BigInteger(), nullable=False),
        sa.Column("allocated_wh", sa.BigInteger(), nullable=False),
        sa.Column("retired_wh", sa.BigInteger(), nullable=False),
        sa.Column("certificate", KEY, nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("0 <= retired_wh AND retired_wh <= allocated_wh", name=op.f("lots_retired_check")),
        sa.CheckConstraint("allocated_wh <= metered_wh", name=op.f("lots_allocated_check")),
        sa.CheckConstraint("source IN ('pv', 'grid', 'certificate', 'export')", name=op.f("lots_source_check")),
        sa.CheckConstraint("source <> 'export' OR allocated_wh = 0", name=op.f("lots_export_check")),
        sa.CheckConstraint('start < "end"', name=op.f("lots_period_check")),
        sa.ForeignKeyConstraint(["facility"], ["facilities.number"], name=op.f("lots_facility_fkey")),
        sa.PrimaryKeyConstraint("party", "id", name=op.f("lots_pkey")),
        sa.UniqueConstraint("certificate", name=op.f("lots_certificate_key")),
    )
    op.create_index(op.f("lots_facility_source_start_ix"), "lots", ["facility", "source", "start"], unique=False)
    op.create_table(
        "lot_allocations",
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("lot", KEY, nullable=False),
        sa.Column("product", KEY, nullable=False),
        sa.Column("wh", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("target", KEY, nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("wh > 0", name=op.f("lot_allocations_wh_check")),
        sa.CheckConstraint("state IN ('held', 'released', 'retired')", name=op.f("lot_allocations_state_check")),
        sa.ForeignKeyConstraint(
            ["party", "lot"], ["lots.party", "lots.id"], name=op.f("lot_allocations_party_lot_fkey")
        ),
        sa.PrimaryKeyConstraint("party", "id", name=op.f("lot_allocations_pkey")),
    )
    op.create_index(op.f("lot_allocations_party_lot_ix"), "lot_allocations", ["party", "lot"], unique=False)


def _copy_readings() -> None:
    """SQLite adds a column behind the constraints; a copy has the columns where the description has them."""
    op.create_table(
        "readings_new",
        sa.Column("facility", ROW, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("load_wh", sa.BigInteger(), nullable=False),
        sa.Column("pv_wh", sa.BigInteger(), nullable=False),
        sa.Column("export_wh", sa.BigInteger(), nullable=False),
        sa.Column("charge_wh", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("discharge_wh", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("seconds > 0", name=op.f("readings_seconds_check")),
        sa.CheckConstraint(_ENERGIES, name=op.f("readings_energies_check")),
        sa.CheckConstraint(_BATTERY, name=op.f("readings_battery_check")),
        sa.ForeignKeyConstraint(["facility"], ["facilities.number"], name=op.f("readings_facility_fkey")),
        sa.PrimaryKeyConstraint("facility", "start", name=op.f("readings_pkey")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO readings_new (facility, start, seconds, load_wh, pv_wh, export_wh) "
        "SELECT facility, start, seconds, load_wh, pv_wh, export_wh FROM readings"
    )
    op.drop_table("readings")
    op.rename_table("readings_new", "readings")
