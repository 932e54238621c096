"""From readings of counting registers to energies: roll-over, exchanged meters and jumps, each told and treated.

A register counts up. Where it falls, one of three things happened, and they are not alike: its digits ran out (the
energy is known), the meter was reset or exchanged (the energy of that step is not known), or the rows are wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from greencard.energy import codes, quality_codes
from greencard.energy.table import FaultList, Row, Series, Table
from greencard.errors import Fault, Place
from greencard.quantity import decimal_text

__all__ = ["Steps", "register_steps"]

_WH_PER_KWH: Final = 1000
_PLAUSIBLE_TIMES: Final = 4
"""A roll-over step may be that many times the largest ordinary power of the same register."""
_JUMP_TIMES: Final = 100
_SMALL_FALL: Final = 2
"""A fall to more than 1/2 of the reading is neither a roll-over nor a new meter starting near zero."""
_MOST_RESETS: Final = 12
_FEWEST_DIGITS: Final = 4
_NEAR_TOP: Final = 10
"""A register rolls over in the last tenth of its range, or it was not a roll-over."""
_COMMON_STEPS: Final = 10

Event = Literal["rolled", "reset", "jumped"]


@dataclass(slots=True)
class Steps:
    """Energy counted from each row to the next: one list per register series, None where it is not known."""

    energies: dict[Series, list[int | None]] = field(default_factory=dict)
    warnings: list[Fault] = field(default_factory=list)
    events: dict[Event, int] = field(default_factory=dict)
    """How often a register rolled over, was reset or jumped."""


def register_steps(table: Table, faults: FaultList, *, digits: int | None = None) -> Steps:
    """Wh from each row to the next, for every series that is a register.

    `digits` is the number of digits before the decimal point; without it, that of the largest value in the column, of
    which there are at least four. Rows that fall without being a roll-over or a new meter are faults (GC-MTR-020).
    """
    steps = Steps()
    for series in sorted(table.registers):
        _one_series(table, series, faults, digits, steps)
    return steps


def _one_series(table: Table, series: Series, faults: FaultList, digits: int | None, steps: Steps) -> None:
    readings = [getattr(row, series) for row in table.rows]
    seconds = [max(1, after.instant - row.instant) for row, after in pairwise(table.rows)]
    counted: list[int | None] = [after - at for at, after in pairwise(readings)]
    powers = sorted(wh / span for wh, span in zip(counted, seconds, strict=True) if wh is not None and wh > 0)
    usual = powers[len(powers) // 2] if powers else 0.0
    # A jump must not set the scale it is judged by: the largest ordinary power is that of 99 in 100 steps.
    largest = powers[(len(powers) - 1) * 99 // 100] if powers else 0.0
    top = 10 ** _digits(readings, digits) * _WH_PER_KWH
    found: dict[Event, list[int]] = {"rolled": [], "reset": [], "jumped": []}
    for at, (wh, span) in enumerate(zip(list(counted), seconds, strict=True)):
        if wh is None or (wh >= 0 and not _jumps(wh, span, largest, len(powers))):
            continue
        if wh >= 0:
            found["jumped"].append(at)
            counted[at] = None
        elif readings[at] >= top - top // _NEAR_TOP and 0 < (wh + top) / span <= largest * _PLAUSIBLE_TIMES:
            found["rolled"].append(at)
            counted[at] = wh + top
        elif readings[at + 1] * _SMALL_FALL < readings[at]:
            found["reset"].append(at)
            counted[at] = None
        else:
            _goes_back(table, series, at, faults)
            counted[at] = None
    if len(found["reset"]) > _MOST_RESETS:
        for at in found["reset"]:
            _goes_back(table, series, at, faults)
    steps.energies[series] = counted
    _tell(table, series, found, steps, top=top, usual=usual, seconds=seconds)


def _jumps(wh: int, span: int, largest: float, common: int) -> bool:
    return common >= _COMMON_STEPS and largest > 0 and wh / span > largest * _JUMP_TIMES


def _digits(readings: Sequence[int], stated: int | None) -> int:
    return stated or max(_FEWEST_DIGITS, len(str(max(readings, default=0) // _WH_PER_KWH)))


def _goes_back(table: Table, series: Series, at: int, faults: FaultList) -> None:
    row, after = table.rows[at], table.rows[at + 1]
    faults.add(
        codes.REGISTER_BACK,
        after.line,
        column=table.names[series],
        previous=_kwh(getattr(row, series)),
        text=_kwh(getattr(after, series)),
    )


def _tell(
    table: Table,
    series: Series,
    found: dict[Event, list[int]],
    steps: Steps,
    *,
    top: int,
    usual: float,
    seconds: Sequence[int],
) -> None:
    events = {
        "rolled": quality_codes.REGISTER_ROLLED,
        "reset": quality_codes.REGISTER_RESET,
        "jumped": quality_codes.REGISTER_JUMP,
    }
    for event, places in found.items():
        if not places:
            continue
        steps.events[event] = steps.events.get(event, 0) + len(places)
        row, after = _pair(table.rows, places[0])
        previous, text = getattr(row, series), getattr(after, series)
        steps.warnings.append(
            events[event].fault(
                Place("", "", after.line),
                severity="warning",
                column=table.names[series],
                count=len(places),
                previous=_kwh(previous),
                text=_kwh(text),
                top=top // _WH_PER_KWH,
                times=round((text - previous) / seconds[places[0]] / usual) if usual else 0,
            )
        )


def _pair(rows: Sequence[Row], at: int) -> tuple[Row, Row]:
    return rows[at], rows[at + 1]


def _kwh(wh: int) -> str:
    return decimal_text(Decimal(wh).scaleb(-3))
