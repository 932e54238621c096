"""A person's own factors: a table in our column format, bounded, every fault with its line.

A factor without source or licence is read, marked `recall`, and refused in a footprint (GC-FAC-009): it may be looked
at and compared, never counted.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from greencard.errors import GreencardError, InvalidInput, Place, raise_faults
from greencard.factors.codes import BAD_OWN_FACTOR, OWN_TOO_LARGE
from greencard.factors.factor import LifeCycleFactor
from greencard.factors.reading import shaped
from greencard.factors.rows import GASES, body_of
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from greencard.errors import Fault
    from greencard.factors.factor import Factor
    from greencard.factors.gwp import GwpSet

__all__ = ["COLUMNS", "MAX_BYTES", "MAX_ROWS", "OwnFactors", "parse_own_factors"]

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 10_000
_KINDS: Final = ("life_cycle", "direct_co2")
_LARGEST: Final = Decimal(10) ** 9
_SMALLEST_EXPONENT: Final = -30
"""Beyond these no factor lies, and float64 and the record are both in doubt; as for amounts of a product."""
_MAX_FIELD: Final = 2000
_MAX_FAULTS: Final = 100
_MAX_ID: Final = 120
_ID: Final = re.compile(rf"[\w/.-]{{1,{_MAX_ID}}}")
_REGION: Final = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,10})?")
_GWP: Final = ("AR6", "AR5", "AR4", "not stated", "CO2 only")
_NEEDED: Final = ("id", "name_en", "value", "unit", "region")
COLUMNS: Final = (
    *("id", "kind", "name_en", "name_zh", "value", "unit", "region", "year", "boundary", "gwp", "source", "licence"),
    *("record", "quality", "standing", "material", "form", "recycled", "technology", "supply", "stage", "note"),
    *("note_zh", "biogenic_netted", *GASES),
)
"""Columns that are read; `source` and `licence` are free text here."""


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """The factors of one file and the line each stands on."""

    factors: tuple[Factor, ...]
    lines: dict[str, int]
    file: str
    digest: str
    """SHA-256 of the file, hex."""


def parse_own_factors(raw: bytes, file: str, ar6: GwpSet) -> OwnFactors:
    """The factors in a person's CSV.

    Args:
        raw: the file's bytes, UTF-8 with or without byte order mark.
        file: its name, for the places of faults.
        ar6: GWPs under which rows with gases are summed.

    Raises:
        InvalidInput: too large or no table (GC-FAC-016), or rows that are no factors (GC-FAC-015), all of them named.
    """
    rows = _rows(raw, file)
    factors: list[Factor] = []
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for place, row in rows:
        try:
            factor = _factor(row, ar6, place)
            if factor.id in lines:
                first = lines[factor.id]
                said = Text(en=f"{factor.id} stands on line {first} already", zh=f"{factor.id} 已在第 {first} 行出现")
                raise BAD_OWN_FACTOR.at(place, reason=said.en, reason_zh=said.zh)
            factors.append(factor)
            lines[factor.id] = place.line or 0
        except GreencardError as error:
            own = [f for f in error.faults if f.code == BAD_OWN_FACTOR.code]
            en, zh = ("; ".join(fault.text(lang) for fault in error.faults) for lang in ("en", "zh"))
            faults += own or [BAD_OWN_FACTOR.fault(place, reason=en, reason_zh=zh)]
            if len(faults) >= _MAX_FAULTS:
                break
    raise_faults(faults)
    return OwnFactors(tuple(factors), lines, file, hashlib.sha256(raw).hexdigest())


def _rows(raw: bytes, file: str) -> list[tuple[Place, dict[str, str]]]:
    if len(raw) > MAX_BYTES:
        raise OWN_TOO_LARGE.at(
            Place(file=file), reason=f"more than {MAX_BYTES} bytes", reason_zh=f"超过 {MAX_BYTES} 字节"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OWN_TOO_LARGE.at(Place(file=file), reason="not UTF-8", reason_zh="不是 UTF-8 编码") from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows: list[tuple[Place, dict[str, str]]] = []
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        if missing := _missing(header):
            listed = ", ".join(missing)
            raise OWN_TOO_LARGE.at(Place(file=file, line=1), reason=f"no column {listed}", reason_zh=f"缺少列 {listed}")
        if unknown := [name for name in header if name not in COLUMNS]:
            listed = ", ".join(unknown)[:200]
            raise OWN_TOO_LARGE.at(
                Place(file=file, line=1), reason=f"unknown column {listed}", reason_zh=f"未知的列 {listed}"
            )
        if len(set(header)) != len(header):
            raise OWN_TOO_LARGE.at(Place(file=file, line=1), reason="a column stands twice", reason_zh="有重复的列")
        reader.fieldnames = header
        for row in reader:
            place = Place(file=file, line=reader.line_num)
            if None in row or None in row.values() or any(len(value) > _MAX_FIELD for value in row.values()):
                raise OWN_TOO_LARGE.at(
                    place,
                    reason="a row of another width than the header, or an endless field",
                    reason_zh="该行列数与表头不符，或字段过长",
                )
            rows.append((place, {name: value.strip() for name, value in row.items() if value.strip()}))
            if len(rows) > MAX_ROWS:
                raise OWN_TOO_LARGE.at(place, reason=f"more than {MAX_ROWS} rows", reason_zh=f"超过 {MAX_ROWS} 行")
    except csv.Error as error:
        raise OWN_TOO_LARGE.at(
            Place(file=file, line=reader.line_num), reason="not CSV", reason_zh="不是 CSV"
        ) from error
    return rows


def _missing(given: Collection[str]) -> list[str]:
    """Columns or fields that are needed and not given; gases stand for the value."""
    summed = any(column in given for column in GASES)
    return [name for name in _NEEDED if name not in given and not (name == "value" and summed)]


def _odd(row: Mapping[str, str]) -> Text | None:  # noqa: PLR0911 - one for each thing that can be odd
    """What makes a row unfit to be cited or printed; None where nothing does."""
    for name, value in row.items():
        if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} for character in value):
            return Text(en=f"{name} holds a control or invisible character", zh=f"{name} 含控制字符或不可见字符")
    if not _ID.fullmatch(row["id"]):
        shown = repr(row["id"][:40])
        return Text(
            en=f"the id {shown} is not letters, digits and / . - _ without spaces, at most {_MAX_ID} of them",
            zh=f"编号 {shown} 只可用字母、数字和 / . - _，不含空格，最多 {_MAX_ID} 个字符",
        )
    if not _REGION.fullmatch(row["region"]):
        shown = repr(row["region"][:20])
        return Text(en=f"the region {shown} is not written as CN, CN-ZJ, GLO", zh=f"地区 {shown} 应写作 CN、CN-ZJ、GLO")
    if row.get("gwp", "AR6") not in _GWP:
        shown, known = repr(row["gwp"][:20]), ", ".join(_GWP)
        return Text(en=f"the GWP set {shown} is none of {known}", zh=f"GWP {shown} 应为 {known} 之一")
    if (kind := row.get("kind", "life_cycle")) not in _KINDS:
        shown, known = repr(kind[:20]), ", ".join(_KINDS)
        return Text(en=f"the kind {shown} is none of {known}", zh=f"类别 {shown} 应为 {known} 之一")
    year = row.get("year", "2000")
    if not (year.isascii() and year.isdigit() and len(year) == 4):  # noqa: PLR2004 - a year has four digits
        return Text(en=f"the year {year[:20]!r} is no year", zh=f"年份 {year[:20]!r} 无效")
    return None


def _factor(row: dict[str, str], ar6: GwpSet, place: Place) -> Factor:
    if missing := _missing(row):
        listed = ", ".join(missing)
        raise BAD_OWN_FACTOR.at(place, reason=f"no {listed}", reason_zh=f"缺少 {listed}")
    if why := _odd(row):
        raise BAD_OWN_FACTOR.at(place, reason=why.en, reason_zh=why.zh)
    row = row | {"name_zh": row.get("name_zh", row["name_en"])}
    if GASES.keys() & row.keys():
        row["gwp"] = "gases"
    body, kind = body_of(row, ar6, place)
    filled: dict[str, Any] = {
        "gwp": "not stated",
        "boundary": "not stated",
        "quality": "literature",
        "source": "",
        "licence": "",
    } | body
    filled["trust"] = "seen" if filled["source"] and filled["licence"] else "recall"
    try:
        factor = shaped(filled, kind, place)
    except InvalidInput as error:
        said = str(error.faults[0].params.get("reason", ""))
        raise BAD_OWN_FACTOR.at(place, reason=said, reason_zh=f"字段取值不符（{said}）") from error
    if not factor.value.is_finite() or (factor.emission if isinstance(factor, LifeCycleFactor) else factor.value) < 0:
        raise BAD_OWN_FACTOR.at(
            place,
            reason="a negative or endless value; removals have no place among factors",
            reason_zh="数值为负或非有限数；清除量不作为因子",
        )
    counted = factor.emission if isinstance(factor, LifeCycleFactor) else factor.value
    if counted > _LARGEST or (counted and counted.adjusted() < _SMALLEST_EXPONENT):
        raise BAD_OWN_FACTOR.at(
            place,
            reason=f"{counted:.3g} kg per unit is beyond any factor; look at value and unit",
            reason_zh=f"每单位 {counted:.3g} 千克超出任何因子的范围，请核对数值和单位",
        )
    if isinstance(factor, LifeCycleFactor) and not counted:
        raise BAD_OWN_FACTOR.at(
            place,
            reason="a life-cycle factor of zero: from cradle to gate nothing is made without emissions",
            reason_zh="全生命周期因子为零：从摇篮到大门，任何生产都有排放",
        )
    if not factor.unit.startswith(("kg CO2e/", "kg CO2/")):
        raise BAD_OWN_FACTOR.at(
            place,
            reason=f"the unit {factor.unit!r} is not kg CO2e (or kg CO2) per something",
            reason_zh=f"单位 {factor.unit!r} 不是每单位 kg CO2e（或 kg CO2）",
        )
    return factor
