"""P3: plastic in grams per declared unit, its part against a reference, and the levels L0 to L4.

    D = 1 − p / p_ref        p: plastic of the product and of all packaging

Without a reference that somebody read there is no D, only grams. Levels: L0 no data; L1 plastic is there and legal
where the goods go; L2 no plastic format that a destination bans; L3 besides, packaging below 5 % plastic; L4 product
and packaging free of plastic but for 0.1 %. Each level needs the ones before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, Literal

from greencard.model import Answer, Bounds, LevelTest, MaterialPart, PlasticPillar, PlasticReduction, Text
from greencard.pillars.given import EXACT, Given, down, up
from greencard.pillars.parameters import Parameters
from greencard.pillars.recycled import recycled_line
from greencard.pillars.traps import filler, is_bio_polymer, is_coated_paper, traps_of
from greencard.quantity import decimal_text

__all__ = ["plastic_kg", "plastic_pillar"]

_ZERO: Final = Decimal(0)
_NOTHING: Final = Bounds(low=_ZERO, high=_ZERO)
_GRAMS: Final = Decimal(1000)
_SHOWN: Final = 6
_CENT: Final = Decimal("0.01")


def plastic_pillar(given: Given, parameters: Parameters) -> PlasticPillar:
    """Grams, reduction, level, bans and traps of one declared unit."""
    product = [part for part in given.parts if part.where == "product"]
    packaging = [part for part in given.parts if part.where != "product"]
    in_product, in_packaging = (_total(plastic_kg(part, given) for part in parts) for parts in (product, packaging))
    total = _plus(in_product, in_packaging)
    whole = _share(in_packaging, packaging)
    levels = _levels(given, parameters, total, whole)
    grown = _ZERO
    for part in given.parts:
        grown = EXACT.add(grown, EXACT.multiply(plastic_kg(part, given).low, part.bio_based_share))
    return PlasticPillar(
        product_g=_grams(in_product),
        packaging_g=_grams(in_packaging),
        total_g=_grams(total),
        virgin_g=_grams(_total(_virgin(part, given, parameters) for part in given.parts)),
        single_use_g=_grams(_single_use(given, in_product, in_packaging)),
        bio_based_g=down(grown * _GRAMS),
        packaging_share=whole,
        reduction=_reduction(given, parameters, _grams(total)),
        level=_level(levels),
        levels=levels,
        bans=given.bans,
        traps=traps_of(given),
        notes=_notes(given, packaging),
    )


def plastic_kg(part: MaterialPart, given: Given) -> Bounds:
    """Plastic in one part, kg: all of it, none of it, or anything between where the record does not say."""
    if is_coated_paper(part):
        return Bounds(low=_ZERO, high=part.mass_kg)
    filled = filler(part, given)
    if part.plastic or is_bio_polymer(part) or filled == "yes":
        return Bounds(low=part.mass_kg, high=part.mass_kg)
    return Bounds(low=_ZERO, high=part.mass_kg) if part.plastic is None or filled == "unknown" else _NOTHING


def _virgin(part: MaterialPart, given: Given, parameters: Parameters) -> Bounds:
    """Plastic that is not recycled: at best what is possible is recycled, at worst only what is verified."""
    plastic, line = plastic_kg(part, given), recycled_line(part, parameters)
    if part.mass_kg <= 0:
        return _NOTHING
    best, worst = (EXACT.divide(kg, part.mass_kg) for kg in (line.possible_kg, line.verified_kg))
    return Bounds(low=EXACT.multiply(plastic.low, 1 - best), high=EXACT.multiply(plastic.high, 1 - worst))


def _single_use(given: Given, product: Bounds, packaging: Bounds) -> Bounds:
    """Plastic used once: the product's if it is single-use, the packaging's unless it is made to be used again."""
    parts = []
    for name, once, mass in (("single_use", True, product), ("pack_reusable", False, packaging)):
        fact = given.fact(name)
        if fact is None or not isinstance(fact.value, bool):
            parts.append(Bounds(low=_ZERO, high=mass.high))
        else:
            parts.append(mass if fact.value is once else _NOTHING)
    return _plus(*parts)


def _reduction(given: Given, parameters: Parameters, total_g: Bounds) -> PlasticReduction:
    if given.reference is not None:
        stated = given.reference
        return PlasticReduction(
            reduction=_against(total_g, stated.grams),
            reference_g=stated.grams,
            reference=stated.name,
            source=stated.source,
            trust="buyer",
        )
    functions = given.fact("product_functions")
    held = functions.value if functions is not None and isinstance(functions.value, tuple) else ()
    terms = next((entry for entry in parameters.references if entry.function in held), None)
    if terms is None:
        return PlasticReduction(
            reference=Text(
                en="no reference mass with a source is held for goods of this function: grams only",
                zh="没有该类商品的、有出处的参照质量：只给出克数",
            )
        )
    if given.pieces is None:
        return PlasticReduction(
            reference=Text(
                en=f"{terms.name.en}: a reference per piece; say how many pieces one declared unit holds (--pieces)",
                zh=f"{terms.name.zh}：参照值按件计；请说明每申报单位含多少件（--pieces）",
            ),
            source=terms.source,
            trust=terms.trust,
        )
    grams = EXACT.multiply(terms.grams_per_piece, given.pieces)
    return PlasticReduction(
        reduction=_against(total_g, grams),
        reference_g=grams,
        reference=terms.name,
        source=terms.source,
        trust=terms.trust,
    )


def _against(total_g: Bounds, reference_g: Decimal) -> Bounds:
    low, high = (1 - EXACT.divide(grams, reference_g) for grams in (total_g.high, total_g.low))
    return Bounds(low=down(low), high=up(high))


# -- levels ----------------------------------------------------------------------------------------------------------


def _levels(given: Given, parameters: Parameters, total: Bounds, packaging: Bounds | None) -> tuple[LevelTest, ...]:
    return (
        _has_data(given),
        _legal(given),
        _no_banned_format(given),
        _packaging_free(parameters, packaging),
        _plastic_free(given, parameters, total, packaging),
    )


def _level(levels: tuple[LevelTest, ...]) -> Bounds:
    """The highest level all of whose tests are met, and the highest none of whose tests is failed."""
    sure = possible = 0
    for test in levels[1:]:
        if all(one.met == "yes" for one in levels[: test.level + 1]):
            sure = test.level
        if all(one.met != "no" for one in levels[: test.level + 1]):
            possible = test.level
    return Bounds(low=Decimal(sure), high=Decimal(possible))


def _test(level: Literal[0, 1, 2, 3, 4], met: Answer, en: str, zh: str) -> LevelTest:
    return LevelTest(level=level, met=met, why=Text(en=en, zh=zh))


def _has_data(given: Given) -> LevelTest:
    known = any(part.plastic is not None for part in given.parts)
    if known:
        return _test(0, "yes", "the record names its materials", "记录写明了材料")
    return _test(0, "unknown", "no material of the record can be read", "记录中的材料均无法识别")


def _legal(given: Given) -> LevelTest:
    """Asked about destinations only: without one, nothing is said of any."""
    if not given.destinations:
        return _test(
            1,
            "yes",
            "no destination was named; legal is said of named ones only",
            "未指定目的地；是否合法只对指定的目的地作答",
        )
    return _of_bans(
        1, given, f"no plastic format is banned in {', '.join(given.destinations)}",
        f"{'、'.join(given.destinations)} 没有禁止该塑料制品形式",
    )  # fmt: skip


def _no_banned_format(given: Given) -> LevelTest:
    return _of_bans(
        2, given, "no rule held in force bans its format as plastic", "现行规则中没有禁止该塑料制品形式的规定"
    )


def _of_bans(level: Literal[1, 2], given: Given, en: str, zh: str) -> LevelTest:
    sure = [ban for ban in given.bans if ban.certain]
    if sure:
        named = ", ".join(f"{ban.jurisdiction} ({ban.rule_id})" for ban in sure[:_SHOWN])
        more = " …" if len(sure) > _SHOWN else ""
        return _test(level, "no", f"banned in {named}{more}", f"在下列地区被禁：{named}{more}")
    if given.bans:
        names = sorted({name for ban in given.bans for name in ban.missing_facts})
        labels = [given.label(name) for name in names[:_SHOWN]]
        named, named_zh = ", ".join(label.en for label in labels), "、".join(label.zh for label in labels)
        count = len(given.bans)
        return _test(
            level,
            "unknown",
            f"{count} {'ban' if count == 1 else 'bans'} may reach it; to be said: {named}",
            f"可能适用 {count} 条禁令；需要说明：{named_zh}",
        )
    return _test(level, "yes", en, zh)


def _packaging_free(parameters: Parameters, share: Bounds | None) -> LevelTest:
    limit = parameters.plastic.packaging_free_below
    percent = decimal_text(limit * 100)
    if share is None:
        return _test(3, "unknown", "no packaging is recorded", "未记录包装")
    shown = _percents(share)
    met: Answer = "yes" if share.high < limit else "no" if share.low >= limit else "unknown"
    return _test(
        3,
        met,
        f"packaging holds {shown} plastic; the level asks for less than {percent} %",
        f"包装含塑 {shown}；该等级要求低于 {percent}%",
    )


def _plastic_free(given: Given, parameters: Parameters, total: Bounds, packaging: Bounds | None) -> LevelTest:
    limit = parameters.plastic.impurity
    mass = _mass(given.parts)
    if mass <= 0:
        return _test(4, "unknown", "no mass is recorded", "未记录质量")
    share = Bounds(low=down(EXACT.divide(total.low, mass)), high=up(EXACT.divide(total.high, mass)))
    met: Answer = "yes" if share.high <= limit else "no" if share.low > limit else "unknown"
    if any(is_coated_paper(part) for part in given.parts):
        met = "no"
    elif packaging is None and met == "yes":
        met = "unknown"
    shown, percent = _percents(share), decimal_text(limit * 100)
    return _test(
        4,
        met,
        f"product and packaging hold {shown} plastic; the level asks for at most {percent} %",
        f"产品与包装含塑 {shown}；该等级要求不超过 {percent}%",
    )


def _percents(share: Bounds) -> str:
    """Two decimals, each end rounded outwards; one figure where both ends are equal."""
    low, high = EXACT.multiply(share.low, Decimal(100)), EXACT.multiply(share.high, Decimal(100))
    first = low.quantize(_CENT, ROUND_FLOOR)
    return f"{first} %" if high - low < _CENT / 100 else f"{first} – {high.quantize(_CENT, ROUND_CEILING)} %"


def _notes(given: Given, packaging: list[MaterialPart]) -> tuple[Text, ...]:
    notes = []
    unread = [part.material for part in given.parts if part.plastic is None]
    if unread:
        named = ", ".join(unread[:_SHOWN])
        notes.append(
            Text(
                en=f"Not known whether plastic: {named}. They count as plastic at the high end.",
                zh=f"无法判断是否塑料：{named}。上限按塑料计。",
            )
        )
    if not packaging:
        notes.append(
            Text(
                en="No packaging is recorded; none is not the same as free of plastic.",
                zh="未记录包装；没有记录不等于无塑。",
            )
        )
    return tuple(notes)


# -- sums ------------------------------------------------------------------------------------------------------------


def _mass(parts: Iterable[MaterialPart]) -> Decimal:
    total = _ZERO
    for part in parts:
        total = EXACT.add(total, part.mass_kg)
    return total


def _plus(left: Bounds, right: Bounds) -> Bounds:
    return Bounds(low=EXACT.add(left.low, right.low), high=EXACT.add(left.high, right.high))


def _total(parts: Iterable[Bounds]) -> Bounds:
    total = _NOTHING
    for part in parts:
        total = _plus(total, part)
    return total


def _share(plastic: Bounds, parts: list[MaterialPart]) -> Bounds | None:
    mass = _mass(parts)
    if mass <= 0:
        return None
    return Bounds(low=down(EXACT.divide(plastic.low, mass)), high=up(EXACT.divide(plastic.high, mass)))


def _grams(kg: Bounds) -> Bounds:
    return Bounds(low=down(EXACT.multiply(kg.low, _GRAMS)), high=up(EXACT.multiply(kg.high, _GRAMS)))
