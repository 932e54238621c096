"""A facility period booked: its readings stored, its lots opened, each product's part taken, all in one transaction.

From then on the installation knows whose each kWh is. A second division of the same time is refused, a card of one of
the products is worked out from its part, and issuing it retires that part.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from greencard.energy.apportionment import largest_remainder
from greencard.energy.certificates import certificate_number
from greencard.errors import InvalidInput, NotFound, Place, Refused, declare
from greencard.model import Facility, Text
from greencard.model.facility import FacilityAllocation, UsedCertificate
from greencard.model.lot import EnergyBooking, EnergyLot, LotAllocation, LotBalance, LotSource
from greencard.services.assess import meter_period
from greencard.services.energy import allocate_lots, release_lots

if TYPE_CHECKING:
    from greencard.energy import Readings
    from greencard.model import MeterInterval, Product, ProductEnergy
    from greencard.ports import Principal, Store, StoreSession
    from greencard.services.energy import Period

__all__ = ["book_period", "booked_energy", "lot_balances", "release_period", "retire_booked", "solar_divided"]

OTHER_READINGS = declare(
    "GC-SVC-021",
    InvalidInput,
    en="The store holds {count} readings of facility {facility} that {file} lacks, the first at {start}.",
    zh="数据存储中有工厂 {facility} 的 {count} 条读数不在 {file} 中，首条为 {start}。",
    remedy_en="Book the period from a file with all of its readings: what is stored is never forgotten.",
    remedy_zh="请用包含该期间全部读数的文件登记；已存储的读数不会被忽略。",
)
NOT_BOOKED = declare(
    "GC-SVC-022",
    NotFound,
    en="No booking of facility {facility} from {start} to {end} is in force.",
    zh="工厂 {facility} 从 {start} 到 {end} 没有生效的登记。",
    remedy_en="`greencard energy lots` shows what is booked; the period must be exactly that of the booking.",
    remedy_zh="可用 greencard energy lots 查看已登记内容；期间须与登记完全一致。",
)
MADE_UP = declare(
    "GC-SVC-023",
    Refused,
    en="The energy booked for {product} is illustrative, and the product is not: no card stands on made-up readings.",
    zh="为 {product} 登记的电量为示例数据，而该商品不是示例：卡片不能以虚构读数为依据。",
    remedy_en="Release the booking and book the period with measured readings.",
    remedy_zh="请撤销该登记，并用实测读数重新登记。",
)


def book_period(store: Store, principal: Principal, period: Period) -> tuple[EnergyBooking, bool]:
    """The booking of a facility period, and whether it is new; all or nothing.

    The main meter's readings of the period are stored with it, so that everything the lots stand on is in the store.
    The same period again changes nothing.

    Raises:
        InvalidInput: readings that the file lacks are stored (GC-SVC-021).
        Refused: another booking overlaps it (GC-STO-028); other readings are stored (GC-STO-013, 014); a lot of the
            time was made otherwise (GC-STO-026, GC-MTR-075) or has less left (GC-MTR-070); a certificate is another
            facility's (GC-MTR-075) or party's (GC-STO-027).
    """
    allocation = period.allocation
    booking = EnergyBooking(id=allocation.digest, allocation=allocation, illustrative=period.record.illustrative)
    with store.session(principal) as session:
        # Whoever issues or books waits here, so that no card is worked out from a booking that is being undone.
        session.lock_programme()
        if session.facility(allocation.facility_id) is None:
            session.put_facility(_facility(period))
        if not session.bookings.put(booking):
            return booking, False
        evidence = _stored_readings(session, period.main, allocation)
        known = _lots_of_period(session, allocation)
        for lot in _lots(allocation, evidence):
            if known.get(lot.source) != lot.metered_wh:
                session.lots.put(lot)
        allocate_lots(session, allocation)
        _use_certificates(session, period)
    return booking, True


def _facility(period: Period) -> Facility:
    """What the period file says of a facility nobody has stored yet; the first product made there says more."""
    record = period.record
    name = Text(en=record.facility_id, zh=record.facility_id)
    return Facility(
        id=record.facility_id,
        name=name,
        place=Text(),
        country=record.country,
        latitude=record.latitude,
        longitude=record.longitude,
    )


def _stored_readings(session: StoreSession, main: Readings, allocation: FacilityAllocation) -> str:
    """Store the file's readings of the period; gives the SHA-256 of what is then stored of it, which is the same."""
    begin, end = allocation.period_start, allocation.period_end
    given: list[MeterInterval] = [
        item
        for item in sorted((*main.intervals, *main.set_aside), key=lambda item: item.start)
        if begin <= item.start and item.start + timedelta(seconds=item.seconds) <= end
    ]
    session.put_readings(allocation.facility_id, given)
    stored = session.readings(allocation.facility_id, begin, end)
    named = {item.start for item in given}
    beyond = [item for item in stored if item.start not in named]
    if beyond:
        raise OTHER_READINGS.at(
            count=len(beyond), facility=allocation.facility_id, file=main.file, start=beyond[0].start.isoformat()
        )
    return hashlib.sha256(msgspec.json.encode(stored)).hexdigest()


