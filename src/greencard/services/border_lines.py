"""The cost of a file of lines: each by itself, and a total that says what it contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.border.answered import answer_lines

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from greencard.border.answered import AnsweredLines, LinesTotal
    from greencard.border.lines import Lines
    from greencard.services.packs import Packs

__all__ = ["border_lines"]


def border_lines(
    lines: Lines, *, packs: Packs, as_of: date, importer_t: Decimal | None = None, value_gbp: Decimal | None = None
) -> tuple[AnsweredLines, LinesTotal]:
    """Answers and total of lines on default values; producers' statements go with single lines.

    Raises:
        InvalidInput: an importer's total that cannot be (GC-BRD-003, 065, 066).
    """
    pack = packs.border()
    answered = answer_lines(pack, lines, as_of=as_of, importer_t=importer_t, value_gbp=value_gbp)
    return answered, answered.total(pack.parameters.eu_threshold_t)
