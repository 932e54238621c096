"""Where to write what an answer asks for: lines to copy into the product file, each with what it may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text as Rich

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.services.where import FactLine

__all__ = ["show_where"]

_MOST: Final = 6
_CODES: Final = 8


def show_where(
    terminal: Terminal, console: Console, lines: Sequence[FactLine], *, change: bool, most: int | None = _MOST
) -> None:
    """The first `most` lines under `facts`, then the rule by which a list is read; nothing where there are none.

    With `change` the goods themselves have to be other ones first.
    """
    if not lines:
        return
    t = terminal.t
    heading = (
        t(
            "Where to write it once the goods are other ones: materials in the bill of materials, and under facts",
            "产品改好后写在哪里：先改材料清单等相关内容，再改“事实”",
        )
        if change
        else t("Where to write it: in the product file, then check again", "写在哪里：写入商品文件，再查验一次")
    )
    console.print(Rich(heading, style="bold"))
    console.print(t("  facts:", "  事实:"))
    for line in lines[:most]:
        remark = (f"# {_remark(terminal, line)}", "dim")
        if line.type != "set":
            console.print(Padding(Rich.assemble(f"{line.name}: {_value(terminal, line)}  ", remark), (0, 0, 0, 4)))
            continue
        console.print(Padding(f"{line.name}: {_value(terminal, line)}", (0, 0, 0, 4)))
        console.print(Padding(Rich.assemble(remark), (0, 0, 0, 6)))
    rest = len(lines) - len(lines[:most])
    if rest:
        console.print(t(f"  … and {rest} more (--explain)", f"  ……另有 {rest} 项（--explain 查看）"), style="dim")
    if any(line.type == "set" for line in lines[:most]):
        said = t(
            "A list names all there is: what is not in it counts as not there. What you do not know, leave out.",
            "列表须写全：没写进去的按没有处理。不知道的项目不要写。",
        )
        console.print(f"  {said}", style="dim")


def _value(terminal: Terminal, line: FactLine) -> str:
    """What stands behind the colon: a choice to make, never an answer made up."""
    match line.type:
        case "bool":
            return terminal.t("true | false", "是 | 否")
        case "set" if line.name == "claims":
            return "[]"
        case "set":
            return f"[{', '.join(code for code, _ in line.codes[:_CODES])}]" if line.codes else "[…]"
        case "enum":
            return " | ".join(code for code, _ in line.codes[:_CODES])
        case "date":
            return "YYYY-MM-DD"
        case _:
            return "…"


def _remark(terminal: Terminal, line: FactLine) -> str:
    t = terminal.t
    parts = [terminal.text(line.label)]
    if line.name == "claims":
        return t(
            f"{parts[0]}; [] where there are none, else their words under claims (greencard claims reads them)",
            f"{parts[0]}；没有就写 []，有就把原文写在“宣称”下（greencard claims 可审阅）",
        )
    if line.unit:
        parts.append(t(f"a number, {line.unit}", f"数字，单位 {line.unit}"))
    elif line.type == "number":
        parts.append(t("a number", "数字"))
    if line.codes:
        more = " …" if len(line.codes) > _CODES else ""
        words = t(", ", "、").join(terminal.text(words) for _, words in line.codes[:_CODES])
        parts.append(
            t(f"those you have of: {words}{more}", f"保留已有的：{words}{more}") if line.type == "set" else words + more
        )
    if line.option:
        parts.append(t(f"or for this order alone {line.option}", f"只用于本单可写 {line.option}"))
    return t("; ", "；").join(parts)
