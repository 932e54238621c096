"""The packaged emission factors."""

from __future__ import annotations

import gc
from functools import cache
from importlib.resources import files

from greencard.factors import Catalogue, parse_catalogue
from greencard.factors.catalogue import FILES

__all__ = ["factor_catalogue"]


@cache
def factor_catalogue() -> Catalogue:
    """The catalogue that ships, read once.

    Raises:
        InvalidInput: the packaged data do not hold (GC-FAC-001).
    """
    data = files("greencard") / "data"
    sources = data / "SOURCES.d" / "factors.yaml"
    packed = {name: (data / "factors" / name).read_bytes() for name in FILES if name != "sources.yaml"}
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand objects that all stay: looking for garbage among them is time lost
    try:
        return parse_catalogue(packed | {"sources.yaml": sources.read_bytes()})
    finally:
        if collecting:
            gc.enable()
