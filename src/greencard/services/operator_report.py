"""From files to an operator's emissions report: read, check, fill, hand over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from greencard.border.commodity import CN_DIGITS, commodity_code
from greencard.border.report import (
    Checklist,
    OperatorReport,
    actual_of,
    by_item,
    check_report,
    filled_report,
    read_report,
    summary_of,
)
from greencard.border.statement import CarbonPricePaid
from greencard.catalogue.source import load
from greencard.catalogue.tree import Listing, Scalar, is_null, pointer_to
from greencard.errors import GreencardError, Place, Refused, declare, raise_faults
from greencard.services.border import placed
from greencard.services.border_statement import BorderStatementFile, finished, operator_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from greencard.border import BorderPack
    from greencard.border.statement import ActualEmissions
    from greencard.catalogue.tree import Node

__all__ = ["checked_file", "filled_file", "outlined", "report_of", "statement_file", "statement_of"]

_EUR: Final = "EUR"

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
    """The report of a file of process data, the same file that `border cost --actual` takes.

    `process` may be left out where the file names it, where there is one, or one that no other consumes.

    Raises:
        InvalidInput: as `operator_data`; several processes could be meant (GC-SVC-052); no such process (GC-BRD-116).
        Refused: whatever the engine refuses of the data.
    """
    found, named, lines = operator_data(data, file)
    name = process or named or finished(found.processes, Place("/processes", file, lines.get("/processes")))
    try:
        return filled_report(pack, found, name)
    except GreencardError as error:
        raise placed(error, lambda place: _nearest(place.pointer, file, lines)) from error


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


def statement_file(report: OperatorReport, cn: str, pack: BorderPack, *, draft: bool = False) -> BorderStatementFile:
    """What the report states of one good, as the file that `border cost --actual` reads.

    A carbon price due stands in it, less its rebate, where the report gives it in EUR: no other currency is converted.

    Raises:
        InvalidInput, Refused: as `statement_of`.
    """
    stated = statement_of(report, cn, pack, draft=draft)
    code = commodity_code(cn)
    due = next((good.carbon_price for good in report.goods if good.cn[:CN_DIGITS] == code[:CN_DIGITS]), None)
    paid = None
    if due is not None and due.currency == _EUR and due.per_t_product is not None:
        rest = due.per_t_product - (due.rebate_per_t_product or Decimal(0))
        paid = CarbonPricePaid(country=due.country, eur_per_t_product=max(Decimal(0), rest), evidence=due.evidence)
    return BorderStatementFile(
        illustrative=report.illustrative,
        cn=code,
        operator=report.operator,
        installation=report.installation,
        statement=stated,
        carbon_price=paid,
    )


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
        return _nearest(pointer, file, lines)

    return tree, place


def _nearest(pointer: str, file: str, lines: Mapping[str, int]) -> Place:
    """Where a pointer stands in a file: at its own line, or at that of what holds it."""
    known = pointer
    while known and known not in lines:
        known = known.rpartition("/")[0]
    return Place(pointer, file, lines.get(known, 1))


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
