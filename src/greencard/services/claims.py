"""A text to be printed, against the acts of its destinations and the figures of a card."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from greencard.errors import InvalidInput, NotVerified, Place, declare
from greencard.model import IssuedCard, Order, Text, Value
from greencard.model.claims import Audience, ClaimFigures
from greencard.rules import order_facts
from greencard.rules.claims import MAX_DESTINATIONS, TOO_MANY_DESTINATIONS, lint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.card import CardContent, Verification
    from greencard.model import Assessment, Fact, Product
    from greencard.model.claims import ClaimReport
    from greencard.services.packs import Packs

__all__ = [
    "MAX_TEXT_BYTES",
    "ClaimsAsked",
    "card_figures",
    "check_claims",
    "destinations_of",
    "product_figures",
    "text_of",
]

MAX_TEXT_BYTES: Final = 1_000_000
_MARKUP: Final = (".html", ".htm", ".xhtml", ".xml", ".svg")
_UNREAD: Final = ("script", "style", "SCRIPT", "STYLE")
"""Elements whose content nobody reads."""
_DAY: Final = timedelta(days=1)

NOT_TEXT: Final = declare(
    "GC-SVC-075",
    InvalidInput,
    en="{file} is no text: {why}.",
    zh="{file} 不是文本：{why_zh}。",
    remedy_en="Give plain text, Markdown or HTML in UTF-8, UTF-16 with a mark, or GB 18030.",
    remedy_zh="请提供纯文本、Markdown 或 HTML，编码为 UTF-8、带标记的 UTF-16 或 GB 18030。",
)
TOO_LONG: Final = declare(
    "GC-SVC-076",
    InvalidInput,
    en="The text has {size} bytes; at most {limit} are read.",
    zh="文本有 {size} 字节；最多读取 {limit} 字节。",
    remedy_en="Give the label, the page or the listing by itself, or split the file.",
    remedy_zh="请只提供标签、页面或商品描述本身，或拆分文件。",
)
NO_CARD: Final = declare(
    "GC-SVC-077",
    NotVerified,
    en="The card cannot be read, so no figure of it may be quoted.",
    zh="卡片无法读取，不能引用其中的任何数值。",
    remedy_en="Check it with `greencard card verify`, or ask its issuer for another.",
    remedy_zh="请用 greencard card verify 核验，或向签发方索取新卡。",
)


NOT_GENUINE: Final = declare(
    "GC-SVC-078",
    NotVerified,
    en="The card does not verify ({outcome}), so none of its figures may be quoted.",
    zh="卡片未通过核验（{outcome}），不能引用其中的任何数值。",
    remedy_en="See why with `greencard card verify`, or ask its issuer for another.",
    remedy_zh="原因见 greencard card verify，或向签发方索取新卡。",
)


class ClaimsAsked(Value, frozen=True, kw_only=True):
    """A text, where and by whom it will be read, and on which day."""

    text: str
    destinations: tuple[str, ...]
    """ISO 3166-1 or -2."""
    audience: Audience = "consumer"
    on: date | None = None
    """Day on which it is read; None: today."""
    card: dict[str, Any] | None = None
    """The goods' card (its file); its figures may be quoted once it verifies."""


def text_of(data: bytes, file: str) -> str:
    """A file as text; markup is blanked out, so that every character keeps its place.

    Raises:
        InvalidInput: too many bytes (GC-SVC-076), or no text (GC-SVC-075).
    """
    place = Place(file=file)
    if len(data) > MAX_TEXT_BYTES:
        raise TOO_LONG.at(place, size=len(data), limit=MAX_TEXT_BYTES)
    text = _decoded(data)
    if text is None:
        raise NOT_TEXT.at(place, file=file, why="its bytes are in no encoding we know", why_zh="编码无法识别")
    if any(char < " " and char not in "\t\n\r\f\v" for char in text):
        raise NOT_TEXT.at(place, file=file, why="it holds control characters", why_zh="含有控制字符")
    return _without_markup(text) if file.lower().endswith(_MARKUP) else text


def _decoded(data: bytes) -> str | None:
    marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _without_markup(text: str) -> str:
    """The text with tags, scripts and styles as spaces of the same length; one pass, whatever is open stays."""
    parts: list[str] = []
    at = 0
    unclosed: set[str] = set()
    while True:
        begin = text.find("<", at)
        end = text.find(">", begin) if begin >= 0 else -1
        if end < 0:
            parts.append(text[at:])
            return "".join(parts)
        name = next((n for n in _UNREAD if text.startswith(n, begin + 1) and n not in unclosed), "")
        if name:
            close = text.find(f"</{name}", end)
            last = text.find(">", close) if close >= 0 else -1
            if last < 0:
                unclosed.add(name)  # looked for once, so that many open tags cost no more than one
            end = max(end, last)
        parts += [text[at:begin], "".join("\n" if char == "\n" else " " for char in text[begin : end + 1])]
        at = end + 1


