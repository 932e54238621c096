"""Carbon-related costs beside the border schemes: plastic levies of the rules, the EU ETS surcharge in sea freight.

Each stands for itself with status, currency and source. They belong to no border cost, and amounts of two currencies
are never added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.border import sea_surcharge
from greencard.model import OtherCost, Text, Value
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from greencard.border import BorderPack, SeaSurcharge, SurchargeReport
    from greencard.model import Route, RuleOutcome

__all__ = ["SeaLane", "lane_of", "plastic_levies", "sea_freight"]

_SEA: Final = Text(en="EU ETS surcharge inside sea freight", zh="海运费中的 EU ETS 附加费")
_ETS: Final = ("Directive 2003/87/EC (EU ETS, maritime transport)",)
_NO_LANE: Final = Text(
    en="Carriers to and from ports of the Union pass the cost of EU ETS allowances on per container. It is part of the"
    " freight, not of CBAM. Lane and containers are not known here: ask the carrier.",
    zh="往返欧盟港口的承运人按箱转嫁 EU ETS 配额成本。它属于运费，不属 CBAM。此处不知航线和箱量：请询问承运人。",
)
_PER_CONTAINER: Final = Text(
    en="Per container; the number of containers is not known.", zh="为每箱金额；集装箱数量未知。"
)
_RATE_STANDS: Final = Text(en="The amount waits for its base.", zh="金额须待计费基数。")
_DEFAULT_EQUIPMENT: Final = "40 ft dry"
_LOCODE: Final = 5
_FAR_EAST: Final = frozenset({"CN", "HK", "ID", "JP", "KR", "MY", "PH", "SG", "TH", "TW", "VN"})
_NORTH: Final = frozenset({"BE", "DE", "DK", "EE", "FI", "IE", "LT", "LV", "NL", "PL", "SE", "FRLEH", "FRDKK"})
_MEDITERRANEAN: Final = frozenset({"CY", "GR", "HR", "IT", "MT", "SI", "ESALG", "ESBCN", "ESVLC", "FRFOS", "FRMRS"})
"""Countries whose container ports all lie in the area, and ports (UN/LOCODE) of those with coasts on both."""


class SeaLane(Value, frozen=True, kw_only=True):
    """Where a sea voyage begins and ends, as carriers' reports name areas and equipment."""

    from_area: str
    to_area: str
    equipment: str = _DEFAULT_EQUIPMENT
    containers: int | None = None
    """None: not known; figures then stand per container."""


def plastic_levies(outcomes: Iterable[RuleOutcome], as_of: date) -> tuple[OtherCost, ...]:
    """Charges on plastic among the outcomes of an order: an amount where one is due, else the rate and what it lacks.

    A charge that the order meets without paying (`pass` without an amount) or that does not reach it is none.
    """
    found = []
    for outcome in outcomes:
        levy = outcome.levy
        if levy is None or outcome.status == "not_applicable" or not _on_plastic(outcome):
            continue
        if levy.amount is None and outcome.status == "pass":
            continue
        rate = f"{decimal_text(levy.rate)} {levy.currency} / {levy.unit}"
        reason = Text(en=" ".join(text.en for text in outcome.reasons), zh="".join(text.zh for text in outcome.reasons))
        found.append(
            OtherCost(
                kind="plastic_levy",
                status="rate_only" if levy.amount is None else "due",
                name=outcome.title,
                amount=levy.amount,
                currency=levy.currency,
                rate=Text(en=rate, zh=rate),
                reason=reason if reason.en or levy.amount is not None else _RATE_STANDS,
                law=(outcome.citation,),
                source=outcome.source,
                as_of=as_of,
            )
        )
    return tuple(found)


def _on_plastic(outcome: RuleOutcome) -> bool:
    return "plastic" in f"{outcome.levy.base if outcome.levy else ''} {outcome.title.en}".lower()


def lane_of(route: Route | None) -> SeaLane | None:
    """The lane of the first sea leg of a route between areas that reports name; None where there is no such leg."""
    for leg in route.legs if route is not None else ():
        if leg.mode == "sea_container":
            start, end = _area(leg.origin), _area(leg.destination)
            if start and end and start != end:
                return SeaLane(from_area=start, to_area=end)
    return None


def _area(port: str) -> str:
    """The carriers' area of a UN/LOCODE; empty where it is none, or lies in none of them for sure."""
    code = port.strip().upper()
    if len(code) != _LOCODE or not code.isalnum() or not code.isascii():
        return ""
    for area, members in (("Asia", _FAR_EAST), ("North Europe", _NORTH), ("Mediterranean", _MEDITERRANEAN)):
        if code in members or code[:2] in members:
            return area
    return ""


def sea_freight(pack: BorderPack, lane: SeaLane | None, *, on: date, as_of: date) -> tuple[OtherCost, ...]:
    """The EU ETS surcharge of a voyage as carriers' tariffs were reported; without a lane, or a figure of the day, why.

    Raises:
        InvalidInput: an area, equipment or count that cannot be (GC-BRD-052), a date (004).
    """
    if lane is None:
        return (
            OtherCost(kind="sea_freight_ets", status="no_figure", name=_SEA, reason=_NO_LANE, law=_ETS, as_of=as_of),
        )
    found = sea_surcharge(
        pack,
        from_area=lane.from_area,
        to_area=lane.to_area,
        equipment=lane.equipment,
        containers=1 if lane.containers is None else lane.containers,
        on=on,
        as_of=as_of,
    )
    priced = [report for report in found.reports if report.per_container is not None]
    if not priced:
        return (_none_of_the_day(found, lane),)
    return tuple(_reported(found, lane, report) for report in priced)


def _reported(found: SeaSurcharge, lane: SeaLane, report: SurchargeReport) -> OtherCost:
    known = lane.containers is not None
    return OtherCost(
        kind="sea_freight_ets",
        status="reported",
        name=Text(en=f"{_SEA.en}, {report.carrier}", zh=f"{_SEA.zh}，{report.carrier}"),
        amount=report.total if known else None,
        currency=report.currency,
        rate=_rate(lane, report),
        reason=found.reason
        if known
        else Text(en=f"{found.reason.en} {_PER_CONTAINER.en}", zh=f"{found.reason.zh}{_PER_CONTAINER.zh}"),
        law=_ETS,
        source=f"{report.carrier}, {report.seen_in}: {report.covers}",
        as_of=found.as_of,
    )


def _none_of_the_day(found: SeaSurcharge, lane: SeaLane) -> OtherCost:
    earlier = next((report for report in found.earlier if report.per_container is not None), None)
    return OtherCost(
        kind="sea_freight_ets",
        status="no_figure",
        name=_SEA,
        currency=earlier.currency if earlier is not None else "",
        rate=_rate(lane, earlier) if earlier is not None else Text(),
        reason=found.reason,
        law=_ETS,
        source=f"{earlier.carrier}, {earlier.seen_in}: {earlier.covers}" if earlier is not None else "",
        as_of=found.as_of,
    )


def _rate(lane: SeaLane, report: SurchargeReport) -> Text:
    """`168 USD per 40 ft dry, Asia to North Europe, 2026-01-01 to 2026-03-31`."""
    amount = f"{decimal_text(report.per_container)} {report.currency}" if report.per_container is not None else ""
    days = f"{report.first_day} – {report.last_day or ''}"
    return Text(
        en=f"{amount} per {lane.equipment}, {lane.from_area} to {lane.to_area}, {days}",
        zh=f"每 {lane.equipment} 箱 {amount}，{lane.from_area} → {lane.to_area}，{days}",
    )
