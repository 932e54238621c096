"""The packaged table of customs codes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from greencard.catalogue.hs import HsCodes, parse_hs

__all__ = ["hs_codes"]


@cache
def hs_codes() -> HsCodes:
    """The codes of HS 2022, read once."""
    return parse_hs(files("greencard").joinpath("data", "hs", "hs2022.tsv.gz").read_bytes())
