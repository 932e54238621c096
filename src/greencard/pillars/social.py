"""P2: labour and community as two indices 0 to 100 behind the gate of the ILO core conventions.

Every indicator is scored on straight lines between anchors, an index is the arithmetic mean of its indicators. The low
end counts a missing indicator as 0 and is capped by the audit evidence; the high end counts it as 100. Beside them
stands the mean of the indicators given: leaving the missing ones out is no bound, since a true figure that is added
can lie above it. Nothing here scores a person.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from greencard.errors import Place
from greencard.model import Bounds, Fact, IloGate, SocialIndex, SocialIndicator, SocialPillar, Text
from greencard.pillars.audits import best_cap
from greencard.pillars.codes import BAD_VALUE
from greencard.pillars.gate import ilo_gate
from greencard.pillars.given import EXACT, Given, down, up
from greencard.pillars.parameters import IndicatorTerms, Parameters
from greencard.quantity import decimal_text, parse_decimal

__all__ = ["score_of", "social_pillar"]

_ZERO: Final = Decimal(0)
_FULL: Final = Decimal(100)
_SHARES: Final = frozenset({"share", "share of revenue"})
_MOST: Final = Decimal(10_000)
_WORDS: Final = {
    "min_wage_ratio": (Text(en="entry wage over the legal minimum", zh="入职工资与最低工资之比"), "ratio"),
    "living_wage_share": (Text(en="workers at a living wage", zh="达到生活工资的工人"), "share"),
    "hours_week_p95": (Text(en="weekly hours, 95th percentile", zh="周工时第 95 百分位"), "h/week"),
    "social_insurance_share": (Text(en="workers with all social insurance", zh="参加全部社保的工人"), "share"),
    "injury_rate_trir": (Text(en="recordable accidents", zh="可记录事故率"), "per 200 000 h"),
    "collective_agreement_share": (Text(en="workers with a collective agreement", zh="集体协议覆盖的工人"), "share"),
    "training_h_per_worker": (Text(en="training per worker and year", zh="人均年培训"), "h"),
    "community_spend_share": (Text(en="spent on community programmes", zh="社区项目投入"), "share of revenue"),
    "local_employment_share": (Text(en="workers or inputs from the district", zh="本地用工或采购"), "share"),
}
"""Names and units of the indicators; one that is not here has its fact's name and any number from 0."""


def social_pillar(given: Given, parameters: Parameters) -> SocialPillar:
    """Both indices, the gate and the cap; after a finding both stand at 0 and the grade is E.

    Raises:
        InvalidInput: an indicator outside its range, such as a share of 95 (GC-PIL-003).
    """
    gate = ilo_gate(given, parameters)
    cap, reason = best_cap(given, parameters)
    labour = _index("labour", given, parameters, gate, cap)
    community = _index("community", given, parameters, gate, cap)
    workers = given.fact("workers_total")
    return SocialPillar(
        gate=gate,
        grade="E" if gate.status == "failed" else "",
        labour=labour,
        community=community,
        cap=cap,
        cap_reason=reason,
        workers_total=None if workers is None else _value(workers, "number"),
    )


def score_of(value: Decimal, terms: IndicatorTerms) -> Decimal:
    """Points of a value, 0 to 100: straight lines between the anchors, flat outside them, exact."""
    first, last = terms.anchors[0], terms.anchors[-1]
    if value < first[0]:
        return first[1] if terms.below is None else terms.below
    for (x0, y0), (x1, y1) in zip(terms.anchors, terms.anchors[1:], strict=False):
        if value <= x1:
            return EXACT.add(y0, EXACT.divide(EXACT.multiply(y1 - y0, value - x0), x1 - x0))
    return last[1]


def _index(index: str, given: Given, parameters: Parameters, gate: IloGate, cap: Decimal) -> SocialIndex:
    indicators = tuple(_indicator(terms, given.fact(terms.id)) for terms in parameters.of_index(index))
    count = Decimal(len(indicators))
    known = [one.score for one in indicators if one.score is not None]
    total = sum(known, _ZERO)
    low, high = EXACT.divide(total, count), EXACT.divide(total + _FULL * (count - len(known)), count)
    low = min(low, cap)
    if gate.status in {"open", "failed"}:
        low = _ZERO
    if gate.status == "failed":
        high = _ZERO
    documented = sum(1 for one in indicators if one.score is not None and one.grade != "E0")
    return SocialIndex(
        id="labour" if index == "labour" else "community",
        indicators=indicators,
        score=Bounds(low=down(low), high=up(high)),
        of_the_known=down(EXACT.divide(total, Decimal(len(known)))) if known and gate.status != "failed" else None,
        coverage=down(EXACT.divide(Decimal(len(known)), count)),
        documented=down(EXACT.divide(Decimal(documented), count)),
    )


@lru_cache(maxsize=512)
def _indicator(terms: IndicatorTerms, fact: Fact | None) -> SocialIndicator:
    label, unit = _WORDS.get(terms.id, (Text(en=terms.id, zh=terms.id), "number"))
    value = None if fact is None else _value(fact, unit)
    score = None if value is None else score_of(value, terms)
    if value is None or score is None:
        why = Text(en="nobody gave it: 0 in the low end, 100 in the high end", zh="未填报：下限按 0、上限按 100")
    else:
        anchors = ", ".join(f"{decimal_text(x)} → {decimal_text(y)}" for x, y in terms.anchors)
        shown = decimal_text(down(score))
        why = Text(
            en=f"{decimal_text(value)} gives {shown} by the anchors {anchors} ({terms.basis.en})",
            zh=f"{decimal_text(value)} 按锚点 {anchors} 得 {shown}（{terms.basis.zh}）",
        )
    return SocialIndicator(
        id=terms.id,
        label=label,
        reference=terms.reference,
        unit=unit,
        value=value,
        grade=None if fact is None else fact.grade,
        score=None if score is None else down(score),
        anchors=terms.anchors,
        why=why,
    )


def _value(fact: Fact, unit: str) -> Decimal:
    place = Place(f"/facts/{fact.name}")
    value = parse_decimal(fact.value, place)
    most = Decimal(1) if unit in _SHARES else Decimal(168) if unit == "h/week" else _MOST
    if fact.name == "workers_total":
        most = Decimal(10) ** 8
    if not 0 <= value <= most:
        raise BAD_VALUE.at(place, name=fact.name, value=decimal_text(value), low="0", high=decimal_text(most))
    return value
