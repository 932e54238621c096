"""Trade defence and the like: measures that are no environmental rule, told beside the verdict and never in its word.

A measure names goods in words as well as by customs code, and exempts firms by name; so a match says that it may meet
these goods, with its source, and a customs broker has the last word. A row that was not read in full says so.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date
from typing import Final, Literal

import msgspec

from greencard.errors import Place
from greencard.model.base import Text, Value
from greencard.model.verdict import Notice
from greencard.rules.codes import BAD_MEASURES

__all__ = ["MAX_BYTES", "Measure", "Measures", "parse_measures"]

MAX_BYTES: Final = 1_000_000
Kind = Literal["anti_dumping", "countervailing", "safeguard", "quota", "import_ban", "duty"]
Status = Literal["in_force", "provisional", "expired_perhaps"]
_COLUMNS: Final = (
    "id", "kind", "importer", "origin", "hs_prefixes", "applies_from", "applies_until", "rate", "title_en", "title_zh",
    "goods_en", "goods_zh", "citation", "status", "trust", "source", "note_en", "note_zh", "checked_on",
)  # fmt: skip
_PREFIX: Final = re.compile(r"\d{2,10}")
_PLACE: Final = re.compile(r"[A-Z]{2}")


class Measure(Value, frozen=True, kw_only=True):
    """One measure of one importer, as its table states it."""

    id: str
    kind: Kind
    importer: str
    """Country of import, or EU."""
    origin: str
    """Country of origin; empty: any."""
    hs_prefixes: tuple[str, ...]
    applies_from: date | None
    applies_until: date | None
    rate: str
    title: Text
    goods: Text
    citation: str
    status: Status
    trust: Literal["seen", "recall"]
    source: str
    note: Text
    checked_on: date


class Measures:
    """All measures held, and which of them may meet an order."""

    __slots__ = ("digest", "read_on", "rows")

    def __init__(self, rows: tuple[Measure, ...], digest: str) -> None:
        self.rows: Final = rows
        self.digest: Final = digest
        """SHA-256 of the table."""
        self.read_on: Final = min((row.checked_on for row in rows), default=None)
        """First of the days on which the rows were read; None without rows."""

    def notices(self, chain: tuple[str, ...], code: str, origin: str, on: date) -> tuple[Notice, ...]:
        """Measures that may meet goods of a customs code and origin at a destination on a day.

        Args:
            chain: jurisdictions of the destination, widest first.
            code: customs code, digits; empty or short: the measure is told as uncertain.
            origin: country of origin; empty: uncertain.
            on: the day of release.
        """
        return tuple(
            _notice(row, sure=bool(origin or not row.origin) and code.startswith(row.hs_prefixes))
            for row in self.rows
            if row.importer in chain and _may_meet(row, code, origin, on)
        )


def _may_meet(row: Measure, code: str, origin: str, on: date) -> bool:
    if row.origin and origin and origin != row.origin:
        return False
    if (row.applies_from and on < row.applies_from) or (row.applies_until and on > row.applies_until):
        return False
    return bool(code) and any(code.startswith(prefix) or prefix.startswith(code) for prefix in row.hs_prefixes)


def _notice(row: Measure, *, sure: bool) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        title=row.title,
        goods=row.goods,
        rate=row.rate,
        citation=row.citation,
        applies_from=row.applies_from,
        applies_until=row.applies_until,
        status=row.status,
        trust=row.trust,
        source=row.source,
        note=row.note,
        sure=sure,
    )


def parse_measures(raw: bytes, file: str = "measures.csv") -> Measures:
    """The measures in a CSV table.

    Raises:
        InvalidInput: too large, another header, or a row that lacks a title, a citation, a source, a code or a date
            that can be read (GC-RUL-050, with its line).
    """
    if len(raw) > MAX_BYTES:
        raise BAD_MEASURES.at(Place(file=file), problem=f"more than {MAX_BYTES} bytes")
    try:
        table = csv.DictReader(io.StringIO(raw.decode("utf-8")), strict=True)
        if tuple(table.fieldnames or ()) != _COLUMNS:
            raise BAD_MEASURES.at(Place(file=file, line=1), problem="the columns are not those of this table")
        rows = []
        seen: set[str] = set()
        for row in table:
            place = Place(file=file, line=table.line_num)
            measure = _measure(row, place)
            if measure.id in seen:
                raise BAD_MEASURES.at(place, problem=f"{measure.id} stands twice")
            seen.add(measure.id)
            rows.append(measure)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise BAD_MEASURES.at(Place(file=file), problem="not a CSV table in UTF-8") from problem
    return Measures(tuple(rows), hashlib.sha256(raw).hexdigest())


def _measure(row: dict[str, str | None], place: Place) -> Measure:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    for name in ("id", "importer", "title_en", "title_zh", "goods_en", "goods_zh", "citation", "source", "checked_on"):
        if not cells[name]:
            raise BAD_MEASURES.at(place, problem=f"{name} is empty")
    prefixes = tuple(cells["hs_prefixes"].split())
    if not prefixes or not all(_PREFIX.fullmatch(prefix) for prefix in prefixes):
        raise BAD_MEASURES.at(place, problem="hs_prefixes are 2 to 10 digits each, with spaces between")
    if not all(_PLACE.fullmatch(cells[name]) for name in ("importer", "origin") if cells[name]):
        raise BAD_MEASURES.at(place, problem="importer and origin are codes of two capitals")
    given = {name: cells[name] for name in ("id", "kind", "importer", "origin", "rate", "citation", "status", "trust")}
    days = {name: cells[name] or None for name in ("applies_from", "applies_until", "checked_on")}
    texts = {name: {"en": cells[f"{name}_en"], "zh": cells[f"{name}_zh"]} for name in ("title", "goods", "note")}
    try:
        return msgspec.convert({**given, **days, **texts, "hs_prefixes": prefixes, "source": cells["source"]}, Measure)
    except msgspec.ValidationError as problem:
        raise BAD_MEASURES.at(place, problem=str(problem)) from problem
