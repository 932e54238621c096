"""The report in the input cells of the Commission's communication template for installations, version 2.1.

The template is of the transitional period; its use is recommended, not required (Commission Q&A 1.15). Cells are those
that two public readings of the workbook agree on (docs/operator-report.md names them); where they differ, the smaller
table is used, and what neither names is left to a person and listed in the answer. Results are formulas of the workbook
and are never written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from greencard.border.figures import QUOTIENT
from greencard.border.installation import HeatFlow, SourceStream, attributed_emissions, direct_emissions
from greencard.border.pack import BorderPack
from greencard.border.report.categories import AggregatedCategory, aggregated_category
from greencard.border.report.records import OperatorReport, ReportedGood, ReportedProcess, SectorParameters
from greencard.border.report.statement import meters_of, precursor_emissions
from greencard.model import Text, Value

__all__ = ["CellEntry", "Unexpressed", "template_entries"]

CellValue = str | Decimal | bool | date

_GOODS: Final = 10
_PROCESSES: Final = 10
_PRECURSORS: Final = 10
_STREAMS: Final = 30
_PRODUCTS: Final = 100
_PROCESS_ROWS: Final = 65
_PRECURSOR_ROWS: Final = 44
_CARBON: Final = Decimal("3.664")
_THOUSAND: Final = Decimal(1000)
_HUNDRED: Final = Decimal(100)
_GAS: Final = Decimal("0.001")
"""TJ per unit of activity: below it the unit is a cubic metre, else a tonne (natural gas has 0.000036 and 0.048)."""
_ZERO: Final = Decimal(0)
_CATEGORIES: Final[dict[AggregatedCategory, str]] = {
    "calcined_clay": "Calcined clays ",
    "cement_clinker": "Cement clinker",
    "cement": "Cement",
    "aluminous_cement": "Aluminous cement",
    "hydrogen": "Hydrogen",
    "urea": "Urea",
    "nitric_acid": "Nitric acid",
    "ammonia": "Ammonia",
    "mixed_fertilisers": "Mixed fertilisers",
    "sintered_ore": "Sintered Ore",
    "pig_iron": "Pig iron",
    "ferro_manganese": "Alloys (FeMn, FeCr, FeNi)",
    "ferro_chromium": "Alloys (FeMn, FeCr, FeNi)",
    "ferro_nickel": "Alloys (FeMn, FeCr, FeNi)",
    "direct_reduced_iron": "Direct reduced iron",
    "crude_steel": "Crude steel",
    "iron_or_steel_products": "Iron or steel products",
    "unwrought_aluminium": "Unwrought aluminium",
    "aluminium_products": "Aluminium products",
}
"""Names of the template's own list, byte for byte (the blank behind the first belongs to it)."""
_PARAMETERS: Final = {
    "manganese_pct": "R",
    "chromium_pct": "S",
    "nickel_pct": "T",
    "other_alloys_pct": "U",
    "carbon_pct": "V",
    "pre_consumer_scrap_pct": "Y",
    "other_elements_pct": "AA",
    "clinker_ratio_pct": "AB",
    "nitrogen_pct": "AG",
    "nitrogen_ammonium_pct": "AH",
    "nitrogen_nitrate_pct": "AI",
    "nitrogen_urea_pct": "AJ",
    "nitrogen_other_pct": "AK",
    "purity_pct": "AF",
}


class CellEntry(Value, frozen=True, kw_only=True):
    """One input cell, what goes into it, and where in the report that stands."""

    sheet: str
    cell: str
    value: CellValue
    pointer: str


class Unexpressed(Value, frozen=True, kw_only=True):
    """Something of the report that the template has no cell for, or that a person has to choose there."""

    pointer: str
    why: Text


def template_entries(pack: BorderPack, report: OperatorReport) -> tuple[list[CellEntry], list[Unexpressed]]:
    """Every input cell the report fills, and what it holds that the template cannot take.

    Raises:
        InvalidInput: a precursor that is none (GC-BRD-113, 001); a flow that is no amount (044, 045).
        Refused: a precursor without emissions (GC-BRD-112); heat or electricity without its factor (046, 047).
    """
    with localcontext(QUOTIENT):
        entries = [
            *_installation(pack, report),
            *_lists(report),
            *_streams(report),
            *_balance(report),
            *(
                entry
                for index, one in enumerate(report.processes[:_PROCESSES])
                for entry in _process(pack, report, index, one)
            ),
            *(
                entry
                for index in range(len(report.precursors[:_PRECURSORS]))
                for entry in _precursor(pack, report, index)
            ),
            *(entry for index, good in enumerate(report.goods[:_PRODUCTS]) for entry in _product(index, good)),
        ]
    return [entry for entry in entries if entry.value != ""], list(_unexpressed(report))


