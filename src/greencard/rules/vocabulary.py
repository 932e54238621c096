"""The vocabulary of facts: name, entity, type, unit, codes, and the question to ask when nobody has given the fact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final, Literal, TypeVar

import msgspec
import yaml

from greencard.errors import Place
from greencard.model.base import Text, Value
from greencard.rules.codes import BAD_PACK

__all__ = [
    "FactKind",
    "SettledBy",
    "Vocabulary",
    "converted",
    "doubled_keys",
    "parse_kinds",
    "parse_vocabulary",
    "read_yaml",
]

MAX_BYTES: Final = 1_000_000
"""Largest rule or vocabulary file that is parsed."""
_ANCHOR: Final = re.compile(rb"(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]", re.MULTILINE)
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

T = TypeVar("T", bound=Value)
FactType = Literal["bool", "number", "text", "set", "date", "enum"]
SettledBy = Literal["record", "test", "evidence", "claim", "operator", "supplier", "packaging"]
"""Who can settle a fact before the goods ship:

* `record`: a property of the goods as made; nothing but other goods changes it;
* `test`: a laboratory report;
* `evidence`: documents, marks, registrations, appointed persons;
* `claim`: a statement that can be dropped or backed;
* `operator`: size and volumes of the importer;
* `supplier`: declarations and audits along the supply chain;
* `packaging`: the pack, which can still be changed.
"""


class FactKind(Value, frozen=True, kw_only=True):
    """One fact of the vocabulary."""

    name: str
    entity: Literal["order", "operator", "product", "packaging", "claim", "supplier"]
    type: FactType
    unit: str = ""
    settled_by: SettledBy
    label: Text
    definition: str
    term: str
    """Standard or law the notion is taken from."""
    question: Text
    codes: dict[str, Text] = msgspec.field(default_factory=dict)
    """Known codes of a set or enumeration, each with its words."""
    closed: bool = False
    """Whether other codes are refused. A misspelt material or function could hide a ban, a misspelt document cannot."""
    implies: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Codes that a code stands for as well: the national packaging register is the packaging register."""


class _File(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/facts/1"]
    facts: tuple[FactKind, ...]


class Vocabulary:
    """All facts by name, with the layout that prepared facts and generated code share."""

    __slots__ = ("_bits", "blank", "digest", "kinds", "slots")

    def __init__(self, kinds: tuple[FactKind, ...], digest: str) -> None:
        self.kinds: Final = {kind.name: kind for kind in kinds}
        self.digest: Final = digest
        """SHA-256 of the bytes the vocabulary was read from."""
        self.slots: Final[dict[str, int]] = {}
        """Place of each fact in a prepared row. A set takes two places: codes held, and codes that may be held.

        Both are bits; in the second the bit above the listed codes says that others may be held.
        """
        blank: list[object] = []
        for kind in kinds:
            self.slots[kind.name] = len(blank)
            blank.extend((0, (2 << len(kind.codes)) - 1) if kind.type == "set" else (None,))
        self.blank: Final = tuple(blank)
        """A row in which nothing is known."""
        self._bits: Final = {
            kind.name: {code: 1 << n for n, code in enumerate(kind.codes)} for kind in kinds if kind.type == "set"
        }

    def bits(self, name: str) -> dict[str, int]:
        """Bit of each known code of a set fact."""
        return self._bits[name]

    def more(self, name: str) -> int:
        """Bit that says of a set that it may hold more than is known of it."""
        return 1 << len(self._bits[name])

    def label(self, name: str) -> Text:
        """Short name of a fact for people."""
        return self.kinds[name].label

    def code_label(self, name: str, code: str) -> Text:
        """Words of a code; the code itself where there are none."""
        return self.kinds[name].codes.get(code) or Text(en=code, zh=code)


def read_yaml(raw: bytes, file: str = "") -> object:
    """Plain values from YAML bytes of bounded size without anchors or aliases.

    Raises:
        InvalidInput: too large, not YAML, or using anchors (GC-RUL-005).
    """
    if len(raw) > MAX_BYTES:
        raise BAD_PACK.at(Place(file=file), problem=f"more than {MAX_BYTES} bytes")
    if _ANCHOR.search(raw):
        raise BAD_PACK.at(Place(file=file), problem="YAML anchors and aliases are not used here")
    try:
        return yaml.load(raw, Loader=_LOADER)  # noqa: S506 - the safe loader, in C where it is built
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        line = getattr(getattr(problem, "problem_mark", None), "line", None)
        place = Place(file=file, line=None if line is None else line + 1)
        raise BAD_PACK.at(place, problem="not YAML") from problem


def converted(raw: bytes, kind: type[T], file: str) -> T:
    """The bytes of a YAML file as a value of the model.

    Raises:
        InvalidInput: unreadable, or not of that kind (GC-RUL-005).
    """
    try:
        return msgspec.convert(read_yaml(raw, file), kind)
    except msgspec.ValidationError as problem:
        raise BAD_PACK.at(Place(file=file), problem=str(problem)) from problem


def doubled_keys(raw: bytes) -> Iterator[tuple[int, str]]:
    """Line and name of each key that a mapping of well-formed YAML gives twice; readers keep the later one silently."""
    waiting = [yaml.compose(raw, Loader=_LOADER)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                waiting.append(value)
                if str(key.value) in seen:
                    yield key.start_mark.line + 1, str(key.value)
                seen.add(str(key.value))


def parse_vocabulary(raw: bytes, file: str = "facts.yaml") -> Vocabulary:
    """The vocabulary in `raw`.

    Raises:
        InvalidInput: unreadable, a field missing, or a name given twice (GC-RUL-005).
    """
    return Vocabulary(parse_kinds(raw, file), hashlib.sha256(raw).hexdigest())


def parse_kinds(raw: bytes, file: str = "facts.yaml") -> tuple[FactKind, ...]:
    """The facts in `raw`, checked one by one.

    Raises:
        InvalidInput: as `parse_vocabulary`.
    """
    kinds = converted(raw, _File, file).facts
    seen: set[str] = set()
    for kind in kinds:
        if kind.name in seen:
            raise BAD_PACK.at(Place(file=file), problem=f"fact {kind.name} twice")
        seen.add(kind.name)
        if kind.type == "enum" and not kind.codes:
            raise BAD_PACK.at(Place(file=file), problem=f"fact {kind.name} lists no codes")
        if any(code not in kind.codes for pair in kind.implies.items() for code in (pair[0], *pair[1])):
            raise BAD_PACK.at(Place(file=file), problem=f"fact {kind.name} implies a code it does not list")
    return kinds
