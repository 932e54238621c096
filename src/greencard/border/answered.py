"""A file of lines, answered: every row by itself, and a total that says what it contains.

A file of few lines is answered line by line, with a reason in words; a long one by columns. Both give the same status,
amounts and refusals, because both stand on the same law. Lines to other destinations, and those with a mass finer than
a gram, are always answered one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greencard.border.figures import EXACT, plain
from greencard.border.importers import ImporterYears, grams_up, importer_years
from greencard.border.lines import Lines
from greencard.border.pack import BorderPack
from greencard.border.question import tonnes
from greencard.border.regimes import in_union
from greencard.border.singly import ROW_STATUSES, Asker, OneAnswer, in_tonnes, refused_row
from greencard.border.table import NOT_KNOWN, REFUSALS, STATUSES, CostTable, ExactColumn, costs_table
from greencard.errors import Fault, InvalidInput, Place, declare
from greencard.model import Text, Value

__all__ = [
    "FULL_ANSWERS",
    "ROW_STATUSES",
    "AnsweredLines",
    "ImporterTotal",
    "LineAnswer",
    "LinesTotal",
    "answer_lines",
]

FULL_ANSWERS: Final = 5_000
"""Up to so many lines each is answered in full, with its reason in words."""
_REFUSED, _LIABLE, _UNKNOWN, _CANNOT_PRICE = (
    STATUSES.index(name) for name in ("refused", "liable", "threshold_unknown", "cannot_price")
)
_NOTHING_DUE: Final = frozenset({"not_applicable", "exempt_origin", "exempt_de_minimis"})
_G_PER_T: Final = 10**6
_MOST_NAMED: Final = 100
_MOST_SAID: Final = 5
_ZERO: Final = Decimal(0)

CONTRADICTION: Final = declare(
    "GC-BRD-065",
    InvalidInput,
    en="The importer's total of {year} is stated as {stated} t, and its CBAM goods in this file alone are {found} t.",
    zh="进口商 {year} 年总量写作 {stated} 吨，而仅本文件中的 CBAM 货物已达 {found} 吨。",
    remedy_en="Correct the total: all CBAM goods of the importer in the calendar year, those of this file included.",
    remedy_zh="请更正总量：应为该进口商本日历年全部 CBAM 货物，含本文件中的货物。",
)
SEVERAL: Final = declare(
    "GC-BRD-066",
    InvalidInput,
    en="One total is given for a file with lines of {several}; a total belongs to one importer and calendar year.",
    zh="文件含 {several} 的货物，却只给出一个总量；总量须对应一个进口商的一个日历年。",
    remedy_en="Put the totals into a column importer_t, or split the file.",
    remedy_zh="请在 importer_t（进口商全年吨数）列中逐行填写，或拆分文件。",
)
TORN: Final = declare(
    "GC-BRD-121",
    InvalidInput,
    en="The total of {importer} in {year} is {stated} t here and on the other side of the threshold in another row.",
    zh="{importer} {year} 年的总量此处为 {stated} 吨，另一行所填却在门槛另一侧。",
    remedy_en="State one total per importer and calendar year; it may stand in one row and holds of all of them.",
    remedy_zh="每个进口商每个日历年只填一个总量；填在一行即适用于其全部货物。",
)
_SHOWN: Final = 60


class LineAnswer(Value, frozen=True, kw_only=True):
    """One row and its answer; amounts exact."""

    row: int
    reference: str
    cn: str
    origin: str
    to: str
    net_mass_t: Decimal | None
    """None where the cell cannot be read."""
    on: date | None
    importer_t: Decimal | None
    importer_basis: str
    """`stated`; `file`: the lines of the file show that the threshold is passed; empty: not known."""
    regime: str
    status: str
    due_eur: Decimal | None
    """What is due; zero where nothing is; None where it is not known or has no price."""
    exposure_eur: Decimal | None
    """What is due if the importer is above the threshold, where that is not known."""
    certificates_t: Decimal | None
    refusal: str = ""
    reason: Text = Text()
    """In words; empty in files of more than `FULL_ANSWERS` lines, refused rows apart."""


class ImporterTotal(Value, frozen=True, kw_only=True):
    """CBAM goods of one importer and year in the file, and whether they pass the threshold alone."""

    importer: str
    year: int
    tonnes: Decimal
    above_threshold: bool
    stated_t: Decimal | None
    """The total that rows of the file state; None where none does, or they disagree about the threshold."""


class LinesTotal(Value, frozen=True, kw_only=True):
    """Sums over the lines, each line for itself: nothing is set off against anything."""

    lines: int
    due_eur: Decimal
    exposure_eur: Decimal
    """Due as well if the importers of the lines with unknown total are above the threshold; not part of `due_eur`."""
    statuses: dict[str, int]
    without_price_t: Decimal
    """Certificates of the lines that have no price yet, where they are known; in no amount of money."""
    refused: dict[str, int]
    """Lines per refusal; they are in no sum."""
    refused_rows: tuple[tuple[int, str], ...]
    """The first of them: row of the file and code."""
    importers: tuple[ImporterTotal, ...]
    """Where a column names importers: the largest of them."""
    contains: Text
    dataset: str
    as_of: date


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredLines:
    """Columns of answers beside the columns of lines."""

    lines: Lines
    status: NDArray[np.uint8]
    """Index into `ROW_STATUSES`."""
    importer_g: NDArray[np.int64]
    """The importer's total each row was answered with; `NOT_KNOWN` where it is not known."""
    by_file: NDArray[np.bool_]
    """Rows whose total is the least that the file itself shows."""
    table: CostTable | None
    """The answers by columns; None where every row was answered by itself."""
    singly: Mapping[int, OneAnswer]
    years: ImporterYears = field(repr=False)
    dataset: str
    as_of: date

    def cost_at(self, row: int) -> Decimal | None:
        """Cost of the row's line: due where liable, exposure where the threshold is unknown."""
        one = self.singly.get(row)
        if one is not None:
            return one.cost
        return None if self.table is None else self.table.line_cost_eur.at(row)

    def certificates_at(self, row: int) -> Decimal | None:
        """Certificates of the row's line, t CO2e."""
        one = self.singly.get(row)
        if one is not None:
            return one.certificates
        return None if self.table is None else self.table.certificates_t.at(row)

    def refusal_at(self, row: int) -> str:
        """The code of the refusal of a row; empty where it is answered."""
        one = self.singly.get(row)
        if one is not None:
            return one.refusal
        return "" if self.table is None else REFUSALS[int(self.table.refusal[row])]

    def at(self, row: int) -> LineAnswer:
        """One row with its answer."""
        lines, status = self.lines, ROW_STATUSES[int(self.status[row])]
        one, cost = self.singly.get(row), self.cost_at(row)
        day = lines.on[row].item()
        finer = lines.finer.get(row)
        total = int(self.importer_g[row])
        stated = finer.importer_t if finer is not None and not self.by_file[row] else None
        known = None if total == NOT_KNOWN else in_tonnes(total)
        reference = lines.reference[row] if lines.reference is not None else ""
        return LineAnswer(
            row=int(lines.row[row]),
            reference=reference or "",
            cn=lines.cn.words[int(lines.cn.codes[row])],
            origin=lines.origin.words[int(lines.origin.codes[row])],
            to=lines.to.words[int(lines.to.codes[row])],
            net_mass_t=self._mass(row),
            on=day if isinstance(day, date) else None,
            importer_t=known if stated is None else stated,
            importer_basis="" if known is None else "file" if self.by_file[row] else "stated",
            regime=one.regime if one is not None else "eu-cbam" if status != "refused" else "",
            status=status,
            due_eur=_ZERO if status in _NOTHING_DUE else cost if status == "liable" else None,
            exposure_eur=cost if status == "threshold_unknown" else None,
            certificates_t=self.certificates_at(row),
            refusal=self.refusal_at(row),
            reason=one.reason if one is not None else Text(),
        )

    def _mass(self, row: int) -> Decimal | None:
        finer, grams = self.lines.finer.get(row), int(self.lines.mass_g[row])
        if finer is not None:
            return finer.mass_t
        return None if row in self.lines.faults and not grams else in_tonnes(grams)

    def rows(self) -> Iterator[LineAnswer]:
        """Every row in the order of the file."""
        return map(self.at, range(len(self.lines)))

    def total(self, limit_t: Decimal) -> LinesTotal:
        """The sums, and in words what they contain; `limit_t` is the threshold."""
        counts = np.bincount(self.status, minlength=len(ROW_STATUSES)).tolist()
        due, exposure = self._sum(_LIABLE), self._sum(_UNKNOWN)
        without = self._sum(_CANNOT_PRICE, certificates=True)
        refused: dict[str, int] = {}
        named: list[tuple[int, str]] = []
        for row in np.flatnonzero(self.status == _REFUSED).tolist():
            code = self.refusal_at(row)
            refused[code] = refused.get(code, 0) + 1
            if len(named) < _MOST_NAMED:
                named.append((int(self.lines.row[row]), code))
        return LinesTotal(
            lines=len(self.lines),
            due_eur=due,
            exposure_eur=exposure,
            statuses=dict(zip(ROW_STATUSES, counts, strict=True)),
            without_price_t=without,
            refused=refused,
            refused_rows=tuple(named),
            importers=self._importers(limit_t) if self.lines.importer is not None else (),
            contains=_contains(counts),
            dataset=self.dataset,
            as_of=self.as_of,
        )

    def _sum(self, status: int, *, certificates: bool = False) -> Decimal:
        """The exact sum over the rows of one status."""
        chosen = self.status == status
        found = [one.certificates if certificates else one.cost for one in self.singly.values() if one.status == status]
        total = _ZERO
        for amount in found:
            if amount is not None:
                total = EXACT.add(total, amount)
        if self.table is None:
            return total
        rest = chosen.copy()
        if self.singly:
            rest[list(self.singly)] = False
        column: ExactColumn = self.table.certificates_t if certificates else self.table.line_cost_eur
        return EXACT.add(total, column.total(rest))

    def _importers(self, limit_t: Decimal) -> tuple[ImporterTotal, ...]:
        limit = int(EXACT.multiply(limit_t, Decimal(_G_PER_T)))
        stated, _ = self.years.stated_g(self.lines, limit)
        order = np.argsort(-self.years.grams, kind="stable")[:_MOST_NAMED].tolist()
        return tuple(
            ImporterTotal(
                importer=self.years.importer[index],
                year=self.years.year[index],
                tonnes=in_tonnes(int(self.years.grams[index])),
                above_threshold=int(self.years.grams[index]) > limit,
                stated_t=None if stated[index] == NOT_KNOWN else in_tonnes(int(stated[index])),
            )
            for index in order
        )


