"""`greencard assess`: the footprint of a product file, of a product system, or of a folder of products at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from greencard.errors import GreencardError, InvalidInput, Place, declare
from greencard.interfaces import wiring
from greencard.interfaces.cli.options import EnergyFile, FactorsFile, ReadingsFile, RuleSet, TrustFile
from greencard.interfaces.cli.terminal import Common, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.errors import Fault
    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Assessment

__all__ = ["assess"]

NOT_BOTH = declare(
    "GC-CLI-014",
    InvalidInput,
    en="{option} is for {what}; {path} is not one.",
    zh="{option} 仅适用于{what_zh}；{path} 不是。",
    remedy_en="Leave it out, or name {what}.",
    remedy_zh="请去掉该选项，或指定{what_zh}。",
)
NOT_IN_MARKET = declare(
    "GC-CLI-015",
    InvalidInput,
    en="No product {product} was assessed in {path}.",
    zh="{path} 中没有已核算的商品 {product}。",
    remedy_en="Give the id that stands in its file; products that were refused are listed without it.",
    remedy_zh="请使用商品文件中的编号；未能核算的商品另行列出。",
)

A_PERIOD = declare(
    "GC-CLI-020",
    InvalidInput,
    en="{path} is a facility period, not a product.",
    zh="{path} 是工厂期间文件，不是商品。",
    remedy_en="Name the product and give the period with --energy; greencard energy allocate shows the period.",
    remedy_zh="请指定商品文件，并用 --energy 给出期间文件；用 greencard energy allocate 查看该期间。",
)
TWO_SOURCES = declare(
    "GC-CLI-021",
    InvalidInput,
    en="{first} and {second} both say what energy the product took.",
    zh="{first} 与 {second} 都说明商品的用能。",
    remedy_en="Give one of the two; a facility period names its readings itself.",
    remedy_zh="两者选一；工厂期间文件自带其电表读数。",
)

_LINKED = "GC-FPT-066"
_SEED = 20260101
_RULES: Final = "iso14067-2018"


def assess(
    path: Annotated[
        Path,
        Parameter(
            help=say(
                "Product file (YAML or JSON), product system, folder of products, or .jsonl with one product per line.",
                "商品文件（YAML 或 JSON）、产品系统、商品文件夹，或每行一个商品的 .jsonl。",
            )
        ),
    ],
    product: Annotated[str, Parameter(help=say("Of a folder: show this product.", "文件夹中要显示的商品编号。"))] = "",
    *,
    on: Annotated[
        date | None, Parameter(help=say("Date of the assessment (default: today).", "核算日期（默认今天）。"))
    ] = None,
    readings: ReadingsFile = None,
    energy: EnergyFile = None,
    factors: FactorsFile = None,
    trust: TrustFile = None,
    explain: Annotated[
        bool, Parameter(negative=(), help=say("Show where each number comes from.", "显示每个数字的来由。"))
    ] = False,
    monte_carlo: Annotated[
        int,
        Parameter(
            help=say(
                "Check the interval by this many random draws (10000 is plenty).",
                "用随机抽样核对区间（10000 次足够）。",
            )
        ),
    ] = 0,
    seed: Annotated[int, Parameter(help=say("Seed of the draws.", "抽样种子。"))] = _SEED,
    rules: RuleSet = _RULES,
    jobs: Annotated[
        int, Parameter(help=say("Of a folder: processes that read (default: one per core).", "文件夹：读取进程数。"))
    ] = 0,
    csv: Annotated[
        Path | None, Parameter(help=say("Of a folder: write one row per product.", "文件夹：每个商品写一行 CSV。"))
    ] = None,
    common: Common | None = None,
) -> None:
    """Assess a product, or all products of a folder: by stage, what is measured, what would improve it."""
    options = common or Common()
    terminal = options.terminal
    own = (
        ("--readings", readings is not None),
        ("--energy", energy is not None),
        ("--monte-carlo", bool(monte_carlo)),
        ("--rules", rules != _RULES),
    )
    of_one = [option for option, given in own if given]
    if path.is_dir() or path.suffix.lower() == ".jsonl":
        _only_for_one_product(of_one, path)
        _folder(options, path, product, on=on, jobs=jobs, csv=csv, explain=explain, trust=trust, factors=factors)
        return
    for option, given in (("--csv", csv is not None), ("--jobs", bool(jobs)), (product, bool(product))):
        if given:
            raise NOT_BOTH.at(option=option, path=str(path), what="a folder of products", what_zh="商品文件夹")
    from greencard.interfaces import wiring_folder, wiring_system  # noqa: PLC0415 - the file's first lines alone

    if wiring_system.is_system_file(path):
        _only_for_one_product([option for option in of_one if option != "--monte-carlo"], path)
        _system(options, path, on=on, explain=explain, draws=monte_carlo, seed=seed, trust=trust, factors=factors)
        return
    if readings is not None and energy is not None:
        raise TWO_SOURCES.at(first="--readings", second="--energy")
    if wiring_folder.is_period(path):
        raise A_PERIOD.at(Place(file=str(path)), path=str(path))
    try:
        assessed = wiring.assess_file(
            path,
            readings=readings,
            on=on,
            rules=rules,
            energy=energy,
            factors=factors,
            data=options.data,
            trust=trust,
        )
    except GreencardError as error:
        if error.code != _LINKED:
            raise
        _only_for_one_product(of_one, path)
        # Made of other products: they stand beside it, and the folder as a whole knows what they emit.
        name = wiring.load_product(path).id
        _folder(options, path.parent, name, on=on, jobs=1, csv=None, explain=explain, trust=trust, factors=factors)
    else:
        _file(terminal, assessed, explain=explain, draws=monte_carlo, seed=seed)


def _only_for_one_product(options: Sequence[str], path: Path) -> None:
    """Refuse what a folder, a system or a product made of products would leave out in silence."""
    if options:
        raise NOT_BOTH.at(
            option=options[0],
            path=str(path),
            what="one product file that is made of no other product",
            what_zh="不由其他商品组成的单个商品文件",
        )


def _file(
    terminal: Terminal, assessed: tuple[Assessment, Sequence[Fault]], *, explain: bool, draws: int, seed: int
) -> None:
    assessment, warnings = assessed
    if draws:
        from greencard.interfaces.wiring_market import checked_by_draws  # noqa: PLC0415 - only when asked for

        assessment = checked_by_draws(assessment, draws, seed)
    for fault in warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    if terminal.as_json:
        terminal.emit(assessment)
        return
    from greencard.interfaces.cli.show_assessment import show_assessment, show_tree  # noqa: PLC0415 - loads rich

    console = terminal.console()
    show_assessment(terminal, console, assessment)
    if explain:
        console.print()
        show_tree(terminal, console, assessment.footprint.explain)
        if assessment.footprint.life_cycle is not None:
            console.print()
            show_tree(terminal, console, assessment.footprint.life_cycle.explain)


def _system(
    options: Common,
    path: Path,
    *,
    on: date | None,
    explain: bool,
    draws: int,
    seed: int,
    trust: Path | None,
    factors: Path | None,
) -> None:
    from greencard.interfaces import wiring_system  # noqa: PLC0415 - a product system loads numpy
    from greencard.interfaces.cli.show_system import show_system  # noqa: PLC0415 - same

    terminal = options.terminal
    results, warnings = wiring_system.assess_system_file(
        path, on=on, draws=draws, seed=seed, data=options.data, trust=trust, factors=factors
    )
    for fault in warnings:
        terminal.fault(terminal.console(stderr=True), fault)
    if terminal.as_json:
        terminal.emit(results)
        return
    show_system(terminal, terminal.console(), results, explain=explain)


def _folder(
    options: Common,
    path: Path,
    product: str,
    *,
    on: date | None,
    jobs: int,
    csv: Path | None,
    explain: bool,
    trust: Path | None,
    factors: Path | None,
) -> None:
    from greencard.interfaces.cli import show_market  # noqa: PLC0415 - a folder loads numpy
    from greencard.interfaces.wiring_folder import Keys  # noqa: PLC0415 - same

    show_market.show_folder(
        options.terminal,
        path,
        product,
        on=on,
        jobs=jobs,
        csv=csv,
        explain=explain,
        unknown=NOT_IN_MARKET,
        keys=Keys(options.data, trust, factors),
    )
