"""Rules: reading and compiling all packs; one order against Germany and against forty destinations; print each.

Run: `python bench/rules.py`. The asks: all packs read and compiled in 300 ms, the statuses of one order × one
destination in 10 µs, × 40 destinations in 150 µs, all in CPU time, which neighbours on the machine disturb least; wall
time stands beside it. Yardsticks of the same run: the same files read as YAML, and a loop
over forty destinations that decides nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
from asks import Asks

from greencard.adapters.packs.rules import destinations, load_all, load_pack, packaged_files, read_packaged
from greencard.model import BomLine, Customs, Facility, Fact, Order, PackagingPart, Party, Product, Text
from greencard.rules import evaluate, order_facts, prepare, verdict
from greencard.rules.entry import RuleFile
from greencard.rules.vocabulary import converted

ASK_MS, ASK_US, ASK_FORTY_US = 300.0, 10.0, 150.0
READ, COMPILED = "read all packs, ms", "compile all destinations, ms"
ONE, MANY = "statuses, one order x DE, us", "statuses, one order x 40 destinations, us"
FORTY = (
    *("AT", "BE", "BG", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HU", "IE", "IT", "NL", "PL", "PT", "RO", "SE"),
    *("GB", "GB-ENG", "US", "US-CA", "US-NY", "CA", "MX", "BR", "CL", "CO", "JP", "KR", "SG", "VN", "TH", "IN", "AU"),
    *("AE", "SA", "KE", "ZA", "CH"),
)
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


def _least_us(call: Callable[[], object], inner: int, seconds: float = 2.0) -> tuple[float, float]:
    """Least wall time and least CPU time of one call over some seconds, so that neighbours show as little as may be."""

    def once() -> tuple[float, float]:
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(inner):
            call()
        return (time.perf_counter() - start) / inner * 1e6, (time.process_time() - cpu) / inner * 1e6

    once()
    end, found = time.perf_counter() + seconds, [once()]
    while time.perf_counter() < end:
        found.append(once())
    walls, cpus = zip(*found, strict=True)
    return min(walls), min(cpus)


def _yaml_ms() -> float:
    raw = [(name, read_packaged(name)) for name in packaged_files()]
    start = time.perf_counter()
    for name, data in raw:
        converted(data, RuleFile, name)
    return (time.perf_counter() - start) * 1e3


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def main() -> int:
    clocks = [_clocks()]
    every = load_all()
    clocks.append(_clocks())
    for code in destinations():
        every.view(code)
    clocks.append(_clocks())
    pack = load_pack("DE")
    view = pack.view("DE")
    product, on = _product(), date(2027, 2, 10)
    order = Order(product_id="bench", destination="DE", on=on, quantity=9000)
    facts = order_facts(product, order)
    row = prepare(pack.vocabulary, facts, on).row
    nothing = [lambda _row: () for _ in FORTY]
    numbers = iter(range(10_000_000))

    def fresh() -> object:
        return verdict(pack, product, msgspec.structs.replace(order, quantity=next(numbers) + 1), as_of=TODAY)

    calls: tuple[tuple[str, Callable[[], object], int], ...] = (
        (ONE, lambda: view.decide(row), 200),
        (MANY, lambda: every.statuses(row, FORTY), 50),
        ("yardstick: forty calls that decide nothing, us", lambda: [decide(row) for decide in nothing], 50),
        ("outcomes from stated facts, one order x DE, us", lambda: evaluate(pack, facts, order), 20),
        (
            "verdict from the record, an order like one before, us",
            lambda: verdict(pack, product, order, as_of=TODAY),
            20,
        ),
        ("verdict from the record, a quantity never asked before, us", fresh, 20),
    )
    figures: dict[str, object] = {
        "rules in all packs": len({one.rule.id for one in every.rules()}),
        "rules in the German pack": len(view.rules),
    }
    for n, name in enumerate((READ, COMPILED)):
        wall, cpu = (round((clocks[n + 1][clock] - clocks[n][clock]) * 1e3, 1) for clock in (0, 1))
        figures[name] = {"wall": wall, "cpu": cpu}
    figures["yardstick: the same files read as YAML, ms"] = round(_yaml_ms(), 1)
    least = {name: _least_us(call, inner) for name, call, inner in calls}
    figures |= {name: {"wall": round(wall, 2), "cpu": round(cpu, 2)} for name, (wall, cpu) in least.items()}
    print(json.dumps(figures, indent=1))
    asks = Asks()
    asks.below("all packs read and compiled", (clocks[2][1] - clocks[0][1]) * 1e3, ASK_MS, "ms")
    asks.below("statuses, one order x one destination", least[ONE][1], ASK_US, "µs")
    asks.below("statuses, one order x 40 destinations", least[MANY][1], ASK_FORTY_US, "µs")
    return asks.status()


if __name__ == "__main__":
    sys.exit(main())
