"""Command line: every verb is loaded when it is called, so that `greencard --help` answers at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclopts import App

    from greencard.errors import GreencardError

    _Words = tuple[str, str]
    _Verb = tuple[str, _Words, "str | tuple[_Verb, ...]"]

__all__ = ["build_app", "main"]

_HERE = "greencard.interfaces.cli"
_VERBS: Final[tuple[tuple[_Words, tuple[_Verb, ...]], ...]] = (
    (
        ("Write down what is known", "备好资料"),
        (
            ("init", ("Write a commented starter file.", "写出带注释的起始文件。"), "init:init"),
            (
                "product",
                ("Check a product file, print its schema.", "检查商品文件，输出其结构。"),
                (
                    ("check", ("Name every fault of a file at its line.", "逐行指出文件中的问题。"), "product:check"),
                    (
                        "schema",
                        ("Print the JSON Schema of a product file.", "输出商品文件的 JSON Schema。"),
                        "product:schema",
                    ),
                ),
            ),
            (
                "energy",
                ("Own solar from meter readings; a meter divided.", "从读数算自用光伏；把电表分摊到产品。"),
                (
                    (
                        "match",
                        ("Own solar of a readings file, month by month.", "读数文件中的自用光伏，逐月列示。"),
                        "energy:match_readings",
                    ),
                    (
                        "allocate",
                        ("Divide a facility's meter among its products.", "把工厂电表分摊到各产品。"),
                        "energy:allocate",
                    ),
                    (
                        "lots",
                        ("Energy booked: what is free, given, retired.", "已登记电量：剩余、已分配、已注销。"),
                        "energy:lots",
                    ),
                ),
            ),
            (
                "factors",
                ("Find, show and check emission factors.", "查找、查看、检查排放因子。"),
                (
                    ("search", ("Find a factor by words.", "按文字查找因子。"), "factors:search"),
                    ("show", ("Everything about one factor.", "查看一个因子的全部信息。"), "factors:show"),
                    (
                        "check",
                        ("Echoes, mixed GWP sets, stale years.", "检查重复数值、GWP 不一致、年份过旧。"),
                        "factors:check",
                    ),
                ),
            ),
        ),
    ),
    (
        ("Work out the footprint", "核算碳足迹"),
        (
            (
                "assess",
                ("Footprint of a product, a system or a folder.", "核算一个商品、产品系统或整个文件夹。"),
                "assess:assess",
            ),
            (
                "report",
                ("Footprint report with the verifier's checklist.", "碳足迹报告与核查清单。"),
                "report:report",
            ),
            (
                "compare",
                ("Two products side by side, and what may be said.", "两个商品并列对比，以及可以怎样表述。"),
                "compare:compare",
            ),
            (
                "pillars",
                ("Recycled content, labour, plastic; what a buyer asks.", "再生料、劳工、塑料；是否满足买家要求。"),
                "pillars:pillars",
            ),
        ),
    ),
    (
        ("Give it out, answer a buyer", "签发与答复"),
        (
            (
                "card",
                ("Issue, verify, list and withdraw cards.", "签发、核验、列出、撤回卡片。"),
                (
                    ("issue", ("Sign a card and enter it into the log.", "签发卡片并记入日志。"), "card:issue"),
                    ("verify", ("Check a card, one line per check.", "核验卡片，每项一行。"), "card:verify"),
                    ("list", ("Cards of this installation.", "本机已签发的卡片。"), "card:list_cards"),
                    ("keys", ("Print the public keys a verifier needs.", "输出核验方所需的公钥。"), "card:keys"),
                    ("withdraw", ("Withdraw a card.", "撤回卡片。"), "card:withdraw"),
                ),
            ),
            (
                "check",
                ("May this order enter, and what will carbon cost?", "这批货能进吗，碳成本多少？"),
                "check:check",
            ),
            (
                "claims",
                ("What a text may not say there, what to say instead.", "哪些说法不能用，可以怎样改写。"),
                "claims:claims",
            ),
            (
                "rules",
                ("Read the law held; what changes between two days.", "查看已收录的规定，以及两个日期之间的变化。"),
                (
                    (
                        "list",
                        ("Rules by destination, topic or law.", "按目的地、主题或法律列出规则。"),
                        "rules:list_rules",
                    ),
                    ("show", ("One rule in full.", "一条规则的全部内容。"), "rules:show"),
                    ("diff", ("What changes between two days.", "两个日期之间有何变化。"), "rules:diff"),
                    (
                        "check",
                        ("Hold rule files to their form, play their tests.", "检查规则文件并运行其测试。"),
                        "rules_check:check",
                    ),
                ),
            ),
            (
                "border",
                ("What carbon costs on arrival: EU and UK CBAM.", "到岸碳成本：欧盟与英国 CBAM。"),
                (
                    ("cost", ("Cost of a line, or of a file of lines.", "一行货物或整份清单的费用。"), "border:cost"),
                    ("scope", ("Where a commodity code stands.", "商品编码是否在范围内。"), "border:scope"),
                    ("outlook", ("Year by year to 2034.", "逐年展望至 2034 年。"), "border:outlook"),
                    ("calendar", ("Dates of the schemes.", "各机制的日期。"), "border:calendar"),
                    (
                        "schema",
                        ("JSON Schema of the file --actual takes.", "--actual 文件的 JSON Schema。"),
                        "border:schema",
                    ),
                    (
                        "report",
                        ("The operator's emissions report (Annex IV).", "运营者排放报告（附件四）。"),
                        (
                            (
                                "new",
                                ("Write a commented starter report.", "写出带注释的起始报告。"),
                                "border_report:new",
                            ),
                            ("check", ("Answer every item of Annex IV.", "逐项回答附件四。"), "border_report:check"),
                            (
                                "fill",
                                ("Make a report from process data.", "由过程数据生成报告。"),
                                "border_report:fill",
                            ),
                            (
                                "actual",
                                ("What it states of one good.", "报告对某一货物的陈述。"),
                                "border_report:actual",
                            ),
                            ("outline", ("The report item by item.", "按项目编号列出报告。"), "border_report:outline"),
                            ("schema", ("Print its JSON Schema.", "输出其 JSON Schema。"), "border_report:schema"),
                        ),
                    ),
                    (
                        "template",
                        ("Fill the Commission's Excel template.", "填写欧盟委员会的 Excel 模板。"),
                        "border_report:template",
                    ),
                    (
                        "import",
                        ("Newer data from the Commission's workbook.", "从欧盟委员会工作簿导入新数据。"),
                        "border_import:import_workbook",
                    ),
                ),
            ),
        ),
    ),
    (
        ("See it run", "试用与运行"),
        (
            (
                "demo",
                ("The whole job on twelve illustrative products.", "用十二个示例商品走完全程。"),
                "demo:demo",
            ),
            ("serve", ("Start the server.", "启动服务器。"), "serve:serve"),
        ),
    ),
)
"""Steps of the work, each with its verbs: name, help, and the module and function, or the verbs within."""
_BROKEN_PIPE = 141
"""128 + SIGPIPE; not 0, which of `card verify` would say that the card is genuine."""


def build_app() -> App:
    """The verbs in the order of the work, with help in the language of this process."""
    from cyclopts import App, Group, Parameter  # noqa: PLC0415 - imported when a command line is really being read

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
        default_parameter=Parameter(show_default=_worth_saying),
        **groups,
    )
    app["--help"].help = say("Show this help and exit.", "显示本帮助。")
    app["--version"].help = say("Show the version and exit.", "显示版本号。")
    app["--help"].group = app["--version"].group = Group(say("Help", "帮助"), sort_key=len(_VERBS))
    place = 0
    for step, (title, verbs) in enumerate(_VERBS):
        group = Group(say(*title), sort_key=step)
        for verb in verbs:
            place += 1
            _add(app, verb, place, groups, group=group)
    return app


def _worth_saying(default: object) -> str | None:
    """A default as the help shows it; None where it says no more than that nothing was asked for."""
    return None if default is None or default is False or default in {"", ()} else str(default)


def _add(app: App, verb: _Verb, order: int, groups: dict[str, Any], *, above: str = "", **of: Any) -> None:
    """One verb, or a verb with its own verbs, at its place among its like; `above` are the words before it."""
    from cyclopts import App  # noqa: PLC0415 - imported when a command line is really being read

    from greencard.interfaces.cli.examples import EXAMPLES  # noqa: PLC0415 - same
    from greencard.interfaces.cli.terminal import say  # noqa: PLC0415 - same

    name, words, parts = verb
    path = f"{above} {name}".strip()
    if isinstance(parts, str):
        shown = "\n".join(f"  {line}" for line in EXAMPLES.get(path, ()))
        ending = f"{say('For example:', '例如：')}\n{shown}" if shown else None
        app.command(f"{_HERE}.{parts}", name=name, help=say(*words), help_epilogue=ending, sort_key=order, **of)
        return
    inner = App(name=name, help=say(*words), sort_key=order, **of, **groups)
    for place, part in enumerate(parts):
        _add(inner, part, place, groups, above=path)
    app.command(inner)


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

        _refuse(usage_error(error), arguments)
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
