"""The leaves of a system: each factor, fuel and card as a process that takes nothing and emits by the unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place
from greencard.factors import LifeCycleFactor, candidates, life_cycle
from greencard.factors.codes import NO_CANDIDATE, NOT_A_MATERIAL
from greencard.footprint.carbon import CO2_PER_C
from greencard.footprint.kernel import COMPONENTS
from greencard.footprint.question import ask
from greencard.footprint.system.codes import TREATMENT, UNIT
from greencard.footprint.system.units import KG, per, ratio
from greencard.model import FactorRef, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.factors import Candidate, Catalogue, Fuel, GwpSet
    from greencard.footprint.system.supply import SupplierLeaf
    from greencard.model import Output, Question, SystemInput

__all__ = [
    "BIOGENIC_CO2",
    "FOSSIL",
    "LAND_MANAGEMENT",
    "LAND_USE_CHANGE",
    "NON_CO2",
    "PACKAGING",
    "UPTAKE",
    "Leaf",
    "Vector",
    "card_leaf",
    "factor_leaf",
    "fuel_leaves",
    "material_leaf",
    "named_leaf",
    "waste_leaf",
]

FOSSIL: Final = COMPONENTS.index("fossil")
LAND_USE_CHANGE: Final = COMPONENTS.index("land_use_change")
LAND_MANAGEMENT: Final = COMPONENTS.index("land_management")
NON_CO2: Final = COMPONENTS.index("biogenic_non_co2")
BIOGENIC_CO2: Final = COMPONENTS.index("biogenic_co2")
UPTAKE: Final = COMPONENTS.index("uptake")
AIRCRAFT: Final = COMPONENTS.index("aircraft")
PACKAGING: Final = COMPONENTS.index("packaging")

Vector = tuple[float, ...]
PER_KG: Final = "kg CO2e/kg"
_ROUTES: Final = ("landfill", "energy_recovery", "recycling")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One unit of something from outside, kg CO2e by component, and where the number comes from."""

    unit: str
    factor: FactorRef
    direct: Vector
    sigma: float
    """Standard deviation of ln(factor) where it is used."""
    measured: float = 0.0
    """Part of its emission that rests on somebody's measurement; 1 where measuring the amount is enough."""
    by_amount: bool = False
    """Measured where the amount is: electricity at the official factor, fuel burnt at the site."""
    note: Text = field(default_factory=Text)


def _vector(**parts: Decimal | None) -> Vector:
    return tuple(float(parts.get(name) or 0) for name in COMPONENTS)


def factor_leaf(
    catalogue: Catalogue,
    factor: LifeCycleFactor,
    country: str,
    note: Text,
    *,
    by_amount: bool = False,
    uptake: Decimal = Decimal(0),
) -> Leaf:
    """A factor that somebody named: all fossil, for no published factor here splits its components."""
    sigma = catalogue.uncertainty.sigma(factor.quality, factor.region, factor.year, used_in=country)
    direct = _vector(fossil=factor.emission, uptake=uptake)
    return Leaf(per(factor.unit), factor.reference(), direct, sigma, by_amount=by_amount, note=note)


def named_leaf(catalogue: Catalogue, taken: SystemInput, pointer: str, country: str) -> tuple[Leaf, list[Text]]:
    """The factor an input names, and notes; direct CO2 factors are refused by their type.

    Raises:
        Refused: no such factor, or a direct one (GC-FAC-002, 003, 009).
        InvalidInput: the input's unit is not the factor's (GC-FPT-113).
    """
    place = Place(f"{pointer}/factor")
    factor = catalogue.factor(taken.factor, place)
    named = life_cycle(factor, factor.unit, place)
    if ratio(taken.unit, per(named.unit)) is None:
        where = Place(f"{pointer}/unit")
        raise UNIT.at(
            where,
            unit=taken.unit[:20],
            source=f"the factor {named.id}",
            source_zh=f"因子 {named.id} ",
            wanted=per(named.unit),
        )
    uptake, notes = _uptake(catalogue, named.material, taken)
    said = Text(en="factor named in the record", zh="记录中指定的因子")
    return factor_leaf(catalogue, named, country, said, uptake=uptake), notes


