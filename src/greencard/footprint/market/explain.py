"""Why a product of a market has its figure: what it takes of factors and of other products, as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from greencard.footprint.market.columns import STAGES
from greencard.footprint.tree import joined
from greencard.model import ExplainNode, Text
from greencard.quantity import decimal_of, decimal_text

if TYPE_CHECKING:
    from greencard.footprint.market.market import Market
    from greencard.model import FactorRef, StageId

__all__ = ["calculated_alone", "explained"]

_NAMES: Final[dict[StageId, Text]] = {
    "raw_materials": Text(en="Raw materials", zh="原材料"),
    "inbound_transport": Text(en="Inbound transport", zh="进厂运输"),
    "production": Text(en="Production", zh="生产"),
    "packaging": Text(en="Packaging", zh="包装"),
}
_SUPPLIER: Final = Text(en="a supplier's own figure", zh="供应商自有数值")
_WHOLE: Final = Text(
    en="calculated alone, with what a folder does not know; assess its file for the reasons",
    zh="含文件夹核算所不处理的内容，单独计算；理由见该文件的单独核算",
)
_ROOT: Final = Text(en="Cradle to gate, one declared unit", zh="从摇篮到大门，一个声明单位")


def calculated_alone(market: Market, place: int) -> bool:
    """Whether the single assessment calculated the product: the market knows its stages and no more."""
    number = int(market.numbers[place])
    return any(whole == number for whole, _, _ in market.block.whole)


def explained(market: Market, place: int) -> ExplainNode:
    """The tree of one product: stages, below them each use of a factor and each product it is made of, largest first.

    Nodes add up exactly, as everywhere; leaves are rounded to twelve digits.
    """
    block, number = market.block, int(market.numbers[place])
    below: dict[StageId, list[ExplainNode]] = {stage: [] for stage in _NAMES}
    for use in np.flatnonzero(block.use_product == number).tolist():
        key = block.leaves[int(block.use_leaf[use])]
        stage: StageId = STAGES[int(block.use_stage[use])]
        amount = float(block.use_amount[use])
        factor = block.factors[int(block.use_leaf[use])]
        unit = factor.unit.partition("/")[2] if factor is not None else ""
        below[stage].append(
            ExplainNode(
                label=_named(key.group, factor),
                kg_co2e=decimal_of(amount * key.value),
                basis="measured" if block.use_measured[use] else "default",
                stage=stage,
                formula=f"{decimal_text(decimal_of(amount, 6))} {unit} × {decimal_text(decimal_of(key.value))} "
                f"{factor.unit if factor is not None else 'kg CO2e/kg'}".replace("  ", " "),
                amount=decimal_of(amount),
                unit=unit,
                factor=factor,
                sigma=decimal_of(key.sigma),
                amount_sigma=decimal_of(float(block.use_sigma[use])),
            )
        )
    links = market.links
    words = {
        (int(taker), to): said
        for taker, to, said in zip(block.link_product.tolist(), block.link_to, block.link_words, strict=True)
        if taker == number
    }
    for link in np.flatnonzero(links.consumers == number).tolist():
        name = block.ids[int(links.providers[link])]
        units, each = float(links.amounts[link]), float(market.totals[market.places[name]])
        said = words.get((number, name), name)
        below["raw_materials"].append(
            ExplainNode(
                label=Text(en=f"{said} (product {name})", zh=f"{said}（商品 {name}）"),
                kg_co2e=decimal_of(units * each),
                basis="default",
                stage="raw_materials",
                formula=f"{decimal_text(decimal_of(units, 6))} × {decimal_text(decimal_of(each))}",
                amount=decimal_of(units),
            )
        )
    children = tuple(
        joined(_NAMES[stage], tuple(sorted(nodes, key=lambda node: -node.kg_co2e)), stage, Text())
        for stage, nodes in below.items()
    )
    return joined(_ROOT, children, None, Text())


def _named(group: str, factor: FactorRef | None) -> Text:
    """What a leaf is called: its factor's name, or that it is a supplier's or the single assessment's own figure."""
    if factor is not None:
        return Text(en=factor.name, zh=factor.name_zh or factor.name)
    return _WHOLE if group.startswith("whole/") else _SUPPLIER
