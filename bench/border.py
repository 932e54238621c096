"""Answers per second of one border line, one thread: `python bench/border.py`."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

from greencard.adapters.packs.border import border_pack
from greencard.border import in_scope, regimes
from greencard.border.pack import BorderPack

ROUNDS = 5
CALLS = 2_000
ON, AS_OF = date(2026, 9, 30), date(2026, 11, 23)


def per_second(pack: BorderPack, cn: str, importer_tonnes: Decimal | None) -> float:
    """Best of several rounds: the others share the machine with somebody."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            regimes(
                pack,
                destination="DE",
                cn=cn,
                origin="CN",
                net_mass_t=Decimal("10.8"),
                on=ON,
                importer_tonnes=importer_tonnes,
                as_of=AS_OF,
            )
        best = max(best, CALLS / (time.perf_counter() - start))
    return best


def main() -> None:
    """Print the table."""
    start = time.perf_counter()
    pack = border_pack()
    loaded = time.perf_counter()
    pack.default_table("CN")
    table = time.perf_counter()
    print(f"load pack            {(loaded - start) * 1e3:8.1f} ms")
    print(f"load one origin      {(table - loaded) * 1e3:8.1f} ms")
    for name, cn, tonnes in (
        ("bamboo, out of scope", "44209099", None),
        ("bolts, exempt 50 t", "73181595", Decimal(50)),
        ("bolts, liable", "73181595", Decimal(60)),
        ("bolts, unknown total", "73181595", None),
    ):
        print(f"{name:21}{per_second(pack, cn, tonnes):8.0f} answers/s")
    start = time.perf_counter()
    for _ in range(CALLS):
        in_scope(pack, "73181595", ON)
    print(f"scope alone          {CALLS / (time.perf_counter() - start):8.0f} answers/s")


if __name__ == "__main__":
    main()
