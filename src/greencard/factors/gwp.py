"""Global warming potentials over 100 years, by IPCC assessment report."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from greencard.model import Value

__all__ = ["GwpSet"]


class GwpSet(Value, frozen=True, kw_only=True):
    """GWP100 of one assessment report, kg CO2e per kg of gas."""

    name: str
    source: str
    record: str
    gases: dict[str, Decimal]

    NEEDED: ClassVar[frozenset[str]] = frozenset({"CO2", "CH4 fossil", "CH4 biogenic", "N2O"})
    """Gases without which no combustion can be summed."""

    @property
    def co2(self) -> Decimal:
        """By definition 1."""
        return self.gases["CO2"]

    @property
    def n2o(self) -> Decimal:
        """Nitrous oxide."""
        return self.gases["N2O"]

    def methane(self, *, biogenic: bool) -> Decimal:
        """Methane; AR6 gives fossil methane the CO2 it becomes, biogenic methane not (WGI Table 7.15)."""
        return self.gases["CH4 biogenic" if biogenic else "CH4 fossil"]
