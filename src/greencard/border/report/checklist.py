"""The answer of a report to every item of Annex IV, and to the duties beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import localcontext
from typing import Any, Final

import msgspec

from greencard.border.figures import QUOTIENT
from greencard.border.pack import BorderPack
from greencard.border.report import (
    checks_electricity,
    checks_goods,
    checks_installation,
    checks_precursors,
    checks_processes,
)
from greencard.border.report.context import Check, Context, inconsistent, missing
from greencard.border.report.items import BESIDE, ITEMS, SUMMARY, Checklist, Item, ItemAnswer, Problem, Status
from greencard.border.report.records import OperatorReport
from greencard.model import Text

__all__ = ["check_report"]

_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_FIRST_YEAR: Final = 2026
_DECEMBER: Final = 12
_MOST: Final = 20


def _period(at: Context) -> tuple[Problem, ...]:
    period = at.report.period
    start, end = period.start, period.end
    if start is None or end is None:
        return (missing("/period", "First and last day of the reporting period", "报告期起止日期"),)
    whole = (start.month, start.day) == (1, 1) and end == date(start.year, _DECEMBER, 31)
    new = period.months_monitored is not None and start.year == end.year and start <= end
    if start.year >= _FIRST_YEAR and (whole or new):
        return ()
    return (
        inconsistent(
            "/period",
            (
                f"{start} to {end} is no calendar year from {_FIRST_YEAR}.",
                f"{start} 至 {end} 不是 {_FIRST_YEAR} 年起的日历年。",
            ),
            (
                "Report a calendar year; a new installation gives the months monitored.",
                "请按日历年报告；新设施请填写监测月数。",
            ),
        ),
    )


def _english(at: Context) -> tuple[Problem, ...]:
    found = [
        inconsistent(
            pointer,
            ("The text holds Chinese characters.", "该文字含有中文字符。"),
            ("Write it in English; the report is submitted in English.", "请改用英文；报告须以英文提交。"),
        )
        for pointer, text in _texts(msgspec.to_builtins(at.report), "")
        if _HAN.search(text)
    ]
    return tuple(found[:_MOST])


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{pointer}/{index}")


def _verified(at: Context) -> tuple[Problem, ...]:
    seen = at.report.verification
    if seen is None:
        return (
            missing(
                "/verification",
                "The verification report",
                "核查报告",
                "Have an accredited verifier check it; unverified data are indicative and default values apply.",
                "请由经认可的核查机构核查；未经核查的数据仅供参考，须适用默认值。",
            ),
        )
    found = [
        missing(f"/verification/{name}", en, zh)
        for name, en, zh in (
            ("verifier", "Name of the verifier", "核查机构名称"),
            ("accreditation_body", "The accreditation body", "认可机构"),
            ("accreditation_number", "The accreditation number", "认可编号"),
            ("report", "Number of the verification report", "核查报告编号"),
            ("year", "The year the verification covers", "核查覆盖的年份"),
        )
        if not getattr(seen, name)
    ]
    if seen.year is not None and at.report.period.start is not None and seen.year != at.report.period.start.year:
        what = (
            f"The verification covers {seen.year}, the report {at.year}.",
            f"核查覆盖 {seen.year} 年，报告为 {at.year} 年。",
        )
        found.append(
            inconsistent("/verification/year", what, ("Both speak of the same calendar year.", "两者须为同一日历年。"))
        )
    if seen.issued_on is not None and at.report.period.end is not None and seen.issued_on <= at.report.period.end:
        what = ("The verification was issued before the period ended.", "核查报告早于报告期结束日。")
        found.append(
            inconsistent("/verification/issued_on", what, ("A year is verified after its end.", "须在年度结束后核查。"))
        )
    return tuple(found)


def _carbon_price(at: Context) -> tuple[Problem, ...] | None:
    due = [
        (f"/goods/{i}/carbon_price", good.carbon_price) for i, good in enumerate(at.report.goods) if good.carbon_price
    ]
    if not due:
        return None
    return tuple(
        missing(f"{pointer}/{name}", en, zh)
        for pointer, price in due
        for name, en, zh in (
            ("country", "Country of the carbon price", "碳价所属国家"),
            ("instrument", "The instrument (tax, trading system)", "碳价工具（税、交易体系）"),
            ("per_t_product", "The amount due per tonne", "每吨应付金额"),
            ("currency", "The currency", "币种"),
            ("evidence", "Evidence of the payment", "支付凭证"),
        )
        if getattr(price, name) in {None, ""}
    )


_CHECKS: Final[dict[str, Check]] = {
    **checks_installation.CHECKS,
    **checks_electricity.CHECKS,
    **checks_processes.CHECKS,
    **checks_goods.CHECKS,
    **checks_precursors.CHECKS,
    "Art. 7": _period,
    "Art. 10(4)": _english,
    "2023/956 Art. 8": _verified,
    "2023/956 Art. 9": _carbon_price,
}


def check_report(pack: BorderPack, report: OperatorReport) -> Checklist:
    """What the report answers to each item of Annex IV point 1.1, to the summary and to the duties beside it.

    Figures are worked out again: attributed emissions from meters (eq. 55), specific embedded emissions from processes
    and precursors (eq. 59), shares, sums over processes and routes, default values as printed, the free-allocation
    adjustment. Two figures agree within 0.1 %. That data are true is for the verifier to say, not for this list.
    """
    at = Context(pack, report)
    with localcontext(QUOTIENT):
        answers = tuple(_answer(at, item) for item in (*ITEMS, *SUMMARY, *BESIDE))
    counts = {
        status: sum(answer.status == status for answer in answers) for status in ("met", "missing", "inconsistent")
    }
    return Checklist(
        complete=not counts["missing"] and not counts["inconsistent"],
        illustrative=report.illustrative,
        met=counts["met"],
        missing=counts["missing"],
        inconsistent=counts["inconsistent"],
        not_applicable=len(answers) - sum(counts.values()),
        items=answers,
    )


def _answer(at: Context, item: Item) -> ItemAnswer:
    problems = _CHECKS[item.number](at)
    status: Status = "met"
    if problems is None:
        status = "not_applicable"
    elif any(problem.kind == "inconsistent" for problem in problems):
        status = "inconsistent"
    elif problems:
        status = "missing"
    return ItemAnswer(item=item.number, title=Text(en=item.en, zh=item.zh), status=status, problems=problems or ())
