"""Sentences of the one table, filled in and in one language; values are escaped where they are put in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from greencard.interfaces.web.browser_sentences import BROWSER_MESSAGES
from greencard.interfaces.web.sentences import MESSAGES

if TYPE_CHECKING:
    from greencard.errors import Lang

__all__ = ["browser_words", "format_date", "format_instant", "say"]

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(lang: Lang, key: str, **values: object) -> Markup:
    """The sentence `key` in `lang`; values are escaped unless they are markup already."""
    return Markup(MESSAGES[key][1 if lang == "zh" else 0]).format(**values)  # noqa: S704 - the table is ours


def browser_words(lang: Lang) -> dict[str, str]:
    """The sentences for the checks made in the browser."""
    side = 1 if lang == "zh" else 0
    return {key: texts[side] for key, texts in BROWSER_MESSAGES.items()}


def format_date(day: date, lang: Lang) -> str:
    """`30 Oct 2026`, in Chinese `2026-10-30`."""
    return day.isoformat()[:10] if lang == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_instant(at: datetime, lang: Lang) -> str:
    """Date and minute in UTC."""
    utc = at.astimezone(UTC)
    return f"{format_date(utc.date(), lang)} {utc:%H:%M} UTC"
