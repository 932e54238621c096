"""A supplier's own figure for a material: used as it is stated, trusted as far as a document carries it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.footprint.doubt.moments import sigma_reaching
from greencard.footprint.need import LOW, PER_KG, Need, Part, named_material
from greencard.footprint.question import ask
from greencard.footprint.tree import Leaf
from greencard.model import FactorRef, Text

if TYPE_CHECKING:
    from greencard.model import SupplierFigure

__all__ = ["supplier_part"]

_MIXED: Final = Text(
    en="The statement mixes direct and indirect emissions and may leave out upstream; it serves here, never for CBAM.",
    zh="该声明混合了直接与间接排放，且可能未含上游；可用于本账，不得用于 CBAM。",
)
_ONE_PIECE: Final = Text(en="Per piece: one piece in each declared unit is taken.", zh="按件计：每个声明单位按一件计。")


def supplier_part(need: Need, figure: SupplierFigure, published: float | None) -> Part:
    """The supplier's own figure. Only a document (E1 or better) that covers cradle to gate makes it a measurement.

    A statement stays a default; so does one figure of direct and indirect emissions, which may leave upstream out.

    What rests on the document is the distance to the published average, and as long as there is none the interval
    reaches that average: a low figure nobody can show does not look certain.
    """
    documented = figure.evidence.grade != "E0"
    mixed = figure.scope == "direct_and_indirect_mixed"
    piece = figure.per == "piece"
    evidence = " ".join(part for part in (figure.evidence.kind, figure.evidence.issuer, figure.evidence.number) if part)
    reference = FactorRef(
        id=f"supplier/{figure.card}" if figure.card else f"supplier{need.pointer}",
        name=f"supplier's figure for {need.words}",
        name_zh=f"{need.words}的供应商数值",
        value=figure.kg_co2e_per_kg,
        unit="kg CO2e/piece" if piece else PER_KG,
        region=need.region,
        year=None,
        gwp="not stated",
        source=evidence or "supplier's statement",
        licence="the supplier's own",
    )
    rules = need.catalogue.uncertainty
    kg = float(figure.kg_co2e_per_kg) * (1.0 if piece else float(need.kg))
    stake = kg if published is None else max(kg, abs(published - kg))
    sigma = float(rules.quality.supplier if documented and not mixed else rules.quality.stated)
    if not documented and published is not None and 0 < kg < published:
        sigma = max(sigma, sigma_reaching(published / kg))
    notes = []
    if mixed:
        notes.append(_MIXED)
    if piece:
        notes.append(_ONE_PIECE)
    leaf = Leaf(
        label=Text(en=need.words, zh=need.words),
        amount=Decimal(1) if piece else need.kg,
        unit="piece" if piece else "kg",
        factor=reference,
        basis="measured" if documented and not mixed else "default",
        sigma=sigma,
        amount_sigma=float(rules.activity.stated),
        grade=figure.evidence.grade,
        note=Text(en=" ".join(note.en for note in notes), zh="".join(note.zh for note in notes)),
    )
    questions = []
    if not documented:
        questions.append(
            ask(
                "supplier.evidence",
                need.words,
                en=f"Which document supports the supplier's figure for {need.words}?",
                zh=f"{need.words}的供应商数值有何文件支持？",
                kg=stake,
                pointer=f"{need.pointer}/supplier/evidence",
            )
        )
    if mixed:
        questions.append(
            ask(
                "supplier.scope",
                need.words,
                en=f"Can the supplier of {need.words} split direct, indirect and upstream emissions?",
                zh=f"{need.words}的供应商能否分列直接、间接和上游排放？",
                kg=stake,
                pointer=f"{need.pointer}/supplier/scope",
            )
        )
    if published is not None and kg < LOW * published:
        questions.append(
            ask(
                "supplier.low",
                need.words,
                en=f"The supplier's figure for {need.words} is under a fifth of the published average. Does it cover "
                "cradle to gate, and is it for the stated unit?",
                zh=f"{need.words}的供应商数值不到公布平均值的五分之一。是否覆盖从摇篮到大门？单位是否正确？",
                kg=published - kg,
                pointer=f"{need.pointer}/supplier",
            )
        )
    return Part(leaf, named_material(need), tuple(questions))
