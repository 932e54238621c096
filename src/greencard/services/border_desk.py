"""The border use cases of an installation: law and its data alone, nothing stored, nobody's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.services.border import border_calendar, border_costs, border_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from greencard.border import CalendarEvent, ScopeReport
    from greencard.services.border import BorderAnswers, BorderQuestion
    from greencard.services.packs import Packs

__all__ = ["BorderDesk"]


class BorderDesk:
    """What carbon costs at a border, asked of an installation's packs on its day."""

    _packs: Packs

    def today(self) -> date:
        """The installation's date."""
        raise NotImplementedError

    def border_costs(self, questions: Sequence[BorderQuestion], *, as_of: date | None = None) -> BorderAnswers:
        """What carbon costs at the border for several lines.

        Raises:
            InvalidInput, Refused: as `greencard.services.border.border_costs`.
        """
        return border_costs(questions, packs=self._packs, as_of=as_of or self.today())

    def border_scope(self, cn: str) -> ScopeReport:
        """Where a commodity code stands.

        Raises:
            InvalidInput: no commodity code (GC-BRD-001).
        """
        return border_scope(cn, packs=self._packs)

    def border_calendar(self, *, first: date | None = None, last: date | None = None) -> tuple[CalendarEvent, ...]:
        """Dated events of the border schemes as seen from today.

        Raises:
            InvalidInput: the two days run backwards (GC-SVC-040).
        """
        return border_calendar(packs=self._packs, as_of=self.today(), first=first, last=last)
