"""From syntax tree to rows: the table of fields applied to what was written, every fault collected on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

import msgspec

from greencard.catalogue.facts import read_fact
from greencard.catalogue.faults import (
    BARE_PERCENT,
    EMPTY_LIST,
    FULL_WIDTH_COLON,
    NEAR_KEY,
    NOT_A_NUMBER,
    TOO_MANY,
    TWO_NAMES,
    UNKNOWN_KEY,
)
from greencard.catalogue.fields import PERIOD, RECORDS, RECYCLED
from greencard.catalogue.likeness import key_slip
from greencard.catalogue.schema import UNITS, FactVocabulary, Field, Kind, Record
from greencard.catalogue.syntax import LANG_KEYS, full_width_key
from greencard.catalogue.tree import Listing, Node, Scalar, Table, is_null, pointer_to
from greencard.catalogue.values import missing, read_scalar, read_size, shape
from greencard.errors import Fault, GreencardError, Place
from greencard.model import Text

__all__ = ["MAX_FAULTS", "Cell", "Reading", "Row", "TooManyFaults"]

MAX_FAULTS: Final = 100
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PERIOD: Final = re.compile(r"(.{6,}?)\s*(?:\.\.+|/|~|～|至|到|—+)\s*([0-9]{4}[-/.年].*)")
"""Two dates with a mark between them; a slash or full stop inside a date is followed by no year."""
_THOUSAND: Final = re.compile(r"[0-9]{3}(?:\.[0-9]+)?(?:\s.*)?")
_SHOWN: Final = 60
_KEYS: Final = {id(record): record.by_key() for record in RECORDS}
"""By identity: these records live as long as the program, so no other object can have theirs."""
_GROUPS: Final = frozenset({Kind.RECORD, Kind.RECORDS, Kind.FACTS, Kind.WORDS, Kind.TEXTS, Kind.CHOICES})


class TooManyFaults(Exception):
    """The list of faults is long enough for anybody."""


class Cell(msgspec.Struct, frozen=True):
    """A value and where it stands."""

    value: Any
    place: Place


class Row(msgspec.Struct):
    """One record as read: values by field name, without those that were faulty or left out."""

    record: Record
    place: Place
    cells: dict[str, Cell] = msgspec.field(default_factory=dict)
    written: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """The key of each field that was written, faulty ones too: what was misspelt is not missing as well."""

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` where it was left out or faulty."""
        cell = self.cells.get(name)
        return default if cell is None else cell.value

    def at(self, name: str) -> Place:
        """Where a field stands; the record itself where the field was left out."""
        cell = self.cells.get(name)
        return self.place if cell is None else cell.place


