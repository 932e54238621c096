"""`greencard product …`: check a product file, print its schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.interfaces import wiring
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["check", "schema"]


def check(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    common: Common | None = None,
) -> None:
    """Name every fault of a product file at its line, with the remedy; exit status 2 when one is an error."""
    terminal = (common or Common()).terminal
    faults = wiring.check_product_file(file)
    errors = sum(fault.severity == "error" for fault in faults)
    if terminal.as_json:
        terminal.emit(
            {"file": str(file), "errors": errors, "faults": [fault.as_dict(terminal.lang) for fault in faults]}
        )
    else:
        console = terminal.console()
        for fault in faults:
            terminal.fault(console, fault)
        warnings = sum(fault.severity == "warning" for fault in faults)
        questions = sum(fault.severity == "question" for fault in faults)
        console.print(
            terminal.t(
                f"{file}: {_many(errors, 'error')}, {_many(warnings, 'warning')}, {_many(questions, 'open question')}.",
                f"{file}：错误 {errors} 处，提醒 {warnings} 处，待答 {questions} 处。",
            ),
            markup=False,
        )
    if errors:
        sys.exit(2)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def schema(*, common: Common | None = None) -> None:
    """Print the JSON Schema (draft 2020-12) of a product file; English and Chinese keys."""
    (common or Common()).terminal.emit(wiring.product_schema())
