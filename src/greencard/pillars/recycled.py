"""P1: recycled content by mass balance over product and sales packaging (ISO 14021:2016 7.8).

    R = Σ mᵢ·(postᵢ + preᵢ) / Σ mᵢ

three times: verified (each line times the weight of its evidence), declared, and possible (a line that says nothing may
be recycled altogether). The buyer's test looks at the verified end. Regrind of the same process is no recycled content
(7.8.1.1), renewable material is no recycled material, and book and claim never enters: it says nothing of these goods.
Recycled shares of the law (UK Plastic Packaging Tax, Regulation (EU) 2025/40 Art 7) are counted per packaging component
or plastic part and are not derived from R.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Literal

from greencard.model import (
    Bounds,
    MaterialPart,
    Recycled,
    RecycledLine,
    RecycledPillar,
    RecycledShare,
    SchemeFloor,
    Text,
)
from greencard.pillars.circularity import circularity
from greencard.pillars.given import EXACT, Given, down, up
from greencard.pillars.parameters import Parameters, SchemeTerms

__all__ = ["recycled_line", "recycled_pillar"]

Basis = Literal["certificate", "records", "statement", "silent", "book_and_claim"]
Whole = Literal["product", "sales_packaging", "product_and_sales_packaging"]
_ZERO: Final = Decimal(0)
_WHOLES: Final[tuple[tuple[Whole, frozenset[str]], ...]] = (
    ("product", frozenset({"product"})),
    ("sales_packaging", frozenset({"sales"})),
    ("product_and_sales_packaging", frozenset({"product", "sales"})),
)
_LAW: Final = Text(
    en="The legal tests (UK Plastic Packaging Tax, EU Regulation 2025/40 Art 7) count each packaging component or "
    "plastic part; this figure is another quantity and answers none of them.",
    zh="法律规定的再生料要求（英国塑料包装税、欧盟 2025/40 号条例第 7 条）按每个包装部件或塑料部分计算；"
    "本数字是另一个量，不能代替。",
)
_REGISTER: Final = Text(
    en="Certificate numbers were not looked up in the scheme's register, nor whether other sellers present them too.",
    zh="未在认证机构的登记系统中查询证书编号，也未核查是否被其他卖家重复使用。",
)


def recycled_pillar(given: Given, parameters: Parameters) -> RecycledPillar:
    """Recycled shares of product, sales packaging and both, each verified ≤ declared ≤ possible, 0 to 1."""
    lines = tuple(recycled_line(part, parameters) for part in given.parts if part.where in {"product", "sales"})
    shares = tuple(_share(of, [line for line in lines if line.where in places]) for of, places in _WHOLES)
    notes = [_LAW]
    alone, whole = shares[0], shares[-1]
    if whole.declared > alone.declared:
        notes.append(
            Text(
                en=f"The packaging lifts the declared figure: the product alone has {_percent(alone.declared)} %.",
                zh=f"包装抬高了声明数字：产品本身为 {_percent(alone.declared)}%。",
            )
        )
    if any(line.basis == "certificate" for line in lines):
        notes.append(_REGISTER)
    if any(line.chain_of_custody == "mass_balance" for line in lines):
        notes.append(
            Text(
                en="Some content is attributed by mass balance (ISO 22095): it is in the books of the plant, "
                "not necessarily in this piece.",
                zh="部分再生料按质量平衡（ISO 22095）归属：在工厂账上成立，但不一定就在这一件里。",
            )
        )
    if any(part.bio_based_share > 0 for part in given.parts):
        notes.append(
            Text(
                en="Renewable material (wood, bamboo, cotton) is not recycled material and is not counted here.",
                zh="可再生材料（木、竹、棉）不是再生料，不计入。",
            )
        )
    return RecycledPillar(
        shares=shares,
        lines=lines,
        floors=_floors(lines, shares[0], parameters),
        circularity=circularity(given, shares[-1], parameters.circularity),
        notes=tuple(notes),
    )


def recycled_line(part: MaterialPart, parameters: Parameters) -> RecycledLine:
    """What one material brings into the balance, kg, and what that rests on."""
    mass, stated = part.mass_kg, part.recycled
    basis, why = _SILENT if stated is None else _basis(stated, parameters)
    declared = post = pre = open_kg = rework = _ZERO
    if stated is not None:
        rework = EXACT.multiply(mass, stated.rework_share)
    if stated is not None and basis != "book_and_claim":
        declared = EXACT.multiply(mass, stated.share)
        if stated.post_consumer is None:
            open_kg = declared
        else:
            post = EXACT.multiply(mass, stated.post_consumer)
            pre = EXACT.subtract(declared, post)
    weight = _ZERO if basis in {"silent", "book_and_claim"} else parameters.weight(basis)
    return RecycledLine(
        pointer=part.pointer,
        material=part.material,
        where=part.where,
        mass_kg=mass,
        basis=basis,
        weight=weight,
        declared_kg=declared,
        post_consumer_kg=post,
        pre_consumer_kg=pre,
        unspecified_kg=open_kg,
        rework_kg=rework,
        verified_kg=EXACT.multiply(declared, weight),
        possible_kg=mass if basis == "silent" else declared,
        scheme="" if stated is None else stated.scheme,
        chain_of_custody="" if stated is None else stated.chain_of_custody,
        document="" if stated is None else stated.transaction_certificate or stated.evidence.number,
        why=why,
    )


_SILENT: Final[tuple[Basis, Text]] = ("silent", Text(en="the record says nothing of it", zh="记录未说明"))


def _basis(stated: Recycled, parameters: Parameters) -> tuple[Basis, Text]:
    """What a line's figure rests on. The evidence has been held against the day before."""
    if stated.chain_of_custody == "book_and_claim":
        return "book_and_claim", Text(
            en="book and claim: bought on paper, not in these goods; not counted",
            zh="账册声明：只在账面购买，不在货物中，不计入",
        )
    backed = stated.evidence.grade != "E0"
    terms = parameters.scheme(stated.scheme)
    if backed and terms is not None:
        paper = stated.transaction_certificate
        if terms.proof == "product_certificate":
            paper = paper or stated.evidence.number
        if paper.strip():
            return "certificate", Text(en=f"{terms.name}, paper {paper}", zh=f"{terms.name}，文件号 {paper}")
    if backed and stated.records:
        report = stated.records == "laboratory"
        return "records", Text(
            en="laboratory report" if report else "mass-balance records",
            zh="检测报告" if report else "质量平衡记录",
        )
    return "statement", _why_statement(terms, backed=backed)


