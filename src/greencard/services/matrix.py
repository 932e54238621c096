"""Products against destinations: one word per cell, whole verdicts on request."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.errors import InvalidInput, Unavailable, declare
from greencard.model import Blocker, Cell, Matrix, Order
from greencard.rules import ENGINE, one_word, order_facts, prepare
from greencard.services.check import check_product_order, known_destination, not_covered, possible_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from greencard.model import Product
    from greencard.rules import CompiledRule, FactSheet, Kept
    from greencard.services.packs import Packs

__all__ = ["MAX_CELLS", "MAX_FULL_CELLS", "MAX_SERVED_CELLS", "check_matrix"]

MAX_CELLS: Final = 250_000
"""Cells of one matrix: every destination held for more than three thousand products."""
_COLUMNS_FROM: Final = 5_000
"""Cells from which columns are faster than one order after the other: they cost about a second to make ready."""
_KEY: Final = "product"
MAX_FULL_CELLS: Final = 2_000
"""Cells with a whole verdict each: some 50 kB apiece."""
MAX_SERVED_CELLS: Final = 200
"""Cells with a whole verdict that a server answers at once."""

TOO_MANY_CELLS = declare(
    "GC-SVC-030",
    InvalidInput,
    en="{products} products at {destinations} destinations are more than {limit} cells.",
    zh="{products} 个商品 × {destinations} 个目的地超过 {limit} 格。",
    remedy_en="Ask for fewer products or destinations at a time; without whole verdicts more cells are answered.",
    remedy_zh="请减少一次查询的商品或目的地；不要求完整答复时可查更多。",
)
NO_CELLS = declare(
    "GC-SVC-031",
    InvalidInput,
    en="There is no {what} to check.",
    zh="没有可查验的{what_zh}。",
    remedy_en="Name at least one product and one destination.",
    remedy_zh="请至少给出一个商品和一个目的地。",
)
TWICE = declare(
    "GC-SVC-032",
    InvalidInput,
    en="{what} stands twice.",
    zh="{what} 重复。",
    remedy_en="Name each product and each destination once.",
    remedy_zh="每个商品和目的地只写一次。",
)


def check_matrix(
    products: Sequence[Product],
    orders: Sequence[Order],
    *,
    packs: Packs,
    as_of: date,
    full: bool = False,
    explain: bool = False,
    limit: int | None = None,
) -> Matrix:
    """The word of every product under every order.

    Args:
        products: the records, each id once.
        orders: one for each destination; its product is replaced by each of the products.
        packs: the data.
        as_of: day of the answer.
        full: put the whole verdict into each cell.
        explain: with `full`, lay the reasons of each open.
        limit: most cells, where fewer are wanted than are answered by default.

    Raises:
        InvalidInput: nothing to check (GC-SVC-031), too many cells (GC-SVC-030), a product or destination twice
            (GC-SVC-032), a country that is none (GC-SVC-080), or what `check_product_order` refuses.
    """
    for given, what, what_zh in ((products, "product", "商品"), (orders, "destination", "目的地")):
        if not given:
            raise NO_CELLS.at(what=what, what_zh=what_zh)
    most = limit or (MAX_FULL_CELLS if full else MAX_CELLS)
    if len(products) * len(orders) > most:
        raise TOO_MANY_CELLS.at(products=len(products), destinations=len(orders), limit=most)
    _once(product.id for product in products)
    _once("-".join(packs.rules(order.destination).jurisdictions.chain(order.destination)) for order in orders)
    for order in orders:
        possible_quantity(order.quantity)
        known_destination(packs, order.destination)
    cells: tuple[Cell, ...] | None = None
    if not full and len(products) * len(orders) >= _COLUMNS_FROM:
        cells = _in_columns(products, orders, packs, as_of=as_of)
    if cells is None:
        rows = (_row(product, orders, packs, as_of=as_of, full=full, explain=explain) for product in products)
        cells = tuple(cell for row in rows for cell in row)
    return Matrix(
        products=tuple(product.id for product in products),
        destinations=tuple(order.destination for order in orders),
        cells=cells,
        blockers=_blockers(cells, orders, packs),
        as_of=as_of,
        engine=ENGINE,
        not_covered=not_covered(packs.measures()),
    )


def _once(names: Iterable[str]) -> None:
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise TWICE.at(what=name)


def _row(
    product: Product, orders: Sequence[Order], packs: Packs, *, as_of: date, full: bool, explain: bool
) -> Iterator[Cell]:
    """Cells of one product. Facts are prepared once for orders that differ in nothing but their destination."""
    sheets: dict[Order, tuple[FactSheet, Kept]] = {}
    for given in orders:
        order = msgspec.structs.replace(given, product_id=product.id)
        rules = packs.rules(order.destination)
        view = rules.view(order.destination)
        verdict = None
        if full:
            verdict = check_product_order(product, order, packs=packs, as_of=as_of, explain=explain)
        alike = msgspec.structs.replace(order, destination="")
        if alike not in sheets:
            sheets[alike] = prepare(rules.vocabulary, order_facts(product, order, rules.lexicon), order.on), {}
        sheet, kept = sheets[alike]
        word = one_word(
            view,
            sheet.changed({"destination": order.destination}),
            rules.vocabulary,
            order.on,
            late=as_of >= order.on,
            kept=kept,
        )
        yield Cell(
            product_id=product.id,
            destination=order.destination,
            on=order.on,
            overall=word.overall,
            barring=word.barring,
            undecided=word.undecided,
            conditions=word.conditions,
            pack=rules.digest,
            verdict=verdict,
        )


def _in_columns(
    products: Sequence[Product], orders: Sequence[Order], packs: Packs, *, as_of: date
) -> tuple[Cell, ...] | None:
    """The cells of all products, worked out in columns; None where what that needs is not installed."""
    try:
        from greencard.rules.columns import facts_table, words_with_rules  # noqa: PLC0415 - loads polars
    except Unavailable:
        return None
    rules = packs.all_rules()
    alike: dict[Order, list[int]] = {}
    for n, order in enumerate(orders):
        alike.setdefault(msgspec.structs.replace(order, destination="", product_id=""), []).append(n)
    columns: list[list[Cell]] = [[] for _ in orders]
    for given, numbers in alike.items():
        asked = ((one, msgspec.structs.replace(orders[numbers[0]], product_id=one.id)) for one in products)
        table = facts_table(rules.vocabulary, asked, key=_KEY, lexicon=rules.lexicon)
        places = [orders[n].destination for n in numbers]
        answers = words_with_rules(rules, table, places, on=given.on, as_of=as_of, key=_KEY)
        for n in numbers:
            place = orders[n].destination
            pack = packs.rules(place).digest
            columns[n] = [
                Cell(
                    product_id=product.id,
                    destination=place,
                    on=given.on,
                    overall=overall,
                    barring=barring,
                    undecided=undecided,
                    conditions=conditions,
                    pack=pack,
                )
                for product, overall, barring, undecided, conditions in zip(products, *answers[place], strict=True)
            ]
    return tuple(cell for row in zip(*columns, strict=True) for cell in row)


def _blockers(cells: Iterable[Cell], orders: Iterable[Order], packs: Packs) -> tuple[Blocker, ...]:
    """Rules by the number of cells they bar, then by those they leave open."""
    barring: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for cell in cells:
        barring.update(cell.barring)
        undecided.update(cell.undecided)
    rules: dict[str, CompiledRule] = {}
    for order in orders:
        for one in packs.rules(order.destination).view(order.destination).rules:
            rules.setdefault(one.rule.id, one)
    ranked = sorted({*barring, *undecided}, key=lambda name: (-barring[name], -undecided[name], name))
    return tuple(
        Blocker(
            rule_id=name,
            title=rules[name].rule.title,
            citation=rules[name].rule.citation,
            barring=barring[name],
            undecided=undecided[name],
        )
        for name in ranked
    )
