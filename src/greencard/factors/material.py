"""Materials as merchants name them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model import Text, Value

__all__ = ["CarbonFraction", "Material", "Proxy"]


class CarbonFraction(Value, frozen=True, kw_only=True):
    """Biogenic carbon in the bio-based part of a material, kg C per kg."""

    value: Decimal
    source: str
    record: str
    en: str
    zh: str


class Proxy(Value, frozen=True, kw_only=True):
    """A material whose factor stands in for one that has none, and why it may."""

    material: str
    en: str
    zh: str


class Material(Value, frozen=True, kw_only=True):
    """One material: the words that lead to it, its waste stream, its carbon, its stated proxies."""

    id: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    hints: tuple[str, ...] = ()
    """Words that name it in part only ("304", "alloy"): with no name beside them, a question."""
    generic: bool = False
    """A whole class ("plastic"): a name of one of its kind beside it says more."""
    kind_of: tuple[str, ...] = ()
    """Wider materials of which it is one: their bare name beside it says nothing more ("304 steel")."""
    waste: str
    carbon: str = ""
    carbon_note: Text = Text()
    rating: Literal["", "power", "energy"] = ""
    """Whether factors per kW or per kWh answer when the name carries a rating."""
    proxies: tuple[Proxy, ...] = ()
