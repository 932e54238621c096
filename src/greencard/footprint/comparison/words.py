"""The sentence that may be said of two products, with its limits inside it, and the notes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.notes import land_use_partly
from greencard.footprint.rulesets import rule_set
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from greencard.errors import Lang
    from greencard.footprint.comparison.comparability import Function
    from greencard.model import FootprintResult, Interval, Product

__all__ = ["DISAGREE", "UNITS_WITHOUT_FUNCTION", "Said", "comparison_notes", "comparison_sentence"]

DISAGREE: Final = Text(
    en="The sample and the analytic interval do not agree on whether zero lies in the interval of the difference; no "
    "difference is stated.",
    zh="抽样结果与解析区间对差值是否可能为零的判断不一致，因此不表述差异。",
)
UNITS_WITHOUT_FUNCTION: Final = Text(
    en="Several declared units are set against each other, but the only function known is one declared unit. State "
    "with --function what so many of them do.",
    zh="比较涉及多个声明单位，但已知的功能仅为一个声明单位。请用 --function 写明这些单位共同实现的功能。",
)
_DIGITS: Final = 3
_DIFFERENCE_DIGITS: Final = 2
_MOST_PLACES: Final = 9
_LONGEST: Final = 120
_LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Said:
    """One side as the sentence names it."""

    product: Product
    result: FootprintResult
    units: Decimal

    @property
    def kg(self) -> Decimal:
        """Kg CO2e per function."""
        return self.result.total_kg_co2e * self.units

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """Its own 95 % interval, kg CO2e per function."""
        return self.result.interval.low * self.units, self.result.interval.high * self.units


def comparison_sentence(left: Said, right: Said, function: Function, interval: Interval, *, stated: bool) -> Text:
    """What may be said: both figures with their ranges, the difference or that none can be stated, and the limits.

    A single issue, a partial footprint and the lack of verification are part of the sentence and not a footnote
    (ISO 14067:2018 Annex B; ISO 14026).
    """
    difference = left.kg - right.kg
    places = max(_places(max(left.kg, right.kg), _DIGITS), _places(difference, _DIFFERENCE_DIGITS))
    names = _names(left, right)
    lower = 0 if difference < 0 else 1
    ends = (-interval.high, -interval.low) if difference < 0 else (interval.low, interval.high)
    gap, low, high = (_fixed(value, places) for value in (abs(difference), *ends))
    sides = [(_fixed(side.kg, places), *(_fixed(end, places) for end in side.range)) for side in (left, right)]
    (a, a_low, a_high), (b, b_low, b_high) = sides
    one, other = names
    rules = rule_set(left.result.rules)
    named = [f"“{name.in_lang('en')}”{times.en}" for name, times in ((one, _counted(left)), (other, _counted(right)))]
    named_zh = [
        f"“{name.in_lang('zh')}”{times.zh}" for name, times in ((one, _counted(left)), (other, _counted(right)))
    ]
    unit, unit_zh = (_cut(function.text.in_lang(lang)).removeprefix("1 ") for lang in _LANGS)
    en = (
        f"Per {unit}, from cradle to gate, {named[0]} is {a} kg CO2e (95 %: {a_low} to {a_high}) and "
        f"{named[1]} is {b} kg CO2e (95 %: {b_low} to {b_high}): "
        + (
            f"“{names[lower].in_lang('en')}” is lower by {gap} kg CO2e (95 %: {low} to {high})."
            if stated
            else f"no difference can be stated (95 % of the difference: {low} to {high} kg CO2e)."
        )
        + f" Partial carbon footprint by {rules.standard}, climate change only: use and end of life are not included, "
        "and no other environmental impact is assessed."
    )
    zh = (
        f"每{unit_zh}，从摇篮到大门：{named_zh[0]}为 {a} kg CO2e"
        f"（95%：{a_low} 至 {a_high}），{named_zh[1]}为 {b} kg CO2e（95%：{b_low} 至 {b_high}）；"
        + (
            f"“{names[lower].in_lang('zh')}”低 {gap} kg CO2e（95%：{low} 至 {high}）。"
            if stated
            else f"不能断定两者有差异（差值的 95% 区间：{low} 至 {high} kg CO2e）。"
        )
        + f"按 {rules.standard} 核算的部分碳足迹，仅涉及气候变化：未含使用和废弃处置，未评价其他环境影响。"
    )
    if any(_open_land_use(side) for side in (left, right)):
        en += " Land-use change of bio-based material is not quantified."
        zh += "生物基材料的土地利用变化未量化。"
    if rules.caution is not None:
        en += f" {rules.caution.en}"
        zh += rules.caution.zh
    return Text(en=en + " Not verified.", zh=zh + "未经核查。")


def comparison_notes(left: Said, right: Said, function: Function | None) -> tuple[Text, ...]:
    """What a reader of the two figures should know besides: masses, whose word the function is, uptake, scenarios."""
    one, other = _names(left, right)
    masses = [decimal_text(significant(side.product.mass_kg * side.units, _DIGITS)) for side in (left, right)]
    notes = [
        Text(
            en=f"Mass per function, without packaging: “{one.in_lang('en')}” {masses[0]} kg, "
            f"“{other.in_lang('en')}” {masses[1]} kg.",
            zh=f"每次功能的质量（不含包装）：“{one.in_lang('zh')}”{masses[0]} kg，"
            f"“{other.in_lang('zh')}”{masses[1]} kg。",
        )
    ]
    if function is not None and function.stated:
        notes.append(
            Text(
                en="That both products fulfil this function equally is the statement of whoever compares them.",
                zh="两种商品同等实现该功能，系比较者的陈述。",
            )
        )
    uptake = [side.result.components.biogenic_uptake * side.units for side in (left, right)]
    if any(uptake):
        kg = [_fixed(value, _places(value, _DIGITS)) for value in uptake]
        notes.append(
            Text(
                en=f"CO2 that grew into the material stands apart and in neither figure: {kg[0]} kg and {kg[1]} kg. It "
                "leaves again at the end of life, which is not included.",
                zh=f"材料生长时吸收的 CO2 单独列示，不计入任何一方：{kg[0]} kg 与 {kg[1]} kg。"
                "废弃时将再次释放，而该阶段未计入。",
            )
        )
    if any(side.result.life_cycle is not None for side in (left, right)):
        notes.append(
            Text(
                en="Scenarios for stages after the gate are in the records; they are not compared here.",
                zh="记录中含有出厂后各阶段的情景，此处不作比较。",
            )
        )
    return tuple(notes)


def _counted(side: Said) -> Text:
    """How many declared units stand behind a figure, where it is not one."""
    if side.units == 1:
        return Text()
    count, unit = decimal_text(side.units), side.product.declared_unit
    return Text(en=f" ({count} × {_cut(unit.in_lang('en'))})", zh=f"（{count} × {_cut(unit.in_lang('zh'))}）")


def _open_land_use(side: Said) -> bool:
    """Bio-based material whose land-use change nobody has quantified."""
    parts = side.result.components
    grown = bool(parts.biogenic_carbon_content_kg or parts.biogenic_uptake)
    return land_use_partly(side.result.notes) or (grown and parts.land_use_change is None)


def _names(left: Said, right: Said) -> tuple[Text, Text]:
    """Names by which a reader can tell the two apart."""
    one, other = left.product, right.product
    same = one.name.in_lang("en") == other.name.in_lang("en") or one.name.in_lang("zh") == other.name.in_lang("zh")
    names = [
        Text(
            en=_cut(f"{p.name.in_lang('en')} ({p.id})" if same else p.name.in_lang("en")),
            zh=_cut(f"{p.name.in_lang('zh')}（{p.id}）" if same else p.name.in_lang("zh")),
        )
        for p in (one, other)
    ]
    return names[0], names[1]


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _places(value: Decimal, digits: int) -> int:
    """Decimals that show `digits` significant digits of a value."""
    return min(_MOST_PLACES, max(0, digits - 1 - significant(value, digits).adjusted())) if value else 0


def _fixed(value: Decimal, places: int) -> str:
    """The one rounding before the eye; both figures and their difference have the same decimals."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return f"{abs(rounded) if rounded == 0 else rounded:f}".replace("-", "−")
