"""What a facility's meter can prove for one product: its kWh and its solar share, or neither.

Readings are those of a facility, the kWh of a process those of a record. They support each other only where the period
is long enough, was mostly metered, and where the product does not use more than the meter shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.model import Text

if TYPE_CHECKING:
    from datetime import datetime

    from greencard.energy import ReadingQuality
    from greencard.model import Product, SolarMatch

__all__ = [
    "DIVIDED",
    "FEWEST_DAYS",
    "MOST_MISSING",
    "YEAR_DAYS",
    "MeterDoubt",
    "days_between",
    "days_of",
    "meter_doubt",
    "quality_doubt",
    "quality_notes",
]

YEAR_DAYS: Final = 365
FEWEST_DAYS: Final = 28
"""Our convention: a shorter period says nothing of a year's production (ISO 14067:2018 6.3.6)."""
MOST_MISSING: Final = Decimal("0.10")
LEAST_COVERED: Final = Decimal("0.80")
"""Our convention: a meter whose load is mostly this production's measures it; of another's it says nothing."""
_DAY_SECONDS: Final = 86_400
_WH_PER_KWH: Final = 1000


@dataclass(frozen=True, slots=True)
class MeterDoubt:
    """Why the readings make no kWh a measurement; `refuses_solar` where own solar cannot rest on them either."""

    why: Text
    refuses_solar: bool


DIVIDED: Final = MeterDoubt(
    Text(
        en="The facility's own solar of this period is booked to products, and this one has no part in the booking: "
        "none is left for it.",
        zh="该期间工厂的自用光伏已登记分摊到其他商品，本商品未参与登记，因此不计入。",
    ),
    refuses_solar=True,
)


def days_between(start: datetime, end: datetime) -> int:
    """Whole days of a period."""
    return round((end - start).total_seconds() / _DAY_SECONDS)


def days_of(match: SolarMatch) -> int:
    """Whole days of the metered period."""
    return days_between(match.period_start, match.period_end)


def quality_doubt(quality: ReadingQuality | None) -> MeterDoubt | None:
    """A doubt where the readings are too poor to carry a measurement (grade D); None where they are not."""
    if quality is None or quality.counts:
        return None
    return MeterDoubt(quality.words, refuses_solar=True)


def quality_notes(quality: ReadingQuality | None) -> tuple[Text, ...]:
    """What treatment the readings needed, where they needed any."""
    return (quality.words,) if quality is not None and quality.checks and quality.counts else ()


def meter_doubt(product: Product, match: SolarMatch) -> MeterDoubt | None:
    """The first reason for which the readings prove no kWh of this product; None where they do."""
    days = days_of(match)
    if days < FEWEST_DAYS:
        return MeterDoubt(
            Text(
                en=f"The readings cover {days} days, fewer than {FEWEST_DAYS}: they speak for no year's production, "
                "and own solar is not counted on them.",
                zh=f"读数仅覆盖 {days} 天，不足 {FEWEST_DAYS} 天，不能代表全年生产，自用光伏不据此计入。",
            ),
            refuses_solar=True,
        )
    kwh = sum((process.electricity_kwh for process in product.processes), Decimal(0))
    load = Decimal(match.load_wh) / _WH_PER_KWH
    needed = kwh if product.annual_units is None else kwh * product.annual_units * days / YEAR_DAYS
    if needed > load:
        return MeterDoubt(
            Text(
                en=f"The record's own kWh and yearly output come to {needed:.0f} kWh in the metered period, the meter "
                f"shows {load:.0f} kWh: the readings are not those of this production, and own solar is not counted.",
                zh=f"按记录的单耗和年产量，计量期内用电应为 {needed:.0f} 千瓦时，电表仅显示 {load:.0f} 千瓦时："
                "读数与该产品的生产不符，自用光伏不计入。",
            ),
            refuses_solar=True,
        )
    missing = Decimal(match.missing_intervals) / (match.intervals + match.missing_intervals)
    if missing > MOST_MISSING:
        return MeterDoubt(
            Text(
                en=f"{missing * 100:.0f} % of the metered period has no reading (taken as grid supply): the kWh count "
                "as stated, not measured.",
                zh=f"计量期内有 {missing * 100:.0f}% 的时段没有读数（按电网供电计），用电量按声明而非实测计。",
            ),
            refuses_solar=False,
        )
    covered = needed / load if load else Decimal(0)
    if product.annual_units is None or covered < LEAST_COVERED:
        part, part_zh = "the record states no yearly output", "记录未填写年产量"
        if product.annual_units is not None:
            part = f"by the record this production is {covered * 100:.0f} % of its load"
            part_zh = f"按记录本产品占总用电的 {covered * 100:.0f}%"
        return MeterDoubt(
            Text(
                en=f"The facility's meter shows the solar share, not what one product takes ({part}): its kWh count as "
                "stated until a bill, a sub-meter or an allocation of the meter shows them.",
                zh=f"工厂总表能证明光伏比例，不能证明单个产品的用电（{part_zh}）：在有电费单、分表或电表分摊之前，其用电量按声明计。",
            ),
            refuses_solar=False,
        )
    return None
