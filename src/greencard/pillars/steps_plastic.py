"""Steps towards less plastic: saying what is there, other packaging, another material, another form."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from greencard.model import MaterialPart, Text
from greencard.pillars.given import Given
from greencard.pillars.measures import Measured
from greencard.pillars.plastic import plastic_kg
from greencard.pillars.step import Change, Step, with_fact, with_part

__all__ = ["plastic_steps"]

_ONE: Final = Decimal(1)


def plastic_steps(measure: str, given: Given, found: Measured) -> Iterator[Step]:
    """Candidates for a measure of plastic."""
    yield from _plastic_data(measure, given, found)
    product_counts = measure not in {"packaging_plastic_share", "plastic_packaging_g"}
    for part in given.parts:
        plastic = plastic_kg(part, given)
        if plastic.high <= 0 or (part.where == "product" and not product_counts):
            continue
        packed = part.where != "product"
        yield Step(
            "material",
            "repack" if packed else "other_material",
            Text(
                en=f"replace {part.material} by a {'pack' if packed else 'material'} without plastic",
                zh=f"把{part.material}换成不含塑料的{'包装' if packed else '材料'}",
            ),
            with_part(part.pointer, _without_plastic),
            certain=True,
            pointer=part.pointer,
            part=part.pointer,
            lead=plastic.high,
        )
    if measure == "plastic_level" and any(ban.certain for ban in given.bans):
        named = ", ".join(dict.fromkeys(ban.rule_id for ban in given.bans if ban.certain))
        yield Step(
            "material",
            "other_material",
            Text(
                en=f"give the product a form that the bans do not reach ({named}): without plastic, or made to last",
                zh=f"改变产品形式使其不属于禁止范围（{named}）：不含塑料，或可长期使用",
            ),
            lambda before: msgspec.structs.replace(before, bans=()),
            certain=True,
        )


def _plastic_data(measure: str, given: Given, found: Measured) -> Iterator[Step]:
    for part in given.parts:
        if part.plastic is None:
            yield Step(
                "data",
                "write_down",
                Text(en=f"say what {part.material} is made of", zh=f"写明{part.material}是什么材料"),
                with_part(part.pointer, _without_plastic),
                certain=False,
                pointer=f"{part.pointer}/material",
                part=part.pointer,
                lead=part.mass_kg,
            )
    if found.plastic.packaging_share is None and measure in {"plastic_level", "packaging_plastic_share"}:
        board = MaterialPart(pointer="/packaging/0", material="(to come)", mass_kg=_ONE, where="sales", plastic=False)
        yield Step(
            "data",
            "write_down",
            Text(en="record the packaging with its masses", zh="记录包装及其质量"),
            lambda before: msgspec.structs.replace(before, parts=(*before.parts, board)),
            certain=False,
            pointer="/packaging",
        )
    if measure == "plastic_level":
        names = dict.fromkeys(name for ban in given.bans for name in ban.missing_facts)
        for name in names:
            asked = given.question(name)
            yield Step(
                "data",
                "write_down",
                Text(en=f"answer, since bans depend on it: {asked.en}", zh=f"回答（禁令取决于此）：{asked.zh}"),
                _fact_settles(name),
                certain=False,
                pointer=f"/facts/{name}",
            )
    if measure == "single_use_plastic_g":
        for name, value, en, zh in (
            ("single_use", False, "say whether the product is made to be used once", "说明产品是否一次性使用"),
            ("pack_reusable", True, "say whether the packaging is made to be used again", "说明包装是否可重复使用"),
        ):
            if given.fact(name) is None:
                yield Step(
                    "data",
                    "write_down",
                    Text(en=en, zh=zh),
                    with_fact(name, value=value),
                    certain=False,
                    pointer=f"/facts/{name}",
                )


def _fact_settles(name: str) -> Change:
    """At best every ban that waits for this fact falls away."""

    def apply(given: Given) -> Given:
        bans = tuple(ban for ban in given.bans if ban.certain or name not in ban.missing_facts)
        return msgspec.structs.replace(given, bans=bans)

    return apply


def _without_plastic(part: MaterialPart) -> MaterialPart:
    return msgspec.structs.replace(part, plastic=False, material="(replaced)", plant_filler=False, recycled=None)
