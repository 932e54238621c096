"""Steps that could close a gap: what each is, what it would change in what is given, and what that takes.

A step of data changes what is known, not what is true: nobody knows before what it will show, so that only its best
case is tried. A step of evidence, packaging or material has one outcome if it succeeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

import msgspec

from greencard.model import (
    Bounds,
    Evidence,
    Fact,
    MaterialPart,
    Recycled,
    RecycledLine,
    SocialAudit,
    SocialIndicator,
    Text,
)
from greencard.pillars.audits import audit_name
from greencard.pillars.gate import GATE_FACTS
from greencard.pillars.given import EXACT, Given, up
from greencard.pillars.measures import Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.plastic import plastic_kg
from greencard.pillars.profile import Criterion, passes
from greencard.quantity import decimal_text

__all__ = ["Step", "steps_for"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_PROVEN: Final = Evidence(grade="E1", kind="proof to come")
_TINY: Final = Decimal("1e-9")
"""What "more than" needs on top; far below a scale's reach."""

Change = Callable[[Given], Given]


@dataclass(frozen=True, slots=True)
class Step:
    """One candidate."""

    kind: Literal["data", "evidence", "audit", "practice", "material"]
    effort: str
    text: Text
    best: Change
    """What is given after the step, at its best."""
    certain: bool
    """Whether that is also what is given if the step succeeds at all."""
    pointer: str = ""
    part: str = ""
    """Pointer of the part it changes."""
    lead: Decimal = field(default=_ZERO)
    """Of two steps of one cost the one with more goes first."""


def steps_for(one: Criterion, given: Given, found: Measured, parameters: Parameters) -> list[Step]:
    """Candidates for one criterion that is not met, unordered."""
    measure = one.measure
    if measure.startswith(("recycled_", "post_consumer_")) or measure == "mci":
        return list(_recycled(one, found))
    if measure == "ilo_gate":
        return list(_gate(given, found))
    if measure in {"labour_index", "community_index"}:
        return [*_gate(given, found), *_social(one, given, found, parameters)]
    if measure in {"labour_coverage", "community_coverage"}:
        return list(_missing_indicators(measure.removesuffix("_coverage"), found))
    if measure == "audit_cap":
        return [_audit(one, given, parameters)]
    return list(_plastic(measure, given, found))


# -- changes of what is given ----------------------------------------------------------------------------------------


def _with_part(pointer: str, change: Callable[[MaterialPart], MaterialPart]) -> Change:
    def apply(given: Given) -> Given:
        parts = tuple(change(part) if part.pointer == pointer else part for part in given.parts)
        return msgspec.structs.replace(given, parts=parts)

    return apply


def _with_fact(name: str, value: bool | str, *, grade: Literal["E0", "E1"] = "E0") -> Change:
    fact = Fact(name=name, value=value, grade=grade, source="to come")
    return lambda given: msgspec.structs.replace(given, facts=(*given.facts, fact))


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
            evidence=_PROVEN,
        )
        return msgspec.structs.replace(part, recycled=recycled)

    return change


def _kind_said(part: MaterialPart) -> MaterialPart:
    if part.recycled is None:
        return part
    return msgspec.structs.replace(
        part, recycled=msgspec.structs.replace(part.recycled, kind="post_consumer", post_consumer_share=None)
    )


def _without_plastic(part: MaterialPart) -> MaterialPart:
    return msgspec.structs.replace(part, plastic=False, material="(replaced)", plant_filler=False, recycled=None)


# -- P1 --------------------------------------------------------------------------------------------------------------


def _declared(line: RecycledLine) -> Decimal:
    return EXACT.divide(line.declared_kg, line.mass_kg)


def _in_scope(measure: str, line: RecycledLine) -> bool:
    if measure.endswith("product_and_sales_packaging") or measure == "mci":
        return True
    return (line.where == "product") is measure.endswith("_product")


