"""Generation held against the sun: night, the brightest sky, days without a night, and the hour of the day."""

from __future__ import annotations

from typing import Final

import numpy as np

from greencard.energy import codes, quality_codes
from greencard.energy.finding import Finding
from greencard.energy.series import Columns, Mask, Real, Whole, kwh_text
from greencard.energy.site import Site
from greencard.energy.sun import is_night, limit_wh, plane_w_per_m2, solar_hour, sun_vector
from greencard.model import Text
from greencard.quantity import decimal_text

__all__ = ["against_clear_sky", "at_night", "without_night", "wrong_hour"]

_NIGHT_FROM: Final = 22 * 3600
_NIGHT_SECONDS: Final = 5 * 3600
_DAY: Final = 86_400
_SECONDS_PER_DEGREE: Final = 240
_FEWEST_DAYS: Final = 3
_DAYS_OF_WEATHER: Final = 7
"""In fewer days one cloudy half-day moves the centre of generation."""
_HOURS_KNOWN_PLANE: Final = 2.5
_HOURS_ANY_PLANE: Final = 4.5
"""A wall facing due east has its centre not quite four hours before noon."""
_REST_SHARE: Final = 0.01
"""A meter's own noise at night is less; it is found by the night."""
_NOT_COUNTED: Final = Text(en="own solar of these intervals is not counted", zh="这些时段的自用光伏不计入")


def at_night(columns: Columns, site: Site, spared: Mask) -> Finding | None:
    """Generation in the dark: by the sun where the place is known, else between 22:00 and 03:00.

    Without latitude the hours are solar time at the longitude, without longitude those of the stated zone; a file in
    UTC says nothing of its place, and is then not tested.
    """
    generating = (columns.pv > 0) & ~spared
    if site.placed is not None:
        dark = is_night(columns, generating, site.placed)
    else:
        ahead = columns.offset
        if site.longitude is not None:
            ahead = np.full(len(columns), round(_SECONDS_PER_DEGREE * site.longitude), np.int64)
        else:
            generating &= columns.offset != 0
        into_night = (columns.start + ahead - _NIGHT_FROM) % _DAY
        dark = generating & (into_night + columns.seconds <= _NIGHT_SECONDS)
    if not dark.any():
        return None
    wh = int(columns.pv[dark].sum())
    fault = codes.PV_AT_NIGHT.fault(
        severity="warning", count=int(dark.sum()), kwh=kwh_text(wh), start=columns.first(dark).start.isoformat()
    )
    return Finding("night", fault, int(dark.sum()), wh, _NOT_COUNTED, "solar_not_counted", void=dark)


def against_clear_sky(columns: Columns, site: Site, spared: Mask) -> Finding | None:
    """Generation above what the plant can give under the brightest sky of its place; needs place and kWp."""
    if site.placed is None or site.kwp is None:
        return None
    generating = (columns.pv > 0) & ~spared
    limit = limit_wh(columns, generating, site, site.placed)
    above = generating & (columns.pv > limit)
    if not above.any():
        return None
    at = int(np.argmax(above))
    wh = int(columns.pv[above].sum())
    fault = quality_codes.PV_ABOVE_CLEAR_SKY.fault(
        severity="warning",
        count=int(above.sum()),
        kwp=decimal_text(site.kwp),
        start=columns.intervals[at].start.isoformat(),
        pv=kwh_text(int(columns.pv[at])),
        limit=kwh_text(limit[at]),
    )
    return Finding("clear_sky", fault, int(above.sum()), wh, _NOT_COUNTED, "solar_not_counted", void=above)


def without_night(columns: Columns, site: Site) -> Finding | None:
    """Whole days in which generation never falls to a hundredth of its peak; not where the sun itself does not set."""
    days, place, whole = columns.days
    power = columns.kw(columns.pv)
    least, most = np.full(len(days), np.inf), np.zeros(len(days))
    np.minimum.at(least, place, power)
    np.maximum.at(most, place, power)
    endless = whole & (least > _REST_SHARE * most)
    if endless.any() and site.placed is not None:
        dark = is_night(columns, endless[place], site.placed)
        endless &= np.bincount(place, weights=dark, minlength=len(days)) > 0
    if not endless.any():
        return None
    void = np.asarray(endless[place])
    wh = int(columns.pv[void].sum())
    fault = quality_codes.PV_WITHOUT_NIGHT.fault(severity="warning", days=int(endless.sum()), of=int(whole.sum()))
    return Finding("no_night", fault, int(void.sum()), wh, _NOT_COUNTED, "solar_not_counted", void=void)


def wrong_hour(columns: Columns, site: Site) -> Finding | None:
    """A clock that puts the day's generation hours from where the sun puts it; needs the longitude.

    The centre of generation over the day (a circular mean of solar time) is compared with that of the plant's own
    plane under a clear sky where place, tilt and azimuth are known and a week is metered (2.5 h may be weather and
    shade); otherwise with noon (4.5 h may be a wall facing east).
    """
    if site.longitude is None:
        return None
    _, place, whole = columns.days
    used = np.asarray((whole & (columns.per_day(columns.pv) > 0))[place])
    count = len(np.unique(place[used]))
    if count < _FEWEST_DAYS:
        return None
    middle = columns.start[used] + columns.seconds[used] / 2
    hours = solar_hour(middle, site.longitude)
    centre = _centre(hours, columns.pv[used])
    expected, tolerance = 12.0, _HOURS_ANY_PLANE
    if site.placed is not None and None not in {site.tilt_degrees, site.azimuth_degrees} and count >= _DAYS_OF_WEATHER:
        beam, diffuse = plane_w_per_m2(sun_vector(middle, *site.placed), site)
        modelled = _centre(hours, (beam + diffuse / 2) * columns.seconds[used])
        if modelled is not None:
            expected, tolerance = modelled, _HOURS_KNOWN_PLANE
    if centre is None:
        return None
    off = (centre - expected + 12) % 24 - 12
    if abs(off) <= tolerance:
        return None
    fault = quality_codes.PV_CLOCK.fault(
        severity="warning",
        hours=f"{abs(off):.1f}",
        side="before" if off < 0 else "after",
        side_zh="早" if off < 0 else "晚",
        days=count,
    )
    return Finding(
        "clock",
        fault,
        len(columns),
        int(columns.pv.sum()),
        Text(en="own solar is not counted until the clock is corrected", zh="时钟更正前自用光伏不计入"),
        "solar_not_counted",
        void=np.ones(len(columns), np.bool_),
    )


def _centre(hours: Real, weights: Real | Whole) -> float | None:
    angle = hours * (np.pi / 12)
    east, north = float((weights * np.sin(angle)).sum()), float((weights * np.cos(angle)).sum())
    if east * east + north * north <= (0.1 * float(weights.sum())) ** 2:
        return None
    return float(np.arctan2(east, north) * 12 / np.pi % 24)
