"""From an operator's meters and purchases to specific embedded emissions.

Implementing Regulation (EU) 2025/2547: direct emissions of a process by source streams and other gases (Annex II points
B and G), heat, waste gases and electricity (Annex II points C and D, Annex III point A.2), attribution (eq. 55, 56), by
tonne of goods produced (eq. 57, 58), precursors (eq. 59 to 63). Quantities are totals of one calendar year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, Literal

from greencard.border.commodity import CN_DIGITS, commodity_code, spaced
from greencard.border.figures import EXACT, is_amount, quotient
from greencard.border.pack import BorderPack
from greencard.border.scope import in_scope
from greencard.border.statement import MAX_DEPTH, MAX_PRECURSORS, ActualEmissions, Precursor, Verification, check_size
from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.model import Value

__all__ = [
    "Attributed",
    "ConsumedPrecursor",
    "ElectricityUse",
    "HeatFlow",
    "OtherGas",
    "ProcessData",
    "SourceStream",
    "WasteGasFlow",
    "attributed_emissions",
    "direct_emissions",
    "emissions_of",
]

_MOST: Final = Decimal(10) ** 12
_DIGITS: Final = 30
_MAX_FLOWS: Final = 200
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)

GAS: Final = "Natural gas"
"""The reference fuel of waste gases; its standard emission factor stands in the table of fuels."""
CORR_ETA: Final = Decimal("0.667")
"""Efficiency of waste gas against natural gas, standard value (Annex III eq. 54)."""
BOILER: Final = Decimal("0.9")
"""Boiler efficiency assumed for heat of unknown origin (Annex III point A.2.2)."""
GWP: Final[dict[str, Decimal]] = {
    "CO2": Decimal(1),
    "N2O": Decimal(265),
    "CF4": Decimal(6630),
    "C2F6": Decimal(11100),
}
"""t CO2e per t of gas (Annex II point G, Table 6)."""

BAD_FLOW = declare(
    "GC-BRD-044",
    InvalidInput,
    en="{field} of the installation data is {value}.",
    zh="设施数据的 {field} 为 {value}。",
    remedy_en="Give decimals of zero or more; fractions lie between 0 and 1; the activity level is above zero; at most"
    " {most} flows of a kind.",
    remedy_zh="请填写不小于 0 的小数；比例须在 0 与 1 之间；活动水平须大于 0；每类流最多 {most} 项。",
)
UNKNOWN_FUEL = declare(
    "GC-BRD-045",
    InvalidInput,
    en="{fuel} is not a fuel of Table 1 of IR (EU) 2025/2547 Annex II point G.",
    zh="{fuel} 不是 (EU) 2025/2547 附件二 G 点表 1 中的燃料。",
    remedy_en="Name the fuel as that table prints it, or give its emission factor.",
    remedy_zh="请按该表所印名称填写燃料，或直接给出排放因子。",
)
NO_HEAT_FACTOR = declare(
    "GC-BRD-046",
    Refused,
    en="The heat flow {name} has neither an emission factor nor a fuel.",
    zh="热流 {name} 既无排放因子也无燃料。",
    remedy_en="Give the factor of the producer who monitors it, or the fuel most used in the industry of the country.",
    remedy_zh="请给出其生产者监测的排放因子，或该国该行业最常用的燃料。",
)
NO_ELECTRICITY_EVIDENCE = declare(
    "GC-BRD-047",
    Refused,
    en="The electricity of {name} claims an actual factor without a direct technical link or power purchase agreement.",
    zh="{name} 的电力使用实际因子，但没有直接技术连接或购电协议。",
    remedy_en="Use the grid factor of the country, or name the evidence of IR (EU) 2025/2547 Annex II point D.4.3;"
    " guarantees of origin are none.",
    remedy_zh="请使用该国电网因子，或写明 (EU) 2025/2547 附件二 D.4.3 点所列证据；绿证不算证据。",
)
UNKNOWN_PROCESS = declare(
    "GC-BRD-048",
    InvalidInput,
    en="{process} is named as the origin of a precursor or asked for, and no such process is described.",
    zh="{process} 被列为前体来源或被查询，但未描述该过程。",
    remedy_en="Describe the process, or give the precursor's own figures or origin.",
    remedy_zh="请描述该过程，或给出前体自身的数值或原产国。",
)
PROCESS_CYCLE = declare(
    "GC-BRD-049",
    Refused,
    en="The production processes feed each other in a circle: {chain}.",
    zh="生产过程互为前体，形成循环：{chain}。",
    remedy_en="Treat them as one joint production process (IR (EU) 2025/2547 Art. 4(9)).",
    remedy_zh="请将其作为一个联合生产过程处理（(EU) 2025/2547 第 4 条第 9 款）。",
)
ANOTHER_GOOD = declare(
    "GC-BRD-050",
    InvalidInput,
    en="The precursor is declared as {asked}, and the process {process} makes {made}.",
    zh="前体申报为 {asked}，而过程 {process} 生产的是 {made}。",
    remedy_en="Correct the code or the name of the process.",
    remedy_zh="请更正编码或过程名称。",
)


class SourceStream(Value, frozen=True, kw_only=True):
    """A fuel burnt or a carbon-bearing material used in the process: t CO2 = activity x (NCV) x factor x fraction."""

    name: str
    activity: Decimal
    """Quantity in t, or Nm3 for gases; of the year."""
    ncv_tj_per_unit: Decimal | None = None
    """Net calorific value of a fuel, TJ per unit of activity; None: a process material, whose factor is per unit."""
    emission_factor: Decimal
    """t CO2 per TJ where a calorific value is given, else per unit of activity."""
    fraction_released: Decimal = _ONE
    """Oxidation or conversion factor."""
    biomass_fraction: Decimal = _ZERO
    biomass_zero_rated: bool = False
    """Whether the operator shows the criteria of Directive (EU) 2018/2001; otherwise biomass counts as fossil."""
    leaves: bool = False
    """The carbon leaves the process in a product or residue: mass balance, counted with a minus."""


class OtherGas(Value, frozen=True, kw_only=True):
    """Emissions measured, or found by a method of their own (perfluorocarbons), in t of the gas."""

    name: str
    gas: Literal["CO2", "N2O", "CF4", "C2F6"]
    tonnes: Decimal


class HeatFlow(Value, frozen=True, kw_only=True):
    """Net measurable heat that enters or leaves the process, TJ of the year."""

    name: str
    quantity_tj: Decimal
    emission_factor_t_per_tj: Decimal | None = None
    """Of the fuel mix that made it, per TJ of heat; None: from `fuel`, at a boiler efficiency of 90 %."""
    fuel: str = ""
    exothermic_or_recovered: bool = False
    """From chemical reactions, nitric acid or electricity-driven processes: counts nothing, in or out."""


class WasteGasFlow(Value, frozen=True, kw_only=True):
    """Waste gas that enters or leaves the process."""

    name: str
    volume: Decimal
    ncv_tj_per_unit: Decimal


class ElectricityUse(Value, frozen=True, kw_only=True):
    """Electricity consumed or produced within the process, MWh of the year."""

    name: str
    mwh: Decimal
    emission_factor_t_per_mwh: Decimal
    basis: Literal["grid_default", "direct_link", "power_purchase_agreement", "own_production"] = "grid_default"
    evidence: str = ""


class ConsumedPrecursor(Value, frozen=True, kw_only=True):
    """A CBAM good consumed in the process; its emissions from `process`, from `stated`, or its default value."""

    cn: str
    mass_t: Decimal
    """Tonnes of the year, before cutting: off-cuts stay in."""
    origin: str = ""
    process: str = ""
    """Name of the process in the same description that makes it."""
    stated: Precursor | None = None
    """Figures of another producer; code, origin and mass are taken from here."""


class ProcessData(Value, frozen=True, kw_only=True):
    """One production process in one calendar year."""

    cn: str
    activity_level_t: Decimal
    """Goods that left the process and can be sold or used, in t; scrap and off-specification goods do not count."""
    streams: tuple[SourceStream, ...] = ()
    gases: tuple[OtherGas, ...] = ()
    heat_in: tuple[HeatFlow, ...] = ()
    heat_out: tuple[HeatFlow, ...] = ()
    waste_gas_in: tuple[WasteGasFlow, ...] = ()
    waste_gas_out: tuple[WasteGasFlow, ...] = ()
    electricity_in: tuple[ElectricityUse, ...] = ()
    electricity_produced: tuple[ElectricityUse, ...] = ()
    precursors: tuple[ConsumedPrecursor, ...] = ()
    route: str = ""
    installation: str = ""
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Attributed:
    """Attributed emissions of a process over the year, t CO2e, and the terms of equations 55 and 56."""

    direct_t: Decimal
    indirect_t: Decimal
    terms: tuple[tuple[str, Decimal], ...]
    """Terms of eq. 55 by the regulation's names, signed; they add up to `direct_t` unless that was set to zero."""
    set_to_zero: bool
    """The sum was negative, and eq. 55 sets it to zero."""


