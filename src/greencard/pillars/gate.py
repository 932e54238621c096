"""The gate before the social indices: the ILO core conventions and the lists of forced labour.

A finding, or signs of one, ends the scoring with grade E. Silence keeps the low end at 0: whoever leaves a question out
never stands better than whoever answers it. A statement opens the scoring but settles nothing; a due-diligence document
does, or for forced labour a third-party audit of the site that found nothing. No audit answers in place of the site.
"""

from __future__ import annotations

from typing import Final

from greencard.model import Fact, IloGate, SocialAudit, Text
from greencard.pillars.audits import backed, cap_of
from greencard.pillars.given import Given
from greencard.pillars.parameters import Parameters

__all__ = ["GATE_FACTS", "ilo_gate"]

GATE_FACTS: Final = ("forced_labour_finding", "entity_list_match")
_CONVENTION: Final = {
    "C029": Text(en="forced labour (C029)", zh="强迫劳动（第 29 号公约）"),
    "C105": Text(en="forced labour (C105)", zh="强迫劳动（第 105 号公约）"),
    "C087": Text(en="freedom of association (C087)", zh="结社自由（第 87 号公约）"),
    "C098": Text(en="collective bargaining (C098)", zh="集体谈判（第 98 号公约）"),
    "C100": Text(en="equal pay (C100)", zh="同工同酬（第 100 号公约）"),
    "C111": Text(en="discrimination (C111)", zh="就业歧视（第 111 号公约）"),
    "C138": Text(en="minimum age (C138)", zh="最低就业年龄（第 138 号公约）"),
    "C182": Text(en="worst forms of child labour (C182)", zh="最恶劣形式的童工（第 182 号公约）"),
    "C155": Text(en="safety and health (C155)", zh="职业安全与卫生（第 155 号公约）"),
    "C187": Text(en="safety and health (C187)", zh="职业安全与卫生（第 187 号公约）"),
}


def ilo_gate(given: Given, parameters: Parameters) -> IloGate:
    """Clear, stated, open or failed, with what was found and what nobody has answered."""
    findings = [*_of_facts(given), *_of_audits(given)]
    if findings:
        return IloGate(status="failed", findings=tuple(findings))
    labour, listed = _answers(given)
    audited = any(_independent(audit, given, parameters) for audit in given.audits)
    proven = (_documented(labour) or (audited and labour is not None), _documented(listed))
    missing = tuple(name for name, is_proven in zip(GATE_FACTS, proven, strict=True) if not is_proven)
    if not missing:
        return IloGate(status="clear")
    answered = labour is not None and listed is not None
    return IloGate(status="stated" if answered else "open", missing_facts=missing)


def _answers(given: Given) -> tuple[Fact | None, Fact | None]:
    """The facts that say that nothing was found; any other word of them answers nothing."""
    labour, listed = (given.fact(name) for name in GATE_FACTS)
    return (
        labour if labour is not None and labour.value == "none" else None,
        listed if listed is not None and listed.value is False else None,
    )


def _of_facts(given: Given) -> list[Text]:
    findings = []
    labour, listed = (given.fact(name) for name in GATE_FACTS)
    if labour is not None and labour.value == "confirmed":
        findings.append(Text(en="forced labour confirmed by due diligence", zh="尽职调查证实存在强迫劳动"))
    if labour is not None and labour.value == "indicators":
        findings.append(Text(en="signs of forced labour found by due diligence", zh="尽职调查发现强迫劳动迹象"))
    if listed is not None and listed.value is True:
        findings.append(Text(en="a supplier stands on a forced-labour list", zh="有供应商列入强迫劳动名单"))
    return findings


def _of_audits(given: Given) -> list[Text]:
    """Findings of every audit, old ones too: age takes weight from a good report, not from a bad one."""
    findings = []
    for audit in given.audits:
        if audit.on > given.on:
            continue
        for code in audit.findings:
            what = _CONVENTION[code]
            findings.append(
                Text(en=f"{what.en}, audit of {audit.on}", zh=f"{what.zh}，{audit.on} 的审核"),
            )
    return findings


def _documented(fact: Fact | None) -> bool:
    return fact is not None and fact.grade != "E0"


def _independent(audit: SocialAudit, given: Given, parameters: Parameters) -> bool:
    return audit.scheme != "self_assessment" and backed(audit, given.on) and cap_of(audit, given.on, parameters) > 0
