"""A report from an operator's process data, filled as far as the data go; what they do not tell stays missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Final, TypeVar

from msgspec.structs import replace

from greencard.border.commodity import CN_DIGITS, commodity_code
from greencard.border.figures import EXACT, share
from greencard.border.installation import (
    ConsumedPrecursor,
    ElectricityUse,
    ProcessData,
    attributed_emissions,
    direct_emissions,
    emissions_of,
)
from greencard.border.pack import BorderPack
from greencard.border.report.reading import OperatorData
from greencard.border.report.records import (
    ElectricitySource,
    OperatorReport,
    OwnGeneration,
    PrecursorUse,
    ReportedGood,
    ReportedPrecursor,
    ReportedProcess,
    ReportingPeriod,
    ReportVerification,
    RouteQuantity,
)
from greencard.border.report.statement import (
    applicable_default,
    counts_indirect,
    embedded_emissions,
    free_allocation,
)
from greencard.border.report.units import functional_unit
from greencard.errors import InvalidInput, Place, Refused, declare

__all__ = ["filled_report"]

_ZERO: Final = Decimal(0)
_FIRST_YEAR: Final = 2026
_EARLIEST: Final = 2000
_LATEST: Final = 2100

T = TypeVar("T")

NO_PROCESS = declare(
    "GC-BRD-116",
    InvalidInput,
    en="The process data describe no process {name}.",
    zh="过程数据中没有过程 {name}。",
    remedy_en="Name one of: {known}.",
    remedy_zh="请填写其中之一：{known}。",
)

NO_YEAR = declare(
    "GC-BRD-118",
    InvalidInput,
    en="The verification covers the year {year}.",
    zh="核查覆盖的年份为 {year}。",
    remedy_en="Give the calendar year of the data, from 2026.",
    remedy_zh="请填写数据所属的日历年，自 2026 年起。",
)


@dataclass(slots=True)
class _Bought:
    """Bought precursors collected over the processes, by what makes them one entry of the report."""

    found: dict[str, ReportedPrecursor] = field(default_factory=dict)
    tonnes: dict[str, Decimal] = field(default_factory=dict)
    keys: dict[tuple[ReportedPrecursor, str], str] = field(default_factory=dict)


def filled_report(pack: BorderPack, data: OperatorData, process: str, year: int = _FIRST_YEAR) -> OperatorReport:
    """The report of the installation that runs `process`, for `year` or the year its verification covers.

    Processes of the same installation become processes of the report. What another installation makes becomes a bought
    precursor that carries its producer's data, so that nothing of the chain is lost. Attributed emissions, specific
    embedded emissions, the share of default values and the free-allocation adjustment are worked out; they are never
    rounded. Addresses, codes, monitoring plan and sector parameters are not in such data and stay missing.

    Raises:
        InvalidInput: no such process (GC-BRD-116); no year (118); whatever `emissions_of` refuses.
        Refused: whatever `emissions_of` refuses.
    """
    main = data.processes.get(process)
    if main is None:
        known = ", ".join(list(data.processes)[:10]) or "—"
        raise NO_PROCESS.at(Place("/processes"), name=repr(process)[:60], known=known)
    emissions_of(pack, data.processes, process)  # refuses what the engine would refuse, at the place it would name
    names = _own(data.processes, process)
    bought = _Bought()
    with localcontext(EXACT):
        processes = tuple(_process(pack, data.processes, name, names, bought) for name in names)
        report = OperatorReport(
            illustrative=data.illustrative,
            operator=data.operator,
            installation=data.installation,
            period=ReportingPeriod(start=date(_year(main, year), 1, 1), end=date(_year(main, year), 12, 31)),
            electricity_sources=_sources(pack, data, names),
            electricity_produced_by=_generation(data, names),
            waste_gases=None if any(_waste(data.processes[name]) for name in names) else "none",
            direct_t=sum((direct_emissions(data.processes[name]) for name in names), _ZERO),
            electricity_mwh=_total(data, names),
            processes=processes,
            precursors=tuple(replace(found, total_t=bought.tonnes[name]) for name, found in bought.found.items()),
            verification=_verification(main),
        )
    return _with_goods(pack, report, _year(main, year))


def _own(processes: Mapping[str, ProcessData], first: str) -> list[str]:
    """The process asked for and those of the same installation that it consumes, level by level, each once."""
    here, found = processes[first].installation, [first]
    for name in found:
        for consumed in processes[name].precursors:
            made = processes.get(consumed.process) if consumed.process else None
            if made is not None and here and made.installation == here and consumed.process not in found:
                found.append(consumed.process)
    return found


def _process(
    pack: BorderPack, processes: Mapping[str, ProcessData], name: str, own: list[str], bought: _Bought
) -> ReportedProcess:
    data = processes[name]
    attributed = attributed_emissions(pack, data, f"/processes/{name[:40]}")
    uses = tuple(_use(pack, processes, consumed, own, bought) for consumed in data.precursors)
    code = commodity_code(data.cn, Place(f"/processes/{name[:40]}/cn"))
    counts = counts_indirect(pack, code)
    return ReportedProcess(
        name=name,
        cn=code,
        route=data.route,
        functional_unit=functional_unit(code),
        activity_level=data.activity_level_t,
        direct_t=attributed.direct_t,
        indirect_t=attributed.indirect_t if counts or data.electricity_in else None,
        streams=data.streams,
        gases=data.gases,
        heat_in=data.heat_in,
        heat_out=data.heat_out,
        waste_gas_in=data.waste_gas_in,
        waste_gas_out=data.waste_gas_out,
        electricity_in=data.electricity_in,
        electricity_produced=data.electricity_produced,
        uses=uses,
    )


def _use(
    pack: BorderPack, processes: Mapping[str, ProcessData], consumed: ConsumedPrecursor, own: list[str], bought: _Bought
) -> PrecursorUse:
    if consumed.process in own:
        return PrecursorUse(process=consumed.process, mass_t=consumed.mass_t)
    found = _precursor(pack, processes, consumed)
    key = (found, consumed.process)
    name = bought.keys.get(key)
    if name is None:
        name = consumed.process or f"PP{len(bought.keys) + 1}"
        bought.keys[key] = name
        bought.found[name] = replace(found, id=name)
        bought.tonnes[name] = _ZERO
    bought.tonnes[name] += consumed.mass_t
    return PrecursorUse(precursor=name, mass_t=consumed.mass_t)


def _precursor(
    pack: BorderPack, processes: Mapping[str, ProcessData], consumed: ConsumedPrecursor
) -> ReportedPrecursor:
    name = pack.codes.get(commodity_code(consumed.cn)[:CN_DIGITS], "")
    if consumed.process:
        inner = emissions_of(pack, processes, consumed.process)
        seen = inner.verification
        return ReportedPrecursor(
            cn=consumed.cn,
            name=name,
            origin=consumed.origin,
            basis="actual",
            year=seen.year if seen else None,
            year_by="default_period",
            installation=inner.installation,
            route=inner.route,
            verifier=seen.verifier if seen else "",
            verification_report=seen.report if seen else "",
            emissions=inner,
        )
    stated = consumed.stated
    if stated is None or (stated.see_t_per_t is None and stated.emissions is None):
        found = applicable_default(pack, consumed.cn, consumed.origin)
        return ReportedPrecursor(
            cn=consumed.cn, name=name, origin=consumed.origin, default_value=found.value if found else None
        )
    return ReportedPrecursor(
        cn=consumed.cn,
        name=name,
        origin=consumed.origin or stated.origin,
        basis="actual",
        see_direct=stated.see_t_per_t if stated.split_stated else None,
        sefa=stated.sefa_t_per_t,
        year=stated.year,
        year_by="time_of_production" if stated.year else "default_period",
        installation=stated.installation,
        route=stated.route,
        verified=stated.verified,
        emissions=stated.emissions,
    )


def _year(main: ProcessData, year: int) -> int:
    found = main.verification.year if main.verification is not None else year
    if not _EARLIEST <= found <= _LATEST:
        raise NO_YEAR.at(Place("/processes"), year=str(found)[:20])
    return found


def _sources(pack: BorderPack, data: OperatorData, names: list[str]) -> tuple[ElectricitySource, ...]:
    """Sources by name, with what the processes took of each."""
    found: dict[str, list[ElectricityUse]] = {}
    for name in names:
        for use in data.processes[name].electricity_in:
            found.setdefault(use.name, []).append(use)
    country = data.installation.address.country
    return tuple(
        ElectricitySource(
            name=name,
            mwh=sum((use.mwh for use in uses), _ZERO),
            country=country if country in pack.territories else "",
            emission_factor_t_per_mwh=uses[0].emission_factor_t_per_mwh,
            basis=uses[0].basis,
            evidence=uses[0].evidence,
        )
        for name, uses in found.items()
    )


def _generation(data: OperatorData, names: list[str]) -> OwnGeneration | None:
    return OwnGeneration() if any(data.processes[name].electricity_produced for name in names) else None


def _waste(process: ProcessData) -> bool:
    return bool(process.waste_gas_in or process.waste_gas_out)


def _total(data: OperatorData, names: list[str]) -> Decimal | None:
    uses = [use.mwh for name in names for use in data.processes[name].electricity_in]
    return sum(uses, _ZERO) if uses else None


def _verification(main: ProcessData) -> ReportVerification | None:
    seen = main.verification
    return ReportVerification(verifier=seen.verifier, report=seen.report, year=seen.year) if seen else None


def _with_goods(pack: BorderPack, report: OperatorReport, year: int) -> OperatorReport:
    return replace(report, goods=tuple(_good(pack, report, process, year) for process in report.processes))


def _good(pack: BorderPack, report: OperatorReport, process: ReportedProcess, year: int) -> ReportedGood:
    code = commodity_code(process.cn)
    counts = counts_indirect(pack, code)
    found = _known(lambda: embedded_emissions(pack, report, process, year))
    unit = process.functional_unit
    good = ReportedGood(
        cn=process.cn,
        name=pack.codes.get(code[:CN_DIGITS], ""),
        process=process.name,
        quantity_t=process.activity_level if unit == "t" else None,
        quantity=None if unit == "t" else process.activity_level,
        by_route=(RouteQuantity(route=process.route, quantity=process.activity_level),) if process.route else (),
        indirect_actual_share=_actual_share(process) if counts else None,
        sefa=_known(lambda: free_allocation(pack, report, code, year)),
    )
    if found is None:
        return good
    total = found.direct + (found.indirect if counts else _ZERO)
    return replace(
        good,
        see_direct=found.direct,
        see_indirect=found.indirect if counts else None,
        default_share=share(found.by_default, total),
    )


def _known(work: Callable[[], T | None]) -> T | None:
    """What the data allow to work out; None where evidence such as a route or a split figure is missing."""
    try:
        return work()
    except Refused:
        return None


def _actual_share(process: ReportedProcess) -> Decimal:
    all_mwh = sum((use.mwh for use in process.electricity_in), _ZERO)
    actual = sum((use.mwh for use in process.electricity_in if use.basis != "grid_default"), _ZERO)
    return share(actual, all_mwh)
