"""Cards are found by their product and by their assessment, however many there are."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes for one: the old one led to a card's assessment only with the party known."""
    op.drop_index(op.f("cards_party_assessment_published_ix"), table_name="cards")
    op.create_index(
        op.f("cards_party_product_issued_at_position_ix"),
        "cards",
        ["party", "product", "issued_at", "position"],
        unique=False,
    )
    op.create_index(
        op.f("cards_assessment_party_published_ix"), "cards", ["assessment", "party", "published"], unique=False
    )
