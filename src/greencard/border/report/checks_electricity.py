"""Items on electricity, heat and waste gas: sources, factors, own generation, and the balance of each process."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.border.report.context import Check, Context, agrees, inconsistent, missing, shown
from greencard.border.report.items import Problem
from greencard.border.report.records import ElectricitySource

__all__ = ["CHECKS"]

_ZERO: Final = Decimal(0)


def _sources(at: Context) -> tuple[Problem, ...] | None:
    if not at.outside_annex_ii:
        return None
    if not at.report.electricity_sources:
        return (missing("/electricity_sources", "The sources of electricity", "电力来源"),)
    return tuple(
        missing(f"/electricity_sources/{index}/mwh", f"The quantity from {source.name}", f"来自 {source.name} 的电量")
        for index, source in enumerate(at.report.electricity_sources)
        if source.mwh is None
    )


def _generation(at: Context) -> tuple[Problem, ...] | None:
    made = at.report.electricity_produced_by
    produced = any(process.electricity_produced for process in at.report.processes)
    own = any(source.basis == "own_production" for source in at.report.electricity_sources)
    if made is None and not (produced or own):
        return None
    if made is None or made.fuel is None or not (made.by_cogeneration or made.separately):
        return (
            missing(
                "/electricity_produced_by",
                "How electricity is produced here (co-generation or separate; fossil or renewable)",
                "本设施发电方式（热电联产或单独发电；化石或可再生）",
            ),
        )
    return ()


def _electricity(at: Context) -> tuple[Problem, ...] | None:
    if not at.outside_annex_ii:
        return None
    total = at.report.electricity_mwh
    if total is None:
        return (missing("/electricity_mwh", "The electricity consumed in the installation", "设施用电总量"),)
    by_source = sum((source.mwh or _ZERO for source in at.report.electricity_sources), _ZERO)
    if agrees(total, by_source):
        return ()
    return (
        inconsistent(
            "/electricity_mwh",
            (
                f"The installation states {shown(total)} MWh, and its sources give {shown(by_source)} MWh.",
                f"设施填报 {shown(total)} 兆瓦时，各电源合计 {shown(by_source)} 兆瓦时。",
            ),
            ("Correct one of them.", "请更正其一。"),
        ),
    )


def _for_goods(at: Context) -> tuple[Problem, ...] | None:
    if not at.outside_annex_ii:
        return None
    stated = at.report.electricity_for_goods_mwh
    if stated is None:
        return (
            missing(
                "/electricity_for_goods_mwh", "The electricity for goods outside Annex II", "附件二以外货物的用电量"
            ),
        )
    used = sum((use.mwh for one in at.report.processes if at.counts(one.cn) for use in one.electricity_in), _ZERO)
    total = at.report.electricity_mwh
    if agrees(stated, used) and (total is None or stated <= total):
        return ()
    return (
        inconsistent(
            "/electricity_for_goods_mwh",
            (
                f"{shown(stated)} MWh is stated, and the processes use {shown(used)} MWh.",
                f"填报 {shown(stated)} 兆瓦时，各过程合计 {shown(used)} 兆瓦时。",
            ),
            ("Correct one of them; it cannot exceed the total of item (9).", "请更正其一；不得超过第 9 项的总量。"),
        ),
    )


def _others(at: Context) -> list[tuple[int, ElectricitySource]]:
    linked = {"direct_link", "power_purchase_agreement"}
    return [(i, source) for i, source in enumerate(at.report.electricity_sources) if source.basis in linked]


def _suppliers(at: Context) -> tuple[Problem, ...] | None:
    others = _others(at)
    if not at.outside_annex_ii or not others:
        return None
    return tuple(
        missing(f"/electricity_sources/{i}/{name}", f"{en} of {source.name}", f"{source.name} 的{zh}")
        for i, source in others
        for name, en, zh in (("installation", "Producing installation", "发电设施"), ("supplier", "Supplier", "供电方"))
        if not getattr(source, name).strip()
    )


def _by_source(at: Context) -> tuple[Problem, ...] | None:
    sources = at.report.electricity_sources
    if not at.outside_annex_ii or not sources:
        return None
    found = [
        missing(f"/electricity_sources/{i}/{name}", f"{en} of {source.name}", f"{source.name} 的{zh}")
        for i, source in enumerate(sources)
        for name, en, zh in (
            ("country", "Country of origin", "原产国"),
            ("emission_factor_t_per_mwh", "Emission factor", "排放因子"),
        )
        if getattr(source, name) in {None, ""}
    ]
    total = sum((source.mwh or _ZERO for source in sources), _ZERO)
    if found or not total:
        return tuple(found)
    stated = at.report.electricity_factor_t_per_mwh
    weighted = sum(((s.mwh or _ZERO) * (s.emission_factor_t_per_mwh or _ZERO) for s in sources), _ZERO) / total
    if stated is None:
        name = ("The emission factor of all electricity (Art. 9)", "全部电力的排放因子（第 9 条）")
        found.append(missing("/electricity_factor_t_per_mwh", *name))
    elif not agrees(stated, weighted):
        found.append(
            inconsistent(
                "/electricity_factor_t_per_mwh",
                (
                    f"{shown(stated)} is stated, and the sources weigh up to {shown(weighted)} t/MWh.",
                    f"填报 {shown(stated)}，按电源加权为 {shown(weighted)} 吨/兆瓦时。",
                ),
                ("Weigh each source by its share of the electricity consumed.", "请按各电源用电占比加权。"),
            )
        )
    return tuple(found)


def _balance(at: Context) -> tuple[Problem, ...] | None:
    """Heat, waste gas and electricity by process; what processes take of a source is what the source gives."""
    flows = ("heat_in", "heat_out", "waste_gas_in", "waste_gas_out", "electricity_in", "electricity_produced")
    if not any(getattr(process, name) for process in at.report.processes for name in flows):
        return None
    found = []
    taken: dict[str, Decimal] = {}
    for process in at.report.processes:
        for use in process.electricity_in:
            taken[use.name] = taken.get(use.name, _ZERO) + use.mwh
    given = {source.name: source.mwh for source in at.report.electricity_sources}
    for name, mwh in taken.items():
        source = given.get(name)
        if name not in given:
            found.append(
                missing(
                    "/electricity_sources",
                    f"A source with the name {name}, which a process uses",
                    f"过程所用电源 {name}",
                )
            )
        elif source is not None and mwh > source and not agrees(mwh, source):
            found.append(
                inconsistent(
                    "/electricity_sources",
                    (
                        f"The processes take {shown(mwh)} MWh of {name}, which gives {shown(source)} MWh.",
                        f"各过程从 {name} 取电 {shown(mwh)} 兆瓦时，而其供电为 {shown(source)} 兆瓦时。",
                    ),
                    ("Correct one of them.", "请更正其一。"),
                )
            )
    return tuple(found)


def _actual_factor(at: Context) -> tuple[Problem, ...] | None:
    others = _others(at)
    if not at.outside_annex_ii or not others:
        return None
    return tuple(
        missing(f"/electricity_sources/{i}/emission_factor_t_per_mwh", f"Factor of {s.name}", f"{s.name} 的因子")
        for i, s in others
        if s.emission_factor_t_per_mwh is None
    )


def _purchase(at: Context) -> tuple[Problem, ...] | None:
    agreed = [(i, s) for i, s in _others(at) if s.basis == "power_purchase_agreement"]
    if not at.outside_annex_ii or not agreed:
        return None
    return tuple(
        missing(
            f"/electricity_sources/{i}/evidence",
            f"The agreement and meters behind {s.name}",
            f"{s.name} 的购电协议与计量证据",
            "Name the evidence of Annex II point D.4.3; guarantees of origin are none.",
            "请写明附件二 D.4.3 点所列证据；绿证不算证据。",
        )
        for i, s in agreed
        if not s.evidence.strip()
    )


def _by_process(at: Context) -> tuple[Problem, ...] | None:
    if not at.outside_annex_ii:
        return None
    return tuple(
        missing(f"{pointer}/electricity_in", f"The electricity used in {process.name}", f"{process.name} 的用电量")
        for pointer, process in at.processes()
        if at.counts(process.cn) and not process.electricity_in
    )


CHECKS: Final[dict[str, Check]] = {
    "1.1 (26)": _by_process,
    "1.1 (3)": _sources,
    "1.1 (4)": _generation,
    "1.1 (9)": _electricity,
    "1.1 (10)": _for_goods,
    "1.1 (11)": _suppliers,
    "1.1 (12)": _by_source,
    "1.1 (17)": _balance,
    "1.1 (32)": _actual_factor,
    "1.1 (33)": _purchase,
}
