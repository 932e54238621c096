"""A claim against the card's own figures: carried, contradicted, true of a part only, or not touched by them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, NamedTuple

from greencard.model.base import Text
from greencard.model.claim_words import ClaimFound
from greencard.model.claims import ClaimFigures
from greencard.model.fact import Grade
from greencard.quantity import decimal_text

__all__ = ["Proof", "proof_of"]

_ALL: Final = Decimal(100)


class Proof(NamedTuple):
    """What the figures say of a claim."""

    state: Literal["untouched", "carried", "stated", "part", "contradicted"]
    """`stated`: the figure would carry it, but rests on the seller's word alone. `part`: true of a part only."""
    whole: bool = False
    """Whether the figure says all of it."""
    note: Text = Text()


UNTOUCHED: Final = Proof("untouched")
_OF_THE_PRODUCT: Final = Text(
    en="The card's recycled share is of the product, not of its packaging.",
    zh="卡片中的再生料占比是产品的，不是包装的。",
)


def proof_of(found: ClaimFound, figures: ClaimFigures | None) -> Proof:
    """What a card's figures say of a claim; footprint figures never carry a claim of merit."""
    if figures is None:
        return UNTOUCHED
    if found.family == "recycled":
        return _recycled(found, figures)
    if found.family == "plastic_free":
        return _plastic(figures, of_packaging=found.of_packaging)
    if found.family == "renewable_energy" and figures.solar_percent is not None:
        return _solar(found, figures.solar_percent)
    return UNTOUCHED


def _recycled(found: ClaimFound, figures: ClaimFigures) -> Proof:
    if found.of_packaging:
        return Proof("untouched", note=_OF_THE_PRODUCT)
    percent, grade = figures.recycled_percent, figures.recycled_grade
    note = Text(
        en=f"The card says {decimal_text(percent)} % recycled by mass of the product (evidence {grade}).",
        zh=f"卡片为：产品质量的 {decimal_text(percent)}% 为再生料（依据 {grade}）。",
    )
    return _share(found, percent, grade, note)


def _solar(found: ClaimFound, percent: Decimal) -> Proof:
    note = Text(
        en=f"The card counts {decimal_text(percent)} % own solar, matched per metering interval.",
        zh=f"卡片计入 {decimal_text(percent)}% 自用光伏，按计量时段匹配。",
    )
    proof = _share(found, percent, "E1", note)
    # the rest may be covered by certificates, which the figure does not count: that is asked, not denied
    return proof if proof.state == "carried" else Proof("untouched", note=note)


def _share(found: ClaimFound, percent: Decimal, grade: Grade, note: Text) -> Proof:
    whole = percent >= _ALL
    if (found.share is None and percent == 0) or (found.share is not None and found.share > percent):
        return Proof("contradicted", whole, note)
    if found.share is None and not whole:
        return Proof("part", whole, note)
    return Proof("stated" if grade == "E0" else "carried", whole, note)


def _plastic(figures: ClaimFigures, *, of_packaging: bool) -> Proof:
    product, pack = figures.product_plastic_g, figures.packaging_plastic_g
    grams, pack_grams = decimal_text(product), decimal_text(pack)
    note = Text(
        en=f"The card says {grams} g of plastic in the product and {pack_grams} g in the packaging.",
        zh=f"卡片为：产品含塑料 {grams} g，包装含塑料 {pack_grams} g。",
    )
    if (pack if of_packaging else product) > 0:
        return Proof("contradicted", note=note)
    if pack > 0:
        return Proof("part", note=note)
    return Proof("stated" if figures.plastic_grade == "E0" else "carried", whole=True, note=note)
