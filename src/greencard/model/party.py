"""Who takes part, and where goods are made."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from greencard.model.base import Text, Value
from greencard.model.energy import EnergyCertificate

__all__ = ["CertificateState", "Facility", "Party", "PartyRole", "RooftopSolar"]

PartyRole = Literal["merchant", "factory", "buyer", "operator", "verifier", "declarant"]
CertificateState = Literal["not_issued", "kept", "sold", "unknown"]
"""Fate of the energy-attribute certificates (GEC, I-REC, GO) of self-used kWh; sold: the solar share is not ours."""


class Party(Value, frozen=True, kw_only=True):
    """A natural or legal person that owns records. Every stored record belongs to one party."""

    id: str
    name: Text
    roles: tuple[PartyRole, ...] = ("merchant",)
    country: str = "CN"
    stall: str = ""


class RooftopSolar(Value, frozen=True, kw_only=True):
    """A rooftop PV plant behind the facility's meter."""

    kwp: Decimal
    certificates: CertificateState = "unknown"
    self_consumption_share: Decimal | None = None
    """Stated yearly share of load met by own PV: a statement, never used in place of interval readings."""
    tilt_degrees: Annotated[float, msgspec.Meta(ge=0, le=90)] | None = None
    azimuth_degrees: Annotated[float, msgspec.Meta(ge=0, le=360)] | None = None
    """Clockwise from north; 180 faces south."""


class Facility(Value, frozen=True, kw_only=True):
    """A production site; electricity is taken from the grid of `country`."""

    id: str
    name: Text
    place: Text
    country: str = "CN"
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None
    solar: RooftopSolar | None = None
    certificates: tuple[EnergyCertificate, ...] = ()
