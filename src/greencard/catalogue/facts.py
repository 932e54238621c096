"""Facts of the product file: by name, as a bare value or as a group with grade, source and validity."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from greencard.catalogue.faults import FACT_VALUE, PERIOD_BACKWARDS, UNKNOWN_FACT
from greencard.catalogue.fields import FACT
from greencard.catalogue.schema import FactKind, Field, Kind
from greencard.catalogue.tree import Listing, Node, Scalar, Table, pointer_to
from greencard.catalogue.values import FALSE, TRUE, read_scalar, shape
from greencard.errors import GreencardError, Place
from greencard.model import Fact, FactValue
from greencard.quantity import decimal_text, parse_decimal

if TYPE_CHECKING:
    from decimal import Decimal

    from greencard.catalogue.rows import Reading

__all__ = ["read_fact"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SHARES: Final = frozenset({"kg/kg", "m³/m³", "share", "share of revenue"})
"""Units of numbers that are never above one; no number of the vocabulary is below zero."""
_SHOWN: Final = 60
_EXPECTED: Final = {
    "bool": ("true or false", "是或否"),
    "number": ("a number", "数字"),
    "text": ("a short text", "短文字"),
    "enum": ("one word", "一个词"),
    "set": ("a list of words", "词的列表"),
    "date": ("a date", "日期"),
}
_VALUE: Final = next(item for item in FACT.fields if item.key == "value")


def read_fact(reading: Reading, name: Scalar, node: Node, pointer: str) -> Fact | None:
    """One fact, or None after a fault was added to `reading`.

    With a vocabulary the name must be in it and the value of its type; without one the value keeps the form it has.
    A word the vocabulary does not list is a warning, or an error where its list is closed.
    """
    place = reading.place(pointer, name)
    kind: FactKind | None = None
    if not _NAME.fullmatch(name.text) or (reading.vocabulary is not None and name.text not in reading.vocabulary):
        vocabulary = reading.vocabulary or {}
        near = [word for word, kind in vocabulary.items() if kind.label_zh and kind.label_zh == name.text.strip()]
        near = near[:1] or get_close_matches(name.text[:_SHOWN], vocabulary, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        hint_zh = f"是否想写 {near[0]}？" if near else ""
        reading.add(UNKNOWN_FACT.fault(place, name=repr(name.text[:_SHOWN]), near=hint, near_zh=hint_zh))
        return None
    if reading.vocabulary is not None:
        kind = reading.vocabulary[name.text]
    inner, details = node, {}
    if isinstance(node, Table):
        entries = [(key, value) for key, value in node.entries if key.text.strip() not in _VALUE.keys]
        values = [value for key, value in node.entries if key.text.strip() in _VALUE.keys]
        details_row = reading.row(replace(FACT, fields=FACT.fields[1:]), Table(tuple(entries), node.line), pointer)
        if details_row is None or len(values) != 1:
            reading.add(
                shape(_VALUE, name.text, place, "a value, or a group with “value”", "一个值，或含“值”的一组").faults[0]
            )
            return None
        details = {key: cell.value for key, cell in details_row.cells.items()}
        start, end = details.get("valid_from"), details.get("valid_until")
        if start is not None and end is not None and end < start:
            reading.add(PERIOD_BACKWARDS.fault(details_row.at("valid_until"), key=name.text, start=start, end=end))
        inner = values[0]
    try:
        value = _value(reading, name.text, inner, pointer, kind)
    except GreencardError as error:
        for fault in error.faults:
            reading.add(fault)
        return None
    if kind is not None and kind.unit and kind.type == "number":
        details.setdefault("unit", kind.unit)
    return Fact(name=name.text, value=value, **details)


def _value(reading: Reading, name: str, node: Node, pointer: str, kind: FactKind | None) -> FactValue:
    place = reading.place(pointer, node)
    item = _VALUE if kind is None else replace(_VALUE, longest=500)
    if isinstance(node, Listing):
        words = []
        for index, entry in enumerate(node.items):
            here = reading.place(pointer_to(pointer, index), entry)
            if not isinstance(entry, Scalar):
                raise shape(item, name, here, "a list of words", "词的列表")
            words.append(str(read_scalar(item, name, entry, here)))
        if kind is not None and kind.type != "set":
            raise _wrong(name, place, "[…]", kind)
        _listed(reading, name, words, place, kind)
        return tuple(words)
    if not isinstance(node, Scalar):
        raise shape(item, name, place, "a single value or a list", "单个值或列表")
    text = str(read_scalar(item, name, node, place))
    if kind is None:
        return text.lower() in TRUE if node.plain and text.lower() in {"true", "false", "是", "否"} else text
    return _typed(reading, name, text, place=place, item=item, kind=kind)


def _typed(reading: Reading, name: str, text: str, *, place: Place, item: Field, kind: FactKind) -> FactValue:
    match kind.type:
        case "bool" if text.lower() in TRUE | FALSE:
            return text.lower() in TRUE
        case "number":
            try:
                number = parse_decimal(text, place)
            except GreencardError as error:
                raise _wrong(name, place, text, kind) from error
            wanted = _impossible(number, kind)
            if wanted is not None:
                raise _wrong(name, place, text, kind, wanted)
            return decimal_text(number)
        case "date":
            day = read_scalar(replace(item, kind=Kind.DATE), name, Scalar(text, place.line or 0), place)
            return str(day.isoformat())
        case "set":
            _listed(reading, name, [text], place, kind)
            return (text,)
        case "text" | "enum":
            _listed(reading, name, [text], place, kind)
            return text
        case _:
            raise _wrong(name, place, text, kind)


def _impossible(number: Decimal, kind: FactKind) -> tuple[str, str] | None:
    """What a number should be that is below zero, or a share above one; None where it can be."""
    if number < 0:
        return "no less than 0", "不小于 0"
    if kind.unit not in _SHARES or number <= 1:
        return None
    meant = decimal_text(number / 100)
    return f"a share from 0 to 1 ({number} % is {meant})", f"0 到 1 之间的份额（{number}% 写作 {meant}）"


def _listed(reading: Reading, name: str, words: list[str], place: Place, kind: FactKind | None) -> None:
    if kind is None or not kind.allowed:
        return
    for word in words:
        if word not in kind.allowed:
            expected = ", ".join(sorted(kind.allowed))
            reading.add(
                FACT_VALUE.fault(
                    place,
                    severity="error" if kind.closed else "warning",
                    name=name,
                    value=repr(word[:_SHOWN]),
                    expected=expected,
                    expected_zh=expected,
                )
            )


def _wrong(name: str, place: Place, text: str, kind: FactKind, wanted: tuple[str, str] | None = None) -> GreencardError:
    expected, expected_zh = wanted or _EXPECTED[kind.type]
    return FACT_VALUE.at(place, name=name, value=repr(text[:_SHOWN]), expected=expected, expected_zh=expected_zh)
