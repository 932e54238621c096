"""Plausibility of readings by themselves: rated power, generation nobody took, meters that stand still, the battery."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from greencard.energy import codes, quality_codes
from greencard.energy.battery import gives_more_than_it_took
from greencard.energy.finding import Finding
from greencard.energy.series import DAY_SECONDS, Columns, Mask, Whole, kwh_text
from greencard.energy.site import Site
from greencard.model import Text
from greencard.quantity import decimal_text

__all__ = ["CAPACITY_MARGIN", "above_capacity", "battery_losses", "stuck", "unaccounted", "unbalanced"]

CAPACITY_MARGIN: Final = Decimal("1.1")
"""Cold clear air and cloud edges lift a plant above its rated power for a while, by no more than a tenth."""
CAPACITY_VOID: Final = Decimal("1.5")
"""No sky lifts a plant so far: generation beyond is not counted, with or without a place."""
_UNACCOUNTED_TOLERANCE_WH: Final = 10
_FEWEST_DIGITS: Final = 100
"""A value of fewer units of the meter's last digit can repeat honestly."""
_FEWEST_UNBALANCED: Final = 24
_CLOUD_SECONDS: Final = 900
"""Below a quarter-hour the edge of a cloud may lift a plant above a tenth more than rated."""


def above_capacity(columns: Columns, site: Site, spared: Mask) -> Finding | None:
    """Generation above 1.1 x kWp x hours; above 1.5 times it does not count as own solar."""
    if site.kwp is None:
        return None
    full = float(site.kwp) * columns.seconds / 3.6
    margin = np.where(columns.seconds < _CLOUD_SECONDS, float(CAPACITY_VOID), float(CAPACITY_MARGIN))
    # A hair of slack: 1.1 x 10 kWp x 1 h is 11 kWh, also in binary.
    above = ~spared & (columns.pv > full * margin * (1 + 1e-12))
    if not above.any():
        return None
    at = int(np.argmax(above))
    void = above & (columns.pv > full * float(CAPACITY_VOID) * (1 + 1e-12))
    fault = codes.PV_ABOVE_CAPACITY.fault(
        severity="warning",
        count=int(above.sum()),
        kwp=decimal_text(site.kwp),
        limit=decimal_text(site.kwp * Decimal(str(margin[at])) * int(columns.seconds[at]) / 3600),
        pv=kwh_text(int(columns.pv[at])),
    )
    treatment = Text(
        en="counted as metered; beyond 1.5 times the rated power own solar is not counted",
        zh="按计量值计；超过装机容量 1.5 倍的时段，自用光伏不计入",
    )
    effect: Literal["solar_not_counted", "none"] = "solar_not_counted" if void.any() else "none"
    return Finding("capacity", fault, int(above.sum()), int(columns.pv[above].sum()), treatment, effect, void=void)


def unaccounted(columns: Columns, spared: Mask) -> Finding | None:
    """Generation that is neither exported nor used nor stored: matching counts it for nobody."""
    lost = columns.pv - columns.export - columns.load - columns.charge
    found = ~spared & (lost > _UNACCOUNTED_TOLERANCE_WH)
    if not found.any():
        return None
    wh = int(lost[found].sum())
    fault = codes.PV_UNACCOUNTED.fault(
        severity="warning", count=int(found.sum()), kwh=kwh_text(wh), start=columns.first(found).start.isoformat()
    )
    treatment = Text(en="the surplus is counted for nobody", zh="多出的电量不计入任何用途")
    return Finding("unaccounted", fault, int(found.sum()), wh, treatment, "none")


def unbalanced(columns: Columns, spared: Mask) -> Finding | None:
    """More than half of the generation kept on the site is used by nobody: load or export is not all there."""
    kept = np.where(spared, 0, np.maximum(0, columns.pv - columns.export))
    lost = np.maximum(0, kept - columns.load - columns.charge)
    count = int((lost > _UNACCOUNTED_TOLERANCE_WH).sum())
    if count < _FEWEST_UNBALANCED or 2 * int(lost.sum()) <= int(kept.sum()):
        return None
    share = f"{float(lost.sum()) / float(kept.sum()) * 100:.0f} %"
    fault = quality_codes.LOAD_INCOMPLETE.fault(severity="warning", share=share, load=kwh_text(int(columns.load.sum())))
    treatment = Text(en="counted as metered; load and export are asked for", zh="按计量值计；请核实用电和上网数据")
    return Finding("balance", fault, count, int(lost.sum()), treatment, "none")


def stuck(columns: Columns) -> Iterator[Finding]:
    """A load or PV meter that repeats one value for a day: more even than anything alive.

    The value must be 100 or more units of the meter's last digit, so that a coarse meter under a steady stand-by load
    is not accused.
    """
    for name, wh in (("load_kwh", columns.load), ("pv_kwh", columns.pv)):
        runs = _runs(columns, wh)
        if not runs.any():
            continue
        load = name == "load_kwh"
        fault = quality_codes.METER_STUCK.fault(
            severity="warning",
            column=name,
            kwh=kwh_text(int(wh[int(np.argmax(runs))])),
            count=int(runs.sum()),
            start=columns.first(runs).start.isoformat(),
        )
        treatment = (
            Text(
                en="these intervals count as gaps: grid supply at the mean load",
                zh="这些时段按缺失计：以平均用电按电网供电",
            )
            if load
            else Text(en="own solar of these intervals is not counted", zh="这些时段的自用光伏不计入")
        )
        yield Finding(
            f"stuck_{name.removesuffix('_kwh')}",
            fault,
            int(runs.sum()),
            int(wh[runs].sum()),
            treatment,
            "gap" if load else "solar_not_counted",
            void=None if load else runs,
            away=runs if load else None,
        )


def _runs(columns: Columns, wh: Whole) -> Mask:
    found = np.zeros(len(wh), np.bool_)
    digit = int(np.gcd.reduce(wh)) if len(wh) else 0
    if digit == 0:
        return found
    same = (np.diff(wh) == 0) & (np.diff(columns.start) == columns.seconds[:-1]) & (np.diff(columns.seconds) == 0)
    edges = np.flatnonzero(np.concatenate(([True], ~same, [True])))
    for low, high in pairwise(edges.tolist()):
        if (high - low) * columns.seconds[low] >= DAY_SECONDS and wh[low] >= _FEWEST_DIGITS * digit:
            found[low:high] = True
    return found


def battery_losses(columns: Columns) -> Finding | None:
    """More out of the battery than into it: no efficiency can be read off, so nothing stored counts as own solar."""
    if not gives_more_than_it_took(columns.intervals):
        return None
    given, taken = int(columns.discharge.sum()), int(columns.charge.sum())
    fault = quality_codes.DISCHARGE_ABOVE_CHARGE.fault(
        severity="warning", discharge=kwh_text(given), charge=kwh_text(taken)
    )
    treatment = Text(en="discharge counts as grid supply", zh="储能放电按电网供电计")
    return Finding("battery", fault, int((columns.discharge > 0).sum()), given, treatment, "none")
