"""What came out of a battery as own solar: a ledger with two tags, in integer Wh, in which nothing is created.

The rule is that a discharge keeps the tag of the charge (knowledge note, ISO 14067:2018 6.4.9.4). In every interval

1. export is met from generation first, then from the battery (solar out of it first): what leaves is never ours;
2. the load is met from the generation that stays, exactly as without a battery;
3. only what is then left of the generation can have charged the battery as own solar; the rest of a charge is grid.
   This gives the battery the smallest solar charge the meters allow, and no kWh serves the load and the battery both;
4. a discharge draws on both tags in proportion, and on charged Wh in the ratio the meters show: to give D it takes
   D * (all charge / all discharge), so that solar out never exceeds solar in times the metered efficiency;
5. what the battery held at the start is grid energy, and so is all it holds after a gap: nobody saw what it did there.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from greencard.model import MeterInterval

__all__ = ["Flow", "flows", "gives_more_than_it_took"]


class Flow(NamedTuple):
    """Where one interval's energy went, Wh."""

    direct_wh: int
    """Own PV the load took in the interval itself."""
    stored_wh: int = 0
    """Own PV the load took out of the battery, after losses."""
    loss_wh: int = 0
    """Charged energy, of either tag, that this interval's discharge used up and did not give back."""

    @property
    def solar_wh(self) -> int:
        """Own solar the load took."""
        return self.direct_wh + self.stored_wh


def gives_more_than_it_took(intervals: Sequence[MeterInterval]) -> bool:
    """Whether discharge is at least charge, so that the file shows no efficiency to credit own solar with."""
    given = sum(item.discharge_wh for item in intervals)
    return given > 0 and given >= sum(item.charge_wh for item in intervals)


def flows(
    intervals: Sequence[MeterInterval], *, void: Container[datetime] = (), battery_wh: int | None = None
) -> list[Flow]:
    """The flow of each interval, in order. Generation of an interval whose start is in `void` counts as grid.

    `battery_wh` is the usable capacity where it is stated: the battery then held as much grid energy at the start as
    fits, else the least that lets it give what it gave.
    """
    charged = sum(item.charge_wh for item in intervals)
    given = sum(item.discharge_wh for item in intervals)
    if not charged and not given:
        return [Flow(_direct(item, void)) for item in intervals]
    if given >= charged:
        return [Flow(_direct(item, void)) for item in intervals]
    ledger = _Ledger(charged, given, _initial_wh(intervals, charged, given, battery_wh))
    found: list[Flow] = []
    end: datetime | None = None
    for item in intervals:
        if end is not None and item.start != end:
            ledger.forget()
        end = item.start + timedelta(seconds=item.seconds)
        found.append(ledger.step(item, _kept(item, void)))
    return found


def _kept(item: MeterInterval, void: Container[datetime]) -> int:
    return 0 if item.start in void else max(0, item.pv_wh - item.export_wh)


def _direct(item: MeterInterval, void: Container[datetime]) -> int:
    return min(item.load_wh, _kept(item, void))


def _initial_wh(intervals: Sequence[MeterInterval], charged: int, given: int, battery_wh: int | None) -> int:
    """Grid energy in the battery before the first interval, in charged Wh."""
    level = low = high = 0
    for item in intervals:
        # Within an interval the discharge may come first.
        low = min(low, level - _drawn(item.discharge_wh, charged, given))
        level += item.charge_wh - _drawn(item.discharge_wh, charged, given)
        low, high = min(low, level), max(high, level)
    least = -low
    return least if battery_wh is None else max(least, _drawn(battery_wh, charged, given) - high)


def _drawn(given_wh: int, charged: int, given: int) -> int:
    """Charged Wh that go into `given_wh` of discharge, rounded up: an efficiency is never rounded in our favour."""
    return -(-given_wh * charged // given) if given else 0


class _Ledger:
    """Charged Wh in the battery by tag."""

    def __init__(self, charged: int, given: int, initial_wh: int) -> None:
        self.charged, self.given = charged, given
        self.solar, self.grid = 0, initial_wh

    def forget(self) -> None:
        """After a gap: what was solar may have been used and replaced from the grid."""
        self.solar, self.grid = 0, self.grid + self.solar

    def step(self, item: MeterInterval, kept_wh: int) -> Flow:
        direct = min(item.load_wh, kept_wh)
        # Discharge first: energy charged in the same interval is not yet there to be given.
        exported = min(item.discharge_wh, max(0, item.export_wh - item.pv_wh))
        to_load = min(item.discharge_wh - exported, item.load_wh - direct)
        drawn = min(self.solar + self.grid, _drawn(item.discharge_wh, self.charged, self.given))
        away = min(drawn, _drawn(item.discharge_wh - to_load, self.charged, self.given))
        self._take(away, min(self.solar, away))
        content = self.solar + self.grid
        solar = (drawn - away) * self.solar // content if content else 0
        self._take(drawn - away, solar)
        stored = min(to_load, solar * self.given // self.charged)
        solar_in = min(item.charge_wh, kept_wh - direct)
        self.solar += solar_in
        self.grid += item.charge_wh - solar_in
        return Flow(direct, stored, max(0, drawn - item.discharge_wh))

    def _take(self, drawn_wh: int, solar_wh: int) -> None:
        self.solar -= solar_wh
        self.grid -= drawn_wh - solar_wh
