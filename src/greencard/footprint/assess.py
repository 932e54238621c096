"""From a product record to its footprint: stages, components, interval, explain tree, questions, snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from greencard.errors import raise_faults
from greencard.footprint.carbon import biogenic_carbon_kg, components, without_carbon
from greencard.footprint.check import check_product, mass_note
from greencard.footprint.co_products import allocation_questions, other_methods, sharing_of
from greencard.footprint.doubt.data_quality import Rater, data_quality
from greencard.footprint.doubt.interval import terms_of, uncertainty_interval
from greencard.footprint.doubt.moments import LognormalSum
from greencard.footprint.doubt.shares import leaves_within, next_measurements
from greencard.footprint.electricity import electricity_result, supply_of
from greencard.footprint.evidence import standing_evidence
from greencard.footprint.inbound import inbound_leaves, per_tkm
from greencard.footprint.life_cycle import later_stages, life_cycle_of
from greencard.footprint.material import line_part, packaging_part
from greencard.footprint.meter import DIVIDED, YEAR_DAYS, days_of, meter_doubt, quality_doubt, quality_notes
from greencard.footprint.notes import standing_notes, unlike_gwp
from greencard.footprint.product_energy import energy_doubt, energy_questions, metered_product
from greencard.footprint.production import gross_question, loss_leaf, much_lost, process_step
from greencard.footprint.question import ask, ranked
from greencard.footprint.rulesets import ISO_14067, rule_set
from greencard.footprint.sensitivity import location_based, other_allocation
from greencard.footprint.snapshot import ENGINE, snapshot
from greencard.footprint.supplier_card import CardPart, card_of, card_part
from greencard.footprint.tree import Branch, Node, exact_sum, joined, leaves, located, scaled, total_kg
from greencard.model import FootprintResult, Stage, Text
from greencard.quantity import significant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from greencard.energy import ReadingQuality
    from greencard.factors import Catalogue
    from greencard.footprint.co_products import Method, Sharing
    from greencard.footprint.electricity import Supply
    from greencard.footprint.need import Part
    from greencard.footprint.production import Step
    from greencard.footprint.supplier_card import SupplierCard
    from greencard.model import (
        ExplainNode,
        FactorRef,
        Product,
        ProductEnergy,
        Question,
        SolarMatch,
        StageId,
        TransportResult,
    )

__all__ = ["ENGINE", "RULES", "assess_footprint"]

RULES: Final = ISO_14067.id

_STAGE_NAMES: Final[dict[StageId, Text]] = {
    "raw_materials": Text(en="Raw materials", zh="原材料"),
    "inbound_transport": Text(en="Inbound transport", zh="进厂运输"),
    "production": Text(en="Production", zh="生产"),
    "packaging": Text(en="Packaging", zh="包装"),
}
_LOSSES: Final = Text(en="Treatment of losses", zh="损耗处理")
_NO_ELECTRICITY: Final = Text(
    en="No process states electricity: production is counted without any.",
    zh="各工序均未填写用电量：生产阶段未计入电力。",
)
_ROOT: Final = Text(en="Cradle to gate, one declared unit", zh="从摇篮到大门，一个声明单位")
_NOT_SHARED: Final = Text(
    en="Materials of which all stays in the product, and steps after the last process with co-products, are not "
    "shared; no burden is credited for what co-products replace.",
    zh="全部留在产品中的物料，以及最后一个有联产品的工序之后的工序不参与分担；联产品替代其他产品不计抵扣。",
)
_DIGITS: Final = 12


def assess_footprint(
    product: Product,
    catalogue: Catalogue,
    *,
    solar: SolarMatch | None = None,
    inbound_intensity: FactorRef,
    grid_factor: str = "",
    on: date | None = None,
    energy: ProductEnergy | None = None,
    cards: Mapping[str, SupplierCard] | None = None,
    rules: str = RULES,
    distribution: TransportResult | None = None,
    destination: str = "",
    reading_quality: ReadingQuality | None = None,
    solar_divided: bool = False,
) -> FootprintResult:
    """Partial carbon footprint, cradle to gate, kg CO2e per declared unit (ISO 14067:2018).

    Left out: transport to the buyer, use, end of life, capital goods, inbound transport of packaging. Where the record
    gives a use profile or an end of life, the stages after the gate stand beside in `life_cycle` and never in the
    total. No offset, credit or exported kWh has a way in: there is no argument and no type for them. The same input
    gives the same bytes.

    Args:
        product: the record; masses in kg, energy in kWh and MJ (fuel, net calorific value) per declared unit.
        catalogue: emission factors.
        solar: what matching the facility's readings gave; None: no readings.
        inbound_intensity: well-to-wheel road intensity per tonne-kilometre.
        grid_factor: id of a life-cycle electricity factor to use instead of the newest one of the country.
        on: day on which evidence and supplier cards must be valid to count; None: dates are not looked at.
        energy: energy allocated to the product from its facility's meters; it stands in for the record's own amounts.
        cards: verified supplier cards by the file or id under which lines name them.
        rules: id of the rule set (`greencard.footprint.rulesets`).
        distribution: the way to the buyer, for the life cycle alone.
        reading_quality: what became of the readings behind `solar`; grade D makes no kWh a measurement.
        solar_divided: the facility's own solar of the metered time is divided among other products: none is left.
        destination: country of use and disposal, ISO 3166-1 alpha-2, where the record's use profile names none.

    Raises:
        InvalidInput: an amount that cannot be, an allocation that does not hold, an unknown rule set
            (GC-FPT-001 to 012, 026 to 032).
        Refused: no factor answers, or one of another kind was named (GC-FAC-002 to 010); a supplier's card that does
            not serve (GC-FPT-020 to 025).
    """
    under = rule_set(rules)
    check_product(product)
    product, evidence_notes = standing_evidence(product, on)
    region = product.facility.country
    bio = (without_carbon(catalogue, line, i, region) for i, line in enumerate(product.bom))
    raise_faults([fault for fault in bio if fault is not None])
    road = per_tkm(inbound_intensity)
    gwp = catalogue.gwp[under.gwp_set]
    sharing = sharing_of(product)

    metered = metered_product(catalogue, product, energy) if energy is not None else None
    if energy is not None:
        doubt = energy_doubt(energy)
    else:
        doubt = None
        if solar is not None:
            doubt = quality_doubt(reading_quality) or (DIVIDED if solar_divided else meter_doubt(product, solar))
    supply = supply_of(catalogue, product.facility, solar, grid_factor, doubt, energy)
    made = metered.product if metered is not None else product
    heat: Mapping[int, bool] = metered.heat if metered is not None else {}

    given = cards or {}
    on_cards = {
        i: card_part(catalogue, line, i, region, card_of(given, product, i, on))
        for i, line in enumerate(product.bom)
        if line.supplier_card
    }
    lines = [
        on_cards[i].part if i in on_cards else line_part(catalogue, line, i, region)
        for i, line in enumerate(product.bom)
    ]
    work = _Work(
        catalogue=catalogue,
        product=product,
        road=road,
        lines=lines,
        packs=[packaging_part(catalogue, part, i, region) for i, part in enumerate(product.packaging)],
        steps=[
            process_step(catalogue, process, i, supply, gwp, heat_metered=heat.get(i))
            for i, process in enumerate(made.processes)
        ],
    )
    nodes, questions = work.shared(sharing)
    rater = Rater(catalogue, used_in=region)
    stages, explain = _explained(nodes, rater)
    total = explain.kg_co2e
    measured = exact_sum(stage.measured_kg_co2e for stage in stages)
    kwh = exact_sum(
        process.electricity_kwh * sharing.of_process(i) if sharing.splits else process.electricity_kwh
        for i, process in enumerate(made.processes)
    )
    electricity, solar_questions = electricity_result(kwh, supply, product.facility, solar)
    absent = _no_electricity(product, supply, solar) if kwh == 0 else None

    placed = [pair for stage in nodes.values() for node in stage for pair in leaves_within(node)]
    every_leaf = [leaf for leaf, _ in placed]
    inside = [label for _, label in placed]
    carbon, carbon_notes = _carbon(catalogue, product, lines, on_cards)
    parts = components(
        total,
        every_leaf,
        packaging=stages[3].kg_co2e,
        carbon_kg=carbon,
        biogenic_co2=work.biogenic_co2(sharing) + _of_cards(on_cards, sharing, "biogenic_emissions"),
        aircraft=_of_cards(on_cards, sharing, "aircraft"),
    )
    others: dict[Method, Decimal] = {m: work.total(sharing_of(product, m)) for m in other_methods(product)}
    later = later_stages(
        catalogue,
        product,
        materials=[part.material for part in lines],
        packaging=[part.material for part in work.packs],
        distribution=distribution,
        destination=destination,
        grown=carbon > 0 or any(line.bio_based_share > 0 for line in product.bom),
    )
    after = (product.use.country if product.use is not None else "") or destination or region
    doubt_of = LognormalSum(terms_of(every_leaf))
    used = {leaf.factor.id: leaf.factor for leaf in every_leaf}
    with_change = frozenset(i for i, found in on_cards.items() if found.card.land_use_change is not None)
    notes = [
        *standing_notes(product, under.gwp_set, with_change),
        *((under.caution,) if under.caution is not None else ()),
        *(note for note in (mass_note(product), unlike_gwp(used.values(), under.gwp_set)) if note is not None),
        *(metered.notes if metered is not None else ()),
        *supply.notes,
        *quality_notes(reading_quality if energy is None and solar is not None else None),
        *evidence_notes,
        *((_NO_ELECTRICITY,) if absent is not None else ()),
        *(split.note for split in sharing.splits),
        *((_NOT_SHARED,) if sharing.splits else ()),
        *(note for part in lines for note in part.notes),
        *(note for step in work.steps if step is not None for note in step.notes),
        *carbon_notes,
        *_echo_notes([*lines, *work.packs]),
        *(later.notes if later is not None else ()),
    ]
    return FootprintResult(
        product_id=product.id,
        declared_unit=product.declared_unit,
        rules=under.id,
        gwp_set=under.gwp_set,
        total_kg_co2e=total,
        stages=stages,
        components=parts,
        measured_share=significant(measured / total, _DIGITS) if total else Decimal(0),
        interval=uncertainty_interval(every_leaf, doubt_of),
        electricity=electricity,
        explain=explain,
        questions=ranked(
            [
                *questions,
                *solar_questions,
                *((absent,) if absent is not None else ()),
                *allocation_questions(product, others, total),
                *(energy_questions(catalogue, metered.apart, supply.grid, gwp) if metered is not None else ()),
                *(later.questions if later is not None else ()),
            ]
        ),
        notes=tuple(dict.fromkeys(notes)),
        quality=data_quality(every_leaf, rater),
        next_measurements=next_measurements(every_leaf, inside=inside, whole=doubt_of),
        life_cycle=life_cycle_of(explain, every_leaf, parts.biogenic_uptake, later, Rater(catalogue, used_in=after))
        if later is not None
        else None,
        sensitivities=(
            *location_based(total, every_leaf, electricity),
            *(other_allocation(method, kg) for method, kg in others.items()),
        ),
        snapshot=snapshot(
            under,
            catalogue.digest,
            product=product,
            solar=solar,
            reading_quality=reading_quality if solar is not None else None,
            solar_divided=solar_divided and solar is not None,
            inbound=inbound_intensity,
            grid_factor=grid_factor,
            energy=energy,
            cards={line.supplier_card: given[line.supplier_card] for line in product.bom if line.supplier_card},
            distribution=distribution if later is not None else None,
            destination=destination if later is not None else "",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that was found before co-products take their part, so that another split is another sum."""

    catalogue: Catalogue
    product: Product
    road: FactorRef
    lines: list[Part]
    packs: list[Part]
    steps: list[Step | None]

    def shared(self, sharing: Sharing) -> tuple[dict[StageId, list[Node]], list[Question]]:
        """The tree by stage, and what is asked, each at the product's share."""
        region = self.product.facility.country
        inbound, questions = inbound_leaves(self.catalogue, self.product, self.road, sharing.of_line)
        losses: list[Node] = []
        raw: list[Node] = []
        for i, (line, part) in enumerate(zip(self.product.bom, self.lines, strict=True)):
            share = sharing.of_line(i)
            raw.append(located(scaled(part.node, share, sharing.note_of(share)), f"/bom/{i}/gross_kg"))
            questions += [_at_share(question, share) for question in part.questions]
            leaf, question = loss_leaf(self.catalogue, line, i, part.material, region, sharing.left_over)
            if leaf is not None:
                losses.append(scaled(leaf, share))
            if question is not None:
                questions.append(_at_share(question, share))
            if sharing.left_over == 1 and much_lost(line):
                stays = float(line.net_kg / line.gross_kg)
                questions.append(gross_question(line, i, total_kg([part.node]) * (1 - stays)))
        packs: list[Node] = []
        for i, part in enumerate(self.packs):
            packs.append(located(part.node, f"/packaging/{i}/mass_kg"))
            questions += part.questions
        made: list[Node] = []
        for i, step in enumerate(self.steps):
            if step is None:
                continue
            share = sharing.of_process(i)
            if not isinstance(step.node, Branch) or step.node.children:
                made.append(scaled(step.node, share, sharing.note_of(share)))
            questions += [_at_share(question, share) for question in step.questions]
        tail: list[Node] = [Branch(_LOSSES, tuple(losses))] if losses else []
        nodes: dict[StageId, list[Node]] = {
            "raw_materials": raw,
            "inbound_transport": list(inbound),
            "production": [*made, *tail],
            "packaging": packs,
        }
        return nodes, questions

    def total(self, sharing: Sharing) -> Decimal:
        """The total under another split, kg CO2e."""
        nodes, _ = self.shared(sharing)
        return exact_sum(leaf.rounded for stage in nodes.values() for node in stage for leaf in leaves(node))

    def biogenic_co2(self, sharing: Sharing) -> Decimal:
        """Biogenic CO2 of burnt biomass and of releases, kg, at the product's share; beside the total."""
        return exact_sum(
            step.biogenic_co2_kg * sharing.of_process(i)
            for i, step in enumerate(self.steps)
            if step is not None and step.biogenic_co2_kg
        )


