"""`greencard init`: a commented starter file in the reader's language."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.errors import Refused, declare
from greencard.interfaces import wiring
from greencard.interfaces.cli.new_file import write_new
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["init"]

EXISTS = declare(
    "GC-CLI-001",
    Refused,
    en="{file} exists already and was left as it is.",
    zh="{file} 已存在，未作改动。",
    remedy_en="Give another name, or move the file away first.",
    remedy_zh="请换一个文件名，或先移走该文件。",
)


def init(
    file: Annotated[Path, Parameter(help=say("File to write.", "要写出的文件。"))] = Path("product.yaml"),
    *,
    common: Common | None = None,
) -> None:
    """Write a starter product file with a comment at every field; never overwrites."""
    terminal = (common or Common()).terminal
    text = wiring.starter(terminal.lang)
    write_new(file, text.encode("utf-8"), EXISTS)
    if terminal.as_json:
        terminal.emit({"written": str(file)})
    else:
        name = shlex.quote(str(file))
        terminal.lines(
            f"{file} written. Fill it in, then: greencard product check {name}",
            f"已写出 {file}。填好后运行：greencard product check {name}",
        )
