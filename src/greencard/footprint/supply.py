"""How a facility's electricity is supplied (ISO 14067:2018 6.4.9.4): own solar is a supply, never an offset.

Only what was used in the interval in which it was made, and whose certificates were not sold, counts as own solar.
`OwnUse` is what of a meter match enters a sum: exported energy has no way in. Where certificates are listed, exports
say for whose kWh they speak (`greencard.energy.certificates`), and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from greencard.errors import Place
from greencard.factors import life_cycle
from greencard.footprint.codes import BAD_MATCH
from greencard.footprint.meter import MeterDoubt, days_between, days_of
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from greencard.factors import Catalogue, LifeCycleFactor
    from greencard.model import Facility, ProductEnergy, SolarMatch
    from greencard.model.facility import UnusedCertificate

__all__ = ["PER_KWH", "OwnUse", "Source", "Supply", "supply_of"]

PER_KWH: Final = "kg CO2e/kWh"
_COUNTRY: Final = Place("/facility/country")
_SHARE_DIGITS: Final = 12
_WH_PER_KWH: Final = 1000
_PV_INSTEAD: Final = "electricity/life-cycle/cn-pv/2024"

_ALL_GRID: Final = Text(en="All electricity comes from the grid.", zh="全部电力来自电网。")
_STATED_ONLY: Final = Text(
    en="There is a solar plant but no interval readings; a stated yearly share never stands in for them.",
    zh="有光伏电站，但没有分时读数；声明的年度比例不能代替读数。",
)
_NO_OWN: Final = Text(en="The readings show no own solar use.", zh="读数显示没有自用光伏。")
_COUNTED: Final = Text(
    en="Own solar, matched per metering interval; its certificates were not sold.",
    zh="自用光伏，按计量时段匹配；相应绿证未出售。",
)
_COUNTED_IN_PART: Final = Text(
    en="Own solar, matched per metering interval, as far as its certificates are known not to be sold; what was sold "
    "takes the residual mix, what is not known the grid's average.",
    zh="自用光伏按计量时段匹配，仅计入确认绿证未出售的部分；已出售部分采用剩余电力组合，去向不明部分按电网平均计。",
)
_SOLD: Final = Text(
    en="The certificates of the own solar electricity were sold; it belongs to their buyer.",
    zh="自用光伏的绿证已出售，其环境属性属于买方。",
)
_UNKNOWN: Final = Text(
    en="It is not known what became of the certificates; own solar counts once they are kept or not issued.",
    zh="绿证去向不明；确认保留或未核发后，自用光伏方可计入。",
)
_RESIDUAL: Final = Text(
    en="Own solar whose certificates were sold takes the residual mix: its buyer counts the green kWh, and nobody may "
    "count it twice.",
    zh="绿证已出售的自用光伏采用剩余电力组合因子：绿色属性由买方计入，不得重复计算。",
)
_NO_RESIDUAL: Final = Text(
    en="The sold share should take a residual mix; none is at hand for this country as a life-cycle factor, so the "
    "average grid life-cycle factor stands: kinds are not mixed.",
    zh="已出售部分应采用剩余电力组合因子；该国没有全生命周期的剩余因子，因此采用电网平均全生命周期因子，不混用两类因子。",
)
_NO_READINGS: Final = Text(
    en="Bought certificates are not counted: without readings nobody knows which part of the load they cover.",
    zh="购入的证书未计入：没有读数，无法确定其覆盖的用电比例。",
)


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
class Source:
    """One kind of supply that is not the grid's average: its share of the load and its factor."""

    kind: Literal["solar", "sold", "certified"]
    share: Decimal
    factor: LifeCycleFactor


