"""Suppliers' green cards: found beside the product file or in the store, verified, and read as leaf processes.

A card that is not there, does not verify, has run out, or was withdrawn or replaced stops the assessment and says what
to do. Nothing falls back on a published average in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from greencard.card import Verification, content_of, encode_card, parse_document
from greencard.errors import GreencardError, NotVerified, Place, Refused, declare
from greencard.footprint import SupplierCard
from greencard.footprint.codes import CARD_BOUNDARY
from greencard.model import Text, Value

if TYPE_CHECKING:
    from greencard.card import Check, CheckId
    from greencard.model import Product
    from greencard.ports import StoreSession

__all__ = [
    "CardFile",
    "CardFinder",
    "CardVerifier",
    "cards_beside",
    "cards_in",
    "first_found",
    "supplier_card",
    "supplier_cards",
]

NO_CARD = declare(
    "GC-SVC-013",
    Refused,
    en="The supplier's card {card} is neither beside the product file nor in the store.",
    zh="供应商绿卡 {card} 既不在商品文件旁，也不在存储中。",
    remedy_en="Put the card's file beside the product file, or remove it from the line: the published average stands.",
    remedy_zh="请将该卡文件放在商品文件旁；或从该行移除，改用公布的平均值。",
)
CARD_FAILS = declare(
    "GC-SVC-014",
    NotVerified,
    en="The supplier's card {card} does not verify: {why}",
    zh="供应商绿卡 {card} 未通过核验：{why_zh}",
    remedy_en="Ask the supplier for a new card from an issuer known here, or remove it: the published average stands.",
    remedy_zh="请向供应商索取由此处已知机构签发的新卡；或移除该卡，改用公布的平均值。",
)
CARD_RUN_OUT = declare(
    "GC-SVC-015",
    Refused,
    en="The supplier's card {card} is not valid on {on}: {why}",
    zh="供应商绿卡 {card} 在 {on} 无效：{why_zh}",
    remedy_en="Ask the supplier for the current card, or remove it from the line: the published average stands.",
    remedy_zh="请向供应商索取现行绿卡；或从该行移除，改用公布的平均值。",
)
CARD_ENDED = declare(
    "GC-SVC-016",
    Refused,
    en="The supplier's card {card} no longer stands: {why}",
    zh="供应商绿卡 {card} 已失效：{why_zh}",
    remedy_en="Ask the supplier for the card that replaces it, or remove it: the published average stands.",
    remedy_zh="请向供应商索取替代的新卡；或移除该卡，改用公布的平均值。",
)

OWN_CARD = declare(
    "GC-SVC-020",
    Refused,
    en="The card {card} is of this very product ({identifier}); nothing is a material of itself.",
    zh="绿卡 {card} 就是本商品自己的卡（{identifier}）；商品不能是自身的材料。",
    remedy_en="Name the card of what is bought for this line, or remove it: the published average stands.",
    remedy_zh="请填写该行所购材料的绿卡；或移除该卡，改用公布的平均值。",
)

CardFinder = Callable[[str], "CardFile | None"]
"""The card file behind a file name or id; None where there is none."""
CardVerifier = Callable[[bytes, datetime], Verification]
"""Checks a card file at an instant, as `Greencard.verify_card` and `greencard.card.verify` do."""

_MUST_HOLD: Final[tuple[CheckId, ...]] = ("readable", "shape", "issuer", "key", "signature", "figures")
_FILE_NAME: Final = re.compile(r"[^/\\:\x00]{1,200}")
"""No path in it, and no colon: to Windows `C:card.json` lies on another drive."""
_MASS: Final = re.compile(
    r"\s*(?:1\s*[x×]\s*)?([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:(kg|kilograms?|g|grams?|t|tonnes?)(?![\w-])|(千克|公斤|克|吨))",
    re.IGNORECASE,
)
_KG: Final = {
    "kg": Decimal(1),
    "kilogram": Decimal(1),
    "kilograms": Decimal(1),
    "千克": Decimal(1),
    "公斤": Decimal(1),
    "g": Decimal("0.001"),
    "gram": Decimal("0.001"),
    "grams": Decimal("0.001"),
    "克": Decimal("0.001"),
    "t": Decimal(1000),
    "tonne": Decimal(1000),
    "tonnes": Decimal(1000),
    "吨": Decimal(1000),
    "KGM": Decimal(1),
    "GRM": Decimal("0.001"),
    "TNE": Decimal(1000),
}
"""Units of mass in words and in UN/ECE Recommendation 20, in kg."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class CardFile(Value, frozen=True, kw_only=True):
    """A card file as found, with what the place where it was found knows besides."""

    data: bytes
    mass_kg: Decimal | None = None
    """Mass of one declared unit by the assessment behind a published card; the card's own statement goes first."""


