"""Data-quality ratings: technology, place and time, 1 (best) to 5, of each leaf, and of a result by contribution.

PACT Technical Specifications v3 ask for the three (`dqi`). Published factors are rated by the catalogue's table; what
the record itself brings is rated by its evidence: a supplier's figure, a gas let out or a metered amount is of the very
technology and place, and how much that can be believed is a matter of the document.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from greencard.model import DataQuality
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.factors import Catalogue
    from greencard.footprint.tree import Leaf
    from greencard.model import FactorRef, Grade
    from greencard.model.footprint import Basis

__all__ = ["Rated", "Rater", "Rating", "data_quality", "rating_of"]

_OWN: Final[dict[Grade, int]] = {"E0": 3, "E1": 2, "E2": 1, "E3": 1}
"""A supplier's own figure, of his own plant: audited or signed, documented, or only stated."""
_POTENTIAL: Final = "gwp/"
"""A gas let out: its potential is a constant, so that what can be better or worse is the mass, the record's own."""
_DIGITS: Final = 4


class Rating(NamedTuple):
    """Ratings of one leaf, 1 (best) to 5."""

    technological: int
    geographical: int
    temporal: int


class Rated(Protocol):
    """What a rating depends on: the factor, how uncertain it is here, and what stands behind it."""

    @property
    def factor(self) -> FactorRef:
        """What it is multiplied by."""
        ...

    @property
    def sigma(self) -> float:
        """Standard deviation of ln(factor)."""
        ...

    @property
    def grade(self) -> Grade:
        """Of the evidence behind it."""
        ...

    @property
    def basis(self) -> Basis:
        """Measured or default."""
        ...


class Rater:
    """Ratings of leaves in one place and year, each kind of leaf rated once."""

    def __init__(self, catalogue: Catalogue, *, used_in: str, on_year: int | None = None) -> None:
        self.catalogue, self.used_in = catalogue, used_in
        self.on_year = catalogue.rating_table.reference_year if on_year is None else on_year
        self._known: dict[tuple[str, float, Grade, Basis], tuple[Rating, DataQuality]] = {}

    def of(self, leaf: Rated) -> Rating:
        """The three ratings of a leaf."""
        return self._rated(leaf)[0]

    def shown(self, leaf: Rated) -> DataQuality:
        """The same as a result shows it."""
        return self._rated(leaf)[1]

    def _rated(self, leaf: Rated) -> tuple[Rating, DataQuality]:
        key = (leaf.factor.id, leaf.sigma, leaf.grade, leaf.basis)
        found = self._known.get(key)
        if found is None:
            rating = rating_of(leaf, self.catalogue, used_in=self.used_in, on_year=self.on_year)
            technological, geographical, temporal = (decimal_of(aspect) for aspect in rating)
            shown = DataQuality(technological=technological, geographical=geographical, temporal=temporal)
            found = self._known[key] = rating, shown
        return found


def rating_of(leaf: Rated, catalogue: Catalogue, *, used_in: str, on_year: int) -> Rating:
    """How well a leaf's factor fits its use, 1 (best) to 5 in each aspect.

    A factor that only stands in for another material (`proxy` in the uncertainty table) has the last technological
    rating. A supplier's figure that prints no year is as recent as its evidence can be believed.
    """
    factor = leaf.factor
    if factor.id.startswith(("supplier", _POTENTIAL)):
        # What a card itself rests on averages is no better than a statement here: its signature does not measure it.
        averaged = factor.id.startswith("supplier-card/") and leaf.basis == "default"
        own = _OWN["E0" if averaged else leaf.grade]
        if factor.year is None:
            return Rating(own, own, own)
        return Rating(own, own, catalogue.quality_of(factor, used_in=used_in, on_year=on_year).temporal)
    proxy = leaf.sigma >= float(catalogue.uncertainty.proxy)
    found = catalogue.quality_of(factor, used_in=used_in, on_year=on_year, proxy=proxy)
    return Rating(found.technological, found.geographical, found.temporal)


def data_quality(leaves: Iterable[Leaf], rater: Rater) -> DataQuality:
    """Ratings of a result, each the mean of its leaves' weighted by their kg CO2e; 5 where nothing was counted."""
    found = [(abs(leaf.kg), rater.of(leaf)) for leaf in leaves]
    whole = math.fsum(weight for weight, _ in found)
    means = [
        math.fsum(weight * rating[aspect] for weight, rating in found) / whole if whole else 5.0 for aspect in range(3)
    ]
    return DataQuality(
        technological=decimal_of(means[0], _DIGITS),
        geographical=decimal_of(means[1], _DIGITS),
        temporal=decimal_of(means[2], _DIGITS),
    )