def _at_share(question: Question, share: Decimal) -> Question:
    if share == 1:
        return question
    kg = significant(question.kg_co2e_at_stake * share, _DIGITS)
    return msgspec.structs.replace(question, kg_co2e_at_stake=kg)


def _of_cards(
    on_cards: Mapping[int, CardPart], sharing: Sharing, what: Literal["biogenic_emissions", "aircraft"]
) -> Decimal:
    """What cards say beside or within their figures, kg, at the product's share."""
    return exact_sum(getattr(found.card, what) * found.units * sharing.of_line(i) for i, found in on_cards.items())


def _no_electricity(product: Product, supply: Supply, solar: SolarMatch | None) -> Question:
    """The question where no process states electricity; at stake is at most the whole meter over the yearly output."""
    kwh = Decimal(0)
    if solar is not None and product.annual_units:
        kwh = Decimal(solar.load_wh) / 1000 * YEAR_DAYS / max(1, days_of(solar)) / product.annual_units
    return ask(
        "energy.missing",
        product.facility.id,
        en="How much electricity does making one declared unit take? No process states any, so none is counted.",
        zh="生产一个声明单位用多少电？各工序均未填写用电量，因此未计入。",
        kg=float(kwh * supply.grid.emission),
        pointer="/processes",
    )


