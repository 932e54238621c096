"""A comparison as a person reads it in a terminal: two columns, the difference, what may be said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces.cli.show_assessment import kg
from greencard.interfaces.words import STAGE

if TYPE_CHECKING:
    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.interfaces.wiring_compare import Compared

__all__ = ["show_comparison"]

_NOTHING: Final = Decimal(0)


def show_comparison(terminal: Terminal, console: Console, found: Compared) -> None:
    """Print one comparison."""
    t, comparison = terminal.t, found.comparison
    names = [terminal.text(side.product.name) for side in (found.left, found.right)]
    for mark, name, side in zip("AB", names, (found.left, found.right), strict=True):
        line = Rich.assemble((f"{mark}  ", "bold"), name)
        if side.illustrative:
            line.append(f"   {t('ILLUSTRATIVE: made-up data', '示例：虚构数据')}", style="yellow")
        console.print(line)
    console.print()
    console.print(_stages(terminal, found))
    if comparison.interval is not None:
        low, high = comparison.interval.low, comparison.interval.high
        console.print(
            t(
                f"A less B: {_signed(comparison.difference_kg_co2e)} kg CO2e "
                f"(95 %: {_signed(low)} to {_signed(high)}; what both rest on moves together).",
                f"A 减 B：{_signed(comparison.difference_kg_co2e)} kg CO2e"
                f"（95%：{_signed(low)} 至 {_signed(high)}；共同依据的数据同向变动）。",
            )
        )
    console.print()
    if comparison.sentence is not None:
        console.print(t("What may be said:", "可以这样说："), style="bold")
        console.print(f"  {terminal.text(comparison.sentence)}", markup=False)
    else:
        console.print(t("Nothing may be said of the two side by side:", "不得对两者作比较性表述："), style="bold")
        for reason in comparison.refused_for:
            console.print(f"  – {terminal.text(reason)}", markup=False)
    if comparison.notes:
        console.print()
    for note in comparison.notes:
        console.print(terminal.text(note), style="dim", markup=False)


def _stages(terminal: Terminal, found: Compared) -> Table:
    """Kg CO2e by stage, both sides per function, and the difference."""
    t, comparison = terminal.t, found.comparison
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(t("kg CO2e, cradle to gate", "kg CO2e，从摇篮到大门"), no_wrap=True)
    for name in ("A", "B", "A − B"):
        table.add_column(name, justify="right", no_wrap=True)
    sides = (
        (found.left.footprint, comparison.left_kg_co2e),
        (found.right.footprint, comparison.right_kg_co2e),
    )
    # Totals are per function; stages follow them, whatever number of declared units fulfils it.
    scales = [total / footprint.total_kg_co2e if footprint.total_kg_co2e else total for footprint, total in sides]
    by_stage = [
        {stage.id: stage.kg_co2e * scale for stage in footprint.stages}
        for (footprint, _), scale in zip(sides, scales, strict=True)
    ]
    for stage in found.left.footprint.stages:
        left, right = (of.get(stage.id, _NOTHING) for of in by_stage)
        table.add_row(terminal.text(STAGE[stage.id]), kg(left), kg(right), _signed(left - right))
    table.add_row(
        *(
            Rich(words, style="bold")
            for words in (
                t("Total to the factory gate", "出厂合计"),
                kg(comparison.left_kg_co2e),
                kg(comparison.right_kg_co2e),
                _signed(comparison.difference_kg_co2e),
            )
        )
    )
    return table


def _signed(value: Decimal) -> str:
    """Kg with its sign, a true minus."""
    if not value:
        return "0"
    return f"{'−' if value < 0 else '+'}{kg(abs(value))}"
