"""A facility's energy: its readings matched, its period allocated to products, its lots given and retired."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from greencard.catalogue.source import load
from greencard.catalogue.tree import Node, Scalar, Table, is_null
from greencard.energy.lots import lots_of
from greencard.energy.matching import match
from greencard.energy.period_file import Entry, facility_period
from greencard.energy.readings import Readings, judged, parse_readings
from greencard.energy.site import Site
from greencard.errors import Fault, InvalidInput, Place, Refused, declare
from greencard.model import SolarMatch, Text, Value
from greencard.model.facility import FacilityAllocation, FacilityPeriod
from greencard.model.lot import EnergyLot, LotAllocation, LotSource
from greencard.services.assess import facility_zone

if TYPE_CHECKING:
    from greencard.model import Product, ProductEnergy
    from greencard.ports import Principal, Store, StoreSession

__all__ = [
    "Month",
    "Period",
    "ReadingsView",
    "allocate_lots",
    "allocate_period",
    "energy_of",
    "match_readings",
    "open_lots",
    "read_facility_period",
    "release_lots",
    "retire_lots",
]

NO_READINGS = declare(
    "GC-SVC-010",
    InvalidInput,
    en="No readings of facility {facility} are stored from {start} to {end}.",
    zh="没有存储工厂 {facility} 从 {start} 到 {end} 的读数。",
    remedy_en="Store the meter's readings of the period first; a lot is made of readings alone.",
    remedy_zh="请先存入该期间的电表读数；批次只能由读数生成。",
)
NO_LOT = declare(
    "GC-SVC-011",
    Refused,
    en="There is no {source} lot of facility {facility} from {start} to {end} to take {wh} Wh from.",
    zh="工厂 {facility} 从 {start} 到 {end} 没有 {source} 批次可供 {wh} Wh 分配。",
    remedy_en="Open the lots of exactly this period from its stored readings.",
    remedy_zh="请用该期间已存储的读数建立同一期间的批次。",
)
NO_PRODUCT = declare(
    "GC-SVC-012",
    InvalidInput,
    en="{product} has no run in this period; it has: {known}.",
    zh="{product} 在本期没有生产批次；本期有：{known}。",
    remedy_en="Name one of these, or add the product's run to the file.",
    remedy_zh="请填写其中之一，或在文件中补充该产品的批次。",
)

_LISTED: Final = 20
SecondOpinion = Literal["not_asked", "not_installed", "nothing_above", "above"]
"""Asked where size and place of the plant are given; `not_installed`: the extra `[meters]` is missing."""


class Month(Value, frozen=True, kw_only=True):
    """One calendar month of readings, as far as they reach, Wh."""

    month: str
    load_wh: int
    self_consumed_wh: int
    exported_wh: int
    pv_wh: int
    missing_intervals: int
    solar_share: Decimal


class ReadingsView(Value, frozen=True, kw_only=True):
    """What a readings file gives: the whole, each month, and how good it is."""

    file: str
    sha256: str
    match: SolarMatch
    solar_share: Decimal
    months: tuple[Month, ...]
    grade: str
    measured_share: Decimal
    checks: tuple[Text, ...] = ()
    second_opinion: SecondOpinion = "not_asked"
    """Of `pvlib`'s clear sky on the generation; it changes no number."""


MADE_UP_PERIOD = declare(
    "GC-SVC-024",
    Refused,
    en="The facility period is illustrative, and the product {product} is not: no figure stands on made-up readings.",
    zh="该工厂期间文件为示例数据，而商品 {product} 不是示例：核算不能以虚构读数为依据。",
    remedy_en="Give the period with measured readings, or mark the product as illustrative.",
    remedy_zh="请提供实测读数的期间文件，或将商品标为示例。",
)


@dataclass(frozen=True, slots=True)
class Period:
    """A facility period as read, with the parsed readings it names."""

    record: FacilityPeriod
    allocation: FacilityAllocation
    main: Readings
    warnings: tuple[Fault, ...] = ()


