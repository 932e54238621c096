"""Steps towards more recycled content: asking, proving, changing the material."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

import msgspec

from greencard.model import MaterialPart, Recycled, RecycledLine, Text
from greencard.pillars.given import EXACT, up
from greencard.pillars.measures import Measured
from greencard.pillars.profile import Criterion
from greencard.pillars.step import TO_COME, Step, with_part
from greencard.quantity import decimal_text

__all__ = ["recycled_steps"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_TINY: Final = Decimal("1e-9")
"""What "more than" needs on top; far below a scale's reach."""


def _declared(line: RecycledLine) -> Decimal:
    return EXACT.divide(line.declared_kg, line.mass_kg)


def _in_scope(measure: str, line: RecycledLine) -> bool:
    if measure.endswith("product_and_sales_packaging") or measure == "mci":
        return True
    return (line.where == "product") is measure.endswith("_product")


def recycled_steps(one: Criterion, found: Measured) -> Iterator[Step]:
    """Candidates for a recycled or post-consumer share, or for the circularity figure."""
    post = one.measure.startswith("post_consumer")
    lines = [line for line in found.recycled.lines if _in_scope(one.measure, line) and line.mass_kg > 0]
    for line in lines:
        name, unsplit = line.material, post and line.unspecified_kg > 0
        if line.basis == "silent":
            yield Step(
                "data",
                "ask_supplier",
                Text(
                    en=f"ask the supplier of {name} for its recycled share and its certificate; write 0 if none",
                    zh=f"向{name}的供应商询问再生料比例并取得证书；没有就写 0",
                ),
                with_part(line.pointer, _certified(_ONE, post=post)),
                certain=False,
                pointer=f"{line.pointer}/recycled",
                part=line.pointer,
                lead=line.mass_kg,
            )
        if post and line.unspecified_kg > 0 and line.verified_kg > 0:
            yield Step(
                "data",
                "ask_supplier",
                Text(
                    en=f"have the supplier of {name} say which part of its recycled share is post-consumer",
                    zh=f"请{name}的供应商说明再生料中消费后的部分",
                ),
                with_part(line.pointer, _kind_said),
                certain=False,
                pointer=f"{line.pointer}/recycled/post_consumer_pct",
                part=line.pointer,
                lead=line.unspecified_kg,
            )
        if line.declared_kg > line.verified_kg:
            yield Step(
                "evidence",
                "delivery_paper",
                Text(
                    en=f"get the certificate that covers this delivery of {name} and record its number"
                    + (", with the post-consumer part" if post else ""),
                    zh=f"取得覆盖本批{name}的证书并记录编号" + ("，注明消费后部分" if post else ""),
                ),
                with_part(line.pointer, _certified(_declared(line) if unsplit else None, post=post)),
                certain=not unsplit,
                pointer=f"{line.pointer}/recycled/transaction_certificate",
                part=line.pointer,
                lead=line.declared_kg - line.verified_kg,
            )
    yield from _more_recycled(one, lines, post=post)


def _more_recycled(one: Criterion, lines: list[RecycledLine], *, post: bool) -> Iterator[Step]:
    """Certified recycled material in place of other material, in the heaviest parts first, until it is enough."""
    if one.measure == "mci" or one.op in {"<", "<="}:
        return
    total = sum((line.mass_kg for line in lines), _ZERO)
    short = EXACT.multiply(one.threshold, total)
    short -= sum((line.post_consumer_kg if post else line.declared_kg for line in lines), _ZERO)

    def held_in(line: RecycledLine) -> Decimal:
        return line.post_consumer_kg if post else line.declared_kg

    def room_in(line: RecycledLine) -> Decimal:
        return line.mass_kg - held_in(line) - line.rework_kg

    for line in sorted(lines, key=lambda entry: (-room_in(entry), entry.pointer)):
        held, room = held_in(line), room_in(line)
        if short < 0 or room <= 0:
            continue
        taken = min(room, short + _TINY * total)
        short -= taken
        share = min(_ONE, up(EXACT.divide(held + taken, line.mass_kg)))
        percent = decimal_text((share * 100).quantize(Decimal("0.1"), rounding="ROUND_CEILING"))
        kind, kind_zh = (" post-consumer", "消费后") if post else ("", "")
        yield Step(
            "material",
            "other_material",
            Text(
                en=f"use {line.material} with at least {percent} % certified{kind} recycled content, or another "
                "material that has it",
                zh=f"{line.material}改用经认证的{kind_zh}再生料，含量不低于 {percent}%，或改用有此含量的其他材料",
            ),
            with_part(line.pointer, _certified(share, post=post)),
            certain=True,
            pointer=line.pointer,
            part=line.pointer,
            lead=taken,
        )


def _certified(share: Decimal | None, *, post: bool) -> Callable[[MaterialPart], MaterialPart]:
    """The part with a certificate for its share, or for the share it states."""

    def change(part: MaterialPart) -> MaterialPart:
        stated = part.recycled or Recycled(share=_ZERO)
        held, kind, split = stated.share, stated.kind, stated.post_consumer_share
        if share is not None and post:
            held, kind, split = max(held, share), "unspecified", share
        elif share is not None:
            held, split = share, None
        recycled = msgspec.structs.replace(
            stated,
            share=held,
            kind=kind,
            post_consumer_share=split,
            scheme=stated.scheme or "GRS",
            transaction_certificate=stated.transaction_certificate or "to come",
            chain_of_custody="" if stated.chain_of_custody == "book_and_claim" else stated.chain_of_custody,
            evidence=TO_COME,
        )
        return msgspec.structs.replace(part, recycled=recycled)

    return change


def _kind_said(part: MaterialPart) -> MaterialPart:
    if part.recycled is None:
        return part
    return msgspec.structs.replace(
        part, recycled=msgspec.structs.replace(part.recycled, kind="post_consumer", post_consumer_share=None)
    )
