"""The sections of the report: what was studied, with what, and what came out (ISO 14067:2018 clause 7)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.co_products import METHODS
from greencard.footprint.report.rows import cited, kg, leaves_of, listed, percent
from greencard.model import ReportRow, ReportSection, Text
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from greencard.footprint.report.case import Case
    from greencard.footprint.rulesets import RuleSet
    from greencard.model import FactorRef

__all__ = ["sections"]

_STAGES: Final = {
    "raw_materials": Text(en="Raw materials", zh="原材料"),
    "inbound_transport": Text(en="Inbound transport", zh="进厂运输"),
    "production": Text(en="Production", zh="生产"),
    "packaging": Text(en="Packaging", zh="包装"),
    "distribution": Text(en="Distribution", zh="分销运输"),
    "use": Text(en="Use", zh="使用"),
    "end_of_life": Text(en="End of life", zh="报废"),
}
_MOST_HOTSPOTS: Final = 8


def sections(case: Case, on: date, rules: RuleSet) -> tuple[ReportSection, ...]:
    """Every section, in the order of clause 7.3."""
    return (
        _general(case, on, rules),
        _scope(case, rules),
        _inventory(case, rules),
        _allocation(case, rules),
        _electricity(case, rules),
        _results(case, rules),
        _interpretation(case, rules),
        _data(case, rules),
        _standing(case, rules),
    )


def _row(en: str, zh: str, value: Text | str) -> ReportRow:
    return ReportRow(label=Text(en=en, zh=zh), value=value if isinstance(value, Text) else Text(en=value, zh=value))


def _general(case: Case, on: date, rules: RuleSet) -> ReportSection:
    product = case.product
    identifiers = listed(f"{item.scheme.upper()} {item.value}" for item in product.identifiers) or product.id
    return ReportSection(
        id="general",
        title=Text(en="Product and study", zh="产品与研究"),
        clause=cited(rules, "report"),
        rows=(
            _row("Product", "产品", product.name),
            _row("Identifier", "标识", identifiers),
            _row("Customs code", "海关编码", f"{product.customs.system} {product.customs.code}"),
            _row("Commissioned by", "委托方", product.seller.name),
            _row("Made at", "生产地", _joined(product.facility.name, product.facility.place)),
            _row("Date", "日期", on.isoformat()),
            _row(
                "Rule set",
                "规则",
                Text(en=f"{rules.standard}: {rules.name.en}", zh=f"{rules.standard}：{rules.name.zh}"),
            ),
            _row("Snapshot", "快照", case.result.snapshot),
        ),
        sentences=(Text(en="Illustrative data: made up, for demonstration only.", zh="示例数据：虚构，仅供演示。"),)
        if product.illustrative
        else (),
    )


def _joined(first: Text, second: Text) -> Text:
    return Text(
        en=", ".join(filter(None, (first.in_lang("en"), second.in_lang("en")))),
        zh="，".join(filter(None, (first.in_lang("zh"), second.in_lang("zh")))),
    )


def _scope(case: Case, rules: RuleSet) -> ReportSection:
    product, result = case.product, case.result
    cycle = result.life_cycle
    counted = [stage.id for stage in result.stages]
    beyond = [] if cycle is None else [stage.id for stage in cycle.stages]
    left = [name for name in ("distribution", "use", "end_of_life") if name not in beyond]
    rows = [
        _row("Declared unit", "声明单位", result.declared_unit),
        _row("Reference flow", "基准流", f"{kg(product.mass_kg)} kg"),
        _row("In the figure", "计入", _names(counted)),
        _row("Outside the figure", "未计入", _names([*beyond, *left])),
    ]
    if beyond and cycle is not None:
        rows.append(_row("Shown beside it", "另行列示", _names(beyond)))
    return ReportSection(
        id="scope",
        title=Text(en="Scope and boundary", zh="范围与边界"),
        clause=cited(rules, "boundary"),
        rows=tuple(rows),
        sentences=result.notes,
    )


def _names(ids: Sequence[str]) -> Text:
    return Text(en=listed(_STAGES[i].en for i in ids), zh=listed((_STAGES[i].zh for i in ids), "、"))


def _inventory(case: Case, rules: RuleSet) -> ReportSection:
    rows = []
    for leaf in leaves_of(case.result.explain):
        basis = "measured" if leaf.basis == "measured" else "default"
        basis_zh = "实测" if leaf.basis == "measured" else "缺省"
        sum_ = f"{leaf.formula} = {kg(leaf.kg_co2e)} kg CO2e"
        rows.append(
            ReportRow(
                label=leaf.label,
                value=Text(
                    en=f"{sum_} ({basis}, {leaf.node.grade}; {leaf.factor_id})",
                    zh=f"{sum_}（{basis_zh}，{leaf.node.grade}；{leaf.factor_id}）",
                ),
            )
        )
    return ReportSection(
        id="inventory",
        title=Text(en="Life cycle inventory", zh="生命周期清单"),
        clause=cited(rules, "validation"),
        rows=tuple(rows),
        sentences=(
            Text(en="Each line: amount × factor, per declared unit.", zh="每行为：用量 × 因子，按每个声明单位。"),
        ),
    )


def _allocation(case: Case, rules: RuleSet) -> ReportSection:
    rows = []
    for process in case.product.processes:
        if process.allocation is not None and process.co_products:
            others = listed(f"{other.name} {kg(other.kg)} kg" for other in process.co_products)
            reason = process.allocation.reason
            method = METHODS[process.allocation.method]
            rows.append(
                _row(
                    process.name,
                    process.name,
                    Text(
                        en=f"by {method.en}: {others}" + (f" ({reason})" if reason else ""),
                        zh=f"按{method.zh}：{others}" + (f"（{reason}）" if reason else ""),
                    ),
                )
            )
    rows += [
        ReportRow(label=s.label, value=Text(en=f"{kg(s.total_kg_co2e)} kg CO2e", zh=f"{kg(s.total_kg_co2e)} kg CO2e"))
        for s in case.result.sensitivities
        if s.id.startswith("allocation")
    ]
    return ReportSection(
        id="allocation",
        title=Text(en="Allocation", zh="分配"),
        clause=cited(rules, "allocation"),
        rows=tuple(rows),
        sentences=(
            Text(
                en="Recycled content by cut-off: a recycled share carries its recycling only; what leaves for "
                "recycling earns no credit.",
                zh="再生料按截断法：再生部分只计再生过程；送去回收的废料不得信用。",
            ),
        ),
    )


def _electricity(case: Case, rules: RuleSet) -> ReportSection:
    power = case.result.electricity
    rows = [
        _row("Electricity", "用电", f"{decimal_text(power.kwh_per_unit)} kWh"),
        _row("From the grid", "电网", f"{kg(power.grid_kwh)} kWh × {_factor(power.grid_factor)}"),
    ]
    for en, zh, kwh, factor in (
        ("Own solar, matched per interval", "自用光伏（同时段匹配）", power.self_solar_kwh, power.solar_factor),
        ("Covered by cancelled certificates", "已注销绿证覆盖", power.certified_kwh, power.certified_factor),
        ("Certificates sold: residual mix", "绿证已售：剩余混合", power.residual_kwh, power.residual_factor),
    ):
        if kwh and factor is not None:
            rows.append(_row(en, zh, f"{kg(kwh)} kWh × {_factor(factor)}"))
    if power.location_based_kg_co2e is not None:
        rows.append(
            _row(
                "All at the grid average (sensitivity)",
                "全部按电网平均（敏感性）",
                f"{kg(power.location_based_kg_co2e)} kg CO2e",
            )
        )
    return ReportSection(
        id="electricity",
        title=Text(en="Electricity", zh="电力"),
        clause=cited(rules, "electricity"),
        rows=tuple(rows),
        sentences=(
            power.reason,
            Text(
                en="Exported electricity is a ledger of its own and changes nothing here.",
                zh="上网电量单独记账，不影响本结果。",
            ),
        ),
    )


def _factor(factor: FactorRef) -> str:
    return f"{decimal_text(factor.value)} {factor.unit} ({factor.id})"


def _results(case: Case, rules: RuleSet) -> ReportSection:
    result = case.result
    parts = result.components
    low, high = kg(result.interval.low), kg(result.interval.high)
    rows = [
        ReportRow(
            label=Text(en=f"{rules.partial.en}, cradle to gate", zh=f"{rules.partial.zh}（从摇篮到大门）"),
            value=Text(en=f"{kg(result.total_kg_co2e)} kg CO2e", zh=f"{kg(result.total_kg_co2e)} kg CO2e"),
        ),
        _row("95 % interval", "95% 区间", f"{low} – {high} kg CO2e"),
        *(
            ReportRow(
                label=_STAGES[stage.id],
                value=Text(en=f"{kg(stage.kg_co2e)} kg CO2e", zh=f"{kg(stage.kg_co2e)} kg CO2e"),
            )
            for stage in result.stages
        ),
        _row("Fossil", "化石", f"{kg(parts.fossil)} kg CO2e"),
        _row("CH4 and N2O of biomass", "生物质 CH4 与 N2O", f"{kg(parts.biogenic_non_co2)} kg CO2e"),
        _row("Direct land-use change", "直接土地利用变化", _or_not(parts.land_use_change)),
        _row("Land management", "土地管理", _or_not(parts.land_management)),
        _row("Aircraft (within fossil)", "航空（含于化石）", f"{kg(parts.aircraft)} kg CO2e"),
        _row("Packaging (within the total)", "包装（含于总量）", f"{kg(parts.packaging)} kg CO2e"),
        _row("Biogenic CO2 released, apart", "生物源 CO2 释放（单列）", f"{kg(parts.biogenic_emissions)} kg"),
        _row("Biogenic CO2 taken up, apart", "生物源 CO2 吸收（单列）", f"{kg(parts.biogenic_uptake)} kg"),
        _row("Biogenic carbon in the product", "产品生物碳含量", f"{kg(parts.biogenic_carbon_content_kg)} kg C"),
    ]
    cycle = result.life_cycle
    if cycle is not None:
        rows += [
            ReportRow(
                label=_STAGES[stage.id],
                value=Text(
                    en=f"{kg(stage.kg_co2e)} kg CO2e, beside the figure: {stage.scenario.in_lang('en')}",
                    zh=f"{kg(stage.kg_co2e)} kg CO2e，另行列示：{stage.scenario.in_lang('zh')}",
                ),
            )
            for stage in cycle.stages
        ]
        name = ("All stages given", "已给出的全部阶段") if cycle.left_out else ("Cradle to grave", "从摇篮到坟墓")
        rows.append(_row(*name, f"{kg(cycle.total_kg_co2e)} kg CO2e"))
    return ReportSection(
        id="results",
        title=Text(en="Results per declared unit", zh="结果（每声明单位）"),
        clause=cited(rules, "gwp"),
        rows=tuple(rows),
        sentences=(
            Text(
                en=f"GWP100, {result.gwp_set}. {percent(result.measured_share)} % rests on measured or supplier data.",
                zh=f"GWP100，{result.gwp_set}。{percent(result.measured_share)}% 来自实测或供应商数据。",
            ),
        ),
    )


def _or_not(value: Decimal | None) -> Text:
    if value is None:
        return Text(en="not quantified", zh="未量化")
    return Text(en=f"{kg(value)} kg CO2e", zh=f"{kg(value)} kg CO2e")


def _interpretation(case: Case, rules: RuleSet) -> ReportSection:
    result = case.result
    total = result.total_kg_co2e
    largest = sorted(leaves_of(result.explain), key=lambda leaf: (-leaf.kg_co2e, leaf.label.en))[:_MOST_HOTSPOTS]
    rows = [
        ReportRow(
            label=leaf.label,
            value=Text(en=share, zh=share),
        )
        for leaf in largest
        for share in (f"{kg(leaf.kg_co2e)} kg CO2e, {percent(leaf.kg_co2e / total) if total else '0'} %",)
    ]
    rows += [
        ReportRow(
            label=item.label,
            value=Text(
                en=f"{percent(item.variance_share)} % of the variance; known exactly, the interval's upper half "
                f"shrinks by {kg(item.kg_co2e)} kg",
                zh=f"占方差 {percent(item.variance_share)}%；若准确测得，区间上半部分缩小 {kg(item.kg_co2e)} kg",
            ),
        )
        for item in result.next_measurements
    ]
    rows += [
        ReportRow(label=s.label, value=Text(en=f"{kg(s.total_kg_co2e)} kg CO2e", zh=f"{kg(s.total_kg_co2e)} kg CO2e"))
        for s in result.sensitivities
    ]
    return ReportSection(
        id="interpretation",
        title=Text(en="Interpretation", zh="解释"),
        clause=cited(rules, "interpretation"),
        rows=tuple(rows),
        sentences=(
            Text(
                en="Limits: climate change alone, no other environmental effect; a partial footprint; published "
                "averages where nothing was measured.",
                zh="局限：仅涉及气候变化，不含其他环境影响；为部分碳足迹；未实测处采用公开平均值。",
            ),
            Text(en=f"Interval: {result.interval.method}.", zh=f"区间方法：{result.interval.method}。"),
        ),
    )


def _data(case: Case, rules: RuleSet) -> ReportSection:
    factors: dict[str, FactorRef] = {}
    for leaf in leaves_of(case.result.explain):
        if leaf.node.factor is not None:
            factors[leaf.factor_id] = leaf.node.factor
    rows = [
        ReportRow(
            label=Text(en=factor.name or factor.id, zh=factor.name_zh or factor.name or factor.id),
            value=_cited(factor),
        )
        for _, factor in sorted(factors.items())
    ]
    return ReportSection(
        id="data",
        title=Text(en="Emission factors and their sources", zh="排放因子及来源"),
        clause=cited(rules, "data"),
        rows=tuple(rows),
    )


def _cited(factor: FactorRef) -> Text:
    year = "" if factor.year is None else f" {factor.year}"
    parts = (
        f"{decimal_text(factor.value)} {factor.unit}",
        f"{factor.region}{year}",
        f"GWP {factor.gwp}",
        factor.source,
        factor.licence,
    )
    return Text(en="; ".join(parts), zh="；".join(parts).replace("GWP not stated", "GWP 依据未说明"))


def _standing(case: Case, rules: RuleSet) -> ReportSection:
    if case.verified_by:
        said = Text(
            en=f"Verified by {case.verified_by}, as whoever made this report states; not checked here.",
            zh=f"由{case.verified_by}核查（系报告编制者陈述，此处未作核对）。",
        )
    else:
        said = Text(
            en="Not reviewed and not verified by a third party.",
            zh="未经第三方评审或核查。",
        )
    return ReportSection(
        id="standing",
        title=Text(en="Verification and disclosure", zh="核查与披露"),
        clause=cited(rules, "review"),
        sentences=(
            said,
            *(
                Text(en=f"Beyond ISO 14067 it asks for: {asked.en}.", zh=f"较 ISO 14067 增加：{asked.zh}。")
                for asked in rules.adds
            ),
            *rules.unknown,
            Text(
                en="Requirements are given in our own words; read them beside your copy of the standard.",
                zh="要求以我们自己的语言表述，请对照标准原文使用。",
            ),
        ),
    )