@dataclass(frozen=True, slots=True)
class Supply:
    """How the facility's electricity is supplied: shares of the load with their factors, and the reason."""

    treatment: Literal["grid_only", "solar_interval_matched", "solar_not_counted"]
    reason: Text
    share: Decimal
    """Own solar that counts, 0 to 1 of the load."""
    grid: LifeCycleFactor
    solar: LifeCycleFactor
    metered: bool
    notes: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
    replaced: bool = False
    """The kWh come from the meters, whatever evidence the record names for its own."""
    own: Decimal | None = None
    """Own solar in the readings, whoever holds its certificates, 0 to 1 of the load; None: no readings."""
    unsettled: Decimal = Decimal(0)
    """Part of it of which nobody says what became of its certificates."""
    days: int = 0
    """Length of the metered period."""
    loss: Decimal = Decimal(0)
    """kWh a battery on the site lost for each kWh of load; they were used too, and count as grid supply."""

    def of(self, kind: Literal["solar", "sold", "certified"]) -> Decimal:
        """Share of the load that is of a kind."""
        return sum((source.share for source in self.sources if source.kind == kind), Decimal(0))


@dataclass(frozen=True, slots=True)
class _Parts:
    """Shares of the load: own solar that counts, sold, of unknown fate; and what certificates cover, by technology."""

    own: Decimal
    kept: Decimal
    sold: Decimal
    unsettled: Decimal
    certified: tuple[tuple[str, Decimal], ...] = ()


def supply_of(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue,
    facility: Facility,
    match: SolarMatch | None,
    grid_factor: str,
    doubt: MeterDoubt | None = None,
    energy: ProductEnergy | None = None,
) -> Supply:
    """The supply of a facility, from the product's allocated energy or else from the meter match (ruling 1).

    Own solar counts at the photovoltaic factor unless its certificates were sold: then it takes the residual mix. Of
    unknown fate it counts as grid. Certificates bought and cancelled here cover grid supply at their technology's
    factor. Readings in `doubt` make no kWh a measurement, and no own solar where the doubt reaches that far.

    Raises:
        Refused: no life-cycle grid factor (GC-FAC-008), or the named one is of another kind or unit (GC-FAC-003, 005);
            certificates for more than was generated, or one twice (GC-MTR-050, 051).
        InvalidInput: a match that cannot be (GC-FPT-009), or a certificate that cannot be (GC-MTR-052, 053).
    """
    grid = (
        life_cycle(catalogue.factor(grid_factor), PER_KWH)
        if grid_factor
        else catalogue.grid(facility.country, _COUNTRY)
    )
    notes: list[Text] = [] if doubt is None else [doubt.why]
    parts = _parts_of(facility, match, energy, notes)
    solar = catalogue.electricity(facility.country, "pv")
    if solar is None:
        solar = life_cycle(catalogue.factor(_PV_INSTEAD), PER_KWH)
        if parts is not None and parts.own:
            notes.append(
                Text(
                    en=f"No photovoltaic life-cycle factor of {facility.country}; China's stands in.",
                    zh=f"没有 {facility.country} 的光伏全生命周期因子，以中国数值代用。",
                )
            )
    stands = parts is not None and (doubt is None or not doubt.refuses_solar)
    sources = _sources(catalogue, facility, parts, solar, grid, notes) if parts is not None and stands else ()
    treatment, reason = _ruling(facility, parts)
    if parts is not None and parts.own and not stands and doubt is not None:
        treatment, reason = "solar_not_counted", doubt.why
    return Supply(
        treatment,
        reason,
        sum((source.share for source in sources if source.kind == "solar"), Decimal(0)),
        grid,
        solar,
        parts is not None and doubt is None,
        tuple(notes),
        sources,
        energy is not None,
        parts.own if parts is not None else None,
        parts.unsettled if parts is not None else Decimal(0),
        days_between(energy.period_start, energy.period_end) if energy is not None else days_of(match) if match else 0,
        # Allocated energy has its part of the loss within its load already.
        _battery_loss(match) if energy is None and match is not None else Decimal(0),
    )


def _battery_loss(match: SolarMatch) -> Decimal:
    if not match.load_wh or match.storage_loss_wh <= 0:
        return Decimal(0)
    return significant(Decimal(match.storage_loss_wh) / match.load_wh, _SHARE_DIGITS)


