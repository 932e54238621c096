"""A producer's own emission data: what it must state, and the certificates that follow.

Regulation (EU) 2023/956 Annex IV, Implementing Regulation (EU) 2025/2547. Goods of Annex II count direct emissions
only, so a figure that mixes direct and indirect emissions cannot be used for them. No life-cycle factor and no product
footprint can enter here: the type has no place for one. Only verified data may replace default values.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.border.benchmark import BenchmarkAnswer, benchmark_for, factor_for, routes_of
from greencard.border.commodity import CN_DIGITS, commodity_code, country_code, spaced
from greencard.border.defaults import default_value, highest_value, markup_for
from greencard.border.obligation import Good, Obligation, Unpriceable, unit_problem, year_assumptions
from greencard.border.pack import BorderPack
from greencard.border.records import YearFactor
from greencard.border.scope import in_scope
from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.model import Text, Value
from greencard.quantity import decimal_text

__all__ = ["ActualEmissions", "Precursor", "Verification", "actual_obligation"]

_FIRST_YEAR: Final = 2026
_MAX_PRECURSORS: Final = 50
_MAX_FIGURE: Final = Decimal(10_000)
_MAX_DIGITS: Final = 30

SPLIT_NEEDED = declare(
    "GC-BRD-020",
    Refused,
    en="The statement of {value} t CO2e/t for {code} mixes direct and indirect emissions; only direct ones count here.",
    zh="{code} 的声明值 {value} 吨 CO2e/吨将直接与间接排放混在一起；此处只计直接排放。",
    remedy_en="Ask the producer for two figures per tonne under IR (EU) 2025/2547: direct emissions (process, fuel) and"
    " indirect emissions (electricity). Until then the default value applies.",
    remedy_zh="请生产者按 (EU) 2025/2547 分别给出每吨直接排放（工艺和燃料）与间接排放（电力）；在此之前适用默认值。",
)
INDIRECT_NEEDED = declare(
    "GC-BRD-021",
    Refused,
    en="Indirect emissions count for {code}, and the statement gives none.",
    zh="{code} 须计入间接排放，而声明未给出。",
    remedy_en="Give the indirect emissions per tonne of product (electricity used in production).",
    remedy_zh="请给出每吨产品的间接排放（生产用电）。",
)
ROUTE_NEEDED = declare(
    "GC-BRD-022",
    Refused,
    en="The benchmark of {code} depends on the production route, and {given} is none of {known}.",
    zh="{code} 的基准值取决于生产路线，而 {given} 不在 {known} 之中。",
    remedy_en="State the production route of the producer's process by its letter.",
    remedy_zh="请以字母注明生产者的工艺路线。",
)
BAD_STATEMENT = declare(
    "GC-BRD-023",
    InvalidInput,
    en="{field} of the emissions statement is {value}.",
    zh="排放声明的 {field} 为 {value}。",
    remedy_en="Give decimals of zero or more, in t CO2e or t per tonne of product, and at most {most} precursors.",
    remedy_zh="请填写不小于 0 的小数（每吨产品的吨 CO2e 或吨数），前体最多 {most} 个。",
)
NO_PRECURSOR_VALUE = declare(
    "GC-BRD-024",
    Refused,
    en="No default value or benchmark is printed for the precursor {code}.",
    zh="前体 {code} 没有默认值或基准值。",
    remedy_en="Give its eight-digit CN code, or the verified emissions of its producer.",
    remedy_zh="请填写其 8 位 CN 编码，或其生产者经核查的排放数据。",
)


class Verification(Value, frozen=True, kw_only=True):
    """The report of an accredited verifier and the calendar year it covers."""

    verifier: str
    report: str
    year: int


class Precursor(Value, frozen=True, kw_only=True):
    """A CBAM good consumed in making the product. Without its own emissions its default value applies."""

    cn: str
    origin: str = ""
    """ISO 3166-1 alpha-2 of the country of production; empty: unknown, Annex IV applies."""
    mass_t_per_t: Decimal
    """Tonnes consumed per tonne of product, before cutting: off-cuts stay in."""
    see_t_per_t: Decimal | None = None
    """Specific embedded emissions stated by its producer, t CO2e per t of precursor; None: default value."""
    split_stated: bool = False
    """Whether the stated figure is direct emissions alone, given apart from indirect ones."""
    verified: bool = False
    sefa_t_per_t: Decimal | None = None
    """Its whole free-allocation adjustment where its verified report states one; None: its own process only."""
    route: str = ""


class ActualEmissions(Value, frozen=True, kw_only=True):
    """Emissions of one installation for one good, t CO2e per t of product."""

    direct_t_per_t: Decimal
    """Direct emissions of the production process itself."""
    indirect_t_per_t: Decimal | None = None
    split_stated: bool = True
    """False: `direct_t_per_t` is one figure for direct and indirect emissions together."""
    precursors: tuple[Precursor, ...] = ()
    route: str = ""
    verification: Verification | None = None
    upper_bound: bool = False
    """Read mixed figures as upper bounds of the direct emissions: for exposure only, never for certificates."""


class _Run:
    """What is collected while the parts of one statement are added."""

    def __init__(self, pack: BorderPack, good: Good, actual: ActualEmissions, factor: YearFactor) -> None:
        self.pack, self.good, self.actual, self.factor = pack, good, actual, factor
        self.notes: list[Text] = []
        self.unverified = actual.verification is None or actual.upper_bound

    def share(self, benchmark: BenchmarkAnswer) -> Decimal:
        return self.factor.cbam_factor * self.factor.cscf * benchmark.value

    def column_a(self, cn: str, route: str, pointer: str) -> BenchmarkAnswer:
        found = benchmark_for(self.pack, cn, "A", route, self.good.year)
        if found is None:
            known = routes_of(self.pack, cn, "A")
            if not known:
                raise NO_PRECURSOR_VALUE.at(Place(pointer), code=spaced(cn))
            raise ROUTE_NEEDED.at(Place(pointer), code=spaced(cn), given=repr(route[:2]), known=", ".join(known))
        return found


def actual_obligation(pack: BorderPack, good: Good, actual: ActualEmissions) -> Obligation | Unpriceable:
    """Certificates on a producer's data, t CO2e; path `actual` when all of it is verified, else `indicative`.

    SEE = own process + sum of precursor mass x precursor SEE (Implementing Regulation (EU) 2025/2547).
    SEFA = factor x CSCF x benchmark A for the actual route + sum of precursor mass x precursor SEFA, where a precursor
    on its default value has benchmark B for the printed route, and one made in the Union or an exempt country has none.

    Raises:
        InvalidInput: a figure that is no amount (GC-BRD-023), no commodity code (001), no country (002).
        Refused: direct and indirect mixed where only direct counts (GC-BRD-020), indirect missing where it counts
            (021), no route where the benchmark depends on it (022), a precursor without any value (024).
    """
    _check(actual)
    problem, factor = unit_problem(good.category, good.cn), factor_for(pack, good.year)
    if problem is not None or factor is None:
        return Unpriceable(problem or Text(en="no CBAM factor is printed for this year", zh="该年无 CBAM 系数"))
    run = _Run(pack, good, actual, factor)
    own = _own_process(run)
    benchmark = run.column_a(good.cn, actual.route, "/actual/route")
    see, sefa = own, run.share(benchmark)
    terms = [decimal_text(own)]
    for index, precursor in enumerate(actual.precursors):
        part_see, part_sefa = _precursor(run, precursor, f"/actual/precursors/{index}")
        see += precursor.mass_t_per_t * part_see
        sefa += precursor.mass_t_per_t * part_sefa
        terms.append(f"{decimal_text(precursor.mass_t_per_t)} × {decimal_text(part_see)}")
    _check_period(run)
    return Obligation(
        "indicative" if run.unverified else "actual",
        see,
        sefa,
        good.mass_t * max(Decimal(0), see - sefa),
        benchmark,
        factor,
        f"max(0, {' + '.join(terms)} − {decimal_text(sefa)}) × {decimal_text(good.mass_t)} t",
        None,
        (*run.notes, *year_assumptions(good.year, factor, benchmark)),
    )


def _check(actual: ActualEmissions) -> None:
    most = _MAX_PRECURSORS
    if len(actual.precursors) > most:
        raise BAD_STATEMENT.at(Place("/actual/precursors"), field="precursors", value=len(actual.precursors), most=most)
    figures = [("/actual/direct_t_per_t", actual.direct_t_per_t), ("/actual/indirect_t_per_t", actual.indirect_t_per_t)]
    for index, precursor in enumerate(actual.precursors):
        where = f"/actual/precursors/{index}"
        figures += [
            (f"{where}/mass_t_per_t", precursor.mass_t_per_t),
            (f"{where}/see_t_per_t", precursor.see_t_per_t),
            (f"{where}/sefa_t_per_t", precursor.sefa_t_per_t),
        ]
    for pointer, figure in figures:
        if figure is not None and not _is_amount(figure):
            raise BAD_STATEMENT.at(Place(pointer), field=pointer.rpartition("/")[2], value=repr(figure)[:60], most=most)


def _is_amount(figure: object) -> bool:
    return (
        isinstance(figure, Decimal)
        and figure.is_finite()
        and Decimal(0) <= figure <= _MAX_FIGURE
        and len(figure.as_tuple().digits) <= _MAX_DIGITS
        and figure.adjusted() >= -_MAX_DIGITS
    )


def _mixed(run: _Run, value: Decimal, cn: str, pointer: str) -> None:
    """Refuse a mixed figure, or take it as an upper bound where only the exposure is asked."""
    if not run.actual.upper_bound:
        raise SPLIT_NEEDED.at(Place(pointer), value=decimal_text(value), code=spaced(cn))
    run.notes.append(
        Text(
            en=f"{spaced(cn)}: {decimal_text(value)} t/t mixes direct and indirect emissions; read as an upper bound.",
            zh=f"{spaced(cn)}：{decimal_text(value)} 吨/吨混有直接与间接排放；按上限理解。",
        )
    )


def _own_process(run: _Run) -> Decimal:
    actual, good = run.actual, run.good
    if not actual.split_stated:
        if not good.indirect:
            _mixed(run, actual.direct_t_per_t, good.cn, "/actual/direct_t_per_t")
        return actual.direct_t_per_t
    if not good.indirect:
        return actual.direct_t_per_t
    if actual.indirect_t_per_t is None:
        raise INDIRECT_NEEDED.at(Place("/actual/indirect_t_per_t"), code=spaced(good.cn))
    return actual.direct_t_per_t + actual.indirect_t_per_t


def _precursor(run: _Run, precursor: Precursor, pointer: str) -> tuple[Decimal, Decimal]:
    """SEE and SEFA of a precursor, t CO2e per t of it."""
    pack = run.pack
    cn = commodity_code(precursor.cn, Place(f"{pointer}/cn"))
    home = ""
    if precursor.origin:
        home = pack.territories[country_code(precursor.origin, pack.territories, Place(f"{pointer}/origin"))].eu_cbam
    no_sefa = home in {"member", "territory", "exempt"}
    name = Text(en=f"precursor {spaced(cn)}", zh=f"前体 {spaced(cn)}")
    if precursor.see_t_per_t is None:
        see, sefa = _default_precursor(run, precursor, cn, pointer)
        return see, Decimal(0) if no_sefa else sefa
    if not precursor.split_stated and not run.good.indirect:
        _mixed(run, precursor.see_t_per_t, cn, f"{pointer}/see_t_per_t")
    run.unverified = run.unverified or not precursor.verified
    if no_sefa:
        run.notes.append(
            Text(
                en=f"{name.en}: made in {precursor.origin}, no free-allocation adjustment.",
                zh=f"{name.zh}：产自 {precursor.origin}，无免费配额调整。",
            )
        )
        return precursor.see_t_per_t, Decimal(0)
    if precursor.sefa_t_per_t is not None:
        return precursor.see_t_per_t, precursor.sefa_t_per_t
    run.notes.append(
        Text(
            en=f"{name.en}: only its last process is credited (column A); its own precursors are not.",
            zh=f"{name.zh}：仅计其最后工序的基准值（A 列）；其自身前体的调整未给出。",
        )
    )
    return precursor.see_t_per_t, run.share(run.column_a(cn, precursor.route, f"{pointer}/route"))


def _default_precursor(run: _Run, precursor: Precursor, cn: str, pointer: str) -> tuple[Decimal, Decimal]:
    pack, year = run.pack, run.good.year
    found = default_value(pack, cn, precursor.origin) if precursor.origin else highest_value(pack, cn)
    category = in_scope(pack, cn, pack.parameters.eu_obligation_from).category
    markup = markup_for(pack, category, year) if category else None
    benchmark = benchmark_for(pack, cn, "B", found.row.route, year) if found and len(cn) >= CN_DIGITS else None
    if found is None or markup is None or benchmark is None:
        raise NO_PRECURSOR_VALUE.at(Place(f"{pointer}/cn"), code=spaced(cn))
    run.notes.append(
        Text(
            en=f"precursor {spaced(cn)}: default value {found.row.total} t/t ({found.table}) plus"
            f" {decimal_text(markup * 100)} % mark-up, benchmark of column B.",
            zh=f"前体 {spaced(cn)}：默认值 {found.row.total} 吨/吨（{found.table}）加 {decimal_text(markup * 100)}%"
            " 加成，B 列基准值。",
        )
    )
    return found.value * (1 + markup), run.share(benchmark)


def _check_period(run: _Run) -> None:
    """Goods of 2026 need data of 2026; later goods those of their year, or of an earlier one with proof."""
    report, year = run.actual.verification, run.good.year
    if report is None:
        return
    if not (report.verifier.strip() and report.report.strip() and _FIRST_YEAR <= report.year <= year):
        run.unverified = True
    elif report.year != year:
        run.notes.append(
            Text(
                en=f"Data of {report.year} for goods imported in {year}: production in {report.year} must be proven.",
                zh=f"{year} 年进口货物采用 {report.year} 年数据：须证明其产于 {report.year} 年。",
            )
        )
