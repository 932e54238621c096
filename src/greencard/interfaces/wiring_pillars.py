"""Joins a product file, a buyer's profile and the packs to the three pillars; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from greencard.interfaces.wiring import load_product, read_file, today

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from greencard.model import PillarReport
    from greencard.pillars import BuyerProfile

__all__ = ["pillars_file"]


def pillars_file(
    path: Path,
    *,
    profile: str = "",
    destinations: Sequence[str] = (),
    on: date | None = None,
    utility: Decimal | None = None,
    pieces: Decimal | None = None,
    rules: Path | None = None,
) -> PillarReport:
    """The three pillars of a product file, with the answer of a profile: one that ships, or an own file.

    Raises:
        InvalidInput: the product file, the profile or a destination does not hold (codes of the rooms), or there is no
            profile of that name (GC-SVC-070).
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - same
    from greencard.services.pillars import pillars_of  # noqa: PLC0415 - same

    product, packs = load_product(path, rules=rules), ShippedPacks(rules)
    return pillars_of(
        product,
        packs=packs,
        on=on or today(),
        profile=_profile(profile),
        destinations=destinations,
        utility=utility,
        pieces=pieces,
    )


def _profile(name: str) -> BuyerProfile | str:
    """A profile in an own file, where the name has a folder or an ending; else the name of one that ships."""
    from greencard.pillars import parse_profile  # noqa: PLC0415 - same
    from greencard.pillars.source import MAX_BYTES  # noqa: PLC0415 - same

    path = Path(name)
    if path.suffix or len(path.parts) > 1:
        return parse_profile(read_file(path, MAX_BYTES), str(path))
    return name