def answer_lines(
    pack: BorderPack,
    lines: Lines,
    *,
    as_of: date,
    importer_t: Decimal | None = None,
    value_gbp: Decimal | None = None,
    most_in_full: int = FULL_ANSWERS,
) -> AnsweredLines:
    """Every line by itself, on default values.

    `importer_t` is the total of the one importer of the whole file in its one calendar year. With a column of importers
    a total that one row states holds of every row of that importer and year, and where none is stated the file's own
    lines settle the threshold if they pass it.

    Raises:
        InvalidInput: a total that is no mass (GC-BRD-003), one below the file's own lines (065), or one for several
            years or importers (066). What is wrong with one line stands in that line.
    """
    if importer_t is not None:
        tonnes(importer_t, "/importer_tonnes")
    years = importer_years(pack, lines)
    limit_g = int(EXACT.multiply(pack.parameters.eu_threshold_t, Decimal(_G_PER_T)))
    importer, by_file = lines.importer_g.copy(), np.zeros(len(lines), np.bool_)
    faults: dict[int, Fault] = {}
    if importer_t is not None:
        _one_importer(years, importer_t)
        importer[importer == NOT_KNOWN] = grams_up(importer_t)
    elif lines.importer is not None:
        stated, torn = years.stated_g(lines, limit_g)
        said = np.append(np.where(stated >= years.grams, stated, NOT_KNOWN), NOT_KNOWN)[years.key]
        importer = np.where(importer == NOT_KNOWN, said, importer)
        by_file = years.settles(limit_g) & (importer == NOT_KNOWN)
        importer[by_file] = years.total_g()[by_file]
        faults = _disagreeing(lines, years, torn)
    faults = {**faults, **_contradictions(lines, years), **lines.faults}
    ask = Asker(pack, lines, importer, by_file, importer_t, value_gbp, as_of)
    if len(lines) <= most_in_full:
        singly = {row: refused_row(faults[row]) if row in faults else ask.one(row) for row in range(len(lines))}
        status = np.array([one.status for one in singly.values()], np.uint8)
        return AnsweredLines(lines, status, importer, by_file, None, singly, years, pack.dataset, as_of)
    table = costs_table(
        pack, cn=lines.cn, origin=lines.origin, mass_g=lines.mass_g, on=lines.on, importer_g=importer, as_of=as_of
    )
    apart = _elsewhere(pack, lines) | set(lines.finer)
    singly = {row: ask.one(row) for row in apart if row not in faults}
    singly |= {row: refused_row(fault) for row, fault in faults.items()}
    status = table.status.copy()
    for row, one in singly.items():
        status[row] = one.status
    return AnsweredLines(lines, status, importer, by_file, table, singly, years, pack.dataset, as_of)


