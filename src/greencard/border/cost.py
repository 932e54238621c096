"""The cost of EU CBAM for one good of one declaration, with its status, its law and what would change it.

The order of questions is the order of the law: does the mechanism apply on this date, is the good in Annex I, is the
origin a third country, is the importer above 50 t in the calendar year, how many certificates, at which price.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from typing import Final, cast

from greencard.border import answers, law
from greencard.border.actual import actual_obligation, without_unverified
from greencard.border.commodity import CN_DIGITS
from greencard.border.deduction import Deduction, deduction_for
from greencard.border.edition import defaults_law, defaults_path
from greencard.border.figures import EXACT
from greencard.border.obligation import Good, Obligation, Unpriceable
from greencard.border.pack import BorderPack
from greencard.border.priced import PricedGood, general_assumptions, priced_good
from greencard.border.question import Question, positive_tonnes, question_of, tonnes
from greencard.border.resolution import remember
from greencard.border.scope import in_scope, proposal_for
from greencard.border.statement import ActualEmissions, CarbonPricePaid
from greencard.errors import InvalidInput, Place, declare
from greencard.model import BorderCost, BorderLine, Change, Text

__all__ = ["REGIME", "eu_cbam"]

REGIME: Final = "eu-cbam"
_ZERO: Final = Decimal(0)
_times = EXACT.multiply
_minus = EXACT.subtract

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
    carbon_price: CarbonPricePaid | None = None,
) -> BorderCost:
    """The cost of EU CBAM in EUR for one good released for free circulation on `on`, exact and unrounded.

    `importer_tonnes` is the net mass of all CBAM goods of this importer in the calendar year, this order included; None
    where the seller does not know it. `as_of` is the day of asking: a price published later is not known.

    certificates = mass x max(0, SEE - factor x CSCF x benchmark): Regulation (EU) 2023/956 Art. 22 and 31, Implementing
    Regulations (EU) 2025/2547, 2025/2620 and 2025/2621. A carbon price paid abroad is not deducted as the law stands
    (Art. 9); where one is stated, the answer says so and what an act could take off at most.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), country (002), mass (003) or date (004); an importer's total below
            this order (005); producer data for a code of fewer than eight digits (006), or malformed (023, 041, 042);
            a carbon price that is no amount (051).
        Refused: producer data that lack a split, an indirect figure, a route or a precursor value (020-022, 024), or
            whose precursors go round in a circle (043).
    """
    question = question_of(pack, cn, origin, on, as_of)
    positive_tonnes(net_mass_t, "/net_mass_t")
    if importer_tonnes is not None:
        tonnes(importer_tonnes, "/importer_tonnes")
    answer = _not_due(question)
    if answer is not None:
        return answer
    resolution, limit = question.resolution, pack.parameters.eu_threshold_t
    if resolution.certain and importer_tonnes is not None and importer_tonnes < net_mass_t:
        raise LESS_THAN_ORDER.at(Place("/importer_tonnes"), tonnes=importer_tonnes, mass=net_mass_t)
    if resolution.can_be_exempt and importer_tonnes is not None and importer_tonnes <= limit:
        return _exempt(question, net_mass_t, importer_tonnes)
    if actual is not None and len(resolution.code) < CN_DIGITS:
        raise CODE_TOO_SHORT.at(Place("/cn"), code=resolution.code)
    if question.priced is None:
        with localcontext(EXACT):
            return _branches(question, net_mass_t, importer_tonnes)
    if actual is None and carbon_price is None:
        return _default_only(question, question.priced, net_mass_t, importer_tonnes)
    with localcontext(EXACT):
        return _with_statement(question, question.priced, net_mass_t, importer_tonnes, actual=actual, paid=carbon_price)


def _not_due(question: Question) -> BorderCost | None:
    """The answers that need no calculation: before the mechanism, outside Annex I, not from a third country."""
    if not question.early and not question.resolution.settled:
        return None
    key = (BorderCost, question)
    known = question.pack.memo.get(key)
    if known is None:
        known = _nothing_due(question)
        remember(question.pack, key, known)
    return cast("BorderCost", known)


def _nothing_due(question: Question) -> BorderCost:
    pack, resolution, on = question.pack, question.resolution, question.on
    if on < pack.parameters.eu_transition_from or not resolution.settled:
        reason, acts = answers.before_obligation(pack, on), (law.TRANSITION,)
    elif resolution.settled == "out":
        proposed = answers.proposal(pack, proposal_for(pack, resolution.code), resolution.code)
        return _answer(
            question,
            status="not_applicable",
            reason=answers.outside_annex_i(pack, resolution.scope),
            cost_eur=_ZERO,
            law=(law.ANNEX_I,),
            what_would_change_it=proposed,
        )
    else:
        place = pack.territories[resolution.origin]
        return _answer(
            question,
            status="exempt_origin",
            reason=answers.exempt_origin(place),
            cost_eur=_ZERO,
            law=(law.EXEMPT if place.eu_cbam == "exempt" else law.ARTICLE_2,),
        )
    return _answer(question, status="not_applicable", reason=reason, cost_eur=_ZERO, law=acts)


def _answer(question: Question, **fields: object) -> BorderCost:
    return BorderCost(regime=REGIME, dataset=question.pack.dataset, as_of=question.as_of, **fields)  # type: ignore[arg-type]


def _exempt(question: Question, mass_t: Decimal, importer_t: Decimal) -> BorderCost:
    resolution, priced = question.resolution, question.priced
    known = priced.amount(mass_t) if priced is not None else None
    line = BorderLine(
        cn=resolution.code,
        matched_rule=resolution.scope.rule,
        origin=resolution.origin,
        net_mass_t=mass_t,
        certificates_t=_ZERO,
        cost_eur=_ZERO,
        law=(law.ANNEX_I, law.THRESHOLD),
    )
    limit = question.pack.parameters.eu_threshold_t
    return _answer(
        question,
        status="exempt_de_minimis",
        reason=answers.below_threshold(limit, importer_t),
        cost_eur=_ZERO,
        lines=(line,),
        law=(law.ANNEX_I, law.THRESHOLD),
        assumptions=(answers.STATED_BY_IMPORTER,),
        what_would_change_it=(Change(what=answers.above_threshold(limit), cost_eur=known, change_eur=known),),
    )


def _branches(question: Question, mass_t: Decimal, importer_t: Decimal | None) -> BorderCost:
    """A code that covers goods with different answers: a line for each, and no guess."""
    pack, resolution, situation = question.pack, question.resolution, question.situation
    scope, found, price = resolution.scope, resolution.found, situation.price
    lines = tuple(
        priced_good(pack, good, result, situation, rule=_rule(pack, good, question.on)).line(mass_t)
        for good, result in found
    )
    costs = [line.cost_eur for line in lines if line.cost_eur is not None]
    reasons = {result.reason.en: result.reason for _, result in found if isinstance(result, Unpriceable)}
    out = tuple(branch for branch in scope.branches if branch.verdict == "out")
    if resolution.certain and len(reasons) == 1 and all(isinstance(result, Unpriceable) for _, result in found):
        reason = next(iter(reasons.values()))
    else:
        reason = answers.code_too_short(scope, len(found), costs, price.note)
    stated = (answers.STATED_BY_IMPORTER,) if importer_t is not None else ()
    changes = [Change(what=answers.branch_out(scope, branch), cost_eur=_ZERO) for branch in out]
    return _answer(
        question,
        status="cannot_price",
        reason=reason,
        lines=lines,
        law=(
            law.ANNEX_I,
            defaults_law(pack, defaults_path(pack, resolution.origin)),
            law.BENCHMARKS,
            law.FACTOR,
            law.ARTICLE_21,
        ),
        assumptions=(*general_assumptions(pack, found[0][0], price), *stated) if found else (),
        what_would_change_it=(*changes, *_threshold_changes(question, mass_t, importer_t, None)),
    )


def _rule(pack: BorderPack, good: Good, on: date) -> str:
    return in_scope(pack, good.cn, on).rule


def _unpriceable(
    question: Question, priced: PricedGood, lines: tuple[BorderLine, ...], mass_t: Decimal, importer_t: Decimal | None
) -> BorderCost:
    assert isinstance(priced.result, Unpriceable)  # noqa: S101 - the callers looked; narrows the type
    return _answer(
        question,
        status="cannot_price",
        reason=priced.result.reason,
        lines=lines,
        law=(law.ANNEX_I, law.METHOD),
        what_would_change_it=_threshold_changes(question, mass_t, importer_t, None),
    )


def _default_only(question: Question, priced: PricedGood, mass_t: Decimal, importer_t: Decimal | None) -> BorderCost:
    """The answer on default values: nothing but the mass is left to fill in."""
    line = priced.line(mass_t)
    if isinstance(priced.result, Unpriceable):
        return _unpriceable(question, priced, (line,), mass_t, importer_t)
    cost = line.cost_eur
    changes = [_verified_change(mass_t, priced, cost), *priced.quarter_changes(mass_t, cost)]
    changes.extend(priced.year_changes(mass_t))
    changes.extend(_threshold_changes(question, mass_t, importer_t, cost))
    return _valued(question, priced, mass_t, importer_t, lines=(line,), changes=tuple(changes))


def _verified_change(mass_t: Decimal, priced: PricedGood, cost: Decimal | None) -> Change:
    """What each step below the default is worth; a cost can only fall to zero."""
    price = priced.price.price_eur_per_t
    if cost is None or price is None:
        return _VERIFIED_WITHOUT_PRICE
    worth = min(cost, _times(_times(mass_t, answers.VERIFIED_STEP), price))
    return Change(what=answers.verified_step(worth), change_eur=worth.copy_negate())


_VERIFIED_WITHOUT_PRICE: Final = Change(what=answers.WITH_VERIFIED_DATA)


def _with_statement(
    question: Question,
    default: PricedGood,
    mass_t: Decimal,
    importer_t: Decimal | None,
    *,
    actual: ActualEmissions | None,
    paid: CarbonPricePaid | None,
) -> BorderCost:
    """The answer where a producer's data, or a carbon price paid abroad, are stated."""
    pack, good = question.pack, default.good
    result = actual_obligation(pack, good, actual) if actual is not None else None
    path = result.path if isinstance(result, Obligation) and result.path == "actual" else "default"
    deduction = deduction_for(pack, path, paid)
    stated = _joined(question, good, result, deduction) if isinstance(result, Obligation) else None
    due = stated if stated is not None and path == "actual" else _joined(question, good, default.result, deduction)
    line = due.line(mass_t, deduction.rate_t_per_t)
    lines = (line,) if stated is None or stated is due else (line, stated.line(mass_t))
    if isinstance(due.result, Unpriceable):
        return _unpriceable(question, due, lines, mass_t, importer_t)
    cost = line.cost_eur
    notes: tuple[Text, ...] = ()
    changes: list[Change] = []
    if stated is due:
        notes = answers.verified_as_stated(actual.verification, question.as_of) if actual is not None else ()
        changes.append(_to(answers.WITH_DEFAULTS, default.amount(mass_t), cost))
    elif stated is not None and isinstance(stated.result, Obligation):
        notes = stated.result.assumptions
        changes.append(_to(answers.IF_VERIFIED, stated.amount(mass_t), cost))
        changes.extend(_precursors_by_default(question, good, actual, mass_t, cost))
    else:
        changes.append(_verified_change(mass_t, due, cost))
    changes.extend(due.quarter_changes(mass_t, cost))
    changes.extend(due.year_changes(mass_t))
    changes.extend(_price_paid(deduction, mass_t, cost))
    changes.extend(_threshold_changes(question, mass_t, importer_t, cost))
    return _valued(question, due, mass_t, importer_t, lines=lines, changes=tuple(changes), notes=notes)


