"""A facility's energy allocated to its products: by sub-meter, by the hours of a run, by a stated key; nothing lost.

ISO 14067:2018 6.4.6: what can be told apart by measuring is told apart, what cannot is split by a stated rule, and what
is allocated sums to what was metered. Sums are integer Wh: every product and the rest, in every column, to the meter.
Which of the energy was own solar is decided interval by interval, among those who used electricity in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

import msgspec

from greencard.energy import allocation_codes as codes
from greencard.energy.allocation_rules import Basis, check_period, fuel_shares
from greencard.energy.apportionment import largest_remainder
from greencard.energy.certificates import SupplySums, electricity_claims
from greencard.energy.matching import match
from greencard.energy.readings import Readings
from greencard.energy.timeline import SOLAR_UNIT, Meters, meters_of
from greencard.errors import Place
from greencard.model.base import Text
from greencard.model.energy import AllocationKey, MeterInterval, ProductEnergy, SolarMatch
from greencard.model.facility import (
    AllocatedProduct,
    ElectricityClaims,
    FacilityAllocation,
    FacilityPeriod,
    ProductionRun,
    RestEnergy,
    SubMeterSum,
)
from greencard.quantity import significant

__all__ = ["METERING_TOLERANCE", "allocate"]

METERING_TOLERANCE: Final = Decimal("0.02")
"""Sub-meters may show this share of the load more than the main meter before they are refused. Our convention."""
_SHARE_DIGITS: Final = 6
_WORTH_NAMING: Final = 20
"""A key that brought less than a twentieth of a product's energy does not name the whole of it. Our convention."""
_SECOND: Final = timedelta(seconds=1)
_WEAKEST: Final[tuple[AllocationKey, ...]] = ("sub_meter", "run_window", "stated_key")


@dataclass(slots=True)
class _Taken:
    """What one product's runs took, exactly."""

    load: Fraction = Fraction(0)
    solar: Fraction = Fraction(0)
    seconds: int = 0
    by_key: dict[AllocationKey, Fraction] = field(default_factory=dict)

    @property
    def key(self) -> AllocationKey:
        """The weakest key that brought a twentieth or more of it."""
        enough = self.load / _WORTH_NAMING
        return max((key for key, wh in self.by_key.items() if wh >= enough), key=_WEAKEST.index, default="run_window")


@dataclass(frozen=True, slots=True)
class _Window:
    product: str
    first: int
    last: int


def allocate(
    period: FacilityPeriod,
    main: Readings | Sequence[MeterInterval],
    sub_meters: Mapping[str, Readings | Sequence[MeterInterval]] | None = None,
    *,
    tolerance: Decimal = METERING_TOLERANCE,
) -> FacilityAllocation:
    """Electricity (Wh), own solar (Wh) and fuel (MJ) of each product of the period, and the rest.

    A run takes what its sub-meter counted in its window or, without a sub-meter, what the main meter counted less all
    sub-meters. Runs of several products at one time on one meter share by the stated key. Load that no run took is
    spread by `period.rest`, and so is what a battery lost, as grid supply. An interval nobody metered is grid supply,
    as in `match`.

    Args:
        period: runs, sub-meters, keys, fuels, certificates and the rule for the rest.
        main: readings of the main meter.
        sub_meters: readings of sub-meters that have a file, by their id.
        tolerance: share of the load by which sub-meters together may exceed the main meter.

    Raises:
        InvalidInput: the period contradicts itself (GC-MTR-052 to 069), or `match` refuses the readings.
        Refused: a run outside what was metered (GC-MTR-055), runs at one time without a key (GC-MTR-057), sub-meters
            above the main meter (GC-MTR-060), certificates that cannot be (GC-MTR-050, GC-MTR-051).
    """
    products = check_period(period)
    # In UTC: the clocks of a place that changes to summer time skip or repeat an hour that its meters do not.
    result = match(main, start=period.start.astimezone(UTC), end=period.end.astimezone(UTC))
    given = sub_meters or {}
    meters = meters_of(result, main, period.sub_meters, given, tolerance=tolerance)
    taken = {product: _Taken() for product in products}
    idle = _take(period, meters, taken)
    basis = Basis.of(period, {name: (one.load, one.seconds) for name, one in taken.items()})
    claims = electricity_claims(
        replace(SupplySums.of(result), load_wh=meters.load_wh),
        period.certificates,
        country=period.country,
        first=period.start.date(),
        last=(period.end - _SECOND).date(),
        state=period.certificates_state,
    )
    return _result(
        _Divided(
            period, result, meters, _Division(taken, idle, meters.loss_wh, basis), claims, _digest(period, main, given)
        )
    )


