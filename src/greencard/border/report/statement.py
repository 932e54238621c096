"""From a report to what the engine takes, and what it comes to per tonne; the figures of the report itself are used.

Implementing Regulation (EU) 2025/2547 eq. 57 to 63: the attributed emissions of item 30 by the activity level, and each
precursor with its own specific embedded emissions. That those figures follow from meters is for the checks to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from msgspec.structs import replace

from greencard.border.actual import actual_obligation
from greencard.border.commodity import CN_DIGITS, commodity_code, spaced
from greencard.border.defaults import DefaultAnswer, default_value, highest_value, markup_for
from greencard.border.figures import EXACT, quotient
from greencard.border.installation import ConsumedPrecursor, ProcessData
from greencard.border.obligation import Good, Obligation
from greencard.border.pack import BorderPack
from greencard.border.report.records import OperatorReport, PrecursorUse, ReportedPrecursor, ReportedProcess
from greencard.border.scope import in_scope
from greencard.border.statement import MAX_DEPTH, ActualEmissions, Precursor, Verification, check_size
from greencard.errors import InvalidInput, Place, Refused, declare

__all__ = [
    "EXEMPT",
    "Embedded",
    "actual_of",
    "applicable_default",
    "counts_indirect",
    "embedded_emissions",
    "free_allocation",
    "meters_of",
    "precursor_emissions",
    "process_data_of",
    "process_of",
    "verification_of",
]

_ZERO: Final = Decimal(0)
EXEMPT: Final = frozenset({"member", "territory", "exempt"})
"""Places whose goods carry no embedded emissions as precursors (Annex III point B)."""

LACKING = declare(
    "GC-BRD-112",
    Refused,
    en="The report does not give {what}, so no emissions per tonne follow from it.",
    zh="报告未给出{what_zh}，因此无法得出每吨排放。",
    remedy_en="Give it; `greencard border report check` names everything that is missing.",
    remedy_zh="请补充；greencard border report check 会列出所有缺项。",
)
UNKNOWN_NAME = declare(
    "GC-BRD-113",
    InvalidInput,
    en="{name} is named as a precursor, and the report describes no such process or precursor.",
    zh="{name} 被列为前体，但报告未描述该过程或前体。",
    remedy_en="Use the `name` of a process or the `id` of a bought precursor.",
    remedy_zh="请使用过程的 `name` 或外购前体的 `id`。",
)
NO_GOOD = declare(
    "GC-BRD-114",
    InvalidInput,
    en="The report has no process that makes {code}; it makes {made}.",
    zh="报告中没有生产 {code} 的过程；其产品为 {made}。",
    remedy_en="Give one of its codes.",
    remedy_zh="请填写其中之一。",
)
CIRCLE = declare(
    "GC-BRD-115",
    Refused,
    en="The processes of the report feed each other in a circle: {chain}.",
    zh="报告中的过程互为前体，形成循环：{chain}。",
    remedy_en="Treat them as one joint production process (IR (EU) 2025/2547 Art. 4(9)).",
    remedy_zh="请将其作为一个联合生产过程处理（(EU) 2025/2547 第 4 条第 9 款）。",
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Specific embedded emissions of a process, t CO2e per functional unit, and how much of them rests on defaults."""

    direct: Decimal
    indirect: Decimal
    by_default: Decimal


def counts_indirect(pack: BorderPack, cn: str) -> bool:
    """Whether indirect emissions count for a good: it is in Annex I and not in Annex II."""
    return in_scope(pack, cn, pack.parameters.eu_obligation_from).indirect


def process_of(report: OperatorReport, cn: str) -> ReportedProcess:
    """The process that makes a good.

    Raises:
        InvalidInput: none does (GC-BRD-114).
    """
    asked = commodity_code(cn, Place("/cn"))[:CN_DIGITS]
    for process in report.processes:
        if process.cn.replace(" ", "")[:CN_DIGITS] == asked:
            return process
    made = ", ".join(process.cn for process in report.processes[:10]) or "—"
    raise NO_GOOD.at(Place("/processes"), code=spaced(asked), made=made)


def verification_of(report: OperatorReport) -> Verification | None:
    """The verification in the engine's form; None where verifier, number or year is missing."""
    found = report.verification
    if found is None or not (found.verifier.strip() and found.report.strip()) or found.year is None:
        return None
    return Verification(verifier=found.verifier, report=found.report, year=found.year)


