"""A producer's data for the border from a YAML or JSON file: a statement, or process data that make one.

`border cost --actual`, `border outlook --actual` and `border report fill` read this one file; `border report actual`
writes it.

The fields are those of the border room's own types and nothing else: a life-cycle factor, an offset, a solar share or a
transport figure has no field, and an unknown field is refused by its name. Every fault carries JSON pointer and line.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from greencard.border import ActualEmissions, BorderPack, CarbonPricePaid, ProcessData, emissions_of
from greencard.border.commodity import CN_DIGITS
from greencard.border.report import OperatorData
from greencard.border.report.records import Installation, Operator
from greencard.catalogue.faults import NOT_ONE_PRODUCT
from greencard.catalogue.source import Source, load
from greencard.catalogue.tree import Listing, Node, Scalar, Table, is_null, pointer_to
from greencard.errors import Fault, GreencardError, InvalidInput, Place, declare, raise_faults
from greencard.model import Text, Value
from greencard.quantity import parse_decimal
from greencard.services.border import placed
from greencard.services.border_statement_words import IN_ENGLISH, RECORDS

__all__ = [
    "SCHEMA",
    "BorderStatementFile",
    "Statement",
    "finished",
    "operator_data",
    "read_statement",
    "statement_schema",
]

SCHEMA: Final = "greencard/border-statement/1"
_MOST_FAULTS: Final = 100
_SHOWN: Final = 60
_FILE_PREFIXES: Final = ("/actual", "/processes", "/carbon_price")

UNKNOWN_FIELD: Final = declare(
    "GC-SVC-041",
    InvalidInput,
    en="{field} is no field of {record} in an emissions statement for the border.",
    zh="边境排放声明的“{record}”中没有字段 {field}。",
    remedy_en="Known: {known}.{near} Life-cycle factors, offsets, solar shares and transport data have no place here.",
    remedy_zh="可用字段：{known}。{near_zh}生命周期因子、抵消、光伏占比和运输数据不能填入。",
)
BAD_VALUE: Final = declare(
    "GC-SVC-042",
    InvalidInput,
    en="{field} is {value}; {expected} is expected.",
    zh="{field} 为 {value}；应为{expected_zh}。",
    remedy_en="Correct this value; docs/border.md shows the file.",
    remedy_zh="请更正该值；格式见 docs/border.md。",
)
MISSING_FIELD: Final = declare(
    "GC-SVC-043",
    InvalidInput,
    en="{record} lacks {field}.",
    zh="“{record}”缺少 {field}。",
    remedy_en="Add the field; docs/border.md shows the file.",
    remedy_zh="请补上该字段；格式见 docs/border.md。",
)
NOT_A_STATEMENT: Final = declare(
    "GC-SVC-044",
    InvalidInput,
    en="The file holds {found}; it needs either statement or processes.",
    zh="文件中为{found_zh}；应有 statement（声明）或 processes（工序）之一。",
    remedy_en="Give the emissions per tonne under statement, or the year's process data under processes and the name"
    " of the process that makes the good under process.",
    remedy_zh="请在 statement 下填写每吨排放，或在 processes 下填写全年工序数据并在 process 下写明生产该货物的工序名。",
)

NOTHING_NAMED: Final = declare(
    "GC-SVC-052",
    InvalidInput,
    en="The data describe {count} processes and none is named.",
    zh="数据描述了 {count} 道工序，未指明其一。",
    remedy_en="Name the process of the finished good under process in the file, or with --process of `report fill`:"
    " {known}.",
    remedy_zh="请在文件的 process 中（或用 report fill 的 --process）指明成品的工序：{known}。",
)
ANOTHER_GOOD: Final = declare(
    "GC-BRD-120",
    InvalidInput,
    en="The producer's data are of {stated}, and the question is of {asked}.",
    zh="生产者数据针对 {stated}，而查询的是 {asked}。",
    remedy_en="Ask for the good the data speak of, or give the data of this one.",
    remedy_zh="请查询数据所针对的货物，或提供该货物的数据。",
)


class BorderStatementFile(Value, frozen=True, kw_only=True):
    """The file: one of `statement` and `processes`, and what goes with it."""

    schema: Literal["greencard/border-statement/1"] = SCHEMA
    illustrative: bool = False
    """The figures are made up: answers on them say so."""
    note: str = ""
    cn: str = ""
    """The good a statement speaks of; where it is given, no other may be asked with it. A process states its own."""
    operator: Operator = Operator()
    """Who hands it over; `border report fill` takes it into the report."""
    installation: Installation = Installation()
    """Where it was made: processes that name no installation are of this one."""
    statement: ActualEmissions | None = None
    """Emissions per tonne of product, precursors with statements of their own."""
    processes: dict[str, ProcessData] = msgspec.field(default_factory=dict)
    """Totals of a calendar year by name of the process; `emissions_of` makes the statement."""
    process: str = ""
    """Which of `processes` makes the good; may be left out where there is one, or one that no other consumes."""
    carbon_price: CarbonPricePaid | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file states of a good, and where each part of it stands."""

    actual: ActualEmissions
    carbon_price: CarbonPricePaid | None
    illustrative: bool
    file: str
    lines: Mapping[str, int] = field(repr=False)
    root: str = "/statement"
    """Pointer in the file of what the engine calls `/actual`."""
    cn: str = ""
    """The good it speaks of; empty: the file does not say."""

    def check_good(self, asked: str) -> None:
        """Refuse to answer for one good with the data of another; of two codes the digits that both have must agree.

        Raises:
            InvalidInput: they do not (GC-BRD-120).
        """
        ours, theirs = _digits(self.cn)[:CN_DIGITS], _digits(asked)[:CN_DIGITS]
        if ours and theirs and not (ours.startswith(theirs) or theirs.startswith(ours)):
            pointer = "/cn" if self.root == "/statement" else f"{self.root}/cn"
            place = Place(pointer, self.file, self.lines.get(pointer))
            raise ANOTHER_GOOD.at(place, stated=repr(self.cn[:_SHOWN]), asked=repr(asked[:_SHOWN]))

    def place(self, place: Place) -> Place:
        """The place of an engine's fault in the file; of anything else, as it is.

        A statement made of process data has no line of its own: the fault then stands at the process.
        """
        if not place.pointer.startswith(_FILE_PREFIXES):
            return place
        pointer = place.pointer
        if pointer.startswith("/actual"):
            pointer = self.root + (pointer.removeprefix("/actual") if self.root == "/statement" else "")
        here = pointer
        while here and here not in self.lines:
            here = here.rpartition("/")[0]
        return Place(pointer, self.file, self.lines.get(here))


