"""Metered intervals and solar matching; exported energy is a ledger of its own."""

from greencard.energy.matching import match, self_consumed_wh
from greencard.energy.plausible import warnings_of
from greencard.energy.readings import Gap, Readings, parse_readings
from greencard.energy.table import MAX_BYTES as MAX_READINGS_BYTES

__all__ = ["MAX_READINGS_BYTES", "Gap", "Readings", "match", "parse_readings", "self_consumed_wh", "warnings_of"]
