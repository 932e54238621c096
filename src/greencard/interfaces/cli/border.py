"""`greencard border`: what carbon costs on arrival, for a line or a file of lines; scope, outlook, calendar."""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.interfaces import wiring, wiring_border
from greencard.interfaces.cli.new_file import target_of, write_new
from greencard.interfaces.cli.terminal import Common, Terminal, say
from greencard.quantity import parse_decimal

__all__ = ["calendar", "cost", "outlook", "schema", "scope"]

_WIDE: Final = Context(prec=100)
"""No mass that is read has more digits: tonnes of kilograms are exact."""
INCOMPLETE: Final = declare(
    "GC-CLI-030",
    InvalidInput,
    en="Nothing can be priced: {missing} is missing.",
    zh="无法计价：缺少 {missing}。",
    remedy_en="Give --cn, --origin and --kg for one line, or a file of lines (CSV, NDJSON, XLSX, Parquet).",
    remedy_zh="单行请给出 --cn、--origin 和 --kg；多行请给出文件（CSV、NDJSON、XLSX、Parquet）。",
)

BOTH: Final = declare(
    "GC-CLI-032",
    InvalidInput,
    en="{given} belongs to one line and cannot go with a file of lines.",
    zh="{given} 只用于单行，不能与清单文件同用。",
    remedy_en="Leave it out, or ask for that line by itself.",
    remedy_zh="请去掉该选项，或单独查询该行。",
)
EXISTS: Final = declare(
    "GC-CLI-033",
    Refused,
    en="{file} exists already; answers are never written over another file.",
    zh="{file} 已存在；结果不会覆盖已有文件。",
    remedy_en="Give another name.",
    remedy_zh="请换一个文件名。",
)
ONE_LINE: Final = declare(
    "GC-CLI-034",
    InvalidInput,
    en="--out writes the answers of a file of lines; there is none.",
    zh="--out 用于写出清单文件的结果；此处没有清单文件。",
    remedy_en="Give a file of lines, or --json for one line.",
    remedy_zh="请给出清单文件；单行请用 --json。",
)
_MOST_PRINTED: Final = 10_000
"""Lines in the JSON of a file; more of them go into a file."""

_Cn = Annotated[
    str,
    Parameter(name="--cn", show_default=False, help=say("CN code of the good, 8 digits.", "货物的 CN 编码，8 位。")),
]
_Origin = Annotated[
    str, Parameter(show_default=False, help=say("Non-preferential origin, such as CN.", "非优惠原产地，例如 CN。"))
]
_Kg = Annotated[str, Parameter(show_default=False, help=say("Net mass, kg.", "净重（公斤）。"))]
_AsOf = Annotated[
    date | None,
    Parameter(
        help=say("Day of the answer, to replay an old one (default: today).", "答复日期，用于复现（默认今天）。")
    ),
]
_Actual = Annotated[
    Path | None,
    Parameter(
        help=say(
            "Producer's data (YAML or JSON; `-`: standard input; see `greencard border schema`).",
            "生产者数据（YAML 或 JSON；`-` 为标准输入；格式见 greencard border schema）。",
        ),
        allow_leading_hyphen=True,
    ),
]
_Pack = Annotated[
    Path | None,
    Parameter(
        show_default=False,
        help=say("Folder of imported border data to use.", "所用的已导入边境数据文件夹。"),
    ),
]


def _tonnes(kg: str, option: str) -> Decimal:
    return parse_decimal(kg, Place(option)).scaleb(-3, _WIDE)


