"""Which evidence stands on a day: a grade that names no document, or whose document has run out, is a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from greencard.model import BomLine, PackagingPart, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from greencard.model import Evidence, Product

__all__ = ["standing_evidence"]

_T = TypeVar("_T", BomLine, PackagingPart)


def standing_evidence(product: Product, on: date | None) -> tuple[Product, tuple[Text, ...]]:
    """The record with every grade that does not stand on `on` set to E0, and a note for each.

    Evidence names what it is, who gave it or its number, and is neither expired nor still to begin. Without `on` dates
    are not looked at. Nothing else of the record changes.
    """
    notes: list[Text] = []

    def seen(evidence: Evidence, about: str) -> Evidence:
        why = _why_not(evidence, about, on)
        if why is None:
            return evidence
        notes.append(why)
        return msgspec.structs.replace(evidence, grade="E0")

    bom = []
    for line in product.bom:
        now = _recycled(line, line.material, seen)
        if now.supplier is not None:
            figure = msgspec.structs.replace(now.supplier, evidence=seen(now.supplier.evidence, now.material))
            now = msgspec.structs.replace(now, supplier=figure)
        bom.append(now)
    packaging = tuple(_recycled(part, part.material, seen) for part in product.packaging)
    processes = tuple(msgspec.structs.replace(p, evidence=seen(p.evidence, p.name)) for p in product.processes)
    use, end = product.use, product.end_of_life
    if use is not None:
        use = msgspec.structs.replace(use, evidence=seen(use.evidence, "use"))
    if end is not None:
        end = msgspec.structs.replace(end, evidence=seen(end.evidence, "end of life"))
    if not notes:
        return product, ()
    stands = msgspec.structs.replace(
        product, bom=tuple(bom), packaging=packaging, processes=processes, use=use, end_of_life=end
    )
    return stands, tuple(notes)


def _recycled(part: _T, about: str, seen: Callable[[Evidence, str], Evidence]) -> _T:
    recycled = part.recycled
    if recycled is None:
        return part
    return msgspec.structs.replace(
        part, recycled=msgspec.structs.replace(recycled, evidence=seen(recycled.evidence, about))
    )


def _why_not(evidence: Evidence, about: str, on: date | None) -> Text | None:
    if evidence.grade == "E0":
        return None
    if not (evidence.kind or evidence.issuer or evidence.number).strip():
        return Text(
            en=f"{about}: grade {evidence.grade} is written but no document is named; it counts as a statement (E0).",
            zh=f"{about}：填写了等级 {evidence.grade}，但未写明任何文件，按声明（E0）计。",
        )
    if on is not None and evidence.valid_until is not None and evidence.valid_until < on:
        return Text(
            en=f"{about}: the evidence expired on {evidence.valid_until}; it counts as a statement (E0).",
            zh=f"{about}：证明文件已于 {evidence.valid_until} 到期，按声明（E0）计。",
        )
    if on is not None and evidence.valid_from is not None and evidence.valid_from > on:
        return Text(
            en=f"{about}: the evidence is valid only from {evidence.valid_from}; it counts as a statement (E0).",
            zh=f"{about}：证明文件自 {evidence.valid_from} 起才有效，按声明（E0）计。",
        )
    return None
