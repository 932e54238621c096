"""How a calculated figure becomes a published one: rounded once, never in the seller's favour, parts adding up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

from greencard.errors import InvalidInput, declare
from greencard.quantity import decimal_text

__all__ = ["apportioned", "percent_down", "quantum_for", "rounded", "text_ceiling", "text_floor"]

_PRECISION: Final = 80
_TOLERANCE: Final = Decimal("1e-6")

PARTS_DIFFER = declare(
    "GC-CRD-020",
    InvalidInput,
    en="The parts of the footprint add up to {parts} kg CO2e and not to its total of {total} kg CO2e.",
    zh="碳足迹各部分合计 {parts} kg CO2e，与总量 {total} kg CO2e 不符。",
    remedy_en="Assess the product again; a card cannot be issued from figures that disagree.",
    remedy_zh="请重新核算；数据不一致时不能签发卡片。",
)


def quantum_for(value: Decimal, digits: int) -> Decimal:
    """The step of `digits` significant digits of `value`, such as 0.001 for 1.287 and four digits."""
    exponent = (value.adjusted() if value else 0) - digits + 1
    return Decimal((0, (1,), exponent))


def rounded(value: Decimal, quantum: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """`value` to a whole number of steps."""
    with localcontext() as context:
        context.prec = _PRECISION
        return (value / quantum).quantize(Decimal(1), rounding=rounding) * quantum


def text_floor(value: Decimal, quantum: Decimal) -> str:
    """Rounded towards minus infinity, as text: the lower end of an interval."""
    return decimal_text(rounded(value, quantum, ROUND_FLOOR))


def text_ceiling(value: Decimal, quantum: Decimal) -> str:
    """Rounded towards plus infinity, as text: the upper end of an interval, a mass of plastic."""
    return decimal_text(rounded(value, quantum, ROUND_CEILING))


def percent_down(share: Decimal) -> str:
    """A share of 0 to 1 as percent, rounded down: whole percents from 10 on, tenths below.

    A claim such as "30 % recycled" may not come from rounding, so 29.99 % is published as 29.
    """
    value = share * 100
    quantum = Decimal(1) if abs(value) >= 10 else Decimal("0.1")  # noqa: PLR2004 - said in the docstring
    return decimal_text(rounded(value, quantum, ROUND_DOWN))


def apportioned(parts: Sequence[Decimal], total: Decimal, quantum: Decimal) -> list[Decimal]:
    """`parts` in whole steps, each the step below or above its value, that add up to their sum's nearest step.

    Largest remainders are rounded up first: a reader who adds the published stages gets the published total.

    Raises:
        InvalidInput: the parts do not add up to the total before rounding (GC-CRD-020).
    """
    with localcontext() as context:
        context.prec = _PRECISION
        whole = sum(parts, Decimal(0))
        if abs(whole - total) > _TOLERANCE * max(abs(total), quantum):
            raise PARTS_DIFFER.at(parts=decimal_text(whole), total=decimal_text(total))
        floors = [rounded(part, quantum, ROUND_FLOOR) for part in parts]
        missing = int((rounded(whole, quantum) - sum(floors, Decimal(0))) / quantum)
        by_remainder = sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i], i))
        for i in by_remainder[:missing]:
            floors[i] += quantum
        return floors
