"""The functional unit of a good (Implementing Regulation (EU) 2025/2547 Art. 4)."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["FunctionalUnit", "functional_unit"]

FunctionalUnit = Literal["t", "t_clinker", "kg_nitrogen", "kwh"]

_UNITS: Final[dict[str, FunctionalUnit]] = {
    "252310": "t_clinker",
    "252321": "t_clinker",
    "252329": "t_clinker",
    "252390": "t_clinker",
    "2716": "kwh",
    "2808": "kg_nitrogen",
    "2814": "kg_nitrogen",
    "2834": "kg_nitrogen",
    "31": "kg_nitrogen",
}
"""By prefix; for the other fertilisers Art. 4(4)(b) names the supplementary unit of the nomenclature, kg N."""


def functional_unit(cn: str) -> FunctionalUnit:
    """The unit in which an activity level is counted: tonnes, tonnes of clinker contained, kg of nitrogen, or kWh."""
    code = cn.replace(" ", "")
    return next((unit for prefix, unit in _UNITS.items() if code.startswith(prefix)), "t")
