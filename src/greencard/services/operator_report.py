"""From files to an operator's emissions report: read, check, fill, hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from greencard.border.report import (
    Checklist,
    OperatorReport,
    actual_of,
    by_item,
    check_report,
    filled_report,
    read_operator_data,
    read_report,
    summary_of,
)
from greencard.catalogue.source import load
from greencard.catalogue.tree import Listing, Scalar, is_null, pointer_to
from greencard.errors import InvalidInput, Place, Refused, declare, raise_faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.border import BorderPack
    from greencard.border.statement import ActualEmissions
    from greencard.catalogue.tree import Node

__all__ = ["checked_file", "filled_file", "outlined", "report_of", "statement_of"]

INCOMPLETE = declare(
    "GC-SVC-051",
    Refused,
    en="The report is not complete: {count} items are missing or do not agree, the first of them {item}.",
    zh="报告尚不完整：有 {count} 项缺失或不一致，首项为 {item}。",
    remedy_en="See `greencard border report check`; with --draft its figures are given without the verification, for an"
    " indicative answer that never carries certificates.",
    remedy_zh="请运行 greencard border report check；加 --draft 可输出不带核查的数据，其结果仅供参考，不计证书。",
)
ILLUSTRATIVE = declare(
    "GC-SVC-053",
    Refused,
    en="The report is illustrative: no certificate may be worked out from it.",
    zh="该报告为示例：不得据此计算证书。",
    remedy_en="Give --draft to see what its figures would come to, as an indicative answer.",
    remedy_zh="加 --draft 可查看其数据的结果，仅供参考。",
)
NOTHING_NAMED = declare(
    "GC-SVC-052",
    InvalidInput,
    en="The data describe {count} processes and none is named.",
    zh="数据描述了 {count} 个过程，未指明其一。",
    remedy_en="Name the process of the finished good with --process: {known}.",
    remedy_zh="请用 --process 指明成品的过程：{known}。",
)


def report_of(data: bytes, file: str) -> OperatorReport:
    """A report file (YAML or JSON) as a record.

    Raises:
        InvalidInput: not readable as text (GC-CAT-001 to 010), an unknown field or a wrong value, with its line
            (GC-BRD-110, 111).
    """
    tree, place = _read(data, file)
    return read_report(tree, place)


def checked_file(data: bytes, file: str, pack: BorderPack) -> tuple[OperatorReport, Checklist]:
    """A report file and the answer to every item.

    Raises:
        InvalidInput: as `report_of`.
    """
    report = report_of(data, file)
    return report, check_report(pack, report)


def filled_file(data: bytes, file: str, pack: BorderPack, process: str = "") -> OperatorReport:
    """The report that process data give; `process` may be left out where there is one, or one that no other consumes.

    Raises:
        InvalidInput: as `report_of`; several processes could be meant (GC-SVC-052); no such process (GC-BRD-116).
        Refused: whatever the engine refuses of the data.
    """
    tree, place = _read(data, file)
    found = read_operator_data(tree, place)
    if not process:
        consumed = {use.process for one in found.processes.values() for use in one.precursors}
        last = [name for name in found.processes if name not in consumed]
        if len(last) != 1:
            known = ", ".join(last or found.processes)[:200]
            raise NOTHING_NAMED.at(place("/processes"), count=len(found.processes), known=known or "—")
        process = last[0]
    return filled_report(pack, found, process)


def statement_of(report: OperatorReport, cn: str, pack: BorderPack, *, draft: bool = False) -> ActualEmissions:
    """What the report states of one good, as `eu_cbam(…, actual=…)` and `border cost --actual` take it.

    Raises:
        InvalidInput: the report does not make the good (GC-BRD-114).
        Refused: no draft is asked for, and the report is not complete (GC-SVC-051) or made up (GC-SVC-053); a figure is
            missing (GC-BRD-112).
    """
    if draft:
        return actual_of(pack, replace(report, verification=None), cn)
    if report.illustrative:
        raise ILLUSTRATIVE.at(Place("/illustrative"))
    answers = [answer for answer in check_report(pack, report).items if answer.status in {"missing", "inconsistent"}]
    if answers:
        raise INCOMPLETE.at(Place(answers[0].problems[0].pointer), count=len(answers), item=answers[0].item)
    return actual_of(pack, report, cn)


def outlined(report: OperatorReport, *, summary: bool) -> dict[str, Any]:
    """The report as Annex IV numbers it: the items of point 1.1, or the summary of point 1.2."""
    return summary_of(report) if summary else by_item(report)


def _read(data: bytes, file: str) -> tuple[object, Callable[[str], Place]]:
    """Names and texts of a file, and where a JSON pointer stands in it."""
    source = load(data, file)
    raise_faults(source.faults)
    lines: dict[str, int] = {}
    tree = _plain(source.root, "", lines)

    def place(pointer: str) -> Place:
        known = pointer
        while known and known not in lines:
            known = known.rpartition("/")[0]
        return Place(pointer, file, lines.get(known, 1))

    return tree, place


def _plain(node: Node, pointer: str, lines: dict[str, int]) -> object:
    lines[pointer] = node.line
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [_plain(item, pointer_to(pointer, index), lines) for index, item in enumerate(node.items)]
    return {
        key.text: _plain(value, pointer_to(pointer, key.text), lines)
        for key, value in node.entries
        if not is_null(value)
    }
