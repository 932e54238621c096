"""The cost of EU CBAM for one good of one declaration, with its status, its law and what would change it.

The order of questions is the order of the law: does the mechanism apply on this date, is the good in Annex I, is the
origin a third country, is the importer above 50 t in the calendar year, how many certificates, at which price.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from typing import Final

from msgspec import structs

from greencard.border import answers, law
from greencard.border.actual import ActualEmissions, actual_obligation
from greencard.border.commodity import CN_DIGITS, commodity_code, country_code
from greencard.border.obligation import Good, Obligation, Unpriceable, default_obligation
from greencard.border.pack import BorderPack
from greencard.border.price import PriceAnswer, known_prices, price_on
from greencard.border.scope import ScopeAnswer, covered_codes, in_scope, proposal_for
from greencard.errors import InvalidInput, Place, declare
from greencard.model import BorderCost, BorderLine, BorderStatus, Change, Text

__all__ = ["EXACT", "REGIME", "calendar_day", "eu_cbam", "good_line", "positive_tonnes"]

REGIME: Final = "eu-cbam"
EXACT: Final = Context(prec=200)
"""Wide enough that every product and sum of bounded inputs is exact."""
_MAX_TONNES: Final = Decimal(10) ** 12
_MAX_DIGITS: Final = 40
_NEVER_DE_MINIMIS: Final = frozenset({"hydrogen", "electricity"})

BAD_AMOUNT = declare(
    "GC-BRD-003",
    InvalidInput,
    en="{field} is {value}; tonnes are a decimal {bound}.",
    zh="{field} 为 {value}；吨数须为{bound_zh}的小数。",
    remedy_en="Give the mass in tonnes, such as 0.0125 for 12.5 kg.",
    remedy_zh="请以吨为单位填写，例如 12.5 公斤写作 0.0125。",
)
BAD_DATE = declare(
    "GC-BRD-004",
    InvalidInput,
    en="{field} is not a calendar day.",
    zh="{field} 不是日期。",
    remedy_en="Give the day of release for free circulation as year, month and day, without a time.",
    remedy_zh="请填写放行进入自由流通的日期（年、月、日），不带时间。",
)
LESS_THAN_ORDER = declare(
    "GC-BRD-005",
    InvalidInput,
    en="The importer's {tonnes} t of the year are less than the {mass} t of this order.",
    zh="进口商全年 {tonnes} 吨少于本订单的 {mass} 吨。",
    remedy_en="Give the net mass of all CBAM goods of this importer in the calendar year, this order included.",
    remedy_zh="请填写该进口商本日历年全部 CBAM 货物的净重，含本订单。",
)
CODE_TOO_SHORT = declare(
    "GC-BRD-006",
    InvalidInput,
    en="A producer's emissions belong to one eight-digit code; {code} covers several.",
    zh="生产者排放数据须对应一个 8 位编码；{code} 包含多个。",
    remedy_en="Give the eight-digit CN code of the good.",
    remedy_zh="请填写货物的 8 位 CN 编码。",
)


@dataclass(frozen=True, slots=True)
class _Case:
    """A checked question."""

    pack: BorderPack
    cn: str
    origin: str
    mass_t: Decimal
    on: date
    importer_t: Decimal | None
    as_of: date
    actual: ActualEmissions | None


def eu_cbam(
    pack: BorderPack,
    *,
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    on: date,
    importer_tonnes: Decimal | None,
    as_of: date,
    actual: ActualEmissions | None = None,
) -> BorderCost:
    """The cost of EU CBAM in EUR for one good released for free circulation on `on`, exact and unrounded.

    `importer_tonnes` is the net mass of all CBAM goods of this importer in the calendar year, this order included; None
    where the seller does not know it. `as_of` is the day of asking: a price published later is not known.

    certificates = mass x max(0, SEE - factor x CSCF x benchmark): Regulation (EU) 2023/956 Art. 22 and 31, Implementing
    Regulations (EU) 2025/2547, 2025/2620 and 2025/2621. No carbon price paid abroad is deducted (Art. 9).

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), country (002), mass (003) or date (004); an importer's total below
            this order (005); producer data for a code of fewer than eight digits (006), or malformed (023).
        Refused: producer data that lack a split, an indirect figure, a route or a precursor value (020-022, 024).
    """
    case = _Case(
        pack,
        commodity_code(cn, Place("/cn")),
        country_code(origin, pack.territories, Place("/origin")),
        positive_tonnes(net_mass_t, "/net_mass_t"),
        calendar_day(on, "/on"),
        None if importer_tonnes is None else _tonnes(importer_tonnes, "/importer_tonnes", positive=False),
        calendar_day(as_of, "/as_of"),
        actual,
    )
    with localcontext(EXACT):
        scope = in_scope(pack, case.cn, case.on)
        return _not_due(case, scope) or _due(case, scope)


def _tonnes(value: Decimal, pointer: str, *, positive: bool) -> Decimal:
    good = isinstance(value, Decimal) and value.is_finite() and len(value.as_tuple().digits) <= _MAX_DIGITS
    if not good or not 0 <= value <= _MAX_TONNES or (positive and value == 0) or value.adjusted() < -_MAX_DIGITS:
        raise BAD_AMOUNT.at(
            Place(pointer),
            field=pointer[1:],
            value=str(value)[:60],
            bound="above zero" if positive else "of zero or more",
            bound_zh="大于 0 " if positive else "不小于 0 ",
        )
    return value


def positive_tonnes(value: Decimal, pointer: str) -> Decimal:
    """`value` if it is a mass above zero, bounded in size and digits.

    Raises:
        InvalidInput: it is not (GC-BRD-003).
    """
    return _tonnes(value, pointer, positive=True)


def calendar_day(value: date, pointer: str) -> date:
    """`value` if it is a day; a moment is refused, because the quarter of import turns at a border's midnight.

    Raises:
        InvalidInput: it is not (GC-BRD-004).
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BAD_DATE.at(Place(pointer), field=pointer[1:])
    return value


