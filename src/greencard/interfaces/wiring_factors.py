"""Joins the packaged factors to the services that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from greencard.factors.process import ProcessEnergy
    from greencard.factors.search import Kind
    from greencard.services.factors import FactorChecked, FactorFound, FactorShown
    from greencard.services.packs import Packs

__all__ = ["check", "packs_with", "processes", "search", "show"]


def packs_with(file: Path | None) -> Packs:
    """The shipped packs, with a person's own factors (CSV) beside the shipped ones where a file is given.

    Raises:
        InvalidInput: the file cannot be read (GC-CLI-003, 004) or holds no factors (GC-FAC-015, 016).
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - a verb loads only what it asks for

    if file is None:
        return ShippedPacks()
    from greencard.factors.own import MAX_BYTES  # noqa: PLC0415 - same
    from greencard.interfaces.wiring import read_file  # noqa: PLC0415 - same
    from greencard.services.factors import OwnPacks  # noqa: PLC0415 - same

    return OwnPacks(ShippedPacks(), read_file(file, MAX_BYTES), file.name)


def search(
    words: str, *, region: str = "", recycled: bool | None = None, kind: Kind | None = None, unit: str = ""
) -> tuple[FactorFound, ...]:
    """Factors that answer to words."""
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - a verb loads only what it asks for
    from greencard.services.factors import find_factors  # noqa: PLC0415 - same

    return find_factors(ShippedPacks(), words, region=region, recycled=recycled, kind=kind, unit=unit)


def processes(words: str) -> tuple[ProcessEnergy, ...]:
    """Process energies that answer to words."""
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - same
    from greencard.services.factors import find_processes  # noqa: PLC0415 - same

    return find_processes(ShippedPacks(), words)


def show(factor_id: str, *, used_in: str = "CN", on_year: int | None = None) -> FactorShown:
    """One factor in full.

    Raises:
        Refused: no such factor (GC-FAC-002).
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - same
    from greencard.services.factors import show_factor  # noqa: PLC0415 - same

    return show_factor(ShippedPacks(), factor_id, used_in=used_in, on_year=on_year)


def check(file: Path | None, *, on_year: int | None = None) -> FactorChecked:
    """Findings among the shipped factors, or those of a file.

    Raises:
        InvalidInput: the file cannot be read (GC-CLI-003, 004) or holds no factors (GC-FAC-015, 016).
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - same
    from greencard.factors.own import MAX_BYTES  # noqa: PLC0415 - same
    from greencard.interfaces.wiring import read_file  # noqa: PLC0415 - same
    from greencard.services.factors import check_factors  # noqa: PLC0415 - same

    raw = None if file is None else read_file(file, MAX_BYTES)
    return check_factors(ShippedPacks(), raw, "" if file is None else str(file), on_year=on_year)
