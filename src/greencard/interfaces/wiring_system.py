"""Joins the packs to the use case of product systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.interfaces import wiring
from greencard.interfaces.wiring_supplier_cards import card_verifier, cards_in_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.footprint.system import ElectricityClaim, SupplierLeaf
    from greencard.model import SystemFootprint

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
    data: Path | None = None,
    trust: Path | None = None,
    factors: Path | None = None,
    draws: int = 0,
    seed: int = 0,
) -> tuple[tuple[SystemFootprint, ...], tuple[Fault, ...]]:
    """Footprints of the wanted outputs of a system file, and its warnings; nothing is stored.

    Card files that inputs name lie beside the system file and are verified with the keys of `trust`, else with those
    of the installation in `data`; a card in `cards` needs no file. With `draws`, intervals are checked by that many
    random draws from `seed`. With `factors`, a person's own emission factors (CSV) stand beside those that ship.

    Raises:
        InvalidInput: every error of the file in one exception, each with its line; draws or seed out of range.
        Refused: no factor answers, a card cannot be used, or a cycle eats as much as it yields.
    """
    from greencard.catalogue.system_file import MAX_SYSTEM_BYTES  # noqa: PLC0415 - same
    from greencard.interfaces.wiring_factors import packs_with  # noqa: PLC0415 - same
    from greencard.services.systems import assess_system, read_system_file, system_cards  # noqa: PLC0415 - same

    source = read_system_file(wiring.read_file(path, MAX_SYSTEM_BYTES), str(path))
    day = on or wiring.today()
    known = dict(cards or {})
    if any(one.card and one.card not in known for process in source.system.processes for one in process.inputs):
        with card_verifier(data, trust) as check:
            known = system_cards(source, find=cards_in_folder(path.parent), check=check, on=day) | known
    return assess_system(source, packs_with(factors), on=day, claims=claims, cards=known, draws=draws, seed=seed)
