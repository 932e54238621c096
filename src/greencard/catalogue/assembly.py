"""Rows without errors into the values of the model."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from greencard.catalogue.rows import Row
from greencard.model import (
    Allocation,
    BomLine,
    Carton,
    CoProduct,
    Customs,
    Disposal,
    EndOfLife,
    EnergyCertificate,
    Evidence,
    Facility,
    Identifier,
    Leg,
    MeterReference,
    PackagingPart,
    Party,
    Price,
    Process,
    Product,
    Recycled,
    Release,
    RooftopSolar,
    Route,
    SocialAudit,
    SupplierFigure,
    Text,
    UseStage,
)
from greencard.quantity import significant

__all__ = ["assemble", "carton_part_kg"]

_DIGITS = 12
_WH_PER_KWH = 1000
_SCHEMES: tuple[Literal["gtin", "sku", "lot"], ...] = ("gtin", "sku", "lot")


def carton_part_kg(tare_kg: Decimal, units: int) -> Decimal:
    """A carton's share of one unit, kg, to twelve significant digits so that a third of a carton is one number."""
    return significant(tare_kg / units, _DIGITS)


def assemble(row: Row) -> Product:
    """The product of a row that passed every check."""
    return Product(
        id=row.get("id"),
        name=row.get("name"),
        declared_unit=row.get("declared_unit"),
        mass_kg=row.get("mass_kg"),
        customs=_customs(row.get("customs")),
        seller=Party(**_plain(row.get("seller"))),
        facility=_facility(row.get("facility")),
        bom=tuple(_line(line) for line in row.get("bom")),
        processes=tuple(_process(step) for step in row.get("processes", ())),
        packaging=(*(PackagingPart(**_plain(part)) for part in row.get("packaging", ())), *_carton_part(row)),
        carton=_carton(row.get("carton")),
        identifiers=_identifiers(row.get("identifiers")),
        route=_route(row.get("route")),
        prices=tuple(Price(**_plain(price)) for price in row.get("prices", ())),
        facts=row.get("facts", ()),
        claims=row.get("claims", ()),
        meter=_meter(row.get("meter")),
        annual_units=row.get("annual_units"),
        use=_use(row.get("use")),
        end_of_life=_end_of_life(row.get("end_of_life")),
        illustrative=row.get("illustrative", False),
    )


def _plain(row: Row) -> dict[str, Any]:
    """Keyword arguments of a record whose field names are those of its model value."""
    values: dict[str, Any] = {}
    for name, cell in row.cells.items():
        value = cell.value
        if isinstance(value, Row):
            value = {"evidence": _evidence, "recycled": _recycled, "supplier": _supplier}[value.record.name](value)
        values[name] = value
    return values


def _evidence(row: Row) -> Evidence:
    return Evidence(**_plain(row))


def _recycled(row: Row) -> Recycled:
    return Recycled(**_plain(row))


def _supplier(row: Row) -> SupplierFigure:
    return SupplierFigure(**_plain(row))


def _customs(row: Row) -> Customs:
    values = _plain(row)
    values.setdefault("system", "CN" if len(values["code"]) == 8 else "HS2022")  # noqa: PLR2004 - CN has eight digits
    return Customs(**values)


def _facility(row: Row) -> Facility:
    solar: Row | None = row.get("rooftop_solar")
    lists = {"rooftop_solar", "certificates", "audits"}
    values = {name: cell.value for name, cell in row.cells.items() if name not in lists}
    return Facility(
        **values,
        solar=None if solar is None else RooftopSolar(**_plain(solar)),
        certificates=tuple(_certificate(entry) for entry in row.get("certificates", ())),
        audits=tuple(SocialAudit(**_plain(entry)) for entry in row.get("audits", ())),
    )


def _certificate(row: Row) -> EnergyCertificate:
    values = _plain(row)
    kwh: Decimal = values.pop("energy_kwh")
    return EnergyCertificate(**values, energy_wh=int(kwh * _WH_PER_KWH))


def _process(row: Row) -> Process:
    values = {name: cell.value for name, cell in row.cells.items()}
    evidence: Row | None = values.pop("evidence", None)
    if evidence is not None:
        values["evidence"] = _evidence(evidence)
    allocation: Row | None = values.pop("allocation", None)
    return Process(
        **{name: value for name, value in values.items() if name not in {"releases", "co_products"}},
        releases=tuple(Release(**_plain(entry)) for entry in row.get("releases", ())),
        co_products=tuple(CoProduct(**_plain(entry)) for entry in row.get("co_products", ())),
        allocation=None if allocation is None else Allocation(**_plain(allocation)),
    )


def _use(row: Row | None) -> UseStage | None:
    return None if row is None else UseStage(**_plain(row))


def _end_of_life(row: Row | None) -> EndOfLife | None:
    if row is None:
        return None
    evidence: Row | None = row.get("evidence")
    return EndOfLife(
        scenario=row.get("scenario"),
        disposal=tuple(Disposal(**_plain(entry)) for entry in row.get("disposal")),
        evidence=Evidence() if evidence is None else _evidence(evidence),
    )


def _line(row: Row) -> BomLine:
    values = _plain(row)
    values.setdefault("gross_kg", values["net_kg"])
    return BomLine(**values)


def _carton(row: Row | None) -> Carton | None:
    if row is None:
        return None
    length, width, height = row.get("size_cm")
    return Carton(
        units=row.get("units"), length_cm=length, width_cm=width, height_cm=height, tare_kg=row.get("tare_kg")
    )


def _carton_part(product: Row) -> tuple[PackagingPart, ...]:
    row: Row | None = product.get("carton")
    if row is None:
        return ()
    recycled: Row | None = row.get("recycled")
    part = PackagingPart(
        material=row.get("material"),
        mass_kg=carton_part_kg(row.get("tare_kg"), row.get("units")),
        level="transport",
        factor=row.get("factor", ""),
        recycled=None if recycled is None else _recycled(recycled),
        plastic=row.get("plastic", False),
    )
    return (part,)


def _identifiers(row: Row | None) -> tuple[Identifier, ...]:
    if row is None:
        return ()
    return tuple(Identifier(scheme=scheme, value=row.get(scheme)) for scheme in _SCHEMES if row.get(scheme))


def _leg(row: Row) -> Leg:
    values = _plain(row)
    return Leg(origin=values.pop("from"), destination=values.pop("to"), distance_km=values.pop("km"), **values)


def _route(row: Row | None) -> Route | None:
    if row is None:
        return None
    return Route(
        destination=row.get("destination"),
        legs=tuple(_leg(leg) for leg in row.get("legs")),
        incoterm=row.get("incoterm", ""),
        baseline=tuple(_leg(leg) for leg in row.get("baseline", ())),
        baseline_name=row.get("baseline_name", Text()),
    )


def _meter(row: Row | None) -> MeterReference | None:
    if row is None:
        return None
    period: Row = row.get("period")
    return MeterReference(file=row.get("file"), period_start=period.get("start"), period_end=period.get("end"))