def attributed_emissions(pack: BorderPack, process: ProcessData, pointer: str = "/process") -> Attributed:
    """Direct and indirect emissions attributed to a process, t CO2e of the year (eq. 53 to 56).

    AttrEmDir = DirEm* + EmH,imp - EmH,exp + WGcorr,imp - WGcorr,exp - Emel,prod; a negative value counts as zero.

    Raises:
        InvalidInput: a flow that is no amount (GC-BRD-044), a fuel the table does not print (045).
        Refused: heat without a factor (GC-BRD-046), electricity at an actual factor without evidence (047).
    """
    with localcontext(EXACT):
        _check(process, pointer)
        gas = _fuel_factor(pack, GAS, pointer)
        terms = (
            ("DirEm*", direct_emissions(process)),
            ("EmH,imp", _heat(pack, process.heat_in, f"{pointer}/heat_in")),
            ("EmH,exp", -_heat(pack, process.heat_out, f"{pointer}/heat_out")),
            ("WGcorr,imp", sum((flow.volume * flow.ncv_tj_per_unit * gas for flow in process.waste_gas_in), _ZERO)),
            (
                "WGcorr,exp",
                -sum((flow.volume * flow.ncv_tj_per_unit * gas * CORR_ETA for flow in process.waste_gas_out), _ZERO),
            ),
            (
                "Emel,prod",
                -sum((use.mwh * use.emission_factor_t_per_mwh for use in process.electricity_produced), _ZERO),
            ),
        )
        total = sum((value for _, value in terms), _ZERO)
        return Attributed(max(_ZERO, total), _electricity(process, pointer), terms, total < 0)