def _answer(case: _Case, **fields: object) -> BorderCost:
    return BorderCost(regime=REGIME, dataset=case.pack.dataset, as_of=case.as_of, **fields)  # type: ignore[arg-type]


def _not_due(case: _Case, scope: ScopeAnswer) -> BorderCost | None:
    """The answers that need no calculation: before the mechanism, outside Annex I, not from a third country."""
    zero = Decimal(0)
    before = _answer(
        case,
        status="not_applicable",
        reason=answers.before_obligation(case.pack, case.on),
        cost_eur=zero,
        law=(law.TRANSITION,),
    )
    if case.on < case.pack.parameters.eu_transition_from:
        return before
    if scope.verdict == "out":
        return _answer(
            case,
            status="not_applicable",
            reason=answers.outside_annex_i(case.pack, scope),
            cost_eur=zero,
            law=(law.ANNEX_I,),
            what_would_change_it=answers.proposal(case.pack, proposal_for(case.pack, case.cn), case.cn),
        )
    place = case.pack.territories[case.origin]
    if place.eu_cbam == "third":
        return before if case.on < case.pack.parameters.eu_obligation_from else None
    return _answer(
        case,
        status="exempt_origin",
        reason=answers.exempt_origin(place),
        cost_eur=zero,
        law=(law.EXEMPT if place.eu_cbam == "exempt" else law.ARTICLE_2,),
    )


def _due(case: _Case, scope: ScopeAnswer) -> BorderCost:
    limit = case.pack.parameters.eu_threshold_t
    certain = scope.verdict == "in"
    if certain and case.importer_t is not None and case.importer_t < case.mass_t:
        raise LESS_THAN_ORDER.at(Place("/importer_tonnes"), tonnes=case.importer_t, mass=case.mass_t)
    can_be_exempt = not _NEVER_DE_MINIMIS.intersection(scope.categories)
    goods = tuple(_goods(case, scope))
    price = price_on(case.pack, case.on, case.as_of)
    if can_be_exempt and case.importer_t is not None and case.importer_t <= limit:
        return _exempt(case, scope, goods, price)
    knows_threshold = not can_be_exempt or case.importer_t is not None or (certain and case.mass_t > limit)
    if len(goods) != 1 or not certain:
        found = tuple((good, default_obligation(case.pack, good)) for good in goods)
        same = {result.per_tonne for _, result in found if isinstance(result, Obligation)}
        if not (certain and len(same) == 1 and all(isinstance(result, Obligation) for _, result in found)):
            return _branches(case, scope, found, price)
        goods = goods[:1]
    if case.actual is not None and len(case.cn) < CN_DIGITS:
        raise CODE_TOO_SHORT.at(Place("/cn"), code=case.cn)
    return _single(case, scope, goods[0], price, knows_threshold=knows_threshold)


