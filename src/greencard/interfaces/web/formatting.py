"""Numbers and pictures as the pages show them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from markupsafe import Markup

__all__ = ["fixed", "picture", "places_of"]


def picture(text: str) -> Markup:
    """A picture drawn by `charts`: its text holds numbers and class names only, so it may stand in a page as it is."""
    return Markup(text)  # noqa: S704 - see above


def fixed(value: Decimal, places: int) -> str:
    """`value` with a fixed number of places, half-even; the minus sign is the mathematical one, and zero has none."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return f"{abs(rounded):f}" if rounded >= 0 else f"−{abs(rounded):f}"


def places_of(figure: str) -> int:
    """Decimal places of a figure as published."""
    return len(figure.partition(".")[2])
