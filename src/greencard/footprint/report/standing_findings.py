"""Findings on what the report says of itself: interpretation, entries, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.footprint.report.case import Finding
from greencard.footprint.report.rows import listed

if TYPE_CHECKING:
    from greencard.footprint.report.case import Case

__all__ = ["interpretation", "report", "verification"]


def interpretation(case: Case) -> Finding:
    """Whether there is a breakdown and an interval."""
    result = case.result
    if not result.explain.children or result.interval.high < result.interval.low:
        return Finding("not_met", "There is no breakdown or no interval.", "没有分解或区间。")
    return Finding(
        "met",
        f"Breakdown, 95 % interval, {len(result.next_measurements)} data worth measuring, {len(result.sensitivities)} "
        "other choices; limits: climate alone, partial footprint.",
        f"已给出分解、95% 区间、{len(result.next_measurements)} 项值得测量的数据和 "
        f"{len(result.sensitivities)} 种其他选择；局限：仅气候影响、部分碳足迹。",
    )


def report(case: Case) -> Finding:
    """Whether the record names what a reader needs to repeat the study."""
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
        return Finding(
            "not_met",
            f"Missing: {listed(en for en, _ in missing)}.",
            f"缺少：{listed((zh for _, zh in missing), '、')}。",
        )
    return Finding("met", "Every entry of the report has its data.", "报告各项均有数据。")


def verification(case: Case) -> Finding:
    """Who is said to have verified the figure."""
    if case.verified_by:
        return Finding(
            "met",
            f"Verified by {case.verified_by}, as whoever made this report states; not checked here.",
            f"由{case.verified_by}核查（系报告编制者陈述，此处未作核对）。",
        )
    return Finding(
        "open",
        "Neither reviewed nor verified by a third party; the report says so.",
        "未经第三方评审或核查；报告已注明。",
    )
