"""`greencard check`: orders against the law of their destinations, one answer in full or many as a matrix."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

import msgspec
from cyclopts import Parameter

from greencard.errors import InvalidInput, Place, declare
from greencard.interfaces import wiring, wiring_check
from greencard.interfaces.cli.options import OwnRules
from greencard.interfaces.cli.terminal import Common, Terminal, say
from greencard.model import Order
from greencard.quantity import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from greencard.model import Matrix

__all__ = ["Size", "check", "orders_of"]

Size = Literal["micro", "small", "medium", "large"]
_PLACE: Final = re.compile(r"([A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?)(?:@(\d{4}-\d{2}-\d{2}))?(?:/([a-z]+))?")

NOT_A_PLACE = declare(
    "GC-CLI-062",
    InvalidInput,
    en="{text} is no destination.",
    zh="{text} 不是目的地。",
    remedy_en="Write codes with commas between: DE,FR,US-CA; a day or importer size of its own: FR@2027-03-01/small.",
    remedy_zh="写国家代码（德国 DE、法国 FR、美国加州 US-CA），用逗号分隔；单独的日期或进口商规模写作 "
    "FR@2027-03-01/small。",
)
MISSING = declare(
    "GC-CLI-063",
    InvalidInput,
    en="{what} is missing.",
    zh="缺少{what_zh}。",
    remedy_en="Give it: greencard check FILE --to DE --quantity 9000; --all asks every destination held.",
    remedy_zh="例如：greencard check 文件 --to DE --quantity 9000；--all 查验全部目的地。",
)
NOT_TOGETHER = declare(
    "GC-CLI-064",
    InvalidInput,
    en="{first} and {second} do not go together.",
    zh="{first} 与 {second} 不能同时使用。",
    remedy_en="Leave one of them out.",
    remedy_zh="请去掉其中一个。",
)
NOT_LOOKED_FOR = declare(
    "GC-CLI-068",
    InvalidInput,
    en="No rule held looks for {option} {code}{near}.",
    zh="收录的规则都不看 {option} {code}{near_zh}。",
    remedy_en="What is named for an order counts as all there is: a misspelt code counts as one that is missing.",
    remedy_zh="订单上写出的即视为全部：写错的代码等于没有。",
)
NO_PRODUCT = declare(
    "GC-CLI-065",
    InvalidInput,
    en="{path} holds no product that can be checked.",
    zh="{path} 中没有可查验的商品。",
    remedy_en="greencard product check FILE names what is wrong with a file.",
    remedy_zh="用 greencard product check 文件 查看问题所在。",
)


def check(
    *files: Annotated[
        Path,
        Parameter(
            help=say(
                "Product files (YAML or JSON), folders of products, or .jsonl with one product per line.",
                "商品文件（YAML 或 JSON）、商品文件夹，或每行一个商品的 .jsonl。",
            )
        ),
    ],
    to: Annotated[
        tuple[str, ...],
        Parameter(
            help=say(
                "Destinations: DE or DE,FR,US-CA; with a day or size of its own: FR@2027-03-01/small.",
                "目的地：DE 或 DE,FR,US-CA；可单独带日期或规模：FR@2027-03-01/small。",
            ),
            negative=(),
        ),
    ] = (),
    every: Annotated[
        bool, Parameter(name="--all", negative=(), help=say("Every destination held.", "全部已收录的目的地。"))
    ] = False,
    quantity: Annotated[
        int | None, Parameter(help=say("Declared units in the order.", "订单数量（申报单位）。"))
    ] = None,
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
    importer_size: Annotated[Size | None, Parameter(help=say("Size of the importer.", "进口商规模。"))] = None,
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
    explain: Annotated[
        bool,
        Parameter(
            negative=(),
            help=say(
                "Show what decided each rule, what would settle it, what would pass.",
                "显示每条规则的判定依据、所需信息和最小改动。",
            ),
        ),
    ] = False,
    all_rules: Annotated[
        bool, Parameter(negative=(), help=say("List rules that do not apply too.", "同时列出不适用的规则。"))
    ] = False,
    full: Annotated[
        bool,
        Parameter(
            negative=(),
            help=say("Of a matrix, with --json: each cell's whole verdict.", "矩阵 JSON 含每格完整答复。"),
        ),
    ] = False,
    out: Annotated[Path | None, Parameter(help=say("Write one row per cell (CSV).", "每格写一行（CSV）。"))] = None,
    replay: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Give an old verdict (its JSON) again and say whether it is the same.",
                "重做一次旧答复（其 JSON），看是否一致。",
            )
        ),
    ] = None,
    rules: OwnRules = None,
    common: Common | None = None,
) -> None:
    """May it enter, under which articles, what to ask next; for many products or places, a matrix.

    One product and one destination: the verdict in full. Else one word per cell. Exit status 0: answered, whatever the
    word is; 2: something given could not be read (the rest is answered).
    """
    terminal = (common or Common()).terminal
    if not files:
        raise MISSING.at(what="A product file", what_zh="商品文件")
    if replay is not None:
        _replay(terminal, files, replay, rules, others=bool(to) or every or out is not None)
        return
    if every and to:
        raise NOT_TOGETHER.at(first="--all", second="--to")
    if not (every or to):
        raise MISSING.at(what="The destination (--to)", what_zh="目的地（--to）")
    if quantity is None:
        raise MISSING.at(what="The quantity (--quantity)", what_zh="数量（--quantity）")
    base = Order(
        product_id="",
        destination="",
        on=on or wiring.today(),
        quantity=quantity,
        importer_size=importer_size,
        importer_cbam_tonnes=None if importer_tonnes is None else parse_decimal(importer_tonnes),
        importer_cbam_value_gbp=None if importer_gbp is None else parse_decimal(importer_gbp),
        documents=document,
        registrations=registration,
        marks=mark,
    )
    _warn_of_strangers(terminal, {"document": document, "registration": registration, "mark": mark}, rules)
    orders = orders_of(wiring_check.destinations(rules) if every else to, base)
    single = len(files) == 1 and len(orders) == 1 and files[0].suffix.lower() != ".jsonl" and not files[0].is_dir()
    if single and not full and out is None:
        _one(terminal, files[0], orders[0], as_of=as_of, explain=explain, all_rules=all_rules, rules=rules)
        return
    for option, given in (("--explain", explain and not full), ("--all-rules", all_rules)):
        if given:
            raise NOT_TOGETHER.at(first=option, second=terminal.t("a matrix", "矩阵"))
    _many(terminal, files, orders, as_of=as_of, full=full, out=out, rules=rules)


def _warn_of_strangers(terminal: Terminal, given: Mapping[str, Sequence[str]], rules: Path | None) -> None:
    """On stderr, papers and marks that no rule looks for, each with the code it may be meant as."""
    if not any(given.values()):
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only where papers are named

    for option, codes in given.items():
        known = wiring_check.codes_of(f"{option}s", rules)
        by_letters = {re.sub(r"\W|_", "", code).casefold(): code for code in known}
        for code in codes:
            if code in known:
                continue
            letters = re.sub(r"\W|_", "", code[:80]).casefold()
            close = get_close_matches(letters, by_letters, 1) or [
                one for one in by_letters if letters and letters in one
            ]
            near = by_letters[close[0]] if close else ""
            fault = NOT_LOOKED_FOR.fault(
                severity="warning",
                option=f"--{option}",
                code=repr(code[:80]),
                near=f" (did you mean {near}?)" if near else "",
                near_zh=f"（是否想写 {near}？）" if near else "",
            )
            terminal.fault(terminal.console(stderr=True), fault)


def orders_of(places: Iterable[str], base: Order) -> list[Order]:
    """One order for each destination named, with its own day or importer size where it has one.

    Raises:
        InvalidInput: a place that is none (GC-CLI-062).
    """
    found = []
    for text in (part.strip() for group in places for part in group.split(",")):
        match = _PLACE.fullmatch(text)
        if match is None or (match[3] and match[3] not in get_args(Size)):
            raise NOT_A_PLACE.at(text=repr(text[:40]))
        order = msgspec.structs.replace(base, destination=match[1].upper())
        if match[2]:
            try:
                order = msgspec.structs.replace(order, on=date.fromisoformat(match[2]))
            except ValueError:
                raise NOT_A_PLACE.at(text=repr(text[:40])) from None
        if match[3]:
            order = msgspec.convert(msgspec.to_builtins(order) | {"importer_size": match[3]}, Order)
        found.append(order)
    return found


def _one(
    terminal: Terminal,
    file: Path,
    order: Order,
    *,
    as_of: date | None,
    explain: bool,
    all_rules: bool,
    rules: Path | None,
) -> None:
    lay_open = explain or terminal.as_json
    verdict = wiring_check.check_one(file, order, as_of=as_of, explain=lay_open, compare=lay_open, rules=rules)
    if verdict.overall == "not_allowed" and not lay_open:
        verdict = wiring_check.check_one(file, order, as_of=as_of, explain=True, compare=True, rules=rules)
    if terminal.as_json:
        terminal.emit(verdict)
        return
    from greencard.interfaces.cli.show_verdict import show_verdict  # noqa: PLC0415 - loads rich

    show_verdict(
        terminal,
        terminal.console(),
        verdict,
        where=wiring_check.lines_to_write(verdict),
        most=None if all_rules else 10,
        explain=explain,
    )


def _many(
    terminal: Terminal,
    files: Sequence[Path],
    orders: Sequence[Order],
    *,
    as_of: date | None,
    full: bool,
    out: Path | None,
    rules: Path | None,
) -> None:
    if out is not None:
        from greencard.interfaces.cli.new_file import target_of  # noqa: PLC0415 - only where a file is written
        from greencard.interfaces.cli.rows import EXISTS  # noqa: PLC0415 - same

        target_of(out)
        if out.exists():
            raise EXISTS.at(Place(file=str(out)), file=str(out))
    shelf = wiring_check.read_shelf(files, places=len(orders), rules=rules)
    if not shelf.products and not shelf.refused:
        path = ", ".join(str(file) for file in files)
        raise NO_PRODUCT.at(Place(file=path), path=path)
    matrix: Matrix | None = None
    if shelf.products:
        matrix = wiring_check.check_many(shelf.products, orders, as_of=as_of, full=full, rules=rules)
    _tell(terminal, matrix, shelf, out)
    if shelf.refused:
        sys.stdout.flush()
        sys.exit(2)


def _tell(terminal: Terminal, matrix: Matrix | None, shelf: wiring_check.Shelf, out: Path | None) -> None:
    from greencard.interfaces.cli import show_matrix  # noqa: PLC0415 - loads rich

    if out is not None and matrix is not None:
        from greencard.interfaces.cli.rows import write_rows  # noqa: PLC0415 - only where a file is written

        write_rows(out, show_matrix.rows_of(matrix))
    if terminal.as_json:
        refused = [
            {"file": one.file, "faults": [fault.as_dict(terminal.lang) for fault in one.faults]}
            for one in shelf.refused
        ]
        terminal.emit({"matrix": matrix, "refused": refused, "left_alone": shelf.beside})
        return
    console = terminal.console()
    if matrix is not None:
        show_matrix.show_matrix(terminal, console, matrix)
    if shelf.beside:
        show_matrix.show_beside(terminal, console, shelf.beside)
    if out is not None and matrix is not None:
        terminal.lines(f"One row per cell: {out}", f"每格一行：{out}")
    errors = terminal.console(stderr=True)
    for one in shelf.refused:
        for fault in one.faults:
            terminal.fault(errors, fault)


def _replay(terminal: Terminal, files: Sequence[Path], old: Path, rules: Path | None, *, others: bool) -> None:
    if others or len(files) != 1:
        raise NOT_TOGETHER.at(first="--replay", second=terminal.t("other orders", "其他订单"))
    found = wiring_check.replayed(files[0], old, rules=rules)
    if terminal.as_json:
        terminal.emit(
            {
                "same_rules": found.same_rules,
                "same_answer": found.same_answer,
                "old": {"pack": found.old.pack, "engine": found.old.engine, "overall": found.old.overall},
                "verdict": found.new,
            }
        )
        return
    from greencard.interfaces.cli.show_verdict import show_replay  # noqa: PLC0415 - loads rich

    show_replay(terminal, terminal.console(), found)
