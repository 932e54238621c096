"""From a plain tree of names and values to a report, each fault at its place; what a report is filled from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from greencard.border.installation import ProcessData
from greencard.border.report.records import Installation, Operator, OperatorReport
from greencard.errors import InvalidInput, Place, declare
from greencard.model import Value

__all__ = ["OperatorData", "read_report", "report_schema"]

_MOST: Final = Decimal(10) ** 12
_DIGITS: Final = 60
_SIGNED: Final = frozenset({"latitude", "longitude"})
_AT: Final = re.compile(r" - at `(?:key in )?\$(.*)`$")
_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[\.\.\.\]")
_LONGEST: Final = 160
_SHOWN: Final = 60
_ENTRIES: Final = 200

BAD_REPORT = declare(
    "GC-BRD-110",
    InvalidInput,
    en="The file is no operator's report as this program knows it: {why}.",
    zh="该文件不是本程序所认识的运营者报告：{why_zh}。",
    remedy_en="Correct the field; `greencard border report new` writes a file with comments at its fields.",
    remedy_zh="请更正该字段；greencard border report new 可写出带注释的文件。",
)
BAD_FIGURE = declare(
    "GC-BRD-111",
    InvalidInput,
    en="{field} is {value}.",
    zh="{field} 为 {value}。",
    remedy_en="Give a decimal of zero or more, below 10^12, with at most 60 digits.",
    remedy_zh="请填写不小于 0、小于 10^12、最多 60 位的小数。",
)

T = TypeVar("T", bound=Value)


class OperatorData(Value, frozen=True, kw_only=True):
    """What `report fill` begins with: the operator's processes of one year, and who and where it is."""

    illustrative: bool = False
    operator: Operator = Operator()
    installation: Installation = Installation()
    processes: dict[str, ProcessData]


TOO_MANY = declare(
    "GC-BRD-117",
    InvalidInput,
    en="The report has {count} entries in {field}; at most {most} are read.",
    zh="报告的 {field} 有 {count} 项；最多读取 {most} 项。",
    remedy_en="One report speaks of one installation: split the file, or add up what is alike.",
    remedy_zh="一份报告对应一个设施：请拆分文件，或合并同类项。",
)


def read_report(tree: object, place: Callable[[str], Place]) -> OperatorReport:
    """The report in a tree of names and values (texts for all values); `place` says where a JSON pointer stands.

    Raises:
        InvalidInput: an unknown field, another type, a missing part of a flow (GC-BRD-110); a figure that is no amount
            (111); more than 200 processes, precursors, goods, or uses of a process (117).
    """
    found = _checked(tree, OperatorReport, place)
    lists = [(f"/{name}", getattr(found, name)) for name in ("processes", "precursors", "goods")]
    lists += [(f"/processes/{index}/uses", process.uses) for index, process in enumerate(found.processes)]
    for pointer, entries in lists:
        if len(entries) > _ENTRIES:
            raise TOO_MANY.at(place(pointer), field=pointer, count=len(entries), most=_ENTRIES)
    return replace(
        found,
        processes=tuple(replace(one, cn=_digits(one.cn)) for one in found.processes),
        precursors=tuple(replace(one, cn=_digits(one.cn)) for one in found.precursors),
        goods=tuple(replace(one, cn=_digits(one.cn)) for one in found.goods),
    )


def _digits(cn: str) -> str:
    """A code without the spaces and dots people write into it; what is no code the checks will say."""
    return cn.replace(" ", "").replace(".", "")


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the report; each field says which item of Annex IV asks for it."""
    schema = msgspec.json.schema(OperatorReport)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "OperatorReport", **schema}


def _checked(tree: object, kind: type[T], place: Callable[[str], Place]) -> T:
    try:
        found = msgspec.convert(tree, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _named(str(error), place) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        why = type(error).__name__
        raise BAD_REPORT.at(place(""), why=why, why_zh=why) from None
    _figures(found, "", place)
    return found


def _named(message: str, place: Callable[[str], Place]) -> Exception:
    at = _AT.search(message)
    pointer = "".join(f"/{name or index or '…'}" for name, index in _STEP.findall(at[1])) if at else ""
    why = (message[: at.start()] if at else message)[:_LONGEST]
    why_zh = why
    for pattern, said in (
        (r"Object contains unknown field `(.*)`", "有未知字段 {}"),
        (r"Object missing required field `(.*)`", "缺少字段 {}"),
        (r"Expected `(.*)`, got `(.*)`", "应为 {}，实为 {}"),
        (r"Invalid enum value '(.*)'", "{} 不在允许的取值之中"),
    ):
        found = re.fullmatch(pattern, why)
        if found is not None:
            why_zh = said.format(*found.groups())
    return BAD_REPORT.at(place(pointer), why=why, why_zh=why_zh)


def _figures(value: object, pointer: str, place: Callable[[str], Place]) -> None:
    """Every figure of the report is an amount; degrees may be negative and are bounded by the checks."""
    if isinstance(value, Decimal):
        name = pointer.rpartition("/")[2]
        size = abs(value) if name in _SIGNED and value.is_finite() else value
        digits = len(value.as_tuple().digits) if value.is_finite() else _DIGITS + 1
        if digits > _DIGITS or not 0 <= size < _MOST or value.adjusted() < -_DIGITS:
            raise BAD_FIGURE.at(place(pointer), field=name, value=repr(str(value))[:_SHOWN])
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _figures(getattr(value, name), f"{pointer}/{name}", place)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _figures(inner, f"{pointer}/{name}", place)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            _figures(inner, f"{pointer}/{index}", place)
