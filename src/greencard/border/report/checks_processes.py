"""Items on processes and what they make: quantities, activity levels, attributed emissions, units, routes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.border.installation import attributed_emissions
from greencard.border.report.context import Check, Context, agrees, inconsistent, missing, shown
from greencard.border.report.items import Problem
from greencard.border.report.statement import meters_of
from greencard.border.report.units import functional_unit
from greencard.errors import GreencardError
from greencard.model import Text

__all__ = ["CHECKS"]

_ZERO: Final = Decimal(0)


def _produced(at: Context) -> tuple[Problem, ...]:
    if not at.report.goods:
        return (missing("/goods", "A list of the goods produced", "所产货物清单"),)
    found = []
    names = {process.name: process for process in at.report.processes}
    made: dict[str, Decimal] = {}
    for pointer, good in at.goods():
        if not at.known_code(good.cn):
            found.append(
                missing(
                    f"{pointer}/cn", f"A CN code of Annex I for {good.name[:40] or 'the good'}", "附件一所列的 CN 编码"
                )
            )
        quantity = good.quantity_t if functional_unit(good.cn) == "t" else good.quantity
        if quantity is None:
            found.append(missing(f"{pointer}/quantity_t", "The quantity produced", "产量"))
        process = names.get(good.process)
        if process is None:
            found.append(missing(f"{pointer}/process", "The process that makes the good", "生产该货物的过程"))
            continue
        if process.cn.replace(" ", "")[:8] != good.cn.replace(" ", "")[:8]:
            what = (
                f"{good.cn} is said to be made by {process.name}, which makes {process.cn}.",
                f"{good.cn} 由 {process.name} 生产，而该过程生产 {process.cn}。",
            )
            found.append(
                inconsistent(
                    f"{pointer}/cn",
                    what,
                    (
                        "One process makes goods of one CN code (Art. 4).",
                        "一个过程只生产同一 CN 编码的货物（第 4 条）。",
                    ),
                )
            )
        made[good.process] = made.get(good.process, _ZERO) + (quantity or _ZERO)
    for pointer, process in at.processes():
        level = process.activity_level
        if level is not None and process.name in made and not agrees(level, made[process.name]):
            found.append(
                inconsistent(
                    f"{pointer}/activity_level",
                    (
                        f"{process.name} states {shown(level)}, and its goods add up to {shown(made[process.name])}.",
                        f"{process.name} 填报 {shown(level)}，其货物合计 {shown(made[process.name])}。",
                    ),
                    (
                        "The activity level is the goods that left the process; scrap does not count (Annex II F).",
                        "活动水平为离开过程的货物；废料不计（附件二 F 点）。",
                    ),
                )
            )
    return tuple(found)


def _other_goods(at: Context) -> tuple[Problem, ...] | None:
    return () if any(process.other_goods for process in at.report.processes) else None


def _attributed(at: Context) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not at.report.processes:
        found.append(missing("/processes", "The processes with their emissions", "过程及其排放"))
    for pointer, process in at.processes():
        if not process.activity_level:
            found.append(
                missing(
                    f"{pointer}/activity_level", f"The activity level of {process.name}", f"{process.name} 的活动水平"
                )
            )
        if process.direct_t is None:
            found.append(
                missing(
                    f"{pointer}/direct_t",
                    f"Attributed direct emissions of {process.name}",
                    f"{process.name} 的归属直接排放",
                )
            )
        if at.counts(process.cn) and process.indirect_t is None:
            found.append(
                missing(
                    f"{pointer}/indirect_t",
                    f"Attributed indirect emissions of {process.name}",
                    f"{process.name} 的归属间接排放",
                )
            )
        try:
            worked = attributed_emissions(at.pack, meters_of(process), pointer)
        except GreencardError as error:
            fault = error.faults[0]
            found.append(
                Problem(
                    kind="inconsistent",
                    pointer=fault.place.pointer or pointer,
                    what=Text(en=fault.text("en"), zh=fault.text("zh")),
                    remedy=Text(en=fault.remedy("en"), zh=fault.remedy("zh")),
                )
            )
            continue
        for name, stated, exact in (
            ("direct_t", process.direct_t, worked.direct_t),
            ("indirect_t", process.indirect_t, worked.indirect_t),
        ):
            measured = any(source.tonnes_co2e for source in at.report.other_sources)
            if stated is not None and not agrees(stated, exact) and not (measured and stated > exact):
                found.append(
                    inconsistent(
                        f"{pointer}/{name}",
                        (
                            f"{process.name} states {shown(stated)} t; its meters give {shown(exact)} t.",
                            f"{process.name} 填报 {shown(stated)} 吨；按源流、热、废气与电力计算为 {shown(exact)} 吨。",
                        ),
                        ("Correct one of them (eq. 55, 56).", "请更正其一（式 55、56）。"),
                    )
                )
    return tuple(found)


def _units(at: Context) -> tuple[Problem, ...]:
    if not at.report.goods:
        return (missing("/goods", "The goods in their functional unit", "以功能单位计的货物"),)
    found = []
    for pointer, process in at.processes():
        due = functional_unit(process.cn)
        if process.functional_unit != due:
            what = (
                f"{process.cn} is counted in {due}, not {process.functional_unit}.",
                f"{process.cn} 以 {due} 计，而非 {process.functional_unit}。",
            )
            found.append(
                inconsistent(f"{pointer}/functional_unit", what, ("Use the unit of Art. 4.", "请采用第 4 条的单位。"))
            )
    found.extend(
        missing(
            f"{pointer}/quantity",
            f"The quantity of {good.cn} in {functional_unit(good.cn)}",
            f"{good.cn} 以功能单位计的数量",
        )
        for pointer, good in at.goods()
        if functional_unit(good.cn) != "t" and good.quantity is None
    )
    return tuple(found)


def _routes(at: Context) -> tuple[Problem, ...] | None:
    due = [(pointer, good) for pointer, good in at.goods() if good.by_route]
    routed = {process.name for process in at.report.processes if process.route}
    lacking = [(pointer, good) for pointer, good in at.goods() if good.process in routed and not good.by_route]
    if not due and not lacking:
        return None
    found = [
        missing(f"{pointer}/by_route", f"The quantity of {good.cn} by route", f"{good.cn} 各路线的产量")
        for pointer, good in lacking
    ]
    for pointer, good in due:
        total = sum((part.quantity or _ZERO for part in good.by_route), _ZERO)
        quantity = good.quantity_t if functional_unit(good.cn) == "t" else good.quantity
        if quantity is not None and not agrees(total, quantity):
            what = (
                f"The routes add up to {shown(total)}, the good to {shown(quantity)}.",
                f"各路线合计 {shown(total)}，货物产量为 {shown(quantity)}。",
            )
            found.append(inconsistent(f"{pointer}/by_route", what, ("Correct one of them.", "请更正其一。")))
    return tuple(found)


CHECKS: Final[dict[str, Check]] = {
    "1.1 (13)": _produced,
    "1.1 (14)": _other_goods,
    "1.1 (30)": _attributed,
    "1.1 (31)": _units,
    "1.1 (34)": _routes,
}
