"""The typed rows of the pack: scope rules, default values, benchmarks, factors, mark-ups, prices, places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, cast

from greencard.border.tables import BAD_TABLE, Row
from greencard.errors import Place
from greencard.model import Text

__all__ = [
    "PRINTED_ROUTES",
    "ROUTES",
    "Benchmark",
    "Category",
    "DatedEvent",
    "DefaultRow",
    "DefaultTable",
    "FuelFactor",
    "Listed",
    "Markup",
    "Parameters",
    "Proposed",
    "QuarterPrice",
    "ScopeRule",
    "SeaReport",
    "Territory",
    "Trust",
    "YearFactor",
]

Category = Literal["cement", "electricity", "fertilisers", "iron_steel", "aluminium", "hydrogen"]
Trust = Literal["seen", "transcribed", "second_hand", "proposal", "imported"]
"""How a file is known: its text was read; an official table in a cross-checked public copy; reported; not law; read by
the operator of this installation from a workbook."""

_CATEGORIES: Final = ("cement", "electricity", "fertilisers", "iron_steel", "aluminium", "hydrogen")
_NO_VALUE: Final = ("-", "see below")
_NOT_APPLICABLE: Final = "N/A"
ROUTES: Final = ("", "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L")
PRINTED_ROUTES: Final = (*ROUTES, "C/F", "E/H")
_CODE: Final = range(2, 11)
_ZEROS: Final = "00"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the pack: how its content is known, its source, its SHA-256."""

    trust: Trust
    source: str
    sha256: str

    @classmethod
    def of(cls, row: Row) -> Listed:
        """The manifest row."""
        trust = row.one_of("trust", ("seen", "transcribed", "second_hand", "proposal", "imported"))
        return cls(cast("Trust", trust), row.text("source"), row.text("sha256"))


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One line of a list of goods. `stem` drops the zeros that only say "not subdivided": 7609 00 00 is all of 7609."""

    prefix: str
    stem: str
    include: bool
    category: Category
    ghg: tuple[str, ...] = ()
    indirect: bool = False
    note: str = ""

    @property
    def ex(self) -> bool:
        """Whether only part of the code is meant; the TARIC code then decides."""
        return self.note.startswith("ex code")

    @classmethod
    def of(cls, row: Row) -> ScopeRule:
        """The row of `uk/scope.csv`, or with gases and indirect emissions of `eu/scope.csv`."""
        prefix = row.digits("cn_prefix", _CODE)
        stem = prefix
        for length in (8, 6):
            if len(stem) == length and stem.endswith(_ZEROS):
                stem = stem.removesuffix(_ZEROS)
        include = row.one_of("rule", ("include", "exclude")) == "include"
        category = cast("Category", row.one_of("category", _CATEGORIES))
        if not row.has("ghg"):
            return cls(prefix, stem, include, category)
        gases = tuple(gas for gas in row.text("ghg").split("+") if gas)
        indirect = row.one_of("indirect_included", ("yes", "no", "")) == "yes"
        return cls(prefix, stem, include, category, gases, indirect, row.text("note"))


@dataclass(frozen=True, slots=True)
class DefaultRow:
    """One printed row of default values, t CO2e per functional unit; the texts are kept as printed."""

    cn: str
    direct: str
    indirect: str
    total: str
    route: str
    mark: str
    value: Decimal | None
    """The total as a number; None where the row prints no value."""

    @classmethod
    def of(cls, row: Row) -> DefaultRow:
        """The row of a country's table."""
        for column in ("direct", "indirect"):
            if row.text(column) not in (*_NO_VALUE, _NOT_APPLICABLE):
                row.number(column)
        total = row.text("total")
        value = None if total in _NO_VALUE else row.number("total")
        route = row.one_of("route", PRINTED_ROUTES)
        cn = row.digits("cn_code", _CODE)
        return cls(cn, row.text("direct"), row.text("indirect"), total, route, row.text("checked"), value)

    @classmethod
    def of_highest(cls, row: Row) -> DefaultRow:
        """The row of Annex IV, which prints one value for all origins."""
        value = row.number("value")
        route = row.one_of("route", PRINTED_ROUTES)
        return cls(row.digits("cn_code", _CODE), "", "", row.text("value"), route, "", value)


@dataclass(frozen=True, slots=True)
class DefaultTable:
    """The table of one country, or of the other countries and territories."""

    name: str
    rows: dict[str, DefaultRow]
    path: str
    """Its file in the pack; the manifest says which edition of the act it prints."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark, t CO2e per t; `years` None: it is printed without a production period."""

    column: Literal["A", "B"]
    route: str
    years: tuple[int, int] | None
    value: Decimal

    @classmethod
    def of(cls, row: Row) -> Benchmark:
        """The row of `eu/benchmarks.csv`."""
        column = cast("Literal['A', 'B']", row.one_of("column", ("A", "B")))
        years = row.one_of("years", ("all", "2026-2027", "2028-2030"))
        period = None if years == "all" else (int(years[:4]), int(years[5:]))
        return cls(column, row.one_of("route", ROUTES), period, row.number("benchmark"))


@dataclass(frozen=True, slots=True)
class YearFactor:
    """Remaining free-allocation share of a year, and the cross-sectoral correction factor."""

    year: int
    cbam_factor: Decimal
    cscf: Decimal
    cscf_final: bool
    proposed_factor: Decimal | None

    @classmethod
    def of(cls, row: Row) -> YearFactor:
        """The row of `eu/factor.csv`."""
        final = row.one_of("cscf_status", ("final", "preliminary")) == "final"
        proposed = row.optional_number("proposed_factor")
        return cls(row.year("year"), row.number("cbam_factor"), row.number("cscf"), final, proposed)


