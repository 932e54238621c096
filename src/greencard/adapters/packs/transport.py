"""The transport intensities shipped with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from greencard.transport import IntensityCatalogue, parse_catalogue

__all__ = ["intensity_catalogue"]


@cache
def intensity_catalogue() -> IntensityCatalogue:
    """The packaged intensity catalogue, read once per process.

    Raises:
        InvalidInput: a packaged file is malformed (GC-TRN-010).
    """
    folder = files("greencard").joinpath("data", "transport")
    return parse_catalogue(
        folder.joinpath("intensities.yaml").read_bytes(), folder.joinpath("places.yaml").read_bytes()
    )
