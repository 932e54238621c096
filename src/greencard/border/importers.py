"""What a file of lines itself says of its importers' yearly totals: the 50 tonnes of Art. 2a that decide every line.

Counted is the net mass of goods of Annex I from third countries: cement, fertilisers, iron, steel, aluminium together;
hydrogen and electricity never count (Annex VII of Regulation (EU) 2023/956). A file may lack imports of an importer, so
it can show that a total is above the threshold, never that it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greencard.border.columns import distinct, sums_by
from greencard.border.commodity import commodity_code, country_code
from greencard.border.figures import EXACT
from greencard.border.lines import Lines
from greencard.border.pack import BorderPack
from greencard.border.question import MOST_TONNES
from greencard.border.regimes import in_union
from greencard.border.resolution import code_answer
from greencard.border.table import NOT_KNOWN
from greencard.errors import GreencardError

__all__ = ["ImporterYears", "grams_up", "importer_years"]

_G_PER_T: Final = 10**6
_MOST_G: Final = int(MOST_TONNES) * _G_PER_T


@dataclass(frozen=True, slots=True, eq=False)
class ImporterYears:
    """Grams per importer and calendar year, and which of them each row belongs to."""

    key: NDArray[np.int64]
    """Index into the following, per row; -1 where the row counts nowhere."""
    importer: tuple[str, ...]
    year: tuple[int, ...]
    grams: NDArray[np.int64]

    def settles(self, limit_g: int) -> NDArray[np.bool_]:
        """Rows whose importer is above the threshold by the lines of the file alone."""
        above = np.append(self.grams > limit_g, False)
        return above[self.key]

    def total_g(self) -> NDArray[np.int64]:
        """Per row, the grams of its importer's year in the file; zero where the row counts nowhere.

        Never more than the largest mass that is read: far above the threshold is above it.
        """
        return np.append(np.minimum(self.grams, _MOST_G), 0)[self.key]

    def stated_g(self, lines: Lines, limit_g: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The total its rows state for each importer and year, and the rows that disagree about the threshold.

        Grams, the highest where several stand on one side of the threshold; `NOT_KNOWN` where none is stated, or some
        say that the importer is above the threshold and others that it is not.
        """
        grams = lines.importer_g.copy()
        for row, finer in lines.finer.items():
            if finer.importer_t is not None and grams[row] != NOT_KNOWN:
                grams[row] = min(grams_up(finer.importer_t), _MOST_G + 1)  # any larger one is refused as this one is
        says = (self.key >= 0) & (grams >= 0)
        lowest = np.full(len(self.grams), np.iinfo(np.int64).max, np.int64)
        highest = np.full(len(self.grams), NOT_KNOWN, np.int64)
        np.minimum.at(lowest, self.key[says], grams[says])
        np.maximum.at(highest, self.key[says], grams[says])
        torn = (lowest <= limit_g) & (highest > limit_g)
        return np.where(torn, NOT_KNOWN, highest), says & np.append(torn, False)[self.key]


def grams_up(tonnes: Decimal) -> int:
    """Whole grams, a finer rest counted as one: the column must not fall below what was stated."""
    grams = EXACT.multiply(tonnes, Decimal(_G_PER_T))
    whole = int(grams)
    return whole if whole == grams else whole + 1


def importer_years(pack: BorderPack, lines: Lines) -> ImporterYears:
    """Totals of each named importer by calendar year; rows without a name, a day or a readable mass count nowhere.

    Without a column of importers every row belongs to one importer without a name.
    """
    days = lines.on.astype("datetime64[D]")
    known = ~np.isnat(days)
    years = np.where(known, days.astype("datetime64[Y]").astype(np.int64) + 1970, 0)
    counts = _counts(pack, lines) & known & (lines.mass_g > 0)
    counts &= years >= pack.parameters.eu_obligation_from.year
    if lines.faults:
        counts[list(lines.faults)] = False
    names: tuple[str, ...] = ("",)
    codes = np.zeros(len(lines), np.int64)
    if lines.importer is not None:
        names, codes = lines.importer.words, lines.importer.codes
        counts &= np.array([bool(name) for name in names], np.bool_)[codes] if names else False
    first = pack.parameters.eu_obligation_from.year
    pair = np.where(counts, (years - first) * len(names) + codes, -1)
    asked, index = distinct(pair)
    grams = sums_by(index, np.where(counts, lines.mass_g, 0), len(asked))
    if len(asked) and asked[0] == -1:
        asked, grams, index = asked[1:], grams[1:], index - 1
    return ImporterYears(
        index,
        tuple(names[pair % len(names)] for pair in asked.tolist()),
        tuple(first + pair // len(names) for pair in asked.tolist()),
        grams,
    )


def _counts(pack: BorderPack, lines: Lines) -> NDArray[np.bool_]:
    """Rows whose good counts towards the threshold, whatever its day and mass."""
    goods = np.array([_good_counts(pack, word) for word in lines.cn.words], np.bool_)
    origins = np.array([_third(pack, word) for word in lines.origin.words], np.bool_)
    union = np.array([in_union(pack, word) for word in lines.to.words], np.bool_)
    if not len(lines):
        return np.zeros(0, np.bool_)
    return goods[lines.cn.codes] & origins[lines.origin.codes] & union[lines.to.codes]


def _good_counts(pack: BorderPack, word: str) -> bool:
    try:
        answer = code_answer(pack, commodity_code(word))
    except GreencardError:
        return False
    return answer.certain and answer.can_be_exempt


def _third(pack: BorderPack, word: str) -> bool:
    try:
        return pack.territories[country_code(word, pack.territories)].eu_cbam == "third"
    except GreencardError:
        return False
