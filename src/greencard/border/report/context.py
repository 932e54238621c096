"""What the checks of the items share: the report, the data, and short ways to say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from greencard.border.commodity import CN_DIGITS, commodity_code
from greencard.border.figures import QUOTIENT, plain
from greencard.border.pack import BorderPack
from greencard.border.report.items import Problem
from greencard.border.report.records import OperatorReport, ReportedGood, ReportedProcess
from greencard.border.report.statement import counts_indirect
from greencard.errors import GreencardError
from greencard.model import Text

__all__ = ["TOLERANCE", "Check", "Context", "agrees", "inconsistent", "missing", "shown"]

TOLERANCE: Final = Decimal("0.001")
"""Figures that differ by more than 0.1 % do not agree: room for rounding, no legal level of materiality."""
_ZERO: Final = Decimal(0)
_DIGITS: Final = 6


def agrees(stated: Decimal, worked: Decimal) -> bool:
    """Whether two figures are the same but for rounding."""
    return abs(stated - worked) <= TOLERANCE * max(abs(stated), abs(worked))


def shown(value: Decimal) -> str:
    """A figure in a sentence: at most six significant digits, without exponent."""
    return plain(value.normalize(QUOTIENT) if value == value.to_integral_value() else _short(value))


def _short(value: Decimal) -> Decimal:
    digits = max(0, _DIGITS - 1 - value.adjusted())
    return value.quantize(Decimal(1).scaleb(-digits), context=QUOTIENT) if digits < 30 else value  # noqa: PLR2004


def missing(pointer: str, en: str, zh: str, hint_en: str = "", hint_zh: str = "") -> Problem:
    """A datum that is not there, by its name in both languages."""
    return Problem(
        kind="missing",
        pointer=pointer,
        what=Text(en=f"Not given: {en if en[1:2].isupper() else en[:1].lower() + en[1:]}.", zh=f"未填写：{zh}。"),
        remedy=Text(en=hint_en or f"Fill in {pointer}.", zh=hint_zh or f"请填写 {pointer}。"),
    )


def inconsistent(pointer: str, what: tuple[str, str], remedy: tuple[str, str]) -> Problem:
    """Data that do not agree, and what to do, each in English and Chinese."""
    return Problem(
        kind="inconsistent",
        pointer=pointer,
        what=Text(en=what[0], zh=what[1]),
        remedy=Text(en=remedy[0], zh=remedy[1]),
    )


@dataclass(slots=True)
class Context:
    """A report under check."""

    pack: BorderPack
    report: OperatorReport
    _counts: dict[str, bool] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the report; 2026 where it gives none."""
        return self.report.period.start.year if self.report.period.start else 2026

    def counts(self, cn: str) -> bool:
        """Whether indirect emissions count for a code; False for what is no code (another check says so)."""
        if cn not in self._counts:
            try:
                self._counts[cn] = counts_indirect(self.pack, commodity_code(cn))
            except GreencardError:
                self._counts[cn] = False
        return self._counts[cn]

    @property
    def outside_annex_ii(self) -> bool:
        """Whether any good or process is of goods for which indirect emissions count."""
        codes = (*(one.cn for one in self.report.processes), *(one.cn for one in self.report.goods))
        return any(self.counts(code) for code in codes if code)

    def processes(self) -> Iterator[tuple[str, ReportedProcess]]:
        """Processes with their JSON pointers."""
        return ((f"/processes/{index}", process) for index, process in enumerate(self.report.processes))

    def goods(self) -> Iterator[tuple[str, ReportedGood]]:
        """Goods with their JSON pointers."""
        return ((f"/goods/{index}", good) for index, good in enumerate(self.report.goods))

    def known_code(self, cn: str) -> bool:
        """Whether a code is an eight-digit code (or longer) of Annex I for which something is printed."""
        try:
            code = commodity_code(cn)
        except GreencardError:
            return False
        return len(code) >= CN_DIGITS and code[:CN_DIGITS] in self.pack.codes

    def used(self, precursor: str) -> Decimal:
        """Tonnes of a bought precursor that the processes use together."""
        return _sum(
            use.mass_t for process in self.report.processes for use in process.uses if use.precursor == precursor
        )

    def used_of(self, process: str) -> Decimal:
        """Tonnes of a process's product that other processes here use together."""
        return _sum(use.mass_t for one in self.report.processes for use in one.uses if use.process == process)


def _sum(figures: Iterable[Decimal | None]) -> Decimal:
    return sum((figure for figure in figures if figure is not None), _ZERO)


Check = Callable[[Context], tuple[Problem, ...] | None]
"""The problems of one item; None: the item does not apply."""
