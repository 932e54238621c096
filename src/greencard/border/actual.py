"""The certificates per tonne that follow from a producer's own data, precursors level by level.

Implementing Regulation (EU) 2025/2547 Annex III, equations 59 to 63, and Implementing Regulation (EU) 2025/2620. Goods
of Annex II of Regulation (EU) 2023/956 count direct emissions only, so a figure that mixes direct and indirect ones
cannot be used for them. The producer's own process is never a default value; a precursor may be one (Art. 15 sets no
limit to their share, which is disclosed). Only verified data may replace default values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from greencard.border.benchmark import ROUTES, BenchmarkAnswer, benchmark_for, factor_for, routes_of
from greencard.border.commodity import CN_DIGITS, commodity_code, country_code, spaced
from greencard.border.defaults import default_value, highest_value, markup_for
from greencard.border.edition import imported_notes
from greencard.border.figures import plain, share
from greencard.border.obligation import Good, Obligation, Unpriceable, imported_default, unit_problem, year_assumptions
from greencard.border.pack import BENCHMARKS, BorderPack
from greencard.border.records import YearFactor
from greencard.border.scope import in_scope
from greencard.border.statement import ActualEmissions, Precursor, Verification, check_statement
from greencard.errors import InvalidInput, Place, Refused, declare
from greencard.model import Text

__all__ = ["actual_obligation", "without_unverified"]

_FIRST_YEAR: Final = 2026
_NO_CREDIT: Final = frozenset({"member", "territory", "exempt"})
_ZERO: Final = Decimal(0)
_SHOWN: Final = 20

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
NO_ROUTE = declare(
    "GC-BRD-123",
    InvalidInput,
    en="{given} is no production route; the act names {known}.",
    zh="{given} 不是生产路线；法规所列为 {known}。",
    remedy_en="State one capital letter, that of the producer's process, or leave it out where the benchmark does not"
    " depend on it.",
    remedy_zh="请填写生产者工艺对应的一个大写字母；基准值不区分路线时可留空。",
)
NO_PRECURSOR_VALUE = declare(
    "GC-BRD-024",
    Refused,
    en="No default value or benchmark is printed for the precursor {code}.",
    zh="前体 {code} 没有默认值或基准值。",
    remedy_en="Give its eight-digit CN code, or the verified emissions of its producer.",
    remedy_zh="请填写其 8 位 CN 编码，或其生产者经核查的排放数据。",
)
CYCLE = declare(
    "GC-BRD-043",
    Refused,
    en="The chain of precursors comes back to itself: {chain}.",
    zh="前体链出现循环：{chain}。",
    remedy_en="Treat the goods that feed each other as one joint production process (IR (EU) 2025/2547 Art. 4(9)).",
    remedy_zh="请将互为前体的货物作为一个联合生产过程处理（(EU) 2025/2547 第 4 条第 9 款）。",
)


@dataclass(slots=True)
class _Run:
    """What is collected while the parts of one statement are added."""

    pack: BorderPack
    good: Good
    factor: YearFactor
    upper_bound: bool
    notes: list[Text] = field(default_factory=list)
    unverified: bool = False

    def say(self, en: str, zh: str) -> None:
        text = Text(en=en, zh=zh)
        if text not in self.notes:
            self.notes.append(text)

    def adjustment(self, benchmark: BenchmarkAnswer) -> Decimal:
        return self.factor.cbam_factor * self.factor.cscf * benchmark.value

    def column_a(self, cn: str, route: str, year: int, pointer: str) -> BenchmarkAnswer:
        # only the act prints two letters in one cell; a producer knows its route
        one = not route or route in ROUTES
        found = benchmark_for(self.pack, cn, "A", route, year) if one else None
        if found is None:
            known = routes_of(self.pack, cn, "A")
            if not known:
                raise NO_PRECURSOR_VALUE.at(Place(pointer), code=spaced(cn))
            if known == ("",):
                raise NO_ROUTE.at(Place(pointer), given=repr(route[:_SHOWN]), known=", ".join(ROUTES))
            given = repr(route[:_SHOWN])
            raise ROUTE_NEEDED.at(Place(pointer), code=spaced(cn), given=given, known=", ".join(known))
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """Of one tonne: embedded emissions, free-allocation adjustment, and how much of the first rests on defaults."""

    see: Decimal
    sefa: Decimal
    by_default: Decimal


def actual_obligation(pack: BorderPack, good: Good, actual: ActualEmissions) -> Obligation | Unpriceable:
    """Certificates per tonne on a producer's data, t CO2e per t; path `actual` when all is verified, else `indicative`.

    SEE = own process + sum of precursor mass x precursor SEE (IR (EU) 2025/2547 eq. 62), level by level.
    SEFA = factor x CSCF x benchmark A for the actual route + sum of precursor mass x precursor SEFA. A precursor on its
    default value has benchmark B for the printed route, and the mark-up of its own sector. One that originates in the
    Union or an exempt country counts zero emissions (Annex III point B) and has no adjustment. Benchmarks are those of
    the year of production, factor and mark-up those of the year of import.

    Raises:
        InvalidInput: a figure that is no amount (GC-BRD-023), no commodity code (001), no country (002), a chain too
            large (041), a precursor stated twice (042), a route the act does not name (123).
        Refused: direct and indirect mixed where only direct counts (GC-BRD-020), indirect missing where it counts
            (021), no route where the benchmark depends on it (022), a precursor without any value (024), a cycle (043).
    """
    check_statement(actual)
    problem, factor = unit_problem(good.category, good.cn), factor_for(pack, good.year)
    if problem is not None or factor is None:
        return Unpriceable(problem or Text(en="no CBAM factor is printed for this year", zh="该年无 CBAM 系数"))
    run = _Run(pack, good, factor, actual.upper_bound, unverified=actual.upper_bound)
    year = _period(run, actual.verification, good.year, _name(good.cn))
    benchmark = run.column_a(good.cn, actual.route, year, "/actual/route")
    own = _own_process(run, actual, good.cn, "/actual")
    see, sefa, by_default = own, run.adjustment(benchmark), _ZERO
    terms = [plain(own)]
    trail = ((actual.installation, good.cn[:CN_DIGITS]),)
    for index, precursor in enumerate(actual.precursors):
        part = _precursor(run, precursor, f"/actual/precursors/{index}", year, trail)
        see += precursor.mass_t_per_t * part.see
        sefa += precursor.mass_t_per_t * part.sefa
        by_default += precursor.mass_t_per_t * part.by_default
        terms.append(f"{plain(precursor.mass_t_per_t)} × {plain(part.see)}")
    if by_default:
        percent = plain(share(by_default, see) * 100)
        run.say(
            f"{percent} % of the embedded emissions rest on default values of precursors; Art. 15 of IR (EU) 2025/2547"
            " allows them for precursors without a limit, never for the producer's own process.",
            f"隐含排放中有 {percent}% 采用前体默认值；(EU) 2025/2547 第 15 条允许前体使用默认值且不设上限，"
            "但生产者自身工序不得使用。",
        )
    return Obligation(
        "indicative" if run.unverified else "actual",
        see,
        sefa,
        max(_ZERO, see - sefa),
        benchmark,
        factor,
        f"max(0, {' + '.join(terms)} − {plain(sefa)})",
        None,
        share(by_default, see),
        (*run.notes, *imported_notes(pack, BENCHMARKS), *year_assumptions(good.year, factor, benchmark)),
    )


def without_unverified(actual: ActualEmissions) -> ActualEmissions | None:
    """The same statement with unverified precursors on their default values; None where there is none, or no report.

    This is what a verified report may rest on today (Art. 15), while the precursors' own reports are missing.
    """
    if actual.verification is None or actual.upper_bound:
        return None
    kept = tuple(_defaulted(precursor) for precursor in actual.precursors)
    if kept == actual.precursors:
        return None
    return ActualEmissions(
        direct_t_per_t=actual.direct_t_per_t,
        indirect_t_per_t=actual.indirect_t_per_t,
        split_stated=actual.split_stated,
        precursors=kept,
        route=actual.route,
        verification=actual.verification,
        installation=actual.installation,
    )


def _defaulted(precursor: Precursor) -> Precursor:
    stated = precursor.see_t_per_t is not None and not precursor.verified
    worked = precursor.emissions is not None and precursor.emissions.verification is None
    if not stated and not worked:
        return precursor
    return Precursor(
        cn=precursor.cn,
        origin=precursor.origin,
        mass_t_per_t=precursor.mass_t_per_t,
        year=precursor.year,
        installation=precursor.installation,
    )


def _name(cn: str) -> Text:
    return Text(en=spaced(cn), zh=spaced(cn))


def _period(run: _Run, report: Verification | None, year: int, name: Text) -> int:
    """The year of production that data may speak of: that of import, or an earlier one with proof, never before 2026.

    Implementing Regulation (EU) 2025/2547 Art. 7 and 13. Data of any other year stay indicative.
    """
    if report is None:
        run.unverified = True
        run.say(f"{name.en}: no verification report; indicative only.", f"{name.zh}：无核查报告，仅供参考。")
        return year
    if not (report.verifier.strip() and report.report.strip()):
        run.unverified = True
        run.say(
            f"{name.en}: the report names no verifier or has no number; indicative only.",
            f"{name.zh}：报告未写明核查机构或编号，仅供参考。",
        )
        return year
    if not _FIRST_YEAR <= report.year <= year:
        run.unverified = True
        run.say(
            f"{name.en}: the report covers {report.year}, outside the reporting periods {_FIRST_YEAR} to {year};"
            " indicative only.",
            f"{name.zh}：报告覆盖 {report.year} 年，不在 {_FIRST_YEAR} 至 {year} 年报告期内，仅供参考。",
        )
        return year
    if report.year != year:
        run.say(
            f"{name.en}: data of {report.year} for a later year: production in {report.year} must be proven (Art. 7,"
            f" 13); benchmarks are those of {report.year}.",
            f"{name.zh}：以后年度采用 {report.year} 年数据：须证明其产于 {report.year} 年（第 7、13 条）；"
            f"基准值取 {report.year} 年。",
        )
    return report.year


def _mixed(run: _Run, value: Decimal, cn: str, pointer: str) -> None:
    """Refuse a mixed figure, or take it as an upper bound where only the exposure is asked."""
    if not run.upper_bound:
        raise SPLIT_NEEDED.at(Place(pointer), value=plain(value), code=spaced(cn))
    run.say(
        f"{spaced(cn)}: {plain(value)} t/t mixes direct and indirect emissions; read as an upper bound.",
        f"{spaced(cn)}：{plain(value)} 吨/吨混有直接与间接排放；按上限理解。",
    )


def _own_process(run: _Run, actual: ActualEmissions, cn: str, pointer: str) -> Decimal:
    """Attributed emissions of one process per tonne: direct, and indirect where they count for the good declared."""
    if not actual.split_stated:
        if not run.good.indirect:
            _mixed(run, actual.direct_t_per_t, cn, f"{pointer}/direct_t_per_t")
        return actual.direct_t_per_t
    if not run.good.indirect:
        return actual.direct_t_per_t
    if actual.indirect_t_per_t is None:
        raise INDIRECT_NEEDED.at(Place(f"{pointer}/indirect_t_per_t"), code=spaced(cn))
    return actual.direct_t_per_t + actual.indirect_t_per_t


def _precursor(
    run: _Run, precursor: Precursor, pointer: str, parent_year: int, trail: tuple[tuple[str, str], ...]
) -> _Part:
    pack = run.pack
    cn = commodity_code(precursor.cn, Place(f"{pointer}/cn"))
    name = Text(en=f"precursor {spaced(cn)}", zh=f"前体 {spaced(cn)}")
    if precursor.origin:
        place = pack.territories[country_code(precursor.origin, pack.territories, Place(f"{pointer}/origin"))]
        if place.eu_cbam in _NO_CREDIT:
            run.say(
                f"{name.en}: originates in {precursor.origin}, counts zero emissions and no free-allocation adjustment"
                " (IR (EU) 2025/2547 Annex III point B).",
                f"{name.zh}：原产于 {precursor.origin}，隐含排放计为零，亦无免费配额调整"
                "（(EU) 2025/2547 附件三 B 点）。",
            )
            return _Part(_ZERO, _ZERO, _ZERO)
    year = _precursor_year(run, precursor, parent_year, name)
    if precursor.emissions is not None:
        return _chain(run, precursor, precursor.emissions, cn=cn, pointer=pointer, year=year, trail=trail)
    if precursor.see_t_per_t is None:
        return _default_precursor(run, precursor, cn, pointer, year)
    if not precursor.split_stated and not run.good.indirect:
        _mixed(run, precursor.see_t_per_t, cn, f"{pointer}/see_t_per_t")
    if not precursor.verified:
        run.unverified = True
        run.say(f"{name.en}: not verified; indicative only.", f"{name.zh}：未经核查，仅供参考。")
    if precursor.sefa_t_per_t is not None:
        return _Part(precursor.see_t_per_t, precursor.sefa_t_per_t, _ZERO)
    run.say(
        f"{name.en}: only its last process is credited (column A); its own precursors are not.",
        f"{name.zh}：仅计其最后工序的基准值（A 列）；其自身前体的调整未给出。",
    )
    benchmark = run.column_a(cn, precursor.route, year, f"{pointer}/route")
    return _Part(precursor.see_t_per_t, run.adjustment(benchmark), _ZERO)


def _precursor_year(run: _Run, precursor: Precursor, parent_year: int, name: Text) -> int:
    year = precursor.year
    if year is None or year == parent_year:
        return parent_year
    if not _FIRST_YEAR <= year <= parent_year:
        run.unverified = True
        run.say(
            f"{name.en}: produced in {year}, outside the reporting periods {_FIRST_YEAR} to {parent_year};"
            " indicative only.",
            f"{name.zh}：产于 {year} 年，不在 {_FIRST_YEAR} 至 {parent_year} 年报告期内，仅供参考。",
        )
        return parent_year
    run.say(
        f"{name.en}: produced in {year}; the verifier needs evidence of it (Art. 13).",
        f"{name.zh}：产于 {year} 年；须向核查机构提供证据（第 13 条）。",
    )
    return year


def _chain(
    run: _Run,
    precursor: Precursor,
    emissions: ActualEmissions,
    *,
    cn: str,
    pointer: str,
    year: int,
    trail: tuple[tuple[str, str], ...],
) -> _Part:
    """A precursor by its producer's data: its process, and its own precursors by the same rule (eq. 60)."""
    here = (precursor.installation or emissions.installation, cn[:CN_DIGITS])
    if here[0] and here in trail:
        links = [*trail[trail.index(here) :], here]
        raise CYCLE.at(Place(pointer), chain=" → ".join(f"{spaced(code)} ({at})" for at, code in links))
    name = Text(en=f"precursor {spaced(cn)}", zh=f"前体 {spaced(cn)}")
    year = _period(run, emissions.verification, year, name)
    where = f"{pointer}/emissions"
    see = _own_process(run, emissions, cn, where)
    sefa = run.adjustment(run.column_a(cn, precursor.route or emissions.route, year, f"{where}/route"))
    by_default = _ZERO
    for index, inner in enumerate(emissions.precursors):
        part = _precursor(run, inner, f"{where}/precursors/{index}", year, (*trail, here))
        see += inner.mass_t_per_t * part.see
        sefa += inner.mass_t_per_t * part.sefa
        by_default += inner.mass_t_per_t * part.by_default
    return _Part(see, sefa, by_default)


