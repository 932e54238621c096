"""A facility's period as arrays: load and own solar of the main meter and of each sub-meter, exact at every second.

Integers throughout. Own solar of an interval belongs to whoever used electricity in it, in proportion to load; it is
kept in 2**-20 Wh, and what rounding leaves goes to the part no sub-meter covers, so that nothing is lost or made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import gcd
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greencard.energy import allocation_codes as codes
from greencard.energy.matching import match, solar_flows
from greencard.energy.readings import Readings
from greencard.errors import Place
from greencard.model.energy import MeterInterval, SolarMatch
from greencard.model.facility import RegisterReading, SubMeter
from greencard.quantity import decimal_text

__all__ = ["SOLAR_UNIT", "Channel", "Meters", "meters_of"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BITS: Final = 20
SOLAR_UNIT: Final = 1 << _BITS
"""Own solar is counted in parts of a Wh this fine."""
_LIMIT_WH: Final = 3_000_000_000
"""Most Wh in one interval: products of two still fit into 64 bits. A gigawatt-hour in an hour is a power station."""
_PERCENT: Final = 100
_SHORTEST: Final = 60
_SECOND: Final = timedelta(seconds=1)


class Channel:
    """One meter's energy since the start of the period, at any second of it; even within an interval."""

    def __init__(self, load_wh: Ints, solar: Ints, seconds: int) -> None:
        self._seconds = seconds
        self._parts = tuple(
            _Cumulative(values, seconds) for values in (load_wh, solar >> _BITS, solar & (SOLAR_UNIT - 1))
        )
        self.load_wh = int(load_wh.sum())

    def at(self, offsets: Sequence[int]) -> list[tuple[int, int]]:
        """Load (Wh x interval seconds) and own solar (Wh / `SOLAR_UNIT` x interval seconds) before each offset."""
        load, whole, fine = (part.before(offsets) for part in self._parts)
        return [(wh, (high << _BITS) + low) for wh, high, low in zip(load, whole, fine, strict=True)]


class _Cumulative:
    def __init__(self, values: Ints, seconds: int) -> None:
        self._values = np.append(values, 0)
        self._sums = np.concatenate(([0], np.cumsum(values))) * seconds
        self._seconds = seconds

    def before(self, offsets: Sequence[int]) -> list[int]:
        slots, into = np.divmod(np.asarray(offsets, dtype=np.int64), self._seconds)
        sums: list[int] = (self._sums[slots] + self._values[slots] * into).tolist()
        return sums


@dataclass(frozen=True, slots=True)
class Meters:
    """The main meter less its sub-meters (under the empty name) and the sub-meters, with what they cover."""

    seconds: int
    length: int
    """Seconds of the period."""
    load_wh: int
    """Load of the period with `loss_wh`."""
    solar_wh: int
    loss_wh: int
    """What a battery lost; on no channel."""
    channels: dict[str, Channel]
    spans: dict[str, tuple[int, int]]
    """Seconds from the start between which a meter counted anything."""
    missing: dict[str, int]
    excess_wh: int


@dataclass(frozen=True, slots=True)
class _Main:
    """The main meter's intervals."""

    start: datetime
    seconds: int
    load_wh: Ints
    metered: Flags
    solar_wh: Ints


@dataclass(frozen=True, slots=True)
class _Sub:
    load_wh: Ints
    metered: Flags
    span: tuple[int, int]


