"""Items on precursors: made here or bought, on default or actual values, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from greencard.border.report.context import Check, Context, agrees, inconsistent, missing, shown
from greencard.border.report.items import Problem
from greencard.border.report.records import PrecursorUse, ReportedPrecursor
from greencard.border.report.statement import EXEMPT, applicable_default
from greencard.errors import GreencardError

__all__ = ["CHECKS"]

_FIRST_YEAR: Final = 2026
_ZERO: Final = Decimal(0)


def _uses(at: Context, *, own: bool) -> list[tuple[str, PrecursorUse]]:
    return [
        (f"{pointer}/uses/{index}", use)
        for pointer, process in at.processes()
        for index, use in enumerate(process.uses)
        if bool(use.process) == own
    ]


def _masses(uses: list[tuple[str, PrecursorUse]]) -> Iterator[Problem]:
    for pointer, use in uses:
        if use.mass_t is None:
            name = use.process or use.precursor
            yield missing(f"{pointer}/mass_t", f"The tonnes of {name} used", f"{name} 的使用吨数")


def _made(at: Context) -> tuple[Problem, ...] | None:
    """(18): what processes here use of another process cannot exceed what it made."""
    if not _uses(at, own=True):
        return None
    found = []
    for pointer, process in at.processes():
        used, level = at.used_of(process.name), process.activity_level
        if used and level is not None and used > level and not agrees(used, level):
            found.append(
                inconsistent(
                    f"{pointer}/activity_level",
                    (
                        f"{shown(used)} t of {process.name} are used here, and it made {shown(level)} t.",
                        f"本设施使用 {process.name} {shown(used)} 吨，而其产量为 {shown(level)} 吨。",
                    ),
                    (
                        "Correct one of them, or declare what was bought as a bought precursor.",
                        "请更正其一；外购部分请列为外购前体。",
                    ),
                )
            )
    return tuple(found)


def _made_by_process(at: Context) -> tuple[Problem, ...] | None:
    uses = _uses(at, own=True)
    if not uses:
        return None
    names = {process.name for process in at.report.processes}
    unknown = [
        inconsistent(
            pointer,
            (f"{use.process} is no process of this report.", f"{use.process} 不是本报告的过程。"),
            ("Use the `name` of a process.", "请使用过程的 `name`。"),
        )
        for pointer, use in uses
        if use.process not in names
    ]
    return (*_masses(uses), *unknown)


def _bought(at: Context) -> tuple[Problem, ...] | None:
    if not at.report.precursors:
        return None
    return tuple(
        missing(
            f"/precursors/{index}/total_t",
            f"The tonnes of {one.name or one.cn} used",
            f"{one.name or one.cn} 的使用吨数",
        )
        for index, one in enumerate(at.report.precursors)
        if one.total_t is None
    )


def _bought_by_process(at: Context) -> tuple[Problem, ...] | None:
    uses = _uses(at, own=False)
    if not uses and not at.report.precursors:
        return None
    ids = [one.id for one in at.report.precursors]
    found = list(_masses(uses))
    found.extend(
        inconsistent(
            pointer,
            (
                f"{use.precursor or '(no name)'} is no precursor of this report.",
                f"{use.precursor or '（未命名）'} 不在前体清单中。",
            ),
            ("Use the `id` of a bought precursor.", "请使用外购前体的 `id`。"),
        )
        for pointer, use in uses
        if use.precursor not in ids
    )
    for index, one in enumerate(at.report.precursors):
        if ids.count(one.id) > 1 or not one.id:
            what = (f"The id {one.id!r} stands for more than one precursor.", f"id {one.id!r} 对应多个前体。")
            found.append(inconsistent(f"/precursors/{index}/id", what, ("Give each its own id.", "请使用不同的 id。")))
            continue
        used = at.used(one.id)
        if one.total_t is not None and not agrees(one.total_t, used):
            found.append(
                inconsistent(
                    f"/precursors/{index}/total_t",
                    (
                        f"The installation states {shown(one.total_t)} t of {one.id}, the processes {shown(used)} t.",
                        f"{one.id}：设施填报 {shown(one.total_t)} 吨，各过程合计 {shown(used)} 吨。",
                    ),
                    ("Correct one of them; off-cuts stay in.", "请更正其一；边角料计入。"),
                )
            )
    return tuple(found)


def _exempt(at: Context, one: ReportedPrecursor) -> bool:
    place = at.pack.territories.get(one.origin)
    return place is not None and place.eu_cbam in EXEMPT


def _each(
    at: Context, basis: str, check: Callable[[Context, str, ReportedPrecursor], Iterator[Problem]]
) -> tuple[Problem, ...] | None:
    chosen = [(f"/precursors/{index}", one) for index, one in enumerate(at.report.precursors) if one.basis == basis]
    if not chosen:
        return None
    return tuple(
        problem for pointer, one in chosen for problem in (*_named(at, pointer, one), *check(at, pointer, one))
    )


def _named(at: Context, pointer: str, one: ReportedPrecursor) -> Iterator[Problem]:
    if not at.known_code(one.cn):
        yield missing(f"{pointer}/cn", f"A CN code of Annex I for {one.id}", f"{one.id} 的附件一 CN 编码")
    if not one.name.strip():
        yield missing(f"{pointer}/name", f"The name of {one.id}", f"{one.id} 的货物名称")
    if one.origin and one.origin not in at.pack.territories:
        what = (f"{one.origin[:10]} is no country code.", f"{one.origin[:10]} 不是国家代码。")
        yield inconsistent(
            f"{pointer}/origin", what, ("Give ISO 3166-1 alpha-2, such as CN.", "请填写 ISO 3166-1 二位代码，例如 CN。")
        )


def _on_default(at: Context, pointer: str, one: ReportedPrecursor) -> Iterator[Problem]:
    """The value is the one printed for its country; the highest of all where the country is not known (Annex IV)."""
    if _exempt(at, one):
        return
    if one.see_direct is not None or one.emissions is not None:
        what = (
            f"{one.id} is on default values and states emissions of its own.",
            f"{one.id} 采用默认值，却又填报自身排放。",
        )
        yield inconsistent(
            f"{pointer}/basis", what, ("Choose one: default or actual.", "请二选一：default 或 actual。")
        )
    try:
        found = applicable_default(at.pack, one.cn, one.origin)
    except GreencardError:
        return
    if found is None:
        if at.known_code(one.cn):
            what = (f"No default value is printed for {one.cn}.", f"{one.cn} 没有默认值。")
            yield inconsistent(
                f"{pointer}/cn",
                what,
                (
                    "Give its producer's actual emissions, or its TARIC code.",
                    "请填写其生产者的实际排放，或其 TARIC 编码。",
                ),
            )
    elif one.default_value is None:
        yield missing(
            f"{pointer}/default_value",
            f"The default value of {one.id} ({found.row.total})",
            f"{one.id} 的默认值（{found.row.total}）",
        )
    elif one.default_value != found.value:
        yield inconsistent(
            f"{pointer}/default_value",
            (
                f"{shown(one.default_value)} is stated; the table “{found.table}” prints {found.row.total}.",
                f"填报 {shown(one.default_value)}；“{found.table}”表为 {found.row.total}。",
            ),
            ("Give the printed value, before mark-up.", "请填写表中数值（不含加成）。"),
        )


def _on_actual(at: Context, pointer: str, one: ReportedPrecursor) -> Iterator[Problem]:
    if not one.origin:
        yield missing(f"{pointer}/origin", f"The country of origin of {one.id}", f"{one.id} 的原产国")
    if _exempt(at, one):
        return
    if one.year is None or one.year_by is None:
        yield missing(
            f"{pointer}/year",
            f"The reporting period of {one.id} and how it was determined",
            f"{one.id} 的报告期及确定方式",
        )
    elif not _FIRST_YEAR <= one.year <= at.year or (one.year != at.year and one.year_by == "default_period"):
        yield inconsistent(
            f"{pointer}/year",
            (
                f"{one.id} speaks of {one.year}, the report of {at.year}.",
                f"{one.id} 的数据为 {one.year} 年，报告为 {at.year} 年。",
            ),
            (
                "By default it is the year of the good; an earlier one needs proof of when it was made (Art. 13).",
                "默认为货物生产当年；更早年份须证明生产时间（第 13 条）。",
            ),
        )
    if one.see_direct is None and one.emissions is None:
        yield missing(
            f"{pointer}/see_direct", f"The direct emissions of {one.id} per tonne", f"{one.id} 的单位直接排放"
        )
    if at.outside_annex_ii and one.emissions is None and one.see_indirect is None:
        yield missing(
            f"{pointer}/see_indirect", f"The indirect emissions of {one.id} per tonne", f"{one.id} 的单位间接排放"
        )
    if not (one.verifier.strip() and one.verification_report.strip()):
        yield missing(
            f"{pointer}/verification_report",
            f"Verifier and number of the verification report of {one.id}",
            f"{one.id} 的核查机构与核查报告编号",
            "Ask its producer for the verification report; until then use the default value.",
            "请向其生产者索取核查报告；在此之前请用默认值。",
        )


def _mixed_years(at: Context) -> tuple[Problem, ...] | None:
    said = [(i, one) for i, one in enumerate(at.report.precursors) if one.mixed_years_weighted is not None]
    if not said:
        return None
    return tuple(
        inconsistent(
            f"/precursors/{i}/mixed_years_weighted",
            (f"{one.id} comes from several years and is not weighted.", f"{one.id} 来自多个年份，未按加权平均。"),
            ("Use the weighted mean of the years (Art. 14(1)).", "请采用各年份的加权平均（第 14 条第 1 款）。"),
        )
        for i, one in said
        if one.mixed_years_weighted is False
    )


def _several(at: Context) -> tuple[Problem, ...] | None:
    return () if any(one.several_installations for one in at.report.precursors) else None


def _origins(at: Context) -> tuple[Problem, ...] | None:
    actual = [(i, one) for i, one in enumerate(at.report.precursors) if one.basis == "actual" and not _exempt(at, one)]
    if not actual:
        return None
    return tuple(
        missing(f"/precursors/{i}/{name}", f"{en} of origin of {one.id}", f"{one.id} 的{zh}")
        for i, one in actual
        for name, en, zh in (("operator", "Operator", "生产运营者"), ("installation", "Installation", "生产设施"))
        if not getattr(one, name).strip()
    )


CHECKS: Final[dict[str, Check]] = {
    "1.1 (18)": _made,
    "1.1 (19)": _made_by_process,
    "1.1 (20)": _bought,
    "1.1 (21)": _bought_by_process,
    "1.1 (22)": lambda at: _each(at, "default", _on_default),
    "1.1 (23)": lambda at: _each(at, "actual", _on_actual),
    "1.1 (24)": _mixed_years,
    "1.1 (25)": _several,
    "1.1 (27)": _made_by_process,
    "1.1 (28)": _origins,
}
