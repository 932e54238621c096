"""Electricity by ISO 14067:2018 6.4.9.4: own solar is a supply, never an offset.

Only what was used in the interval in which it was made, and whose certificates were not sold, counts as own solar.
`OwnUse` is all of a meter match that this room can see: exported energy has no way in.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.factors import life_cycle
from greencard.footprint.codes import BAD_MATCH
from greencard.footprint.meter import YEAR_DAYS, MeterDoubt, days_of
from greencard.footprint.question import ask
from greencard.footprint.tree import Leaf
from greencard.model import Electricity, Text
from greencard.quantity import significant

if TYPE_CHECKING:
    from typing import Literal

    from greencard.factors import Catalogue, LifeCycleFactor
    from greencard.model import Facility, Process, Question, SolarMatch

__all__ = ["PER_KWH", "OwnUse", "Supply", "electricity_leaves", "electricity_result", "supply_of"]

PER_KWH: Final = "kg CO2e/kWh"
_GRID: Final = Text(en="electricity from the grid", zh="电网电力")
_SOLAR: Final = Text(en="own solar electricity, used as it was made", zh="自用光伏电力（同时段）")
_SHARE_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class OwnUse:
    """Load and own solar use of the metered period, Wh. There is deliberately no field for exported energy."""

    load_wh: int
    self_wh: int

    @classmethod
    def of(cls, match: SolarMatch) -> OwnUse:
        """The two sums of a match that a footprint may use.

        Raises:
            InvalidInput: own use is negative or above the load (GC-FPT-009).
        """
        if not 0 <= match.self_consumed_wh <= match.load_wh:
            raise BAD_MATCH.at(self_wh=match.self_consumed_wh, load_wh=match.load_wh)
        return cls(match.load_wh, match.self_consumed_wh)

    @property
    def share(self) -> Decimal:
        """Own solar over load, 0 to 1, to twelve significant digits."""
        return significant(Decimal(self.self_wh) / Decimal(self.load_wh), _SHARE_DIGITS) if self.load_wh else Decimal(0)


@dataclass(frozen=True, slots=True)
class Supply:
    """How the facility's electricity is supplied: the share of own solar that counts, the factors, the reason."""

    treatment: Literal["grid_only", "solar_interval_matched", "solar_not_counted"]
    reason: Text
    share: Decimal
    grid: LifeCycleFactor
    solar: LifeCycleFactor
    metered: bool
    notes: tuple[Text, ...] = ()


def supply_of(
    catalogue: Catalogue,
    facility: Facility,
    own: OwnUse | None,
    grid_factor: str,
    doubt: MeterDoubt | None = None,
) -> Supply:
    """The supply of a facility. Certificates sold or of unknown fate: own solar is not counted (ruling 1).

    Readings in `doubt` make no kWh a measurement, and no own solar where the doubt reaches that far.

    Raises:
        Refused: no life-cycle grid factor (GC-FAC-008), or the named one is of another kind or unit (GC-FAC-003, 005).
    """
    grid = life_cycle(catalogue.factor(grid_factor), PER_KWH) if grid_factor else catalogue.grid(facility.country)
    solar = catalogue.electricity(facility.country, "pv")
    notes: list[Text] = [] if doubt is None else [doubt.why]
    if solar is None:
        solar = life_cycle(catalogue.factor("electricity/life-cycle/cn-pv/2024"), PER_KWH)
        if own is not None and own.self_wh:
            notes.append(
                Text(
                    en=f"No photovoltaic life-cycle factor of {facility.country}; China's stands in.",
                    zh=f"没有 {facility.country} 的光伏全生命周期因子，以中国数值代用。",
                )
            )
    treatment, reason, counts = _ruling(facility, own, notes)
    if counts and doubt is not None and doubt.refuses_solar:
        treatment, reason, counts = "solar_not_counted", doubt.why, False
    share = own.share if own is not None and counts else Decimal(0)
    return Supply(treatment, reason, share, grid, solar, own is not None and doubt is None, tuple(notes))


def _ruling(
    facility: Facility, own: OwnUse | None, notes: list[Text]
) -> tuple[Literal["grid_only", "solar_interval_matched", "solar_not_counted"], Text, bool]:
    plant = facility.solar
    if own is None and plant is None:
        return "grid_only", Text(en="All electricity comes from the grid.", zh="全部电力来自电网。"), False
    if own is None:
        return (
            "solar_not_counted",
            Text(
                en="There is a solar plant but no interval readings; a stated yearly share never stands in for them.",
                zh="有光伏电站，但没有分时读数；声明的年度比例不能代替读数。",
            ),
            False,
        )
    if not own.self_wh:
        return "grid_only", Text(en="The readings show no own solar use.", zh="读数显示没有自用光伏。"), False
    state = plant.certificates if plant is not None else "unknown"
    if state in {"kept", "not_issued"}:
        return (
            "solar_interval_matched",
            Text(
                en="Own solar, matched per metering interval; its certificates were not sold.",
                zh="自用光伏，按计量时段匹配；相应绿证未出售。",
            ),
            True,
        )
    if state == "sold":
        notes.append(
            Text(
                en="The sold share should take a residual mix; China publishes one for direct CO2 only, so the average "
                "grid life-cycle factor stands: kinds are not mixed.",
                zh="已出售部分应采用剩余混合因子；中国仅公布直接排放的剩余因子，因此采用电网平均全生命周期因子，不混用两类因子。",
            )
        )
        return (
            "solar_not_counted",
            Text(
                en="The certificates of the own solar electricity were sold; it belongs to their buyer.",
                zh="自用光伏的绿证已出售，其环境属性属于买方。",
            ),
            False,
        )
    return (
        "solar_not_counted",
        Text(
            en="It is not known what became of the certificates; own solar counts once they are kept or not issued.",
            zh="绿证去向不明；确认保留或未核发后，自用光伏方可计入。",
        ),
        False,
    )


