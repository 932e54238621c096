"""Two assessments side by side, and the sentence that may be said of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.errors import InvalidInput, declare
from greencard.footprint.comparison.compare import Side, compare
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.model import Assessment, FootprintComparison
    from greencard.model.claim_words import ClaimLexicon

__all__ = ["LONGEST_FUNCTION", "compare_assessments", "function_text"]

LONGEST_FUNCTION: Final = 120
ONE: Final = Decimal(1)

BAD_FUNCTION = declare(
    "GC-CLI-017",
    InvalidInput,
    en="A function of {length} characters cannot be compared by.",
    zh="无法以 {length} 个字符的功能描述作比较。",
    remedy_en="Say in 1 to {most} characters what both products do, such as “desk organiser, one piece”.",
    remedy_zh="请用 1 至 {most} 个字符说明两者共同实现的功能，例如“桌面收纳盒，1 件”。",
)


def function_text(words: str | None) -> Text | None:
    """What both products do, as the caller says it; None: their declared units must say it.

    Raises:
        InvalidInput: empty or too long (GC-CLI-017).
    """
    if words is None:
        return None
    plain = " ".join(words.split())
    if not 0 < len(plain) <= LONGEST_FUNCTION:
        raise BAD_FUNCTION.at(length=len(plain), most=LONGEST_FUNCTION)
    return Text(en=plain, zh=plain)


def compare_assessments(
    left: Assessment,
    right: Assessment,
    *,
    lexicon: ClaimLexicon,
    function: Text | None = None,
    left_units: Decimal = ONE,
    right_units: Decimal = ONE,
) -> FootprintComparison:
    """Two assessments per function, kg CO2e; a sentence only where ISO 14067:2018 Annex B lets one be said.

    Names come from records and may themselves claim something; a sentence with such words in it is not said.

    Args:
        left: one product.
        right: the other.
        lexicon: reads the names for claims.
        function: what both do; None: the declared unit they share.
        left_units: declared units of the left product that fulfil the function once.
        right_units: the same for the right one.

    Raises:
        InvalidInput: units that are no positive number (GC-FPT-044).
    """
    found = compare(
        Side(left.product, left.footprint, left_units),
        Side(right.product, right.footprint, right_units),
        function=function,
    )
    if found.sentence is None:
        return found
    words = [
        claim.words
        for text in (found.sentence.en, found.sentence.zh)
        for claim in lexicon.find(text)
        if claim.use in {"asserted", "mentioned", "name"} and not lexicon.families[claim.family].provable
    ]
    if not words:
        return found
    said = ", ".join(dict.fromkeys(words))
    reason = Text(
        en=f"A name or the function holds a claim of its own ({said}); it would stand in the sentence. Name the "
        "products plainly (Directive 2005/29/EC Annex I, points 4a and 4c).",
        zh=f"名称或功能描述本身含有环境声明用语（{said}），会进入表述。请使用中性名称"
        "（指令 2005/29/EC 附件一第 4a、4c 点）。",
    )
    return msgspec.structs.replace(found, sentence=None, refused_for=(reason,))
