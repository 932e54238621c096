"""What a facility period must say to be allocated, and the rules by which shared energy is spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from typing import Final

from greencard.energy import allocation_codes as codes
from greencard.energy.apportionment import largest_remainder
from greencard.errors import Place
from greencard.model.energy import FuelShare
from greencard.model.facility import FacilityPeriod, FuelMeter, ProductionRun, SplitBy
from greencard.quantity import TimeInterval

__all__ = ["Basis", "check_period", "fuel_shares"]

_KEY_SLACK: Final = Decimal("0.001")
"""Three shares written 0.333 sum to 0.999; they are scaled to one."""
_FEWEST_DECIMALS: Final = 3
_MOST_DECIMALS: Final = 30
_NAMES: Final[dict[str, str]] = {
    "key": "比例",
    "mass": "质量",
    "units": "件数",
    "hours": "工时",
    "electricity": "用电量",
}


def check_period(period: FacilityPeriod) -> tuple[str, ...]:
    """Ids of the period's products, in order, after everything was checked that needs no meter.

    Raises:
        InvalidInput: a period that is empty or without zone (GC-QTY-004), a run that is backwards (GC-MTR-056), shares
            that do not sum to one (GC-MTR-058), a product without units (GC-MTR-059) or without a run (GC-MTR-069), a
            sub-meter that is not listed (GC-MTR-062), a fuel without energy (GC-MTR-067), a rest that stays
            without a reason (GC-MTR-078).
    """
    TimeInterval(period.start, period.end)
    listed = {meter.id for meter in period.sub_meters}
    units: dict[str, int] = {}
    for run in period.runs:
        _check_run(run)
        if run.sub_meter and run.sub_meter not in listed:
            raise codes.NO_SUBMETER.at(Place("/runs"), id=run.sub_meter)
        units[run.product] = units.get(run.product, 0) + run.units
    products = tuple(sorted(units))
    if not products:
        raise codes.NO_UNITS.at(Place("/runs"), product=period.facility_id, units=0)
    for product in products:
        if units[product] <= 0:
            raise codes.NO_UNITS.at(Place("/runs"), product=product, units=units[product])
    named = [("keys", share.product) for share in period.keys]
    named += [("masses", mass.product) for mass in period.masses]
    named += [("fuels", product) for fuel in period.fuels for product in fuel.products]
    for where, product in named:
        if product not in units:
            raise codes.UNKNOWN_PRODUCT.at(Place(f"/{where}"), product=product, where=where)
    _check_keys(period)
    _check_shared(period)
    return products


def _check_shared(period: FacilityPeriod) -> None:
    reason = period.rest.reason
    if period.rest.by == "stays" and not (reason.en or reason.zh):
        raise codes.MISSING_FIELD.at(
            Place("/rest/reason"),
            key="rest.reason",
            key_zh="原因",
            expected="why load that no run took belongs to no product of the file",
            expected_zh="说明无批次的用电为何不属于本文件中的产品",
        )
    for at, fuel in enumerate(period.fuels):
        mj = fuel.energy_mj
        if mj is None or mj < 0 or -int(mj.as_tuple().exponent) > _MOST_DECIMALS:
            raise codes.BAD_FUEL.at(Place(f"/fuels/{at}"), fuel=fuel.fuel)


def _check_run(run: ProductionRun) -> None:
    start, end = run.start, run.end
    windowless = start is None and end is None
    fine = windowless or (
        start is not None
        and end is not None
        and start.tzinfo is not None
        and end.tzinfo is not None
        and start.astimezone(UTC) < end.astimezone(UTC)
    )
    if not fine:
        raise codes.RUN_BACKWARDS.at(Place("/runs"), product=run.product, start=start, end=end)
    if run.units < 0:
        raise codes.NO_UNITS.at(Place("/runs"), product=run.product, units=run.units)


def _check_keys(period: FacilityPeriod) -> None:
    shares = [share.share for share in period.keys]
    names = {share.product for share in period.keys}
    whole = sum(shares, Decimal(0))
    if shares and (len(names) < len(shares) or abs(whole - 1) > _KEY_SLACK or not 0 <= min(shares) <= max(shares) <= 1):
        raise codes.KEY_SUM.at(Place("/keys"), sum=whole)


@dataclass(frozen=True, slots=True)
class Basis:
    """What each product has that shared energy can be spread by, in the order of its products."""

    period: FacilityPeriod
    units: dict[str, int]
    hours: dict[str, Fraction]
    electricity: dict[str, Fraction]

    @classmethod
    def of(cls, period: FacilityPeriod, taken: Mapping[str, tuple[Fraction, int]]) -> Basis:
        """From the period's record and what the runs took: (Wh, seconds) by product."""
        units = dict.fromkeys(taken, 0)
        for run in period.runs:
            units[run.product] += run.units
        return cls(
            period,
            units,
            {product: Fraction(seconds) for product, (_, seconds) in taken.items()},
            {product: load for product, (load, _) in taken.items()},
        )

    def weights(self, by: SplitBy, products: Sequence[str], what: str) -> list[Fraction]:
        """Weight of each of `products`; not all of them zero.

        Raises:
            InvalidInput: a mass (GC-MTR-064) or the shares (GC-MTR-065) are missing, or all are zero (GC-MTR-066).
        """
        if by == "mass":
            masses = {mass.product: mass.kg for mass in self.period.masses}
            for product in products:
                if masses.get(product, Decimal(0)) <= 0:
                    raise codes.NO_MASS.at(Place("/masses"), product=product, what=what)
            return [Fraction(masses[product]) * self.units[product] for product in products]
        if by == "key":
            shares = {share.product: Fraction(share.share) for share in self.period.keys}
            found = [shares.get(product, Fraction(0)) for product in products]
            if not any(found):
                raise codes.NO_KEY.at(Place("/keys"), products=", ".join(products), what=what)
            return found
        column = {"hours": self.hours, "electricity": self.electricity}.get(by)
        weights = [Fraction(self.units[product]) if column is None else column[product] for product in products]
        if not any(weights):
            raise codes.NOTHING_TO_WEIGH.at(Place("/rest"), what=what, by=by, by_zh=_NAMES[by])
        return weights

    def rest_weights(self, *, needed: bool) -> list[Fraction]:
        """Weight of each product in the rest; all zero where it stays with the facility, or where there is none."""
        by = self.period.rest.by
        if by == "stays" or not needed:
            return [Fraction(0)] * len(self.units)
        return self.weights(by, list(self.units), "the rest")


def fuel_shares(period: FacilityPeriod, basis: Basis) -> dict[str, tuple[FuelShare, ...]]:
    """Fuel of each product, MJ; the parts of each fuel sum to it exactly, in its own last decimal or 0.001 MJ."""
    found: dict[str, list[FuelShare]] = {product: [] for product in basis.units}
    for fuel in period.fuels:
        products = sorted(set(fuel.products)) or list(basis.units)
        for product, mj in zip(products, _parts(fuel, products, basis), strict=True):
            if mj:
                found[product].append(FuelShare(fuel=fuel.fuel, mj=mj, metered=fuel.metered))
    return {product: tuple(shares) for product, shares in found.items()}


def _parts(fuel: FuelMeter, products: Sequence[str], basis: Basis) -> list[Decimal]:
    mj = fuel.energy_mj or Decimal(0)
    decimals = max(_FEWEST_DECIMALS, -int(mj.as_tuple().exponent))
    whole = int(Fraction(mj) * 10**decimals)
    weights = basis.weights(fuel.split_by, products, fuel.fuel)
    return [Decimal(part).scaleb(-decimals).normalize() + 0 for part in largest_remainder(whole, weights)]
