"""An order of a product against the law of its destination and the carbon cost at its border."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from greencard.border import UNION_AS_A_WHOLE, in_union, regimes
from greencard.errors import InvalidInput, Place, declare
from greencard.model import Text
from greencard.rules import Abroad, explained, verdict
from greencard.services.other_costs import lane_of, plastic_levies, sea_freight

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from greencard.model import Order, OtherCost, Product, Verdict
    from greencard.rules import Measures
    from greencard.services.packs import Packs

__all__ = ["abroad_of", "check_product_order", "known_destination", "not_covered", "possible_quantity"]

BAD_QUANTITY = declare(
    "GC-SVC-004",
    InvalidInput,
    en="An order of {quantity} units cannot be checked.",
    zh="数量为 {quantity} 的订单无法查验。",
    remedy_en="Give a whole number of declared units, at least 1 and at most 10 000 000 000.",
    remedy_zh="请填写不小于 1、不大于 100 亿的整数（申报单位）。",
)

NO_COUNTRY = declare(
    "GC-SVC-080",
    InvalidInput,
    en="There is no country {destination}, and no rules of your own are held for it.",
    zh="没有 {destination} 这个国家或地区，也没有相应的自有规则。",
    remedy_en="Give an ISO 3166 code such as DE or US-CA; rules of your own are named by --rules or GREENCARD_RULES.",
    remedy_zh="请填写 ISO 3166 代码，例如 DE 或 US-CA；自有规则目录用 --rules 或 GREENCARD_RULES 指定。",
)

_MAX_QUANTITY = 10_000_000_000
_MONTHS_AHEAD = 24


def check_product_order(
    product: Product,
    order: Order,
    *,
    packs: Packs,
    as_of: date,
    explain: bool = False,
    compare: Iterable[str] = (),
) -> Verdict:
    """May this order enter, under which articles, and what does carbon cost at the border.

    The border cost is of the goods' net mass in the order; footprint figures never enter it (two ledgers). With
    `explain` the answer holds the atoms that decided, what would settle and what would pass; a change then says what
    it does at the destinations of `compare`.

    Raises:
        InvalidInput: no destination code (GC-RUL-010) or an impossible quantity (GC-SVC-004).
    """
    possible_quantity(order.quantity)
    rules = packs.rules(order.destination)
    view = rules.view(order.destination)
    border = (
        ()
        if not known_destination(packs, order.destination)
        else regimes(
            packs.border(),
            destination=view.chain[-1],
            cn=product.customs.code,
            origin=product.customs.origin,
            net_mass_t=product.mass_kg * order.quantity / Decimal(1000),
            on=order.on,
            importer_tonnes=order.importer_cbam_tonnes,
            importer_value_gbp=order.importer_cbam_value_gbp,
            as_of=as_of,
        )
    )
    answer = verdict(rules, product, order, as_of=as_of, border=border)
    if explain:
        failed = any(outcome.status == "fail" for outcome in answer.outcomes)
        elsewhere = [place for place in compare if failed and rules.jurisdictions.chain(place) != view.chain]
        abroad = abroad_of(elsewhere, packs)
        answer = explained(answer, rules, product, as_of=as_of, abroad=abroad)
    measures = packs.measures()
    return msgspec.structs.replace(
        answer,
        information=measures.notices(view.chain, product.customs.code, product.customs.origin, order.on),
        not_covered=(*not_covered(measures), *_other_law(order.on, view.read_on)),
        other_costs=(
            *plastic_levies(answer.outcomes, as_of),
            *_sea(packs, product, view.chain[-1], on=order.on, as_of=as_of),
        ),
    )


def _sea(packs: Packs, product: Product, destination: str, *, on: date, as_of: date) -> tuple[OtherCost, ...]:
    """The EU ETS surcharge of the route's sea leg into the Union; where no route is given, that there is one."""
    pack = packs.border()
    if not in_union(pack, destination) or pack.territories[product.customs.origin].eu_cbam != "third":
        return ()
    if product.route is not None and all(leg.mode != "sea_container" for leg in product.route.legs):
        return ()
    return sea_freight(pack, lane_of(product.route), on=on, as_of=as_of)


def known_destination(packs: Packs, destination: str) -> bool:
    """Whether the border tables know the country; one that only an operator's own rules know has no carbon border.

    Raises:
        InvalidInput: a country that neither the border tables nor any rule knows (GC-SVC-080).
    """
    view = packs.rules(destination).view(destination)
    country = view.chain[-1].partition("-")[0]
    if country == UNION_AS_A_WHOLE or country in packs.border().territories:
        return True
    if not view.rules:
        raise NO_COUNTRY.at(Place("/destination"), destination=destination)
    return False


def possible_quantity(quantity: int) -> None:
    """Refuse a number of units that no order has.

    Raises:
        InvalidInput: none, fewer, or more than 10 000 000 000 (GC-SVC-004).
    """
    if not 1 <= quantity <= _MAX_QUANTITY:
        raise BAD_QUANTITY.at(quantity=quantity)


def abroad_of(destinations: Iterable[str], packs: Packs) -> Abroad | None:
    """Destinations to compare with, each with its rules; None where there are none."""
    held = {place: packs.rules(place) for place in destinations}
    return Abroad(held) if held else None


def not_covered(measures: Measures) -> tuple[Text, ...]:
    """What no answer of ours decides: duty, VAT, and trade defence beyond the few measures that are told."""
    count, day = len(measures.rows), measures.read_on
    return (
        Text(
            en=(
                "Customs duty, VAT and trade defence (anti-dumping, safeguards, quotas) do not enter the answer; only "
                f"{count} measures, read from {day} on, are told as information. Ask a customs broker for the rest."
            ),
            zh=(
                "关税、增值税及贸易救济（反倾销、保障措施、配额）不计入结论；"
                f"仅有 {count} 项措施（{day} 起查阅）作为信息列出，其余请咨询报关行。"
            ),
        ),
    )


def _other_law(on: date, read_on: date | None) -> tuple[Text, ...]:
    """What the rules held cannot know of the day of an order: law that had ended, or is still to be made."""
    if read_on is None:
        return ()
    if on < read_on:
        return (
            Text(
                en=f"The rules are those read on {read_on}: law that had ended before that day is held only in part.",
                zh=f"所用规则以 {read_on} 查阅的法律为准：此前已失效的规定仅部分收录。",
            ),
        )
    if (on.year - read_on.year) * 12 + on.month - read_on.month > _MONTHS_AHEAD:
        return (
            Text(
                en=f"The rules are those read on {read_on}: law made between that day and {on} is not in this answer.",
                zh=f"所用规则以 {read_on} 查阅的法律为准：此后至 {on} 之间新立的规定不在本答复内。",
            ),
        )
    return ()