def _entry(sheet: str, cell: str, value: CellValue | None, pointer: str) -> Iterator[CellEntry]:
    if value is not None:
        yield CellEntry(sheet=sheet, cell=cell, value=value, pointer=pointer)


def _category(cn: str) -> str:
    found = aggregated_category(cn.replace(" ", ""))
    return _CATEGORIES.get(found, "") if found else ""


def _installation(pack: BorderPack, report: OperatorReport) -> Iterator[CellEntry]:
    here, address = report.installation, report.installation.address
    place = pack.territories.get(address.country)
    country = (place.default_table or place.name) if place else ""
    for cell, value, pointer in (
        ("I9", report.period.start, "/period/start"),
        ("L9", report.period.end, "/period/end"),
        ("I20", here.name, "/installation/name"),
        ("I21", address.street, "/installation/address/street"),
        ("I22", here.economic_activity, "/installation/economic_activity"),
        ("I23", address.post_code, "/installation/address/post_code"),
        ("I25", address.city, "/installation/address/city"),
        ("I26", country, "/installation/address/country"),
        ("I27", here.unlocode, "/installation/unlocode"),
        ("I28", here.latitude, "/installation/latitude"),
        ("I29", here.longitude, "/installation/longitude"),
    ):
        yield from _entry("A_InstData", cell, value, pointer)


def _lists(report: OperatorReport) -> Iterator[CellEntry]:
    """Goods categories, processes and bought precursors of sheet A; their names key the other sheets."""
    categories = list(dict.fromkeys(_category(process.cn) for process in report.processes))
    for index, category in enumerate([category for category in categories if category][:_GOODS]):
        yield from _entry("A_InstData", f"E{62 + index}", category, "/processes")
    for index, process in enumerate(report.processes[:_PROCESSES]):
        pointer = f"/processes/{index}"
        yield from _entry("A_InstData", f"E{83 + index}", _category(process.cn), f"{pointer}/cn")
        yield from _entry("A_InstData", f"F{83 + index}", "Only direct production", pointer)
        yield from _entry("A_InstData", f"L{83 + index}", process.name, f"{pointer}/name")
    for index, one in enumerate(report.precursors[:_PRECURSORS]):
        pointer = f"/precursors/{index}"
        yield from _entry("A_InstData", f"E{102 + index}", _category(one.cn), f"{pointer}/cn")
        yield from _entry("A_InstData", f"F{102 + index}", one.origin, f"{pointer}/origin")
        yield from _entry("A_InstData", f"L{102 + index}", one.id, f"{pointer}/id")


def _streams(report: OperatorReport) -> Iterator[CellEntry]:
    streams = [
        (f"/processes/{i}/streams/{j}", stream)
        for i, process in enumerate(report.processes)
        for j, stream in enumerate(process.streams)
    ]
    for index, (pointer, stream) in enumerate(streams[:_STREAMS]):
        for column, value in _stream(stream).items():
            yield from _entry("B_EmInst", f"{column}{17 + index}", value, pointer)


def _stream(stream: SourceStream) -> dict[str, CellValue]:
    """Columns of a source stream; percentages are numbers of 0 to 100 on this sheet."""
    released, sign = stream.fraction_released * _HUNDRED, -1 if stream.leaves else 1
    cells: dict[str, CellValue] = {"E": stream.name}
    ncv = stream.ncv_tj_per_unit
    if ncv is not None and not stream.leaves:
        gas = ncv < _GAS
        cells |= {
            "D": "Combustion",
            "F": stream.activity / _THOUSAND if gas else stream.activity,
            "G": "1000Nm3" if gas else "t",
            "H": ncv * _THOUSAND * (_THOUSAND if gas else 1),
            "J": stream.emission_factor,
            "K": "tCO2/TJ",
            "N": released,
        }
    elif stream.leaves:
        per_t = stream.emission_factor * (ncv if ncv is not None else 1) * stream.fraction_released
        cells |= {"D": "Mass Balance", "F": sign * stream.activity, "G": "t", "L": per_t / _CARBON}
    else:
        cells |= {
            "D": "Process emissions",
            "F": stream.activity,
            "G": "t",
            "J": stream.emission_factor,
            "K": "tCO2/t",
            "P": released,
        }
    if stream.biomass_zero_rated:
        cells["R"] = stream.biomass_fraction * _HUNDRED
    return cells


