"""What changes in the law held between two days, and for which products."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from greencard.errors import InvalidInput, declare
from greencard.model import Order, Overall, RuleStatus, Text, Value
from greencard.rules import CompiledRule, one_word, order_facts, prepare, statuses
from greencard.services.check import possible_quantity
from greencard.services.rulebook import RuleLine, held_at, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from greencard.model import Product
    from greencard.services.packs import Packs

__all__ = ["LawChange", "ProductChange", "RuleChange", "StatusChange", "law_changes"]

SAME_DAY = declare(
    "GC-SVC-034",
    InvalidInput,
    en="{until} does not come after {since}.",
    zh="{until} 不晚于 {since}。",
    remedy_en="Give the earlier day with --from and the later one with --until.",
    remedy_zh="--from 填较早日期，--until 填较晚日期。",
)


class RuleChange(Value, frozen=True, kw_only=True):
    """A rule that begins, ends or changes between two days."""

    kind: Literal["begins", "ends", "changes"]
    before: RuleLine | None = None
    after: RuleLine | None = None
    on: date
    """First day of the change."""
    what: tuple[Text, ...] = ()
    """Of a change: the values that differ."""


class StatusChange(Value, frozen=True, kw_only=True):
    """A rule that says something else of a product on the later day; None: out of time, or not about the product."""

    rule_id: str
    before: RuleStatus | None = None
    after: RuleStatus | None = None


class ProductChange(Value, frozen=True, kw_only=True):
    """A product at a destination that fares differently on the later day."""

    product_id: str
    destination: str
    before: Overall
    after: Overall
    rules: tuple[StatusChange, ...]


class LawChange(Value, frozen=True, kw_only=True):
    """What changes between two days, and for whom."""

    since: date
    until: date
    destinations: tuple[str, ...]
    rules: tuple[RuleChange, ...]
    products: tuple[ProductChange, ...] = ()
    products_looked_at: int = 0


def law_changes(
    packs: Packs,
    since: date,
    until: date,
    *,
    destinations: Sequence[str] = (),
    products: Sequence[Product] = (),
    quantity: int = 1,
) -> LawChange:
    """Rules that begin, end or change from one day to a later one; with products, the verdicts that change and why.

    Verdicts of both days are given as if asked before either, so that what can still be obtained counts alike.

    Args:
        packs: the data.
        since: the earlier day.
        until: the later day.
        destinations: places looked at; all that are held if none is named.
        products: records whose verdicts are compared.
        quantity: declared units in each order.

    Raises:
        InvalidInput: the later day is not later (GC-SVC-034), an impossible quantity (GC-SVC-004), or no destination
            code (GC-RUL-010).
        NotFound: no rules are held for a destination (GC-SVC-035).
    """
    if until <= since:
        raise SAME_DAY.at(since=since, until=until)
    possible_quantity(quantity)
    places = tuple(destinations) or packs.destinations()
    held = list(held_at(packs, places))
    before, after = (_live(packs, places, held, day) for day in (since, until))
    return LawChange(
        since=since,
        until=until,
        destinations=places,
        rules=tuple(_rule_changes(before, after, until)),
        products=tuple(
            change
            for product in products
            for place in places
            if (change := _product_change(packs, product, place, (since, until), quantity)) is not None
        ),
        products_looked_at=len(products),
    )


def _live(packs: Packs, places: Sequence[str], held: Sequence[CompiledRule], day: date) -> dict[str, CompiledRule]:
    """Rules by id that bind on a day at one of the places at least, in the order held.

    One that a narrower rule replaces at every place binds nowhere.
    """
    binding: set[tuple[str, date | None]] = set()
    for place in places:
        view = packs.rules(place).view(place)
        in_time = view.in_time(day)
        binding |= {(one.rule.id, one.rule.applies_from) for n, one in enumerate(view.rules) if in_time[n]}
    return {one.rule.id: one for one in held if (one.rule.id, one.rule.applies_from) in binding}


def _rule_changes(before: dict[str, CompiledRule], after: dict[str, CompiledRule], until: date) -> Iterator[RuleChange]:
    """Changes by jurisdiction and id. A rule that ends is paired with the one that begins in its place."""
    ended = {_obligation(one) for name, one in before.items() if name not in after}
    begun = {_obligation(one): one for name, one in after.items() if name not in before}
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is new:
            continue
        if old is not None and new is None:
            new = begun.pop(_obligation(old), None)
        elif new is not None and old is None and _obligation(new) in ended:
            continue  # told with the rule that it replaces
        yield _rule_change(old, new, until)


def _rule_change(old: CompiledRule | None, new: CompiledRule | None, until: date) -> RuleChange:
    start = new.rule.applies_from if new is not None else None
    end = old.rule.applies_until if old is not None else None
    return RuleChange(
        kind="changes" if old and new else "begins" if new else "ends",
        before=None if old is None else line_of(old),
        after=None if new is None else line_of(new),
        on=start or (date.fromordinal(end.toordinal() + 1) if end else until),
        what=tuple(_differences(old, new)) if old and new else (),
    )


def _obligation(one: CompiledRule) -> tuple[str, str, str]:
    """What holds rules of one obligation together that stand under several ids: place, title and consequence."""
    return one.rule.jurisdiction, one.rule.title.en, one.rule.consequence


def _differences(old: CompiledRule, new: CompiledRule) -> Iterator[Text]:
    if old.rule.levy is not None and new.rule.levy is not None and old.rule.levy != new.rule.levy:
        was, becomes = _rate(old), _rate(new)
        yield Text(en=f"rate {was.en} → {becomes.en}", zh=f"费率 {was.zh} → {becomes.zh}")
    for en, zh, a, b in (
        ("reach", "适用条件", old.rule.scope, new.rule.scope),
        ("requirement", "要求", old.rule.require, new.rule.require),
        ("citation", "条文", old.rule.citation, new.rule.citation),
        ("severity", "轻重", old.rule.severity, new.rule.severity),
    ):
        if a != b:
            yield Text(en=f"{en}: {a} → {b}", zh=f"{zh}：{a} → {b}")


def _rate(one: CompiledRule) -> Text:
    levy = one.rule.levy
    if levy is None or levy.rate is None:
        return Text(en="not seen", zh="未查到")
    text = f"{levy.rate:f} {levy.currency}/{levy.unit}"
    return Text(en=text, zh=text)


def _product_change(
    packs: Packs, product: Product, place: str, days: tuple[date, date], quantity: int
) -> ProductChange | None:
    pack = packs.rules(place)
    view = pack.view(place)
    words: list[Overall] = []
    said_of: list[dict[str, RuleStatus]] = []
    for day in days:
        order = Order(product_id=product.id, destination=place, on=day, quantity=quantity)
        sheet = prepare(pack.vocabulary, order_facts(product, order, pack.lexicon), day)
        words.append(one_word(view, sheet, pack.vocabulary, day, late=False).overall)
        said_of.append(statuses(view, sheet, day))
    before, after = said_of
    changed = tuple(
        StatusChange(rule_id=name, before=before.get(name), after=after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )
    if words[0] == words[1] and not changed:
        return None
    return ProductChange(product_id=product.id, destination=place, before=words[0], after=words[1], rules=changed)
