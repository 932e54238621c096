"""The electricity of a product by how it was supplied (ISO 14067:2018 6.4.9.4): its leaves and how it was treated."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.meter import YEAR_DAYS
from greencard.footprint.question import ask
from greencard.footprint.supply import PER_KWH, OwnUse, Supply, supply_of
from greencard.footprint.tree import Leaf
from greencard.model import Electricity, Text
from greencard.quantity import significant

if TYPE_CHECKING:
    from greencard.factors import Catalogue
    from greencard.model import Facility, Process, Question, SolarMatch

__all__ = ["PER_KWH", "OwnUse", "Supply", "electricity_leaves", "electricity_result", "supply_of"]

_LOST: Final = Text(en="lost in the site's battery, from the grid", zh="储能损耗（按电网计）")
_GRID: Final = Text(en="electricity from the grid", zh="电网电力")
_LABELS: Final = {
    "solar": Text(en="own solar electricity, used as it was made", zh="自用光伏电力（同时段）"),
    "sold": Text(
        en="own solar whose certificates were sold, at the residual mix", zh="绿证已出售的自用光伏（按剩余电力组合）"
    ),
    "certified": Text(en="electricity under certificates bought and cancelled", zh="已购买并注销证书的电力"),
}
_SHARE_DIGITS: Final = 12


def electricity_leaves(catalogue: Catalogue, process: Process, supply: Supply, index: int = 0) -> list[Leaf]:
    """The electricity of one process, kg CO2e: own solar, sold, certified and grid, each at its life-cycle factor.

    Measured where the kWh are: documented (E1 or better), or read from an undoubted meter of the facility. The factor
    is the official one of the country and the newest published, so metered kWh make the whole a measurement.
    """
    if process.electricity_kwh == 0:
        return []
    measured = supply.metered or (process.evidence.grade != "E0" and not supply.replaced)
    rules = catalogue.uncertainty
    parts = [
        (_LABELS[source.kind], significant(process.electricity_kwh * source.share, _SHARE_DIGITS), source.factor)
        for source in supply.sources
    ]
    rest = process.electricity_kwh - sum((kwh for _, kwh, _ in parts), Decimal(0))
    lost = significant(process.electricity_kwh * supply.loss, _SHARE_DIGITS)
    return [
        Leaf(
            label=label,
            amount=kwh,
            unit="kWh",
            factor=factor.reference(),
            basis="measured" if measured else "default",
            sigma=rules.sigma(factor.quality, factor.region, factor.year, used_in=supply.grid.region),
            amount_sigma=float(rules.activity.measured if measured else rules.activity.stated),
            grade="E3" if supply.replaced and measured else "E0" if supply.replaced else process.evidence.grade,
            pointer=f"/processes/{index}/electricity_kwh",
        )
        for label, kwh, factor in (*parts, (_GRID, rest, supply.grid), (_LOST, lost, supply.grid))
        if kwh > 0
    ]


def electricity_result(
    kwh: Decimal, supply: Supply, facility: Facility, match: SolarMatch | None
) -> tuple[Electricity, list[Question]]:
    """How electricity was treated, and what would change it. Nothing here is part of the footprint's sum.

    `kwh` is the product's own part where a burden is shared with co-products. The location-based figure takes every kWh
    at the grid's average, own solar and certificates left out of account (6.4.9.4, sensitivity).
    """
    own_kwh, sold_kwh, certified_kwh = (
        significant(kwh * supply.of(kind), _SHARE_DIGITS) for kind in ("solar", "sold", "certified")
    )
    lost = significant(kwh * supply.loss, _SHARE_DIGITS)
    gap = supply.grid.emission - supply.solar.emission
    factors = {source.kind: source for source in sorted(supply.sources, key=lambda source: source.share)}
    result = Electricity(
        kwh_per_unit=kwh + lost,
        self_solar_kwh=own_kwh,
        grid_kwh=kwh + lost - own_kwh - sold_kwh - certified_kwh,
        solar_share=supply.share,
        treatment=supply.treatment,
        reason=supply.reason,
        grid_factor=supply.grid.reference(),
        solar_factor=supply.solar.reference() if own_kwh else None,
        certified_kwh=certified_kwh,
        certified_factor=factors["certified"].factor.reference() if certified_kwh else None,
        residual_kwh=sold_kwh,
        residual_factor=factors["sold"].factor.reference() if sold_kwh else None,
        location_based_kg_co2e=significant((kwh + lost) * supply.grid.emission, _SHARE_DIGITS),
        avoided_vs_all_grid_kg=significant(own_kwh * gap, _SHARE_DIGITS),
        match=match,
    )
    return result, _questions(kwh, own_kwh, supply, facility, gap)


def _questions(kwh: Decimal, own_kwh: Decimal, supply: Supply, facility: Facility, gap: Decimal) -> list[Question]:
    plant = facility.solar
    if supply.own is None:
        stated = (plant.self_consumption_share if plant is not None else None) or Decimal(0)
        asked = ask(
            "solar.readings",
            facility.id,
            en="Can you give interval readings of load, solar and export? Without them own solar does not count.",
            zh="能否提供用电、光伏和上网的分时读数？没有读数，自用光伏不能计入。",
            kg=float(kwh * stated * gap),
            pointer="/meter",
        )
        return [asked] if plant is not None else []
    found = []
    if supply.unsettled:
        found.append(
            ask(
                "solar.certificates",
                facility.id,
                en="Were the certificates of the own solar electricity kept, sold or never issued?",
                zh="自用光伏的绿证是保留、出售还是未核发？",
                kg=float(kwh * supply.unsettled * gap),
                pointer="/facility/solar/certificates",
            )
        )
    elif supply.treatment == "solar_not_counted" and not supply.of("sold") and plant is not None:
        found.append(
            ask(
                "solar.readings",
                facility.id,
                en="Can you give a year of readings of the facility that makes this? These cannot carry own solar.",
                zh="能否提供生产本产品的工厂全年分时读数？现有读数不足以支持自用光伏。",
                kg=float(kwh * supply.own * gap),
                pointer="/meter",
            )
        )
    if supply.treatment == "solar_interval_matched" and supply.days < YEAR_DAYS:
        found.append(
            ask(
                "solar.period",
                facility.id,
                en=f"Can you give readings of a whole year? These cover {supply.days} days; the sun follows the "
                "season.",
                zh=f"能否提供全年读数？现有读数仅覆盖 {supply.days} 天，而日照随季节变化。",
                kg=float(own_kwh * gap),
                pointer="/meter",
            )
        )
    return found
