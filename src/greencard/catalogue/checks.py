"""What the rows of a product file say taken together: errors, warnings, and questions worth asking the merchant."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from greencard.catalogue import faults as f
from greencard.catalogue.checks_footprint import check_footprint_rows
from greencard.catalogue.checks_pillars import check_pillar_rows
from greencard.catalogue.hs import HsCodes
from greencard.catalogue.rows import Reading, Row
from greencard.catalogue.values import shape
from greencard.errors import Place, Severity
from greencard.model import Text
from greencard.model.claim_words import ClaimLexicon
from greencard.quantity import decimal_text, significant

__all__ = ["check_rows", "gtin_problem"]

_OFF_ERROR: Final = Decimal("0.05")
_OFF_WARNING: Final = Decimal("0.01")
_GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})
_DIGITS: Final = {"HS2022": 6, "CN": 8}
_CURRENCY: Final = re.compile(r"(?!RMB)[A-Z]{3}")
"""RMB is how the yuan is called; its code is CNY."""


def check_rows(reading: Reading, product: Row, hs: HsCodes, lexicon: ClaimLexicon | None = None) -> None:
    """Add to `reading` every fault of the rows taken together; values already faulty are passed over in silence.

    An error that is found here is looked for in `typed_json` too, or the field is left out there.
    """
    _customs(reading, product, hs)
    _identifiers(reading, product)
    _masses(reading, product)
    _suppliers(reading, product)
    _processes(reading, product)
    _packaging(reading, product)
    _energy(reading, product)
    _route(reading, product)
    _prices(reading, product)
    _claims(reading, product, lexicon)
    _windows(reading, product)
    check_footprint_rows(reading, product)
    check_pillar_rows(reading, product)


def gtin_problem(value: str) -> tuple[str, str] | None:
    """Why `value` is no GTIN, in English and Chinese; None: it is one.

    GS1 General Specifications 7.9: weights 3 and 1 from the right, check digit modulo 10.
    """
    if not (value.isascii() and value.isdigit()):
        return "it has characters other than digits", "含有数字以外的字符"
    if len(value) not in _GTIN_LENGTHS:
        return f"it has {len(value)} digits", f"共 {len(value)} 位"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(value[:-1])))
    expected = (10 - total % 10) % 10
    if int(value[-1]) != expected:
        return f"the check digit should be {expected}", f"校验位应为 {expected}"
    return None


def _customs(reading: Reading, product: Row, hs: HsCodes) -> None:
    row: Row | None = product.get("customs")
    if row is None:
        return
    code: str | None = row.get("code")
    system: str | None = row.get("system")
    if code is not None:
        place = row.at("code")
        if system is not None and len(code) != _DIGITS[system]:
            reading.add(f.CODE_SHAPE.fault(place, value=code, system=system, expected=_DIGITS[system]))
        elif not hs.contains(code):
            text = hs.describe(code)
            near = f"{code[:4]} is: {text}." if text else f"There is no chapter {code[:2]} either."
            near_zh = f"{code[:4]} 为：{text}。" if text else f"也没有第 {code[:2]} 章。"
            reading.add(f.UNKNOWN_CODE.fault(place, code=code, hs6=code[:6], near=near, near_zh=near_zh))
        elif "confirmed_by" not in row.written:
            description = hs.describe(code)
            reading.add(f.CODE_UNCONFIRMED.fault(place, severity="question", code=code, description=description))
    if "confirmed_by" in row.written and "confirmed_on" not in row.written:
        _pair(reading, row, "confirmed_by", "confirmed_on")
    if "confirmed_on" in row.written and "confirmed_by" not in row.written:
        _pair(reading, row, "confirmed_on", "confirmed_by")


def _pair(reading: Reading, row: Row, given: str, absent: str) -> None:
    fields = {item.key: item for item in row.record.fields}
    reading.add(
        f.DATE_WITHOUT_PERSON.fault(
            row.at(given),
            given=given,
            given_zh=fields[given].key_in("zh"),
            missing=absent,
            missing_zh=fields[absent].key_in("zh"),
        )
    )


def _identifiers(reading: Reading, product: Row) -> None:
    row: Row | None = product.get("identifiers")
    gtin = None if row is None else row.get("gtin")
    if row is not None and gtin:
        problem = gtin_problem(gtin)
        if problem is not None:
            reading.add(f.BAD_GTIN.fault(row.at("gtin"), value=repr(gtin), reason=problem[0], reason_zh=problem[1]))


def _masses(reading: Reading, product: Row) -> None:
    lines: list[Row] = product.get("bom", [])
    for line in lines:
        net, gross = line.get("net_kg"), line.get("gross_kg")
        if net is not None and gross is not None and net > gross:
            reading.add(
                f.NET_ABOVE_GROSS.fault(
                    line.at("net_kg"), material=line.get("material", "?"), net=_text(net), gross=_text(gross)
                )
            )
    mass: Decimal | None = product.get("mass_kg")
    nets = [line.get("net_kg") for line in lines]
    if mass is None or not lines or any(net is None for net in nets):
        return
    total = sum(nets, Decimal(0))
    off = abs(total - mass) / mass
    if off > _OFF_WARNING:
        severity: Severity
        code, severity = (f.MASSES_DISAGREE, "error") if off > _OFF_ERROR else (f.MASSES_ROUGH, "warning")
        percent = _text(significant(off * 100, 2))
        place = product.at("mass_kg")
        reading.add(code.fault(place, severity=severity, sum=_text(total), mass=_text(mass), off=percent))


def _suppliers(reading: Reading, product: Row) -> None:
    for line in product.get("bom", []):
        row: Row | None = line.get("supplier")
        if row is None or "kg_co2e_per_kg" not in row.cells:
            continue
        scope = row.get("scope") if "scope" in row.written else "unstated"
        if scope in {"direct_and_indirect_mixed", "unstated"}:
            reading.add(
                f.SUPPLIER_SCOPE.fault(
                    row.at("scope"),
                    severity="question",
                    material=line.get("material", "?"),
                    value=_text(row.get("kg_co2e_per_kg")),
                )
            )


def _processes(reading: Reading, product: Row) -> None:
    rows: list[Row] = product.get("processes", [])
    faulty = any("electricity_kwh" in row.written and "electricity_kwh" not in row.cells for row in rows)
    unread = "processes" in product.written and "processes" not in product.cells
    if not (faulty or unread or any(row.get("electricity_kwh", Decimal(0)) > 0 for row in rows)):
        reading.add(f.NO_ELECTRICITY.fault(product.at("processes"), severity="question"))
    for row in rows:
        heat = row.get("heat_mj", Decimal(0))
        if heat > 0 and not row.get("heat_fuel", "heat_fuel" in row.written):
            process = row.get("name", "?")
            reading.add(
                f.HEAT_WITHOUT_FUEL.fault(row.at("heat_mj"), severity="question", process=process, heat=_text(heat))
            )


def _packaging(reading: Reading, product: Row) -> None:
    if not product.get("packaging", "packaging" in product.written) and "carton" not in product.written:
        reading.add(f.NO_PACKAGING.fault(product.at("packaging"), severity="question"))


def _energy(reading: Reading, product: Row) -> None:
    facility: Row | None = product.get("facility")
    solar: Row | None = None if facility is None else facility.get("rooftop_solar")
    if solar is None:
        return
    if solar.get("certificates", None if "certificates" in solar.written else "unknown") == "unknown":
        reading.add(f.CERTIFICATES_UNKNOWN.fault(solar.at("certificates"), severity="question"))
    if "meter" not in product.written and solar.get("certificates") != "sold":
        reading.add(f.SOLAR_WITHOUT_METER.fault(solar.place, severity="question"))


def _route(reading: Reading, product: Row) -> None:
    route: Row | None = product.get("route")
    if route is None or not route.get("baseline"):
        return
    name: Text | None = route.get("baseline_name", None if "baseline_name" in route.written else Text())
    if name is not None and not (name.en or name.zh):
        reading.add(f.BASELINE_UNNAMED.fault(route.at("baseline")))


def _prices(reading: Reading, product: Row) -> None:
    for row in product.get("prices", []):
        currency = row.get("currency")
        if currency is not None and not _CURRENCY.fullmatch(currency):
            item = next(item for item in row.record.fields if item.key == "currency")
            key = row.written["currency"].text
            expected = ("three capital letters of ISO 4217, such as CNY", "ISO 4217 的三个大写字母，人民币写 CNY")
            error = shape(item, key, row.at("currency"), *expected)
            reading.add(error.faults[0])


def _claims(reading: Reading, product: Row, lexicon: ClaimLexicon | None) -> None:
    """Words that no figure carries and some destination forbids; `greencard claims` says which, and what to say."""
    if lexicon is None:
        return
    place = product.at("claims")
    for index, claim in enumerate(product.get("claims", ())):
        here = Place(f"{place.pointer}/{index}", place.file, place.line)
        for found in lexicon.find(claim):
            if found.use in {"denied", "mentioned"} or lexicon.families[found.family].provable:
                continue
            title = lexicon.families[found.family].title
            fault = f.CLAIM_WORD.fault(
                here, severity="warning", claim=claim, word=found.words, family=title.en, family_zh=title.zh
            )
            reading.add(fault)


def _windows(reading: Reading, product: Row) -> None:
    """Every start and end, wherever they stand: meter period, evidence (facts are checked as they are read)."""
    for row in _rows(product):
        if "end" not in row.cells and "valid_until" not in row.cells:
            continue
        for first, last in (("start", "end"), ("valid_from", "valid_until")):
            start, end = row.get(first), row.get(last)
            if start is not None and end is not None and end < start:
                reading.add(f.PERIOD_BACKWARDS.fault(row.at(last), key=row.record.title, start=start, end=end))


def _rows(row: Row) -> list[Row]:
    found = [row]
    for cell in row.cells.values():
        value: Any = cell.value
        if isinstance(value, Row):
            found.extend(_rows(value))
        elif isinstance(value, list):
            for child in value:
                if isinstance(child, Row):
                    found.extend(_rows(child))
    return found


def _text(value: Decimal) -> str:
    return decimal_text(significant(value, 12))
