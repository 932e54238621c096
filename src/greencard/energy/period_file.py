"""The facility period file `greencard/facility-period/1`: from entries with their lines to a `FacilityPeriod`.

Which syntax the entries came from is the caller's matter. Every fault is found in one pass, each with line and pointer.
Times without a zone are in the facility's zone, which the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from greencard.energy import allocation_codes as codes
from greencard.energy.period_fields import (
    CERTIFICATE,
    FUEL,
    KEY,
    MASS,
    PERIOD,
    REGISTER,
    REST,
    RUN,
    SOLAR,
    SUB_METER,
    Kind,
    Named,
    Spec,
)
from greencard.errors import Fault, GreencardError, Place, raise_faults
from greencard.model.base import Text
from greencard.model.energy import EnergyCertificate
from greencard.model.facility import (
    FacilityPeriod,
    FuelMeter,
    KeyShare,
    ProductionRun,
    ProductMass,
    RegisterReading,
    RestRule,
    SubMeter,
)
from greencard.quantity import parse_decimal

__all__ = ["Entry", "facility_period"]

MAX_FAULTS: Final = 100
_LONGEST: Final = 200
_SHOWN: Final = 60
_RUN_COLUMNS: Final = ("product", "units", "from", "to", "sub_meter")
_WH_PER_KWH: Final = 1000
_MAX_UNITS: Final = 10**12
_MAX_KWH: Final = Decimal(10**10)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it was written: text, a list, or named values; and its line."""

    line: int
    value: str | tuple[Entry, ...] | tuple[tuple[str, int, Entry], ...]
    kind: Literal["text", "list", "table"]


class _Row(NamedTuple):
    """What a table held, by English name, and where."""

    values: dict[str, Any]
    pointer: str
    line: int


class _Stop(Exception):
    """Too many faults."""


@dataclass(slots=True)
class _Reader:
    file: str
    zone: tzinfo
    faults: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def row(self, spec: Spec, entry: Entry, pointer: str) -> _Row | None:
        """A table read by its fields; None where it is none, with the fault noted."""
        if entry.kind != "table":
            self._wrong(pointer, entry, spec.title, spec.title_zh)
            return None
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, line, inner in _items(entry):
            place = Place(f"{pointer}/{key}", self.file, line)
            named = spec.named(key)
            if named is None:
                self.add(
                    codes.UNKNOWN_FIELD.fault(place, key=repr(key[:_SHOWN]), known=spec.known, known_zh=spec.known_zh)
                )
            elif named.name in lines:
                self.add(codes.TWICE.fault(place, key=key, first=lines[named.name]))
            elif inner.value != "":  # left empty is left out
                lines[named.name] = line
                found = self.value(named, inner, place.pointer)
                if found is not None:
                    values[named.name] = found
        for named in spec.fields:
            if named.required and named.name not in lines:
                self.add(
                    codes.MISSING_FIELD.fault(
                        Place(f"{pointer}/{named.name}", self.file, entry.line),
                        key=named.name,
                        key_zh=named.zh[0],
                        expected=named.expected,
                        expected_zh=named.expected_zh,
                    )
                )
        return _Row(values, pointer, entry.line)

    def value(self, named: Named, entry: Entry, pointer: str) -> Any:  # noqa: PLR0911 - one line per kind
        """One field's value; None where it is none, with the fault noted, or where it was left empty."""
        if named.kind in _MANY:
            return self._many(named, entry, pointer)
        if named.kind in {Kind.REST, Kind.SOLAR}:
            spec = REST if named.kind is Kind.REST else SOLAR
            if entry.kind == "text" and named.kind is Kind.REST:
                entry = Entry(entry.line, (("by", entry.line, entry),), "table")
            row = self.row(spec, entry, pointer)
            return None if row is None else row.values
        if named.kind is Kind.WORDS and entry.kind == "table":
            return self._words(entry, pointer)
        if named.kind is Kind.TEXTS and entry.kind == "list":
            return tuple(
                filter(None, (self.value(_ONE, one, f"{pointer}/{at}") for at, one in enumerate(_list(entry))))
            )
        if entry.kind != "text":
            return self._wrong(pointer, entry, named.expected, named.expected_zh)
        text = str(entry.value).strip()
        try:
            found = _scalar(named, text, self.zone)
        except (ValueError, OverflowError, GreencardError):
            return self._wrong(pointer, entry, named.expected, named.expected_zh)
        return found

    def _many(self, named: Named, entry: Entry, pointer: str) -> Any:
        spec = _MANY[named.kind]
        if entry.kind != "list":
            return self._wrong(pointer, entry, named.expected, named.expected_zh)
        rows = []
        for at, one in enumerate(_list(entry)):
            if named.kind is Kind.RUNS and one.kind == "list":
                one = _run_in_columns(one)  # noqa: PLW2901 - the same run, with its names
            row = self.row(spec, one, f"{pointer}/{at}")
            if row is not None:
                rows.append(row)
        return rows

    def _words(self, entry: Entry, pointer: str) -> Text | None:
        texts = {"en": "", "zh": ""}
        for key, line, inner in _items(entry):
            lang = {"en": "en", "英文": "en", "zh": "zh", "中文": "zh"}.get(key)
            if lang is None or inner.kind != "text" or len(str(inner.value)) > _LONGEST:
                self._wrong(f"{pointer}/{key}", Entry(line, key, "text"), "en and zh", "en（英文）与 zh（中文）")
                return None
            texts[lang] = str(inner.value).strip()
        return Text(**texts)

    def _wrong(self, pointer: str, entry: Entry, expected: str, expected_zh: str) -> None:
        shown = repr(str(entry.value)[:_SHOWN]) if entry.kind == "text" else f"a {entry.kind}"
        self.add(
            codes.WRONG_SHAPE.fault(
                Place(pointer, self.file, entry.line),
                key=pointer.rpartition("/")[2] or "file",
                found=shown,
                expected=expected,
                expected_zh=expected_zh,
            )
        )


