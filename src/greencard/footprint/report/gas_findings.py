"""Findings on gases and carbon: kinds, biogenic carbon, land, aircraft, timing, offsets, potentials."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from greencard.footprint.carbon import NO_FRACTION
from greencard.footprint.notes import land_use_partly
from greencard.footprint.report.case import Finding
from greencard.footprint.report.rows import kg, leaves_of, listed, percent

if TYPE_CHECKING:
    from greencard.footprint.report.case import Case

__all__ = ["aircraft", "carbon", "gwp", "kinds", "land_use", "land_use_change", "offsets", "timing"]


def kinds(case: Case) -> Finding:
    """Whether the kinds of gases add up to the total."""
    parts = case.result.components
    whole = parts.fossil + parts.biogenic_non_co2 + (parts.land_use_change or 0) + (parts.land_management or 0)
    if abs(whole - case.result.total_kg_co2e) > Decimal("1e-9") * max(Decimal(1), abs(whole)):
        return Finding(
            "not_met",
            f"The kinds sum to {kg(whole)} kg, the total is {kg(case.result.total_kg_co2e)} kg.",
            f"各类之和为 {kg(whole)} kg，总量为 {kg(case.result.total_kg_co2e)} kg。",
        )
    return Finding(
        "met",
        f"Fossil {kg(parts.fossil)} kg; CH4 and N2O of biomass {kg(parts.biogenic_non_co2)} kg; biogenic CO2 "
        f"{kg(parts.biogenic_emissions)} kg and uptake {kg(parts.biogenic_uptake)} kg apart. Published factors that do "
        "not split count as fossil.",
        f"化石 {kg(parts.fossil)} kg；生物质 CH4 与 N2O {kg(parts.biogenic_non_co2)} kg；生物源 CO2 "
        f"{kg(parts.biogenic_emissions)} kg、吸收 {kg(parts.biogenic_uptake)} kg 单列。未分列的公布因子计为化石。",
    )


def carbon(case: Case) -> Finding:
    """Whether the carbon of everything that grew is known."""
    content = case.result.components.biogenic_carbon_content_kg
    if not case.bio_based:
        return Finding("met", "Nothing in the product grew: no biogenic carbon.", "产品不含生物基材料，无生物碳。")
    if content == 0:
        return Finding(
            "not_met",
            "Bio-based material is stated, but no carbon fraction is known for it.",
            "含生物基材料，但没有其含碳率。",
            "/bom",
        )
    if any(note.en.startswith(NO_FRACTION) for note in case.result.notes):
        return Finding(
            "not_met",
            f"{kg(content)} kg C is known; of other bio-based material no carbon fraction is.",
            f"已知生物碳 {kg(content)} kg；其他生物基材料没有含碳率。",
            "/bom",
        )
    return Finding(
        "met",
        f"{kg(content)} kg C in the product; that of the packaging is not calculated.",
        f"产品含生物碳 {kg(content)} kg；包装中的未计算。",
    )


def land_use_change(case: Case) -> Finding:
    """Whether every material that grew has its land-use change, with a document behind it."""
    change = case.result.components.land_use_change
    names = [line.material for line in case.product.bom if line.bio_based_share > 0]
    said, said_zh = f"{listed(names)}" or "what grew", listed(names, "、") or "生物基材料"
    if change is not None:
        known = f"{kg(change)} kg CO2e, reported apart."
        known_zh = f"{kg(change)} kg CO2e，单独报告。"
        if land_use_partly(case.result.notes):
            return Finding(
                "open",
                f"{known} Not every bio-based material has a figure ({said}).",
                f"{known_zh}并非每种生物基材料都有数值（{said_zh}）。",
                "/bom",
            )
        bare = [
            i
            for i, process in enumerate(case.product.processes)
            if process.evidence.grade == "E0" and any(r.origin == "land_use_change" for r in process.releases)
        ]
        if bare:
            return Finding(
                "open",
                f"{known} It is a statement without a document.",
                f"{known_zh}仅为声明，没有文件。",
                f"/processes/{bare[0]}/evidence",
            )
        return Finding("met", known, known_zh)
    if not case.bio_based:
        packed = bool(case.product.packaging)
        return Finding(
            "met",
            "No bio-based material in the product." + (" That of packaging is not looked at." if packed else ""),
            "产品不含生物基材料。" + ("包装材料未作判断。" if packed else ""),
        )
    return Finding(
        "open",
        f"Not quantified. Show that the land of {said} was not converted in the last 20 years, or its change.",
        f"未量化。请证明{said_zh}的土地在过去 20 年内未改变用途，或给出其变化。",
        "/bom",
    )


def land_use(case: Case) -> Finding:
    """Soil carbon of land use, where it is given."""
    amount = case.result.components.land_management
    if amount is None:
        return Finding("met", "Soil carbon of land use is optional and left out.", "土地利用土壤碳为可选项，未计入。")
    return Finding("met", f"{kg(amount)} kg CO2e, reported apart.", f"{kg(amount)} kg CO2e，单独报告。")


def aircraft(case: Case) -> Finding:
    """Emissions of aircraft, where there are any."""
    amount = case.result.components.aircraft
    if amount:
        return Finding("met", f"{kg(amount)} kg CO2e, reported apart.", f"{kg(amount)} kg CO2e，单独报告。")
    return Finding(
        "met",
        "No inbound transport by air is recorded; the journey to the buyer is outside the boundary.",
        "进厂运输没有航空段；运往买方的运输不在边界内。",
    )


def timing(_case: Case) -> Finding:
    """No time is in the calculation."""
    return Finding(
        "met",
        "The calculation has no time in it: nothing is discounted for storage or delay.",
        "计算不含时间因素：不因储存或延迟折减。",
    )


def offsets(_case: Case) -> Finding:
    """No offset can be expressed."""
    return Finding(
        "met",
        "An offset, a credit or exported electricity cannot be expressed in the record.",
        "记录中无法填入抵消、信用或上网电量。",
    )


def gwp(case: Case) -> Finding:
    """Whether every factor is on the result's set of potentials."""
    result = case.result
    other: dict[str, Decimal] = {}
    for leaf in leaves_of(result.explain):
        basis = leaf.gwp or "not stated"
        if leaf.factor_id and basis != result.gwp_set:
            other[basis] = other.get(basis, Decimal(0)) + leaf.kg_co2e
    if not other:
        return Finding("met", f"GWP100 of {result.gwp_set} throughout.", f"全部采用 {result.gwp_set} 的 GWP100。")
    total = result.total_kg_co2e
    shares = {name: percent(value / total) if total else "0" for name, value in sorted(other.items())}
    return Finding(
        "open",
        f"Gases computed here use {result.gwp_set}. Published factors on another basis: "
        + listed(f"{name} {share} % of the total" for name, share in shares.items())
        + "; they cannot be converted.",
        f"本处计算的气体采用 {result.gwp_set}。其他依据的公布因子："
        + listed((f"{'未说明' if name == 'not stated' else name} 占 {share}%" for name, share in shares.items()), "、")
        + "，无法换算。",
    )
