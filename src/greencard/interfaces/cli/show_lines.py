"""A file of lines, answered, as a person reads it: the lines, the refused ones with their remedy, the total apart."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.cli.show_border import money
from greencard.interfaces.words import BORDER_STATUS, LINE_STATUS
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from greencard.border.answered import LineAnswer, LinesTotal
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.interfaces.wiring_border import AnsweredFile

__all__ = ["show_lines"]

_MOST_LINES: Final = 50
_MOST_REFUSED: Final = 20
_MOST_IMPORTERS: Final = 10
_FIGURES: Final = 6
_REFERENCE: Final = 18


def show_lines(terminal: Terminal, console: Console, found: AnsweredFile, *, written: Path | None) -> None:
    """Print the answers of a file, or where they were written, and always the total with what it contains."""
    t, answered = terminal.t, found.answered
    for note in found.notes:
        console.print(terminal.text(note), style="yellow")
    if written is None:
        console.print(_table(terminal, list(islice(answered.rows(), _MOST_LINES))))
        more = len(answered.lines) - _MOST_LINES
        if more > 0:
            console.print(
                t(f"… and {more} more lines (--out FILE)", f"……另有 {more} 行（用 --out 写入文件）"), style="dim"
            )
    else:
        terminal.lines(
            f"{written} written: {len(answered.lines)} lines.", f"已写出 {written}：{len(answered.lines)} 行。"
        )
    _refused(terminal, console, found)
    _total(terminal, console, found.total)


def _table(terminal: Terminal, rows: list[LineAnswer]) -> Table:
    t = terminal.t
    referenced = any(row.reference for row in rows)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(t("Row", "行"), justify="right", no_wrap=True)
    if referenced:
        table.add_column(t("Reference", "参考号"), max_width=_REFERENCE, overflow="ellipsis", no_wrap=True)
    table.add_column("CN", no_wrap=True)
    table.add_column(t("From", "产地"), no_wrap=True)
    table.add_column("t", justify="right", no_wrap=True)
    table.add_column(t("Answer", "结果"), overflow="fold")
    table.add_column(t("Due EUR", "应缴（欧元）"), justify="right", no_wrap=True)
    for row in rows:
        status = BORDER_STATUS.get(row.status) or LINE_STATUS[row.status]
        said = terminal.text(status)
        if row.exposure_eur is not None:
            said = t(f"{said}: 0 or {row.exposure_eur:,.2f}", f"{said}：0 或 {row.exposure_eur:,.2f}")
        if row.refusal:
            said = f"{said} {row.refusal}"
        cells = [str(row.row)]
        cells += [row.reference] if referenced else []
        mass = "–" if row.net_mass_t is None else decimal_text(significant(row.net_mass_t, _FIGURES))
        cells += [row.cn, row.origin, mass, said]
        table.add_row(*map(Rich, cells), "–" if row.due_eur is None else f"{row.due_eur:,.2f}")
    return table


def _refused(terminal: Terminal, console: Console, found: AnsweredFile) -> None:
    """Each refused row with the reason and what to do, as far as they fit."""
    named = found.total.refused_rows[:_MOST_REFUSED]
    if not named:
        return
    console.print(terminal.t("Refused, in no sum:", "被拒的行（未计入任何合计）："), style="bold")
    wanted = {row for row, _ in named}
    answered = found.answered
    for index in (one for one in range(len(answered.lines)) if int(answered.lines.row[one]) in wanted):
        row = answered.at(index)
        reason = terminal.text(row.reason)
        said = terminal.t(f"row {row.row}: {row.refusal} {reason}", f"第 {row.row} 行：{row.refusal} {reason}")
        console.print(Padding(Rich(said.rstrip()), (0, 0, 0, 2), expand=False))
    more = sum(found.total.refused.values()) - len(named)
    if more > 0:
        console.print(terminal.t(f"  … and {more} more", f"  ……另有 {more} 行"), style="dim")


def _total(terminal: Terminal, console: Console, total: LinesTotal) -> None:
    t = terminal.t
    console.print(Rich(t(f"Due: {money(total.due_eur, 'EUR')}", f"应缴：{money(total.due_eur, 'EUR')}"), style="bold"))
    if total.statuses["threshold_unknown"]:
        exposure = money(total.exposure_eur, "EUR")
        said = t(
            f"Exposure, due as well if those importers are above 50 t: {exposure}",
            f"敞口（若相关进口商全年超过 50 吨则另须缴纳）：{exposure}",
        )
        console.print(said, style="yellow")
    if total.statuses["cannot_price"]:
        tonnes = decimal_text(significant(total.without_price_t, _FIGURES))
        said = t(f"Without a price: {tonnes} t of certificates as far as known", f"暂无价格：已知证书 {tonnes} 吨")
        console.print(said, style="yellow")
    console.print(terminal.text(total.contains))
    for one in total.importers[:_MOST_IMPORTERS]:
        tonnes = decimal_text(one.tonnes)
        way = (
            t("above 50 t by it alone: every line of the year is liable", "仅本文件已超过 50 吨：全年逐行应缴")
            if one.above_threshold
            else t(
                f"stated for the year: {decimal_text(one.stated_t)} t", f"所填全年总量：{decimal_text(one.stated_t)} 吨"
            )
            if one.stated_t is not None
            else t("not above 50 t by it; other imports are not known", "未超过 50 吨；其他进口未知")
        )
        said = t(f"{one.year}: {tonnes} t in this file, {way}", f"{one.year}：本文件 {tonnes} 吨，{way}")
        console.print(f"  {one.importer} {said}", style="dim")
    console.print(
        t(
            f"Data {total.dataset[7:19]}, as of {total.as_of.isoformat()}; default values. Not legal advice.",
            f"数据 {total.dataset[7:19]}，截至 {total.as_of.isoformat()}；按默认值。非法律意见。",
        ),
        style="dim",
    )
