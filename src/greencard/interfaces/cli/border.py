"""`greencard border`: what carbon costs on arrival, for a line or a file of lines; scope, outlook, calendar."""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from greencard.errors import InvalidInput, Place, declare
from greencard.interfaces import wiring, wiring_border
from greencard.interfaces.cli.terminal import Common, say
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

_Cn = Annotated[str, Parameter(name="--cn", help=say("CN code of the good, 8 digits.", "货物的 CN 编码，8 位。"))]
_Origin = Annotated[str, Parameter(help=say("Non-preferential origin, such as CN.", "非优惠原产地，例如 CN。"))]
_Kg = Annotated[str, Parameter(help=say("Net mass, kg.", "净重（公斤）。"))]
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
            "Producer's data (YAML or JSON; see `greencard border schema`).",
            "生产者数据（YAML 或 JSON；格式见 greencard border schema）。",
        )
    ),
]


def _tonnes(kg: str, option: str) -> Decimal:
    return parse_decimal(kg, Place(option)).scaleb(-3, _WIDE)


def cost(
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
            help=say(
                "Importer's UK CBAM goods in twelve months, GBP (threshold 50 000).",
                "进口商十二个月内英国 CBAM 货值，英镑（门槛 50 000）。",
            )
        ),
    ] = None,
    actual: _Actual = None,
    sea_from: Annotated[
        str, Parameter(help=say("Area the voyage begins in, such as Asia.", "海运起点区域，例如 Asia。"))
    ] = "",
    sea_to: Annotated[
        str, Parameter(help=say("Area it ends in, such as “North Europe”.", "海运终点区域，例如 “North Europe”。"))
    ] = "",
    equipment: Annotated[
        str, Parameter(help=say("Container, such as “40 ft dry”.", "箱型，例如 “40 ft dry”。"))
    ] = "40 ft dry",
    containers: Annotated[int | None, Parameter(help=say("Number of containers.", "集装箱数量。"))] = None,
    as_of: _AsOf = None,
    common: Common | None = None,
) -> None:
    """What carbon costs at the border: status and amount, arithmetic, law, assumptions, what would change it."""
    terminal = (common or Common()).terminal
    from greencard.services.border import BorderQuestion  # noqa: PLC0415 - loaded when a line is asked for
    from greencard.services.other_costs import SeaLane  # noqa: PLC0415 - same

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
        importer_tonnes=None if importer_tonnes is None else parse_decimal(importer_tonnes, Place("--importer-tonnes")),
        importer_value_gbp=None if value_gbp is None else parse_decimal(value_gbp, Place("--value-gbp")),
        sea=sea if sea_from or sea_to else None,
    )
    answer = wiring_border.cost_of_line(question, actual=actual, as_of=as_of)
    if terminal.as_json:
        terminal.emit(answer)
        return
    from greencard.interfaces.cli.show_border import show_cost  # noqa: PLC0415 - loads rich

    show_cost(terminal, terminal.console(), answer)


def scope(
    code: Annotated[str, Parameter(help=say("Commodity code of 4 to 10 digits.", "4 至 10 位商品编码。"))],
    *,
    common: Common | None = None,
) -> None:
    """Where a code stands: EU CBAM today, the proposed extension (not law), UK CBAM."""
    terminal = (common or Common()).terminal
    report = wiring_border.scope(code)
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
        date | None, Parameter(name="--to", help=say("Last day (default: all).", "截止日（默认全部）。"))
    ] = None,
    regime: Annotated[
        Literal["eu-cbam", "uk-cbam", "no-cbam", "is-cbam"] | None,
        Parameter(help=say("One scheme alone.", "仅列一种机制。")),
    ] = None,
    as_of: _AsOf = None,
    common: Common | None = None,
) -> None:
    """Dated events of the border carbon schemes: what is law, reported, planned, proposed."""
    terminal = (common or Common()).terminal
    events = wiring_border.calendar(first=first, last=last, regime=regime or "", as_of=as_of)
    if terminal.as_json:
        terminal.emit(events)
        return
    from greencard.interfaces.cli.show_border import show_calendar  # noqa: PLC0415 - loads rich

    show_calendar(terminal, terminal.console(), events)


def schema(*, common: Common | None = None) -> None:
    """Print the JSON Schema of the file that `--actual` takes."""
    (common or Common()).terminal.emit(wiring_border.statement_schema())
