"""Data-quality ratings of a published factor where it is used: 1 (best) to 5, in the three aspects PACT reports.

PACT Technical Specifications v3 name the aspects (`dqi`: technologicalDQR, geographicalDQR, temporalDQR) and the scale.
What each step means is a table in the packaged data (`quality.yaml`), stated there as a convention of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA
from greencard.model import FactorRef, Text, Value

if TYPE_CHECKING:
    from greencard.factors.factor import Factor

__all__ = ["RatingTable", "Ratings", "ratings"]

_STEPS: Final = (1, 2, 3, 4, 5)
_WORLD: Final = frozenset({"GLO", "WORLD"})
_UNKNOWN_MAKING: Final = 3
"""What a citation alone is rated whose factor the catalogue does not hold: published, technology not stated."""


class Ratings(Value, frozen=True, kw_only=True):
    """Ratings of one factor in one use, 1 (best) to 5, each with what the step means."""

    technological: int
    geographical: int
    temporal: int
    reasons: tuple[Text, Text, Text]
    """Why, in that order."""


class TechnologyStep(Value, frozen=True, kw_only=True):
    """A step by how the figure was made and what it stands for."""

    rating: int
    standing: tuple[str, ...]
    quality: tuple[str, ...]
    en: str
    zh: str


class PlaceStep(Value, frozen=True, kw_only=True):
    """A step by how far the figure's place is from where it is used."""

    rating: int
    where: Literal["same", "near", "world", "other", "unknown"]
    en: str
    zh: str


class AgeStep(Value, frozen=True, kw_only=True):
    """A step by the years between figure and use; the last has no limit."""

    rating: int
    under_years: int | None
    en: str
    zh: str


class RatingTable(Value, frozen=True, kw_only=True):
    """What each step means."""

    convention: Text
    reference_year: int
    """Year of use where none is said."""
    technological: tuple[TechnologyStep, ...]
    geographical: tuple[PlaceStep, ...]
    temporal: tuple[AgeStep, ...]
    near: dict[str, tuple[str, ...]]
    """Neighbouring economies by country."""
    within: dict[str, tuple[str, ...]]
    """Countries by area."""

    def check(self, place: Place) -> None:
        """Five steps each, in order, the last of time open.

        Raises:
            InvalidInput: the table does not hold (GC-FAC-001).
        """
        for steps in (self.technological, self.geographical, self.temporal):
            if tuple(step.rating for step in steps) != _STEPS:
                raise BAD_DATA.at(place, reason="a rating table has the steps 1 to 5 in order")
        limits = [step.under_years for step in self.temporal]
        if limits[-1] is not None or None in limits[:-1] or limits[:-1] != sorted(x for x in limits if x is not None):
            raise BAD_DATA.at(place, reason="limits of age rise, and the last step has none")

    def where(self, region: str, used_in: str) -> Literal["same", "near", "world", "other", "unknown"]:
        """How far a factor's region is from the place of use; a province lies in its country."""
        country = used_in.partition("-")[0]
        if not region:
            return "unknown"
        if region in {used_in, country}:
            return "same"
        if region in _WORLD:
            return "world"
        near = region.partition("-")[0] in {country, *self.near.get(country, ())}
        return "near" if near or country in self.within.get(region, ()) else "other"


def ratings(
    factor: Factor | FactorRef, used_in: str, on_year: int, *, table: RatingTable, proxy: bool = False
) -> Ratings:
    """Ratings of `factor` used in a place and year.

    Args:
        factor: a factor, or the citation of one that no catalogue holds (a fuel's combustion, a transport intensity).
        used_in: where it is used, ISO 3166.
        on_year: the year of use.
        table: what each step means, `Catalogue.rating_table`.
        proxy: whether the factor stands in for another material: technologically the last step.
    """
    if isinstance(factor, FactorRef):
        made = table.technological[_UNKNOWN_MAKING - 1]
    else:
        standing = getattr(factor, "standing", "ordinary")
        made = max(
            (s for s in table.technological if standing in s.standing or factor.quality in s.quality),
            key=lambda s: (standing in s.standing and factor.quality in s.quality, s.rating),
        )
    if proxy:
        made = table.technological[-1]
    where = table.where(factor.region, used_in)
    near = next(step for step in table.geographical if step.where == where)
    age = None if factor.year is None else abs(on_year - factor.year)
    old = next(s for s in table.temporal if s.under_years is None or (age is not None and age < s.under_years))
    steps = (made, near, old)
    en, zh = [step.en for step in steps], [step.zh for step in steps]
    return Ratings(
        technological=made.rating,
        geographical=near.rating,
        temporal=old.rating,
        reasons=(Text(en=en[0], zh=zh[0]), Text(en=en[1], zh=zh[1]), Text(en=en[2], zh=zh[2])),
    )
