"""Joins texts, cards, product files and packs to the claims linter; nothing is stored."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from greencard.errors import InvalidInput, Place, declare
from greencard.interfaces.wiring import assess_file, load_product, read_file, today, verify_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from greencard.model.claims import Audience, ClaimReport

__all__ = ["Linted", "check_text"]

NO_TEXT: Final = declare(
    "GC-CLI-055",
    InvalidInput,
    en="There is no text to check.",
    zh="没有可检查的文本。",
    remedy_en="Give the words in quotes, a file, or `-` and the text on standard input.",
    remedy_zh="请用引号给出文字、给出文件，或用 - 从标准输入读取。",
)
TWO_SOURCES: Final = declare(
    "GC-CLI-056",
    InvalidInput,
    en="Figures come from a card or from a product file, not from both.",
    zh="数值来自卡片或商品文件，不能同时指定两者。",
    remedy_en="Give --card or --product.",
    remedy_zh="请只用 --card 或 --product。",
)


class Linted(NamedTuple):
    """The text as it was read, where it came from, and what was found."""

    text: str
    file: str
    report: ClaimReport


def check_text(
    words: str | None,
    *,
    destinations: str,
    on: date | None = None,
    audience: Audience = "consumer",
    card: Path | None = None,
    product: Path | None = None,
    names: tuple[str, ...] = (),
    data: Path | None = None,
) -> Linted:
    """Check words, the file they name, or standard input (`-` or nothing).

    Raises:
        InvalidInput: no text (GC-CLI-055), none that can be read (GC-SVC-075, 076, GC-CLI-003, 004), two sources of
            figures (GC-CLI-056), destinations that are none (GC-CLM-004, 005, GC-RUL-010).
        NotVerified: the card does not hold (GC-SVC-078) or cannot be read (GC-SVC-077).
    """
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - loaded when asked for
    from greencard.services.claims import (  # noqa: PLC0415 - same
        card_figures,
        check_claims,
        destinations_of,
        product_figures,
    )

    if card is not None and product is not None:
        raise TWO_SOURCES.at()
    text, file = _text(words)
    if not text.strip():
        raise NO_TEXT.at(Place(file=file))
    day = on or today()
    figures = goods = None
    if product is not None:
        goods = load_product(product)
        figures = product_figures(assess_file(product, on=day, data=data)[0])
    if card is not None:
        figures = card_figures(read_file(card), verify_file(card, data=data), str(card))
    report = check_claims(
        text,
        packs=ShippedPacks(),
        destinations=destinations_of(destinations),
        on=day,
        audience=audience,
        figures=figures,
        product=goods,
        names=names,
    )
    return Linted(text, file, report)


def _text(words: str | None) -> tuple[str, str]:
    """The text and the file it came from, empty where it was given in words."""
    from pathlib import Path  # noqa: PLC0415 - same

    from greencard.services.claims import MAX_TEXT_BYTES, text_of  # noqa: PLC0415 - same

    if words is None or words == "-":
        return text_of(sys.stdin.buffer.read(MAX_TEXT_BYTES + 1), "-"), "-"
    path = Path(words)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # words too long for a name, or with a zero byte
        is_file = False
    if is_file:
        return text_of(read_file(path, MAX_TEXT_BYTES), str(path)), str(path)
    return text_of(words.encode("utf-8", "replace"), ""), ""
