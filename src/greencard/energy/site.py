"""What is known of a metered site beside its readings: place, plant and battery; each may be missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Final, Self

from greencard.energy import quality_codes as codes
from greencard.errors import Place
from greencard.model import Facility

__all__ = ["NOWHERE", "Site"]

_POLE: Final = 90
_DATE_LINE: Final = 180
_TURN: Final = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Place, plant and meters of a site. What is None is not checked, and the quality of the readings says so.

    Raises:
        InvalidInput: a latitude, longitude, tilt, azimuth or size that cannot be (GC-MTR-047).
    """

    latitude: float | None = None
    longitude: float | None = None
    kwp: Decimal | None = None
    """Rated power of the PV plant."""
    tilt_degrees: float | None = None
    azimuth_degrees: float | None = None
    """Clockwise from north; 180 faces south. Without tilt and azimuth the most generous orientation is taken."""
    zone: tzinfo | None = None
    """The clock people at the site live by, from the caller; used to find daylight-saving changes alone."""
    annual_pv_kwh: Decimal | None = None
    """Stated generation of a usual year: a statement to compare with, never used in place of readings."""
    battery_kwh: Decimal | None = None
    """Usable capacity; the battery is then taken to be as full of grid energy at the start as it can have been."""
    register_digits: int | None = None
    """Digits before the decimal point of the counting registers; None: read off the values."""
    export_one_way: bool | None = None
    """True: the export meter counts what flows out and nothing else, and is never netted with what flows in."""

    def __post_init__(self) -> None:
        for name, low, high in (
            ("latitude", -_POLE, _POLE),
            ("longitude", -_DATE_LINE, _DATE_LINE),
            ("tilt_degrees", 0, _POLE),
            ("azimuth_degrees", 0, _TURN),
            ("kwp", 0, 10_000_000),
            ("annual_pv_kwh", 0, 100_000_000_000),
            ("battery_kwh", 0, 100_000_000),
            ("register_digits", 3, 12),
        ):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                raise codes.BAD_SITE.at(Place(f"/{name}"), name=name, value=value, low=low, high=high)

    @classmethod
    def of(cls, facility: Facility, *, zone: tzinfo | None = None) -> Self:
        """What a facility's record says of its place and plant."""
        solar = facility.solar
        return cls(
            latitude=facility.latitude,
            longitude=facility.longitude,
            kwp=solar.kwp if solar is not None else None,
            tilt_degrees=solar.tilt_degrees if solar is not None else None,
            azimuth_degrees=solar.azimuth_degrees if solar is not None else None,
            zone=zone,
        )

    @property
    def placed(self) -> tuple[float, float] | None:
        """Latitude and longitude where both are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


NOWHERE: Final = Site()
"""A site of which nothing is known."""