def _joined(question: Question, good: Good, result: Obligation | Unpriceable, deduction: Deduction) -> PricedGood:
    scope = question.resolution.scope
    return priced_good(
        question.pack,
        good,
        result,
        question.situation,
        rule=scope.rule,
        cn=question.resolution.code,
        deduction=deduction,
    )


def _precursors_by_default(
    question: Question, good: Good, actual: ActualEmissions | None, mass_t: Decimal, cost: Decimal | None
) -> list[Change]:
    """Where only precursors lack a report: what the producer's own report gives with their default values."""
    kept = without_unverified(actual) if actual is not None else None
    result = actual_obligation(question.pack, good, kept) if kept is not None else None
    price = question.situation.price.price_eur_per_t
    if not isinstance(result, Obligation) or result.path != "actual":
        return []
    certificates = _times(mass_t, result.rate_t_per_t)
    amount = None if price is None else _times(certificates, price)
    text = answers.precursors_by_default()
    difference = None if amount is None or cost is None else _minus(amount, cost)
    return [Change(what=text, cost_eur=amount, change_eur=difference, certificates_t=certificates)]


def _price_paid(deduction: Deduction, mass_t: Decimal, cost: Decimal | None) -> list[Change]:
    if deduction.would_change is None or deduction.at_most_eur_per_t is None:
        return []
    most = _times(mass_t, deduction.at_most_eur_per_t)
    left = None if cost is None else max(_ZERO, _minus(cost, most))
    difference = None if left is None or cost is None else _minus(left, cost)
    return [Change(what=deduction.would_change, cost_eur=left, change_eur=difference, not_law=True)]


