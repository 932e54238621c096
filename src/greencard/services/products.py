"""Read a product file with the codes and the vocabulary of facts that the rules will ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.catalogue import check_product, read_product

if TYPE_CHECKING:
    from greencard.errors import Fault
    from greencard.model import Product
    from greencard.services.packs import Packs

__all__ = ["check_product_file", "read_product_file"]


def read_product_file(data: bytes, file: str, packs: Packs) -> Product:
    """A product file as a record.

    Raises:
        InvalidInput: the file has errors; all of them are in the exception, each with its line.
    """
    return read_product(data, file, packs.hs(), packs.facts())


def check_product_file(data: bytes, file: str, packs: Packs) -> tuple[Fault, ...]:
    """Every error, warning and question of a product file."""
    return check_product(data, file, packs.hs(), packs.facts(), packs.claims())
