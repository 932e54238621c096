"""The footprint kernel beside bw2calc on the same matrices: `python bench/footprint_kernel.py [--quick]`.

Model "clustered": a cyclic background of n/10 processes (at most 2 000) in sectors of 40 with shared hubs, and a
foreground of bills of materials in blocks of 100; about 10.5 exchanges per process. Every ratio is taken inside one
round, where both ran one after the other; the table shows the median round. bw2calc runs with SuperLU, factorised
once, without rebuilding its matrices. Its own adjoint class (FastScoresOnlyMultiLCA) needs PARDISO or UMFPACK; the
row "one SuperLU solve of the transpose" is what that idea costs here.
"""

from __future__ import annotations

import argparse
import gc
import logging
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from asks import Asks
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array
from scipy.sparse.linalg import splu

from greencard.footprint.kernel import Kernel, Repricer, Snapshot, compile_snapshot, snapshot_of

ROUNDS = 5
ASKS = Asks()
AGREE = 1e-9
"""Largest relative difference between a score of ours and of bw2calc."""
Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]


def clustered(size: int, seed: int = 1) -> Columns:
    """Consumers, providers, amounts and direct emissions, in random order of processes."""
    rng = np.random.default_rng(seed)
    core = min(size // 10, 2_000)
    hubs = max(2, core // 40)

    def drawn(consumers: NDArray[Any], providers: NDArray[Any], median: float, sigma: float) -> Any:
        return consumers, providers, rng.lognormal(np.log(median), sigma, consumers.size)

    parts = []
    inside = np.repeat(np.arange(core), 8)
    parts.append(drawn(inside, np.minimum(inside // 40 * 40 + rng.integers(0, 40, inside.size), core - 1), 0.04, 0.5))
    outside = np.repeat(np.arange(core), 3)
    parts.append(drawn(outside, np.minimum(rng.integers(0, hubs, outside.size) * (core // hubs), core - 1), 0.04, 0.5))
    lines = np.repeat(np.arange(core, size), 6)
    place = (lines - core) % 100
    earlier = lines - place + (rng.random(lines.size) * place).astype(np.int64)
    kept = place > 0
    parts.append(drawn(lines[kept], earlier[kept], 0.1, 0.8))
    bought = np.repeat(np.arange(core, size), 5)
    parts.append(drawn(bought, rng.integers(0, core, bought.size), 0.3, 0.8))
    consumers, providers, amounts = (np.concatenate(column) for column in zip(*parts, strict=True))
    _, first = np.unique(consumers * size + providers, return_index=True)
    names = rng.permutation(size)
    direct = np.zeros((size, 8))
    direct[:, :4] = rng.lognormal(-1, 1, (size, 4))
    return names[consumers[first]], names[providers[first]], amounts[first], direct


def snapshot(columns: Columns) -> Snapshot:
    consumers, providers, amounts, direct = columns
    return snapshot_of(names(len(direct)), consumers, providers, amounts, direct, amount_sigma=0.1, direct_sigma=0.1)


@lru_cache
def names(size: int) -> tuple[str, ...]:
    """Ids, made before the clock runs: they are the caller's, as bw2calc's datapackage is."""
    return tuple(f"p{number}" for number in range(size))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def settled(work: Callable[[], object]) -> float:
    """Median of three runs: a short work must not pay for what ran before it."""
    gc.collect()
    return statistics.median(seconds(work) for _ in range(3))


def show(name: str, ours: str, theirs: str = "", ratio: float | None = None, bar: float | None = None) -> None:
    times = "" if ratio is None else f"{ratio:,.0f}x"
    wanted = "" if bar is None else f"{bar:,.0f}x"
    print(f"{name:<52}{ours:>12}{theirs:>12}{times:>10}{wanted:>8}", flush=True)
    if ratio is not None and bar is not None:
        ASKS.above(f"{name}, bw2calc's time in ours", ratio, bar, "x")


def text(spent: float) -> str:
    if spent < 1e-3:
        return f"{spent * 1e6:.0f} µs"
    return f"{spent * 1e3:.2f} ms" if spent < 1 else f"{spent:.2f} s"


class Brightway:
    """bw2calc on the same system: a datapackage, then an LCA with its factorisation kept."""

    def __init__(self, columns: Columns) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import bw2calc  # noqa: PLC0415 - a yardstick that may be missing
            import bw_processing as bwp  # noqa: PLC0415 - same
        logging.getLogger("bw2calc").setLevel(logging.WARNING)
        self.bw2calc, self.bwp = bw2calc, bwp
        self.plain, self.spread = self.package(columns, sigma=None), self.package(columns, sigma=0.1)

    def package(self, columns: Columns, sigma: float | None) -> Any:
        consumers, providers, amounts, direct = columns
        size, one = len(direct), np.arange(len(direct))
        data = self.bwp.create_datapackage()

        def add(matrix: str, rows: Any, cols: Any, values: Any, *, certain: int, flip: bool) -> None:
            indices = np.empty(values.size, dtype=self.bwp.INDICES_DTYPE)
            indices["row"], indices["col"] = rows, cols
            more: dict[str, Any] = {}
            if sigma is not None and certain < values.size:
                spreads = np.zeros(values.size, dtype=self.bwp.UNCERTAINTY_DTYPE)
                spreads["loc"], spreads["scale"] = values, np.nan
                spreads["shape"] = spreads["minimum"] = spreads["maximum"] = np.nan
                spreads["uncertainty_type"][certain:] = 2
                spreads["loc"][certain:], spreads["scale"][certain:] = np.log(values[certain:]), sigma
                more["distributions_array"] = spreads
            if flip:
                more["flip_array"] = np.arange(values.size) >= certain
            data.add_persistent_vector(
                matrix=matrix, indices_array=indices, data_array=values, sum_intra_duplicates=True, **more
            )

        entries = np.append(np.ones(size), amounts)
        rows, cols = np.append(one, providers), np.append(one, consumers)
        add("technosphere_matrix", rows, cols, entries, certain=size, flip=True)
        add("biosphere_matrix", np.full(size, size), one, direct.sum(axis=1), certain=0, flip=False)
        add("characterization_matrix", np.array([size]), np.array([0]), np.ones(1), certain=1, flip=False)
        return data

    def first(self, process: int, *, factorize: bool) -> Any:
        lca = self.bw2calc.LCA({process: 1.0}, data_objs=[self.plain])
        lca.lci(factorize=factorize)
        lca.lcia()
        return lca

    @staticmethod
    def more(lca: Any, processes: list[int]) -> list[float]:
        scores = []
        for process in processes:
            lca.build_demand_array({process: 1.0})
            lca.lci_calculation()
            lca.lcia_calculation()
            scores.append(lca.score)
        return scores

    def sampled(self, process: int) -> Any:
        lca = self.bw2calc.LCA({process: 1.0}, data_objs=[self.spread], use_distributions=True, seed_override=1)
        lca.lci()
        lca.lcia()
        return lca


def beside_bw2calc(size: int, *, demands: int, draws: int, sampled: int, rounds: int, judged: bool) -> bool:
    """Ours and bw2calc in turn; all ratios from one round each. Whether they agree."""
    columns = clustered(size)
    system = snapshot(columns)
    rng = np.random.default_rng(2)
    asked = rng.integers(0, size, demands)
    starts, ones = np.arange(demands + 1), np.ones(demands)
    try:
        brightway = Brightway(columns)
    except ImportError:
        print("bw2calc is not installed: nothing to stand beside")
        return True
    process = int(asked[0])
    spent: dict[str, list[tuple[float, float]]] = {
        key: [] for key in ("first", "demands", "draws", "built", "transpose")
    }
    differ = 0.0
    transposed = (eye_array(size) - csr_array((columns[2], (columns[0], columns[1])), shape=(size, size))).tocsc()

    def all_demands() -> Any:
        return compile_snapshot(system).footprints(starts, asked, ones)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stochastic = brightway.sampled(process)
        for _ in range(rounds):
            first = min(
                settled(lambda: brightway.first(process, factorize=True)),
                settled(lambda: brightway.first(process, factorize=False)),
            )
            spent["first"].append((settled(lambda: compile_snapshot(system).totals()), first))
            spent["built"].append((settled(lambda: compile_snapshot(snapshot(columns)).totals()), first))
            began = time.perf_counter()
            scores = brightway.more(brightway.first(process, factorize=True), asked.tolist())
            theirs = time.perf_counter() - began
            ours = settled(all_demands)
            spent["demands"].append((ours, theirs))
            spent["transpose"].append((ours, settled(lambda: splu(transposed).solve(columns[3].sum(axis=1)))))
            differ = max(differ, float(np.abs(all_demands().sum(axis=1) / scores - 1).max()))
            theirs = seconds(lambda: [next(stochastic) for _ in range(sampled)]) * draws / sampled
            spent["draws"].append((seconds(lambda: compile_snapshot(system).monte_carlo(draws, 1)), theirs))

    print(f"\n{size:,} processes, {len(columns[2]):,} exchanges; largest relative difference in a score {differ:.0e}")
    print(f"{'work':<52}{'ours':>12}{'bw2calc':>12}{'ratio':>10}{'bar':>8}")
    fine = differ < AGREE
    for key, name, bar in (
        ("first", "compile + all products : its first demand", 10.0),
        ("built", "the same, checking and freezing the input included", 10.0),
        ("demands", f"compile + {demands:,} demands", 500.0),
        ("transpose", "… : one SuperLU solve of the transpose", None),
        ("draws", f"{draws:,} draws, all products : one product *", 30.0),
    ):
        pairs = spent[key]
        ratio = statistics.median(theirs / ours for ours, theirs in pairs)
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        show(name, text(ours), text(theirs), ratio, bar if judged else None)
    print(f"* {sampled} of bw2calc's draws timed in each round, times {draws / sampled:g}")
    return fine


def floor_of(kernel: Kernel) -> float:
    """Time to read what one sweep must read: 12 B per exchange, 24 B per process."""
    size, count = len(kernel.snapshot), kernel.snapshot.amounts.size
    block = np.ones((12 * count + 24 * size) // 8)
    block.sum()
    return statistics.median(seconds(block.sum) for _ in range(ROUNDS))


def edits(kernel: Kernel) -> tuple[list[float], list[float], int]:
    """Seconds of edits of one BOM line: other products each time, then one product again and again."""
    system, rng = kernel.snapshot, np.random.default_rng(4)
    repricer = Repricer(kernel)
    largest = 0
    core = np.zeros(len(system), dtype=bool)
    for first, last, looped in kernel.order.segments:
        core[kernel.order.processes[first:last]] = looped
    lines = np.flatnonzero(~core[system.consumers])
    cold, warm = [], []
    chosen = rng.choice(lines, 400, replace=False).tolist()
    repricer.set_amount(int(system.consumers[chosen[0]]), int(system.providers[chosen[0]]), 0.1)
    for at in chosen[1:]:
        consumer, provider, amount = int(system.consumers[at]), int(system.providers[at]), float(system.amounts[at])
        began = time.perf_counter()
        changed = repricer.set_amount(consumer, provider, amount * 1.1)
        cold.append(time.perf_counter() - began)
        largest = max(largest, changed.processes.size)
        began = time.perf_counter()
        repricer.set_amount(consumer, provider, amount * 1.2)
        warm.append(time.perf_counter() - began)
    full = compile_snapshot(repricer.snapshot()).intensities()
    np.testing.assert_allclose(repricer.intensities(), full, rtol=1e-10)
    return cold, warm, largest


def far_edit(kernel: Kernel) -> float:
    """Seconds of an edit of the process that most depend on: the system is compiled anew."""
    system, repricer = kernel.snapshot, Repricer(kernel)
    hub = int(np.bincount(system.providers, minlength=len(system)).argmax())
    taken = int(system.providers[system.starts[hub]])
    amount = float(system.amounts[system.starts[hub]])
    return statistics.median(
        seconds(lambda at=at: repricer.set_amount(hub, taken, amount * at)) for at in (1.1, 1.2, 1.3)
    )


def alone(size: int, rounds: int, *, judged: bool) -> None:
    """What one system of this size takes, with the time to stream it as the yardstick."""
    columns = clustered(size)
    system = snapshot(columns)
    made = statistics.median(seconds(lambda: snapshot(columns)) for _ in range(3))
    compiled = statistics.median(seconds(lambda: compile_snapshot(system)) for _ in range(3))
    kernel = compile_snapshot(system)
    one, eight = system.total_direct, system.direct
    demand = np.zeros(size)
    demand[0] = 1.0
    kernel.scaling(demand)
    kernel.totals()
    gc.collect()
    floors, sweeps, whole, forward = [], [], [], []
    for _ in range(rounds):
        floors.append(floor_of(kernel))
        sweeps.append(statistics.median(seconds(lambda: kernel.sweep(one)) for _ in range(3)))
        whole.append(statistics.median(seconds(lambda: kernel.sweep(eight)) for _ in range(3)))
        forward.append(seconds(lambda: kernel.scaling(demand)))
    cold, warm, largest = edits(kernel)
    far = far_edit(kernel)
    sweep, floor = statistics.median(sweeps), statistics.median(floors)
    print(f"\n{size:,} processes, {system.amounts.size:,} exchanges")
    rows = (
        ("check and freeze the input", made, None),
        ("compile", compiled, None),
        ("streaming floor (12 B per exchange, 24 B per process)", floor, None),
        (f"warm sweep, all products ({sweep / floor:.1f}x the floor)", sweep, 25e-3),
        ("eight components, all products", statistics.median(whole), None),
        ("forward (scaling of one demand)", statistics.median(forward), None),
        ("variance of one product, all contributions", seconds(lambda: kernel.variance(0)), None),
        (f"one edit, another product each time, p50 (≤ {largest} dependents)", statistics.median(cold), 1e-3),
        ("one edit, another product each time, p99", float(np.quantile(cold, 0.99)), None),
        ("one edit that reaches every product (compiled anew)", far, None),
        ("one edit, the same product again, p50", statistics.median(warm), 1e-3),
        ("one edit, the same product again, p99", float(np.quantile(warm, 0.99)), 1e-3),
    )
    for name, spent, asked in rows:
        bar = asked if judged else None
        wanted = "" if bar is None else f"< {text(bar)}"
        print(f"{name:<62}{text(spent):>12}{wanted:>14}")
        if bar is not None:
            ASKS.below(name, spent * 1e3, bar * 1e3, "ms")


MEMORY = """
import sys, numpy as np
from greencard.footprint.kernel import compile_snapshot, snapshot_of
def read(key):
    return next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith(key))
held = np.load(sys.argv[1])
consumers, providers, amounts, direct = (held[name] for name in ("consumers", "providers", "amounts", "direct"))
ids = [f"p{number}" for number in range(len(direct))]
compile_snapshot(snapshot_of(["a", "b"], [0, 1], [1, 0], [0.5, 0.5], direct[:2])).totals()
before = read("VmRSS")
open("/proc/self/clear_refs", "w").write("5")
system = snapshot_of(ids, consumers, providers, amounts, direct, amount_sigma=0.1, direct_sigma=0.1)
frozen, peak = read("VmRSS"), read("VmHWM")
open("/proc/self/clear_refs", "w").write("5")
kernel = compile_snapshot(system)
kernel.sweep(system.total_direct)
print(frozen - before, peak - before, read("VmRSS") - frozen, read("VmHWM") - frozen)
"""


def memory(size: int) -> None:
    """Growth of the resident set in a process of its own: freezing, then compiling and sweeping."""
    consumers, providers, amounts, direct = clustered(size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "columns.npz"
        np.savez(path, consumers=consumers, providers=providers, amounts=amounts, direct=direct)
        done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        print("memory: not measured (needs Linux)")
        return
    frozen, freezing, kept, compiling = (float(value) for value in done.stdout.split())
    print(f"{'memory: snapshot kept, peak while freezing':<62}{frozen:>8.0f} MB{freezing:>8.0f} MB")
    print(f"{'memory: kernel kept, peak while compiling and sweeping':<62}{kept:>8.0f} MB{compiling:>8.0f} MB")
    ASKS.below("memory while compiling and sweeping, 200 000 processes", compiling, 300, "MB")


def main() -> int:
    asked = argparse.ArgumentParser(description="The footprint kernel beside bw2calc.")
    asked.add_argument(
        "--quick", action="store_true", help="small sizes, two rounds; no bars, which are for large ones"
    )
    asked.add_argument("--strict", action="store_true", help="fail where a bar is missed")
    if asked.parse_args().quick:
        fine = beside_bw2calc(1_000, demands=1_000, draws=128, sampled=10, rounds=2, judged=False)
        alone(10_000, 2, judged=False)
        return 0 if fine else 1
    fine = beside_bw2calc(2_000, demands=10_000, draws=1_000, sampled=40, rounds=ROUNDS, judged=True)
    alone(200_000, ROUNDS, judged=True)
    memory(200_000)
    return ASKS.status() if fine else 1


if __name__ == "__main__":
    sys.exit(main())
