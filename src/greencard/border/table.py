"""Columns of lines in, columns of answers out: EU CBAM on default values for millions of lines, exact.

The law is asked once per code, origin and year; what is left per line is whole-number arithmetic. Masses are whole
grams; certificates and costs are whole numbers in two limbs (millionths, and the 10^-15 below), so nothing is rounded.
Every row agrees with `eu_cbam`; a row that `eu_cbam` refuses carries the code of the refusal. Producer data go through
`eu_cbam`, which alone can say what is missing in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greencard.border.columns import distinct, exact_product
from greencard.border.commodity import commodity_code, country_code
from greencard.border.cost import eu_cbam
from greencard.border.figures import EXACT
from greencard.border.obligation import DefaultParts, Good, default_parts
from greencard.border.pack import BorderPack
from greencard.border.price import price_on
from greencard.border.question import MOST_TONNES, calendar_day
from greencard.border.resolution import code_answer
from greencard.border.scope import in_scope
from greencard.errors import InvalidInput, Place, declare
from greencard.model import BorderCost

__all__ = ["REFUSALS", "STATUSES", "CostTable", "ExactColumn", "Words", "answer_at", "costs_table"]

Int = NDArray[np.int64]
Flags = NDArray[np.bool_]

STATUSES: Final = (
    "refused",
    "not_applicable",
    "exempt_origin",
    "exempt_de_minimis",
    "liable",
    "threshold_unknown",
    "cannot_price",
)
"""What the numbers of `CostTable.status` stand for: the statuses of `BorderCost`, and `refused`."""
REFUSALS: Final = ("", "GC-BRD-001", "GC-BRD-002", "GC-BRD-003", "GC-BRD-004", "GC-BRD-005")
"""What the numbers of `CostTable.refusal` stand for."""
NOT_KNOWN: Final = -1
"""Importer's grams of a row whose importer's total is not known."""

_REFUSED, _NOT_APPLICABLE, _EXEMPT_ORIGIN, _DE_MINIMIS, _LIABLE, _UNKNOWN, _CANNOT_PRICE = range(7)
_NO_CODE, _NO_COUNTRY, _NO_AMOUNT, _NO_DAY, _BELOW_ORDER = range(1, 6)
_G_PER_T: Final = 10**6
_RATE: Final = Decimal(10**6)
"""Certificates per tonne are held in millionths of a tonne."""
_PRICE: Final = 10**3
"""Prices are held in thousandths of a euro."""
_MILLI: Final = 10**3
_LOW: Final = 10**9
_SCALE: Final = -15
_MOST_RATE: Final = 9 * 10**12
_MOST_ROWS: Final = 50_000_000
_MOST_G: Final = int(MOST_TONNES) * _G_PER_T
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_EPOCH: Final = 1970
_HALF_CENT: Final = 5_000
_CENT: Final = 10_000
_HALF: Final = 32

NOT_EXACT = declare(
    "GC-BRD-053",
    InvalidInput,
    en="{what} does not fit the whole numbers of the table: {value}.",
    zh="{what} 超出表格整数的表示范围：{value}。",
    remedy_en="Ask line by line instead, or report the dataset: more digits than any published value has.",
    remedy_zh="请改为逐行查询，或报告该数据集：其位数多于任何已公布数值。",
)
BAD_COLUMN = declare(
    "GC-BRD-054",
    InvalidInput,
    en="The column {column} cannot be read: {what}.",
    zh="无法读取列 {column}：{what}。",
    remedy_en="Give columns of one length: texts for codes and origins, whole grams for masses, days for dates.",
    remedy_zh="请给出等长的列：编码和原产地为文本，质量为整数克，日期为日。",
)


class Words(NamedTuple):
    """A dictionary-encoded column of texts: `words[codes[i]]` is row i."""

    codes: Int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExactColumn:
    """Exact amounts, `millionths` x 10^-6 + `rest` x 10^-15 of the unit; zero where `known` is false."""

    millionths: Int
    rest: Int
    known: Flags

    def at(self, row: int) -> Decimal | None:
        """The exact amount of a row; None where there is none."""
        if not self.known[row]:
            return None
        return _decimal(int(self.millionths[row]), int(self.rest[row]))

    def total(self, rows: Flags) -> Decimal:
        """The exact sum over the rows that are marked and known; it cannot overflow."""
        chosen = rows & self.known
        millionths = self.millionths[chosen]
        high, low = int((millionths >> _HALF).sum()), int((millionths & (2**_HALF - 1)).sum())
        return _decimal((high << _HALF) + low, int(self.rest[chosen].sum()))

    def cents(self) -> Int:
        """Amounts rounded half up to hundredths of the unit; exact, because the rest is below a millionth."""
        return (self.millionths + _HALF_CENT) // _CENT


@dataclass(frozen=True, slots=True, eq=False)
class CostTable:
    """The answers for columns of lines, row by row as `eu_cbam` gives them."""

    status: NDArray[np.uint8]
    """Index into `STATUSES`."""
    refusal: NDArray[np.uint8]
    """Index into `REFUSALS`; above zero only where the status is `refused`."""
    certificates_t: ExactColumn
    """Of the row's line, where one code has one answer."""
    line_cost_eur: ExactColumn
    """Cost of the row's line where certificates and price are known: due where `liable`, exposure where unknown."""
    dataset: str
    as_of: date

    def cost_at(self, row: int) -> Decimal | None:
        """`BorderCost.cost_eur` of a row: the amount when liable, zero when nothing is due, else None."""
        status = int(self.status[row])
        if status == _LIABLE:
            return self.line_cost_eur.at(row)
        return Decimal(0) if _NOT_APPLICABLE <= status <= _DE_MINIMIS else None

    def due_eur(self) -> Decimal:
        """The sum of what is due: liable rows alone, each for itself; nothing nets."""
        return self.line_cost_eur.total(self.status == _LIABLE)

    def exposure_eur(self) -> Decimal:
        """The sum over rows whose threshold is unknown: due as well if their importers are above 50 t."""
        return self.line_cost_eur.total(self.status == _UNKNOWN)

    def counts(self) -> dict[str, int]:
        """Rows per status."""
        found = np.bincount(self.status, minlength=len(STATUSES))
        return {name: int(count) for name, count in zip(STATUSES, found, strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class _Readings:
    """What the law says, one entry per distinct code, origin and year."""

    status: Int
    """Settled status, or zero where mass and importer decide."""
    refusal: Int
    certain: Flags
    can_be_exempt: Flags
    rate: Int
    """Certificates per tonne in millionths; below zero: none can be given."""


def costs_table(
    pack: BorderPack,
    *,
    cn: Sequence[str] | NDArray[Any] | Words,
    origin: Sequence[str] | NDArray[Any] | Words,
    mass_g: Sequence[int] | NDArray[Any],
    on: date | Sequence[date] | NDArray[Any],
    importer_g: int | Sequence[int] | NDArray[Any] | None,
    as_of: date,
) -> CostTable:
    """EU CBAM on default values for columns of lines; row i is what `eu_cbam` answers for it.

    Masses are whole grams; `importer_g` is the importer's total of the calendar year, None or -1 where not known. Days
    are `date`s, ISO texts or `datetime64`; one day stands for all rows.

    Raises:
        InvalidInput: a column that is none of these, or of another length (GC-BRD-054); `as_of` no day (004); a dataset
            with more digits than the table holds (053). What is wrong with one row stands in that row.
    """
    calendar_day(as_of, "/as_of")
    codes, origins = _words(cn, "cn"), _words(origin, "origin")
    rows = len(codes.codes)
    if len(origins.codes) != rows or rows > _MOST_ROWS:
        raise BAD_COLUMN.at(Place("/origin"), column="origin", what=f"{len(origins.codes)} rows, not {rows}")
    mass = _whole(mass_g, "mass_g", rows)
    importer = np.full(rows, NOT_KNOWN, np.int64) if importer_g is None else _whole(importer_g, "importer_g", rows)
    days, no_day = _days(on, rows)
    key, readings = _readings(pack, codes, origins, days)
    price = _prices(pack, days, as_of)
    refusal = readings.refusal[key]
    no_amount = (mass <= 0) | (mass > _MOST_G) | (importer < NOT_KNOWN) | (importer > _MOST_G)
    refusal[(refusal == 0) & no_amount] = _NO_AMOUNT
    refusal[no_day] = _NO_DAY
    return _answers(pack, key, readings, mass, importer, price=price, refusal=refusal, as_of=as_of)


def _answers(
    pack: BorderPack,
    key: Int,
    readings: _Readings,
    mass: Int,
    importer: Int,
    *,
    price: Int,
    refusal: Int,
    as_of: date,
) -> CostTable:
    """Statuses in the order in which `eu_cbam` asks, then the two products."""
    limit = _exact_int(EXACT.multiply(pack.parameters.eu_threshold_t, Decimal(_G_PER_T)), "threshold")
    settled, rate = readings.status[key], readings.rate[key]
    stated, can_be_exempt = importer != NOT_KNOWN, readings.can_be_exempt[key]
    open_ = (settled == 0) & (refusal == 0)
    refusal[open_ & readings.certain[key] & stated & (importer < mass)] = _BELOW_ORDER
    open_ &= refusal == 0
    exempt = open_ & can_be_exempt & stated & (importer <= limit)
    valued = open_ & ~exempt & (rate >= 0)
    priced = valued & (price >= 0)
    knows = stated | (mass > limit) | ~can_be_exempt
    status = np.full(len(mass), _CANNOT_PRICE, np.uint8)
    status[settled > 0] = settled[settled > 0]
    status[exempt] = _DE_MINIMIS
    status[priced] = np.where(knows[priced], _LIABLE, _UNKNOWN)
    status[refusal > 0] = _REFUSED
    has_certificates, has_cost = valued | exempt, priced | exempt
    rows = np.flatnonzero(valued)
    counted, per_tonne = mass[rows], rate[rows]
    euros = per_tonne * np.maximum(price[rows], 0)
    if len(euros) and int(euros.max()) > _MOST_RATE:
        raise NOT_EXACT.at(Place(), what="a cost per tonne", value=int(euros.max()))
    return CostTable(
        status,
        refusal.astype(np.uint8),
        ExactColumn(*_placed(rows, len(mass), exact_product(counted, per_tonne * _MILLI)), has_certificates),
        ExactColumn(*_placed(rows, len(mass), exact_product(counted, euros)), has_cost),
        pack.dataset,
        as_of,
    )


def _placed(rows: Int, size: int, limbs: tuple[Int, Int]) -> tuple[Int, Int]:
    """Both limbs at their rows, zero elsewhere."""
    found = (np.zeros(size, np.int64), np.zeros(size, np.int64))
    for column, limb in zip(found, limbs, strict=True):
        column[rows] = limb
    return found


def _decimal(millionths: int, rest: int) -> Decimal:
    return Decimal(millionths * _LOW + rest).scaleb(_SCALE, EXACT)


def _exact_int(value: Decimal, what: str) -> int:
    whole = int(value)
    if value != whole or not 0 <= whole < 2**62:
        raise NOT_EXACT.at(Place(), what=what, value=value)
    return whole


def _words(column: Sequence[str] | NDArray[Any] | Words, name: str) -> Words:
    """The column dictionary-encoded; a cell that is no text becomes an empty word, which no code and no origin is."""
    if isinstance(column, Words):
        codes = _whole(column.codes, name, len(column.codes))
        if len(codes) and not 0 <= int(codes.min()) <= int(codes.max()) < len(column.words):
            raise BAD_COLUMN.at(Place(f"/{name}"), column=name, what="a code without a word")
        return Words(codes, tuple(word if isinstance(word, str) else "" for word in column.words))
    if isinstance(column, str) or not hasattr(column, "__len__"):
        raise BAD_COLUMN.at(Place(f"/{name}"), column=name, what="it is no column of texts")
    cells: list[Any] = column.tolist() if isinstance(column, np.ndarray) else list(column)
    if set(map(type, cells)) - {str}:
        cells = [str(cell) if isinstance(cell, str) else "" for cell in cells]
    words = tuple(dict.fromkeys(cells))
    index = {word: code for code, word in enumerate(words)}
    return Words(np.fromiter(map(index.__getitem__, cells), np.int64, len(cells)), words)


def _whole(column: int | Sequence[int] | NDArray[Any], name: str, rows: int) -> Int:
    try:
        values = np.asarray(column)
    except (ValueError, TypeError, OverflowError) as error:
        raise BAD_COLUMN.at(Place(f"/{name}"), column=name, what="it is no column of numbers") from error
    if values.ndim == 0 and values.dtype.kind in "iu":
        values = np.full(rows, values)
    if values.dtype.kind not in "iu" and values.size:
        raise BAD_COLUMN.at(Place(f"/{name}"), column=name, what=f"{values.dtype} are not whole numbers")
    if values.shape != (rows,):
        raise BAD_COLUMN.at(Place(f"/{name}"), column=name, what=f"{values.shape} rows, not {rows}")
    if values.dtype == np.uint64:
        values = np.minimum(values, np.uint64(2**62))
    return values.astype(np.int64)


def _days(on: date | Sequence[date] | NDArray[Any], rows: int) -> tuple[Int, Flags]:
    """Days since 1970, and which rows have none."""
    try:
        values = np.asarray(on, dtype="datetime64[D]")
    except (ValueError, TypeError, OverflowError) as error:
        raise BAD_COLUMN.at(Place("/on"), column="on", what="it is no column of days") from error
    if values.ndim == 0:
        values = np.full(rows, values)
    if values.shape != (rows,):
        raise BAD_COLUMN.at(Place("/on"), column="on", what=f"{values.shape} rows, not {rows}")
    none = np.isnat(values)
    days = values.astype(np.int64)
    lowest, highest = 1 - _FIRST_DAY, date.max.toordinal() - _FIRST_DAY
    none |= (days < lowest) | (days > highest)
    return np.where(none, 0, days), none


def _readings(pack: BorderPack, codes: Words, origins: Words, days: Int) -> tuple[Int, _Readings]:
    """Which reading each row has, and the readings, one per code, origin and kind of year that occurs."""
    distinct_days, day = distinct(days)
    kinds, kind = distinct(_kind_of_year(pack, distinct_days))
    key = (codes.codes * len(origins.words) + origins.codes) * len(kinds) + kind[day]
    asked, index = distinct(key)
    checked = [_checked_code(word) for word in codes.words]
    known = [_checked_country(pack, word) for word in origins.words]
    found = [
        _reading(pack, checked[pair // len(origins.words)], known[pair % len(origins.words)], int(kinds[which]))
        for pair, which in zip(*(part.tolist() for part in np.divmod(asked, len(kinds))), strict=True)
    ]
    columns = list(zip(*found, strict=True)) or [()] * 5
    return index, _Readings(
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        np.array(columns[2], np.bool_),
        np.array(columns[3], np.bool_),
        np.array(columns[4], np.int64),
    )


def _kind_of_year(pack: BorderPack, days: Int) -> Int:
    """The year of import from the obligation on; -1 in the transitional period, -2 before it."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + _EPOCH
    obligation = pack.parameters.eu_obligation_from.toordinal() - _FIRST_DAY
    transition = pack.parameters.eu_transition_from.toordinal() - _FIRST_DAY
    return np.where(days >= obligation, years, np.where(days >= transition, -1, -2))


def _checked_code(word: str) -> str:
    try:
        return commodity_code(word)
    except InvalidInput:
        return ""


def _checked_country(pack: BorderPack, word: str) -> str:
    try:
        return country_code(word, pack.territories)
    except InvalidInput:
        return ""


def _reading(pack: BorderPack, code: str, origin: str, year: int) -> tuple[int, int, bool, bool, int]:
    """Settled status, refusal, certain, can be exempt, rate in millionths (below zero: none)."""
    if not code:
        return 0, _NO_CODE, False, False, -1
    if not origin:
        return 0, _NO_COUNTRY, False, False, -1
    third = pack.territories[origin].eu_cbam == "third"
    if year < 0:
        early = pack.parameters.eu_transition_from
        listed = year == -1 and in_scope(pack, code, early).verdict != "out"
        return (_EXEMPT_ORIGIN if listed and not third else _NOT_APPLICABLE), 0, False, False, -1
    answer = code_answer(pack, code)
    if answer.scope.verdict == "out":
        return _NOT_APPLICABLE, 0, False, False, -1
    if not third:
        return _EXEMPT_ORIGIN, 0, False, False, -1
    return 0, 0, answer.certain, answer.can_be_exempt, _rate(pack, code, origin, year)


def _rate(pack: BorderPack, code: str, origin: str, year: int) -> int:
    """The one rate of a code, in millionths; below zero where its goods differ or one of them cannot be priced."""
    answer = code_answer(pack, code)
    if not answer.certain:
        return -1
    first: DefaultParts | None = None
    for cn, category, indirect in answer.goods:
        parts = default_parts(pack, Good(cn, origin, category, indirect, year))
        if parts is None:
            return -1
        first = first or parts
        if parts.see_t_per_t != first.see_t_per_t or parts.sefa_t_per_t != first.sefa_t_per_t:
            return -1
    return -1 if first is None else _exact_int(EXACT.multiply(first.rate_t_per_t, _RATE), "a rate")


def _prices(pack: BorderPack, days: Int, as_of: date) -> Int:
    """The price of each row's day in thousandths of a euro; below zero where none is known."""
    asked, index = distinct(days)
    found = []
    for day in asked.tolist():
        price = price_on(pack, date.fromordinal(day + _FIRST_DAY), as_of).price_eur_per_t
        found.append(-1 if price is None else _exact_int(EXACT.multiply(price, Decimal(_PRICE)), "a price"))
    return np.array(found, np.int64)[index]


def answer_at(
    pack: BorderPack, *, cn: str, origin: str, mass_g: int, on: date, importer_g: int | None, as_of: date
) -> BorderCost:
    """The full answer of one row, in words: what `eu_cbam` says for the same grams.

    Raises:
        InvalidInput: as `eu_cbam`; it is what the row's refusal names.
    """
    tonnes = Decimal(mass_g).scaleb(-6, EXACT)
    total = None if importer_g is None or importer_g == NOT_KNOWN else Decimal(importer_g).scaleb(-6, EXACT)
    return eu_cbam(pack, cn=cn, origin=origin, net_mass_t=tonnes, on=on, importer_tonnes=total, as_of=as_of)
