"""From a product record and its meter readings to one assessment."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

import msgspec

from greencard.catalogue import composition, product_digest
from greencard.energy import Readings, match
from greencard.footprint import assess_footprint, standing_evidence
from greencard.model import Assessment
from greencard.transport import chain, compare, inbound_road

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from greencard.model import MeterInterval, MeterReference, Product
    from greencard.services.packs import Packs

__all__ = ["assess_product", "facility_zone", "meter_period", "shipped_mass_kg"]

_CHINA_STANDARD_TIME = timezone(timedelta(hours=8))


def shipped_mass_kg(product: Product) -> Decimal:
    """Mass that travels for one declared unit: product and packaging, kg (ISO 14083:2023, no load carriers)."""
    return product.mass_kg + sum(part.mass_kg for part in product.packaging)


def facility_zone(country: str) -> tzinfo:
    """The zone in which a facility's days are counted: China keeps one, without summer time; elsewhere UTC for now."""
    return _CHINA_STANDARD_TIME if country == "CN" else UTC


def meter_period(meter: MeterReference, country: str) -> tuple[datetime, datetime]:
    """First instant of the meter's period and the instant after its last day, in the facility's time."""
    zone = facility_zone(country)
    start = datetime.combine(meter.period_start, time(), zone)
    return start, datetime.combine(meter.period_end, time(), zone) + timedelta(days=1)


def assess_product(
    product: Product, *, readings: Readings | Sequence[MeterInterval] | None, packs: Packs, on: date
) -> Assessment:
    """Footprint, transport and composition of one declared unit, as of `on`.

    The transport chain stands beside the cradle-to-gate footprint and never inside it; a comparison exists only where
    the record names a baseline. Evidence that is not valid on `on` counts as a statement.

    Raises:
        InvalidInput: a mass, share or distance that cannot be (codes of the rooms).
        Refused: no factor at all for a material, or factors of unlike kind.
    """
    factors, intensities = packs.factors(), packs.intensities()
    solar = None
    if readings is not None:
        country = product.facility.country
        zone = facility_zone(country)
        # A store keeps instants, not zones; a day on the card is a day at the factory.
        intervals = readings.intervals if isinstance(readings, Readings) else readings
        local = [msgspec.structs.replace(i, start=i.start.astimezone(zone)) for i in intervals]
        start, end = (None, None) if product.meter is None else meter_period(product.meter, country)
        solar = match(local, start=start, end=end)
    home = product.facility.country
    road = inbound_road(intensities, home)
    footprint = assess_footprint(product, factors, solar=solar, inbound_intensity=road, on=on)
    stands, _ = standing_evidence(product, on)
    transport = comparison = None
    if product.route is not None and product.route.legs:
        mass = shipped_mass_kg(product)
        electricity = footprint.electricity.grid_factor
        transport = chain(
            intensities,
            product.route.legs,
            mass,
            electricity=electricity,
            home=home,
            destination=product.route.destination,
        )
        comparison = compare(intensities, product.route, mass, electricity=electricity, home=home)
    return Assessment(
        product=product,
        footprint=footprint,
        materials=composition(stands),
        transport=transport,
        comparison=comparison,
        facts=product.facts,
        assessed_on=on,
        product_hash=product_digest(product),
    )
