"""One good at the price of one quarter: all of its line that no mass changes, made once and filled in per order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from msgspec import structs

from greencard.border import answers, law
from greencard.border.deduction import NONE_STATED, Deduction
from greencard.border.figures import EXACT, plain
from greencard.border.obligation import Good, Obligation, Unpriceable, default_obligation
from greencard.border.pack import BorderPack
from greencard.border.price import PriceAnswer
from greencard.border.resolution import Situation
from greencard.model import BorderLine, Change, Text

__all__ = ["PricedGood", "priced_good"]

_ZERO: Final = Decimal(0)
_times = EXACT.multiply
_minus = EXACT.subtract


@dataclass(frozen=True, slots=True, eq=False)
class PricedGood:
    """A good, what a tonne of it owes, and the price of its day."""

    good: Good
    result: Obligation | Unpriceable
    price: PriceAnswer
    blank: BorderLine
    """The line without mass, certificates, cost and formula."""
    assumptions: tuple[Text, ...] = ()
    assumptions_stated: tuple[Text, ...] = ()
    """The same where the importer's total was stated."""
    law: tuple[str, ...] = ()
    quarters: tuple[tuple[Text, Decimal], ...] = ()
    """The other known quarters of the year and their prices."""
    awaited: tuple[Change, ...] = ()
    next_rate: Decimal | None = None
    """Certificates per tonne a year later on default values."""
    benchmark_step: Decimal = _ZERO
    """Certificates per tonne that a benchmark lower by `answers.BENCHMARK_STEP` adds in that year."""
    slower_rate: Decimal | None = None
    """Certificates per tonne of the same year under COM(2026) 616; None where it proposes nothing for that year."""

    def certificates(self, mass_t: Decimal, deduction: Decimal = _ZERO) -> Decimal | None:
        """Certificates for a mass, t CO2e, exact: mass x rate less the deduction of Art. 9, never below zero."""
        if isinstance(self.result, Unpriceable):
            return None
        due = _times(mass_t, self.result.rate_t_per_t)
        return max(_ZERO, _minus(due, _times(mass_t, deduction))) if deduction else due

    def amount(self, mass_t: Decimal) -> Decimal | None:
        """The cost of a mass at the price of the day, EUR, also of data that are only indicative."""
        certificates, price = self.certificates(mass_t), self.price.price_eur_per_t
        return None if certificates is None or price is None else _times(certificates, price)

    def line(self, mass_t: Decimal, deduction: Decimal = _ZERO) -> BorderLine:
        """The line for a mass, exact and unrounded; an indicative result never carries certificates or a cost."""
        result = self.result
        if isinstance(result, Unpriceable):
            return structs.replace(self.blank, net_mass_t=mass_t)
        formula = f"{result.formula} × {plain(mass_t)} t"
        if result.path == "indicative":
            return structs.replace(self.blank, net_mass_t=mass_t, formula=formula)
        certificates = self.certificates(mass_t, deduction)
        price = self.price.price_eur_per_t
        return structs.replace(
            self.blank,
            net_mass_t=mass_t,
            certificates_t=certificates,
            deduction_t=_times(mass_t, deduction) if deduction else _ZERO,
            cost_eur=_times(certificates, price) if certificates is not None and price is not None else None,
            formula=formula,
        )

    def year_changes(self, mass_t: Decimal) -> list[Change]:
        """A year later on default values, and the slower phase-out where one is proposed for this year."""
        changes: list[Change] = []
        if not isinstance(self.result, Obligation):
            return changes
        if self.next_rate is not None:
            now, then = _times(mass_t, self.result.rate_t_per_t), _times(mass_t, self.next_rate)
            text = answers.next_year(self.good.year + 1, now, then, _times(mass_t, self.benchmark_step))
            changes.append(Change(what=text, certificates_t=then))
        if self.slower_rate is not None:
            slower = _times(mass_t, self.slower_rate)
            changes.append(Change(what=answers.slower_phase_out(slower), certificates_t=slower, not_law=True))
        return changes

    def quarter_changes(self, mass_t: Decimal, cost: Decimal | None) -> list[Change]:
        """The same goods in another quarter of the year, and the quarters whose price is awaited."""
        certificates = self.certificates(mass_t)
        changes: list[Change] = []
        if certificates is not None:
            for text, price in self.quarters:
                other = _times(certificates, price)
                difference = None if cost is None else _minus(other, cost)
                changes.append(Change(what=text, cost_eur=other, change_eur=difference))
            changes.extend(self.awaited)
        return changes


