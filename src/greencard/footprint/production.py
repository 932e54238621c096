"""Production: electricity, heat and the treatment of what did not become product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place
from greencard.footprint.electricity import electricity_leaves
from greencard.footprint.question import ask
from greencard.footprint.releases import release_leaves
from greencard.footprint.tree import Branch, Leaf, Node
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from greencard.factors import Catalogue, Fuel, GwpSet
    from greencard.footprint.electricity import Supply
    from greencard.model import BomLine, Process, Question

__all__ = ["MOST_GROSS", "Step", "gross_question", "loss_leaf", "much_lost", "process_step"]

MOST_GROSS: Final = 20
"""Times the net mass: above it the gross mass is asked about."""
_WASTE: Final = Text(en="treatment of production losses", zh="生产损耗处理")


@dataclass(frozen=True, slots=True)
class Step:
    """One process in the tree, the biogenic CO2 it released, and what is still to be asked about it."""

    node: Node
    biogenic_co2_kg: Decimal = Decimal(0)
    questions: tuple[Question, ...] = ()
    notes: tuple[Text, ...] = ()
    gwp: tuple[str, ...] = ()


def process_step(
    catalogue: Catalogue,
    process: Process,
    index: int,
    supply: Supply,
    gwp: GwpSet,
    *,
    heat_metered: bool | None = None,
) -> Step | None:
    """Electricity, heat and own releases of one process, kg CO2e; None where it has none of them.

    Args:
        catalogue: emission factors.
        process: the record; amounts per declared unit, before anything is shared with co-products.
        index: its place in the record.
        supply: how its electricity is supplied.
        gwp: potentials of the gases summed here.
        heat_metered: whether its fuel came from a meter; None: by the evidence the record names.

    Raises:
        Refused: the fuel is not known (GC-FAC-006), or a gas let out has no potential (GC-FAC-013).
        InvalidInput: a release of an impossible origin (GC-FPT-029).
    """
    found = electricity_leaves(catalogue, process, supply, index)
    questions: list[Question] = []
    notes: tuple[Text, ...] = ()
    labels: tuple[str, ...] = ()
    biogenic = Decimal(0)
    pointer = f"/processes/{index}"
    if found and found[0].basis == "default":
        questions.append(
            ask(
                "energy.meter",
                process.name,
                en=f"Is the electricity of {process.name} metered or billed? It is a statement now.",
                zh=f"{process.name}的用电量有电表读数或电费单吗？目前仅为声明。",
                kg=sum(leaf.kg for leaf in found),
                pointer=f"{pointer}/evidence",
            )
        )
    if process.heat_mj > 0:
        fuel = catalogue.fuel(process.heat_fuel, Place(f"{pointer}/heat_fuel"))
        metered = process.evidence.grade != "E0" if heat_metered is None else heat_metered
        heat = _heat_leaves(catalogue, process, fuel, gwp, supply.grid.region, index, metered=metered)
        biogenic = process.heat_mj * fuel.biogenic_co2
        labels = (fuel.upstream.gwp,)
        if fuel.biogenic:
            notes = (_biomass_note(fuel),)
        if not metered:
            questions.append(
                ask(
                    "energy.fuel",
                    process.name,
                    en=f"Is the {fuel.names.en} of {process.name} metered or billed? It is a statement now."
                    + (" Were it not biomass, its CO2 would count." if fuel.biogenic else ""),
                    zh=f"{process.name}的{fuel.names.zh}用量有计量或账单吗？目前仅为声明。"
                    + ("若非生物质，其 CO2 应计入。" if fuel.biogenic else ""),
                    kg=sum(leaf.kg for leaf in heat) + float(biogenic),
                    pointer=f"{pointer}/evidence",
                )
            )
        found += heat
    if process.releases:
        released, apart = release_leaves(catalogue, process, index, gwp)
        found += released
        biogenic += apart
        if process.evidence.grade == "E0":
            questions.append(
                ask(
                    "release.evidence",
                    process.name,
                    en=f"How were the gases that {process.name} lets out measured or balanced? They are a statement "
                    "now.",
                    zh=f"{process.name}释放的气体是如何测量或衡算的？目前仅为声明。",
                    kg=sum(leaf.kg for leaf in released) + float(apart),
                    pointer=f"{pointer}/evidence",
                )
            )
    if not found and not biogenic:
        return None
    node = Branch(Text(en=process.name, zh=process.name), tuple(found))
    return Step(node, biogenic, tuple(questions), notes, labels)


def _biomass_note(fuel: Fuel) -> Text:
    return Text(
        en=f"Burning {fuel.names.en} releases biogenic CO2, reported apart; the same carbon was taken up as the plant "
        "grew. CH4 and N2O are in the total.",
        zh=f"燃烧{fuel.names.zh}释放生物源 CO2，单独列出；该碳在植物生长时已被吸收。CH4 和 N2O 计入总量。",
    )


def _heat_leaves(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue, process: Process, fuel: Fuel, gwp: GwpSet, region: str, index: int, *, metered: bool
) -> list[Leaf]:
    """Combustion and supply chain of the fuel energy (net calorific value) of one process."""
    rules = catalogue.uncertainty
    pointer = f"/processes/{index}/heat_mj"
    amount_sigma = float(rules.activity.measured if metered else rules.activity.stated)
    burnt = Leaf(
        label=Text(en=f"{fuel.names.en}, burnt at the site", zh=f"{fuel.names.zh}，现场燃烧"),
        amount=process.heat_mj,
        unit="MJ",
        factor=fuel.combustion_reference(gwp),
        basis="measured" if metered else "default",
        sigma=float(rules.quality.official),
        amount_sigma=amount_sigma,
        grade=process.evidence.grade,
        biogenic=fuel.biogenic,
        pointer=pointer,
    )
    chain = fuel.supply()
    supplied = Leaf(
        label=Text(en=f"{fuel.names.en}, supply chain", zh=f"{fuel.names.zh}，上游"),
        amount=process.heat_mj,
        unit="MJ",
        factor=chain.reference(),
        basis="default",
        sigma=rules.sigma(chain.quality, chain.region, chain.year, used_in=region),
        amount_sigma=amount_sigma,
        grade=process.evidence.grade,
        note=fuel.upstream.note,
        pointer=pointer,
    )
    return [burnt, supplied] if chain.value else [burnt]


def much_lost(line: BomLine) -> bool:
    """Whether more than twenty times what stays enters: past machining from the solid, and what a slipped unit shows.

    The factor is ours. What leaves nothing behind (an oil, a gas) is used up and not lost.
    """
    return line.net_kg > 0 and line.gross_kg > MOST_GROSS * line.net_kg


def gross_question(line: BomLine, index: int, lost_kg_co2e: float) -> Question:
    """Whether a gross mass is right; `lost_kg_co2e` is what the part that did not stay brings, kg CO2e."""
    gross, net = decimal_text(line.gross_kg), decimal_text(line.net_kg)
    return ask(
        "material.gross",
        line.material,
        en=f"{gross} kg of {line.material} enter for {net} kg that stay. Is the unit right, or does a co-product "
        "leave?",
        zh=f"投入{line.material} {gross} 千克，仅 {net} 千克留在产品中。单位是否有误，或另有联产品？",
        kg=lost_kg_co2e,
        pointer=f"/bom/{index}/gross_kg",
    )


def loss_leaf(  # noqa: PLR0917 - each is a different thing
    catalogue: Catalogue, line: BomLine, index: int, material: str, region: str, left_over: Decimal = Decimal(1)
) -> tuple[Leaf | None, Question | None]:
    """Treatment of one line's losses (gross minus net), kg CO2e, with the question that may change it.

    The route is not in the record: recycling or recovery is taken (collection and transport only, no credit), and
    where landfill would emit more the question says how much. `left_over` is the part of gross less net that did not
    become a co-product, 0 to 1.
    """
    lost = line.gross_kg - line.net_kg
    if left_over != 1:
        lost = significant(lost * left_over, 12)
    if lost == 0:
        return None, None
    known = catalogue.materials.get(material)
    stream = known.waste if known is not None else "mixed"
    factor = catalogue.waste(stream, "recycling") or catalogue.waste(stream, "energy_recovery")
    landfill = catalogue.waste(stream, "landfill")
    if factor is None:
        asked = ask(
            "waste.route",
            line.material,
            en=f"What happens to the losses of {line.material} ({lost} kg)? No treatment factor is at hand: left out.",
            zh=f"{line.material}的损耗（{lost} 千克）如何处理？没有处理因子，未计入。",
            kg=0.0,
            pointer=f"/bom/{index}/gross_kg",
        )
        return None, asked
    rules = catalogue.uncertainty
    leaf = Leaf(
        label=Text(en=f"{_WASTE.en}: {line.material}", zh=f"{_WASTE.zh}：{line.material}"),
        amount=lost,
        unit="kg",
        factor=factor.reference(),
        basis="default",
        sigma=rules.sigma(factor.quality, factor.region, factor.year, used_in=region, proxy=True),
        amount_sigma=float(rules.activity.stated),
        note=Text(en=f"route taken: {factor.route.replace('_', ' ')}", zh="按再生或回收利用处理"),
        pointer=f"/bom/{index}/gross_kg",
    )
    more = float(landfill.emission - factor.emission) * float(lost) if landfill is not None else 0.0
    asked = ask(
        "waste.route",
        line.material,
        en=f"What happens to the losses of {line.material} ({lost} kg)? Recycling is assumed; landfill would add this.",
        zh=f"{line.material}的损耗（{lost} 千克）如何处理？目前按回收计；若填埋则增加此数。",
        kg=max(more, 0.0),
        pointer=f"/bom/{index}/gross_kg",
    )
    return leaf, asked if more > leaf.kg else None
