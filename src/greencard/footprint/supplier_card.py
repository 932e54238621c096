"""A supplier's green card as a leaf process: its own figure, its own interval, its own share of measurement.

The card was verified before it came here (`greencard.services.supplier_cards`). What this room can check by itself it
checks again: boundary, mass, validity, made-up data. A card that does not serve stops the assessment; it is never
exchanged for a published average in silence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.errors import Place, Refused
from greencard.footprint.codes import (
    BAD_CARD,
    CARD_BOUNDARY,
    CARD_EXPIRED,
    CARD_ILLUSTRATIVE,
    CARD_MASS,
    CARD_MISSING,
)
from greencard.footprint.material import line_part
from greencard.footprint.need import LOW, Need, Part, named_material
from greencard.footprint.question import ask
from greencard.footprint.tree import Branch, Leaf, Node, PartName, total_kg
from greencard.model import FactorRef, Text, Value
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencard.factors import Catalogue
    from greencard.model import BomLine, Product, Question

__all__ = ["CardPart", "SupplierCard", "card_of", "card_part"]

_DIGITS: Final = 12
_LEAST_KG, _MOST_KG = Decimal("1E-12"), Decimal("1E12")
"""What one declared unit may weigh: within the bounds of every mass in a record, so that float64 holds what follows."""
_LEAST_LEVEL, _MOST_LEVEL = Decimal("0.01"), Decimal("0.9999")
"""Coverage of an interval from which a spread can be told; at 0 and at 1 the normal distribution gives none."""
_MEASURED: Final = Text(en="measured share of the supplier's card", zh="供应商绿卡的实测部分")
_AVERAGE: Final = Text(en="share of the card that rests on averages", zh="供应商绿卡中采用平均值的部分")
PER_UNIT: Final = "kg CO2e/declared unit"


class SupplierCard(Value, frozen=True, kw_only=True):
    """What a verified green card says of the material it stands for, per declared unit of the supplier's product."""

    id: str
    issuer: Text
    product_name: Text
    declared_unit: Text
    mass_kg: Decimal | None
    """Net mass of one declared unit; None: the card does not say."""
    kg_co2e: Decimal
    low: Decimal
    high: Decimal
    level: Decimal = Decimal("0.95")
    measured_share: Decimal
    """0 to 1 of the figure that rests on the supplier's own measurements."""
    boundary: str
    rules: str
    gwp_set: str
    valid_until: date
    digest: str
    """SHA-256 of the canonical credential, hex."""
    illustrative: bool = False
    country: str = ""
    year: int | None = None
    land_use_change: Decimal | None = None
    """In `kg_co2e`; None: not quantified."""
    biogenic_emissions: Decimal = Decimal(0)
    """Biogenic CO2, kg, beside `kg_co2e`."""
    biogenic_carbon_content_kg: Decimal = Decimal(0)
    aircraft: Decimal = Decimal(0)
    """Of `kg_co2e`."""
    status_checked: bool = True
    """Whether a status list said that the card is neither withdrawn nor superseded."""
    log_checked: bool = True
    """Whether the card was found in a transparency log."""


@dataclass(frozen=True, slots=True)
class CardPart:
    """A line that rests on a card: its part of the tree, and what stands beside the total."""

    part: Part
    card: SupplierCard
    units: Decimal
    """Declared units of the supplier's product in the line's gross mass."""
    carbon_kg: Decimal | None
    """Biogenic carbon in the line's net mass by the card; None: the card states none."""


def card_of(cards: Mapping[str, SupplierCard], product: Product, index: int, on: date | None) -> SupplierCard:
    """The card that a line of the bill of materials names, fit to stand for a material on a day.

    Raises:
        Refused: no verified card (GC-FPT-020), another boundary (021), no mass (022), made-up data in a real product
            (023), expired (024), or a figure that cannot be (025). Each says what to do.
    """
    line = product.bom[index]
    place = Place(f"/bom/{index}/supplier_card")
    card = cards.get(line.supplier_card)
    if card is None:
        raise CARD_MISSING.at(place, card=line.supplier_card[:120], material=line.material[:80])
    if card.boundary != "cradle_to_gate":
        raise CARD_BOUNDARY.at(place, card=card.id[:120], boundary=card.boundary[:40])
    if card.mass_kg is None or not card.mass_kg.is_finite() or not _LEAST_KG <= card.mass_kg <= _MOST_KG:
        raise CARD_MASS.at(place, card=card.id[:120], unit=card.declared_unit.in_lang("en")[:80])
    if card.illustrative and not product.illustrative:
        raise CARD_ILLUSTRATIVE.at(place, card=card.id[:120])
    if on is not None and card.valid_until < on:
        raise CARD_EXPIRED.at(place, card=card.id[:120], until=card.valid_until, on=on)
    luc = card.land_use_change or Decimal(0)
    beside = (luc, card.biogenic_emissions, card.biogenic_carbon_content_kg, card.aircraft)
    figures = (card.kg_co2e, card.low, card.high, card.measured_share, card.level, *beside)
    if (
        not all(value.is_finite() for value in figures)
        or card.kg_co2e <= 0
        or not card.low <= card.kg_co2e <= card.high
        or not 0 <= card.measured_share <= 1
        or min(beside) < 0
        or luc + card.aircraft > card.kg_co2e
        or card.biogenic_carbon_content_kg > card.mass_kg
        or not _LEAST_LEVEL <= card.level <= _MOST_LEVEL
    ):
        raise BAD_CARD.at(
            place, card=card.id[:120], kg=card.kg_co2e, low=card.low, high=card.high, measured=card.measured_share
        )
    return card


