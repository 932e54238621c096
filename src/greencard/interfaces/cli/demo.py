"""`greencard demo`: the whole job on the twelve illustrative products, then a flipped byte refused."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.progress import track
from rich.table import Table
from rich.text import Text as Rich

from greencard.interfaces import wiring
from greencard.interfaces.cli.card import show_verification
from greencard.interfaces.cli.show_assessment import kg, percent, show_assessment
from greencard.interfaces.cli.show_verdict import show_verdict
from greencard.interfaces.cli.terminal import Common, Terminal
from greencard.model import Order

if TYPE_CHECKING:
    from rich.console import Console

    from greencard.model import Assessment
    from greencard.ports import CardRecord
    from greencard.services import Greencard

__all__ = ["ORDERS", "demo"]

ORDERS = (
    ("bamboo-desk-organiser", "DE", date(2027, 2, 10), 9000, None),
    ("bamboo-fibre-kitchenware", "DE", date(2027, 2, 10), 2000, None),
    ("stainless-screws", "NL", date(2026, 8, 15), 92362, Decimal(52)),
    ("stainless-screws", "NL", date(2026, 8, 15), 85257, Decimal(48)),
)
"""Product, destination, date, declared units, importer's CBAM tonnes of the year (52 t and 48 t of 0.563 kg boxes)."""


def demo(*, common: Common | None = None) -> None:
    """Assess, card, log, verify and check the twelve illustrative products; nothing leaves this machine."""
    options = common or Common()
    terminal = options.terminal
    console = terminal.console()
    data = options.data or wiring.default_data_dir() / "demo"
    started = time.perf_counter()
    # Made-up cards never enter a shared store: a demonstration keeps to its own directory.
    with wiring.installation(data, shared_store=False) as app:
        files = wiring.example_files()
        waiting = not terminal.as_json and console.is_terminal
        steps = (
            track(
                files,
                description=terminal.t("Assess, sign, log", "核算、签名、入日志"),
                console=console,
                transient=True,
            )
            if waiting
            else files
        )
        done: list[tuple[Assessment, CardRecord]] = []
        for file in steps:
            record = wiring.issue_file(app, file)
            view = app.card_view(record.slug)
            assert view is not None  # noqa: S101 - just issued and published
            done.append((view.assessment, record))
        verdicts = [
            app.check_order(
                wiring.principal(app),
                product,
                Order(
                    product_id=product, destination=to, on=on, quantity=quantity, importer_cbam_tonnes=importer_tonnes
                ),
            )
            for product, to, on, quantity, importer_tonnes in ORDERS
        ]
        genuine_bytes = wiring.card_bytes(done[0][1])
        genuine = app.verify_card(genuine_bytes)
        flipped = app.verify_card(_flip(genuine_bytes))
        if terminal.as_json:
            terminal.emit(_machine(app, done, verdicts, genuine, flipped))
            return
        _products(terminal, console, done)
        console.rule(terminal.t("One of them in full", "其中一个的详情"), align="left", style="dim")
        show_assessment(terminal, console, next(a for a, _ in done if a.product.id == ORDERS[0][0]))
        asked: set[str] = set()
        for answer in verdicts:
            console.rule(terminal.t("An order", "一张订单"), align="left", style="dim")
            show_verdict(terminal, console, answer, most=0 if answer.order.product_id in asked else 3)
            asked.add(answer.order.product_id)
        console.rule(terminal.t("Is the card genuine?", "卡片是真的吗？"), align="left", style="dim")
        show_verification(terminal, console, genuine)
        console.rule(
            terminal.t("The same card with one byte flipped", "同一张卡，改动一个字节"), align="left", style="dim"
        )
        show_verification(terminal, console, flipped)
        console.rule(style="dim")
        seconds = time.perf_counter() - started
        console.print(
            terminal.t(
                f"{len(done)} products assessed, signed and logged, {len(verdicts)} orders checked "
                f"in {seconds:.1f} s.\n"
                f"Pages: greencard serve --data {data}",
                f"{len(done)} 个商品已核算、签名并入日志，{len(verdicts)} 张订单已查验，用时 {seconds:.1f} 秒。\n"
                f"查看网页：greencard serve --data {data}",
            ),
            markup=False,
        )


def _flip(data: bytes) -> bytes:
    """The card file with one bit of its total footprint changed: another digit, the same length."""
    figure = b'"kgCO2e":"'
    at = data.index(figure) + len(figure)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _products(terminal: Terminal, console: Console, done: list[tuple[Assessment, CardRecord]]) -> None:
    t = terminal.t
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    # the one column that may fold: a figure cut short would be another figure
    table.add_column(t("product (illustrative)", "商品（示例）"), overflow="fold")
    for title in (
        "kg CO2e",
        t("95 % range", "95% 区间"),
        t("measured", "实测"),
        t("solar", "光伏"),
        t("journey g", "运输 g"),
        t("− baseline", "− 对照"),
    ):
        table.add_column(title, justify="right", no_wrap=True)
    for assessment, _ in done:
        footprint, comparison = assessment.footprint, assessment.comparison
        difference = "–"
        if comparison is not None:
            sign = "−" if comparison.avoided_kg_co2e >= 0 else "+"
            difference = f"{sign}{kg(abs(comparison.avoided_kg_co2e) * 1000)}"
        solar = footprint.electricity
        table.add_row(
            _short(terminal, assessment),
            Rich(kg(footprint.total_kg_co2e), style="bold"),
            f"{kg(footprint.interval.low)}–{kg(footprint.interval.high)}",
            f"{percent(footprint.measured_share)} %",
            f"{percent(solar.solar_share)} %" if solar.treatment == "solar_interval_matched" else "–",
            kg(assessment.transport.wtw_kg_co2e * 1000) if assessment.transport is not None else "–",
            difference,
        )
    console.print(table)


def _short(terminal: Terminal, assessment: Assessment) -> str:
    return terminal.t(assessment.product.id, assessment.product.name.zh or assessment.product.id)


def _machine(
    app: Greencard, done: list[tuple[Assessment, CardRecord]], verdicts: list[Any], genuine: Any, flipped: Any
) -> dict[str, Any]:
    return {
        "log": app.log_head(),
        "products": [
            {
                "id": assessment.product.id,
                "total_kg_co2e": assessment.footprint.total_kg_co2e,
                "measured_share": assessment.footprint.measured_share,
                "card": record.card.id,
                "log_index": record.card.log.index if record.card.log is not None else None,
            }
            for assessment, record in done
        ],
        "verdicts": verdicts,
        "genuine": genuine,
        "flipped": flipped,
    }
