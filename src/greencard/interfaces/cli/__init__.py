"""Command line: every verb is loaded when it is called, so that `greencard --help` answers at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclopts import App

    from greencard.errors import GreencardError

__all__ = ["build_app", "main"]

_HERE = "greencard.interfaces.cli"
_BROKEN_PIPE = 141
"""128 + SIGPIPE; not 0, which of `card verify` would say that the card is genuine."""


def build_app() -> App:
    """The verbs, with help in the language of this process."""
    from cyclopts import App, Group  # noqa: PLC0415 - imported when a command line is really being read

    from greencard import __version__  # noqa: PLC0415 - same
    from greencard.interfaces.cli.terminal import say  # noqa: PLC0415 - same

    groups: dict[str, Any] = {
        "group_commands": Group.create_default_commands(name=say("Commands", "命令")),
        "group_parameters": Group.create_default_parameters(name=say("Parameters", "参数")),
        "group_arguments": Group.create_default_arguments(name=say("Arguments", "输入")),
    }
    app = App(
        name="greencard",
        version=__version__,
        help=say(
            "Carbon-footprint cards for goods in trade: assess a product, issue and verify its card, check an order.",
            "贸易商品的碳足迹卡：核算商品、签发与核验卡片、查验订单。",
        ),
        help_format="plaintext",
        **groups,
    )
    app["--help"].help = say("Show this help and exit.", "显示本帮助。")
    app["--version"].help = say("Show the version and exit.", "显示版本号。")
    app.command(
        f"{_HERE}.init:init", name="init", help=say("Write a commented starter file.", "写出带注释的起始文件。")
    )
    product = App(name="product", help=say("Product files.", "商品文件。"), **groups)
    product.command(
        f"{_HERE}.product:check",
        name="check",
        help=say("Name every fault of a file at its line.", "逐行指出文件中的问题。"),
    )
    product.command(
        f"{_HERE}.product:schema",
        name="schema",
        help=say("Print the JSON Schema of a product file.", "输出商品文件的 JSON Schema。"),
    )
    app.command(product)
    app.command(
        f"{_HERE}.assess:assess",
        name="assess",
        help=say("Footprint of a product, stage by stage.", "核算商品碳足迹，逐阶段列示。"),
    )
    app.command(
        f"{_HERE}.report:report",
        name="report",
        help=say("Footprint report with the verifier's checklist.", "碳足迹报告与核查清单。"),
    )
    app.command(
        f"{_HERE}.compare:compare",
        name="compare",
        help=say("Two products side by side, and what may be said.", "两个商品并列对比，以及可以怎样表述。"),
    )
    factors = App(name="factors", help=say("Emission factors.", "排放因子。"), **groups)
    factors.command(f"{_HERE}.factors:search", name="search", help=say("Find a factor by words.", "按文字查找因子。"))
    factors.command(
        f"{_HERE}.factors:show", name="show", help=say("Everything about one factor.", "查看一个因子的全部信息。")
    )
    factors.command(
        f"{_HERE}.factors:check",
        name="check",
        help=say("Echoes, mixed GWP sets, stale years.", "检查重复数值、GWP 不一致、年份过旧。"),
    )
    app.command(factors)
    energy = App(name="energy", help=say("Meter readings and a facility's energy.", "电表读数与工厂用能。"), **groups)
    energy.command(
        f"{_HERE}.energy:match_readings",
        name="match",
        help=say("Own solar of a readings file, month by month.", "读数文件中的自用光伏，逐月列示。"),
    )
    energy.command(
        f"{_HERE}.energy:allocate",
        name="allocate",
        help=say("Divide a facility's meter among its products.", "把工厂电表分摊到各产品。"),
    )
    app.command(energy)
    card = App(name="card", help=say("Issue, verify and withdraw cards.", "签发、核验、撤回卡片。"), **groups)
    card.command(
        f"{_HERE}.card:issue", name="issue", help=say("Sign a card and enter it into the log.", "签发卡片并记入日志。")
    )
    card.command(
        f"{_HERE}.card:verify", name="verify", help=say("Check a card, one line per check.", "核验卡片，每项一行。")
    )
    card.command(f"{_HERE}.card:list_cards", name="list", help=say("Cards of this installation.", "本机已签发的卡片。"))
    card.command(
        f"{_HERE}.card:keys", name="keys", help=say("Print the public keys a verifier needs.", "输出核验方所需的公钥。")
    )
    card.command(f"{_HERE}.card:withdraw", name="withdraw", help=say("Withdraw a card.", "撤回卡片。"))
    app.command(card)
    app.command(
        f"{_HERE}.check:check",
        name="check",
        help=say("May this order enter, and what will carbon cost?", "这批货能进吗，碳成本多少？"),
    )
    app.command(
        f"{_HERE}.demo:demo",
        name="demo",
        help=say("The whole job on twelve illustrative products.", "用十二个示例商品走完全程。"),
    )
    app.command(f"{_HERE}.serve:serve", name="serve", help=say("Start the server.", "启动服务器。"))
    return app


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command line and exit: 0 done, 2 correct your data, 3 refused, 4 not verified, 5 try again.

    Besides, as shells have it: 130 interrupted, 141 the reader of the output went away before its end (`| head`).
    """
    from greencard.errors import GreencardError  # noqa: PLC0415 - `--version` stays light

    arguments = list(sys.argv[1:] if argv is None else argv)
    if not os.environ.get("GREENCARD_DATA", "-"):
        del os.environ["GREENCARD_DATA"]  # set and empty is not set: the store must not land in the working directory
    app = build_app()
    from cyclopts import CycloptsError  # noqa: PLC0415 - loaded with the app

    try:
        _speak_any_encoding()
        app(arguments, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except GreencardError as error:
        _refuse(error, arguments)
    except CycloptsError as error:
        from greencard.interfaces.cli.usage import usage_error  # noqa: PLC0415 - only on refusal

        _refuse(usage_error(error, arguments), arguments)
    except BrokenPipeError:
        _silence()
        sys.exit(_BROKEN_PIPE)
    except OSError as error:
        from greencard.interfaces.cli.usage import os_refusal  # noqa: PLC0415 - only on refusal

        _silence()
        _refuse(os_refusal(error), arguments)


def _refuse(error: GreencardError, arguments: Sequence[str]) -> None:
    from greencard.interfaces.cli.terminal import Terminal, language  # noqa: PLC0415 - only on refusal

    try:
        Terminal(language(arguments, os.environ), as_json="--json" in arguments).refuse(error)
        sys.stdout.flush()
    except OSError:
        _silence()  # nobody can be told; the exit status still says it
    sys.exit(error.exit_status)


def _silence() -> None:
    """The reader is gone or the disk is full: what is buffered goes nowhere, so that the interpreter ends quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _speak_any_encoding() -> None:
    """A Chinese Windows pipe takes GBK, which has no ✓ and no ░: write the nearest mark instead of failing."""
    from codecs import register_error  # noqa: PLC0415 - once a run

    from greencard.interfaces.cli.encoding import nearest  # noqa: PLC0415 - same

    register_error("greencard.nearest", nearest)
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "encoding", "utf-8").lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="greencard.nearest")
