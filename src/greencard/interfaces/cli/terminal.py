"""The person at the terminal: their language, their width, their wish for JSON; and how a refusal looks to them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from cyclopts import Parameter

from greencard.errors import Fault, GreencardError, Lang
from greencard.interfaces.printable import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from greencard.model import Text

__all__ = ["Common", "Terminal", "language", "say"]


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """`--lang zh|en` if given, else the locale's: Chinese for `zh…`, English otherwise."""
    for i, word in enumerate(argv):
        value = (
            word[7:] if word.startswith("--lang=") else argv[i + 1] if word == "--lang" and i + 1 < len(argv) else ""
        )
        if value in {"zh", "en"}:
            return "zh" if value == "zh" else "en"
    for name in ("GREENCARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"


def say(en: str, zh: str) -> str:
    """Help text in the language of this process."""
    return zh if language(sys.argv, os.environ) == "zh" else en


@Parameter(name="*")
@dataclass(frozen=True)
class Common:
    """Options that every verb takes."""

    lang: Annotated[Literal["zh", "en"] | None, Parameter(help=say("Language of the output.", "输出语言。"))] = None
    json: Annotated[bool, Parameter(negative=(), help=say("Machine-readable output.", "输出 JSON。"))] = False
    data: Annotated[
        Path | None,
        Parameter(env_var="GREENCARD_DATA", help=say("Data directory (store and keys).", "数据目录（存储与密钥）。")),
    ] = None

    @property
    def terminal(self) -> Terminal:
        """Where this call's output goes."""
        return Terminal(self.lang or language(sys.argv, os.environ), as_json=self.json)


@dataclass(frozen=True)
class Terminal:
    """Output in one language, for a person or for a program."""

    lang: Lang
    as_json: bool = False

    def t(self, en: str, zh: str) -> str:
        """The words for this reader."""
        return zh if self.lang == "zh" else en

    def text(self, text: Text) -> str:
        """A model text in this reader's language."""
        return text.in_lang(self.lang)

    def console(self, *, stderr: bool = False) -> Console:
        """A rich console on stdout (or stderr), without colour where there is no terminal.

        What is printed comes from files and cards: nothing in it is markup, and nothing in it steers the terminal.
        """
        from greencard.interfaces.cli.page import Page  # noqa: PLC0415 - `--help` and `--json` never need rich

        return Page(sys.stderr if stderr else sys.stdout)

    def lines(self, en: str, zh: str) -> None:
        """Lines that may be copied, addresses and paths among them: never broken at the width of the terminal."""
        self.console().print(self.t(en, zh), markup=False, soft_wrap=True)

    def emit(self, value: Any) -> None:
        """One JSON document on stdout: Decimals as text, keys as in the published schemas."""
        sys.stdout.buffer.write(msgspec.json.format(json_bytes(value), indent=2) + b"\n")
        sys.stdout.buffer.flush()

    def refuse(self, error: GreencardError) -> None:
        """Every fault with code, place and remedy; JSON on stdout when asked for, a person's text on stderr."""
        if self.as_json:
            self.emit({"error": error.code, "faults": [fault.as_dict(self.lang) for fault in error.faults]})
            return
        console = self.console(stderr=True)
        for fault in error.faults:
            self.fault(console, fault)

    def fault(self, console: Console, fault: Fault) -> None:
        """One fault: code and sentence, then place, then what to do."""
        colour = {"error": "red", "warning": "yellow", "question": "cyan"}[fault.severity]
        from rich.text import Text as Rich  # noqa: PLC0415 - only where something is refused

        console.print(Rich.assemble((fault.code, colour), f" {fault.text(self.lang)}"))
        if str(fault.place):
            console.print(f"  {self.t('at', '位置')} {fault.place.in_lang(self.lang)}", style="dim", markup=False)
        console.print(f"  → {fault.remedy(self.lang)}", markup=False)
