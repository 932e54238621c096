"""The sentences of border answers, in English and Simplified Chinese. Amounts in sentences are rounded to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from greencard.border import law
from greencard.border.commodity import CN_DIGITS, spaced
from greencard.border.figures import cents, plain
from greencard.border.pack import BorderPack
from greencard.border.price import PriceAnswer
from greencard.border.records import Proposed, QuarterPrice, Territory
from greencard.border.scope import ScopeAnswer, ScopeBranch
from greencard.border.statement import Verification
from greencard.model import Change, Text

__all__ = [
    "BENCHMARK_STEP",
    "ELECTRICITY_DOES_NOT_COUNT",
    "FACTOR_SECOND_HAND",
    "IF_VERIFIED",
    "STATED_BY_IMPORTER",
    "VERIFIED_STEP",
    "WITH_DEFAULTS",
    "WITH_VERIFIED_DATA",
    "above_threshold",
    "another_quarter",
    "awaited_quarter",
    "before_obligation",
    "below_threshold",
    "branch_out",
    "code_too_short",
    "exempt_origin",
    "liable",
    "next_year",
    "no_price",
    "outside_annex_i",
    "precursors_by_default",
    "price_second_hand",
    "proposal",
    "slower_phase_out",
    "threshold_unknown",
    "verified_as_stated",
    "verified_step",
    "within_threshold",
]

FACTOR_SECOND_HAND: Final = Text(
    en="The CBAM factor and the correction factor are as quoted by several independent sources.",
    zh="CBAM 系数与修正系数据多个独立来源转述；未读法令原文。",
)
ELECTRICITY_DOES_NOT_COUNT: Final = Text(
    en="Only direct emissions count for this good: solar or green electricity and transport change nothing here.",
    zh="该货物只计直接排放：光伏、绿电和运输均不影响此项费用。",
)
STATED_BY_IMPORTER: Final = Text(
    en="The importer's tonnes of the calendar year are as stated: all CBAM goods together, this order included.",
    zh="进口商日历年吨数按其声明：全部 CBAM 货物合计，含本订单。",
)
WITH_DEFAULTS: Final = Text(en="With default values instead of the producer's data", zh="若改用默认值而非生产者数据")
IF_VERIFIED: Final = Text(
    en="If the producer's statement were confirmed by an accredited verifier for the year of import",
    zh="若该生产者声明经认可核查机构就进口年度核实",
)
WITH_VERIFIED_DATA: Final = Text(
    en="Emissions of the producer under IR (EU) 2025/2547, confirmed by an accredited verifier, replace the default",
    zh="若有按 (EU) 2025/2547 监测并经认可核查机构核实的生产者排放数据，可替代默认值",
)
VERIFIED_STEP: Final = Decimal("0.1")
"""t CO2e per t of product: what `verified_step` speaks of."""
BENCHMARK_STEP: Final = Decimal("0.01")
_PER_VERIFIED_STEP: Final = Text(
    en=f"{WITH_VERIFIED_DATA.en}: each {VERIFIED_STEP} t CO2e per t by which they come out lower, free allocation"
    " counted in, saves ",
    zh=f"{WITH_VERIFIED_DATA.zh}：计入免费配额后每低 {VERIFIED_STEP} 吨 CO2e/吨，可省 ",
)
_PER_BENCHMARK_STEP: Final = Text(
    en=f" t (benchmarks provisional, no price); each {BENCHMARK_STEP} t/t by which the new benchmark is lower adds ",
    zh=f" 吨（基准值暂定，尚无价格）；新基准值每降低 {BENCHMARK_STEP} 吨/吨，增加 ",
)
"""What is the same in every line is written once: a decimal in a sentence costs as much as the sentence."""


def before_obligation(pack: BorderPack, on: date) -> Text:
    """Why a date before the obligation costs nothing."""
    start = pack.parameters.eu_obligation_from
    if on < pack.parameters.eu_transition_from:
        first = pack.parameters.eu_transition_from
        return Text(en=f"CBAM did not apply on {on}: it began on {first}.", zh=f"{on} 时 CBAM 尚未实施（{first} 起）。")
    return Text(
        en=f"{on} lies in the transitional period: reports only, no certificates before {start}.",
        zh=f"{on} 处于过渡期：仅需报告，{start} 之前无需购买证书。",
    )


_EXCLUDED_ZH: Final = {
    "31056000": "（仅含磷、钾的肥料）",
    "72022": "（硅铁）",
    "72023000": "（硅锰铁）",
    "72025000": "（硅铬铁）",
    "72027000": "（钼铁）",
    "72028000": "（钨铁）",
    "72029100": "（钛铁）",
    "72029200": "（钒铁）",
    "72029300": "（铌铁）",
    "720299": "（其他铁合金）",
    "7204": "（废碎料及供再熔的废锭）",
}
"""The goods that Annex I takes out again, in Chinese; the pack names them in English."""


def outside_annex_i(pack: BorderPack, scope: ScopeAnswer) -> Text:
    """Why CBAM does not apply to a code, naming what the good is and what Annex I lists of its chapter."""
    code, chapter = spaced(scope.cn), scope.cn[:2]
    en, zh = pack.chapters.get(chapter, ("", ""))
    rule = pack.scope.get(scope.rule)
    if rule is not None and rule.include:
        return Text(
            en=f"CBAM does not apply to {code}: of {spaced(scope.rule)} Annex I of Regulation (EU) 2023/956 lists a"
            f" part only ({scope.note}).",
            zh=f"CBAM 不适用于 {code}：(EU) 2023/956 附件一仅列 {spaced(scope.rule)} 的一部分（煅烧高岭土）。",
        )
    if scope.rule:
        goods_zh = _EXCLUDED_ZH.get(scope.rule, "")
        return Text(
            en=f"CBAM does not apply to {code}: Annex I of Regulation (EU) 2023/956 excludes {spaced(scope.rule)}"
            f" ({scope.note}).",
            zh=f"CBAM 不适用于 {code}：(EU) 2023/956 附件一将 {spaced(scope.rule)}{goods_zh}排除在外。",
        )
    found = [spaced(rule.prefix) for rule in pack.scope.values() if rule.include and rule.stem[:2] == chapter]
    if found:
        listed, listed_zh = ", ".join(found), "、".join(found)
        return Text(
            en=f"CBAM does not apply to {code}: of chapter {chapter} ({en}) Annex I of Regulation (EU) 2023/956 lists"
            f" only {listed}.",
            zh=f"CBAM 不适用于 {code}：第 {chapter} 章（{zh}）中，(EU) 2023/956 附件一仅列 {listed_zh}。",
        )
    return Text(
        en=f"CBAM does not apply to {code}: chapter {chapter} ({en}) is not in Annex I of Regulation (EU) 2023/956,"
        " which lists cement, electricity, fertilisers, iron and steel, aluminium and hydrogen.",
        zh=f"CBAM 不适用于 {code}：第 {chapter} 章（{zh}）不在 (EU) 2023/956 附件一内；"
        "附件一仅列水泥、电力、化肥、钢铁、铝和氢。",
    )


def proposal(pack: BorderPack, good: Proposed | None, code: str) -> tuple[Change, ...]:
    """What the proposal COM(2025) 989 would add, stamped as no law."""
    if good is None:
        return ()
    start = pack.parameters.eu_proposed_goods_from
    ex_en = ", where it contains steel or aluminium" if good.ex else ""
    ex_zh = "（仅限含钢或铝者）" if good.ex else ""
    some_en = "codes below " if len(good.prefix) > len(code) else ""
    some_zh = "之下的部分编码" if some_en else ""
    what = Text(
        en=f"{law.PROPOSAL} would add {some_en}{spaced(code)}{ex_en} from {start}",
        zh=f"COM(2025) 989（提案，非法律）拟自 {start} 起将 {spaced(code)}{some_zh}纳入{ex_zh}",
    )
    return (Change(what=what),)


def exempt_origin(place: Territory) -> Text:
    """Why goods of an origin are outside CBAM."""
    if place.eu_cbam == "exempt":
        return Text(
            en=f"Goods originating in {place.name} are exempt: Annex III point 1 of Regulation (EU) 2023/956.",
            zh=f"原产于 {place.iso} 的货物豁免：(EU) 2023/956 附件三第 1 点。",
        )
    return Text(
        en=f"Goods originating in the Union ({place.name}) are not goods of a third country: CBAM does not apply.",
        zh=f"原产于欧盟（{place.iso}）的货物不属第三国货物：CBAM 不适用。",
    )


def below_threshold(limit: Decimal, tonnes: Decimal) -> Text:
    """Why an importer owes nothing."""
    most, given = plain(limit), plain(tonnes)
    return Text(
        en=f"The importer's CBAM goods of the calendar year, {given} t, do not exceed {most} t: exempt.",
        zh=f"进口商本日历年 CBAM 货物 {given} 吨，未超过 {most} 吨：豁免。",
    )


def above_threshold(limit: Decimal) -> Text:
    """What happens above the threshold."""
    most = plain(limit)
    return Text(
        en=f"If the importer's CBAM goods of the calendar year exceed {most} t, every tonne of the year is liable",
        zh=f"若进口商本日历年 CBAM 货物超过 {most} 吨，则全年每一吨均须缴纳",
    )


def verified_step(saved_eur: Decimal) -> Text:
    """What verified data are worth per step below the default; what they would be, nobody knows before."""
    amount = cents(saved_eur)
    return Text(en=f"{_PER_VERIFIED_STEP.en}{amount} EUR", zh=f"{_PER_VERIFIED_STEP.zh}{amount} 欧元")


def within_threshold(limit: Decimal) -> Text:
    """What happens at or below the threshold."""
    most = plain(limit)
    return Text(
        en=f"If the importer's CBAM goods of the calendar year do not exceed {most} t, nothing is due",
        zh=f"若进口商本日历年 CBAM 货物不超过 {most} 吨，则无需缴纳",
    )


def liable(certificates_t: Decimal, price: PriceAnswer, cost: Decimal) -> Text:
    """The amount in words."""
    certificates, at, amount = plain(certificates_t), plain(price.price_eur_per_t or Decimal(0)), cents(cost)
    return Text(
        en=f"{certificates} t of certificates at {at} EUR ({price.period}): {amount} EUR.",
        zh=f"证书 {certificates} 吨 × {at} 欧元（{price.period}）= {amount} 欧元。",
    )


def threshold_unknown(limit: Decimal, cost: Decimal) -> Text:
    """Both ways the answer can go."""
    most, amount = plain(limit), cents(cost)
    return Text(
        en=f"0 if the importer's CBAM goods of the year do not exceed {most} t, {amount} EUR if they do: ask for"
        " the importer's total, which the seller cannot know.",
        zh=f"若进口商全年 CBAM 货物不超过 {most} 吨则为 0，超过则为 {amount} 欧元："
        "请向进口商询问其全年总量，卖方无从得知。",
    )


def no_price(certificates_t: Decimal, price: PriceAnswer) -> Text:
    """Certificates without a price."""
    certificates = plain(certificates_t)
    return Text(
        en=f"{certificates} t of certificates if liable, but {price.note.en}.",
        zh=f"如须缴纳，证书为 {certificates} 吨；尚不能计价：{price.note.zh}。",
    )


def price_second_hand(price: PriceAnswer) -> Text:
    """How the price is known."""
    return Text(
        en=f"The {price.note.en}; the Commission's page itself was not read.",
        zh=f"{price.note.zh}。",
    )


def another_quarter(row: QuarterPrice) -> Text:
    """The same goods at another published price."""
    at = plain(row.price_eur_per_t or Decimal(0))
    return Text(en=f"Imported in {row.period} at {at} EUR", zh=f"若在 {row.period} 进口，价格为 {at} 欧元")


def awaited_quarter(row: QuarterPrice) -> Text:
    """The same goods at a price that nobody knows yet."""
    return Text(
        en=f"Imported in {row.period}: its price is published on {row.published_on}",
        zh=f"若在 {row.period} 进口：价格将于 {row.published_on} 公布",
    )


def next_year(year: int, now: Decimal, then: Decimal, per_step: Decimal) -> Text:
    """The certificates of the following year on default values, and what its new benchmarks would add."""
    before, after, step = plain(now), plain(then), plain(per_step)
    return Text(
        en=f"Imported in {year}: {after} t of certificates instead of {before}{_PER_BENCHMARK_STEP.en}{step} t",
        zh=f"若在 {year} 年进口：证书为 {after} 吨而非 {before}{_PER_BENCHMARK_STEP.zh}{step} 吨",
    )


def slower_phase_out(certificates_t: Decimal) -> Text:
    """The certificates of the same year under COM(2026) 616, stamped as no law."""
    after = plain(certificates_t)
    return Text(
        en=f"NOT LAW: under {law.PHASE_OUT}, {after} t of certificates",
        zh=f"非法律：按 COM(2026) 616（提案），证书为 {after} 吨",
    )


def verified_as_stated(report: Verification | None, as_of: date) -> tuple[Text, ...]:
    """On whose word data count as verified; and that a report of a year that has not ended cannot be final."""
    if report is None:
        return ()
    said = Text(
        en=f"Verified as stated: report {report.report} of {report.verifier} for {report.year}. Neither the report nor"
        " the verifier's accreditation was seen here.",
        zh=f"核查情况按其声明：{report.verifier} 的 {report.year} 年度报告 {report.report}。"
        "此处未见该报告及核查机构资质。",
    )
    if as_of.year > report.year:
        return (said,)
    early = Text(
        en=f"On {as_of} the reporting period {report.year} has not ended: a final report of it cannot exist yet, and"
        " the default value is what can be shown today.",
        zh=f"{as_of} 时 {report.year} 年报告期尚未结束：不可能已有最终报告，目前能出示的只有默认值。",
    )
    return (said, early)


def precursors_by_default() -> Text:
    """What the producer's report can rest on while its suppliers have none."""
    return Text(
        en="With default values for the precursors whose data are not verified (IR (EU) 2025/2547 Art. 15)",
        zh="若未经核查的前体改用默认值（(EU) 2025/2547 第 15 条）",
    )