def _one_importer(years: ImporterYears, importer_t: Decimal) -> None:
    """Refuse one total for several years or importers, and one below the lines it is for."""
    found, names = sorted(set(years.year)), sorted(set(years.importer))
    if len(found) > 1 or len(names) > 1:
        several = names if len(names) > 1 else [str(year) for year in found]
        raise SEVERAL.at(Place("/importer_tonnes"), several=", ".join(several[:_MOST_SAID]))
    held = int(years.grams.sum())
    if EXACT.multiply(importer_t, Decimal(_G_PER_T)) < held:
        raise CONTRADICTION.at(
            Place("/importer_tonnes"), year=found[0], stated=plain(importer_t), found=plain(in_tonnes(held))
        )


def _disagreeing(lines: Lines, years: ImporterYears, torn: NDArray[np.bool_]) -> dict[int, Fault]:
    """Rows that state totals of one importer and year on both sides of the threshold."""
    return {
        row: TORN.fault(
            Place("/importer_t", line=int(lines.row[row])),
            importer=years.importer[int(years.key[row])][:_SHOWN],
            year=years.year[int(years.key[row])],
            stated=plain(in_tonnes(int(lines.importer_g[row]))),
        )
        for row in np.flatnonzero(torn).tolist()
    }


def _contradictions(lines: Lines, years: ImporterYears) -> dict[int, Fault]:
    """Rows that state a total below what the file holds of their importer and year."""
    if lines.importer is None:
        return {}
    held = years.total_g()
    below = (lines.importer_g != NOT_KNOWN) & (lines.importer_g < held) & (years.key >= 0)
    return {
        row: CONTRADICTION.fault(
            Place("/importer_t", line=int(lines.row[row])),
            year=years.year[int(years.key[row])],
            stated=plain(in_tonnes(int(lines.importer_g[row]))),
            found=plain(in_tonnes(int(held[row]))),
        )
        for row in np.flatnonzero(below).tolist()
    }


