"""Rows that go to a spreadsheet: a new file, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from greencard.errors import Refused, declare
from greencard.interfaces.cli.new_file import write_new
from greencard.interfaces.printable import printable
from greencard.spreadsheet import unformulated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["EXISTS", "safe_cell", "write_rows"]

EXISTS: Final = declare(
    "GC-CLI-016",
    Refused,
    en="{file} exists already; rows are never written over another file.",
    zh="{file} 已存在；结果不会覆盖已有文件。",
    remedy_en="Give another name.",
    remedy_zh="请换一个文件名。",
)


def safe_cell(text: str) -> str:
    """The text as a spreadsheet may have it: printable, with an apostrophe before what would be a formula."""
    return unformulated(printable(text))


def write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a new CSV file, UTF-8 with a mark that Excel knows.

    Raises:
        Refused: something stands there already (GC-CLI-016).
        InvalidInput: it cannot be written there (GC-CLI-008).
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    write_new(path, text.getvalue().encode("utf-8-sig"), EXISTS)
