"""Emission factors: kinds that do not mix, where each number comes from, and which one answers a merchant's words.

A life-cycle factor belongs in a product footprint; a direct CO2 factor belongs in an organisation's inventory; a fuel
factor covers one stage of a fuel. They are types here, so that taking one for the other is a refusal (GC-FAC-003, 011)
and not a number that is 14 % off.
"""

from greencard.factors.catalogue import Catalogue, parse_catalogue
from greencard.factors.factor import DirectFactor, Factor, FuelFactor, LifeCycleFactor, life_cycle
from greencard.factors.fuel import Combustion, Fuel, Upstream
from greencard.factors.gwp import GwpSet
from greencard.factors.lexicon import Lexicon, Reading
from greencard.factors.matching import STRONG, Candidate, candidates
from greencard.factors.material import CarbonFraction, Material, Proxy
from greencard.factors.process import ProcessEnergy
from greencard.factors.quality import Ratings, RatingTable, ratings
from greencard.factors.route import RouteDoubt, route_doubt
from greencard.factors.uncertainty import Uncertainty
from greencard.factors.with_own import with_own

__all__ = [
    "STRONG",
    "Candidate",
    "CarbonFraction",
    "Catalogue",
    "Combustion",
    "DirectFactor",
    "Factor",
    "Fuel",
    "FuelFactor",
    "GwpSet",
    "Lexicon",
    "LifeCycleFactor",
    "Material",
    "ProcessEnergy",
    "Proxy",
    "RatingTable",
    "Ratings",
    "Reading",
    "RouteDoubt",
    "Uncertainty",
    "Upstream",
    "candidates",
    "life_cycle",
    "parse_catalogue",
    "ratings",
    "route_doubt",
    "with_own",
]
