"""Who takes part, and where goods are made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from greencard.model.base import Text, Value
from greencard.model.energy import EnergyCertificate
from greencard.model.fact import Evidence

__all__ = [
    "AuditScheme",
    "CertificateState",
    "Facility",
    "IloConvention",
    "Party",
    "PartyRole",
    "RooftopSolar",
    "SocialAudit",
]

PartyRole = Literal["merchant", "factory", "buyer", "operator", "verifier", "declarant"]
CertificateState = Literal["not_issued", "kept", "sold", "unknown"]
"""Fate of the energy-attribute certificates (GEC, I-REC, GO) of self-used kWh; sold: the solar share is not ours."""

AuditScheme = Literal["SA8000", "SMETA_4", "SMETA_2", "BSCI", "SLCP", "RBA", "WCA", "self_assessment"]
"""Social audits; SMETA by its number of pillars."""
IloConvention = Literal["C029", "C105", "C087", "C098", "C100", "C111", "C138", "C182", "C155", "C187"]
"""The ten fundamental conventions: forced labour, freedom of association, discrimination, child labour, safety."""


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


class SocialAudit(Value, frozen=True, kw_only=True):
    """One social audit of a site: scheme, day, rating where the scheme gives one, and findings."""

    scheme: AuditScheme
    on: date
    """Day of the audit, or of the certificate."""
    rating: Literal["", "A", "B", "C", "D", "E"] = ""
    findings: tuple[IloConvention, ...] = ()
    """Conventions that the report finds broken; empty: none found."""
    evidence: Evidence = Evidence()


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
    audits: tuple[SocialAudit, ...] = ()
