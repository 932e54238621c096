"""Rules in columns: a catalogue of a million goods for forty destinations, against the generated function row by row.

Run: `python bench/rules_columns.py [rows]`. Goods are made up after real headings, 15 % of their facts left out.
Printed: the time to lay the table out (once per catalogue) and to answer for every good and destination (the ask: 2 s
on two cores), both together from raw columns, the CPU time of one thread, what charges cost, peak memory, the generated
function on a sample of the same run, and whether both say the same there for every destination.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from asks import Asks

from greencard.adapters.packs.rules import load_all
from greencard.model import Fact, Order
from greencard.rules import prepare
from greencard.rules.columns import WORDS, Asked
from greencard.rules.evaluate import judge
from greencard.rules.verdict import overall
from greencard.services.catalogue_check import ROWS_AT_ONCE, check_catalogue

ASK_S = 2.0
ROWS = 1_000_000
SAMPLE = 60
MISSING = 0.15
THREADS = 2
ON, TODAY = date(2027, 2, 10), date(2026, 11, 23)
DESTINATIONS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV"),
    *("MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "GB", "CH", "NO", "TR", "US", "US-CA", "JP", "KR", "IN", "BR"),
    *("AE", "SA", "KE"),
)
HEADINGS = (
    *("44199090", "44201900", "44209900", "39241000", "39249000", "39232100", "39239000", "39269097", "61091000"),
    *("62046231", "63079098", "64029998", "71171900", "71179000", "82159910", "85065010", "85078000", "85131000"),
    *("85395200", "91021100", "95030041", "95030099", "95051090", "95049080", "96081010", "96170000", "42022100"),
    *("48191000", "48202000", "66019100", "67021000", "69111000", "69120023", "70133790", "73239300", "76151080"),
    *("46021990", "46012105", "94017900", "94036090", "940520", "9405", "33049900", "34011100"),
)
LIMITS = {
    "pb_ppm": 90,
    "pb_coating_ppm": 90,
    "cd_ppm": 100,
    "ni_release": 0.5,
    "pfas_max_ppb": 25,
    "pfas_sum_ppb": 250,
    "total_fluorine_ppm": 50,
    "bag_thickness_um": 50,
    "order_quantity": 5000,
    "product_mass_g": 200,
    "pack_plastic_kg": 40,
    "pack_total_kg": 400,
}
"""Where the made-up values of a number lie around; 1 for any other."""


def _goods(rows: int) -> pl.DataFrame:
    """A table of facts of made-up goods: the shares follow what a market of small articles sells."""
    rng = np.random.default_rng(20261123)
    columns: dict[str, pl.Series] = {}
    for kind in load_all().vocabulary.kinds.values():
        gone = rng.random(rows) < MISSING
        if kind.name in {"destination", "placed_on_market_date"}:
            continue
        match kind.type:
            case "bool":
                values = pl.Series(rng.random(rows) < 0.2)
            case "number":
                around = LIMITS.get(kind.name, 1)
                values = pl.Series(np.round(rng.lognormal(-0.5, 0.8, rows) * around, 3))
            case "set":
                values = _sets(rng, tuple(kind.codes), rows)
            case "enum":
                values = _chosen(rng, tuple(kind.codes), rows)
            case _:
                values = _chosen(rng, HEADINGS if kind.name == "hs_code" else ("CN", "CN", "HK", "VN"), rows)
        columns[kind.name] = values.set(pl.Series(gone), None) if kind.type != "set" else _without(values, gone)
    return pl.DataFrame(columns)


def _chosen(rng: np.random.Generator, words: tuple[str, ...], rows: int) -> pl.Series:
    return pl.Series(words).gather(rng.integers(0, len(words), rows))


def _sets(rng: np.random.Generator, codes: tuple[str, ...], rows: int) -> pl.Series:
    """Lists of none to three codes, one in twenty with more not named."""
    kinds = 4096
    lists = [list(rng.choice(codes, rng.integers(0, 4), replace=False)) if codes else [] for _ in range(kinds)]
    lists = [[*map(str, one), *(["?"] if rng.random() < 0.05 else [])] for one in lists]
    return pl.Series(lists, dtype=pl.List(pl.String)).gather(rng.integers(0, kinds, rows))


def _without(values: pl.Series, gone: np.ndarray[Any, Any]) -> pl.Series:
    return pl.select(pl.when(pl.Series(gone)).then(None).otherwise(values)).to_series()


class _Took(NamedTuple):
    wall_s: float
    cpu_s: float
    found: Any


def _best(call: Callable[[], Any], rounds: int = 3) -> _Took:
    """The quickest of some rounds."""
    took = []
    for _ in range(rounds):
        start, spent = time.perf_counter(), time.process_time()
        found = call()
        took.append(_Took(time.perf_counter() - start, time.process_time() - spent, found))
    return min(took, key=lambda one: one.wall_s)


def _sliced(work: Callable[[int], Any], rows: int, threads: int) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(0, rows, ROWS_AT_ONCE)))


def _facts(row: dict[str, Any]) -> list[Fact]:
    found = [Fact(name="placed_on_market_date", value=ON.isoformat())]
    for name, value in row.items():
        if value is not None:
            stated = tuple(value) if isinstance(value, list) else value
            found.append(Fact(name=name, value=repr(stated) if isinstance(stated, float) else stated))
    return found


def main() -> int:
    given = [word for word in sys.argv[1:] if word.isdigit()]
    rows = int(given[0]) if given else ROWS
    goods, pack = _goods(rows), load_all()
    start = time.perf_counter()
    asked = Asked(pack, DESTINATIONS, goods.schema, as_of=TODAY, on=ON)
    ready = time.perf_counter() - start
    starts = range(0, rows, ROWS_AT_ONCE)
    laid = {at: asked.encode(goods.slice(at, ROWS_AT_ONCE), first_row=at) for at in starts}
    none = goods.select([])
    layout = _best(lambda: _sliced(lambda at: asked.encode(goods.slice(at, ROWS_AT_ONCE)), rows, THREADS), 2)
    words = _best(lambda: _sliced(lambda at: asked.answer_encoded(laid[at], none), rows, THREADS))
    single = _best(lambda: _sliced(lambda at: asked.answer_encoded(laid[at], none), rows, 1))
    whole = _best(
        lambda: check_catalogue(goods, DESTINATIONS, rules=pack, as_of=TODAY, on=ON, threads=THREADS).answers, 2
    )
    charged = _best(
        lambda: (
            check_catalogue(goods, DESTINATIONS, rules=pack, as_of=TODAY, on=ON, threads=THREADS, amounts=True).answers
        ),
        1,
    )
    sample = np.random.default_rng(7).integers(0, rows, SAMPLE).tolist()
    sheets = [prepare(pack.vocabulary, _facts(goods.row(at, named=True)), ON) for at in sample]
    views = [pack.view(place) for place in DESTINATIONS]
    yardstick = _best(lambda: [[view.decide(one.row) for view in views] for one in sheets])
    differing = sum(
        overall(judge(pack, sheet, Order(product_id="", destination=place, on=ON, quantity=1)).rules, late=False)
        != whole.found.words.item(at, place)
        for sheet, at in zip(sheets, sample, strict=True)
        for place in DESTINATIONS
    )
    cells = rows * len(DESTINATIONS)
    by_row_s = yardstick.cpu_s * rows / SAMPLE
    print(
        json.dumps(
            {
                "goods x destinations": f"{rows} x {len(DESTINATIONS)}",
                "columns of facts": goods.width,
                "gates for all destinations": len(asked.question.circuit.nodes),
                "make the question ready, s": round(ready, 3),
                "lay the table out, 2 threads, s": round(layout.wall_s, 2),
                "lay the table out, CPU s": round(layout.cpu_s, 2),
                "words for all cells, 2 threads, s": round(words.wall_s, 2),
                "words for all cells, 1 thread, CPU s": round(single.cpu_s, 2),
                "cells a second": round(cells / words.wall_s),
                "from raw columns to words, 2 threads, s": round(whole.wall_s, 2),
                "from raw columns to words, CPU s": round(whole.cpu_s, 2),
                "the same with charges, CPU s": round(charged.cpu_s, 2),
                "charges due": len(charged.found.charges),
                "generated function, statuses alone, CPU s (from a sample)": round(by_row_s, 1),
                "columns are quicker by, in CPU time, laying out not counted": round(by_row_s / single.cpu_s, 1),
                "peak memory of all this, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "the table given, MB": round(goods.estimated_size("mb")),
                "cells compared with the verdict": SAMPLE * len(DESTINATIONS),
                "differing": differing,
                "words": {word: sum(one[word] for one in whole.found.counts.values()) for word in WORDS},
            },
            indent=1,
        )
    )
    if differing:
        return 1
    asks = Asks()
    scale = ROWS / rows
    asks.below("1 M goods x 40 destinations, laid out before", words.wall_s * scale, ASK_S, "s")
    asks.below("1 M goods x 40 destinations, from raw columns", whole.wall_s * scale, ASK_S, "s")
    return asks.status()


if __name__ == "__main__":
    sys.exit(main())
