"""UK CBAM: a tax from 2027 on iron and steel, aluminium, cement, fertilisers and hydrogen. No rate is published yet.

Finance Act 2026 (c. 11) Part 5. The list of headings is known second-hand for iron, steel and aluminium; for the other
three sectors the EU list stands in, because the UK list is reported to be similar. Nothing is priced on either.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from greencard.border import law
from greencard.border.commodity import commodity_code, country_code, spaced
from greencard.border.pack import BorderPack
from greencard.border.question import calendar_day, positive_tonnes
from greencard.border.scope import ScopeAnswer, scope_by_rules
from greencard.errors import InvalidInput, Place, declare
from greencard.model import BorderCost, BorderLine, BorderStatus, Change, Text
from greencard.quantity import decimal_text

__all__ = ["UK_REGIME", "uk_cbam", "uk_reason", "uk_scope"]

UK_REGIME: Final = "uk-cbam"
_BY_UK_LIST: Final = frozenset({"iron_steel", "aluminium"})
_NO_TAX: Final = frozenset({"electricity"})

BAD_VALUE = declare(
    "GC-BRD-040",
    InvalidInput,
    en="The value {value} is no amount in GBP.",
    zh="{value} 不是英镑金额。",
    remedy_en="Give the value of the importer's CBAM goods of twelve months in GBP, as a decimal of zero or more.",
    remedy_zh="请以不小于 0 的小数给出进口商 12 个月 CBAM 货物的英镑价值。",
)
_SECOND_HAND: Final = Text(
    en="The UK list of goods was read second-hand; for cement, fertilisers and hydrogen the EU list stands in for it.",
    zh="英国货物清单系转述；水泥、化肥和氢以欧盟清单代替。",
)
_CHARGE: Final = Text(
    en="Charge = embedded t CO2e x sectoral domestic price of the quarter, less relief for a carbon price paid; it is a"
    " tax in GBP on the importer. Indirect emissions do not count before 2029.",
    zh="税额 = 隐含排放吨数 × 当季行业国内价格，再扣减已付碳价；由进口商以英镑缴纳。2029 年前不计间接排放。",
)
_DATES: Final = Text(
    en="Register by 2028-01-31; first return and payment, for 2027, by 2028-05-31; quarterly afterwards.",
    zh="2028-01-31 前登记；首次申报缴款（2027 年度）截止 2028-05-31；其后按季度。",
)


def uk_cbam(
    pack: BorderPack,
    *,
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    on: date,
    as_of: date,
    importer_value_gbp: Decimal | None = None,
) -> BorderCost:
    """What the UK CBAM makes of one good imported on `on`: not applicable, below the threshold, or not priceable yet.

    `importer_value_gbp` is the value of this importer's CBAM goods over twelve months; None: not known.

    Raises:
        InvalidInput: no commodity code (GC-BRD-001), country (002), mass (003), date (004) or value (040).
    """
    code = commodity_code(cn, Place("/cn"))
    country_code(origin, pack.territories, Place("/origin"))
    mass = positive_tonnes(net_mass_t, "/net_mass_t")
    calendar_day(on, "/on")
    calendar_day(as_of, "/as_of")
    value = importer_value_gbp
    if value is not None and not (isinstance(value, Decimal) and value.is_finite() and value >= 0):
        raise BAD_VALUE.at(Place("/importer_value_gbp"), value=str(value)[:40])
    start, limit = pack.parameters.uk_from, pack.parameters.uk_threshold_gbp
    scope = uk_scope(pack, code)
    if on < start:
        reason = Text(en=f"UK CBAM starts on {start}.", zh=f"英国 CBAM 自 {start} 起实施。")
        return _answer(pack, as_of, "not_applicable", reason)
    if origin == "GB":
        reason = Text(
            en="Goods made in the United Kingdom are not imported there.", zh="英国生产的货物在英国不属进口。"
        )
        return _answer(pack, as_of, "not_applicable", reason)
    if scope.verdict == "out":
        return _answer(pack, as_of, "not_applicable", _outside(pack, code))
    if value is not None and value < limit:
        reason = Text(
            en=f"The importer's CBAM goods of twelve months are worth less than {decimal_text(limit)} GBP.",
            zh=f"进口商 12 个月 CBAM 货物价值低于 {decimal_text(limit)} 英镑。",
        )
        reached = Change(
            what=Text(
                en=f"If they reach {decimal_text(limit)} GBP, all of them are charged; no rate is published yet",
                zh=f"若达到 {decimal_text(limit)} 英镑，则全部计征；税率尚未公布",
            )
        )
        return _answer(pack, as_of, "exempt_de_minimis", reason, changes=(reached,))
    note = Text(
        en=f"no UK rate or default value is in this dataset; the first quarterly rate is that of {start.year}-Q1",
        zh=f"本数据集中尚无英国税率或默认值；首个季度税率为 {start.year} 年第一季度",
    )
    line = BorderLine(cn=code, matched_rule=scope.rule, origin=origin, net_mass_t=mass, price_note=note)
    change = Change(
        what=Text(
            en=f"If the importer's CBAM goods of twelve months stay below {decimal_text(limit)} GBP, nothing is due",
            zh=f"若进口商 12 个月 CBAM 货物低于 {decimal_text(limit)} 英镑，则无需缴纳",
        ),
        cost_eur=Decimal(0),
    )
    reason = Text(
        en=f"UK CBAM may apply to {spaced(code)}, but {note.en}.",
        zh=f"英国 CBAM 可能适用于 {spaced(code)}，但{note.zh}。",
    )
    return _answer(pack, as_of, "cannot_price", reason, lines=(line,), changes=(change,))


def uk_reason(pack: BorderPack, code: str) -> Text:
    """Why UK CBAM does not apply to a code, or that it may."""
    if uk_scope(pack, code).verdict == "out":
        return _outside(pack, code)
    return Text(
        en=f"UK CBAM may apply to {spaced(code)} from {pack.parameters.uk_from}.",
        zh=f"自 {pack.parameters.uk_from} 起，英国 CBAM 可能适用于 {spaced(code)}。",
    )


def uk_scope(pack: BorderPack, code: str) -> ScopeAnswer:
    """The UK list where it is known, the EU list for the sectors where only their names are."""
    answer = scope_by_rules(pack.uk_scope, code)
    if answer.verdict != "out" or answer.rule:
        return answer
    eu = scope_by_rules(pack.scope, code, pack.taric)
    if any(category not in _BY_UK_LIST | _NO_TAX for category in eu.categories):
        return eu
    return answer


def _outside(pack: BorderPack, code: str) -> Text:
    chapter = code[:2]
    en, zh = pack.chapters.get(chapter, ("", ""))
    excluded = scope_by_rules(pack.uk_scope, code).rule
    if excluded:
        return Text(
            en=f"UK CBAM does not apply to {spaced(code)}: the UK list leaves {spaced(excluded)} out.",
            zh=f"英国 CBAM 不适用于 {spaced(code)}：英国清单不含 {spaced(excluded)}。",
        )
    found = [spaced(rule.prefix) for rule in pack.uk_scope.values() if rule.include and rule.stem[:2] == chapter]
    if found:
        return Text(
            en=f"UK CBAM does not apply to {spaced(code)}: of chapter {chapter} ({en}) the UK list names only"
            f" {', '.join(found)}.",
            zh=f"英国 CBAM 不适用于 {spaced(code)}：第 {chapter} 章（{zh}）中，英国清单仅列 {'、'.join(found)}。",
        )
    return Text(
        en=f"UK CBAM does not apply to {spaced(code)} (chapter {chapter}, {en}): it covers aluminium, cement,"
        " fertilisers, hydrogen, iron and steel.",
        zh=f"英国 CBAM 不适用于 {spaced(code)}（第 {chapter} 章，{zh}）：其范围为铝、水泥、化肥、氢和钢铁。",
    )


def _answer(
    pack: BorderPack,
    as_of: date,
    status: BorderStatus,
    reason: Text,
    *,
    lines: tuple[BorderLine, ...] = (),
    changes: tuple[Change, ...] = (),
) -> BorderCost:
    return BorderCost(
        regime=UK_REGIME,
        status=status,
        reason=reason,
        cost_eur=None if status == "cannot_price" else Decimal(0),
        lines=lines,
        law=(law.UK_ACT,),
        assumptions=(_SECOND_HAND, _CHARGE, _DATES) if status == "cannot_price" else (_SECOND_HAND,),
        what_would_change_it=changes,
        dataset=pack.dataset,
        as_of=as_of,
    )