def match_readings(data: bytes, file: str, site: Site) -> tuple[ReadingsView, tuple[Fault, ...]]:
    """What readings give, whole and month by month, and their warnings, with `pvlib`'s where size and place are given.

    A month begins at midnight of the clock the readings are written in. Months of a battery's readings are parts of the
    whole: what is stored over midnight counts in the month in which it comes out.

    Raises:
        InvalidInput: the file is no readings (GC-MTR).
    """
    readings = parse_readings(data, file, site=site)
    whole = match(readings)
    opinion, doubts = _second_opinion(readings)
    view = ReadingsView(
        file=file,
        sha256=readings.sha256,
        match=whole,
        solar_share=whole.solar_share,
        months=tuple(_months(readings)),
        grade=readings.quality.grade,
        measured_share=readings.quality.measured_share,
        checks=tuple(
            Text(en=f"{check.finding.en} → {check.treatment.en}", zh=f"{check.finding.zh} → {check.treatment.zh}")
            for check in readings.quality.checks
        ),
        second_opinion=opinion,
    )
    return view, readings.warnings + doubts


def _second_opinion(readings: Readings) -> tuple[SecondOpinion, tuple[Fault, ...]]:
    if readings.site.placed is None or readings.site.kwp is None:
        return "not_asked", ()
    from greencard.energy.clear_sky import has_library, second_opinion  # noqa: PLC0415 - pvlib comes with it

    if not has_library():
        return "not_installed", ()
    doubts = second_opinion(readings)
    return "above" if doubts else "nothing_above", doubts


def _months(readings: Readings) -> list[Month]:
    first, last = readings.intervals[0], readings.intervals[-1]
    end_of_all = last.start + timedelta(seconds=last.seconds)
    found = []
    start = first.start
    while start < end_of_all:
        month = start.replace(day=1, hour=0, minute=0, second=0)
        end = min((month + timedelta(days=32)).replace(day=1), end_of_all)
        if any(
            start <= item.start and item.start + timedelta(seconds=item.seconds) <= end for item in readings.intervals
        ):
            part = match(readings, start=start, end=end)
            found.append(
                Month(
                    month=f"{month:%Y-%m}",
                    load_wh=part.load_wh,
                    self_consumed_wh=part.self_consumed_wh,
                    exported_wh=part.exported_wh,
                    pv_wh=part.pv_wh,
                    missing_intervals=part.missing_intervals,
                    solar_share=part.solar_share,
                )
            )
        start = end
    return found


# -- a facility period ------------------------------------------------------------------------------------------------


def read_facility_period(data: bytes, file: str) -> FacilityPeriod:
    """A facility period file (YAML or JSON, English or Chinese keys) as a record.

    Raises:
        InvalidInput: every fault of the file, each with its line (GC-CAT of the syntax, GC-MTR-076 to 079).
    """
    source = load(data, file)
    return facility_period(_entry(source.root), file, facility_zone, source.faults)


def _entry(node: Node) -> Entry:
    if isinstance(node, Scalar):
        return Entry(node.line, "" if is_null(node) else node.text, "text")
    if isinstance(node, Table):
        return Entry(node.line, tuple((key.text, key.line, _entry(inner)) for key, inner in node.entries), "table")
    return Entry(node.line, tuple(_entry(inner) for inner in node.items), "list")


def allocate_period(data: bytes, file: str, read: Callable[[str], bytes]) -> Period:
    """A facility period file and its readings, allocated to its products.

    Args:
        data: the file.
        file: its name, for messages.
        read: bytes of a file named in it, beside it.

    Raises:
        InvalidInput: a fault of any of the files, or a period that contradicts itself.
        Refused: what `greencard.energy.allocation.allocate` refuses.
    """
    from greencard.energy.allocation import allocate  # noqa: PLC0415 - numpy comes with it

    record = read_facility_period(data, file)
    site = Site(latitude=record.latitude, longitude=record.longitude, kwp=record.kwp, zone=_zone(record))
    main = parse_readings(read(record.readings), record.readings, site=site)
    subs = {
        meter.id: parse_readings(read(meter.file), meter.file, load_alone=True)
        for meter in record.sub_meters
        if meter.file
    }
    try:
        allocation = allocate(record, main, subs)
    except (InvalidInput, Refused) as error:
        raise type(error)(*(_in_file(fault, file) for fault in error.faults)) from None
    warnings = main.warnings + tuple(fault for sub in subs.values() for fault in sub.warnings)
    return Period(record, allocation, main, warnings)


def _zone(record: FacilityPeriod) -> tzinfo:
    return facility_zone(record.country)


def _in_file(fault: Fault, file: str) -> Fault:
    if fault.place.file:
        return fault
    return Fault(fault.code, Place(fault.place.pointer, file, fault.place.line), fault.params, fault.severity)