def _carbon(
    catalogue: Catalogue, product: Product, lines: list[Part], on_cards: Mapping[int, CardPart]
) -> tuple[Decimal, list[Text]]:
    kg, notes = Decimal(0), []
    for i, (line, part) in enumerate(zip(product.bom, lines, strict=True)):
        by_card = on_cards[i].carbon_kg if i in on_cards else None
        carbon, note = (by_card, None) if by_card is not None else biogenic_carbon_kg(catalogue, line, part.material)
        kg += carbon
        if note is not None:
            notes.append(note)
    return kg, notes


def _explained(nodes: dict[StageId, list[Node]], rater: Rater) -> tuple[tuple[Stage, ...], ExplainNode]:
    stages, children = [], []
    for stage, below in nodes.items():
        node = joined(_STAGE_NAMES[stage], tuple(n.explained(stage, rater.shown) for n in below), stage, Text())
        measured = exact_sum(leaf.rounded for n in below for leaf in leaves(n) if leaf.basis == "measured")
        stages.append(
            Stage(
                id=stage,
                kg_co2e=node.kg_co2e,
                measured_kg_co2e=measured,
                default_kg_co2e=exact_sum((node.kg_co2e, -measured)),
            )
        )
        children.append(node)
    return tuple(stages), joined(_ROOT, tuple(children), None, Text())


def _echo_notes(parts: list[Part]) -> list[Text]:
    return [
        Text(
            en=f"{factor.id} repeats the figure of {factor.echo_of} under another region's name.",
            zh=f"{factor.id} 以另一地区名义重复了 {factor.echo_of} 的数值。",
        )
        for part in parts
        for factor in part.factors
        if factor.echo_of
    ]
