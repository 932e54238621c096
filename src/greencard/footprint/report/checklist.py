"""The checklist: each requirement met, not met, or open, from the record alone.

`open` is said where a person or a document must decide; nothing is taken as met because nobody looked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from greencard.footprint.report.requirements import REQUIREMENTS
from greencard.footprint.report.rows import cited, kg, leaves_of, listed, percent
from greencard.model import Checkpoint, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.footprint.rulesets import RuleSet
    from greencard.model import FootprintResult, Product, Question

__all__ = ["CUT_OFF", "Case", "checklist"]

Status = Literal["met", "not_met", "open"]

CUT_OFF: Final = Decimal("0.03")
"""PACT Methodology v3 allows 3 % of exempted emissions; ISO 14067 sets no figure. A convention of ours."""
_BALANCE: Final = Decimal("0.05")
_YEAR_DAYS: Final = 365
_INSTANT: Final = timedelta(microseconds=1)
"""A period ends before its end: its last day is that of the instant before."""
_NUMBER: Final = re.compile(r"[0-9０-９一二三四五六七八九十百千两单]|\b(?:one|two|a|an|per)\b", re.IGNORECASE)
_UNCOUNTED: Final = frozenset({"inbound.distance", "energy.missing"})
"""Questions about flows that are in no sum yet; the others stand on a default that is."""
_CERTIFICATES: Final = frozenset({"solar.certificates"})


@dataclass(frozen=True, slots=True)
class Case:
    """What the checklist looks at."""

    product: Product
    result: FootprintResult
    verified_by: str = ""
    """Who verified the figure (ISO 14064-3); empty: nobody."""

    @property
    def bio_based(self) -> bool:
        """Whether anything in the product grew."""
        return any(line.bio_based_share > 0 for line in self.product.bom)


@dataclass(frozen=True, slots=True)
class _Finding:
    status: Status
    en: str
    zh: str
    pointer: str = ""


def checklist(case: Case, rules: RuleSet) -> tuple[Checkpoint, ...]:
    """The twenty-one requirements of a rule set with their findings."""
    found = []
    for requirement in REQUIREMENTS:
        finding = _CHECKS[requirement.number](case)
        found.append(
            Checkpoint(
                number=requirement.number,
                requirement=requirement.text,
                clause=cited(rules, requirement.topic),
                status=finding.status,
                finding=Text(en=finding.en, zh=finding.zh),
                pointer=finding.pointer,
            )
        )
    return tuple(found)


def _unit(case: Case) -> _Finding:
    unit, product = case.result.declared_unit, case.product
    shown, shown_zh = unit.in_lang("en"), unit.in_lang("zh")
    mass = kg(product.mass_kg)
    if not _NUMBER.search(shown + shown_zh):
        return _Finding(
            "not_met",
            f"The unit “{shown}” states no amount.",
            f"单位“{shown_zh}”没有数量。",
            "/declared_unit",
        )
    return _Finding(
        "met",
        f"Declared unit: {shown}; reference flow {mass} kg without packaging.",
        f"声明单位：{shown_zh}；基准流 {mass} kg（不含包装）。",
    )


def _boundary(case: Case) -> _Finding:
    cycle = case.result.life_cycle
    if cycle is None or cycle.left_out:
        en, zh = "Partial footprint, cradle to gate, labelled so.", "部分碳足迹，从摇篮到大门，已注明。"
    else:
        en, zh = "Cradle to gate, with the full life cycle beside it.", "从摇篮到大门，并列完整生命周期。"
    return _Finding(
        "open",
        f"{en} Whether product category rules exist for this product must be looked up.",
        f"{zh}该产品是否有产品种类规则须另行查证。",
    )


def _cut_off(case: Case) -> _Finding:
    open_flows = [q for q in case.result.questions if q.code in _UNCOUNTED]
    known = sum((q.kg_co2e_at_stake for q in open_flows), Decimal(0))
    total = case.result.total_kg_co2e
    whole = total + known
    share = known / whole if whole > 0 else Decimal(0)
    standing = "Capital goods and inbound transport of packaging are left out of every footprint here."
    standing_zh = "资本货物与包装进厂运输一律未计入。"
    if not open_flows:
        return _Finding(
            "met", f"No known flow of the record is cut off. {standing}", f"记录中的流均已计入。{standing_zh}"
        )
    names, names_zh = _about(open_flows)
    en = f"Not counted yet: {names}; about {percent(share)} % of the whole. {standing}"
    zh = f"尚未计入：{names_zh}；约占 {percent(share)}%。{standing_zh}"
    return _Finding("met" if share <= CUT_OFF else "not_met", en, zh, open_flows[0].pointer)


def _about(questions: list[Question]) -> tuple[str, str]:
    return listed(q.about for q in questions), listed((q.about for q in questions), "、")


def _data(case: Case) -> _Finding:
    quality = case.result.quality
    rating, rating_zh = "", ""
    if quality is not None:
        marks = f"{quality.technological}/{quality.geographical}/{quality.temporal}"
        rating = f" Ratings (technology/geography/time, 1 best to 5): {marks}."
        rating_zh = f"数据质量评分（技术/地域/时间，1 最好、5 最差）：{marks}。"
    energy = [
        leaf
        for leaf in leaves_of(case.result.explain)
        if leaf.stage == "production" and leaf.unit in {"kWh", "MJ"} and "upstream" not in leaf.factor_id
    ]
    if not energy:
        return _Finding(
            "not_met",
            f"Production states no energy at all.{rating}",
            f"生产阶段没有任何能源数据。{rating_zh}",
            "/processes",
        )
    stated = [leaf for leaf in energy if leaf.basis == "default"]
    share = percent(case.result.measured_share)
    if stated:
        return _Finding(
            "not_met",
            f"The maker's own energy is stated, not metered or billed. Measured share {share} %.{rating}",
            f"制造商自身的能源为声明值，没有计量或账单。实测占比 {share}%。{rating_zh}",
            "/processes",
        )
    return _Finding(
        "met",
        f"The maker's own energy is metered or documented, the rest is secondary. Measured share {share} %.{rating}",
        f"制造商自身能源有计量或凭证，其余为次级数据。实测占比 {share}%。{rating_zh}",
    )


def _period(case: Case) -> _Finding:
    meter = case.product.meter
    match = case.result.electricity.match
    if match is not None:
        start, end = match.period_start.date(), (match.period_end - _INSTANT).date()
        days = (match.period_end - match.period_start).days
    elif meter is not None:
        start, end = meter.period_start, meter.period_end
        days = (end - start).days + 1
    else:
        return _Finding(
            "not_met", "No period is stated for the maker's data.", "没有说明制造商数据的时段。", "/meter/period"
        )
    en, zh = f"{start} to {end}, {days} days.", f"{start} 至 {end}，共 {days} 天。"
    if days < _YEAR_DAYS:
        return _Finding(
            "open",
            f"{en} Less than a year: say why it represents one.",
            f"{zh}不足一年，须说明代表性。",
            "/meter/period",
        )
    return _Finding("met", en, zh)


def _scenarios(case: Case) -> _Finding:
    cycle, product = case.result.life_cycle, case.product
    if cycle is None:
        return _Finding("met", "Use and end of life are outside the boundary.", "使用与报废阶段不在边界内。")
    graded = [stage.evidence.grade for stage in (product.use, product.end_of_life) if stage is not None]
    names = listed(stage.id.replace("_", " ") for stage in cycle.stages)
    names_zh = listed((_STAGE_ZH[stage.id] for stage in cycle.stages), "、")
    if all(grade != "E0" for grade in graded):
        return _Finding("met", f"Documented scenarios: {names}.", f"有依据的情景：{names_zh}。")
    return _Finding(
        "open",
        f"Scenarios are stated but not documented: {names}.",
        f"情景为声明，缺少依据：{names_zh}。",
        "/use/evidence" if product.use is not None and product.use.evidence.grade == "E0" else "/end_of_life/evidence",
    )


_STAGE_ZH: Final = {"distribution": "分销运输", "use": "使用", "end_of_life": "报废"}


def _balance(case: Case) -> _Finding:
    product = case.product
    net = sum((line.net_kg for line in product.bom), Decimal(0))
    gross = sum((line.gross_kg for line in product.bom), Decimal(0))
    off = abs(net - product.mass_kg) / product.mass_kg
    en = (
        f"Materials in the product {kg(net)} kg, product {kg(product.mass_kg)} kg ({percent(off)} % apart); "
        f"{kg(gross - net)} kg are losses, treated as waste."
    )
    zh = (
        f"产品中的材料 {kg(net)} kg，产品 {kg(product.mass_kg)} kg（相差 {percent(off)}%）；"
        f"损耗 {kg(gross - net)} kg，按废弃物处理。"
    )
    return _Finding("met" if off <= _BALANCE else "not_met", en, zh, "" if off <= _BALANCE else "/bom")


def _allocation(case: Case) -> _Finding:
    shared = [p for p in case.product.processes if p.co_products]
    if not shared:
        return _Finding(
            "met",
            "No process has co-products: nothing is allocated. Recycled content by cut-off.",
            "没有联产品，无需分配。再生料按截断法。",
        )
    names = listed(f"{p.name} by {p.allocation.method}" for p in shared if p.allocation is not None)
    names_zh = listed(
        (f"{p.name}（{_METHOD_ZH[p.allocation.method]}）" for p in shared if p.allocation is not None), "、"
    )
    others = [s for s in case.result.sensitivities if s.id.startswith("allocation")]
    economic = [p for p in shared if p.allocation is not None and p.allocation.method == "economic"]
    if any(p.allocation is not None and not p.allocation.reason.strip() for p in economic):
        return _Finding(
            "not_met",
            f"Allocated: {names}. An economic allocation must say why a physical one does not serve.",
            f"分配：{names_zh}。采用经济价值分配须说明为何不能用物理关系。",
            "/processes",
        )
    if not others:
        return _Finding(
            "open",
            f"Allocated: {names}. The record lets no other method be calculated for comparison.",
            f"分配：{names_zh}。记录不足以计算其他方法作比较。",
            "/processes",
        )
    low, high = min(s.total_kg_co2e for s in others), max(s.total_kg_co2e for s in others)
    return _Finding(
        "met",
        f"Allocated: {names}; parts add up to one. Other methods give {kg(low)} to {kg(high)} kg.",
        f"分配：{names_zh}；各部分之和为一。其他方法结果为 {kg(low)} 至 {kg(high)} kg。",
    )


_METHOD_ZH: Final = {"mass": "质量", "energy": "热值", "economic": "经济价值"}


def _kinds(case: Case) -> _Finding:
    parts = case.result.components
    whole = parts.fossil + parts.biogenic_non_co2 + (parts.land_use_change or 0) + (parts.land_management or 0)
    if abs(whole - case.result.total_kg_co2e) > Decimal("1e-9") * max(Decimal(1), abs(whole)):
        return _Finding(
            "not_met",
            f"The kinds sum to {kg(whole)} kg, the total is {kg(case.result.total_kg_co2e)} kg.",
            f"各类之和为 {kg(whole)} kg，总量为 {kg(case.result.total_kg_co2e)} kg。",
        )
    return _Finding(
        "met",
        f"Fossil {kg(parts.fossil)} kg; CH4 and N2O of biomass {kg(parts.biogenic_non_co2)} kg; biogenic CO2 "
        f"{kg(parts.biogenic_emissions)} kg and uptake {kg(parts.biogenic_uptake)} kg apart. Published factors that do "
        "not split count as fossil.",
        f"化石 {kg(parts.fossil)} kg；生物质 CH4 与 N2O {kg(parts.biogenic_non_co2)} kg；生物源 CO2 "
        f"{kg(parts.biogenic_emissions)} kg、吸收 {kg(parts.biogenic_uptake)} kg 单列。未分列的公布因子计为化石。",
    )


def _carbon(case: Case) -> _Finding:
    content = case.result.components.biogenic_carbon_content_kg
    if not case.bio_based:
        return _Finding("met", "Nothing in the product grew: no biogenic carbon.", "产品不含生物基材料，无生物碳。")
    if content == 0:
        return _Finding(
            "not_met",
            "Bio-based material is stated, but no carbon fraction is known for it.",
            "含生物基材料，但没有其含碳率。",
            "/bom",
        )
    return _Finding(
        "met",
        f"{kg(content)} kg C in the product; that of the packaging is not calculated.",
        f"产品含生物碳 {kg(content)} kg；包装中的未计算。",
    )


def _land_use_change(case: Case) -> _Finding:
    change = case.result.components.land_use_change
    if change is not None:
        return _Finding("met", f"{kg(change)} kg CO2e, reported apart.", f"{kg(change)} kg CO2e，单独报告。")
    if not case.bio_based:
        return _Finding("met", "No bio-based material.", "不含生物基材料。")
    names = [line.material for line in case.product.bom if line.bio_based_share > 0]
    return _Finding(
        "open",
        f"Not quantified. Show that the land of {listed(names)} was not converted in the last 20 years, or its change.",
        f"未量化。请证明{listed(names, '、')}的土地在过去 20 年内未改变用途，或给出其变化。",
        "/bom",
    )


def _land_use(case: Case) -> _Finding:
    amount = case.result.components.land_management
    if amount is None:
        return _Finding("met", "Soil carbon of land use is optional and left out.", "土地利用土壤碳为可选项，未计入。")
    return _Finding("met", f"{kg(amount)} kg CO2e, reported apart.", f"{kg(amount)} kg CO2e，单独报告。")


def _aircraft(case: Case) -> _Finding:
    amount = case.result.components.aircraft
    if amount:
        return _Finding("met", f"{kg(amount)} kg CO2e, reported apart.", f"{kg(amount)} kg CO2e，单独报告。")
    return _Finding(
        "met",
        "No inbound transport by air is recorded; the journey to the buyer is outside the boundary.",
        "进厂运输没有航空段；运往买方的运输不在边界内。",
    )


def _timing(_case: Case) -> _Finding:
    return _Finding(
        "met",
        "The calculation has no time in it: nothing is discounted for storage or delay.",
        "计算不含时间因素：不因储存或延迟折减。",
    )


def _offsets(_case: Case) -> _Finding:
    return _Finding(
        "met",
        "An offset, a credit or exported electricity cannot be expressed in the record.",
        "记录中无法填入抵消、信用或上网电量。",
    )


def _gwp(case: Case) -> _Finding:
    result = case.result
    other: dict[str, Decimal] = {}
    for leaf in leaves_of(result.explain):
        if leaf.gwp and leaf.gwp != result.gwp_set:
            other[leaf.gwp] = other.get(leaf.gwp, Decimal(0)) + leaf.kg_co2e
    if not other:
        return _Finding("met", f"GWP100 of {result.gwp_set} throughout.", f"全部采用 {result.gwp_set} 的 GWP100。")
    total = result.total_kg_co2e
    shares = {name: percent(value / total) if total else "0" for name, value in sorted(other.items())}
    return _Finding(
        "open",
        f"Gases computed here use {result.gwp_set}. Published factors on another basis: "
        + listed(f"{name} {share} % of the total" for name, share in shares.items())
        + "; they cannot be converted.",
        f"本处计算的气体采用 {result.gwp_set}。其他依据的公布因子："
        + listed((f"{'未说明' if name == 'not stated' else name} 占 {share}%" for name, share in shares.items()), "、")
        + "，无法换算。",
    )


def _electricity(case: Case) -> _Finding:
    power = case.result.electricity
    if power.kwh_per_unit == 0:
        return _Finding("not_met", "No electricity is stated for any process.", "各工序均未填写用电量。", "/processes")
    asked = [q for q in case.result.questions if q.code in _CERTIFICATES]
    en, zh = power.reason.en, power.reason.zh
    contract = bool(power.self_solar_kwh or power.certified_kwh or power.residual_kwh)
    location = power.location_based_kg_co2e
    if contract and location is None:
        return _Finding("not_met", f"{en} The grid-average figure is missing.", f"{zh}缺少电网平均结果。")
    if location is not None and contract:
        en += f" At the grid average alone the electricity would be {kg(location)} kg."
        zh += f"若全部按电网平均，电力排放为 {kg(location)} kg。"
    if asked:
        return _Finding("open", f"{en} {asked[0].text.en}", f"{zh}{asked[0].text.zh}", asked[0].pointer)
    return _Finding("met", en, zh)


def _interpretation(case: Case) -> _Finding:
    result = case.result
    if not result.explain.children or result.interval.high < result.interval.low:
        return _Finding("not_met", "There is no breakdown or no interval.", "没有分解或区间。")
    return _Finding(
        "met",
        f"Breakdown, 95 % interval, {len(result.next_measurements)} data worth measuring, {len(result.sensitivities)} "
        "other choices; limits: climate alone, partial footprint.",
        f"已给出分解、95% 区间、{len(result.next_measurements)} 项值得测量的数据和 "
        f"{len(result.sensitivities)} 种其他选择；局限：仅气候影响、部分碳足迹。",
    )


def _report(case: Case) -> _Finding:
    product = case.product
    missing = [
        (en, zh)
        for en, zh, there in (
            ("the maker's name", "制造商名称", product.facility.name.in_lang("en")),
            ("the place of making", "生产地点", product.facility.place.in_lang("en")),
            ("the seller's name", "卖方名称", product.seller.name.in_lang("en")),
            ("an identifier of the product", "产品标识", product.identifiers),
            ("the processes", "工序", product.processes),
        )
        if not there
    ]
    if missing:
        return _Finding(
            "not_met",
            f"Missing: {listed(en for en, _ in missing)}.",
            f"缺少：{listed((zh for _, zh in missing), '、')}。",
        )
    return _Finding("met", "Every entry of the report has its data.", "报告各项均有数据。")


def _verification(case: Case) -> _Finding:
    if case.verified_by:
        return _Finding("met", f"Verified by {case.verified_by}.", f"由{case.verified_by}核查。")
    return _Finding(
        "open",
        "Neither reviewed nor verified by a third party; the report says so.",
        "未经第三方评审或核查；报告已注明。",
    )


def _comparison(_case: Case) -> _Finding:
    return _Finding(
        "met",
        "This report compares no products; a saving of transport names its baseline and is never netted.",
        "本报告不比较产品；运输节省注明基准且不作抵扣。",
    )


_CHECKS: Final[dict[int, Callable[[Case], _Finding]]] = {
    1: _unit,
    2: _boundary,
    3: _cut_off,
    4: _data,
    5: _period,
    6: _scenarios,
    7: _balance,
    8: _allocation,
    9: _kinds,
    10: _carbon,
    11: _land_use_change,
    12: _land_use,
    13: _aircraft,
    14: _timing,
    15: _offsets,
    16: _gwp,
    17: _electricity,
    18: _interpretation,
    19: _report,
    20: _verification,
    21: _comparison,
}
