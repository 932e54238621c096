"""A rated power or energy written in a name, such as "0.3 W x4" or "37 Wh"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

__all__ = ["Rating", "rating_in"]

_RATING: Final = re.compile(
    r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(kwh|wh|kwp|wp|kw|w)(?![a-z])(?:\s*[x×*]\s*([0-9]{1,4})(?![0-9.]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rating:
    """kW (`power`) or kWh (`energy`) of everything the name counts."""

    kind: Literal["power", "energy"]
    amount: Decimal
    words: str

    @property
    def unit(self) -> str:
        """KW or kWh."""
        return "kW" if self.kind == "power" else "kWh"


def rating_in(words: str, kind: Literal["power", "energy"]) -> Rating | None:
    """The first rating of a kind in a merchant's words; None where none is written."""
    for found in _RATING.finditer(words[:300]):
        symbol = found[2].casefold()
        energy = symbol.endswith("h")
        if energy == (kind == "energy"):
            kilo = Decimal(1) if symbol.startswith("k") else Decimal("0.001")
            return Rating(kind, Decimal(found[1]) * kilo * int(found[3] or 1), found[0].strip())
    return None
