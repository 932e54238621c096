"""Many cells against whole verdicts, and what laying an answer open costs; print ms each.

Run: `python bench/check.py`. The ask: one product at 40 destinations well under a second once the packs are read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date

from asks import Asks

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.interfaces.wiring import example_files, load_product
from greencard.model import Order
from greencard.services.check import check_product_order
from greencard.services.matrix import check_matrix

ASK_MS = 500.0
TODAY, ON = date(2026, 11, 23), date(2027, 2, 10)


def _ms(call: Callable[[], object], rounds: int = 5) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def main() -> int:
    """Measure, print, and fail when the ask is missed."""
    packs = ShippedPacks()
    products = [load_product(file) for file in example_files()]
    start = time.perf_counter()
    places = packs.destinations()
    orders = [Order(product_id="", destination=place, on=ON, quantity=500) for place in places]
    check_matrix(products[:1], orders, packs=packs, as_of=TODAY)
    read = (time.perf_counter() - start) * 1e3
    one, forty = products[2], orders[:40]
    here = Order(product_id=one.id, destination="DE", on=ON, quantity=500)

    def whole() -> None:
        for order in forty:
            check_product_order(one, order, packs=packs, as_of=TODAY)

    def explained() -> None:
        check_product_order(one, here, packs=packs, as_of=TODAY, explain=True, compare=places)

    matrix = _ms(lambda: check_matrix([one], forty, packs=packs, as_of=TODAY))
    figures = {
        "read and compile all packs, first matrix, ms": read,
        "one product x 40 destinations, words, ms": matrix,
        "the same by whole verdicts, answers kept, ms": _ms(whole),
        f"{len(products)} products x {len(places)} destinations, words, ms": _ms(
            lambda: check_matrix(products, orders, packs=packs, as_of=TODAY)
        ),
        f"one refused order explained, effects at {len(places)} destinations, ms": _ms(explained),
    }
    print(json.dumps({name: round(value, 1) for name, value in figures.items()}, indent=1))
    asks = Asks()
    asks.below("one product x 40 destinations, words", matrix, ASK_MS, "ms")
    return asks.status()


if __name__ == "__main__":
    sys.exit(main())
