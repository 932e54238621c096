"""The quick way through a JSON file in which nothing is wrong: decoded at once, read by the same table of fields.

It knows no lines and gives no messages. Whatever is not plainly right (an unknown key, a key given twice, a unit in a
text, a number out of bounds, a text that needs trimming) raises `NotPlain`, and the reader that keeps lines reads the
file from the start. What this way accepts, that one accepts, with an equal product.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.catalogue.checks import check_rows
from greencard.catalogue.facts import read_fact
from greencard.catalogue.fields import PERIOD, PRODUCT, RECYCLED
from greencard.catalogue.rows import MAX_FAULTS, Cell, Reading, Row, TooManyFaults
from greencard.catalogue.schema import Kind
from greencard.catalogue.syntax import LANG_KEYS
from greencard.catalogue.tree import MAX_NODES, Listing, Node, Scalar, Table
from greencard.catalogue.values import read_scalar
from greencard.errors import GreencardError, Place
from greencard.model import Fact, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.catalogue.hs import HsCodes
    from greencard.catalogue.schema import FactVocabulary, Field, Record

    Reader = Callable[["_Pass", Any], Any]

__all__ = ["MAX_PLAIN_BYTES", "NotPlain", "plain_row", "read_facts"]

MAX_PLAIN_BYTES: Final = 2 * MAX_NODES
"""A node takes two bytes at least (`1,`), so that no shorter file can hold more nodes than are read."""
_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_KEY_END: Final = re.compile(rb"\"[ \t\n\r]*:")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_NOWHERE: Final = Place()
_WRITTEN: Final = Scalar("", 0)
_LONGEST_NUMBER: Final = 20
_KEPT: Final = 4096
_SIDES: Final = 3
_VOCABULARIES: Final = 4
_FEW_FAULTS: Final = 10
_NUMBERS: Final = frozenset(
    {Kind.MASS, Kind.ELECTRICITY, Kind.HEAT, Kind.DISTANCE, Kind.NUMBER, Kind.SHARE, Kind.PERCENT, Kind.COUNT}
)
_ABSENT: Final = object()


class NotPlain(Exception):
    """The file needs the reader that keeps lines; it may be faulty or only unusual."""


class _Pass:
    """One file on its way through: the faults of its facts and the pairs its tables hold."""

    __slots__ = ("facts", "pairs", "reading")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.facts = _facts_of(reading.vocabulary)
        self.pairs = 0


_FACTS: Final[list[tuple[FactVocabulary | None, dict[tuple[str, type, object], Fact]]]] = []
"""Facts read before, of the vocabularies used last; each vocabulary is held, so that its identity stays its own."""


def _facts_of(vocabulary: FactVocabulary | None) -> dict[tuple[str, type, object], Fact]:
    for known, facts in _FACTS:
        if known is vocabulary:
            return facts
    _FACTS.insert(0, (vocabulary, {}))
    del _FACTS[_VOCABULARIES:]
    return _FACTS[0][1]


def plain_row(data: bytes, hs: HsCodes, vocabulary: FactVocabulary | None) -> Row:
    """The checked row of a plain JSON file; its cells have no places.

    Raises:
        NotPlain: anything out of the ordinary.
    """
    if len(data) > MAX_PLAIN_BYTES:
        raise NotPlain
    try:
        tree = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, ArithmeticError, RecursionError):
        raise NotPlain from None
    reading = Reading("", vocabulary)
    run = _Pass(reading)
    try:
        row = _row(_table(PRODUCT), run, tree)
        # The decoder keeps the last of two equal keys. Every pair of the text has a colon behind a closing quote, and
        # a colon inside a text only adds to the count: where it equals the pairs of the tree, no key stood twice.
        if run.pairs != data.count(b":") and run.pairs != len(_KEY_END.findall(data)):
            raise NotPlain
        check_rows(reading, row, hs)
    except (GreencardError, TooManyFaults):
        raise NotPlain from None
    if len(reading.faults) >= MAX_FAULTS or any(fault.severity == "error" for fault in reading.faults):
        raise NotPlain
    return row


def read_facts(facts: dict[str, Any], vocabulary: FactVocabulary | None) -> tuple[Fact, ...]:
    """The facts of a plain file, decoded with numbers as `Decimal`.

    Raises:
        NotPlain: one of them is faulty, or gives so much to say that the list of faults could grow full.
    """
    reading = Reading("", vocabulary)
    found = _facts(_Pass(reading), facts)
    if len(reading.faults) > _FEW_FAULTS or any(fault.severity == "error" for fault in reading.faults):
        raise NotPlain
    return found


class _Known:
    """A record ready for reading: the reader of each key, and the names that must be there."""

    __slots__ = ("fields", "record", "required")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.fields: dict[str, tuple[str, Reader]] = {}
        self.required = tuple(item.name for item in record.fields if item.required)
        for item in record.fields:
            reader = _reader(item)
            for key in item.keys:
                self.fields[key] = (item.name, reader)


_TABLES: dict[int, _Known] = {}
"""By identity of the record: records are constants of the module of fields, and each table holds its own."""


def _table(record: Record) -> _Known:
    found = _TABLES.get(id(record))
    if found is None or found.record is not record:
        found = _TABLES[id(record)] = _Known(record)
    return found


def _row(table: _Known, run: _Pass, value: Any) -> Row:
    if type(value) is not dict:
        raise NotPlain
    run.pairs += len(value)
    fields, cells = table.fields, {}
    for key, inner in value.items():
        known = fields.get(key)
        if known is None or known[0] in cells:
            raise NotPlain
        if inner is not None:
            cells[known[0]] = Cell(known[1](run, inner), _NOWHERE)
    for name in table.required:
        if name not in cells:
            raise NotPlain
    return Row(table.record, _NOWHERE, cells, dict.fromkeys(cells, _WRITTEN))


def _reader(item: Field) -> Reader:  # noqa: C901, PLR0911 - one line per kind
    """The reader of one field."""
    match item.kind:
        case Kind.TEXT:
            return _text_reader(item)
        case Kind.FLAG:
            words = _word_reader(item)
            return lambda run, value: value if value is True or value is False else words(run, value)
        case kind if kind in _NUMBERS:
            return _number_reader(item)
        case Kind.ANGLE:
            angle = _word_reader(item)
            return lambda run, value: angle(run, value if type(value) is str else _number_text(value))
        case Kind.WORDS:
            return _words_reader(item)
        case Kind.TEXTS | Kind.CHOICES:
            return _list_reader(_text_reader(item) if item.kind is Kind.TEXTS else _word_reader(item))
        case Kind.SIZE:
            return _size_reader(item)
        case Kind.FACTS:
            return _facts
        case Kind.RECORD if item.record is not None:
            return _record_reader(item.record)
        case Kind.RECORDS if item.record is not None:
            return _records_reader(item.record, required=item.required)
        case _:
            return _word_reader(item)


def _text_reader(item: Field) -> Reader:
    longest, least = item.longest, 1 if item.required else 0
    good: set[str] = set()

    def read(_run: _Pass, value: Any) -> str:
        if type(value) is not str:
            raise NotPlain
        if value in good:
            return value
        if not least <= len(value) <= longest or not value.isprintable() or value[:1] == " " or value[-1:] == " ":
            raise NotPlain
        if len(good) >= _KEPT:
            good.clear()
        good.add(value)
        return value

    return read


def _word_reader(item: Field) -> Reader:
    """A word of few possible ones, or one that needs reading: read once and kept."""
    kept: dict[str, Any] = {}

    def read(_run: _Pass, value: Any) -> Any:
        if type(value) is not str:
            raise NotPlain
        found = kept.get(value, _ABSENT)
        if found is _ABSENT:
            found = read_scalar(item, item.key, Scalar(value, 0, plain=False), _NOWHERE)
            if found == "" and item.required:
                raise NotPlain
            if len(kept) >= _KEPT:
                kept.clear()
            kept[value] = found
        return found

    return read


def _number_reader(item: Field) -> Reader:
    low, high, above = item.minimum, item.maximum, item.above
    percent, share, count = item.kind is Kind.PERCENT, item.kind is Kind.SHARE, item.kind is Kind.COUNT

    def read(_run: _Pass, value: Any) -> Any:
        kind = type(value)
        if kind is str:  # with a unit or a sign of per cent
            return read_scalar(item, item.key, Scalar(value, 0, plain=False), _NOWHERE)
        if kind is not int and kind is not Decimal:
            raise NotPlain
        text = str(value)
        if len(text) > _LONGEST_NUMBER or "E" in text:
            raise NotPlain
        number: Decimal = value if kind is Decimal else Decimal(value)
        if percent:
            if 0 < number <= 1:
                raise NotPlain
            number = number.scaleb(-2)
        if (
            (low is not None and (number < low or (above and number == low)))
            or (high is not None and number > high)
            or ((percent or share) and number > 1)
        ):
            raise NotPlain
        if count:
            if number != number.to_integral_value():
                raise NotPlain
            return int(number)
        return number

    return read


def _words_reader(item: Field) -> Reader:
    single = _text_reader(item)

    def read(run: _Pass, value: Any) -> Text:
        if type(value) is str:
            text = single(run, value)
            if "：" in text:
                raise NotPlain
            return Text(zh=text) if not text.isascii() and _HAN.search(text) else Text(en=text)
        if type(value) is not dict:
            raise NotPlain
        run.pairs += len(value)
        texts: dict[str, str] = {}
        for key, inner in value.items():
            lang = LANG_KEYS.get(key)
            if lang is None or lang in texts:
                raise NotPlain
            if inner is not None:
                texts[lang] = single(run, inner)
        if item.required and not any(texts.values()):
            raise NotPlain
        return Text(**texts)

    return read


def _list_reader(single: Reader) -> Reader:
    def read(run: _Pass, value: Any) -> tuple[Any, ...]:
        entries = value if type(value) is list else [value]
        if any(entry is None for entry in entries):
            raise NotPlain
        return tuple([single(run, entry) for entry in entries])

    return read


def _size_reader(item: Field) -> Reader:
    side, words = _number_reader(item), _word_reader(item)

    def read(run: _Pass, value: Any) -> Any:
        if type(value) is not list:
            return words(run, value)
        if len(value) != _SIDES or any(type(entry) is str for entry in value):
            raise NotPlain
        return tuple([side(run, entry) for entry in value])

    return read


def _record_reader(record: Record) -> Reader:
    kept: list[_Known] = []

    def read(run: _Pass, value: Any) -> Row:
        if not kept:
            kept.append(_table(record))
        if type(value) is dict:
            return _row(kept[0], run, value)
        if type(value) is not str or not record.short or record is PERIOD or record is RECYCLED:
            return _slowly(run, record, value)
        row = _row(kept[0], run, {record.short: value})
        run.pairs -= 1
        return row

    return read


def _slowly(run: _Pass, record: Record, value: Any) -> Row:
    """A record in short form, by the reader that keeps lines."""
    before = len(run.reading.faults)
    row = run.reading.row(record, _node(value), "")
    if row is None or len(run.reading.faults) != before:
        raise NotPlain
    return row


def _records_reader(record: Record, *, required: bool) -> Reader:
    kept: list[_Known] = []

    def read(run: _Pass, value: Any) -> list[Row]:
        if not kept:
            kept.append(_table(record))
        if type(value) is not list or (required and not value):
            raise NotPlain
        table = kept[0]
        return [_row(table, run, entry) for entry in value]

    return read


def _facts(run: _Pass, value: Any) -> tuple[Any, ...]:
    if type(value) is not dict:
        raise NotPlain
    run.pairs += len(value)
    facts = []
    for name, inner in value.items():
        if inner is not None:
            key = _fact_key(name, inner)
            fact = run.facts.get(key) if key is not None else None
            if fact is None:
                fact = _fact(run, name, inner, key)
            facts.append(fact)
    return tuple(facts)


def _fact_key(name: str, value: Any) -> tuple[str, type, object] | None:
    """Under which a fact is kept; the type tells `true` from 1."""
    if type(value) in {str, bool, int, Decimal}:
        return name, type(value), value
    if type(value) is list and all(type(entry) is str for entry in value):
        return name, list, tuple(value)
    return None


def _fact(run: _Pass, name: str, value: Any, key: tuple[str, type, object] | None) -> Fact:
    """One fact by the reader of facts; kept where it gave no fault, not even a warning."""
    before = len(run.reading.faults)
    fact = read_fact(run.reading, Scalar(name, 0, plain=False), _node(value, run), "")
    if fact is None:
        raise NotPlain
    if key is not None and len(run.reading.faults) == before:
        if len(run.facts) >= _KEPT:
            run.facts.clear()
        run.facts[key] = fact
    return fact


def _node(value: Any, run: _Pass | None = None) -> Node:
    """A decoded value as the syntax tree has it."""
    if type(value) is str:
        return Scalar(value, 0, plain=False)
    if value is None:
        return Scalar("null", 0)
    if value is True or value is False:
        return Scalar("true" if value else "false", 0)
    if type(value) is list:
        return Listing(tuple(_node(entry, run) for entry in value), 0)
    if type(value) is dict:
        if run is None:
            raise NotPlain
        run.pairs += len(value)
        entries = ((Scalar(key, 0, plain=False), _node(inner, run)) for key, inner in value.items())
        return Table(tuple(entries), 0)
    return Scalar(_number_text(value), 0)


def _number_text(value: Any) -> str:
    """A decoded number as it was written: int and Decimal keep its digits."""
    text = str(value)
    if type(value) not in {int, Decimal} or "E" in text or len(text) > _LONGEST_NUMBER:
        raise NotPlain
    return text
