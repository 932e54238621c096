"""Joins the packs to the use case of product systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.interfaces import wiring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.footprint.system import ElectricityClaim, SupplierLeaf
    from greencard.model import SystemFootprint
    from greencard.services.supplier_cards import CardVerifier

__all__ = ["assess_system_file", "is_system_file"]


def is_system_file(path: Path) -> bool:
    """Whether the first bytes of a file name the schema of a product system; a file that cannot be read does not.

    Nor does a pipe: its first bytes can be read but once.
    """
    from greencard.catalogue.system_file import SNIFFED  # noqa: PLC0415 - loaded when a file is given
    from greencard.catalogue.system_file import is_system_file as names_it  # noqa: PLC0415 - same

    try:
        if not path.is_file():
            return False
        with path.open("rb") as source:
            return names_it(source.read(SNIFFED))
    except OSError:
        return False  # whoever reads the file itself says why it cannot be read


def assess_system_file(
    path: Path,
    *,
    on: date | None = None,
    claims: Mapping[str, tuple[ElectricityClaim, ...]] | None = None,
    cards: Mapping[str, SupplierLeaf] | None = None,
    check: CardVerifier | None = None,
    draws: int = 0,
    seed: int = 0,
) -> tuple[tuple[SystemFootprint, ...], tuple[Fault, ...]]:
    """Footprints of the wanted outputs of a system file, and its warnings; nothing is stored.

    With `check`, card files that inputs name are read beside the system file and verified by it; else a card counts
    where `cards` holds it. With `draws`, intervals are checked by that many random draws from `seed`.

    Raises:
        InvalidInput: every error of the file in one exception, each with its line; draws or seed out of range.
        Refused: no factor answers, a card cannot be used, or a cycle eats as much as it yields.
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - loaded when data are asked for
    from greencard.catalogue.system_file import MAX_SYSTEM_BYTES  # noqa: PLC0415 - same
    from greencard.services.supplier_cards import cards_beside  # noqa: PLC0415 - same
    from greencard.services.systems import assess_system, read_system_file, system_cards  # noqa: PLC0415 - same

    source = read_system_file(wiring.read_file(path, MAX_SYSTEM_BYTES), str(path))
    day = on or wiring.today()
    known = dict(cards or {})
    if check is not None:
        found = system_cards(source, find=cards_beside(lambda name: _beside(path, name)), check=check, on=day)
        known = found | known
    return assess_system(source, ShippedPacks(), on=day, claims=claims, cards=known, draws=draws, seed=seed)


def _beside(path: Path, name: str) -> bytes | None:
    """A card file in the folder of the system file; None where there is none."""
    from greencard.card import MAX_DOCUMENT_BYTES  # noqa: PLC0415 - only where a card is named

    return wiring.read_beside(path.parent, name, 2 * MAX_DOCUMENT_BYTES)
