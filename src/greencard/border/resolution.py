"""What the law makes of one code, origin and year before mass, importer and price are known; worked out once per pack.

The order of questions is the order of the law: is the good in Annex I, is the origin a third country, what does a tonne
owe. Both the answer for one line and the table of a million lines stand on these values, so they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import localcontext
from typing import Final, Literal, cast

from greencard.border.figures import EXACT
from greencard.border.obligation import Good, Obligation, Unpriceable, default_obligation
from greencard.border.pack import BorderPack, remember
from greencard.border.price import PriceAnswer, known_prices, price_on
from greencard.border.records import Category, QuarterPrice
from greencard.border.scope import ScopeAnswer, covered_codes, in_scope

__all__ = ["CodeAnswer", "Resolution", "Situation", "code_answer", "remember", "resolve", "situation_on"]

NEVER_DE_MINIMIS: Final = frozenset({"hydrogen", "electricity"})


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """A code, origin and year, resolved."""

    code: str
    origin: str
    year: int
    scope: ScopeAnswer
    settled: Literal["", "out", "exempt_origin"]
    """Why nothing is due whatever the mass; empty: the amounts decide."""
    found: tuple[tuple[Good, Obligation | Unpriceable], ...] = ()
    """Every good the code may be, and what a tonne of it owes on default values."""
    one: tuple[Good, Obligation | Unpriceable] | None = None
    """The single answer, also of a short code whose goods all owe the same; None: each of `found` is a branch."""
    certain: bool = False
    """The code is in Annex I whatever its further digits are."""
    can_be_exempt: bool = True
    """The 50-tonne threshold applies; never for hydrogen and electricity."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """What a day of import and a day of asking decide: the year, its price, the other prices of the year."""

    year: int
    price: PriceAnswer
    others: tuple[QuarterPrice, ...]
    """Quarters of the same year whose price is known."""
    awaited: tuple[QuarterPrice, ...]
    """Quarters of the same year whose price is not known yet."""


def situation_on(pack: BorderPack, on: date, as_of: date) -> Situation:
    """The situation of two days; days that decide the same share one value."""
    key = (Situation, on, as_of)
    known = pack.memo.get(key)
    if known is not None:
        return cast("Situation", known)
    price, published = price_on(pack, on, as_of), known_prices(pack, as_of)
    same_year = [row for row in pack.prices if row.first_day.year == on.year and row.period != price.period]
    others = tuple(row for row in same_year if row in published)
    awaited = tuple(row for row in same_year if row not in published)
    content = (Situation, on.year, price, others, awaited)
    found = cast("Situation | None", pack.memo.get(content))
    if found is None:
        found = Situation(on.year, price, others, awaited)
        remember(pack, content, found)
    remember(pack, key, found)
    return found


def resolve(pack: BorderPack, code: str, origin: str, year: int) -> Resolution:
    """The resolution of a checked code and origin for a year of the obligation (2026 and later)."""
    key = (Resolution, code, origin, year)
    known = pack.memo.get(key)
    if known is None:
        with localcontext(EXACT):
            known = _resolve(pack, code, origin, year)
        remember(pack, key, known)
    return cast("Resolution", known)


@dataclass(frozen=True, slots=True, eq=False)
class CodeAnswer:
    """What Annex I makes of a code from 2026 on, whatever the origin: the goods it may be, and how sure that is."""

    scope: ScopeAnswer
    goods: tuple[tuple[str, Category, bool], ...]
    """Code, category, and whether indirect emissions count."""
    certain: bool
    can_be_exempt: bool


def code_answer(pack: BorderPack, code: str) -> CodeAnswer:
    """The answer for a checked code; Annex I has not changed since the obligation began."""
    key = (CodeAnswer, code)
    known = pack.memo.get(key)
    if known is None:
        known = _code_answer(pack, code)
        remember(pack, key, known)
    return cast("CodeAnswer", known)


def _code_answer(pack: BorderPack, code: str) -> CodeAnswer:
    first = pack.parameters.eu_obligation_from
    scope = in_scope(pack, code, first)
    goods = []
    for covered in () if scope.verdict == "out" else covered_codes(pack, scope):
        answer = scope if covered == scope.cn else in_scope(pack, covered, first)
        if answer.category is not None:
            goods.append((covered, answer.category, answer.indirect))
    exempt = not NEVER_DE_MINIMIS.intersection(scope.categories)
    return CodeAnswer(scope, tuple(goods), scope.verdict == "in", exempt)


def _resolve(pack: BorderPack, code: str, origin: str, year: int) -> Resolution:
    answer = code_answer(pack, code)
    if answer.scope.verdict == "out":
        return Resolution(code, origin, year, answer.scope, "out")
    if pack.territories[origin].eu_cbam != "third":
        return Resolution(code, origin, year, answer.scope, "exempt_origin")
    goods = (Good(cn, origin, category, indirect, year) for cn, category, indirect in answer.goods)
    found = tuple((good, default_obligation(pack, good)) for good in goods)
    one = _one(found) if answer.certain else None
    return Resolution(code, origin, year, answer.scope, "", found, one, answer.certain, answer.can_be_exempt)


def _one(found: tuple[tuple[Good, Obligation | Unpriceable], ...]) -> tuple[Good, Obligation | Unpriceable] | None:
    if len(found) == 1:
        return found[0]
    rates = {result.per_tonne for _, result in found if isinstance(result, Obligation)}
    same = len(rates) == 1 and all(isinstance(result, Obligation) for _, result in found)
    return found[0] if same else None
