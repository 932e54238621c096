"""`greencard rules check`: hold rule files to their form and play the tests that stand with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from greencard.interfaces import wiring_rules_check
from greencard.interfaces.cli.terminal import Common, Terminal, say
from greencard.rules.check import Checked, Finding

__all__ = ["check"]

_WRONG = 1
"""Exit status of a check that found something wrong; 0: nothing."""


def check(
    folder: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Your own rules, <jurisdiction>/<law>.yaml; default: those that ship.",
                "自有规则目录（<辖区>/<法律>.yaml）；默认检查随软件发布的规则。",
            )
        ),
    ] = None,
    *,
    common: Common | None = None,
) -> None:
    """Sources, dates, units, codes, both languages, the rules' own tests. Exit status 1 where something is wrong."""
    terminal = (common or Common()).terminal
    checked = wiring_rules_check.check(folder)
    if terminal.as_json:
        terminal.emit(checked)
    else:
        _show(terminal, checked)
    if checked.findings:
        sys.stdout.flush()
        sys.exit(_WRONG)


def _show(terminal: Terminal, checked: Checked) -> None:
    console, t = terminal.console(), terminal.t
    file = ""
    for finding in checked.findings:
        if finding.file != file:
            file = finding.file
            console.print(file, style="bold", soft_wrap=True)
        console.print(f"  {_place(terminal, finding)}", style="yellow", end=" ")
        console.print(terminal.text(finding.text), soft_wrap=True)
    counted = t(
        f"{_many(checked.rules, 'rule')} in {_many(checked.files, 'file')}, {_many(checked.tests, 'test')} played",
        f"{checked.files} 个文件，{checked.rules} 条规则，运行 {checked.tests} 个测试",
    )
    found = len(checked.findings)
    if not found:
        console.print(t(f"{counted}: nothing wrong.", f"{counted}：没有问题。"), style="green")
    else:
        wrong = t(f"{counted}: {_many(found, 'thing')} wrong.", f"{counted}：{found} 处问题。")
        console.print(wrong, style="red")


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _place(terminal: Terminal, finding: Finding) -> str:
    """Line and rule, as far as they are known."""
    line = "" if finding.line is None else terminal.t(f"line {finding.line}", f"第 {finding.line} 行")
    return " ".join(part for part in (line, finding.rule) if part) or terminal.t("file", "文件")