def actual_of(pack: BorderPack, report: OperatorReport, cn: str) -> ActualEmissions:
    """What the report states of one good, for `eu_cbam(…, actual=…)`; without a verification it stays indicative.

    Raises:
        InvalidInput: no process makes the good (GC-BRD-114); an unknown precursor (113); a chain too large (041).
        Refused: a figure the calculation needs is missing (GC-BRD-112); processes in a circle (115).
    """
    process = process_of(report, cn)
    check_size(_edges(report), process.name, Place("/processes"))
    return _stated(pack, report, process, counts=counts_indirect(pack, cn), trail=())


def _stated(
    pack: BorderPack, report: OperatorReport, process: ReportedProcess, *, counts: bool, trail: tuple[str, ...]
) -> ActualEmissions:
    here = _step(trail, process)
    at = f"/processes/{report.processes.index(process)}"
    level, direct = _level(process, at), _direct(process, at)
    indirect = process.indirect_t
    own = counts_indirect(pack, commodity_code(process.cn, Place(f"{at}/cn")))
    return ActualEmissions(
        direct_t_per_t=quotient(direct, level),
        indirect_t_per_t=quotient(indirect, level)
        if indirect is not None and (own or counts or process.electricity_in)
        else None,
        precursors=tuple(
            _input(pack, report, use, level=level, counts=counts, trail=here, at=f"{at}/uses/{index}")
            for index, use in enumerate(process.uses)
        ),
        route=process.route,
        verification=verification_of(report),
        installation=report.installation.name or process.name,
    )


def _input(
    pack: BorderPack,
    report: OperatorReport,
    use: PrecursorUse,
    *,
    level: Decimal,
    counts: bool,
    trail: tuple[str, ...],
    at: str,
) -> Precursor:
    if use.mass_t is None:
        raise LACKING.at(Place(f"{at}/mass_t"), what="the mass of a precursor", what_zh="前体质量")
    mass = quotient(use.mass_t, level)
    made = next((process for process in report.processes if use.process and process.name == use.process), None)
    if made is not None:
        inner = _stated(pack, report, made, counts=counts, trail=trail)
        return Precursor(
            cn=made.cn, mass_t_per_t=mass, emissions=inner, route=inner.route, installation=inner.installation
        )
    bought = next((found for found in report.precursors if use.precursor and found.id == use.precursor), None)
    if bought is None:
        raise UNKNOWN_NAME.at(Place(at), name=repr(use.process or use.precursor)[:60])
    return _bought(bought, mass, counts=counts, at=at)


def _bought(found: ReportedPrecursor, mass: Decimal, *, counts: bool, at: str) -> Precursor:
    if found.basis == "default":
        return Precursor(cn=found.cn, origin=found.origin, mass_t_per_t=mass)
    see = found.see_direct
    if see is None and found.emissions is None:
        raise LACKING.at(Place(at), what="the emissions of a precursor", what_zh="前体的排放")
    if see is not None and counts and found.see_indirect is not None:
        see += found.see_indirect
    return Precursor(
        cn=found.cn,
        origin=found.origin,
        mass_t_per_t=mass,
        see_t_per_t=None if found.emissions else see,
        split_stated=not counts,
        verified=found.verified or bool(found.verifier.strip() and found.verification_report.strip()),
        sefa_t_per_t=None if found.emissions else found.sefa,
        route=found.route,
        emissions=found.emissions,
        year=found.year,
        installation=found.installation,
    )


def embedded_emissions(pack: BorderPack, report: OperatorReport, process: ReportedProcess, year: int) -> Embedded:
    """SEE of a process with all its precursors, t CO2e per functional unit (eq. 59), before any rounding.

    A precursor on its default value counts that value with the mark-up of `year`; its direct and indirect parts where
    the table prints them, else all of it as direct. One of the Union or an exempt country counts nothing.

    Raises:
        InvalidInput: an unknown precursor (GC-BRD-113); a code that is none (001); a chain too large (041).
        Refused: a figure is missing (GC-BRD-112); a precursor without any value (112); a circle (115).
    """
    check_size(_edges(report), process.name, Place("/processes"))
    return _embedded(pack, report, process, year, ())


def _edges(report: OperatorReport) -> dict[str, list[str]]:
    return {process.name: [use.process for use in process.uses] for process in report.processes}


