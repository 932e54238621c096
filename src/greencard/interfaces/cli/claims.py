"""`greencard claims`: what a text claims, where it may not be said, and what may be said instead."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from greencard.interfaces import wiring_claims
from greencard.interfaces.cli.terminal import Common, say

__all__ = ["claims"]

_FORBIDDEN = 3
"""Exit status where some destination forbids what the text says, as for anything else that is refused."""


def claims(
    text: Annotated[
        str | None,
        Parameter(
            help=say(
                "The words, or a file that holds them; `-` or nothing: standard input.",
                "文字，或含有文字的文件；- 或留空则读取标准输入。",
            ),
            allow_leading_hyphen=True,
        ),
    ] = None,
    *,
    to: Annotated[
        str,
        Parameter(
            help=say("Where it will be read: DE,FR,US-CA… with commas.", "将出现在哪里：DE,FR,US-CA……用逗号分隔。")
        ),
    ],
    on: Annotated[
        date | None, Parameter(help=say("Day on which it is read (default: today).", "出现的日期（默认今天）。"))
    ] = None,
    audience: Annotated[
        Literal["consumer", "business"],
        Parameter(help=say("Who reads it; a pack is read by consumers.", "读者；包装由消费者阅读。")),
    ] = "consumer",
    card: Annotated[
        Path | None,
        Parameter(
            help=say("Card of the goods: its figures may be said instead.", "商品的卡片：可改用其中的数值表述。")
        ),
    ] = None,
    product: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Product file of the goods: assessed now, its facts settle what the words leave open.",
                "商品文件：即时核算，其事实可补足文字未说明之处。",
            )
        ),
    ] = None,
    name: Annotated[
        tuple[str, ...],
        Parameter(
            help=say("Name of a firm or brand in the text (repeatable).", "文中的企业或品牌名（可重复）。"), negative=()
        ),
    ] = (),
    all_uses: Annotated[
        bool,
        Parameter(
            name="--all",
            negative=(),
            help=say("Show denied and mentioned words too.", "同时列出否定和提及的词语。"),
        ),
    ] = False,
    strict: Annotated[
        bool,
        Parameter(
            negative=(),
            help=say("Exit with 3 also where only evidence is missing.", "仅缺证据时也以状态码 3 退出。"),
        ),
    ] = False,
    common: Common | None = None,
) -> None:
    """Claims with the words marked, the act and article, since when, and what to say instead.

    Exit status 0: nothing is forbidden there; 3: something is, or with --strict something lacks its evidence.
    """
    options = common or Common()
    terminal = options.terminal
    linted = wiring_claims.check_text(
        text,
        destinations=to,
        on=on,
        audience=audience,
        card=card,
        product=product,
        names=name,
        data=options.data,
    )
    if terminal.as_json:
        terminal.emit(linted.report)
    else:
        from greencard.interfaces.cli.show_claims import show_claims  # noqa: PLC0415 - loads rich

        show_claims(terminal, terminal.console(), linted, all_uses=all_uses)
    if linted.report.standing in ({"forbidden", "evidence"} if strict else {"forbidden"}):
        sys.stdout.flush()
        sys.exit(_FORBIDDEN)