def _uptake(catalogue: Catalogue, material: str, taken: SystemInput) -> tuple[Decimal, list[Text]]:
    """CO2 taken up by the bio-based part of one kg, kg, zero or negative; with a note where its carbon is unknown."""
    if not taken.bio_based_share:
        return Decimal(0), []
    known = catalogue.materials.get(material)
    words = taken.material or taken.factor
    if known is None or not known.carbon:
        return Decimal(0), [
            Text(
                en=f"No sourced carbon fraction for {words}: its biogenic carbon is not counted.",
                zh=f"{words}没有可引用的含碳率，其生物碳未计。",
            )
        ]
    carbon = taken.bio_based_share * catalogue.carbon[known.carbon].value
    return -carbon * CO2_PER_C, [known.carbon_note] if known.carbon_note.en else []


def material_leaf(
    catalogue: Catalogue, taken: SystemInput, found: Sequence[Candidate], pointer: str, country: str
) -> tuple[Leaf, list[Question], list[Text]]:
    """The best candidate for a merchant's words, with the question where it is weak, and its uptake where it grew.

    Uptake is minus 44/12 of the biogenic carbon in the material (ISO 14067:2018 6.4.9.3), recorded where it enters.

    Raises:
        Refused: nothing answers to the words (GC-FAC-004).
        InvalidInput: the amount is not a mass (GC-FPT-113).
    """
    place = Place(f"{pointer}/material")
    best = next((candidate for candidate in found if candidate.rating is None), None)
    if best is None:
        raise NO_CANDIDATE.at(place, words=taken.material[:80])
    factor = best.factor
    if per(factor.unit) != KG:
        raise NOT_A_MATERIAL.at(place, id=factor.id, words=taken.material[:80])
    if ratio(taken.unit, KG) is None:
        raise UNIT.at(
            Place(f"{pointer}/unit"), unit=taken.unit[:20], source="the material", source_zh="该材料", wanted=KG
        )
    rules = catalogue.uncertainty
    made = "suspect" if factor.standing == "suspect" else factor.quality
    sigma = rules.sigma(made, factor.region, factor.year, used_in=country, proxy=not best.strong, guessed=True)
    uptake, notes = _uptake(catalogue, best.material.id, taken)
    en = ["proposed by the catalogue, not confirmed by a person", *(reason.en for reason in best.reasons)]
    zh = ["由目录推荐，未经人工确认", *(reason.zh for reason in best.reasons)]
    leaf = Leaf(
        KG,
        factor.reference(),
        _vector(fossil=factor.emission, uptake=uptake),
        sigma,
        note=Text(en="; ".join(en), zh="；".join(zh)),
    )
    questions = []
    if not best.strong:
        kg = float(taken.amount * (ratio(taken.unit, KG) or 0) * factor.emission)
        questions.append(
            ask(
                "factor.proxy",
                taken.material,
                en=f"What exactly is “{taken.material}”? {factor.name.en} stands in for it.",
                zh=f"“{taken.material}”具体是什么？目前以“{factor.name.zh}”代用。",
                kg=kg,
                pointer=f"{pointer}/factor",
            )
        )
    return leaf, questions, notes


def fuel_leaves(catalogue: Catalogue, fuel: Fuel, gwp: GwpSet, country: str) -> list[Leaf]:
    """Burning one MJ at the site, and supplying it. Biogenic CO2 stands apart, and so does the CO2 taken up before."""
    rules = catalogue.uncertainty
    gases = fuel.non_co2(gwp)
    burnt = (
        _vector(biogenic_non_co2=gases, biogenic_co2=fuel.biogenic_co2, uptake=-fuel.biogenic_co2)
        if fuel.biogenic
        else _vector(fossil=fuel.emission(gwp))
    )
    leaves = [
        Leaf("MJ", fuel.combustion_reference(gwp), burnt, float(rules.quality.official), by_amount=True, note=Text())
    ]
    chain = fuel.supply()
    if chain.value:
        leaves.append(factor_leaf(catalogue, chain, country, fuel.upstream.note))
    return leaves