def supplier_cards(
    product: Product,
    *,
    find: CardFinder,
    check: CardVerifier,
    on: date,
    known: Mapping[str, SupplierCard] | None = None,
) -> dict[str, SupplierCard]:
    """The verified card of every line that names one, by the name the line uses; those in `known` are verified already.

    Raises:
        Refused: a card is not there (GC-SVC-013), not valid on `on` (GC-SVC-015), withdrawn or replaced (GC-SVC-016),
            not from cradle to gate (GC-FPT-021), or of this very product (GC-SVC-020).
        NotVerified: its bytes, signature, issuer or log proof do not hold (GC-SVC-014).
    """
    found: dict[str, SupplierCard] = dict(known or {})
    for i, line in enumerate(product.bom):
        name = line.supplier_card
        if not name or name in found:
            continue
        place = Place(f"/bom/{i}/supplier_card")
        file = find(name)
        if file is None:
            raise NO_CARD.at(place, card=name[:120])
        found[name] = supplier_card(file, check=check, on=on, name=name, place=place)
        same = _same_article(product, file.data)
        if same:
            raise OWN_CARD.at(place, card=name[:120], identifier=same[:80])
    return found


def _same_article(product: Product, data: bytes) -> str:
    """The GTIN, or the seller's SKU, under which a verified card and a product are one article; empty: they are not."""
    content = content_of(_document(data))
    schemes = {"gtin"} | ({"sku"} if content.seller.name == product.seller.name else set())
    own = {(given.scheme, given.value) for given in product.identifiers}
    shared = (given for given in content.identifiers if given.scheme in schemes)
    return next((given.value for given in shared if (given.scheme, given.value) in own), "")


def supplier_card(
    file: CardFile, *, check: CardVerifier, on: date, name: str = "", place: Place | None = None
) -> SupplierCard:
    """One card file, verified at the end of the day `on`, as what stands for a material.

    Signature, issuer and figures must hold. Withdrawal and the log are asked as far as they can be: what was not
    checked is said in the result.

    Raises:
        Refused: not valid on that day (GC-SVC-015), withdrawn or replaced (GC-SVC-016), another boundary (GC-FPT-021).
        NotVerified: it does not verify (GC-SVC-014).
    """
    where = place or Place()
    verified = check(file.data, datetime.combine(on, time(23, 59, 59), UTC))
    states = {line.id: line for line in verified.checks}
    shown = (name or verified.card_id)[:120]
    for check_id in _MUST_HOLD:
        line = states[check_id]
        if line.state != "pass":
            _other_boundary(file.data, shown, where)
            raise CARD_FAILS.at(where, card=shown, **_why(line))
    if states["log"].state == "fail":
        raise CARD_FAILS.at(where, card=shown, **_why(states["log"]))
    if states["validity"].state != "pass":
        raise CARD_RUN_OUT.at(where, card=shown, on=on, **_why(states["validity"]))
    if states["status"].state == "fail":
        raise CARD_ENDED.at(where, card=shown, **_why(states["status"]))
    return _read(file, verified)


def cards_in(session: StoreSession) -> CardFinder:
    """Cards of a store: the party's own and every published one, by id or the last segment of it."""

    def find(name: str) -> CardFile | None:
        record = session.card(name)
        if record is None:
            return None
        behind = session.assessment(record.assessment_id)
        mass = behind.product.mass_kg if behind is not None else None
        return CardFile(data=encode_card(record.card), mass_kg=mass)

    return find


def cards_beside(read: Callable[[str], bytes | None]) -> CardFinder:
    """Card files beside a product file. A name with a path in it is none: no record reads elsewhere on a disk."""

    def find(name: str) -> CardFile | None:
        if _FILE_NAME.fullmatch(name) is None or name.strip(".") == "":
            return None
        data = read(name)
        return None if data is None else CardFile(data=data)

    return find


