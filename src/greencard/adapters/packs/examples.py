"""The illustrative products that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["example_files"]


def example_files() -> list[Path]:
    """Paths of the twelve product files, by name; their readings lie beside them."""
    folder = Path(str(files("greencard") / "data" / "examples"))
    return sorted(folder.glob("*.yaml"))
