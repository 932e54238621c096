"""A product as a product file: the way back from the model, such that reading gives the same product."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from greencard.catalogue.assembly import carton_part_kg
from greencard.catalogue.fields import SCHEMA_NAME
from greencard.model import Carton, EnergyCertificate, Fact, Leg, PackagingPart, Product, Route, Text, Value
from greencard.quantity import decimal_text

__all__ = ["write_product"]

_RENAMED: Final = {"origin": "from", "destination": "to", "distance_km": "km"}


def write_product(product: Product) -> bytes:
    """The product as a JSON product file in UTF-8, values left at their defaults omitted.

    The carton's share of one unit is written as the carton, from which reading derives it again.
    """
    carton, packaging = _carton(product)
    document = {
        "schema": SCHEMA_NAME,
        **_values(
            product, skip={"schema", "identifiers", "customs", "facility", "packaging", "carton", "route", "facts"}
        ),
        "identifiers": {identifier.scheme: identifier.value for identifier in product.identifiers},
        "customs": {**_values(product.customs), "origin": product.customs.origin},
        "facility": _facility(product),
        "packaging": [_values(part) for part in packaging],
        "carton": carton,
        "route": None if product.route is None else _route(product.route),
        "meter": _meter(product),
        "facts": {fact.name: _fact(fact) for fact in product.facts},
    }
    kept = {key: value for key, value in document.items() if value not in (None, [], {})}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def _values(value: Value, skip: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """The fields of a model value that differ from their defaults, in the form the file has."""
    written: dict[str, Any] = {}
    for info in msgspec.structs.fields(value):
        content = getattr(value, info.name)
        if info.name not in skip and (info.required or content != info.default):
            written[info.name] = _form(content)
    return written


def _form(content: Any) -> Any:
    match content:
        case Decimal():
            return decimal_text(content)
        case date():
            return content.isoformat()
        case Text():
            return {lang: text for lang, text in (("zh", content.zh), ("en", content.en)) if text}
        case Value():
            return _values(content)
        case tuple():
            return [_form(entry) for entry in content]
        case _:
            return content


def _carton(product: Product) -> tuple[dict[str, Any] | None, tuple[PackagingPart, ...]]:
    carton, packaging = product.carton, product.packaging
    if carton is None:
        return None, packaging
    document: dict[str, Any] = {
        "units": carton.units,
        "size_cm": [decimal_text(side) for side in (carton.length_cm, carton.width_cm, carton.height_cm)],
        "tare_kg": decimal_text(carton.tare_kg),
    }
    if packaging and _is_share(packaging[-1], carton):
        part, packaging = packaging[-1], packaging[:-1]
        document |= {key: value for key, value in _values(part).items() if key not in {"mass_kg", "level"}}
    return document, packaging


def _is_share(part: PackagingPart, carton: Carton) -> bool:
    return part.level == "transport" and part.mass_kg == carton_part_kg(carton.tare_kg, carton.units)


def _facility(product: Product) -> dict[str, Any]:
    document = _values(product.facility, skip={"solar", "certificates", "audits"})
    if product.facility.solar is not None:
        document["rooftop_solar"] = _values(product.facility.solar)
    if product.facility.certificates:
        document["certificates"] = [_certificate(entry) for entry in product.facility.certificates]
    if product.facility.audits:
        document["audits"] = [_values(entry) for entry in product.facility.audits]
    return document


def _certificate(certificate: EnergyCertificate) -> dict[str, Any]:
    kwh = Decimal(certificate.energy_wh).scaleb(-3)
    return {**_values(certificate, skip={"energy_wh"}), "energy_kwh": decimal_text(kwh)}


def _meter(product: Product) -> dict[str, Any] | None:
    meter = product.meter
    if meter is None:
        return None
    period = {"start": meter.period_start.isoformat(), "end": meter.period_end.isoformat()}
    return {"file": meter.file, "period": period}


def _legs(legs: tuple[Leg, ...]) -> list[dict[str, Any]]:
    return [{_RENAMED.get(key, key): value for key, value in _values(leg).items()} for leg in legs]


def _route(route: Route) -> dict[str, Any]:
    document = _values(route, skip={"legs", "baseline"})
    document["legs"] = _legs(route.legs)
    if route.baseline:
        document["baseline"] = _legs(route.baseline)
    return document


def _fact(fact: Fact) -> dict[str, Any]:
    return _values(fact, skip={"name"})
