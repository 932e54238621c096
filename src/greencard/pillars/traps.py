"""Substitutions that look like less plastic and are none, read from the words of the record.

Directive (EU) 2019/904 Art 3(1) counts a polymer with whatever is added to it as plastic, bio-based and biodegradable
ones too; only natural polymers that were not chemically modified are outside.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from greencard.model import Answer, MaterialPart, Text, Trap
from greencard.pillars.given import Given

__all__ = ["filler", "is_bio_polymer", "is_coated_paper", "traps_of"]


def _words(en: str, zh: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{en})(?![a-z])|{zh}", re.IGNORECASE)


_BIO_POLYMER: Final = _words(
    r"pla|pbat|pbs|pha|phb|polylactic acid|polylactide|bio-?plastics?"
    r"|starch[- ](?:based|blend)(?! (?:glue|adhesive|ink|size|sizing|paste))"
    r"|(?:bio-?degradable|compostable) (?:plastic|film|bag|polymer)s?",
    "聚乳酸|淀粉基(?!胶|粘|黏|浆|油墨)|生物塑料|生物基塑料|(?:可降解|可堆肥)(?:塑料|薄膜|袋)",
)
_COATED: Final = _words(
    r"(?:pe|pp|pet|pla|plastic|poly(?:ethylene|propylene)?|film)[- ]?(?:coated|lined|laminated)(?: \w+)? ?"
    r"(?:paper|board|paperboard|cardboard|kraft)"
    r"|laminated (?:paper|paperboard|cardboard|kraft)",
    "淋膜(?:纸|卡)|覆膜(?:纸|卡)|涂塑纸",
)
_VISCOSE: Final = _words("viscose|rayon|modal|lyocell", "粘胶|黏胶|人造棉|莱赛尔|莫代尔")
_BAMBOO: Final = _words("bamboo", "竹")
_DEGRADABLE: Final = _words("bio-?degradable|compostable|oxo-?degradable", "可(?:生物)?降解|可堆肥")
_LONGEST: Final = 200


def is_bio_polymer(part: MaterialPart) -> bool:
    """Whether its words name a plastic that grew or that is called degradable."""
    return _says(part.material).bio_polymer


def is_coated_paper(part: MaterialPart) -> bool:
    """Whether it is paper or board with plastic on it."""
    return _says(part.material).coated


class _Said(NamedTuple):
    bio_polymer: bool
    coated: bool
    viscose: bool
    bamboo: bool


@lru_cache(maxsize=4096)
def _says(material: str) -> _Said:
    words = material[:_LONGEST]
    return _Said(*(pattern.search(words) is not None for pattern in (_BIO_POLYMER, _COATED, _VISCOSE, _BAMBOO)))


def filler(part: MaterialPart, given: Given) -> Answer:
    """Whether it is ground plant matter in a plastic of the product, and so a part of that plastic.

    Unknown while nobody can say whether the binder is plastic. With a stated `plant_filler_in_plastic: false` it stands
    apart.
    """
    if not part.plant_filler or part.where != "product":
        return "no"
    stated = given.fact("plant_filler_in_plastic")
    if stated is not None and isinstance(stated.value, bool):
        return "yes" if stated.value else "no"
    others = [other.plastic for other in given.parts if other.where == "product" and other is not part]
    return "yes" if True in others else "unknown" if None in others else "no"


def traps_of(given: Given) -> tuple[Trap, ...]:
    """Every trap, in the order of the record."""
    found: list[Trap] = []
    named = any(_BAMBOO.search(text[:_LONGEST]) for text in (*given.names, *given.claims))
    called = [text for text in (*given.names, *given.claims) if _DEGRADABLE.search(text[:_LONGEST])]
    for part in given.parts:
        said = _says(part.material)
        if filler(part, given) == "yes":
            found.append(_trap("plant_filled_plastic", part, _FILLED))
        if said.coated:
            found.append(_trap("coated_paper", part, _COATED_TEXT))
        elif said.bio_polymer or (part.plastic and called):
            found.append(_trap("bio_polymer", part, _BIO_TEXT))
        if said.viscose and (named or said.bamboo):
            found.append(_trap("bamboo_viscose", part, _VISCOSE_TEXT))
    return tuple(found)


def _trap(kind: str, part: MaterialPart, text: Text) -> Trap:
    return Trap(id=kind, pointer=part.pointer, material=part.material, text=text)  # type: ignore[arg-type]


_FILLED: Final = Text(
    en="plant powder in a plastic binder is plastic: its mass counts as plastic, and in the EU it may not touch food",
    zh="掺在塑料里的植物粉仍是塑料：其质量计入塑料；在欧盟不得接触食品",
)
_BIO_TEXT: Final = Text(
    en="plastic that grew, or that is called degradable or compostable, is still plastic and counts in full",
    zh="来自植物的塑料，或称可降解、可堆肥的塑料，仍是塑料，全部计入",
)
_COATED_TEXT: Final = Text(
    en="paper with plastic on it is no plastic-free paper: all of it may count until the coating has its own line",
    zh="涂塑纸、淋膜纸不是无塑纸：在涂层单列之前，最多按整件质量计入",
)
_VISCOSE_TEXT: Final = Text(
    en="viscose made from bamboo is viscose: no plastic, but no bamboo either; name the fibre viscose",
    zh="竹浆制成的粘胶是粘胶：不是塑料，也不是竹；纤维名称应写粘胶",
)
