"""Joins files, packs and the comparison of two products; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from greencard.interfaces.wiring import assess_file

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from greencard.errors import Fault
    from greencard.model import Assessment, FootprintComparison

__all__ = ["Compared", "compare_files"]


class Compared(NamedTuple):
    """Two assessments, their comparison, and what warns of implausible readings."""

    left: Assessment
    right: Assessment
    comparison: FootprintComparison
    warnings: tuple[Fault, ...]


def compare_files(
    left: Path,
    right: Path,
    *,
    function: str | None,
    left_units: Decimal,
    right_units: Decimal,
    on: date | None,
    factors: Path | None = None,
    data: Path | None = None,
    trust: Path | None = None,
) -> Compared:
    """Assess two product files as of one day and compare them per function.

    Raises:
        InvalidInput: a file or the function does not hold (codes of the rooms; GC-CLI-017, GC-FPT-044).
        Refused: a product cannot be assessed.
    """
    from greencard.interfaces.wiring_factors import packs_with  # noqa: PLC0415 - loaded when asked for
    from greencard.services.compare import compare_assessments, function_text  # noqa: PLC0415 - loaded when asked for

    words = function_text(function)
    one, warnings = assess_file(left, on=on, factors=factors, data=data, trust=trust)
    other, more = assess_file(right, on=on, factors=factors, data=data, trust=trust)
    found = compare_assessments(
        one,
        other,
        lexicon=packs_with(None).claims(),
        function=words,
        left_units=left_units,
        right_units=right_units,
    )
    return Compared(one, other, found, (*warnings, *more))