def _lots(allocation: FacilityAllocation, evidence: str) -> list[EnergyLot]:
    amounts: tuple[tuple[LotSource, int], ...] = (
        ("pv", allocation.self_solar_wh),
        ("grid", allocation.load_wh - allocation.self_solar_wh),
        ("export", allocation.exported_wh),
    )
    start, end = allocation.period_start, allocation.period_end
    return [
        EnergyLot(
            id=f"{allocation.facility_id}/{_stamp(start)}/{_stamp(end)}/{source}",
            facility_id=allocation.facility_id,
            start=start,
            end=end,
            source=source,
            metered_wh=wh,
            evidence=evidence,
        )
        for source, wh in amounts
        if wh
    ]


def _stamp(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds" if instant.second else "minutes")


def _lots_of_period(session: StoreSession, allocation: FacilityAllocation) -> dict[LotSource, int]:
    """Metered Wh of the lots that there are of exactly the period, by source."""
    window = allocation.period_start, allocation.period_end
    return {
        balance.lot.source: balance.lot.metered_wh
        for balance in session.lots.balances(allocation.facility_id)
        if (balance.lot.start, balance.lot.end) == window and balance.lot.source != "certificate"
    }


def _use_certificates(session: StoreSession, period: Period) -> None:
    """Each certificate that covers grid supply has one lot of all parties, and the period takes what it used of it."""
    allocation = period.allocation
    listed = {(one.scheme, one.id): one for one in period.record.certificates}
    for used in allocation.claims.used:
        one = listed[used.scheme, used.id]
        lot_id = _certificate_lot(used)
        session.lots.put(
            EnergyLot(
                id=lot_id,
                facility_id=allocation.facility_id,
                start=datetime.combine(one.produced_from, time(), UTC),
                end=datetime.combine(one.produced_until, time(), UTC) + timedelta(days=1),
                source="certificate",
                metered_wh=one.energy_wh,
                certificate=lot_id,
            )
        )
        for part in _certificate_parts(allocation, used):
            session.lots.allocate(part)


def _certificate_lot(used: UsedCertificate) -> str:
    return f"{used.scheme} {certificate_number(used.id)}"


def _certificate_parts(allocation: FacilityAllocation, used: UsedCertificate) -> list[LotAllocation]:
    """What of a certificate each product takes, in proportion to its certified supply; what stays, the facility."""
    names = [one.energy.product_id for one in allocation.products]
    weights = [*(one.energy.certified_wh for one in allocation.products), allocation.rest.certified_wh]
    lot_id = _certificate_lot(used)
    return [
        LotAllocation(
            id=f"{allocation.digest[:32]}/{hashlib.sha256(lot_id.encode()).hexdigest()[:16]}/{name}",
            lot_id=lot_id,
            product_id=name,
            wh=wh,
        )
        for name, wh in zip([*names, f"({allocation.facility_id})"], largest_remainder(used.wh, weights), strict=True)
        if wh
    ]


def release_period(
    store: Store, principal: Principal, facility_id: str, start: datetime, end: datetime
) -> EnergyBooking:
    """Undo the booking of exactly this period: its allocations go back, and lots nothing is taken from any more go.

    Raises:
        NotFound: none is in force (GC-SVC-022).
        Refused: a card stands on part of it (GC-MTR-072).
    """
    with store.session(principal) as session:
        session.lock_programme()
        found = next(
            (
                one
                for one in session.bookings.overlapping(facility_id, start, end)
                if (one.allocation.period_start, one.allocation.period_end) == (start, end)
            ),
            None,
        )
        if found is None:
            raise NOT_BOOKED.at(
                Place("/period"),
                facility=facility_id,
                start=start.isoformat(timespec="minutes"),
                end=end.isoformat(timespec="minutes"),
            )
        release_lots(session, tuple(one.id for one in _allocated(session, found.allocation)))
        session.bookings.release(found.id)
        used = {_certificate_lot(one) for one in found.allocation.claims.used}
        for balance in list(session.lots.balances(facility_id)):
            lot = balance.lot
            if lot.id in used if lot.source == "certificate" else (lot.start, lot.end) == (start, end):
                session.lots.drop(lot.id)
    return msgspec.structs.replace(found, released=True)


def _allocated(session: StoreSession, allocation: FacilityAllocation, product_id: str = "") -> list[LotAllocation]:
    """What `allocate_lots` took for each product, or for one."""
    names = [one.energy.product_id for one in allocation.products if product_id in {"", one.energy.product_id}]
    ids = [f"{allocation.digest[:32]}/{source}/{name}" for name in names for source in ("pv", "grid")]
    for used in allocation.claims.used:
        parts = _certificate_parts(allocation, used)
        ids.extend(one.id for one in parts if product_id in {"", one.product_id})
    return [found for one in ids if (found := session.lots.allocation(one)) is not None]


def lot_balances(store: Store, principal: Principal, facility_id: str | None = None) -> list[LotBalance]:
    """Own lots with what is allocated and retired of them.

    Raises:
        InvalidInput: no such facility (GC-STO-011).
    """
    with store.session(principal) as session:
        return list(session.lots.balances(facility_id))


# -- what a card stands on --------------------------------------------------------------------------------------------


def booked_energy(session: StoreSession, product: Product) -> tuple[EnergyBooking, ProductEnergy] | None:
    """The booking in force that covers the product's meter period, and the product's part; None: there is none.

    Raises:
        Refused: the booking is made up and the product is not (GC-SVC-023).
    """
    if product.meter is None:
        return None
    start, end = meter_period(product.meter, product.facility.country)
    for booking in session.bookings.overlapping(product.facility.id, start, end):
        allocation = booking.allocation
        if allocation.period_start > start or end > allocation.period_end:
            continue
        for one in allocation.products:
            if one.energy.product_id == product.id:
                if booking.illustrative and not product.illustrative:
                    raise MADE_UP.at(Place("/meter"), product=product.id)
                return booking, one.energy
    return None


def solar_divided(session: StoreSession, product: Product) -> bool:
    """Whether the facility's own solar of the product's meter period is divided among products by a booking in force.

    Whoever does not stand on a part of that booking may not take the facility's solar share besides: the parts are all
    that was made.
    """
    if product.meter is None:
        return False
    start, end = meter_period(product.meter, product.facility.country)
    return bool(session.bookings.overlapping(product.facility.id, start, end))


def retire_booked(session: StoreSession, booking: EnergyBooking, product_id: str, card_id: str) -> None:
    """Retire the product's part of a booking for its card, in the transaction that issues it.

    A part that an earlier card of the product retired stays retired for that card: the energy of the same units is not
    used a second time by saying it anew, and a withdrawn card gives nothing back.
    """
    for one in _allocated(session, booking.allocation, product_id):
        if one.state == "held":
            session.lots.retire(one.id, card_id)
