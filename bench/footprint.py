"""One product: the whole assessment, its explain tree, its doubt, beside encoding the same result as JSON.

Run: `python bench/footprint.py`. The yardstick is what any program would have to do with the answer anyway: one JSON
encoding of it. The design's bar is an explain tree of a 100-line bill of materials in under 5 ms.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from asks import Asks

from footprint_samples import CATALOGUE, ROAD_CN, product
from greencard.footprint import assess_footprint
from greencard.footprint.doubt.monte_carlo import sample_result
from greencard.footprint.system import Unroller, build
from greencard.model import BomLine, Product
from system_samples import card, out, step, system, take

ASK_MS = 5.0
WORDS = (
    "polypropylene",
    "ABS",
    "stainless steel 304",
    "corrugated board",
    "纯棉纱",
    "锌合金",
    "glass",
    "bamboo board",
    "silicone",
    "铝合金",
)


def made(lines: int) -> Product:
    bom = tuple(
        BomLine(
            material=WORDS[i % len(WORDS)],
            net_kg=Decimal(1 + i % 7) / 100,
            gross_kg=Decimal(2 + i % 7) / 100,
            distance_km=Decimal(10 * (1 + i % 40)),
        )
        for i in range(lines)
    )
    return product(bom=bom, mass_kg=sum((line.net_kg for line in bom), Decimal(0)))


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """CPU time, so that neighbours on the machine do not show: all of this is one thread's work in memory."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


def main() -> int:
    rows: list[tuple[str, float]] = []
    for lines in (1, 12, 100):
        record = made(lines)

        def assessed(record: Product = record) -> object:
            return assess_footprint(record, CATALOGUE, inbound_intensity=ROAD_CN, on=date(2026, 11, 23))

        result = assess_footprint(record, CATALOGUE, inbound_intensity=ROAD_CN, on=date(2026, 11, 23))
        rows += [
            (f"{lines:3d} lines: assessment with tree, interval, questions", median_ms(assessed, 20)),
            (f"{lines:3d} lines: the same as JSON (yardstick)", median_ms(lambda r=result: msgspec.json.encode(r), 20)),
            (
                f"{lines:3d} lines: 10 000 draws of it",
                median_ms(lambda r=result: sample_result(r, draws=10_000, seed=1), 5),
            ),
        ]
    bought = [card(f"c{i}", f"{i + 1}.25") for i in range(100)]
    shop = system(step("p", [out("a", 100)], [take(1, card=found.id) for found in bought]))
    built = build(shop, CATALOGUE, cards={found.id: found for found in bought}, on=date(2026, 11, 23))
    explain = median_ms(lambda: Unroller(built).tree(0, threshold=0.0), 20)
    rows.append(("100-line BOM: explain tree from the solved system", explain))
    for name, ms in rows:
        print(f"{name:62}{ms:9.3f} ms")
    asks = Asks()
    asks.below("explain tree of a 100-line BOM", explain, ASK_MS, "ms")
    return asks.status()


if __name__ == "__main__":
    sys.exit(main())