def _digits(code: str) -> str:
    """A code without the spaces and dots people write into it."""
    return "".join(code.replace(".", "").split())


_TRUE: Final = frozenset({"true", "yes", "是"})
_FALSE: Final = frozenset({"false", "no", "否"})


class _TooMany(Exception):
    """Enough faults for anybody."""


@dataclass(slots=True)
class _Reader:
    """One pass over the tree: values by type, every fault with its place."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= _MOST_FAULTS:
            raise _TooMany

    def wrong(self, pointer: str, node: Node, expected: str, expected_zh: str) -> None:
        shown = repr(node.text[:_SHOWN]) if isinstance(node, Scalar) else "a list" if isinstance(node, Listing) else "…"
        name = pointer.rpartition("/")[2] or "/"
        self.add(
            BAD_VALUE.fault(
                Place(pointer, self.file, node.line),
                field=name,
                value=shown,
                expected=expected,
                expected_zh=expected_zh,
            )
        )

    def value(self, kind: Any, node: Node, pointer: str) -> Any:
        """The value of a node as `kind`; None where it is none, with the fault noted."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin in {Union, types.UnionType}:
            (wanted,) = (one for one in inner if one is not type(None))
            return self.value(wanted, node, pointer)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.record(kind, node, pointer)
        if origin is tuple:
            return self.several(inner[0], node, pointer)
        if origin is dict:
            return self.named(inner[1], node, pointer)
        if not isinstance(node, Scalar):
            return self.wrong(pointer, node, "a single value", "单个值")
        return self.single(kind, node, pointer)

    def several(self, kind: Any, node: Node, pointer: str) -> tuple[Any, ...]:
        if not isinstance(node, Listing):
            self.wrong(pointer, node, "a list, each entry behind “- ”", "列表，每项以“- ”开头")
            return ()
        found = []
        for index, entry in enumerate(node.items):
            here = pointer_to(pointer, index)
            self.lines[here] = entry.line
            found.append(self.value(kind, entry, here))
        return tuple(found)

    def named(self, kind: Any, node: Node, pointer: str) -> dict[str, Any]:
        if not isinstance(node, Table):
            self.wrong(pointer, node, "names with a group of fields each", "若干名称，各带一组字段")
            return {}
        found = {}
        for key, entry in node.entries:
            here = pointer_to(pointer, key.text)
            self.lines[here] = key.line
            found[key.text] = self.value(kind, entry, here)
        return found

    def single(self, kind: Any, node: Scalar, pointer: str) -> Any:  # noqa: PLR0911 - one line per kind
        text = node.text.strip()
        if kind is str:
            return text
        if kind is Decimal:
            try:
                return parse_decimal(text, Place(pointer, self.file, node.line))
            except GreencardError:
                return self.wrong(
                    pointer,
                    node,
                    "a plain number with a decimal point, no unit",
                    "普通数字（小数点为半角句点，不带单位）",
                )
        if kind is int:
            if text.isascii() and text.isdigit() and len(text) <= len("20260"):
                return int(text)
            return self.wrong(pointer, node, "a whole number", "整数")
        if kind is bool:
            if text.lower() in _TRUE | _FALSE:
                return text.lower() in _TRUE
            return self.wrong(pointer, node, "yes or no", "是或否")
        words = get_args(kind)
        if text in words:
            return text
        return self.wrong(pointer, node, f"one of {', '.join(words)}", f"{'、'.join(words)} 之一")

    def record(self, kind: type[msgspec.Struct], node: Node, pointer: str) -> Any:
        if not isinstance(node, Table):
            return self.wrong(pointer, node, "a group of fields", "一组字段")
        title = RECORDS[kind.__name__]
        hints, values, before = get_type_hints(kind), {}, len(self.faults)
        for key, inner in node.entries:
            name = IN_ENGLISH.get(key.text.strip(), key.text.strip())
            here = pointer_to(pointer, name)
            if name not in hints:
                self.unknown(title, key, tuple(hints), pointer_to(pointer, key.text))
            elif name in values:
                self.wrong(here, key, "given once", "只出现一次")
            elif not is_null(inner):
                self.lines[here] = key.line
                values[name] = self.value(hints[name], inner, here)
        for one in msgspec.structs.fields(kind):
            if one.required and one.name not in values:
                place = Place(pointer_to(pointer, one.name), self.file, node.line)
                self.add(MISSING_FIELD.fault(place, record=title.en, field=one.name))
        return None if len(self.faults) > before else kind(**values)

    def unknown(self, title: Text, key: Scalar, known: tuple[str, ...], pointer: str) -> None:
        near = get_close_matches(key.text.strip(), known, n=1, cutoff=0.7)
        self.add(
            UNKNOWN_FIELD.fault(
                Place(pointer, self.file, key.line),
                field=repr(key.text[:_SHOWN]),
                record=title.en,
                known=", ".join(known),
                near=f" Did you mean {near[0]}?" if near else "",
                near_zh=f"是否应为 {near[0]}？" if near else "",
            )
        )