def first_found(*finders: CardFinder) -> CardFinder:
    """Asks each finder in turn."""

    def find(name: str) -> CardFile | None:
        return next((file for file in (finder(name) for finder in finders) if file is not None), None)

    return find


def _why(line: Check) -> dict[str, object]:
    return {"why": line.text.en, "why_zh": line.text.zh}


def _other_boundary(data: bytes, shown: str, place: Place) -> None:
    """Says so where the only thing wrong may be the boundary: a merchant can ask for exactly that."""
    try:
        boundary = _document(data).get("greenCard", {}).get("footprint", {}).get("boundary")
    except (GreencardError, AttributeError):
        return
    if isinstance(boundary, str) and boundary != "cradle_to_gate":
        raise CARD_BOUNDARY.at(place, card=shown, boundary=ascii(boundary)[:40])


def _document(data: bytes) -> dict[str, Any]:
    whole = parse_document(data)
    inner = whole.get("document")
    return inner if isinstance(inner, dict) else whole


def _read(file: CardFile, verified: Verification) -> SupplierCard:
    document = _document(file.data)
    content = content_of(document)
    figures = content.footprint
    subject = document.get("credentialSubject", {})
    made_in = subject.get("countryOfProduction")
    country = made_in.get("countryCode") if isinstance(made_in, dict) else ""
    change = figures.biogenic.land_use_change_kg_co2e
    states = {line.id: line.state for line in verified.checks}
    assert verified.valid_until is not None  # noqa: S101 - a card whose validity held has an end
    return SupplierCard(
        id=verified.card_id,
        issuer=verified.issuer_name,
        product_name=content.product_name,
        declared_unit=content.declared_unit,
        mass_kg=_weight(subject) or _declared_mass(content.declared_unit) or file.mass_kg,
        kg_co2e=Decimal(figures.kg_co2e),
        low=Decimal(figures.low_kg_co2e),
        high=Decimal(figures.high_kg_co2e),
        level=Decimal(figures.level_percent) / 100,
        measured_share=Decimal(figures.measured_percent) / 100,
        boundary=figures.boundary,
        rules=figures.rules,
        gwp_set=figures.gwp_set,
        valid_until=verified.valid_until.astimezone(UTC).date(),
        digest=verified.digest,
        illustrative=verified.illustrative,
        country=country if isinstance(country, str) and _COUNTRY.fullmatch(country) else "",
        year=content.assessed_on.year,
        land_use_change=None if change is None else Decimal(change),
        biogenic_emissions=Decimal(figures.biogenic.emissions_kg_co2e),
        biogenic_carbon_content_kg=Decimal(figures.biogenic.carbon_content_kg),
        aircraft=Decimal(figures.aircraft_kg_co2e),
        status_checked=states["status"] == "pass",
        log_checked=states["log"] == "pass",
    )


def _weight(subject: Mapping[str, Any]) -> Decimal | None:
    """Mass of the product by the signed UNTP `dimensions.weight`, kg; None where it is not there or no mass."""
    dimensions = subject.get("dimensions")
    weight = dimensions.get("weight") if isinstance(dimensions, dict) else None
    if not isinstance(weight, dict):
        return None
    value, unit = weight.get("value"), weight.get("unit")
    if isinstance(value, bool) or not isinstance(value, int | float) or not isinstance(unit, str):
        return None
    kg = _KG.get(unit) if unit.isupper() else None
    return Decimal(repr(value)) * kg if kg is not None and _LEAST < value < _MOST else None


_LEAST: Final = 1e-9
_MOST: Final = 1e9
"""What goods in trade may weigh, in any of the units: a number beyond is no weight, and float64 stays within bounds."""


def _declared_mass(unit: Text) -> Decimal | None:
    """Mass in a declared unit such as `1 kg of yarn` or `1 吨`, kg; None where none is said or two differ."""
    said = set()
    for text in (unit.en, unit.zh):
        match = _MASS.match(text)
        if match is not None:
            said.add(Decimal(match[1]) * _KG[(match[2] or match[3]).lower()])
    return said.pop() if len(said) == 1 else None