def code_too_short(scope: ScopeAnswer, covered: int, costs: Sequence[Decimal], price_note: Text) -> Text:
    """Why a code gives no single answer, with the range where prices are known."""
    code = spaced(scope.cn)
    digits = CN_DIGITS if len(scope.cn) < CN_DIGITS else CN_DIGITS + 2
    if not covered:
        return Text(
            en=f"{code} is in scope, but no code of {digits} digits below it is in this dataset; check the code",
            zh=f"{code} 在范围内，但本数据集中没有其下的 {digits} 位编码；请核对",
        )
    span_en, span_zh = f"; {price_note.en}", f"；{price_note.zh}"
    if costs:
        low, high = cents(min(costs)), cents(max(costs))
        span_en, span_zh = f"; if liable {low} to {high} EUR", f"；如须缴纳，为 {low} 至 {high} 欧元"
        if low == high:
            span_en, span_zh = f"; if liable {low} EUR", f"；如须缴纳，为 {low} 欧元"
    rest_en = " and not to others" if scope.verdict == "depends" else ""
    rest_zh = "，其余不适用" if rest_en else ""
    return Text(
        en=f"{code} alone does not decide: CBAM applies to {covered} of its codes{rest_en};"
        f" give {digits} digits{span_en}.",
        zh=f"{code} 不足以判定：其下 {covered} 个编码适用 CBAM{rest_zh}。请给出 {digits} 位编码{span_zh}。",
    )


def branch_out(scope: ScopeAnswer, branch: ScopeBranch) -> Text:
    """A branch of the code to which CBAM does not apply."""
    code = spaced(branch.code) if branch.code else f"{spaced(scope.cn)} …"
    note = f" ({branch.note})" if branch.note else ""
    return Text(
        en=f"If the good is {'another code of ' if not branch.code else ''}{code}{note if branch.code else ''}:"
        " not in Annex I",
        zh=f"若该货物属于 {code}{'（其他编码）' if not branch.code else ''}：不在附件一内",
    )
