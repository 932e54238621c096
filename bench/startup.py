"""How long a person waits for a verb, beside a bare Python start: medians of 15 whole processes, interleaved."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
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
}  # fmt: skip


def main() -> None:
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["bare python"])
    print(f"{'whole process':<36}{'median s':>10}{'max s':>9}{'× bare':>9}")
    for name, times in seconds.items():
        median = statistics.median(times)
        print(f"{name:<36}{median:>10.3f}{max(times):>9.3f}{median / base:>9.1f}")


if __name__ == "__main__":
    main()
