"""Interval meter readings and what matching them gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value

__all__ = [
    "AllocationKey",
    "CertificateFate",
    "CertificateScheme",
    "DayProfile",
    "EnergyCertificate",
    "FuelShare",
    "MeterInterval",
    "ProductEnergy",
    "SolarMatch",
]

CertificateScheme = Literal["GEC", "I-REC", "GO"]
"""China's green electricity certificate, International REC, European guarantee of origin."""
CertificateFate = Literal["kept", "sold", "bought", "cancelled_for_self"]
AllocationKey = Literal["sub_meter", "run_window", "stated_key"]
"""How a facility's energy reached a product: its own sub-meter, the hours of its run, or a key somebody states."""


class MeterInterval(Value, frozen=True, kw_only=True, gc=False):
    """Energy metered in [start, start + seconds): integer Wh, so that sums are exact."""

    start: datetime
    seconds: int
    load_wh: int
    pv_wh: int
    export_wh: int
    charge_wh: int = 0
    """Into the battery, at its terminals."""
    discharge_wh: int = 0
    """Out of the battery; charge less discharge over a closed period is loss."""


class EnergyCertificate(Value, frozen=True, kw_only=True):
    """An energy-attribute certificate: which kWh it speaks for and what became of it (ISO 14067:2018 6.4.9.4)."""

    scheme: CertificateScheme
    id: str
    energy_wh: int
    """One GEC, I-REC or GO is 1 000 kWh; a part of one is not tradable."""
    technology: Literal["pv", "wind", "hydro", "biomass", "nuclear", "other"]
    country: str
    """Where the electricity was made, ISO 3166-1 alpha-2: it counts in that market alone."""
    produced_from: date
    produced_until: date
    fate: CertificateFate
    cancelled_on: date | None = None
    """When it was cancelled (redeemed) for this facility's use; one that is bought counts only from then."""


class FuelShare(Value, frozen=True, kw_only=True):
    """Fuel energy that reached a product, MJ of net calorific value."""

    fuel: str
    mj: Decimal
    metered: bool = False


class ProductEnergy(Value, frozen=True, kw_only=True):
    """Energy of all units of one product in a period, allocated from a facility's meters. Exports have no field here.

    The parts of all products and the rest that no product took add up to the meter, in integer Wh.
    """

    product_id: str
    facility_id: str
    period_start: datetime
    period_end: datetime
    units: int
    key: AllocationKey
    why: Text = Text()
    electricity_wh: int
    """Load allocated to the product; own solar, bought certificates and grid are within it."""
    self_solar_wh: int = 0
    """Part met by own PV in the same interval (storage with its losses), whoever holds its certificates."""
    solar_sold_wh: int = 0
    """Part of `self_solar_wh` whose certificates were sold: it takes the residual mix."""
    solar_unsettled_wh: int = 0
    """Part of `self_solar_wh` whose certificates' fate nobody states: not own solar until somebody does."""
    certified_wh: int = 0
    """Part of the grid supply covered by certificates bought and cancelled for this use."""
    certified_technology: str = ""
    """Technology of those certificates; several are joined with `+` (`hydro+wind`)."""
    fuels: tuple[FuelShare, ...] = ()
    missing_share: Decimal = Decimal(0)
    """Share of the period without a reading, 0 to 1."""
    quality: Text = Text()
    """What treatment the readings needed, in words."""
    digest: str = ""
    """SHA-256 over readings, runs and keys."""


class DayProfile(Value, frozen=True, kw_only=True):
    """One day for a picture: mean kW per interval of equal length."""

    day: str
    seconds: int
    load_kw: tuple[Decimal, ...]
    pv_kw: tuple[Decimal, ...]
    matched_kw: tuple[Decimal, ...]


class SolarMatch(Value, frozen=True, kw_only=True):
    """Result of matching load and PV interval by interval, then summed. Exported energy is a ledger of its own."""

    period_start: datetime
    period_end: datetime
    intervals: int
    missing_intervals: int
    load_wh: int
    """Metered load plus `assumed_load_wh`."""
    self_consumed_wh: int
    """Sum over intervals of min(load, pv - export): the only solar energy that enters a footprint."""
    exported_wh: int
    pv_wh: int
    clearest_day: DayProfile | None = None
    assumed_load_wh: int = 0
    """Part of `load_wh` nobody metered: mean metered load times missing intervals, taken wholly as grid supply."""
    stored_solar_wh: int = 0
    """Part of `self_consumed_wh` that came out of the battery as own solar, after its losses."""
    storage_loss_wh: int = 0
    """Charge less discharge of the period, less what is still stored: own energy lost on the way, not used."""

    @property
    def solar_share(self) -> Decimal:
        """Share of load met by own PV in the same interval, 0 to 1."""
        return Decimal(self.self_consumed_wh) / Decimal(self.load_wh) if self.load_wh else Decimal(0)
