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


def proof_of(found: ClaimFound, figures: ClaimFigures | None) -> Proof:
    """What a card's figures say of a claim; footprint figures never carry a claim of merit."""
    if figures is None:
        return UNTOUCHED
    if found.family == "recycled":
        note = Text(
            en=f"The card says {_text(figures.recycled_percent)} % recycled by mass of the product "
            f"(evidence {figures.recycled_grade}).",
            zh=f"卡片为：产品质量的 {_text(figures.recycled_percent)}% 为再生料（依据 {figures.recycled_grade}）。",
        )
        return _share(found, figures.recycled_percent, figures.recycled_grade, note)
    if found.family == "renewable_energy":
        if figures.solar_percent is None:
            return UNTOUCHED
        note = Text(
            en=f"The card counts {_text(figures.solar_percent)} % own solar, matched per metering interval.",
            zh=f"卡片计入 {_text(figures.solar_percent)}% 自用光伏，按计量时段匹配。",
        )
        return _share(found, figures.solar_percent, "E1", note)
    if found.family == "plastic_free":
        return _plastic(figures)
    return UNTOUCHED


def _share(found: ClaimFound, percent: Decimal, grade: Grade, note: Text) -> Proof:
    whole = percent >= _ALL
    if (found.share is None and percent == 0) or (found.share is not None and found.share > percent):
        return Proof("contradicted", whole, note)
    if found.share is None and not whole:
        return Proof("part", whole, note)
    return Proof("stated" if grade == "E0" else "carried", whole, note)


def _plastic(figures: ClaimFigures) -> Proof:
    product, pack = figures.product_plastic_g, figures.packaging_plastic_g
    note = Text(
        en=f"The card says {_text(product)} g of plastic in the product and {_text(pack)} g in the packaging.",
        zh=f"卡片为：产品含塑料 {_text(product)} g，包装含塑料 {_text(pack)} g。",
    )
    if product > 0:
        return Proof("contradicted", note=note)
    if pack > 0:
        return Proof("part", note=note)
    return Proof("stated" if figures.plastic_grade == "E0" else "carried", whole=True, note=note)


def _text(value: Decimal) -> str:
    return decimal_text(value)