def _why_statement(terms: SchemeTerms | None, *, backed: bool) -> Text:
    if backed and terms is not None:
        return Text(
            en=f"{terms.name} without the number of a paper for this delivery: counts as a statement",
            zh=f"{terms.name}，但没有覆盖本批货的文件编号：按自述计",
        )
    if backed:
        return Text(
            en="a document that is neither certificate nor laboratory report nor mass-balance records: "
            "counts as a statement",
            zh="所附文件既非证书，也非检测报告或质量平衡记录：按自述计",
        )
    return Text(en="stated by the seller alone", zh="仅为卖方自述")


def _share(of: Whole, lines: list[RecycledLine]) -> RecycledShare:
    total = _sum(line.mass_kg for line in lines)

    def part(values: list[Decimal]) -> Decimal:
        return EXACT.divide(_sum(values), total) if total > 0 else _ZERO

    open_ends = [EXACT.add(line.unspecified_kg, _silent(line)) for line in lines]
    ends = []
    for kind in ("post_consumer_kg", "pre_consumer_kg"):
        low = [EXACT.multiply(getattr(line, kind), line.weight) for line in lines]
        high = [EXACT.add(getattr(line, kind), more) for line, more in zip(lines, open_ends, strict=True)]
        ends.append(Bounds(low=down(part(low)), high=up(part(high))))
    return RecycledShare(
        of=of,
        mass_kg=total,
        verified=down(part([line.verified_kg for line in lines])),
        declared=down(part([line.declared_kg for line in lines])),
        possible=up(part([line.possible_kg for line in lines])),
        post_consumer=ends[0],
        pre_consumer=ends[1],
    )


def _percent(share: Decimal) -> str:
    """Two decimals, cut and not rounded."""
    return f"{EXACT.multiply(share, Decimal(100)).quantize(Decimal('0.01'), ROUND_FLOOR)}"


def _silent(line: RecycledLine) -> Decimal:
    return line.mass_kg if line.basis == "silent" else _ZERO


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = _ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total


def _floors(lines: tuple[RecycledLine, ...], product: RecycledShare, parameters: Parameters) -> tuple[SchemeFloor, ...]:
    """The floors of every scheme that is named, against what is verified under it in the product alone."""
    found = []
    named = {line.scheme for line in lines if line.scheme and line.where == "product"}
    for terms in parameters.floors:
        if terms.scheme in named and product.mass_kg > 0:
            kept = _sum(
                line.verified_kg
                for line in lines
                if line.scheme == terms.scheme and line.where == "product" and line.basis == "certificate"
            )
            share = down(EXACT.divide(kept, product.mass_kg))
            found.append(
                SchemeFloor(
                    scheme=terms.scheme,
                    purpose=terms.purpose,
                    floor=terms.share,
                    share=share,
                    met=share >= terms.share,
                    trust=terms.trust,
                    source=terms.source,
                )
            )
    return tuple(found)
