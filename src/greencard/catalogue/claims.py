"""Words in environmental claims that a rule speaks about. This points to the rule; the rule judges, per destination.

Directive 2005/29/EC, Annex I, points 4a and 4c, as amended by Directive (EU) 2024/825, applied from 2026-09-27.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["CLAIM_WORDS", "ClaimWord", "claim_words"]

_ECGT: Final = "Directive 2005/29/EC Annex I point {point}, as amended by Directive (EU) 2024/825"


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """A family of wordings, the code of the fact vocabulary it falls under, and the rule that speaks about it."""

    code: str
    rule: str
    law: str
    pattern: re.Pattern[str]


CLAIM_WORDS: Final = (
    ClaimWord(
        "carbon_neutral_offset",
        "EU-ECGT-4c",
        _ECGT.format(point="4c"),
        re.compile(
            r"(?:zero|net[\s-]*zero|no|neutral)[\s-]*(?:carbon|emissions?|co2)|(?:carbon|climate|co2)[\s-]*(?:free|neutral|positive)"
            r"|\bnet[\s-]*zero\b|零碳|零排放|碳中和|气候中和|净零|碳中性",
            re.IGNORECASE,
        ),
    ),
    ClaimWord(
        "biodegradable",
        "EU-ECGT-4a",
        _ECGT.format(point="4a"),
        re.compile(r"\b(?:bio)?degradable\b|可(?:生物)?降解|可生物分解", re.IGNORECASE),
    ),
    ClaimWord(
        "generic_green",
        "EU-ECGT-4a",
        _ECGT.format(point="4a"),
        re.compile(
            r"\bgreen\b|\beco(?:[\s-]*friendly|logical(?:ly)?)?\b|\bsustainable\b|\b(?:environmentally|climate|planet)[\s-]*friendly\b"
            r"|绿色|环保|环境友好|可持续|生态友好",
            re.IGNORECASE,
        ),
    ),
)


def claim_words(claim: str) -> tuple[tuple[ClaimWord, str], ...]:
    """Each family found in `claim`, with the words that were found."""
    found = ((family, family.pattern.search(claim)) for family in CLAIM_WORDS)
    return tuple((family, match[0]) for family, match in found if match)