def read_statement(data: bytes, file: str, pack: BorderPack) -> Statement:
    """What a statement file says of a good; process data are turned into a statement.

    Raises:
        InvalidInput: no YAML or JSON (GC-CAT-001 to 010), an unknown field (GC-SVC-041), a value (042) or its lack
            (043), neither or both kinds of data (044): every fault in one exception, each with pointer and line;
            process data as `greencard.border.emissions_of`.
        Refused: as `emissions_of`, with pointer and line.
    """
    record, lines = _record(data, file)
    here = Statement(_NOTHING, record.carbon_price, record.illustrative, file, lines, cn=record.cn)
    if record.statement is not None:
        return replace(here, actual=record.statement)
    name = record.process or _last(record, file, lines)
    cn = record.processes[name].cn if name in record.processes else ""
    made = replace(here, root=f"/processes/{name}", cn=cn)
    try:
        return replace(made, actual=emissions_of(pack, _sited(record), name))
    except GreencardError as error:
        raise placed(error, made.place) from error


def operator_data(data: bytes, file: str) -> tuple[OperatorData, str, Mapping[str, int]]:
    """The same file as `border report fill` begins with it: the data, the process of the finished good, the lines.

    Raises:
        InvalidInput: as `read_statement`; several processes could be meant (GC-SVC-052). A statement per tonne has no
            meters to report (GC-SVC-044).
    """
    record, lines = _record(data, file)
    if record.statement is not None:
        found, found_zh = "a statement per tonne, no process data", "每吨声明，而无工序数据"
        raise NOT_A_STATEMENT.at(Place("/statement", file, lines.get("/statement")), found=found, found_zh=found_zh)
    found_data = OperatorData(
        illustrative=record.illustrative,
        operator=record.operator,
        installation=record.installation,
        processes=_sited(record),
    )
    return found_data, record.process, lines


