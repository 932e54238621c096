"""The members a verifier relies on, typed; whatever else stands in a credential is signed and otherwise ignored."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from greencard.card.content import CardContent, StatusEntry
from greencard.card.status import StatusPurpose

__all__ = ["CardEssentials", "StatusListEssentials", "brief"]


class IssuerMember(msgspec.Struct, frozen=True):
    """The issuer as the card names it."""

    id: str
    name: str


class Measure(msgspec.Struct, frozen=True):
    """A number with its UN/ECE Rec 20 unit."""

    value: int | float
    unit: str


class Metric(msgspec.Struct, frozen=True):
    """What is measured."""

    id: str


class Performance(msgspec.Struct, frozen=True):
    """A measured performance."""

    metric: Metric
    measure: Measure


class Claim(msgspec.Struct, frozen=True, rename="camel"):
    """A UNTP claim."""

    claimed_performance: list[Performance]


class Subject(msgspec.Struct, frozen=True, rename="camel"):
    """The UNTP product."""

    id: str
    name: str
    performance_claim: list[Claim]


class CardEssentials(msgspec.Struct, frozen=True, rename="camel"):
    """What a Green Card must hold beside its proof; the top level stays open, as VCDM wants it."""

    id: str
    type: list[str]
    issuer: IssuerMember
    credential_subject: Subject
    credential_status: StatusEntry
    green_card: CardContent
    valid_from: Annotated[datetime, msgspec.Meta(tz=True)]
    valid_until: Annotated[datetime, msgspec.Meta(tz=True)]
    context: list[str] = msgspec.field(name="@context")


class ListSubject(msgspec.Struct, frozen=True, rename="camel"):
    """The list itself."""

    status_purpose: StatusPurpose
    encoded_list: str


class StatusListEssentials(msgspec.Struct, frozen=True, rename="camel"):
    """What a status list credential must hold (Bitstring Status List v1.0, 2.2)."""

    id: str
    issuer: str
    valid_from: Annotated[datetime, msgspec.Meta(tz=True)]
    valid_until: Annotated[datetime, msgspec.Meta(tz=True)]
    credential_subject: ListSubject


def brief(error: msgspec.ValidationError) -> str:
    """What msgspec says is wrong: expected type and place, bounded because a member's name may be the attacker's."""
    return str(error)[:200]
