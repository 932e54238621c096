"""What carbon costs at a border: lines with everything beside them, where a code stands, the years ahead, the dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from greencard.border import (
    UNION_AS_A_WHOLE,
    ActualEmissions,
    CarbonPricePaid,
    calendar,
    in_union,
    outlook,
    regimes,
    scope_of,
)
from greencard.errors import Fault, GreencardError, InvalidInput, Place, declare, raise_faults
from greencard.model import BorderCost, OtherCost, Text, Value
from greencard.services.other_costs import SeaLane, sea_freight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from greencard.border import BorderPack, CalendarEvent, Outlook, PriceScenario, ScopeReport
    from greencard.services.packs import Packs

from datetime import date
from decimal import Context, Decimal

__all__ = [
    "MOST_LINES",
    "BorderAnswer",
    "BorderAnswers",
    "BorderQuestion",
    "BorderTotals",
    "border_calendar",
    "border_cost",
    "border_costs",
    "border_outlook",
    "border_scope",
    "placed",
]

BACKWARDS: Final = declare(
    "GC-SVC-040",
    InvalidInput,
    en="The calendar is asked from {first} to {last}, which runs backwards.",
    zh="日历查询从 {first} 到 {last}，起止颠倒。",
    remedy_en="Give the earlier day first.",
    remedy_zh="请先写较早的日期。",
)


LINE_COUNT: Final = declare(
    "GC-SVC-045",
    InvalidInput,
    en="{count} lines are asked; 1 to {most} are answered at once.",
    zh="查询了 {count} 行；一次可答 1 至 {most} 行。",
    remedy_en="Split the list, or ask a file of lines with `greencard border cost FILE`.",
    remedy_zh="请拆分列表，或用 greencard border cost FILE 查询整份清单。",
)
MOST_LINES: Final = 200
EU_CBAM: Final = "eu-cbam"
_WIDE: Final = Context(prec=4000)
"""Sums of exact amounts stay exact."""


class BorderQuestion(Value, frozen=True, kw_only=True):
    """One good of one declaration, as somebody asks for it."""

    cn: str
    origin: str
    net_mass_t: Decimal
    on: date
    """Day of release for free circulation."""
    to: str = UNION_AS_A_WHOLE
    importer_tonnes: Decimal | None = None
    """CBAM goods of the importer in the calendar year, t net, this line included; None: not known."""
    importer_value_gbp: Decimal | None = None
    """UK CBAM goods of the importer over twelve months, GBP; None: not known."""
    actual: ActualEmissions | None = None
    """The producer's statement; None: default values."""
    carbon_price: CarbonPricePaid | None = None
    sea: SeaLane | None = None
    """The voyage, where the surcharge inside the freight is asked too."""
    reference: str = ""


class BorderAnswer(Value, frozen=True, kw_only=True):
    """Every scheme at the destination's border, and apart from them what else carbon costs on the way."""

    question: BorderQuestion
    border: tuple[BorderCost, ...]
    """Empty: no scheme is known at that border."""
    other_costs: tuple[OtherCost, ...] = ()
    """Each with its own status and currency; part of no border cost and of no sum."""
    note: Text = Text()
    illustrative: bool = False
    """The producer's data are made up: no figure of this answer is one to rely on."""
    dataset: str
    as_of: date


def border_cost(question: BorderQuestion, *, packs: Packs, as_of: date, illustrative: bool = False) -> BorderAnswer:
    """The answer for one line; exact and unrounded. `illustrative`: its statement is of made-up figures.

    Raises:
        InvalidInput, Refused: as `greencard.border.regimes` and `sea_surcharge`, at pointers of the question.
    """
    pack = packs.border()
    border = regimes(
        pack,
        destination=question.to,
        cn=question.cn,
        origin=question.origin,
        net_mass_t=question.net_mass_t,
        on=question.on,
        importer_tonnes=question.importer_tonnes,
        as_of=as_of,
        actual=question.actual,
        importer_value_gbp=question.importer_value_gbp,
        carbon_price=question.carbon_price,
    )
    return BorderAnswer(
        question=question,
        border=border,
        other_costs=_other(pack, question, as_of),
        note=Text() if border else _no_scheme(question.to),
        illustrative=illustrative,
        dataset=pack.dataset,
        as_of=as_of,
    )


def _other(pack: BorderPack, question: BorderQuestion, as_of: date) -> tuple[OtherCost, ...]:
    """The surcharge of a voyage that is named, else that there is one on the way into the Union from elsewhere."""
    if question.sea is not None:
        return sea_freight(pack, question.sea, on=question.on, as_of=as_of)
    from_outside = pack.territories[question.origin].eu_cbam == "third"
    return sea_freight(pack, None, on=question.on, as_of=as_of) if in_union(pack, question.to) and from_outside else ()