def electricity_leaves(catalogue: Catalogue, process: Process, supply: Supply) -> list[Leaf]:
    """The electricity of one process, kg CO2e: own solar and grid, each at its life-cycle factor.

    Measured where the kWh are: documented (E1 or better), or read from an undoubted meter of the facility. The factor
    is the official one of the country and the newest published, so metered kWh make the whole a measurement.
    """
    if process.electricity_kwh == 0:
        return []
    solar_kwh = significant(process.electricity_kwh * supply.share, _SHARE_DIGITS)
    measured = supply.metered or process.evidence.grade != "E0"
    rules = catalogue.uncertainty
    leaves = []
    for label, kwh, factor in (
        (_SOLAR, solar_kwh, supply.solar),
        (_GRID, process.electricity_kwh - solar_kwh, supply.grid),
    ):
        if kwh > 0:
            leaves.append(
                Leaf(
                    label=label,
                    amount=kwh,
                    unit="kWh",
                    factor=factor.reference(),
                    basis="measured" if measured else "default",
                    sigma=rules.sigma(factor.quality, factor.region, factor.year, used_in=supply.grid.region),
                    amount_sigma=float(rules.activity.measured if measured else rules.activity.stated),
                    grade=process.evidence.grade,
                )
            )
    return leaves


def electricity_result(
    kwh: Decimal, supply: Supply, facility: Facility, match: SolarMatch | None
) -> tuple[Electricity, list[Question]]:
    """How electricity was treated, and what would change it. Nothing here is part of the footprint's sum."""
    own_kwh = significant(kwh * supply.share, _SHARE_DIGITS)
    gap = supply.grid.emission - supply.solar.emission
    result = Electricity(
        kwh_per_unit=kwh,
        self_solar_kwh=own_kwh,
        grid_kwh=kwh - own_kwh,
        solar_share=supply.share,
        treatment=supply.treatment,
        reason=supply.reason,
        grid_factor=supply.grid.reference(),
        solar_factor=supply.solar.reference() if own_kwh else None,
        avoided_vs_all_grid_kg=significant(own_kwh * gap, _SHARE_DIGITS),
        match=match,
    )
    questions = []
    plant = facility.solar
    if supply.treatment == "solar_not_counted" and match is None and plant is not None:
        stated = plant.self_consumption_share or Decimal(0)
        questions.append(
            ask(
                "solar.readings",
                facility.id,
                en="Can you give interval readings of load, solar and export? Without them own solar does not count.",
                zh="能否提供用电、光伏和上网的分时读数？没有读数，自用光伏不能计入。",
                kg=float(kwh * stated * gap),
                pointer="/meter",
            )
        )
    elif (
        supply.treatment == "solar_not_counted"
        and match is not None
        and (plant is None or plant.certificates == "unknown")
    ):
        questions.append(
            ask(
                "solar.certificates",
                facility.id,
                en="Were the certificates of the own solar electricity kept, sold or never issued?",
                zh="自用光伏的绿证是保留、出售还是未核发？",
                kg=float(kwh * OwnUse.of(match).share * gap),
                pointer="/facility/solar/certificates",
            )
        )
    elif (
        supply.treatment == "solar_not_counted"
        and match is not None
        and plant is not None
        and plant.certificates != "sold"
    ):
        questions.append(
            ask(
                "solar.readings",
                facility.id,
                en="Can you give a year of readings of the facility that makes this? These cannot carry own solar.",
                zh="能否提供生产本产品的工厂全年分时读数？现有读数不足以支持自用光伏。",
                kg=float(kwh * OwnUse.of(match).share * gap),
                pointer="/meter",
            )
        )
    elif match is not None and supply.treatment == "solar_interval_matched" and days_of(match) < YEAR_DAYS:
        days = days_of(match)
        questions.append(
            ask(
                "solar.period",
                facility.id,
                en=f"Can you give readings of a whole year? These cover {days} days; the sun follows the season.",
                zh=f"能否提供全年读数？现有读数仅覆盖 {days} 天，而日照随季节变化。",
                kg=float(own_kwh * gap),
                pointer="/meter",
            )
        )
    return result, questions
