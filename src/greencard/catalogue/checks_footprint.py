"""What the rows that only the footprint reads say taken together: shares, co-products, certificates, second sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.catalogue import footprint_faults as f
from greencard.catalogue.rows import Reading, Row
from greencard.quantity import decimal_text

__all__ = ["check_footprint_rows"]

_NEEDS: Final = {
    "economic": ("product_price_per_kg", "price_per_kg"),
    "energy": ("product_energy_mj_per_kg", "energy_mj_per_kg"),
}
_OWN_PLANT: Final = frozenset({"kept", "sold"})


def check_footprint_rows(reading: Reading, product: Row) -> None:
    """Add to `reading` every fault of these rows; values already faulty are passed over in silence."""
    _sources(reading, product)
    for process in product.get("processes", []):
        _allocation(reading, process)
    _certificates(reading, product)
    _disposal(reading, product)


def _sources(reading: Reading, product: Row) -> None:
    for line in product.get("bom", []):
        given = [name for name in ("supplier", "supplier_card", "product") if name in line.written]
        if len(given) > 1:
            first, second = (line.written[name].text for name in given[:2])
            reading.add(
                f.TWO_SOURCES.fault(line.at(given[1]), material=line.get("material", "?"), first=first, second=second)
            )
        if line.get("product") and line.get("product") == product.get("id"):
            reading.add(f.MADE_OF_ITSELF.fault(line.at("product"), product=line.get("product")))


def _allocation(reading: Reading, process: Row) -> None:
    others: list[Row] = process.get("co_products", [])
    allocation: Row | None = process.get("allocation")
    name = process.get("name", "?")
    if others and "allocation" not in process.written:
        reading.add(f.NO_ALLOCATION.fault(process.at("co_products"), process=name))
    if allocation is None:
        return
    if not others and "co_products" not in process.written:
        reading.add(f.NOTHING_TO_ALLOCATE.fault(process.at("allocation"), severity="warning", process=name))
    method = allocation.get("method")
    if method not in _NEEDS:
        return
    own, other = _NEEDS[method]
    for row, field in ((allocation, own), *((row, other) for row in others)):
        if field not in row.written:
            item = next(item for item in row.record.fields if item.key == field)
            reading.add(
                f.ALLOCATION_NEEDS.fault(
                    row.place, process=name, method=method, missing=field, missing_zh=item.key_in("zh")
                )
            )


def _certificates(reading: Reading, product: Row) -> None:
    facility: Row | None = product.get("facility")
    rows: list[Row] = [] if facility is None else facility.get("certificates", [])
    seen: set[tuple[str, str]] = set()
    for row in rows:
        start, end = row.get("produced_from"), row.get("produced_until")
        if start is not None and end is not None and end < start:
            reading.add(f.PRODUCED_BACKWARDS.fault(row.at("produced_until"), start=start, end=end))
        key = (row.get("scheme", ""), row.get("id", ""))
        if all(key) and key in seen:
            reading.add(f.CERTIFICATE_TWICE.fault(row.at("id"), scheme=key[0], id=key[1]))
        seen.add(key)
        if row.get("fate") in _OWN_PLANT and facility is not None and "rooftop_solar" not in facility.written:
            reading.add(f.CERTIFICATE_OF_NO_PLANT.fault(row.at("fate"), id=row.get("id", "?")))


def _disposal(reading: Reading, product: Row) -> None:
    end: Row | None = product.get("end_of_life")
    rows: list[Row] = [] if end is None else end.get("disposal", [])
    shares = [row.get("share") for row in rows]
    if end is None or not rows or any(share is None for share in shares):
        return
    total = sum(shares, Decimal(0))
    if total != 1:
        reading.add(f.SHARES_NOT_WHOLE.fault(end.at("disposal"), sum=decimal_text(total * 100)))
