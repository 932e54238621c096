"""Emission factors: two kinds that do not mix, where each number comes from, and which one answers a merchant's words.

A life-cycle factor belongs in a product footprint; a direct CO2 factor belongs in an organisation's inventory. They are
two types here, so that taking one for the other is a refusal (GC-FAC-003) and not a number that is 14 % off.
"""

from greencard.factors.catalogue import Catalogue, parse_catalogue
from greencard.factors.factor import DirectFactor, Factor, LifeCycleFactor, life_cycle
from greencard.factors.fuel import Combustion, Fuel, Upstream
from greencard.factors.gwp import GwpSet
from greencard.factors.matching import STRONG, Candidate, candidates
from greencard.factors.material import CarbonFraction, Material, Proxy
from greencard.factors.uncertainty import Uncertainty

__all__ = [
    "STRONG",
    "Candidate",
    "CarbonFraction",
    "Catalogue",
    "Combustion",
    "DirectFactor",
    "Factor",
    "Fuel",
    "GwpSet",
    "LifeCycleFactor",
    "Material",
    "Proxy",
    "Uncertainty",
    "Upstream",
    "candidates",
    "life_cycle",
    "parse_catalogue",
]
