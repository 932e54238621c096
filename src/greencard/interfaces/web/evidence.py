"""What supports each statement of a card; no evidence is said so, never left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from greencard.interfaces.web.formatting import fixed
from greencard.interfaces.web.messages import format_date, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from greencard.card import CardContent
    from greencard.errors import Lang
    from greencard.model import Assessment, ExplainNode, Grade

__all__ = ["EvidenceRow", "evidence_of"]

_GRADES: Final[tuple[Grade, ...]] = ("E0", "E1", "E2", "E3")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One statement: its value, the claim it repeats (if any), its grade (None: no evidence) and its source."""

    label: Markup
    value: Markup | str
    source: Markup | str
    grade: Grade | None
    claim: str = ""
    unit: str = ""


def _leaves(node: ExplainNode) -> Iterable[ExplainNode]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _weakest(grades: Iterable[Grade]) -> Grade:
    return min(grades, key=_GRADES.index, default="E0")


def evidence_of(
    assessment: Assessment, content: CardContent, figures: Mapping[str, str], lang: Lang, unit: str
) -> tuple[EvidenceRow, ...]:
    """One row per statement, the weakest grade of what it rests on beside it."""
    leaves = list(_leaves(assessment.footprint.explain))
    measured = [leaf.grade for leaf in leaves if leaf.basis == "measured"]
    source = say(
        lang,
        "evidence.footprint.source",
        date=format_date(assessment.assessed_on, lang),
        measured=figures["meas"],
    )
    third = content.third_party
    if third is not None:
        source = say(lang, "evidence.audited", name=third.name.in_lang(lang), date=format_date(third.on, lang))
    rows = [
        EvidenceRow(
            say(lang, "evidence.footprint"),
            figures["pcf"],
            source,
            "E2" if third is not None else _weakest(measured),
            claim="pcf",
            unit="kg",
        ),
        _power_row(assessment, lang, unit, leaves),
        EvidenceRow(
            say(lang, "evidence.recycled"),
            figures["rec"],
            say(lang, "evidence.recycled.source"),
            content.materials.recycled_grade,
            claim="rec",
            unit="%",
        ),
        EvidenceRow(
            say(lang, "evidence.plastic"),
            figures["plp"],
            say(lang, "evidence.plastic.source"),
            content.materials.plastic_grade,
            claim="plp",
            unit="g",
        ),
    ]
    audit = next((fact for fact in assessment.facts if fact.name == "social_audit"), None)
    if audit is None:
        rows.append(EvidenceRow(say(lang, "evidence.labour"), say(lang, "evidence.unknown"), "", None))
    else:
        names = audit.value if isinstance(audit.value, tuple) else (str(audit.value),)
        shown = ", ".join(name for name in names if name != "none") or say(lang, "evidence.none_found")
        rows.append(EvidenceRow(say(lang, "evidence.labour"), shown, audit.source, audit.grade))
    return tuple(rows)


def _power_row(assessment: Assessment, lang: Lang, unit: str, leaves: Iterable[ExplainNode]) -> EvidenceRow:
    power = assessment.footprint.electricity
    used = (power.grid_factor, power.solar_factor, power.residual_factor, power.certified_factor)
    factors = {factor.id for factor in used if factor is not None}
    grade = _weakest(leaf.grade for leaf in leaves if leaf.factor is not None and leaf.factor.id in factors)
    match = power.match
    if match is None:
        label = say(lang, "evidence.power.none", unit=unit)
        return EvidenceRow(label, fixed(power.kwh_per_unit, 2), say(lang, "evidence.power.stated"), grade, unit="kWh")
    hours = (match.period_end - match.period_start).total_seconds() / 3600
    source = say(
        lang,
        "evidence.power.missing" if match.missing_intervals else "evidence.power.source",
        start=format_date(match.period_start.date(), lang),
        end=format_date((match.period_end - timedelta(seconds=1)).date(), lang),
        missing=match.missing_intervals,
    )
    shown = say(lang, "evidence.hours", hours=f"{hours:,.0f}".replace(",", "\u202f"))
    return EvidenceRow(say(lang, "evidence.power"), shown, source, grade)
