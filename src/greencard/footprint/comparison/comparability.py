"""May two footprints be compared? Every reason against it, in words (ISO 14067:2018 6.3.3, Annex B).

Strict on purpose: a comparison that should not have been made is a false claim about somebody's goods. Thresholds and
readings that the standard leaves open are ours and stated with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.model import Text

if TYPE_CHECKING:
    from greencard.model import FootprintResult, Product, StageId

__all__ = ["Function", "function_of", "reasons_against"]

_MISSING: Final = frozenset({"energy.missing", "inbound.distance"})
"""Questions about something that is not counted at all, with the kg that may be missing."""
_BARE: Final = re.compile(
    r"""
    (?: [\s(),./x×]+ | [0-9]+(?:[.,][0-9]+)? | (?:one|two|an?|per|of|each|declared|functional|sold)\b
      | (?:kg|kilogram(?:me)?s?|g|grams?|t|tonnes?|m|m2|m3|ml|l|lit(?:re|er)s?|kwh|mj)\b
      | (?:pieces?|pcs?|units?|items?|articles?|products?|goods|pairs?|sets?|lots?|ea)\b
      | 每 | 一 | 两 | 千克 | 公斤 | 克 | 吨 | 升 | 毫升 | 米 | 平方 | 立方 | 千瓦时
      | [个只套件双把条块片张支根台组副枚对打] | 单位 | 产品 | 商品 | 声明 | 功能
    )+""",
    re.VERBOSE,
)
"""An amount of nothing in particular: a mass, a count, a piece."""
_FARTHEST_DAYS: Final = 3 * 366
"""Reference periods further apart than this are not of one time (the age PACT lets a footprint have)."""


@dataclass(frozen=True, slots=True)
class Function:
    """What both products do, once; the sentence is per this."""

    text: Text
    stated: bool
    """Whether the caller said that both fulfil it, or the two records share their declared unit."""


def function_of(left: Product, right: Product, stated: Text | None = None) -> Function | None:
    """The function that both fulfil: the stated one, else the declared unit that both records share, else None.

    A bare mass or count is nobody's function: a kilogram of bamboo does not do what a kilogram of plastic does, and one
    piece of a bottle not what one piece of a brush does.
    """
    if stated is not None and (stated.en.strip() or stated.zh.strip()):
        return Function(stated, stated=True)
    one, other = left.declared_unit, right.declared_unit
    for lang in ("en", "zh"):
        ours, theirs = _plain(getattr(one, lang)), _plain(getattr(other, lang))
        if ours and ours == theirs and not _BARE.fullmatch(ours):
            return Function(one, stated=False)
    return None


def reasons_against(
    left: tuple[Product, FootprintResult],
    right: tuple[Product, FootprintResult],
    function: Function | None,
    difference: Decimal,
) -> tuple[Text, ...]:
    """Why nothing may be said of the two side by side; empty: a sentence may be said.

    Args:
        left: record and result.
        right: record and result.
        function: what both do, or None.
        difference: left less right, kg CO2e per function.
    """
    (one, ours), (other, theirs) = left, right
    found = [
        *_same_thing(ours, theirs),
        *_illustrative(one, other),
        *_no_function(function, one, other),
        *_rules(ours, theirs),
        *_stages(ours, theirs),
        *_times(one, other, ours, theirs),
        *_missing(left, right, difference),
    ]
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _same_thing(ours: FootprintResult, theirs: FootprintResult) -> list[Text]:
    if ours.snapshot != theirs.snapshot:
        return []
    return [Text(en="Both sides are the same record.", zh="两侧是同一份记录。")]


def _illustrative(one: Product, other: Product) -> list[Text]:
    if not (one.illustrative or other.illustrative):
        return []
    return [
        Text(
            en="Made-up (illustrative) data: figures may be shown, but nothing may be said of the goods.",
            zh="含虚构（示例）数据：可以显示数字，但不得据此对商品作出任何表述。",
        )
    ]


def _no_function(function: Function | None, one: Product, other: Product) -> list[Text]:
    if function is not None:
        return []
    return [
        Text(
            en=f"The declared units differ or name no function (“{one.declared_unit.in_lang('en')}”, "
            f"“{other.declared_unit.in_lang('en')}”). Two products are compared per function that both fulfil: state "
            'it, such as --function "desk organiser, one piece" (ISO 14067:2018 6.3.3, Annex B).',
            zh=f"声明单位不同或未说明功能（“{one.declared_unit.in_lang('zh')}”、“{other.declared_unit.in_lang('zh')}”）。"
            "比较须以两者共同实现的功能为基准：请写明，例如 --function “桌面收纳盒，1 件”"
            "（ISO 14067:2018 6.3.3、附录 B）。",
        )
    ]


_SAME: Final = {
    "rules": Text(en="rule sets", zh="规则集"),
    "gwp_set": Text(en="GWP sets", zh="GWP 数据集"),
    "boundary": Text(en="system boundaries", zh="系统边界"),
}


def _rules(ours: FootprintResult, theirs: FootprintResult) -> list[Text]:
    return [
        Text(
            en=f"The {name.en} differ: {getattr(ours, field)} and {getattr(theirs, field)}.",
            zh=f"{name.zh}不同：{getattr(ours, field)} 与 {getattr(theirs, field)}。",
        )
        for field, name in _SAME.items()
        if getattr(ours, field) != getattr(theirs, field)
    ]


_STAGES: Final[dict[StageId, Text]] = {
    "raw_materials": Text(en="raw materials", zh="原材料"),
    "inbound_transport": Text(en="inbound transport", zh="进厂运输"),
    "production": Text(en="production", zh="生产"),
    "packaging": Text(en="packaging", zh="包装"),
}


def _stages(ours: FootprintResult, theirs: FootprintResult) -> list[Text]:
    """Stages that one side leaves empty and the other does not: their boundaries are not the same in fact."""
    kg = [{stage.id: stage.kg_co2e for stage in result.stages} for result in (ours, theirs)]
    uneven = [s for s in _STAGES if bool(kg[0].get(s)) != bool(kg[1].get(s))]
    return [
        Text(
            en=f"Only one of the two records holds anything for {_STAGES[stage].en}; the stages counted must be the "
            "same (ISO 14067:2018 Annex B).",
            zh=f"只有一方填报了{_STAGES[stage].zh}；所计阶段必须一致（ISO 14067:2018 附录 B）。",
        )
        for stage in uneven
    ]


def _times(one: Product, other: Product, ours: FootprintResult, theirs: FootprintResult) -> list[Text]:
    found = []
    if one.meter is not None and other.meter is not None:
        first, second = sorted((one.meter, other.meter), key=lambda meter: meter.period_start)
        if (second.period_start - first.period_end).days > _FARTHEST_DAYS:
            found.append(
                Text(
                    en=f"The reference periods lie more than three years apart ({first.period_end}, "
                    f"{second.period_start}).",
                    zh=f"参考期相隔三年以上（{first.period_end}、{second.period_start}）。",
                )
            )
    grids = ours.electricity.grid_factor, theirs.electricity.grid_factor
    if grids[0].region == grids[1].region and grids[0].id != grids[1].id:
        found.append(
            Text(
                en=f"The same grid is taken at two different figures: {grids[0].id} and {grids[1].id}.",
                zh=f"同一电网采用了两个不同的因子：{grids[0].id} 与 {grids[1].id}。",
            )
        )
    return found


def _missing(
    left: tuple[Product, FootprintResult], right: tuple[Product, FootprintResult], difference: Decimal
) -> list[Text]:
    """Data left out on the side that seems lower, which could turn the difference.

    Read from the record too: a result asks twenty questions at most, and a record without any electricity may leave out
    any amount.
    """
    if difference == 0:
        return []
    (record, lower), name = (right, "right") if difference > 0 else (left, "left")
    asked = [question for question in lower.questions if question.code in _MISSING]
    told = {question.pointer for question in asked}
    unasked = [
        line.material
        for i, line in enumerate(record.bom)
        if line.distance_km is None and line.gross_kg > 0 and f"/bom/{i}/distance_km" not in told
    ]
    least = min((question.kg_co2e_at_stake for question in lower.questions), default=Decimal(0))
    stake = sum((question.kg_co2e_at_stake for question in asked), Decimal(0)) + least * len(unasked)
    if lower.electricity.kwh_per_unit == 0:
        return [
            Text(
                en=f"The {name} record states no electricity at all and seems the lower one: what it leaves out is "
                "not known.",
                zh=f"{'右' if name == 'right' else '左'}侧记录未填写任何用电量，而其数值看似较低：遗漏多少未知。",
            )
        ]
    if stake < abs(difference):
        return []
    about = ", ".join(dict.fromkeys([*(question.about for question in asked), *unasked]))
    if not about:
        return []
    return [
        Text(
            en=f"What the {name} record leaves out ({about}) may be as large as the difference itself.",
            zh=f"{'右' if name == 'right' else '左'}侧记录缺少的数据（{about}）可能与差值一样大。",
        )
    ]
