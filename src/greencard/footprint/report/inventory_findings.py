"""Findings on the inventory: the maker's own data, mass balance, allocation, electricity."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.report.case import Finding
from greencard.footprint.report.rows import kg, leaves_of, listed, percent

if TYPE_CHECKING:
    from greencard.footprint.report.case import Case

__all__ = ["allocation", "balance", "data", "electricity"]

_BALANCE: Final = Decimal("0.05")
_CERTIFICATES: Final = frozenset({"solar.certificates"})


def data(case: Case) -> Finding:
    """Whether the maker's own energy and gases are measured or documented."""
    quality = case.result.quality
    rating, rating_zh = "", ""
    if quality is not None:
        marks = f"{quality.technological}/{quality.geographical}/{quality.temporal}"
        rating = f" Ratings (technology/geography/time, 1 best to 5): {marks}."
        rating_zh = f"数据质量评分（技术/地域/时间，1 最好、5 最差）：{marks}。"
    own = [
        leaf
        for leaf in leaves_of(case.result.explain)
        if leaf.stage == "production" and "upstream" not in leaf.factor_id
    ]
    energy = [leaf for leaf in own if leaf.unit in {"kWh", "MJ"}]
    gases = [leaf for leaf in own if leaf.factor_id.startswith("gwp/") and leaf.basis == "default"]
    if not energy:
        return Finding(
            "not_met",
            f"Production states no energy at all.{rating}",
            f"生产阶段没有任何能源数据。{rating_zh}",
            "/processes",
        )
    stated = [leaf for leaf in energy if leaf.basis == "default"]
    share = percent(case.result.measured_share)
    if stated:
        return Finding(
            "not_met",
            f"The maker's own energy is stated, not metered or billed. Measured share {share} %.{rating}",
            f"制造商自身的能源为声明值，没有计量或账单。实测占比 {share}%。{rating_zh}",
            "/processes",
        )
    if gases:
        return Finding(
            "not_met",
            f"Gases the maker's own process lets out are stated, not measured or documented. Measured share {share} %."
            f"{rating}",
            f"制造商自身工序释放的气体为声明值，没有测量或凭证。实测占比 {share}%。{rating_zh}",
            "/processes",
        )
    return Finding(
        "met",
        f"The maker's own energy is metered or documented, the rest is secondary. Measured share {share} %.{rating}",
        f"制造商自身能源有计量或凭证，其余为次级数据。实测占比 {share}%。{rating_zh}",
    )


def balance(case: Case) -> Finding:
    """Whether what went in came out, within five per cent."""
    product = case.product
    net = sum((line.net_kg for line in product.bom), Decimal(0))
    gross = sum((line.gross_kg for line in product.bom), Decimal(0))
    off = abs(net - product.mass_kg) / product.mass_kg
    sold = sum((other.kg for process in product.processes for other in process.co_products), Decimal(0))
    lost = max(gross - net - sold, Decimal(0))
    en = (
        f"Materials in the product {kg(net)} kg, product {kg(product.mass_kg)} kg ({percent(off)} % apart); "
        + (f"{kg(sold)} kg are co-products; " if sold else "")
        + f"{kg(lost)} kg are losses, treated as waste."
    )
    zh = (
        f"产品中的材料 {kg(net)} kg，产品 {kg(product.mass_kg)} kg（相差 {percent(off)}%）；"
        + (f"联产品 {kg(sold)} kg；" if sold else "")
        + f"损耗 {kg(lost)} kg，按废弃物处理。"
    )
    return Finding("met" if off <= _BALANCE else "not_met", en, zh, "" if off <= _BALANCE else "/bom")


def allocation(case: Case) -> Finding:
    """Whether shared burdens are split by a stated method, with another beside it."""
    shared = [p for p in case.product.processes if p.co_products]
    if not shared:
        return Finding(
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
        return Finding(
            "not_met",
            f"Allocated: {names}. An economic allocation must say why a physical one does not serve.",
            f"分配：{names_zh}。采用经济价值分配须说明为何不能用物理关系。",
            "/processes",
        )
    if not others:
        return Finding(
            "open",
            f"Allocated: {names}. The record lets no other method be calculated for comparison.",
            f"分配：{names_zh}。记录不足以计算其他方法作比较。",
            "/processes",
        )
    low, high = min(s.total_kg_co2e for s in others), max(s.total_kg_co2e for s in others)
    en = f"Allocated: {names}; parts add up to one. Other methods give {kg(low)} to {kg(high)} kg."
    zh = f"分配：{names_zh}；各部分之和为一。其他方法结果为 {kg(low)} 至 {kg(high)} kg。"
    physical = max((s.total_kg_co2e for s in others if s.id != "allocation/economic"), default=Decimal(0))
    if economic and physical > case.result.total_kg_co2e:
        return Finding(
            "open",
            f"{en} Prices make it lower than a physical relation does: a document must show the prices.",
            f"{zh}按价格分配的结果低于物理关系：须有文件证明价格。",
            "/processes",
        )
    return Finding("met", en, zh)


_METHOD_ZH: Final = {"mass": "质量", "energy": "热值", "economic": "经济价值"}


def electricity(case: Case) -> Finding:
    """Whether electricity is treated by its kind of supply, and what became of certificates is known."""
    power = case.result.electricity
    if power.kwh_per_unit == 0:
        return Finding("not_met", "No electricity is stated for any process.", "各工序均未填写用电量。", "/processes")
    asked = [q for q in case.result.questions if q.code in _CERTIFICATES]
    en, zh = power.reason.en, power.reason.zh
    contract = bool(power.self_solar_kwh or power.certified_kwh or power.residual_kwh)
    location = power.location_based_kg_co2e
    if contract and location is None:
        return Finding("not_met", f"{en} The grid-average figure is missing.", f"{zh}缺少电网平均结果。")
    if location is not None and contract:
        en += f" At the grid average alone the electricity would be {kg(location)} kg."
        zh += f"若全部按电网平均，电力排放为 {kg(location)} kg。"
    plant = case.product.facility.solar
    sold = plant is not None and plant.certificates == "sold"
    if sold and not power.residual_kwh:
        return Finding(
            "open",
            f"{en} Certificates of the own plant were sold, and readings do not show how much of its power was used "
            "here; that part should take the residual mix.",
            f"{zh}自有电站的证书已出售，但读数未能说明有多少用于本厂；该部分应采用剩余组合。",
            "/facility/solar/certificates",
        )
    listed_none = not case.product.facility.certificates
    unknown = plant is not None and plant.certificates == "unknown" and listed_none and bool(power.match)
    if unknown and not asked:
        return Finding(
            "open",
            f"{en} What became of the certificates of the own plant is not known.",
            f"{zh}自有电站证书的去向不明。",
            "/facility/solar/certificates",
        )
    if asked:
        return Finding("open", f"{en} {asked[0].text.en}", f"{zh}{asked[0].text.zh}", asked[0].pointer)
    return Finding("met", en, zh)