@dataclass(frozen=True, slots=True)
class Markup:
    """Mark-up on a total default value, for a category and years; `last_year` None: and onwards."""

    category: Category
    first_year: int
    last_year: int | None
    value: Decimal

    @classmethod
    def of(cls, row: Row) -> Markup:
        """The row of `eu/markup.csv`."""
        last = row.year("year_to") if row.text("year_to") else None
        category = cast("Category", row.one_of("sector", _CATEGORIES))
        return cls(category, row.year("year_from"), last, row.number("markup"))


@dataclass(frozen=True, slots=True)
class QuarterPrice:
    """Certificate price of one quarter of import, EUR per t; None: not in these data yet."""

    period: str
    first_day: date
    last_day: date
    price_eur_per_t: Decimal | None
    published_on: date
    seen_in: str

    @classmethod
    def of(cls, row: Row) -> QuarterPrice:
        """The row of `eu/prices.csv`."""
        first, last, price = row.day("first_day"), row.day("last_day"), row.optional_number("price_eur_per_t")
        if last < first:
            raise BAD_TABLE.at(row.place("last_day"), what=f"{last} is before {first}")
        return cls(row.text("period"), first, last, price, row.day("published_on"), row.text("seen_in"))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A good of the proposal COM(2025) 989. Not law: it changes no answer, it is only named."""

    prefix: str
    ex: bool
    carve_outs: tuple[str, ...]
    description: str

    @classmethod
    def of(cls, row: Row) -> Proposed:
        """The row of `eu/proposed_2028.csv`."""
        ex = row.one_of("ex", ("yes", "no")) == "yes"
        return cls(row.digits("cn_prefix", _CODE), ex, tuple(row.text("except").split()), row.text("description"))


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or territory by ISO 3166-1, what EU CBAM makes of it, and the name of its table of default values."""

    iso: str
    name: str
    eu_cbam: Literal["member", "territory", "exempt", "third"]
    default_table: str

    @classmethod
    def of(cls, row: Row) -> Territory:
        """The row of `places.csv`."""
        role = row.one_of("eu_cbam", ("member", "territory", "exempt", "third"))
        kind = cast("Literal['member', 'territory', 'exempt', 'third']", role)
        return cls(row.text("iso"), row.text("name"), kind, row.text("default_table"))


@dataclass(frozen=True, slots=True)
class FuelFactor:
    """Standard factors of a fuel: t CO2 per TJ, and net calorific value in TJ per Gg where one is printed."""

    name: str
    emission_factor_t_per_tj: Decimal
    ncv_tj_per_gg: Decimal | None

    @classmethod
    def of(cls, row: Row) -> FuelFactor:
        """The row of `eu/fuels.csv`."""
        factor, ncv = row.number("emission_factor_t_per_tj"), row.optional_number("ncv_tj_per_gg")
        return cls(row.text("name"), factor, ncv)


EventState = Literal["law", "reported", "plan", "proposal"]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A day on which something of a border carbon scheme begins, ends or is due."""

    day: date
    regime: str
    state: EventState
    law: str
    what: Text

    @classmethod
    def of(cls, row: Row) -> DatedEvent:
        """The row of `calendar.csv`."""
        state = cast("EventState", row.one_of("state", ("law", "reported", "plan", "proposal")))
        what = Text(en=row.text("en"), zh=row.text("zh"))
        return cls(row.day("day"), row.text("regime"), state, row.text("law"), what)


@dataclass(frozen=True, slots=True)
class SeaReport:
    """A carrier's emissions surcharge per container as reported; amount None: it is inside the freight rate."""

    carrier: str
    from_area: str
    to_area: str
    equipment: str
    amount: Decimal | None
    currency: str
    first_day: date
    last_day: date | None
    covers: str
    seen_in: str

    @classmethod
    def of(cls, row: Row) -> SeaReport:
        """The row of `sea/ets_surcharge.csv`."""
        last = row.day("last_day") if row.text("last_day") else None
        return cls(
            row.text("carrier"),
            row.text("from_area"),
            row.text("to_area"),
            row.text("equipment"),
            row.optional_number("amount"),
            row.one_of("currency", ("", "EUR", "USD")),
            row.day("first_day"),
            last,
            row.text("covers"),
            row.text("seen_in"),
        )


@dataclass(frozen=True, slots=True)
class Parameters:
    """Dates and thresholds of the schemes."""

    eu_transition_from: date
    eu_obligation_from: date
    eu_threshold_t: Decimal
    eu_price_weekly_from: date
    eu_proposed_goods_from: date
    eu_state_of_law: date
    efta_plan_from: date
    uk_from: date
    uk_threshold_gbp: Decimal

    @classmethod
    def of(cls, rows: list[Row]) -> Parameters:
        """The rows of `parameters.csv`, each of which must be there once."""
        found: dict[str, Row] = {}
        for row in rows:
            name = row.one_of("name", tuple(cls.__slots__))
            if name in found:
                raise BAD_TABLE.at(row.place("name"), what=f"{name} stands twice")
            found[name] = row
        for name in cls.__slots__:
            if name not in found:
                raise BAD_TABLE.at(Place(file="parameters.csv"), what=f"{name} is missing")
        return cls(
            eu_transition_from=found["eu_transition_from"].day("value"),
            eu_obligation_from=found["eu_obligation_from"].day("value"),
            eu_threshold_t=found["eu_threshold_t"].number("value"),
            eu_price_weekly_from=found["eu_price_weekly_from"].day("value"),
            eu_proposed_goods_from=found["eu_proposed_goods_from"].day("value"),
            eu_state_of_law=found["eu_state_of_law"].day("value"),
            efta_plan_from=found["efta_plan_from"].day("value"),
            uk_from=found["uk_from"].day("value"),
            uk_threshold_gbp=found["uk_threshold_gbp"].number("value"),
        )
