"""Steps towards a better standing of the site: answers, indicators, an audit, a change of practice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from greencard.model import Bounds, SocialAudit, SocialIndicator, Text
from greencard.pillars.audits import audit_name
from greencard.pillars.gate import GATE_FACTS
from greencard.pillars.given import Given
from greencard.pillars.measures import Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.profile import Criterion, passes
from greencard.pillars.step import TO_COME, Step, with_fact
from greencard.quantity import decimal_text

__all__ = ["audit_step", "gate_steps", "index_steps", "missing_indicators"]

_ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)


def gate_steps(given: Given, found: Measured) -> Iterator[Step]:
    """Answers with a document, or the remedy of what was found."""
    gate = found.social.gate
    if gate.status == "failed":
        yield Step(
            "practice",
            "practice",
            Text(
                en="remedy what was found, with those concerned, and have it audited again; until then no score",
                zh="与当事人一起纠正所发现的问题，并重新审核；此前不评分",
            ),
            _healed,
            certain=False,
        )
        return
    for name in gate.missing_facts:
        labour = name == GATE_FACTS[0]
        fact = given.fact(name)
        asked, asked_zh = ("forced labour", "强迫劳动") if labour else ("the lists of forced labour", "强迫劳动名单")
        stated, stated_zh = ("document", "以文件证明") if fact is not None else ("carry out and document", "完成并记录")
        yield Step(
            "data" if fact is None else "evidence",
            "write_down" if not labour else "ask_supplier",
            Text(
                en=f"{stated} the check of suppliers against {asked}",
                zh=f"{stated_zh}对供应商的{asked_zh}核查",
            ),
            with_fact(name, "none" if labour else False, grade="E1"),
            certain=False,
            pointer=f"/facts/{name}",
        )


def _healed(given: Given) -> Given:
    audits = tuple(msgspec.structs.replace(audit, findings=()) for audit in given.audits)
    given = msgspec.structs.replace(given, audits=audits)
    return with_fact(GATE_FACTS[1], value=False, grade="E1")(with_fact(GATE_FACTS[0], "none", grade="E1")(given))


def audit_step(one: Criterion, given: Given, parameters: Parameters) -> Step:
    """The audit with the least cap that is enough, else the one with the highest."""
    caps = sorted(parameters.audits.caps, key=lambda cap: cap.cap)
    ends = {cap.cap: Bounds(low=cap.cap, high=cap.cap) for cap in caps}
    least = next((cap for cap in caps if passes(ends[cap.cap], one.op, one.threshold) == "yes"), caps[-1])
    rating = least.ratings[0] if least.ratings else ""
    audit = SocialAudit(scheme=least.scheme, rating=rating, on=given.on, evidence=TO_COME)
    enough = [cap for cap in caps if cap.cap >= least.cap]
    names = [audit_name(cap.scheme, " / ".join(cap.ratings)) for cap in enough]
    return Step(
        "audit",
        "social_audit",
        Text(
            en=f"have the site audited by a third party ({', '.join(name.en for name in names)}) and record the report",
            zh=f"由第三方审核工厂（{'、'.join(name.zh for name in names)}），并记录报告",
        ),
        lambda before: msgspec.structs.replace(before, audits=(*before.audits, audit)),
        certain=False,
        pointer="/facility/audits",
    )


def missing_indicators(index: str, found: Measured) -> Iterator[Step]:
    """A figure for every indicator that nobody gave."""
    for one in _indicators(index, found):
        if one.score is None:
            best = max(one.anchors, key=lambda anchor: anchor[1])[0]
            yield Step(
                "data",
                "write_down",
                Text(
                    en=f"give “{one.label.en}” ({one.reference})",
                    zh=f"填写“{one.label.zh}”（{one.reference}）",
                ),
                with_fact(one.id, decimal_text(best)),
                certain=False,
                pointer=f"/facts/{one.id}",
            )


def index_steps(one: Criterion, given: Given, found: Measured, parameters: Parameters) -> Iterator[Step]:
    """Missing indicators, an audit, and practice where an indicator is given and not full."""
    index = one.measure.removesuffix("_index")
    yield from missing_indicators(index, found)
    yield audit_step(one, given, parameters)
    for held in _indicators(index, found):
        if held.score is not None and held.score < _HUNDRED:
            best = max(held.anchors, key=lambda anchor: anchor[1])[0]
            yield Step(
                "practice",
                "practice",
                Text(
                    en=f"bring “{held.label.en}” from {decimal_text(held.value or _ZERO)} to {decimal_text(best)}",
                    zh=f"把“{held.label.zh}”从 {decimal_text(held.value or _ZERO)} 改善到 {decimal_text(best)}",
                ),
                with_fact(held.id, decimal_text(best)),
                certain=True,
                pointer=f"/facts/{held.id}",
                lead=_HUNDRED - held.score,
            )


def _indicators(index: str, found: Measured) -> tuple[SocialIndicator, ...]:
    return (found.social.labour if index == "labour" else found.social.community).indicators
