"""Labelled what-ifs: the law in a later year at a price the caller holds, year by year, and under a slower phase-out.

Nothing here is a price, a forecast or law: every value carries the stamp that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import Final, Literal

from greencard.border import answers, law
from greencard.border.actual import actual_obligation
from greencard.border.commodity import CN_DIGITS, commodity_code, country_code, spaced
from greencard.border.figures import EXACT, is_amount, plain
from greencard.border.obligation import Good, Obligation, Unpriceable
from greencard.border.pack import BorderPack
from greencard.border.price import PriceAnswer, known_prices
from greencard.border.priced import priced_good
from greencard.border.question import positive_tonnes
from greencard.border.records import QuarterPrice
from greencard.border.resolution import Resolution, Situation, resolve
from greencard.border.statement import ActualEmissions
from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.model import BorderLine, Text, Value

__all__ = ["Outlook", "OutlookYear", "PriceScenario", "ScenarioCost", "held_price_line", "outlook"]

_LAST_YEAR: Final = 2100
_LAST_PRINTED: Final = 2034
_MOST_EUR: Final = Decimal(100_000)
_MOST_SCENARIOS: Final = 20
_DIGITS: Final = 30
_ZERO: Final = Decimal(0)

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
NO_PRICE_YET = declare(
    "GC-BRD-124",
    Refused,
    en="No certificate price is published on {day}, so none can be held for the years ahead.",
    zh="{day} 时尚未公布任何证书价格，无法据以推算以后年度。",
    remedy_en="Give the price to hold, in EUR per t.",
    remedy_zh="请给出拟假定的价格（欧元/吨）。",
)
OUTLOOK_STAMP: Final = Text(
    en="SCENARIO: certificates follow the law as it stands on the day of the data; prices are held, not forecast;"
    " benchmarks from 2027 are provisional. What is marked NOT LAW is a proposal.",
    zh="情景：证书数量按数据日期的现行法律计算；价格为假定而非预测；2027 年起的基准值为暂定。标注“非法律”者为提案。",
)
SLOWER_STAMP: Final = Text(
    en=f"NOT LAW: {law.PHASE_OUT}, factor as one register that read the text reports it",
    zh="非法律：COM(2026) 616（提案），系数据一家读过文本的登记册转述",
)


class PriceScenario(Value, frozen=True, kw_only=True):
    """A certificate price to hold, EUR per t CO2e, and what it is called."""

    name: Text
    eur_per_t: Decimal


class ScenarioCost(Value, frozen=True, kw_only=True):
    """The cost at one held price, EUR, exact."""

    name: Text
    price_eur_per_t: Decimal
    cost_eur: Decimal


class OutlookYear(Value, frozen=True, kw_only=True):
    """One year of import: certificates by law, and the cost at each held price."""

    year: int
    path: Literal["default", "indicative"]
    see_t_per_t: Decimal
    sefa_t_per_t: Decimal
    markup: Decimal | None
    cbam_factor: Decimal
    cscf: Decimal
    certificates_t: Decimal
    costs: tuple[ScenarioCost, ...]
    assumptions: tuple[Text, ...]
    slower_factor: Decimal | None = None
    """Factor of COM(2026) 616 where it proposes another one. NOT LAW."""
    slower_certificates_t: Decimal | None = None
    slower_costs: tuple[ScenarioCost, ...] = ()


class Outlook(Value, frozen=True, kw_only=True):
    """The years ahead of one good, stamped: no line of it is a price or a debt."""

    stamp: Text
    slower_stamp: Text
    cn: str
    origin: str
    net_mass_t: Decimal
    years: tuple[OutlookYear, ...]
    law: tuple[str, ...]
    dataset: str
    as_of: date


def held_price_line(
    pack: BorderPack, *, cn: str, origin: str, net_mass_t: Decimal, year: int, price_eur_per_t: Decimal
) -> BorderLine:
    """The line of one good on default values in `year` under the law as it stands, at a price the caller holds.

    The factor, mark-up and benchmark period are those of the year; the price is an assumption and the line says so.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), country (002), mass (003), or a year or price out of range (030).
        Refused: the good is outside scope, its origin is exempt, or it has no single default value (031).
    """
    code, place = _checked(pack, cn, origin)
    mass = positive_tonnes(net_mass_t, "/net_mass_t")
    _check_range(pack, year, (price_eur_per_t,))
    resolution = resolve(pack, code, place, year)
    good, result = _single(resolution, code, place)
    at = plain(price_eur_per_t)
    note = Text(
        en=f"scenario: {at} EUR per t is held for {year}; it is not a published price",
        zh=f"情景：假定 {year} 年每吨 {at} 欧元，并非公布价格",
    )
    situation = Situation(year, PriceAnswer(price_eur_per_t, note), (), ())
    with localcontext(EXACT):
        return priced_good(pack, good, result, situation, rule=resolution.scope.rule).line(mass)


def outlook(
    pack: BorderPack,
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    *,
    as_of: date,
    prices: Sequence[PriceScenario] = (),
    first_year: int | None = None,
    last_year: int = _LAST_PRINTED,
    actual: ActualEmissions | None = None,
) -> Outlook:
    """Certificates and cost of one good year by year until free allocation has ended, at held prices.

    Without `prices` the lowest, latest and highest published quarterly price are held: a range, not a forecast. With
    `actual` the producer's figures are held in every year and the path is `indicative`. Years from 2028 carry the
    slower phase-out of COM(2026) 616 beside the law, stamped.

    Raises:
        InvalidInput, Refused: as `held_price_line`; statements as `eu_cbam`.
    """
    code, place = _checked(pack, cn, origin)
    mass = positive_tonnes(net_mass_t, "/net_mass_t")
    start = pack.parameters.eu_obligation_from.year if first_year is None else first_year
    held = tuple(prices) or _published_range(pack, as_of)
    if len(held) > _MOST_SCENARIOS or last_year < start:
        raise BAD_SCENARIO.at(Place("/prices"), first=pack.parameters.eu_obligation_from.year)
    for year in (start, last_year):
        _check_range(pack, year, tuple(scenario.eur_per_t for scenario in held))
    cited = law.METHOD if actual is not None else _single(resolve(pack, code, place, start), code, place)[1].cited
    with localcontext(EXACT):
        years = tuple(
            _year(pack, code, place, mass, year=year, held=held, actual=actual) for year in range(start, last_year + 1)
        )
    return Outlook(
        stamp=OUTLOOK_STAMP,
        slower_stamp=SLOWER_STAMP,
        cn=code,
        origin=place,
        net_mass_t=mass,
        years=years,
        law=(law.ANNEX_I, cited, law.BENCHMARKS, law.FACTOR, law.PHASE_OUT),
        dataset=pack.dataset,
        as_of=as_of,
    )


def _checked(pack: BorderPack, cn: str, origin: str) -> tuple[str, str]:
    return commodity_code(cn, Place("/cn")), country_code(origin, pack.territories, Place("/origin"))


def _check_range(pack: BorderPack, year: int, prices: tuple[Decimal, ...]) -> None:
    first = pack.parameters.eu_obligation_from.year
    fits = all(is_amount(price, _MOST_EUR, _DIGITS) for price in prices)
    if not (isinstance(year, int) and first <= year <= _LAST_YEAR and fits):
        raise BAD_SCENARIO.at(first=first)


def _single(resolution: Resolution, code: str, origin: str) -> tuple[Good, Obligation]:
    good, result = resolution.one or (None, None)
    if resolution.settled or good is None or not isinstance(result, Obligation):
        raise NO_SCENARIO.at(code=code, origin=origin)
    return good, result


def _published_range(pack: BorderPack, as_of: date) -> tuple[PriceScenario, ...]:
    """The lowest, latest and highest price published by a day; one scenario where they are the same."""
    rows = [(row.price_eur_per_t, row) for row in known_prices(pack, as_of) if row.price_eur_per_t is not None]
    if not rows:
        raise NO_PRICE_YET.at(Place("/prices"), day=as_of)
    picked = (
        ("lowest", "最低价", min(rows, key=lambda pair: pair[0])),
        ("latest", "最新价", max(rows, key=lambda pair: pair[1].first_day)),
        ("highest", "最高价", max(rows, key=lambda pair: pair[0])),
    )
    return tuple(
        _held(price, [(en, zh, row) for en, zh, (one, row) in picked if one == price])
        for price in dict.fromkeys(price for _, _, (price, _) in picked)
    )


def _held(price: Decimal, called: list[tuple[str, str, QuarterPrice]]) -> PriceScenario:
    """One price to hold, named by all it is: the latest published price may be the highest too."""
    en, zh = " and ".join(one for one, _, _ in called), "、".join(one for _, one, _ in called)
    periods = ", ".join(dict.fromkeys(row.period for _, _, row in called))
    name = Text(en=f"{en} published price held ({periods})", zh=f"假定为已公布的{zh}（{periods}）")
    return PriceScenario(name=name, eur_per_t=price)


def _year(
    pack: BorderPack,
    code: str,
    origin: str,
    mass_t: Decimal,
    *,
    year: int,
    held: tuple[PriceScenario, ...],
    actual: ActualEmissions | None,
) -> OutlookYear:
    resolution = resolve(pack, code, origin, year)
    good, result = _single(resolution, code, origin)
    if actual is not None:
        if len(code) < CN_DIGITS:
            raise NO_SCENARIO.at(code=spaced(code), origin=origin)
        stated = actual_obligation(pack, good, actual)
        if isinstance(stated, Unpriceable):
            raise NO_SCENARIO.at(code=spaced(code), origin=origin)
        result = stated
    certificates = mass_t * result.rate_t_per_t
    factor, sefa = result.factor, result.sefa_t_per_t
    slower = factor.proposed_factor if factor.proposed_factor != factor.cbam_factor else None
    slower_certificates = None
    if slower is not None and result.path == "default":
        adjustment = slower * factor.cscf * result.benchmark.value
        slower_certificates = mass_t * max(_ZERO, result.see_t_per_t - adjustment)
    return OutlookYear(
        year=year,
        path="default" if result.path == "default" else "indicative",
        see_t_per_t=result.see_t_per_t,
        sefa_t_per_t=sefa,
        markup=result.markup,
        cbam_factor=factor.cbam_factor,
        cscf=factor.cscf,
        certificates_t=certificates,
        costs=_costs(certificates, held),
        assumptions=(*result.assumptions, *(_factor_known(pack) if factor.cbam_factor else ())),
        slower_factor=slower,
        slower_certificates_t=slower_certificates,
        slower_costs=() if slower_certificates is None else _costs(slower_certificates, held),
    )


def _factor_known(pack: BorderPack) -> tuple[Text, ...]:
    return (answers.FACTOR_SECOND_HAND,) if pack.files["eu/factor.csv"].trust == "second_hand" else ()


def _costs(certificates_t: Decimal, held: tuple[PriceScenario, ...]) -> tuple[ScenarioCost, ...]:
    return tuple(
        ScenarioCost(
            name=scenario.name, price_eur_per_t=scenario.eur_per_t, cost_eur=certificates_t * scenario.eur_per_t
        )
        for scenario in held
    )
