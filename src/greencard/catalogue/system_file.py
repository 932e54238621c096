"""One system file: read with the same eye for lines and slips as a product file, and with wider bounds for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from greencard.catalogue.faults import NOT_ONE_PRODUCT, TOO_COMPLEX
from greencard.catalogue.faults import TOO_LARGE as FILE_TOO_LARGE
from greencard.catalogue.fields_system import SYSTEM
from greencard.catalogue.json_text import feed_json
from greencard.catalogue.rows import Reading, Row, TooManyFaults
from greencard.catalogue.source import MAX_BYTES, ByteReader, Source, load
from greencard.catalogue.system_faults import AMOUNT_OF, NOT_ONE_SYSTEM, ONE_AMOUNT, SYSTEM_TOO_LARGE
from greencard.catalogue.tree import MAX_DEPTH, Builder, Table
from greencard.errors import GreencardError, Place, raise_faults
from greencard.model import (
    AllocationRule,
    Evidence,
    Output,
    ProductSystem,
    Release,
    StatedShare,
    SystemInput,
    Text,
    UnitProcess,
)

__all__ = ["MAX_SYSTEM_BYTES", "SNIFFED", "SystemFile", "is_system_file", "read_system"]

MAX_SYSTEM_BYTES: Final = 64 * 1024 * 1024
MAX_SYSTEM_NODES: Final = 4_000_000
MAX_READ_PROCESSES: Final = 100_000
_LAST: Final = 2**31
SNIFFED: Final = 4096
"""How far into a file its schema must be named; comments may stand before it."""
_MARKS: Final = (b"greencard/system/", b"greencard\\/system\\/")


@dataclass(frozen=True, slots=True)
class SystemFile:
    """A product system and where its parts stand in the file."""

    system: ProductSystem
    places: Mapping[str, Place]
    """JSON pointer within the model (`/processes/0/inputs/1`) to file and line."""

    def place(self, pointer: str) -> Place:
        """Where a pointer of the model stands: its own line, or that of the nearest group around it."""
        here = pointer
        while here and here not in self.places:
            here = here.rpartition("/")[0]
        found = self.places.get(here, Place())
        return Place(pointer, found.file, found.line)


class _Wide(Builder):
    """A builder with room for a large system; JSON alone is read into it."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._seen = 0

    def _tick(self, line: int) -> None:
        self._seen += 1
        if self._seen > MAX_SYSTEM_NODES or self.depth >= MAX_DEPTH:
            raise TOO_COMPLEX.at(Place("", self.file, line), nodes=MAX_SYSTEM_NODES, depth=MAX_DEPTH)


def is_system_file(data: bytes) -> bool:
    """Whether the first bytes name the schema of a system file."""
    return any(mark in data[:SNIFFED] for mark in _MARKS)


def read_system(data: bytes | ByteReader, file: str) -> SystemFile:
    """The product system in a YAML or JSON file with English or Chinese keys; a system beyond 1 MiB is JSON.

    What the record says taken together (links, rules, balances) is checked where the system is built.

    Raises:
        InvalidInput: one exception with every error found, each with file, line and JSON pointer (GC-CAT-001 to 038,
            110 to 113).
    """
    reading = Reading(file)
    row: Row | None = None
    system: SystemFile | None = None
    try:
        source = _load(data, file)
        for fault in source.faults:
            reading.add(fault)
        if not isinstance(source.root, Table):
            raise NOT_ONE_SYSTEM.at(
                Place("", file, source.root.line), found="a list or a single text", found_zh="列表或一段文字"
            )
        row = reading.row(SYSTEM, source.root, "")
        if row is not None:
            _counted(row, reading)
            _amounts(reading, row)
            if not any(fault.severity == "error" for fault in reading.faults):
                system = _assembled(row)
    except TooManyFaults:
        pass
    raise_faults(sorted(reading.faults, key=lambda fault: fault.place.line or _LAST))
    if system is None:  # unreachable: without a system there is an error; says so to the type checker
        raise NOT_ONE_SYSTEM.at(Place("", file), found="nothing", found_zh="空文件")
    return system


def _load(data: bytes | ByteReader, file: str) -> Source:
    raw = data if isinstance(data, bytes | bytearray | memoryview) else data.read(MAX_SYSTEM_BYTES + 1)
    raw = bytes(raw)
    if len(raw) > MAX_SYSTEM_BYTES:
        raise SYSTEM_TOO_LARGE.at(Place("", file), limit=MAX_SYSTEM_BYTES, what="bytes", what_zh="字节")
    text = _wide_json(raw)
    if text:
        builder = _Wide(file)
        feed_json(text, builder)
        if builder.root is not None:
            return Source(builder.root, tuple(builder.faults))
    try:
        return load(raw, file)
    except GreencardError as error:
        if error.code == NOT_ONE_PRODUCT.code:
            found = error.faults[0]
            names = {"found": found.params.get("found", ""), "found_zh": found.params.get("found_zh", "")}
            raise NOT_ONE_SYSTEM.at(found.place, **names) from error
        if error.code == FILE_TOO_LARGE.code:
            raise SYSTEM_TOO_LARGE.at(
                Place("", file), limit=MAX_BYTES, what="bytes of YAML", what_zh="字节（YAML）"
            ) from error
        raise


def _wide_json(raw: bytes) -> str:
    """The text of a JSON object; empty where the file is something else (YAML, or bytes the loader names)."""
    if not raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return ""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    # `{id: a}` is YAML though it begins like JSON; JSON quotes its first key
    return text if text.lstrip()[1:].lstrip().startswith('"') else ""


