"""From a product record to its three pillars: words read, evidence held against the day, bans looked up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from greencard.errors import InvalidInput, Place, declare
from greencard.footprint import standing_evidence
from greencard.model import BomLine, Evidence, MaterialPart, Order, PackagingPart, SocialAudit
from greencard.pillars import FactWords, Given, pillar_report, standing
from greencard.quantity import parse_decimal
from greencard.rules import read_material
from greencard.services.plastic_bans import format_bans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from greencard.model import AuditScheme, PillarReport, Product
    from greencard.pillars import BuyerProfile
    from greencard.services.packs import Packs

__all__ = ["BAD_NUMBER", "UNKNOWN_PROFILE", "named_profile", "pillars_of"]

UNKNOWN_PROFILE = declare(
    "GC-SVC-070",
    InvalidInput,
    en="There is no buyer profile {name}.",
    zh="没有名为 {name} 的买家要求。",
    remedy_en="Use one of {known}, or give the path of your own file (docs/pillars.md).",
    remedy_zh="可用：{known}；或给出自己的文件路径（见 docs/pillars.md）。",
)
BAD_NUMBER = declare(
    "GC-SVC-071",
    InvalidInput,
    en="{name} is {value}; it must be more than 0 and at most {most}.",
    zh="{name} 为 {value}，应大于 0 且不大于 {most}。",
    remedy_en="Utility is 1 for the average product; pieces are counted in one declared unit.",
    remedy_zh="效用以同类平均产品为 1；件数按一个申报单位计。",
)
MANY_DESTINATIONS = declare(
    "GC-SVC-072",
    InvalidInput,
    en="{count} destinations are named; at most {most} are looked at together.",
    zh="给出了 {count} 个目的地，一次最多 {most} 个。",
    remedy_en="Name none to look at every destination held.",
    remedy_zh="不填目的地即查看所有已收录的目的地。",
)
_Part = TypeVar("_Part", BomLine, PackagingPart)
_MOST_DESTINATIONS: Final = 300
_OLDEST_MONTHS: Final = 600
_DAYS_A_MONTH: Final = Decimal("30.4375")
_SCHEMES: Final[dict[str, AuditScheme]] = {
    "SA8000": "SA8000",
    "SMETA": "SMETA_2",
    "BSCI": "BSCI",
    "SLCP": "SLCP",
    "RBA": "RBA",
    "WCA": "WCA",
}
_MOST_UTILITY: Final = Decimal(100)
_MOST_PIECES: Final = Decimal(1_000_000)


def named_profile(name: str, packs: Packs) -> BuyerProfile:
    """A profile that ships.

    Raises:
        InvalidInput: none of that name (GC-SVC-070).
    """
    found = packs.buyer_profile(name)
    if found is None:
        raise UNKNOWN_PROFILE.at(name=repr(name[:80]), known=", ".join(packs.buyer_profiles()))
    return found


def pillars_of(
    product: Product,
    *,
    packs: Packs,
    on: date,
    profile: BuyerProfile | str | None = None,
    destinations: Sequence[str] = (),
    utility: Decimal | None = None,
    pieces: Decimal | None = None,
) -> PillarReport:
    """The three pillars of one declared unit as of `on`, with a buyer's answer where a profile is given.

    Args:
        product: the record.
        packs: the dated data.
        on: day of the answer; evidence that does not hold on it counts as a statement, expired facts as unknown.
        profile: what a buyer asks for, or the name of a profile that ships.
        destinations: whose bans of plastic formats count; none: every destination with rules held.
        utility: utility X against the average product, for the circularity indicator; None: 1, and said so.
        pieces: pieces in one declared unit, for a plastic reference per piece.

    Raises:
        InvalidInput: no profile of that name (GC-SVC-070), utility or pieces that cannot be (GC-SVC-071), too many
            destinations (GC-SVC-072) or one that is no code (GC-RUL-010), an indicator out of range (GC-PIL-003).
    """
    for name, value, most in (("utility", utility, _MOST_UTILITY), ("pieces", pieces, _MOST_PIECES)):
        if value is not None and not 0 < value <= most:
            raise BAD_NUMBER.at(name=name, value=value, most=most)
    if len(destinations) > _MOST_DESTINATIONS:
        raise MANY_DESTINATIONS.at(count=len(destinations), most=_MOST_DESTINATIONS)
    if isinstance(profile, str):
        profile = named_profile(profile, packs) if profile else None
    stands, _ = standing_evidence(_with_papers(product), on)
    codes = tuple(dict.fromkeys(code.strip().upper() for code in destinations))
    order = Order(product_id=product.id, destination=codes[0] if codes else "DE", on=on, quantity=1)
    bans = format_bans(packs.all_rules(), product, order, codes)
    given = Given(
        on=on,
        parts=(*_parts("bom", stands.bom), *_parts("packaging", stands.packaging)),
        facts=standing(product.facts, on),
        audits=product.facility.audits or _audits_of_facts(product, on),
        bans=bans,
        words=_words(packs, (name for ban in bans for name in ban.missing_facts)),
        destinations=codes,
        claims=product.claims,
        names=tuple(text for text in (product.name.en, product.name.zh) if text),
        disposal=() if stands.end_of_life is None else stands.end_of_life.disposal,
        disposal_evidence=Evidence() if stands.end_of_life is None else stands.end_of_life.evidence,
        utility=utility,
        pieces=pieces,
    )
    return pillar_report(product, given, packs.pillar_parameters(), profile)


def _words(packs: Packs, names: Iterable[str]) -> dict[str, FactWords]:
    kinds = packs.all_rules().vocabulary.kinds
    return {name: FactWords(label=kinds[name].label, question=kinds[name].question) for name in names}


def _audits_of_facts(product: Product, on: date) -> tuple[SocialAudit, ...]:
    """Audits of a record that names them as facts alone (`social_audit`, with its age), where it lists none.

    The facts tell neither a rating nor the number of pillars, so that only what needs none has a cap of its own.
    """
    facts = {fact.name: fact for fact in standing(product.facts, on)}
    named, age = facts.get("social_audit"), facts.get("social_audit_age_months")
    if named is None or age is None or not isinstance(named.value, tuple) or not isinstance(age.value, str):
        return ()
    months = parse_decimal(age.value, Place("/facts/social_audit_age_months"))
    if not 0 <= months <= _OLDEST_MONTHS:
        return ()
    day = on - timedelta(days=int(months * _DAYS_A_MONTH))
    evidence = Evidence(grade=min(named.grade, age.grade), kind="social_audit")
    return tuple(
        SocialAudit(scheme=_SCHEMES[code], on=day, evidence=evidence) for code in named.value if code in _SCHEMES
    )


def _with_papers(product: Product) -> Product:
    """The record with the number of each delivery's paper as that of its evidence: a paper with a number is named."""

    def named(part: _Part) -> _Part:
        recycled = part.recycled
        if recycled is None or not recycled.transaction_certificate.strip() or recycled.evidence.number:
            return part
        evidence = replace(recycled.evidence, number=recycled.transaction_certificate)
        return replace(part, recycled=replace(recycled, evidence=evidence))

    bom, packaging = tuple(map(named, product.bom)), tuple(map(named, product.packaging))
    return replace(product, bom=bom, packaging=packaging)


def _parts(kind: str, lines: Iterable[BomLine | PackagingPart]) -> Iterable[MaterialPart]:
    for n, line in enumerate(lines):
        reading = read_material(line.material)
        plastic = True if line.plastic or "plastic" in reading.codes else False if reading.known else None
        part = MaterialPart(
            pointer=f"/{kind}/{n}",
            material=line.material,
            mass_kg=line.net_kg if isinstance(line, BomLine) else line.mass_kg,
            where="product" if isinstance(line, BomLine) else line.level,
            plastic=plastic,
            plant_filler=reading.plant_filler,
            recycled=line.recycled,
        )
        yield replace(part, bio_based_share=line.bio_based_share) if isinstance(line, BomLine) else part
