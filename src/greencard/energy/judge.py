"""All checks over one set of readings: which intervals count, for what, and how good the whole is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from typing import Final

import numpy as np

from greencard.energy import clocks, plausible, sunlight, units
from greencard.energy import quality_codes as codes
from greencard.energy.finding import Finding
from greencard.energy.quality import Effect, Grade, QualityCheck, ReadingQuality
from greencard.energy.readings import Gap, Readings, gaps_between
from greencard.energy.series import Columns, Mask, columns_of, kwh_text
from greencard.energy.site import Site
from greencard.energy.table import Table
from greencard.energy.totals import bound
from greencard.errors import Fault, Place, raise_faults
from greencard.model import Text

__all__ = ["judge"]

_GRADES: Final[tuple[tuple[Grade, Decimal], ...]] = (
    ("A", Decimal("0.99")),
    ("B", Decimal("0.95")),
    ("C", Decimal("0.80")),
)
_UNIT: Final = "unit"
"""With a unit in doubt no number of the file can be believed."""
_SHARE_STEP: Final = Decimal("0.0001")
_TOLD: Final[Mapping[str, tuple[str, Text, Effect]]] = {
    codes.MIXED_PERIODS.code: (
        "periods",
        Text(en="each stretch is matched in its own intervals", zh="各段按其自身时段长度匹配"),
        "none",
    ),
    codes.REGISTER_ROLLED.code: (
        "rollover",
        Text(en="counted through the top of the register", zh="按表码上限连续计量"),
        "none",
    ),
    codes.REGISTER_RESET.code: ("reset", Text(en="the interval counts as a gap", zh="该时段按缺失计"), "gap"),
    codes.REGISTER_JUMP.code: ("jump", Text(en="the interval counts as a gap", zh="该时段按缺失计"), "gap"),
}


def judge(read: Readings, *, told: tuple[Fault, ...] = (), table: Table | None = None) -> Readings:
    """The readings with warnings, quality, and without the intervals that turn out not to be measured.

    `told` are warnings of the reading itself (registers, interval lengths); `table` knows of repeated rows.

    Raises:
        InvalidInput: a unit slip that is certain (GC-MTR-034).
    """
    columns = columns_of(read.intervals)
    findings = [*_totals(read, columns)] if read.totals else [*_findings(columns, read.site)]
    raise_faults(_placed(finding.fault, read.file) for finding in findings)
    away, void = _union(columns, findings)
    if away.all():
        # Nothing would be left to speak of: the load is doubted, and stays as the meter gave it.
        away = np.zeros_like(away)
    kept, gaps = read.intervals, read.gaps
    if away.any():
        kept = tuple(item for item, gone in zip(read.intervals, away.tolist(), strict=True) if not gone)
        gaps = tuple(_regained(gaps_between(kept), read.gaps))
    checks = [*_of_file(told, table), *_gap_check(kept, gaps), *(finding.check() for finding in findings)]
    warnings = tuple(_placed(fault, read.file) for fault in (*_repeated(table), *told))
    return replace(
        read,
        intervals=kept,
        gaps=gaps,
        warnings=warnings + tuple(_placed(finding.fault, read.file) for finding in findings),
        set_aside=tuple(read.intervals[at] for at in np.flatnonzero(away)),
        void=frozenset(read.intervals[at].start for at in np.flatnonzero(void & ~away)),
        quality=_quality(columns, away, void, read, tuple(checks)),
    )


def _placed(fault: Fault, file: str) -> Fault:
    return replace(fault, place=Place("", file, fault.place.line))


def _findings(columns: Columns, site: Site) -> Iterator[Finding]:
    """Findings in the order of their codes within a kind; what explains much comes first and spares its followers."""
    none = np.zeros(len(columns), np.bool_)
    slip = units.too_much(columns, site)
    if slip is not None:
        yield slip
        return
    clock = sunlight.wrong_hour(columns, site)
    stretches = [*units.unlike_the_rest(columns)]
    stuck = [*plausible.stuck(columns)]
    endless = sunlight.without_night(columns, site)
    explained = none.copy()
    for cause in (clock, endless, *stretches, *stuck):
        if cause is not None and cause.void is not None:
            explained |= cause.void
    night = sunlight.at_night(columns, site, explained)
    capacity = plausible.above_capacity(columns, site, explained)
    if night is not None and night.void is not None:
        explained |= night.void
    for found in (
        capacity,
        night,
        plausible.unaccounted(columns, none),
        plausible.unbalanced(columns, explained),
        sunlight.against_clear_sky(columns, site, explained),
        clock,
        endless,
        units.too_little(columns, site),
        units.unlikely_yield(columns, site),
        plausible.battery_losses(columns),
        clocks.daylight_saving(columns, site),
        *stretches,
        *stuck,
    ):
        if found is not None:
            yield found
    if clock is None and (skewed := clocks.skew(columns)) is not None:
        yield skewed


def _totals(read: Readings, columns: Columns) -> Iterator[Finding]:
    found = bound(read).over(read.intervals)
    fault = codes.TOTALS_ONLY.fault(
        severity="warning", least=kwh_text(found.at_least_wh), most=kwh_text(found.at_most_wh)
    )
    treatment = Text(en="only the provable part of own solar is counted", zh="自用光伏只计可证明的部分")
    yield Finding("totals", fault, len(columns), found.at_most_wh - found.at_least_wh, treatment, "bound")


def _union(columns: Columns, findings: list[Finding]) -> tuple[Mask, Mask]:
    away, void = np.zeros((2, len(columns)), np.bool_)
    for finding in findings:
        if finding.away is not None:
            away |= finding.away
        if finding.void is not None:
            void |= finding.void
    return away, void


def _repeated(table: Table | None) -> Iterator[Fault]:
    if table is not None and table.repeated:
        line = table.repeated[0]
        yield codes.DUPLICATE_ROWS.fault(Place("", "", line), severity="warning", count=len(table.repeated), line=line)


def _of_file(told: tuple[Fault, ...], table: Table | None) -> Iterator[QualityCheck]:
    for fault in _repeated(table):
        yield QualityCheck(
            id="duplicates",
            code=fault.code,
            finding=Text(en=fault.text("en"), zh=fault.text("zh")),
            intervals=int(fault.params["count"]),
            energy_wh=0,
            treatment=Text(en="repeated rows are dropped", zh="剔除重复行"),
            effect="dropped",
        )
    for fault in told:
        name, treatment, effect = _TOLD[fault.code]
        yield QualityCheck(
            id=name,
            code=fault.code,
            finding=Text(en=fault.text("en"), zh=fault.text("zh")),
            intervals=int(fault.params["count"]),
            energy_wh=0,
            treatment=treatment,
            effect=effect,
        )


def _regained(gaps: Iterator[Gap], before: tuple[Gap, ...]) -> Iterator[Gap]:
    """Gaps after intervals were set aside; a known load is that of the very same gap, never of a wider one."""
    known = {(gap.start, gap.intervals): gap for gap in before}
    for gap in gaps:
        yield known.get((gap.start, gap.intervals), gap)


def _gap_check(kept: tuple[object, ...], gaps: tuple[Gap, ...]) -> Iterator[QualityCheck]:
    missing = sum(gap.intervals for gap in gaps)
    if missing:
        known = sum(gap.load_wh or 0 for gap in gaps)
        unknown = sum(gap.intervals for gap in gaps if gap.load_wh is None)
        gaps_en = f"{len(gaps)} gap{'s' if len(gaps) > 1 else ''}"
        yield QualityCheck(
            id="gaps",
            code="",
            finding=Text(
                en=f"{missing} intervals in {gaps_en} have no reading; {len(kept)} have one",
                zh=f"{len(gaps)} 处缺口共 {missing} 个时段无读数；{len(kept)} 个时段有读数",
            ),
            intervals=missing,
            energy_wh=known,
            treatment=Text(
                en=f"grid supply: {kwh_text(known)} kWh a register counted through them, the mean load for {unknown}",
                zh=f"按电网供电计：表码已计 {kwh_text(known)} 千瓦时，其余 {unknown} 个时段取平均用电",
            ),
            effect="gap",
        )


def _quality(
    columns: Columns, away: Mask, void: Mask, read: Readings, checks: tuple[QualityCheck, ...]
) -> ReadingQuality:
    span = int(columns.start[-1] + columns.seconds[-1] - columns.start[0])
    measured = _share(int(columns.seconds[~away].sum()), span)
    pv = int(columns.pv.sum())
    counted = _share(int(columns.pv[~(away | void)].sum()), pv) if pv else Decimal(1)
    return ReadingQuality(
        checks=checks,
        measured_share=measured,
        estimated_share=1 - measured,
        dropped_share=_share(int(away.sum()), len(columns)),
        solar_counted_share=counted,
        not_checked=tuple(_not_checked(read.site)),
        grade=_grade(measured, counted, checks, totals=read.totals),
    )


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / Decimal(whole)).quantize(_SHARE_STEP, ROUND_FLOOR)


def _grade(measured: Decimal, counted: Decimal, checks: tuple[QualityCheck, ...], *, totals: bool) -> Grade:
    if totals or any(check.id == _UNIT for check in checks):
        return "D"
    grade: Grade = next((name for name, least in _GRADES if min(measured, counted) >= least), "D")
    return "B" if grade == "A" and any(check.code for check in checks) else grade


def _not_checked(site: Site) -> Iterator[Text]:
    if site.kwp is None:
        yield Text(
            en="generation against the size of the plant: its kWp is missing",
            zh="发电量与装机容量：缺少装机容量（kWp）",
        )
    if site.placed is None:
        yield Text(
            en="generation against the sun: latitude and longitude are missing", zh="发电量与太阳位置：缺少经纬度"
        )
    elif site.tilt_degrees is None or site.azimuth_degrees is None:
        yield Text(
            en="generation against the plant's own plane: tilt or azimuth is missing, the most generous is taken",
            zh="发电量与组件平面：缺少倾角或朝向，按最宽松情形计",
        )
