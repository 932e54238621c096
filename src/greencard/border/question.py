"""A question about EU CBAM, checked: code, origin, days and masses that can be answered.

What the code, the origin and the days decide is worked out once and remembered; the mass and the importer's total of
each order are only checked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Final, cast

from greencard.border.commodity import commodity_code, country_code
from greencard.border.figures import EXACT
from greencard.border.pack import BorderPack
from greencard.border.priced import PricedGood, priced_good
from greencard.border.resolution import Resolution, Situation, remember, resolve, situation_on
from greencard.border.scope import in_scope
from greencard.errors import InvalidInput, Place, declare

__all__ = ["MOST_TONNES", "Question", "calendar_day", "positive_tonnes", "question_of", "tonnes"]

MOST_TONNES: Final = Decimal(10) ** 9
_MAX_DIGITS: Final = 40
_LEAST: Final = Decimal("0.000001")
"""A mass from here on, written in few characters, is good without a closer look."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Code, origin and days, checked, with everything of the answer that no mass changes."""

    pack: BorderPack
    resolution: Resolution
    situation: Situation
    early: bool
    """Released before the obligation began."""
    on: date
    as_of: date
    priced: PricedGood | None
    """Set where the code has one answer on default values."""


def question_of(pack: BorderPack, cn: str, origin: str, on: date, as_of: date) -> Question:
    """The question of a code, an origin and two days, asked once and remembered.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), no country (002), no day (004).
    """
    calendar_day(on, "/on")
    calendar_day(as_of, "/as_of")
    if type(cn) is not str or type(origin) is not str:
        return _new(pack, cn, origin, on, as_of)
    key = (Question, cn, origin, on, as_of)
    known = pack.memo.get(key)
    if known is None:
        known = _new(pack, cn, origin, on, as_of)
        remember(pack, key, known)
    return cast("Question", known)


def _new(pack: BorderPack, cn: str, origin: str, on: date, as_of: date) -> Question:
    code = commodity_code(cn, Place("/cn"))
    country_code(origin, pack.territories, Place("/origin"))
    situation = situation_on(pack, on, as_of)
    first = pack.parameters.eu_obligation_from
    if on < first:
        scope = in_scope(pack, code, on)
        settled = "out" if scope.verdict == "out" else ""
        if not settled and pack.territories[origin].eu_cbam != "third":
            settled = "exempt_origin"
        return Question(
            pack,
            Resolution(code, origin, on.year, scope, settled),  # type: ignore[arg-type]  # narrowed above
            situation,
            early=True,
            on=on,
            as_of=as_of,
            priced=None,
        )
    resolution = resolve(pack, code, origin, on.year)
    key = (PricedGood, code, origin, situation)
    priced = cast("PricedGood | None", pack.memo.get(key))
    if priced is None and resolution.one is not None:
        good, result = resolution.one
        with localcontext(EXACT):
            priced = priced_good(pack, good, result, situation, rule=resolution.scope.rule, cn=code)
        remember(pack, key, priced)
    return Question(pack, resolution, situation, early=False, on=on, as_of=as_of, priced=priced)


def tonnes(value: Decimal, pointer: str, *, positive: bool = False) -> Decimal:
    """`value` if it is a mass of zero or more, bounded in size and digits.

    Raises:
        InvalidInput: it is not (GC-BRD-003).
    """
    if (
        type(value) is Decimal
        and value.is_finite()
        and _LEAST <= value <= MOST_TONNES
        and len(str(value)) <= _MAX_DIGITS
    ):
        return value
    good = isinstance(value, Decimal) and value.is_finite() and len(value.as_tuple().digits) <= _MAX_DIGITS
    if not good or not 0 <= value <= MOST_TONNES or (positive and not value) or value.adjusted() < -_MAX_DIGITS:
        raise BAD_AMOUNT.at(
            Place(pointer),
            field=pointer[1:],
            value=str(value)[:60],
            bound=f"above zero and at most {MOST_TONNES}" if positive else f"of zero to {MOST_TONNES}",
            bound_zh=f"大于 0 且不超过 {MOST_TONNES} " if positive else f"0 至 {MOST_TONNES} ",
        )
    return value


def positive_tonnes(value: Decimal, pointer: str) -> Decimal:
    """`value` if it is a mass above zero, bounded in size and digits.

    Raises:
        InvalidInput: it is not (GC-BRD-003).
    """
    return tonnes(value, pointer, positive=True)


def calendar_day(value: date, pointer: str) -> date:
    """`value` if it is a day; a moment is refused, because the quarter of import turns at a border's midnight.

    Raises:
        InvalidInput: it is not (GC-BRD-004).
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BAD_DATE.at(Place(pointer), field=pointer[1:])
    return value
