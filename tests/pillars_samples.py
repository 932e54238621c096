"""Parts, facts and audits as the pillars' tests write them, short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from greencard.adapters.packs.pillars import buyer_profile, pillar_parameters
from greencard.model import Evidence, Fact, MaterialPart, Recycled, SocialAudit
from greencard.pillars import Given

ON = date(2026, 11, 30)
PARAMETERS = pillar_parameters()
PROVEN = Evidence(grade="E1", kind="certificate", number="C-1")


def part(material: str, kg: str, recycled: Recycled | None = None, **more: Any) -> MaterialPart:
    more.setdefault("where", "product")
    more.setdefault("plastic", False)
    more.setdefault("pointer", f"/bom/{material}")
    return MaterialPart(material=material, mass_kg=Decimal(kg), recycled=recycled, **more)


def stated(share: str, kind: Any = "unspecified", **more: Any) -> Recycled:
    return Recycled(share=Decimal(share), kind=kind, **more)


def certified(share: str, kind: Any = "unspecified", **more: Any) -> Recycled:
    more.setdefault("scheme", "GRS")
    more.setdefault("transaction_certificate", "TC-77")
    return stated(share, kind, evidence=PROVEN, **more)


def recorded(share: str, kind: Any = "unspecified", **more: Any) -> Recycled:
    return stated(share, kind, evidence=PROVEN, records="mass_balance", **more)


def fact(name: str, value: Any, grade: Any = "E1") -> Fact:
    return Fact(name=name, value=value, grade=grade, source="file")


def audit(scheme: Any, on: date = ON, **more: Any) -> SocialAudit:
    more.setdefault("evidence", PROVEN)
    return SocialAudit(scheme=scheme, on=on, **more)


CLEAR = (fact("forced_labour_finding", "none"), fact("entity_list_match", value=False))


def given(*parts: MaterialPart, **more: Any) -> Given:
    more.setdefault("on", ON)
    return Given(parts=parts or (part("steel", "1"),), **more)


def profile(name: str) -> Any:
    found = buyer_profile(name)
    assert found is not None
    return found