def part_of(period: Period, product: Product) -> ProductEnergy:
    """What a period allocates to a product.

    Raises:
        Refused: the period allocates nothing to it, or is made up while the product is not (GC-SVC-024).
    """
    if period.record.illustrative and not product.illustrative:
        raise MADE_UP_PERIOD.at(product=product.id)
    return energy_of(period.allocation, product.id)


def energy_of(allocation: FacilityAllocation, product_id: str) -> ProductEnergy:
    """One product's part of an allocation.

    Raises:
        InvalidInput: it has none (GC-SVC-012).
    """
    for product in allocation.products:
        if product.energy.product_id == product_id:
            return product.energy
    known = ", ".join(product.energy.product_id for product in allocation.products[:_LISTED])
    raise NO_PRODUCT.at(Place(), product=repr(product_id[:80]), known=known)


# -- lots -------------------------------------------------------------------------------------------------------------


def open_lots(
    store: Store, principal: Principal, facility_id: str, start: datetime, end: datetime, *, site: Site | None = None
) -> tuple[EnergyLot, ...]:
    """The lots of a facility's period, made of its stored readings in the transaction that stores them.

    Called again for the same period it gives the same lots; readings that came later make another period's lots.

    Raises:
        InvalidInput: no readings of the period (GC-SVC-010), or readings that cannot be matched (GC-MTR).
        Refused: a lot covers part of the period already (GC-STO-026), or was made of other readings (GC-MTR-075).
    """
    with store.session(principal) as session:
        stored = session.readings(facility_id, start, end)
        if not stored:
            raise NO_READINGS.at(
                Place("/facility_id"), facility=facility_id, start=start.isoformat(), end=end.isoformat()
            )
        evidence = hashlib.sha256(msgspec.json.encode(stored)).hexdigest()
        result = match(judged(stored, site), start=start, end=end)
        lots = lots_of(result, facility_id, evidence=evidence)
        for lot in lots:
            session.lots.put(lot)
    return lots


def allocate_lots(session: StoreSession, allocation: FacilityAllocation) -> tuple[LotAllocation, ...]:
    """Every product's own solar and grid supply taken from the lots of the allocation's period, all or nothing.

    The ids hold the allocation's digest, so that the same allocation can be sent again and another one cannot pass for
    it. Runs in the session's transaction.

    Raises:
        Refused: there is no lot of the period (GC-SVC-011), or it has less left (GC-MTR-070).
    """
    lots = {
        balance.lot.source: balance.lot
        for balance in session.lots.balances(allocation.facility_id)
        if (balance.lot.start, balance.lot.end) == (allocation.period_start, allocation.period_end)
    }
    made = []
    for product in allocation.products:
        energy = product.energy
        parts: tuple[tuple[LotSource, int], ...] = (
            ("pv", energy.self_solar_wh),
            ("grid", energy.electricity_wh - energy.self_solar_wh),
        )
        for source, wh in parts:
            if not wh:
                continue
            lot = lots.get(source)
            if lot is None:
                raise NO_LOT.at(
                    Place(),
                    source=source,
                    facility=allocation.facility_id,
                    start=allocation.period_start.isoformat(),
                    end=allocation.period_end.isoformat(),
                    wh=wh,
                )
            made.append(
                session.lots.allocate(
                    LotAllocation(
                        id=f"{allocation.digest[:32]}/{source}/{energy.product_id}",
                        lot_id=lot.id,
                        product_id=energy.product_id,
                        wh=wh,
                    )
                )
            )
    return tuple(made)


def retire_lots(session: StoreSession, allocation_ids: tuple[str, ...], target: str) -> None:
    """Retire allocations for a card or a product version, for good, in the session's transaction.

    Called in the transaction that issues the card, so that no card stands on energy that is still free.

    Raises:
        NotFound: an allocation is not there or was released (GC-MTR-073).
        Refused: one is retired for something else (GC-MTR-072).
    """
    for allocation_id in allocation_ids:
        session.lots.retire(allocation_id, target)


def release_lots(session: StoreSession, allocation_ids: tuple[str, ...]) -> None:
    """Give allocations back that no card stands on, in the session's transaction.

    Raises:
        NotFound: an allocation is not there (GC-MTR-073).
        Refused: one is retired (GC-MTR-072).
    """
    for allocation_id in allocation_ids:
        session.lots.release(allocation_id)
