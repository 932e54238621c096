"""Exact decimal arithmetic of this room, and how a figure is written in a sentence."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Final

__all__ = ["EXACT", "QUOTIENT", "cents", "is_amount", "plain", "quotient", "share"]

EXACT: Final = Context(prec=4000)
"""Wide enough that every sum and product of bounded inputs is exact; it costs nothing where numbers are short."""
QUOTIENT: Final = Context(prec=34, rounding=ROUND_HALF_EVEN)
"""For the one step without an exact decimal, a total per unit of activity: 34 digits, as IEEE 754 decimal128."""
_CENT: Final = Decimal("0.01")
_SHARE: Final = Decimal("0.000001")


def plain(value: Decimal) -> str:
    """Plain decimal text without exponent or trailing zeros, as `quantity.decimal_text` writes it."""
    text = str(value)  # six times as fast as `format`; only a very small or a scaled value is written with an exponent
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def cents(amount: Decimal) -> str:
    """An amount of money as a sentence shows it: two decimals, half up."""
    return str(amount.quantize(_CENT, ROUND_HALF_UP, EXACT))


def quotient(total: Decimal, by: Decimal) -> Decimal:
    """`total` per unit of `by`, to 34 significant digits."""
    return QUOTIENT.divide(total, by)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` as a share with six decimals, for disclosure; zero of nothing is zero."""
    return QUOTIENT.divide(part, whole).quantize(_SHARE, ROUND_HALF_EVEN) if whole else Decimal(0)


def is_amount(figure: object, most: Decimal, digits: int) -> bool:
    """Whether `figure` is a finite decimal of zero to `most` with a bounded number of digits."""
    return (
        isinstance(figure, Decimal)
        and figure.is_finite()
        and 0 <= figure <= most
        and len(figure.as_tuple().digits) <= digits
        and figure.adjusted() >= -digits
    )