def _to(what: Text, amount: Decimal | None, cost: Decimal | None) -> Change:
    difference = None if amount is None or cost is None else _minus(amount, cost)
    return Change(what=what, cost_eur=amount, change_eur=difference)


def _valued(
    question: Question,
    due: PricedGood,
    mass_t: Decimal,
    importer_t: Decimal | None,
    *,
    lines: tuple[BorderLine, ...],
    changes: tuple[Change, ...],
    notes: tuple[Text, ...] = (),
) -> BorderCost:
    """The answer around lines that have certificates: liable, threshold unknown, or no price yet."""
    resolution, limit = question.resolution, question.pack.parameters.eu_threshold_t
    cost, certificates = lines[0].cost_eur, lines[0].certificates_t or _ZERO
    assumptions = due.assumptions if importer_t is None else due.assumptions_stated
    knows = importer_t is not None or mass_t > limit or not resolution.can_be_exempt
    liable = cost is not None and knows
    if cost is None:
        reason = answers.no_price(certificates, due.price)
    elif liable:
        reason = answers.liable(certificates, due.price, cost)
    else:
        reason = answers.threshold_unknown(limit, cost)
    return BorderCost(
        regime=REGIME,
        status="cannot_price" if cost is None else "liable" if liable else "threshold_unknown",
        reason=reason,
        cost_eur=cost if liable else None,
        lines=lines,
        law=due.law,
        assumptions=(*notes, *assumptions) if notes else assumptions,
        what_would_change_it=changes,
        dataset=question.pack.dataset,
        as_of=question.as_of,
    )


def _threshold_changes(
    question: Question, mass_t: Decimal, importer_t: Decimal | None, cost: Decimal | None
) -> tuple[Change, ...]:
    limit = question.pack.parameters.eu_threshold_t
    if not question.resolution.can_be_exempt or mass_t > limit:
        return ()
    within = Change(
        what=_said(question.pack, answers.within_threshold, limit),
        cost_eur=_ZERO,
        change_eur=None if cost is None else cost.copy_negate(),
    )
    if importer_t is not None:
        return (within,)
    return (within, Change(what=_said(question.pack, answers.above_threshold, limit), cost_eur=cost))


def _said(pack: BorderPack, sentence: Callable[[Decimal], Text], limit: Decimal) -> Text:
    """A sentence about the threshold, made once."""
    known = pack.memo.get(sentence)
    if known is None:
        known = sentence(limit)
        remember(pack, sentence, known)
    return cast("Text", known)
