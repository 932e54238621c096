"""Items on processes, goods, their specific embedded emissions, sector parameters and the summary."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from greencard.border.figures import share
from greencard.border.report.categories import PARAMETERS, aggregated_category
from greencard.border.report.context import Check, Context, agrees, inconsistent, missing, shown
from greencard.border.report.items import Problem
from greencard.border.report.records import ReportedGood
from greencard.border.report.statement import Embedded, embedded_emissions, free_allocation
from greencard.border.report.units import functional_unit
from greencard.errors import GreencardError

__all__ = ["CHECKS"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_SHARE_APART: Final = Decimal("0.005")
_WORDS: Final = {
    "reducing_agent": ("the main reducing agent", "主要还原剂"),
    "manganese_pct": ("mass % of Mn", "锰质量百分比"),
    "chromium_pct": ("mass % of Cr", "铬质量百分比"),
    "nickel_pct": ("mass % of Ni", "镍质量百分比"),
    "other_alloys_pct": ("mass % of other alloy elements", "其他合金元素质量百分比"),
    "carbon_pct": ("mass % of carbon", "碳质量百分比"),
    "scrap_t_per_t": ("tonnes of scrap per tonne", "每吨产品所用废料吨数"),
    "pre_consumer_scrap_pct": ("% of pre-consumer scrap", "消费前废料百分比"),
    "clinker_ratio_pct": ("the clinker to cement ratio", "熟料与水泥之比"),
    "nitrogen_pct": ("total N", "总氮含量"),
    "nitrogen_ammonium_pct": ("N as ammonium", "铵态氮含量"),
    "nitrogen_nitrate_pct": ("N as nitrate", "硝态氮含量"),
    "nitrogen_urea_pct": ("N as urea", "尿素态氮含量"),
    "nitrogen_other_pct": ("N in other forms", "其他形态氮含量"),
    "purity_pct": ("the purity", "纯度"),
    "concentration_pct": ("the concentration", "浓度"),
}


def _embedded(at: Context, good: ReportedGood) -> Embedded | None:
    """What the report's own figures come to; None where one of them is missing, which other items say."""
    process = next((one for one in at.report.processes if one.name == good.process), None)
    if process is None:
        return None
    try:
        return embedded_emissions(at.pack, at.report, process, at.year)
    except GreencardError:
        return None


def _emissions(at: Context) -> tuple[Problem, ...]:
    if not at.report.goods:
        return (missing("/goods", "The goods with their emissions", "货物及其排放"),)
    found: list[Problem] = []
    for pointer, good in at.goods():
        counts, worked = at.counts(good.cn), _embedded(at, good)
        found.extend(
            _one(
                pointer,
                "see_direct",
                good.see_direct,
                worked.direct if worked else None,
                ("Specific direct emissions", "单位直接排放"),
            )
        )
        if not good.data_quality.strip():
            found.append(missing(f"{pointer}/data_quality", "How the emissions were determined", "排放的确定方法"))
        found.extend(_shares(pointer, good, worked, counts=counts))
        if not counts:
            if good.see_indirect is not None:
                found.append(
                    inconsistent(
                        f"{pointer}/see_indirect",
                        (
                            f"{good.cn} is in Annex II: only direct emissions count.",
                            f"{good.cn} 属附件二：只计直接排放。",
                        ),
                        (
                            "Take the indirect emissions out; electricity stays with the process.",
                            "请删去间接排放；用电仍填在过程中。",
                        ),
                    )
                )
            continue
        found.extend(
            _one(
                pointer,
                "see_indirect",
                good.see_indirect,
                worked.indirect if worked else None,
                ("Specific indirect emissions", "单位间接排放"),
            )
        )
        if good.indirect_actual_share is None:
            found.append(
                missing(
                    f"{pointer}/indirect_actual_share",
                    "The share of indirect emissions on actual values",
                    "采用实际值的间接排放占比",
                )
            )
        elif good.indirect_actual_share and good.indirect_criteria_met is not True:
            found.append(
                missing(
                    f"{pointer}/indirect_criteria_met",
                    "The confirmation of the criteria for actual electricity factors",
                    "电力实际因子适用条件的确认",
                    "Confirm Regulation (EU) 2023/956 Annex IV point 6 and give the verifier the evidence of D.4.3.",
                    "请确认符合 (EU) 2023/956 附件四第 6 点，并向核查机构提交 D.4.3 所列证据。",
                )
            )
    return tuple(found)


def _one(
    pointer: str, name: str, stated: Decimal | None, worked: Decimal | None, words: tuple[str, str]
) -> Iterator[Problem]:
    en, zh = words
    if stated is None:
        yield missing(f"{pointer}/{name}", en, zh)
    elif worked is not None and not agrees(stated, worked):
        yield inconsistent(
            f"{pointer}/{name}",
            (
                f"{en}: {shown(stated)} is stated; process and precursors by the activity level give {shown(worked)}.",
                f"{zh}：填报 {shown(stated)}；过程与前体除以活动水平得 {shown(worked)}。",
            ),
            (
                "SEE × activity level = attributed emissions + Σ precursor mass × its SEE (eq. 59): correct one.",
                "SEE × 活动水平 = 归属排放 + Σ 前体质量 × 其 SEE（式 59）：请更正其一。",
            ),
        )