def _balance(report: OperatorReport) -> Iterator[CellEntry]:
    yield from _entry("C_Emissions&Energy", "M26", report.indirect_t, "/indirect_t")
    if report.verification is not None and report.verification.verifier.strip():
        yield from _entry("C_Emissions&Energy", "H42", "Third-party verification", "/verification")


def _process(pack: BorderPack, report: OperatorReport, index: int, process: ReportedProcess) -> Iterator[CellEntry]:
    first, pointer = 11 + index * _PROCESS_ROWS, f"/processes/{index}"

    def at(column: str, offset: int, value: CellValue | None, name: str) -> Iterator[CellEntry]:
        return _entry("D_Processes", f"{column}{first + offset}", value, f"{pointer}/{name}")

    level = process.activity_level
    yield from at("L", 5, level, "activity_level")
    others = [other for other in report.processes[:_PROCESSES] if other.name != process.name]
    given = [sum((use.mass_t or _ZERO for use in other.uses if use.process == process.name), _ZERO) for other in others]
    if level is not None:
        yield from at("L", 16, level - sum(given, _ZERO), "activity_level")
    for row, mass in enumerate(given):
        if mass:
            yield from at("L", 21 + row, mass, "uses")
    yield from at("K", 39, bool(process.heat_in or process.heat_out), "heat_in")
    yield from at("L", 39, bool(process.waste_gas_in or process.waste_gas_out), "waste_gas_in")
    yield from at("L", 43, _own_emissions(pack, process), "direct_t")
    for column, flows, name in (("L", process.heat_in, "heat_in"), ("M", process.heat_out, "heat_out")):
        if flows and all(flow.emission_factor_t_per_tj is not None for flow in flows):
            total = sum((flow.quantity_tj for flow in flows), _ZERO)
            yield from at(column, 46, total, name)
            yield from at(column, 47, _heat_factor(flows, total), name)
    for column, gases, name in (
        ("L", process.waste_gas_in, "waste_gas_in"),
        ("M", process.waste_gas_out, "waste_gas_out"),
    ):
        if gases:
            yield from at(column, 50, sum((gas.volume * gas.ncv_tj_per_unit for gas in gases), _ZERO), name)
    used = sum((use.mwh for use in process.electricity_in), _ZERO)
    if used:
        emitted = sum((use.mwh * use.emission_factor_t_per_mwh for use in process.electricity_in), _ZERO)
        yield from at("L", 54, used, "electricity_in")
        yield from at("L", 55, emitted / used, "electricity_in")


def _own_emissions(pack: BorderPack, process: ReportedProcess) -> Decimal | None:
    """DirEm* of the process: attributed emissions without heat, waste gas and electricity, which have their own cells.

    Emissions found by measurement have no source streams, so the figure of the report is the beginning.
    """
    if process.direct_t is None:
        return direct_emissions(meters_of(process)) if process.streams or process.gases else None
    attributed = attributed_emissions(pack, meters_of(process))
    others = sum((value for name, value in attributed.terms if name != "DirEm*"), _ZERO)
    return max(_ZERO, process.direct_t - others)


def _heat_factor(flows: tuple[HeatFlow, ...], total: Decimal) -> Decimal | None:
    emitted = sum(
        (_ZERO if f.exothermic_or_recovered else f.quantity_tj * (f.emission_factor_t_per_tj or _ZERO) for f in flows),
        _ZERO,
    )
    return emitted / total if total else None


def _precursor(pack: BorderPack, report: OperatorReport, index: int) -> Iterator[CellEntry]:
    first, one, pointer = 14 + index * _PRECURSOR_ROWS, report.precursors[index], f"/precursors/{index}"

    def at(column: str, offset: int, value: CellValue | None, name: str) -> Iterator[CellEntry]:
        return _entry("E_PurchPrec", f"{column}{first + offset}", value, f"{pointer}/{name}")

    yield from at("L", 3, one.total_t, "total_t")
    for row, process in enumerate(report.processes[:_PROCESSES]):
        mass = sum((use.mass_t or _ZERO for use in process.uses if use.precursor == one.id), _ZERO)
        if mass:
            yield from at("L", 14 + row, mass, "total_t")
    year = report.period.start.year if report.period.start else 2026
    found = precursor_emissions(pack, one, year, pointer)
    yield from at("L", 35, found.direct, "see_direct")
    yield from at("M", 35, "Default" if one.basis == "default" else "Measured", "basis")
    if one.basis == "default":
        words = "No verified emissions of the producer for this period: the default value with its mark-up is used."
        yield from at("K", 40, words, "basis")


