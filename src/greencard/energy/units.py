"""Units that slipped: Wh or MWh for kWh, a forgotten multiplier, in the whole file or a stretch of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import numpy as np

from greencard.energy import quality_codes
from greencard.energy.finding import Finding
from greencard.energy.series import DAY_SECONDS, Columns, Mask, Real
from greencard.energy.site import Site
from greencard.errors import ErrorCode
from greencard.model import Text
from greencard.quantity import decimal_of, decimal_text

__all__ = ["too_little", "too_much", "unlike_the_rest", "unlikely_yield"]

_CERTAIN_TIMES: Final = 20
"""Daily peaks of an honest plant stay below 1.5 times its rated power; no multiplier but 1000 lies this far up."""
_LOW_SHARE: Final = 0.05
_LOW_DAYS: Final = 30
"""Snow may lie on a roof for weeks; a month in which not one hour reached a twentieth of the plant is asked about."""
_STRETCH_TIMES: Final = (200, 5000)
_LOW_STRETCH: Final = (1 / 2000, 1 / 500)
_FEWEST_DAYS: Final = 10
_YEAR: Final = 365
_MOST_OF_YEAR: Final = 330
_LOW_YIELD: Final = 300
_STATED_BAND: Final = (0.5, 1.5)


def _daily_peaks(columns: Columns) -> Real:
    """Highest mean power of generation of each local day that has any, kW."""
    days, place, _ = columns.days
    peaks = np.zeros(len(days))
    np.maximum.at(peaks, place, columns.kw(columns.pv))
    return peaks[peaks > 0]


def too_much(columns: Columns, site: Site) -> Finding | None:
    """Most days peak above 20 times the rated power: certain, and an error."""
    if site.kwp is None or site.kwp <= 0:
        return None
    peaks = _daily_peaks(columns)
    if not len(peaks) or np.median(peaks) <= _CERTAIN_TIMES * float(site.kwp):
        return None
    return _of_peak(columns, site, float(peaks.max()), quality_codes.UNIT_SLIP, "error")


def too_little(columns: Columns, site: Site) -> Finding | None:
    """A month or more in which no interval reaches a twentieth of the rated power: a suspicion."""
    if site.kwp is None or site.kwp <= 0:
        return None
    peaks = _daily_peaks(columns)
    if len(peaks) < _LOW_DAYS or peaks.max() >= _LOW_SHARE * float(site.kwp):
        return None
    return _of_peak(columns, site, float(peaks.max()), quality_codes.UNIT_SUSPECTED, "warning")


def _of_peak(columns: Columns, site: Site, peak_kw: float, code: ErrorCode, severity: str) -> Finding:
    assert site.kwp is not None  # noqa: S101 - both callers asked
    times = peak_kw / float(site.kwp)
    fault = code.fault(
        severity="error" if severity == "error" else "warning",
        column="pv_kwh",
        kw=decimal_text(decimal_of(peak_kw, 3)),
        times=round(times),
        share=f"{times * 100:.2g} %",
        kwp=decimal_text(site.kwp),
    )
    treatment = Text(en="counted as metered; unit and multiplier are asked for", zh="按计量值计；请核实单位和倍率")
    return Finding("unit", fault, len(columns), int(columns.pv.sum()), treatment, "none")


def unlikely_yield(columns: Columns, site: Site) -> Finding | None:
    """A year's generation far from the stated one, or below 300 kWh per kWp: a suspicion."""
    _, _, whole = columns.days
    days = int(whole.sum())
    if days < _MOST_OF_YEAR:
        return None
    kwh = float(columns.pv.sum()) / 1000
    year = kwh * _YEAR / days
    if site.annual_pv_kwh:
        expected, low, high = float(site.annual_pv_kwh), *_STATED_BAND
        basis, basis_zh = "the stated yearly generation", "所声明年发电量"
    elif site.kwp:
        expected, low, high = float(site.kwp) * 1000, _LOW_YIELD / 1000, np.inf
        basis, basis_zh = "1000 kWh a year per kWp", "每千瓦峰值年发电 1000 千瓦时"
    else:
        return None
    if low <= year / expected <= high:
        return None
    fault = quality_codes.YIELD_UNLIKELY.fault(
        severity="warning",
        days=days,
        kwh=decimal_text(decimal_of(kwh, 4)),
        share=f"{year / expected * 100:.2g} %",
        basis=basis,
        basis_zh=basis_zh,
    )
    treatment = Text(
        en="counted as metered; size, unit and multiplier are asked for", zh="按计量值计；请核实容量、单位和倍率"
    )
    return Finding("yield", fault, len(columns), int(columns.pv.sum()), treatment, "none")


def unlike_the_rest(columns: Columns) -> Iterator[Finding]:
    """Days about a thousand times, or a thousandth of, the column's median day: a stretch in another unit.

    Own solar of days with a thousandfold generation is not counted. A load a thousandfold or a thousandth is asked
    about and stays as metered: a works may stand still, and too high a load only lowers the solar share.
    """
    _, _, whole = columns.days
    for name, wh in (("load_kwh", columns.load), ("pv_kwh", columns.pv)):
        totals = columns.per_day(wh)
        some = whole & (totals > 0)
        if int(some.sum()) < _FEWEST_DAYS:
            continue
        ratio = totals / float(np.median(totals[some]))
        high = some & (ratio >= _STRETCH_TIMES[0]) & ((ratio <= _STRETCH_TIMES[1]) | (name == "pv_kwh"))
        low = some & (ratio >= _LOW_STRETCH[0]) & (ratio <= _LOW_STRETCH[1]) & (name == "load_kwh")
        for found in (high, low):
            if found.any():
                yield _stretch(columns, name, found, ratio)


def _stretch(columns: Columns, name: str, found: Mask, ratio: Real) -> Finding:
    days, place, _ = columns.days
    mask = np.asarray(found[place])
    solar = name == "pv_kwh"
    treatment = (
        Text(en="Own solar of these days is not counted.", zh="这些天的自用光伏不计入。")
        if solar
        else Text(en="They count as metered; please confirm.", zh="按计量值计，请确认。")
    )
    wh = columns.pv if solar else columns.load
    first = datetime.fromtimestamp(int(days[found][0]) * DAY_SECONDS, UTC).date().isoformat()
    fault = quality_codes.STRETCH_SLIP.fault(
        severity="warning",
        column=name,
        days=int(found.sum()),
        times=decimal_text(Decimal(f"{float(np.median(ratio[found])):.1g}")),
        start=first,
        treatment=treatment.en,
        treatment_zh=treatment.zh,
    )
    return Finding(
        f"stretch_{name.removesuffix('_kwh')}",
        fault,
        int(mask.sum()),
        int(wh[mask].sum()),
        treatment,
        "solar_not_counted" if solar else "none",
        void=mask if solar else None,
    )
