"""Sentences that may stand in place of a claim, made of a card's figures and of nothing else."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Final, Literal, get_args

import msgspec

from greencard.errors import GreencardError, Place
from greencard.model.base import Text, Value
from greencard.model.claim_words import ClaimLang
from greencard.model.claims import ClaimFigures, Instead
from greencard.model.fact import Grade
from greencard.quantity import decimal_text
from greencard.rules.claims.codes import BAD_CLAIM_DATA
from greencard.rules.vocabulary import read_yaml

__all__ = ["Sentences", "parse_sentences"]

_Said = dict[ClaimLang, str]
_Kind = Literal["footprint", "recycled", "plastic", "solar"]


class _File(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/claim-sentences/1"]
    use: dict[str, tuple[_Kind, ...]]
    decimal: _Said
    sentences: dict[_Kind, _Said]
    verified: dict[Literal["nobody", "by"], _Said]
    grade: dict[Grade, _Said]


class Sentences:
    """The sentences of all languages, and which of them answer which family."""

    __slots__ = ("_file", "digest")

    def __init__(self, file: _File, digest: str) -> None:
        self._file: Final = file
        self.digest: Final = digest
        """SHA-256 of the file."""

    def instead(self, family: str, figures: ClaimFigures, lang: ClaimLang) -> tuple[Instead, ...]:
        """What may be said in place of a claim of a family; nothing where the card has no figure for it."""
        said = []
        for kind in self._file.use.get(family, ()):
            if kind == "solar" and not figures.solar_percent:
                continue
            sentence = self._file.sentences[kind][lang].format_map(self._values(figures, lang))
            said.append(Instead(lang=lang, sentence=sentence))
        return tuple(said)

    def _values(self, figures: ClaimFigures, lang: ClaimLang) -> dict[str, str]:
        def number(value: Decimal) -> str:
            return decimal_text(value).replace(".", self._file.decimal[lang])

        by = figures.verified_by
        name = by.in_lang("zh" if lang == "zh" else "en")
        verified = self._file.verified["by" if name else "nobody"][lang].format_map({"name": name})
        return {
            "kg": number(figures.kg_co2e),
            "low": number(figures.low_kg_co2e),
            "high": number(figures.high_kg_co2e),
            "level": number(figures.level_percent),
            "unit": _unit(figures.declared_unit, lang),
            "rules": figures.rules,
            "year": str(figures.year),
            "verified": verified,
            "recycled": number(figures.recycled_percent),
            "grade": self._file.grade[figures.recycled_grade][lang],
            "product_g": number(figures.product_plastic_g),
            "pack_g": number(figures.packaging_plastic_g),
            "solar": number(figures.solar_percent or Decimal(0)),
        }


def _unit(unit: Text, lang: ClaimLang) -> str:
    """The declared unit as it stands in a sentence; the record has it in English and Chinese."""
    words = " ".join(unit.in_lang("zh" if lang == "zh" else "en").split()).removeprefix("1 ")
    return words if lang in {"en", "zh"} else f"“{words}”"


def parse_sentences(raw: bytes, file: str = "sentences.yaml") -> Sentences:
    """The sentences in `raw`, each there in every language.

    Raises:
        InvalidInput: unreadable or incomplete (GC-CLM-002).
    """
    try:
        content = msgspec.convert(read_yaml(raw, file), _File)
    except (msgspec.ValidationError, GreencardError) as problem:
        raise BAD_CLAIM_DATA.at(Place(file=file), problem=str(problem)[:200]) from None
    tables = [content.decimal, *content.sentences.values(), *content.verified.values(), *content.grade.values()]
    if any(set(table) != set(get_args(ClaimLang)) for table in tables):
        raise BAD_CLAIM_DATA.at(Place(file=file), problem="a sentence lacks a language")
    return Sentences(content, hashlib.sha256(raw).hexdigest())
