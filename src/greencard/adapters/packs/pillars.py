"""The packaged parameters of the pillars and the buyer profiles that come with them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from greencard.pillars import BuyerProfile, Parameters, parse_parameters, parse_profile

__all__ = ["buyer_profile", "buyer_profiles", "pillar_parameters"]


@cache
def pillar_parameters() -> Parameters:
    """The parameters that ship, read once.

    Raises:
        InvalidInput: the packaged data do not hold (GC-PIL-002).
    """
    return parse_parameters((files("greencard") / "data" / "pillars" / "parameters.yaml").read_bytes())


@cache
def buyer_profiles() -> tuple[str, ...]:
    """Names of the profiles that ship, sorted."""
    folder = files("greencard") / "data" / "pillars" / "profiles"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def buyer_profile(name: str) -> BuyerProfile | None:
    """The profile of that name; None where none ships."""
    if name not in buyer_profiles():
        return None
    file = files("greencard") / "data" / "pillars" / "profiles" / f"{name}.yaml"
    return parse_profile(file.read_bytes(), f"{name}.yaml")