def _shares(pointer: str, good: ReportedGood, worked: Embedded | None, *, counts: bool) -> Iterator[Problem]:
    for name, zh in (("default_share", "默认值占比"), ("indirect_actual_share", "实际值占比")):
        value: Decimal | None = getattr(good, name)
        if value is not None and value > _ONE:
            what = (f"{name} is {shown(value)}.", f"{zh}为 {shown(value)}。")
            yield inconsistent(f"{pointer}/{name}", what, ("Give a share of 0 to 1.", "请填写 0 至 1 的占比。"))
    stated = good.default_share
    if stated is None:
        yield missing(
            f"{pointer}/default_share", "The share of emissions from default values", "默认值占隐含排放的比例"
        )
    elif worked is not None and stated <= _ONE:
        total = worked.direct + (worked.indirect if counts else _ZERO)
        found = share(worked.by_default, total)
        if abs(found - stated) > _SHARE_APART:
            yield inconsistent(
                f"{pointer}/default_share",
                (
                    f"{shown(stated)} is stated, and the precursors on default values make {shown(found)}.",
                    f"填报 {shown(stated)}，采用默认值的前体占 {shown(found)}。",
                ),
                (
                    "Default values may stand for precursors alone (Art. 15); state their share.",
                    "默认值仅可用于前体（第 15 条）；请填写其占比。",
                ),
            )


def _parameters(at: Context) -> tuple[Problem, ...] | None:
    found: list[Problem] = []
    applies = False
    for pointer, good in at.goods():
        category = aggregated_category(good.cn.replace(" ", ""))
        for name in PARAMETERS.get(category, ()) if category else ():
            applies = True
            value = getattr(good.parameters, name)
            if name == "pre_consumer_scrap_pct" and value is None and good.parameters.scrap_t_per_t == _ZERO:
                continue
            en, zh = _WORDS[name]
            if value is None or value == "":
                found.append(
                    missing(
                        f"{pointer}/parameters/{name}", f"{en[0].upper()}{en[1:]} of {good.cn}", f"{good.cn} 的{zh}"
                    )
                )
            elif isinstance(value, Decimal) and name.endswith("_pct") and value > _HUNDRED:
                what = (f"{en} is {shown(value)} %.", f"{zh}为 {shown(value)}%。")
                found.append(
                    inconsistent(
                        f"{pointer}/parameters/{name}",
                        what,
                        ("Give per cent of 0 to 100.", "请填写 0 至 100 的百分比。"),
                    )
                )
    return tuple(found) if applies else None


def _allocation(at: Context) -> tuple[Problem, ...] | None:
    priced = [(pointer, good) for pointer, good in at.goods() if functional_unit(good.cn) == "t"]
    if not priced:
        return None
    found = []
    for pointer, good in priced:
        try:
            worked = free_allocation(at.pack, at.report, good.cn, at.year)
        except GreencardError:
            worked = None
        if good.sefa is None:
            found.append(
                missing(f"{pointer}/sefa", f"The free-allocation adjustment of {good.cn}", f"{good.cn} 的免费配额调整")
            )
        elif worked is not None and not agrees(good.sefa, worked):
            found.append(
                inconsistent(
                    f"{pointer}/sefa",
                    (
                        f"{shown(good.sefa)} is stated; factor × benchmark with the precursors gives {shown(worked)}.",
                        f"填报 {shown(good.sefa)}；系数 × 基准值连同前体为 {shown(worked)}。",
                    ),
                    (
                        "Use benchmark column A of the actual route, and column B for precursors on default values.",
                        "请用实际路线的 A 列基准值；采用默认值的前体用 B 列。",
                    ),
                )
            )
    return tuple(found)


def _confirmed(at: Context) -> tuple[Problem, ...]:
    return tuple(
        missing(
            f"{pointer}/benchmarks_confirmed",
            f"The confirmation of benchmarks for {good.cn}",
            f"{good.cn} 基准值的确认",
        )
        for pointer, good in at.goods()
        if good.benchmarks_confirmed is not True
    )


def _indirect(at: Context) -> tuple[Problem, ...] | None:
    if not at.outside_annex_ii:
        return None
    total = at.report.indirect_t
    if total is None:
        return (missing("/indirect_t", "The indirect emissions of the installation", "设施间接排放"),)
    worked = sum(
        (use.mwh * use.emission_factor_t_per_mwh for one in at.report.processes for use in one.electricity_in), _ZERO
    )
    if total >= worked or agrees(total, worked):
        return ()
    what = (
        f"{shown(total)} t is stated, and the processes alone make {shown(worked)} t.",
        f"填报 {shown(total)} 吨，而各过程已达 {shown(worked)} 吨。",
    )
    return (inconsistent("/indirect_t", what, ("Correct one of them.", "请更正其一。")),)


CHECKS: Final[dict[str, Check]] = {
    "1.1 (15)": _emissions,
    "1.1 (35)": _parameters,
    "1.2 (4)(e)": _allocation,
    "1.2 (4)(f)": _confirmed,
    "1.2 (6)": _indirect,
}
