"""A second opinion on generation: the clear-sky limit `pvlib` computes for the plant's place, size, tilt and azimuth.

It needs the extra `[meters]`; without it nothing is said. What it finds is a warning and changes no number: whether an
interval counts must not depend on what is installed (DESIGN, ruling 10), and the library takes a second to load. The
check that decides is `greencard.energy.sun`, which the test suite holds against this one.

Sun: NREL's algorithm (`solarposition`); sky: simplified Solis (P. Ineichen, Solar Energy 82 (2008) 758) with the
cleanest and driest air it is made for; plane: Hay and Davies (1980) and the ground. No data file, no network.
"""

from __future__ import annotations

import importlib
from typing import Final

import numpy as np

from greencard.energy import quality_codes
from greencard.energy.readings import Readings
from greencard.energy.series import Columns, Real, Whole, columns_of, kwh_text
from greencard.energy.site import Site
from greencard.energy.sun import CLOCK_TOLERANCE_SECONDS, GROUND_ALBEDO
from greencard.errors import Fault, Place
from greencard.quantity import decimal_text

__all__ = ["clear_sky_w_per_m2", "has_library", "second_opinion"]

_STEP: Final = 300
_CLEAN_AIR: Final = 0.0
_DRY_AIR_CM: Final = 0.2
_HIGH_SITE_PA: Final = 80_000.0
"""About 1 900 m: the place's height is not in its record."""
_AIR_C: Final = 12.0
_DELTA_T: Final = 69.0
"""Terrestrial less universal time, s: a second of error is nothing here."""
_REFRACTION_DEGREES: Final = 0.5667
_ENHANCEMENT: Final = ((3600, 1.15), (900, 1.25), (0, 1.5))
"""Edges of clouds add to the clear sky: by half for minutes, less the longer the interval."""
_BRIGHT_CLOUD: Final = 0.5
"""Of the clear sky's light on level ground: a bright overcast also lights planes that face away from the sun."""
_TWILIGHT_W_PER_M2: Final = 60.0
_MOST_DAYS: Final = 800


def has_library() -> bool:
    """Whether there can be a second opinion at all."""
    try:
        importlib.import_module("pvlib")
    except ImportError:
        return False
    return True


def second_opinion(readings: Readings) -> tuple[Fault, ...]:
    """At most one warning (GC-MTR-033): generation above the library's clear-sky limit with its margins."""
    site = readings.site
    counted = [item for item in readings.intervals if item.pv_wh > 0 and item.start not in readings.void]
    if site.placed is None or site.kwp is None or not counted or readings.totals:
        return ()
    columns = columns_of(counted)
    if int(columns.start[-1] - columns.start[0]) > _MOST_DAYS * 86_400:
        return ()
    limit = _limit_wh(columns, site)
    if limit is None:
        return ()
    above = columns.pv > limit
    if not above.any():
        return ()
    at = int(np.argmax(above))
    return (
        quality_codes.PV_ABOVE_SUPPOSED_SKY.fault(
            Place("", readings.file),
            severity="warning",
            count=int(above.sum()),
            kwp=decimal_text(site.kwp),
            start=counted[at].start.isoformat(),
            pv=kwh_text(int(columns.pv[at])),
            limit=kwh_text(limit[at]),
        ),
    )


def _limit_wh(columns: Columns, site: Site) -> Real | None:
    first = int(columns.start[0]) - CLOCK_TOLERANCE_SECONDS
    last = int((columns.start + columns.seconds)[-1]) + CLOCK_TOLERANCE_SECONDS
    grid = np.arange(first - first % _STEP, last + 2 * _STEP, _STEP, dtype=np.int64)
    sky = clear_sky_w_per_m2(grid, site)
    if sky is None:
        return None
    low = (columns.start - CLOCK_TOLERANCE_SECONDS - grid[0]) // _STEP
    high = -(-(columns.start + columns.seconds + CLOCK_TOLERANCE_SECONDS - grid[0]) // _STEP) + 1
    plane, level = sky
    spans = np.stack((low, high), axis=1).ravel()
    clear, overcast = (np.maximum.reduceat(np.append(light, 0.0), spans)[::2] for light in (plane, level))
    margin = np.select([columns.seconds >= least for least, _ in _ENHANCEMENT], [more for _, more in _ENHANCEMENT])
    brightest = np.maximum(clear * margin, overcast * _BRIGHT_CLOUD) + _TWILIGHT_W_PER_M2
    assert site.kwp is not None  # noqa: S101 - the caller asked
    return np.asarray(float(site.kwp) * brightest * columns.seconds / 3600)


def clear_sky_w_per_m2(instants: Whole, site: Site) -> tuple[Real, Real] | None:
    """Irradiance under the clearest sky on the plant's plane and on level ground, W per m2; None without `pvlib`."""
    if site.placed is None:
        return None
    if not has_library():
        return None
    pvlib = importlib.import_module("pvlib")
    apparent_zenith, _, height, _, azimuth, _ = pvlib.spa.solar_position(
        instants.astype(np.float64), *site.placed, 0.0, _HIGH_SITE_PA / 100, _AIR_C, _DELTA_T, _REFRACTION_DEGREES
    )
    zenith = np.asarray(apparent_zenith)
    days = instants.astype("datetime64[s]").astype("datetime64[D]")
    of_year = (days - days.astype("datetime64[Y]")).astype(np.int64) + 1
    extra = pvlib.irradiance.get_extra_radiation(of_year)
    sky = pvlib.clearsky.simplified_solis(height, _CLEAN_AIR, _DRY_AIR_CM, _HIGH_SITE_PA, extra)
    up = height > 0
    beam, diffuse, level = (np.where(up, sky[name], 0.0) for name in ("dni", "dhi", "ghi"))
    tilt = zenith.clip(0, 90) if site.tilt_degrees is None else np.full(len(zenith), site.tilt_degrees)
    facing = azimuth if site.azimuth_degrees is None or site.tilt_degrees is None else site.azimuth_degrees
    cosine = pvlib.irradiance.aoi_projection(tilt, facing, zenith, azimuth).clip(0)
    with np.errstate(all="ignore"):
        from_sky = pvlib.irradiance.haydavies(tilt, facing, diffuse, beam, extra, zenith, azimuth)
    ground = level * GROUND_ALBEDO * (1 - np.cos(np.radians(tilt))) / 2
    return np.where(up, beam * cosine + np.nan_to_num(from_sky) + ground, 0.0), level
