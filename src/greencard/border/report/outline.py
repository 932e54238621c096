"""The report laid out as Annex IV numbers it: one field per item of point 1.1, and the summary of point 1.2.

The summary is what goes into the verification report and to the declarant; the full report may hold what an operator
does not show its customers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from greencard.border.report.records import OperatorReport, ReportedPrecursor

__all__ = ["by_item", "summary_of"]

_Outline = dict[str, Callable[[OperatorReport], Any]]

_PRECURSOR: Final = ("id", "cn", "name", "origin")
_FLOWS: Final = ("heat_in", "heat_out", "waste_gas_in", "waste_gas_out", "electricity_in", "electricity_produced")
_GOOD: Final = (
    "cn",
    "name",
    "see_direct",
    "compositions",
    "data_quality",
    "default_share",
    "see_indirect",
    "indirect_actual_share",
    "indirect_criteria_met",
)


def by_item(report: OperatorReport) -> dict[str, Any]:
    """Items 1 to 35 of point 1.1 by number, in the order of the act; decimals as text."""
    return {number: _plain(take(report)) for number, take in _ITEMS.items()}


def summary_of(report: OperatorReport) -> dict[str, Any]:
    """Items 1 to 16 of point 1.2 by number, in the order of the act; decimals as text."""
    return {number: _plain(take(report)) for number, take in _SUMMARY.items()}


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _picked(values: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(value, name) for name in names} for value in values]


def _on(report: OperatorReport, basis: str) -> list[ReportedPrecursor]:
    return [one for one in report.precursors if one.basis == basis]


def _used(report: OperatorReport, name: str) -> list[dict[str, Any]]:
    """Precursors made here (`process`) or bought (`precursor`), by the process that uses them."""
    return [
        {"used_in": process.name, name: getattr(use, name), "mass_t": use.mass_t}
        for process in report.processes
        for use in process.uses
        if getattr(use, name)
    ]


def _identified(report: OperatorReport) -> dict[str, Any]:
    return {"operator": report.operator, "installation": report.installation}


def _processes(report: OperatorReport) -> list[dict[str, Any]]:
    return _picked(report.processes, "name", "cn", "route")


def _actual(report: OperatorReport) -> list[dict[str, Any]]:
    return _picked(_on(report, "actual"), *_PRECURSOR, "year", "year_by", "see_direct", "see_indirect")


def _mixed(report: OperatorReport) -> list[dict[str, Any]]:
    chosen = [one for one in report.precursors if one.mixed_years_weighted is not None]
    return _picked(chosen, "id", "cn", "see_direct", "see_indirect", "mixed_years_weighted")


def _several(report: OperatorReport) -> list[dict[str, Any]]:
    chosen = [one for one in report.precursors if one.several_installations]
    return _picked(chosen, "id", "cn", "see_direct", "see_indirect", "several_installations")


def _origins(report: OperatorReport) -> list[dict[str, Any]]:
    return _picked(report.precursors, "id", "operator", "installation", "registry_id", "year")


def _default(report: OperatorReport) -> list[dict[str, Any]]:
    return _picked(_on(report, "default"), *_PRECURSOR, "default_value")


_ITEMS: Final[_Outline] = {
    "1": _identified,
    "2": lambda r: {"plan": r.monitoring_plan, "processes": _processes(r), "goods": _picked(r.goods, "process", "cn")},
    "3": lambda r: _picked(r.electricity_sources, "name", "mwh", "supplier", "country"),
    "4": lambda r: r.electricity_produced_by,
    "5": lambda r: r.waste_gases,
    "6": lambda r: _picked(r.carbon_transfers, "direction", "partner", "contact"),
    "7": lambda r: r.direct_t,
    "8": lambda r: r.period.months_monitored,
    "9": lambda r: r.electricity_mwh,
    "10": lambda r: r.electricity_for_goods_mwh,
    "11": lambda r: _picked(r.electricity_sources, "name", "supplier", "installation"),
    "12": lambda r: {"sources": r.electricity_sources, "factor_t_per_mwh": r.electricity_factor_t_per_mwh},
    "13": lambda r: _picked(r.goods, "process", "cn", "name", "quantity_t"),
    "14": lambda r: _picked((p for p in r.processes if p.other_goods), "name", "other_goods"),
    "15": lambda r: _picked(r.goods, *_GOOD),
    "16": lambda r: {
        "processes": _picked(r.processes, "name", "streams", "gases"),
        "other_sources": r.other_sources,
        "transfers": r.carbon_transfers,
        "data_gaps": r.data_gaps,
    },
    "17": lambda r: _picked(r.processes, "name", *_FLOWS),
    "18": lambda r: [
        {
            "process": p.name,
            "cn": p.cn,
            "mass_t": sum(u.mass_t or 0 for o in r.processes for u in o.uses if u.process == p.name),
        }
        for p in r.processes
        if any(use.process == p.name for other in r.processes for use in other.uses)
    ],
    "19": lambda r: _used(r, "process"),
    "20": lambda r: _picked(r.precursors, *_PRECURSOR, "total_t"),
    "21": lambda r: _used(r, "precursor"),
    "22": _default,
    "23": _actual,
    "24": _mixed,
    "25": _several,
    "26": lambda r: _picked(r.processes, "name", "electricity_in"),
    "27": lambda r: _used(r, "process"),
    "28": _origins,
    "29": lambda r: r.attribution,
    "30": lambda r: _picked(r.processes, "name", "functional_unit", "activity_level", "direct_t", "indirect_t"),
    "31": lambda r: _picked(r.goods, "cn", "quantity_t", "quantity"),
    "32": lambda r: [s for s in r.electricity_sources if s.basis != "grid_default"],
    "33": lambda r: [s for s in r.electricity_sources if s.basis == "power_purchase_agreement"],
    "34": lambda r: _picked(r.goods, "cn", "by_route"),
    "35": lambda r: _picked(r.goods, "cn", "parameters"),
}
_SUMMARY: Final[_Outline] = {
    "1": lambda r: r.operator,
    "2": lambda r: r.installation,
    "3": lambda r: {"processes": _processes(r), "goods": _picked(r.goods, "process", "cn")},
    "4": lambda r: _picked(
        r.goods,
        "cn",
        "name",
        "see_direct",
        "default_share",
        "see_indirect",
        "indirect_actual_share",
        "indirect_criteria_met",
        "sefa",
        "benchmarks_confirmed",
    ),
    "5": lambda r: {"installation_t": r.direct_t, "processes": _picked(r.processes, "name", "direct_t")},
    "6": lambda r: r.indirect_t,
    "7": lambda r: any(p.heat_in or p.heat_out for p in r.processes),
    "8": lambda r: r.monitoring_plan.zero_rated_fuels,
    "9": lambda r: r.waste_gases,
    "10": lambda r: _picked(r.carbon_transfers, "direction", "partner"),
    "11": lambda r: r.electricity_produced_by,
    "12": _default,
    "13": _actual,
    "14": _mixed,
    "15": _several,
    "16": _origins,
}
