"""ISO 14083:2023 transport chains and named baselines."""

from greencard.transport.baseline import compare
from greencard.transport.chain import chain
from greencard.transport.factor import Chosen, factor_for, inbound_road, intensity_for
from greencard.transport.pack import Intensity, IntensityCatalogue, parse_catalogue
from greencard.transport.places import Places, same_place

__all__ = [
    "Chosen",
    "Intensity",
    "IntensityCatalogue",
    "Places",
    "chain",
    "compare",
    "factor_for",
    "inbound_road",
    "intensity_for",
    "parse_catalogue",
    "same_place",
]
