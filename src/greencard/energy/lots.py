"""The life of metered energy: a reading becomes a lot, a lot is allocated, an allocation is released or retired.

What must hold in every state: nothing is negative, retired <= allocated <= metered, a retirement is final, and exported
energy reaches no product. `Account` is one lot's state as a value; the store keeps the same rules in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

import msgspec

from greencard.energy import allocation_codes as codes
from greencard.errors import GreencardError, Place
from greencard.model.energy import SolarMatch
from greencard.model.lot import EnergyLot, LotAllocation, LotBalance, LotSource
from greencard.quantity import TimeInterval

__all__ = ["MAX_LOT_WH", "Account", "check_lot", "check_repeat", "check_wh", "lots_of", "no_room", "retirement"]

MAX_LOT_WH: Final = 2**53
"""Every JSON reader still sees it exactly."""


def lots_of(result: SolarMatch, facility_id: str, *, evidence: str = "") -> tuple[EnergyLot, ...]:
    """The lots of a matched period: own solar used, grid supply with what a battery lost, and export.

    Their ids name facility, period and source, so that the same period gives the same lots again.
    """
    amounts: tuple[tuple[LotSource, int], ...] = (
        ("pv", result.self_consumed_wh),
        ("grid", result.load_wh - result.self_consumed_wh + result.storage_loss_wh),
        ("export", result.exported_wh),
    )
    start, end = result.period_start, result.period_end
    return tuple(
        EnergyLot(
            id=f"{facility_id}/{_stamp(start)}/{_stamp(end)}/{source}",
            facility_id=facility_id,
            start=start,
            end=end,
            source=source,
            metered_wh=wh,
            evidence=evidence,
        )
        for source, wh in amounts
        if wh
    )


def _stamp(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


def check_lot(lot: EnergyLot) -> None:
    """Refuse what is no lot.

    Raises:
        InvalidInput: a period that is empty or without zone (GC-QTY-004), Wh that are none (GC-MTR-074), a certificate
            without its number or a number on something else (GC-MTR-073).
    """
    TimeInterval(lot.start, lot.end)
    check_wh(lot.metered_wh)
    if (lot.source == "certificate") != bool(lot.certificate):
        raise codes.UNKNOWN_LOT.at(Place("/certificate"), kind="certificate", kind_zh="绿证", id=repr(lot.certificate))


def check_wh(wh: int) -> None:
    """Refuse what is no whole number of Wh above zero (GC-MTR-074)."""
    if type(wh) is not int or not 0 < wh <= MAX_LOT_WH:
        raise codes.BAD_AMOUNT.at(Place("/wh"), wh=ascii(wh)[:40], least=1, most=MAX_LOT_WH)


def no_room(balance: LotBalance, wh: int) -> GreencardError:
    """Why `wh` cannot be allocated from a lot that has less, or that no product may use."""
    if balance.lot.source == "export":
        return codes.EXPORT_LOT.at(Place("/lot_id"), lot=balance.lot.id)
    return codes.LOT_EXHAUSTED.at(Place("/wh"), lot=balance.lot.id, free=balance.free_wh, asked=wh)


def check_repeat(known: LotAllocation, asked: LotAllocation) -> LotAllocation:
    """The allocation that exists under an id, if the same is asked for again: a call can be repeated.

    Raises:
        Refused: another lot, product or amount stands under the id, or it was released (GC-MTR-075).
    """
    if msgspec.structs.replace(known, state="held", target="") != asked or known.state == "released":
        raise codes.TAKEN_ID.at(Place("/id"), kind="allocation", kind_zh="分配", id=asked.id)
    return known


def retirement(known: LotAllocation, target: str) -> LotAllocation | None:
    """The allocation retired for `target`; None where it was before.

    Raises:
        Refused: it is retired for something else (GC-MTR-072).
        InvalidInput: it was released (GC-MTR-073), or there is no target.
    """
    if known.state == "retired":
        if known.target == target:
            return None
        raise codes.RETIRED.at(Place("/id"), allocation=known.id, target=known.target)
    if known.state == "released" or not target:
        raise codes.UNKNOWN_LOT.at(Place("/id"), kind="allocation held", kind_zh="持有中的分配", id=known.id)
    return msgspec.structs.replace(known, state="retired", target=target)


@dataclass(frozen=True, slots=True)
class Account:
    """One lot and its allocations. Every step gives a new account, or refuses and leaves this one as it was."""

    lot: EnergyLot
    allocations: Mapping[str, LotAllocation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_lot(self.lot)

    def __iter__(self) -> Iterator[LotAllocation]:
        return iter(self.allocations.values())

    @property
    def balance(self) -> LotBalance:
        """Sums of what is held or retired, and of what is retired."""
        return LotBalance(
            lot=self.lot,
            allocated_wh=sum(one.wh for one in self if one.state != "released"),
            retired_wh=sum(one.wh for one in self if one.state == "retired"),
        )

    def allocate(self, allocation_id: str, product_id: str, wh: int) -> Account:
        """With `wh` given to a product.

        Raises:
            InvalidInput: not a whole number of Wh above zero (GC-MTR-074).
            Refused: the lot has less (GC-MTR-070), is an export (GC-MTR-071), or the id means something else (075).
        """
        check_wh(wh)
        asked = LotAllocation(id=allocation_id, lot_id=self.lot.id, product_id=product_id, wh=wh)
        known = self.allocations.get(allocation_id)
        if known is not None:
            check_repeat(known, asked)
            return self
        balance = self.balance
        if wh > balance.free_wh:
            raise no_room(balance, wh)
        return self._with(asked)

    def release(self, allocation_id: str) -> Account:
        """Without an allocation that is not retired; releasing it again changes nothing.

        Raises:
            Refused: it is retired (GC-MTR-072).
            NotFound: there is none (GC-MTR-073).
        """
        known = self._known(allocation_id)
        if known.state == "retired":
            raise codes.RETIRED.at(Place("/id"), allocation=allocation_id, target=known.target)
        return self._with(msgspec.structs.replace(known, state="released"))

    def retire(self, allocation_id: str, target: str) -> Account:
        """With an allocation retired for a card or a product version, for good; the same again changes nothing.

        Raises:
            Refused: it is retired for something else (GC-MTR-072).
            NotFound: there is none, or it was released (GC-MTR-073).
        """
        after = retirement(self._known(allocation_id), target)
        return self if after is None else self._with(after)

    def _known(self, allocation_id: str) -> LotAllocation:
        known = self.allocations.get(allocation_id)
        if known is None:
            raise codes.UNKNOWN_LOT.at(Place("/id"), kind="allocation", kind_zh="分配", id=ascii(allocation_id)[:80])
        return known

    def _with(self, allocation: LotAllocation) -> Account:
        return replace(self, allocations=MappingProxyType({**self.allocations, allocation.id: allocation}))
