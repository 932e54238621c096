"""Parties, facilities, products, readings, assessments, cards, status list, log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """The first schema."""
    op.create_table(
        "checkpoints",
        sa.Column("size", ROW, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("checkpoints_size_check")),
        sa.PrimaryKeyConstraint("size", name=op.f("checkpoints_pkey")),
    )
    op.create_table(
        "facilities",
        sa.Column("number", ROW, nullable=False),
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("facilities_pkey")),
    )
    op.create_index(op.f("facilities_party_id_ix"), "facilities", ["party", "id"], unique=True)
    op.create_table(
        "log_entries",
        sa.Column("first", ROW, autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("first >= 0 AND count BETWEEN 1 AND 256", name=op.f("log_entries_span_check")),
        sa.PrimaryKeyConstraint("first", name=op.f("log_entries_pkey")),
    )
    op.create_table(
        "log_nodes",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level >= 0 AND first >= 0", name=op.f("log_nodes_place_check")),
        sa.PrimaryKeyConstraint("level", "first", name=op.f("log_nodes_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("meta_pkey")),
    )
    op.create_table(
        "parties",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("parties_pkey")),
    )
    op.create_table(
        "products",
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("products_version_check")),
        sa.PrimaryKeyConstraint("party", "id", "version", name=op.f("products_pkey")),
    )
    op.create_table(
        "status_entries",
        sa.Column("position", ROW, autoincrement=False, nullable=False),
        sa.Column("party", KEY, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("status_entries_position_check")),
        sa.CheckConstraint("status IN ('active', 'revoked', 'superseded')", name=op.f("status_entries_status_check")),
        sa.PrimaryKeyConstraint("position", name=op.f("status_entries_pkey")),
    )
    op.create_table(
        "assessments",
        sa.Column("party", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("product", KEY, nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party", "product", "product_version"],
            ["products.party", "products.id", "products.version"],
            name=op.f("assessments_party_product_product_version_fkey"),
        ),
        sa.PrimaryKeyConstraint("party", "id", name=op.f("assessments_pkey")),
    )
    op.create_table(
        "readings",
        sa.Column("facility", ROW, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("load_wh", sa.BigInteger(), nullable=False),
        sa.Column("pv_wh", sa.BigInteger(), nullable=False),
        sa.Column("export_wh", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seconds > 0", name=op.f("readings_seconds_check")),
        sa.CheckConstraint("load_wh >= 0 AND pv_wh >= 0 AND export_wh >= 0", name=op.f("readings_energies_check")),
        sa.ForeignKeyConstraint(["facility"], ["facilities.number"], name=op.f("readings_facility_fkey")),
        sa.PrimaryKeyConstraint("facility", "start", name=op.f("readings_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cards",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("party", KEY, nullable=False),
        sa.Column("product", KEY, nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("assessment", KEY, nullable=False),
        sa.Column("position", ROW, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("slug", KEY, nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=True),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party", "assessment"], ["assessments.party", "assessments.id"], name=op.f("cards_party_assessment_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["party", "product", "product_version"],
            ["products.party", "products.id", "products.version"],
            name=op.f("cards_party_product_product_version_fkey"),
        ),
        sa.ForeignKeyConstraint(["position"], ["status_entries.position"], name=op.f("cards_position_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("cards_pkey")),
        sa.UniqueConstraint("name", name=op.f("cards_name_key")),
        sa.UniqueConstraint("position", name=op.f("cards_position_key")),
    )
    op.create_index(
        op.f("cards_party_assessment_published_ix"), "cards", ["party", "assessment", "published"], unique=False
    )
    op.create_index(
        op.f("cards_party_issued_at_position_ix"), "cards", ["party", "issued_at", "position"], unique=False
    )
    op.create_index(
        op.f("cards_published_issued_at_position_ix"), "cards", ["published", "issued_at", "position"], unique=False
    )
    op.create_index(
        op.f("cards_slug_published_issued_at_position_ix"),
        "cards",
        ["slug", "published", "issued_at", "position"],
        unique=False,
    )
