"""A labelled what-if: the law as it stands in a later year, with a certificate price the caller holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

from greencard.border.commodity import commodity_code, country_code
from greencard.border.cost import EXACT, good_line, positive_tonnes
from greencard.border.obligation import Good, default_obligation
from greencard.border.pack import BorderPack
from greencard.border.price import PriceAnswer
from greencard.border.scope import in_scope
from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.model import BorderLine, Text
from greencard.quantity import decimal_text

__all__ = ["held_price_line"]

_LAST_YEAR = 2100

BAD_SCENARIO = declare(
    "GC-BRD-030",
    InvalidInput,
    en="A scenario needs a year from {first} on and a price of zero or more.",
    zh="情景计算需要 {first} 年及以后的年份和不小于 0 的价格。",
    remedy_en="Give the year of import and the price in EUR per tonne that you want to hold.",
    remedy_zh="请给出进口年份和拟假定的每吨欧元价格。",
)
NO_SCENARIO = declare(
    "GC-BRD-031",
    Refused,
    en="No scenario for {code} from {origin}: CBAM does not apply, or no single default value is printed.",
    zh="{code}（原产 {origin}）无法做情景计算：CBAM 不适用，或没有唯一的默认值。",
    remedy_en="Give an eight-digit code that Annex I lists, and a third country as origin.",
    remedy_zh="请给出附件一所列的 8 位编码及第三国原产地。",
)


def held_price_line(
    pack: BorderPack, *, cn: str, origin: str, net_mass_t: Decimal, year: int, price_eur_per_t: Decimal
) -> BorderLine:
    """The line of one good on default values in `year` under the law as it stands, at a price the caller holds.

    The factor, mark-up and benchmark period are those of the year; the price is an assumption and the line says so.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), country (002), mass (003), or a year or price out of range (030).
        Refused: the good is outside scope, its origin is exempt, or it has no single default value (031).
    """
    code = commodity_code(cn, Place("/cn"))
    place = pack.territories[country_code(origin, pack.territories, Place("/origin"))]
    mass = positive_tonnes(net_mass_t, "/net_mass_t")
    first = pack.parameters.eu_obligation_from.year
    price_fits = isinstance(price_eur_per_t, Decimal) and price_eur_per_t.is_finite() and price_eur_per_t >= 0
    if not (first <= year <= _LAST_YEAR and price_fits):
        raise BAD_SCENARIO.at(first=first)
    scope = in_scope(pack, code, date(year, 1, 1))
    if scope.verdict != "in" or scope.category is None or place.eu_cbam != "third":
        raise NO_SCENARIO.at(code=code, origin=origin)
    good = Good(code, origin, scope.category, scope.indirect, mass, year)
    at = decimal_text(price_eur_per_t)
    note = Text(
        en=f"scenario: {at} EUR per t is held for {year}; it is not a published price",
        zh=f"情景：假定 {year} 年每吨 {at} 欧元，并非公布价格",
    )
    with localcontext(EXACT):
        line = good_line(good, default_obligation(pack, good), PriceAnswer(price_eur_per_t, note), rule=scope.rule)
    if line.certificates_t is None:
        raise NO_SCENARIO.at(code=code, origin=origin)
    return line
