"""Materials and packaging: gross mass times a factor, or the supplier's own figure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Place, Refused
from greencard.factors import Candidate, LifeCycleFactor, candidates, life_cycle
from greencard.factors.codes import NO_CANDIDATE, NOT_A_MATERIAL
from greencard.footprint.check import SUPPLIER_SCOPES
from greencard.footprint.need import LOW, PER_KG, Z95, Need, Part, named_material
from greencard.footprint.question import ask
from greencard.footprint.supplier import supplier_part
from greencard.footprint.tree import Branch, Leaf, Node
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors import Catalogue
    from greencard.factors.rating import Rating
    from greencard.model import BomLine, PackagingPart, Question, Recycled

__all__ = ["line_part", "packaging_part"]

_PRIMARY: Final = Text(en="primary share", zh="原生部分")
_RECYCLED: Final = Text(en="recycled share", zh="再生部分")


@dataclass(frozen=True, slots=True)
class _Choice:
    """The factor taken for a share, and how it was found."""

    factor: LifeCycleFactor
    candidate: Candidate | None = None
    doubt: Text | None = None
    """Why a factor named in the record stands in for the material rather than for it."""
    instead_of: Candidate | None = None
    """What the catalogue would take where a named factor is in doubt."""

    @property
    def weak(self) -> bool:
        return self.doubt is not None or (self.candidate is not None and not self.candidate.strong)


@dataclass(slots=True)
class _Draft:
    leaves: list[Leaf] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    factors: list[LifeCycleFactor] = field(default_factory=list)


def line_part(catalogue: Catalogue, line: BomLine, index: int, region: str) -> Part:
    """One line of the bill of materials, kg CO2e of everything that entered the process (gross mass).

    Recycled content carries its recycling only (cut-off); a share without a recycled factor takes the primary one.

    Raises:
        Refused: no factor answers (GC-FAC-002 to 005, 009).
    """
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
    need = Need(catalogue, part.material, part.factor, f"/packaging/{index}", region, part.mass_kg)
    return _from_factors(need, part.recycled, asks_supplier=False)


def _leaves(node: Node) -> list[Leaf]:
    return [node] if isinstance(node, Leaf) else [leaf for child in node.children for leaf in _leaves(child)]


def _published_kg(need: Need, recycled: Recycled | None) -> float | None:
    """What published factors give for the line, kg CO2e; None where none answers."""
    try:
        part = _from_factors(need, recycled, asks_supplier=False)
    except Refused:
        return None
    return math.fsum(leaf.kg for leaf in _leaves(part.node))


def _from_factors(need: Need, recycled: Recycled | None, *, asks_supplier: bool) -> Part:
    share = recycled.share if recycled is not None else Decimal(0)
    draft = _Draft()
    new, again = _choose(need, share)
    if share < 1:
        draft.leaves.append(_leaf(need, new, 1 - share, _PRIMARY))
        draft.factors.append(new.factor)
        _doubt(need, new, draft, asks_supplier=asks_supplier)
    if share > 0:
        taken = again or new
        shown = recycled is None or recycled.evidence.grade != "E0"
        draft.leaves.append(
            _leaf(need, taken, share, _RECYCLED, instead=again is None, reaches=None if shown else new.factor)
        )
        draft.factors.append(taken.factor)
        _recycled_doubt(need, recycled, new, again, draft)
        if share == 1 or (again is not None and again.weak and not new.weak):
            _doubt(need, taken, draft, asks_supplier=asks_supplier)
    label = Text(en=need.words, zh=need.words)
    node: Node = Branch(label, tuple(draft.leaves))
    if len(draft.leaves) == 1:
        only = draft.leaves[0]
        node = _relabelled(only, label)
    return Part(node, named_material(need), tuple(draft.questions), (), tuple(draft.factors))


def _relabelled(leaf: Leaf, label: Text) -> Leaf:
    return Leaf(
        label, leaf.amount, leaf.unit, leaf.factor, leaf.basis, leaf.sigma, leaf.amount_sigma, leaf.grade, leaf.note
    )


def _choose(need: Need, share: Decimal) -> tuple[_Choice, _Choice | None]:
    """Factors of the primary and of the recycled share; a pair from one source wins a near tie."""
    named = None
    if need.named:
        place = Place(f"{need.pointer}/factor")
        named = life_cycle(need.catalogue.factor(need.named, place), PER_KG, place)
        if not named.material:
            raise NOT_A_MATERIAL.at(place, id=named.id, words=need.words[:80])
    primary = candidates(need.catalogue, need.words, region=need.region)
    recycled = candidates(need.catalogue, need.words, recycled=True, region=need.region) if share > 0 else ()
    best = primary[0] if primary else None
    if named is not None and named.recycled == "recycled":
        again = _named_choice(need, named, recycled[0] if recycled else best)
        return (_Choice(primary[0].factor, primary[0]) if primary else again), again
    if named is not None:
        same = [c for c in recycled if c.factor.source == named.source] or list(recycled)
        return _named_choice(need, named, best), (_Choice(same[0].factor, same[0]) if same else None)
    if not primary and not recycled:
        raise NO_CANDIDATE.at(need.place, words=need.words[:80])
    if not primary:
        again = _Choice(recycled[0].factor, recycled[0])
        return again, again
    if not recycled:
        return _Choice(primary[0].factor, primary[0]), None
    if share == 1:
        return _Choice(primary[0].factor, primary[0]), _Choice(recycled[0].factor, recycled[0])
    new, old = max(
        ((p, r) for p in primary for r in recycled if p.strong or p is primary[0]),
        key=lambda pair: (
            pair[0].score + pair[1].score + (0.02 if pair[0].factor.source == pair[1].factor.source else 0)
        ),
    )
    return _Choice(new.factor, new), _Choice(old.factor, old)


def _named_choice(need: Need, named: LifeCycleFactor, best: Candidate | None) -> _Choice:
    """A factor named in the record; in doubt where the words name another material or the figure itself is doubtful."""
    found = candidates(need.catalogue, need.words, region=need.region)
    meant = {m for candidate in found for m in (candidate.material.id, candidate.factor.material)}
    doubt = None
    if named.material not in meant:
        doubt = Text(en="the words do not name that material", zh="名称与该因子的材料不符")
    elif named.echo_of or named.standing in {"suspect", "part"}:
        doubt = Text(
            en="the figure is doubtful or covers a part of making the material",
            zh="该数值存疑，或仅涵盖该材料生产的一部分",
        )
    other = best if doubt is not None and best is not None and best.rating is None else None
    return _Choice(named, None, doubt, other)


def _leaf(
    need: Need,
    choice: _Choice,
    share: Decimal,
    label: Text,
    *,
    instead: bool = False,
    reaches: LifeCycleFactor | None = None,
) -> Leaf:
    """One share of a material. `reaches`: the factor that would stand if the share were not what it is said to be."""
    factor, candidate = choice.factor, choice.candidate
    rules = need.catalogue.uncertainty
    rating = candidate.rating if candidate is not None else None
    amount, unit = (need.kg * share, "kg") if rating is None else (rating.amount * need.loss * share, rating.unit)
    sigma = rules.sigma(
        "suspect" if factor.standing == "suspect" else factor.quality,
        factor.region,
        factor.year,
        used_in=need.region,
        proxy=choice.weak or instead,
        guessed=candidate is not None,
    )
    for other in (choice.instead_of.factor if choice.instead_of is not None else None, reaches):
        if other is not None and 0 < factor.emission < other.emission:
            # In doubt: the interval reaches what would stand instead.
            sigma = max(sigma, (float(other.emission / factor.emission) - 1) / Z95)
    return Leaf(
        label=label,
        amount=amount,
        unit=unit,
        factor=factor.reference(),
        basis="default",
        sigma=sigma,
        amount_sigma=float(rules.activity.stated),
        note=_why(choice, instead=instead),
    )


def _why(choice: _Choice, *, instead: bool) -> Text:
    """How the factor was found, in both languages."""
    if choice.candidate is None:
        said = Text(en="factor named in the record", zh="记录中指定的因子")
        doubt = choice.doubt
        return said if doubt is None else Text(en=f"{said.en}; {doubt.en}", zh=f"{said.zh}；{doubt.zh}")
    candidate = choice.candidate
    en = ["proposed by the catalogue, not confirmed by a person"]
    zh = ["由目录推荐，未经人工确认"]
    if instead:
        en.append("no factor for the recycled material: the primary one, which does not flatter")
        zh.append("没有再生材料因子：采用原生材料因子，不低估")
    if candidate.rating is not None:
        en.append(f"amount read from the name: {candidate.rating.words}")
        zh.append(f"数量取自名称：{candidate.rating.words}")
    en += [reason.en for reason in candidate.reasons]
    zh += [reason.zh for reason in candidate.reasons]
    if candidate.factor.note:
        en.append(candidate.factor.note.rstrip("."))
    return Text(en="; ".join(en), zh="；".join(zh))


def _doubt(need: Need, choice: _Choice, draft: _Draft, *, asks_supplier: bool) -> None:
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
    by_mass = [c for c in candidates(need.catalogue, need.words, region=need.region) if c.rating is None]
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


def _recycled_doubt(need: Need, recycled: Recycled | None, new: _Choice, again: _Choice | None, draft: _Draft) -> None:
    kg = draft.leaves[-1].kg
    if again is None:
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
