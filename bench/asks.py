"""One line per bar: what was measured, the figure, the bar, whether it was met. `run.py` gathers them in a table."""

from __future__ import annotations

import sys

__all__ = ["MARK", "Asks"]

MARK = "ask |"


class Asks:
    """The bars of one benchmark. A missed bar is shown; it is a failure only with `--strict`, on a quiet machine."""

    def __init__(self) -> None:
        self.missed = 0

    def below(self, what: str, figure: float, limit: float, unit: str) -> None:
        """The figure should be at most the limit."""
        self._line(what, f"{figure:.4g} {unit}", f"≤ {limit:g} {unit}", met=figure <= limit)

    def above(self, what: str, figure: float, limit: float, unit: str) -> None:
        """The figure should be at least the limit."""
        self._line(what, f"{figure:.4g} {unit}", f"≥ {limit:g} {unit}", met=figure >= limit)

    def _line(self, what: str, figure: str, limit: str, *, met: bool) -> None:
        self.missed += not met
        print(f"{MARK} {what} | {figure} | {limit} | {'met' if met else 'MISSED'}", flush=True)

    def status(self) -> int:
        """Exit status: 1 where a bar was missed and the run is strict."""
        return int(self.missed > 0 and "--strict" in sys.argv)