def _embedded(
    pack: BorderPack, report: OperatorReport, process: ReportedProcess, year: int, trail: tuple[str, ...]
) -> Embedded:
    here = _step(trail, process)
    at = f"/processes/{report.processes.index(process)}"
    level = _level(process, at)
    with localcontext(EXACT):
        direct, indirect, by_default = _direct(process, at), process.indirect_t or _ZERO, _ZERO
        for index, use in enumerate(process.uses):
            mass = use.mass_t
            if mass is None:
                raise LACKING.at(Place(f"{at}/uses/{index}/mass_t"), what="the mass of a precursor", what_zh="前体质量")
            part = _part(pack, report, use, year=year, trail=here, at=f"{at}/uses/{index}")
            direct += mass * part.direct
            indirect += mass * part.indirect
            by_default += mass * part.by_default
    return Embedded(quotient(direct, level), quotient(indirect, level), quotient(by_default, level))


def _part(
    pack: BorderPack, report: OperatorReport, use: PrecursorUse, *, year: int, trail: tuple[str, ...], at: str
) -> Embedded:
    made = next((process for process in report.processes if use.process and process.name == use.process), None)
    if made is not None:
        return _embedded(pack, report, made, year, trail)
    index = next((i for i, found in enumerate(report.precursors) if use.precursor and found.id == use.precursor), None)
    if index is None:
        raise UNKNOWN_NAME.at(Place(at), name=repr(use.process or use.precursor)[:60])
    found = report.precursors[index]
    return precursor_emissions(pack, found, year, f"/precursors/{index}")


def precursor_emissions(pack: BorderPack, found: ReportedPrecursor, year: int, at: str) -> Embedded:
    """What a bought precursor carries per tonne, on default values or its producer's; nothing from the Union.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001).
        Refused: no emissions, or no default value (GC-BRD-112).
    """
    place = pack.territories.get(found.origin)
    if place is not None and place.eu_cbam in EXEMPT:
        return Embedded(_ZERO, _ZERO, _ZERO)
    if found.basis == "default":
        return _default_part(pack, found.cn, found.origin, year, at)
    if found.emissions is not None:
        return _of_statement(pack, found.emissions, year, at, 0)
    if found.see_direct is None:
        raise LACKING.at(Place(f"{at}/see_direct"), what="the emissions of a precursor", what_zh="前体的排放")
    return Embedded(found.see_direct, found.see_indirect or _ZERO, _ZERO)


def _of_statement(pack: BorderPack, stated: ActualEmissions, year: int, at: str, depth: int) -> Embedded:
    """The same of a producer's own data, level by level; one stated figure per precursor counts as direct."""
    if depth > MAX_DEPTH:
        raise LACKING.at(Place(at), what="a shorter chain of precursors", what_zh="较短的前体链")
    direct, indirect, by_default = stated.direct_t_per_t, stated.indirect_t_per_t or _ZERO, _ZERO
    for inner in stated.precursors:
        place = pack.territories.get(inner.origin)
        if place is not None and place.eu_cbam in EXEMPT:
            continue
        if inner.emissions is not None:
            part = _of_statement(pack, inner.emissions, year, at, depth + 1)
        elif inner.see_t_per_t is not None:
            part = Embedded(inner.see_t_per_t, _ZERO, _ZERO)
        else:
            part = _default_part(pack, inner.cn, inner.origin, year, at)
        direct += inner.mass_t_per_t * part.direct
        indirect += inner.mass_t_per_t * part.indirect
        by_default += inner.mass_t_per_t * part.by_default
    return Embedded(direct, indirect, by_default)


def free_allocation(pack: BorderPack, report: OperatorReport, cn: str, year: int) -> Decimal | None:
    """The specific embedded free allocation of a good for imports of `year`, t CO2e per t, precursors included.

    None where tonnes are not the unit of the good or it is outside Annex I. Benchmarks need the production route.

    Raises:
        InvalidInput: no process makes the good (GC-BRD-114).
        Refused: a figure or route is missing (GC-BRD-112, 022); a precursor without benchmark (024).
    """
    code = commodity_code(cn, Place("/cn"))
    answer = in_scope(pack, code, pack.parameters.eu_obligation_from)
    if answer.category is None or answer.verdict != "in":
        return None
    good = Good(code, report.installation.address.country, answer.category, answer.indirect, year)
    found = actual_obligation(pack, good, actual_of(pack, report, code))
    return found.sefa_t_per_t if isinstance(found, Obligation) else None