_MANY: Final[Mapping[Kind, Spec]] = {
    Kind.RUNS: RUN,
    Kind.KEYS: KEY,
    Kind.MASSES: MASS,
    Kind.FUELS: FUEL,
    Kind.SUB_METERS: SUB_METER,
    Kind.REGISTERS: REGISTER,
    Kind.CERTIFICATES: CERTIFICATE,
}
_ONE: Final = Named("product", ("产品",), Kind.TEXT, "an id", "编号")


def _items(entry: Entry) -> tuple[tuple[str, int, Entry], ...]:
    assert entry.kind == "table"  # noqa: S101 - callers have looked; narrows the type
    return entry.value  # type: ignore[return-value]


def _list(entry: Entry) -> tuple[Entry, ...]:
    assert entry.kind == "list"  # noqa: S101 - callers have looked; narrows the type
    return entry.value  # type: ignore[return-value]


def _run_in_columns(entry: Entry) -> Entry:
    """`[product, units, from, to, sub_meter]`, the short form of a run."""
    cells = _list(entry)
    if len(cells) > len(_RUN_COLUMNS):
        return entry
    named = tuple((name, cell.line, cell) for name, cell in zip(_RUN_COLUMNS, cells, strict=False))
    return Entry(entry.line, named, "table")


def _scalar(named: Named, text: str, zone: tzinfo) -> Any:
    """The value of a text.

    Raises:
        ValueError: or a GreencardError, where it is not of the field's kind.
    """
    reader: Callable[[str], Any] = _SCALARS.get(named.kind, str)
    if named.kind is Kind.INSTANT:
        return _instant(text, zone)
    if named.kind is Kind.PERIOD:
        return _period(text, zone)
    if named.kind is Kind.CHOICE:
        return named.choice(text)
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise ValueError
    return reader(text)


def _instant(text: str, zone: tzinfo) -> datetime:
    found = datetime.fromisoformat(text.replace(" ", "T", 1))
    if found.microsecond or not 2000 <= found.year < 2100:  # noqa: PLR2004 - as in readings files
        raise ValueError
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if not 2000 <= found.year < 2100:  # noqa: PLR2004 - as in readings files
        raise ValueError
    return found


def _days(text: str) -> tuple[date, date]:
    first, mark, last = text.replace("至", "..").partition("..")
    found = _day(first.strip()), _day((last if mark else first).strip())
    if found[1] < found[0]:
        raise ValueError
    return found


