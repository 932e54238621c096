"""A folder of generated products: read, checked and assessed, beside a bare read of the same files in the same run.

Run: `python bench/market.py [PRODUCTS]`; 20 000 by default. Yardsticks: reading and decoding the same bytes and nothing
else, and one product after the other through `assess_product`. Besides: one edit of a market, re-priced in place.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import yaml

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.footprint.market import MarketEditor
from greencard.interfaces.wiring_market import assess_folder
from greencard.services.assess import assess_product
from greencard.services.market import Taking
from greencard.services.products import read_product_file

sys.path.insert(0, str(Path(__file__).resolve().parent))
from asks import Asks
from products import generated, write_folder, write_lines

TODAY = date(2026, 11, 23)
ASK = {"files": 15.0, "lines": 10.0}
"""Seconds for 100 000 products on two cores."""
ASK_EDIT = 1000.0
"""Microseconds for one edited product and all that is made of it, its words known."""
SAMPLE = 300
EDITS = 200


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _seconds(call: object, *given: object, **more: object) -> tuple[float, object]:
    start = time.perf_counter()
    result = call(*given, **more)  # type: ignore[operator]
    return time.perf_counter() - start, result


def _bare_files(folder: Path) -> int:
    return sum(len(msgspec.json.decode(path.read_bytes())) for path in sorted(folder.iterdir()))


def _bare_lines(file: Path) -> int:
    with file.open("rb") as source:
        return sum(len(msgspec.json.decode(line)) for line in source)


def _row(name: str, seconds: float, count: int, note: str = "") -> None:
    print(f"{name:<46}{seconds:>8.2f} s{seconds / count * 1e6:>9.0f} µs each   {note}")


def main() -> int:
    given = [word for word in sys.argv[1:] if word.isdigit()]
    count, asks = int(given[0]) if given else 20_000, Asks()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    packs = ShippedPacks()
    with tempfile.TemporaryDirectory() as place:
        folder, lines = Path(place) / "files", Path(place) / "market.jsonl"
        size = write_folder(folder, count)
        write_lines(lines, count)
        print(f"{count} products, {size / count:.0f} bytes each, {cores} cores\n")
        bare_files, _ = _seconds(_bare_files, folder)
        before = _cpu()
        files, market = _seconds(assess_folder, folder, on=TODAY, jobs=2)
        cpu_files = _cpu() - before
        if market.faults:
            print(f"{len(market.faults)} products were refused: the market is not the one this measures")
            return 1
        bare_lines, _ = _seconds(_bare_lines, lines)
        before = _cpu()
        from_lines, again = _seconds(assess_folder, lines, on=TODAY, jobs=2)
        cpu_lines = _cpu() - before
        if not np.allclose(again.totals, market.totals, rtol=1e-12, atol=0):
            print("files and lines gave different totals")
            return 1
        _row("files: read and decoded, one process", bare_files, count, "yardstick")
        _row("files: assessed, two processes", files, count, f"{files / bare_files:.1f} × the yardstick")
        _row("lines: read and decoded, one process", bare_lines, count, "yardstick")
        _row("lines: assessed, two processes", from_lines, count, f"{from_lines / bare_lines:.1f} × the yardstick")
        for name, seconds, cpu in (("files", files, cpu_files), ("lines", from_lines, cpu_lines)):
            whole, scale = seconds / count * 100_000, 100_000 / count
            print(
                f"  100 000 {name}: {whole:.1f} s at this rate, {cpu * scale / 2:.1f} s if both cores were free "
                f"(CPU {cpu:.1f} s, start of the processes included)"
            )
            asks.below(f"100 000 {name} assessed, wall at this rate", whole, ASK[name], "s")
        _singly(packs, folder, count)
        asks.below("one product edited, CPU, words known", _edited(packs, market), ASK_EDIT, "µs")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"largest process: {peak / 1024:.0f} MiB")
    return asks.status()


def _singly(packs: ShippedPacks, folder: Path, count: int) -> None:
    """One product after the other, and the same as YAML."""
    chosen = list(generated(min(count, SAMPLE), linked=0.0))
    data = [json.dumps(made, ensure_ascii=False).encode() for made in chosen]
    products = [read_product_file(one, "p.json", packs) for one in data]
    for product in products[:20]:
        assess_product(product, readings=None, packs=packs, on=TODAY)
    alone, _ = _seconds(lambda: [assess_product(p, readings=None, packs=packs, on=TODAY) for p in products])
    _row("assess_product, one after the other", alone, len(products), "already read")
    plain, _ = _seconds(lambda: [read_product_file(one, "p.json", packs) for one in data])
    _row("read and checked, JSON", plain, len(data))
    texts = [yaml.safe_dump(made, allow_unicode=True).encode() for made in chosen]
    slow, _ = _seconds(lambda: [read_product_file(one, "p.yaml", packs) for one in texts])
    _row("read and checked, YAML", slow, len(texts), f"{slow / plain:.0f} × JSON")
    del folder


def _edited(packs: ShippedPacks, market: object) -> float:
    """One product edited, it and all that is made of it: median µs of CPU time."""
    taking = Taking(packs, TODAY)

    def single(product: object) -> object:
        return assess_product(product, readings=None, packs=packs, on=TODAY).footprint  # type: ignore[arg-type]

    start, editor = _seconds(MarketEditor, market, taking.recipes, single)
    chance = random.Random(7)  # noqa: S311 - the same edits every time
    wanted = sorted(chance.sample(range(min(len(market), 5_000)), EDITS))  # type: ignore[arg-type]
    found = {k: made for k, made in enumerate(generated(wanted[-1] + 1)) if k in set(wanted)}
    for words in ("words not met before", "words met before"):
        times, reached = [], []
        for number in wanted:
            made = found[number]
            made["processes"][0]["electricity_kwh"] *= 1.1
            product = read_product_file(json.dumps(made).encode(), "p.json", packs)
            began = time.process_time()  # CPU: one thread's work in memory, whatever runs beside it
            edited = editor.edit(product)
            times.append((time.process_time() - began) * 1e6)
            reached.append(len(edited.ids))
        times.sort()
        print(
            f"one edit re-priced, {words}: median {statistics.median(times):.0f} µs, 95 % within "
            f"{times[int(0.95 * EDITS)]:.0f} µs, largest {times[-1]:.0f} µs; up to {max(reached)} products"
        )
    print(f"  (the editor was made in {start:.2f} s)")
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
