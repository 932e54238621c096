"""Energy lots: metered Wh that are allocated once. The sum is kept by one conditional update inside the transaction.

Whoever allocates adds to the lot's own row and only where the sum stays within what was metered; the database lets one
writer at a time do that to a row and shows the next one the new sum. A constraint says the same to whoever might come
past this code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import bindparam, delete, insert, or_, select, update

from greencard.adapters.sql.codes import CERTIFICATE_USED, LOTS_OVERLAP, NOT_FOUND
from greencard.adapters.sql.scope import Scope, instant, microseconds
from greencard.adapters.sql.tables import facilities, lot_allocations, lots
from greencard.adapters.sql.work import AnyRow, Work, key, storable
from greencard.energy import allocation_codes as codes
from greencard.energy.lots import check_lot, check_repeat, check_wh, no_room, retirement
from greencard.errors import Place
from greencard.model.lot import EnergyLot, LotAllocation, LotBalance
from greencard.ports import Clock

__all__ = ["SqlLots"]

_CERTIFICATES: Final = "greencard/certificates"
_MAX_ID: Final = 300
_PAGE: Final = 500

_FACILITY: Final = select(facilities.c.number).where(
    facilities.c.party == bindparam("party"), facilities.c.id == bindparam("id")
)
_LOT: Final = select(lots, facilities.c.id.label("facility_id")).join(
    facilities, facilities.c.number == lots.c.facility
)
_OWN_LOT: Final = _LOT.where(lots.c.party == bindparam("party"), lots.c.id == bindparam("lot"))
_PAGE_OF: Final = (
    _LOT.where(
        lots.c.party == bindparam("party"),
        or_(lots.c.facility == bindparam("facility"), bindparam("facility") == 0),
        lots.c.id > bindparam("after"),
    )
    .order_by(lots.c.id)
    .limit(_PAGE)
)
_OVERLAPPING: Final = select(lots.c.id).where(
    lots.c.facility == bindparam("number"),
    lots.c.source == bindparam("tag"),
    lots.c.start < bindparam("until"),
    lots.c.end > bindparam("since"),
)
_CERTIFIED: Final = select(lots.c.id).where(lots.c.certificate == bindparam("number"))
_TAKE: Final = (
    update(lots)
    .where(
        lots.c.party == bindparam("owner"),
        lots.c.id == bindparam("lot"),
        lots.c.source != "export",
        lots.c.allocated_wh + bindparam("wh") <= lots.c.metered_wh,
    )
    .values(allocated_wh=lots.c.allocated_wh + bindparam("wh"))
)
_GIVE_BACK: Final = (
    update(lots)
    .where(lots.c.party == bindparam("owner"), lots.c.id == bindparam("lot"))
    .values(allocated_wh=lots.c.allocated_wh - bindparam("wh"))
)
_RETIRE: Final = (
    update(lots)
    .where(lots.c.party == bindparam("owner"), lots.c.id == bindparam("lot"))
    .values(retired_wh=lots.c.retired_wh + bindparam("wh"))
)
_ALLOCATION: Final = select(lot_allocations).where(
    lot_allocations.c.party == bindparam("party"), lot_allocations.c.id == bindparam("id")
)
_OF_LOT: Final = (
    select(lot_allocations)
    .where(lot_allocations.c.party == bindparam("party"), lot_allocations.c.lot == bindparam("lot"))
    .order_by(lot_allocations.c.id)
)
_BECOMES: Final = (
    update(lot_allocations)
    .where(
        lot_allocations.c.party == bindparam("owner"),
        lot_allocations.c.id == bindparam("allocation"),
        lot_allocations.c.state == "held",
    )
    .values(state=bindparam("becomes"), target=bindparam("for_what"), changed_at=bindparam("now"))
)
_DROP_RELEASED: Final = delete(lot_allocations).where(
    lot_allocations.c.party == bindparam("owner"),
    lot_allocations.c.lot == bindparam("gone"),
    lot_allocations.c.state == "released",
)
_DROP: Final = delete(lots).where(
    lots.c.party == bindparam("owner"), lots.c.id == bindparam("gone"), lots.c.allocated_wh == 0
)


class SqlLots(Scope):
    """Energy lots of the session's party; see `greencard.ports.EnergyLots`."""

    def __init__(self, work: Work, party: str, clock: Clock) -> None:
        super().__init__(work, party, clock)
        self._lock = f"lots/{party}"

    def put(self, lot: EnergyLot) -> bool:
        """Store a lot of an own facility; gives whether it is new. The same lot again changes nothing.

        Raises:
            InvalidInput: it is no lot (GC-MTR-073, 074), its id none (GC-STO-016), no such facility (GC-STO-011).
            Refused: the id has another lot (GC-MTR-075), the period holds one of the source already (GC-STO-026), or
                the certificate has one, of whatever party (GC-STO-027).
        """
        check_lot(lot)
        key(lot.id, "id", _MAX_ID)
        with self._work.writing(self._lock):
            known = self.balance(lot.id)
            if known is not None:
                if not _same(known.lot, lot):
                    raise codes.TAKEN_ID.at(Place("/id"), kind="lot", kind_zh="批次", id=lot.id)
                return False
            number = self._facility(lot.facility_id)
            since, until = microseconds(lot.start), microseconds(lot.end)
            if lot.source == "certificate":
                certificate = key(lot.certificate, "certificate", _MAX_ID)
                self._work.lock(_CERTIFICATES)
                if self._work.first(_CERTIFIED, {"number": certificate}) is not None:
                    raise CERTIFICATE_USED.at(Place("/certificate"), certificate=certificate)
            else:
                window = {"number": number, "tag": lot.source, "since": since, "until": until}
                other = self._work.first(_OVERLAPPING, window)
                if other is not None:
                    raise LOTS_OVERLAP.at(Place("/start"), facility=lot.facility_id, source=lot.source, other=other[0])
            row = {
                "party": self._party,
                "id": lot.id,
                "facility": number,
                "start": since,
                "end": until,
                "source": lot.source,
                "metered_wh": lot.metered_wh,
                "allocated_wh": 0,
                "retired_wh": 0,
                "certificate": lot.certificate or None,
                "evidence": lot.evidence,
            }
            self._work.write(insert(lots), row)
        return True

    def balance(self, lot_id: str) -> LotBalance | None:
        """An own lot with its sums."""
        if not storable(lot_id, _MAX_ID):
            return None
        row = self._work.first(_OWN_LOT, {"party": self._party, "lot": lot_id})
        return None if row is None else _balance(row)

    def balances(self, facility_id: str | None = None) -> Iterator[LotBalance]:
        """Own lots with their sums, by id; those of one facility where it is named."""
        number = 0 if facility_id is None else self._facility(facility_id)
        after = ""
        while True:
            page = {"party": self._party, "facility": number, "after": after}
            rows = self._work.rows(_PAGE_OF, page)
            yield from map(_balance, rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1].id

    def allocate(self, allocation: LotAllocation) -> LotAllocation:
        """Give part of a lot to a product; the same allocation again gives the stored one back.

        Raises:
            InvalidInput: no whole Wh above zero (GC-MTR-074), no such lot (GC-MTR-073), ids that are none (GC-STO-016).
            Refused: the lot has less (GC-MTR-070), is an export (GC-MTR-071), or the id means something else (075).
        """
        check_wh(allocation.wh)
        key(allocation.id, "id", _MAX_ID)
        key(allocation.product_id, "product_id")
        with self._work.writing(self._lock):
            known = self.allocation(allocation.id)
            if known is not None:
                return check_repeat(known, _held(allocation))
            change = {"owner": self._party, "lot": allocation.lot_id, "wh": allocation.wh}
            if not storable(allocation.lot_id, _MAX_ID) or not self._work.write(_TAKE, change):
                balance = self.balance(allocation.lot_id)
                if balance is None:
                    raise codes.UNKNOWN_LOT.at(
                        Place("/lot_id"), kind="lot", kind_zh="批次", id=ascii(allocation.lot_id)[:80]
                    )
                raise no_room(balance, allocation.wh)
            row = {
                "party": self._party,
                "id": allocation.id,
                "lot": allocation.lot_id,
                "product": allocation.product_id,
                "wh": allocation.wh,
                "state": "held",
                "target": "",
                "changed_at": microseconds(self._clock.now()),
            }
            self._work.write(insert(lot_allocations), row)
        return _held(allocation)

    def release(self, allocation_id: str) -> None:
        """Give an allocation back to its lot; again: nothing changes.

        Raises:
            NotFound: there is none (GC-MTR-073).
            Refused: it is retired (GC-MTR-072).
        """
        with self._work.writing(self._lock):
            known = self._known(allocation_id)
            if known.state == "retired":
                raise codes.RETIRED.at(Place("/id"), allocation=known.id, target=known.target)
            if known.state == "held":
                self._become(known, "released", "")
                self._work.write(_GIVE_BACK, {"owner": self._party, "lot": known.lot_id, "wh": known.wh})

    def retire(self, allocation_id: str, target: str) -> None:
        """Retire an allocation for a card or a product version, for good; the same again: nothing changes.

        Raises:
            NotFound: there is none, or it was released (GC-MTR-073).
            Refused: it is retired for something else (GC-MTR-072).
        """
        key(target, "target", _MAX_ID)
        with self._work.writing(self._lock):
            known = self._known(allocation_id)
            if retirement(known, target) is not None:
                self._become(known, "retired", target)
                self._work.write(_RETIRE, {"owner": self._party, "lot": known.lot_id, "wh": known.wh})

    def drop(self, lot_id: str) -> bool:
        """Take a lot back of which nothing is held or retired; gives whether it went."""
        with self._work.writing(self._lock):
            known = self.balance(lot_id)
            if known is None or known.allocated_wh:
                return False
            gone = {"owner": self._party, "gone": lot_id}
            self._work.write(_DROP_RELEASED, gone)
            self._work.write(_DROP, gone)
        return True

    def allocation(self, allocation_id: str) -> LotAllocation | None:
        """An own allocation, whatever became of it."""
        if not storable(allocation_id, _MAX_ID):
            return None
        row = self._work.first(_ALLOCATION, {"party": self._party, "id": allocation_id})
        return None if row is None else _allocation(row)

    def allocations(self, lot_id: str) -> list[LotAllocation]:
        """Allocations of an own lot, released ones included, by id."""
        if not storable(lot_id, _MAX_ID):
            return []
        return [_allocation(row) for row in self._work.rows(_OF_LOT, {"party": self._party, "lot": lot_id})]

    def _known(self, allocation_id: str) -> LotAllocation:
        known = self.allocation(allocation_id)
        if known is None:
            raise codes.UNKNOWN_LOT.at(Place("/id"), kind="allocation", kind_zh="分配", id=ascii(allocation_id)[:80])
        return known

    def _become(self, known: LotAllocation, becomes: str, target: str) -> None:
        change = {
            "owner": self._party,
            "allocation": known.id,
            "becomes": becomes,
            "for_what": target,
            "now": microseconds(self._clock.now()),
        }
        self._work.write(_BECOMES, change)

    def _facility(self, facility_id: str) -> int:
        row = None
        if storable(facility_id):
            row = self._work.first(_FACILITY, {"party": self._party, "id": facility_id})
        if row is None:
            raise NOT_FOUND.at(Place("/facility_id"), kind="facility", id=ascii(facility_id)[:80])
        return int(row.number)


def _same(known: EnergyLot, lot: EnergyLot) -> bool:
    """Equal as stored: an instant is the same in every time zone."""
    return known == lot


def _held(allocation: LotAllocation) -> LotAllocation:
    return LotAllocation(id=allocation.id, lot_id=allocation.lot_id, product_id=allocation.product_id, wh=allocation.wh)


def _balance(row: AnyRow) -> LotBalance:
    lot = EnergyLot(
        id=row.id,
        facility_id=row.facility_id,
        start=instant(row.start),
        end=instant(row.end),
        source=row.source,
        metered_wh=row.metered_wh,
        certificate=row.certificate or "",
        evidence=row.evidence,
    )
    return LotBalance(lot=lot, allocated_wh=row.allocated_wh, retired_wh=row.retired_wh)


def _allocation(row: AnyRow) -> LotAllocation:
    return LotAllocation(
        id=row.id, lot_id=row.lot, product_id=row.product, wh=row.wh, state=row.state, target=row.target
    )
