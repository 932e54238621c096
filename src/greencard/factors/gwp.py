"""Global warming potentials over 100 years, by IPCC assessment report."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from greencard.errors import Place
from greencard.factors.codes import AMBIGUOUS_GAS, UNKNOWN_GAS
from greencard.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BIOGENIC_CO2", "GwpSet"]

BIOGENIC_CO2: Final = "CO2 biogenic"
"""Reported apart, never in a sum of CO2e (ISO 14067:2018 6.4.9.2)."""
_FOSSIL: Final = "CH4 fossil"
_BIOGENIC: Final = "CH4 biogenic"
_SQUEEZE: Final = re.compile(r"[\s\-_]+")


def squeezed(gas: str) -> str:
    """A gas name without case, spaces and hyphens: `R-134a`, `r134a` and `R 134A` are one."""
    return _SQUEEZE.sub("", gas[:60]).casefold()


class GwpSet(Value, frozen=True, kw_only=True):
    """GWP100 of one assessment report, kg CO2e per kg of gas."""

    name: str
    source: str
    record: str
    gases: dict[str, Decimal]
    blends: dict[str, dict[str, Decimal]] = msgspec.field(default_factory=dict)
    """Refrigerant blends by mass fraction of their gases."""
    aliases: dict[str, str] = msgspec.field(default_factory=dict)
    """Other names, squeezed, and the gas or blend they mean."""

    NEEDED: ClassVar[frozenset[str]] = frozenset({"CO2", _FOSSIL, _BIOGENIC, "N2O"})
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
        return self.gases[_BIOGENIC if biogenic else _FOSSIL]

    def of(self, gas: str, *, biogenic: bool | None = None, place: Place | None = None) -> Decimal:
        """Potential of a gas or refrigerant blend let out, kg CO2e per kg.

        Args:
            gas: a name such as `CO2`, `CH4 fossil`, `R-134a`, `HFC-32`, `R-410A`, `六氟化硫`.
            biogenic: the origin of methane or CO2 where the name does not say it; biogenic CO2 is 0 here.
            place: where the name stands in the record.

        Raises:
            Refused: the set holds no such gas (GC-FAC-013), or methane of unknown origin (GC-FAC-014).
        """
        where = place or Place()
        short = squeezed(gas)
        named = {squeezed(known): known for known in (*self.gases, *self.blends, BIOGENIC_CO2)}
        known = named.get(short) or self.aliases.get(short, "")
        if known == "CH4" or short == "ch4":
            if biogenic is None and self.gases[_FOSSIL] != self.gases[_BIOGENIC]:
                raise AMBIGUOUS_GAS.at(where, set=self.name, gas=gas[:60])
            return self.methane(biogenic=bool(biogenic))
        if known == BIOGENIC_CO2 or (known == "CO2" and biogenic):
            return Decimal(0)
        parts = self.blends.get(known, {known: Decimal(1)})
        if not known or parts.keys() - self.gases.keys():
            raise UNKNOWN_GAS.at(where, set=self.name, gas=gas[:60], known=", ".join((*self.gases, *self._whole())))
        return sum((share * self.gases[part] for part, share in parts.items()), Decimal(0))

    def _whole(self) -> list[str]:
        """Blends all of whose gases the set holds."""
        return [blend for blend, parts in self.blends.items() if not parts.keys() - self.gases.keys()]

    def co2e(self, gases: Mapping[str, Decimal]) -> Decimal:
        """CO2e of a list of gases in kg, biogenic CO2 not counted.

        Raises:
            Refused: as `of`.
        """
        return sum((kg * self.of(gas) for gas, kg in gases.items()), Decimal(0))
