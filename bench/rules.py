"""Rules: one order against the whole German pack, statuses alone and with outcomes and the full verdict; print µs each.

Run: `python bench/rules.py`. The ask is at most 10 µs for the statuses of one order × one destination.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec

from greencard.adapters.packs.rules import load_all, load_pack
from greencard.model import BomLine, Customs, Facility, Fact, Order, PackagingPart, Party, Product, Text
from greencard.rules import evaluate, order_facts, prepare, verdict

ASK_US = 10.0
TODAY = date(2026, 11, 23)


def _product() -> Product:
    name = Text(en="Bamboo desk set", zh="竹制桌面套装")
    return Product(
        id="bench",
        name=name,
        declared_unit=Text(en="1 set", zh="1 套"),
        mass_kg=Decimal("1.03"),
        customs=Customs(code="44201900", system="CN"),
        seller=Party(id="S", name=name),
        facility=Facility(id="F", name=name, place=name),
        bom=(
            BomLine(material="laminated bamboo board", net_kg=Decimal("0.98"), gross_kg=Decimal("1.31")),
            BomLine(material="felt feet, recycled PET", net_kg=Decimal("0.006"), gross_kg=Decimal("0.006")),
        ),
        packaging=(PackagingPart(material="board box", mass_kg=Decimal("0.1")),),
        facts=(
            Fact(name="product_functions", value=("stationery",)),
            Fact(name="single_use", value=False),
            Fact(name="food_contact", value=False),
            Fact(name="consumer_product", value=True),
        ),
        illustrative=True,
    )


def _median_us(call: Callable[[], object], inner: int, rounds: int = 25) -> float:
    def once() -> float:
        start = time.perf_counter()
        for _ in range(inner):
            call()
        return (time.perf_counter() - start) / inner * 1e6

    once()
    return statistics.median(once() for _ in range(rounds))


def main() -> int:
    start = time.perf_counter()
    pack = load_pack("DE")
    loaded = time.perf_counter()
    view = pack.view("DE")
    compiled = time.perf_counter()
    product, on = _product(), date(2027, 2, 10)
    order = Order(product_id="bench", destination="DE", on=on, quantity=9000)
    facts = order_facts(product, order)
    row = prepare(pack.vocabulary, facts, on).row
    every = load_all()
    views = [every.view(code) for code in ("DE", "FR", "ES", "PL", "GB", "US-CA", "JP", "BR", "KE", "AU-QLD")]
    numbers = iter(range(10_000_000))

    def fresh() -> object:
        return verdict(pack, product, msgspec.structs.replace(order, quantity=next(numbers) + 1), as_of=TODAY)

    figures = {
        "rules in the German pack": len(view.rules),
        "read vocabulary and pack, ms": round((loaded - start) * 1e3, 1),
        "compile, ms": round((compiled - loaded) * 1e3, 1),
        "statuses, one order x DE, us": round(_median_us(lambda: view.decide(row), 200), 2),
        "statuses, one order x 10 destinations, us": round(
            _median_us(lambda: [one.decide(row) for one in views], 50), 2
        ),
        "outcomes from stated facts, one order x DE, us": round(
            _median_us(lambda: evaluate(pack, facts, order), 20), 1
        ),
        "verdict from the record, an order like one before, us": round(
            _median_us(lambda: verdict(pack, product, order, as_of=TODAY), 20), 1
        ),
        "verdict from the record, a quantity never asked before, us": round(_median_us(fresh, 20), 1),
    }
    print(json.dumps(figures, indent=1))
    return 0 if figures["statuses, one order x DE, us"] <= ASK_US else 1


if __name__ == "__main__":
    sys.exit(main())
