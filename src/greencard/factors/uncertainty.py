"""How uncertain a factor is where it is used: a convention of ours, stated, and the same for everyone."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Literal

from greencard.model import Text, Value

__all__ = ["Uncertainty"]

_NEAR = {"CN": ("TW", "HK", "MO"), "TW": ("CN", "HK"), "HK": ("CN", "MO"), "MO": ("CN", "HK")}


class Age(Value, frozen=True, kw_only=True):
    """How much a year beyond the free ones adds."""

    free_years: int
    per_year: Decimal
    most: Decimal


class QualitySigmas(Value, frozen=True, kw_only=True):
    """By how a figure was made."""

    official: Decimal
    database: Decimal
    derived: Decimal
    literature: Decimal
    abstract: Decimal
    suspect: Decimal
    supplier: Decimal
    stated: Decimal


class RegionSigmas(Value, frozen=True, kw_only=True):
    """By how far the figure's region is from where it is used."""

    same: Decimal
    near: Decimal
    far: Decimal


class ActivitySigmas(Value, frozen=True, kw_only=True):
    """By how an amount is known."""

    measured: Decimal
    stated: Decimal


Made = Literal["official", "database", "derived", "literature", "abstract", "suspect", "supplier", "stated"]


class Uncertainty(Value, frozen=True, kw_only=True):
    """Standard deviations of ln(value) by cause; causes are independent and add in quadrature."""

    method: Text
    reference_year: int
    quality: QualitySigmas
    region: RegionSigmas
    age: Age
    proxy: Decimal
    unconfirmed: Decimal
    activity: ActivitySigmas

    def sigma(
        self, quality: Made, region: str, year: int | None, *, used_in: str, proxy: bool = False, guessed: bool = False
    ) -> float:
        """Standard deviation of ln(factor) where it is used; `exp` of it is the geometric standard deviation."""
        away = self.region.far
        if region == used_in:
            away = self.region.same
        elif region in _NEAR.get(used_in, ()):
            away = self.region.near
        made: Decimal = getattr(self.quality, quality)
        years = 0 if year is None else max(0, self.reference_year - year - self.age.free_years)
        parts = [
            made,
            away,
            min(self.age.most, self.age.per_year * years),
            self.proxy if proxy else Decimal(0),
            self.unconfirmed if guessed else Decimal(0),
        ]
        return math.sqrt(math.fsum(float(part) ** 2 for part in parts))
