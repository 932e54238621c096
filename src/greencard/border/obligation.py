"""What one tonne of a good owes before money: specific embedded emissions less the free-allocation adjustment.

rate = max(0, SEE - factor x CSCF x benchmark), in t CO2e per t, exact; nothing is rounded here. With default values SEE
is the printed total raised by the mark-up, and the benchmark is that of column B for the printed route. The mass of an
order comes in later: what is owed per tonne is the same for every order of the good, and is worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from greencard.border import law
from greencard.border.benchmark import ROUTES, BenchmarkAnswer, benchmark_for, factor_for
from greencard.border.commodity import CN_DIGITS, spaced
from greencard.border.defaults import DefaultAnswer, default_value, markup_for, printed_apart
from greencard.border.edition import defaults_law, imported_notes, printed_in
from greencard.border.figures import EXACT, plain
from greencard.border.pack import ANNEX_IV, BENCHMARKS, BY_OPERATOR, BorderPack
from greencard.border.records import Category, YearFactor
from greencard.model import Text

__all__ = [
    "DefaultParts",
    "Good",
    "Obligation",
    "Unpriceable",
    "counted_otherwise",
    "default_obligation",
    "default_parts",
    "imported_default",
    "unit_problem",
    "year_assumptions",
]

_CLINKER_CONTAINED: Final = ("252321", "252329", "252390")
_CLINKER: Final = "252310"
_OTHER_UNIT: Final = frozenset({"electricity", "fertilisers"})
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_FIRST_PROVISIONAL_YEAR: Final = 2027


@dataclass(frozen=True, slots=True)
class Good:
    """One good of a declaration: a code of 8 or 10 digits, its origin, category and year of import."""

    cn: str
    origin: str
    category: Category
    indirect: bool
    """Whether indirect emissions count (they do not for goods of Annex II)."""
    year: int


@dataclass(frozen=True, slots=True)
class Unpriceable:
    """Why no certificates can be calculated for a good."""

    reason: Text


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one tonne of a good owes, t CO2e per t, and how it comes about."""

    path: Literal["default", "actual", "indicative"]
    see_t_per_t: Decimal
    sefa_t_per_t: Decimal
    rate_t_per_t: Decimal
    """Certificates per tonne before any deduction: SEE less SEFA, never below zero."""
    benchmark: BenchmarkAnswer
    factor: YearFactor
    formula: str
    """The rate in the numbers it was made of; an order's mass is appended."""
    markup: Decimal | None = None
    default_share: Decimal = Decimal(1)
    """Share of SEE that rests on default values (Implementing Regulation (EU) 2025/2547 Annex IV point 1.1 (15)(d))."""
    assumptions: tuple[Text, ...] = ()
    cited: str = law.METHOD
    """The act the embedded emissions follow from."""

    @property
    def per_tonne(self) -> tuple[Decimal, Decimal]:
        """What two codes must share to owe the same per tonne."""
        return (self.see_t_per_t, self.sefa_t_per_t)


def counted_otherwise(category: Category, cn: str) -> bool:
    """Whether tonnes of product are not the functional unit of a good; see `unit_problem`."""
    return category in _OTHER_UNIT or cn[:6] in _CLINKER_CONTAINED


def unit_problem(category: Category, cn: str) -> Text | None:
    """Why tonnes of product are not the functional unit of a good; None where they are.

    Implementing Regulation (EU) 2025/2547 Art. 4: clinker contained for 2523 10, 21, 29 and 90, nitrogen for 2808, 2814
    and 3105, the supplementary unit for other fertilisers, kWh for electricity. Clinker itself is all clinker.
    """
    if category == "electricity":
        return Text(
            en="electricity is counted in kWh with grid factors that are licensed data and not part of this dataset",
            zh="电力按千瓦时计，其电网因子为受许可限制的数据，本数据集不含",
        )
    if category == "fertilisers":
        return Text(
            en="the functional unit of this fertiliser is the nitrogen it contains or its supplementary unit, not"
            " tonnes of product; give the customs declaration's unit to your declarant",
            zh="该化肥的功能单位是所含氮量或其补充单位，而非产品吨数；请向申报人提供报关单所用单位",
        )
    if cn[:6] in _CLINKER_CONTAINED:
        return Text(
            en="the functional unit of this cement is the clinker it contains, not tonnes of product",
            zh="该水泥的功能单位是所含熟料吨数，而非产品吨数",
        )
    return None


