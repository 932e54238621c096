"""Mean, variance and third moment of a sum of lognormals, exact, and the distribution that has them.

A term is `kg × exp(sigma × Z) × exp(amount_sigma × W)`: Z is one standard normal number per *factor*, so that every use
of a factor moves together, and W one per *amount*. Cumulants of independent groups add, so one pass over the factors
gives the moments of the whole; nothing is drawn.

Interval: a lognormal on a shifted origin with the same mean, variance and skewness. A sum of positive lognormals is
more skewed than the lognormal of the same mean and variance (a large certain part under one uncertain leaf is the
plainest case), which is why two moments (Fenton 1960) put the lower end too low and the first order the upper end too
low; docs/uncertainty.md gives the comparison with sampling. The same holds for a difference of two sums: there the
terms of one side are negative and the skewness may be.

Where one sigma is large the third moment is all tail and the fit forgets what the rest does near the middle. A second
fit with sigmas held at `TAIL_SIGMA` knows the middle, and the interval reaches as far as either.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

__all__ = ["MOST_SIGMA", "TAIL_SIGMA", "Z95", "LognormalSum", "Moments", "Term", "central", "moments", "sigma_reaching"]

Z95: Final = 1.959963984540054
"""Standard normal quantile of 0.975."""
MOST_SIGMA: Final = 3.0
"""A larger standard deviation of ln(value) counts as this: a factor of 350 either way is not knowing at all."""
TAIL_SIGMA: Final = 0.7
"""Sigmas above this get the second fit; chosen by sampling (docs/uncertainty.md)."""
_STRAIGHT: Final = 1e-7
"""Below this skewness the fitted curve is a normal one to within float64."""


@dataclass(frozen=True, slots=True)
class Term:
    """A lognormal contribution: its median in kg CO2e (negative on the right of a difference) and its two causes."""

    kg: float
    factor: Hashable
    """Terms with the same factor share one random number."""
    sigma: float
    amount: Hashable
    """Names the amount; no two terms of a sum share it."""
    amount_sigma: float

    def held(self, most: float = MOST_SIGMA) -> Term:
        """The term with neither sigma above `most`."""
        if self.sigma <= most and self.amount_sigma <= most:
            return self
        return replace(self, sigma=min(self.sigma, most), amount_sigma=min(self.amount_sigma, most))


@dataclass(frozen=True, slots=True)
class Moments:
    """First three cumulants, in kg CO2e and its powers. Those of independent sums add."""

    mean: float = 0.0
    variance: float = 0.0
    third: float = 0.0

    def quantiles(self, z: float = Z95) -> tuple[float, float]:
        """Values at `-z` and `z` of the shifted lognormal with these moments; the mean twice where nothing varies."""
        spread = math.sqrt(self.variance)
        if spread == 0:
            return self.mean, self.mean
        skewness = self.third / self.variance / spread
        side = math.copysign(1.0, skewness)
        if abs(skewness) < _STRAIGHT:
            return self.mean - z * spread, self.mean + z * spread
        # A lognormal has skewness u^3 + 3u, u^2 = exp(sigma^2) - 1; u^3 + 3u = s has u = 2 sinh(asinh(s / 2) / 3).
        u = 2 * math.sinh(math.asinh(abs(skewness) / 2) / 3)
        sigma = math.sqrt(math.log1p(u * u))
        scale = spread / (u * math.sqrt(1 + u * u))
        # scale × (exp(±z sigma) − exp(sigma²/2)), as differences of expm1 so that a small sigma loses no digits.
        middle = math.expm1(sigma * sigma / 2)
        ends = [self.mean + side * scale * (math.expm1(side * end * sigma) - middle) for end in (-z, z)]
        return ends[0], ends[1]


class LognormalSum:
    """A sum of terms with the moments of each factor's group kept, so that changing one term costs one group."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = list(terms)
        self._where: defaultdict[Hashable, list[int]] = defaultdict(list)
        for i, term in enumerate(self._terms):
            self._where[term.factor].append(i)
        wild = any(term.sigma > TAIL_SIGMA or term.amount_sigma > TAIL_SIGMA for term in self._terms)
        self._fits = [(most, self._groups(most)) for most in ((MOST_SIGMA, TAIL_SIGMA) if wild else (MOST_SIGMA,))]

    def central(self, z: float = Z95, changed: Mapping[int, Term] | None = None) -> tuple[float, float]:
        """Where the sum lies between `-z` and `z`, kg CO2e; `changed`: terms to put in the place of others first.

        A changed term keeps its factor.
        """
        instead = changed or {}
        touched = {self._terms[i].factor for i in instead}
        ends = []
        for most, groups in self._fits:
            new = {
                factor: _of_one_factor([instead.get(i, self._terms[i]).held(most) for i in self._where[factor]])
                for factor in touched
            }
            ends.append(_added({**groups, **new}.values()).quantiles(z))
        return min(low for low, _ in ends), max(high for _, high in ends)

    def _groups(self, most: float) -> dict[Hashable, Moments]:
        return {
            factor: _of_one_factor([self._terms[i].held(most) for i in where]) for factor, where in self._where.items()
        }