def _elsewhere(pack: BorderPack, lines: Lines) -> set[int]:
    """Rows whose destination lies outside the Union."""
    outside = np.array([not in_union(pack, word) for word in lines.to.words], np.bool_)
    return set(np.flatnonzero(outside[lines.to.codes]).tolist()) if outside.any() else set()


def _contains(counts: list[int]) -> Text:
    """What the sum holds and what it leaves out, in one sentence."""
    number = dict(zip(ROW_STATUSES, counts, strict=True))
    nothing = sum(number[name] for name in _NOTHING_DUE)
    return Text(
        en=f"Due is the sum of the liable lines ({number['liable']}), each for itself; owing nothing: {nothing}. Not in"
        f" it: importer's total not known {number['threshold_unknown']} (exposure), without a price"
        f" {number['cannot_price']}, to places without a known scheme {number['no_scheme']}, refused"
        f" {number['refused']}.",
        zh=f"应缴为 {number['liable']} 行应缴货物之和，逐行计算、互不抵扣；{nothing} 行无需缴纳。未计入："
        f"{number['threshold_unknown']} 行进口商总量未知（列为敞口），{number['cannot_price']} 行暂无价格，"
        f"{number['no_scheme']} 行目的地无已知机制，{number['refused']} 行被拒。",
    )
