"""Items on the operator, the installation, its plan, its emissions, heat, waste gases and electricity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from greencard.border.benchmark import routes_of
from greencard.border.installation import direct_emissions
from greencard.border.report.context import Check, Context, agrees, inconsistent, missing, shown
from greencard.border.report.items import Problem
from greencard.border.report.records import Address
from greencard.border.report.statement import meters_of

__all__ = ["CHECKS"]

_UNLOCODE: Final = re.compile(r"([A-Z]{2})[A-Z2-9]{3}")
_NORTH: Final = Decimal(90)
_EAST: Final = Decimal(180)
_MONTHS: Final = 12
_ZERO: Final = Decimal(0)


def _address(pointer: str, address: Address, en: str, zh: str) -> Iterator[Problem]:
    for name, said, said_zh in (
        ("street", "street and number", "街道门牌"),
        ("city", "city", "城市"),
        ("country", "country", "国家"),
    ):
        if not getattr(address, name).strip():
            yield missing(f"{pointer}/{name}", f"{said} of the {en}".capitalize(), f"{zh}的{said_zh}")


def _identification(at: Context) -> tuple[Problem, ...]:
    operator, here = at.report.operator, at.report.installation
    found: list[Problem] = []
    if not operator.name.strip():
        found.append(missing("/operator/name", "Name of the operator", "运营者名称"))
    if not operator.registration_number.strip():
        found.append(missing("/operator/registration_number", "Registration number of the operator", "运营者注册号"))
    found.extend(_address("/operator/address", operator.address, "operator", "运营者"))
    if not here.name.strip():
        found.append(missing("/installation/name", "Name of the installation", "设施名称"))
    found.extend(_address("/installation/address", here.address, "installation", "设施"))
    code = here.unlocode.replace(" ", "")
    match = _UNLOCODE.fullmatch(code)
    if not code:
        found.append(missing("/installation/unlocode", "UN/LOCODE of the location", "所在地的 UN/LOCODE"))
    elif match is None or (here.address.country and match[1] != here.address.country):
        found.append(
            inconsistent(
                "/installation/unlocode",
                (
                    f"{code[:20]} is no UN/LOCODE of {here.address.country or 'a country'}.",
                    f"{code[:20]} 不是该国的代码。",
                ),
                ("Give two letters of the country and three of the place.", "请填写两位国家代码加三位地点代码。"),
            )
        )
    for name, most, en, zh in (("latitude", _NORTH, "Latitude", "纬度"), ("longitude", _EAST, "Longitude", "经度")):
        degrees: Decimal | None = getattr(here, name)
        if degrees is None:
            found.append(missing(f"/installation/{name}", f"{en} of the main emission source", f"主要排放源的{zh}"))
        elif abs(degrees) > most:
            found.append(
                inconsistent(
                    f"/installation/{name}",
                    (f"{en} {shown(degrees)} is beyond {most} degrees.", f"{zh} {shown(degrees)} 超出 {most} 度。"),
                    ("Give decimal degrees.", "请以十进制度数填写。"),
                )
            )
    return tuple(found)


def _processes(at: Context) -> Iterator[Problem]:
    """(2)(a): processes by name, with the code of what they make and the route where the benchmark asks for it."""
    names = [process.name for process in at.report.processes]
    for pointer, process in at.processes():
        if not process.name.strip() or names.count(process.name) > 1:
            yield missing(f"{pointer}/name", "A name of its own for each process", "各过程各自的名称")
        if not at.known_code(process.cn):
            what = f"A CN code of Annex I for {process.name or 'the process'}"
            yield missing(f"{pointer}/cn", what, "附件一所列的 CN 编码")
        routes = routes_of(at.pack, process.cn.replace(" ", ""), "A")
        if routes not in {(), ("",)} and process.route not in routes:
            known = ", ".join(routes)
            yield missing(
                f"{pointer}/route",
                f"The production route of {process.name}, one of {known}",
                f"{process.name} 的生产路线（{known} 之一）",
            )


def _plan(at: Context) -> tuple[Problem, ...]:
    plan, found = at.report.monitoring_plan, []
    if not plan.version.strip():
        found.append(
            missing(
                "/monitoring_plan/version", "The monitoring plan (title, version, day)", "监测计划（名称、版本、日期）"
            )
        )
    if not at.report.processes:
        found.append(missing("/processes", "A list of the production processes", "生产过程清单"))
    found.extend(_processes(at))
    if any(stream.ncv_tj_per_unit for process in at.report.processes for stream in process.streams):
        if not plan.main_fuels:
            found.append(missing("/monitoring_plan/main_fuels", "The most important fuels", "主要燃料"))
        if plan.zero_rated_fuels is None:
            found.append(
                missing(
                    "/monitoring_plan/zero_rated_fuels",
                    "Whether zero-rated fuels are used",
                    "是否使用零排放燃料",
                    "Name them and how zero-rating is shown, or write none.",
                    "请写明燃料及其证明方式；没有则填 none。",
                )
            )
    if any(process.heat_in or process.heat_out for process in at.report.processes) and not plan.heat_partners:
        found.append(
            missing(
                "/monitoring_plan/heat_partners", "The installations that give or take heat", "供热或用热的其他设施"
            )
        )
    return tuple(found)


def _waste_gases(at: Context) -> tuple[Problem, ...]:
    said = at.report.waste_gases
    flows = any(process.waste_gas_in or process.waste_gas_out for process in at.report.processes)
    if said is None or not said.strip():
        hint = (
            "Describe them and name the other installations, or write none.",
            "请说明并写明对方设施；没有则填 none。",
        )
        return (missing("/waste_gases", "Whether there are waste gases", "是否有废气", *hint),)
    if flows and said.strip().lower() == "none":
        return (
            inconsistent(
                "/waste_gases",
                ("It says none, and a process imports or exports waste gas.", "填写为 none，但有过程进出废气。"),
                ("Describe the waste gases.", "请说明废气情况。"),
            ),
        )
    return ()


def _transfers(at: Context) -> tuple[Problem, ...] | None:
    if not at.report.carbon_transfers:
        return None
    found = []
    for index, transfer in enumerate(at.report.carbon_transfers):
        for name, en, zh in (
            ("tonnes", "The tonnes of CO2 transferred", "转移的二氧化碳吨数"),
            ("purpose", "What becomes of the CO2", "二氧化碳的去向"),
            ("partner", "The other installation", "对方设施"),
            ("contact", "The person responsible there", "对方负责人"),
        ):
            if not getattr(transfer, name):
                found.append(missing(f"/carbon_transfers/{index}/{name}", en, zh))
    return tuple(found)


def _total_direct(at: Context) -> tuple[Problem, ...]:
    total = at.report.direct_t
    if total is None:
        return (missing("/direct_t", "The total direct emissions of the installation", "设施直接排放总量"),)
    own = sum((direct_emissions(meters_of(process)) for process in at.report.processes), _ZERO)
    own += sum((source.tonnes_co2e or _ZERO for source in at.report.other_sources), _ZERO)
    alone = not at.report.monitoring_plan.other_processes
    if (alone and not agrees(total, own)) or (own > total and not agrees(total, own)):
        return (
            inconsistent(
                "/direct_t",
                (
                    f"The installation states {shown(total)} t, and its streams and sources come to {shown(own)} t.",
                    f"设施填报 {shown(total)} 吨，而源流与排放源合计 {shown(own)} 吨。",
                ),
                (
                    "Correct one of them, or name the processes outside CBAM in /monitoring_plan/other_processes.",
                    "请更正其一，或在 /monitoring_plan/other_processes 写明非 CBAM 过程。",
                ),
            ),
        )
    return ()


def _months(at: Context) -> tuple[Problem, ...] | None:
    months = at.report.period.months_monitored
    if months is None:
        return None
    if 1 <= months <= _MONTHS:
        return ()
    what = (f"{months} months is no part of a year.", f"{months} 个月不在一年之内。")
    return (inconsistent("/period/months_monitored", what, ("Give 1 to 12.", "请填写 1 至 12。")),)


def _emissions(at: Context) -> tuple[Problem, ...]:
    found = []
    monitored = any(process.streams or process.gases for process in at.report.processes) or at.report.other_sources
    total = at.report.direct_t
    if not monitored and (total is None or total):
        found.append(
            missing(
                "/processes/0/streams", "Activity data and factors of the source streams", "源流的活动数据与计算因子"
            )
        )
    if at.report.data_gaps is None or not at.report.data_gaps.strip():
        hint = ("Name them and the estimates used, or write none.", "请写明缺口与所用估算；没有则填 none。")
        found.append(missing("/data_gaps", "Whether there were data gaps", "是否有数据缺口", *hint))
    found.extend(
        missing(f"/other_sources/{index}/tonnes_co2e", f"The emissions of {source.name}", f"{source.name} 的排放量")
        for index, source in enumerate(at.report.other_sources)
        if source.tonnes_co2e is None
    )
    return tuple(found)


def _attribution(at: Context) -> tuple[Problem, ...]:
    if at.report.attribution.strip():
        return ()
    return (missing("/attribution", "How emissions were attributed to the processes", "排放归属到各过程的方法"),)


CHECKS: Final[dict[str, Check]] = {
    "1.1 (1)": _identification,
    "1.1 (2)": _plan,
    "1.1 (5)": _waste_gases,
    "1.1 (6)": _transfers,
    "1.1 (7)": _total_direct,
    "1.1 (8)": _months,
    "1.1 (16)": _emissions,
    "1.1 (29)": _attribution,
}