def priced_good(
    pack: BorderPack,
    good: Good,
    result: Obligation | Unpriceable,
    situation: Situation,
    *,
    rule: str,
    cn: str = "",
    deduction: Deduction | None = None,
) -> PricedGood:
    """A good's result joined with the price of its day; `cn` is the code as asked, where a short one stands for it."""
    price = situation.price
    if isinstance(result, Unpriceable):
        blank = BorderLine(
            cn=cn or good.cn, matched_rule=rule, origin=good.origin, net_mass_t=_ZERO, price_note=result.reason
        )
        return PricedGood(good, result, price, blank)
    firm = result.path != "indicative"
    cited = (
        law.ANNEX_I,
        law.THRESHOLD,
        result.cited,
        law.BENCHMARKS,
        law.FACTOR,
        law.ARTICLE_21,
    )
    blank = BorderLine(
        cn=cn or good.cn,
        matched_rule=rule,
        origin=good.origin,
        net_mass_t=_ZERO,
        see_t_per_t=result.see_t_per_t,
        path=result.path,
        route=result.benchmark.route,
        benchmark_t_per_t=result.benchmark.value,
        benchmark_column=result.benchmark.column,
        markup=result.markup,
        cbam_factor=result.factor.cbam_factor,
        cscf=result.factor.cscf,
        price_eur_per_t=price.price_eur_per_t if firm else None,
        price_note=price.note,
        sefa_t_per_t=result.sefa_t_per_t,
        default_share=result.default_share,
        price_period=price.period,
        price_published_on=price.published_on,
        law=cited,
    )
    general = general_assumptions(pack, good, price, deduction)
    next_rate, step = _next_year(pack, good, result)
    return PricedGood(
        good,
        result,
        price,
        blank,
        assumptions=(*result.assumptions, *general),
        assumptions_stated=(*result.assumptions, *general, answers.STATED_BY_IMPORTER),
        law=cited,
        quarters=tuple(
            (answers.another_quarter(row), row.price_eur_per_t)
            for row in situation.others
            if row.price_eur_per_t is not None
        ),
        awaited=tuple(Change(what=answers.awaited_quarter(row)) for row in situation.awaited),
        next_rate=next_rate,
        benchmark_step=step,
        slower_rate=_slower(result),
    )


def general_assumptions(
    pack: BorderPack, good: Good, price: PriceAnswer, deduction: Deduction | None = None
) -> tuple[Text, ...]:
    """What holds of every line: no deduction, how factor and price are known, which emissions count."""
    texts = [deduction.reason if deduction else NONE_STATED]
    if pack.files["eu/factor.csv"].trust == "second_hand":
        texts.append(answers.FACTOR_SECOND_HAND)
    if price.price_eur_per_t is not None and pack.files["eu/prices.csv"].trust == "second_hand":
        texts.append(answers.price_second_hand(price))
    if not good.indirect:
        texts.append(answers.ELECTRICITY_DOES_NOT_COUNT)
    return tuple(texts)


def _next_year(pack: BorderPack, good: Good, result: Obligation) -> tuple[Decimal | None, Decimal]:
    if result.path != "default":
        return None, _ZERO
    following = default_obligation(pack, replace(good, year=good.year + 1))
    if not isinstance(following, Obligation):
        return None, _ZERO
    factor = following.factor.cbam_factor * following.factor.cscf
    return following.rate_t_per_t, factor * answers.BENCHMARK_STEP


def _slower(result: Obligation) -> Decimal | None:
    """The rate with the factor COM(2026) 616 proposes for the year, the adjustment scaled from the one in force."""
    proposed, now = result.factor.proposed_factor, result.factor.cbam_factor
    if proposed is None or proposed == now or result.path != "default":
        return None
    sefa = proposed * result.factor.cscf * result.benchmark.value
    return max(_ZERO, result.see_t_per_t - sefa)
