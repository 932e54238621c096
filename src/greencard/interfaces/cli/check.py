"""`greencard check`: an order of a product against the law of its destination, and the carbon cost at its border."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from greencard.interfaces import wiring
from greencard.interfaces.cli.terminal import Common, say
from greencard.model import Order
from greencard.quantity import parse_decimal

__all__ = ["check"]


def check(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    to: Annotated[str, Parameter(help=say("Destination: DE, NL, BR, US-CA…", "目的地：DE、NL、BR、US-CA……"))],
    quantity: Annotated[int, Parameter(help=say("Declared units in the order.", "订单数量（申报单位）。"))],
    on: Annotated[
        date | None,
        Parameter(help=say("Date of arrival on the market (default: today).", "投放市场日期（默认今天）。")),
    ] = None,
    importer_tonnes: Annotated[
        str | None,
        Parameter(
            help=say(
                "Importer's CBAM goods this calendar year, t net, this order included.",
                "进口商本年度 CBAM 货物净重（吨），含本单。",
            )
        ),
    ] = None,
    importer_gbp: Annotated[
        str | None,
        Parameter(
            help=say(
                "Importer's UK CBAM goods in twelve months, GBP (threshold 50 000).",
                "进口商十二个月内英国 CBAM 货值，英镑（门槛 50 000）。",
            )
        ),
    ] = None,
    importer_size: Annotated[
        Literal["micro", "small", "medium", "large"] | None,
        Parameter(help=say("Size of the importer.", "进口商规模。")),
    ] = None,
    document: Annotated[
        tuple[str, ...], Parameter(help=say("A document you hold (repeatable).", "已有文件（可重复）。"), negative=())
    ] = (),
    registration: Annotated[
        tuple[str, ...],
        Parameter(help=say("A registration you hold (repeatable).", "已有注册（可重复）。"), negative=()),
    ] = (),
    mark: Annotated[
        tuple[str, ...],
        Parameter(
            help=say("A mark on goods or packaging (repeatable).", "货物或包装上的标志（可重复）。"), negative=()
        ),
    ] = (),
    as_of: Annotated[
        date | None,
        Parameter(
            help=say("Day of the answer, to replay an old one (default: today).", "答复日期，用于复现（默认今天）。")
        ),
    ] = None,
    all_rules: Annotated[
        bool,
        Parameter(name="--all", negative=(), help=say("List rules that do not apply too.", "同时列出不适用的规则。")),
    ] = False,
    common: Common | None = None,
) -> None:
    """Verdict with articles and the next question; border cost with status and reason."""
    terminal = (common or Common()).terminal
    verdict = wiring.check_file(
        file,
        Order(
            product_id="",
            destination=to.upper(),
            on=on or wiring.today(),
            quantity=quantity,
            importer_size=importer_size,
            importer_cbam_tonnes=None if importer_tonnes is None else parse_decimal(importer_tonnes),
            importer_cbam_value_gbp=None if importer_gbp is None else parse_decimal(importer_gbp),
            documents=document,
            registrations=registration,
            marks=mark,
        ),
        as_of=as_of,
    )
    if terminal.as_json:
        terminal.emit(verdict)
        return
    from greencard.interfaces.cli.show_verdict import show_verdict  # noqa: PLC0415 - loads rich

    show_verdict(terminal, terminal.console(), verdict, most=None if all_rules else 10)
