"""`greencard rules`: the law held, to be read: a list, one rule, and what changes between two days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from greencard.errors import InvalidInput, declare
from greencard.interfaces import wiring_check, wiring_rules
from greencard.interfaces.cli.options import OwnRules
from greencard.interfaces.cli.terminal import Common, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.model import Product

__all__ = ["diff", "list_rules", "show"]

Topic = Literal[
    "batteries", "charges", "chemicals", "children", "claims", "electrical", "food", "labour", "packaging", "wood"
]

REFUSED_BESIDE = declare(
    "GC-CLI-066",
    InvalidInput,
    en="{count} product files could not be read; nothing was compared.",
    zh="有 {count} 个商品文件无法读取，未作比较。",
    remedy_en="greencard product check FILE names every fault.",
    remedy_zh="用 greencard product check 文件 查看问题所在。",
)


def list_rules(
    words: Annotated[str, Parameter(help=say("Words of id, title or note.", "编号、标题或说明中的文字。"))] = "",
    *,
    to: Annotated[str, Parameter(help=say("Only rules that bind at this destination.", "仅该目的地适用的规则。"))] = "",
    law: Annotated[str, Parameter(help=say("Only rules that cite this text.", "仅条文中含此文字的规则。"))] = "",
    topic: Annotated[Topic | None, Parameter(help=say("Only rules of a topic.", "仅某一主题的规则。"))] = None,
    on: Annotated[date | None, Parameter(help=say("Only rules in time on this day.", "仅当日适用的规则。"))] = None,
    rules: OwnRules = None,
    common: Common | None = None,
) -> None:
    """List the rules held: what may bar, what only warns, from which day."""
    terminal = (common or Common()).terminal
    found = wiring_rules.list_rules(words, to=to.upper(), law=law, topic=topic, on=on, own=rules)
    if terminal.as_json:
        terminal.emit(found)
        return
    from greencard.interfaces.cli.show_rules import show_list  # noqa: PLC0415 - loads rich

    show_list(terminal, terminal.console(), found)


def show(
    rule_id: Annotated[
        str, Parameter(help=say("Id of the rule, such as EU-FCM-BAMBOO.", "规则编号，如 EU-FCM-BAMBOO。"))
    ],
    *,
    rules: OwnRules = None,
    common: Common | None = None,
) -> None:
    """One rule: its law and days, its conditions in words and as written, what it asks, what it may decide."""
    terminal = (common or Common()).terminal
    found = wiring_rules.show_rule(rule_id, own=rules)
    if terminal.as_json:
        terminal.emit(found)
        return
    from greencard.interfaces.cli.show_rules import show_rule  # noqa: PLC0415 - loads rich

    show_rule(terminal, terminal.console(), found)


def diff(
    *products: Annotated[
        Path,
        Parameter(help=say("Product files, folders or .jsonl to compare.", "要比较的商品文件或文件夹。")),
    ],
    since: Annotated[date, Parameter(name="--from", help=say("The earlier day.", "较早日期。"))],
    until: Annotated[date, Parameter(help=say("The later day.", "较晚日期。"))],
    to: Annotated[
        tuple[str, ...],
        Parameter(help=say("Destinations, as DE,FR; default: all.", "目的地，如 DE,FR；不填为全部。"), negative=()),
    ] = (),
    quantity: Annotated[int, Parameter(help=say("Declared units in each order.", "每单数量（申报单位）。"))] = 1,
    rules: OwnRules = None,
    common: Common | None = None,
) -> None:
    """What changes between two days: rules that begin, end or change; with products, verdicts that change and why."""
    terminal = (common or Common()).terminal
    places = [part.strip().upper() for group in to for part in group.split(",")]
    shelf: Sequence[Product] = ()
    if products:
        wanted = len(places) or len(wiring_check.destinations(rules))
        read = wiring_check.read_shelf(products, places=wanted, rules=rules)
        if read.refused:
            errors = terminal.console(stderr=True)
            for one in read.refused:
                for fault in one.faults:
                    terminal.fault(errors, fault)
            raise REFUSED_BESIDE.at(count=len(read.refused))
        shelf = read.products
    found = wiring_rules.law_changes(since, until, destinations=places, products=shelf, quantity=quantity, own=rules)
    if terminal.as_json:
        terminal.emit(found)
        return
    from greencard.interfaces.cli.show_rules import show_changes  # noqa: PLC0415 - loads rich

    show_changes(terminal, terminal.console(), found)
