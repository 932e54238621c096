"""Joins files and the installation to the energy use cases: readings to match, a period to allocate, book, release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.interfaces.wiring import installation, principal, read_file

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.model import Product, ProductEnergy
    from greencard.model.lot import EnergyBooking, LotBalance
    from greencard.services.energy import Period, ReadingsView

__all__ = ["allocate_file", "book", "lots", "match_file", "product_energy", "release_file"]


def match_file(
    path: Path, *, kwp: Decimal | None = None, latitude: float | None = None, longitude: float | None = None
) -> tuple[ReadingsView, tuple[Fault, ...]]:
    """What a readings file gives, and its warnings."""
    from greencard.energy import MAX_READINGS_BYTES  # noqa: PLC0415 - loaded when readings are asked for
    from greencard.energy.site import Site  # noqa: PLC0415 - same
    from greencard.services.energy import match_readings  # noqa: PLC0415 - same

    site = Site(kwp=kwp, latitude=latitude, longitude=longitude)
    return match_readings(read_file(path, MAX_READINGS_BYTES), str(path), site)


def allocate_file(path: Path) -> Period:
    """A facility period file, allocated; the readings it names lie beside it."""
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same
    from greencard.energy import MAX_READINGS_BYTES  # noqa: PLC0415 - same
    from greencard.services.energy import allocate_period  # noqa: PLC0415 - same

    def beside(name: str) -> bytes:
        return read_file(path.parent / name, MAX_READINGS_BYTES, named=True)

    return allocate_period(read_file(path, MAX_PRODUCT_BYTES), str(path), beside)


def product_energy(path: Path, product: Product) -> tuple[ProductEnergy, tuple[Fault, ...]]:
    """What a facility period allocates to one product, and the warnings of its readings.

    Raises:
        Refused: the period allocates nothing to it, or is made up while the product is not (GC-SVC-024).
    """
    from greencard.services.energy import part_of  # noqa: PLC0415 - loaded with the allocation

    period = allocate_file(path)
    return part_of(period, product), period.warnings


def book(period: Period, data: Path | None) -> tuple[EnergyBooking, bool]:
    """The period booked in the installation, and whether that is new."""
    with installation(data) as app:
        return app.book_energy(principal(app), period)


def release_file(path: Path, data: Path | None) -> EnergyBooking:
    """The booking of the file's facility and period, undone; its readings are not asked for."""
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - loaded with the allocation
    from greencard.services.energy import read_facility_period  # noqa: PLC0415 - same

    record = read_facility_period(read_file(path, MAX_PRODUCT_BYTES), str(path))
    with installation(data) as app:
        return app.release_energy(principal(app), record.facility_id, record.start, record.end)


def lots(facility: str | None, data: Path | None) -> list[LotBalance]:
    """The installation's lots with their balances."""
    with installation(data) as app:
        return app.energy_lots(principal(app), facility)