@dataclass(slots=True)
class Reading:
    """One pass over one file; `faults` fills up to `MAX_FAULTS`."""

    file: str
    vocabulary: FactVocabulary | None = None
    faults: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Keep a fault.

        Raises:
            TooManyFaults: the list is full; GC-CAT-011 ends it.
        """
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            self.faults.append(TOO_MANY.fault(Place("", self.file), limit=MAX_FAULTS))
            raise TooManyFaults

    def place(self, pointer: str, node: Node | Scalar) -> Place:
        """The place of a node."""
        return Place(pointer, self.file, node.line)

    def row(self, record: Record, node: Node, pointer: str) -> Row | None:
        """The record in `node`; None where the node is no record at all."""
        table = self._as_table(record, node, pointer)
        if table is None:
            return None
        row = Row(record, self.place(pointer, node))
        known = _KEYS.get(id(record)) or record.by_key()
        torn, before = False, None
        for key, value in table.entries:
            here = pointer_to(pointer, key.text)
            item = known.get(key.text.strip())
            if item is None and before is not None and _THOUSAND.fullmatch(key.text) and is_null(value):
                self._thousands(*before, key)
            elif item is None:
                torn |= self._unknown(record, known, key, here)
            elif item.name in row.written:
                other = row.written[item.name]
                self.add(
                    TWO_NAMES.fault(
                        self.place(here, key),
                        key=repr(key.text),
                        other=repr(other.text),
                        first_line=other.line,
                        second_line=key.line,
                    )
                )
            elif not is_null(value):
                row.written[item.name] = key
                read = self._value(item, key.text, value, here)
                if read is not None:
                    row.cells[item.name] = Cell(read, self.place(here, key))
            before = (item, key, value, here) if item is not None and isinstance(value, Scalar) else None
        for item in record.fields:
            if item.required and item.name not in row.written and not torn:
                self.add(missing(record, item, row.place).faults[0])
        return row

    def _as_table(self, record: Record, node: Node, pointer: str) -> Table | None:
        if isinstance(node, Table):
            return node
        if isinstance(node, Scalar) and record is PERIOD:
            return self._period(node, pointer)
        if isinstance(node, Scalar) and record.short:
            if record is RECYCLED and not node.text.strip().endswith(("%", "％")) and node.text.strip() != "0":
                value = repr(node.text[:_SHOWN])
                self.add(
                    BARE_PERCENT.fault(self.place(pointer, node), key=record.name, key_zh=record.title_zh, value=value)
                )
                return None
            return Table(((Scalar(record.short, node.line), node),), node.line)
        place = self.place(pointer, node)
        if self._wide(node, place):
            return None
        item = Field(record.name, (), Kind.RECORD, "Indent its keys below it.", "请在其下缩进书写各键。")
        self.add(shape(item, record.title, place, "a group of keys", "一组键值", key_zh=record.title_zh).faults[0])
        return None

    def _period(self, node: Scalar, pointer: str) -> Table | None:
        """First and last day in one text; None after a fault."""
        days = _PERIOD.fullmatch(node.text.strip()[:_SHOWN])
        if days is not None:
            first, last = (Scalar(day.strip(), node.line, plain=False) for day in days.groups())
            return Table(((Scalar("start", node.line), first), (Scalar("end", node.line), last)), node.line)
        expected = ("two dates such as 2025-10-01..2026-09-30", "两个日期，例如 2025-10-01..2026-09-30")
        item = Field(PERIOD.name, (), Kind.RECORD, "First day, then last day.", "先写第一天，再写最后一天。")
        place = self.place(pointer, node)
        self.add(shape(item, PERIOD.title, place, *expected, key_zh=PERIOD.title_zh).faults[0])
        return None

    def _wide(self, node: Node, place: Place) -> bool:
        """Whether a text is in truth a key and a value with a full-width colon between them; a fault says so."""
        key = full_width_key(node.text) if isinstance(node, Scalar) and node.plain else ""
        if key:
            self.add(FULL_WIDTH_COLON.fault(place, key=key))
        return bool(key)

    def _thousands(self, item: Field, key: Scalar, value: Scalar, pointer: str, rest: Scalar) -> None:
        """`{km: 20,500}`: the comma ended the number, and the rest of it stands there as a key."""
        units = ", ".join(UNITS.get(item.kind, ())) or item.unit
        self.add(
            NOT_A_NUMBER.fault(
                self.place(pointer, value),
                key=key.text,
                value=repr(f"{value.text},{rest.text}"[:_SHOWN]),
                units=units or "none",
                units_zh=units or "无",
            )
        )

    def _unknown(self, record: Record, known: dict[str, Field], key: Scalar, pointer: str) -> bool:
        """A fault for a key that is none here; True where it is several entries torn together by a wrong mark."""
        shown = repr(key.text[:_SHOWN])
        place, title, title_zh = self.place(pointer, key), record.title, record.title_zh
        slip = key_slip(key.text.strip()[:_SHOWN], shown, record, place)
        if slip is not None:
            fault, torn = slip
            self.add(fault)
            return torn
        near = get_close_matches(key.text.strip()[:_SHOWN], known, n=1, cutoff=0.7)
        if near:
            self.add(NEAR_KEY.fault(place, key=shown, record=title, record_zh=title_zh, near=near[0]))
        else:
            words = ", ".join(item.key for item in record.fields)
            words_zh = "、".join(item.key_in("zh") for item in record.fields)
            fault = UNKNOWN_KEY.fault(
                place, key=shown, record=title, record_zh=title_zh, known=words, known_zh=words_zh
            )
            self.add(fault)
        return False

    def _value(self, item: Field, key: str, node: Node, pointer: str) -> Any:
        """The value of a field, or None after a fault."""
        try:
            if item.kind in _GROUPS:
                return self._group(item, key, node, pointer)
            return self._single(item, key, node, self.place(pointer, node))
        except GreencardError as error:
            for fault in error.faults:
                self.add(fault)
            return None

    def _group(self, item: Field, key: str, node: Node, pointer: str) -> Any:
        match item.kind:
            case Kind.RECORD if item.record is not None:
                return self.row(item.record, node, pointer)
            case Kind.RECORDS if item.record is not None:
                return self._rows(item, item.record, key, node, pointer)
            case Kind.FACTS:
                return self._facts(item, key, node, pointer)
            case Kind.WORDS:
                return self._words(item, key, node, pointer)
            case _:
                return self._list(item, key, node, pointer)

    def _single(self, item: Field, key: str, node: Node, place: Place) -> Any:
        if item.kind is Kind.SIZE and isinstance(node, Listing):
            sides = [side for side in node.items if isinstance(side, Scalar)]
            return read_size(item, key, sides if len(sides) == len(node.items) else [], place)
        if not isinstance(node, Scalar):
            raise shape(item, key, place, "a single value", "单个值")
        value = read_scalar(item, key, node, place)
        if value == "" and item.required:
            raise shape(item, key, place, "filled in", "填写内容")
        return value

    def _rows(self, item: Field, record: Record, key: str, node: Node, pointer: str) -> list[Row]:
        if not isinstance(node, Listing):
            raise shape(item, key, self.place(pointer, node), "a list, each entry behind “- ”", "列表，每项以“- ”开头")
        if not node.items and item.required:
            raise EMPTY_LIST.at(self.place(pointer, node), key=key, doc=item.doc, doc_zh=item.doc_zh)
        rows = [self.row(record, entry, pointer_to(pointer, index)) for index, entry in enumerate(node.items)]
        return [row for row in rows if row is not None]

    def _list(self, item: Field, key: str, node: Node, pointer: str) -> tuple[str, ...]:
        entries = node.items if isinstance(node, Listing) else (node,)
        values = []
        for index, entry in enumerate(entries):
            place = self.place(pointer_to(pointer, index), entry)
            if not isinstance(entry, Scalar):
                raise shape(item, key, place, "a list of words", "词的列表")
            values.append(read_scalar(item, key, entry, place))
        return tuple(values)

    def _words(self, item: Field, key: str, node: Node, pointer: str) -> Text:
        texts: dict[str, str] = {}
        if isinstance(node, Scalar):
            place = self.place(pointer, node)
            if full_width_key(node.text) in LANG_KEYS and self._wide(node, place):
                return Text(en=node.text, zh=node.text)
            text = read_scalar(item, key, node, place)
            texts["zh" if _HAN.search(text) else "en"] = text
        elif isinstance(node, Table):
            for word, entry in node.entries:
                here = self.place(pointer_to(pointer, word.text), word)
                lang = LANG_KEYS.get(word.text.strip())
                if lang is None or lang in texts or not isinstance(entry, Scalar):
                    raise shape(item, key, here, "a text, or {zh: …, en: …}", "文字，或 {中文: …, 英文: …}")
                if not is_null(entry):
                    texts[lang] = read_scalar(item, key, entry, here)
        else:
            raise shape(
                item, key, self.place(pointer, node), "a text, or {zh: …, en: …}", "文字，或 {中文: …, 英文: …}"
            )
        if not any(texts.values()) and item.required:
            raise shape(item, key, self.place(pointer, node), "filled in", "填写内容")
        return Text(en=texts.get("en", ""), zh=texts.get("zh", ""))

    def _facts(self, item: Field, key: str, node: Node, pointer: str) -> tuple[Any, ...]:
        if not isinstance(node, Table):
            if self._wide(node, self.place(pointer, node)):
                return ()
            raise shape(item, key, self.place(pointer, node), "a group of facts, “name: value”", "一组事实，“名称: 值”")
        facts = []
        for name, value in node.entries:
            if not is_null(value):
                fact = read_fact(self, name, value, pointer_to(pointer, name.text))
                if fact is not None:
                    facts.append(fact)
        return tuple(facts)
