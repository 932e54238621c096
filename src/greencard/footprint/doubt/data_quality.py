"""Data-quality ratings of a result: technology, place and time, 1 (best) to 5, weighted by contribution.

PACT Technical Specifications v3 ask for the three (`dqi`). Published factors are rated by the catalogue's table; what
the record itself brings is rated by its evidence: a supplier's figure or a metered amount is of the very technology
and place, and how much that can be believed is a matter of the document.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from greencard.model import DataQuality
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.factors import Catalogue
    from greencard.footprint.tree import Leaf
    from greencard.model import Grade
    from greencard.model.footprint import Basis

__all__ = ["Rating", "data_quality", "rating_of"]

_OWN: Final[dict[Grade, int]] = {"E0": 3, "E1": 2, "E2": 1, "E3": 1}
"""A supplier's own figure, of his own plant: audited or signed, documented, or only stated."""
_DIGITS: Final = 4


class Rating(NamedTuple):
    """Ratings of one leaf, 1 (best) to 5."""

    technological: int
    geographical: int
    temporal: int


def rating_of(leaf: Leaf, catalogue: Catalogue, *, used_in: str, on_year: int) -> Rating:
    """How well a leaf's factor fits its use, 1 (best) to 5 in each aspect.

    A factor that only stands in for another material (`proxy` in the uncertainty table) has the last technological
    rating. A supplier's figure that prints no year is as recent as its evidence can be believed.
    """
    factor = leaf.factor
    if factor.id.startswith("supplier"):
        # What a card itself rests on averages is no better than a statement here: its signature does not measure it.
        averaged = factor.id.startswith("supplier-card/") and leaf.basis == "default"
        own = _OWN["E0" if averaged else leaf.grade]
        if factor.year is None:
            return Rating(own, own, own)
        return Rating(own, own, catalogue.quality_of(factor, used_in=used_in, on_year=on_year).temporal)
    proxy = leaf.sigma >= float(catalogue.uncertainty.proxy)
    found = catalogue.quality_of(factor, used_in=used_in, on_year=on_year, proxy=proxy)
    return Rating(found.technological, found.geographical, found.temporal)


def data_quality(leaves: Iterable[Leaf], catalogue: Catalogue, *, used_in: str, on_year: int) -> DataQuality:
    """Ratings of a result, each the mean of its leaves' weighted by their kg CO2e; 5 where nothing was counted."""
    found = list(leaves)
    weights = [abs(leaf.kg) for leaf in found]
    whole = math.fsum(weights)
    known: dict[tuple[str, float, Grade, Basis], Rating] = {}
    rated = []
    for leaf in found:
        key = (leaf.factor.id, leaf.sigma, leaf.grade, leaf.basis)
        if key not in known:
            known[key] = rating_of(leaf, catalogue, used_in=used_in, on_year=on_year)
        rated.append(known[key])
    means = [
        math.fsum(weight * rating[aspect] for weight, rating in zip(weights, rated, strict=True)) / whole
        if whole
        else 5.0
        for aspect in range(3)
    ]
    return DataQuality(
        technological=decimal_of(means[0], _DIGITS),
        geographical=decimal_of(means[1], _DIGITS),
        temporal=decimal_of(means[2], _DIGITS),
    )