def _product(index: int, good: ReportedGood) -> Iterator[CellEntry]:
    row, pointer = 10 + index, f"/goods/{index}"
    yield from _entry("Summary_Products", f"D{row}", good.process, f"{pointer}/process")
    yield from _entry("Summary_Products", f"F{row}", good.cn.replace(" ", ""), f"{pointer}/cn")
    yield from _entry("Summary_Products", f"H{row}", good.name, f"{pointer}/name")
    for column, value, name in _parameters(good.parameters, good.cn):
        yield from _entry("Summary_Products", f"{column}{row}", value, f"{pointer}/parameters/{name}")


def _parameters(found: SectorParameters, cn: str) -> Iterator[tuple[str, CellValue | None, str]]:
    """Columns of the sector parameters; per cent are fractions on this sheet."""
    if found.reducing_agent:
        yield "P", found.reducing_agent, "reducing_agent"
    aluminium = cn.startswith("76")
    yield ("Z" if aluminium else "W"), found.scrap_t_per_t, "scrap_t_per_t"
    for name, column in _PARAMETERS.items():
        value = getattr(found, name)
        yield column, None if value is None else value / _HUNDRED, name
    if found.concentration_pct is not None:
        yield ("AE" if cn.startswith("2808") else "AD"), found.concentration_pct / _HUNDRED, "concentration_pct"


def _unexpressed(report: OperatorReport) -> Iterator[Unexpressed]:
    """What has no cell, or a cell that was not confirmed, or more entries than the tables have rows."""
    no_cell = ("the template has no cell for it", "模板中没有对应单元格")
    unsure = ("its cells were not confirmed; enter it by hand", "其单元格未经确认，请手工填写")
    choose = ("choose the entry of the template's list by hand", "请在模板下拉列表中手工选择")
    for pointer, there, why in (
        ("/operator", bool(report.operator.name), no_cell),
        ("/installation/registry_id", bool(report.installation.registry_id), no_cell),
        ("/monitoring_plan", bool(report.monitoring_plan.version), no_cell),
        ("/electricity_sources", any(s.supplier for s in report.electricity_sources), no_cell),
        ("/waste_gases", report.waste_gases not in {None, "none"}, no_cell),
        ("/carbon_transfers", bool(report.carbon_transfers), no_cell),
        ("/other_sources", bool(report.other_sources), unsure),
        ("/data_gaps", report.data_gaps not in {None, "none"}, no_cell),
        ("/attribution", bool(report.attribution), no_cell),
        ("/verification", report.verification is not None, unsure),
        ("/goods/*/data_quality", any(good.data_quality for good in report.goods), choose),
        ("/goods/*/sefa", any(good.sefa is not None for good in report.goods), no_cell),
        ("/goods/*/compositions", any(good.compositions for good in report.goods), no_cell),
        ("/goods/*/by_route", any(len(good.by_route) > 1 for good in report.goods), unsure),
        ("/goods/*/carbon_price", any(good.carbon_price for good in report.goods), unsure),
        ("/processes/*/gases", any(process.gases for process in report.processes), unsure),
        ("/processes/*/route", any(process.route for process in report.processes), choose),
        ("/processes/*/electricity_in/*/basis", any(p.electricity_in for p in report.processes), choose),
        ("/processes/*/electricity_produced", any(p.electricity_produced for p in report.processes), unsure),
        ("/precursors/*/see_indirect", any(one.see_indirect for one in report.precursors), no_cell),
        ("/precursors/*/verification_report", any(one.verification_report for one in report.precursors), no_cell),
    ):
        if there:
            yield Unexpressed(pointer=pointer, why=Text(en=why[0], zh=why[1]))
    streams = sum(len(process.streams) for process in report.processes)
    for pointer, count, most in (
        ("/processes", len(report.processes), _PROCESSES),
        ("/precursors", len(report.precursors), _PRECURSORS),
        ("/goods", len(report.goods), _PRODUCTS),
        ("/processes/*/streams", streams, _STREAMS),
    ):
        if count > most:
            why = (f"{count} entries, the template takes {most}", f"共 {count} 项，模板最多 {most} 项")
            yield Unexpressed(pointer=pointer, why=Text(en=why[0], zh=why[1]))
