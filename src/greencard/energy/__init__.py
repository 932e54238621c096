"""Metered intervals, their quality, and solar matching; exported energy is a ledger of its own."""

from greencard.energy.battery import Flow
from greencard.energy.matching import match, self_consumed_wh, solar_flows
from greencard.energy.quality import QualityCheck, ReadingQuality
from greencard.energy.readings import Gap, Readings, check_readings, judged, parse_readings, window
from greencard.energy.site import Site
from greencard.energy.table import MAX_BYTES as MAX_READINGS_BYTES
from greencard.energy.totals import SolarBound, TotalsBound, bound

__all__ = [
    "MAX_READINGS_BYTES",
    "Flow",
    "Gap",
    "QualityCheck",
    "ReadingQuality",
    "Readings",
    "Site",
    "SolarBound",
    "TotalsBound",
    "bound",
    "check_readings",
    "judged",
    "match",
    "parse_readings",
    "self_consumed_wh",
    "solar_flows",
    "window",
]