def emissions_of(pack: BorderPack, processes: Mapping[str, ProcessData], process: str) -> ActualEmissions:
    """What the operator of `process` can state per tonne of product, its chain of processes included.

    Each figure per tonne is a quotient to 34 digits (eq. 57, 58, 61, 63); nothing else is rounded.

    Raises:
        InvalidInput: as `attributed_emissions`; a process that is not described (GC-BRD-048), a precursor's code that
            its process does not make (050), a chain too large to write out (041).
        Refused: as `attributed_emissions`; processes that feed each other (GC-BRD-049).
    """
    edges = {name: [use.process for use in data.precursors] for name, data in processes.items()}
    check_size(edges, process, Place(f"/processes/{process[:40]}"))
    return _emissions(pack, processes, process, (), f"/processes/{process[:40]}")


def _emissions(
    pack: BorderPack, processes: Mapping[str, ProcessData], name: str, trail: tuple[str, ...], pointer: str
) -> ActualEmissions:
    """The statement of one process; its report covers the processes of the same installation that feed it."""
    if name in trail:
        raise PROCESS_CYCLE.at(Place(pointer), chain=" → ".join((*trail[trail.index(name) :], name)))
    data = processes.get(name)
    if data is None:
        raise UNKNOWN_PROCESS.at(Place(pointer), process=repr(name)[:60])
    if len(trail) > MAX_DEPTH:
        raise PROCESS_CYCLE.at(Place(pointer), chain=" → ".join((*trail, name)))
    attributed = attributed_emissions(pack, data, pointer)
    code = commodity_code(data.cn, Place(f"{pointer}/cn"))
    counts = in_scope(pack, code, pack.parameters.eu_obligation_from).indirect
    here = (*trail, name)
    inputs = tuple(
        _input(
            pack,
            processes,
            consumed,
            activity_t=data.activity_level_t,
            trail=here,
            pointer=f"{pointer}/precursors/{index}",
        )
        for index, consumed in enumerate(data.precursors)
    )
    return ActualEmissions(
        direct_t_per_t=quotient(attributed.direct_t, data.activity_level_t),
        indirect_t_per_t=quotient(attributed.indirect_t, data.activity_level_t)
        if counts or data.electricity_in
        else None,
        precursors=inputs,
        route=data.route,
        verification=_report(processes, here),
        installation=data.installation or name,
    )


def _report(processes: Mapping[str, ProcessData], trail: tuple[str, ...]) -> Verification | None:
    """The process's own report, or that of a process it feeds within the same installation."""
    data = processes[trail[-1]]
    for name in reversed(trail):
        if name == trail[-1] or (data.installation and processes[name].installation == data.installation):
            found = processes[name].verification
            if found is not None:
                return found
    return None