def _goods(case: _Case, scope: ScopeAnswer) -> list[Good]:
    goods = []
    for code in covered_codes(case.pack, scope):
        found = scope if code == scope.cn else in_scope(case.pack, code, case.on)
        if found.category is not None:
            goods.append(Good(code, case.origin, found.category, found.indirect, case.mass_t, case.on.year))
    return goods


def good_line(
    good: Good, result: Obligation | Unpriceable, price: PriceAnswer, *, rule: str, cn: str = ""
) -> BorderLine:
    """The line of one good, exact and unrounded; an indicative result never carries certificates or a cost."""
    line = BorderLine(cn=cn or good.cn, matched_rule=rule, origin=good.origin, net_mass_t=good.mass_t)
    if isinstance(result, Unpriceable):
        return structs.replace(line, price_note=result.reason)
    firm = result.path != "indicative"
    per_t = price.price_eur_per_t
    return structs.replace(
        line,
        see_t_per_t=result.see_t_per_t,
        path=result.path,
        route=result.benchmark.route,
        benchmark_t_per_t=result.benchmark.value,
        benchmark_column=result.benchmark.column,
        markup=result.markup,
        cbam_factor=result.factor.cbam_factor,
        cscf=result.factor.cscf,
        certificates_t=result.certificates_t if firm else None,
        price_eur_per_t=per_t if firm else None,
        price_note=price.note,
        cost_eur=result.certificates_t * per_t if firm and per_t is not None else None,
        formula=result.formula,
    )


def _amount(result: Obligation | Unpriceable, price: Decimal | None) -> Decimal | None:
    return result.certificates_t * price if isinstance(result, Obligation) and price is not None else None


def _exempt(case: _Case, scope: ScopeAnswer, goods: tuple[Good, ...], price: PriceAnswer) -> BorderCost:
    results = [default_obligation(case.pack, good) for good in goods]
    amounts = {_amount(result, price.price_eur_per_t) for result in results}
    known = amounts.pop() if len(amounts) == 1 and scope.verdict == "in" else None
    line = BorderLine(
        cn=case.cn,
        matched_rule=scope.rule,
        origin=case.origin,
        net_mass_t=case.mass_t,
        certificates_t=Decimal(0),
        cost_eur=Decimal(0),
    )
    limit = case.pack.parameters.eu_threshold_t
    return _answer(
        case,
        status="exempt_de_minimis",
        reason=answers.below_threshold(limit, case.importer_t or Decimal(0)),
        cost_eur=Decimal(0),
        lines=(line,),
        law=(law.ANNEX_I, law.THRESHOLD),
        assumptions=(answers.STATED_BY_IMPORTER,),
        what_would_change_it=(Change(what=answers.above_threshold(limit), cost_eur=known),),
    )


def _branches(
    case: _Case, scope: ScopeAnswer, found: tuple[tuple[Good, Obligation | Unpriceable], ...], price: PriceAnswer
) -> BorderCost:
    """A code that covers goods with different answers: a line for each, and no guess."""
    lines = tuple(good_line(good, result, price, rule=_rule(case, good)) for good, result in found)
    costs = [line.cost_eur for line in lines if line.cost_eur is not None]
    reasons = {result.reason.en: result.reason for _, result in found if isinstance(result, Unpriceable)}
    out = tuple(branch for branch in scope.branches if branch.verdict == "out")
    if scope.verdict == "in" and len(reasons) == 1 and all(isinstance(result, Unpriceable) for _, result in found):
        reason = next(iter(reasons.values()))
    else:
        reason = answers.code_too_short(scope, len(found), costs, price.note)
    changes = [Change(what=answers.branch_out(scope, branch), cost_eur=Decimal(0)) for branch in out]
    return _answer(
        case,
        status="cannot_price",
        reason=reason,
        lines=lines,
        law=(law.ANNEX_I, law.DEFAULTS, law.BENCHMARKS, law.FACTOR, law.ARTICLE_21),
        assumptions=_assumptions(case, found[0][0], price) if found else (),
        what_would_change_it=(*changes, *_threshold_changes(case, scope, None)),
    )


def _rule(case: _Case, good: Good) -> str:
    return in_scope(case.pack, good.cn, case.on).rule