@dataclass(frozen=True, slots=True)
class DefaultParts:
    """The numbers of a good on default values, t CO2e per t; no sentence is made of them yet."""

    found: DefaultAnswer
    markup: Decimal
    factor: YearFactor
    benchmark: BenchmarkAnswer
    see_t_per_t: Decimal
    sefa_t_per_t: Decimal
    rate_t_per_t: Decimal


def default_parts(pack: BorderPack, good: Good) -> DefaultParts | None:
    """What a tonne owes on default values; None where tonnes are not its unit, or no value or benchmark is printed.

    SEE = total x (1 + mark-up); adjustment = factor x CSCF x benchmark B for the route printed with the default value.
    """
    if counted_otherwise(good.category, good.cn):
        return None
    found = default_value(pack, good.cn, good.origin)
    if found is None:
        return None
    markup, factor = markup_for(pack, good.category, good.year), factor_for(pack, good.year)
    benchmark = benchmark_for(pack, good.cn, "B", found.row.route, good.year)
    if markup is None or factor is None or benchmark is None:
        return None
    see = EXACT.multiply(found.value, EXACT.add(_ONE, markup))
    sefa = EXACT.multiply(EXACT.multiply(factor.cbam_factor, factor.cscf), benchmark.value)
    return DefaultParts(found, markup, factor, benchmark, see, sefa, max(_ZERO, EXACT.subtract(see, sefa)))


def default_obligation(pack: BorderPack, good: Good) -> Obligation | Unpriceable:
    """What a tonne owes on default values, with formula and assumptions in words, or why that cannot be said."""
    parts = default_parts(pack, good)
    if parts is None:
        return _not_priceable(pack, good)
    found, benchmark, factor = parts.found, parts.benchmark, parts.factor
    formula = (
        f"max(0, {found.row.total} × (1 + {plain(parts.markup)}) − {plain(factor.cbam_factor)} ×"
        f" {plain(factor.cscf)} × {plain(benchmark.value)})"
    )
    return Obligation(
        "default",
        parts.see_t_per_t,
        parts.sefa_t_per_t,
        parts.rate_t_per_t,
        benchmark,
        factor,
        formula,
        parts.markup,
        _ONE,
        (
            *_default_assumptions(pack, good, found, parts.markup, benchmark),
            *imported_default(pack, found),
            *imported_notes(pack, BENCHMARKS),
            *year_assumptions(good.year, factor, benchmark),
        ),
        defaults_law(pack, found.path),
    )


def _not_priceable(pack: BorderPack, good: Good) -> Unpriceable:
    taric = printed_apart(pack, good.cn)
    if taric:
        codes = ", ".join(f"{spaced(code)} ({pack.goods[code].lower()})" for code in taric)
        return Unpriceable(
            Text(
                en=f"{spaced(good.cn)} has default values only under TARIC codes of ten digits: {codes}; say which it"
                " is",
                zh=f"{spaced(good.cn)} 的默认值仅按 10 位 TARIC 编码给出：{codes}；请说明属于哪一个",
            )
        )
    problem = unit_problem(good.category, good.cn)
    return Unpriceable(problem) if problem is not None else _no_data(pack, good.cn)


def _no_data(pack: BorderPack, cn: str) -> Unpriceable:
    if cn[:CN_DIGITS] not in pack.codes:
        return Unpriceable(
            Text(
                en=f"{spaced(cn)} is in scope by its heading, but no benchmark is printed for this eight-digit code;"
                " check the code in this year's Combined Nomenclature",
                zh=f"{spaced(cn)} 所属品目在范围内，但未见该 8 位编码的基准值；请核对当年合并税则目录（CN）中的编码",
            )
        )
    return Unpriceable(
        Text(
            en=f"no default value with a benchmark for its route is printed for {spaced(cn)}",
            zh=f"{spaced(cn)} 没有与其生产路线相应的默认值和基准值",
        )
    )


