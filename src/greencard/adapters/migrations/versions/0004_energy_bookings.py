"""Bookings: a facility's period divided among its products, found by the period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Lots stored before had no booking: what was allocated of them stays as it is."""
    op.create_table(
        "bookings",
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("facility", ROW, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint('start < "end"', name=op.f("bookings_period_check")),
        sa.CheckConstraint("state IN ('booked', 'released')", name=op.f("bookings_state_check")),
        sa.ForeignKeyConstraint(["facility"], ["facilities.number"], name=op.f("bookings_facility_fkey")),
        sa.PrimaryKeyConstraint("party", "id", name=op.f("bookings_pkey")),
    )
    op.create_index(op.f("bookings_facility_start_ix"), "bookings", ["facility", "start"], unique=False)