def card_leaf(catalogue: Catalogue, card: SupplierLeaf, country: str) -> Leaf:
    """A supplier's card, with its own components, uncertainty and measured share."""
    reference = FactorRef(
        id=f"card/{card.id}",
        name=f"supplier's card: {card.name.en or card.name.zh}",
        name_zh=f"供应商碳卡：{card.name.zh or card.name.en}",
        value=card.kg_co2e,
        unit=f"kg CO2e/{card.unit}",
        region=country,
        year=None,
        gwp=card.gwp_set,
        source=card.source or f"card {card.id}",
        licence="the supplier's own",
    )
    parts = card.components
    direct = _vector(fossil=card.kg_co2e)
    if parts is not None:
        rest = card.kg_co2e - sum(
            (part for part in (parts.land_use_change, parts.land_management, parts.biogenic_non_co2) if part),
            Decimal(0),
        )
        direct = _vector(
            fossil=rest,
            land_use_change=parts.land_use_change,
            land_management=parts.land_management,
            biogenic_non_co2=parts.biogenic_non_co2,
            biogenic_co2=parts.biogenic_emissions,
            uptake=parts.biogenic_uptake,
            aircraft=parts.aircraft,
            packaging=parts.packaging,
        )
    sigma = card.log_sigma
    return Leaf(
        card.unit,
        reference,
        direct,
        float(catalogue.uncertainty.quality.supplier) if sigma is None else sigma,
        measured=float(card.measured_share),
        note=Text(en="verified card of the supplier", zh="经核验的供应商碳卡"),
    )


def waste_leaf(
    catalogue: Catalogue, output: Output, kg: Decimal, pointer: str, country: str
) -> tuple[Leaf | None, list[Question]]:
    """Treatment of one kg of a waste, at the cost of the process that makes it; None where none is needed.

    Where the record names no treatment, the route of the stream that emits most stands and the question says so.

    Raises:
        InvalidInput: the factor named is none of waste treatment (GC-FPT-126).
    """
    if output.treatment == "none":
        return None, []
    words = output.name.en or output.name.zh
    if output.treatment:
        factor = catalogue.factors.get(output.treatment)
        if not isinstance(factor, LifeCycleFactor) or not factor.stream or per(factor.unit) != KG:
            why, why_zh = f"{output.treatment[:60]} is no waste factor", f"{output.treatment[:60]} 不是废物因子"
            raise TREATMENT.at(Place(f"{pointer}/treatment"), output=output.id[:60], why=why, why_zh=why_zh)
        named = life_cycle(factor, PER_KG, Place(f"{pointer}/treatment"))
        if named.emission < 0:
            why, why_zh = f"{output.treatment[:60]} is a credit", f"{output.treatment[:60]} 属于抵扣"
            raise TREATMENT.at(Place(f"{pointer}/treatment"), output=output.id[:60], why=why, why_zh=why_zh)
        return factor_leaf(catalogue, named, country, Text(en=f"route: {named.route}", zh="按所填处理方式")), []
    found = candidates(catalogue, f"{output.name.en} {output.name.zh}".strip(), region=country)
    stream = found[0].material.waste if found else "mixed"
    ways = [way for way in (catalogue.waste(stream, route) for route in _ROUTES) if way is not None]
    if not ways:
        ways = [way for way in (catalogue.waste("mixed", route) for route in _ROUTES) if way is not None]
    worst = max(ways, key=lambda way: (way.emission, way.id))
    asked = ask(
        "waste.route",
        words,
        en=f"How is {words} treated? {worst.name.en} is taken, the route that emits most.",
        zh=f"{output.name.zh or words}如何处理？目前按排放最高的“{worst.name.zh}”计。",
        kg=float(kg * worst.emission),
        pointer=f"{pointer}/treatment",
    )
    note = Text(en="route not stated: the one that emits most", zh="未说明处理方式：取排放最高者")
    return factor_leaf(catalogue, worst, country, note), [asked]
