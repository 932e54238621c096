"""`greencard energy`: what readings give, and a facility's meter divided among its products."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from greencard.errors import InvalidInput, Place, declare
from greencard.interfaces import wiring_energy
from greencard.interfaces.cli.terminal import Common, say
from greencard.interfaces.printable import printable
from greencard.model import Text
from greencard.quantity import parse_decimal

if TYPE_CHECKING:
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model.facility import FacilityAllocation
    from greencard.model.lot import EnergyBooking
    from greencard.services.energy import ReadingsView

__all__ = ["allocate", "lots", "match_readings"]

NOT_POSITIVE: Final = declare(
    "GC-CLI-012",
    InvalidInput,
    en="--kwp is {value}; a plant's rated power is above zero.",
    zh="--kwp 为 {value}；装机容量应大于零。",
    remedy_en="Give the rated power in kWp, such as --kwp 420.",
    remedy_zh="请填写装机容量（kWp），例如 --kwp 420。",
)
BOTH_WAYS: Final = declare(
    "GC-CLI-022",
    InvalidInput,
    en="--book and --release say opposite things.",
    zh="--book 与 --release 不能同时使用。",
    remedy_en="Give one of them.",
    remedy_zh="请只用其中一个。",
)
_OPINION: Final = {
    "not_installed": Text(
        en="No second opinion on the generation: pvlib is not installed (extra [meters]).",
        zh="未作发电量复核：未安装 pvlib（可选组件 [meters]）。",
    ),
    "nothing_above": Text(
        en="Second opinion (pvlib's clear sky): no generation above it.", zh="复核（pvlib 晴空模型）：发电量均未超出。"
    ),
    "above": Text(
        en="Second opinion (pvlib's clear sky): generation above it, see GC-MTR-048; no number changes.",
        zh="复核（pvlib 晴空模型）：有发电量超出，见 GC-MTR-048；数值不变。",
    ),
}
_HEADING: Final = 9
"""Longer headings of figures break between words."""
_WIDEST_ID: Final = 26
"""Longer ids are broken, so that the numbers keep their room in 80 columns."""


def match_readings(
    readings: Annotated[Path, Parameter(help=say("Meter readings (CSV).", "电表读数（CSV）。"))],
    *,
    kwp: Annotated[
        str | None,
        Parameter(help=say("Rated power of the solar plant, kWp; checks use it.", "光伏装机容量 kWp，供校验使用。")),
    ] = None,
    latitude: Annotated[float | None, Parameter(help=say("Degrees north.", "北纬度数。"))] = None,
    longitude: Annotated[float | None, Parameter(help=say("Degrees east.", "东经度数。"))] = None,
    common: Common | None = None,
) -> None:
    """Load, own solar used in its interval, export and solar share of a readings file, whole and by month."""
    terminal = (common or Common()).terminal
    power = None if kwp is None else parse_decimal(kwp, Place("--kwp"))
    if power is not None and power <= 0:
        raise NOT_POSITIVE.at(Place("--kwp"), value=kwp)
    view, warnings = wiring_energy.match_file(readings, kwp=power, latitude=latitude, longitude=longitude)
    for fault in warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    if terminal.as_json:
        terminal.emit(view)
    else:
        _show_match(terminal, view)


def allocate(
    file: Annotated[
        Path, Parameter(help=say("Facility period file (YAML or JSON).", "工厂期间文件（YAML 或 JSON）。"))
    ],
    *,
    product: Annotated[
        str | None, Parameter(help=say("Emit this product's energy alone, as JSON.", "仅以 JSON 输出该产品的用能。"))
    ] = None,
    book: Annotated[
        bool,
        Parameter(
            negative="",
            help=say(
                "Book the division in this installation: each kWh once.", "在本机登记分配结果：每千瓦时只分配一次。"
            ),
        ),
    ] = False,
    release: Annotated[
        bool,
        Parameter(
            negative="",
            help=say(
                "Undo the booking of this period, if no card stands on it.", "撤销该期间的登记（尚无卡片使用时）。"
            ),
        ),
    ] = False,
    common: Common | None = None,
) -> None:
    """Electricity, own solar and fuel of each product of a facility period; the parts add up to the meter."""
    options = common or Common()
    terminal = options.terminal
    if book and release:
        raise BOTH_WAYS.at(Place("--release"))
    if release:
        _show_booking(terminal, wiring_energy.release_file(file, options.data), new=False)
        return
    period = wiring_energy.allocate_file(file)
    for fault in period.warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    booked = wiring_energy.book(period, options.data) if book else None
    if booked is not None and terminal.as_json:
        _show_booking(terminal, booked[0], new=booked[1])
    elif product is not None:
        from greencard.services.energy import energy_of  # noqa: PLC0415 - loaded with the allocation

        terminal.emit(energy_of(period.allocation, product))
    elif terminal.as_json:
        terminal.emit(period.allocation)
    else:
        _show_allocation(terminal, period.allocation, illustrative=period.record.illustrative)
    if booked is not None and not terminal.as_json:
        _show_booking(terminal, booked[0], new=booked[1])


def lots(
    *,
    facility: Annotated[str | None, Parameter(help=say("Lots of this facility alone.", "仅列出该工厂的批次。"))] = None,
    common: Common | None = None,
) -> None:
    """Metered energy of this installation: what is allocated to products and what is retired for cards."""
    options = common or Common()
    terminal = options.terminal
    balances = wiring_energy.lots(facility, options.data)
    if terminal.as_json:
        terminal.emit(balances)
        return
    t, console = terminal.t, terminal.console()
    if not balances:
        console.print(
            t(
                "No lots yet: greencard energy allocate PERIOD.yaml --book",
                "还没有批次：greencard energy allocate PERIOD.yaml --book",
            ),
            markup=False,
        )
        return
    from rich.table import Table  # noqa: PLC0415 - `--json` never needs it

    sources = {
        "pv": t("own solar", "自用光伏"),
        "grid": t("grid", "电网"),
        "certificate": t("certificate", "绿证"),
        "export": t("exported", "上网"),
    }
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(t("facility", "工厂"), overflow="fold")
    table.add_column(t("from – to", "期间"), overflow="fold")
    table.add_column(t("source", "来源"), overflow="fold")
    for name in (t("kWh", "千瓦时"), t("allocated", "已分配"), t("retired", "已注销"), t("free", "剩余")):
        table.add_column(name, justify="right", no_wrap=True)
    for one in balances:
        lot = one.lot
        window = f"{lot.start.isoformat(timespec='minutes')} – {lot.end.isoformat(timespec='minutes')}"
        amounts = (lot.metered_wh, one.allocated_wh, one.retired_wh, one.free_wh)
        table.add_row(printable(lot.facility_id), window, sources[lot.source], *map(_kwh, amounts))
    console.print(table)


def _show_booking(terminal: Terminal, booking: EnergyBooking, *, new: bool) -> None:
    found = booking.allocation
    start, end = (at.isoformat(timespec="minutes") for at in (found.period_start, found.period_end))
    if terminal.as_json:
        terminal.emit(
            {
                "booking": booking.id,
                "facility_id": found.facility_id,
                "start": start,
                "end": end,
                "new": new,
                "released": booking.released,
                "products": [one.energy for one in found.products],
            }
        )
        return
    what = f"{printable(found.facility_id)}, {start} – {end}, {booking.id[:16]}"
    if booking.released:
        terminal.lines(f"Released: {what}", f"已撤销登记：{what}")
    elif new:
        terminal.lines(f"Booked: {what}", f"已登记：{what}")
    else:
        terminal.lines(f"Booked before, nothing changed: {what}", f"此前已登记，未作改动：{what}")


def _kwh(wh: int) -> str:
    """KWh with three decimals, exact, so that a person can add the column up."""
    return f"{Decimal(wh).scaleb(-3):,.3f}"


def _percent(part: int, whole: int) -> str:
    """A share as per cent with one decimal, rounded down."""
    return f"{part * 1000 // whole / 10:.1f}" if whole else "–"


def _show_match(terminal: Terminal, view: ReadingsView) -> None:
    from rich import box  # noqa: PLC0415 - `--json` never needs it
    from rich.table import Table  # noqa: PLC0415 - same

    t, whole = terminal.t, view.match
    console = terminal.console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(t("month", "月份"))
    for name in (t("load", "用电"), t("own solar", "自用光伏"), t("export", "上网"), t("generated", "发电")):
        table.add_column(f"{name} kWh", justify="right")
    table.add_column(t("share %", "占比 %"), justify="right")
    for month in view.months:
        row = (month.load_wh, month.self_consumed_wh, month.exported_wh, month.pv_wh)
        table.add_row(month.month, *map(_kwh, row), _percent(month.self_consumed_wh, month.load_wh))
    table.add_section()
    row = (whole.load_wh, whole.self_consumed_wh, whole.exported_wh, whole.pv_wh)
    table.add_row(t("all", "合计"), *map(_kwh, row), _percent(whole.self_consumed_wh, whole.load_wh), style="bold")
    console.print(table)
    period = f"{whole.period_start.isoformat(timespec='minutes')} – {whole.period_end.isoformat(timespec='minutes')}"
    console.print(
        t(
            f"{period}: {whole.intervals} intervals, {whole.missing_intervals} missing "
            f"({_kwh(whole.assumed_load_wh)} kWh assumed, as grid supply). Quality {view.grade}.",
            f"{period}：{whole.intervals} 个时段，缺 {whole.missing_intervals} 个"
            f"（按电网供电计 {_kwh(whole.assumed_load_wh)} 千瓦时）。数据质量 {view.grade}。",
        ),
        style="dim",
    )
    if whole.storage_loss_wh or whole.stored_solar_wh:
        console.print(
            t(
                f"Out of the battery as own solar: {_kwh(whole.stored_solar_wh)} kWh; lost in it: "
                f"{_kwh(whole.storage_loss_wh)} kWh.",
                f"储能放出的自用光伏 {_kwh(whole.stored_solar_wh)} 千瓦时；"
                f"储能损耗 {_kwh(whole.storage_loss_wh)} 千瓦时。",
            ),
            style="dim",
        )
    if sum(month.load_wh for month in view.months) != whole.load_wh:
        console.print(
            t(
                "A month's gap is taken at that month's mean load, the whole's at the mean of all: the loads differ.",
                "各月缺失时段按当月平均负荷计，合计按全期平均负荷计，因此用电合计略有差异。",
            ),
            style="dim",
        )
    for check in view.checks:
        console.print(f"· {terminal.text(check)}", markup=False)
    if view.second_opinion in _OPINION:
        console.print(f"· {terminal.text(_OPINION[view.second_opinion])}", markup=False)
    console.print(
        t(
            "Exported electricity is a ledger of its own and enters no footprint.",
            "上网电量单独记账，不计入任何产品碳足迹。",
        ),
        style="dim",
    )


def _show_allocation(terminal: Terminal, found: FacilityAllocation, *, illustrative: bool) -> None:
    from rich.cells import cell_len  # noqa: PLC0415 - `--json` never needs it
    from rich.table import Table  # noqa: PLC0415 - same

    t, console = terminal.t, terminal.console()
    title = f"{found.facility_id}   {found.period_start.date()} – {found.period_end.isoformat(timespec='minutes')}"
    if illustrative:
        title += f"   {t('ILLUSTRATIVE: made-up data', '示例：虚构数据')}"
    console.print(title, style="bold", markup=False)
    keys = {"sub_meter": t("sub-meter", "分表"), "run_window": t("runs", "批次"), "stated_key": t("key", "比例")}
    rows = [
        (
            product.energy.product_id,
            _kwh(product.energy.electricity_wh),
            _percent(product.energy.self_solar_wh, product.energy.electricity_wh),
            f"{product.energy.units:,}",
            f"{Decimal(product.energy.electricity_wh) / 1000 / product.energy.units:.4g}",
            _kwh(product.shared_wh),
            keys[product.energy.key],
        )
        for product in found.products
    ]
    rows.append((t("meter", "电表"), _kwh(found.load_wh), _percent(found.self_solar_wh, found.load_wh), "", "", "", ""))
    if found.rest.electricity_wh:
        share = _percent(found.rest.self_solar_wh, found.rest.electricity_wh)
        rows.insert(
            -1, (t("stays with the facility", "留在工厂"), _kwh(found.rest.electricity_wh), share, "", "", "", "")
        )
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    widest = max(len(product.energy.product_id) for product in found.products)
    table.add_column(t("product", "产品"), overflow="fold", min_width=min(widest, _WIDEST_ID))
    # headings break, figures never: one cut short would be another figure
    for at, name in enumerate(
        (
            t("kWh", "千瓦时"),
            t("own solar %", "自用光伏 %"),
            t("units", "产量"),
            t("kWh per unit", "千瓦时/件"),
            t("of it shared", "其中分摊"),
            t("by", "依据"),
        ),
        start=1,
    ):
        longest = max(cell_len(row[at]) for row in rows)
        last = at == len(rows[0]) - 1
        table.add_column(name, justify="left" if last else "right", min_width=longest, max_width=max(longest, _HEADING))
    for row in rows[:-1]:
        table.add_row(*row)
    table.add_row(*rows[-1], style="bold")
    console.print(table)
    if found.rest.electricity_wh:
        console.print(f"· {t('stays with the facility', '留在工厂')}: {terminal.text(found.rest.why)}", markup=False)
    total = sum(product.energy.electricity_wh for product in found.products) + found.rest.electricity_wh
    console.print(
        t(
            f"Adds up: {_kwh(total)} of {_kwh(found.load_wh)} kWh. {_kwh(found.unassigned_wh)} kWh no run took.",
            f"合计：{_kwh(total)} / {_kwh(found.load_wh)} 千瓦时；无批次用电 {_kwh(found.unassigned_wh)} 千瓦时。",
        ),
        style="dim",
    )
    for product in found.products:
        for fuel in product.energy.fuels:
            console.print(f"· {product.energy.product_id}: {fuel.fuel} {fuel.mj:,} MJ", markup=False)
    _show_claims(terminal, found)


def _show_claims(terminal: Terminal, found: FacilityAllocation) -> None:
    t, console, claims = terminal.t, terminal.console(), found.claims
    parts = (
        (claims.self_kept_wh, t("own solar", "自用光伏")),
        (claims.self_sold_wh, t("own solar, certificates sold", "自用光伏（绿证已出售）")),
        (claims.self_unsettled_wh, t("own solar, certificates unknown", "自用光伏（绿证去向不明）")),
        (claims.certified_wh, t("grid, certified", "电网（有绿证）")),
        (claims.grid_wh, t("grid", "电网")),
    )
    console.print(t("Supply: ", "供电：") + " · ".join(f"{name} {_kwh(wh)} kWh" for wh, name in parts if wh))
    for one in claims.unused:
        console.print(f"· {one.scheme} {one.id}: {_kwh(one.wh)} kWh – {terminal.text(one.why)}", markup=False)
    quality = next((product.energy.quality for product in found.products), None)
    if quality is not None and (quality.en or quality.zh):
        console.print(f"· {terminal.text(quality)}", markup=False)
    if found.exported_wh:
        console.print(
            t(
                f"Exported to the grid: {_kwh(found.exported_wh)} kWh, a ledger of its own; part of no product.",
                f"上网 {_kwh(found.exported_wh)} 千瓦时，单独记账，不属于任何产品。",
            ),
            style="dim",
        )
