"""`greencard card …`: issue, verify, list, withdraw."""

from __future__ import annotations

import shlex
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from greencard.errors import Refused, declare
from greencard.interfaces import wiring
from greencard.interfaces.cli.new_file import target_of, write_new
from greencard.interfaces.cli.options import ReadingsFile, TrustFile
from greencard.interfaces.cli.terminal import Common, Terminal, say
from greencard.interfaces.words import CARD_STATUS, OUTCOME

if TYPE_CHECKING:
    from rich.console import Console

    from greencard.card import Verification
    from greencard.ports import CardRecord

__all__ = ["issue", "keys", "list_cards", "show_verification", "verify", "withdraw"]

EXISTS = declare(
    "GC-CLI-002",
    Refused,
    en="{file} exists already and was left as it is; the card is issued and stored.",
    zh="{file} 已存在，未作改动；卡片已签发并保存。",
    remedy_en="Give another name with --out; issuing again gives the same card.",
    remedy_zh="请用 --out 换一个文件名；再次签发会得到同一张卡。",
)

_VERIFY_EXIT = {"genuine": 0, "could_not_check": 5}
_STATE = {"pass": ("✓", "cyan"), "fail": ("✗", "red"), "unchecked": ("–", "yellow")}


def issue(
    file: Annotated[Path, Parameter(help=say("Product file (YAML or JSON).", "商品文件（YAML 或 JSON）。"))],
    *,
    out: Annotated[
        Path | None,
        Parameter(
            help=say("Card file to write (default: <product>.card.json).", "卡片文件（默认 <商品>.card.json）。")
        ),
    ] = None,
    readings: ReadingsFile = None,
    on: Annotated[
        date | None, Parameter(help=say("Date of the assessment (default: today).", "核算日期（默认今天）。"))
    ] = None,
    trust: TrustFile = None,
    common: Common | None = None,
) -> None:
    """Assess the product, sign its card, enter it into the log, store it, and write the card file."""
    options = common or Common()
    terminal = options.terminal
    if out is not None:
        target_of(out)
    with wiring.installation(options.data) as app:
        record = wiring.issue_file(app, file, readings=readings, on=on, data=options.data, trust=trust)
    target = out or Path(f"{record.product_id}.card.json")
    data = wiring.card_bytes(record)
    if not (target.is_file() and target.read_bytes() == data):
        write_new(target, data, EXISTS)
    if terminal.as_json:
        terminal.emit(
            {"card": record.card.id, "digest": record.card.digest, "file": str(target), "log_index": _index(record)}
        )
        return
    index, digest = _index(record), record.card.digest[:16]
    terminal.lines(
        f"Issued {record.card.id}\nlog entry {index}, digest {digest}…\nwritten to {target}",
        f"已签发 {record.card.id}\n日志第 {index} 条，摘要 {digest}…\n已写入 {target}",
    )
    command = f"greencard card verify {shlex.quote(str(target))}"
    terminal.console().print(command, style="dim", markup=False, soft_wrap=True)


def _index(record: CardRecord) -> int | None:
    return record.card.log.index if record.card.log is not None else None


def verify(
    card: Annotated[Path, Parameter(help=say("Card file (JSON).", "卡片文件（JSON）。"))],
    *,
    at: Annotated[
        datetime | None, Parameter(help=say("Instant of the check (default: now).", "核验时刻（默认现在）。"))
    ] = None,
    trust: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Trusted issuer and log keys (JSON); default: this installation's own.",
                "受信任的签发方与日志公钥（JSON）；默认为本机密钥。",
            )
        ),
    ] = None,
    common: Common | None = None,
) -> None:
    """Check a card, one line per check. Exit status 0: genuine; 4: not; 5: could not be checked."""
    options = common or Common()
    terminal = options.terminal
    verification = wiring.verify_file(card, data=options.data, trust=trust, at=at)
    if terminal.as_json:
        terminal.emit(verification)
    else:
        show_verification(terminal, terminal.console(), verification)
    sys.exit(_VERIFY_EXIT.get(verification.outcome, 4))


def show_verification(terminal: Terminal, console: Console, verification: Verification) -> None:
    """One line per check: mark, what was found, code and clause."""
    from rich.table import Table  # noqa: PLC0415 - a program asks for JSON and never needs it
    from rich.text import Text as Rich  # noqa: PLC0415 - same

    style = {"genuine": "bold cyan", "could_not_check": "bold yellow"}.get(verification.outcome, "bold red")
    console.print(terminal.text(OUTCOME[verification.outcome]), style=style)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(ratio=4, overflow="fold")
    table.add_column(ratio=2, style="dim", overflow="fold")
    for check in verification.checks:
        mark, colour = _STATE[check.state]
        label = f"{check.code} {check.spec}".strip()
        table.add_row(Rich(mark, style=colour), terminal.text(check.text), label)
    console.print(table)


def list_cards(*, common: Common | None = None) -> None:
    """Cards of this installation, newest first."""
    options = common or Common()
    terminal = options.terminal
    with wiring.installation(options.data) as app:
        cards = app.published_cards()
    if terminal.as_json:
        terminal.emit(cards)
        return
    from rich.table import Table  # noqa: PLC0415 - a program asks for JSON and never needs it

    from greencard.interfaces.cli.show_assessment import kg  # noqa: PLC0415 - same

    console = terminal.console()
    if not cards:
        console.print(terminal.t("No card yet: greencard card issue FILE", "还没有卡片：greencard card issue FILE"))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(terminal.t("product", "商品"), overflow="fold")
    table.add_column("kg CO2e", no_wrap=True)
    table.add_column(terminal.t("status", "状态"), no_wrap=True)
    # an address is there to be copied: the name of the product gives way first
    whole = max(len(card.id) for card in cards) <= console.width - 30
    table.add_column(terminal.t("card", "卡片"), overflow="fold", no_wrap=whole, min_width=28)
    for card in cards:
        status = CARD_STATUS.get(card.status)
        words = card.status if status is None else terminal.text(status)
        table.add_row(terminal.text(card.name), kg(card.total_kg_co2e), words, card.id)
    console.print(table)


def keys(*, common: Common | None = None) -> None:
    """Print the public keys of this installation's issuers and log, for `card verify --trust` elsewhere."""
    options = common or Common()
    with wiring.installation(options.data) as app:
        options.terminal.emit(app.public_keys())


def withdraw(
    card: Annotated[str, Parameter(help=say("Card id.", "卡号。"))],
    *,
    common: Common | None = None,
) -> None:
    """Withdraw a card: it stays readable and its status says withdrawn; it is never deleted."""
    options = common or Common()
    terminal = options.terminal
    with wiring.installation(options.data) as app:
        app.withdraw_card(wiring.principal(app), card)
    if terminal.as_json:
        terminal.emit({"card": card, "status": "revoked"})
    else:
        terminal.lines(f"Withdrawn: {card}", f"已撤回：{card}")