def _parts_of(
    facility: Facility, match: SolarMatch | None, energy: ProductEnergy | None, notes: list[Text]
) -> _Parts | None:
    state = facility.solar.certificates if facility.solar is not None else "unknown"
    if energy is not None:
        return _allocated_parts(energy, all_sold=state == "sold" and not facility.certificates)
    if match is None:
        if any(one.fate == "bought" for one in facility.certificates):
            notes.append(_NO_READINGS)
        return None
    own = OwnUse.of(match)
    if not facility.certificates:
        kept = own.share if state in {"kept", "not_issued"} else Decimal(0)
        sold = own.share if state == "sold" else Decimal(0)
        return _Parts(own.share, kept, sold, own.share - kept - sold)
    from greencard.energy.certificates import electricity_claims  # noqa: PLC0415 - only where certificates are listed

    claims = electricity_claims(
        match,
        facility.certificates,
        country=facility.country,
        first=match.period_start.date(),
        last=(match.period_end - timedelta(seconds=1)).date(),
        state=state,
    )
    notes.extend(_unused_note(one) for one in claims.unused)

    def share(wh: int) -> Decimal:
        return significant(Decimal(wh) / own.load_wh, _SHARE_DIGITS) if own.load_wh else Decimal(0)

    return _Parts(
        own.share,
        share(claims.self_kept_wh),
        share(claims.self_sold_wh),
        share(claims.self_unsettled_wh),
        tuple((one.technology, share(one.wh)) for one in claims.certified),
    )


def _allocated_parts(energy: ProductEnergy, *, all_sold: bool) -> _Parts:
    """The parts of allocated energy. `all_sold`: the record says so of the plant, and lists no certificate."""

    def share(wh: int) -> Decimal:
        whole = energy.electricity_wh
        return significant(Decimal(wh) / whole, _SHARE_DIGITS) if whole else Decimal(0)

    unsettled = energy.solar_unsettled_wh
    sold = energy.self_solar_wh - unsettled if all_sold else energy.solar_sold_wh
    return _Parts(
        share(energy.self_solar_wh),
        share(energy.self_solar_wh - sold - unsettled),
        share(sold),
        share(unsettled),
        ((energy.certified_technology, share(energy.certified_wh)),) if energy.certified_wh else (),
    )


def _sources(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue,
    facility: Facility,
    parts: _Parts,
    solar: LifeCycleFactor,
    grid: LifeCycleFactor,
    notes: list[Text],
) -> tuple[Source, ...]:
    """What is not the grid's average; where no residual mix exists, the average stands for sold kWh, with a note."""
    found: list[Source] = []
    if parts.kept:
        found.append(Source("solar", parts.kept, solar))
    if parts.sold:
        residual = catalogue.residual(facility.country)
        notes.append(_NO_RESIDUAL if residual is None else _RESIDUAL)
        found.append(Source("sold", parts.sold, grid if residual is None else residual))
    for name, share in parts.certified:
        factors = [catalogue.technology(facility.country, technology) for technology in name.split("+")]
        known = [factor for factor in factors if factor is not None]
        if not known or len(known) < len(factors):
            notes.append(
                Text(
                    en=f"Certificates of {name or 'no technology'} are not counted: no life-cycle factor of it in "
                    f"{facility.country} is at hand.",
                    zh=f"{name or '未注明技术'}的证书未计入：没有 {facility.country} 该技术的全生命周期因子。",
                )
            )
            continue
        # Which kWh is of which technology is not said: the one that emits most, which does not flatter.
        found.append(Source("certified", share, max(known, key=lambda factor: factor.emission)))
    return tuple(found)


def _unused_note(one: UnusedCertificate) -> Text:
    kwh = decimal_text(Decimal(one.wh) / _WH_PER_KWH)
    return Text(
        en=f"Certificate {one.scheme} {one.id}: {kwh} kWh not used here: {one.why.en}.",
        zh=f"证书 {one.scheme} {one.id}：{kwh} 千瓦时未用于此：{one.why.zh}。",
    )


def _ruling(
    facility: Facility, parts: _Parts | None
) -> tuple[Literal["grid_only", "solar_interval_matched", "solar_not_counted"], Text]:
    if parts is None:
        return ("grid_only", _ALL_GRID) if facility.solar is None else ("solar_not_counted", _STATED_ONLY)
    if not parts.own:
        return "grid_only", _NO_OWN
    if parts.kept and not (parts.sold or parts.unsettled):
        return "solar_interval_matched", _COUNTED
    if parts.kept:
        return "solar_interval_matched", _COUNTED_IN_PART
    return "solar_not_counted", _SOLD if parts.sold else _UNKNOWN
