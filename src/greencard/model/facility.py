"""A facility's energy over a period: what was metered, what was made when, and what reached each product."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.energy import CertificateScheme, EnergyCertificate, ProductEnergy
from greencard.model.party import CertificateState

__all__ = [
    "AllocatedProduct",
    "CertifiedSupply",
    "ElectricityClaims",
    "FacilityAllocation",
    "FacilityPeriod",
    "FuelMeter",
    "KeyShare",
    "ProductMass",
    "ProductionRun",
    "RegisterReading",
    "RestEnergy",
    "RestRule",
    "SplitBy",
    "SubMeter",
    "SubMeterSum",
    "UnusedCertificate",
    "UsedCertificate",
]

SplitBy = Literal["key", "mass", "units", "hours", "electricity"]
"""What a shared amount is spread by: stated shares, mass made, units made, run hours, or directly allocated Wh."""


class RegisterReading(Value, frozen=True, kw_only=True):
    """What a counting register showed at an instant, Wh."""

    at: datetime
    wh: int


class SubMeter(Value, frozen=True, kw_only=True):
    """A meter behind the facility's main meter: interval readings in a file, or a register read now and then."""

    id: str
    name: Text = Text()
    file: str = ""
    registers: tuple[RegisterReading, ...] = ()
    """At least two, in order; between two of them the energy follows the main meter's load."""


class ProductionRun(Value, frozen=True, kw_only=True):
    """Units of one product made in [start, end); without a window, over the whole period."""

    product: str
    units: int
    """Good units; a run that yielded none still used its energy."""
    start: datetime | None = None
    end: datetime | None = None
    sub_meter: str = ""
    """The sub-meter of the machine it ran on; empty: whatever no sub-meter covers."""


class KeyShare(Value, frozen=True, kw_only=True):
    """A stated share of what products use together, 0 to 1, and why; the shares of a period sum to one."""

    product: str
    share: Decimal
    reason: Text = Text()


class ProductMass(Value, frozen=True, kw_only=True):
    """Net mass of one unit, for a split by mass."""

    product: str
    kg: Decimal


class FuelMeter(Value, frozen=True, kw_only=True):
    """Fuel burnt in the period: MJ of net calorific value, or an amount with its net calorific value."""

    fuel: str
    mj: Decimal | None = None
    amount: Decimal | None = None
    unit: Literal["kg", "m3", "l", ""] = ""
    mj_per_unit: Decimal | None = None
    metered: bool = False
    split_by: SplitBy
    products: tuple[str, ...] = ()
    """Products that use it; empty: all of the period."""

    @property
    def energy_mj(self) -> Decimal | None:
        """MJ as stated, or amount times calorific value; None where neither is there."""
        if self.mj is not None:
            return self.mj
        if self.amount is None or self.mj_per_unit is None:
            return None
        return self.amount * self.mj_per_unit


class RestRule(Value, frozen=True, kw_only=True):
    """What becomes of load that no run took: lighting, compressors, idling.

    ISO 14067 counts auxiliary consumption to the products. `stays` is for what belongs to products that are not in the
    file, and needs its reason.
    """

    by: SplitBy | Literal["stays"]
    reason: Text = Text()


class FacilityPeriod(Value, frozen=True, kw_only=True):
    """One facility, one period, one main meter, and everything needed to say which product used what."""

    schema: Literal["greencard/facility-period/1"] = "greencard/facility-period/1"
    facility_id: str
    start: datetime
    end: datetime
    runs: tuple[ProductionRun, ...]
    rest: RestRule
    country: str = "CN"
    readings: str = ""
    """File of the main meter's interval readings."""
    kwp: Decimal | None = None
    latitude: float | None = None
    longitude: float | None = None
    certificates_state: CertificateState = "unknown"
    """Fate of the certificates of own solar kWh that no listed certificate speaks for."""
    certificates: tuple[EnergyCertificate, ...] = ()
    sub_meters: tuple[SubMeter, ...] = ()
    keys: tuple[KeyShare, ...] = ()
    masses: tuple[ProductMass, ...] = ()
    fuels: tuple[FuelMeter, ...] = ()
    illustrative: bool = False


class CertifiedSupply(Value, frozen=True, kw_only=True):
    """Grid supply covered by bought and cancelled certificates of one technology."""

    technology: str
    wh: int


class UnusedCertificate(Value, frozen=True, kw_only=True):
    """A listed certificate, or the part of one, that changes nothing in this period, and why."""

    scheme: str
    id: str
    wh: int
    why: Text


class UsedCertificate(Value, frozen=True, kw_only=True):
    """What of a listed certificate covers grid supply in this period; the rest of it may cover another."""

    scheme: CertificateScheme
    id: str
    wh: int


class ElectricityClaims(Value, frozen=True, kw_only=True):
    """Whose electricity a load was, in Wh; the five parts sum to the load (ISO 14067:2018 6.4.9.4)."""

    load_wh: int
    self_kept_wh: int
    """Own solar, used in the interval it was made in, whose certificates are ours or were never issued."""
    self_sold_wh: int
    """Own solar whose certificates belong to somebody else: residual mix."""
    self_unsettled_wh: int
    """Own solar whose certificates' fate nobody states: not counted as own until somebody does."""
    certified_wh: int
    """Grid supply covered by certificates bought and cancelled for this use."""
    grid_wh: int
    """Grid supply without a certificate."""
    certified: tuple[CertifiedSupply, ...] = ()
    """`certified_wh` by technology, in the order of the certificates' production."""
    unused: tuple[UnusedCertificate, ...] = ()
    used: tuple[UsedCertificate, ...] = ()
    """`certified_wh` by certificate."""


class AllocatedProduct(Value, frozen=True, kw_only=True):
    """A product's energy, and how much of it came through its own runs and how much as its part of the rest."""

    energy: ProductEnergy
    direct_wh: int
    shared_wh: int
    run_seconds: int
    """Machine time: the windows of its runs, overlaps on one meter counted once."""


class RestEnergy(Value, frozen=True, kw_only=True):
    """What stays with the facility; with the products it sums to the meter."""

    electricity_wh: int = 0
    self_solar_wh: int = 0
    solar_sold_wh: int = 0
    solar_unsettled_wh: int = 0
    certified_wh: int = 0
    why: Text = Text()


class SubMeterSum(Value, frozen=True, kw_only=True):
    """What one sub-meter counted in the period, and what of it no run took."""

    id: str
    wh: int
    idle_wh: int
    missing_intervals: int = 0


class FacilityAllocation(Value, frozen=True, kw_only=True):
    """A facility's meter, divided. Products and rest sum to `load_wh` in every column, in integer Wh."""

    facility_id: str
    period_start: datetime
    period_end: datetime
    load_wh: int
    assumed_load_wh: int
    """Part of `load_wh` nobody metered, taken as grid supply."""
    storage_loss_wh: int = 0
    """Part of `load_wh` that a battery lost on the way, taken as grid supply."""
    self_solar_wh: int
    exported_wh: int
    """A ledger of its own: no product has a part in it."""
    claims: ElectricityClaims
    products: tuple[AllocatedProduct, ...]
    rest: RestEnergy
    unassigned_wh: int
    """Load that no run took, before the rule for the rest was applied."""
    sub_meters: tuple[SubMeterSum, ...] = ()
    metering_excess_wh: int = 0
    """By how much sub-meters showed more than the main meter in single intervals, within tolerance; cut off."""
    digest: str