def _no_scheme(destination: str) -> Text:
    return Text(
        en=f"No border carbon scheme of {destination} is known here: nothing is priced. That is no statement about"
        " other duties.",
        zh=f"本软件未收录 {destination} 的边境碳机制：不作计价。这不涉及其他税费。",
    )


class BorderTotals(Value, frozen=True, kw_only=True):
    """Sums over several lines under EU CBAM, each line for itself: nothing is set off against anything."""

    due_eur: Decimal
    """Liable lines alone."""
    exposure_eur: Decimal
    """Due as well if the importers of the lines with unknown total are above the threshold; not part of `due_eur`."""
    statuses: dict[str, int]
    """Lines per status of EU CBAM; `no_scheme`: none of its answers."""


class BorderAnswers(Value, frozen=True, kw_only=True):
    """Several lines, each with its whole answer, and their total under EU CBAM."""

    answers: tuple[BorderAnswer, ...]
    total: BorderTotals
    dataset: str
    as_of: date


def border_costs(questions: Sequence[BorderQuestion], *, packs: Packs, as_of: date) -> BorderAnswers:
    """The answers for several lines.

    Raises:
        InvalidInput, Refused: as `border_cost`, with the faults of all lines in one exception of the first one's root,
            each at `/lines/0/…`; more than `MOST_LINES` lines, or none (GC-SVC-045).
    """
    if not 1 <= len(questions) <= MOST_LINES:
        raise LINE_COUNT.at(Place("/lines"), most=MOST_LINES, count=len(questions))
    answers: list[BorderAnswer] = []
    faults: list[Fault] = []
    for index, question in enumerate(questions):
        try:
            answers.append(border_cost(question, packs=packs, as_of=as_of))
        except GreencardError as error:
            at = f"/lines/{index}"
            faults.extend(replace(one, place=Place(f"{at}{_field(one.place.pointer)}")) for one in error.faults)
    raise_faults(faults)
    return BorderAnswers(answers=tuple(answers), total=_totals(answers), dataset=packs.border().dataset, as_of=as_of)


def _field(pointer: str) -> str:
    """A pointer of the engine as one of the question."""
    if pointer == "/destination":
        return "/to"
    first = pointer[1:].partition("/")[0]
    return f"/sea{pointer}" if first in SeaLane.__struct_fields__ else pointer


def _totals(answers: Sequence[BorderAnswer]) -> BorderTotals:
    due = exposure = Decimal(0)
    statuses: dict[str, int] = {}
    for answer in answers:
        cost = next((one for one in answer.border if one.regime == EU_CBAM), None)
        status = "no_scheme" if cost is None else cost.status
        statuses[status] = statuses.get(status, 0) + 1
        if cost is not None and cost.status == "liable" and cost.cost_eur is not None:
            due = _WIDE.add(due, cost.cost_eur)
        line = cost.lines[0].cost_eur if cost is not None and cost.lines else None
        if status == "threshold_unknown" and line is not None:
            exposure = _WIDE.add(exposure, line)
    return BorderTotals(due_eur=due, exposure_eur=exposure, statuses=statuses)


def border_scope(cn: str, *, packs: Packs) -> ScopeReport:
    """Where a commodity code stands in EU CBAM, the proposed extension (not law) and UK CBAM.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001).
    """
    return scope_of(packs.border(), cn)


def border_outlook(
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    *,
    packs: Packs,
    as_of: date,
    prices: Sequence[PriceScenario] = (),
    actual: ActualEmissions | None = None,
) -> Outlook:
    """The years to the end of free allocation at held prices, stamped; beside them the slower phase-out (not law).

    Raises:
        InvalidInput, Refused: as `greencard.border.outlook`.
    """
    return outlook(packs.border(), cn, origin, net_mass_t, as_of=as_of, prices=prices, actual=actual)


def border_calendar(
    *, packs: Packs, as_of: date, first: date | None = None, last: date | None = None, regime: str = ""
) -> tuple[CalendarEvent, ...]:
    """Dated events of the schemes as seen from a day, within two days where they are given (both included).

    Raises:
        InvalidInput: the two days run backwards (GC-SVC-040).
    """
    if first is not None and last is not None and last < first:
        raise BACKWARDS.at(first=first, last=last)
    return tuple(
        event
        for event in calendar(packs.border(), as_of, regime=regime)
        if (first is None or event.day >= first) and (last is None or event.day <= last)
    )


def placed(error: GreencardError, where: Callable[[Place], Place]) -> GreencardError:
    """The same faults at the places that a reader of the input knows: a line of a file, an option, a pointer."""
    return type(error)(*(replace(fault, place=where(fault.place)) for fault in error.faults))