def applicable_default(pack: BorderPack, cn: str, origin: str) -> DefaultAnswer | None:
    """The default value of a precursor: of its country, or Annex IV where that is unknown; None: none is printed."""
    code = commodity_code(cn, Place("/cn"))
    return default_value(pack, code, origin) if origin in pack.territories else highest_value(pack, code)


def _default_part(pack: BorderPack, cn: str, origin: str, year: int, at: str) -> Embedded:
    code = commodity_code(cn, Place(f"{at}/cn"))
    found = applicable_default(pack, code, origin)
    category = in_scope(pack, code, pack.parameters.eu_obligation_from).category
    markup = markup_for(pack, category, year) if category else None
    if found is None or markup is None:
        raise LACKING.at(Place(f"{at}/cn"), what=f"a code with a default value ({cn[:12]})", what_zh="有默认值的编码")
    marked = found.value * (1 + markup)
    split = found.row.indirect[:1].isdigit() and found.row.direct[:1].isdigit()
    indirect = Decimal(found.row.indirect) * (1 + markup) if split else _ZERO
    return Embedded(marked - indirect, indirect, marked)


def _step(trail: tuple[str, ...], process: ReportedProcess) -> tuple[str, ...]:
    if process.name in trail or len(trail) > MAX_DEPTH:
        raise CIRCLE.at(Place("/processes"), chain=" → ".join((*trail, process.name))[:200])
    return (*trail, process.name)


def _level(process: ReportedProcess, at: str) -> Decimal:
    if process.activity_level is None or not process.activity_level:
        raise LACKING.at(Place(f"{at}/activity_level"), what="the activity level", what_zh="活动水平")
    return process.activity_level


def _direct(process: ReportedProcess, at: str) -> Decimal:
    if process.direct_t is None:
        raise LACKING.at(Place(f"{at}/direct_t"), what="the attributed direct emissions", what_zh="归属直接排放")
    return process.direct_t


def process_data_of(pack: BorderPack, report: OperatorReport) -> dict[str, ProcessData]:
    """The processes of the report in the form of `emissions_of`, by name: meters, flows and precursors.

    Raises:
        InvalidInput: an unknown precursor (GC-BRD-113).
        Refused: a mass or activity level is missing (GC-BRD-112).
    """
    return {process.name: _process_data(pack, report, process) for process in report.processes}


def _process_data(pack: BorderPack, report: OperatorReport, process: ReportedProcess) -> ProcessData:
    at = f"/processes/{report.processes.index(process)}"
    counts = counts_indirect(pack, commodity_code(process.cn, Place(f"{at}/cn")))
    return replace(
        meters_of(process),
        activity_level_t=_level(process, at),
        precursors=tuple(
            _consumed(report, use, counts=counts, at=f"{at}/uses/{index}") for index, use in enumerate(process.uses)
        ),
        installation=report.installation.name,
        verification=verification_of(report),
    )


def meters_of(process: ReportedProcess) -> ProcessData:
    """The meters and flows of a process, without precursors, for its attributed emissions (eq. 55, 56)."""
    return ProcessData(
        cn=process.cn,
        activity_level_t=process.activity_level or Decimal(1),
        streams=process.streams,
        gases=process.gases,
        heat_in=process.heat_in,
        heat_out=process.heat_out,
        waste_gas_in=process.waste_gas_in,
        waste_gas_out=process.waste_gas_out,
        electricity_in=process.electricity_in,
        electricity_produced=process.electricity_produced,
        route=process.route,
    )


def _consumed(report: OperatorReport, use: PrecursorUse, *, counts: bool, at: str) -> ConsumedPrecursor:
    if use.mass_t is None:
        raise LACKING.at(Place(f"{at}/mass_t"), what="the mass of a precursor", what_zh="前体质量")
    made = next((process for process in report.processes if use.process and process.name == use.process), None)
    if made is not None:
        return ConsumedPrecursor(cn=made.cn, mass_t=use.mass_t, process=made.name)
    bought = next((found for found in report.precursors if use.precursor and found.id == use.precursor), None)
    if bought is None:
        raise UNKNOWN_NAME.at(Place(at), name=repr(use.process or use.precursor)[:60])
    stated = None if bought.basis == "default" else _bought(bought, use.mass_t, counts=counts, at=at)
    return ConsumedPrecursor(cn=bought.cn, mass_t=use.mass_t, origin=bought.origin, stated=stated)