def cost(
    file: Annotated[
        Path | None,
        Parameter(help=say("File of lines (CSV, NDJSON, XLSX, Parquet).", "清单文件（CSV、NDJSON、XLSX、Parquet）。")),
    ] = None,
    *,
    cn: _Cn = "",
    origin: _Origin = "",
    kg: _Kg = "",
    on: Annotated[
        date | None,
        Parameter(
            help=say("Day of release for free circulation (default: today).", "放行进入自由流通之日（默认今天）。")
        ),
    ] = None,
    to: Annotated[
        str, Parameter(help=say("Destination: DE, GB, NO… (default: EU).", "目的地：DE、GB、NO……（默认 EU）。"))
    ] = "EU",
    importer_tonnes: Annotated[
        str | None,
        Parameter(
            help=say(
                "Importer's CBAM goods this calendar year, t net, this line included.",
                "进口商本日历年 CBAM 货物净重（吨），含本行。",
            )
        ),
    ] = None,
    value_gbp: Annotated[
        str | None,
        Parameter(
            name=("--importer-gbp", "--value-gbp"),
            help=say(
                "Importer's UK CBAM goods in twelve months, GBP (threshold 50 000).",
                "进口商十二个月内英国 CBAM 货值，英镑（门槛 50 000）。",
            ),
        ),
    ] = None,
    actual: _Actual = None,
    sea_from: Annotated[
        str,
        Parameter(
            show_default=False, help=say("Area the voyage begins in, such as Asia.", "海运起点区域，例如 Asia。")
        ),
    ] = "",
    sea_to: Annotated[
        str,
        Parameter(
            show_default=False,
            help=say("Area it ends in, such as “North Europe”.", "海运终点区域，例如 “North Europe”。"),
        ),
    ] = "",
    equipment: Annotated[
        str, Parameter(help=say("Container, such as “40 ft dry”.", "箱型，例如 “40 ft dry”。"))
    ] = "40 ft dry",
    containers: Annotated[int | None, Parameter(help=say("Number of containers.", "集装箱数量。"))] = None,
    out: Annotated[
        Path | None,
        Parameter(
            help=say(
                "Write the answers of a file of lines here, by its ending.", "把清单结果写入该文件，格式由扩展名定。"
            )
        ),
    ] = None,
    as_of: _AsOf = None,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """What carbon costs at the border: status and amount, arithmetic, law, assumptions, what would change it."""
    terminal = (common or Common()).terminal
    from greencard.services.border import BorderQuestion  # noqa: PLC0415 - loaded when a line is asked for
    from greencard.services.other_costs import SeaLane  # noqa: PLC0415 - same

    tonnes = None if importer_tonnes is None else parse_decimal(importer_tonnes, Place("--importer-tonnes"))
    pounds = None if value_gbp is None else parse_decimal(value_gbp, Place("--importer-gbp"))
    if file is not None:
        options = (("--cn", cn), ("--kg", kg), ("--actual", actual), ("--sea-from", sea_from), ("--sea-to", sea_to))
        alone = [name for name, given in options if given]
        if alone:
            raise BOTH.at(given=", ".join(alone))
        if out is not None:
            wiring_border.line_format(out)
            target_of(out)
        found = wiring_border.cost_of_file(
            file,
            on=on,
            origin=origin.upper(),
            to=to.upper(),
            importer_t=tonnes,
            value_gbp=pounds,
            as_of=as_of,
            folder=border_pack,
        )
        _answered(terminal, found, out)
        return
    if out is not None:
        raise ONE_LINE.at()
    missing = [name for name, given in (("--cn", cn), ("--origin", origin), ("--kg", kg)) if not given]
    if missing:
        raise INCOMPLETE.at(missing=", ".join(missing))
    sea = SeaLane(from_area=sea_from, to_area=sea_to, equipment=equipment, containers=containers)
    question = BorderQuestion(
        cn=cn,
        origin=origin.upper(),
        net_mass_t=_tonnes(kg, "--kg"),
        on=on or wiring.today(),
        to=to.upper(),
        importer_tonnes=tonnes,
        importer_value_gbp=pounds,
        sea=sea if sea_from or sea_to else None,
    )
    answer = wiring_border.cost_of_line(question, actual=actual, as_of=as_of, folder=border_pack)
    if terminal.as_json:
        terminal.emit(answer)
        return
    from greencard.interfaces.cli.show_border import show_cost  # noqa: PLC0415 - loads rich

    show_cost(terminal, terminal.console(), answer)


def _answered(terminal: Terminal, found: wiring_border.AnsweredFile, out: Path | None) -> None:
    """The answers of a file of lines: into a file where one is named, else to the terminal; always the total."""
    size = len(found.answered.lines)
    if out is not None:
        write_new(out, wiring_border.answers_file(found, wiring_border.line_format(out), terminal.lang), EXISTS)
    if terminal.as_json:
        shown = () if out is not None or size > _MOST_PRINTED else tuple(found.answered.rows())
        notes = found.notes
        terminal.emit({"total": found.total, "lines": shown, "lines_left_out": size - len(shown), "notes": notes})
        return
    from greencard.interfaces.cli.show_lines import show_lines  # noqa: PLC0415 - loads rich

    show_lines(terminal, terminal.console(), found, written=out)


def scope(
    code: Annotated[str, Parameter(help=say("Commodity code of 4 to 10 digits.", "4 至 10 位商品编码。"))],
    *,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """Where a code stands: EU CBAM today, the proposed extension (not law), UK CBAM."""
    terminal = (common or Common()).terminal
    report = wiring_border.scope(code, border_pack)
    if terminal.as_json:
        terminal.emit(report)
        return
    from greencard.interfaces.cli.show_border import show_scope  # noqa: PLC0415 - loads rich

    show_scope(terminal, terminal.console(), report)


def outlook(
    *,
    cn: _Cn,
    origin: _Origin,
    kg: _Kg,
    price: Annotated[
        tuple[str, ...],
        Parameter(
            help=say(
                "A certificate price to hold, EUR per t (repeatable; default: published ones).",
                "假定的证书价格，欧元/吨（可重复；默认用已公布价格）。",
            ),
            negative=(),
        ),
    ] = (),
    actual: _Actual = None,
    as_of: _AsOf = None,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """Certificates and cost year by year to 2034 at held prices; the slower phase-out beside it, stamped NOT LAW."""
    terminal = (common or Common()).terminal
    found = wiring_border.outlook(
        cn,
        origin.upper(),
        _tonnes(kg, "--kg"),
        prices=[parse_decimal(one, Place("--price")) for one in price],
        actual=actual,
        as_of=as_of,
        folder=border_pack,
    )
    if terminal.as_json:
        terminal.emit(found)
        return
    from greencard.interfaces.cli.show_border import show_outlook  # noqa: PLC0415 - loads rich

    show_outlook(terminal, terminal.console(), found)


def calendar(
    *,
    first: Annotated[
        date | None, Parameter(name="--from", help=say("First day (default: all).", "起始日（默认全部）。"))
    ] = None,
    last: Annotated[
        date | None, Parameter(name="--until", help=say("Last day (default: all).", "截止日（默认全部）。"))
    ] = None,
    regime: Annotated[
        Literal["eu-cbam", "uk-cbam", "no-cbam", "is-cbam"] | None,
        Parameter(help=say("One scheme alone.", "仅列一种机制。")),
    ] = None,
    as_of: _AsOf = None,
    border_pack: _Pack = None,
    common: Common | None = None,
) -> None:
    """Dated events of the border carbon schemes: what is law, reported, planned, proposed."""
    terminal = (common or Common()).terminal
    events = wiring_border.calendar(first=first, last=last, regime=regime or "", as_of=as_of, folder=border_pack)
    if terminal.as_json:
        terminal.emit(events)
        return
    from greencard.interfaces.cli.show_border import show_calendar  # noqa: PLC0415 - loads rich

    show_calendar(terminal, terminal.console(), events)


def schema(*, common: Common | None = None) -> None:
    """Print the JSON Schema of the file that `--actual` takes."""
    (common or Common()).terminal.emit(wiring_border.statement_schema())
