"""The quickest way through a JSON file: decoded straight into typed structs, checked as values in one pass.

It reads the fields that most products have, under their English keys, each in its plain form: numbers as numbers, dates
as ISO 8601. Anything else raises `NotPlain`, and a slower reader takes the file from the start. What this way accepts,
those accept, with an equal product; faults that do not stop a product (warnings, questions) are theirs to tell.

Whether a key stood twice or a number stood in quotation marks is seen by writing the structs again: every key and every
text has its two quotation marks, so that the same count in both means that nothing was dropped and nothing converted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from greencard.catalogue.assembly import carton_part_kg
from greencard.catalogue.checks import gtin_problem
from greencard.catalogue.checks_pillars import recycled_problem
from greencard.catalogue.countries import COUNTRIES
from greencard.catalogue.json_wire import ProductWire, WordsWire
from greencard.catalogue.plain_json import MAX_PLAIN_BYTES, NotPlain, read_facts
from greencard.catalogue.rows import TooManyFaults
from greencard.errors import GreencardError
from greencard.model import (
    BomLine,
    Carton,
    Customs,
    Evidence,
    Facility,
    Identifier,
    Leg,
    PackagingPart,
    Party,
    Price,
    Process,
    Product,
    Recycled,
    Route,
    SupplierFigure,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.catalogue.hs import HsCodes
    from greencard.catalogue.json_wire import (
        CartonWire,
        CustomsWire,
        EvidenceWire,
        FacilityWire,
        IdentifiersWire,
        LegWire,
        LineWire,
        PartWire,
        PriceWire,
        ProcessWire,
        RecycledWire,
        RouteWire,
        SellerWire,
        SupplierWire,
    )
    from greencard.catalogue.schema import FactVocabulary

__all__ = ["typed_product"]

_DECODER: Final = msgspec.json.Decoder(ProductWire, float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_DIGITS: Final = bytes(ord("0") if chr(code) in "0123456789." else ord(" ") for code in range(256))
_PRINTABLE: Final = bytes(range(0x20, 0x7F))
"""Of ASCII; any other letter is asked whether it can be printed."""
_LONG: Final = b"0" * 21
"""So many digits in a row are left to the exact reader."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CURRENCY: Final = re.compile(r"(?!RMB)[A-Z]{3}")
_CODE: Final = re.compile(r"[0-9]{6}(?:[0-9]{2})?")
_CN: Final = 8
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_LEAST: Final = Decimal("1e-12")
_MOST: Final = Decimal(10) ** 12
_OFF: Final = Decimal("0.05")
_FEW: Final = 80
"""Faults that a file could have at most without an error; at a hundred the reading of a file ends."""
_STATED: Final = Evidence()
_NO_TEXT: Final = Text()
_GRADES: Final = {grade: Evidence(grade=grade) for grade in ("E0", "E1", "E2", "E3")}


def typed_product(data: bytes, hs: HsCodes, vocabulary: FactVocabulary | None) -> Product:
    """The product of a JSON file in which everything is plain.

    Raises:
        NotPlain: anything out of the ordinary.
    """
    if len(data) > MAX_PLAIN_BYTES or _LONG in data.translate(_DIGITS):
        raise NotPlain
    try:
        wire = _DECODER.decode(data)
        again = _ENCODER.encode(wire)
        _written_plainly(data, again)
        return _product(wire, hs, vocabulary)
    except (msgspec.MsgspecError, UnicodeError, ArithmeticError, RecursionError, GreencardError, TooManyFaults):
        raise NotPlain from None


def _written_plainly(data: bytes, again: bytes) -> None:
    """Nothing dropped or converted; no text empty, to be trimmed, steering a terminal or with an escape in it.

    A quotation mark written as `u0022` behind a backslash would add to the count of the second writing alone: such a
    file is not plain.
    """
    if (
        again.count(b'"') != data.count(b'"')
        or b"\\" in again
        or (b"\\" in data and b"\\u00" in data)
        or b'""' in again
        or b'" ' in again
        or b' "' in again
        or not again.translate(None, _PRINTABLE).decode().isprintable()
    ):
        raise NotPlain


