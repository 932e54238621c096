"""Where the sun stands, and the most a plant of a place, size and tilt can generate: closed forms, no data file.

Position: the low-precision formulae of the Astronomical Almanac as given by J. J. Michalsky, Solar Energy 40 (1988)
227-235, good to 0.01 degree around the year 2000 and to a few hundredths in this century. Air mass: F. Kasten and
A. T. Young, Applied Optics 28 (1989) 4735. Beam: the form of A. B. Meinel and M. P. Meinel (1976), I = I0 * t ** (AM **
0.678), with t raised from their 0.7 to 0.88 so that it lies above the clearest sky the Solis model knows, high sites
included (the test suite holds it against `pvlib`).

A limit that accuses must be one no honest plant reaches, so every choice below errs upwards; what lies above is wrong.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from greencard.energy.series import Columns, Mask, Real, Whole
from greencard.energy.site import Site

__all__ = ["CLOCK_TOLERANCE_SECONDS", "is_night", "limit_wh", "plane_w_per_m2", "solar_hour", "sun_vector"]

CLOCK_TOLERANCE_SECONDS: Final = 600
"""An honest meter's clock may be some minutes off."""
NIGHT_DEGREES: Final = -3.0
"""Sun's centre so far below the horizon gives no plant anything: refraction and the sun's own radius take 0.85 degrees,
the horizon of a hill of 2 000 m another 1.4."""
BEAM_TRANSMITTANCE: Final = 0.88
DIFFUSE_SHARE: Final = 0.45
"""Of the extraterrestrial horizontal irradiance: brighter than any overcast, and beside the full beam an edge-of-cloud
enhancement of two fifths over the clear sky."""
GROUND_ALBEDO: Final = 0.8
"""Fresh snow."""
TWILIGHT_W_PER_M2: Final = 20.0
_SOLAR_CONSTANT: Final = 1361.0
_J2000: Final = 946_728_000
"""2000-01-01T12:00Z in Unix seconds."""
_DAY: Final = 86_400.0
_CHUNK: Final = 1 << 16
_LONGEST_SAMPLE_STEP: Final = 900
_LAST_DIGIT_WH: Final = 10


def sun_vector(instants: Real | Whole, latitude: float, longitude: float) -> tuple[Real, Real, Real]:
    """Unit vector towards the sun's centre (east, north, up), without refraction, at Unix instants."""
    days = (instants - _J2000) / _DAY
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude_mean = 280.460 + 0.9856474 * days
    ecliptic = np.radians(longitude_mean + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    obliquity = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(ecliptic), np.cos(ecliptic))
    sin_declination = np.sin(obliquity) * np.sin(ecliptic)
    cos_declination = np.sqrt(1 - sin_declination**2)
    sidereal = np.radians(280.46062 + 360.98564737 * days + longitude)
    hour_angle = sidereal - ascension
    place = np.radians(latitude)
    east = -cos_declination * np.sin(hour_angle)
    north = np.cos(place) * sin_declination - np.sin(place) * cos_declination * np.cos(hour_angle)
    up = np.sin(place) * sin_declination + np.cos(place) * cos_declination * np.cos(hour_angle)
    return east, north, up


def solar_hour(instants: Real | Whole, longitude: float) -> Real:
    """Apparent solar time, hours from 0 to 24; noon is when the sun stands on the meridian."""
    east, north, up = sun_vector(instants, 0.0, longitude)
    # At the equator the vector turned about the north axis is the hour angle itself, whatever the season.
    del north
    return np.asarray((12 - np.degrees(np.arctan2(east, up)) / 15) % 24)


def plane_w_per_m2(vector: tuple[Real, Real, Real], site: Site) -> tuple[Real, Real]:
    """Clear beam, and the brightest diffuse light, on the plane of the plant, W per m2.

    Without tilt the plane faces the sun; without azimuth it is turned to the sun.
    """
    east, north, up = vector
    height = np.degrees(np.arcsin(np.clip(up, -1, 1)))
    air_mass = 1 / (np.maximum(up, 0) + 0.50572 * np.maximum(height + 6.07995, 0.5) ** -1.6364)
    extra = _SOLAR_CONSTANT * 1.034
    beam = np.where(height > -1, extra * BEAM_TRANSMITTANCE ** (air_mass**0.678), 0.0)
    tilt = 0.0 if site.tilt_degrees is None else np.radians(site.tilt_degrees)
    if site.tilt_degrees is None:
        facing: Real = np.ones_like(up)
        seen_ground = 0.5
    else:
        if site.azimuth_degrees is None:
            sideways = np.hypot(east, north)
        else:
            azimuth = np.radians(site.azimuth_degrees)
            sideways = east * np.sin(azimuth) + north * np.cos(azimuth)
        facing = np.clip(np.sin(tilt) * sideways + np.cos(tilt) * up, 0, 1)
        seen_ground = float((1 - np.cos(tilt)) / 2)
    level = np.maximum(up, 0)
    sky = DIFFUSE_SHARE * extra * level
    ground = GROUND_ALBEDO * seen_ground * (beam * level + sky)
    return np.asarray(beam * facing), np.asarray(np.where(height > NIGHT_DEGREES, TWILIGHT_W_PER_M2 + sky + ground, 0))


def _samples(columns: Columns, at: slice) -> Real:
    """Instants across each interval and the clock's tolerance beyond both ends; the last axis runs over them."""
    start, seconds = columns.start[at, None], columns.seconds[at, None]
    count = int(np.ceil(seconds.max() / _LONGEST_SAMPLE_STEP)) + 1
    parts = np.linspace(0, 1, count)
    within = start + seconds * parts
    tolerance = CLOCK_TOLERANCE_SECONDS
    return np.concatenate((start - tolerance, within, start + seconds + tolerance), axis=1)


def _over(columns: Columns, mask: Mask, latitude: float, longitude: float, site: Site | None) -> Real:
    """For the intervals of the mask: highest sine of the sun's height (no site), or highest irradiance on the plane."""
    places = np.flatnonzero(mask)
    found = np.empty(len(places))
    picked = Columns(
        (),
        columns.start[places],
        columns.seconds[places],
        *(columns.offset[places],) * 6,
    )
    for low in range(0, len(places), _CHUNK):
        at = slice(low, low + _CHUNK)
        vector = sun_vector(_samples(picked, at), latitude, longitude)
        if site is None:
            found[at] = vector[2].max(axis=1)
        else:
            beam, diffuse = plane_w_per_m2(vector, site)
            found[at] = (beam + diffuse).max(axis=1)
    return found


def is_night(columns: Columns, mask: Mask, place: tuple[float, float]) -> Mask:
    """Which intervals of the mask lie wholly in the dark: the sun more than 3 degrees down, by any clock 10 min off."""
    night = np.zeros(len(columns), np.bool_)
    night[np.flatnonzero(mask)] = _over(columns, mask, *place, None) < np.sin(np.radians(NIGHT_DEGREES))
    return night


def limit_wh(columns: Columns, mask: Mask, site: Site, place: tuple[float, float]) -> Real:
    """The most each interval of the mask can generate, Wh; infinite outside the mask.

    kWp times the brightest moment of the interval over 1 000 W per m2 (no losses at all), and one last digit.
    """
    assert site.kwp is not None  # noqa: S101 - asked only of plants whose size is known
    limit = np.full(len(columns), np.inf)
    places = np.flatnonzero(mask)
    irradiance = _over(columns, mask, *place, site)
    limit[places] = float(site.kwp) * irradiance * columns.seconds[places] / 3600 + _LAST_DIGIT_WH
    return limit
