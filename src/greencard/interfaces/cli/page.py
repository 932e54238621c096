"""How text fills the width of a terminal: Chinese may break between any two characters, Latin words at blanks alone.

Rich breaks at blanks only, so that a Chinese sentence after a Latin word leaves half a line empty. Here a line is
filled, no line begins with a closing mark or ends with an opening one, a wrapped line keeps the indent of its first,
and no line ends in blanks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.cells import get_character_cell_size
from rich.console import Console
from rich.containers import Lines
from rich.segment import Segment
from rich.text import Text

from greencard.interfaces.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, JustifyMethod, OverflowMethod, RenderableType

__all__ = ["Page", "broken"]

_BEGINS_NO_LINE: Final = frozenset("，。；：、！？）》」』】〉”’…％%),.;:!?]}")
_ENDS_NO_LINE: Final = frozenset("（《「『【〈“‘([{")
_LEAD: Final = re.compile(r" *(?:[✓✗?!–·→+~-] )?")
_BLANK_ENDS: Final = re.compile(r" +(?=\n)")
_NARROWEST: Final = 24
"""Below this many cells beside the indent, a wrapped line begins at the margin."""


class Page(Console):
    """A console for people: what is printed steers nothing, and is broken as its language is."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(
            file=_Trimmed(file),  # type: ignore[arg-type]
            highlight=False,
            soft_wrap=False,
            emoji=False,
            markup=False,
        )

    def on_broken_pipe(self) -> None:
        """The reader left early: `main` answers it, here as for JSON."""
        raise BrokenPipeError

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Segments of anything, texts broken at this page's own places and every letter printable."""
        if isinstance(renderable, str):
            renderable = self.render_str(renderable, highlight=False, markup=False)
        if type(renderable) is Text:
            renderable = _Flowing(renderable)
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


class _Flowing(Text):
    """A text that is broken as its language is."""

    def __init__(self, text: Text) -> None:
        super().__init__(
            text.plain,
            text.style,
            justify=text.justify,
            overflow=text.overflow,
            no_wrap=text.no_wrap,
            end=text.end,
            tab_size=text.tab_size,
            spans=list(text.spans),
        )

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of this text at a width; of a text that must not be broken, as rich has it."""
        justify, overflow = justify or self.justify, overflow or self.overflow
        if no_wrap or self.no_wrap or (overflow or "fold") != "fold":
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for paragraph in self.split(allow_blank=True):
            if "\t" in paragraph:
                paragraph.expand_tabs(tab_size)
            lines.extend(_lines(paragraph, width))
        if justify in {"center", "right", "full"}:
            lines.justify(console, width, justify=justify, overflow="fold")
        return lines


def _lines(paragraph: Text, width: int) -> list[Text]:
    lead = _LEAD.match(paragraph.plain)
    indent = lead.end() if lead is not None else 0
    if width - indent < _NARROWEST:
        indent = 0
    found = paragraph.divide(broken(paragraph.plain, width, indent))
    lines = list(found)
    for line in lines:
        line.rstrip()
    for line in lines[1:]:
        line.pad_left(indent)
    return lines


def broken(text: str, width: int, indent: int = 0) -> list[int]:
    """Places where `text` is broken to fill lines of `width` cells, `indent` fewer from the second line on.

    A line may be longer by the blanks it ends with. What has no place to break is cut at the width.
    """
    places: list[int] = []
    start, room = 0, width
    while (cut := _first_cut(text, start, room)) is not None:
        places.append(cut)
        start, room = cut, max(width - indent, 2)
    return places


def _first_cut(text: str, start: int, room: int) -> int | None:
    """Where the line that begins at `start` ends; None where all that is left of the text fits."""
    used, chance = 0, start
    for at in range(start, len(text)):
        if at > start and _may_break(text, at):
            chance = at
        used += get_character_cell_size(text[at])
        if used > room and text[at] != " ":
            return chance if chance > start else max(at, start + 1)
    return None


def _may_break(text: str, at: int) -> bool:
    """Whether a line may begin with the letter at `at`."""
    before, after = text[at - 1], text[at]
    if after == " ":
        return False  # blanks stay with the line before
    if before == " ":
        return True
    if after in _BEGINS_NO_LINE or before in _ENDS_NO_LINE:
        return False
    return get_character_cell_size(before) > 1 or get_character_cell_size(after) > 1


class _Trimmed:
    """A stream whose lines end without blanks: pasted, compared and read aloud, they are only noise."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text` less the blanks before its line ends; the count of letters given."""
        self._stream.write(_BLANK_ENDS.sub("", text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