def _recycled(one: Criterion, found: Measured) -> Iterator[Step]:
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
                _with_part(line.pointer, _certified(_ONE, post=post)),
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
                _with_part(line.pointer, _kind_said),
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
                _with_part(line.pointer, _certified(_declared(line) if unsplit else None, post=post)),
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
            _with_part(line.pointer, _certified(share, post=post)),
            certain=True,
            pointer=line.pointer,
            part=line.pointer,
            lead=taken,
        )


# -- P2 --------------------------------------------------------------------------------------------------------------


def _gate(given: Given, found: Measured) -> Iterator[Step]:
    gate = found.social.gate
    if gate.status == "failed":
        yield Step(
            "practice",
            "practice",
            Text(
                en="remedy what was found, with those concerned, and have it audited again; until then no score",
                zh="与当事人一起纠正所发现的问题，并重新审核；此前不评分",
            ),
            _healed,
            certain=False,
        )
        return
    for name in gate.missing_facts:
        labour = name == GATE_FACTS[0]
        fact = given.fact(name)
        asked, asked_zh = ("forced labour", "强迫劳动") if labour else ("the lists of forced labour", "强迫劳动名单")
        stated, stated_zh = ("document", "以文件证明") if fact is not None else ("carry out and document", "完成并记录")
        yield Step(
            "data" if fact is None else "evidence",
            "write_down" if not labour else "ask_supplier",
            Text(
                en=f"{stated} the check of suppliers against {asked}",
                zh=f"{stated_zh}对供应商的{asked_zh}核查",
            ),
            _with_fact(name, "none" if labour else False, grade="E1"),
            certain=False,
            pointer=f"/facts/{name}",
        )


def _healed(given: Given) -> Given:
    audits = tuple(msgspec.structs.replace(audit, findings=()) for audit in given.audits)
    given = msgspec.structs.replace(given, audits=audits)
    return _with_fact(GATE_FACTS[1], value=False, grade="E1")(_with_fact(GATE_FACTS[0], "none", grade="E1")(given))


def _audit(one: Criterion, given: Given, parameters: Parameters) -> Step:
    """The audit with the least cap that is enough, else the one with the highest."""
    caps = sorted(parameters.audits.caps, key=lambda cap: cap.cap)
    least = next((cap for cap in caps if passes(Bounds(low=cap.cap, high=cap.cap), one.op, one.threshold)), caps[-1])
    rating = least.ratings[0] if least.ratings else ""
    audit = SocialAudit(scheme=least.scheme, rating=rating, on=given.on, evidence=_PROVEN)
    enough = [cap for cap in caps if cap.cap >= least.cap]
    names = [audit_name(cap.scheme, " / ".join(cap.ratings)) for cap in enough]
    return Step(
        "audit",
        "social_audit",
        Text(
            en=f"have the site audited by a third party ({', '.join(name.en for name in names)}) and record the report",
            zh=f"由第三方审核工厂（{'、'.join(name.zh for name in names)}），并记录报告",
        ),
        lambda before: msgspec.structs.replace(before, audits=(*before.audits, audit)),
        certain=False,
        pointer="/facility/audits",
    )


def _missing_indicators(index: str, found: Measured) -> Iterator[Step]:
    for one in _indicators(index, found):
        if one.score is None:
            best = max(one.anchors, key=lambda anchor: anchor[1])[0]
            yield Step(
                "data",
                "write_down",
                Text(
                    en=f"give “{one.label.en}” ({one.reference})",
                    zh=f"填写“{one.label.zh}”（{one.reference}）",
                ),
                _with_fact(one.id, decimal_text(best)),
                certain=False,
                pointer=f"/facts/{one.id}",
            )


def _social(one: Criterion, given: Given, found: Measured, parameters: Parameters) -> Iterator[Step]:
    index = one.measure.removesuffix("_index")
    yield from _missing_indicators(index, found)
    yield _audit(one, given, parameters)
    for held in _indicators(index, found):
        if held.score is not None and held.score < _HUNDRED:
            best = max(held.anchors, key=lambda anchor: anchor[1])[0]
            yield Step(
                "practice",
                "practice",
                Text(
                    en=f"bring “{held.label.en}” from {decimal_text(held.value or _ZERO)} to {decimal_text(best)}",
                    zh=f"把“{held.label.zh}”从 {decimal_text(held.value or _ZERO)} 改善到 {decimal_text(best)}",
                ),
                _with_fact(held.id, decimal_text(best)),
                certain=True,
                pointer=f"/facts/{held.id}",
                lead=_HUNDRED - held.score,
            )