def _input(
    pack: BorderPack,
    processes: Mapping[str, ProcessData],
    consumed: ConsumedPrecursor,
    *,
    activity_t: Decimal,
    trail: tuple[str, ...],
    pointer: str,
) -> Precursor:
    mass = quotient(consumed.mass_t, activity_t)
    if consumed.process:
        made = processes.get(consumed.process)
        asked = commodity_code(consumed.cn, Place(f"{pointer}/cn"))
        if made is not None and asked[:CN_DIGITS] != commodity_code(made.cn, Place(pointer))[:CN_DIGITS]:
            raise ANOTHER_GOOD.at(Place(pointer), asked=spaced(asked), process=consumed.process, made=made.cn)
        inner = _emissions(pack, processes, consumed.process, trail, pointer)
        return Precursor(
            cn=consumed.cn,
            origin=consumed.origin,
            mass_t_per_t=mass,
            emissions=inner,
            route=inner.route,
            installation=inner.installation,
        )
    stated = consumed.stated
    if stated is None:
        return Precursor(cn=consumed.cn, origin=consumed.origin, mass_t_per_t=mass)
    return Precursor(
        cn=consumed.cn,
        origin=consumed.origin or stated.origin,
        mass_t_per_t=mass,
        see_t_per_t=stated.see_t_per_t,
        split_stated=stated.split_stated,
        verified=stated.verified,
        sefa_t_per_t=stated.sefa_t_per_t,
        route=stated.route,
        emissions=stated.emissions,
        year=stated.year,
        installation=stated.installation,
    )


def _check(process: ProcessData, pointer: str) -> None:
    if not (is_amount(process.activity_level_t, _MOST, _DIGITS) and process.activity_level_t > 0):
        _bad(f"{pointer}/activity_level_t", process.activity_level_t)
    for group in ("streams", "gases", "heat_in", "heat_out", "waste_gas_in", "waste_gas_out"):
        _flows(getattr(process, group), f"{pointer}/{group}", _MAX_FLOWS)
    for group in ("electricity_in", "electricity_produced"):
        _flows(getattr(process, group), f"{pointer}/{group}", _MAX_FLOWS)
    _flows(process.precursors, f"{pointer}/precursors", MAX_PRECURSORS)


def _flows(flows: tuple[Value, ...], pointer: str, most: int) -> None:
    if len(flows) > most:
        _bad(pointer, len(flows))
    for index, flow in enumerate(flows):
        for name in flow.__struct_fields__:
            figure = getattr(flow, name)
            if not isinstance(figure, Decimal):
                continue
            limit = _ONE if name in {"fraction_released", "biomass_fraction"} else _MOST
            if not is_amount(figure, limit, _DIGITS):
                _bad(f"{pointer}/{index}/{name}", figure)


def _bad(pointer: str, value: object) -> None:
    raise BAD_FLOW.at(Place(pointer), field=pointer.rpartition("/")[2], value=str(value)[:60], most=_MAX_FLOWS)


def direct_emissions(process: ProcessData) -> Decimal:
    """DirEm*, t CO2e of the year: source streams and other gases of the process itself."""
    total = _ZERO
    for stream in process.streams:
        energy = stream.activity if stream.ncv_tj_per_unit is None else stream.activity * stream.ncv_tj_per_unit
        fossil = 1 - stream.biomass_fraction if stream.biomass_zero_rated else _ONE
        emitted = energy * stream.emission_factor * stream.fraction_released * fossil
        total += -emitted if stream.leaves else emitted
    return total + sum((other.tonnes * GWP[other.gas] for other in process.gases), _ZERO)


def _heat(pack: BorderPack, flows: tuple[HeatFlow, ...], pointer: str) -> Decimal:
    total = _ZERO
    for index, flow in enumerate(flows):
        if flow.exothermic_or_recovered:
            continue
        if flow.emission_factor_t_per_tj is not None:
            total += flow.quantity_tj * flow.emission_factor_t_per_tj
        elif flow.fuel:
            factor = _fuel_factor(pack, flow.fuel, f"{pointer}/{index}/fuel")
            total += quotient(flow.quantity_tj * factor, BOILER)
        else:
            raise NO_HEAT_FACTOR.at(Place(f"{pointer}/{index}"), name=flow.name[:60])
    return total


def _fuel_factor(pack: BorderPack, fuel: str, pointer: str) -> Decimal:
    found = pack.fuels.get(fuel)
    if found is None:
        raise UNKNOWN_FUEL.at(Place(pointer), fuel=repr(fuel)[:60])
    return found.emission_factor_t_per_tj


def _electricity(process: ProcessData, pointer: str) -> Decimal:
    """Emel,cons: each source with its own factor, which makes the weighted average of Art. 9(1)."""
    total = _ZERO
    for index, use in enumerate(process.electricity_in):
        if use.basis in {"direct_link", "power_purchase_agreement"} and not use.evidence.strip():
            raise NO_ELECTRICITY_EVIDENCE.at(Place(f"{pointer}/electricity_in/{index}"), name=use.name[:60])
        total += use.mwh * use.emission_factor_t_per_mwh
    return total
