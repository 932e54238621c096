"""What a product record must satisfy before anything is added up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Fault, Place, raise_faults
from greencard.footprint.codes import (
    DISPOSAL_SHARES,
    GROSS_BELOW_NET,
    MASS_BALANCE,
    NEGATIVE,
    NO_FUEL_NAMED,
    NOTHING_IN_IT,
    SHARE_RANGE,
    SUPPLIER_ZERO,
    TOO_FAR,
    TOO_LARGE,
)
from greencard.model import Text
from greencard.transport.chain import MAX_KM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from greencard.model import Process, Product

__all__ = ["LARGEST", "SUPPLIER_SCOPES", "check_product", "mass_note"]

LARGEST: Final = Decimal(10) ** 9
"""No declared unit holds more kg, kWh or MJ than this; beyond it float64 and the record are both in doubt."""
SUPPLIER_SCOPES: Final = frozenset({"cradle_to_gate", "direct_and_indirect_mixed"})
"""Scopes with which a supplier's figure stands for a material."""
SMALLEST_EXPONENT: Final = -30
BALANCE_NOTE: Final = Decimal("0.05")
BALANCE_REFUSE: Final = Decimal("0.20")


def check_product(product: Product) -> None:
    """Every amount finite and not negative, every share between 0 and 1, every mass accounted for.

    No distance goes round the earth, and no supplier makes a material out of nothing.

    Raises:
        InvalidInput: one exception with every fault and its place (GC-FPT-001 to 007, 010, 011, 031).
    """
    faults = list(_amounts(product))
    if not product.bom or (product.mass_kg.is_finite() and product.mass_kg == 0):
        faults.append(NOTHING_IN_IT.fault(Place("/bom")))
    if not faults:
        faults.extend(_relations(product))
    raise_faults(faults)


def _amounts(product: Product) -> Iterator[Fault]:
    yield from _amount("/mass_kg", product.mass_kg)
    for i, line in enumerate(product.bom):
        yield from _amount(f"/bom/{i}/net_kg", line.net_kg)
        yield from _amount(f"/bom/{i}/gross_kg", line.gross_kg)
        yield from _amount(f"/bom/{i}/distance_km", line.distance_km)
        yield from _share(f"/bom/{i}/bio_based_share", line.bio_based_share)
        yield from _share(f"/bom/{i}/recycled/share", line.recycled.share if line.recycled else None)
        figure = line.supplier.kg_co2e_per_kg if line.supplier else None
        yield from _amount(f"/bom/{i}/supplier/kg_co2e_per_kg", figure)
    for i, process in enumerate(product.processes):
        yield from _amount(f"/processes/{i}/electricity_kwh", process.electricity_kwh)
        yield from _amount(f"/processes/{i}/heat_mj", process.heat_mj)
        if process.releases or process.co_products or process.allocation is not None:
            yield from _outputs(f"/processes/{i}", process)
    for i, part in enumerate(product.packaging):
        yield from _amount(f"/packaging/{i}/mass_kg", part.mass_kg)
        yield from _share(f"/packaging/{i}/recycled/share", part.recycled.share if part.recycled else None)
    if product.facility.solar is not None:
        yield from _share("/facility/solar/self_consumption_share", product.facility.solar.self_consumption_share)
    if product.use is not None:
        yield from _amount("/use/years", product.use.years)
        yield from _amount("/use/electricity_kwh_per_year", product.use.electricity_kwh_per_year)
    if product.end_of_life is not None:
        for i, disposal in enumerate(product.end_of_life.disposal):
            yield from _share(f"/end_of_life/disposal/{i}/share", disposal.share)


def _outputs(pointer: str, process: Process) -> Iterator[Fault]:
    for i, release in enumerate(process.releases):
        yield from _amount(f"{pointer}/releases/{i}/kg", release.kg)
    for i, other in enumerate(process.co_products):
        yield from _amount(f"{pointer}/co_products/{i}/kg", other.kg)
        yield from _amount(f"{pointer}/co_products/{i}/price_per_kg", other.price_per_kg)
        yield from _amount(f"{pointer}/co_products/{i}/energy_mj_per_kg", other.energy_mj_per_kg)
    if process.allocation is not None:
        at = f"{pointer}/allocation"
        yield from _amount(f"{at}/product_price_per_kg", process.allocation.product_price_per_kg)
        yield from _amount(f"{at}/product_energy_mj_per_kg", process.allocation.product_energy_mj_per_kg)


def _share(pointer: str, share: Decimal | None) -> Iterator[Fault]:
    if share is not None and not (share.is_finite() and 0 <= share <= 1):
        yield SHARE_RANGE.fault(Place(pointer), field=pointer.rsplit("/", 1)[-1], value=str(share)[:40])


def _amount(pointer: str, amount: Decimal | None) -> Iterator[Fault]:
    field = pointer.rsplit("/", 1)[-1]
    if amount is None:
        return
    if not amount.is_finite() or abs(amount) > LARGEST or (amount and amount.adjusted() < SMALLEST_EXPONENT):
        yield TOO_LARGE.fault(Place(pointer), field=field, value=str(amount)[:40])
    elif amount < 0:
        yield NEGATIVE.fault(Place(pointer), field=field, value=amount)


def _relations(product: Product) -> Iterator[Fault]:
    for i, line in enumerate(product.bom):
        if line.gross_kg < line.net_kg:
            place = Place(f"/bom/{i}/gross_kg")
            yield GROSS_BELOW_NET.fault(place, gross=line.gross_kg, net=line.net_kg, material=line.material[:80])
        if line.distance_km is not None and line.distance_km > MAX_KM:
            place = Place(f"/bom/{i}/distance_km")
            yield TOO_FAR.fault(place, material=line.material[:80], distance=line.distance_km, limit=MAX_KM)
        figure = line.supplier
        if figure is not None and figure.scope in SUPPLIER_SCOPES and figure.kg_co2e_per_kg == 0:
            yield SUPPLIER_ZERO.fault(Place(f"/bom/{i}/supplier/kg_co2e_per_kg"), material=line.material[:80])
    for i, process in enumerate(product.processes):
        if process.heat_mj > 0 and not process.heat_fuel.strip():
            place = Place(f"/processes/{i}/heat_fuel")
            yield NO_FUEL_NAMED.fault(place, process=process.name[:80], heat=process.heat_mj)
    if product.end_of_life is not None:
        shares = sum((disposal.share for disposal in product.end_of_life.disposal), Decimal(0))
        if shares != 1:
            yield DISPOSAL_SHARES.fault(Place("/end_of_life/disposal"), sum=shares)
    apart = _apart(product)
    if apart > BALANCE_REFUSE:
        bom = sum((line.net_kg for line in product.bom), Decimal(0))
        percent = f"{apart * 100:.1f}"
        yield MASS_BALANCE.fault(Place("/mass_kg"), bom=bom, mass=product.mass_kg, percent=percent)


def _apart(product: Product) -> Decimal:
    bom = sum((line.net_kg for line in product.bom), Decimal(0))
    return abs(bom - product.mass_kg) / product.mass_kg


def mass_note(product: Product) -> Text | None:
    """A note where materials and product differ by more than 5 % of the product's mass (our threshold)."""
    apart = _apart(product)
    if apart <= BALANCE_NOTE:
        return None
    return Text(
        en=f"The materials' net mass and the product's mass are {apart * 100:.1f} % apart.",
        zh=f"材料净重合计与产品净重相差 {apart * 100:.1f}%。",
    )
