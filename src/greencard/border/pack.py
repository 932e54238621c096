"""The dated, hashed data of this room.

`parse_pack` reads the manifest and the base tables. The default values of one origin are read when that origin is first
asked for. Every file is checked against the manifest's SHA-256, so the hash of the manifest names the whole pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from greencard.border.commodity import CN_DIGITS
from greencard.border.records import (
    Benchmark,
    DatedEvent,
    DefaultRow,
    DefaultTable,
    FuelFactor,
    Listed,
    Markup,
    Parameters,
    Proposed,
    QuarterPrice,
    ScopeRule,
    SeaReport,
    Territory,
    YearFactor,
)
from greencard.border.tables import BAD_TABLE, Row, read_table
from greencard.errors import NotVerified, Place, declare

__all__ = ["ANNEX_IV", "BENCHMARKS", "BY_OPERATOR", "OTHER", "BorderPack", "parse_pack", "remember"]

OTHER: Final = "other"
"""Key of the table "Other countries and territories"."""
BY_OPERATOR: Final = "read by the operator"
"""How the mark of a row begins that an operator has imported; the answer says so."""
ANNEX_IV: Final = "eu/annex_iv.csv"
BENCHMARKS: Final = "eu/benchmarks.csv"
_OTHER_NAME: Final = "Other countries and territories"
_CODE: Final = range(4, 11)
_CN: Final = range(8, 9)
_CHAPTER: Final = range(2, 3)
_ISO: Final = 2
_MOST_REMEMBERED: Final = 50_000
"""Strangers ask over HTTP too: codes and days that nobody asks twice must not fill the memory."""

CHANGED_FILE = declare(
    "GC-BRD-011",
    NotVerified,
    en="{file} of the border data is not the file its manifest names.",
    zh="边境碳成本数据文件 {file} 与清单不符。",
    remedy_en="Reinstall the package; results from changed law data would carry a false dataset id.",
    remedy_zh="请重新安装软件包；被改动的法规数据会使结果带有错误的数据集编号。",
)

_HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "places.csv": ("iso", "name", "eu_cbam", "default_table"),
    "chapters.csv": ("chapter", "en", "zh"),
    "parameters.csv": ("name", "value", "unit", "source"),
    "eu/scope.csv": ("cn_prefix", "rule", "category", "ghg", "indirect_included", "note"),
    "eu/goods.csv": ("cn_code", "sector", "description"),
    "eu/checked.csv": ("mark", "text"),
    "eu/annex_iv.csv": ("cn_code", "value", "route"),
    "eu/benchmarks.csv": ("cn_code", "column", "route", "years", "benchmark"),
    "eu/codes.csv": ("cn_code", "description"),
    "calendar.csv": ("day", "regime", "state", "law", "en", "zh"),
    "eu/fuels.csv": ("name", "emission_factor_t_per_tj", "ncv_tj_per_gg"),
    "sea/ets_surcharge.csv": (
        "carrier",
        "from_area",
        "to_area",
        "equipment",
        "amount",
        "currency",
        "first_day",
        "last_day",
        "covers",
        "seen_in",
    ),
    "eu/factor.csv": ("year", "cbam_factor", "cscf", "cscf_status", "proposed_factor"),
    "eu/markup.csv": ("sector", "year_from", "year_to", "markup"),
    "eu/prices.csv": ("period", "first_day", "last_day", "price_eur_per_t", "published_on", "seen_in"),
    "eu/proposed_2028.csv": ("cn_prefix", "ex", "except", "description"),
    "uk/scope.csv": ("cn_prefix", "rule", "category"),
}
_MANIFEST: Final = ("path", "trust", "source", "sha256")
_DEFAULTS: Final = ("cn_code", "direct", "indirect", "total", "route", "checked")


@dataclass(frozen=True, eq=False)
class BorderPack:
    """All data of this room, typed. `dataset` is the SHA-256 of the manifest, which names the SHA-256 of every file."""

    dataset: str
    files: Mapping[str, Listed]
    scope: Mapping[str, ScopeRule]
    """Annex I by stem."""
    goods: Mapping[str, str]
    """Codes for which default values are printed (4 to 10 digits), with their description."""
    taric: tuple[str, ...]
    """Those of `goods` with ten digits: they tell apart what eight digits do not."""
    told_apart: frozenset[str]
    """The eight-digit codes above them."""
    marks: Mapping[str, str]
    """How each row of default values was checked."""
    annex_iv: DefaultTable
    benchmarks: Mapping[str, tuple[Benchmark, ...]]
    codes: Mapping[str, str]
    """Eight-digit codes that carry a benchmark, with their description."""
    factors: tuple[YearFactor, ...]
    markups: tuple[Markup, ...]
    prices: tuple[QuarterPrice, ...]
    proposed: Mapping[str, Proposed]
    territories: Mapping[str, Territory]
    chapters: Mapping[str, tuple[str, str]]
    """HS chapters by number: short English and Chinese names."""
    parameters: Parameters
    uk_scope: Mapping[str, ScopeRule]
    fuels: Mapping[str, FuelFactor]
    events: tuple[DatedEvent, ...]
    """Dated events of all schemes, by day."""
    sea_reports: tuple[SeaReport, ...]
    raw: Mapping[str, bytes] = field(repr=False)
    memo: dict[object, object] = field(default_factory=dict, repr=False)
    """What other modules of this room have worked out from these data, by key of their own; the data never change."""
    _tables: dict[str, DefaultTable] = field(default_factory=dict, repr=False)

    def default_table(self, origin: str) -> DefaultTable | None:
        """Default values of an origin (ISO code) or of `OTHER`; None where the act prints no table for it.

        Raises:
            NotVerified: the file is not the one the manifest names (GC-BRD-011).
            InvalidInput: a malformed row (GC-BRD-010).
        """
        table = self._tables.get(origin)
        if table is None:
            path = f"eu/defaults/{origin}.csv"
            if path not in self.files:
                return None
            name = _OTHER_NAME if origin == OTHER else self.territories[origin].default_table
            rows = read_table(path, _checked(self.raw, self.files, path), _DEFAULTS)
            table = DefaultTable(name, _keyed("cn_code", rows, DefaultRow.of, _CODE), path)
            for row in table.rows.values():
                if row.mark not in self.marks:
                    raise BAD_TABLE.at(Place(file=path), what=f"{row.cn} has the unknown mark {row.mark!r}")
            self._tables[origin] = table
        return table


def remember(pack: BorderPack, key: object, value: object) -> None:
    """Keep what was worked out from a pack; what is kept is bounded and can always be worked out again."""
    if len(pack.memo) >= _MOST_REMEMBERED:
        pack.memo.clear()
    pack.memo[key] = value


def parse_pack(files: Mapping[str, bytes]) -> BorderPack:
    """The pack from its files, by path inside the pack (`manifest.csv`, `eu/scope.csv`, …).

    `files` may read lazily: a table of default values is taken from it when its origin is first asked for.

    Raises:
        InvalidInput: a missing file, an unknown header, a malformed or repeated row (GC-BRD-010).
        NotVerified: a file that is not the one the manifest names (GC-BRD-011).
    """
    manifest = _bytes(files, "manifest.csv")
    listed = {row.text("path"): Listed.of(row) for row in read_table("manifest.csv", manifest, _MANIFEST)}

    def rows(path: str) -> list[Row]:
        return list(read_table(path, _checked(files, listed, path), _HEADERS[path]))

    benchmarks: dict[str, list[Benchmark]] = {}
    for row in rows("eu/benchmarks.csv"):
        benchmarks.setdefault(row.digits("cn_code", _CN), []).append(Benchmark.of(row))
    territories = {row.text("iso"): Territory.of(row) for row in rows("places.csv")}
    for iso, place in territories.items():
        if len(iso) != _ISO or bool(place.default_table) != (f"eu/defaults/{iso}.csv" in listed):
            raise BAD_TABLE.at(Place(file="places.csv"), what=f"{iso} and its table of default values do not agree")
    goods = _keyed("cn_code", rows("eu/goods.csv"), _description, _CODE)
    return BorderPack(
        dataset=f"sha256:{hashlib.sha256(manifest).hexdigest()}",
        files=listed,
        scope={rule.stem: rule for rule in map(ScopeRule.of, rows("eu/scope.csv"))},
        goods=goods,
        taric=tuple(good for good in goods if len(good) > CN_DIGITS),
        told_apart=frozenset(good[:CN_DIGITS] for good in goods if len(good) > CN_DIGITS),
        marks={row.text("mark"): row.text("text") for row in rows("eu/checked.csv")},
        annex_iv=DefaultTable("Annex IV", _keyed("cn_code", rows(ANNEX_IV), DefaultRow.of_highest, _CODE), ANNEX_IV),
        benchmarks={cn: tuple(found) for cn, found in benchmarks.items()},
        codes=_keyed("cn_code", rows("eu/codes.csv"), _description, _CN),
        factors=tuple(map(YearFactor.of, rows("eu/factor.csv"))),
        markups=tuple(map(Markup.of, rows("eu/markup.csv"))),
        prices=tuple(map(QuarterPrice.of, rows("eu/prices.csv"))),
        proposed=_keyed("cn_prefix", rows("eu/proposed_2028.csv"), Proposed.of, _CODE),
        territories=territories,
        chapters=_keyed("chapter", rows("chapters.csv"), lambda row: (row.text("en"), row.text("zh")), _CHAPTER),
        parameters=Parameters.of(rows("parameters.csv")),
        fuels=_fuels(rows("eu/fuels.csv")),
        events=tuple(sorted(map(DatedEvent.of, rows("calendar.csv")), key=lambda event: event.day)),
        sea_reports=tuple(map(SeaReport.of, rows("sea/ets_surcharge.csv"))),
        uk_scope={rule.stem: rule for rule in map(ScopeRule.of, rows("uk/scope.csv"))},
        raw=files,
    )


T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class _Reader(Protocol[T_co]):
    def __call__(self, row: Row, /) -> T_co: ...


def _keyed(column: str, rows: Iterable[Row], read: _Reader[T], lengths: range) -> dict[str, T]:
    """Rows by a code that may stand only once: a repeated row would silently replace the first."""
    found: dict[str, T] = {}
    for row in rows:
        key = row.digits(column, lengths)
        if key in found:
            raise BAD_TABLE.at(row.place(column), what=f"{key} stands twice")
        found[key] = read(row)
    return found


def _fuels(rows: list[Row]) -> dict[str, FuelFactor]:
    found: dict[str, FuelFactor] = {}
    for row in rows:
        if row.text("name") in found:
            raise BAD_TABLE.at(row.place("name"), what=f"{row.text('name')} stands twice")
        found[row.text("name")] = FuelFactor.of(row)
    return found


def _description(row: Row) -> str:
    return row.text("description")


def _bytes(files: Mapping[str, bytes], path: str) -> bytes:
    try:
        return files[path]
    except KeyError as error:
        raise BAD_TABLE.at(Place(file=path), what="the file is missing") from error


def _checked(files: Mapping[str, bytes], listed: Mapping[str, Listed], path: str) -> bytes:
    if path not in listed:
        raise BAD_TABLE.at(Place(file="manifest.csv"), what=f"{path} is not named")
    data = _bytes(files, path)
    if hashlib.sha256(data).hexdigest() != listed[path].sha256:
        raise CHANGED_FILE.at(Place(file=path), file=path)
    return data
