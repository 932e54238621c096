"""Writes `data/rules/snapshot.json` anew: `python -m greencard.adapters.packs.rules_snapshot`, after every change."""

from __future__ import annotations

from pathlib import Path

from greencard.adapters.packs.rules import SNAPSHOT, snapshot

__all__ = ["main"]


def main() -> None:
    """Write the snapshot into the source tree this module lies in."""
    target = Path(__file__).parents[2] / "data" / "rules" / SNAPSHOT
    target.write_bytes(snapshot())


if __name__ == "__main__":
    main()
