"""From a product record and its meter readings to one assessment."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from greencard.catalogue import composition, product_digest
from greencard.energy import Readings, Site, judged, match
from greencard.footprint import RULES, assess_footprint, standing_evidence
from greencard.footprint.check import check_product
from greencard.model import Assessment
from greencard.transport import chain, compare, inbound_road

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from greencard.footprint import SupplierCard
    from greencard.model import Comparison, MeterInterval, MeterReference, Product, ProductEnergy, TransportResult
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
    product: Product,
    *,
    readings: Readings | Sequence[MeterInterval] | None,
    packs: Packs,
    on: date,
    energy: ProductEnergy | None = None,
    cards: Mapping[str, SupplierCard] | None = None,
    rules: str = RULES,
    solar_divided: bool = False,
) -> Assessment:
    """Footprint, transport and composition of one declared unit, as of `on`.

    The transport chain stands beside the cradle-to-gate footprint and never inside it; a comparison exists only where
    the record names a baseline. Evidence that is not valid on `on` counts as a statement.

    Args:
        product: the record.
        readings: interval readings of its facility; None: none.
        packs: the dated data.
        on: day of the assessment.
        energy: energy allocated to the product from its facility's meters, in place of what the record states.
        cards: verified supplier cards by the name lines use (`greencard.services.supplier_cards`).
        rules: id of the footprint's rule set.
        solar_divided: the facility's own solar of this time is booked to other products.

    Raises:
        InvalidInput: a mass, share or distance that cannot be (codes of the rooms).
        Refused: no factor at all for a material, factors of unlike kind, or a supplier's card that does not serve.
    """
    factors, intensities = packs.factors(), packs.intensities()
    solar = quality = None
    if readings is not None:
        country = product.facility.country
        zone = facility_zone(country)
        # A store keeps instants, not zones; a day on the card is a day at the factory.
        if isinstance(readings, Readings):
            local = readings.in_zone(zone)
        else:
            local = judged(readings, Site.of(product.facility), zone=zone)
        start, end = (None, None) if product.meter is None else meter_period(product.meter, country)
        solar, quality = match(local, start=start, end=end), local.quality
    check_product(product)
    destination = ""
    if product.route is not None:
        destination = intensities.places.country_of(product.route.destination)
    way = _transport(product, packs) if product.use is not None or product.end_of_life is not None else (None, None)
    footprint = assess_footprint(
        product,
        factors,
        solar=solar,
        inbound_intensity=inbound_road(intensities, product.facility.country),
        on=on,
        energy=energy,
        cards=cards,
        rules=rules,
        distribution=way[0],
        destination=destination,
        reading_quality=quality,
        solar_divided=solar_divided,
    )
    stands, _ = standing_evidence(product, on)
    transport, comparison = way if footprint.life_cycle is not None else _transport(product, packs)
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


def _transport(product: Product, packs: Packs) -> tuple[TransportResult | None, Comparison | None]:
    """The chain to the buyer and its comparison with the baseline; electric trains take the footprint's grid factor."""
    route, home = product.route, product.facility.country
    if route is None or not route.legs:
        return None, None
    mass, intensities = shipped_mass_kg(product), packs.intensities()
    electricity = packs.factors().grid(home).reference()
    chained = chain(intensities, route.legs, mass, electricity=electricity, home=home, destination=route.destination)
    return chained, compare(intensities, route, mass, electricity=electricity, home=home)
