"""Data quality in a product system: of each leaf, and of one unit of an output, weighted by kg CO2e."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from greencard.footprint.doubt.data_quality import Rater
from greencard.footprint.kernel import IN_TOTAL
from greencard.model import DataQuality
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from greencard.footprint.system.built import BuiltSystem, Emission, Floats, Take
    from greencard.model import FactorRef, Grade
    from greencard.model.footprint import Basis

__all__ = ["QualityOf", "basis_of", "gas_rating_shown", "rating_shown"]

_DIGITS = 4
_WORST = 5.0


class _Rated(NamedTuple):
    factor: FactorRef
    sigma: float
    grade: Grade
    basis: Basis


def basis_of(take: Take) -> Basis:
    """Measured where more than half of it is."""
    return "measured" if take.measured >= 0.5 else "default"  # noqa: PLR2004 - a half


def rating_shown(built: BuiltSystem, take: Take) -> DataQuality:
    """Ratings of what comes from outside, by its factor and by what stands behind its amount."""
    return built.rater.shown(_of_take(built, take))


def gas_rating_shown(built: BuiltSystem, emission: Emission) -> DataQuality:
    """Ratings of a gas that a process lets out; a system file states its mass without evidence."""
    return built.rater.shown(_of_gas(emission))


def _of_take(built: BuiltSystem, take: Take) -> _Rated:
    leaf = built.leaves[take.provider - len(built.outputs)]
    return _Rated(leaf.factor, leaf.sigma, take.grade, basis_of(take))


def _of_gas(emission: Emission) -> _Rated:
    return _Rated(emission.factor, 0.0, "E0", "default")


class QualityOf:
    """Ratings of any output of a system; what all of them need is looked up once."""

    def __init__(self, built: BuiltSystem) -> None:
        self.built = built
        rater: Rater = built.rater
        size = len(built.outputs)
        takes, emissions = built.takes, [e for e in built.emissions if e.column in IN_TOTAL]
        rows = [rater.of(_of_take(built, t)) if t.provider >= size else (0, 0, 0) for t in takes]
        rows += [rater.of(_of_gas(e)) for e in emissions]
        self._ratings = np.array(rows, dtype=np.float64).reshape(-1, 3)
        weight = built.shares / built.amounts
        at = [(k, place) for k, e in enumerate(emissions) for place in built.outputs_of(e.process)]
        self._released = np.array([k for k, _ in at], dtype=np.int64)
        self._by = np.array([place for _, place in at], dtype=np.int64)
        self._kg = np.array([emissions[k].kg_co2e * weight[place] for k, place in at], dtype=np.float64)
        self._count = len(emissions)

    def of(self, scaling: Floats) -> DataQuality:
        """Means by kg CO2e; `scaling`: units of every process behind one unit of the output. 5 where nothing counts."""
        built = self.built
        consumer, _, take, _ = built.rows
        taken = np.bincount(take, weights=scaling[consumer] * built.row_kg, minlength=len(built.takes))
        released = np.bincount(self._released, weights=scaling[self._by] * self._kg, minlength=self._count)
        weights = np.abs(np.concatenate([taken, released]))
        whole = float(weights.sum())
        means = (weights @ self._ratings / whole).tolist() if whole else [_WORST] * 3
        technological, geographical, temporal = (decimal_of(mean, _DIGITS) for mean in means)
        return DataQuality(technological=technological, geographical=geographical, temporal=temporal)