def moments(terms: Iterable[Term]) -> Moments:
    """The moments of a sum of terms, kg CO2e."""
    by_factor: defaultdict[Hashable, list[Term]] = defaultdict(list)
    for term in terms:
        by_factor[term.factor].append(term.held())
    return _added(_of_one_factor(group) for group in by_factor.values())


def central(terms: Iterable[Term], z: float = Z95) -> tuple[float, float]:
    """Where a sum of terms lies between `-z` and `z`, kg CO2e; 95 % by default."""
    return LognormalSum(terms).central(z)


def _added(parts: Iterable[Moments]) -> Moments:
    found = list(parts)
    return Moments(
        math.fsum(part.mean for part in found),
        math.fsum(part.variance for part in found),
        math.fsum(part.third for part in found),
    )


def sigma_reaching(ratio: float) -> float:
    """Standard deviation of ln with which the upper 95 % end of a value is `ratio` times the value; 0 up to one.

    For a figure in doubt whose interval must reach the one that would stand instead.
    """
    return math.log(ratio) / Z95 if ratio > 1 else 0.0


@dataclass(slots=True)
class _Amounts:
    """Uses of a factor with one sigma: cumulants of `sum(kg × exp(amount_sigma × W))`."""

    sigma: float
    mean: float
    variance: float
    third: float


def _of_one_factor(terms: list[Term]) -> Moments:
    """Moments of terms that share one Z, by the laws of total variance and of total cumulance, given Z."""
    if len(terms) == 1:
        return _of_one_term(terms[0])
    uses = _amounts(terms)
    grown = [(use.sigma, use.mean * math.exp(use.sigma**2 / 2)) for use in uses]
    mean = math.fsum(kg for _, kg in grown)
    variance = [use.variance * math.exp(2 * use.sigma**2) for use in uses]
    third = [use.third * math.exp(4.5 * use.sigma**2) for use in uses]
    for s, a in grown:
        variance.extend(a * b * math.expm1(s * t) for t, b in grown)
        third.extend(3 * a * use.variance * math.exp(2 * use.sigma**2) * math.expm1(2 * s * use.sigma) for use in uses)
    for (i, j, k), times in _triples(len(grown)):
        (s, a), (t, b), (r, c) = grown[i], grown[j], grown[k]
        x, y, z = math.expm1(s * t), math.expm1(s * r), math.expm1(t * r)
        third.append(times * a * b * c * (x * y + x * z + y * z + x * y * z))
    return Moments(mean, math.fsum(variance), math.fsum(third))


def _of_one_term(term: Term) -> Moments:
    """The same of a factor used once, the common case: the operations of the general form in the same order."""
    v, s = term.amount_sigma**2, term.sigma
    kg, x = term.kg * math.exp(v / 2), math.expm1(v)
    variance, third = kg * kg * x, kg**3 * x * x * (x + 3)
    a, e, grown = kg * math.exp(s**2 / 2), math.expm1(s * s), math.exp(2 * s**2)
    return Moments(
        a,
        math.fsum((variance * grown, a * a * e)),
        math.fsum(
            (
                third * math.exp(4.5 * s**2),
                3 * a * variance * grown * math.expm1(2 * s * s),
                a * a * a * (e * e + e * e + e * e + e * e * e),
            )
        ),
    )


def _triples(count: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every three of `count`, repetition allowed, with the number of its orders."""
    orders = {1: 1, 2: 3, 3: 6}
    for triple in combinations_with_replacement(range(count), 3):
        yield triple, orders[len(set(triple))]


def _amounts(terms: list[Term]) -> list[_Amounts]:
    by_sigma: defaultdict[float, list[Term]] = defaultdict(list)
    for term in terms:
        by_sigma[term.sigma].append(term)
    found = []
    for sigma, same in by_sigma.items():
        mean, variance, third = [], [], []
        for term in same:
            v = term.amount_sigma**2
            kg, x = term.kg * math.exp(v / 2), math.expm1(v)
            mean.append(kg)
            variance.append(kg * kg * x)
            third.append(kg**3 * x * x * (x + 3))
        found.append(_Amounts(sigma, math.fsum(mean), math.fsum(variance), math.fsum(third)))
    return found