def _single(case: _Case, scope: ScopeAnswer, good: Good, price: PriceAnswer, *, knows_threshold: bool) -> BorderCost:
    default = default_obligation(case.pack, good)
    stated = actual_obligation(case.pack, good, case.actual) if case.actual is not None else None
    due = stated if isinstance(stated, Obligation) and stated.path == "actual" else default
    lines = [good_line(good, due, price, rule=scope.rule, cn=case.cn)]
    if isinstance(stated, Obligation) and stated is not due:
        lines.append(good_line(good, stated, price, rule=scope.rule, cn=case.cn))
    cost = lines[0].cost_eur
    if isinstance(due, Unpriceable):
        return _answer(
            case,
            status="cannot_price",
            reason=due.reason,
            lines=tuple(lines),
            law=(law.ANNEX_I, law.METHOD),
            what_would_change_it=_threshold_changes(case, scope, None),
        )
    notes = due.assumptions + (stated.assumptions if isinstance(stated, Obligation) and stated is not due else ())
    status, reason = _status(case, due, price, cost, knows_threshold=knows_threshold)
    return _answer(
        case,
        status=status,
        reason=reason,
        cost_eur=cost if status == "liable" else None,
        lines=tuple(lines),
        law=(
            law.ANNEX_I,
            law.THRESHOLD,
            law.METHOD if due.path == "actual" else law.DEFAULTS,
            law.BENCHMARKS,
            law.FACTOR,
            law.ARTICLE_21,
        ),
        assumptions=(*notes, *_assumptions(case, good, price)),
        what_would_change_it=(
            *_data_changes(default, stated, due, price),
            *_quarter_changes(case, due, price),
            *_year_change(case, good, due),
            *_threshold_changes(case, scope, cost),
        ),
    )


def _status(
    case: _Case, due: Obligation, price: PriceAnswer, cost: Decimal | None, *, knows_threshold: bool
) -> tuple[BorderStatus, Text]:
    if cost is None:
        return "cannot_price", answers.no_price(due, price)
    if not knows_threshold:
        return "threshold_unknown", answers.threshold_unknown(case.pack.parameters.eu_threshold_t, cost)
    return "liable", answers.liable(due, price, cost)


def _assumptions(case: _Case, good: Good, price: PriceAnswer) -> tuple[Text, ...]:
    texts = [answers.NO_DEDUCTION]
    trust = {path: case.pack.files[path].trust for path in ("eu/factor.csv", "eu/prices.csv")}
    if trust["eu/factor.csv"] == "second_hand":
        texts.append(answers.FACTOR_SECOND_HAND)
    if price.price_eur_per_t is not None and trust["eu/prices.csv"] == "second_hand":
        texts.append(answers.price_second_hand(price))
    if not good.indirect:
        texts.append(answers.ELECTRICITY_DOES_NOT_COUNT)
    if case.importer_t is not None:
        texts.append(answers.STATED_BY_IMPORTER)
    return tuple(texts)


def _data_changes(
    default: Obligation | Unpriceable, stated: Obligation | Unpriceable | None, due: Obligation, price: PriceAnswer
) -> tuple[Change, ...]:
    if due.path == "actual":
        return (Change(what=answers.WITH_DEFAULTS, cost_eur=_amount(default, price.price_eur_per_t)),)
    if isinstance(stated, Obligation):
        return (Change(what=answers.IF_VERIFIED, cost_eur=_amount(stated, price.price_eur_per_t)),)
    return (Change(what=answers.WITH_VERIFIED_DATA),)


def _quarter_changes(case: _Case, due: Obligation, price: PriceAnswer) -> tuple[Change, ...]:
    others = [row for row in known_prices(case.pack, case.as_of) if row.period != price.period]
    return tuple(
        Change(what=answers.another_quarter(row), cost_eur=_amount(due, row.price_eur_per_t))
        for row in others
        if row.first_day.year == case.on.year
    )


def _year_change(case: _Case, good: Good, due: Obligation) -> tuple[Change, ...]:
    """The same good a year later on default values: mark-up rises, free allocation falls; its price is not known."""
    following = default_obligation(case.pack, replace(good, year=case.on.year + 1))
    if due.path != "default" or not isinstance(following, Obligation):
        return ()
    return (Change(what=answers.next_year(case.on.year + 1, due.certificates_t, following.certificates_t)),)


def _threshold_changes(case: _Case, scope: ScopeAnswer, cost: Decimal | None) -> tuple[Change, ...]:
    if _NEVER_DE_MINIMIS.intersection(scope.categories):
        return ()
    limit = case.pack.parameters.eu_threshold_t
    changes = []
    if case.mass_t <= limit:
        changes.append(Change(what=answers.within_threshold(limit), cost_eur=Decimal(0)))
    if case.importer_t is None and case.mass_t <= limit:
        changes.append(Change(what=answers.above_threshold(limit), cost_eur=cost))
    return tuple(changes)
