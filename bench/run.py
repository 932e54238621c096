"""Every benchmark, one after the other; each prints its own table with its yardstick measured in the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in {"run.py", "products.py"}:
            continue
        print(f"\n== {script.stem}", flush=True)
        failed += subprocess.run([sys.executable, script], check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