def _product(wire: ProductWire, hs: HsCodes, vocabulary: FactVocabulary | None) -> Product:
    bom, processes, claims = wire.bom, wire.processes or (), wire.claims or ()
    if not bom or len(bom) + 2 * len(processes) + 3 * len(claims) > _FEW:
        raise NotPlain
    mass = _amount(wire.mass_kg)
    lines = tuple([_line(line, wire.id) for line in bom])
    total = sum([line.net_kg for line in lines], _ZERO)
    if not mass or (total != mass and abs(total - mass) / mass > _OFF):
        raise NotPlain
    packaging = [_part(part) for part in wire.packaging or ()]
    carton = wire.carton
    if carton is not None:
        packaging.append(_carton_part(carton))
    return Product(
        id=_id(wire.id),
        name=_words(wire.name),
        declared_unit=_words(wire.declared_unit),
        mass_kg=mass,
        customs=_customs(wire.customs, hs),
        seller=_seller(wire.seller),
        facility=_facility(wire.facility),
        bom=lines,
        processes=tuple([_process(step) for step in processes]),
        packaging=tuple(packaging),
        carton=None if carton is None else _carton(carton),
        identifiers=() if wire.identifiers is None else _identifiers(wire.identifiers),
        route=None if wire.route is None else _route(wire.route),
        prices=tuple([_price(price) for price in wire.prices or ()]),
        facts=() if wire.facts is None else read_facts(wire.facts, vocabulary),
        claims=tuple(claims),
        annual_units=wire.annual_units,
        illustrative=wire.illustrative or False,
    )


def _amount(value: Decimal) -> Decimal:
    """Zero, or a number of the size that things in trade have."""
    if _LEAST <= value <= _MOST or value == 0:
        return value
    raise NotPlain


def _share(percent: Decimal | None, share: Decimal | None) -> Decimal:
    """A share that stands as such or as a percentage, never as both."""
    if percent is None:
        if share is None or not 0 <= share <= 1:
            raise NotPlain
        return share
    if share is not None or not (1 < percent <= 100 or percent == 0):  # noqa: PLR2004 - per cent
        raise NotPlain
    return percent.scaleb(-2)


def _id(text: str) -> str:
    if _ID.fullmatch(text) is None:
        raise NotPlain
    return text


def _words(words: WordsWire | str) -> Text:
    if not isinstance(words, WordsWire):
        if "：" in words:
            raise NotPlain
        return Text(zh=words) if not words.isascii() and _HAN.search(words) else Text(en=words)
    if not (words.en or words.zh):
        raise NotPlain
    return Text(en=words.en, zh=words.zh)


def _country(code: str) -> str:
    if not code:
        return "CN"
    if code not in COUNTRIES:
        raise NotPlain
    return code


def _evidence(wire: EvidenceWire | str | None) -> Evidence:
    if wire is None:
        return _STATED
    if isinstance(wire, str):
        return _GRADES[wire]
    first, last = wire.valid_from, wire.valid_until
    if first is not None and last is not None and last < first:
        raise NotPlain
    return Evidence(
        grade=wire.grade or "E0",
        kind=wire.kind,
        issuer=wire.issuer,
        number=wire.number,
        valid_from=first,
        valid_until=last,
    )


def _recycled(wire: RecycledWire | None) -> Recycled | None:
    if wire is None:
        return None
    share, post, rework = _share(wire.share_pct, wire.share), None, _ZERO
    if wire.post_consumer_pct is not None or wire.post_consumer_share is not None:
        post = _share(wire.post_consumer_pct, wire.post_consumer_share)
    if wire.rework_pct is not None or wire.rework_share is not None:
        rework = _share(wire.rework_pct, wire.rework_share)
    if recycled_problem(share, post, rework, wire.kind or "") is not None:
        raise NotPlain
    return Recycled(
        share=share,
        kind=wire.kind or "unspecified",
        evidence=_evidence(wire.evidence),
        post_consumer_share=post,
        rework_share=rework,
        scheme=wire.scheme or "",
        transaction_certificate=wire.transaction_certificate,
        records=wire.records or "",
        chain_of_custody=wire.chain_of_custody or "",
    )


def _supplier(wire: SupplierWire | None) -> SupplierFigure | None:
    if wire is None:
        return None
    return SupplierFigure(
        kg_co2e_per_kg=_amount(wire.kg_co2e_per_kg),
        scope=wire.scope or "unstated",
        per=wire.per or "kg",
        card=wire.card,
        evidence=_evidence(wire.evidence),
        note=wire.note,
    )


