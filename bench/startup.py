"""How long a person waits for a verb, beside a bare Python start: whole processes, in turns; CPU time is the least."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from asks import Asks

ROUNDS = 7
ASK_HELP_S = 0.25
"""Of CPU time: a machine that does other work besides makes a person wait longer, and the program no heavier."""
ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "bare python": [sys.executable, "-c", "pass"],
    "greencard --help": [sys.executable, "-m", "greencard", "--help"],
    "greencard product check": [sys.executable, "-m", "greencard", "product", "check", "examples/ceramic-mug.yaml"],
    "greencard assess (no meter)": [sys.executable, "-m", "greencard", "assess", "examples/ceramic-mug.yaml", "--json"],
    "greencard assess (8 719 readings)": [
        sys.executable, "-m", "greencard", "assess", "examples/bamboo-desk-organiser.yaml", "--json",
    ],
    "greencard check --to DE": [
        sys.executable, "-m", "greencard", "check", "examples/ceramic-mug.yaml", "--to", "DE", "--on", "2027-02-10",
        "--quantity", "100", "--json",
    ],
    "greencard claims --to DE": [
        sys.executable, "-m", "greencard", "claims", "A bamboo mug made in Yiwu.", "--to", "DE", "--json",
    ],
    "greencard border cost": [
        sys.executable, "-m", "greencard", "border", "cost", "--cn", "73181595", "--origin", "CN", "--kg", "1000",
        "--on", "2027-02-10", "--json",
    ],
}  # fmt: skip


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    spent: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            start, before = time.perf_counter(), _cpu()
            subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - start)
            spent[name].append(_cpu() - before)
    base = statistics.median(seconds["bare python"])
    print(f"{'whole process':<36}{'median s':>10}{'max s':>9}{'× bare':>9}{'CPU s':>9}")
    for name, times in seconds.items():
        median = statistics.median(times)
        print(f"{name:<36}{median:>10.3f}{max(times):>9.3f}{median / base:>9.1f}{min(spent[name]):>9.3f}")
    asks = Asks()
    asks.below("greencard --help, CPU", min(spent["greencard --help"]), ASK_HELP_S, "s")
    return asks.status()


if __name__ == "__main__":
    sys.exit(main())
