"""Single values: the text that was written, read as the kind its field has. What YAML would guess plays no part."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from greencard.catalogue.countries import COUNTRIES
from greencard.catalogue.faults import (
    CODE_SHAPE,
    LOW_PERCENT,
    MISSING,
    NEGATIVE_MASS,
    NO_UNIT,
    NOT_A_CHOICE,
    NOT_A_COUNTRY,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_AN_ID,
    OUT_OF_RANGE,
    SHAPE,
    SHARE_ABOVE_ONE,
    TEXT_TOO_LONG,
    UNKNOWN_UNIT,
    UNSAFE_PATH,
)
from greencard.catalogue.schema import UNITS, Field, Kind, Record
from greencard.catalogue.tree import Scalar
from greencard.errors import GreencardError, Place
from greencard.quantity import decimal_text, parse_decimal

__all__ = ["FALSE", "TRUE", "missing", "read_scalar", "read_size", "shape"]

TRUE: Final = frozenset({"true", "yes", "是", "真"})
FALSE: Final = frozenset({"false", "no", "否", "假"})
_NUMBER: Final = re.compile(
    r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![0-9.,_'’，])\s*(.*)", re.DOTALL
)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|年(?P<month_zh>[0-9]{1,2})月(?P<day_zh>[0-9]{1,2})日)"
)
"""The year first: then month and day can only follow in that order."""
_WIDE_ASCII: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x338F: "kg", 0x339E: "km", 0x339D: "cm",
}  # fmt: skip
"""The full-width forms a Chinese keyboard gives to ASCII, and the units that have a character of their own."""
_CURLY: Final = re.compile(r"“[^“”]*”|‘[^‘’]*’")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SIZE_SPLIT: Final = re.compile(r"\s*[x×*X]\s*")
_SHOWN: Final = 60
_NUMBERS: Final = frozenset(
    {
        Kind.MASS,
        Kind.ELECTRICITY,
        Kind.HEAT,
        Kind.DISTANCE,
        Kind.NUMBER,
        Kind.SHARE,
        Kind.PERCENT,
        Kind.COUNT,
        Kind.ANGLE,
    }
)
_HS_DIGITS: Final = 6
_CN_DIGITS: Final = 8
_COUNTRY_ZH: Final = {"中国": "CN"}


def shape(item: Field, key: str, place: Place, expected: str, expected_zh: str, *, key_zh: str = "") -> GreencardError:
    """The fault of a value of the wrong form; `key_zh` where the key is not one that the writer wrote."""
    return SHAPE.at(
        place,
        key=key,
        key_zh=key_zh or key,
        expected=expected,
        expected_zh=expected_zh,
        doc=item.doc,
        doc_zh=item.doc_zh,
    )


def missing(record: Record, item: Field, place: Place) -> GreencardError:
    """The fault of a field that is needed and not there."""
    return MISSING.at(
        place,
        record=record.title,
        record_zh=record.title_zh,
        key=item.key,
        key_zh=item.key_in("zh"),
        doc=item.doc,
        doc_zh=item.doc_zh,
    )


def read_scalar(item: Field, key: str, node: Scalar, place: Place) -> Any:
    """The value of one field; `key` is the spelling the writer used.

    Raises:
        InvalidInput: the text is not a value of the field's kind (GC-CAT-023 to GC-CAT-034, GC-CAT-044, GC-CAT-051).
    """
    text = node.text.strip()
    if node.plain and _CURLY.fullmatch(text) and item.kind is not Kind.TEXTS:
        text = text[1:-1].strip()  # quotation marks as a Chinese keyboard gives them; claims stay as printed
    if len(text) > item.longest:
        raise TEXT_TOO_LONG.at(place, key=key, limit=item.longest)
    if _CONTROL.search(text.replace("\r\n", "\n")):
        raise shape(item, key, place, "text without control characters", "不含控制字符的文字")
    if item.kind in _NUMBERS:
        return _number(item, key, text.translate(_WIDE_ASCII).strip(), place)
    return _word(item, key, text, place)


def _word(item: Field, key: str, text: str, place: Place) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line per kind
    shown = repr(text[:_SHOWN])
    match item.kind:
        case Kind.ID:
            if not _ID.fullmatch(text):
                raise NOT_AN_ID.at(place, key=key, value=shown)
            return text
        case Kind.FLAG:
            if text.lower() in TRUE:
                return True
            if text.lower() in FALSE:
                return False
            raise NOT_A_CHOICE.at(place, key=key, value=shown, known="true, false", known_zh="是、否")
        case Kind.DATE:
            match = _DATE.fullmatch(re.sub(r"\s", "", text.translate(_WIDE_ASCII)))
            if match is not None:
                month, day = match["month"] or match["month_zh"], match["day"] or match["day_zh"]
                try:
                    return date(int(match["year"]), int(month), int(day))
                except ValueError:
                    pass  # 2026-02-30: the shape of a date, but no day
            raise NOT_A_DATE.at(place, key=key, value=shown)
        case Kind.COUNTRY:
            country = _COUNTRY_ZH.get(text, text.upper())
            if country not in COUNTRIES:
                raise NOT_A_COUNTRY.at(place, key=key, value=shown)
            return country
        case Kind.CHOICE | Kind.CHOICES:
            for choice in item.choices:
                if text.casefold() in {word.casefold() for word in (choice.value, *choice.zh)}:
                    return choice.value
            known = ", ".join(choice.value for choice in item.choices)
            known_zh = "、".join((choice.zh or (choice.value,))[0] for choice in item.choices)
            raise NOT_A_CHOICE.at(place, key=key, value=shown, known=known, known_zh=known_zh)
        case Kind.CUSTOMS_CODE:
            digits = re.sub(r"[\s.]", "", text)
            if not (digits.isascii() and digits.isdigit() and len(digits) in {_HS_DIGITS, _CN_DIGITS}):
                raise CODE_SHAPE.at(place, value=shown, system="HS2022 / CN", expected="6 / 8")
            return digits
        case Kind.PATH:
            path = text.replace("\\", "/")  # as Windows writes it
            if ":" in path or any(step in {"", ".", ".."} for step in path.split("/")):
                raise UNSAFE_PATH.at(place, key=key, value=shown)
            return path
        case Kind.SIZE:
            parts = _SIZE_SPLIT.split(re.sub(r"\s*(?:cm|CM|厘米)$", "", text.translate(_WIDE_ASCII)))
            return read_size(item, key, [Scalar(part, place.line or 0) for part in parts], place)
        case _:
            return text


def read_size(item: Field, key: str, parts: list[Scalar], place: Place) -> tuple[Decimal, Decimal, Decimal]:
    """Length, width and height in cm.

    Raises:
        InvalidInput: not three numbers above zero (GC-CAT-023, GC-CAT-024, GC-CAT-027).
    """
    if len(parts) != 3:  # noqa: PLR2004 - a box has three sides
        raise shape(item, key, place, "three lengths such as [62, 41, 34]", "三个长度，例如 [62, 41, 34]")
    length, width, height = (_number(item, key, part.text.strip(), place) for part in parts)
    return length, width, height


def _number(item: Field, key: str, text: str, place: Place) -> Any:
    units = UNITS.get(item.kind, {})
    percent = item.kind in {Kind.SHARE, Kind.PERCENT}
    known = ", ".join([*units, "%"] if percent else units) or item.unit
    names = {"units": known or "none", "units_zh": known or "无"}
    shown = repr(text[:_SHOWN])
    match = _NUMBER.fullmatch(text)
    try:
        value = parse_decimal(match[1] if match else text, place)
    except GreencardError as error:
        raise NOT_A_NUMBER.at(place, key=key, value=shown, **names) from error
    value = _scaled(item, key, value, match[2].strip() if match else "", place=place, shown=shown, names=names)
    _bounds(item, key, shown, value, place)
    try:
        parse_decimal(decimal_text(value))  # in the unit of the model it must still be a number that can be written
    except GreencardError as error:
        raise NOT_A_NUMBER.at(place, key=key, value=shown, **names) from error
    if item.kind is Kind.COUNT:
        if value != value.to_integral_value():
            raise shape(item, key, place, "a whole number", "整数")
        return int(value)
    return float(value) if item.kind is Kind.ANGLE else value


def _scaled(
    item: Field, key: str, value: Decimal, unit: str, *, place: Place, shown: str, names: dict[str, str]
) -> Decimal:
    """The number in the unit of the model."""
    units = UNITS.get(item.kind, {})
    if item.kind in {Kind.SHARE, Kind.PERCENT}:
        if unit not in {"", "%"}:
            raise UNKNOWN_UNIT.at(place, key=key, value=shown, unit=repr(unit[:20]), units="%", units_zh="%")
        if item.kind is Kind.PERCENT and not unit and 0 < value <= 1:
            raise LOW_PERCENT.at(place, key=key, value=decimal_text(value), percent=decimal_text(value * 100))
        return value.scaleb(-2) if unit or item.kind is Kind.PERCENT else value
    if not unit or unit == item.unit:
        return value
    symbol = unit if unit in units else next((name for name in units if _same_unit(unit, name)), "")
    if not symbol and not (units or item.unit):
        raise NO_UNIT.at(place, key=key, value=shown, unit=repr(unit[:20]), doc=item.doc, doc_zh=item.doc_zh)
    if not symbol:
        raise UNKNOWN_UNIT.at(place, key=key, value=shown, unit=repr(unit[:20]), **names)
    return value * units[symbol]


def _same_unit(written: str, symbol: str) -> bool:
    """Whether capitals alone set them apart (`KG`, `kwh`); never where they could: milli is not mega."""
    return written.upper() == symbol.upper() and (written[0] == symbol[0] or written[0] not in "mM")


def _bounds(item: Field, key: str, shown: str, value: Decimal, place: Place) -> None:
    low, high = item.minimum, item.maximum
    if item.kind is Kind.MASS and value < 0:
        raise NEGATIVE_MASS.at(place, key=key, value=shown)
    if item.kind in {Kind.SHARE, Kind.PERCENT} and value > 1:
        raise SHARE_ABOVE_ONE.at(place, key=key, value=shown)
    too_low = low is not None and (value < low or (item.above and value == low))
    if too_low or (high is not None and value > high):
        bounds, bounds_zh = [], []
        if low is not None:
            bounds.append(f"{'more than' if item.above else 'at least'} {decimal_text(low)}")
            bounds_zh.append(f"{'大于' if item.above else '不小于'} {decimal_text(low)}")
        if high is not None:
            bounds.append(f"at most {decimal_text(high)}")
            bounds_zh.append(f"不大于 {decimal_text(high)}")
        raise OUT_OF_RANGE.at(
            place,
            key=key,
            value=shown,
            bounds=" and ".join(bounds),
            bounds_zh="且".join(bounds_zh),
            doc=item.doc,
            doc_zh=item.doc_zh,
        )