def _default_precursor(run: _Run, precursor: Precursor, cn: str, pointer: str, year: int) -> _Part:
    """A precursor on its default value: marked up by its own sector, benchmark B for the route printed beside it."""
    pack = run.pack
    found = default_value(pack, cn, precursor.origin) if precursor.origin else highest_value(pack, cn)
    category = in_scope(pack, cn, pack.parameters.eu_obligation_from).category
    markup = markup_for(pack, category, run.good.year) if category else None
    benchmark = benchmark_for(pack, cn, "B", found.row.route, year) if found and len(cn) >= CN_DIGITS else None
    if found is None or markup is None or benchmark is None:
        raise NO_PRECURSOR_VALUE.at(Place(f"{pointer}/cn"), code=spaced(cn))
    unknown = "" if precursor.origin else ", country of production unknown"
    unknown_zh = "" if precursor.origin else "，生产国不明"
    run.say(
        f"precursor {spaced(cn)}{unknown}: default value {found.row.total} t/t ({found.table}) plus"
        f" {plain(markup * 100)} % mark-up, benchmark of column B.",
        f"前体 {spaced(cn)}{unknown_zh}：默认值 {found.row.total} 吨/吨（{found.table}）加 {plain(markup * 100)}%"
        " 加成，B 列基准值。",
    )
    for note in imported_default(pack, found):
        run.say(note.en, note.zh)
    see = found.value * (1 + markup)
    return _Part(see, run.adjustment(benchmark), see)
