"""Certificate prices: the quarter of import decides, and a price that is not published is not a price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from greencard.border.pack import BorderPack
from greencard.border.records import QuarterPrice
from greencard.model import Text

__all__ = ["PriceAnswer", "known_prices", "price_on"]


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """EUR per t for one import date, or None with the reason and, where known, the day of publication."""

    price_eur_per_t: Decimal | None
    note: Text
    period: str = ""
    published_on: date | None = None


def price_on(pack: BorderPack, on: date, as_of: date) -> PriceAnswer:
    """The price of certificates for goods released for free circulation on a date, as known on `as_of`.

    Regulation (EU) 2023/956 Art. 21(1a): goods of 2026 carry the mean auction price of their quarter of import; goods
    of 2027 and later the weekly price at purchase. A price published after `as_of` is not known; none is carried on.
    """
    if on >= pack.parameters.eu_price_weekly_from:
        return PriceAnswer(
            None,
            Text(
                en=f"goods of {on.year} pay the weekly price at the time certificates are bought; none is known yet",
                zh=f"{on.year} 年进口的货物按购买证书时的每周价格支付；目前尚无价格",
            ),
            str(on.year),
        )
    quarter = next((row for row in pack.prices if row.first_day <= on <= row.last_day), None)
    if quarter is None:
        return PriceAnswer(None, Text(en="no price applies to this date", zh="该日期无适用价格"))
    if as_of < quarter.published_on:
        return _unknown(quarter, f"is published on {quarter.published_on}", f"将于 {quarter.published_on} 公布")
    if quarter.price_eur_per_t is None:
        return _unknown(
            quarter,
            f"was due on {quarter.published_on} and is not in this dataset; update it",
            f"应已于 {quarter.published_on} 公布，但本数据集尚未收录，请更新",
        )
    note = Text(
        en=f"price of {quarter.period}, published on {quarter.published_on} ({quarter.seen_in})",
        zh=f"{quarter.period} 价格，{quarter.published_on} 公布（据独立转述，未读欧委会网页原文）",
    )
    return PriceAnswer(quarter.price_eur_per_t, note, quarter.period, quarter.published_on)


def _unknown(quarter: QuarterPrice, en: str, zh: str) -> PriceAnswer:
    text = Text(en=f"the price of {quarter.period} {en}", zh=f"{quarter.period} 的价格{zh}")
    return PriceAnswer(None, text, quarter.period, quarter.published_on)


def known_prices(pack: BorderPack, as_of: date) -> tuple[QuarterPrice, ...]:
    """The quarters whose price is published and known on `as_of`."""
    return tuple(row for row in pack.prices if row.price_eur_per_t is not None and row.published_on <= as_of)
