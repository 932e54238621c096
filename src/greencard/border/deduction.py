"""The deduction of Article 9 of Regulation (EU) 2023/956: a hook that is zero today, with the reason.

A carbon price paid in a third country may reduce the certificates only under an implementing act of Art. 9. None was
found adopted; the draft of 13 May 2026 is no law. On default values only a default carbon price may be claimed
(Art. 9(4)), and none is published. An act would bring its rule into
`deduction_for` and its prices into the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from greencard.border.commodity import country_code
from greencard.border.figures import is_amount, plain
from greencard.border.pack import BorderPack
from greencard.border.statement import CarbonPricePaid
from greencard.errors import InvalidInput, Place, declare
from greencard.model import Text

__all__ = ["Deduction", "deduction_for"]

_MOST: Final = Decimal(1_000_000)
_DIGITS: Final = 30

BAD_PRICE_PAID = declare(
    "GC-BRD-051",
    InvalidInput,
    en="The carbon price paid, {value}, is no amount in EUR per tonne of product.",
    zh="已付碳价 {value} 不是每吨产品的欧元金额。",
    remedy_en="Give a decimal of zero or more in EUR per tonne of product, after rebates.",
    remedy_zh="请填写不小于 0 的小数（每吨产品欧元，扣除返还后）。",
)
NONE_STATED: Final = Text(
    en="No carbon price paid abroad is deducted: no act under Art. 9 that would allow it was found adopted.",
    zh="未扣除境外已付碳价：未见第 9 条所需的实施法案通过。",
)


@dataclass(frozen=True, slots=True)
class Deduction:
    """Certificates taken off per tonne of product, why so many, and what would change it."""

    rate_t_per_t: Decimal
    reason: Text
    would_change: Text | None = None
    at_most_eur_per_t: Decimal | None = None
    """The stated price: the most that an act could take off the cost of one tonne."""


def deduction_for(
    pack: BorderPack, path: Literal["default", "actual", "indicative"], paid: CarbonPricePaid | None
) -> Deduction:
    """The deduction of Art. 9 for one good, t CO2e per tonne of product: zero as the law stands.

    Raises:
        InvalidInput: no country (GC-BRD-002), no amount (GC-BRD-051).
    """
    if paid is None:
        return _NOTHING
    country_code(paid.country, pack.territories, Place("/carbon_price/country"))
    if not is_amount(paid.eur_per_t_product, _MOST, _DIGITS):
        raise BAD_PRICE_PAID.at(Place("/carbon_price/eur_per_t_product"), value=str(paid.eur_per_t_product)[:60])
    amount = plain(paid.eur_per_t_product)
    default_only = path != "actual"
    en = "; on default values only a default carbon price may be claimed, and none is published" if default_only else ""
    zh = "；采用默认值时只能申报默认碳价，而目前尚未公布" if default_only else ""
    return Deduction(
        Decimal(0),
        Text(
            en=f"The {amount} EUR per t stated as paid in {paid.country} are not deducted: no act under Art. 9 that"
            f" would allow it was found adopted{en}.",
            zh=f"声明在 {paid.country} 已付的每吨 {amount} 欧元未予扣除：未见第 9 条所需的实施法案通过{zh}。",
        ),
        Text(
            en=f"NOT LAW: if an act under Art. 9 counted the {amount} EUR per t paid in {paid.country} in full",
            zh=f"非法律：若第 9 条的实施法案全额承认在 {paid.country} 已付的每吨 {amount} 欧元，至多可减至",
        ),
        paid.eur_per_t_product,
    )


_NOTHING: Final = Deduction(Decimal(0), NONE_STATED)
