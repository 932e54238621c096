"""Migrations of the store's tables (alembic), run by `greencard.adapters.sql.schema.upgrade`."""
