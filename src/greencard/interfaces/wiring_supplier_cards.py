"""Joins a product file's supplier cards to the files beside it and to the keys that this machine trusts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from greencard.interfaces import wiring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from greencard.footprint import SupplierCard
    from greencard.model import Product
    from greencard.services.supplier_cards import CardFinder, CardVerifier

__all__ = ["card_verifier", "cards_beside_file", "cards_in_folder", "cards_lying_beside"]


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
    from greencard.services.supplier_cards import supplier_cards  # noqa: PLC0415 - only where a line names a card

    with card_verifier(data, trust) as check:
        return supplier_cards(product, find=cards_in_folder(path.parent), check=check, on=on)


def cards_lying_beside(
    product: Product, path: Path, *, on: date, data: Path | None = None, trust: Path | None = None
) -> dict[str, SupplierCard]:
    """The verified cards of those lines whose card lies beside the product file; the others are left to the store.

    Raises:
        Refused, NotVerified, InvalidInput: as `cards_beside_file`, for a card that is there.
    """
    find = cards_in_folder(path.parent)
    there = tuple(line for line in product.bom if line.supplier_card and find(line.supplier_card) is not None)
    return cards_beside_file(msgspec.structs.replace(product, bom=there), path, on=on, data=data, trust=trust)


def cards_in_folder(folder: Path) -> CardFinder:
    """Card files of one folder by their names; no name reaches elsewhere."""
    from greencard.card import MAX_DOCUMENT_BYTES  # noqa: PLC0415 - only where a card is named
    from greencard.services.supplier_cards import cards_beside  # noqa: PLC0415 - same

    return cards_beside(lambda name: wiring.read_beside(folder, name, 2 * MAX_DOCUMENT_BYTES))


@contextmanager
def card_verifier(data: Path | None, trust: Path | None) -> Iterator[CardVerifier]:
    """Checks cards with the keys of `trust`, else of the installation in `data` where there is one.

    With neither no issuer is known and every card is refused.
    """
    from greencard.card import verify  # noqa: PLC0415 - only where a card is named
    from greencard.log import publication_check  # noqa: PLC0415 - same

    directory = data or wiring.default_data_dir()
    if trust is None and any((directory / "keys").glob("*.pem")):
        with wiring.installation(directory) as app:
            yield lambda card, at: app.verify_card(card, at=at)
        return
    issuers, logs = wiring.trusted_keys(trust) if trust is not None else ({}, {})
    yield lambda card, at: verify(card, at=at, trusted=issuers, log_check=publication_check(logs) if logs else None)
