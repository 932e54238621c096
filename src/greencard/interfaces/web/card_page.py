"""What the card page shows, made once from the signed figures and the assessment."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import segno

from greencard.card import content_of, figures
from greencard.interfaces.web import charts
from greencard.interfaces.web.beside import BesideRow, beside_of
from greencard.interfaces.web.evidence import EvidenceRow, evidence_of
from greencard.interfaces.web.formatting import picture
from greencard.interfaces.web.journey import journey_of
from greencard.interfaces.web.messages import format_date, say
from greencard.interfaces.web.stages import power_of, stages_of, total_basis
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from greencard.card import CardContent
    from greencard.errors import Lang
    from greencard.model import Text
    from greencard.services.views import CardView

__all__ = ["CardPage", "card_page", "card_url", "public_path", "unit_words"]


@dataclass(frozen=True, slots=True)
class CardPage:
    """Everything the template needs; texts are in one language already."""

    figures: Mapping[str, str]
    unit: str
    per: Markup
    subtitle: tuple[Markup, ...]
    stages: tuple[Mapping[str, Any], ...]
    total_basis: Markup
    biogenic_kg: str
    checked_by: Markup
    power: Mapping[str, Any]
    route: Mapping[str, Any] | None
    evidence: tuple[EvidenceRow, ...]
    beside: tuple[BesideRow, ...]
    pictures: Mapping[str, Markup]
    identifiers: tuple[tuple[Markup, str], ...]
    url: str
    qr: Markup
    browser: Mapping[str, Any]
    gc1: str


def unit_words(unit: Text, lang: Lang) -> str:
    """The declared unit as it follows "per": `1 set` is `set`, and any other amount stays."""
    text = unit.in_lang(lang).strip()
    first, _, rest = text.partition(" ")
    return rest.strip() if first == "1" and rest.strip() else text


def public_path(slug: str) -> str:
    """Path of a card's page: its GS1 Digital Link path where it has one, else its short name under `/cards/`."""
    return f"/{slug}" if slug.startswith("01/") else f"/cards/{slug}"


def card_url(view: CardView) -> str:
    """The address behind the card's code: its page, and after `#` the signed card itself, which no server sees."""
    return f"{view.base_url}{public_path(view.record.slug)}#{_base64url(view.compact)}"


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _identifiers(view: CardView, content: CardContent, lang: Lang) -> tuple[tuple[Markup, str], ...]:
    rows = [(say(lang, f"meta.{item.scheme}"), item.value) for item in content.identifiers]
    seller, stall = content.seller.name.in_lang(lang), content.seller.stall
    seller = f"{seller} · {stall}" if stall and stall not in seller else seller
    rows += [
        (say(lang, "meta.seller"), seller),
        (say(lang, "meta.issuer"), f"{view.issuer_name.in_lang(lang)} ({view.issuer_id})"),
        (say(lang, "meta.card"), view.record.card.id),
        (say(lang, "meta.digest"), view.record.card.digest),
        (say(lang, "meta.data"), f"{content.footprint.rules} · {content.snapshot[:16]}"),
    ]
    return tuple(rows)


def _browser(view: CardView, lang: Lang) -> Mapping[str, Any]:
    """What the page's own check needs besides the signed bytes: keys, and the log's proof as it was published."""
    card = view.record.card
    proof = None
    if card.log is not None:
        proof = {
            "index": card.log.index,
            "size": card.log.size,
            "salt": card.log.salt,
            "path": list(card.log.path),
            "note": card.log.checkpoint,
            "card": card.id,
            "time": card.issued_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "name": view.log_name,
            "key": b64encode(view.log_public_key).decode(),
        }
    return {
        "issuer": view.issuer_name.in_lang(lang),
        "key": _base64url(view.issuer_public_key),
        "proof": proof,
        "lists": _status_lists(card.document),
        # Fetched from the page's own host, whichever name that is reached by.
        "status": {purpose: urlsplit(address).path for purpose, address in _status_lists(card.document).items()},
    }


def _status_lists(document: Mapping[str, Any]) -> dict[str, str]:
    """Addresses of the status lists that the signed document names; a list under another address is not the card's."""
    return {
        "revocation": document["credentialStatus"]["statusListCredential"],
        "refresh": document["greenCard"]["refresh"]["statusListCredential"],
    }


def _checked_by(view: CardView, content: CardContent, lang: Lang) -> Markup:
    third = content.third_party
    if third is None:
        issued = format_date(view.record.card.issued_at.date(), lang)
        return say(lang, "card.checked_by.nobody", issuer=view.issuer_name.in_lang(lang), date=issued)
    name, on = third.name.in_lang(lang), format_date(third.on, lang)
    return say(lang, "card.checked_by", name=name, standard=third.standard, date=on)


def card_page(view: CardView, lang: Lang) -> CardPage:
    """The page of a published card in one language, in the figures of its signed document.

    Raises:
        NotVerified: the document holds no readable figures (GC-CRD-005).
    """
    assessment, document = view.assessment, view.record.card.document
    content, shown = content_of(document), figures(document)
    unit = unit_words(content.declared_unit, lang)
    lot = next((item.value for item in content.identifiers if item.scheme == "lot"), "")
    place = content.place_of_making.in_lang(lang)
    subtitle = [say(lang, "card.batch", lot=lot)] if lot else []
    if place:
        subtitle.append(say(lang, "card.made", place=place))
    stored = -Decimal(shown["upt"])
    url = card_url(view)
    code = segno.make(url, error="m", boost_error=False, micro=False)
    low, middle, high = (Decimal(shown[name]) for name in ("lo", "pcf", "hi"))
    return CardPage(
        figures=shown,
        unit=unit,
        per=say(lang, "card.per", unit=unit),
        subtitle=tuple(subtitle),
        stages=stages_of(assessment, shown, lang),
        total_basis=total_basis(shown, lang),
        biogenic_kg=decimal_text(stored) if stored > 0 else "",
        checked_by=_checked_by(view, content, lang),
        power=power_of(assessment, lang, unit),
        route=journey_of(assessment, shown, lang),
        evidence=evidence_of(assessment, content, shown, lang, unit),
        beside=beside_of(assessment, shown, lang),
        pictures={
            "rosette": picture(charts.rosette(view.record.card.digest)),
            "range": picture(charts.interval(low, middle, high, ("0 kg", shown["lo"], shown["hi"]))),
            **{f"grade{n}": picture(charts.evidence_dots(n)) for n in range(4)},
            **{f"key_{kind}": picture(charts.key_swatch(kind)) for kind in ("solid", "hatch", "load", "pv", "match")},
        },
        identifiers=_identifiers(view, content, lang),
        url=url,
        qr=picture(code.svg_inline(border=2, dark="#17202b", light="#fff", omitsize=True)),
        browser=_browser(view, lang),
        gc1=_base64url(view.compact),
    )
