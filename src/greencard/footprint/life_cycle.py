"""From the gate to the grave: distribution, use and end of life by stated scenarios (ISO 14067:2018 6.3.7, 6.3.8).

These stages stand beside the cradle-to-gate figure and never change it. Nothing is credited: recycling and energy
recovery carry their collection and transport (cut-off), and what the recycled material or the energy replaces belongs
to whoever uses it. What is burnt lets out its fossil carbon all the same: that CO2 is counted from molecular formulae
(`greencard.footprint.burning`), because the published factors leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.footprint.burning import UNHELD, Burnt, burnt_as
from greencard.footprint.doubt.interval import uncertainty_interval
from greencard.footprint.question import ask
from greencard.footprint.tree import Branch, Leaf, Node, joined, leaves
from greencard.model import LifeCycle, LifeStage, Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from greencard.factors import Catalogue, LifeCycleFactor
    from greencard.footprint.doubt.data_quality import Rater
    from greencard.model import ExplainNode, LifeStageId, Product, Question, TransportResult

__all__ = ["Later", "later_stages", "life_cycle_of"]

_DIGITS: Final = 12
_STAGES: Final[dict[LifeStageId, Text]] = {
    "distribution": Text(en="Distribution", zh="分销运输"),
    "use": Text(en="Use", zh="使用"),
    "end_of_life": Text(en="End of life", zh="报废处置"),
}
_FULL: Final = Text(en="Cradle to grave, one declared unit", zh="从摇篮到坟墓，一个声明单位")
_PART: Final = Text(
    en="Cradle to gate and the stages after it for which there is a scenario (not cradle to grave)",
    zh="从摇篮到大门及有情景的后续阶段（并非从摇篮到坟墓）",
)
_ROUTES: Final = {
    "recycling": Text(en="to recycling", zh="再生利用"),
    "landfill": Text(en="to landfill", zh="填埋"),
    "energy_recovery": Text(en="to energy recovery", zh="焚烧能量回收"),
    "composting": Text(en="to composting", zh="堆肥"),
}
_BURNT: Final = "energy_recovery"
_PARTLY: Final = frozenset({"electronic", "battery"})
"""Waste streams that hold plastics in parts nobody states."""
_CUT_OFF: Final = Text(
    en="End of life by cut-off: recycling and energy recovery carry collection and transport, without credit.",
    zh="报废按截断法：再生利用和能量回收计收集与运输，不计抵扣。",
)
_BURNING: Final = Text(
    en="The published factor of energy recovery leaves out the CO2 of burning fossil plastics; it is counted here from "
    "molecular formulae, and the energy gained earns no credit.",
    zh="公布的能量回收因子不含焚烧化石塑料的 CO2；此处按分子式计入，所得能源不计抵扣。",
)
_METHANE: Final = Text(
    en="Landfill methane is counted as far as the published factor of the waste stream holds it.",
    zh="填埋甲烷仅在公布的废物因子包含时计入。",
)
_RETURNS: Final = Text(
    en="All biogenic carbon in the product is taken to leave as CO2 at the end: with the uptake it comes to zero, "
    "storage counts for nothing (ISO 14067:2018 6.4.8).",
    zh="产品中的生物碳在报废时全部按 CO2 释放：与吸收量相抵为零，碳储存不计折扣（ISO 14067:2018 6.4.8）。",
)


@dataclass(slots=True)
class Later:
    """Stages after the gate: their nodes, scenarios, questions and notes."""

    nodes: dict[LifeStageId, Node] = field(default_factory=dict)
    scenarios: dict[LifeStageId, Text] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def later_stages(
    catalogue: Catalogue,
    product: Product,
    *,
    materials: Sequence[str],
    packaging: Sequence[str],
    distribution: TransportResult | None,
    destination: str,
    grown: bool = False,
) -> Later | None:
    """The stages after the gate; None where the record gives neither a use profile nor an end of life.

    Args:
        catalogue: emission factors; grids are life-cycle factors, never direct ones.
        product: the record.
        materials: catalogue material of each line of the bill of materials, in order; empty where not known.
        packaging: the same of each packaging part.
        distribution: the way to the buyer (ISO 14083), kg CO2e per declared unit.
        destination: country where the product is used and discarded, ISO 3166-1 alpha-2; empty: not known.
        grown: whether the product holds biogenic carbon, by the record or by a supplier's card.
    """
    if product.use is None and product.end_of_life is None:
        return None
    later = Later()
    if distribution is not None:
        _distribution(catalogue, product, distribution, later)
    if product.use is not None:
        _use(catalogue, product, destination, later)
    if product.end_of_life is not None:
        _end_of_life(catalogue, product, (*materials, *packaging), destination, later)
        if grown and "end_of_life" in later.nodes:
            later.notes.append(_RETURNS)
    return later


def life_cycle_of(
    gate: ExplainNode, gate_leaves: Iterable[Leaf], uptake_kg: Decimal, later: Later, rater: Rater
) -> LifeCycle:
    """The footprint over the life cycle: the cradle-to-gate figure and the later stages, kg CO2e per declared unit.

    The biogenic CO2 that leaves at the end is the uptake with its sign turned, where there is an end of life. `rater`
    rates the factors of the later stages, where the product is used.
    """
    left_out = tuple(stage for stage in _STAGES if stage not in later.nodes)
    children = [gate]
    stages = []
    for stage in _STAGES:
        node = later.nodes.get(stage)
        if node is None:
            continue
        shown = joined(_STAGES[stage], _children(node, rater), None, later.scenarios[stage])
        children.append(shown)
        stages.append(LifeStage(id=stage, kg_co2e=shown.kg_co2e, scenario=later.scenarios[stage]))
    below = [leaf for node in later.nodes.values() for leaf in leaves(node)]
    explain = joined(_PART if left_out else _FULL, tuple(children), None, Text())
    return LifeCycle(
        total_kg_co2e=explain.kg_co2e,
        stages=tuple(stages),
        left_out=left_out,
        biogenic_release_kg=-uptake_kg if "end_of_life" in later.nodes else Decimal(0),
        interval=uncertainty_interval([*gate_leaves, *below]),
        explain=explain,
    )


def _children(node: Node, rater: Rater) -> tuple[ExplainNode, ...]:
    below = node.children if isinstance(node, Branch) else (node,)
    return tuple(child.explained(None, rater.shown) for child in below)


def _distribution(catalogue: Catalogue, product: Product, way: TransportResult, later: Later) -> None:
    rules = catalogue.uncertainty
    found = [
        Leaf(
            label=Text(en=f"{leg.origin} to {leg.destination}", zh=f"{leg.origin} 至 {leg.destination}"),
            amount=Decimal(1),
            unit="declared unit",
            factor=msgspec.structs.replace(leg.factor, value=leg.wtw_kg_co2e, unit="kg CO2e/declared unit"),
            basis="default",
            sigma=rules.sigma("literature", leg.factor.region, leg.factor.year, used_in=product.facility.country),
            amount_sigma=float(rules.activity.stated),
            note=Text(en=leg.formula, zh=leg.formula),
            pointer=f"/route/legs/{i}",
        )
        for i, leg in enumerate(way.elements)
    ]
    later.nodes["distribution"] = Branch(_STAGES["distribution"], tuple(found))
    to = product.route.destination if product.route is not None else ""
    later.scenarios["distribution"] = Text(
        en=f"the planned route to {to}, with packaging, well to wheel (ISO 14083)",
        zh=f"按计划路线运至 {to}，含包装，全过程（ISO 14083）",
    )


def _use(catalogue: Catalogue, product: Product, destination: str, later: Later) -> None:
    use = product.use
    assert use is not None  # noqa: S101 - asked by the only caller
    kwh = use.electricity_kwh_per_year * use.years
    country = use.country or destination
    grid = catalogue.electricity(country, "average") if country else None
    if kwh > 0 and grid is None:
        later.questions.append(
            ask(
                "use.country",
                product.id,
                en="In which country is the product used? "
                + (
                    f"No life-cycle electricity factor of {country} is at hand (a direct one never stands in)"
                    if country
                    else "The record does not say"
                )
                + ", so use is left out.",
                zh="产品在哪个国家使用？"
                + (f"没有 {country} 的电力全生命周期因子（不以直接排放因子代替）" if country else "记录未填写")
                + "，因此未计入使用阶段。",
                kg=0.0,
                pointer="/use/country",
            )
        )
        return
    found: list[Leaf] = []
    if grid is not None and kwh > 0:
        rules = catalogue.uncertainty
        documented = use.evidence.grade != "E0"
        found.append(
            Leaf(
                label=Text(
                    en=f"electricity over the service life, grid of {country}", zh=f"使用期用电（{country} 电网）"
                ),
                amount=kwh,
                unit="kWh",
                factor=grid.reference(),
                basis="measured" if documented else "default",
                sigma=rules.sigma(grid.quality, grid.region, grid.year, used_in=country),
                amount_sigma=float(rules.activity.measured if documented else rules.activity.stated),
                grade=use.evidence.grade,
                note=Text(
                    en=f"{decimal_text(use.electricity_kwh_per_year)} kWh a year × {decimal_text(use.years)} years",
                    zh=f"每年 {decimal_text(use.electricity_kwh_per_year)} 千瓦时 × {decimal_text(use.years)} 年",
                ),
                pointer="/use/electricity_kwh_per_year",
            )
        )
        if not documented:
            later.questions.append(
                ask(
                    "use.evidence",
                    product.id,
                    en="Which document supports the use profile (years and kWh a year)? It is a statement now.",
                    zh="使用情景（年限和年用电量）有何文件支持？目前仅为声明。",
                    kg=found[0].kg,
                    pointer="/use/evidence",
                )
            )
    later.nodes["use"] = Branch(_STAGES["use"], tuple(found))
    later.scenarios["use"] = use.scenario


def _end_of_life(
    catalogue: Catalogue, product: Product, materials: Sequence[str], destination: str, later: Later
) -> None:
    end = product.end_of_life
    assert end is not None  # noqa: S101 - asked by the only caller
    masses: dict[str, Decimal] = {}
    amounts = [*(line.net_kg for line in product.bom), *(part.mass_kg for part in product.packaging)]
    for material, kg in zip(materials, amounts, strict=True):
        known = catalogue.materials.get(material)
        stream = known.waste if known is not None else "mixed"
        masses[stream] = masses.get(stream, Decimal(0)) + kg
    shares: dict[str, Decimal] = {}
    for disposal in end.disposal:
        shares[disposal.route] = shares.get(disposal.route, Decimal(0)) + disposal.share
    found: list[Node] = []
    missing = False
    for stream, kg in sorted(masses.items()):
        for route, share in shares.items():
            amount = significant(kg * share, _DIGITS)
            if amount <= 0:
                continue
            factor, stands_in = _treatment(catalogue, stream, route)
            if factor is None:
                missing = True
                later.questions.append(_no_factor(stream, route, amount))
                continue
            found.append(_treated(catalogue, product, stream, route, amount, factor, destination, stands_in=stands_in))
    if missing:
        return
    burnt = _burning(catalogue, product, materials, shares.get(_BURNT, Decimal(0)), destination, later)
    later.nodes["end_of_life"] = Branch(_STAGES["end_of_life"], (*found, *burnt))
    later.scenarios["end_of_life"] = end.scenario
    later.notes.append(_CUT_OFF)
    if burnt:
        later.notes.append(_BURNING)
    if shares.get("landfill"):
        later.notes.append(_METHANE)


def _burning(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue, product: Product, materials: Sequence[str], share: Decimal, destination: str, later: Later
) -> list[Leaf]:
    """Fossil CO2 of what goes to energy recovery, one leaf per polymer; what can only be bounded is asked about."""
    if share <= 0:
        return []
    lines = [(line.material, line.plastic, line.net_kg * (1 - line.bio_based_share)) for line in product.bom]
    lines += [(part.material, part.plastic, part.mass_kg) for part in product.packaging]
    amounts: dict[tuple[str, bool], Decimal] = {}
    found: dict[tuple[str, bool], Burnt] = {}
    words: dict[tuple[str, bool], dict[str, None]] = {}
    for (name, plastic, kg), material in zip(lines, materials, strict=True):
        fossil = significant(kg * share, _DIGITS)
        if fossil <= 0:
            continue
        burnt = burnt_as(material, plastic=plastic)
        if burnt is None:
            known = catalogue.materials.get(material)
            if material in UNHELD or (known is not None and known.waste in _PARTLY):
                later.questions.append(_carbon_question(name, fossil, None))
            continue
        if burnt.stands_in:
            later.questions.append(_carbon_question(name, fossil, burnt))
        key = (burnt.factor.id, burnt.stands_in)
        found[key] = burnt
        amounts[key] = amounts.get(key, Decimal(0)) + fossil
        words.setdefault(key, {})[name] = None
    rules = catalogue.uncertainty
    end = product.end_of_life
    documented = end is not None and end.evidence.grade != "E0"
    return [
        Leaf(
            label=Text(
                en=f"CO2 of burning {', '.join(words[key])}",
                zh=f"焚烧{'、'.join(words[key])}的 CO2",
            ),
            amount=amounts[key],
            unit="kg",
            factor=burnt.factor,
            basis="default",
            sigma=rules.sigma("derived", destination, None, used_in=destination, proxy=burnt.stands_in),
            amount_sigma=float(rules.activity.measured if documented else rules.activity.stated),
            grade=end.evidence.grade if end is not None else "E0",
            note=Text(en=f"taken as {burnt.name.en}, which holds more carbon", zh=f"按含碳更高的{burnt.name.zh}计")
            if burnt.stands_in
            else Text(),
            pointer="/end_of_life/disposal",
        )
        for key, burnt in sorted(found.items())
    ]


def _carbon_question(name: str, kg: Decimal, burnt: Burnt | None) -> Question:
    """What the fossil carbon of a material is, where its name gives no formula; at stake is the CO2 of burning it."""
    bound = burnt or burnt_as("plastic_average")
    assert bound is not None  # noqa: S101 - an average plastic is always answered
    return ask(
        "end_of_life.carbon",
        name,
        en=f"How much fossil carbon is in {name}? "
        + (
            f"Burnt, it counts as {bound.name.en}, which holds more."
            if burnt is not None
            else f"Burning it counts nothing yet; as {bound.name.en} it would be this much at most."
        ),
        zh=f"{name}含多少化石碳？"
        + (
            f"焚烧时按含碳更高的{bound.name.zh}计。"
            if burnt is not None
            else f"目前焚烧未计；若按{bound.name.zh}计，至多为此数。"
        ),
        kg=float(kg * bound.factor.value),
        pointer="/end_of_life/disposal",
    )


def _treatment(catalogue: Catalogue, stream: str, route: str) -> tuple[LifeCycleFactor | None, bool]:
    """The factor of a stream and a route, and whether mixed waste stands in for the stream."""
    own = catalogue.waste(stream, route)
    return (own, False) if own is not None else (catalogue.waste("mixed", route), True)


def _no_factor(stream: str, route: str, kg: Decimal) -> Question:
    way = _ROUTES[route]
    return ask(
        "end_of_life.factor",
        stream,
        en=f"No published factor is at hand for {decimal_text(kg)} kg of {stream} waste {way.en}, so end of life is "
        "left out. Which other route is realistic?",
        zh=f"{decimal_text(kg)} 千克 {stream} 类废物{way.zh}没有公布的因子，因此未计入报废阶段。"
        "是否有其他合理的处置方式？",
        kg=0.0,
        pointer="/end_of_life/disposal",
    )


def _treated(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue,
    product: Product,
    stream: str,
    route: str,
    kg: Decimal,
    factor: LifeCycleFactor,
    destination: str,
    *,
    stands_in: bool,
) -> Leaf:
    rules = catalogue.uncertainty
    end = product.end_of_life
    assert end is not None  # noqa: S101 - asked by the caller
    documented = end.evidence.grade != "E0"
    way = _ROUTES[route]
    return Leaf(
        label=Text(en=f"{stream} waste {way.en}", zh=f"{stream} 类废物，{way.zh}"),
        amount=kg,
        unit="kg",
        factor=factor.reference(),
        basis="default",
        sigma=rules.sigma(factor.quality, factor.region, factor.year, used_in=destination, proxy=stands_in),
        amount_sigma=float(rules.activity.measured if documented else rules.activity.stated),
        grade=end.evidence.grade,
        note=Text(en="mixed waste stands in", zh="以混合废物代用") if stands_in else Text(),
        pointer="/end_of_life/disposal",
    )
