"""A folder of products assessed at once: rows for a program, a summary for a person, every refusal with its reason."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from rich.table import Table
from rich.text import Text as Rich

from greencard.errors import REGISTRY, InvalidInput, Place, declare
from greencard.footprint.kernel import COMPONENTS
from greencard.footprint.market import STAGES
from greencard.interfaces.cli.new_file import target_of
from greencard.interfaces.cli.rows import EXISTS, safe_cell, write_rows
from greencard.interfaces.cli.show_assessment import kg, percent, show_tree
from greencard.interfaces.printable import json_bytes
from greencard.interfaces.wiring_folder import count_of
from greencard.interfaces.wiring_market import assess_folder, explained
from greencard.interfaces.words import STAGE
from greencard.quantity import decimal_of, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console

    from greencard.errors import ErrorCode, Fault
    from greencard.footprint.market import Market, Row
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.interfaces.wiring_folder import Keys
    from greencard.model import ExplainNode

__all__ = ["show_folder"]

NOTHING: Final = declare(
    "GC-CLI-019",
    InvalidInput,
    en="{path} holds no product file.",
    zh="{path} 中没有商品文件。",
    remedy_en="Products are files ending in .yaml, .yml, .json or .jsonl in the folder itself, not below it.",
    remedy_zh="商品文件以 .yaml、.yml、.json 或 .jsonl 结尾，须直接放在该文件夹中，不读取下级文件夹。",
)
_SHOWN: Final = 5
_QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_ALL_QUANTILES: Final = 78
"""Columns that a table with every quantile takes; a narrower terminal gets three, none of them cut short."""
_CSV: Final = (
    "id",
    "file",
    "kg_co2e",
    *(f"{stage}_kg_co2e" for stage in STAGES),
    "low_kg_co2e",
    "high_kg_co2e",
    "measured_share",
    *(f"component_{name}_kg_co2e" for name in COMPONENTS),
    "questions",
    "at_stake_kg_co2e",
    "error",
    "detail",
)
_SUBJECTS: Final = {
    "factor.proxy": ("what exactly it is", "具体是什么"),
    "factor.rating": ("its rating", "额定值"),
    "factor.route": ("by which route it is made", "生产工艺路线"),
    "recycled.share": ("how much of it is recycled", "再生料比例"),
    "factor.recycled_missing": ("what its recycling emits", "再生过程的排放"),
    "recycled.evidence": ("a document for its recycled share", "再生比例的证明"),
    "material.supplier_figure": ("its supplier's figure", "供应商的碳足迹数值"),
    "supplier.evidence": ("a document for its supplier's figure", "供应商数值的证明"),
    "supplier.scope": ("what its supplier's figure covers", "供应商数值的范围"),
    "supplier.low": ("whether its supplier's low figure holds", "供应商数值偏低，是否属实"),
    "inbound.distance": ("how far it travels to the factory", "到工厂的运距"),
    "energy.meter": ("metered electricity", "用电计量"),
    "energy.fuel": ("metered fuel", "燃料计量"),
    "energy.missing": ("how much electricity it takes", "用电量"),
    "material.gross": ("whether its gross mass is right", "毛用量是否有误"),
    "waste.route": ("what happens to its losses", "损耗的去向"),
    "solar.readings": ("interval readings of the solar plant", "光伏分时读数"),
    "solar.certificates": ("what became of the certificates", "绿证去向"),
    "solar.period": ("readings of a whole year", "全年读数"),
}


def show_folder(
    terminal: Terminal,
    path: Path,
    product: str,
    *,
    on: date | None,
    jobs: int,
    csv: Path | None,
    explain: bool,
    unknown: ErrorCode,
    keys: Keys,
) -> None:
    """Assess and print a folder; exit status 2 where a product was refused, as for one file."""
    if csv is not None:
        target_of(csv)
        if csv.exists():
            raise EXISTS.at(Place(file=str(csv)), file=str(csv))
    market = _assessed(terminal, path, on=on, jobs=jobs, keys=keys)
    if product:
        at = market.places.get(product)
        if at is None:
            if product in market.faults:
                raise REGISTRY[market.faults[product][0].code].root(*market.faults[product])
            raise unknown.at(product=product[:80], path=str(path))
        _one(terminal, market, at, explained(market, at, path, on=on, keys=keys) if explain else None)
        return
    if csv is not None:
        write_rows(csv, _table(market, terminal))
    if terminal.as_json:
        _lines(terminal, market)
    else:
        _summary(terminal, terminal.console(), market, path)
        if csv is not None:
            terminal.lines(f"One row per product: {csv}", f"每个商品一行：{csv}")
    if market.faults:
        sys.stdout.flush()
        sys.exit(2)


def _assessed(terminal: Terminal, path: Path, *, on: date | None, jobs: int, keys: Keys) -> Market:
    market = _read(terminal, path, on=on, jobs=jobs, keys=keys)
    if not (market.ids or market.faults or market.beside):
        raise NOTHING.at(Place(file=str(path)), path=str(path))
    return market


def _read(terminal: Terminal, path: Path, *, on: date | None, jobs: int, keys: Keys) -> Market:
    console = terminal.console(stderr=True)
    if not console.is_terminal:
        return assess_folder(path, on=on, jobs=jobs, keys=keys)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - a terminal alone shows progress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(terminal.t("Reading products", "读取商品"), total=count_of(path))
        return assess_folder(path, on=on, jobs=jobs, keys=keys, progress=lambda done: bar.advance(task, done))


# -- for a program ---------------------------------------------------------------------------------------------------


def _text(value: float) -> str:
    return decimal_text(decimal_of(value))


def _record(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "file": row.file,
        "total_kg_co2e": _text(row.total),
        "stages": {stage: _text(value) for stage, value in zip(STAGES, row.stages, strict=True)},
        "interval": {"low": _text(row.low), "high": _text(row.high), "level": "0.95"},
        "measured_share": _text(row.measured_share),
        "components": {name: _text(value) for name, value in zip(COMPONENTS, row.components, strict=True)},
        "questions": row.questions,
        "kg_co2e_at_stake": _text(row.at_stake),
    }


def _lines(terminal: Terminal, market: Market) -> None:
    """One JSON object per line: products, then refusals, then what was solved."""
    sink, encode = sys.stdout.buffer, msgspec.json.encode
    for at in range(len(market)):
        sink.write(encode(_record(market.row(at))) + b"\n")
    for name, faults in market.faults.items():
        found = {"id": name, "error": faults[0].code, "faults": [fault.as_dict(terminal.lang) for fault in faults]}
        sink.write(json_bytes(found) + b"\n")
    whole: dict[str, Any] = {"products": len(market), "refused": len(market.faults), "snapshot": market.digest}
    if market.beside:
        whole["left_alone"] = market.beside
    sink.write(encode({"summary": whole}) + b"\n")
    sink.flush()


def _table(market: Market, terminal: Terminal) -> Iterator[tuple[str, ...]]:
    yield _CSV
    for at in range(len(market)):
        row = market.row(at)
        yield (
            row.id,
            safe_cell(row.file),
            *(_text(value) for value in (row.total, *row.stages, row.low, row.high, row.measured_share)),
            *(_text(value) for value in row.components),
            str(row.questions),
            _text(row.at_stake),
            "",
            "",
        )
    empty = ("",) * (len(_CSV) - 4)
    for name, faults in market.faults.items():
        fault = faults[0]
        yield (safe_cell(name), safe_cell(fault.place.file), *empty, fault.code, safe_cell(fault.text(terminal.lang)))


# -- for a person ----------------------------------------------------------------------------------------------------


def _summary(terminal: Terminal, console: Console, market: Market, path: Path) -> None:
    t, count, refused = terminal.t, len(market), len(market.faults)
    words = "product" if count == 1 else "products"
    console.print(
        Rich.assemble(
            (t(f"{count:,} {words}", f"{count:,} 个商品"), "bold"),
            t(" assessed", "已核算"),
            (t(f", {refused:,} refused", f"，{refused:,} 个未能核算") if refused else "", "yellow"),
            (f"   {path}", "dim"),
        )
    )
    if market.beside:
        _beside(terminal, console, market.beside)
    if count:
        _figures(terminal, console, market)
        _asked(terminal, console, market)
    if refused:
        _refused(terminal, console, market)


def _beside(terminal: Terminal, console: Console, files: Sequence[str]) -> None:
    """Which files were left alone: nothing in a folder goes by in silence."""
    named, rest = files[:_SHOWN], len(files) - _SHOWN
    more, more_zh = (f" and {rest} more", f"等 {len(files)} 个文件") if rest > 0 else ("", "")
    console.print(
        terminal.t(
            f"No products, left alone (systems, facility periods, cards): {', '.join(named)}{more}.",
            f"不是商品，未计入（产品系统、工厂期间、绿卡）：{'、'.join(named)}{more_zh}。",
        ),
        style="dim",
    )


def _figures(terminal: Terminal, console: Console, market: Market) -> None:
    t = terminal.t
    console.print(
        t(
            "Counted: raw material to factory gate (ISO 14067:2018), kg CO2e per declared unit of each product.",
            "计入：从摇篮到大门（ISO 14067:2018），每个商品按其声明单位，kg CO2e。",
        ),
        style="dim",
    )
    console.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    shown: tuple[float, ...] = _QUANTILES if console.width >= _ALL_QUANTILES else _QUANTILES[::2]
    if len(market) == 1:
        shown = (0.5,)
    for share in shown:
        label = t("median", "中位") if share == 0.5 else f"{share * 100:.0f} %"  # noqa: PLR2004 - the middle
        label = "kg CO2e" if len(market) == 1 else label
        table.add_column(label, justify="right", no_wrap=True)
    rows = [
        (t("Total to the factory gate", "出厂合计"), market.totals, "bold"),
        *((terminal.text(STAGE[stage]), market.stages[:, k], "") for k, stage in enumerate(STAGES)),
    ]
    for label, column, style in rows:
        values = np.quantile(column, shown)
        table.add_row(Rich(label, style=style), *(Rich(_kg(value), style=style) for value in values))
    console.print(table)
    total = float(market.totals.sum())
    measured = float((market.measured_share * market.totals).sum()) / total if total else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.nanmedian(np.where(market.totals > 0, market.high / market.totals, np.nan))
    console.print(
        t(
            f"{percent(decimal_of(measured))} % rests on measured or supplier data. Half of the products are known "
            f"to within a factor of {width:.2f} upwards (95 %).",
            f"{percent(decimal_of(measured))}% 来自实测或供应商数据。半数商品的上限不超过其 {width:.2f} 倍（95 %）。",
        )
    )


def _kg(value: float) -> str:
    return kg(decimal_of(float(value)))


def _asked(terminal: Terminal, console: Console, market: Market) -> None:
    found = market.asked_most(_SHOWN)
    if not found:
        return
    console.print()
    console.print(terminal.t("What would make these figures better:", "哪些资料能让这些数字更准："), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2))
    table.add_column(terminal.t("products", "商品数"), justify="right", no_wrap=True)
    table.add_column(terminal.t("at stake", "涉及比例"), justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for asked in found:
        en, zh = _SUBJECTS.get(asked.code, (asked.code, asked.code))
        words = terminal.t(f"{asked.about}: {en}", f"{asked.about}：{zh}")
        share = f"± {percent(decimal_of(asked.mean_share, 6))} %" if asked.mean_share else "?"
        table.add_row(f"{asked.products:,}", share, Rich(words))
    console.print(table)


def _refused(terminal: Terminal, console: Console, market: Market) -> None:
    t = terminal.t
    console.print()
    console.print(t("Refused:", "未能核算："), style="bold")
    reasons = Counter(faults[0].code for faults in market.faults.values())
    first: dict[str, Fault] = {}
    for faults in market.faults.values():
        first.setdefault(faults[0].code, faults[0])
    for code, count in reasons.most_common(_SHOWN):
        fault = first[code]
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(justify="right", min_width=6, no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(Rich(f"{count:,}", style="bold"), Rich.assemble((code, "red"), f"  {fault.text(terminal.lang)}"))
        table.add_row("", Rich(f"{t('such as', '例如')} {fault.place}", style="dim"))
        table.add_row("", Rich(f"→ {fault.remedy(terminal.lang)}"))
        console.print(table)
    rest = len(reasons) - _SHOWN
    if rest > 0:
        console.print(
            t(f"  and {rest} other reasons (--json, --csv)", f"  另有 {rest} 种原因（见 --json、--csv）"), style="dim"
        )


def _one(terminal: Terminal, market: Market, at: int, tree: ExplainNode | None) -> None:
    """One product of a market: its row, and, where it was asked for, the tree of what it takes."""
    row = market.row(at)
    if terminal.as_json:
        terminal.emit(_record(row) | ({"explain": tree} if tree is not None else {}))
        return
    console, t = terminal.console(), terminal.t
    share = percent(decimal_of(row.measured_share))
    console.print(
        Rich.assemble(
            (row.id, "bold"), f"  {_kg(row.total)} kg CO2e   ", (f"95 %: {_kg(row.low)} – {_kg(row.high)}", "dim")
        )
    )
    console.print(Rich(row.file, style="dim"))
    for stage, value in zip(STAGES, row.stages, strict=True):
        console.print(f"{_kg(value):>10}  {terminal.text(STAGE[stage])}")
    console.print(
        t(
            f"{share} % rests on measured or supplier data. Questions: {row.questions}.",
            f"{share}% 来自实测或供应商数据；待答问题 {row.questions} 个。",
        )
    )
    if tree is not None:
        console.print()
        show_tree(terminal, console, tree)