def _default_assumptions(
    pack: BorderPack, good: Good, found: DefaultAnswer, markup: Decimal, benchmark: BenchmarkAnswer
) -> tuple[Text, ...]:
    cn, percent, edition = good.cn, plain(markup * 100), printed_in(pack, found.path)
    texts = [
        Text(
            en=f"Default value {found.row.total} t/t of the table “{found.table}”, row {spaced(found.row.cn)},"
            f" {edition.en}, plus {percent} % mark-up.",
            zh=f"采用“{found.table}”表 {spaced(found.row.cn)} 行默认值 {found.row.total} 吨/吨"
            f"（{edition.zh}），另加 {percent}% 加成。",
        )
    ]
    if found.fallback:
        texts.append(_FALLBACK[found.fallback](good.origin))
    if benchmark.letter_unused:
        texts.append(
            Text(
                en=f"The benchmark of {spaced(cn[:CN_DIGITS])} does not depend on the route; the letter"
                f" {found.row.route} printed for the whole row is not used.",
                zh=f"{spaced(cn[:CN_DIGITS])} 的基准值不区分生产路线；整行所印字母 {found.row.route} 不适用。",
            )
        )
    elif benchmark.route:
        en, zh = ROUTES[benchmark.route]
        combined = " (the family that exists for this code)" if "/" in found.row.route else ""
        texts.append(
            Text(
                en=f"Route {benchmark.route} ({en}), as printed beside the default value{combined}.",
                zh=f"生产路线 {benchmark.route}（{zh}），以默认值旁所印为准。",
            )
        )
    if cn.startswith(_CLINKER):
        texts.append(
            Text(
                en="Clinker itself: the clinker contained is the net mass.",
                zh="货物即熟料本身：所含熟料等于净重。",
            )
        )
    return tuple(texts)


def imported_default(pack: BorderPack, found: DefaultAnswer) -> tuple[Text, ...]:
    """That a value is not the released one but the operator's own reading of a workbook, where it is."""
    if found.path == ANNEX_IV:
        return imported_notes(pack, ANNEX_IV)
    checked = pack.marks.get(found.row.mark, "")
    if not checked.startswith(BY_OPERATOR):
        return ()
    return (
        Text(
            en=f"The default value was {checked}.",
            zh="该默认值由本机运营者从欧盟委员会工作簿导入，未经交叉核对。",
        ),
    )


_FALLBACK: Final = {
    "no_table": lambda origin: Text(
        en=f"No table is printed for {origin}: the row of “Other countries and territories” applies.",
        zh=f"{origin} 没有单独的默认值表：适用“其他国家和地区”表。",
    ),
    "no_row": lambda origin: Text(
        en=f"The table of {origin} prints no row for this good: “Other countries and territories” applies.",
        zh=f"{origin} 的表中没有该货物：适用“其他国家和地区”表。",
    ),
    "no_value": lambda origin: Text(
        en=f"The table of {origin} prints no value for this good: the whole row of “Other countries and territories”"
        " applies.",
        zh=f"{origin} 的表中该货物无数值：整行适用“其他国家和地区”表。",
    ),
}


def year_assumptions(year: int, factor: YearFactor, benchmark: BenchmarkAnswer) -> tuple[Text, ...]:
    """What is provisional about a year: benchmarks of 2027 and later, and correction factors not yet set."""
    texts = []
    if year >= _FIRST_PROVISIONAL_YEAR and factor.cbam_factor:
        texts.append(
            Text(
                en=f"Provisional: benchmarks are to be replaced for goods imported from {_FIRST_PROVISIONAL_YEAR}.",
                zh=f"暂定：{_FIRST_PROVISIONAL_YEAR} 年起进口货物的基准值将被替换。",
            )
        )
    if benchmark.carried and factor.cbam_factor:
        texts.append(
            Text(
                en="No benchmark is printed for goods made in the year of import; that of the last period is used.",
                zh="未见进口当年所产货物的基准值；沿用最后一期数值。",
            )
        )
    if not factor.cscf_final and factor.cbam_factor:
        texts.append(
            Text(
                en="The cross-sectoral correction factor of the year of import is not set; 100 % is assumed.",
                zh="进口当年的跨行业修正系数尚未确定；按 100% 计。",
            )
        )
    return tuple(texts)
