"""Runs the migrations on the connection, and inside the transaction, that `schema.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from greencard.adapters.sql.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite alters most things only by copying the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
