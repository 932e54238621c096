"""A matrix as a person reads it: a letter and a colour per cell, a legend, and what stands in the way most often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.text import Text as Rich

from greencard.interfaces.cli.rows import safe_cell
from greencard.interfaces.words import OVERALL
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Cell, Matrix, Overall

__all__ = ["STYLE", "rows_of", "show_beside", "show_matrix"]

STYLE: Final = {"allowed": "cyan", "allowed_with_conditions": "yellow", "not_allowed": "red", "cannot_tell": "magenta"}
_LETTER: Final[dict[Overall, Text]] = {
    "allowed": Text(en="A", zh="可"),
    "allowed_with_conditions": Text(en="C", zh="附"),
    "not_allowed": Text(en="N", zh="禁"),
    "cannot_tell": Text(en="?", zh="待"),
}
_BLOCKERS: Final = 5
_NAMED: Final = 5
_LABEL: Final = 28
_CSV: Final = (
    "product",
    "destination",
    "on",
    "word",
    "barring",
    "undecided",
    "conditions",
    "conditions_count",
    "rules",
)


def rows_of(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """One row per cell under a header, every text safe in a spreadsheet."""
    yield _CSV
    for cell in matrix.cells:
        yield (
            safe_cell(cell.product_id),
            cell.destination,
            cell.on.isoformat(),
            cell.overall,
            " ".join(cell.barring),
            " ".join(cell.undecided),
            " ".join(cell.conditions),
            str(len(cell.conditions)),
            cell.pack,
        )


def show_matrix(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    """Print the words: one product as a list with reasons, several as a grid of letters."""
    if len(matrix.products) == 1:
        _list(terminal, console, matrix)
    else:
        _grid(terminal, console, matrix)
    _legend(terminal, console, matrix)
    _days(terminal, console, matrix)
    _blockers(terminal, console, matrix)
    for text in matrix.not_covered:
        console.print(terminal.text(text), style="dim")
    console.print(
        terminal.t(
            f"As of {matrix.as_of}. Not legal advice; one destination alone gives articles, reasons and questions.",
            f"截至 {matrix.as_of}。非法律意见；只查一个目的地可看条文、理由和问题。",
        ),
        style="dim",
    )


def show_beside(terminal: Terminal, console: Console, files: Sequence[str]) -> None:
    """Which files of a folder were left alone."""
    named, rest = files[:_NAMED], len(files) - _NAMED
    more, more_zh = (f" and {rest} more", f"等 {len(files)} 个文件") if rest > 0 else ("", "")
    console.print(
        terminal.t(
            f"No products, left alone: {', '.join(named)}{more}.", f"不是商品，未查验：{'、'.join(named)}{more_zh}。"
        ),
        style="dim",
    )


def _list(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    """One product: a line for each destination, the worst word first, with the rule that makes it so."""
    order = {"not_allowed": 0, "cannot_tell": 1, "allowed_with_conditions": 2, "allowed": 3}
    console.print(Rich(matrix.products[0], style="bold"))
    width = max(cell_len(terminal.text(text)) for text in OVERALL.values()) + 2
    for cell in sorted(matrix.cells, key=lambda cell: order[cell.overall]):
        word = set_cell_size(terminal.text(OVERALL[cell.overall]), width)
        letter = terminal.text(_LETTER[cell.overall])
        console.print(
            Rich.assemble(
                f"{cell.destination:<7}",
                (f"{letter}  {word}", STYLE[cell.overall]),
                (_because(terminal, cell), "dim"),
            ),
            no_wrap=True,
            overflow="ellipsis",
        )


def _because(terminal: Terminal, cell: Cell) -> str:
    named = cell.barring or cell.undecided
    if named:
        more = f" +{len(named) - 1}" if len(named) > 1 else ""
        return f"{named[0]}{more}"
    count = len(cell.conditions)
    if not count:
        none = terminal.t("no rule that may decide is held for that day", "没有当日可作结论的规则")
        return none if cell.overall == "cannot_tell" else ""
    return terminal.t(f"{count} condition{'s' if count > 1 else ''}", f"{count} 项条件")


def _grid(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    """Letters: the longer side stands in rows, the other is numbered or cut into blocks that fit the width."""
    cells = {(cell.product_id, cell.destination): cell for cell in matrix.cells}
    by_place = len(matrix.destinations) > len(matrix.products)
    rows, columns = (matrix.destinations, matrix.products) if by_place else (matrix.products, matrix.destinations)
    heads = [str(n + 1) for n in range(len(columns))] if by_place else list(columns)
    label = min(_LABEL, max(cell_len(row) for row in rows)) + 1
    size = max(cell_len(head) for head in heads) + 1 if not by_place else max(3, len(heads[-1]) + 1)
    if by_place:
        for n, product in enumerate(columns):
            console.print(Rich.assemble((f"{n + 1:>3} ", "bold"), product), no_wrap=True, overflow="ellipsis")
        console.print()
    fit = max(1, (console.width - label - 1) // size)
    for at in range(0, len(columns), fit):
        part = columns[at : at + fit]
        line = Rich(" " * label)
        for head in heads[at : at + fit]:
            line.append(set_cell_size(head, size), "bold")
        console.print(line, no_wrap=True, overflow="crop")
        for row in rows:
            line = Rich(set_cell_size(row, label))
            for column in part:
                cell = cells[(column, row) if by_place else (row, column)]
                line.append(set_cell_size(terminal.text(_LETTER[cell.overall]), size), STYLE[cell.overall])
            console.print(line, no_wrap=True, overflow="crop")
        console.print()


def _legend(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    count = Counter(cell.overall for cell in matrix.cells)
    line = Rich()
    for word, letter in _LETTER.items():
        text = f"{terminal.text(letter)} {terminal.text(OVERALL[word])} ({count[word]})"
        line.append(text, STYLE[word])
        line.append("   ")
    console.print(line)


def _days(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    """For which day: one for all, or those of single destinations beside it."""
    on = {cell.destination: cell.on for cell in matrix.cells}
    common = Counter(on.values()).most_common(1)[0][0]
    own = [f"{place} {day}" for place, day in on.items() if day != common]
    apart = terminal.t(f"; but {', '.join(own)}", f"；其中 {'、'.join(own)}") if own else ""
    console.print(terminal.t(f"On the market on {common}{apart}.", f"投放市场日期 {common}{apart}。"))


def _blockers(terminal: Terminal, console: Console, matrix: Matrix) -> None:
    if not matrix.blockers:
        return
    console.print(Rich(terminal.t("Most often in the way", "最常见的障碍"), style="bold"))
    for one in matrix.blockers[:_BLOCKERS]:
        parts = []
        if one.barring:
            parts.append(terminal.t(f"bars {one.barring}", f"禁止 {one.barring} 格"))
        if one.undecided:
            parts.append(terminal.t(f"leaves {one.undecided} open", f"{one.undecided} 格待定"))
        said = terminal.t(", ", "，").join(parts)
        line = Rich.assemble(f"{said}  {one.rule_id}  {terminal.text(one.title)}", (f"  {one.citation}", "dim"))
        console.print(Padding(line, (0, 0, 0, 2)))
    rest = len(matrix.blockers) - _BLOCKERS
    if rest > 0:
        console.print(terminal.t(f"  … and {rest} more (--json)", f"  ……另有 {rest} 条（--json）"), style="dim")
