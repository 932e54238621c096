"""From a product record to its footprint: stages, components, interval, explain tree, questions, snapshot."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.errors import raise_faults
from greencard.footprint.carbon import biogenic_carbon_kg, components, without_carbon
from greencard.footprint.check import check_product, mass_note
from greencard.footprint.electricity import OwnUse, electricity_result, supply_of
from greencard.footprint.evidence import standing_evidence
from greencard.footprint.inbound import inbound_leaves, per_tkm
from greencard.footprint.interval import uncertainty_interval
from greencard.footprint.material import line_part, packaging_part
from greencard.footprint.meter import YEAR_DAYS, days_of, meter_doubt
from greencard.footprint.need import Part
from greencard.footprint.notes import standing_notes, unlike_gwp
from greencard.footprint.production import biogenic_non_co2_kg, loss_leaf, process_step
from greencard.footprint.question import ask, ranked
from greencard.footprint.tree import Branch, Node, exact_sum, joined, leaves
from greencard.model import FootprintResult, Stage, Text
from greencard.quantity import significant

if TYPE_CHECKING:
    from datetime import date

    from greencard.factors import Catalogue
    from greencard.footprint.electricity import Supply
    from greencard.model import ExplainNode, FactorRef, Product, Question, SolarMatch, StageId

__all__ = ["ENGINE", "RULES", "assess_footprint"]

ENGINE: Final = "greencard-footprint/1"
RULES: Final = "iso14067-2018"
GWP_SET: Final = "AR6"

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


def assess_footprint(
    product: Product,
    catalogue: Catalogue,
    *,
    solar: SolarMatch | None = None,
    inbound_intensity: FactorRef,
    grid_factor: str = "",
    on: date | None = None,
) -> FootprintResult:
    """Partial carbon footprint, cradle to gate, kg CO2e per declared unit (ISO 14067:2018).

    Left out: transport to the buyer, use, end of life, capital goods, inbound transport of packaging. No offset, credit
    or exported kWh has a way in: there is no argument and no type for them. The same input gives the same bytes.

    Args:
        product: the record; masses in kg, energy in kWh and MJ (fuel, net calorific value) per declared unit.
        catalogue: emission factors.
        solar: what matching the facility's readings gave; None: no readings.
        inbound_intensity: well-to-wheel road intensity per tonne-kilometre.
        grid_factor: id of a life-cycle electricity factor to use instead of the newest one of the country.
        on: day on which evidence must be valid to count; None: dates are not looked at.

    Raises:
        InvalidInput: an amount that cannot be (GC-FPT-001 to 012).
        Refused: no factor answers, or one of another kind was named (GC-FAC-002 to 010).
    """
    check_product(product)
    product, evidence_notes = standing_evidence(product, on)
    region = product.facility.country
    bio = (without_carbon(catalogue, line, i, region) for i, line in enumerate(product.bom))
    raise_faults([fault for fault in bio if fault is not None])
    own = OwnUse.of(solar) if solar is not None else None
    road = per_tkm(inbound_intensity)
    gwp = catalogue.gwp[GWP_SET]
    doubt = meter_doubt(product, solar) if solar is not None else None
    supply = supply_of(catalogue, product.facility, own, grid_factor, doubt)

    lines = [line_part(catalogue, line, i, region) for i, line in enumerate(product.bom)]
    packs = [packaging_part(catalogue, part, i, region) for i, part in enumerate(product.packaging)]
    inbound, questions = inbound_leaves(catalogue, product, road)
    steps = [process_step(catalogue, process, i, supply, gwp) for i, process in enumerate(product.processes)]
    made = [step for step in steps if step is not None]
    losses, loss_questions = _losses(catalogue, product, lines, region)
    nodes: dict[StageId, list[Node]] = {
        "raw_materials": [part.node for part in lines],
        "inbound_transport": list(inbound),
        "production": [*(step.node for step in made), *losses],
        "packaging": [part.node for part in packs],
    }
    kwh = sum((process.electricity_kwh for process in product.processes), Decimal(0))
    electricity, solar_questions = electricity_result(kwh, supply, product.facility, solar)
    absent = _no_electricity(product, supply, solar) if kwh == 0 else None

    stages, explain = _explained(nodes)
    total = explain.kg_co2e
    measured = exact_sum(stage.measured_kg_co2e for stage in stages)
    carbon, carbon_notes = _carbon(catalogue, product, lines)
    every_leaf = [leaf for stage in nodes.values() for node in stage for leaf in leaves(node)]
    parts = [*lines, *packs]
    used = {leaf.factor.id: leaf.factor for leaf in every_leaf}
    notes = [
        *standing_notes(product, GWP_SET),
        *(note for note in (mass_note(product), unlike_gwp(used.values(), GWP_SET)) if note is not None),
        *supply.notes,
        *evidence_notes,
        *((_NO_ELECTRICITY,) if absent is not None else ()),
        *(note for step in made for note in step.notes),
        *carbon_notes,
        *_echo_notes(parts),
    ]
    return FootprintResult(
        product_id=product.id,
        declared_unit=product.declared_unit,
        rules=RULES,
        gwp_set=GWP_SET,
        total_kg_co2e=total,
        stages=stages,
        components=components(
            total,
            packaging=stages[3].kg_co2e,
            carbon_kg=carbon,
            biogenic_co2=exact_sum(step.biogenic_co2_kg for step in made),
            biogenic_non_co2=biogenic_non_co2_kg(nodes["production"]),
        ),
        measured_share=significant(measured / total, 12) if total else Decimal(0),
        interval=uncertainty_interval(every_leaf),
        electricity=electricity,
        explain=explain,
        questions=ranked(
            [
                *(q for part in parts for q in part.questions),
                *questions,
                *(q for step in made for q in step.questions),
                *loss_questions,
                *solar_questions,
                *((absent,) if absent is not None else ()),
            ]
        ),
        notes=tuple(dict.fromkeys(notes)),
        snapshot=_snapshot(product, catalogue, solar, inbound_intensity, grid_factor),
    )


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


def _losses(
    catalogue: Catalogue, product: Product, lines: list[Part], region: str
) -> tuple[list[Node], list[Question]]:
    found, questions = [], []
    for i, (line, part) in enumerate(zip(product.bom, lines, strict=True)):
        leaf, question = loss_leaf(catalogue, line, i, part.material, region)
        if leaf is not None:
            found.append(leaf)
        if question is not None:
            questions.append(question)
    return ([Branch(_LOSSES, tuple(found))] if found else []), questions


def _carbon(catalogue: Catalogue, product: Product, lines: list[Part]) -> tuple[Decimal, list[Text]]:
    kg, notes = Decimal(0), []
    for line, part in zip(product.bom, lines, strict=True):
        carbon, note = biogenic_carbon_kg(catalogue, line, part.material)
        kg += carbon
        if note is not None:
            notes.append(note)
    return kg, notes


def _explained(nodes: dict[StageId, list[Node]]) -> tuple[tuple[Stage, ...], ExplainNode]:
    stages, children = [], []
    for stage, below in nodes.items():
        node = joined(_STAGE_NAMES[stage], tuple(n.explained(stage) for n in below), stage, Text())
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


def _snapshot(
    product: Product, catalogue: Catalogue, solar: SolarMatch | None, inbound: FactorRef, grid_factor: str
) -> str:
    """SHA-256 over everything the result depends on, as JSON with sorted names."""
    basis: dict[str, Any] = {
        "engine": ENGINE,
        "rules": RULES,
        "gwp": GWP_SET,
        "factors": catalogue.digest,
        "product": product,
        "solar": solar,
        "inbound": inbound,
        "grid_factor": grid_factor,
    }
    return hashlib.sha256(msgspec.json.encode(basis, order="sorted")).hexdigest()
