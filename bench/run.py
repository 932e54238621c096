"""Every benchmark, one after the other, then one table of all bars: what, figure, ask, met.

Run: `python bench/run.py [--strict] [NAME …]`. A wrong result fails; a missed bar fails with `--strict` alone, for a
machine that does nothing else. Each prints its own table before, with its yardstick measured in the same run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from asks import MARK

HERE = Path(__file__).resolve().parent
SHARED = {"run.py", "products.py", "asks.py"}
LONGEST_S = 240.0
"""Seconds after which one benchmark is stopped, so that all of them end in ten minutes."""


def _run(script: Path, options: list[str]) -> tuple[str, list[list[str]]]:
    """How it ended, and its bars."""
    rows: list[list[str]] = []
    start = time.monotonic()
    with subprocess.Popen([sys.executable, "-u", script, *options], stdout=subprocess.PIPE, text=True) as done:
        try:
            out, _ = done.communicate(timeout=LONGEST_S)
            ended = "" if done.returncode == 0 else f"exit status {done.returncode}"
        except subprocess.TimeoutExpired:
            done.kill()
            out, _ = done.communicate()
            ended = f"stopped after {LONGEST_S:.0f} s"
    for line in out.splitlines():
        if line.startswith(MARK):
            rows.append([part.strip() for part in line.removeprefix(MARK).split(" | ")])
        else:
            print(line)
    print(f"({time.monotonic() - start:.0f} s)", flush=True)
    return ended, rows


def main() -> int:
    options = [word for word in sys.argv[1:] if word == "--strict"]
    named = {word for word in sys.argv[1:] if not word.startswith("--")}
    table: list[list[str]] = [["benchmark", "what", "figure", "ask", ""]]
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in SHARED or (named and script.stem not in named):
            continue
        print(f"\n== {script.stem}", flush=True)
        ended, rows = _run(script, options)
        table += [[script.stem, *row] for row in rows]
        if ended:
            failed += 1
            table.append([script.stem, "ran to its end", ended, "0", "FAILED"])
    widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
    print()
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