def meters_of(
    result: SolarMatch,
    readings: Readings | Sequence[MeterInterval],
    sub_meters: Sequence[SubMeter],
    sub_readings: Mapping[str, Readings | Sequence[MeterInterval]],
    *,
    tolerance: Decimal,
) -> Meters:
    """The meters of the period of `result`, which is the match of `readings`; their sums are its sums.

    The grid of time is the greatest length that all intervals of the main meter are multiples of; within a longer one
    energy is even. What the main meter missed is spread evenly over what it missed, without own solar; what a
    sub-meter missed is the mean of what it metered. Where sub-meters show more than the main meter they are cut to it;
    more than `tolerance` of the load in all is refused.

    Raises:
        InvalidInput: the period does not lie on the intervals (GC-MTR-054), a sub-meter's intervals (GC-MTR-061),
            readings (GC-MTR-062) or registers (GC-MTR-063), or an interval too large (GC-MTR-068).
        Refused: sub-meters above the main meter (GC-MTR-060).
    """
    intervals = readings.intervals if isinstance(readings, Readings) else tuple(readings)
    length = (result.period_end - result.period_start) // _SECOND
    inside = _inside(result, intervals)
    seconds = gcd(length, *{one.item.seconds for one in inside}, *{one.first for one in inside})
    if seconds < _SHORTEST or (result.period_end - result.period_start) % _SECOND:
        raise _misaligned(result, seconds)
    main = _main(result, readings, inside, (seconds, length // seconds))
    load, solar = main.load_wh, main.solar_wh
    span = inside[0].first, inside[-1].first + inside[-1].item.seconds
    names = [meter.id for meter in sub_meters]
    for name in names:
        if names.count(name) > 1 or not name:
            raise codes.NO_SUBMETER.at(Place("/sub_meters"), id=repr(name))
    subs: dict[str, _Sub] = {}
    for meter in sorted(sub_meters, key=lambda one: one.id):
        if meter.registers:
            subs[meter.id] = _registers(meter, result, load, seconds)
        else:
            subs[meter.id] = _readings(meter, result, sub_readings.get(meter.id, ()), seconds, length // seconds)
    parts, excess = _cut(main, subs, tolerance)
    fixed = [_solar_part(solar, load, part) for part in parts]
    rest_load, rest_solar = load.copy(), solar << _BITS
    for part, share in zip(parts, fixed, strict=True):
        rest_load -= part
        rest_solar -= share
    channels = {name: Channel(part, share, seconds) for name, part, share in zip(subs, parts, fixed, strict=True)}
    channels[""] = Channel(rest_load, rest_solar, seconds)
    return Meters(
        seconds=seconds,
        length=length,
        load_wh=int(load.sum()) + result.storage_loss_wh,
        solar_wh=int(solar.sum()),
        loss_wh=result.storage_loss_wh,
        channels=channels,
        spans={"": span} | {name: sub.span for name, sub in subs.items()},
        missing={name: int((~sub.metered).sum()) for name, sub in subs.items()},
        excess_wh=excess,
    )


def _misaligned(result: SolarMatch, seconds: int) -> Exception:
    return codes.MISALIGNED.at(
        start=result.period_start.isoformat(), end=result.period_end.isoformat(), seconds=seconds
    )


class _Inside(NamedTuple):
    """An interval wholly in the period: its place among all, and its first second."""

    at: int
    first: int
    item: MeterInterval


def _inside(result: SolarMatch, intervals: Sequence[MeterInterval]) -> list[_Inside]:
    begin, length = result.period_start, _offset(result, result.period_end)
    places = (_Inside(at, (item.start - begin) // _SECOND, item) for at, item in enumerate(intervals))
    return [one for one in places if one.first >= 0 and one.first + one.item.seconds <= length]


def _offset(result: SolarMatch, instant: datetime) -> int:
    return (instant - result.period_start) // _SECOND


def _main(
    result: SolarMatch,
    readings: Readings | Sequence[MeterInterval],
    inside: Sequence[_Inside],
    grid: tuple[int, int],
) -> _Main:
    """Load, whether it was metered, and own solar used, in each slot of the grid; they sum to those of the match."""
    seconds, slots = grid
    if isinstance(readings, Readings) and readings.totals:
        # Of a total of days only the provable part of own solar is known.
        one_by_one = (
            match(readings, start=one.item.start, end=one.item.start + timedelta(seconds=one.item.seconds))
            for one in inside
        )
        own = [found.self_consumed_wh for found in one_by_one]
    else:
        flows = solar_flows(readings)
        own = [flows[one.at].solar_wh for one in inside]
    items = [one.item for one in inside]
    places = np.array([one.first for one in inside], dtype=np.int64) // seconds
    counts = np.array([item.seconds // seconds for item in items], dtype=np.int64)
    solar, metered = _laid_out(own, places, counts, slots)
    # Apart, so that in no slot there is more own solar than load.
    grid_wh, _ = _laid_out([item.load_wh - wh for item, wh in zip(items, own, strict=True)], places, counts, slots)
    gaps = np.flatnonzero(~metered)
    unmetered = result.load_wh - int(grid_wh.sum()) - int(solar.sum())
    if len(gaps):
        grid_wh[gaps] = _steps(unmetered * at // len(gaps) for at in range(len(gaps) + 1))
    load = grid_wh + solar
    _require_bounded(load, "the main meter")
    return _Main(result.period_start, seconds, load, metered, solar)


def _laid_out(values: Sequence[int], places: Ints, counts: Ints, slots: int) -> tuple[Ints, Flags]:
    """Each value over its slots, evenly, and the slots that have one."""
    wh, there = np.zeros(slots, dtype=np.int64), np.zeros(slots, dtype=np.bool_)
    amounts = np.array(values, dtype=np.int64)
    for part in range(int(counts.max())):
        some = counts > part
        at = places[some] + part
        share = amounts[some] // counts[some]
        left = amounts[some] - share * counts[some]
        # The first `left` of the slots of an interval get one Wh more.
        wh[at] = share + (part < left)
        there[at] = True
    return wh, there


def _require_bounded(load: Ints, meter: str) -> None:
    most = int(load.max())
    if most > _LIMIT_WH:
        raise codes.TOO_LARGE_ENERGY.at(meter=meter, wh=most, limit=_LIMIT_WH)


def _steps(sums: Iterable[int]) -> Ints:
    """Differences of running sums."""
    return np.fromiter((after - before for before, after in pairwise(sums)), dtype=np.int64)


def _readings(
    meter: SubMeter, result: SolarMatch, given: Readings | Sequence[MeterInterval], seconds: int, slots: int
) -> _Sub:
    intervals = given.intervals if isinstance(given, Readings) else tuple(given)
    inside = _inside(result, intervals)
    if not inside:
        raise codes.NO_SUBMETER.at(Place("/sub_meters"), id=meter.id)
    lengths = {one.item.seconds for one in inside}
    step = max(lengths)
    if len(lengths) > 1 or seconds % step or any(one.first % step for one in inside):
        raise codes.SUBMETER_LENGTH.at(Place("/sub_meters"), id=meter.id, seconds=step, main=seconds)
    places = np.array([one.first for one in inside], dtype=np.int64) // step
    fine = np.zeros(slots * (seconds // step), dtype=np.int64)
    there = np.zeros_like(fine, dtype=np.bool_)
    fine[places] = [one.item.load_wh for one in inside]
    there[places] = True
    first, last = int(places.min()), int(places.max()) + 1
    holes = ~there
    holes[:first] = holes[last:] = False  # before its first and after its last reading the meter says nothing
    fine[holes] = int(fine.sum()) // len(inside)
    _require_bounded(fine, meter.id)
    per_slot = seconds // step
    whole = there.reshape((slots, per_slot)).sum(axis=1) == per_slot
    return _Sub(fine.reshape((slots, per_slot)).sum(axis=1), whole, (first * step, last * step))


def _registers(meter: SubMeter, result: SolarMatch, main_wh: Ints, seconds: int) -> _Sub:
    """Between two readings the energy follows the main meter's load: nobody saw when it was used."""
    shown: Sequence[RegisterReading] = meter.registers
    place = Place("/sub_meters")
    if len(shown) < 2 or any(  # noqa: PLR2004 - two readings make one difference
        one.at.tzinfo is None or not result.period_start <= one.at <= result.period_end for one in shown
    ):
        raise codes.BAD_REGISTER.at(place, id=meter.id)
    main = _Cumulative(main_wh, seconds)
    load = np.zeros_like(main_wh)
    for one, after in pairwise(shown):
        first, last = _offset(result, one.at), _offset(result, after.at)
        used = after.wh - one.wh
        if last <= first or used < 0:
            raise codes.BAD_REGISTER.at(place, id=meter.id)
        slots = range(first // seconds, -(-last // seconds))
        edges = [first, *(slot * seconds for slot in slots[1:]), last]
        weights = main.before(edges)
        whole = weights[-1] - weights[0]
        if whole == 0:
            weights, whole = edges, last - first
        load[slots.start : slots.stop] += _steps(used * (weight - weights[0]) // whole for weight in weights)
    span = _offset(result, shown[0].at), _offset(result, shown[-1].at)
    metered = np.zeros_like(main_wh, dtype=np.bool_)
    metered[-(-span[0] // seconds) : span[1] // seconds] = True
    return _Sub(load, metered, span)


def _cut(main: _Main, subs: Mapping[str, _Sub], tolerance: Decimal) -> tuple[list[Ints], int]:
    """Sub-meters cut to the main meter where they show more, and by how many metered Wh."""
    if not subs:
        return [], 0
    parts = [sub.load_wh for sub in subs.values()]
    for name, sub in subs.items():
        _require_bounded(sub.load_wh, name)
    load = main.load_wh
    together: Ints = np.sum(parts, axis=0)
    seen = np.logical_and.reduce([main.metered, *(sub.metered for sub in subs.values())])
    over = together > load
    counted = over & seen
    excess = int((together - load)[counted].sum())
    if excess > tolerance * int(load.sum()):
        first = main.start + timedelta(seconds=int(np.flatnonzero(counted)[0]) * main.seconds)
        raise codes.SUBMETERS_ABOVE.at(
            Place("/sub_meters"),
            excess=decimal_text(Decimal(excess).scaleb(-3)),
            count=int(counted.sum()),
            start=first.isoformat(),
            tolerance=decimal_text(tolerance * _PERCENT),
        )
    if over.any():
        parts = [part.copy() for part in parts]
        for part in parts:
            part[over] = part[over] * load[over] // together[over]
    return parts, excess


def _solar_part(solar: Ints, load: Ints, part: Ints) -> Ints:
    """Own solar of a part of the load in units of 1 / `SOLAR_UNIT` Wh, rounded down."""
    whole, left = np.divmod(solar * part, np.maximum(load, 1))
    return (whole << _BITS) + (left << _BITS) // np.maximum(load, 1)
