"""Findings on scope: unit, boundary, cut-off, period, scenarios, comparison."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.meter import MOST_MISSING
from greencard.footprint.report.case import Case, Finding
from greencard.footprint.report.rows import kg, listed, percent

if TYPE_CHECKING:
    from greencard.model import SolarMatch

__all__ = ["CUT_OFF", "boundary", "comparison", "cut_off", "period", "scenarios", "unit"]

CUT_OFF: Final = Decimal("0.03")
"""PACT Methodology v3 allows 3 % of exempted emissions; ISO 14067 sets no figure. A convention of ours."""
_YEAR_DAYS: Final = 365
_INSTANT: Final = timedelta(microseconds=1)
"""A period ends before its end: its last day is that of the instant before."""
_AMOUNT: Final = re.compile(
    r"""
    ^\s*(?:[0-9０-９]+(?:[.,/][0-9０-９]+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|an?|half\ an?)
        (?:\s*[x×]\s*|\s+)\S                                        # "1 box", "a bottle"
    | (?<![\w.])[0-9０-９]+(?:[.,][0-9０-９]+)?\s*
        (?:kg|kilogram(?:me)?s?|g|grams?|t|tonnes?|pieces?|pcs?|pairs?|sets?|units?|items?|bags?|box(?:es)?|cartons?|
           m2|m²|m3|m³|m|ml|l|lit(?:re|er)s?|kwh|mj)(?!\w)           # "yarn, 1 kg"
    | \bper\s+(?:piece|pair|set|unit|item|kg|kilogram|tonne|litre|m2|m²)\b
    | [0-9０-９一二两三四五六七八九十百千万半每单]\s*
        (?:[个只套件双把瓶盒箱袋条块片张卷支根台组包份对打副枚米升克吨]|千克|公斤|毫升|平方米|立方米|千瓦时)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""An amount in the words of a unit; a number in a name ("A4", "一次性", "两用") is none."""
_UNCOUNTED: Final = frozenset({"inbound.distance", "energy.missing"})
"""Questions about flows that are in no sum yet; the others stand on a default that is."""


def unit(case: Case) -> Finding:
    """Whether the declared unit names an amount."""
    unit, product = case.result.declared_unit, case.product
    shown, shown_zh = unit.in_lang("en"), unit.in_lang("zh")
    mass = kg(product.mass_kg)
    if not any(_AMOUNT.search(words) for words in (unit.en, unit.zh)):
        return Finding(
            "not_met",
            f"The unit “{shown}” states no amount.",
            f"单位“{shown_zh}”没有数量。",
            "/declared_unit",
        )
    return Finding(
        "met",
        f"Declared unit: {shown}; reference flow {mass} kg without packaging.",
        f"声明单位：{shown_zh}；基准流 {mass} kg（不含包装）。",
    )


def boundary(case: Case) -> Finding:
    """What the boundary is; whether product category rules exist is for a person to look up."""
    cycle = case.result.life_cycle
    if cycle is None or cycle.left_out:
        en, zh = "Partial footprint, cradle to gate, labelled so.", "部分碳足迹，从摇篮到大门，已注明。"
    else:
        en, zh = "Cradle to gate, with the full life cycle beside it.", "从摇篮到大门，并列完整生命周期。"
    return Finding(
        "open",
        f"{en} Whether product category rules exist for this product must be looked up.",
        f"{zh}该产品是否有产品种类规则须另行查证。",
    )


def cut_off(case: Case) -> Finding:
    """Flows of the record that are in no sum yet, read from the record too: questions end at twenty."""
    result = case.result
    asked = [q for q in result.questions if q.code in _UNCOUNTED]
    told = {q.pointer for q in asked}
    unasked = [
        line.material
        for i, line in enumerate(case.product.bom)
        if line.distance_km is None and line.gross_kg > 0 and f"/bom/{i}/distance_km" not in told
    ]
    # A question beyond the twentieth has at most as much at stake as the last one kept.
    least = min((q.kg_co2e_at_stake for q in result.questions), default=Decimal(0))
    known = sum((q.kg_co2e_at_stake for q in asked), Decimal(0)) + least * len(unasked)
    whole = result.total_kg_co2e + known
    share = known / whole if whole > 0 else Decimal(0)
    unknown = result.electricity.kwh_per_unit == 0 and not any(
        q.code == "energy.missing" and q.kg_co2e_at_stake > 0 for q in asked
    )
    standing = "Capital goods and inbound transport of packaging are left out of every footprint here."
    standing_zh = "资本货物与包装进厂运输一律未计入。"
    if unknown:
        return Finding(
            "not_met",
            f"No electricity is stated for any process, and how much that leaves out is not known. {standing}",
            f"各工序均未填写用电量，遗漏多少未知。{standing_zh}",
            "/processes",
        )
    if not asked and not unasked:
        return Finding(
            "met", f"No known flow of the record is cut off. {standing}", f"记录中的流均已计入。{standing_zh}"
        )
    names = [*(q.about for q in asked), *unasked]
    en = f"Not counted yet: {listed(names)}; about {percent(share)} % of the whole. {standing}"
    zh = f"尚未计入：{listed(names, '、')}；约占 {percent(share)}%。{standing_zh}"
    return Finding("met" if share <= CUT_OFF else "not_met", en, zh, asked[0].pointer if asked else "/bom")


def period(case: Case) -> Finding:
    """Whether the data are of a stated period that stands for a year."""
    meter = case.product.meter
    match = case.result.electricity.match
    if match is not None:
        start, end = match.period_start.date(), (match.period_end - _INSTANT).date()
        days = (match.period_end - match.period_start).days
    elif meter is not None:
        start, end = meter.period_start, meter.period_end
        days = (end - start).days + 1
    else:
        return Finding(
            "not_met", "No period is stated for the maker's data.", "没有说明制造商数据的时段。", "/meter/period"
        )
    en, zh = f"{start} to {end}, {days} days.", f"{start} 至 {end}，共 {days} 天。"
    if match is not None and _missing(match) > MOST_MISSING:
        return Finding(
            "open",
            f"{en} {percent(_missing(match))} % of it has no reading: say why the rest represents it.",
            f"{zh}其中 {percent(_missing(match))}% 没有读数，须说明代表性。",
            "/meter/period",
        )
    if days < _YEAR_DAYS:
        return Finding(
            "open",
            f"{en} Less than a year: say why it represents one.",
            f"{zh}不足一年，须说明代表性。",
            "/meter/period",
        )
    return Finding("met", en, zh)


def _missing(match: SolarMatch) -> Decimal:
    whole = match.intervals + match.missing_intervals
    return Decimal(match.missing_intervals) / whole if whole else Decimal(0)


def scenarios(case: Case) -> Finding:
    """Whether use and end of life have a scenario, a document and a figure where the record speaks of them."""
    cycle, product = case.result.life_cycle, case.product
    if cycle is None:
        return Finding("met", "Use and end of life are outside the boundary.", "使用与报废阶段不在边界内。")
    stated = {
        name: found for name, found in (("use", product.use), ("end_of_life", product.end_of_life)) if found is not None
    }
    uncounted = [name for name in stated if name in cycle.left_out]
    if uncounted:
        return Finding(
            "open",
            "A scenario is stated and could not be calculated: "
            f"{listed(name.replace('_', ' ') for name in uncounted)}.",
            f"已填写情景但无法计算：{listed((_STAGE_ZH[name] for name in uncounted), '、')}。",
            f"/{uncounted[0]}",
        )
    names = listed(stage.id.replace("_", " ") for stage in cycle.stages)
    names_zh = listed((_STAGE_ZH[stage.id] for stage in cycle.stages), "、")
    bare = [name for name, found in stated.items() if found.evidence.grade == "E0"]
    if not bare:
        return Finding("met", f"Documented scenarios: {names}.", f"有依据的情景：{names_zh}。")
    return Finding(
        "open",
        f"Scenarios are stated but not documented: {names}.",
        f"情景为声明，缺少依据：{names_zh}。",
        f"/{bare[0]}/evidence",
    )


_STAGE_ZH: Final = {"distribution": "分销运输", "use": "使用", "end_of_life": "报废"}


def comparison(_case: Case) -> Finding:
    """The report itself compares nothing."""
    return Finding(
        "met",
        "This report compares no products; a saving of transport names its baseline and is never netted.",
        "本报告不比较产品；运输节省注明基准且不作抵扣。",
    )