def _counted(row: Row, reading: Reading) -> None:
    if len(row.get("processes", ())) > MAX_READ_PROCESSES:
        place = row.at("processes")
        reading.add(SYSTEM_TOO_LARGE.fault(place, limit=MAX_READ_PROCESSES, what="processes", what_zh="个工序"))


_UNIT_OF: Final = {"kg": "kg", "mj": "MJ", "electricity_kwh": "kWh"}


def _amounts(reading: Reading, system: Row) -> None:
    """Every output and input says its amount once: in kg, MJ or kWh by the key, or as amount and unit."""
    for process in system.get("processes", ()):
        for row in process.get("outputs", ()):
            _once(reading, row, ("kg", "amount"))
        for row in process.get("inputs", ()):
            _once(reading, row, ("kg", "mj", "electricity_kwh", "amount"))


def _once(reading: Reading, row: Row, keys: tuple[str, ...]) -> None:
    given = [row.written[key].text for key in keys if key in row.written]
    fields = {item.key: item for item in row.record.fields}
    if len(given) != 1:
        reading.add(
            ONE_AMOUNT.fault(
                row.place,
                record=row.record.title,
                record_zh=row.record.title_zh,
                count=len(given),
                given=", ".join(given) or "-",
                known=", ".join(keys),
                known_zh="、".join(fields[key].key_in("zh") for key in keys),
            )
        )
    for key, needed in (("amount", "unit"), ("unit", "amount")):
        if key in row.written and needed not in row.written and (key == "amount" or not given):
            reading.add(
                AMOUNT_OF.fault(
                    row.at(key), given=row.written[key].text, needed=needed, needed_zh=fields[needed].key_in("zh")
                )
            )


class _Places:
    def __init__(self) -> None:
        self.found: dict[str, Place] = {}

    def keep(self, pointer: str, row: Row, *names: str) -> None:
        """The row, and those of its fields that stand on a line of their own."""
        self.found[pointer] = row.place
        for name in names:
            cell = row.cells.get(name)
            if cell is not None and cell.place.line != row.place.line:
                self.found[f"{pointer}/{_MODEL_NAME.get(name, name)}"] = cell.place


_MODEL_NAME: Final = {"kg": "amount", "mj": "amount", "electricity_kwh": "amount"}


def _assembled(row: Row) -> SystemFile:
    places = _Places()
    places.keep("", row, "products", "processes")
    products = row.cells.get("products")
    if products is not None:
        for i in range(len(products.value)):
            places.found[f"/products/{i}"] = products.place
    processes = tuple(
        _process(process, f"/processes/{i}", places) for i, process in enumerate(row.get("processes", ()))
    )
    system = ProductSystem(
        id=row.get("id"),
        name=row.get("name"),
        country=row.get("country", "CN"),
        processes=processes,
        products=row.get("products", ()),
        illustrative=row.get("illustrative", False),
    )
    return SystemFile(system, places.found)


def _process(row: Row, pointer: str, places: _Places) -> UnitProcess:
    places.keep(pointer, row, "id", "outputs", "inputs", "releases", "allocation")
    name = row.get("id")
    return UnitProcess(
        id=name,
        name=row.get("name", Text(en=name, zh=name)),
        stage=row.get("stage", "production"),
        outputs=tuple(_output(o, f"{pointer}/outputs/{i}", places) for i, o in enumerate(row.get("outputs", ()))),
        inputs=tuple(_input(o, f"{pointer}/inputs/{i}", places) for i, o in enumerate(row.get("inputs", ()))),
        releases=tuple(_release(o, f"{pointer}/releases/{i}", places) for i, o in enumerate(row.get("releases", ()))),
        allocation=_allocation(row.get("allocation"), f"{pointer}/allocation", places),
    )


def _amount(row: Row) -> tuple[Decimal, str]:
    for key, unit in _UNIT_OF.items():
        if key in row.cells:
            return row.get(key), unit
    return row.get("amount"), row.get("unit")


def _output(row: Row, pointer: str, places: _Places) -> Output:
    places.keep(pointer, row, *row.cells)
    amount, unit = _amount(row)
    values = {name: cell.value for name, cell in row.cells.items() if name not in {"kg", "amount", "unit"}}
    values.setdefault("name", Text(en=values["id"], zh=values["id"]))
    return Output(**values | {"amount": amount, "unit": unit})


def _input(row: Row, pointer: str, places: _Places) -> SystemInput:
    places.keep(pointer, row, *row.cells)
    amount, unit = _amount(row)
    values: dict[str, Any] = {
        name: cell.value for name, cell in row.cells.items() if name not in {*_UNIT_OF, "amount", "unit", "evidence"}
    }
    evidence: Row | None = row.get("evidence")
    if evidence is not None:
        values["evidence"] = Evidence(**{name: cell.value for name, cell in evidence.cells.items()})
    return SystemInput(**values, amount=amount, unit=unit, electricity="electricity_kwh" in row.cells)


def _release(row: Row, pointer: str, places: _Places) -> Release:
    places.keep(pointer, row, *row.cells)
    return Release(**{name: cell.value for name, cell in row.cells.items()})


def _allocation(row: Row | None, pointer: str, places: _Places) -> AllocationRule | None:
    if row is None:
        return None
    places.keep(pointer, row, *row.cells)
    for i, share in enumerate(row.get("shares", ())):
        places.keep(f"{pointer}/shares/{i}", share)
    return AllocationRule(
        method=row.get("method"),
        shares=tuple(
            StatedShare(output=share.get("output"), share=share.get("share")) for share in row.get("shares", ())
        ),
        reason=row.get("reason", Text()),
    )