def card_part(catalogue: Catalogue, line: BomLine, index: int, region: str, card: SupplierCard) -> CardPart:
    """One line of the bill of materials by its supplier's card, kg CO2e of the gross mass.

    The share that the supplier measured is measured here too, the rest stays default. The interval is the card's own.
    """
    assert card.mass_kg is not None  # noqa: S101 - `card_of` refuses a card without mass
    pointer = f"/bom/{index}"
    need = Need(catalogue, line.material, line.factor, pointer, region, line.gross_kg)
    units = significant(line.gross_kg / card.mass_kg, _DIGITS)
    measured = significant(units * card.measured_share, _DIGITS)
    reference = _reference(card)
    sigma = _sigma(card)
    parts: tuple[tuple[PartName, Decimal], ...] = ()
    if card.land_use_change is not None:
        parts = (("land_use_change", card.land_use_change / card.kg_co2e),)
    amounts = [(_MEASURED, measured, True), (_AVERAGE, units - measured, False)]
    leaves = [
        Leaf(
            label=label,
            amount=amount,
            unit="declared unit",
            factor=reference,
            basis="measured" if own else "default",
            sigma=sigma,
            amount_sigma=float(catalogue.uncertainty.activity.stated),
            grade="E3",
            parts=parts,
            pointer=f"{pointer}/gross_kg",
        )
        for label, amount, own in amounts
        if amount > 0
    ]
    mass = decimal_text(card.mass_kg)
    unit = card.declared_unit
    note = Text(
        en=f"{card.product_name.in_lang('en')}, card of {card.issuer.in_lang('en')}; {decimal_text(line.gross_kg)} kg "
        f"÷ {mass} kg per declared unit ({unit.in_lang('en')})",
        zh=f"{card.product_name.in_lang('zh')}，{card.issuer.in_lang('zh')}签发的绿卡；"
        f"{decimal_text(line.gross_kg)} 千克 ÷ 每声明单位（{unit.in_lang('zh')}）{mass} 千克",
    )
    node: Node = Branch(Text(en=line.material, zh=line.material), tuple(leaves), note)
    carbon = None
    if card.biogenic_carbon_content_kg > 0:
        carbon = card.biogenic_carbon_content_kg * line.net_kg / card.mass_kg
    questions = _questions(catalogue, line, index, region, card, total_kg([node]))
    return CardPart(Part(node, named_material(need), questions, _notes(line, card)), card, units, carbon)


def _reference(card: SupplierCard) -> FactorRef:
    return FactorRef(
        id=f"supplier-card/{card.id}",
        name=f"supplier's green card: {card.product_name.in_lang('en')}",
        name_zh=f"供应商绿卡：{card.product_name.in_lang('zh')}",
        value=card.kg_co2e,
        unit=PER_UNIT,
        region=card.country,
        year=card.year,
        gwp=card.gwp_set,
        source=f"{card.issuer.in_lang('en')}, credential SHA-256 {card.digest}",
        licence="the supplier's own",
    )


def _sigma(card: SupplierCard) -> float:
    """Standard deviation of ln(figure) from the card's interval; the wider half counts."""
    z = NormalDist().inv_cdf((1 + float(card.level)) / 2)
    up = math.log(float(card.high) / float(card.kg_co2e))
    down = math.log(float(card.kg_co2e) / float(card.low)) if card.low > 0 else 0.0
    return max(up, down) / z


def _notes(line: BomLine, card: SupplierCard) -> tuple[Text, ...]:
    notes = []
    if not card.status_checked:
        notes.append(
            Text(
                en=f"{line.material}: no status list was at hand, so whether the supplier's card was withdrawn is not "
                "known.",
                zh=f"{line.material}：没有可用的状态列表，无法确认供应商绿卡是否已被撤回。",
            )
        )
    if not card.log_checked:
        notes.append(
            Text(
                en=f"{line.material}: the supplier's card was not looked up in a transparency log.",
                zh=f"{line.material}：未在透明日志中核对供应商绿卡。",
            )
        )
    return tuple(notes)


def _questions(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue, line: BomLine, index: int, region: str, card: SupplierCard, kg: float
) -> tuple[Question, ...]:
    published = _published_kg(catalogue, line, index, region)
    pointer = f"/bom/{index}/supplier_card"
    questions = []
    if not card.status_checked:
        questions.append(
            ask(
                "supplier.card_status",
                line.material,
                en=f"Is the card of the supplier of {line.material} still in force? Its status list was not at hand.",
                zh=f"{line.material}的供应商绿卡是否仍有效？没有可用的状态列表。",
                kg=kg if published is None else abs(published - kg),
                pointer=pointer,
            )
        )
    if published is not None and kg < LOW * published:
        questions.append(
            ask(
                "supplier.low",
                line.material,
                en=f"The supplier's card for {line.material} is under a fifth of the published average. Is it of this "
                "material, and is its declared unit's mass right?",
                zh=f"{line.material}的供应商绿卡数值不到公布平均值的五分之一。是否为该材料？声明单位的质量是否正确？",
                kg=published - kg,
                pointer=pointer,
            )
        )
    return tuple(questions)


def _published_kg(catalogue: Catalogue, line: BomLine, index: int, region: str) -> float | None:
    """What published factors give for the line, kg CO2e; None where none answers."""
    bare = msgspec.structs.replace(line, supplier=None, supplier_card="")
    try:
        return total_kg([line_part(catalogue, bare, index, region).node])
    except Refused:
        return None