def _indicators(index: str, found: Measured) -> tuple[SocialIndicator, ...]:
    return (found.social.labour if index == "labour" else found.social.community).indicators


# -- P3 --------------------------------------------------------------------------------------------------------------


def _plastic(measure: str, given: Given, found: Measured) -> Iterator[Step]:
    yield from _plastic_data(measure, given, found)
    product_counts = measure not in {"packaging_plastic_share", "plastic_packaging_g"}
    for part in given.parts:
        plastic = plastic_kg(part, given)
        if plastic.high <= 0 or (part.where == "product" and not product_counts):
            continue
        packed = part.where != "product"
        yield Step(
            "material",
            "repack" if packed else "other_material",
            Text(
                en=f"replace {part.material} by a {'pack' if packed else 'material'} without plastic",
                zh=f"把{part.material}换成不含塑料的{'包装' if packed else '材料'}",
            ),
            _with_part(part.pointer, _without_plastic),
            certain=True,
            pointer=part.pointer,
            part=part.pointer,
            lead=plastic.high,
        )
    if measure == "plastic_level" and any(ban.certain for ban in given.bans):
        named = ", ".join(dict.fromkeys(ban.rule_id for ban in given.bans if ban.certain))
        yield Step(
            "material",
            "other_material",
            Text(
                en=f"give the product a form that the bans do not reach ({named}): without plastic, or made to last",
                zh=f"改变产品形式使其不属于禁止范围（{named}）：不含塑料，或可长期使用",
            ),
            lambda before: msgspec.structs.replace(before, bans=()),
            certain=True,
        )


def _plastic_data(measure: str, given: Given, found: Measured) -> Iterator[Step]:
    for part in given.parts:
        if part.plastic is None:
            yield Step(
                "data",
                "write_down",
                Text(en=f"say what {part.material} is made of", zh=f"写明{part.material}是什么材料"),
                _with_part(part.pointer, _without_plastic),
                certain=False,
                pointer=f"{part.pointer}/material",
                part=part.pointer,
                lead=part.mass_kg,
            )
    if found.plastic.packaging_share is None and measure in {"plastic_level", "packaging_plastic_share"}:
        board = MaterialPart(pointer="/packaging/0", material="(to come)", mass_kg=_ONE, where="sales", plastic=False)
        yield Step(
            "data",
            "write_down",
            Text(en="record the packaging with its masses", zh="记录包装及其质量"),
            lambda before: msgspec.structs.replace(before, parts=(*before.parts, board)),
            certain=False,
            pointer="/packaging",
        )
    if measure == "plastic_level":
        names = dict.fromkeys(name for ban in given.bans for name in ban.missing_facts)
        for name in names:
            yield Step(
                "data",
                "write_down",
                Text(en=f"give the fact {name}: bans depend on it", zh=f"填写事实 {name}：禁令取决于它"),
                _fact_settles(name),
                certain=False,
                pointer=f"/facts/{name}",
            )
    if measure == "single_use_plastic_g":
        for name, value, en, zh in (
            ("single_use", False, "say whether the product is made to be used once", "说明产品是否一次性使用"),
            ("pack_reusable", True, "say whether the packaging is made to be used again", "说明包装是否可重复使用"),
        ):
            if given.fact(name) is None:
                yield Step(
                    "data",
                    "write_down",
                    Text(en=en, zh=zh),
                    _with_fact(name, value=value),
                    certain=False,
                    pointer=f"/facts/{name}",
                )


def _fact_settles(name: str) -> Change:
    """At best every ban that waits for this fact falls away."""

    def apply(given: Given) -> Given:
        bans = tuple(ban for ban in given.bans if ban.certain or name not in ban.missing_facts)
        return msgspec.structs.replace(given, bans=bans)

    return apply
