"""The EU ETS surcharge inside sea freight, as carriers' tariffs report it: a line of its own, never part of CBAM.

Shipping buys EU ETS allowances; carriers pass the cost on per container. It is a freight charge between carrier and
shipper, not an import duty: it has its own currency and status and is added to nothing here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Literal

from greencard.border.figures import EXACT
from greencard.border.pack import BorderPack
from greencard.border.question import calendar_day
from greencard.border.records import SeaReport
from greencard.errors import InvalidInput, Place, declare
from greencard.model import Text, Value

__all__ = ["SeaSurcharge", "SurchargeReport", "sea_surcharge"]

_MOST_CONTAINERS: Final = 100_000

BAD_SEA = declare(
    "GC-BRD-052",
    InvalidInput,
    en="{field} is {value}; known: {known}.",
    zh="{field} 为 {value}；可用值：{known}。",
    remedy_en="Name the areas and equipment as the reports do, and a whole number of containers above zero.",
    remedy_zh="请按报道所用名称填写区域和箱型，集装箱数须为大于 0 的整数。",
)


class SurchargeReport(Value, frozen=True, kw_only=True):
    """One carrier's surcharge per container as reported, and for all containers asked."""

    carrier: str
    per_container: Decimal | None
    total: Decimal | None
    currency: str
    first_day: date
    last_day: date | None
    covers: str
    seen_in: str


class SeaSurcharge(Value, frozen=True, kw_only=True):
    """The answer for one lane and day. Only `reported` carries figures of that day; older ones are history."""

    kind: Literal["eu_ets_sea_freight"] = "eu_ets_sea_freight"
    status: Literal["reported", "no_figure_for_day", "lane_not_reported"]
    reason: Text
    reports: tuple[SurchargeReport, ...] = ()
    earlier: tuple[SurchargeReport, ...] = ()
    """Figures of other days, newest first, with no total: they are not the cost of this shipment."""
    dataset: str
    as_of: date


def sea_surcharge(
    pack: BorderPack, *, from_area: str, to_area: str, equipment: str, containers: int, on: date, as_of: date
) -> SeaSurcharge:
    """The emissions surcharge reported for a lane on a day, per carrier, in the tariff's own currency.

    Areas and equipment are those of the reports (`Asia`, `North Europe`, `40 ft dry`). Second-hand reports: shown with
    the number of reports behind them, never used to price anything.

    Raises:
        InvalidInput: an area, equipment or count that cannot be (GC-BRD-052), a date (GC-BRD-004).
    """
    calendar_day(on, "/on")
    calendar_day(as_of, "/as_of")
    rows = pack.sea_reports
    _known("from_area", from_area, {row.from_area for row in rows})
    _known("to_area", to_area, {row.to_area for row in rows})
    _known("equipment", equipment, {row.equipment for row in rows if row.equipment})
    if not (isinstance(containers, int) and 0 < containers <= _MOST_CONTAINERS):
        place = Place("/containers")
        raise BAD_SEA.at(place, field="containers", value=str(containers)[:20], known=f"1 to {_MOST_CONTAINERS}")
    lane = [row for row in rows if (row.from_area, row.to_area) == (from_area, to_area)]
    lane = [row for row in lane if row.equipment in {equipment, ""}]
    today = [row for row in lane if row.first_day <= on and (row.last_day is None or on <= row.last_day)]
    earlier = sorted((row for row in lane if row not in today), key=lambda row: row.first_day, reverse=True)
    priced = [row for row in today if row.amount is not None]
    status: Literal["reported", "no_figure_for_day", "lane_not_reported"] = "lane_not_reported"
    if lane:
        status = "reported" if priced else "no_figure_for_day"
    return SeaSurcharge(
        status=status,
        reason=_REASONS[status],
        reports=tuple(_report(row, containers) for row in today),
        earlier=tuple(_report(row, None) for row in earlier),
        dataset=pack.dataset,
        as_of=as_of,
    )


def _known(field: str, value: str, known: set[str]) -> None:
    if value not in known:
        raise BAD_SEA.at(Place(f"/{field}"), field=field, value=repr(value)[:40], known=", ".join(sorted(known)))


def _report(row: SeaReport, containers: int | None) -> SurchargeReport:
    total = None
    if containers is not None and row.amount is not None:
        total = EXACT.multiply(row.amount, Decimal(containers))
    return SurchargeReport(
        carrier=row.carrier,
        per_container=row.amount,
        total=total,
        currency=row.currency,
        first_day=row.first_day,
        last_day=row.last_day,
        covers=row.covers,
        seen_in=row.seen_in,
    )


_REASONS: Final[dict[str, Text]] = {
    "reported": Text(
        en="Carriers' emissions surcharges as reported second-hand; part of the freight, not of CBAM.",
        zh="承运人排放附加费，据二手报道；属运费，不属 CBAM。",
    ),
    "no_figure_for_day": Text(
        en="No surcharge of that day was found; earlier figures are history, not the cost of this shipment. Ask the"
        " carrier.",
        zh="未找到该日的附加费；此前数字仅供参考，并非本批货物的费用。请询问承运人。",
    ),
    "lane_not_reported": Text(
        en="No surcharge for this lane and equipment was found in the reports. Ask the carrier.",
        zh="报道中未见该航线及箱型的附加费。请询问承运人。",
    ),
}
