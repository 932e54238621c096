"""What the log page says: the newest checkpoint in its parts, and how many published cards it does not cover yet."""

from __future__ import annotations

from greencard.errors import GreencardError
from greencard.log import parse_checkpoint
from greencard.model import Value

__all__ = ["LogState", "log_state"]


class LogState(Value, frozen=True, kw_only=True):
    """State of the log; without a checkpoint all of it is empty, which is not the same as a card missing from it."""

    name: str = ""
    size: int = 0
    root: str = ""
    note: str = ""
    cosigners: tuple[str, ...] = ()
    cards: int = 0
    lag: int = 0
    """Published cards beyond the checkpoint's size."""


def log_state(note: str | None, cards: int) -> LogState:
    """The state as of a signed checkpoint; a note that cannot be read is shown as none."""
    if note is None:
        return LogState(cards=cards, lag=cards)
    try:
        point = parse_checkpoint(note)
    except GreencardError:
        return LogState(cards=cards, lag=cards)
    names = tuple(dict.fromkeys(line.name for line in point.signatures if line.name != point.origin))
    return LogState(
        name=point.origin,
        size=point.size,
        root=point.root.hex(),
        note=note,
        cosigners=names,
        cards=cards,
        lag=max(0, cards - point.size),
    )
