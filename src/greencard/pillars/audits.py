"""Social audits as evidence: the cap each puts on the low end of the indices, and how it fades.

A cap limits what may be shown as supported, never what may be true. Caps and decay are parameters of ours.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from greencard.model import SocialAudit, Text
from greencard.pillars.given import EXACT, Given, down
from greencard.pillars.parameters import Parameters

__all__ = ["age_months", "audit_name", "backed", "best_cap", "cap_of"]

_DAYS_A_MONTH: Final = Decimal("30.4375")
"""A twelfth of 365.25 days."""
_NAME: Final = {
    "SMETA_4": Text(en="SMETA 4-pillar", zh="SMETA 四支柱"),
    "SMETA_2": Text(en="SMETA 2-pillar", zh="SMETA 两支柱"),
    "BSCI": Text(en="amfori BSCI", zh="amfori BSCI"),
    "self_assessment": Text(en="self-assessment", zh="自评"),
}


def age_months(audit: SocialAudit, on: date) -> Decimal:
    """Age on the day, in months of 30.4375 days."""
    return EXACT.divide(Decimal((on - audit.on).days), _DAYS_A_MONTH)


def backed(audit: SocialAudit, on: date) -> bool:
    """Whether a report or certificate is there that holds on the day."""
    evidence = audit.evidence
    if evidence.grade == "E0" or not (evidence.kind or evidence.issuer or evidence.number).strip():
        return False
    ended = evidence.valid_until is not None and evidence.valid_until < on
    begins = evidence.valid_from is not None and evidence.valid_from > on
    return not (ended or begins)


def cap_of(audit: SocialAudit, on: date, parameters: Parameters) -> Decimal:
    """Cap of one audit on the day, 0 to 100: full while fresh, then in a straight line to 0; 0 where none is set."""
    terms = parameters.audits
    full = max(
        (
            cap.cap
            for cap in terms.caps
            if cap.scheme == audit.scheme and (not cap.ratings or audit.rating in cap.ratings)
        ),
        default=Decimal(0),
    )
    age = age_months(audit, on)
    if audit.on > on or age >= terms.gone_months:
        return Decimal(0)
    if age <= terms.fresh_months:
        return full
    left = EXACT.divide(terms.gone_months - age, terms.gone_months - terms.fresh_months)
    return down(EXACT.multiply(full, left))


def audit_name(scheme: str, rating: str = "") -> Text:
    """How an audit is called, with its rating."""
    name = _NAME.get(scheme, Text(en=scheme, zh=scheme))
    return Text(en=f"{name.en} {rating}", zh=f"{name.zh} {rating}") if rating else name


def best_cap(given: Given, parameters: Parameters) -> tuple[Decimal, Text]:
    """The highest cap any audit gives, and by which; an old audit never counts for less than none."""
    own = parameters.audits.self_assessment
    best, reason = (
        own,
        Text(
            en="no third-party audit that counts: self-assessment",
            zh="没有可计入的第三方审核：按自评",
        ),
    )
    for audit in given.audits:
        if audit.scheme == "self_assessment" or not backed(audit, given.on):
            continue
        cap = cap_of(audit, given.on, parameters)
        if cap > best:
            name = audit_name(audit.scheme, audit.rating)
            months = f"{age_months(audit, given.on):.1f}"
            best = cap
            reason = Text(
                en=f"{name.en} of {audit.on}, {months} months old",
                zh=f"{name.zh}，{audit.on}，距今 {months} 个月",
            )
    return best, reason