def destinations_of(words: str) -> tuple[str, ...]:
    """Destinations written with commas or spaces between, in capitals, each once."""
    return tuple(dict.fromkeys(word.upper() for word in words.replace("，", ",").replace(",", " ").split()))


def check_claims(
    text: str,
    *,
    packs: Packs,
    destinations: Sequence[str],
    on: date,
    audience: Audience = "consumer",
    figures: ClaimFigures | None = None,
    product: Product | None = None,
    names: Sequence[str] = (),
) -> ClaimReport:
    """Every claim of a text, what each act of each destination says of it, and what may be said instead.

    Facts of `product` settle what the text alone leaves open; its seller and facility are names, not claims.

    Raises:
        InvalidInput: no or too many destinations, a text too long (GC-CLM-003 to 005), no destination code
            (GC-RUL-010).
    """
    asked = tuple(dict.fromkeys(destinations))
    if len(asked) > MAX_DESTINATIONS:
        raise TOO_MANY_DESTINATIONS.at(Place("/destinations"), count=len(asked), limit=MAX_DESTINATIONS)
    loaded = {to: packs.rules(to) for to in asked}
    facts: dict[str, tuple[Fact, ...]] = {}
    known = list(names)
    if product is not None:
        orders = {to: Order(product_id=product.id, destination=to, on=on, quantity=1) for to in asked}
        facts = {to: order_facts(product, order) for to, order in orders.items()}
        known += [name for text in (product.seller.name, product.facility.name) for name in (text.en, text.zh) if name]
    return lint(
        text,
        lexicon=packs.claims(),
        acts=packs.claim_acts(),
        sentences=packs.claim_sentences(),
        packs=loaded,
        on=on,
        audience=audience,
        figures=figures,
        facts=facts,
        names=known,
    )


def product_figures(assessment: Assessment) -> ClaimFigures:
    """Figures of an assessment, rounded as a card publishes them."""
    from greencard.card import build_document, content_of  # noqa: PLC0415 - a text alone needs no card

    start = datetime.combine(assessment.assessed_on, datetime.min.time(), UTC)
    document = build_document(
        assessment,
        issuer_id="https://localhost/",
        issuer_name=Text(en="no issuer", zh="未签发"),
        card_id="urn:uuid:00000000-0000-0000-0000-000000000000",
        valid_from=start,
        valid_until=start + _DAY,
        status_index=0,
        base_url="https://localhost",
    )
    return _figures(content_of(document), assessment.product.id)


def card_figures(data: bytes, verified: Verification, file: str = "") -> ClaimFigures:
    """Figures of a card file that was checked; one that could not be checked may be quoted, one that fails may not.

    Raises:
        NotVerified: a check failed (GC-SVC-078), or it cannot be read as a card (GC-SVC-077, GC-CRD-nnn).
    """
    from greencard.card import content_of, parse_document  # noqa: PLC0415 - a text alone needs no card

    if verified.outcome in {"do_not_rely", "not_a_card"}:
        raise NOT_GENUINE.at(Place(file=file), outcome=verified.outcome)
    document = parse_document(data)
    if "document" in document:
        try:
            document = msgspec.convert(document, IssuedCard, strict=False).document
        except msgspec.ValidationError:
            raise NO_CARD.at() from None
    return _figures(content_of(document), str(document.get("id", ""))[:200])


def _figures(content: CardContent, source: str) -> ClaimFigures:
    from greencard.footprint.rulesets import rule_set  # noqa: PLC0415 - loads the footprint's rooms

    footprint, materials, third = content.footprint, content.materials, content.third_party
    solar = content.electricity
    counted = solar.treatment == "solar_interval_matched"
    return ClaimFigures(
        source=source,
        product_name=content.product_name,
        declared_unit=content.declared_unit,
        kg_co2e=Decimal(footprint.kg_co2e),
        low_kg_co2e=Decimal(footprint.low_kg_co2e),
        high_kg_co2e=Decimal(footprint.high_kg_co2e),
        level_percent=Decimal(footprint.level_percent),
        rules=rule_set(footprint.rules).standard,
        year=content.assessed_on.year,
        verification=content.verification,
        verified_by=Text() if third is None else third.name,
        recycled_percent=Decimal(materials.recycled_percent),
        recycled_grade=materials.recycled_grade,
        product_plastic_g=Decimal(materials.product_plastic_g),
        packaging_plastic_g=Decimal(materials.packaging_plastic_g),
        plastic_grade=materials.plastic_grade,
        solar_percent=Decimal(solar.solar_percent) if counted else None,
        illustrative=content.illustrative,
    )
