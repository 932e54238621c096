"""A person's own factors: a table in our column format, bounded, every fault with its line.

A factor without source or licence is read, marked `recall`, and refused in a footprint (GC-FAC-009): it may be looked
at and compared, never counted.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from greencard.errors import GreencardError, InvalidInput, Place, raise_faults
from greencard.factors.codes import BAD_OWN_FACTOR, OWN_TOO_LARGE
from greencard.factors.factor import LifeCycleFactor
from greencard.factors.reading import shaped
from greencard.factors.rows import GASES, body_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from greencard.errors import Fault
    from greencard.factors.factor import Factor
    from greencard.factors.gwp import GwpSet

__all__ = ["COLUMNS", "MAX_BYTES", "MAX_ROWS", "OwnFactors", "parse_own_factors"]

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 10_000
_MAX_FIELD: Final = 2000
_MAX_FAULTS: Final = 100
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
                reason = f"{factor.id} stands on line {lines[factor.id]} already"
                raise BAD_OWN_FACTOR.at(place, reason=reason)
            factors.append(factor)
            lines[factor.id] = place.line or 0
        except GreencardError as error:
            said = "; ".join(fault.text("en") for fault in error.faults)
            own = [f for f in error.faults if f.code == BAD_OWN_FACTOR.code]
            faults += own or [BAD_OWN_FACTOR.fault(place, reason=said)]
            if len(faults) >= _MAX_FAULTS:
                break
    raise_faults(faults)
    return OwnFactors(tuple(factors), lines, file)


def _rows(raw: bytes, file: str) -> list[tuple[Place, dict[str, str]]]:
    if len(raw) > MAX_BYTES:
        raise OWN_TOO_LARGE.at(Place(file=file), reason=f"more than {MAX_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OWN_TOO_LARGE.at(Place(file=file), reason="not UTF-8") from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows: list[tuple[Place, dict[str, str]]] = []
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        if missing := _missing(header):
            raise OWN_TOO_LARGE.at(Place(file=file, line=1), reason=f"no column {', '.join(missing)}")
        if unknown := [name for name in header if name not in COLUMNS]:
            raise OWN_TOO_LARGE.at(Place(file=file, line=1), reason=f"unknown column {', '.join(unknown)[:200]}")
        if len(set(header)) != len(header):
            raise OWN_TOO_LARGE.at(Place(file=file, line=1), reason="a column stands twice")
        reader.fieldnames = header
        for row in reader:
            place = Place(file=file, line=reader.line_num)
            if None in row or None in row.values() or any(len(value) > _MAX_FIELD for value in row.values()):
                raise OWN_TOO_LARGE.at(place, reason="a row of another width than the header, or an endless field")
            rows.append((place, {name: value.strip() for name, value in row.items() if value.strip()}))
            if len(rows) > MAX_ROWS:
                raise OWN_TOO_LARGE.at(place, reason=f"more than {MAX_ROWS} rows")
    except csv.Error as error:
        raise OWN_TOO_LARGE.at(Place(file=file, line=reader.line_num), reason="not CSV") from error
    return rows


def _missing(given: Collection[str]) -> list[str]:
    """Columns or fields that are needed and not given; gases stand for the value."""
    summed = any(column in given for column in GASES)
    return [name for name in _NEEDED if name not in given and not (name == "value" and summed)]


def _factor(row: dict[str, str], ar6: GwpSet, place: Place) -> Factor:
    if missing := _missing(row):
        raise BAD_OWN_FACTOR.at(place, reason=f"no {', '.join(missing)}")
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
        raise BAD_OWN_FACTOR.at(place, reason=str(error.faults[0].params.get("reason", ""))) from error
    if not factor.value.is_finite() or (factor.emission if isinstance(factor, LifeCycleFactor) else factor.value) < 0:
        raise BAD_OWN_FACTOR.at(place, reason="a negative or endless value; removals have no place among factors")
    if not factor.unit.startswith(("kg CO2e/", "kg CO2/")):
        raise BAD_OWN_FACTOR.at(place, reason=f"the unit {factor.unit!r} is not kg CO2e (or kg CO2) per something")
    return factor
