"""Recycled content, work and community, de-plasticisation: intervals that evidence narrows, never claims.

`parse_parameters` and `parse_profile` read data; `Given` is what one declared unit is judged by; `Measured` gives the
three pillars, `pillar_report` besides a buyer's answer and the steps that would close its gaps.
"""

from greencard.pillars.given import FactWords, Given, StatedReference, standing
from greencard.pillars.measures import MEASURES, Measured
from greencard.pillars.parameters import Parameters, parse_parameters
from greencard.pillars.profile import BuyerProfile, buyer_answer, parse_profile
from greencard.pillars.report import NOT_SAID, pillar_report

__all__ = [
    "MEASURES",
    "NOT_SAID",
    "BuyerProfile",
    "FactWords",
    "Given",
    "Measured",
    "Parameters",
    "StatedReference",
    "buyer_answer",
    "parse_parameters",
    "parse_profile",
    "pillar_report",
    "standing",
]