def _take(period: FacilityPeriod, meters: Meters, taken: Mapping[str, _Taken]) -> dict[str, tuple[Fraction, Fraction]]:
    """Give every run its energy; what each meter counted while no run was on it comes back (load, own solar)."""
    key = {share.product: Fraction(share.share) for share in period.keys}
    windows: dict[str, list[_Window]] = {name: [] for name in meters.channels}
    for run in period.runs:
        windows[run.sub_meter].append(_window(run, period, meters))
    idle = {}
    for name, found in windows.items():
        own = bool(name) and len({window.product for window in found}) == 1
        idle[name] = (Fraction(0), Fraction(0))
        for running, (first, wh, solar, seconds) in _together(found, meters, name).items():
            load_part = Fraction(wh, meters.seconds)
            solar_part = Fraction(solar, meters.seconds * SOLAR_UNIT)
            if not running:
                idle[name] = (load_part, solar_part)
                continue
            if len(running) > 1 and not all(key.get(product) for product in running):
                raise _overlap(running, name, _local(period.start.astimezone(UTC) + first * _SECOND, period))
            whole = sum((key[product] for product in running), Fraction(0)) if len(running) > 1 else Fraction(1)
            for product in running:
                part = key[product] / whole if len(running) > 1 else Fraction(1)
                one = taken[product]
                one.load += part * load_part
                one.solar += part * solar_part
                one.seconds += seconds
                how: AllocationKey = "stated_key" if len(running) > 1 else "sub_meter" if own else "run_window"
                one.by_key[how] = one.by_key.get(how, Fraction(0)) + part * load_part
    return idle


def _together(windows: Sequence[_Window], meters: Meters, name: str) -> dict[frozenset[str], tuple[int, int, int, int]]:
    """For each set of products that ran at one time on a meter, the empty one included: since when, and how much.

    First second of it, load (Wh x interval seconds), own solar (Wh / `SOLAR_UNIT` x interval seconds), seconds.
    """
    steps = [*_steps(windows, meters.length), (meters.length, frozenset[str]())]
    sums = meters.channels[name].at([at for at, _ in steps])
    found: dict[frozenset[str], tuple[int, int, int, int]] = {}
    for ((first, running), before), ((last, _), after) in pairwise(zip(steps, sums, strict=True)):
        since, wh, solar, seconds = found.get(running, (first, 0, 0, 0))
        found[running] = (since, wh + after[0] - before[0], solar + after[1] - before[1], seconds + last - first)
    return found