def _sited(record: BorderStatementFile) -> dict[str, ProcessData]:
    """Processes that name no installation are those of the installation named at the top."""
    here = record.installation.name
    return {
        name: process if process.installation else msgspec.structs.replace(process, installation=here)
        for name, process in record.processes.items()
    }


def finished(processes: Mapping[str, ProcessData], place: Place) -> str:
    """The process of the finished good where none is named: the one, or the one that no other consumes.

    Raises:
        InvalidInput: several could be meant (GC-SVC-052).
    """
    consumed = {use.process for one in processes.values() for use in one.precursors}
    last = [name for name in processes if name not in consumed]
    if len(last) != 1:
        known = ", ".join(last or processes)[:200]
        raise NOTHING_NAMED.at(place, count=len(processes), known=known or "—")
    return last[0]


def _last(record: BorderStatementFile, file: str, lines: Mapping[str, int]) -> str:
    return finished(record.processes, Place("/processes", file, lines.get("/processes")))


def _record(data: bytes, file: str) -> tuple[BorderStatementFile, dict[str, int]]:
    """The file as its record, one of `statement` and `processes` in it, and the line of each pointer."""
    source = _loaded(data, file)
    if not isinstance(source.root, Table):
        raise NOT_A_STATEMENT.at(Place("", file, source.root.line), found="no fields", found_zh="非字段内容")
    reader = _Reader(file, list(source.faults))
    record: BorderStatementFile | None = None
    with suppress(_TooMany):
        record = reader.record(BorderStatementFile, source.root, "")
    raise_faults(sorted(reader.faults, key=lambda fault: fault.place.line or 0))
    if record is None:  # unreachable: without a record there is a fault; says so to the type checker
        raise NOT_A_STATEMENT.at(Place("", file), found="nothing", found_zh="空文件")
    if (record.statement is None) is not bool(record.processes):
        both = record.statement is not None
        found, found_zh = ("both", "两者") if both else ("neither", "两者皆无")
        raise NOT_A_STATEMENT.at(Place("", file, source.root.line), found=found, found_zh=found_zh)
    return record, reader.lines


def _loaded(data: bytes, file: str) -> Source:
    try:
        return load(data, file)
    except GreencardError as error:
        fault = error.faults[0]
        if fault.code != NOT_ONE_PRODUCT.code:
            raise
        found = {name: fault.params.get(name, "") for name in ("found", "found_zh")}
        raise NOT_A_STATEMENT.at(fault.place, **found) from error


_NOTHING: Final = ActualEmissions(direct_t_per_t=Decimal(0))


def statement_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the file under its English keys."""
    schema: dict[str, Any] = msgspec.json.schema(BorderStatementFile)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "BorderStatementFile", **schema}
