"""The packaged table of trade measures, read when first asked for, and kept."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from greencard.rules import Measures, parse_measures

__all__ = ["trade_measures"]


@lru_cache(maxsize=1)
def trade_measures() -> Measures:
    """Trade defence and single duty lines, each with its source."""
    raw = resources.files("greencard").joinpath("data", "trade_defence", "measures.csv").read_bytes()
    return parse_measures(raw, "measures.csv")
