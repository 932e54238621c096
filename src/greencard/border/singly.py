"""Rows of a file of lines answered one by one: in words, and whatever destination or fineness a row has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greencard.border.figures import EXACT
from greencard.border.lines import FinerMass, Lines
from greencard.border.pack import BorderPack
from greencard.border.regimes import regimes
from greencard.border.table import NOT_KNOWN, STATUSES
from greencard.errors import Fault, GreencardError
from greencard.model import BorderCost, Text

__all__ = ["ROW_STATUSES", "Asker", "OneAnswer", "in_tonnes", "refused_row"]

ROW_STATUSES: Final = (*STATUSES, "no_scheme")
"""What the numbers of a row's status stand for; `no_scheme`: no scheme is known at that border."""
_REFUSED: Final = STATUSES.index("refused")
_NO_SCHEME: Final = len(STATUSES)


class OneAnswer(NamedTuple):
    """The answer of a row that was answered by itself."""

    regime: str
    status: int
    cost: Decimal | None
    certificates: Decimal | None
    refusal: str
    reason: Text


class Asker(NamedTuple):
    """What every single question of a file shares."""

    pack: BorderPack
    lines: Lines
    importer_g: NDArray[np.int64]
    by_file: NDArray[np.bool_]
    importer_t: Decimal | None
    value_gbp: Decimal | None
    as_of: date

    def one(self, row: int) -> OneAnswer:
        """The full answer of one row, or its refusal."""
        lines = self.lines
        day = lines.on[row].item()
        finer = lines.finer.get(row)
        mass = finer.mass_t if finer is not None else in_tonnes(int(lines.mass_g[row]))
        try:
            answers = regimes(
                self.pack,
                destination=lines.to.words[int(lines.to.codes[row])],
                cn=lines.cn.words[int(lines.cn.codes[row])],
                origin=lines.origin.words[int(lines.origin.codes[row])],
                net_mass_t=mass,
                on=day,
                importer_tonnes=self._total(row, mass, finer),
                as_of=self.as_of,
                importer_value_gbp=self.value_gbp,
            )
        except GreencardError as error:
            return refused_row(error.faults[0])
        return _of(answers[0]) if answers else _NONE_KNOWN

    def _total(self, row: int, mass: Decimal, finer: FinerMass | None) -> Decimal | None:
        total = int(self.importer_g[row])
        if total == NOT_KNOWN:
            return None
        if self.by_file[row]:  # grams were cut off: the total is never below the line itself
            return max(in_tonnes(total), mass)
        if finer is not None and finer.importer_t is not None:
            return finer.importer_t
        stated = int(self.lines.importer_g[row]) != NOT_KNOWN
        return self.importer_t if self.importer_t is not None and not stated else in_tonnes(total)


_NONE_KNOWN: Final = OneAnswer(
    "",
    _NO_SCHEME,
    None,
    None,
    "",
    Text(en="No border carbon scheme of this destination is known here.", zh="本软件未收录该目的地的边境碳机制。"),
)


def _of(answer: BorderCost) -> OneAnswer:
    single = answer.lines[0] if len(answer.lines) == 1 else None
    return OneAnswer(
        answer.regime,
        ROW_STATUSES.index(answer.status),
        None if single is None else single.cost_eur,
        None if single is None else single.certificates_t,
        "",
        answer.reason,
    )


def refused_row(fault: Fault) -> OneAnswer:
    """The answer of a row that is refused: the fault in words, and what to do."""
    reason = Text(
        en=f"{fault.text('en')} {fault.remedy('en')}",
        zh=f"{fault.text('zh')}{fault.remedy('zh')}",
    )
    return OneAnswer("", _REFUSED, None, None, fault.code, reason)


def in_tonnes(grams: int) -> Decimal:
    """Exact tonnes of whole grams."""
    return Decimal(grams).scaleb(-6, EXACT)
