"""Heat and electricity of a cogeneration unit: how its emissions are shared, and the factor of each.

Implementing Regulation (EU) 2025/2547 Annex III point A.2.2, equations 46 to 52. The factors go into `HeatFlow` and
`ElectricityUse` of the processes that use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from greencard.border.figures import QUOTIENT, is_amount
from greencard.border.installation import BAD_FLOW
from greencard.errors import Place
from greencard.model import Value

__all__ = ["Cogeneration", "CogenerationFactors", "cogeneration_factors"]

_MOST: Final = Decimal(10) ** 12
_DIGITS: Final = 30
_STANDARD_HEAT: Final = Decimal("0.55")
_STANDARD_ELECTRICITY: Final = Decimal("0.25")
"""Conservative standard efficiencies where neither measurement nor design value exists (Annex III eq. 48)."""
_TJ_PER_MWH: Final = Decimal("0.0036")


class Cogeneration(Value, frozen=True, kw_only=True):
    """One unit over one calendar year."""

    emissions_t: Decimal
    """Of its fuels and flue gas cleaning, t CO2 (eq. 46)."""
    heat_tj: Decimal
    electricity_mwh: Decimal
    fuel_tj: Decimal | None = None
    """Energy input of fuels; None: the standard efficiencies 0.55 and 0.25 are used."""
    reference_heat: Decimal
    """Reference efficiency of heat alone, as a share (Annex III point C, Table 2)."""
    reference_electricity: Decimal
    """Reference efficiency of electricity alone, as a share (Table 1)."""


@dataclass(frozen=True, slots=True)
class CogenerationFactors:
    """Share of the emissions and factor of heat (t CO2 per TJ) and of electricity (t CO2 per MWh), to 34 digits."""

    heat_share: Decimal
    electricity_share: Decimal
    heat_t_per_tj: Decimal
    electricity_t_per_mwh: Decimal


def cogeneration_factors(unit: Cogeneration) -> CogenerationFactors:
    """Emission factors of the heat and the electricity of a unit (eq. 47 to 52).

    Raises:
        InvalidInput: an amount that cannot be, or an efficiency outside 0 to 1 (GC-BRD-044).
    """
    for name in unit.__struct_fields__:
        figure = getattr(unit, name)
        if figure is None:
            continue
        limit = Decimal(1) if name.startswith("reference") else _MOST
        if not is_amount(figure, limit, _DIGITS) or (figure == 0 and name != "emissions_t"):
            raise BAD_FLOW.at(Place(f"/{name}"), field=name, value=repr(figure)[:60], most=1)
    with localcontext(QUOTIENT):
        heat, electricity = _STANDARD_HEAT, _STANDARD_ELECTRICITY
        if unit.fuel_tj is not None:
            heat, electricity = unit.heat_tj / unit.fuel_tj, unit.electricity_mwh * _TJ_PER_MWH / unit.fuel_tj
        by_heat, by_electricity = heat / unit.reference_heat, electricity / unit.reference_electricity
        share = by_heat / (by_heat + by_electricity)
        rest = by_electricity / (by_heat + by_electricity)
        return CogenerationFactors(
            share, rest, unit.emissions_t * share / unit.heat_tj, unit.emissions_t * rest / unit.electricity_mwh
        )
