"""Joins a product file's supplier cards to the files beside it and to the keys that this machine trusts."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from greencard.interfaces import wiring

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from greencard.card import Verification
    from greencard.footprint import SupplierCard
    from greencard.model import Product

__all__ = ["cards_beside_file"]


def cards_beside_file(
    product: Product, path: Path, *, on: date, data: Path | None = None, trust: Path | None = None
) -> dict[str, SupplierCard]:
    """The verified cards of the lines that name one, read from beside the product file; nothing is opened for none.

    Keys are those of `trust`, else of the installation in `data` where there is one; with neither no issuer is known
    and every card is refused.

    Raises:
        Refused: a card is not there, not valid on `on`, withdrawn or replaced (GC-SVC-013, -015, -016).
        NotVerified: it does not verify (GC-SVC-014).
        InvalidInput: it cannot be read, or is larger than a card may be (GC-CLI-003, -004).
    """
    if not any(line.supplier_card for line in product.bom):
        return {}
    from greencard.card import MAX_DOCUMENT_BYTES, verify  # noqa: PLC0415 - only where a line names a card
    from greencard.log import publication_check  # noqa: PLC0415 - same
    from greencard.services.supplier_cards import cards_beside, supplier_cards  # noqa: PLC0415 - same

    def read(name: str) -> bytes | None:
        return wiring.read_beside(path.parent, name, 2 * MAX_DOCUMENT_BYTES)

    directory = data or wiring.default_data_dir()
    with ExitStack() as opened:
        if trust is None and any((directory / "keys").glob("*.pem")):
            app = opened.enter_context(wiring.installation(directory))

            def check(card: bytes, at: datetime) -> Verification:
                return app.verify_card(card, at=at)

        else:
            issuers, logs = wiring.trusted_keys(trust) if trust is not None else ({}, {})

            def check(card: bytes, at: datetime) -> Verification:
                return verify(card, at=at, trusted=issuers, log_check=publication_check(logs) if logs else None)

        return supplier_cards(product, find=cards_beside(read), check=check, on=on)
