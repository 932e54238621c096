"""Materials and packaging: gross mass times a factor, or the supplier's own figure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place, Refused
from greencard.footprint.check import SUPPLIER_SCOPES
from greencard.footprint.link_codes import LINKED
from greencard.footprint.need import LOW, Need, Part
from greencard.footprint.question import ask
from greencard.footprint.resolution import resolver_of
from greencard.footprint.supplier import supplier_part
from greencard.footprint.tree import Branch, Leaf, Node
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors import Catalogue, LifeCycleFactor
    from greencard.factors.rating import Rating
    from greencard.footprint.resolution import Choice, Pair, Share
    from greencard.model import BomLine, PackagingPart, Question, Recycled

__all__ = ["line_part", "packaging_part"]

_PRIMARY: Final = Text(en="primary share", zh="原生部分")
_RECYCLED: Final = Text(en="recycled share", zh="再生部分")


@dataclass(slots=True)
class _Draft:
    leaves: list[Leaf] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    factors: list[LifeCycleFactor] = field(default_factory=list)


def line_part(catalogue: Catalogue, line: BomLine, index: int, region: str) -> Part:
    """One line of the bill of materials, kg CO2e of everything that entered the process (gross mass).

    Recycled content carries its recycling only (cut-off); a share without a recycled factor takes the primary one.

    Raises:
        Refused: no factor answers (GC-FAC-002 to 005, 009), or the line is made of another product, which only a
            market knows (GC-FPT-066).
    """
    if line.product:
        raise LINKED.at(Place(f"/bom/{index}/product"), material=line.material[:80], linked=line.product[:80])
    loss = line.gross_kg / line.net_kg if line.net_kg else Decimal(1)
    need = Need(catalogue, line.material, line.factor, f"/bom/{index}", region, line.gross_kg, loss)
    if line.supplier is not None and line.supplier.scope in SUPPLIER_SCOPES:
        return supplier_part(need, line.supplier, _published_kg(need, line.recycled))
    part = _from_factors(need, line.recycled, asks_supplier=True)
    if line.supplier is None:
        return part
    asked = ask(
        "supplier.scope",
        line.material,
        en=f"The supplier's figure for {line.material} does not cover cradle to gate, so a published average stands. "
        "Which stages does it cover?",
        zh=f"供应商关于{line.material}的数值未覆盖摇篮到大门，因此采用公布的平均值。该数值涵盖哪些阶段？",
        kg=sum(leaf.kg for leaf in _leaves(part.node)),
        pointer=f"{need.pointer}/supplier",
    )
    return Part(part.node, part.material, (*part.questions, asked), part.notes, part.factors)


def packaging_part(catalogue: Catalogue, part: PackagingPart, index: int, region: str) -> Part:
    """One packaging part, kg CO2e.

    Raises:
        Refused: no factor answers (GC-FAC-002 to 005, 009).
    """
    need = Need(catalogue, part.material, part.factor, f"/packaging/{index}", region, part.mass_kg, amount="mass_kg")
    return _from_factors(need, part.recycled, asks_supplier=False)


def _leaves(node: Node) -> list[Leaf]:
    return [node] if isinstance(node, Leaf) else [leaf for child in node.children for leaf in _leaves(child)]


def _published_kg(need: Need, recycled: Recycled | None) -> float | None:
    """What published factors give for the line, kg CO2e; None where none answers the words.

    A factor that the record names must be one of making a material, whoever's figure stands in the end.
    """
    try:
        part = _from_factors(need, recycled, asks_supplier=False)
    except Refused:
        if need.named:
            raise
        return None
    return math.fsum(leaf.kg for leaf in _leaves(part.node))


def _from_factors(need: Need, recycled: Recycled | None, *, asks_supplier: bool) -> Part:
    share = recycled.share if recycled is not None else Decimal(0)
    draft = _Draft()
    shown = recycled is None or recycled.evidence.grade != "E0"
    extent: Share = "none" if share == 0 else "all" if share == 1 else "part"
    pair = resolver_of(need.catalogue).pair(
        need.words, need.named, need.region, extent, shown=shown, pointer=need.pointer
    )
    new, again = pair.new, pair.again
    label = Text(en=need.words, zh=need.words)
    # One share alone is the material itself.
    alone = share in {0, 1}
    if share < 1:
        draft.leaves.append(_leaf(need, new, 1 - share, label if alone else _PRIMARY))
        draft.factors.append(new.factor)
        _doubt(need, new, draft, asks_supplier=asks_supplier)
        _route_doubt(need, new, draft)
        _unstated_share(need, pair, draft)
    if share > 0:
        draft.leaves.append(_leaf(need, again, share, label if alone else _RECYCLED))
        draft.factors.append(again.factor)
        _recycled_doubt(need, recycled, pair, draft)
        if share == 1 or (pair.found and again.weak and not new.weak):
            _doubt(need, again, draft, asks_supplier=asks_supplier)
        if share == 1 or pair.found:
            _route_doubt(need, again, draft)
    node: Node = draft.leaves[0] if alone else Branch(label, tuple(draft.leaves))
    return Part(node, pair.material, tuple(draft.questions), (), tuple(draft.factors))


def _leaf(need: Need, choice: Choice, share: Decimal, label: Text) -> Leaf:
    """One share of a material: its mass, or what a rating in the words says, times its factor."""
    rating = choice.candidate.rating if choice.candidate is not None else None
    amount, unit = (need.kg * share, "kg") if rating is None else (rating.amount * need.loss * share, rating.unit)
    return Leaf(
        label=label,
        amount=amount,
        unit=unit,
        factor=choice.reference,
        basis="default",
        sigma=choice.sigma,
        amount_sigma=float(need.catalogue.uncertainty.activity.stated),
        note=choice.note,
        pointer=f"{need.pointer}/{need.amount}",
    )


def _doubt(need: Need, choice: Choice, draft: _Draft, *, asks_supplier: bool) -> None:
    leaf = draft.leaves[-1]
    kg = leaf.kg
    if choice.candidate is not None and choice.candidate.rating is not None:
        _rating_doubt(need, choice.candidate.rating, leaf, draft)
    if choice.doubt is not None:
        other = choice.instead_of
        if other is not None:
            kg = max(kg, abs(float(leaf.amount) * float(other.factor.emission) - kg))
        en = "" if other is None else f" By its words the catalogue takes {other.factor.name.en}."
        zh = "" if other is None else f"按名称，目录会采用“{other.factor.name.zh}”。"
        draft.questions.append(
            ask(
                "factor.proxy",
                need.words,
                en=f"Is {choice.factor.name.en} really the factor for “{need.words}”? The record names it, but "
                f"{choice.doubt.en}.{en}",
                zh=f"“{need.words}”确应采用“{choice.factor.name.zh}”吗？记录指定了该因子，但{choice.doubt.zh}。{zh}",
                kg=kg,
                pointer=f"{need.pointer}/factor",
            )
        )
    elif choice.weak and choice.candidate is not None:
        proxy = choice.candidate.proxy
        name = choice.factor.name
        draft.questions.append(
            ask(
                "factor.proxy",
                need.words,
                en=f"What exactly is “{need.words}”? {name.en} stands in for it"
                + (f" ({proxy.en})." if proxy is not None else "."),
                zh=f"“{need.words}”具体是什么？目前以“{name.zh}”代用"
                + (f"（{proxy.zh}）。" if proxy is not None else "。"),
                kg=kg,
                pointer=f"{need.pointer}/factor",
            )
        )
    elif asks_supplier:
        draft.questions.append(
            ask(
                "material.supplier_figure",
                need.words,
                en=f"Has the supplier of {need.words} a footprint figure of its own? A published average stands now.",
                zh=f"{need.words}的供应商有自己的碳足迹数值吗？目前采用公布的平均值。",
                kg=kg,
                pointer=f"{need.pointer}/supplier",
            )
        )


def _rating_doubt(need: Need, rating: Rating, leaf: Leaf, draft: _Draft) -> None:
    """Asks where the rating in a name gives far less than the mass of the line would."""
    found = resolver_of(need.catalogue).candidates(need.words, False, need.region)
    by_mass = [c for c in found if c.rating is None]
    expected = float(need.kg) * float(by_mass[0].factor.emission) if by_mass else 0.0
    if leaf.kg < LOW * expected:
        draft.questions.append(
            ask(
                "factor.rating",
                need.words,
                en=f"Is “{rating.words}” the rating of all {need.kg} kg of {need.words}? By mass it would emit over "
                "five times as much.",
                zh=f"“{rating.words}”是全部 {need.kg} 千克{need.words}的额定值吗？按质量计，排放将是现值的五倍以上。",
                kg=expected - leaf.kg,
                pointer=f"{need.pointer}/material",
            )
        )


def _route_doubt(need: Need, choice: Choice, draft: _Draft) -> None:
    """Asks by which route a material was made where that decides its figure and the words do not say."""
    doubt = choice.route
    if doubt is None:
        return
    leaf = draft.leaves[-1]
    draft.questions.append(
        ask(
            "factor.route",
            need.words,
            en=f"{need.words}: {doubt.text.en[:1].lower()}{doubt.text.en[1:]}",
            zh=f"{need.words}{doubt.text.zh}",
            kg=abs(float(leaf.amount) * float(doubt.kg_co2e_per_kg)),
            pointer=f"{need.pointer}/material",
        )
    )


def _unstated_share(need: Need, pair: Pair, draft: _Draft) -> None:
    """Asks for the share where the words say recycled and the record states none; it counts as primary until then."""
    other = pair.recycled_instead
    if other is None:
        return
    leaf = draft.leaves[-1]
    draft.questions.append(
        ask(
            "recycled.share",
            need.words,
            en=f"Which share of {need.words} is recycled? The words say so, no share is stated, and all of it counts "
            "as primary.",
            zh=f"{need.words}的再生比例是多少？名称注明再生，但未填写比例，目前全部按原生料计。",
            kg=abs(float(leaf.amount) * float(leaf.factor.value - other.emission)),
            pointer=f"{need.pointer}/recycled",
        )
    )


def _recycled_doubt(need: Need, recycled: Recycled | None, pair: Pair, draft: _Draft) -> None:
    new, again, kg = pair.new, pair.again, draft.leaves[-1].kg
    if not pair.found:
        draft.questions.append(
            ask(
                "factor.recycled_missing",
                need.words,
                en=f"What does recycling {need.words} emit? The primary factor stands for the recycled share too.",
                zh=f"{need.words}的再生过程排放多少？目前再生部分也按原生因子计。",
                kg=kg,
                pointer=f"{need.pointer}/recycled",
            )
        )
    elif recycled is not None and recycled.evidence.grade == "E0" and again.factor is not new.factor:
        saved = float(need.kg * recycled.share) * float(new.factor.emission - again.factor.emission)
        draft.questions.append(
            ask(
                "recycled.evidence",
                need.words,
                en=f"Which document supports the recycled share of {need.words}?",
                zh=f"{need.words}的再生比例有何文件支持？",
                kg=abs(saved),
                pointer=f"{need.pointer}/recycled/evidence",
            )
        )