def _line(wire: LineWire, product: str) -> BomLine:
    net, gross, km = _amount(wire.net_kg), wire.gross_kg, wire.distance_km
    if gross is None:
        gross = net
    elif _amount(gross) < net:
        raise NotPlain
    if km is not None:
        _amount(km)
    if wire.product and (wire.supplier is not None or wire.product == product):
        raise NotPlain
    bio = _ZERO
    if wire.bio_based_pct is not None or wire.bio_based_share is not None:
        bio = _share(wire.bio_based_pct, wire.bio_based_share)
    return BomLine(
        material=wire.material,
        net_kg=net,
        gross_kg=gross,
        factor=wire.factor,
        recycled=_recycled(wire.recycled),
        bio_based_share=bio,
        plastic=wire.plastic or False,
        origin=wire.origin,
        distance_km=km,
        supplier=_supplier(wire.supplier),
        cbam_precursor=wire.cbam_precursor or False,
        product=wire.product,
    )


def _process(wire: ProcessWire) -> Process:
    return Process(
        name=wire.name,
        electricity_kwh=_ZERO if wire.electricity_kwh is None else _amount(wire.electricity_kwh),
        heat_mj=_ZERO if wire.heat_mj is None else _amount(wire.heat_mj),
        heat_fuel=wire.heat_fuel,
        evidence=_evidence(wire.evidence),
    )


def _part(wire: PartWire) -> PackagingPart:
    return PackagingPart(
        material=wire.material,
        mass_kg=_amount(wire.mass_kg),
        level=wire.level or "sales",
        factor=wire.factor,
        recycled=_recycled(wire.recycled),
        plastic=wire.plastic or False,
    )


def _carton(wire: CartonWire) -> Carton:
    length, width, height = (_amount(side) for side in wire.size_cm)
    if not (length and width and height):
        raise NotPlain
    return Carton(units=wire.units, length_cm=length, width_cm=width, height_cm=height, tare_kg=wire.tare_kg)


def _carton_part(wire: CartonWire) -> PackagingPart:
    return PackagingPart(
        material=wire.material,
        mass_kg=carton_part_kg(_amount(wire.tare_kg), wire.units),
        level="transport",
        factor=wire.factor,
        recycled=_recycled(wire.recycled),
        plastic=wire.plastic or False,
    )


def _route(wire: RouteWire) -> Route:
    name = _NO_TEXT if wire.baseline_name is None else _words(wire.baseline_name)
    if not wire.legs or (wire.baseline and not (name.en or name.zh)):
        raise NotPlain
    return Route(
        destination=wire.destination,
        legs=_legs(wire.legs),
        incoterm=wire.incoterm,
        baseline=_legs(wire.baseline or ()),
        baseline_name=name,
    )


def _legs(wires: Iterable[LegWire]) -> tuple[Leg, ...]:
    return tuple(
        [
            Leg(
                mode=wire.mode,
                origin=wire.from_,
                destination=wire.to,
                distance_km=_amount(wire.km),
                traction=wire.traction or "",
                note=wire.note,
            )
            for wire in wires
        ]
    )


def _price(wire: PriceWire) -> Price:
    if _CURRENCY.fullmatch(wire.currency) is None:
        raise NotPlain
    return Price(
        amount=_amount(wire.amount), currency=wire.currency, term=wire.term, order_quantity=wire.order_quantity
    )


def _customs(wire: CustomsWire, hs: HsCodes) -> Customs:
    code = wire.code.replace(".", "").replace(" ", "")
    if _CODE.fullmatch(code) is None or not hs.contains(code):
        raise NotPlain
    system: Literal["HS2022", "CN"] = "CN" if len(code) == _CN else "HS2022"
    if (wire.system or system) != system or (wire.confirmed_by is None) is not (wire.confirmed_on is None):
        raise NotPlain
    return Customs(
        code=code,
        system=system,
        origin=_country(wire.origin),
        confirmed_by=wire.confirmed_by,
        confirmed_on=wire.confirmed_on,
        note=wire.note,
    )


def _identifiers(wire: IdentifiersWire) -> tuple[Identifier, ...]:
    found = []
    if wire.gtin:
        if gtin_problem(wire.gtin) is not None:
            raise NotPlain
        found.append(Identifier(scheme="gtin", value=wire.gtin))
    if wire.sku:
        found.append(Identifier(scheme="sku", value=wire.sku))
    if wire.lot:
        found.append(Identifier(scheme="lot", value=wire.lot))
    return tuple(found)


def _seller(wire: SellerWire) -> Party:
    return Party(
        id=_id(wire.id),
        name=_words(wire.name),
        roles=("merchant",) if wire.roles is None else tuple(wire.roles),
        country=_country(wire.country),
        stall=wire.stall,
    )


def _facility(wire: FacilityWire) -> Facility:
    return Facility(
        id=_id(wire.id),
        name=_words(wire.name),
        place=_words(wire.place),
        country=_country(wire.country),
        latitude=wire.latitude,
        longitude=wire.longitude,
    )