def _window(run: ProductionRun, period: FacilityPeriod, meters: Meters) -> _Window:
    if run.start is None or run.end is None:
        # All that its meter counted, or the whole period: what the main meter missed is in it as grid supply.
        return _Window(run.product, 0, meters.length)
    begin = period.start.astimezone(UTC)
    first, last = ((instant.astimezone(UTC) - begin) // _SECOND for instant in (run.start, run.end))
    low, high = meters.spans[run.sub_meter]
    if first < low or last > high:
        raise codes.RUN_OUTSIDE.at(
            Place("/runs"),
            product=run.product,
            start=run.start.isoformat(),
            end=run.end.isoformat(),
            meter=run.sub_meter or period.readings or "the main meter",
            first=_local(begin + low * _SECOND, period),
            last=_local(begin + high * _SECOND, period),
        )
    # A register read within an interval counted nothing in the rest of it: all of the interval's energy is the run's.
    return _Window(
        run.product,
        first - first % meters.seconds if first == low else first,
        last + -last % meters.seconds if last == high else last,
    )


def _local(instant: datetime, period: FacilityPeriod) -> str:
    return instant.astimezone(period.start.tzinfo).isoformat()


def _steps(windows: Iterable[_Window], length: int) -> Iterable[tuple[int, frozenset[str]]]:
    """Offsets at which what runs changes, from 0, each with the products that run from there."""
    changes: dict[int, list[tuple[str, int]]] = {0: []}
    for window in windows:
        changes.setdefault(window.first, []).append((window.product, 1))
        changes.setdefault(window.last, []).append((window.product, -1))
    count: dict[str, int] = {}
    for at in sorted(changes):
        for product, step in changes[at]:
            count[product] = count.get(product, 0) + step
            if not count[product]:
                del count[product]
        if at < length:
            yield at, frozenset(count)


def _overlap(running: Iterable[str], name: str, start: str) -> Exception:
    return codes.RUNS_OVERLAP.at(
        Place("/runs"), products=", ".join(sorted(running)), meter=name or "the main meter", start=start
    )


@dataclass(frozen=True, slots=True)
class _Division:
    taken: Mapping[str, _Taken]
    idle: Mapping[str, tuple[Fraction, Fraction]]
    loss_wh: int
    basis: Basis

    def parts(self) -> list[tuple[Fraction, Fraction]]:
        """Load and own solar as quotas: each product's runs, then each product's part of the rest, then what stays."""
        load = sum((part for part, _ in self.idle.values()), Fraction(self.loss_wh))
        solar = sum((part for _, part in self.idle.values()), Fraction(0))
        weights = self.basis.rest_weights(needed=bool(load))
        whole = sum(weights, Fraction(0))
        shares = [weight / whole for weight in weights] if whole else [Fraction(0)] * len(weights)
        stays = Fraction(0) if whole else Fraction(1)
        return [
            *((one.load, one.solar) for one in self.taken.values()),
            *((share * load, share * solar) for share in shares),
            (stays * load, stays * solar),
        ]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Integer Wh of each part: own solar by whose it is, grid by whether it is certified."""

    solar: list[int]
    grid: list[int]
    sold: list[int]
    unsettled: list[int]
    certified: list[int]

    @classmethod
    def of(cls, parts: Sequence[tuple[Fraction, Fraction]], meters: Meters, claims: ElectricityClaims) -> _Columns:
        solar = largest_remainder(meters.solar_wh, [part for _, part in parts])
        grid = largest_remainder(meters.load_wh - meters.solar_wh, [load - part for load, part in parts])
        sold = largest_remainder(claims.self_sold_wh, solar)
        unsold = [whole - part for whole, part in zip(solar, sold, strict=True)]
        return cls(
            solar,
            grid,
            sold,
            largest_remainder(claims.self_unsettled_wh, unsold),
            largest_remainder(claims.certified_wh, grid),
        )

    def of_part(self, *places: int) -> dict[str, int]:
        """The fields of a product's or the rest's energy that are Wh."""

        def wh(column: Sequence[int]) -> int:
            return sum(column[at] for at in places)

        return {
            "electricity_wh": wh(self.solar) + wh(self.grid),
            "self_solar_wh": wh(self.solar),
            "solar_sold_wh": wh(self.sold),
            "solar_unsettled_wh": wh(self.unsettled),
            "certified_wh": wh(self.certified),
        }


@dataclass(frozen=True, slots=True)
class _Divided:
    period: FacilityPeriod
    result: SolarMatch
    meters: Meters
    division: _Division
    claims: ElectricityClaims
    digest: str


def _result(divided: _Divided) -> FacilityAllocation:
    period, result, meters = divided.period, divided.result, divided.meters
    division, claims, digest = divided.division, divided.claims, divided.digest
    columns = _Columns.of(division.parts(), meters, claims)
    count = len(division.taken)
    fuels = fuel_shares(period, division.basis)
    technology = "+".join(sorted(part.technology for part in claims.certified))
    missing = significant(
        Decimal(result.missing_intervals) / (result.intervals + result.missing_intervals), _SHARE_DIGITS
    )
    quality = _quality(result, meters)
    products = []
    for at, (product, one) in enumerate(division.taken.items()):
        wh = columns.of_part(at, count + at)
        direct = columns.of_part(at)["electricity_wh"]
        energy = ProductEnergy(
            product_id=product,
            facility_id=period.facility_id,
            period_start=period.start,
            period_end=period.end,
            units=division.basis.units[product],
            key=one.key,
            why=_why(period, product, set(one.by_key), shared=wh["electricity_wh"] > direct),
            certified_technology=technology if wh["certified_wh"] else "",
            fuels=fuels[product],
            missing_share=missing,
            quality=quality,
            digest=digest,
            **wh,
        )
        products.append(
            AllocatedProduct(
                energy=energy, direct_wh=direct, shared_wh=wh["electricity_wh"] - direct, run_seconds=one.seconds
            )
        )
    return FacilityAllocation(
        facility_id=period.facility_id,
        period_start=period.start,
        period_end=period.end,
        load_wh=meters.load_wh,
        assumed_load_wh=result.assumed_load_wh,
        storage_loss_wh=meters.loss_wh,
        self_solar_wh=meters.solar_wh,
        exported_wh=result.exported_wh,
        claims=claims,
        products=tuple(products),
        rest=RestEnergy(**columns.of_part(2 * count), why=period.rest.reason),
        unassigned_wh=sum(columns.of_part(at)["electricity_wh"] for at in range(count, 2 * count + 1)),
        sub_meters=tuple(
            SubMeterSum(
                id=meter.id,
                wh=meters.channels[meter.id].load_wh,
                idle_wh=round(division.idle[meter.id][0]),
                missing_intervals=meters.missing[meter.id],
            )
            for meter in sorted(period.sub_meters, key=lambda one: one.id)
        ),
        metering_excess_wh=meters.excess_wh,
        digest=digest,
    )


_KEYS: Final[dict[AllocationKey, tuple[str, str]]] = {
    "sub_meter": ("its own sub-meter", "专用分表"),
    "run_window": ("the hours of its runs", "生产时段"),
    "stated_key": ("a stated key while others ran", "同时生产时按所列比例"),
}
_RULES: Final = {
    "key": ("stated shares", "所列比例"),
    "mass": ("mass made", "产出质量"),
    "units": ("units made", "产量"),
    "hours": ("run hours", "生产工时"),
    "electricity": ("the electricity of the runs", "各批次用电量"),
}


def _why(period: FacilityPeriod, product: str, keys: set[AllocationKey], *, shared: bool) -> Text:
    ordered = [_KEYS[key] for key in _WEAKEST if key in keys]
    en, zh = "; ".join(part for part, _ in ordered), "；".join(part for _, part in ordered)
    if shared:
        rule, rule_zh = _RULES[period.rest.by]
        en, zh = f"{en}; load that no run took by {rule}", f"{zh}；无批次的用电按{rule_zh}分摊"
    reason = next((share.reason for share in period.keys if share.product == product), Text())
    if "stated_key" in keys and (reason.en or reason.zh):
        en, zh = f"{en} ({reason.in_lang('en')})", f"{zh}（{reason.in_lang('zh')}）"
    return Text(en=en, zh=zh)


def _quality(result: SolarMatch, meters: Meters) -> Text:
    en, zh = [], []
    if result.missing_intervals:
        en.append(f"{result.missing_intervals} intervals without a reading, taken as grid supply at the mean load")
        zh.append(f"{result.missing_intervals} 个时段无读数，按平均负荷计为电网供电")
    for name, count in meters.missing.items():
        if count:
            en.append(f"sub-meter {name}: {count} intervals without a reading of its own")
            zh.append(f"分表 {name}：{count} 个时段没有自己的读数")
    if meters.excess_wh:
        en.append(f"sub-meters showed {meters.excess_wh} Wh more than the main meter in single intervals; cut to it")
        zh.append(f"个别时段分表合计比总表多 {meters.excess_wh} Wh，已按总表截取")
    return Text(en="; ".join(en), zh="；".join(zh))


def _digest(
    period: FacilityPeriod,
    main: Readings | Sequence[MeterInterval],
    sub_meters: Mapping[str, Readings | Sequence[MeterInterval]],
) -> str:
    """SHA-256 over the readings and the period's record, whatever the order of its runs, keys and certificates."""
    ordered = msgspec.structs.replace(
        period,
        runs=tuple(sorted(period.runs, key=msgspec.json.encode)),
        keys=tuple(sorted(period.keys, key=msgspec.json.encode)),
        masses=tuple(sorted(period.masses, key=msgspec.json.encode)),
        certificates=tuple(sorted(period.certificates, key=msgspec.json.encode)),
        sub_meters=tuple(sorted(period.sub_meters, key=msgspec.json.encode)),
    )
    used = {meter.id: _content(sub_meters[meter.id]) for meter in ordered.sub_meters if meter.id in sub_meters}
    return hashlib.sha256(msgspec.json.encode([ordered, _content(main), used])).hexdigest()


def _content(readings: Readings | Sequence[MeterInterval]) -> str:
    if isinstance(readings, Readings):
        return readings.sha256
    return hashlib.sha256(msgspec.json.encode(list(readings))).hexdigest()
