"""What a verifier looks for beside the figure, in closed words.

A footprint's own notes, questions and next measurements name lines of the recipe, process steps and yearly output; none
of them is shown. What stands here is made of published kinds of figures alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from greencard.interfaces.web.formatting import fixed, places_of
from greencard.interfaces.web.messages import say
from greencard.interfaces.web.sentences import MESSAGES
from greencard.interfaces.words import DISPOSAL, LIFE_STAGE
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from greencard.errors import Lang
    from greencard.model import Assessment, ExplainNode, FootprintResult

__all__ = ["BesideRow", "beside_of"]

_SUPPLIER_CARD: Final = "supplier-card/"
"""How the factor id of a supplier's card begins."""


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One statement beside the figure: its name, its value and what it means."""

    label: Markup
    value: Markup | str
    source: Markup


def beside_of(assessment: Assessment, figures: Mapping[str, str], lang: Lang) -> tuple[BesideRow, ...]:
    """Life cycle, other permitted choices, suppliers' cards, data quality, gases, land use: what of it there is."""
    footprint = assessment.footprint
    places = places_of(figures["pcf"])
    rows = [
        _life_cycle(assessment, places, lang),
        *_other_choices(footprint, places, lang),
        _supplier_cards(footprint, lang),
        _quality(footprint, lang),
        _gases(footprint, lang),
        _land_use(footprint, places, lang),
    ]
    return tuple(row for row in rows if row is not None)


def _life_cycle(assessment: Assessment, places: int, lang: Lang) -> BesideRow | None:
    found = assessment.footprint.life_cycle
    if found is None:
        return None
    separator = "、" if lang == "zh" else ", "
    parts = separator.join(
        f"{LIFE_STAGE[stage.id].in_lang(lang)} {fixed(stage.kg_co2e, places)} kg"
        + ("（{}）" if lang == "zh" else " ({})").format(_scenario(assessment, stage.id, lang))
        for stage in found.stages
    )
    sentences = [
        say(
            lang,
            "beside.life.source",
            low=fixed(found.interval.low, places),
            high=fixed(found.interval.high, places),
            parts=parts,
        )
    ]
    if found.left_out:
        names = separator.join(LIFE_STAGE[stage].in_lang(lang) for stage in found.left_out)
        sentences.append(say(lang, "beside.life.left_out", stages=names))
    return BesideRow(say(lang, "beside.life"), _kg(found.total_kg_co2e, places), _joined(sentences))


def _scenario(assessment: Assessment, stage: str, lang: Lang) -> str:
    """The scenario in figures: its own words are the seller's and may say anything."""
    product = assessment.product
    if stage == "use" and product.use is not None:
        use = product.use
        return say(
            lang,
            "beside.life.use",
            kwh=decimal_text(use.electricity_kwh_per_year),
            years=decimal_text(use.years),
        )
    if stage == "end_of_life" and product.end_of_life is not None:
        space = "" if lang == "zh" else " "
        return ("、" if lang == "zh" else ", ").join(
            f"{decimal_text(part.share * 100)}{space}% {DISPOSAL[part.route].in_lang(lang)}"
            for part in product.end_of_life.disposal
        )
    return say(lang, "beside.life.route")


def _other_choices(footprint: FootprintResult, places: int, lang: Lang) -> Iterable[BesideRow]:
    """The total under other choices that the standard allows, where they make another figure."""
    for other in footprint.sensitivities:
        shown = _kg(other.total_kg_co2e, places)
        kind, _, method = other.id.partition("/")
        key = f"beside.other.{kind}.{method}"
        if key not in MESSAGES or shown == _kg(footprint.total_kg_co2e, places):
            continue
        yield BesideRow(say(lang, key), shown, say(lang, f"beside.other.{kind}.source"))


def _supplier_cards(footprint: FootprintResult, lang: Lang) -> BesideRow | None:
    kg = sum(
        (
            leaf.kg_co2e
            for leaf in _leaves(footprint.explain)
            if leaf.factor is not None and leaf.factor.id.startswith(_SUPPLIER_CARD)
        ),
        Decimal(0),
    )
    if kg <= 0 or footprint.total_kg_co2e <= 0:
        return None
    share = fixed(kg / footprint.total_kg_co2e * 100, 0)
    value = f"{share}%" if lang == "zh" else f"{share} %"
    return BesideRow(say(lang, "beside.cards"), value, say(lang, "beside.cards.source"))


def _quality(footprint: FootprintResult, lang: Lang) -> BesideRow | None:
    rated = footprint.quality
    if rated is None:
        return None
    marks = (rated.technological, rated.geographical, rated.temporal)
    return BesideRow(
        say(lang, "beside.quality"),
        " · ".join(fixed(mark, 1) for mark in marks),
        say(lang, "beside.quality.source"),
    )


def _gases(footprint: FootprintResult, lang: Lang) -> BesideRow:
    other = any(leaf.factor is not None and leaf.factor.gwp != footprint.gwp_set for leaf in _leaves(footprint.explain))
    sentences = [say(lang, "beside.gases.source")]
    if other:
        sentences.append(say(lang, "beside.gases.other"))
    return BesideRow(say(lang, "beside.gases"), footprint.gwp_set, _joined(sentences))


def _land_use(footprint: FootprintResult, places: int, lang: Lang) -> BesideRow | None:
    parts = footprint.components
    if parts.land_use_change is not None:
        return BesideRow(
            say(lang, "beside.land"),
            _kg(parts.land_use_change, places),
            say(lang, "beside.land.source"),
        )
    if not parts.biogenic_uptake:
        return None
    return BesideRow(say(lang, "beside.land"), say(lang, "evidence.unknown"), say(lang, "beside.land.none"))


def _kg(value: Decimal, places: int) -> str:
    return f"{fixed(value, places)} kg"


def _joined(sentences: list[Markup]) -> Markup:
    return Markup(" ").join(sentences)


def _leaves(node: ExplainNode) -> Iterable[ExplainNode]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)