def _period(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """First instant and end of `2026-10-01..2026-10-31`, both days included, or of two instants."""
    if "T" not in text.upper():
        first, last = _days(text)
        return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    start, _, end = text.partition("..")
    return _instant(start.strip(), zone), _instant(end.strip(), zone)


def _amount(text: str) -> Decimal:
    found = parse_decimal(text)
    if found < 0:
        raise ValueError
    return found


def _share(text: str) -> Decimal:
    found = parse_decimal(text.removesuffix("%").strip())
    return found.scaleb(-2) if text.endswith("%") else found


def _wh(text: str) -> int:
    kwh = _amount(text.removesuffix("kWh").strip())
    wh = kwh * _WH_PER_KWH
    if kwh > _MAX_KWH or wh != wh.to_integral_value():
        raise ValueError
    return int(wh)


def _units(text: str) -> int:
    found = _amount(text)
    if found != found.to_integral_value() or found > _MAX_UNITS:
        raise ValueError
    return int(found)


def _flag(text: str) -> bool:
    return {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}[text.lower()]


def _path(text: str) -> str:
    path = text.replace("\\", "/")
    if ":" in path or any(step in {"", ".", ".."} for step in path.split("/")):
        raise ValueError
    return path


def _degrees(text: str) -> float:
    return float(parse_decimal(text))


def _country(text: str) -> str:
    country = {"中国": "CN"}.get(text, text.upper())
    if len(country) != 2 or not country.isalpha() or not country.isascii():  # noqa: PLR2004 - ISO 3166-1 alpha-2
        raise ValueError
    return country


def _or_value_error(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return reader(text)
        except KeyError as error:
            raise ValueError from error

    return read


_SCALARS: Final[Mapping[Kind, Callable[[str], Any]]] = {
    Kind.TEXT: str,
    Kind.WORDS: lambda text: Text(en=text) if text.isascii() else Text(zh=text),
    Kind.TEXTS: lambda text: (text,),
    Kind.AMOUNT: _amount,
    Kind.SHARE: _share,
    Kind.WH: _wh,
    Kind.UNITS: _units,
    Kind.FLAG: _or_value_error(_flag),
    Kind.PATH: _path,
    Kind.DEGREES: _degrees,
    Kind.COUNTRY: _country,
    Kind.DAY: _day,
    Kind.DAYS: _days,
}


def facility_period(
    root: Entry, file: str, zone: Callable[[str], tzinfo], told: Iterable[Fault] = ()
) -> FacilityPeriod:
    """The period in a file.

    Args:
        root: what the file holds.
        file: its name, for messages.
        zone: by country, the zone of times that have none.
        told: faults found while the syntax was read.

    Raises:
        InvalidInput: one fault for each thing wrong, with its line, up to 100 (GC-MTR-076 to GC-MTR-079).
    """
    reader = _Reader(file, zone(_country_of(root)))
    row = None
    try:
        for fault in told:
            reader.add(fault)
        row = reader.row(PERIOD, root, "")
    except _Stop:
        pass
    raise_faults(sorted(reader.faults, key=lambda fault: fault.place.line or 0))
    assert row is not None  # noqa: S101 - without a row there is a fault; narrows the type
    return _assembled(row.values)


def _country_of(root: Entry) -> str:
    """The country as far as it can be read before the rest: it decides what a time without a zone means."""
    if root.kind == "table":
        for key, _, inner in _items(root):
            named = PERIOD.named(key)
            if named is not None and named.name == "country" and inner.kind == "text":
                try:
                    return _country(str(inner.value).strip())
                except ValueError:
                    break
    return "CN"


def _assembled(values: dict[str, Any]) -> FacilityPeriod:
    start, end = values["period"]
    solar = values.get("rooftop_solar", {})
    return FacilityPeriod(
        facility_id=values["facility"],
        start=start,
        end=end,
        country=values.get("country", "CN"),
        readings=values["readings"],
        kwp=solar.get("kwp"),
        latitude=values.get("latitude"),
        longitude=values.get("longitude"),
        certificates_state=solar.get("certificates", "unknown"),
        certificates=tuple(_certificate(row.values) for row in values.get("certificates", ())),
        sub_meters=tuple(_sub_meter(row.values) for row in values.get("sub_meters", ())),
        runs=tuple(
            ProductionRun(
                product=row.values["product"],
                units=row.values["units"],
                start=row.values.get("from"),
                end=row.values.get("to"),
                sub_meter=row.values.get("sub_meter", ""),
            )
            for row in values["runs"]
        ),
        keys=tuple(KeyShare(**row.values) for row in values.get("keys", ())),
        masses=tuple(ProductMass(**row.values) for row in values.get("masses", ())),
        fuels=tuple(FuelMeter(**row.values) for row in values.get("fuels", ())),
        rest=RestRule(**values["rest"]),
        illustrative=values.get("illustrative", False),
    )


def _certificate(values: dict[str, Any]) -> EnergyCertificate:
    first, last = values.pop("produced")
    return EnergyCertificate(energy_wh=values.pop("energy_kwh"), produced_from=first, produced_until=last, **values)


def _sub_meter(values: dict[str, Any]) -> SubMeter:
    registers = tuple(RegisterReading(at=row.values["at"], wh=row.values["kwh"]) for row in values.get("registers", ()))
    return SubMeter(
        id=values["id"], name=values.get("name", Text()), file=values.get("readings", ""), registers=registers
    )
